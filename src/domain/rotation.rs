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
    let new = Subject::Stored(change.generation);
    let old = standing.current.filter(|old| *old != change.generation);
    if old.is_some_and(|old| was_accepted_after(standing, old, sent)) {
        return Action::Abandon(change.generation);
    }
    let failures = standing.failures();
    let of_new = ends(&failures, new, sent);
    let of_old = old.map_or(Vec::new(), |old| ends(&failures, Subject::Stored(old), sent));
    let wanted = match (of_new.as_slice(), of_old.as_slice()) {
        ([], _) => Action::Prove(change.generation),
        ([.., End::Refused], []) => match old {
            Some(old) => Action::ProveOld(old),
            None => return Action::AskPerson(Unknown::NeitherOpens),
        },
        ([.., End::Refused], [.., End::Refused]) => {
            return Action::AskPerson(Unknown::NeitherOpens);
        }
        // Not once more: the device may have refused it, and nobody lived to write that down.
        ([.., End::Doubtful], []) => match old {
            Some(old) if has_answered(&failures, answered) => Action::ProveOld(old),
            Some(_) => match failures.last() {
                Some(last) => return Action::NotAnsweredSince(last.mark),
                None => return Action::AskPerson(Unknown::Unclear),
            },
            None => return Action::AskPerson(Unknown::Unclear),
        },
        ([.., End::Doubtful], _) | ([.., End::Refused], [.., End::Doubtful]) => {
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
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Refused,
    Doubtful,
}

fn ends(failures: &[Unaccepted], subject: Subject, since: Mark) -> Vec<End> {
    let of_subject = failures
        .iter()
        .filter(|failure| failure.subject == subject && failure.mark.counter > since.counter);
    of_subject
        .map(|failure| match failure.how {
            Failure::Refused(_) => End::Refused,
            Failure::Doubtful(_) => End::Doubtful,
        })
        .collect()
}

fn was_accepted_after(standing: &Standing, generation: Generation, sent: Mark) -> bool {
    let known = standing.generations.get(&generation);
    known.and_then(|known| known.accepted).is_some_and(|mark| mark.counter > sent.counter)
}

/// Whether the device has given a complete answer since the last attempt: silence is not met with a password.
fn has_answered(failures: &[Unaccepted], answered: Option<u64>) -> bool {
    failures.last().is_none_or(|last| answered.is_some_and(|at| at >= last.mark.counter))
}

#[cfg(test)]
mod tests;
