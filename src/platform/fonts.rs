//! The system's fonts. Decides whether there is one at all, without which no window can be opened,
//! and which families the windows ask for.

use super::os;

/// Answers whether a text can be drawn. Without any font the window library panics: ask before the
/// first window, run without windows otherwise. `SLINT_DEFAULT_FONT` counts if it names a file.
#[must_use]
pub fn has_font() -> bool {
    std::env::var_os("SLINT_DEFAULT_FONT").is_some_and(|path| std::path::Path::new(&path).is_file())
        || os::fonts::has_font()
}

/// Answers the family with letters of equal width; `None` leaves the choice to the window library.
#[must_use]
pub fn monospace_family() -> Option<String> {
    os::fonts::monospace_family()
}

/// Answers the family of the system's own windows; `None` leaves the choice to the window library.
#[must_use]
pub fn ui_family() -> Option<&'static str> {
    os::fonts::ui_family()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_have_names() {
        assert!(monospace_family().is_none_or(|family| !family.is_empty()));
        assert!(ui_family().is_none_or(|family| !family.is_empty()));
    }
}
