//! The Credential Manager.

use std::sync::Arc;

use keyring::{CredentialStore, Result};
use windows_native_keyring_store::Store;

/// `CRED_MAX_CREDENTIAL_BLOB_SIZE`; text is stored as UTF-16.
pub(in crate::platform) const CAPACITY: Option<usize> = Some(2560);

pub(in crate::platform) fn open() -> Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = Store::new()?;
    Ok(store)
}

pub(in crate::platform) fn is_own(store: &CredentialStore) -> bool {
    store.as_any().is::<Store>()
}

/// Windows' own default, *enterprise*, would carry the entry to other machines with the profile.
pub(in crate::platform) fn modifiers(
    _service: &str,
    _account: &str,
) -> Vec<(&'static str, String)> {
    vec![("persistence", "Local".to_owned())]
}

#[cfg(test)]
mod tests {
    use crate::platform::keyring_store::{entry, open};

    #[test]
    fn entry_stays_on_this_machine_and_is_found_by_another_store() {
        let (service, account) = ("konnektorwart-test", "persistence");
        let written = entry(&*open().unwrap(), service, account).unwrap();
        written.set_password("Größe-4711 €").unwrap();
        let read = entry(&*open().unwrap(), service, account).unwrap();
        assert_eq!(read.get_password().unwrap(), "Größe-4711 €");
        assert_eq!(read.get_attributes().unwrap()["persistence"], "Local");
        read.delete_credential().unwrap();
        assert!(matches!(read.get_password(), Err(keyring::Error::NoEntry)));
    }
}
