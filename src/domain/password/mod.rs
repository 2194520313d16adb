//! What makes a password acceptable to a device, and how a new one is made.
//!
//! Decides the rules (`policy`), which of them a given password keeps (`check`), and how a random one
//! is found that keeps all of them (`generate`). Earlier passwords are known elsewhere: whether one
//! was used before comes in as an answer, and so do the random bytes.

mod check;
mod generate;
mod policy;

pub use check::{Check, Met, Rule, Tick};
pub use generate::{Error as GenerateError, LONGEST, generate};
pub use policy::{Class, Error as PolicyError, Policy};

#[cfg(test)]
mod tests;
