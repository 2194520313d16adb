//! Disk and keyring: settings, secrets, journal, notes, ledger, states.
//!
//! Decides how things are kept so that a crash, a full disk, a second process or a foreign file never
//! turns into a sent password or a lost one. What may be sent is decided in `domain::lockout`; when,
//! in `watch`. Everything here blocks: call it from plain threads only. File formats stand in
//! `docs/safety.md`, settings in `docs/settings.md`.

pub mod accounts;
pub mod config;
pub mod days;
pub mod devices;
mod files_seen;
pub mod journal;
mod kept_aside;
pub mod keyring;
pub mod ledger;
mod migrations;
pub mod notes;
pub mod pause;
pub mod places;
pub mod sealed;
pub mod states;
