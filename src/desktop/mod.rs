//! Tray, menu and toasts: what a person sees and clicks.
//!
//! Everything shown is a function of the newest snapshot; a click becomes an [`action::Action`], and
//! what it asks of the watch becomes a `Command`. Nothing here touches network, keyring or disk.

pub mod action;
mod board;
mod desk;
mod icon;
pub mod menu;
pub mod pages;
mod perform;
mod run;
mod toast;
mod tray;

pub use run::{Deliver, Error, Nudge, Opening, Options, Remote, Start, Starter, Watch, run};
