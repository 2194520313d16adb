//! Cancelling: the report ends at once, and nothing durable is cut off.

use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use konnektorwart::domain::health::Health;
use konnektorwart::domain::identity::Plane;
use konnektorwart::domain::profile::ConnectorProfile;
use konnektorwart::simulator::{Entry, Fault, LogLine, Rule};
use konnektorwart::watch::connection::{self, Cancel, Report, Skip, State, Step};
use konnektorwart::watch::once;

use super::{LIMIT, logins, saved, step};
use crate::practice::{Practice, client, management};

/// The rule is 100 ms; a machine that compiles beside the tests gets more.
const BOUND: Duration = Duration::from_secs(2);

/// Tests until `step` runs and `held` comes back, then cancels; answers the report and how long it took
/// to end.
fn cancelled_at(
    practice: &Practice,
    typed: &ConnectorProfile,
    at: &Step,
    held: impl FnOnce() + Send,
) -> (Report, Duration) {
    let (known, cancel) = (saved(practice), Cancel::new());
    let (running, runs) = mpsc::channel();
    let (ended, report, begun) = thread::scope(|scope| {
        let canceller = cancel.clone();
        let ending = scope.spawn(move || {
            runs.recv_timeout(LIMIT).expect("the step runs");
            held();
            let now = Instant::now();
            canceller.cancel();
            now
        });
        let mut on_step = |now: connection::StepReport| {
            if now.step == *at && now.state == State::Running {
                running.send(()).expect("somebody waits");
            }
        };
        let setup = &practice.setup;
        let report = connection::test(setup, typed, Some(&known), &mut on_step, &cancel);
        let ended = Instant::now();
        (ended, report.expect("it starts"), ending.join().expect("cancelled"))
    });
    (report, ended.saturating_duration_since(begun))
}

fn assert_ended(report: &Report, took: Duration, at: &Step) {
    println!("cancelled at {at:?}: {took:?}");
    assert!(took < BOUND, "{at:?}: {took:?}");
    assert!(report.cancelled);
    assert_eq!(step(report, at).state, State::Skipped(Skip::Cancelled), "{at:?}");
    let open = |one: &&connection::StepReport| matches!(one.state, State::Waiting | State::Running);
    assert_eq!(report.steps.iter().filter(open).count(), 0);
}

fn with_secret(lines: &[LogLine], from: usize) -> bool {
    let secret = |line: &LogLine| matches!(line.entry, Entry::Request { secret: Some(_), .. });
    lines[from..].iter().any(secret)
}

#[test]
fn a_harmless_step_is_dropped_at_once() {
    let practice = Practice::new();
    let mut typed = saved(&practice);
    typed.timeout = LIMIT;
    let since = practice.mark();

    let from = practice.sim.log().len();
    practice.sim.set_faults([Rule::always(Fault::Silence).at("/connector.sds")]);
    let asked = |lines: &[LogLine]| {
        let is_asked = |line: &LogLine| matches!(&line.entry, Entry::Request { path, .. } if path == "/connector.sds");
        lines[from..].iter().any(is_asked)
    };
    let (report, took) = cancelled_at(&practice, &typed, &Step::Directory, || {
        assert!(practice.sim.wait_for(asked, LIMIT));
    });
    assert_ended(&report, took, &Step::Directory);
    assert!(report.under_way.is_none());

    // A port that accepts and says nothing holds the handshake.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    typed.port = silent.local_addr().expect("an address").port();
    let certificate = Step::Certificate(Plane::Client);
    let (report, took) = cancelled_at(&practice, &typed, &certificate, || {
        // The connection test's own connection, then the handshake's.
        let _probe = silent.accept().expect("a connection");
        let _handshake = silent.accept().expect("a connection");
    });
    assert_ended(&report, took, &certificate);

    // An address that swallows everything holds the connection.
    let deaf = crate::watch::Deaf::bind();
    typed.port = deaf.port();
    let connect = Step::Connect(Plane::Client);
    let (report, took) = cancelled_at(&practice, &typed, &connect, || {});
    assert_ended(&report, took, &connect);
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn a_login_that_has_left_ends_the_report_at_once_and_goes_on_to_a_durable_outcome() {
    let paths = ["/ws/EventService", "/rest/mgmt/ak/konten/login"];
    for ((login, account), path) in logins().iter().zip([client(), management()]).zip(paths) {
        let practice = Practice::new();
        let (typed, before) = (saved(&practice), jiff::Timestamp::now());
        practice.sim.set_faults([Rule::once(Fault::Late(Duration::from_millis(700))).at(path)]);
        let (since, from) = (practice.mark(), practice.sim.log().len());
        let (report, took) = cancelled_at(&practice, &typed, login, || {
            let is_sent = |lines: &[LogLine]| {
                lines[from..].iter().any(|line| {
                    matches!(&line.entry, Entry::Request { secret: Some(secret), .. }
                        if secret.user == account.user.as_str())
                })
            };
            assert!(practice.sim.wait_for(is_sent, LIMIT));
        });
        assert_ended(&report, took, login);
        let under_way = report.under_way.expect("a login under way");
        assert_eq!(*under_way.account(), account);
        assert!(under_way.wait(LIMIT), "it ends by itself");
        let snapshot = once::overview(&practice.setup).expect("a picture");
        let view = snapshot.account(&account).expect("the account");
        assert_eq!(view.health, Health::Proven);
        assert!(view.accepted.is_some_and(|at| at >= before), "the outcome is durable: {view:?}");
        assert_eq!(practice.secrets(since, &account), 1);
    }
}

#[test]
fn a_cancelled_login_without_an_answer_is_doubtful_on_record_and_not_repeated_by_the_test() {
    let practice = Practice::new();
    practice.sim.set_faults([Rule::always(Fault::Silence).at("/ws/EventService")]);
    let (since, from) = (practice.mark(), practice.sim.log().len());
    let typed = saved(&practice);
    let (report, _) = cancelled_at(&practice, &typed, &logins()[0], || {
        assert!(practice.sim.wait_for(|lines| with_secret(lines, from), LIMIT));
    });
    assert!(report.under_way.expect("a login under way").wait(LIMIT));
    let snapshot = once::overview(&practice.setup).expect("a picture");
    let view = snapshot.account(&client()).expect("the account");
    assert!(matches!(view.health, Health::Unclear(_)), "{view:?}");
    assert_eq!(practice.secrets(since, &client()), 1);
    assert_eq!(practice.secrets(since, &management()), 0, "the rest of the test did not begin");
}

#[test]
fn a_test_that_is_cancelled_before_its_first_step_sends_nothing() {
    let practice = Practice::new();
    let (typed, since) = (saved(&practice), practice.mark());
    let cancel = Cancel::new();
    cancel.cancel();
    let report =
        connection::test(&practice.setup, &typed, Some(&typed), &mut |_| {}, &cancel).expect("ok");
    assert!(report.cancelled && report.under_way.is_none());
    assert_eq!(practice.all_secrets(since), 0);
}
