//! The shape of a state: what tray, menu and window draw, before color and word (SCREENS 2.4).

use crate::domain::health::{Health, Urgency};
use crate::domain::profile::OnlineCheck;
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};

/// A state as it is drawn. Each has an icon of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Disc with tick.
    Proven,
    /// Triangle with exclamation mark.
    Refused,
    /// Triangle with arrow.
    ChangeDemanded,
    /// Padlock.
    Locked,
    /// Dashed circle with a stroke.
    Unreachable,
    /// Dashed circle with question mark.
    Unclear,
    /// Shield with a broken line.
    CertificateChanged,
    /// Disc with question mark.
    Unverifiable,
    /// Disc with pencil.
    TaskOpen,
    /// Two half discs.
    Disagreement,
    /// Key struck out; also where journal or disk cannot be used.
    KeyringUnavailable,
    /// Ring with dot.
    WatchedElsewhere,
    /// Open ring with plus.
    NotSetUp,
    /// Arc.
    Checking,
    /// Two bars: a pause, or a connector that is never checked.
    Paused,
    /// This computer is not in the practice's network.
    Away,
    /// Proven, but long ago.
    Stale,
    /// Disc with clock hands: the password expires soon.
    Expiring,
}

impl Shape {
    /// All shapes.
    pub const ALL: [Self; 18] = [
        Self::Proven,
        Self::Refused,
        Self::ChangeDemanded,
        Self::Locked,
        Self::Unreachable,
        Self::Unclear,
        Self::CertificateChanged,
        Self::Unverifiable,
        Self::TaskOpen,
        Self::Disagreement,
        Self::KeyringUnavailable,
        Self::WatchedElsewhere,
        Self::NotSetUp,
        Self::Checking,
        Self::Paused,
        Self::Away,
        Self::Stale,
        Self::Expiring,
    ];

    /// The shape of an account. A check that is under way does not change it: only an account of which
    /// nothing is known yet is *being checked*.
    pub const fn of(connector: &ConnectorView, account: &AccountView) -> Self {
        match &account.health {
            Health::Checking if rests(connector) => Self::Paused,
            Health::Checking => Self::Checking,
            Health::Proven if account.task => Self::TaskOpen,
            Health::Proven if account.stale => Self::Stale,
            Health::Proven if account.expiring => Self::Expiring,
            Health::Proven => Self::Proven,
            Health::Refused(_) => Self::Refused,
            Health::ChangeDemanded(_) => Self::ChangeDemanded,
            Health::Locked => Self::Locked,
            Health::ContextWrong(_) | Health::Unclear(_) => Self::Unclear,
            Health::Unreachable(_) if connector.away => Self::Away,
            Health::Unreachable(_) => Self::Unreachable,
            Health::Untrusted(_) => Self::CertificateChanged,
            Health::Unverifiable(_) => Self::Unverifiable,
            Health::Disagreement => Self::Disagreement,
            Health::KeyringUnavailable(_) | Health::StoreUnavailable => Self::KeyringUnavailable,
            Health::WatchedElsewhere(_) => Self::WatchedElsewhere,
            Health::NotSetUp(_) => Self::NotSetUp,
        }
    }

    /// The shape of a connector: its worst account's; an open ring where it has none.
    pub fn of_connector(connector: &ConnectorView) -> Self {
        connector
            .accounts
            .iter()
            .map(|account| Self::of(connector, account))
            .reduce(Self::worse)
            .unwrap_or(Self::NotSetUp)
    }

    /// The shape of the whole picture: a pause first, otherwise the worst account's.
    pub fn of_snapshot(snapshot: &Snapshot) -> Self {
        if snapshot.pause.is_some() {
            return Self::Paused;
        }
        snapshot
            .connectors
            .iter()
            .map(Self::of_connector)
            .reduce(Self::worse)
            .unwrap_or(Self::NotSetUp)
    }

    /// The name of its icon.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Refused => "refused",
            Self::ChangeDemanded => "change-demanded",
            Self::Locked => "locked",
            Self::Unreachable => "unreachable",
            Self::Unclear => "unclear",
            Self::CertificateChanged => "certificate-changed",
            Self::Unverifiable => "unverifiable",
            Self::TaskOpen => "task-open",
            Self::Disagreement => "disagreement",
            Self::KeyringUnavailable => "keyring-unavailable",
            Self::WatchedElsewhere => "watched-elsewhere",
            Self::NotSetUp => "not-set-up",
            Self::Checking => "checking",
            Self::Paused => "paused",
            Self::Away => "away",
            Self::Stale => "stale",
            Self::Expiring => "expiring",
        }
    }

    /// How urgent it is.
    pub const fn urgency(self) -> Urgency {
        match self {
            Self::Proven | Self::Checking => Urgency::Calm,
            Self::TaskOpen
            | Self::Unverifiable
            | Self::WatchedElsewhere
            | Self::NotSetUp
            | Self::Paused
            | Self::Away
            | Self::Stale
            | Self::Expiring => Urgency::Hint,
            Self::Unreachable | Self::Unclear => Urgency::Waiting,
            Self::Refused
            | Self::ChangeDemanded
            | Self::Locked
            | Self::CertificateChanged
            | Self::Disagreement
            | Self::KeyringUnavailable => Urgency::Trouble,
        }
    }

    /// What the shape says beyond the account's health; its words then come first.
    pub(super) const fn beyond_health(self) -> Option<Beyond> {
        match self {
            Self::Away => Some(Beyond::Away),
            Self::TaskOpen => Some(Beyond::TaskOpen),
            Self::Stale => Some(Beyond::Stale),
            Self::Paused => Some(Beyond::OnlineCheckOff),
            Self::Expiring => Some(Beyond::Expiring),
            Self::Proven
            | Self::Refused
            | Self::ChangeDemanded
            | Self::Locked
            | Self::Unreachable
            | Self::Unclear
            | Self::CertificateChanged
            | Self::Unverifiable
            | Self::Disagreement
            | Self::KeyringUnavailable
            | Self::WatchedElsewhere
            | Self::NotSetUp
            | Self::Checking => None,
        }
    }

    /// The worse of two; the first one among equals, but an arc beats a tick: what has not been found
    /// out must not look proven.
    fn worse(self, other: Self) -> Self {
        let rank = |shape: Self| (shape.urgency(), shape == Self::Checking);
        if rank(other) > rank(self) { other } else { self }
    }
}

/// What is known of an account beyond its health.
pub(super) enum Beyond {
    /// This computer is not in the practice's network.
    Away,
    /// The new password still has to be entered in the practice software.
    TaskOpen,
    /// The last proof is old.
    Stale,
    /// The connector is never checked.
    OnlineCheckOff,
    /// The password expires soon.
    Expiring,
}

const fn rests(connector: &ConnectorView) -> bool {
    matches!(connector.profile.online_check, OnlineCheck::Never)
}
