//! Linux: POSIX files, XDG folders, D-Bus where a session has it.

pub(super) mod agent;
pub(super) mod autostart;
#[cfg(feature = "desktop")]
mod bus;
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

#[cfg(all(test, feature = "desktop"))]
mod tests;
