//! The session by its environment. Panels do not tell their colour.

use std::env;

use crate::platform::session::{Appearance, Rgb, SystemColors, Theme};

pub(in crate::platform) fn theme() -> Theme {
    Theme::Unknown
}

/// The window library reads light and dark from the portal. GTK's own high contrast themes are black
/// and white alone; the desktops that use them (MATE, Xfce) name them to every program this way.
pub(in crate::platform) fn appearance() -> Appearance {
    let theme = env::var("GTK_THEME").unwrap_or_default();
    contrast_theme(&theme).map_or(Appearance::Unknown, Appearance::Contrast)
}

fn contrast_theme(theme: &str) -> Option<SystemColors> {
    const BLACK: Rgb = Rgb(0, 0, 0);
    const WHITE: Rgb = Rgb(255, 255, 255);
    let (ground, ink) = match theme {
        "HighContrast" => (WHITE, BLACK),
        "HighContrastInverse" | "HighContrast:dark" => (BLACK, WHITE),
        _ => return None,
    };
    Some(SystemColors {
        window: ground,
        window_text: ink,
        button_face: ground,
        button_text: ink,
        highlight: ink,
        highlight_text: ground,
        gray_text: if ground == WHITE { Rgb(96, 96, 96) } else { Rgb(170, 170, 170) },
        hot_light: ink,
    })
}

/// Neither X11 nor Wayland tells a program that has no focus.
pub(in crate::platform) fn caps_lock() -> Option<bool> {
    None
}

/// Each desktop keeps its own setting, none of them for others to read.
pub(in crate::platform) fn caret_blinks() -> bool {
    true
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn high_contrast_themes_of_gtk_are_black_and_white() {
        let inverse = contrast_theme("HighContrastInverse").unwrap();
        assert_eq!((inverse.window, inverse.window_text), (Rgb(0, 0, 0), Rgb(255, 255, 255)));
        assert_eq!(contrast_theme("HighContrast:dark"), Some(inverse));
        assert_eq!(contrast_theme("HighContrast").unwrap().window, Rgb(255, 255, 255));
        assert_eq!(contrast_theme("Adwaita"), None);
    }
}
