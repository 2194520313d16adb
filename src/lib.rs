//! Konnektorwart watches the credentials of a TI-Konnektor and warns before an account is locked.
//!
//! The layers, from the bottom: `domain` (values and pure functions), `platform` (the operating
//! system), `connector` (network) beside `store` (disk and keyring), `watch` (the background task, the
//! only place where effects happen), `text` (words), `desktop` and `cli` (people). `simulator` stands
//! beside the stack and meets the client on the wire only. `tests/layers.rs` checks it.
#![deny(unsafe_code)]

pub mod connector;
pub mod domain;
pub mod platform;
pub mod store;
pub mod text;
pub mod watch;

pub mod cli;
#[cfg(feature = "desktop")]
pub mod desktop;
#[cfg(feature = "simulator")]
pub mod simulator;

// The stage of the picture tests and its measures, for the pages whose Rust side is looked at too.
#[cfg(all(test, feature = "desktop"))]
#[path = "../tests/pictures/compare.rs"]
mod compare;
#[cfg(all(test, feature = "desktop"))]
#[path = "../tests/pictures/cut.rs"]
mod cut;
#[cfg(all(test, feature = "desktop"))]
#[path = "../tests/pictures/guarded.rs"]
mod guarded;
#[cfg(all(test, feature = "desktop"))]
#[path = "../tests/pictures/picture.rs"]
mod picture;
#[cfg(all(test, feature = "desktop"))]
#[path = "../tests/pictures/stage.rs"]
mod stage;
