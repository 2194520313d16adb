//! How an account is: what a screen shows for it, computed from what is known.

use jiff::Timestamp;

use super::device::Fingerprint;
use super::identity::MachineName;
use super::probe::{Acceptance, ChangeReason, Doubt, Refusal, Unreached, Unverifiable, Verdict};
use super::standing::{Failure, Standing};

/// The state of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Nothing has been found out since the start.
    Checking,
    /// The last login succeeded.
    Proven,
    /// User and password are right, the call context is not; gematik code.
    ContextWrong(u32),
    /// The stored password is refused: it has drifted.
    Refused(Refusal),
    /// The device demands another password.
    ChangeDemanded(ChangeReason),
    /// The device has locked the account.
    Locked,
    /// The answer is unclear and was not counted as a refusal.
    Unclear(Doubt),
    /// The connector cannot be reached.
    Unreachable(Unreached),
    /// The connector shows a certificate that nobody confirmed.
    Untrusted(Fingerprint),
    /// The device checks no password.
    Unverifiable(Unverifiable),
    /// Keyring and journal disagree (SAFETY S15).
    Disagreement,
    /// The keyring cannot be read.
    KeyringUnavailable(KeyringTrouble),
    /// The journal, the notes or the disk cannot be used.
    StoreUnavailable,
    /// Another machine watches it (SAFETY S6).
    WatchedElsewhere(MachineName),
    /// Something is missing before it can be watched.
    NotSetUp(Missing),
}

/// Why the keyring gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyringTrouble {
    /// There is no keyring service.
    Absent,
    /// It is locked and needs a person.
    Locked,
    /// It does not answer.
    Hung,
    /// What it gives is not what was stored.
    Damaged,
}

/// What is missing before an account can be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No certificate has been confirmed.
    Trust,
    /// No password is stored.
    Password,
    /// No machine is named to watch it (SAFETY S6).
    Watcher,
    /// The profile has no call context.
    Context,
}

/// How urgent a state is; a later one is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// All is well.
    Calm,
    /// Nothing is wrong, but something is to know or to do.
    Hint,
    /// It may pass by itself.
    Waiting,
    /// A person has to do something.
    Trouble,
}

impl Health {
    /// What a verdict makes of an account's health.
    pub fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Accepted(Acceptance::Full) => Self::Proven,
            Verdict::Accepted(Acceptance::ContextWrong(code)) => Self::ContextWrong(*code),
            Verdict::Refused(refusal) => Self::refused(*refusal),
            Verdict::Doubtful(doubt) => Self::Unclear(doubt.clone()),
            Verdict::Untrusted(seen) => Self::Untrusted(*seen),
            Verdict::Unreachable(Unreached::NotPinned) => Self::NotSetUp(Missing::Trust),
            Verdict::Unreachable(why) => Self::Unreachable(why.clone()),
            Verdict::Unverifiable(Unverifiable::NoContext) => Self::NotSetUp(Missing::Context),
            Verdict::Unverifiable(why) => Self::Unverifiable(*why),
        }
    }

    /// What a refusal makes of it.
    pub const fn refused(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Credential(_) | Refusal::ClientsystemUnknown | Refusal::Reported => {
                Self::Refused(refusal)
            }
            Refusal::ChangeDemanded(reason) => Self::ChangeDemanded(reason),
            Refusal::Locked(_) => Self::Locked,
        }
    }

    /// What the records say before anything was asked: the trouble that stands, and since when.
    pub fn remembered(standing: &Standing) -> Option<(Self, Timestamp)> {
        let current = standing.current?;
        let known = standing.generations.get(&current)?;
        if let Some((mark, refusal)) = known.standing_refusal() {
            return Some((Self::refused(refusal), mark.at));
        }
        let failures = standing.failures();
        let doubt = failures.iter().rev().find_map(|failure| match &failure.how {
            Failure::Doubtful(doubt) => Some((doubt.clone(), failure.mark.at)),
            Failure::Refused(_) => None,
        });
        doubt.map(|(doubt, at)| (Self::Unclear(doubt), at))
    }

    /// How urgent the state is.
    pub const fn urgency(&self) -> Urgency {
        match self {
            Self::Checking | Self::Proven => Urgency::Calm,
            Self::WatchedElsewhere(_) | Self::Unverifiable(_) | Self::NotSetUp(_) => Urgency::Hint,
            Self::Unreachable(Unreached::OutsideNetwork) => Urgency::Hint,
            Self::ContextWrong(_) | Self::Unclear(_) | Self::Unreachable(_) => Urgency::Waiting,
            Self::Refused(_)
            | Self::ChangeDemanded(_)
            | Self::Locked
            | Self::Untrusted(_)
            | Self::Disagreement
            | Self::KeyringUnavailable(_)
            | Self::StoreUnavailable => Urgency::Trouble,
        }
    }

    /// Whether it is a drift: the stored password does not work until a person does something.
    pub const fn is_drift(&self) -> bool {
        match self {
            Self::Refused(_) | Self::ChangeDemanded(_) | Self::Locked => true,
            Self::Checking
            | Self::Proven
            | Self::ContextWrong(_)
            | Self::Unclear(_)
            | Self::Unreachable(_)
            | Self::Untrusted(_)
            | Self::Unverifiable(_)
            | Self::Disagreement
            | Self::KeyringUnavailable(_)
            | Self::StoreUnavailable
            | Self::WatchedElsewhere(_)
            | Self::NotSetUp(_) => false,
        }
    }
}
