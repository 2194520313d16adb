//! Names and numbers that Windows gives.

use std::io;
use std::ptr;

use windows_sys::Win32::Foundation::ERROR_NONE_MAPPED;
use windows_sys::Win32::Security::{CheckTokenMembership, LookupAccountNameW};
use windows_sys::Win32::System::WindowsProgramming::{
    GetComputerNameW, GetUserNameW, MAX_COMPUTERNAME_LENGTH,
};

use super::registry::{Hive, read};
use super::security;
use super::wide::{narrow, wide};
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

/// Asks the token of this process, which knows nested groups and those of the domain.
#[allow(unsafe_code)]
pub(in crate::platform) fn is_member(group: &str) -> io::Result<bool> {
    // SECURITY_MAX_SID_SIZE is 68 bytes; 18 words keep them aligned.
    let mut sid = [0_u32; 18];
    let mut sid_bytes = size_of_val(&sid) as u32;
    // A domain's name has at most 255 characters.
    let mut domain = [0_u16; 256];
    let (mut domain_units, mut kind) = (domain.len() as u32, 0);
    let name = wide(group);
    // SAFETY: the name ends with a zero; both buffers have the sizes that are given and live through
    // the call.
    let found = unsafe {
        LookupAccountNameW(
            ptr::null(),
            name.as_ptr(),
            sid.as_mut_ptr().cast(),
            &raw mut sid_bytes,
            domain.as_mut_ptr(),
            &raw mut domain_units,
            &raw mut kind,
        )
    };
    if found == 0 {
        let error = io::Error::last_os_error();
        let is_unknown = error.raw_os_error() == Some(ERROR_NONE_MAPPED as i32);
        return if is_unknown { Ok(false) } else { Err(error) };
    }
    let mut is_member = 0;
    // SAFETY: without a token the process's own is asked; the identifier was just filled in.
    let asked = unsafe {
        CheckTokenMembership(ptr::null_mut(), sid.as_mut_ptr().cast(), &raw mut is_member)
    };
    if asked == 0 { Err(io::Error::last_os_error()) } else { Ok(is_member != 0) }
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
