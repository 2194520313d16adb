//! What the user's session looks like. Decides how to find out without a window.

use super::os;

/// The colour behind a tray icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// A dark panel: draw light.
    Dark,
    /// A light panel: draw dark.
    Light,
    /// The system does not say (Linux), or colours the icon itself (macOS): it must read on both.
    Unknown,
}

/// Answers the task bar's theme.
#[must_use]
pub fn theme() -> Theme {
    os::session::theme()
}

/// Answers the width and height at which a tray icon is drawn, in pixels.
#[must_use]
pub fn tray_icon_size() -> u32 {
    os::session::tray_icon_size()
}

/// Answers whether the screen stands elsewhere (Remote Desktop, a terminal server, SSH).
#[must_use]
pub fn is_remote() -> bool {
    os::session::is_remote()
}

/// Answers whether windows can be opened. Without it the event loop cannot be made: run headless.
#[must_use]
pub fn has_desktop() -> bool {
    os::session::has_desktop()
}
