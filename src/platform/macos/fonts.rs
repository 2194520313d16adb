//! Fonts come with the system.

pub(in crate::platform) fn has_font() -> bool {
    true
}

pub(in crate::platform) fn monospace_family() -> Option<String> {
    Some("Menlo".into())
}

pub(in crate::platform) fn ui_family() -> Option<&'static str> {
    None
}
