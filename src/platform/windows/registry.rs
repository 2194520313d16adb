//! The few registry values that are read and written.

use std::io;
use std::ptr;

use windows_sys::Win32::Foundation::{
    ERROR_FILE_NOT_FOUND, ERROR_MORE_DATA, ERROR_PATH_NOT_FOUND, ERROR_SUCCESS, WIN32_ERROR,
};
use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, REG_SZ, REG_VALUE_TYPE, RRF_RT_ANY,
    RegDeleteKeyValueW, RegGetValueW, RegSetKeyValueW,
};

use super::wide::{narrow, wide};

/// Whose half of the registry.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hive {
    Machine,
    User,
}

/// A value as it is stored: its type (`REG_…`) and bytes.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) kind: REG_VALUE_TYPE,
    pub(super) bytes: Vec<u8>,
}

impl Value {
    /// The texts of a `REG_SZ` (one) or `REG_MULTI_SZ`, unpaired surrogates replaced.
    pub(super) fn lines(&self) -> Vec<String> {
        let units: Vec<u16> =
            self.bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let mut lines: Vec<String> = units
            .split(|&unit| unit == 0)
            .map(|line| narrow(line).to_string_lossy().into_owned())
            .collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }

    /// The number of a `REG_DWORD`.
    pub(super) fn number(&self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes.as_slice().try_into().ok()?))
    }
}

/// Reads a value; `None` if it or its key is absent.
#[allow(unsafe_code)]
pub(super) fn read(hive: Hive, key: &str, name: &str) -> io::Result<Option<Value>> {
    let (key, name) = (wide(key), wide(name));
    let mut bytes = vec![0_u8; 512];
    loop {
        let mut kind = 0;
        let mut length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        // SAFETY: both texts end with a zero, `bytes` holds `length` bytes and lives through the
        // call, and no more than `length` bytes are written.
        let status = unsafe {
            RegGetValueW(
                root(hive),
                key.as_ptr(),
                name.as_ptr(),
                RRF_RT_ANY,
                &raw mut kind,
                bytes.as_mut_ptr().cast(),
                &raw mut length,
            )
        };
        match status {
            ERROR_SUCCESS => {
                bytes.truncate(length as usize);
                return Ok(Some(Value { kind, bytes }));
            }
            ERROR_FILE_NOT_FOUND | ERROR_PATH_NOT_FOUND => return Ok(None),
            ERROR_MORE_DATA => bytes = vec![0; (length as usize).max(bytes.len() * 2)],
            other => return Err(error(other)),
        }
    }
}

/// Writes a text of the user's, the key included.
#[allow(unsafe_code)]
pub(super) fn write_text_of_user(key: &str, name: &str, text: &str) -> io::Result<()> {
    let text = wide(text);
    write_of_user(key, name, REG_SZ, text.as_ptr().cast(), text.len() * 2)
}

/// Writes bytes of the user's, the key included.
pub(super) fn write_bytes_of_user(
    key: &str,
    name: &str,
    kind: REG_VALUE_TYPE,
    bytes: &[u8],
) -> io::Result<()> {
    write_of_user(key, name, kind, bytes.as_ptr(), bytes.len())
}

#[allow(unsafe_code)]
fn write_of_user(
    key: &str,
    name: &str,
    kind: REG_VALUE_TYPE,
    data: *const u8,
    length: usize,
) -> io::Result<()> {
    let (key, name) = (wide(key), wide(name));
    let length = u32::try_from(length).map_err(io::Error::other)?;
    // SAFETY: both texts end with a zero; both callers pass a pointer to `length` bytes that they
    // hold through the call.
    let status = unsafe {
        RegSetKeyValueW(HKEY_CURRENT_USER, key.as_ptr(), name.as_ptr(), kind, data.cast(), length)
    };
    succeeded(status)
}

/// Removes a value of the user's; absent already is no error.
#[allow(unsafe_code)]
pub(super) fn remove_of_user(key: &str, name: &str) -> io::Result<()> {
    let (key, name) = (wide(key), wide(name));
    // SAFETY: both texts end with a zero and live through the call.
    match unsafe { RegDeleteKeyValueW(HKEY_CURRENT_USER, key.as_ptr(), name.as_ptr()) } {
        ERROR_FILE_NOT_FOUND | ERROR_PATH_NOT_FOUND => Ok(()),
        status => succeeded(status),
    }
}

fn root(hive: Hive) -> HKEY {
    match hive {
        Hive::Machine => HKEY_LOCAL_MACHINE,
        Hive::User => HKEY_CURRENT_USER,
    }
}

fn succeeded(status: WIN32_ERROR) -> io::Result<()> {
    if status == ERROR_SUCCESS { Ok(()) } else { Err(error(status)) }
}

fn error(status: WIN32_ERROR) -> io::Error {
    io::Error::from_raw_os_error(status.cast_signed())
}

const _: () = assert!(ptr::null::<u8>().is_null() && cfg!(target_endian = "little"));

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = r"Software\Konnektorwart\Test";

    #[test]
    fn value_is_written_read_and_removed() {
        write_text_of_user(KEY, "text", "Größe").unwrap();
        let value = read(Hive::User, KEY, "text").unwrap().unwrap();
        assert_eq!((value.kind, value.lines()), (REG_SZ, vec!["Größe".to_owned()]));
        remove_of_user(KEY, "text").unwrap();
        remove_of_user(KEY, "text").unwrap();
        assert!(read(Hive::User, KEY, "text").unwrap().is_none());
    }

    #[test]
    fn long_value_is_read_whole() {
        let long = "x".repeat(10_000);
        write_text_of_user(KEY, "long", &long).unwrap();
        assert_eq!(read(Hive::User, KEY, "long").unwrap().unwrap().lines(), vec![long]);
        remove_of_user(KEY, "long").unwrap();
    }
}
