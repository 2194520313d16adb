//! Families that come with every Windows since 7. Whether there is any is asked of the list that the
//! window library reads, so that Wine without fonts is told apart as well.

use std::ptr;

use windows_sys::Win32::Foundation::LPARAM;
use windows_sys::Win32::Graphics::Gdi::{
    DEFAULT_CHARSET, EnumFontFamiliesExW, GetDC, LOGFONTW, ReleaseDC, TEXTMETRICW,
    TRUETYPE_FONTTYPE,
};

#[allow(unsafe_code)]
pub(in crate::platform) fn has_font() -> bool {
    let every = LOGFONTW { lfCharSet: DEFAULT_CHARSET, ..Default::default() };
    let mut found = false;
    // SAFETY: the screen's context is given back; the description lives through the call, and so does
    // `found`, which the function below gets back as its last parameter during the call only.
    unsafe {
        let screen = GetDC(ptr::null_mut());
        EnumFontFamiliesExW(screen, &raw const every, Some(on_family), &raw mut found as LPARAM, 0);
        ReleaseDC(ptr::null_mut(), screen);
    }
    found
}

/// Stops at the first family with outlines.
#[allow(unsafe_code)]
unsafe extern "system" fn on_family(
    _font: *const LOGFONTW,
    _metrics: *const TEXTMETRICW,
    kind: u32,
    found: LPARAM,
) -> i32 {
    // OpenType fonts with PostScript outlines carry no mark at all.
    const RASTER: u32 = 1;
    let has_outlines = kind & TRUETYPE_FONTTYPE != 0 || kind & RASTER == 0;
    if has_outlines {
        // SAFETY: `has_font` passed the address of its own variable.
        unsafe { *(found as *mut bool) = true };
    }
    i32::from(!has_outlines)
}

pub(in crate::platform) fn monospace_family() -> Option<String> {
    Some("Consolas".into())
}

pub(in crate::platform) fn ui_family() -> Option<&'static str> {
    Some("Segoe UI")
}
