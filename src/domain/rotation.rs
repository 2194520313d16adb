//! What comes next in a change of a password: one function of what the journal adds up to.
//!
//! First run, resume after a crash or a power cut, and the assisted change ask the same question; there is
//! no recovery code. The invariants stand numbered in `docs/rotation.md`. Whether the attempt that is named
//! here may really be sent is decided by `lockout` with the account's lock held.

use super::identity::Generation;
use super::lockout::{self, UNASKED_FAILURES};
use super::profile::AttemptLimit;
use super::record::Subject;
use super::standing::{Change, Failure, Mark, Stage, Standing, Unaccepted};

/// The next step of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// No change is under way.
    Rest,
    /// The new password is durable and nothing was sent: whoever prepared it goes on, everybody else gives
    /// it up (S18).
    GiveUp(Generation),
    /// Log in with the new password, on a fresh connection.
    Prove(Generation),
    /// The new one was refused, or nobody knows: log in with the old one, to learn whether it still opens.
    ProveOld(Generation),
    /// The device has to answer something harmless before the next password leaves.
    NotAnsweredSince(Mark),
    /// The old password still opens: the new one is given up, and kept (S14).
    Abandon(Generation),
    /// Only a person can say or allow what comes next.
    AskPerson(Unknown),
}

/// Why a person has to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// The new password was shown, copied or handed out: did the person save it? (S19)
    Handed(Generation),
    /// Neither the new nor the old password opens.
    NeitherOpens,
    /// Nobody knows whether the device has the new password, and asking it once more is not allowed unasked.
    Unclear,
    /// No more attempts may be spent unasked (S4).
    Spent,
}

/// Says what comes next.
///
/// `answered` is when the device last gave a complete answer to a request without a secret, as a counter
/// of the account's records at that time.
pub fn next(standing: &Standing, limit: AttemptLimit, answered: Option<u64>) -> Action {
    let Some(change) = standing.change else {
        return Action::Rest;
    };
    match (change.stage, change.sent) {
        (Stage::Prepared, _) => Action::GiveUp(change.generation),
        (Stage::Handed, _) => Action::AskPerson(Unknown::Handed(change.generation)),
        // A stage of sending without a mark of it does not come out of the fold.
        (Stage::Setting | Stage::Set, None) => Action::AskPerson(Unknown::Unclear),
        (Stage::Setting | Stage::Set, Some(sent)) => {
            after_sending(standing, change, sent, limit, answered)
        }
    }
}

fn after_sending(
    standing: &Standing,
    change: Change,
    sent: Mark,
    limit: AttemptLimit,
    answered: Option<u64>,
) -> Action {
    let old = standing.current.filter(|old| *old != change.generation);
    // An acceptance clears what stood before it, so another one's has to end the counting here.
    if standing.accepted.is_some_and(|mark| mark.counter > sent.counter) {
        return match old {
            Some(old) if was_accepted_after(standing, old, sent) => {
                Action::Abandon(change.generation)
            }
            Some(_) | None => Action::AskPerson(Unknown::NeitherOpens),
        };
    }
    let failures = standing.failures();
    let of_new = end(&failures, change.generation, sent);
    let of_old = old.and_then(|old| end(&failures, old, sent));
    let wanted = match (of_new, of_old, old) {
        (None, _, _) => Action::Prove(change.generation),
        (Some(End::Refused), None, Some(old)) => Action::ProveOld(old),
        (Some(End::Refused), Some(End::Refused), _) | (Some(End::Refused), None, None) => {
            return Action::AskPerson(Unknown::NeitherOpens);
        }
        // Not once more: the device may have refused it, and nobody lived to write that down.
        (Some(End::Doubtful), None, Some(old)) => match failures.last() {
            Some(last) if answered.is_none_or(|at| at < last.mark.counter) => {
                return Action::NotAnsweredSince(last.mark);
            }
            Some(_) | None => Action::ProveOld(old),
        },
        (Some(End::Doubtful), _, _) | (Some(End::Refused), Some(End::Doubtful), _) => {
            return Action::AskPerson(Unknown::Unclear);
        }
    };
    let unasked = failures.iter().filter(|failure| !failure.asked).count();
    if unasked >= usize::from(UNASKED_FAILURES) || lockout::spare(standing, limit) < 2 {
        return Action::AskPerson(Unknown::Spent);
    }
    wanted
}

/// How an attempt without acceptance ended, without its reasons.
enum End {
    Refused,
    Doubtful,
}

/// How the newest attempt with this password since the sending ended.
fn end(failures: &[Unaccepted], generation: Generation, sent: Mark) -> Option<End> {
    let subject = Subject::Stored(generation);
    let newest = failures.iter().rfind(|failure| failure.subject == subject)?;
    (newest.mark.counter > sent.counter).then_some(match newest.how {
        Failure::Refused(_) => End::Refused,
        Failure::Doubtful(_) => End::Doubtful,
    })
}

fn was_accepted_after(standing: &Standing, generation: Generation, sent: Mark) -> bool {
    let known = standing.generations.get(&generation);
    known.and_then(|known| known.accepted).is_some_and(|mark| mark.counter > sent.counter)
}

#[cfg(test)]
mod tests;
