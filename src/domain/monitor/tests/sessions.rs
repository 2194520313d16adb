//! What other sessions report (SAFETY S7).

use super::*;
use crate::domain::election::{Part, State};
use crate::domain::identity::SessionId;

#[test]
fn what_another_session_reports_is_shown_as_the_devices_state_with_one_notice_and_one_all_clear() {
    let mut desk = Desk::new(&[DOC], NoticeRules::default());
    desk.pass(minutes(1));
    let account: AccountRef = DOC.parse().unwrap();
    let report = |desk: &Desk, state| Report {
        session: SessionId::from_random([1; 16]),
        connector: account.connector.clone(),
        state,
        since: None,
        part: Part::Prober,
        at: desk.now.wall,
        interval_seconds: 300,
        proof: Some(desk.now.wall),
        spare: 3,
        version: "0.1.0".into(),
    };
    desk.walk(minutes(10));
    let cases = [
        (State::Refused, Health::Refused(Refusal::Reported)),
        (State::Locked, Health::Refused(Refusal::Reported)),
        (State::Proven, Health::Proven),
        (State::Unreachable, Health::Proven),
    ];
    for (state, health) in cases {
        let shared = Finding::Shared(Some(Box::new(report(&desk, state))), None);
        desk.event(Event::Found(account.clone(), shared));
        assert_eq!(desk.health(DOC), health, "{state:?}");
        let seen = desk.monitor.account(&account).unwrap();
        assert_eq!(seen.withheld(), Some(&Withheld::ProbedByAnotherSession));
    }
    let troubles = desk.notices.iter().map(|notice| matches!(notice.what, What::Trouble { .. }));
    assert_eq!(troubles.collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_session_that_has_reported_nothing_yet_is_looked_at_again_soon() {
    let mut desk = Desk::new(&[DOC], NoticeRules::default());
    desk.pass(minutes(1));
    for nothing in [Finding::Shared(None, None), Finding::Withheld(Withheld::Busy, None)] {
        desk.event(Event::Found(DOC.parse().unwrap(), nothing));
        let before = desk.probes.len();
        desk.pass(schedule::SOON);
        assert_eq!(desk.probes.len(), before + 1);
    }
}
