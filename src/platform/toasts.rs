//! What of notifications depends on the system beyond the crate that shows them. Decides whether
//! there is a service, what it can do, under which name we appear, and what remains without one.

use super::os;

/// The name under which Windows and Linux know the program: AppUserModelID and desktop entry.
pub const APPLICATION_ID: &str = "de.konnektorwart.Agent";

/// The notification service of this session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// There is none.
    Absent,
    /// There is one.
    Present {
        /// Whether toasts may carry buttons; if not, the text itself has to name the next step.
        buttons: Buttons,
        /// Whether `<` and `&` in the text have to be escaped.
        markup: Markup,
    },
}

/// Whether a toast's buttons are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Buttons {
    /// They are.
    Shown,
    /// They are not.
    Ignored,
}

/// How a service reads a toast's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// As markup: escape.
    Parsed,
    /// As it stands.
    Plain,
}

/// Asks for the notification service, starting it where the bus can. Waits two seconds at most; not
/// for the main thread nor for async code.
#[must_use]
pub fn service() -> Service {
    os::toasts::service()
}

/// Gives this process the name under which its toasts and windows are grouped. Has to be called
/// before the first window. Does nothing where the name is part of the package.
pub fn name_this_process() {
    os::toasts::name_this_process();
}

/// Shows `title` (63 UTF-16 units at most, longer is cut) and `text` (255) as a balloon at this
/// process' own tray icon: what remains on Windows where toasts cannot be shown. Answers whether the
/// shell took it; `false` on other systems.
#[must_use]
pub fn balloon(title: &str, text: &str) -> bool {
    os::toasts::balloon(title, text)
}
