//! Locks between processes. Decides that every lock is a lock on a file that is never removed, and
//! that the lock of another user's file is taken through a handle that can only read.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::files::{self, Access};

/// A held lock. It ends when this value is dropped or the process dies, in whatever way.
///
/// Lock a file of its own, not the one with the content: on Windows nobody else can read a locked
/// file.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Waits for the lock on `path`, without a limit of time. A missing file is created with
    /// `access`; its folder has to exist. The file's content is left alone.
    ///
    /// # Errors
    /// As [`files::open_or_create`].
    pub fn exclusive(path: &Path, access: Access) -> Result<Self, files::Error> {
        let file = open(path, access)?;
        file.lock()?;
        Ok(Self { file })
    }

    /// Takes the lock on `path` if it is free, otherwise answers `None` at once.
    ///
    /// Anybody who may read the file can hold it for ever: in the machine's folder a held lock
    /// elects a prober, it proves nothing (SAFETY S7).
    ///
    /// # Errors
    /// As [`files::open_or_create`].
    pub fn try_exclusive(path: &Path, access: Access) -> Result<Option<Self>, files::Error> {
        let file = open(path, access)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The locked file, open for reading, and for writing where this user may write it.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }
}

fn open(path: &Path, access: Access) -> Result<File, files::Error> {
    match files::open_or_create(path, access) {
        Err(files::Error::Io(error)) if error.kind() == io::ErrorKind::PermissionDenied => {
            files::open_to_read(path)
        }
        opened => opened,
    }
}

#[cfg(test)]
mod tests;
