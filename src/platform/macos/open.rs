//! The system's `open`.

use std::io;
use std::path::Path;

pub(in crate::platform) use crate::platform::unix::open::program;

pub(in crate::platform) fn address(address: &str) -> io::Result<()> {
    program(Path::new("/usr/bin/open"), &[address.into()])
}

/// The path is absolute, so it cannot be read as an option.
pub(in crate::platform) fn folder(folder: &Path) -> io::Result<()> {
    program(Path::new("/usr/bin/open"), &[folder.into()])
}

pub(in crate::platform) fn tray_settings() -> io::Result<bool> {
    Ok(false)
}
