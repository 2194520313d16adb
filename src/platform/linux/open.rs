//! `xdg-open`, looked for in the absolute folders of `PATH` only.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

pub(in crate::platform) use crate::platform::unix::open::program;

pub(in crate::platform) fn address(address: &str) -> io::Result<()> {
    open(address.as_ref())
}

/// The path is absolute, so it cannot be read as an option.
pub(in crate::platform) fn folder(folder: &Path) -> io::Result<()> {
    open(folder.as_os_str())
}

pub(in crate::platform) fn tray_settings() -> io::Result<bool> {
    Ok(false)
}

fn open(what: &OsStr) -> io::Result<()> {
    let searched = env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let opener: Option<PathBuf> = env::split_paths(&searched)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join("xdg-open"))
        .find(|program| program.is_file());
    let Some(opener) = opener else {
        return Err(io::Error::new(io::ErrorKind::NotFound, "xdg-open is not installed"));
    };
    program(&opener, &[what.to_owned()])
}
