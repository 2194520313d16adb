//! Owners and access lists. Decides who counts as an administrator and which rights let somebody
//! change or swap a file.

use std::fs::File;
use std::io;
use std::os::windows::io::AsRawHandle;
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Foundation::{CloseHandle, ERROR_SUCCESS, LocalFree};
use windows_sys::Win32::Security::Authorization::{
    ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW,
    GetNamedSecurityInfoW, GetSecurityInfo, SDDL_REVISION_1, SE_FILE_OBJECT,
};
use windows_sys::Win32::Security::{
    ACCESS_ALLOWED_ACE, ACE_HEADER, ACL, DACL_SECURITY_INFORMATION, GetAce, GetTokenInformation,
    INHERIT_ONLY_ACE, OWNER_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID, SECURITY_ATTRIBUTES,
    TOKEN_QUERY, TOKEN_STATISTICS, TOKEN_USER, TokenStatistics, TokenUser,
};
use windows_sys::Win32::Storage::FileSystem::{
    DELETE, FILE_APPEND_DATA, FILE_DELETE_CHILD, FILE_WRITE_ATTRIBUTES, FILE_WRITE_DATA,
    FILE_WRITE_EA, WRITE_DAC, WRITE_OWNER,
};
use windows_sys::Win32::System::SystemServices::{ACCESS_ALLOWED_ACE_TYPE, ACCESS_DENIED_ACE_TYPE};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

use super::wide::{narrow_at, wide};
use crate::platform::files::{Access, UserId};

/// Generic rights, which Windows maps when a file is opened.
const GENERIC_WRITE_OR_ALL: u32 = 0x4000_0000 | 0x1000_0000;

/// Rights to change what a file or folder holds.
const CHANGE: u32 =
    FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_WRITE_EA | FILE_WRITE_ATTRIBUTES | SWAP;

/// Rights to take away, or give away, something in a folder. Adding to it is not among them: users
/// may add folders to `C:\` and `C:\ProgramData`.
const SWAP: u32 = DELETE | FILE_DELETE_CHILD | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE_OR_ALL;

/// An access list for new files and folders, to be passed on while the value lives.
pub(super) struct Protection {
    descriptor: PSECURITY_DESCRIPTOR,
}

impl Protection {
    /// Only this user, administrators and the system; read by all for
    /// [`Access::OwnerWritesAllRead`]. Nothing is inherited from the folder above, a folder hands it
    /// down.
    #[allow(unsafe_code)]
    pub(super) fn of(access: Access) -> io::Result<Self> {
        let user = user()?;
        let readers = match access {
            Access::OwnerOnly => "",
            Access::OwnerWritesAllRead => "(A;;FR;;;BU)",
        };
        let text = wide(format!(
            "O:{user}D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{user}){readers}"
        ));
        let mut descriptor = ptr::null_mut();
        // SAFETY: `text` ends with a zero; `descriptor` receives memory that only `drop` frees.
        let is_made = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                text.as_ptr(),
                SDDL_REVISION_1,
                &raw mut descriptor,
                ptr::null_mut(),
            )
        };
        if is_made == 0 { Err(io::Error::last_os_error()) } else { Ok(Self { descriptor }) }
    }

    /// The form in which Windows takes it. Valid while `self` lives.
    pub(super) fn attributes(&self) -> SECURITY_ATTRIBUTES {
        SECURITY_ATTRIBUTES {
            nLength: size_of::<SECURITY_ATTRIBUTES>() as u32,
            lpSecurityDescriptor: self.descriptor,
            bInheritHandle: 0,
        }
    }
}

impl Drop for Protection {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: made by ConvertStringSecurityDescriptor…, freed nowhere else.
        unsafe { LocalFree(self.descriptor) };
    }
}

/// The user of this process.
#[allow(unsafe_code)]
pub(super) fn user() -> io::Result<UserId> {
    let buffer = token_information(TokenUser)?;
    // SAFETY: on success the buffer, aligned for it, starts with a TOKEN_USER whose identifier lies
    // in the same buffer, which outlives the use.
    unsafe { text_of((*buffer.as_ptr().cast::<TOKEN_USER>()).User.Sid) }
}

/// The identifier of this user's log-on.
#[allow(unsafe_code)]
pub(super) fn log_on() -> io::Result<String> {
    let buffer = token_information(TokenStatistics)?;
    // SAFETY: on success the buffer, aligned for it, starts with a TOKEN_STATISTICS.
    let id = unsafe { (*buffer.as_ptr().cast::<TOKEN_STATISTICS>()).AuthenticationId };
    Ok(format!("{:x}-{:x}", id.HighPart, id.LowPart))
}

/// Who owns an open file.
#[allow(unsafe_code)]
pub(super) fn owner_of(file: &File) -> io::Result<UserId> {
    let mut owner = ptr::null_mut();
    let mut descriptor = ptr::null_mut();
    // SAFETY: the handle is open through the call; `owner` points into `descriptor`, which is freed
    // once, after its last use.
    unsafe {
        let status = GetSecurityInfo(
            file.as_raw_handle(),
            SE_FILE_OBJECT,
            OWNER_SECURITY_INFORMATION,
            &raw mut owner,
            ptr::null_mut(),
            ptr::null_mut(),
            ptr::null_mut(),
            &raw mut descriptor,
        );
        if status != ERROR_SUCCESS {
            return Err(io::Error::from_raw_os_error(status.cast_signed()));
        }
        let id = text_of(owner);
        LocalFree(descriptor);
        id
    }
}

/// Whether administrators alone can change `path`, or swap it or one of its parents.
pub(super) fn belongs_to_administrators(path: &Path) -> io::Result<bool> {
    if !is_out_of_reach(path, CHANGE)? {
        return Ok(false);
    }
    for parent in path.ancestors().skip(1) {
        if !is_out_of_reach(parent, SWAP)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[allow(unsafe_code)]
fn is_out_of_reach(path: &Path, rights: u32) -> io::Result<bool> {
    let name = wide(path);
    let mut owner = ptr::null_mut();
    let mut list = ptr::null_mut();
    let mut descriptor = ptr::null_mut();
    // SAFETY: `name` ends with a zero; `owner` and `list` point into `descriptor`, which is freed
    // once, after their last use.
    unsafe {
        let status = GetNamedSecurityInfoW(
            name.as_ptr(),
            SE_FILE_OBJECT,
            OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
            &raw mut owner,
            ptr::null_mut(),
            &raw mut list,
            ptr::null_mut(),
            &raw mut descriptor,
        );
        if status != ERROR_SUCCESS {
            return Err(io::Error::from_raw_os_error(status.cast_signed()));
        }
        let answer = text_of(owner).and_then(|owner| {
            Ok(is_administrator(owner.as_str()) && grants_to_administrators_only(list, rights)?)
        });
        LocalFree(descriptor);
        answer
    }
}

/// # Safety
/// `list` is null or points to a whole access list that lives through the call.
#[allow(unsafe_code)]
unsafe fn grants_to_administrators_only(list: *const ACL, rights: u32) -> io::Result<bool> {
    if list.is_null() {
        // No list at all: everybody may do everything.
        return Ok(false);
    }
    // SAFETY: the caller promises a whole list; GetAce checks the index and answers a pointer into
    // it. Every entry starts with a header; those of the allowing type have the form read below, the
    // identifier beginning at `SidStart`.
    unsafe {
        for index in 0..u32::from((*list).AceCount) {
            let mut entry = ptr::null_mut();
            if GetAce(list, index, &raw mut entry) == 0 {
                return Err(io::Error::last_os_error());
            }
            let header = *entry.cast::<ACE_HEADER>();
            let is_for_children_only = u32::from(header.AceFlags) & INHERIT_ONLY_ACE != 0;
            if is_for_children_only || u32::from(header.AceType) == ACCESS_DENIED_ACE_TYPE {
                continue;
            }
            if u32::from(header.AceType) != ACCESS_ALLOWED_ACE_TYPE {
                // An entry with conditions: not worth reading, not to be trusted.
                return Ok(false);
            }
            let allowed = entry.cast::<ACCESS_ALLOWED_ACE>();
            if (*allowed).Mask & rights != 0 {
                let id = text_of((&raw const (*allowed).SidStart).cast_mut().cast())?;
                if !is_administrator(id.as_str()) {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}

/// Whether an owner counts as an administrator.
pub(super) fn is_administrator(id: &str) -> bool {
    const SYSTEM: &str = "S-1-5-18";
    const ADMINISTRATORS: &str = "S-1-5-32-544";
    const INSTALLER: &str = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
    [SYSTEM, ADMINISTRATORS, INSTALLER].contains(&id)
}

/// # Safety
/// `id` points to a valid security identifier that lives through the call.
#[allow(unsafe_code)]
unsafe fn text_of(id: PSID) -> io::Result<UserId> {
    let mut text = ptr::null_mut();
    // SAFETY: the caller promises the identifier; the text ends with a zero and is freed once, after
    // its last use.
    unsafe {
        if ConvertSidToStringSidW(id, &raw mut text) == 0 {
            return Err(io::Error::last_os_error());
        }
        let copied = narrow_at(text).unwrap_or_default();
        LocalFree(text.cast());
        Ok(UserId(copied.to_string_lossy().into_owned()))
    }
}

/// What the token of this process says, in a buffer aligned for every structure of Windows.
#[allow(unsafe_code)]
fn token_information(class: i32) -> io::Result<Vec<u64>> {
    let mut token = ptr::null_mut();
    // SAFETY: `token` receives a handle that is closed once below. The buffer holds `length` bytes
    // through the call, and no more are written.
    unsafe {
        if OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) == 0 {
            return Err(io::Error::last_os_error());
        }
        // A TOKEN_USER with the longest identifier (68 bytes) fits twice.
        let mut buffer = vec![0_u64; 32];
        let mut length = size_of_val(buffer.as_slice()) as u32;
        let is_answered =
            GetTokenInformation(token, class, buffer.as_mut_ptr().cast(), length, &raw mut length);
        let error = io::Error::last_os_error();
        CloseHandle(token);
        if is_answered == 0 { Err(error) } else { Ok(buffer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_their_form() {
        assert!(user().unwrap().as_str().starts_with("S-1-5-"));
        assert!(log_on().unwrap().contains('-'));
        Protection::of(Access::OwnerOnly).unwrap();
        Protection::of(Access::OwnerWritesAllRead).unwrap();
    }

    #[test]
    fn only_the_three_are_administrators() {
        assert!(is_administrator("S-1-5-18"));
        assert!(!is_administrator("S-1-5-32-545"));
        assert!(!is_administrator(user().unwrap().as_str()));
    }
}
