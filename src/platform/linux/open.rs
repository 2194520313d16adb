//! `xdg-open`, looked for in the absolute folders of `PATH` only.

use std::env;
use std::io;
use std::path::PathBuf;

use crate::platform::unix::web::open_with;

pub(in crate::platform) fn open(address: &str) -> io::Result<()> {
    let searched = env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let program: Option<PathBuf> = env::split_paths(&searched)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join("xdg-open"))
        .find(|program| program.is_file());
    let Some(program) = program else {
        return Err(io::Error::new(io::ErrorKind::NotFound, "xdg-open is not installed"));
    };
    open_with(&program, address)
}
