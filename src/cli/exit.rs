//! Exit codes. Decides how bad each state is for a monitoring system.
//!
//! The worst one of several wins: critical before unknown before warning before ok, because what is
//! not known may be the critical thing.

use crate::domain::health::Health;
use crate::domain::lockout::Withheld;
use crate::domain::snapshot::AccountView;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well, or the command did what it should.
    Ok,
    /// Works, but somebody has to do something some time.
    Warning,
    /// A person has to do something now; also "not sent".
    Critical,
    /// Nothing could be found out.
    Unknown,
    /// The command line is wrong (`EX_USAGE`).
    Usage,
}

impl Exit {
    /// The process' exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
            Self::Usage => 64,
        }
    }

    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Critical => "critical",
            Self::Unknown => "unknown",
            Self::Usage => "usage",
        }
    }

    /// How bad an account is, with what the check withheld.
    pub fn of_account(account: &AccountView) -> Self {
        let withheld = account.withheld.as_ref().map_or(Self::Ok, Self::of_withheld);
        let task = if account.task { Self::Warning } else { Self::Ok };
        let expiring = if account.expiring { Self::Warning } else { Self::Ok };
        Self::of_health(&account.health).worse(withheld).worse(task).worse(expiring)
    }

    /// The worse of two.
    pub fn worse(self, other: Self) -> Self {
        let rank = |exit| match exit {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Unknown => 2,
            Self::Critical => 3,
            Self::Usage => 4,
        };
        if rank(other) > rank(self) { other } else { self }
    }

    /// How bad a state is.
    pub const fn of_health(health: &Health) -> Self {
        match health {
            Health::Proven | Health::WatchedElsewhere(_) => Self::Ok,
            Health::ContextWrong(_) | Health::Unverifiable(_) => Self::Warning,
            Health::Refused(_)
            | Health::ChangeDemanded(_)
            | Health::Locked
            | Health::Untrusted(_)
            | Health::Disagreement => Self::Critical,
            Health::Checking
            | Health::Unclear(_)
            | Health::Unreachable(_)
            | Health::KeyringUnavailable(_)
            | Health::StoreUnavailable
            | Health::NotSetUp(_) => Self::Unknown,
        }
    }

    /// How bad it is that nothing was sent.
    pub const fn of_withheld(withheld: &Withheld) -> Self {
        match withheld {
            Withheld::Refused { .. }
            | Withheld::Doubtful { .. }
            | Withheld::NotAnsweredSince { .. }
            | Withheld::Spent { .. }
            | Withheld::Unproven
            | Withheld::RefusedForAnother { .. }
            | Withheld::LedgerDamaged { .. }
            | Withheld::NotAsked
            | Withheld::Disagreement => Self::Critical,
            Withheld::WatchedElsewhere(_) => Self::Ok,
            Withheld::NoPassword
            | Withheld::ChangeUnderWay
            | Withheld::NobodyWatches
            | Withheld::ProbedByAnotherSession
            | Withheld::Paused
            | Withheld::OnlineCheckOff
            | Withheld::Busy
            | Withheld::KeyringUnavailable
            | Withheld::NotNoted
            | Withheld::NotTrusted => Self::Unknown,
        }
    }
}
