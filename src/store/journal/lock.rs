//! Whose files lie where, and the lock that lets one program at a time work on an account.
//!
//! Decides that no file name is made of a user name, and that the lock's file is never removed.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Error;
use crate::domain::identity::AccountId;
use crate::platform::files::{self, Access};
use crate::platform::locks::Lock;

/// Where an account's files lie. The name is a hash, because a user name may be no file name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    journal: PathBuf,
    lock: PathBuf,
}

impl Place {
    /// The place in the folder of journals.
    #[must_use]
    pub fn of(folder: &Path, account: &AccountId) -> Self {
        let name = account_hash(account).map(|byte| format!("{byte:02x}")).concat();
        Self {
            journal: folder.join(format!("{name}.jsonl")),
            lock: folder.join(format!("{name}.lock")),
        }
    }

    /// The journal's file.
    #[must_use]
    pub fn journal(&self) -> &Path {
        &self.journal
    }
}

/// SHA-256 over the account's text; names its files and its block of the notes.
#[must_use]
pub fn account_hash(account: &AccountId) -> [u8; 32] {
    Sha256::digest(account.to_string().as_bytes()).into()
}

/// The held lock of an account; it ends when this value is dropped or the process dies.
#[derive(Debug)]
pub struct AccountLock {
    account: AccountId,
    place: Place,
    _lock: Lock,
}

impl AccountLock {
    /// Takes the account's lock if it is free.
    ///
    /// # Errors
    /// [`Error::InProgress`] if another program, or another part of this one, holds it.
    pub fn take(folder: &Path, account: &AccountId) -> Result<Self, Error> {
        let place = Place::of(folder, account);
        let lock = Lock::try_exclusive(&place.lock, Access::OwnerOnly)?.ok_or(Error::InProgress)?;
        Ok(Self { account: account.clone(), place, _lock: lock })
    }

    /// Whether somebody holds the account's lock at this moment, for a screen. Looking takes the lock for
    /// an instant; an account that nobody ever locked is left without a lock file.
    ///
    /// # Errors
    /// [`Error::Files`].
    pub fn is_held(folder: &Path, account: &AccountId) -> Result<bool, Error> {
        if !Place::of(folder, account).lock.try_exists().map_err(files::Error::from)? {
            return Ok(false);
        }
        match Self::take(folder, account) {
            Ok(_) => Ok(false),
            Err(Error::InProgress) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Whose lock this is.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// Where that account's files lie.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }
}
