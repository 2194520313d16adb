//! Small files of ours whose loss costs nothing but knowledge: a damaged one is set aside, so that it can
//! be looked at, and an empty one takes its place.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::platform::files;

/// Reads a JSON file; absent is empty. A damaged one is renamed to `NAME.damaged` and told in the log.
///
/// # Errors
/// The disk or the rights: the file may be sound, and nothing may be written in its place.
pub fn read<T: DeserializeOwned + Default>(path: &Path, limit: u64) -> Result<T, files::Error> {
    let bytes = match files::read_bounded(path, limit) {
        Ok(bytes) => bytes,
        Err(files::Error::Absent) => return Ok(T::default()),
        Err(files::Error::TooLarge { .. }) => {
            set_aside(path)?;
            return Ok(T::default());
        }
        Err(error) => return Err(error),
    };
    match serde_json::from_slice(&bytes) {
        Ok(content) => Ok(content),
        Err(error) => {
            log::warn!("{} is damaged ({error}); it is set aside", path.display());
            set_aside(path)?;
            Ok(T::default())
        }
    }
}

/// Where a damaged file goes.
#[must_use]
pub fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".damaged");
    PathBuf::from(name)
}

fn set_aside(path: &Path) -> Result<(), files::Error> {
    match std::fs::rename(path, aside(path)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        renamed => Ok(renamed?),
    }
}
