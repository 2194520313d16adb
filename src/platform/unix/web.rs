//! A program of its own that opens an address.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::platform::web::is_private_variable;

/// Starts `program address` in a process group of its own and forgets it.
pub(in crate::platform) fn open_with(program: &Path, address: &str) -> io::Result<()> {
    let mut command = Command::new(program);
    command
        .arg(address)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_private_variable(name)) {
        command.env_remove(name);
    }
    let mut child = command.spawn()?;
    // Some openers stay as long as the browser; without a waiting thread each leaves a zombie.
    thread::Builder::new()
        .name("browser".into())
        .stack_size(64 * 1024)
        .spawn(move || child.wait())?;
    Ok(())
}
