//! The hidden top-level window. Decides which of Windows' messages count: a message-only window gets
//! no broadcast, and the window library passes on neither resume nor the session's end. Its title
//! names the agent, its class `Konnektorwart` is ours alone.

use std::cell::Cell;
use std::io;
use std::ptr;
use std::slice;
use std::sync::OnceLock;

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::DataExchange::COPYDATASTRUCT;
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification, WTSUnRegisterSessionNotification,
};
use windows_sys::Win32::System::Threading::GetCurrentProcessId;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    AllowSetForegroundWindow, CreateWindowExW, DefWindowProcW, DestroyWindow, FindWindowExW,
    FindWindowW, GWLP_USERDATA, GetWindowLongPtrW, GetWindowThreadProcessId,
    PBT_APMRESUMEAUTOMATIC, PBT_APMRESUMESUSPEND, RegisterClassW, RegisterWindowMessageW,
    SMTO_ABORTIFHUNG, SPI_SETHIGHCONTRAST, SendMessageTimeoutW, SetWindowLongPtrW, WM_CLOSE,
    WM_COPYDATA, WM_ENDSESSION, WM_POWERBROADCAST, WM_QUERYENDSESSION, WM_SETTINGCHANGE,
    WM_SYSCOLORCHANGE, WM_WTSSESSION_CHANGE, WNDCLASSW, WS_EX_NOACTIVATE, WS_EX_TOOLWINDOW,
    WS_POPUP,
};

use super::wide::{narrow_at, wide};
use crate::platform::agent::{Doorbell, Event, MAXIMUM_MESSAGE, OnEvent};

const CLASS: &str = "Konnektorwart";

/// Marks our own WM_COPYDATA: "KNWT".
const MARK: usize = 0x4b4e_5754;

/// The window; destroyed when dropped, on the thread that opened it.
#[derive(Debug)]
pub(super) struct Window {
    handle: HWND,
    receiver: *mut Receiver,
}

struct Receiver {
    on_event: OnEvent,
    taskbar_created: u32,
    /// Some messages come twice for one resume.
    has_resumed: Cell<bool>,
}

impl Window {
    #[allow(unsafe_code)]
    pub(super) fn open(title: &str, on_event: OnEvent) -> io::Result<Self> {
        let (class, title) = (wide(CLASS), wide(title));
        let taskbar_name = wide("TaskbarCreated");
        // SAFETY: every text ends with a zero and lives through the calls; the window procedure is a
        // function of this program. The receiver is given to the window before its address can
        // arrive anywhere, and freed in `drop` after the window is destroyed.
        unsafe {
            let program = GetModuleHandleW(ptr::null());
            register(&class, program)?;
            let taskbar_created = RegisterWindowMessageW(taskbar_name.as_ptr());
            let handle = CreateWindowExW(
                WS_EX_TOOLWINDOW | WS_EX_NOACTIVATE,
                class.as_ptr(),
                title.as_ptr(),
                WS_POPUP,
                0,
                0,
                0,
                0,
                ptr::null_mut(),
                ptr::null_mut(),
                program,
                ptr::null(),
            );
            if handle.is_null() {
                return Err(io::Error::last_os_error());
            }
            let receiver = Box::into_raw(Box::new(Receiver {
                on_event,
                taskbar_created,
                has_resumed: Cell::new(false),
            }));
            SetWindowLongPtrW(handle, GWLP_USERDATA, receiver as isize);
            // Without it the session's changes are not heard, everything else is.
            if WTSRegisterSessionNotification(handle, NOTIFY_FOR_THIS_SESSION) == 0 {
                log::debug!("no notice of session changes: {}", io::Error::last_os_error());
            }
            Ok(Self { handle, receiver })
        }
    }
}

impl Drop for Window {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: the window is ours and of this thread (`Listening` cannot leave it). After the
        // pointer is taken out no message can reach the receiver, so freeing it once is sound.
        unsafe {
            WTSUnRegisterSessionNotification(self.handle);
            SetWindowLongPtrW(self.handle, GWLP_USERDATA, 0);
            DestroyWindow(self.handle);
            drop(Box::from_raw(self.receiver));
        }
    }
}

/// Sends a message to the window of that title in this session; `None` if there is none. The other
/// program may come to the front because of it.
#[allow(unsafe_code)]
pub(super) fn send(title: &str, message: &str) -> Option<io::Result<bool>> {
    let (class, title) = (wide(CLASS), wide(title));
    // SAFETY: both texts end with a zero. Windows copies `data` and the message's bytes to the other
    // process before the call returns; neither is written.
    unsafe {
        let window = FindWindowW(class.as_ptr(), title.as_ptr());
        if window.is_null() {
            return None;
        }
        let mut process = 0;
        GetWindowThreadProcessId(window, &raw mut process);
        AllowSetForegroundWindow(process);
        let data = COPYDATASTRUCT {
            dwData: MARK,
            cbData: message.len() as u32,
            lpData: message.as_ptr().cast_mut().cast(),
        };
        let mut answer = 0;
        let is_delivered = SendMessageTimeoutW(
            window,
            WM_COPYDATA,
            0,
            &raw const data as LPARAM,
            SMTO_ABORTIFHUNG,
            2000,
            &raw mut answer,
        );
        Some(match is_delivered {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(answer == 1),
        })
    }
}

/// The first window of a class that belongs to this process.
#[cfg_attr(not(feature = "desktop"), allow(dead_code))] // only balloons ask
#[allow(unsafe_code)]
pub(super) fn of_this_process(class: &str) -> Option<HWND> {
    let class = wide(class);
    let mut window = ptr::null_mut();
    loop {
        // SAFETY: the class ends with a zero; `window` is null or an earlier answer of the same
        // call, which fails if it is gone by now.
        unsafe {
            window = FindWindowExW(ptr::null_mut(), window, class.as_ptr(), ptr::null());
            if window.is_null() {
                return None;
            }
            let mut process = 0;
            GetWindowThreadProcessId(window, &raw mut process);
            if process == GetCurrentProcessId() {
                return Some(window);
            }
        }
    }
}

/// # Safety
/// `class` ends with a zero, `program` is this program's module.
#[allow(unsafe_code)]
unsafe fn register(class: &[u16], program: *mut core::ffi::c_void) -> io::Result<()> {
    static IS_REGISTERED: OnceLock<bool> = OnceLock::new();
    let is_registered = IS_REGISTERED.get_or_init(|| {
        let description = WNDCLASSW {
            lpfnWndProc: Some(on_message),
            hInstance: program,
            lpszClassName: class.as_ptr(),
            ..Default::default()
        };
        // SAFETY: the description and the text in it live through the call, which copies them.
        unsafe { RegisterClassW(&raw const description) != 0 }
    });
    if *is_registered { Ok(()) } else { Err(io::Error::last_os_error()) }
}

#[allow(unsafe_code)]
unsafe extern "system" fn on_message(
    window: HWND,
    message: u32,
    first: WPARAM,
    second: LPARAM,
) -> LRESULT {
    // SAFETY: the pointer is null or the receiver that `open` gave to this very window; `drop` takes
    // it out before freeing it, and both run on this thread. Messages carry what Windows documents
    // for their number; one from another program arrives through Windows' own copy of it.
    unsafe {
        let receiver = GetWindowLongPtrW(window, GWLP_USERDATA) as *const Receiver;
        let answer = receiver.as_ref().and_then(|receiver| receiver.take(message, first, second));
        answer.unwrap_or_else(|| DefWindowProcW(window, message, first, second))
    }
}

impl Receiver {
    /// Answers a message that counts; `None` leaves it to Windows.
    ///
    /// # Safety
    /// The message is one that Windows delivered to the window, with its own parameters.
    #[allow(unsafe_code)]
    unsafe fn take(&self, message: u32, first: WPARAM, second: LPARAM) -> Option<LRESULT> {
        match message {
            WM_COPYDATA => {
                // SAFETY: with this number `second` points to a COPYDATASTRUCT for the call's time.
                let bell = unsafe { bell_in(second as *const COPYDATASTRUCT) }?;
                (self.on_event)(Event::Doorbell(bell));
                Some(1)
            }
            WM_POWERBROADCAST => {
                self.take_power(first);
                Some(1)
            }
            // Yes, the session may end.
            WM_QUERYENDSESSION => Some(1),
            WM_ENDSESSION => {
                if first != 0 {
                    (self.on_event)(Event::SessionEnds);
                }
                Some(0)
            }
            WM_SETTINGCHANGE => {
                // SAFETY: with this number `second` is null or a text that ends with a zero.
                let area = unsafe { narrow_at(second as *const u16) };
                let is_contrast = u32::try_from(first) == Ok(SPI_SETHIGHCONTRAST);
                if is_contrast || area.is_some_and(|area| area == "ImmersiveColorSet") {
                    (self.on_event)(Event::ThemeChanged);
                }
                None
            }
            // A contrast mode's colors come one by one as well.
            WM_SYSCOLORCHANGE => {
                (self.on_event)(Event::ThemeChanged);
                None
            }
            WM_WTSSESSION_CHANGE => {
                (self.on_event)(Event::SessionChanged);
                Some(0)
            }
            // Asked to close from outside (`taskkill` without force): end in order.
            WM_CLOSE => {
                (self.on_event)(Event::Doorbell(Doorbell::Quit));
                Some(0)
            }
            other if other == self.taskbar_created => {
                (self.on_event)(Event::TaskbarCreated);
                Some(0)
            }
            _ => None,
        }
    }

    /// A resume by a person is told twice, the second time with the person.
    fn take_power(&self, change: WPARAM) {
        match u32::try_from(change) {
            Ok(PBT_APMRESUMEAUTOMATIC) => {
                self.has_resumed.set(true);
                (self.on_event)(Event::Resumed);
            }
            Ok(PBT_APMRESUMESUSPEND) if !self.has_resumed.replace(false) => {
                (self.on_event)(Event::Resumed);
            }
            Ok(_) | Err(_) => {}
        }
    }
}

/// # Safety
/// `data` is null or points to a structure whose `cbData` bytes may be read.
#[allow(unsafe_code)]
unsafe fn bell_in(data: *const COPYDATASTRUCT) -> Option<Doorbell> {
    // SAFETY: promised by the caller.
    let bytes = unsafe {
        let data = data.as_ref()?;
        let length = data.cbData as usize;
        if data.dwData != MARK || data.lpData.is_null() || length > MAXIMUM_MESSAGE {
            return None;
        }
        slice::from_raw_parts(data.lpData.cast::<u8>(), length)
    };
    Doorbell::parse(std::str::from_utf8(bytes).ok()?)
}

#[cfg(test)]
mod tests;
