//! Which values an edit changes: what the policy fixes of them is refused.

use super::{AccountChange, ConnectorChange, Edit};
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::profile::Encryption;
use crate::store::config::keys::{AccountKey, ConnectorKey, Key};
use crate::store::config::locked::{Locked, Place};

/// The first place of an edit that the policy fixes.
pub fn locked(edit: &Edit, locked: &Locked) -> Option<Place> {
    places(edit).into_iter().find(|place| locked.has(place))
}

fn places(edit: &Edit) -> Vec<Place> {
    match edit {
        Edit::AddConnector(profile) => vec![Place::WholeConnector(profile.id.clone())],
        Edit::RemoveConnector(id) => vec![Place::WholeConnector(id.clone())],
        Edit::Connector(id, change) => {
            let keys = connector_keys(change).into_iter();
            keys.map(|key| Place::Connector(id.clone(), key)).collect()
        }
        // The address is the one in force, so writing it down changes nothing.
        Edit::Trust { profile, plane, pin: _, device } => {
            let device_changes = profile.device != Some(*device);
            let device = device_changes.then_some(ConnectorKey::Device);
            let keys = [Some(pin_key(*plane)), device].into_iter().flatten();
            keys.map(|key| Place::Connector(profile.id.clone(), key)).collect()
        }
        Edit::AddAccount(id, account) => {
            let (plane, user) = (account.plane, account.user.clone());
            let reference = AccountRef { connector: id.clone(), plane, user };
            vec![Place::WholeAccount(reference)]
        }
        Edit::RemoveAccount(account) => vec![Place::WholeAccount(account.clone())],
        Edit::Account(account, change) => {
            let key = match change {
                AccountChange::WatchedOn(_) => AccountKey::WatchedOn,
                AccountChange::Interval(_) => AccountKey::Interval,
                AccountChange::Limit(_) => AccountKey::Limit,
            };
            vec![Place::Account(account.clone(), key)]
        }
        Edit::Language(_) => vec![Place::General(Key::Language)],
        Edit::Log(_) => vec![Place::General(Key::Log)],
        Edit::Autostart(_) => vec![Place::General(Key::Autostart)],
        Edit::StartMinimised(_) => vec![Place::General(Key::StartMinimised)],
        Edit::ToastTrouble(_) => vec![Place::General(Key::ToastTrouble)],
        Edit::ToastAllClear(_) => vec![Place::General(Key::ToastAllClear)],
        Edit::QuietHours(_) => vec![Place::General(Key::QuietHours)],
        Edit::ClosedDays(_) => vec![Place::General(Key::ClosedDays)],
        Edit::ContactName(_) => vec![Place::General(Key::ContactName)],
        Edit::ContactTelephone(_) => vec![Place::General(Key::ContactTelephone)],
        Edit::ContactEmail(_) => vec![Place::General(Key::ContactEmail)],
        Edit::ContactRemoteHelp(_) => vec![Place::General(Key::ContactRemoteHelp)],
        Edit::RevealCopy(_) => vec![Place::General(Key::RevealCopy)],
        Edit::RevealShow(_) => vec![Place::General(Key::RevealShow)],
    }
}

fn connector_keys(change: &ConnectorChange) -> Vec<ConnectorKey> {
    match change {
        ConnectorChange::Name(_) => vec![ConnectorKey::Name],
        ConnectorChange::Host(_) => vec![ConnectorKey::Host],
        ConnectorChange::Port(_) => vec![ConnectorKey::Port],
        ConnectorChange::ManagementPort(_) => vec![ConnectorKey::ManagementPort],
        ConnectorChange::Vendor(_) => vec![ConnectorKey::Vendor],
        ConnectorChange::Timeout(_) => vec![ConnectorKey::Timeout],
        ConnectorChange::OnlineCheck(_) => vec![ConnectorKey::OnlineCheck],
        ConnectorChange::Encryption(Encryption::TlsCertificate { file: _ }) => {
            vec![ConnectorKey::Encryption, ConnectorKey::CertificateFile]
        }
        ConnectorChange::Encryption(
            Encryption::None | Encryption::Tls | Encryption::TlsPassword,
        ) => vec![ConnectorKey::Encryption],
        ConnectorChange::CardService(_) => vec![ConnectorKey::CardService],
        ConnectorChange::Context(_) => vec![ConnectorKey::Context],
        ConnectorChange::Pin(plane, _) => vec![pin_key(*plane)],
        ConnectorChange::Device(_) => vec![ConnectorKey::Device],
    }
}

const fn pin_key(plane: Plane) -> ConnectorKey {
    match plane {
        Plane::Management => ConnectorKey::ManagementPin,
        Plane::Client => ConnectorKey::ClientPin,
    }
}
