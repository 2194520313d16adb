//! The shell's association of web addresses.

use std::io;
use std::ptr;
use std::thread;

use windows_sys::Win32::UI::Shell::ShellExecuteW;
use windows_sys::Win32::UI::WindowsAndMessaging::SW_SHOWNORMAL;

use super::wide::wide;

/// The shell may load extensions and wait for them, so it gets a thread of its own; the browser is
/// started by Explorer or with our environment, which holds nothing secret.
#[allow(unsafe_code)]
pub(in crate::platform) fn open(address: &str) -> io::Result<()> {
    let (verb, address) = (wide("open"), wide(address));
    let asked = thread::Builder::new().name("browser".into()).spawn(move || {
        // SAFETY: both texts end with a zero and live through the call; null means: no window, no
        // parameters, no folder.
        let answer = unsafe {
            ShellExecuteW(
                ptr::null_mut(),
                verb.as_ptr(),
                address.as_ptr(),
                ptr::null(),
                ptr::null(),
                SW_SHOWNORMAL,
            )
        };
        // Above 32 means success, whatever the number.
        if answer as usize <= 32 {
            log::warn!("no browser could be opened: {}", answer as usize);
        }
    });
    asked.map(|_| ())
}
