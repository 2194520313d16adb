//! The token of this process, as Windows itself checks rights: groups in groups count, and an
//! administrator whose rights are not raised is no member of Administrators.

use std::io;
use std::ptr;

use windows_sys::Win32::Foundation::{ERROR_NONE_MAPPED, LocalFree};
use windows_sys::Win32::Security::Authorization::ConvertStringSidToSidW;
use windows_sys::Win32::Security::{
    CheckTokenMembership, LookupAccountNameW, PSID, SID_NAME_USE, SidTypeAlias, SidTypeGroup,
    SidTypeWellKnownGroup,
};

use super::wide::wide;
use crate::platform::groups::Membership;

/// Longest identifier in bytes (`SECURITY_MAX_SID_SIZE`).
const MOST_BYTES: usize = 68;

/// Longest name of a domain, generously.
const MOST_UNITS: usize = 512;

#[allow(unsafe_code)]
pub(in crate::platform) fn membership(group: &str) -> io::Result<Membership> {
    let name = wide(group);
    let mut written = ptr::null_mut();
    // SAFETY: `name` ends with a zero; `written` receives memory that is freed once, after its last
    // use.
    unsafe {
        if ConvertStringSidToSidW(name.as_ptr(), &raw mut written) != 0 {
            let answer = has(written);
            LocalFree(written);
            return answer;
        }
    }
    // Aligned for an identifier.
    let mut identifier = [0_u64; MOST_BYTES.div_ceil(8)];
    let mut length = size_of_val(&identifier) as u32;
    let mut domain = [0_u16; MOST_UNITS];
    let mut units = domain.len() as u32;
    let mut kind: SID_NAME_USE = 0;
    // SAFETY: `name` ends with a zero; both buffers hold as much as is told through the call, and no
    // more is written.
    let is_found = unsafe {
        LookupAccountNameW(
            ptr::null(),
            name.as_ptr(),
            identifier.as_mut_ptr().cast(),
            &raw mut length,
            domain.as_mut_ptr(),
            &raw mut units,
            &raw mut kind,
        )
    };
    if is_found == 0 {
        let error = io::Error::last_os_error();
        return match error.raw_os_error() {
            Some(code) if code.cast_unsigned() == ERROR_NONE_MAPPED => Ok(Membership::NoSuchGroup),
            Some(_) | None => Err(error),
        };
    }
    if ![SidTypeGroup, SidTypeAlias, SidTypeWellKnownGroup].contains(&kind) {
        // A user or a computer of that name.
        return Ok(Membership::NoSuchGroup);
    }
    // SAFETY: on success the buffer, aligned for it, starts with an identifier and outlives the call.
    unsafe { has(identifier.as_mut_ptr().cast()) }
}

/// # Safety
/// `identifier` points to a valid security identifier that lives through the call.
#[allow(unsafe_code)]
unsafe fn has(identifier: PSID) -> io::Result<Membership> {
    let mut is_member = 0;
    // SAFETY: the caller promises the identifier; without a token Windows takes that of the thread or
    // the process.
    match unsafe { CheckTokenMembership(ptr::null_mut(), identifier, &raw mut is_member) } {
        0 => Err(io::Error::last_os_error()),
        _ if is_member != 0 => Ok(Membership::Member),
        _ => Ok(Membership::NotMember),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everyone, by its identifier: its name differs with the language of Windows.
    #[test]
    fn this_user_is_in_everyone_and_not_in_system() {
        assert_eq!(membership("S-1-1-0").unwrap(), Membership::Member);
        assert_eq!(membership("S-1-5-18").unwrap(), Membership::NotMember);
    }
}
