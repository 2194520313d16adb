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

/// How the system wants windows to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appearance {
    /// Dark text on light.
    Light,
    /// Light text on dark.
    Dark,
    /// High contrast: these colors and no others.
    Contrast(SystemColors),
    /// The window library finds light and dark by itself (Linux, macOS).
    Unknown,
}

/// The colors of a high contrast mode, by Windows' names for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemColors {
    /// Behind text.
    pub window: Rgb,
    /// Text and lines.
    pub window_text: Rgb,
    /// The face of buttons.
    pub button_face: Rgb,
    /// Text and edges of buttons.
    pub button_text: Rgb,
    /// Behind what is chosen.
    pub highlight: Rgb,
    /// Text of what is chosen.
    pub highlight_text: Rgb,
    /// Text of what cannot be used.
    pub gray_text: Rgb,
    /// Links.
    pub hot_light: Rgb,
}

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// Answers how windows should look; ask again after `Event::ThemeChanged`.
#[must_use]
pub fn appearance() -> Appearance {
    os::session::appearance()
}

/// Answers whether caps lock is on; `None` where the system does not say (Linux, macOS).
#[must_use]
pub fn caps_lock() -> Option<bool> {
    os::session::caps_lock()
}

/// Answers whether a text cursor may blink. A blinking one wakes the program twice a second.
#[must_use]
pub fn caret_blinks() -> bool {
    os::session::caret_blinks()
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
