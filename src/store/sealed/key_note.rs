//! What is known of the sealing key's durability (SAFETY S12). Holds no secret.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::platform::files::{self, Access};
use crate::platform::presence::Presence;

/// The note beside the sealed copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyNote {
    format: u32,
    /// When the key was made, or first met without a note.
    made_in: Presence,
    /// Whether everything was on the disks (`sync(2)`) after the key had been read back.
    pub synced: bool,
    /// Whether the key was read in a later start of the system.
    found_in_later_boot: bool,
    /// Whether the key was read in a later log-on.
    found_in_later_log_on: bool,
}

impl KeyNote {
    /// The note of a key that is new.
    pub const fn made_in(made_in: Presence) -> Self {
        Self {
            format: FORMAT,
            made_in,
            synced: false,
            found_in_later_boot: false,
            found_in_later_log_on: false,
        }
    }

    /// Adds that the key was read now.
    pub fn found_in(&mut self, presence: &Presence) {
        self.found_in_later_boot |= presence.is_later_boot_than(&self.made_in);
        self.found_in_later_log_on |= presence.is_later_log_on_than(&self.made_in);
    }

    /// Whether a `sync(2)` is all that is missing. Before a later log-on it would change nothing.
    pub const fn wants_sync(&self) -> bool {
        self.found_in_later_log_on && !self.found_in_later_boot && !self.synced
    }

    /// Whether the key may be relied on.
    pub const fn is_proven(&self) -> bool {
        self.found_in_later_log_on && (self.found_in_later_boot || self.synced)
    }

    /// Reads the note; one that is absent or not legible is none.
    ///
    /// # Errors
    /// The disk's or the rights'.
    pub fn read(path: &Path) -> Result<Option<Self>, files::Error> {
        let bytes = match files::read_bounded(path, MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(files::Error::Absent | files::Error::TooLarge { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let note = serde_json::from_slice::<Self>(&bytes).ok();
        Ok(note.filter(|note| note.format == FORMAT))
    }

    /// Writes the note durably.
    ///
    /// # Errors
    /// The disk's or the rights'; the earlier note stands.
    pub fn write(&self, path: &Path) -> Result<(), files::Error> {
        let bytes = serde_json::to_vec(self).expect("texts and switches are JSON");
        files::replace_atomically(path, &bytes, Access::OwnerOnly)
    }
}

const FORMAT: u32 = 1;

const MOST_BYTES: u64 = 4096;
