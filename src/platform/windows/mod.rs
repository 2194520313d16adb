//! Windows: access lists, the registry, the Credential Manager, one hidden window.

pub(super) mod agent;
pub(super) mod autostart;
#[cfg(feature = "desktop")]
pub(super) mod choose;
#[cfg(feature = "desktop")]
pub(super) mod clipboard;
pub(super) mod files;
pub(super) mod folders;
#[cfg(feature = "desktop")]
pub(super) mod fonts;
pub(super) mod groups;
pub(super) mod hardening;
pub(super) mod interrupt;
pub(super) mod keyring_store;
pub(super) mod machine;
pub(super) mod memory;
pub(super) mod open;
pub(super) mod policy;
mod registry;
mod security;
pub(super) mod session;
pub(super) mod terminal;
#[cfg(feature = "desktop")]
pub(super) mod toasts;
pub(super) mod tray_host;
mod wide;
mod window;
