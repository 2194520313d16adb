//! The system's own window for choosing a file. Decides where there is one; where there is none, a
//! field for the path takes its place.

use std::io;
use std::path::PathBuf;

use super::os;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The window's title.
    pub title: String,
    /// The kind of file, for people: `PKCS#12`.
    pub kind: String,
    /// What its names end with, without the dot: `p12`, `pfx`. Other files can be chosen as well.
    pub extensions: Vec<String>,
}

/// Answers whether [`file()`] can show a window. May ask the session bus and wait two seconds: not for
/// the main thread.
#[must_use]
pub fn is_available() -> bool {
    os::choose::is_available()
}

/// Shows the window and returns at once. `on_chosen` is called once, on a thread of this module, with
/// the absolute path of a file, or `None` when the person chose none or no window could be shown.
///
/// # Errors
/// `Unsupported` where there is no such window, otherwise the operating system's; then `on_chosen` is
/// not called.
pub fn file(
    question: Question,
    on_chosen: impl FnOnce(Option<PathBuf>) + Send + 'static,
) -> io::Result<()> {
    os::choose::file(question, Box::new(on_chosen))
}

/// Receives the path.
pub(in crate::platform) type OnChosen = Box<dyn FnOnce(Option<PathBuf>) + Send>;
