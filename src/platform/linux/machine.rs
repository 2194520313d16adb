//! What the kernel tells below `/proc`.

use std::fs;

use crate::platform::machine::Boot;
pub(in crate::platform) use crate::platform::unix::machine::{host_name, sync_all_disks, user};

pub(in crate::platform) fn boot() -> Option<Boot> {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let id = text.trim();
    (!id.is_empty() && id.len() <= 64).then(|| Boot(id.to_owned()))
}

/// The audit session, counted up with each log-on and kept by every process of it.
pub(in crate::platform) fn log_on() -> Option<String> {
    const UNSET: &str = "4294967295";
    let text = fs::read_to_string("/proc/self/sessionid").ok()?;
    Some(text.trim().to_owned()).filter(|id| !id.is_empty() && id != UNSET)
}
