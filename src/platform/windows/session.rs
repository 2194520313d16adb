//! The session by Windows' own answers: `CLIENTNAME` in the environment is stale after a reconnect.

use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetSystemMetrics, SM_CXSMICON, SM_REMOTESESSION,
};

use super::registry::{Hive, read};
use crate::platform::session::Theme;

pub(in crate::platform) fn theme() -> Theme {
    const KEY: &str = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";
    let value = read(Hive::User, KEY, "SystemUsesLightTheme").ok().flatten();
    match value.and_then(|value| value.number()) {
        Some(0) => Theme::Dark,
        Some(_) => Theme::Light,
        None => Theme::Unknown,
    }
}

#[allow(unsafe_code)]
pub(in crate::platform) fn is_remote() -> bool {
    // SAFETY: takes a number and answers a number.
    unsafe { GetSystemMetrics(SM_REMOTESESSION) != 0 }
}

#[allow(unsafe_code)]
pub(in crate::platform) fn tray_icon_size() -> u32 {
    // SAFETY: takes a number and answers a number.
    let size = unsafe { GetSystemMetrics(SM_CXSMICON) };
    u32::try_from(size).unwrap_or(16).max(16)
}

pub(in crate::platform) fn has_desktop() -> bool {
    true
}
