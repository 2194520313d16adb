//! A folder that is gone afterwards. Decides where it lies, that nobody else may enter it, and that
//! its name cannot be foreseen.

use std::io;
use std::path::{Path, PathBuf};

use super::files;

/// A private folder; dropping it removes it with everything in it.
#[derive(Debug)]
pub struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// Makes a folder whose name begins with `prefix`.
    ///
    /// # Errors
    /// Those of [`files::create_private_folder`]; `Io` without random bytes.
    pub fn new(prefix: &str) -> Result<Self, files::Error> {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        let name = format!("{prefix}-{:016x}", u64::from_be_bytes(bytes));
        let path = std::env::temp_dir().join(name);
        files::create_private_folder(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            log::warn!("a temporary folder stays behind: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_goes_with_everything_in_it() {
        let folder = TemporaryFolder::new("konnektorwart-test").unwrap();
        let path = folder.path().to_owned();
        std::fs::write(path.join("file"), "x").unwrap();
        drop(folder);
        assert!(!path.exists());
    }
}
