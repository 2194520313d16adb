//! The terminal of a Unix session.

use std::fs::File;
use std::io;

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

pub(in crate::platform) const INPUT: &str = "/dev/tty";
pub(in crate::platform) const OUTPUT: &str = "/dev/tty";

/// While it lives, typed characters are not shown.
pub(in crate::platform) struct Hidden<'a> {
    terminal: &'a File,
    before: Termios,
}

/// Hides what is typed from now on, also what is typed before somebody reads it.
pub(in crate::platform) fn hide_typing(terminal: &File) -> io::Result<Hidden<'_>> {
    let before = tcgetattr(terminal)?;
    let mut hidden = before.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    tcsetattr(terminal, OptionalActions::Now, &hidden)?;
    Ok(Hidden { terminal, before })
}

impl Drop for Hidden<'_> {
    fn drop(&mut self) {
        if let Err(error) = tcsetattr(self.terminal, OptionalActions::Now, &self.before) {
            log::warn!("the terminal hides what is typed: {error}");
        }
    }
}
