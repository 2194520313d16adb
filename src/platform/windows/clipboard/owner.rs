//! The clipboard's owner: a hidden window and its thread. Decides what is promised, when the text is
//! handed out and when the promise is withdrawn. `WM_RENDERALLFORMATS` is never answered: it would
//! leave the text behind after the program's end.

use std::cell::Cell;
use std::io;
use std::ptr;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use windows_sys::Win32::Foundation::{
    GetLastError, GlobalFree, HGLOBAL, HWND, LPARAM, LRESULT, SetLastError, WPARAM,
};
use windows_sys::Win32::System::DataExchange::{
    CloseClipboard, EmptyClipboard, GetClipboardOwner, OpenClipboard, RegisterClipboardFormatW,
    SetClipboardData,
};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::System::Memory::{GMEM_MOVEABLE, GlobalAlloc, GlobalLock, GlobalUnlock};
use windows_sys::Win32::System::Ole::CF_UNICODETEXT;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DefWindowProcW, DestroyWindow, DispatchMessageW, GWLP_USERDATA, GetMessageW,
    GetWindowLongPtrW, HWND_MESSAGE, MSG, PostQuitMessage, RegisterClassW, SetTimer,
    SetWindowLongPtrW, WM_DESTROYCLIPBOARD, WM_RENDERALLFORMATS, WM_RENDERFORMAT, WM_TIMER,
    WNDCLASSW,
};

use super::super::wide::wide;
use super::{Begun, PATIENCE, RELEASE, own_number};
use crate::platform::clipboard::End;

const CLASS: &str = "KonnektorwartClipboard";

/// Timers of the window.
const LIMIT: usize = 1;
const RENEW: usize = 2;

/// After a pasting: long enough for a program that asks twice.
const RENEW_AFTER: u32 = 500;

/// What tells histories, clouds and monitors to leave it out, and the number each carries.
pub(super) const EXCLUSIONS: [&str; 3] = [
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
];

const TEXT: u32 = CF_UNICODETEXT as u32;

struct Owner {
    window: HWND,
    secret: SecretString,
    until: Instant,
    is_ours: Arc<AtomicBool>,
    /// While this program itself empties the clipboard.
    is_emptying: Cell<bool>,
    end: Cell<Option<End>>,
}

/// Holds the secret until it expires, is taken over or released. Answers the end if it came by
/// itself.
pub(super) fn run(
    secret: SecretString,
    until: Instant,
    is_ours: Arc<AtomicBool>,
    begun: &Begun,
) -> Option<End> {
    let began = Owner::begin(secret, until, is_ours);
    match began {
        Ok(owner) => {
            // The caller waits for it.
            let _ = begun.send(Ok(own_number()));
            owner.serve()
        }
        Err(error) => {
            let _ = begun.send(Err(error));
            None
        }
    }
}

impl Owner {
    #[allow(unsafe_code)]
    fn begin(
        secret: SecretString,
        until: Instant,
        is_ours: Arc<AtomicBool>,
    ) -> io::Result<Box<Self>> {
        let window = create_window()?;
        let is_emptying = Cell::new(false);
        let owner =
            Box::new(Self { window, secret, until, is_ours, is_emptying, end: Cell::new(None) });
        // SAFETY: the box keeps its place until `drop`, which takes the pointer out of the window; no
        // other reference to the owner is a mutable one.
        unsafe { SetWindowLongPtrW(window, GWLP_USERDATA, &raw const *owner as isize) };
        let open = OpenedClipboard::patiently(window, PATIENCE)?;
        owner.promise(&open)?;
        drop(open);
        owner.is_ours.store(true, Ordering::Release);
        owner.wait_for_the_limit();
        Ok(owner)
    }

    /// Takes messages until the end.
    #[allow(unsafe_code)]
    fn serve(&self) -> Option<End> {
        let mut message = MSG::default();
        // SAFETY: the message is ours and lives through the calls. The loop ends with
        // PostQuitMessage, with RELEASE, and with an error.
        unsafe {
            while GetMessageW(&raw mut message, ptr::null_mut(), 0, 0) > 0 {
                if message.hwnd.is_null() && message.message == RELEASE {
                    self.clear();
                    break;
                }
                DispatchMessageW(&raw const message);
            }
        }
        self.is_ours.store(false, Ordering::Release);
        self.end.get()
    }

    /// Promises the text in the place of whatever was there.
    #[allow(unsafe_code)]
    fn promise(&self, open: &OpenedClipboard) -> io::Result<()> {
        open.empty(&self.is_emptying)?;
        for name in EXCLUSIONS {
            let name = wide(name);
            // SAFETY: the name ends with a zero; the number's memory passes to the clipboard.
            unsafe {
                let format = RegisterClipboardFormatW(name.as_ptr());
                hand_over(format, memory_of(&0_u32.to_le_bytes())?)?;
            }
        }
        // SAFETY: a null handle is the promise; null is its answer as well, so the error tells.
        unsafe {
            SetLastError(0);
            SetClipboardData(TEXT, ptr::null_mut());
            match GetLastError() {
                0 => Ok(()),
                number => Err(io::Error::from_raw_os_error(number.cast_signed())),
            }
        }
    }

    /// Hands the text out. The clipboard is open, by whoever pastes.
    fn render(&self) {
        let text = self.secret.expose_secret();
        let handed = text_memory(text).and_then(|memory| hand_over(TEXT, memory));
        if let Err(error) = handed {
            log::warn!("the clipboard's text could not be handed out: {error}");
        }
        self.set_timer(RENEW, RENEW_AFTER);
    }

    /// Takes the text back and promises it anew, unless somebody else came first. Tried again while
    /// another program has the clipboard open.
    fn renew(&self) {
        let Ok(open) = OpenedClipboard::patiently(self.window, Duration::ZERO) else {
            return;
        };
        self.stop_timer(RENEW);
        if open.is_owned_by(self.window)
            && let Err(error) = self.promise(&open)
        {
            log::warn!("the clipboard could not be promised anew: {error}");
        }
    }

    /// Empties the clipboard if it is still ours; nobody can come in between while it is open.
    fn clear(&self) {
        let cleared = OpenedClipboard::patiently(self.window, PATIENCE / 2).and_then(|open| {
            if open.is_owned_by(self.window) { open.empty(&self.is_emptying) } else { Ok(()) }
        });
        if let Err(error) = cleared {
            log::warn!("the clipboard could not be cleared: {error}");
        }
    }

    #[allow(unsafe_code)]
    fn end(&self, end: End) {
        self.is_ours.store(false, Ordering::Release);
        self.end.set(Some(end));
        // SAFETY: takes a number.
        unsafe { PostQuitMessage(0) };
    }

    /// A timer counts 24 days at most: each round takes what is left.
    fn wait_for_the_limit(&self) {
        let left = self.until.saturating_duration_since(Instant::now());
        let round = left.min(Duration::from_secs(24 * 60 * 60));
        self.set_timer(LIMIT, u32::try_from(round.as_millis()).unwrap_or(u32::MAX).max(10));
    }

    #[allow(unsafe_code)]
    fn set_timer(&self, timer: usize, milliseconds: u32) {
        // SAFETY: the window is ours; without a function the timer is a message.
        if unsafe { SetTimer(self.window, timer, milliseconds, None) } == 0 {
            log::warn!("no timer for the clipboard: {}", io::Error::last_os_error());
        }
    }

    #[allow(unsafe_code)]
    fn stop_timer(&self, timer: usize) {
        use windows_sys::Win32::UI::WindowsAndMessaging::KillTimer;
        // SAFETY: the window is ours.
        unsafe { KillTimer(self.window, timer) };
    }

    /// Answers a message that counts; `None` leaves it to Windows.
    fn take(&self, message: u32, first: WPARAM) -> Option<LRESULT> {
        match message {
            WM_RENDERFORMAT if u32::try_from(first) == Ok(TEXT) => self.render(),
            WM_RENDERFORMAT | WM_RENDERALLFORMATS => {}
            WM_DESTROYCLIPBOARD if !self.is_emptying.get() => self.end(End::TakenOver),
            WM_TIMER if first == RENEW => self.renew(),
            WM_TIMER if first == LIMIT && Instant::now() < self.until => self.wait_for_the_limit(),
            WM_TIMER if first == LIMIT => {
                self.clear();
                self.stop_timer(LIMIT);
                self.end(End::Expired);
            }
            _ => return None,
        }
        Some(0)
    }
}

impl Drop for Owner {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: the window is ours and of this thread; without the pointer no message reaches the
        // owner any more.
        unsafe {
            SetWindowLongPtrW(self.window, GWLP_USERDATA, 0);
            DestroyWindow(self.window);
        }
    }
}

/// The clipboard as long as no other program can change it.
struct OpenedClipboard;

impl OpenedClipboard {
    /// Tries until another program has closed it.
    #[allow(unsafe_code)]
    fn patiently(window: HWND, patience: Duration) -> io::Result<Self> {
        let end = Instant::now() + patience;
        loop {
            // SAFETY: the window is ours.
            if unsafe { OpenClipboard(window) } != 0 {
                return Ok(Self);
            }
            let error = io::Error::last_os_error();
            if Instant::now() >= end {
                return Err(error);
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Empties it and makes the opening window its owner.
    #[allow(unsafe_code)]
    fn empty(&self, is_emptying: &Cell<bool>) -> io::Result<()> {
        is_emptying.set(true);
        // SAFETY: the clipboard is open as long as `self` lives.
        let is_empty = unsafe { EmptyClipboard() != 0 };
        is_emptying.set(false);
        if is_empty { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    #[allow(unsafe_code)]
    fn is_owned_by(&self, window: HWND) -> bool {
        // SAFETY: takes nothing and answers a number.
        unsafe { GetClipboardOwner() == window }
    }
}

impl Drop for OpenedClipboard {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: opened by this thread.
        unsafe { CloseClipboard() };
    }
}

/// Gives memory to the clipboard, which frees it; on failure it is freed here.
#[allow(unsafe_code)]
fn hand_over(format: u32, memory: HGLOBAL) -> io::Result<()> {
    // SAFETY: the memory is movable, unlocked and nobody else's.
    unsafe {
        if SetClipboardData(format, memory).is_null() {
            let error = io::Error::last_os_error();
            GlobalFree(memory);
            return Err(error);
        }
    }
    Ok(())
}

/// The text as UTF-16 with a zero at the end, in no other place on its way.
fn text_memory(text: &str) -> io::Result<HGLOBAL> {
    let length = (text.encode_utf16().count() + 1) * 2;
    filled_memory(length, text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes))
}

fn memory_of(bytes: &[u8]) -> io::Result<HGLOBAL> {
    filled_memory(bytes.len(), bytes.iter().copied())
}

#[allow(unsafe_code)]
fn filled_memory(length: usize, bytes: impl Iterator<Item = u8>) -> io::Result<HGLOBAL> {
    // SAFETY: the memory has `length` bytes, no more are written, and it is unlocked afterwards.
    unsafe {
        let memory = GlobalAlloc(GMEM_MOVEABLE, length);
        if memory.is_null() {
            return Err(io::Error::last_os_error());
        }
        let place = GlobalLock(memory).cast::<u8>();
        if place.is_null() {
            let error = io::Error::last_os_error();
            GlobalFree(memory);
            return Err(error);
        }
        for (at, byte) in bytes.take(length).enumerate() {
            place.add(at).write(byte);
        }
        GlobalUnlock(memory);
        Ok(memory)
    }
}

/// A window for messages only; its class is registered once.
#[allow(unsafe_code)]
fn create_window() -> io::Result<HWND> {
    static IS_REGISTERED: OnceLock<bool> = OnceLock::new();
    let class = wide(CLASS);
    // SAFETY: every text ends with a zero and lives through the calls; the window procedure is a
    // function of this program.
    unsafe {
        let program = GetModuleHandleW(ptr::null());
        let is_registered = IS_REGISTERED.get_or_init(|| {
            let description = WNDCLASSW {
                lpfnWndProc: Some(on_message),
                hInstance: program,
                lpszClassName: class.as_ptr(),
                ..Default::default()
            };
            RegisterClassW(&raw const description) != 0
        });
        if !is_registered {
            return Err(io::Error::last_os_error());
        }
        let (name, none) = (class.as_ptr(), ptr::null_mut());
        let window =
            CreateWindowExW(0, name, name, 0, 0, 0, 0, 0, HWND_MESSAGE, none, program, ptr::null());
        if window.is_null() { Err(io::Error::last_os_error()) } else { Ok(window) }
    }
}

#[allow(unsafe_code)]
unsafe extern "system" fn on_message(
    window: HWND,
    message: u32,
    first: WPARAM,
    second: LPARAM,
) -> LRESULT {
    // SAFETY: the pointer is null or the owner that `begin` gave to this very window; `drop` takes it
    // out, and both run on this thread.
    unsafe {
        let owner = GetWindowLongPtrW(window, GWLP_USERDATA) as *const Owner;
        let answer = owner.as_ref().and_then(|owner| owner.take(message, first));
        answer.unwrap_or_else(|| DefWindowProcW(window, message, first, second))
    }
}
