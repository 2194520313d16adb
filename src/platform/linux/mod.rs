//! Linux: POSIX files, XDG folders, D-Bus where a session has it.

pub(super) mod agent;
pub(super) mod autostart;
#[cfg(feature = "desktop")]
mod bus;
#[cfg(feature = "desktop")]
pub(super) mod choose;
#[cfg(feature = "desktop")]
pub(super) mod clipboard;
pub(super) mod folders;
#[cfg(feature = "desktop")]
pub(super) mod fonts;
pub(super) mod groups;
pub(super) mod hardening;
pub(super) mod keyring_store;
pub(super) mod machine;
pub(super) mod memory;
pub(super) mod open;
pub(super) mod policy;
pub(super) mod session;
#[cfg(feature = "desktop")]
pub(super) mod toasts;
pub(super) mod tray_host;

pub(super) use super::unix::{files, interrupt, terminal};

#[cfg(all(test, feature = "desktop"))]
mod tests;
