//! The keyring that the operating system offers. Decides which one that is and with which modifiers
//! an entry is made; when to open anew, and how long to wait, is decided in `store`.

use std::collections::HashMap;
use std::sync::Arc;

use keyring::{CredentialStore, Entry, Result};

use super::os;

/// Opens a new connection to the operating system's keyring: the Secret Service on Linux, the login
/// keychain on macOS, the Credential Manager on Windows.
///
/// A store kept open is dead for ever once its service has restarted, so open another one after
/// each `PlatformFailure` (`docs/platforms.md`). **Nothing here ends a hang**: with a stopped
/// service this call, and each call on an entry, does not return. Call from a thread of its own,
/// never from the main thread nor from async code.
///
/// # Errors
/// `PlatformFailure` where no service answers.
pub fn open() -> Result<Arc<CredentialStore>> {
    os::keyring_store::open()
}

/// Makes a keyring that lives in memory only and dies with this process, for the demo: it has no
/// backing file and knows no other store.
///
/// # Errors
/// None that is known.
#[cfg(feature = "simulator")]
pub fn in_memory() -> Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = keyring::sample::Store::new()?;
    Ok(store)
}

/// Names an entry of `store`; nothing is read or written yet. In the operating system's own keyring
/// it stays on this machine (Windows: persistence *local*, no roaming profile) and carries a label
/// that a person finds again. Another store (memory, for demo and tests) gets no modifiers.
///
/// # Errors
/// `TooLong` and `Invalid` for a name that the system does not take.
pub fn entry(store: &CredentialStore, service: &str, account: &str) -> Result<Entry> {
    if !os::keyring_store::is_own(store) {
        return store.build(service, account, None);
    }
    let modifiers = os::keyring_store::modifiers(service, account);
    let borrowed: HashMap<&str, &str> =
        modifiers.iter().map(|(key, value)| (*key, value.as_str())).collect();
    store.build(service, account, Some(&borrowed))
}

/// The longest secret that the operating system's keyring takes, in bytes of UTF-16 text or of
/// binary data (Windows: 2560); `None` where no limit is known.
#[must_use]
pub fn capacity() -> Option<usize> {
    os::keyring_store::CAPACITY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn store_in_memory_is_used_without_modifiers() {
        let store: Arc<CredentialStore> = keyring::mock::Store::new().unwrap();
        let entry = entry(&*store, "konnektorwart-test", "account").unwrap();
        entry.set_password("Größe-4711 €").unwrap();
        assert_eq!(entry.get_password().unwrap(), "Größe-4711 €");
    }
}
