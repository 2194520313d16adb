use std::io::{BufRead, BufReader};
use std::ptr;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Mutex, MutexGuard, PoisonError};

use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::System::DataExchange::{
    CloseClipboard, EmptyClipboard, GetClipboardData, IsClipboardFormatAvailable, OpenClipboard,
    RegisterClipboardFormatW,
};
use windows_sys::Win32::System::Memory::{GlobalLock, GlobalUnlock};
use windows_sys::Win32::System::Ole::CF_UNICODETEXT;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    FindWindowExW, HWND_MESSAGE, SendMessageW, WM_RENDERALLFORMATS,
};

use super::super::wide::{narrow_at, wide};
use super::*;
use crate::platform::clipboard::{End, Held as Face, hold as hold_by_face};
use crate::platform::testing::again;

const SECRET: &str = "Geheim-4711 äß€ 🙂";
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn secret_is_pasted_again_and_again_until_the_limit() {
    let _alone = alone();
    let (held, ended) = hold_secret(SECRET, Duration::from_secs(3));
    assert!(held.is_ours() && held.remaining() > Duration::ZERO);
    assert_eq!(paste().as_deref(), Some(SECRET));
    assert_eq!(paste().as_deref(), Some(SECRET));
    assert_eq!(ended.recv_timeout(LIMIT), Ok(End::Expired));
    assert!(!held.is_ours());
    assert_eq!(held.remaining(), Duration::ZERO);
    assert_eq!(paste(), None);
}

/// What was handed out would outlive the process otherwise.
#[test]
fn text_is_promised_anew_after_a_pasting() {
    let _alone = alone();
    let (held, _ended) = hold_secret(SECRET, LIMIT);
    paste_and_wait_for_the_renewal();
    assert!(held.is_ours());
    assert!(EXCLUDED.iter().all(|name| is_available(name)));
    assert_eq!(paste().as_deref(), Some(SECRET));
}

#[test]
fn histories_clouds_and_monitors_are_told_to_leave_it_out() {
    let _alone = alone();
    let (held, _ended) = hold_secret(SECRET, LIMIT);
    assert!(EXCLUDED.iter().all(|name| is_available(name)));
    drop(held);
    assert!(!EXCLUDED.iter().any(|name| is_available(name)));
}

#[test]
fn text_is_not_left_behind_for_the_time_after_the_program() {
    let _alone = alone();
    let (held, _ended) = hold_secret(SECRET, LIMIT);
    let promised = sequence();
    send(own_window(), WM_RENDERALLFORMATS);
    assert_eq!(sequence(), promised);
    drop(held);
    assert_eq!(paste(), None);
}

#[test]
fn somebody_elses_copy_is_left_alone() {
    let _alone = alone();
    let (held, ended) = hold_secret(SECRET, LIMIT);
    let (other, other_ended) = hold_secret("anderes", LIMIT);
    assert_eq!(ended.recv_timeout(LIMIT), Ok(End::TakenOver));
    assert!(!held.is_ours());
    drop(held);
    assert_eq!(paste().as_deref(), Some("anderes"));
    empty();
    assert_eq!(other_ended.recv_timeout(LIMIT), Ok(End::TakenOver));
    assert!(!other.is_ours());
}

#[test]
fn dropped_secret_is_gone_and_nobody_is_called() {
    let _alone = alone();
    let (held, ended) = hold_secret(SECRET, LIMIT);
    drop(held);
    assert_eq!(paste(), None);
    assert_eq!(ended.recv_timeout(LIMIT), Err(RecvTimeoutError::Disconnected));
}

/// SAFETY S22, also when it was pasted before.
#[test]
fn secret_dies_with_a_killed_process() {
    const INSIDE: &str = "KONNEKTORWART_TEST_CLIPBOARD";
    if std::env::var_os(INSIDE).is_some() {
        let (_held, _ended) = hold_secret(SECRET, LIMIT * 60);
        println!("held");
        loop {
            thread::park();
        }
    }
    let _alone = alone();
    let test = "platform::windows::clipboard::tests::secret_dies_with_a_killed_process";
    let mut holder = again(test, &[INSIDE], "1".as_ref());
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.ends_with("held")));
    paste_and_wait_for_the_renewal();
    holder.kill().unwrap();
    holder.wait().unwrap();
    wait_until(|| paste().is_none());
}

const EXCLUDED: [&str; 3] = owner::EXCLUSIONS;

/// One clipboard for all tests.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn hold_secret(secret: &str, limit: Duration) -> (Face, Receiver<End>) {
    let (sender, ended) = channel();
    let tell = move |end| sender.send(end).unwrap_or_default();
    (hold_by_face(secret.into(), limit, tell).unwrap(), ended)
}

#[allow(unsafe_code)]
fn open() {
    // SAFETY: takes no window.
    wait_until(|| unsafe { OpenClipboard(ptr::null_mut()) != 0 });
}

#[allow(unsafe_code)]
fn paste() -> Option<String> {
    open();
    // SAFETY: the clipboard is open; its text ends with a zero and stays until it is closed.
    unsafe {
        let memory = GetClipboardData(u32::from(CF_UNICODETEXT));
        let text = (!memory.is_null()).then(|| {
            let text = narrow_at(GlobalLock(memory).cast()).unwrap();
            GlobalUnlock(memory);
            text.into_string().unwrap()
        });
        CloseClipboard();
        text
    }
}

/// A renewal between the pasting and the look at the number is not seen: then once more.
fn paste_and_wait_for_the_renewal() {
    wait_until(|| {
        assert_eq!(paste().as_deref(), Some(SECRET));
        let (pasted, end) = (sequence(), Instant::now() + Duration::from_secs(5));
        while sequence() == pasted && Instant::now() < end {
            thread::sleep(Duration::from_millis(5));
        }
        sequence() != pasted
    });
}

#[allow(unsafe_code)]
fn empty() {
    open();
    // SAFETY: the clipboard is open.
    unsafe {
        assert_ne!(EmptyClipboard(), 0);
        CloseClipboard();
    }
}

#[allow(unsafe_code)]
fn is_available(format: &str) -> bool {
    let format = wide(format);
    // SAFETY: the text ends with a zero.
    unsafe { IsClipboardFormatAvailable(RegisterClipboardFormatW(format.as_ptr())) != 0 }
}

#[allow(unsafe_code)]
fn sequence() -> u32 {
    use windows_sys::Win32::System::DataExchange::GetClipboardSequenceNumber;
    // SAFETY: takes nothing and answers a number.
    unsafe { GetClipboardSequenceNumber() }
}

#[allow(unsafe_code)]
fn own_window() -> HWND {
    let class = wide("KonnektorwartClipboard");
    // SAFETY: the class ends with a zero.
    unsafe { FindWindowExW(HWND_MESSAGE, ptr::null_mut(), class.as_ptr(), ptr::null()) }
}

#[allow(unsafe_code)]
fn send(window: HWND, message: u32) {
    assert!(!window.is_null());
    // SAFETY: the message carries nothing.
    unsafe { SendMessageW(window, message, 0, 0) };
}

fn wait_until(mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < end, "waited too long");
        thread::sleep(Duration::from_millis(5));
    }
}
