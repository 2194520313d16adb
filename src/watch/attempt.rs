//! The one way on which a password leaves this computer (SAFETY S1).
//!
//! The account's lock is held (an [`Opened`]), the records are read, `domain::lockout` gave a permit.
//! Here the note becomes durable, the request is sent, the outcome becomes durable. A note that cannot
//! be written sends nothing; an outcome that cannot be written leaves the note, which counts as a
//! doubtful attempt.

use jiff::Timestamp;

use super::aside;
use crate::domain::lockout::{Permit, Wish};
use crate::domain::probe::{Observation, Outcome, Verdict};
use crate::domain::record::{Note, NoteState, Step, Subject};
use crate::store::accounts::{self, Opened};

/// How an attempt ended, with the account's lock still held.
pub(super) struct Attempted {
    /// The account; its standing has taken in the outcome.
    pub(super) opened: Opened,
    /// What the answer proves; an error means that nothing was sent.
    pub(super) verdict: Result<Verdict, accounts::Error>,
}

/// Makes one attempt: note, request, outcome. `transmit` sends the password that the permit names.
pub(super) async fn send(
    opened: Opened,
    permit: Permit,
    transmit: impl Future<Output = Observation>,
) -> Attempted {
    let subject = permit.subject();
    let asked = permit.wish() == Wish::Asked;
    let (opened, noted) = aside(move || note_down(opened, subject, asked)).await;
    let noted = match noted {
        Ok(noted) => noted,
        Err(error) => {
            return Attempted { opened, verdict: Err(error) };
        }
    };
    let verdict = transmit.await.verdict();
    let outcome = verdict.outcome();
    let (opened, recorded) = aside(move || record(opened, subject, noted, outcome)).await;
    if let Err(error) = recorded {
        log::error!("an outcome could not be recorded; the attempt counts as doubtful: {error}");
    }
    Attempted { opened, verdict: Ok(verdict) }
}

/// Closes an attempt that a crash left without an outcome, before anything else is decided.
///
/// # Errors
/// The journal's; nothing may be sent then.
pub(super) fn close_unfinished(opened: &mut Opened) -> Result<(), accounts::Error> {
    use crate::domain::probe::Doubt;
    if let Some((_, subject)) = opened.standing().open {
        let doubt = Doubt::Unfinished;
        opened.append(Timestamp::now(), Step::Doubtful { subject, doubt })?;
    }
    Ok(())
}

/// Where the durable intention stands.
enum Noted {
    /// In the watcher's slot.
    Slot(Note),
    /// In the journal.
    Journal,
}

fn note_down(
    mut opened: Opened,
    subject: Subject,
    asked: bool,
) -> (Opened, Result<Noted, accounts::Error>) {
    let at = Timestamp::now();
    let noted = match subject {
        Subject::Stored(generation) if !asked => {
            let counter = opened.next_counter();
            let note = Note { counter, at, generation, state: NoteState::Trying };
            opened.write_note(note.clone()).map(|()| Noted::Slot(note))
        }
        Subject::Stored(_) | Subject::Typed => {
            opened.append(at, Step::Trying { subject }).map(|_| Noted::Journal)
        }
    };
    (opened, noted)
}

fn record(
    mut opened: Opened,
    subject: Subject,
    noted: Noted,
    outcome: Option<Outcome>,
) -> (Opened, Result<(), accounts::Error>) {
    let at = Timestamp::now();
    let recorded = match noted {
        Noted::Slot(note) => record_in_slot(&mut opened, subject, note, outcome, at),
        Noted::Journal => {
            let step = outcome.map_or(Step::Unsent { subject }, |outcome| step(subject, outcome));
            opened.append(at, step).map(drop)
        }
    };
    (opened, recorded)
}

/// The journal gets changes of state only, with the attempt's counter and before the slot. On a full
/// disk the slot can still be written, because it lies there already: it then tells the outcome alone.
fn record_in_slot(
    opened: &mut Opened,
    subject: Subject,
    mut note: Note,
    outcome: Option<Outcome>,
    at: Timestamp,
) -> Result<(), accounts::Error> {
    let standing = opened.standing();
    let troubled = !standing.unaccepted.is_empty()
        || standing.accepted.is_none()
        || standing.untrusted.is_some();
    let change = outcome.clone().filter(|outcome| *outcome != Outcome::Accepted || troubled);
    let journal = change.map_or(Ok(()), |outcome| {
        opened.append_counted(note.counter, at, step(subject, outcome)).map(drop)
    });
    note.state = outcome.map_or(NoteState::Unsent, NoteState::Ended);
    note.at = at;
    opened.write_note(note).and(journal)
}

fn step(subject: Subject, outcome: Outcome) -> Step {
    match outcome {
        Outcome::Accepted => Step::Proven { subject },
        Outcome::Refused(refusal) => Step::Refused { subject, refusal },
        Outcome::Doubtful(doubt) => Step::Doubtful { subject, doubt },
    }
}
