//! The menu bar colours a template icon by itself.

use std::env;

use crate::platform::session::Theme;

pub(in crate::platform) fn theme() -> Theme {
    Theme::Unknown
}

pub(in crate::platform) fn is_remote() -> bool {
    env::var_os("SSH_CONNECTION").is_some()
}

pub(in crate::platform) fn has_desktop() -> bool {
    env::var_os("SSH_CONNECTION").is_none()
}
