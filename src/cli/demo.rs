//! `demo`: what happens when somebody changes a password, on a simulated connector, in a few seconds.
//! Decides where it runs: with tray and toasts on a desktop, otherwise in the console alone.
//!
//! The story asserts what it tells by reading the device's own log; a deviation ends it.

mod browser;
mod device_log;
mod interactive;
mod play;
mod stage;
mod story;
#[cfg(feature = "desktop")]
mod with_desktop;

use super::args;
use super::console::{Console, Failure};
use super::exit::Exit;

/// Tells the story, or leaves it to the person.
pub fn run(console: &mut Console, options: &args::Demo) -> Result<Exit, Failure> {
    #[cfg(feature = "desktop")]
    if !options.headless && crate::platform::session::has_desktop() {
        return with_desktop::run(console, options.interactive);
    }
    play::headless(console, options.interactive)
}
