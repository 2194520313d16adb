//! A person at the keyboard of a session.

use std::process::{Output, Stdio};

use crate::session::Session;
use crate::wait_for;

/// Keys go to the window that has the focus.
pub struct Keyboard<'a>(pub &'a Session);

impl Keyboard<'_> {
    /// Gives the focus to the window with this title; there is no window manager to do that.
    pub fn focus(&self, title: &str) {
        wait_for(&format!("the focus of {title:?}"), || {
            let window = self.window(title)?;
            self.ask(&["windowfocus", &window]);
            (self.ask(&["getwindowfocus"]).trim() == window).then_some(())
        });
    }

    /// The X window with this title, where it is seen.
    pub fn window(&self, title: &str) -> Option<String> {
        // Patterns know no umlauts, so the names are compared here.
        let found = self.ask(&["search", "--onlyvisible", "--name", "."]);
        let is_wanted = |window: &&str| self.ask(&["getwindowname", window]).trim() == title;
        found.lines().find(is_wanted).map(str::to_owned)
    }

    /// Presses keys one after the other, by their X names.
    pub fn press(&self, keys: &[&str]) {
        self.run(&[&["key", "--clearmodifiers"], keys].concat());
    }

    /// Writes a text.
    pub fn write(&self, text: &str) {
        // A text may begin with a hyphen.
        self.run(&["type", "--clearmodifiers", "--", text]);
    }

    fn run(&self, arguments: &[&str]) {
        let output = self.xdotool(arguments);
        assert!(output.status.success(), "xdotool {arguments:?}");
    }

    fn ask(&self, arguments: &[&str]) -> String {
        String::from_utf8_lossy(&self.xdotool(arguments).stdout).into_owned()
    }

    fn xdotool(&self, arguments: &[&str]) -> Output {
        let mut command = self.0.command("xdotool");
        command.args(arguments).stdin(Stdio::null()).output().expect("xdotool")
    }
}
