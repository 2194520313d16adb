//! One agent per session by a named mutex; its doorbell is the hidden window.

use std::io;
use std::ptr;
use std::thread;
use std::time::{Duration, Instant};

use windows_sys::Win32::Foundation::{
    CloseHandle, ERROR_ALREADY_EXISTS, ERROR_FILE_NOT_FOUND, GetLastError, HANDLE,
};
use windows_sys::Win32::System::Threading::{
    CreateMutexW, OpenMutexW, SYNCHRONIZATION_SYNCHRONIZE,
};

use super::wide::wide;
use super::window::{self, Window};
use crate::platform::agent::OnEvent;
use crate::platform::folders::Folders;

/// The named mutex; the name is free again when the last handle is closed.
#[derive(Debug)]
pub(in crate::platform) struct Claimed {
    handle: HANDLE,
    name: String,
}

// SAFETY: the handle of a mutex may be used and closed by any thread.
#[allow(unsafe_code)]
unsafe impl Send for Claimed {}

/// Claim and window. Dropped, both are gone.
#[derive(Debug)]
pub(in crate::platform) struct Ears {
    _window: Window,
    _claimed: Claimed,
}

impl Drop for Claimed {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: made by CreateMutexW, closed nowhere else.
        unsafe { CloseHandle(self.handle) };
    }
}

#[allow(unsafe_code)]
pub(in crate::platform) fn claim(folders: &Folders) -> io::Result<Option<Claimed>> {
    let name = name_of(folders);
    let wide_name = wide(mutex_of(&name));
    // SAFETY: the name ends with a zero and lives through the call; GetLastError directly after it
    // tells whether the mutex was there. A handle is closed by `Claimed`.
    unsafe {
        let handle = CreateMutexW(ptr::null(), 0, wide_name.as_ptr());
        let status = GetLastError();
        if handle.is_null() {
            return Err(io::Error::from_raw_os_error(status.cast_signed()));
        }
        let claimed = Claimed { handle, name };
        Ok((status != ERROR_ALREADY_EXISTS).then_some(claimed))
    }
}

pub(in crate::platform) fn ring(folders: &Folders, message: &str) -> io::Result<bool> {
    let name = name_of(folders);
    let end = Instant::now() + Duration::from_secs(2);
    loop {
        if let Some(answer) = window::send(&name, message) {
            return answer;
        }
        // An agent that has just claimed opens its window in a moment.
        if !is_claimed(&name)? || Instant::now() >= end {
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

pub(in crate::platform) fn listen(claimed: Claimed, on_event: OnEvent) -> io::Result<Ears> {
    let window = Window::open(&claimed.name, on_event)?;
    Ok(Ears { _window: window, _claimed: claimed })
}

#[allow(unsafe_code)]
fn is_claimed(name: &str) -> io::Result<bool> {
    let name = wide(mutex_of(name));
    // SAFETY: the name ends with a zero and lives through the call; the handle is closed at once.
    unsafe {
        let handle = OpenMutexW(SYNCHRONIZATION_SYNCHRONIZE, 0, name.as_ptr());
        if !handle.is_null() {
            CloseHandle(handle);
            return Ok(true);
        }
        match GetLastError() {
            ERROR_FILE_NOT_FOUND => Ok(false),
            status => Err(io::Error::from_raw_os_error(status.cast_signed())),
        }
    }
}

fn mutex_of(name: &str) -> String {
    format!("Local\\Konnektorwart-{name}")
}

/// Title of the window and part of the mutex' name: 16 hexadecimal digits for the runtime folder,
/// compared without case as Windows does (FNV-1a).
fn name_of(folders: &Folders) -> String {
    let path = folders.runtime.to_string_lossy().to_lowercase();
    let hash = path.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
