//! The key of the sealed copies, made and found again long before a password depends on it (SAFETY S12).

use super::station::Station;
use crate::store::accounts;
use crate::store::sealed::Readiness;

/// Notes at the start of the background task that the key was found again. Asks the keyring only where
/// something is stored and the key is not known to be durable.
pub(super) fn at_start(station: &Station) {
    let accounts = &station.accounts;
    let stores_something = || accounts.known().is_ok_and(|known| !known.is_empty());
    if !accounts.is_sealing_proven() && stores_something() {
        log(accounts.prepare_sealing());
    }
}

/// Tells the log. Nothing depends on the key before a change, which asks for it again.
pub(super) fn log(prepared: Result<Readiness, accounts::Error>) {
    match prepared {
        Ok(Readiness::Ready | Readiness::KeyTooYoung) => {}
        Ok(Readiness::KeyMissing) => log::warn!("watch: the sealing key is missing"),
        Ok(Readiness::Keyring(error)) => log::warn!("watch: no sealing key yet: {error}"),
        Err(error) => log::warn!("watch: no sealing key yet: {error}"),
    }
}
