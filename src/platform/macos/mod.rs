//! macOS: POSIX files, Apple's folders, the login keychain. Its types were checked, it was
//! never run (`docs/platforms.md`).

pub(super) mod agent;
pub(super) mod autostart;
pub(super) mod folders;
pub(super) mod groups;
pub(super) mod hardening;
pub(super) mod keyring_store;
pub(super) mod machine;
pub(super) mod memory;
pub(super) mod policy;
pub(super) mod session;
#[cfg(feature = "desktop")]
pub(super) mod toasts;
pub(super) mod tray_host;
pub(super) mod web;

pub(super) use super::unix::{files, interrupt, terminal};
