//! The menu bar colours a template icon by itself.

use std::env;

use crate::platform::session::{Appearance, Theme};

pub(in crate::platform) fn theme() -> Theme {
    Theme::Unknown
}

pub(in crate::platform) fn appearance() -> Appearance {
    Appearance::Unknown
}

pub(in crate::platform) fn caps_lock() -> Option<bool> {
    None
}

pub(in crate::platform) fn caret_blinks() -> bool {
    true
}

pub(in crate::platform) fn is_remote() -> bool {
    env::var_os("SSH_CONNECTION").is_some()
}

/// A menu bar is 22 points high, and two pixels a point are common.
pub(in crate::platform) fn tray_icon_size() -> u32 {
    48
}

pub(in crate::platform) fn has_desktop() -> bool {
    env::var_os("SSH_CONNECTION").is_none()
}
