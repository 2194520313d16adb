//! A person at the keyboard of a session.

use std::process::Stdio;

use crate::session::Session;

/// Keys go to the window that has the focus.
pub struct Keyboard<'a>(pub &'a Session);

impl Keyboard<'_> {
    /// Gives the focus to the window with this title; there is no window manager to do that.
    pub fn focus(&self, title: &str) {
        let pattern = format!("^{title}$");
        self.run(&[
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            &pattern,
            "windowfocus",
            "--sync",
        ]);
    }

    /// Presses keys one after the other, by their X names.
    pub fn press(&self, keys: &[&str]) {
        self.run(&[&["key", "--clearmodifiers"], keys].concat());
    }

    /// Writes a text.
    pub fn write(&self, text: &str) {
        self.run(&["type", "--clearmodifiers", text]);
    }

    fn run(&self, arguments: &[&str]) {
        let status = self
            .0
            .command("xdotool")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .expect("xdotool");
        assert!(status.success(), "xdotool {arguments:?}");
    }
}
