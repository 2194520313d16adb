//! The session by its environment. Panels do not tell their colour.

use std::env;

use crate::platform::session::Theme;

pub(in crate::platform) fn theme() -> Theme {
    Theme::Unknown
}

pub(in crate::platform) fn is_remote() -> bool {
    ["SSH_CONNECTION", "XRDP_SESSION"].iter().any(|name| is_set(name))
}

/// One picture goes over the bus, and panels draw it at 16 to 32 pixels.
pub(in crate::platform) fn tray_icon_size() -> u32 {
    32
}

pub(in crate::platform) fn has_desktop() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| is_set(name))
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}
