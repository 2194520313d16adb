//! Ledger files as they were read last, so that a probe does not parse what did not change.
//!
//! A file is known again by length and time of change, and only if it was at rest for a while when it
//! was read: files are replaced as a whole, and two replacements within one tick of the file system's
//! clock would look alike.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use super::{Error, FORMAT, MOST_BYTES, Notice};
use crate::domain::identity::AccountId;
use crate::domain::ledger::{Entry, Ledger};
use crate::platform::files;

/// What a ledger file is.
#[derive(Debug, Clone)]
pub enum Seen {
    Absent,
    Content(Arc<Content>),
    Damaged,
}

/// A readable ledger.
#[derive(Debug)]
pub struct Content {
    /// The log-in name, for people only: its owner wrote it.
    user: String,
    pub entries: Arc<Ledger>,
}

#[derive(Debug, Default)]
pub struct FilesSeen {
    known: Mutex<BTreeMap<PathBuf, (Stamp, Seen)>>,
}

type Stamp = (u64, SystemTime);

impl FilesSeen {
    /// Reads a file of our own folder.
    pub fn read(&self, path: &Path) -> Result<Seen, Error> {
        match files::open_to_read(path) {
            Err(files::Error::Absent) => Ok(Seen::Absent),
            Err(error) => Err(error.into()),
            Ok(file) => Ok(self.content(path, &file)?),
        }
    }

    /// Reads a file of the machine's folder if it belongs to the user whose id it carries. What that
    /// user may read of it but cannot is damage: a refusal may hide in it.
    pub fn read_owned(&self, path: &Path, id: &str) -> Result<Seen, Notice> {
        let unreadable = || Notice::NotReadable(path.to_owned());
        let file = match files::open_to_read(path) {
            Err(files::Error::Absent) => return Ok(Seen::Absent),
            opened => opened.map_err(|_| unreadable())?,
        };
        // Asked of the open file: the name may point to another one by now.
        let owner = files::owner_of(&file).map_err(|_| unreadable())?;
        if owner.as_str() != id {
            return Err(Notice::NotItsOwner(path.to_owned()));
        }
        Ok(self.content(path, &file).unwrap_or(Seen::Damaged))
    }

    fn content(&self, path: &Path, file: &File) -> Result<Seen, files::Error> {
        let metadata = file.metadata()?;
        let stamp = (metadata.len(), metadata.modified()?);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, seen)) = known.get(path).filter(|(found, _)| *found == stamp) {
            return Ok(seen.clone());
        }
        let seen = match files::read_rest_bounded(file, MOST_BYTES) {
            Ok(bytes) => parse(&bytes),
            Err(files::Error::TooLarge { .. }) => Seen::Damaged,
            Err(error) => return Err(error),
        };
        let age = SystemTime::now().duration_since(stamp.1);
        if age.is_ok_and(|age| age > AT_REST) {
            known.insert(path.to_owned(), (stamp, seen.clone()));
        } else {
            known.remove(path);
        }
        Ok(seen)
    }
}

impl Content {
    /// The owner as people read it: `maria (1001)`.
    pub fn named(&self, id: &str) -> String {
        let name: String = self
            .user
            .chars()
            .filter(|c| !c.is_control())
            .take(64)
            .collect();
        if name.is_empty() {
            id.to_owned()
        } else {
            format!("{name} ({id})")
        }
    }
}

/// Longer than the tick of any file system's clock (FAT: two seconds).
const AT_REST: Duration = Duration::from_secs(3);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    format: u32,
    user: String,
    entries: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(flatten)]
    account: AccountId,
    #[serde(flatten)]
    entry: Entry,
}

pub fn parse(bytes: &[u8]) -> Seen {
    let Ok(text) = serde_json::from_slice::<Text>(bytes) else {
        return Seen::Damaged;
    };
    if text.format != FORMAT {
        return Seen::Damaged;
    }
    let entries = text
        .entries
        .into_iter()
        .map(|line| (line.account, line.entry));
    Seen::Content(Arc::new(Content {
        user: text.user,
        entries: Arc::new(entries.collect()),
    }))
}
