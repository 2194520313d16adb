//! Copies of stored passwords in files of our own, sealed with a key from the keyring (SAFETY S11, S12).
//!
//! A keyring may lose what it wrote last in a power cut; a file that we synced does not. Decides the
//! form of the files, when the key may be relied on, and that neither a missing key nor a file that
//! does not open is ever repaired by making something new. Which copy may go is decided in `accounts`.

mod cipher;
mod key_note;

use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::journal::account_hash;
use super::keyring::{self, Content, Entry, Keyring, Stored};
use crate::domain::identity::{AccountId, Generation};
use crate::platform::files::{self, Access};
use crate::platform::machine;
use crate::platform::presence::Presence;

use key_note::KeyNote;
use secrecy::SecretString;

/// What kept a sealed copy from being written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk or the rights.
    #[error("the folder of sealed copies cannot be used")]
    Files(#[from] files::Error),
    /// The keyring did not give the key.
    #[error(transparent)]
    Keyring(keyring::Error),
    /// The keyring answers that there is no key.
    #[error("the key of the sealed copies is not in the keyring")]
    KeyMissing,
    /// The file does not open: torn, changed, of another account, or sealed with another key. It stays.
    #[error("the sealed copy is damaged: {0}")]
    Damaged(&'static str),
    /// No random bytes.
    #[error("the operating system gave no random bytes")]
    Random(#[source] getrandom::Error),
}

/// Whether sealed copies may be relied on (SAFETY S12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// The key was found again in a later log-on, and survives a power cut.
    Ready,
    /// The key is there and was not found in a later log-on yet, or may still be lost in a power cut.
    KeyTooYoung,
    /// There was a key and there is none: damaged. No new one is made.
    KeyMissing,
    /// The keyring does not answer, or the key is damaged.
    Keyring(keyring::Error),
}

/// An opened sealed copy.
#[derive(Debug)]
pub struct SealedCopy {
    /// The password, as it stood in the keyring.
    pub stored: Stored,
    /// In which start of the system the keyring's entry was written last.
    pub written_in: Presence,
}

/// The sealed copies of this user on this machine.
#[derive(Debug)]
pub struct Sealed {
    folder: PathBuf,
    keyring: Keyring,
}

impl Sealed {
    /// Uses the folder `sealed` of the data folder; nothing is created before it is needed.
    #[must_use]
    pub fn new(data: &Path, keyring: Keyring) -> Self {
        Self { folder: data.join("sealed"), keyring }
    }

    /// Makes the key if there was never one, notes that it was found again, and answers whether it may
    /// be relied on. Costs one keyring call; writes only what is news. Once, in a later log-on of the
    /// start that made the key, it waits for all disks (`sync(2)`), where that exists.
    ///
    /// # Errors
    /// [`Error::Files`], [`Error::Random`]. The keyring's troubles are a [`Readiness`].
    pub fn prepare(&self, presence: &Presence) -> Result<Readiness, Error> {
        let was_there = self.key_note_path().try_exists().map_err(files::Error::from)?;
        match self.keyring.sealing_key() {
            Ok(_) => self.found(presence),
            Err(keyring::Error::Absent) if was_there || self.has_copies()? => {
                log::error!("sealed: the key is missing and no new one is made");
                Ok(Readiness::KeyMissing)
            }
            Err(keyring::Error::Absent) => self.make_key(presence),
            Err(error) => Ok(Readiness::Keyring(error)),
        }
    }

    /// Whether the note alone says that the key was found again and is durable, so that
    /// [`Self::prepare`] has nothing to add. Asks no keyring.
    #[must_use]
    pub fn is_key_proven(&self) -> bool {
        KeyNote::read(&self.key_note_path()).is_ok_and(|note| note.is_some_and(|n| n.is_proven()))
    }

    /// Seals a password; an earlier copy of the same generation is replaced. On return the copy survives
    /// a power cut.
    ///
    /// # Errors
    /// [`Error::KeyMissing`], [`Error::Keyring`], [`Error::Files`], [`Error::Random`]; an earlier copy
    /// stands.
    pub fn write(
        &self,
        account: &AccountId,
        entry: &Entry,
        password: &SecretString,
        presence: &Presence,
    ) -> Result<(), Error> {
        let content = Content::of(account, entry, password).map_err(Error::Keyring)?;
        let place = (account, entry.generation);
        let sealed = cipher::seal(&*self.key()?, place, presence, content.to_bytes())?;
        self.create_folder()?;
        let path = self.path(account, entry.generation);
        Ok(files::replace_atomically(&path, &sealed, Access::OwnerOnly)?)
    }

    /// Opens a sealed copy; none if there is no file, and then the keyring is not asked.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::KeyMissing`], [`Error::Keyring`], [`Error::Files`]; the file stays.
    pub fn read(
        &self,
        account: &AccountId,
        generation: Generation,
    ) -> Result<Option<SealedCopy>, Error> {
        let bytes = match files::read_bounded(&self.path(account, generation), MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(files::Error::Absent) => return Ok(None),
            Err(files::Error::TooLarge { .. }) => return Err(Error::Damaged("too long")),
            Err(error) => return Err(error.into()),
        };
        let (written_in, content) = cipher::open(&*self.key()?, (account, generation), bytes)?;
        let stored = Content::read(&content, account, generation)
            .map_err(|_| Error::Damaged("its content is not ours"))?;
        Ok(Some(SealedCopy { stored, written_in }))
    }

    /// Lists the generations of the account that have a sealed copy, readable or not.
    ///
    /// # Errors
    /// [`Error::Files`].
    pub fn list(&self, account: &AccountId) -> Result<Vec<Generation>, Error> {
        let prefix = format!("{}.", name_of(account));
        let generation = |name: &str| {
            name.strip_prefix(&prefix)?.strip_suffix(SUFFIX)?.parse::<Generation>().ok()
        };
        Ok(self.names()?.iter().filter_map(|name| generation(name)).collect())
    }

    /// Deletes one sealed copy; an absent one counts as deleted. Only by S12, and on a person's word (S16).
    ///
    /// # Errors
    /// [`Error::Files`].
    pub fn delete(&self, account: &AccountId, generation: Generation) -> Result<(), Error> {
        match fs::remove_file(self.path(account, generation)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(files::Error::from(error).into()),
            // Without the folder's sync a deleted password could come back after a power cut.
            Ok(()) => Ok(files::sync_directory(&self.folder)?),
        }
    }

    fn make_key(&self, presence: &Presence) -> Result<Readiness, Error> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *key).map_err(Error::Random)?;
        match self.keyring.store_sealing_key(&key) {
            // Another program of this user was faster.
            Ok(()) | Err(keyring::Error::Exists) => self.found(presence),
            Err(error) => Ok(Readiness::Keyring(error)),
        }
    }

    /// The key was just read: what does that prove?
    fn found(&self, presence: &Presence) -> Result<Readiness, Error> {
        let path = self.key_note_path();
        // A key without a legible note may be as young as this moment.
        let known = KeyNote::read(&path)?;
        let mut note = known.clone().unwrap_or_else(|| KeyNote::made_in(presence.clone()));
        note.found_in(presence);
        if note.wants_sync() {
            note.synced = machine::sync_all_disks();
        }
        if known.as_ref() != Some(&note) {
            self.create_folder()?;
            note.write(&path)?;
        }
        Ok(if note.is_proven() { Readiness::Ready } else { Readiness::KeyTooYoung })
    }

    fn key(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.keyring.sealing_key().map_err(|error| match error {
            keyring::Error::Absent => Error::KeyMissing,
            other => Error::Keyring(other),
        })
    }

    fn create_folder(&self) -> Result<(), Error> {
        if !self.folder.is_dir() {
            files::create_private_folder(&self.folder)?;
            files::sync_directory(self.folder.parent().unwrap_or(&self.folder))?;
        }
        Ok(())
    }

    fn has_copies(&self) -> Result<bool, Error> {
        Ok(self.names()?.iter().any(|name| name.ends_with(SUFFIX)))
    }

    fn names(&self) -> Result<Vec<String>, Error> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(files::Error::from)?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.map_err(files::Error::from)?.file_name();
            names.extend(name.into_string());
        }
        Ok(names)
    }

    fn path(&self, account: &AccountId, generation: Generation) -> PathBuf {
        self.folder.join(format!("{}.{generation}{SUFFIX}", name_of(account)))
    }

    fn key_note_path(&self) -> PathBuf {
        self.folder.join("key.json")
    }
}

/// Some hundred times the longest password with everything around it.
const MOST_BYTES: u64 = 64 * 1024;

const SUFFIX: &str = ".sealed";

/// A hash, because a user name may be no file name.
fn name_of(account: &AccountId) -> String {
    account_hash(account).map(|byte| format!("{byte:02x}")).concat()
}

#[cfg(test)]
mod tests;
