//! The operating system, behind one face per matter.
//!
//! Each module here is what the layers above see; it holds what is the same everywhere and calls the
//! system it was compiled for under the name `os`. `linux`, `macos` and `windows` answer with the
//! same functions, what the first two share stands in `unix`. This is the only layer with a condition
//! on the system and with unsafe code. `docs/platforms.md` says what each system does and what of it
//! was seen running.

pub mod agent;
pub mod autostart;
#[cfg(feature = "desktop")]
pub mod choose;
#[cfg(feature = "desktop")]
pub mod clipboard;
pub mod files;
pub mod folders;
#[cfg(feature = "desktop")]
pub mod fonts;
pub mod groups;
pub mod hardening;
pub mod interrupt;
pub mod keyring_store;
pub mod locks;
pub mod machine;
pub mod memory;
pub mod network;
pub mod open;
pub mod policy;
pub mod presence;
pub mod session;
pub mod temporary;
pub mod terminal;
#[cfg(feature = "desktop")]
pub mod toasts;
pub mod tray_host;
pub mod web;

#[cfg(unix)]
mod unix;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as os;

#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
use macos as os;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as os;

#[cfg(test)]
mod testing;
