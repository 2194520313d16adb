use super::*;

fn generation(n: u8) -> Generation {
    Generation::from_random([n; 16])
}

fn record(counter: u64, step: Step) -> Record {
    let at = Timestamp::from_second(i64::try_from(counter).unwrap()).unwrap();
    Record { counter, at, by: "test".into(), step }
}

fn note(counter: u64, state: NoteState) -> Note {
    let at = Timestamp::from_second(i64::try_from(counter).unwrap()).unwrap();
    Note { counter, at, generation: generation(1), state }
}

fn adopted() -> Record {
    record(1, Step::Adopted { generation: generation(1), proven: true, task: false })
}

const REFUSAL: Refusal = Refusal::Credential(401);

#[test]
fn a_refusal_stands_until_the_same_password_is_accepted() {
    let subject = Subject::Stored(generation(1));
    let mut records = vec![adopted(), record(2, Step::Refused { subject, refusal: REFUSAL })];
    let standing = Standing::of(&records, None);
    assert!(standing.generations[&generation(1)].standing_refusal().is_some());
    records.push(record(3, Step::Proven { subject }));
    let standing = Standing::of(&records, None);
    assert_eq!(standing.generations[&generation(1)].standing_refusal(), None);
    assert_eq!(standing.unaccepted, []);
}

#[test]
fn a_new_password_ends_the_trouble_but_not_the_old_ones_refusal() {
    let subject = Subject::Stored(generation(1));
    let records = [
        adopted(),
        record(2, Step::Refused { subject, refusal: REFUSAL }),
        record(3, Step::Asked),
        record(4, Step::Trying { subject: Subject::Typed }),
        record(5, Step::Proven { subject: Subject::Typed }),
        record(6, Step::Adopted { generation: generation(2), proven: true, task: false }),
    ];
    let standing = Standing::of(&records, None);
    assert_eq!(standing.current, Some(generation(2)));
    assert_eq!(standing.failures(), []);
    assert!(standing.generations[&generation(1)].standing_refusal().is_some());
    assert!(standing.generations[&generation(2)].is_clean());
}

#[test]
fn a_note_that_says_trying_is_a_doubtful_attempt_even_behind_later_remarks() {
    let records = [adopted(), record(51, Step::Told { episode: 50 })];
    let standing = Standing::of(&records, Some(&note(50, NoteState::Trying)));
    assert_eq!(standing.failures().len(), 1);
    assert_eq!(standing.counter, 51);
}

#[test]
fn a_refusal_in_the_journal_closes_the_note_that_still_says_trying() {
    let subject = Subject::Stored(generation(1));
    let records = [adopted(), record(50, Step::Refused { subject, refusal: REFUSAL })];
    let standing = Standing::of(&records, Some(&note(50, NoteState::Trying)));
    assert_eq!(standing.open, None);
    assert_eq!(standing.failures().len(), 1);
}

#[test]
fn the_same_outcome_in_journal_and_note_counts_once() {
    let subject = Subject::Stored(generation(1));
    let records = [adopted(), record(50, Step::Refused { subject, refusal: REFUSAL })];
    let ended = note(50, NoteState::Ended(Outcome::Refused(REFUSAL)));
    assert_eq!(Standing::of(&records, Some(&ended)).failures().len(), 1);
}

#[test]
fn a_note_of_an_acceptance_is_an_acceptance() {
    let ended = note(50, NoteState::Ended(Outcome::Accepted));
    let standing = Standing::of(&[adopted()], Some(&ended));
    assert_eq!(standing.accepted.map(|mark| mark.counter), Some(50));
}

#[test]
fn an_unsent_note_touches_no_other_attempt() {
    let records =
        [adopted(), record(2, Step::Asked), record(3, Step::Trying { subject: Subject::Typed })];
    let standing = Standing::of(&records, Some(&note(4, NoteState::Unsent)));
    assert_eq!(standing.failures().len(), 1, "the typed attempt stays doubtful");
}

#[test]
fn a_confirmation_is_used_up_by_one_attempt() {
    let records = [adopted(), record(2, Step::Asked)];
    assert!(Standing::of(&records, None).asked.is_some());
    let mut records = records.to_vec();
    records.push(record(3, Step::Trying { subject: Subject::Typed }));
    records.push(record(4, Step::Unsent { subject: Subject::Typed }));
    assert_eq!(Standing::of(&records, None).asked, None);
}

#[test]
fn a_finished_change_makes_the_new_password_current() {
    let new = generation(2);
    let records = [
        adopted(),
        record(2, Step::Prepared { generation: new }),
        record(3, Step::Setting { generation: new }),
        record(4, Step::Set { generation: new }),
        record(5, Step::Proven { subject: Subject::Stored(new) }),
    ];
    let under_way = Standing::of(&records[..3], None);
    let (began, sent) = (under_way.change.unwrap().began, under_way.change.unwrap().sent);
    assert_eq!((began.counter, sent.map(|mark| mark.counter)), (2, Some(3)));
    let stage = Stage::Setting;
    assert_eq!(under_way.change, Some(Change { generation: new, stage, began, sent }));
    assert_eq!(under_way.current, Some(generation(1)));
    let standing = Standing::of(&records, None);
    assert_eq!((standing.current, standing.change), (Some(new), None));
    assert!(standing.generations[&new].left_us);
}

#[test]
fn a_changed_password_and_its_task_are_one_record() {
    let changed = Step::Adopted { generation: generation(2), proven: true, task: true };
    let mut records = vec![adopted(), record(2, changed)];
    let standing = Standing::of(&records, None);
    assert_eq!(standing.task.map(|mark| mark.counter), Some(2));
    records.push(record(3, Step::TaskDone));
    assert_eq!(Standing::of(&records, None).task, None);
    // A record of a version that wrote the task apart reads as one without it.
    let old = r#"{"counter":1,"at":"2026-11-24T08:00:00Z","by":"a@b c","step":"adopted",
        "generation":"03030303030303030303030303030303","proven":true}"#;
    let read: Record = serde_json::from_str(old).unwrap();
    let expected = Step::Adopted { generation: generation(3), proven: true, task: false };
    assert_eq!(read.step, expected);
    assert!(!serde_json::to_string(&read).unwrap().contains("task"));
}

#[test]
fn a_password_that_comes_back_keeps_its_age_and_the_other_one_stays() {
    let again = Step::Adopted { generation: generation(1), proven: true, task: true };
    let records = [
        adopted(),
        record(2, Step::Adopted { generation: generation(2), proven: true, task: true }),
        record(9, Step::Proven { subject: Subject::Stored(generation(1)) }),
        record(10, again),
    ];
    let standing = Standing::of(&records, None);
    let in_force = |n: u8| standing.generations[&generation(n)].in_force.unwrap();
    assert_eq!(standing.current, Some(generation(1)));
    assert_eq!((in_force(1).at, in_force(1).taking), (records[0].at, Taking::First));
    assert_eq!((in_force(2).at, in_force(2).taking), (records[1].at, Taking::Change));
    assert!(standing.generations[&generation(1)].is_clean());
}

#[test]
fn an_asked_refusal_of_an_earlier_password_leaves_the_current_one_free() {
    let subject = Subject::Stored(generation(1));
    let records = [
        adopted(),
        record(2, Step::Adopted { generation: generation(2), proven: true, task: true }),
        record(3, Step::Asked),
        record(4, Step::Trying { subject }),
        record(5, Step::Refused { subject, refusal: REFUSAL }),
    ];
    let standing = Standing::of(&records, None);
    assert_eq!(standing.current, Some(generation(2)));
    assert!(standing.current_standing().unwrap().is_clean());
    assert_eq!(standing.failures().len(), 1);
    assert!(standing.failures()[0].asked);
}
