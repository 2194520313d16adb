//! The wish to end: Ctrl-C, and what the system sends a program that it wants to leave. Decides which
//! signals count; what ending means is left to the caller.

use std::io;

use super::os;

/// Calls `react` once, on a thread of its own, when a person presses Ctrl-C or the system asks the
/// program to end (`SIGTERM`, `SIGHUP`; on Windows Ctrl-Break and the closing of the console). From
/// then on these no longer end the process by themselves. No timer runs.
///
/// # Errors
/// The operating system's.
pub fn on_end(react: impl FnOnce() + Send + 'static) -> io::Result<()> {
    os::interrupt::on_end(Box::new(react))
}

/// What reacts.
pub(in crate::platform) type Reaction = Box<dyn FnOnce() + Send>;
