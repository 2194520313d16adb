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

/// An attempt whose intention is durable; without one nothing is sent.
pub(super) struct Noted {
    opened: Opened,
    subject: Subject,
    place: Place,
}

/// Makes the intention durable. Blocks.
///
/// # Errors
/// Nothing may be sent; the account's lock is given back.
pub(super) fn note(mut opened: Opened, permit: Permit) -> Result<Noted, accounts::Error> {
    let subject = permit.subject();
    let asked = permit.wish() == Wish::Asked;
    let place = note_down(&mut opened, subject, asked)?;
    Ok(Noted { opened, subject, place })
}

impl Noted {
    /// Sends, and makes the outcome durable. `transmit` sends the password that the permit named;
    /// `end` is called with the account's lock still held, and its standing has taken in the outcome.
    pub(super) async fn send<T: Send + 'static>(
        self,
        transmit: impl Future<Output = Observation>,
        end: impl FnOnce(Opened) -> T + Send + 'static,
    ) -> (Verdict, T) {
        let Self { mut opened, subject, place } = self;
        let verdict = transmit.await.verdict();
        let outcome = verdict.outcome();
        let ended = aside(move || {
            if let Err(error) = record(&mut opened, subject, place, outcome) {
                log::error!("an attempt without a recorded outcome counts as doubtful: {error}");
            }
            end(opened)
        });
        (verdict, ended.await)
    }
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
enum Place {
    /// In the watcher's slot.
    Slot(Note),
    /// In the journal.
    Journal,
}

fn note_down(opened: &mut Opened, subject: Subject, asked: bool) -> Result<Place, accounts::Error> {
    let at = Timestamp::now();
    match subject {
        Subject::Stored(generation) if !asked => {
            let counter = opened.next_counter();
            let note = Note { counter, at, generation, state: NoteState::Trying };
            opened.write_note(note.clone()).map(|()| Place::Slot(note))
        }
        Subject::Stored(_) | Subject::Typed => {
            opened.append(at, Step::Trying { subject }).map(|_| Place::Journal)
        }
    }
}

fn record(
    opened: &mut Opened,
    subject: Subject,
    place: Place,
    outcome: Option<Outcome>,
) -> Result<(), accounts::Error> {
    let at = Timestamp::now();
    match place {
        Place::Slot(note) => record_in_slot(opened, subject, note, outcome, at),
        Place::Journal => {
            let step = outcome.map_or(Step::Unsent { subject }, |outcome| step(subject, outcome));
            opened.append(at, step).map(drop)
        }
    }
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
