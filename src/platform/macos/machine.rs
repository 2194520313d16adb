//! Names from POSIX, the boot session from the kernel's table.

use std::process::Command;

use crate::platform::machine::Boot;
pub(in crate::platform) use crate::platform::unix::machine::{host_name, sync_all_disks, user};

/// Asked of the system's own program: the call behind it needs unsafe code.
pub(in crate::platform) fn boot() -> Option<Boot> {
    let answer =
        Command::new("/usr/sbin/sysctl").args(["-n", "kern.bootsessionuuid"]).output().ok()?;
    let id = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
    (answer.status.success() && !id.is_empty() && id.len() <= 64).then(|| Boot(id))
}

pub(in crate::platform) fn log_on() -> Option<String> {
    None
}
