//! The words of the console program: help, questions, reports, and what went wrong with a command.
//!
//! Everything that is also said elsewhere (states, notices, troubles) comes from the modules beside this.

mod adopt;
mod demo;
mod failure;
mod help;
mod options;
mod profile;
mod report;
mod simulator;
mod trust;
mod usage;

pub use demo::{DemoLine, Saw};
pub use trust::PinState;
pub use usage::Usage;

#[cfg(test)]
mod tests;
