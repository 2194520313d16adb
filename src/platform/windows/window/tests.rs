use std::sync::mpsc::{Receiver as Heard, channel};
use std::sync::{Arc, Mutex};

use windows_sys::Win32::UI::WindowsAndMessaging::{IsWindow, SendMessageW};

use super::*;
use crate::platform::agent::Page;

#[test]
fn messages_of_windows_become_events() {
    let (window, heard) = open("messages");
    let area = wide("ImmersiveColorSet");
    let taskbar = taskbar_created();
    let cases = [
        (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC, 0, 1, Some(Event::Resumed)),
        // The same resume, told again with the person.
        (WM_POWERBROADCAST, PBT_APMRESUMESUSPEND, 0, 1, None),
        (WM_POWERBROADCAST, PBT_APMRESUMESUSPEND, 0, 1, Some(Event::Resumed)),
        (WM_QUERYENDSESSION, 0, 0, 1, None),
        (WM_ENDSESSION, 0, 0, 0, None),
        (WM_ENDSESSION, 1, 0, 0, Some(Event::SessionEnds)),
        (WM_SETTINGCHANGE, 0, area.as_ptr() as LPARAM, 0, Some(Event::ThemeChanged)),
        (WM_SETTINGCHANGE, 0, 0, 0, None),
        (WM_SETTINGCHANGE, SPI_SETHIGHCONTRAST, 0, 0, Some(Event::ThemeChanged)),
        (WM_SYSCOLORCHANGE, 0, 0, 0, Some(Event::ThemeChanged)),
        (WM_WTSSESSION_CHANGE, 3, 0, 0, Some(Event::SessionChanged)),
        (taskbar, 0, 0, 0, Some(Event::TaskbarCreated)),
        (WM_CLOSE, 0, 0, 0, Some(Event::Doorbell(Doorbell::Quit))),
    ];
    for (message, first, second, answer, event) in cases {
        assert_eq!(send_to(&window, message, first as WPARAM, second), answer, "{message:#x}");
        assert_eq!(heard.try_recv().ok(), event, "{message:#x} {first}");
    }
    assert!(is_open(window.handle));
    let handle = window.handle;
    drop(window);
    assert!(!is_open(handle));
}

#[test]
fn doorbell_is_heard_and_a_foreign_message_is_not() {
    let (window, heard) = open("doorbell");
    assert!(send("doorbell", "show Übersicht").unwrap().unwrap());
    let page = Page::new("Übersicht").unwrap();
    assert_eq!(heard.try_recv(), Ok(Event::Doorbell(Doorbell::Show(page))));
    assert!(!send("doorbell", "format c:").unwrap().unwrap());
    let text = b"quit";
    let foreign =
        COPYDATASTRUCT { dwData: MARK + 1, cbData: 4, lpData: text.as_ptr().cast_mut().cast() };
    assert_eq!(send_to(&window, WM_COPYDATA, 0, &raw const foreign as LPARAM), 0);
    assert!(heard.try_recv().is_err());
    assert!(send("nobody", "quit").is_none());
}

fn open(title: &str) -> (Window, Heard<Event>) {
    let (sender, heard) = channel();
    let sender = Mutex::new(sender);
    let on_event: OnEvent = Arc::new(move |event| {
        // The test may have ended.
        let _ = sender.lock().unwrap().send(event);
    });
    (Window::open(title, on_event).unwrap(), heard)
}

#[allow(unsafe_code)]
fn send_to(window: &Window, message: u32, first: WPARAM, second: LPARAM) -> LRESULT {
    // SAFETY: the window is of this thread, so its procedure runs before the call returns; every
    // pointer in the cases outlives it.
    unsafe { SendMessageW(window.handle, message, first, second) }
}

#[allow(unsafe_code)]
fn taskbar_created() -> u32 {
    let name = wide("TaskbarCreated");
    // SAFETY: the text ends with a zero and lives through the call.
    unsafe { RegisterWindowMessageW(name.as_ptr()) }
}

#[allow(unsafe_code)]
fn is_open(handle: HWND) -> bool {
    // SAFETY: takes any number.
    unsafe { IsWindow(handle) != 0 }
}
