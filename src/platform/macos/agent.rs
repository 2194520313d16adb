//! The socket of `unix`; a resume is seen by comparing the clock with the timer only.

use std::fs::File;
use std::io;
use std::path::PathBuf;

use crate::platform::agent::OnEvent;
pub(in crate::platform) use crate::platform::unix::agent::{Claimed, claim, ring};
use crate::platform::unix::agent::{Door, open_door};

/// Everything that hears. Dropped, it is deaf.
#[derive(Debug)]
pub(in crate::platform) struct Ears {
    _door: Door,
}

pub(in crate::platform) fn listen(claimed: Claimed, on_event: OnEvent) -> io::Result<Ears> {
    Ok(Ears { _door: open_door(claimed, on_event)? })
}

/// There is no shorter name: a socket in a deep folder is an error.
pub(in crate::platform) fn short_name(_folder: &File) -> Option<PathBuf> {
    None
}
