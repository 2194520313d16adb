//! The Secret Service (gnome-keyring, KWallet, KeePassXC) over D-Bus.

use std::sync::Arc;

use keyring::{CredentialStore, Result};
use zbus_secret_service_keyring_store::Store;

pub(in crate::platform) const CAPACITY: Option<usize> = None;

pub(in crate::platform) fn open() -> Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = Store::new()?;
    Ok(store)
}

pub(in crate::platform) fn is_own(store: &CredentialStore) -> bool {
    store.as_any().is::<Store>()
}

/// The label is what password programs of the desktop list; it takes no part in finding the entry.
pub(in crate::platform) fn modifiers(service: &str, account: &str) -> Vec<(&'static str, String)> {
    vec![("label", format!("{service}: {account}"))]
}
