//! The login keychain.

use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring::{CredentialStore, Result};

pub(in crate::platform) const CAPACITY: Option<usize> = None;

pub(in crate::platform) fn open() -> Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = Store::new()?;
    Ok(store)
}

pub(in crate::platform) fn is_own(store: &CredentialStore) -> bool {
    store.as_any().is::<Store>()
}

/// The login keychain is the store's default and stays on this machine.
pub(in crate::platform) fn modifiers(
    _service: &str,
    _account: &str,
) -> Vec<(&'static str, String)> {
    Vec::new()
}
