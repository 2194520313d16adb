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
        | accounts::Error::Random(_) => {
            log::error!("an account's records cannot be used: {error}");
            Health::StoreUnavailable
        }
    }
}

pub(super) fn of_keyring(error: &keyring::Error) -> Health {
    match error {
        // The journal relies on the entry, so its absence is a disagreement (SAFETY S15).
        keyring::Error::Absent => Health::Disagreement,
        keyring::Error::Locked => Health::KeyringUnavailable(KeyringTrouble::Locked),
        keyring::Error::Hung => Health::KeyringUnavailable(KeyringTrouble::Hung),
        keyring::Error::NoService(_) => Health::KeyringUnavailable(KeyringTrouble::Absent),
        keyring::Error::Damaged(_)
        | keyring::Error::Refused(_)
        | keyring::Error::Exists
        | keyring::Error::TooLong(_) => Health::KeyringUnavailable(KeyringTrouble::Damaged),
    }
}
