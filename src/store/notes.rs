//! The watcher's notes: one small file for all accounts, rewritten in place.
//!
//! Hides the file's shape: blocks of two slots of 512 bytes, one block an account, each slot with a
//! sequence and a checksum. A note goes to the slot that does not hold the newest durable one, so a
//! torn write leaves the note before it. Two programs write blocks of different accounts at the same
//! time; the account's lock keeps them from writing the same one. One `sync_data` serves all notes
//! that are waiting (`group`).

mod group;
mod slot;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::identity::AccountId;
use crate::domain::record::Note;
use crate::platform::files::{self, Access};
use crate::platform::locks::Lock;

use super::journal::account_hash;
use group::Writer;
use slot::{BLOCK, Block};

/// What kept a note from being read or written. Cheap to clone: one failed sync answers many.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A block of the file is damaged, and this account has none: the note may have been there.
    #[error("the notes are damaged")]
    Damaged,
    /// The note is longer than a slot; nothing was written.
    #[error("the note is too long")]
    TooLong,
    /// The account has no block; see [`Notes::allocate`].
    #[error("the account has no place for notes")]
    NoPlace,
    /// The thread that writes has ended.
    #[error("the writer of notes has ended")]
    Ended,
    /// The disk or the rights. The note may or may not be durable; an intention is not carried out.
    #[error("the notes cannot be used")]
    Files(#[source] Arc<files::Error>),
}

impl Error {
    /// Whether the disk, or this user's share of it, is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Damaged | Self::TooLong | Self::NoPlace | Self::Ended => false,
            Self::Files(error) => error.is_disk_full(),
        }
    }
}

impl From<files::Error> for Error {
    fn from(error: files::Error) -> Self {
        Self::Files(Arc::new(error))
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        files::Error::from(error).into()
    }
}

/// Where an account's note lies: the number of its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(u64);

/// What was found for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// No block: no note was ever possible, or the file is gone.
    Nothing,
    /// A block, with the newest note if one was written.
    At(Position, Option<Note>),
}

/// The notes of all accounts of this user, with the thread that writes them.
#[derive(Debug)]
pub struct Notes {
    path: PathBuf,
    allocation: PathBuf,
    writer: Writer,
    known: Mutex<BTreeMap<AccountId, Position>>,
}

impl Notes {
    /// Uses `notes.bin` in `folder`, which exists. The file is created with the first block.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        let path = folder.join("notes.bin");
        Self {
            allocation: folder.join("notes.lock"),
            writer: Writer::new(path.clone()),
            known: Mutex::default(),
            path,
        }
    }

    /// Reads an account's note. The caller holds the account's lock, or wants it for a screen only.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Files`].
    pub fn find(&self, account: &AccountId) -> Result<Found, Error> {
        let known = self.known().get(account).copied();
        if let Some(at) = known
            && let Some(note) = self.read(account, at)?
        {
            return Ok(Found::At(at, note));
        }
        let bytes = match files::read_bounded(&self.path, MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(files::Error::Absent) => return Ok(Found::Nothing),
            Err(error) => return Err(error.into()),
        };
        let found = find(&bytes, &account_hash(account))?;
        match &found {
            Found::Nothing => drop(self.known().remove(account)),
            Found::At(at, _) => drop(self.known().insert(account.clone(), *at)),
        }
        Ok(found)
    }

    /// Reads two slots instead of the whole file; none if they are not this account's.
    fn read(&self, account: &AccountId, at: Position) -> Result<Option<Option<Note>>, Error> {
        let file = match files::open_to_read(&self.path) {
            Err(files::Error::Absent) => return Ok(None),
            opened => opened?,
        };
        match Block::parse(&read_block(&file, at.0)?) {
            Block::Of(hash, newest) if hash == account_hash(account) => Ok(Some(newest.note)),
            Block::Of(..) | Block::Free | Block::Damaged => Ok(None),
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<AccountId, Position>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the account a block, durably; the one it has, if it has one. The caller holds the
    /// account's lock.
    ///
    /// # Errors
    /// [`Error::Files`]. A damaged block of another account is left alone and does not matter here.
    pub fn allocate(&self, account: &AccountId) -> Result<Position, Error> {
        let _lock = Lock::exclusive(&self.allocation, Access::OwnerOnly)?;
        let hash = account_hash(account);
        let file = files::open_or_create(&self.path, Access::OwnerOnly)?;
        let bytes = files::read_rest_bounded(&file, MOST_BYTES)?;
        let mut free = None;
        let blocks = (0..).zip(bytes.chunks(BLOCK));
        for (number, block) in blocks {
            match Block::parse(block) {
                Block::Of(found, _) if found == hash => return Ok(Position(number)),
                Block::Free => free = free.or(Some(number)),
                Block::Of(..) | Block::Damaged => {}
            }
        }
        let number = free.unwrap_or(bytes.len().div_ceil(BLOCK) as u64);
        group::write_at(&file, number * BLOCK as u64, &slot::fresh_block(&hash))?;
        file.sync_all()?;
        files::sync_directory(self.path.parent().expect("the notes lie in a folder"))?;
        Ok(Position(number))
    }

    /// Hands a note to the writing thread; `done` is called from it once the note is durable or has
    /// failed. All notes that wait at that moment share one sync. The caller keeps the account's lock
    /// until `done` was called.
    pub fn submit(
        &self,
        account: &AccountId,
        at: Position,
        note: &Note,
        done: impl FnOnce(Result<(), Error>) + Send + 'static,
    ) {
        match slot::payload(note) {
            Ok(payload) => self.writer.submit(at, account_hash(account), payload, Box::new(done)),
            Err(error) => done(Err(error)),
        }
    }

    /// Writes a note and waits until it is durable.
    ///
    /// # Errors
    /// [`Error::TooLong`], [`Error::Damaged`], [`Error::Files`].
    pub fn write(&self, account: &AccountId, at: Position, note: &Note) -> Result<(), Error> {
        let (sender, result) = std::sync::mpsc::channel();
        // Nobody else holds the receiver, so the send cannot fail before the receipt below.
        self.submit(account, at, note, move |result| drop(sender.send(result)));
        result.recv().map_err(|_| Error::Ended)?
    }
}

/// 16,384 accounts.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

fn find(bytes: &[u8], hash: &[u8; 32]) -> Result<Found, Error> {
    let mut is_damaged = false;
    for (number, block) in (0..).zip(bytes.chunks(BLOCK)) {
        match Block::parse(block) {
            Block::Of(found, newest) if found == *hash => {
                return Ok(Found::At(Position(number), newest.note));
            }
            Block::Of(..) | Block::Free => {}
            Block::Damaged => is_damaged = true,
        }
    }
    if is_damaged { Err(Error::Damaged) } else { Ok(Found::Nothing) }
}

/// Reads what is there of a block; the end of the file may cut it.
fn read_block(mut file: &File, number: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(number * BLOCK as u64))?;
    let mut bytes = Vec::with_capacity(BLOCK);
    file.take(BLOCK as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
