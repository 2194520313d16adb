//! The networks from which each connector was reached, in one small file of the data folder.
//!
//! Losing it costs nothing but a toast at home: a file that cannot be read counts as empty.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::domain::identity::ConnectorId;
use crate::domain::place::Places;
use crate::platform::files::{self, Access};
use crate::platform::folders::Folders;

const MOST_BYTES: u64 = 256 * 1024;

/// What is remembered of every connector.
pub type Remembered = BTreeMap<ConnectorId, Places>;

/// Reads what is remembered.
#[must_use]
pub fn load(folders: &Folders) -> Remembered {
    let bytes = files::read_bounded(&path(folders), MOST_BYTES).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Writes what is remembered.
///
/// # Errors
/// The disk's or the rights'; the earlier file stands.
pub fn save(folders: &Folders, places: &Remembered) -> Result<(), files::Error> {
    let bytes = serde_json::to_vec(places).expect("addresses and names are JSON");
    files::replace_atomically(&path(folders), &bytes, Access::OwnerOnly)
}

fn path(folders: &Folders) -> PathBuf {
    folders.data.join("places.json")
}
