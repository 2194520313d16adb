//! Group policy. Only administrators may write below `HKEY_LOCAL_MACHINE\Software\Policies`; Windows
//! itself sees to it.

use std::io;

use windows_sys::Win32::System::Registry::{REG_MULTI_SZ, REG_SZ};

use super::registry::{Hive, read};

pub(in crate::platform) fn from_registry(key: &str) -> io::Result<Option<String>> {
    let Some(value) = read(Hive::Machine, key, "Settings")? else {
        return Ok(None);
    };
    match value.kind {
        REG_SZ | REG_MULTI_SZ => Ok(Some(value.lines().join("\n"))),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "the value is not a text")),
    }
}
