//! There is no registry.

use std::io;

pub(in crate::platform) fn from_registry(_key: &str) -> io::Result<Option<String>> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}
