//! Which state of an account a trouble of disk or keyring is.

use crate::domain::health::{Health, KeyringTrouble};
use crate::store::{accounts, keyring};

pub(super) fn of_store(error: &accounts::Error) -> Health {
    match error {
        accounts::Error::Keyring(error) => of_keyring(error),
        accounts::Error::Journal(_)
        | accounts::Error::Notes(_)
        | accounts::Error::Ledger(_)
        | accounts::Error::Folder(_)
        | accounts::Error::Random(_)
        | accounts::Error::Sealed(_)
        | accounts::Error::NotSealable(_) => {
            log::error!("an account's records cannot be used: {error}");
            Health::StoreUnavailable
        }
    }
}

pub(super) fn of_keyring(error: &keyring::Error) -> Health {
    match silence(error) {
        // The journal relies on the entry, so its absence is a disagreement (SAFETY S15).
        None => Health::Disagreement,
        Some(trouble) => Health::KeyringUnavailable(trouble),
    }
}

/// Why the keyring gives nothing; none if it answers that there is no such entry.
pub(super) const fn silence(error: &keyring::Error) -> Option<KeyringTrouble> {
    match error {
        keyring::Error::Absent => None,
        keyring::Error::Locked => Some(KeyringTrouble::Locked),
        keyring::Error::Hung => Some(KeyringTrouble::Hung),
        keyring::Error::NoService(_) => Some(KeyringTrouble::Absent),
        keyring::Error::Damaged(_)
        | keyring::Error::Refused(_)
        | keyring::Error::Exists
        | keyring::Error::TooLong(_) => Some(KeyringTrouble::Damaged),
    }
}
