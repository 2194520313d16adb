//! Names and numbers that Windows gives.

use std::io;

use windows_sys::Win32::System::WindowsProgramming::{
    GetComputerNameW, GetUserNameW, MAX_COMPUTERNAME_LENGTH,
};

use super::registry::{Hive, read};
use super::{security, wide::narrow};
use crate::platform::machine::{Boot, User};

#[allow(unsafe_code)]
pub(in crate::platform) fn host_name() -> io::Result<String> {
    let mut buffer = [0_u16; MAX_COMPUTERNAME_LENGTH as usize + 1];
    let mut length = buffer.len() as u32;
    // SAFETY: the buffer holds `length` units through the call, and no more are written.
    match unsafe { GetComputerNameW(buffer.as_mut_ptr(), &raw mut length) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(narrow(&buffer).to_string_lossy().into_owned()),
    }
}

#[allow(unsafe_code)]
pub(in crate::platform) fn user() -> io::Result<User> {
    // UNLEN and the zero.
    let mut buffer = [0_u16; 257];
    let mut length = buffer.len() as u32;
    // SAFETY: the buffer holds `length` units through the call, and no more are written.
    match unsafe { GetUserNameW(buffer.as_mut_ptr(), &raw mut length) } {
        0 => Err(io::Error::last_os_error()),
        _ => {
            Ok(User { id: security::user()?, name: narrow(&buffer).to_string_lossy().into_owned() })
        }
    }
}

/// The kernel's own count of starts. A time of start computed from the clock would change with the
/// clock and look like a new start, so without the count there is no answer. A quick start
/// (hibernated kernel) does not count, which errs to the safe side.
pub(in crate::platform) fn boot() -> Option<Boot> {
    const KEY: &str =
        r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters";
    let count = read(Hive::Machine, KEY, "BootId").ok().flatten()?.number()?;
    Some(Boot(format!("windows-{count}")))
}

pub(in crate::platform) fn log_on() -> Option<String> {
    security::log_on().ok()
}

pub(in crate::platform) fn sync_all_disks() -> bool {
    false
}
