//! Text as Windows takes it: UTF-16 with a zero at the end.

use std::ffi::{OsStr, OsString};
use std::os::windows::ffi::{OsStrExt, OsStringExt};

/// The text with its terminating zero. A zero inside ends the text early on the other side.
pub(super) fn wide(text: impl AsRef<OsStr>) -> Vec<u16> {
    text.as_ref().encode_wide().chain([0]).collect()
}

/// The text before the first zero.
pub(super) fn narrow(units: &[u16]) -> OsString {
    let end = units.iter().position(|&unit| unit == 0).unwrap_or(units.len());
    OsString::from_wide(&units[..end])
}

/// The text that a pointer from Windows leads to.
///
/// # Safety
/// `text` is null or points to UTF-16 with a terminating zero that lives through the call.
#[allow(unsafe_code)]
pub(super) unsafe fn narrow_at(text: *const u16) -> Option<OsString> {
    if text.is_null() {
        return None;
    }
    let mut length = 0;
    // SAFETY: the caller promises a zero; every unit before it and the zero itself may be read.
    let units = unsafe {
        while *text.add(length) != 0 {
            length += 1;
        }
        std::slice::from_raw_parts(text, length)
    };
    Some(OsString::from_wide(units))
}
