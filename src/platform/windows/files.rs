//! File rights by access lists; durability as far as Windows offers it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::windows::fs::{MetadataExt, OpenOptionsExt};
use std::os::windows::io::FromRawHandle;
use std::path::{Path, PathBuf};
use std::ptr;
use std::time::{Duration, Instant};

use windows_sys::Win32::Foundation::{GENERIC_READ, GENERIC_WRITE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Storage::FileSystem::{
    CREATE_NEW, CreateDirectoryW, CreateFileW, FILE_ATTRIBUTE_NORMAL, FILE_ATTRIBUTE_REPARSE_POINT,
    FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, FILE_SHARE_DELETE, FILE_SHARE_READ,
    FILE_SHARE_WRITE,
};

use super::security::{self, Protection};
use super::wide::wide;
use crate::platform::files::{Access, Error, UserId};

/// What a file is opened for.
#[derive(Debug, Clone, Copy)]
pub(in crate::platform) enum Purpose {
    Read,
    ReadAndWrite,
}

pub(in crate::platform) fn create_private_folder(path: &Path) -> Result<(), Error> {
    if let Some(parent) = path.parent() {
        // The profile's folders above are private already; with another root they get the same list.
        if !parent.as_os_str().is_empty() && !parent.exists() {
            create_private_folder(parent)?;
        }
    }
    match create_folder(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if !fs::metadata(path)?.is_dir() {
                return Err(Error::NotAFolder);
            }
            // Its access list is left alone: an own folder in the profile is private by inheritance.
            let owner = security::owner_of(&open_folder(path)?)?;
            if owner != security::user()? && !security::is_administrator(owner.as_str()) {
                return Err(Error::ForeignOwner(owner));
            }
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

#[allow(unsafe_code)]
fn create_folder(path: &Path) -> io::Result<()> {
    let protection = Protection::of(Access::OwnerOnly)?;
    let (name, attributes) = (wide(path), protection.attributes());
    // SAFETY: `name` ends with a zero; it, `attributes` and `protection` live through the call.
    match unsafe { CreateDirectoryW(name.as_ptr(), &raw const attributes) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

#[allow(unsafe_code)]
pub(in crate::platform) fn create(path: &Path, access: Access) -> io::Result<File> {
    let protection = Protection::of(access)?;
    let (name, attributes) = (wide(path), protection.attributes());
    // SAFETY: `name` ends with a zero; it, `attributes` and `protection` live through the call. The
    // handle, if there is one, is new and nobody else's.
    unsafe {
        let handle = CreateFileW(
            name.as_ptr(),
            GENERIC_READ | GENERIC_WRITE,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
            &raw const attributes,
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            ptr::null_mut(),
        );
        if handle == INVALID_HANDLE_VALUE {
            return Err(io::Error::last_os_error());
        }
        Ok(File::from_raw_handle(handle))
    }
}

pub(in crate::platform) fn open(path: &Path, purpose: Purpose) -> io::Result<File> {
    let write = match purpose {
        Purpose::Read => false,
        Purpose::ReadAndWrite => true,
    };
    let file = OpenOptions::new()
        .read(true)
        .write(write)
        .custom_flags(FILE_FLAG_OPEN_REPARSE_POINT)
        .open(path)?;
    if file.metadata()?.file_attributes() & FILE_ATTRIBUTE_REPARSE_POINT != 0 {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a link"));
    }
    Ok(file)
}

/// A reader that does not share deletion, or a virus scanner, holds the old file for a moment.
pub(in crate::platform) fn rename_over(from: &Path, to: &Path) -> io::Result<()> {
    let end = Instant::now() + Duration::from_secs(2);
    loop {
        match fs::rename(from, to) {
            Err(error) if is_held(&error) && Instant::now() < end => {
                std::thread::sleep(Duration::from_millis(20));
            }
            done => return done,
        }
    }
}

/// A folder is synced through a handle that may write it.
pub(in crate::platform) fn sync_directory(folder: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).custom_flags(FILE_FLAG_BACKUP_SEMANTICS).open(folder)?.sync_all()
}

fn open_folder(folder: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(FILE_FLAG_BACKUP_SEMANTICS).open(folder)
}

pub(in crate::platform) fn owner_of(file: &File) -> io::Result<UserId> {
    security::owner_of(file)
}

pub(in crate::platform) fn owned_by_administrators_only(path: &Path) -> io::Result<bool> {
    let named = std::path::absolute(path)?;
    let real: PathBuf = fs::canonicalize(&named)?;
    Ok(security::belongs_to_administrators(&named)? && security::belongs_to_administrators(&real)?)
}

fn is_held(error: &io::Error) -> bool {
    const ERROR_SHARING_VIOLATION: i32 = 32;
    const ERROR_LOCK_VIOLATION: i32 = 33;
    error.kind() == io::ErrorKind::PermissionDenied
        || matches!(error.raw_os_error(), Some(ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION))
}
