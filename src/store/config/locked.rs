//! Which values an administrator fixed: everything that the policy names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::keys::{AccountKey, ConnectorKey, Key};
use super::layer::{AccountLayer, ConnectorLayer, Layer};
use crate::domain::identity::{AccountRef, ConnectorId};

/// The keys that the policy fixes; changing them in the user's file would have no effect.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Locked {
    general: BTreeSet<Key>,
    connectors: BTreeMap<ConnectorId, BTreeSet<ConnectorKey>>,
    accounts: BTreeMap<AccountRef, BTreeSet<AccountKey>>,
}

/// A value, or a whole table, of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A key outside the connectors.
    General(Key),
    /// A key of a connector.
    Connector(ConnectorId, ConnectorKey),
    /// A connector as a whole.
    WholeConnector(ConnectorId),
    /// A key of an account.
    Account(AccountRef, AccountKey),
    /// An account as a whole.
    WholeAccount(AccountRef),
}

/// What a policy fixes that names these keys only.
impl FromIterator<Key> for Locked {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        Self { general: keys.into_iter().collect(), ..Self::default() }
    }
}

impl Locked {
    /// Whether the policy fixes a key outside the connectors.
    #[must_use]
    pub fn general(&self, key: Key) -> bool {
        self.general.contains(&key)
    }

    /// Whether the policy fixes a key of a connector.
    #[must_use]
    pub fn connector(&self, id: &ConnectorId, key: ConnectorKey) -> bool {
        self.connectors.get(id).is_some_and(|keys| keys.contains(&key))
    }

    /// Whether the policy names the connector at all, so that it cannot be removed here.
    #[must_use]
    pub fn whole_connector(&self, id: &ConnectorId) -> bool {
        self.connectors.contains_key(id)
    }

    /// Whether the policy fixes a key of an account.
    #[must_use]
    pub fn account(&self, account: &AccountRef, key: AccountKey) -> bool {
        self.accounts.get(account).is_some_and(|keys| keys.contains(&key))
    }

    /// Whether the policy names the account at all, so that it cannot be removed here.
    #[must_use]
    pub fn whole_account(&self, account: &AccountRef) -> bool {
        self.accounts.contains_key(account)
    }

    /// Whether the policy fixes this.
    #[must_use]
    pub fn has(&self, place: &Place) -> bool {
        match place {
            Place::General(key) => self.general(*key),
            Place::Connector(id, key) => self.connector(id, *key),
            Place::WholeConnector(id) => self.whole_connector(id),
            Place::Account(account, key) => self.account(account, *key),
            Place::WholeAccount(account) => self.whole_account(account),
        }
    }

    /// Everything that the policy names.
    pub(super) fn by(policy: &Layer) -> Self {
        let mut locked = Self { general: general(policy), ..Self::default() };
        for (id, connector) in &policy.connectors {
            locked.connectors.insert(id.clone(), connector_keys(connector));
            for account in &connector.accounts {
                let (plane, user) = (account.plane, account.user.clone());
                let reference = AccountRef { connector: id.clone(), plane, user };
                locked.accounts.insert(reference, account_keys(account));
            }
        }
        locked
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::General(key) => key.fmt(f),
            Self::Connector(id, key) => write!(f, "connector.{id}.{}", key.as_str()),
            Self::WholeConnector(id) => write!(f, "connector.{id}"),
            Self::Account(account, key) => write!(f, "{account}: {}", key.as_str()),
            Self::WholeAccount(account) => account.fmt(f),
        }
    }
}

fn general(policy: &Layer) -> BTreeSet<Key> {
    let (notifications, contact) = (&policy.notifications, &policy.contact);
    named([
        (Key::Language, policy.language.is_some()),
        (Key::Log, policy.log.is_some()),
        (Key::Autostart, policy.autostart.is_some()),
        (Key::StartMinimised, policy.start_minimised.is_some()),
        (Key::ToastTrouble, notifications.trouble.is_some()),
        (Key::ToastAllClear, notifications.all_clear.is_some()),
        (Key::QuietHours, notifications.quiet_hours.is_some()),
        (Key::ClosedDays, notifications.closed_days.is_some()),
        (Key::ContactName, contact.name.is_some()),
        (Key::ContactTelephone, contact.telephone.is_some()),
        (Key::ContactEmail, contact.email.is_some()),
        (Key::ContactRemoteHelp, contact.remote_help.is_some()),
        (Key::RevealCopy, policy.reveal_copy.is_some()),
        (Key::RevealShow, policy.reveal_show.is_some()),
        (Key::Operators, policy.operators.is_some()),
    ])
}

fn connector_keys(policy: &ConnectorLayer) -> BTreeSet<ConnectorKey> {
    named([
        (ConnectorKey::Name, policy.name.is_some()),
        (ConnectorKey::Host, policy.host.is_some()),
        (ConnectorKey::Port, policy.port.is_some()),
        (ConnectorKey::ManagementPort, policy.management_port.is_some()),
        (ConnectorKey::Vendor, policy.vendor.is_some()),
        (ConnectorKey::Timeout, policy.timeout.is_some()),
        (ConnectorKey::OnlineCheck, policy.online_check.is_some()),
        (ConnectorKey::Encryption, policy.encryption.is_some()),
        (ConnectorKey::CertificateFile, policy.certificate_file.is_some()),
        (ConnectorKey::CardService, policy.card_service.is_some()),
        (ConnectorKey::Context, policy.context.is_some()),
        (ConnectorKey::Device, policy.device.is_some()),
        (ConnectorKey::ClientPin, policy.client_pin.is_some()),
        (ConnectorKey::ManagementPin, policy.management_pin.is_some()),
    ])
}

fn account_keys(policy: &AccountLayer) -> BTreeSet<AccountKey> {
    named([
        (AccountKey::WatchedOn, policy.watched_on.is_some()),
        (AccountKey::Interval, policy.interval.is_some()),
        (AccountKey::Limit, policy.limit.is_some()),
    ])
}

fn named<K: Ord>(keys: impl IntoIterator<Item = (K, bool)>) -> BTreeSet<K> {
    keys.into_iter().filter(|(_, is_named)| *is_named).map(|(key, _)| key).collect()
}
