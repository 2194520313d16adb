//! The system's `open`.

use std::io;
use std::path::Path;

use crate::platform::unix::web::open_with;

pub(in crate::platform) fn open(address: &str) -> io::Result<()> {
    open_with(Path::new("/usr/bin/open"), address)
}
