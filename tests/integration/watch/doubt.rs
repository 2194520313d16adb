//! Refusals that do not look like one: reset, silence, an unknown code, another body (S3, S4).

use konnektorwart::domain::lockout::Withheld;
use konnektorwart::domain::monitor::Finding;
use konnektorwart::domain::probe::Verdict;
use konnektorwart::simulator::{self, Refusal};

use crate::practice::{Practice, check, client, management};

fn dishonest() -> [Refusal; 5] {
    use Refusal::{BadRequest, OtherBody, Reset, Silence, UnknownCode};
    [Reset, Silence, UnknownCode, OtherBody, BadRequest]
}

#[test]
fn s3_s4_a_dishonest_refusal_costs_two_attempts_at_most_and_never_the_last() {
    for refusal in dishonest() {
        let practice = Practice::with(simulator::Settings {
            wrong_client_password: refusal,
            wrong_management_password: refusal,
            ..simulator::Settings::default()
        });
        for account in [client(), management()] {
            let since = practice.change_password(&account);
            for _ in 0..8 {
                check(&practice.setup, &account);
            }
            let sent = practice.secrets(since, &account);
            assert!((1..=2).contains(&sent), "{refusal:?} on {account}: {sent} attempts");
            let locked = practice.sim.is_locked(plane(&account), account.user.as_str());
            assert!(!locked, "{refusal:?} locked {account}");
        }
    }
}

#[test]
fn s3_a_doubtful_attempt_is_repeated_after_an_answer_and_a_second_one_never() {
    let practice = Practice::with(simulator::Settings {
        wrong_client_password: Refusal::Reset,
        ..simulator::Settings::default()
    });
    let since = practice.change_password(&client());
    let findings: Vec<Finding> = (0..3).map(|_| check(&practice.setup, &client())).collect();
    assert!(matches!(findings[0], Finding::Judged(Verdict::Doubtful(_))), "{findings:?}");
    assert!(matches!(findings[1], Finding::Judged(Verdict::Doubtful(_))), "{findings:?}");
    assert!(
        matches!(findings[2], Finding::Withheld(Withheld::Doubtful { .. }, None)),
        "{findings:?}"
    );
    assert_eq!(practice.secrets(since, &client()), 2);
}

#[test]
fn a_passing_fault_of_the_device_is_not_a_drift_and_heals() {
    use konnektorwart::simulator::{Fault, Rule};
    let practice = Practice::new();
    practice.sim.set_faults([Rule::once(Fault::ServerError(503)).at("/ws/EventService")]);
    let first = check(&practice.setup, &client());
    assert!(matches!(first, Finding::Judged(Verdict::Doubtful(_))), "{first:?}");
    let second = check(&practice.setup, &client());
    assert!(matches!(second, Finding::Judged(Verdict::Accepted(_))), "{second:?}");
}

fn plane(account: &konnektorwart::domain::identity::AccountRef) -> simulator::Plane {
    match account.plane {
        konnektorwart::domain::identity::Plane::Client => simulator::Plane::Client,
        konnektorwart::domain::identity::Plane::Management => simulator::Plane::Management,
    }
}
