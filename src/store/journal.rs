//! The journal of an account: an append-only file of JSON lines that survives every crash.
//!
//! Hides file names, format and what a torn or foreign line means. A torn last line means that
//! nothing happened, because an effect starts only after its record is durable; anything else that
//! cannot be read is *damaged*, and a damaged journal is neither written nor sent on. The account's
//! lock is held from reading to the durable outcome (SAFETY S1).

mod lock;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::identity::AccountId;
use crate::domain::record::Record;
use crate::platform::files::{self, Access};

pub use lock::{AccountLock, Place, account_hash};

/// The longest journal that is read: some 100,000 records.
pub const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// What kept a journal from being read or written.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Another program of this user works on the account.
    #[error("another program works on this account")]
    InProgress,
    /// A line is not ours, or not in order. Nothing was changed; nothing may be sent.
    #[error("line {line} of the journal: {damage}")]
    Damaged {
        /// Counts from 1.
        line: usize,
        /// What is wrong with it.
        damage: Damage,
    },
    /// The disk, the rights, or the size.
    #[error("the journal cannot be used")]
    Files(#[source] Arc<files::Error>),
}

/// What is wrong with a journal line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// Not a JSON record of ours.
    #[error("not a record")]
    Foreign,
    /// The first line names a format that a newer version writes.
    #[error("format {0} of a newer version")]
    NewerFormat(u64),
    /// A step that a newer version writes.
    #[error("step {0} of a newer version")]
    NewerStep(String),
    /// The first line names another account.
    #[error("it belongs to another account")]
    OtherAccount,
}

impl Error {
    /// Whether the disk, or this user's share of it, is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::InProgress | Self::Damaged { .. } => false,
            Self::Files(error) => error.is_disk_full(),
        }
    }
}

impl From<files::Error> for Error {
    fn from(error: files::Error) -> Self {
        Self::Files(Arc::new(error))
    }
}

/// An account's journal, read to its end, with the lock that keeps others from writing.
#[derive(Debug)]
pub struct Journal {
    lock: AccountLock,
    content: Content,
    file: Option<File>,
}

impl Journal {
    /// Reads the journal; an absent one is empty and is not created.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Files`]; nothing was changed.
    pub fn open(lock: AccountLock) -> Result<Self, Error> {
        let content = read(lock.place().journal(), lock.account())?;
        Ok(Self { lock, content, file: None })
    }

    /// Whose journal this is.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        self.lock.account()
    }

    /// All complete records, in the order of the file.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.content.records
    }

    /// Whether there is no journal yet.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.content.end == 0
    }

    /// The bytes of all complete lines.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.content.end
    }

    /// Appends a record; on return it survives a power cut. The file is created with its first line
    /// if it is absent, a torn last line is cut off.
    ///
    /// # Errors
    /// [`Error::Files`], for a full disk among others: the record is then not in
    /// [`Self::records`]. It may nevertheless be found by a later reading, so a caller that wrote an
    /// intention does not carry it out and need not take it back.
    pub fn append(&mut self, record: Record) -> Result<(), Error> {
        let line = line_of(&record);
        let file = match self.file.take() {
            Some(file) => file,
            None => files::open_or_create(self.lock.place().journal(), Access::OwnerOnly)?,
        };
        let length = file.metadata().map_err(files::Error::from)?.len();
        if length > self.content.end {
            file.set_len(self.content.end).map_err(files::Error::from)?;
        }
        if self.content.end == 0 {
            let first = first_line(self.lock.account());
            files::append_durably(&file, &first)?;
            files::sync_directory(folder_of(self.lock.place().journal()))?;
            self.content.end = first.len() as u64;
        }
        files::append_durably(&file, &line)?;
        self.content.end += line.len() as u64;
        self.content.records.push(record);
        self.file = Some(file);
        Ok(())
    }

    /// Removes the journal on a person's explicit word (SAFETY S16). The lock's file stays: a lock
    /// file that is removed lets two programs hold "the" lock.
    ///
    /// # Errors
    /// [`Error::Files`].
    pub fn remove(mut self) -> Result<(), Error> {
        self.file = None;
        let path = self.lock.place().journal();
        match std::fs::remove_file(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            removed => removed.map_err(files::Error::from)?,
        }
        Ok(files::sync_directory(folder_of(path))?)
    }
}

/// Reads a journal without its lock, for a screen: the newest lines may be missing.
///
/// # Errors
/// [`Error::Damaged`], [`Error::Files`].
pub fn peek(folder: &Path, account: &AccountId) -> Result<Vec<Record>, Error> {
    Ok(read(Place::of(folder, account).journal(), account)?.records)
}

/// Whether the account has a journal, readable or not.
#[must_use]
pub fn exists(folder: &Path, account: &AccountId) -> bool {
    // Whatever cannot be looked at may be there.
    Place::of(folder, account).journal().try_exists().unwrap_or(true)
}

/// Lists the accounts that have a journal; files that are none are left out.
///
/// # Errors
/// [`Error::Files`] if the folder cannot be listed; a missing folder is empty.
pub fn accounts(folder: &Path) -> Result<Vec<AccountId>, Error> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(files::Error::from)?,
    };
    let mut accounts = Vec::new();
    for entry in entries {
        let path = entry.map_err(files::Error::from)?.path();
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        let Ok(bytes) = files::read_bounded(&path, MOST_BYTES) else {
            continue;
        };
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        if let Ok(header) = serde_json::from_slice::<Header>(first) {
            accounts.push(header.account);
        }
    }
    accounts.sort();
    Ok(accounts)
}

const FORMAT: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Header {
    format: u64,
    account: AccountId,
}

#[derive(Debug)]
struct Content {
    records: Vec<Record>,
    /// Where the last complete line ends.
    end: u64,
}

fn read(path: &Path, account: &AccountId) -> Result<Content, Error> {
    match files::read_bounded(path, MOST_BYTES) {
        Ok(bytes) => parse(&bytes, account),
        Err(files::Error::Absent) => parse(&[], account),
        Err(error) => Err(error.into()),
    }
}

fn parse(bytes: &[u8], account: &AccountId) -> Result<Content, Error> {
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    let mut records = Vec::new();
    for (index, line) in bytes[..end].split_inclusive(|byte| *byte == b'\n').enumerate() {
        let line = &line[..line.len() - 1];
        let read = match index {
            0 => check_first(line, account),
            _ => record(line).map(|record| records.push(record)),
        };
        read.map_err(|damage| Error::Damaged { line: index + 1, damage })?;
    }
    let end = end as u64;
    Ok(Content { records, end })
}

fn check_first(line: &[u8], account: &AccountId) -> Result<(), Damage> {
    let header: Value = serde_json::from_slice(line).map_err(|_| Damage::Foreign)?;
    match header.get("format").and_then(Value::as_u64) {
        Some(FORMAT) => {}
        Some(newer) if newer > FORMAT => return Err(Damage::NewerFormat(newer)),
        Some(_) | None => return Err(Damage::Foreign),
    }
    let header: Header = serde_json::from_value(header).map_err(|_| Damage::Foreign)?;
    if header.account == *account { Ok(()) } else { Err(Damage::OtherAccount) }
}

fn record(line: &[u8]) -> Result<Record, Damage> {
    serde_json::from_slice(line).map_err(|_| {
        let step = serde_json::from_slice(line).ok().and_then(|value: Value| {
            let step = value.get("step")?.as_str()?;
            (!STEPS.contains(&step)).then(|| step.chars().take(40).collect())
        });
        step.map_or(Damage::Foreign, Damage::NewerStep)
    })
}

/// The steps of this version, to tell a newer version's record from a damaged one.
const STEPS: [&str; 18] = [
    "adopted",
    "prepared",
    "handed",
    "setting",
    "set",
    "abandoned",
    "asked",
    "trying",
    "unsent",
    "proven",
    "refused",
    "doubtful",
    "untrusted",
    "trusted",
    "told",
    "task-opened",
    "task-done",
    "revealed",
];

fn first_line(account: &AccountId) -> Vec<u8> {
    let account = account.clone();
    let header = Header { format: FORMAT, account };
    let mut line = serde_json::to_vec(&header).expect("a header is plain text");
    line.push(b'\n');
    line
}

fn line_of(record: &Record) -> Vec<u8> {
    let mut line = serde_json::to_vec(record).expect("a record is plain text");
    line.push(b'\n');
    line
}

fn folder_of(path: &Path) -> &Path {
    path.parent().expect("a journal lies in its folder")
}

#[cfg(test)]
mod tests;
