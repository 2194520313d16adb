//! Everything that a screen may know, as one value.
//!
//! Tray, window and console are functions of it; it holds no secret.

use jiff::Timestamp;

use super::expiry::{Expiry, PasswordDate};
use super::health::{Health, Urgency};
use super::identity::{AccountRef, ConnectorId};
use super::lockout::Withheld;
use super::practice::Practice;
use super::profile::ConnectorProfile;

/// The whole picture at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// When it was taken.
    pub taken: Timestamp,
    /// The connectors in the settings' order.
    pub connectors: Vec<ConnectorView>,
    /// A pause of the whole machine (SAFETY S24).
    pub pause: Option<Pause>,
    /// When the next check by itself is due; none while paused or with nothing to check.
    pub next_check: Option<Timestamp>,
    /// What the settings say beside the connectors.
    pub practice: Practice,
}

/// A pause of the whole machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// When it ends by itself.
    pub until: Timestamp,
    /// Why, in the words of the person who paused; may be empty.
    pub reason: String,
}

/// One connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorView {
    /// Its profile; it holds no secret.
    pub profile: ConnectorProfile,
    /// The firmware version that the device last told.
    pub firmware: Option<String>,
    /// Its accounts in the settings' order.
    pub accounts: Vec<AccountView>,
    /// Whether this computer is known not to be in the practice's network.
    pub away: bool,
    /// Whether an administrator rolled it out: the service provider sets it up.
    pub rolled_out: bool,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// How a person points at it.
    pub account: AccountRef,
    /// Its state.
    pub health: Health,
    /// Since when it has been in this state.
    pub since: Option<Timestamp>,
    /// The last login that succeeded.
    pub accepted: Option<Timestamp>,
    /// When something was last found out about it.
    pub checked: Option<Timestamp>,
    /// Whether it is being checked at this moment.
    pub checking: bool,
    /// The spare attempts by our count.
    pub spare: u8,
    /// Why the last check sent no password.
    pub withheld: Option<Withheld>,
    /// Whether the new password still has to be entered in the practice software.
    pub task: bool,
    /// Whether the last proof is older than two intervals.
    pub stale: bool,
    /// Since when the password in force is here, and how it came; none without a password.
    pub changed: Option<PasswordDate>,
    /// When the device will demand another password, where that can be known or estimated.
    pub expires: Option<Expiry>,
    /// Whether that is near: within 21 days of the day on which the picture was taken.
    pub expiring: bool,
}

impl Snapshot {
    /// Whether a screen that shows `other` need not be drawn anew: nothing but the times of the last
    /// checks differs, and no check that it shows as under way has ended.
    pub fn looks_like(&self, other: &Self) -> bool {
        let account = |view: &AccountView| AccountView {
            accepted: None,
            checked: None,
            checking: false,
            ..view.clone()
        };
        let connector = |view: &ConnectorView| ConnectorView {
            accounts: view.accounts.iter().map(account).collect(),
            ..view.clone()
        };
        let timeless = |snapshot: &Self| -> Vec<ConnectorView> {
            snapshot.connectors.iter().map(connector).collect()
        };
        let mut checks = self.accounts().zip(other.accounts());
        let has_ended = checks.any(|((_, new), (_, shown))| shown.checking && !new.checking);
        self.pause == other.pause
            && self.practice == other.practice
            && !has_ended
            && timeless(self) == timeless(other)
    }

    /// The account that is worst off, and its connector; the first one among equals. Only accounts
    /// that need a person or may need one.
    pub fn worst(&self) -> Option<(&ConnectorView, &AccountView)> {
        let mut worst: Option<(&ConnectorView, &AccountView)> = None;
        for (connector, account) in self.accounts() {
            let urgency = account.health.urgency();
            if urgency > worst.map_or(Urgency::Hint, |(_, account)| account.health.urgency()) {
                worst = Some((connector, account));
            }
        }
        worst
    }

    /// The number of accounts that are as badly off as the worst.
    pub fn troubled(&self) -> usize {
        let worst = self.worst().map(|(_, account)| account.health.urgency());
        let same = |account: &AccountView| Some(account.health.urgency()) == worst;
        self.accounts().filter(|(_, account)| same(account)).count()
    }

    /// All accounts with their connectors.
    pub fn accounts(&self) -> impl Iterator<Item = (&ConnectorView, &AccountView)> {
        self.connectors.iter().flat_map(|connector| {
            connector.accounts.iter().map(move |account| (connector, account))
        })
    }

    /// The connector with this id.
    pub fn connector(&self, id: &ConnectorId) -> Option<&ConnectorView> {
        self.connectors.iter().find(|connector| connector.profile.id == *id)
    }

    /// The account that a person points at.
    pub fn account(&self, account: &AccountRef) -> Option<&AccountView> {
        self.connector(&account.connector)?.accounts.iter().find(|view| view.account == *account)
    }
}
