//! The session by Windows' own answers: `CLIENTNAME` in the environment is stale after a reconnect.

use std::mem;

use windows_sys::Win32::Graphics::Gdi::{
    COLOR_BTNFACE, COLOR_BTNTEXT, COLOR_GRAYTEXT, COLOR_HIGHLIGHT, COLOR_HIGHLIGHTTEXT,
    COLOR_HOTLIGHT, COLOR_WINDOW, COLOR_WINDOWTEXT, GetSysColor, SYS_COLOR_INDEX,
};
use windows_sys::Win32::System::Threading::INFINITE;
use windows_sys::Win32::UI::Accessibility::{HCF_HIGHCONTRASTON, HIGHCONTRASTW};
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetKeyState, VK_CAPITAL};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetCaretBlinkTime, GetSystemMetrics, SM_CXSMICON, SM_REMOTESESSION, SPI_GETHIGHCONTRAST,
    SystemParametersInfoW,
};

use super::registry::{Hive, read};
use crate::platform::session::{Appearance, Rgb, SystemColors, Theme};

pub(in crate::platform) fn theme() -> Theme {
    match is_light("SystemUsesLightTheme") {
        Some(false) => Theme::Dark,
        Some(true) => Theme::Light,
        None => Theme::Unknown,
    }
}

pub(in crate::platform) fn appearance() -> Appearance {
    if is_high_contrast() {
        return Appearance::Contrast(colors());
    }
    match is_light("AppsUseLightTheme") {
        Some(false) => Appearance::Dark,
        Some(true) => Appearance::Light,
        None => Appearance::Unknown,
    }
}

fn is_light(name: &str) -> Option<bool> {
    const KEY: &str = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";
    let value = read(Hive::User, KEY, name).ok().flatten()?;
    Some(value.number()? != 0)
}

#[allow(unsafe_code)]
fn is_high_contrast() -> bool {
    let size = mem::size_of::<HIGHCONTRASTW>() as u32;
    let mut state = HIGHCONTRASTW { cbSize: size, ..Default::default() };
    // SAFETY: the structure says its own size and lives through the call; the text that it leads to
    // afterwards is not touched.
    let is_known = unsafe {
        SystemParametersInfoW(SPI_GETHIGHCONTRAST, size, (&raw mut state).cast(), 0) != 0
    };
    is_known && state.dwFlags & HCF_HIGHCONTRASTON != 0
}

fn colors() -> SystemColors {
    SystemColors {
        window: color(COLOR_WINDOW),
        window_text: color(COLOR_WINDOWTEXT),
        button_face: color(COLOR_BTNFACE),
        button_text: color(COLOR_BTNTEXT),
        highlight: color(COLOR_HIGHLIGHT),
        highlight_text: color(COLOR_HIGHLIGHTTEXT),
        gray_text: color(COLOR_GRAYTEXT),
        hot_light: color(COLOR_HOTLIGHT),
    }
}

#[allow(unsafe_code)]
fn color(index: SYS_COLOR_INDEX) -> Rgb {
    // SAFETY: takes a number and answers a number.
    let [red, green, blue, _] = unsafe { GetSysColor(index) }.to_le_bytes();
    Rgb(red, green, blue)
}

/// As the calling thread's window sees the keyboard: asked while it has the focus.
#[allow(unsafe_code)]
pub(in crate::platform) fn caps_lock() -> Option<bool> {
    // SAFETY: takes a number and answers a number, whose lowest bit is the lamp.
    Some(unsafe { GetKeyState(i32::from(VK_CAPITAL)) } & 1 != 0)
}

#[allow(unsafe_code)]
pub(in crate::platform) fn caret_blinks() -> bool {
    // SAFETY: takes nothing and answers a number.
    unsafe { GetCaretBlinkTime() != INFINITE }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_of_the_system_can_be_read_from() {
        let colors = colors();
        assert_ne!(colors.window, colors.window_text);
        assert_ne!(colors.highlight, colors.highlight_text);
    }

    #[test]
    fn questions_have_an_answer() {
        assert!(caps_lock().is_some());
        assert!(!is_high_contrast());
        let _ = (caret_blinks(), appearance());
    }
}
