//! Whether a password may be sent: SAFETY S2 to S5 and S8, as one function.
//!
//! A passed check is a value: only [`decide`] makes a [`Permit`], and the one way on which secrets
//! leave (`watch::attempt`) takes a permit. It is asked with the account's lock held, on records read
//! to their end.

use jiff::Timestamp;

use super::identity::MachineName;
use super::ledger::LedgerView;
use super::probe::Refusal;
use super::profile::AttemptLimit;
use super::record::Subject;
use super::rotation::{self, Action, Unknown};
use super::standing::{Failure, GenerationStanding, Standing, Unaccepted};

/// The unasked attempts without acceptance between two acceptances (S4).
pub const UNASKED_FAILURES: u8 = 2;

/// Who wants the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Watching, *Jetzt prüfen*, a button of a toast, `check`, a resume: not asking.
    Unasked,
    /// A person confirmed one attempt; `asked` must be on record.
    Asked,
    /// The next step of a change of the password, as [`rotation::next`] says it: unasked too.
    Change,
}

/// A permission to send one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    subject: Subject,
    wish: Wish,
    spare_before: u8,
}

impl Permit {
    /// What may be sent.
    pub const fn subject(&self) -> Subject {
        self.subject
    }

    /// Who wanted it.
    pub const fn wish(&self) -> Wish {
        self.wish
    }

    /// The spare attempts before this one.
    pub const fn spare_before(&self) -> u8 {
        self.spare_before
    }
}

/// Why an attempt is not made: "nicht gesendet".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withheld {
    /// No password is stored.
    NoPassword,
    /// This password was refused; only a person may send it again (S2).
    Refused {
        /// When.
        at: Timestamp,
        /// How.
        refusal: Refusal,
    },
    /// An attempt's outcome is unknown, and repeating it is not allowed unasked (S3).
    Doubtful {
        /// When.
        at: Timestamp,
    },
    /// A doubtful attempt may be repeated once the device has answered something else (S3).
    NotAnsweredSince {
        /// When the doubtful attempt was.
        at: Timestamp,
    },
    /// Two attempts without acceptance were made, or the next one is the last (S4).
    Spent {
        /// The spare attempts.
        spare: u8,
    },
    /// The password was never proven, and an attempt without acceptance is on record.
    Unproven,
    /// Another user of this machine saw a refusal (S8).
    RefusedForAnother {
        /// The other user; none: an earlier refusal of ours.
        user: Option<String>,
    },
    /// Another user's ledger is damaged: a refusal may hide in it (S8).
    LedgerDamaged {
        /// That user.
        user: String,
    },
    /// A change of the password has begun and has not ended.
    ChangeUnderWay,
    /// Asking is needed, and no confirmation is on record.
    NotAsked,
    /// The account is watched by another machine (S6).
    WatchedElsewhere(MachineName),
    /// No machine is named to watch it (S6).
    NobodyWatches,
    /// Another session of this machine makes the attempts (S7).
    ProbedByAnotherSession,
    /// The whole machine is paused (S24).
    Paused,
    /// The connector's `online_check` is *never*.
    OnlineCheckOff,
    /// Another program of ours is at it.
    Busy,
    /// Keyring and journal disagree (S15).
    Disagreement,
    /// The keyring cannot be read.
    KeyringUnavailable,
    /// The note could not be made durable (S1).
    NotNoted,
    /// No certificate was confirmed for this port (S9).
    NotTrusted,
}

/// The spare attempts (SAFETY 1): the limit minus the attempts without acceptance.
pub fn spare(standing: &Standing, limit: AttemptLimit) -> u8 {
    let failures = u8::try_from(standing.failures().len()).unwrap_or(u8::MAX);
    limit.attempts().saturating_sub(failures)
}

/// Decides about one attempt.
///
/// `answered` is when the device last gave a complete answer to a request without a secret, as a
/// counter of the account's records at that time.
///
/// # Errors
/// The reason for which nothing is sent.
pub fn decide(
    standing: &Standing,
    ledger: &LedgerView,
    limit: AttemptLimit,
    subject: Subject,
    wish: Wish,
    answered: Option<u64>,
) -> Result<Permit, Withheld> {
    let spare_before = spare(standing, limit);
    let permit = Permit { subject, wish, spare_before };
    match wish {
        Wish::Asked if standing.asked.is_some() => Ok(permit),
        Wish::Asked => Err(Withheld::NotAsked),
        Wish::Unasked => {
            let Subject::Stored(_) = subject else {
                return Err(Withheld::NotAsked);
            };
            unasked(standing, ledger, spare_before, subject, answered)?;
            Ok(permit)
        }
        Wish::Change => {
            change(standing, ledger, limit, subject, answered)?;
            Ok(permit)
        }
    }
}

/// The new password once and the old one once, and only what the change's own next step names (S4, S18).
/// The new one has no acceptance yet, so S8 is held against the change's beginning.
fn change(
    standing: &Standing,
    ledger: &LedgerView,
    limit: AttemptLimit,
    subject: Subject,
    answered: Option<u64>,
) -> Result<(), Withheld> {
    let Some(change) = standing.change else {
        return Err(Withheld::NotAsked);
    };
    let wanted = match rotation::next(standing, limit, answered) {
        Action::Prove(generation) | Action::ProveOld(generation) => Subject::Stored(generation),
        Action::NotAnsweredSince(mark) => return Err(Withheld::NotAnsweredSince { at: mark.at }),
        Action::AskPerson(Unknown::Spent) => {
            return Err(Withheld::Spent { spare: spare(standing, limit) });
        }
        Action::Rest | Action::GiveUp(_) | Action::Abandon(_) | Action::AskPerson(_) => {
            return Err(Withheld::NotAsked);
        }
    };
    if wanted != subject {
        return Err(Withheld::NotAsked);
    }
    not_refused(standing, subject)?;
    if let Some(user) = &ledger.damaged {
        return Err(Withheld::LedgerDamaged { user: user.clone() });
    }
    if ledger.refused_elsewhere > change.began.counter {
        return Err(Withheld::RefusedForAnother { user: ledger.by.clone() });
    }
    Ok(())
}

fn unasked(
    standing: &Standing,
    ledger: &LedgerView,
    spare: u8,
    subject: Subject,
    answered: Option<u64>,
) -> Result<(), Withheld> {
    let Subject::Stored(generation) = subject else {
        return Err(Withheld::NotAsked);
    };
    let Some(known) = standing.generations.get(&generation) else {
        return Err(Withheld::NoPassword);
    };
    if standing.change.is_some() {
        return Err(Withheld::ChangeUnderWay);
    }
    not_refused(standing, subject)?;
    let accepted = known.accepted.map_or(0, |mark| mark.counter);
    if let Some(user) = &ledger.damaged {
        return Err(Withheld::LedgerDamaged { user: user.clone() });
    }
    if ledger.refused > 0 && accepted <= ledger.refused {
        return Err(Withheld::RefusedForAnother { user: ledger.by.clone() });
    }
    let failures = standing.failures();
    if failures.iter().any(|failure| failure.subject == subject) {
        repeat(standing, &failures, subject, spare, answered)?;
    } else if !failures.is_empty() && known.accepted.is_none() {
        return Err(Withheld::Unproven);
    }
    let unasked = failures.iter().filter(|failure| !failure.asked).count();
    if unasked >= usize::from(UNASKED_FAILURES) || spare < 2 {
        return Err(Withheld::Spent { spare });
    }
    Ok(())
}

/// S2: whoever wants the attempt, unasked a refused password is not sent again.
fn not_refused(standing: &Standing, subject: Subject) -> Result<(), Withheld> {
    let Subject::Stored(generation) = subject else {
        return Ok(());
    };
    let known = standing.generations.get(&generation);
    match known.and_then(GenerationStanding::standing_refusal) {
        Some((mark, refusal)) => Err(Withheld::Refused { at: mark.at, refusal }),
        None => Ok(()),
    }
}

/// S3: a doubtful attempt is repeated at most once, only if the attempt before it was accepted, the
/// device has since answered a request without a secret, and the limit is at least 3.
fn repeat(
    standing: &Standing,
    failures: &[Unaccepted],
    subject: Subject,
    spare: u8,
    answered: Option<u64>,
) -> Result<(), Withheld> {
    let [only] = failures else {
        let at = failures.last().map_or(Timestamp::UNIX_EPOCH, |failure| failure.mark.at);
        return Err(Withheld::Doubtful { at });
    };
    let at = only.mark.at;
    match &only.how {
        Failure::Refused(refusal) => {
            return Err(Withheld::Refused { at, refusal: *refusal });
        }
        Failure::Doubtful(_) => {}
    }
    let limit = spare.saturating_add(1);
    let after_acceptance = standing.accepted.is_some_and(|mark| mark.counter < only.mark.counter);
    if only.subject != subject || only.asked || limit < 3 || !after_acceptance {
        return Err(Withheld::Doubtful { at });
    }
    if answered.is_none_or(|counter| counter < only.mark.counter) {
        return Err(Withheld::NotAnsweredSince { at });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
