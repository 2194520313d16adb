//! Values and pure functions: what an answer proves, whether a password may be sent, what changes
//! when time passes, what a person must hear.
//!
//! No screen, no network, no disk, no clock, no randomness and no sentence in a human language: time
//! and random bytes are arguments, words live in `text`. The rules are those of `docs/safety.md`;
//! code and tests cite them as S1 to S24.

pub mod certificate;
pub mod command;
pub mod context;
pub mod days;
pub mod device;
pub mod draft;
pub mod election;
pub mod expiry;
pub mod health;
pub mod identity;
pub mod impact;
pub mod ledger;
pub mod lockout;
pub mod monitor;
pub mod notice;
pub mod password;
pub mod place;
pub mod practice;
pub mod preferences;
pub mod probe;
pub mod profile;
pub mod record;
pub mod rotation;
pub mod schedule;
pub mod snapshot;
pub mod standing;
