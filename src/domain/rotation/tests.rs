use super::*;
use crate::domain::identity::Generation;
use crate::domain::ledger::LedgerView;
use crate::domain::lockout::{Wish, Withheld, decide};
use crate::domain::probe::{Doubt, Refusal, Silence};
use crate::domain::record::{Record, Step};
use jiff::Timestamp;

mod played;
mod worlds;

const OLD: Generation = Generation::from_random([1; 16]);
const NEW: Generation = Generation::from_random([2; 16]);

fn standing(steps: &[Step]) -> Standing {
    let first = Step::Adopted { generation: OLD, proven: true, task: false };
    let steps = std::iter::once(&first).chain(steps);
    let records: Vec<Record> = (1..)
        .zip(steps)
        .map(|(counter, step)| {
            let (at, by) = (Timestamp::UNIX_EPOCH, String::new());
            Record { counter, at, by, step: step.clone() }
        })
        .collect();
    Standing::of(&records, None)
}

fn refused(generation: Generation) -> Step {
    let subject = Subject::Stored(generation);
    Step::Refused { subject, refusal: Refusal::Credential(401) }
}

fn doubtful(generation: Generation) -> Step {
    let (subject, doubt) = (Subject::Stored(generation), Doubt::Silent(Silence::Reset));
    Step::Doubtful { subject, doubt }
}

fn proven(generation: Generation) -> Step {
    Step::Proven { subject: Subject::Stored(generation) }
}

const PREPARED: Step = Step::Prepared { generation: NEW };
const SETTING: Step = Step::Setting { generation: NEW };
const SET: Step = Step::Set { generation: NEW };

fn comes_next(steps: &[Step]) -> Action {
    next(&standing(steps), AttemptLimit::default(), None)
}

#[test]
fn each_state_of_a_change_has_its_next_step() {
    let cases: [(&[Step], Action); 12] = [
        (&[], Action::Rest),
        (&[PREPARED], Action::GiveUp(NEW)),
        (&[PREPARED, SETTING], Action::Prove(NEW)),
        (&[PREPARED, SETTING, SET], Action::Prove(NEW)),
        (&[PREPARED, SETTING, SET, proven(NEW)], Action::Rest),
        (&[PREPARED, SETTING, refused(NEW)], Action::ProveOld(OLD)),
        (&[PREPARED, SETTING, refused(NEW), proven(OLD)], Action::Abandon(NEW)),
        (
            &[PREPARED, SETTING, refused(NEW), proven(OLD), Step::Abandoned { generation: NEW }],
            Action::Rest,
        ),
        (
            &[PREPARED, SETTING, refused(NEW), refused(OLD)],
            Action::AskPerson(Unknown::NeitherOpens),
        ),
        (&[PREPARED, SETTING, refused(NEW), doubtful(OLD)], Action::AskPerson(Unknown::Unclear)),
        (&[PREPARED, SETTING, doubtful(NEW), refused(OLD)], Action::AskPerson(Unknown::Unclear)),
        (&[PREPARED, Step::Handed { generation: NEW }], Action::AskPerson(Unknown::Handed(NEW))),
    ];
    for (steps, expected) in cases {
        assert_eq!(comes_next(steps), expected, "after {steps:?}");
    }
}

/// R5: after a doubtful proof the old password is asked once, and only when the device answers again.
#[test]
fn a_doubtful_proof_is_not_repeated_and_waits_for_a_harmless_answer() {
    let doubted = standing(&[PREPARED, SETTING, doubtful(NEW)]);
    let limit = AttemptLimit::default();
    assert!(matches!(next(&doubted, limit, None), Action::NotAnsweredSince(_)));
    assert_eq!(next(&doubted, limit, Some(doubted.counter)), Action::ProveOld(OLD));
    let two = AttemptLimit::new(2).unwrap();
    assert_eq!(next(&doubted, two, Some(doubted.counter)), Action::AskPerson(Unknown::Spent));
}

/// R2: an acceptance of something else clears the count, not the refusal.
#[test]
fn a_refused_new_password_stays_refused_when_another_one_is_accepted() {
    let typed = Step::Proven { subject: Subject::Typed };
    let steps = [PREPARED, SETTING, refused(NEW), typed];
    assert_eq!(comes_next(&steps), Action::AskPerson(Unknown::NeitherOpens));
}

/// R2: an old password that was refused before the change is not sent by it.
#[test]
fn a_refused_old_password_is_not_permitted_by_a_change() {
    let tried = Step::Trying { subject: Subject::Stored(OLD) };
    let steps = [Step::Asked, tried, refused(OLD), PREPARED, SETTING, refused(NEW)];
    let (standing, limit) = (standing(&steps), AttemptLimit::new(9).unwrap());
    let subject = Subject::Stored(OLD);
    let may = decide(&standing, &LedgerView::default(), limit, subject, Wish::Change, None);
    assert!(matches!(may, Err(Withheld::Refused { .. })), "{may:?}");
}

/// R4: the last spare attempt is never spent unasked.
#[test]
fn a_limit_of_one_or_two_leaves_the_proof_to_a_person() {
    let one = AttemptLimit::new(1).unwrap();
    let sent = standing(&[PREPARED, SETTING]);
    assert_eq!(next(&sent, one, None), Action::AskPerson(Unknown::Spent));
    let refused = standing(&[PREPARED, SETTING, refused(NEW)]);
    let two = AttemptLimit::new(2).unwrap();
    assert_eq!(next(&refused, two, None), Action::AskPerson(Unknown::Spent));
}

/// R6: an assisted change sends nothing before the person's answer (S19).
#[test]
fn nothing_is_permitted_after_the_password_was_handed_out() {
    let handed = standing(&[PREPARED, Step::Handed { generation: NEW }]);
    for generation in [OLD, NEW] {
        let subject = Subject::Stored(generation);
        let (ledger, limit) = (LedgerView::default(), AttemptLimit::default());
        for wish in [Wish::Change, Wish::Unasked, Wish::Asked] {
            let permit = decide(&handed, &ledger, limit, subject, wish, Some(99));
            assert!(permit.is_err(), "{wish:?} {generation}");
        }
    }
}

#[test]
fn the_change_permits_exactly_the_attempt_that_comes_next() {
    let (ledger, limit) = (LedgerView::default(), AttemptLimit::default());
    let sent = standing(&[PREPARED, SETTING, SET]);
    let may = |standing: &Standing, ledger: &LedgerView, generation| {
        decide(standing, ledger, limit, Subject::Stored(generation), Wish::Change, None)
    };
    assert_eq!(may(&sent, &ledger, NEW).map(|permit| permit.subject()), Ok(Subject::Stored(NEW)));
    assert_eq!(may(&sent, &ledger, OLD), Err(Withheld::NotAsked));
    assert_eq!(may(&standing(&[]), &ledger, OLD), Err(Withheld::NotAsked));
    assert_eq!(may(&standing(&[PREPARED]), &ledger, NEW), Err(Withheld::NotAsked));
}

/// S8 within a change: what another user was refused since its beginning holds the proof back.
#[test]
fn another_users_refusal_since_the_beginning_holds_the_proof_back() {
    let sent = standing(&[PREPARED, SETTING]);
    let limit = AttemptLimit::default();
    let ledger = |refused| LedgerView {
        refused,
        refused_elsewhere: refused,
        by: Some("b".to_owned()),
        ..LedgerView::default()
    };
    let subject = Subject::Stored(NEW);
    let may = |refused| decide(&sent, &ledger(refused), limit, subject, Wish::Change, None);
    assert!(may(2).is_ok(), "an earlier refusal was of an earlier password");
    assert_eq!(may(3), Err(Withheld::RefusedForAnother { user: Some("b".to_owned()) }));
}

/// A record that was written twice says nothing new.
#[test]
fn a_step_twice_is_a_step_once() {
    let once = [PREPARED, SETTING, SET];
    let twice = [PREPARED, PREPARED, SETTING, SETTING, SET, SET];
    assert_eq!(comes_next(&twice), comes_next(&once));
    let late = [PREPARED, SETTING, refused(NEW), SETTING];
    assert_eq!(comes_next(&late), Action::ProveOld(OLD));
}
