//! The socket of `unix`, and on a desktop the same doorbell on the session bus and the machine's
//! resume from logind. A missing bus takes nothing away but these two.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::PathBuf;

use crate::platform::agent::OnEvent;
pub(in crate::platform) use crate::platform::unix::agent::{Claimed, claim, ring};
use crate::platform::unix::agent::{Door, open_door};

/// Everything that hears. Dropped, it is deaf.
#[derive(Debug)]
pub(in crate::platform) struct Ears {
    _door: Door,
    #[cfg(feature = "desktop")]
    _buses: buses::Buses,
}

pub(in crate::platform) fn listen(claimed: Claimed, on_event: OnEvent) -> io::Result<Ears> {
    let door = open_door(claimed, OnEvent::clone(&on_event))?;
    Ok(Ears {
        _door: door,
        #[cfg(feature = "desktop")]
        _buses: buses::listen(on_event)?,
    })
}

/// A path of at most 30 bytes that leads into `folder` as long as it is open.
pub(in crate::platform) fn short_name(folder: &File) -> Option<PathBuf> {
    Some(PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd())))
}

#[cfg(feature = "desktop")]
#[path = "buses.rs"]
mod buses;
