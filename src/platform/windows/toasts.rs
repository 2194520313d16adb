//! The name of our toasts, and the balloon at the tray icon that takes their place. A balloon has no
//! buttons, so its text names the next step; a new one replaces the one that is shown.

use std::mem;

use windows_sys::Win32::UI::Shell::{
    NIF_INFO, NIIF_INFO, NIM_MODIFY, NOTIFYICONDATAW, SetCurrentProcessExplicitAppUserModelID,
    Shell_NotifyIconW,
};

use super::wide::wide;
use super::window::of_this_process;
use crate::platform::toasts::{
    APPLICATION_ID, Buttons, Error, Markup, OnButton, Service, Shown, Toast,
};

/// There is one balloon at a time.
pub(in crate::platform) struct Center;

impl Center {
    pub(in crate::platform) fn new(_on_button: OnButton) -> Self {
        Self
    }

    pub(in crate::platform) fn service(&self) -> Service {
        Service::Present { buttons: Buttons::Ignored, markup: Markup::Plain }
    }

    pub(in crate::platform) fn show(&self, toast: &Toast<'_>) -> Result<Shown, Error> {
        match balloon(toast.title, toast.body) {
            true => Ok(Shown(1)),
            false => Err(Error::NoService),
        }
    }

    pub(in crate::platform) fn close(&self, _shown: Shown) {
        balloon("", "");
    }
}

#[allow(unsafe_code)]
pub(in crate::platform) fn name_this_process() {
    let name = wide(APPLICATION_ID);
    // SAFETY: `name` ends with a zero and lives through the call.
    let status = unsafe { SetCurrentProcessExplicitAppUserModelID(name.as_ptr()) };
    if status < 0 {
        log::warn!("toasts will not carry our name: {status:#x}");
    }
}

/// Shows `title` (63 UTF-16 units at most, longer is cut) and `text` (255) at this process' own icon;
/// empty texts take it away. tray-icon names its window's class `tray_icon_app`, as every program
/// with that crate does, and counts its icons from 1 within a process.
#[allow(unsafe_code)]
fn balloon(title: &str, text: &str) -> bool {
    let Some(window) = of_this_process("tray_icon_app") else {
        return false;
    };
    let mut data = NOTIFYICONDATAW {
        cbSize: mem::size_of::<NOTIFYICONDATAW>() as u32,
        hWnd: window,
        uFlags: NIF_INFO,
        dwInfoFlags: NIIF_INFO,
        ..Default::default()
    };
    copy_cut(&mut data.szInfoTitle, title);
    copy_cut(&mut data.szInfo, text);
    (1..=8).any(|id| {
        data.uID = id;
        // SAFETY: `data` says its own size and lives through the call.
        unsafe { Shell_NotifyIconW(NIM_MODIFY, &raw const data) != 0 }
    })
}

/// Fills `place` with whole characters of `text` and at least one zero.
fn copy_cut(place: &mut [u16], text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf16() >= place.len() {
            break;
        }
        used += c.encode_utf16(&mut place[used..]).len();
    }
    place[used..].fill(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_between_characters() {
        let mut place = [7_u16; 4];
        copy_cut(&mut place, "ab🙂c");
        assert_eq!(place, [u16::from(b'a'), u16::from(b'b'), 0, 0]);
        copy_cut(&mut place, "Größe");
        assert_eq!(place[3], 0);
    }
}
