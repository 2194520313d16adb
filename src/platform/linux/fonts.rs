//! fontconfig, asked as the window library asks it.

use fontique::{Collection, CollectionOptions, GenericFamily};

pub(in crate::platform) fn has_font() -> bool {
    fonts().family_names().next().is_some()
}

/// What the desktop's generic name stands for here.
pub(in crate::platform) fn monospace_family() -> Option<String> {
    let mut fonts = fonts();
    let family = fonts.generic_families(GenericFamily::Monospace).next()?;
    fonts.family_name(family).map(str::to_owned)
}

pub(in crate::platform) fn ui_family() -> Option<&'static str> {
    None
}

fn fonts() -> Collection {
    Collection::new(CollectionOptions { shared: false, system_fonts: true })
}
