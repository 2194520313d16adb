use proptest::prelude::*;

use super::*;
use crate::domain::identity::Generation;
use crate::domain::probe::{Doubt, Outcome, Silence};
use crate::domain::record::{Note, NoteState, Record, Step};

const AT: Timestamp = Timestamp::UNIX_EPOCH;

/// The account's files, and beside them an independent account of what was sent.
struct World {
    limit: AttemptLimit,
    records: Vec<Record>,
    note: Option<Note>,
    ledger: LedgerView,
    answered: Option<u64>,
    sent: Vec<Sent>,
    /// Where in `sent` another user was refused.
    foreign: Vec<usize>,
    generations: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sent {
    subject: Subject,
    asked: bool,
    outcome: Outcome,
    answered_before: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accept,
    Refuse,
    Doubt,
    Unsent,
    /// The program dies after the note, before the outcome.
    Crash,
}

#[derive(Debug, Clone, Copy)]
enum Op {
    Watch(Answer),
    AskStored(Answer),
    AskTyped(Answer),
    /// Like `AskTyped`, but through every place that must not count as asking.
    Impatient(Answer),
    AdoptUnproven,
    Answered,
    ForeignRefusal,
}

impl World {
    fn new(limit: u8) -> Self {
        let mut world = Self {
            limit: AttemptLimit::new(limit).unwrap(),
            records: Vec::new(),
            note: None,
            ledger: LedgerView::default(),
            answered: None,
            sent: Vec::new(),
            foreign: Vec::new(),
            generations: 0,
        };
        world.adopt(true);
        world.sent.push(Sent {
            subject: world.current(),
            asked: true,
            outcome: Outcome::Accepted,
            answered_before: false,
        });
        world
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.records, self.note.as_ref())
    }

    fn current(&self) -> Subject {
        Subject::Stored(self.standing().current.unwrap())
    }

    fn counter(&self) -> u64 {
        self.standing().counter.max(self.ledger.counter) + 1
    }

    fn append(&mut self, step: Step) {
        let counter = self.counter();
        self.records.push(Record { counter, at: AT, by: String::new(), step });
    }

    fn adopt(&mut self, proven: bool) {
        self.generations += 1;
        let generation = Generation::from_random([self.generations; 16]);
        self.append(Step::Adopted { generation, proven, task: false });
    }

    fn play(&mut self, op: Op) {
        match op {
            Op::Watch(answer) | Op::Impatient(answer) => self.watch(answer),
            Op::AskStored(answer) => {
                let subject = self.current();
                self.ask(subject, answer);
            }
            Op::AskTyped(answer) => self.ask(Subject::Typed, answer),
            Op::AdoptUnproven => self.adopt(false),
            Op::Answered => self.answered = Some(self.counter()),
            Op::ForeignRefusal => {
                let counter = self.counter();
                self.ledger.refused = counter;
                self.ledger.counter = counter;
                self.ledger.by = Some("other".into());
                self.foreign.push(self.sent.len());
            }
        }
    }

    /// A watcher's attempt as `watch::attempt` makes it: note, send, outcome, change of state.
    fn watch(&mut self, answer: Answer) {
        let standing = self.standing();
        let subject = self.current();
        let decision =
            decide(&standing, &self.ledger, self.limit, subject, Wish::Unasked, self.answered);
        let Ok(permit) = decision else { return };
        self.close_unfinished();
        let Subject::Stored(generation) = permit.subject() else { unreachable!() };
        let mut note =
            Note { counter: self.counter(), at: AT, generation, state: NoteState::Trying };
        self.note = Some(note.clone());
        let Some(outcome) = self.send(subject, answer, false) else {
            if answer == Answer::Unsent {
                note.state = NoteState::Unsent;
                self.note = Some(note);
            }
            return;
        };
        let troubled = !standing.failures().is_empty();
        let step = match &outcome {
            Outcome::Accepted if troubled => Some(Step::Proven { subject }),
            Outcome::Accepted => None,
            Outcome::Refused(refusal) => Some(Step::Refused { subject, refusal: *refusal }),
            Outcome::Doubtful(doubt) => Some(Step::Doubtful { subject, doubt: doubt.clone() }),
        };
        if let Some(step) = step {
            self.records.push(Record { counter: note.counter, at: AT, by: String::new(), step });
        }
        note.state = NoteState::Ended(outcome);
        self.note = Some(note);
    }

    fn ask(&mut self, subject: Subject, answer: Answer) {
        self.close_unfinished();
        self.append(Step::Asked);
        let permit =
            decide(&self.standing(), &self.ledger, self.limit, subject, Wish::Asked, self.answered);
        assert!(permit.is_ok());
        self.append(Step::Trying { subject });
        match self.send(subject, answer, true) {
            Some(Outcome::Accepted) if subject == Subject::Typed => {
                self.append(Step::Proven { subject });
                self.adopt(true);
            }
            Some(Outcome::Accepted) => self.append(Step::Proven { subject }),
            Some(Outcome::Refused(refusal)) => self.append(Step::Refused { subject, refusal }),
            Some(Outcome::Doubtful(doubt)) => self.append(Step::Doubtful { subject, doubt }),
            None if answer == Answer::Unsent => self.append(Step::Unsent { subject }),
            None => {}
        }
    }

    fn close_unfinished(&mut self) {
        if let Some((_, subject)) = self.standing().open {
            self.append(Step::Doubtful { subject, doubt: Doubt::Unfinished });
        }
    }

    fn send(&mut self, subject: Subject, answer: Answer, asked: bool) -> Option<Outcome> {
        let doubt = Outcome::Doubtful(Doubt::Silent(Silence::Reset));
        let outcome = match answer {
            Answer::Unsent => return None,
            Answer::Accept => Outcome::Accepted,
            Answer::Refuse => Outcome::Refused(Refusal::Credential(401)),
            Answer::Doubt | Answer::Crash => doubt,
        };
        let answered_before = self.answered.is_some();
        self.sent.push(Sent { subject, asked, outcome: outcome.clone(), answered_before });
        self.answered = None;
        (answer != Answer::Crash).then_some(outcome)
    }
}

/// The attempts without acceptance before `index`, back to the last acceptance.
fn unaccepted(sent: &[Sent], index: usize) -> Vec<&Sent> {
    let before = sent[..index].iter().rev();
    before.take_while(|attempt| attempt.outcome != Outcome::Accepted).collect()
}

fn answers() -> impl Strategy<Value = Answer> {
    use Answer::{Accept, Crash, Doubt, Refuse, Unsent};
    prop::sample::select(vec![Accept, Refuse, Doubt, Unsent, Crash])
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        6 => answers().prop_map(Op::Watch),
        2 => answers().prop_map(Op::Impatient),
        1 => answers().prop_map(Op::AskStored),
        1 => answers().prop_map(Op::AskTyped),
        1 => Just(Op::AdoptUnproven),
        4 => Just(Op::Answered),
        1 => Just(Op::ForeignRefusal),
    ];
    prop::collection::vec(op, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// S2: an unasked attempt never carries a password that was refused and not accepted since.
    #[test]
    fn s2_a_refused_generation_is_never_sent_again_unasked(limit in 1_u8..6, ops in ops()) {
        let world = played(limit, &ops);
        for (index, attempt) in world.sent.iter().enumerate().filter(|(_, attempt)| !attempt.asked) {
            let mut before = world.sent[..index].iter().filter(|other| other.subject == attempt.subject);
            let last = before.next_back().map(|other| other.outcome.clone());
            prop_assert!(!matches!(last, Some(Outcome::Refused(_))), "{:?}", world.sent);
        }
    }

    /// S3: a doubtful attempt is repeated unasked at most once, only after an acceptance directly
    /// before it, only after a complete answer to a request without a secret, only with a limit of 3.
    #[test]
    fn s3_a_doubtful_attempt_is_repeated_once_at_most(limit in 1_u8..6, ops in ops()) {
        let world = played(limit, &ops);
        for (index, attempt) in world.sent.iter().enumerate().filter(|(_, attempt)| !attempt.asked) {
            let before = unaccepted(&world.sent, index);
            let doubts = before.iter().filter(|other| other.subject == attempt.subject).count();
            if doubts > 0 {
                prop_assert_eq!(doubts, 1, "{:?}", world.sent);
                prop_assert_eq!(before.len(), 1, "{:?}", world.sent);
                prop_assert!(limit >= 3 && attempt.answered_before, "{:?}", world.sent);
                prop_assert!(!before[0].asked, "{:?}", world.sent);
            }
        }
    }

    /// S4: between two acceptances at most two unasked attempts without acceptance, never the last
    /// spare one.
    #[test]
    fn s4_the_last_spare_attempt_is_only_spent_asked(limit in 1_u8..6, ops in ops()) {
        let world = played(limit, &ops);
        for (index, _) in world.sent.iter().enumerate().filter(|(_, attempt)| !attempt.asked) {
            let before = unaccepted(&world.sent, index);
            let unasked = before.iter().filter(|other| !other.asked).count();
            prop_assert!(unasked < 2, "{:?}", world.sent);
            prop_assert!(before.len() + 2 <= usize::from(limit), "{:?}", world.sent);
        }
    }

    /// S8: after another user's refusal an unasked attempt needs our own, newer acceptance of the same
    /// password.
    #[test]
    fn s8_another_users_refusal_can_only_make_us_hold_back(limit in 1_u8..6, ops in ops()) {
        let world = played(limit, &ops);
        for (index, attempt) in world.sent.iter().enumerate().filter(|(_, attempt)| !attempt.asked) {
            let heard = world.foreign.iter().filter(|at| **at <= index).max();
            let since = heard.map_or(0, |at| *at);
            let proven = world.sent[since..index].iter().any(|other| {
                other.subject == attempt.subject && other.outcome == Outcome::Accepted
            });
            // A typed password that was accepted is the stored one from then on.
            let adopted = world.sent[since..index].iter().any(|other| {
                other.subject == Subject::Typed && other.outcome == Outcome::Accepted
            });
            prop_assert!(heard.is_none() || proven || adopted, "{:?}", world.sent);
        }
    }

    /// Reading the files again, in any state, never allows more than was allowed before.
    #[test]
    fn what_is_remembered_is_the_fold_whatever_the_order_of_the_lines(limit in 1_u8..6, ops in ops()) {
        let world = played(limit, &ops);
        let mut shuffled = world.records.clone();
        shuffled.sort_by_key(|record| record.counter);
        prop_assert_eq!(Standing::of(&shuffled, world.note.as_ref()), world.standing());
    }
}

fn played(limit: u8, ops: &[Op]) -> World {
    let mut world = World::new(limit);
    for op in ops {
        world.play(*op);
    }
    world
}

#[test]
fn s1_an_attempt_without_an_outcome_is_doubtful() {
    let mut world = World::new(3);
    world.watch(Answer::Crash);
    let failures = world.standing().failures();
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].how, Failure::Doubtful(Doubt::Unfinished));
    let subject = world.current();
    let again = decide(&world.standing(), &world.ledger, world.limit, subject, Wish::Unasked, None);
    assert_eq!(again, Err(Withheld::NotAnsweredSince { at: AT }));
}

#[test]
fn s3_a_limit_of_two_repeats_nothing() {
    let mut world = World::new(2);
    world.watch(Answer::Doubt);
    world.play(Op::Answered);
    let subject = world.current();
    let again = decide(
        &world.standing(),
        &world.ledger,
        world.limit,
        subject,
        Wish::Unasked,
        world.answered,
    );
    assert_eq!(again, Err(Withheld::Doubtful { at: AT }));
}

#[test]
fn s5_a_typed_password_needs_a_confirmation_on_record() {
    let world = World::new(3);
    for wish in [Wish::Unasked, Wish::Asked] {
        let decision =
            decide(&world.standing(), &world.ledger, world.limit, Subject::Typed, wish, None);
        assert_eq!(decision, Err(Withheld::NotAsked), "{wish:?}");
    }
}

#[test]
fn s8_another_users_refusal_holds_us_back_until_our_own_acceptance_is_newer() {
    let mut world = World::new(3);
    world.play(Op::ForeignRefusal);
    let subject = world.current();
    let decision =
        decide(&world.standing(), &world.ledger, world.limit, subject, Wish::Unasked, None);
    assert_eq!(decision, Err(Withheld::RefusedForAnother { user: Some("other".into()) }));
    world.ask(subject, Answer::Accept);
    let decision =
        decide(&world.standing(), &world.ledger, world.limit, subject, Wish::Unasked, None);
    assert!(decision.is_ok(), "{decision:?}");
}

#[test]
fn a_change_under_way_stops_watching() {
    let mut world = World::new(3);
    let generation = Generation::from_random([9; 16]);
    world.append(Step::Prepared { generation });
    let subject = world.current();
    let decision =
        decide(&world.standing(), &world.ledger, world.limit, subject, Wish::Unasked, None);
    assert_eq!(decision, Err(Withheld::ChangeUnderWay));
}
