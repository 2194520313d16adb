//! JSON files of ours and of other users of the machine, as they were read last, so that a check does
//! not parse what did not change.
//!
//! Another user's file is hostile until its owner is the user whose id its name carries. A file is
//! known again by length and time of change, and only if it was at rest for a while when it was read:
//! files are replaced as a whole, and two replacements within one tick of the file system's clock would
//! look alike.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::platform::files;

/// What a file is.
#[derive(Debug)]
pub enum Seen<T> {
    Absent,
    Content(Arc<T>),
    Damaged,
}

/// A file of the machine's folder that is ignored, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ignored {
    /// It belongs to another user than the one whose id it carries.
    NotItsOwner(PathBuf),
    /// It is a link, a device or not accessible.
    NotReadable(PathBuf),
}

/// The files of one kind in the machine's folder.
#[derive(Debug)]
pub struct Listed<T> {
    /// The id of each owner with what the file is; never `Absent`.
    pub files: Vec<(String, Seen<T>)>,
    pub ignored: Vec<Ignored>,
    /// Whether there were more names than are read.
    pub is_flooded: bool,
}

/// Files of one kind: how long each may be, and how it is read.
#[derive(Debug)]
pub struct FilesSeen<T> {
    limit: u64,
    parse: fn(&[u8]) -> Option<T>,
    known: Mutex<BTreeMap<PathBuf, (Stamp, Seen<T>)>>,
}

type Stamp = (u64, SystemTime);

impl<T> FilesSeen<T> {
    /// Files of at most `limit` bytes; `parse` answers none for what is damaged.
    pub fn new(limit: u64, parse: fn(&[u8]) -> Option<T>) -> Self {
        Self { limit, parse, known: Mutex::default() }
    }

    /// Reads a file of our own folder.
    pub fn read(&self, path: &Path) -> Result<Seen<T>, files::Error> {
        match files::open_to_read(path) {
            Err(files::Error::Absent) => Ok(Seen::Absent),
            Err(error) => Err(error),
            Ok(file) => self.content(path, &file),
        }
    }

    /// Reads a file of the machine's folder if it belongs to the user whose id it carries. What that
    /// user may read of it but cannot is damage.
    pub fn read_owned(&self, path: &Path, id: &str) -> Result<Seen<T>, Ignored> {
        let unreadable = || Ignored::NotReadable(path.to_owned());
        let file = match files::open_to_read(path) {
            Err(files::Error::Absent) => return Ok(Seen::Absent),
            opened => opened.map_err(|_| unreadable())?,
        };
        // Asked of the open file: the name may point to another one by now.
        let owner = files::owner_of(&file).map_err(|_| unreadable())?;
        if owner.as_str() != id {
            return Err(Ignored::NotItsOwner(path.to_owned()));
        }
        Ok(self.content(path, &file).unwrap_or(Seen::Damaged))
    }

    /// Reads `<prefix><user id>.json` of every user, of `except` not. A folder that is missing has no
    /// files.
    pub fn read_all(&self, folder: &Path, prefix: &str, except: Option<&str>) -> Listed<T> {
        let mut listed = Listed { files: Vec::new(), ignored: Vec::new(), is_flooded: false };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return listed,
            Err(_) => {
                listed.ignored.push(Ignored::NotReadable(folder.to_owned()));
                return listed;
            }
        };
        for (count, entry) in entries.enumerate() {
            if count >= MOST_FILES {
                listed.is_flooded = true;
                break;
            }
            let Ok(entry) = entry else {
                continue;
            };
            let name = entry.file_name();
            let Some(id) = name.to_str().and_then(|name| id_in(name, prefix)) else {
                continue;
            };
            if except == Some(id) {
                continue;
            }
            match self.read_owned(&entry.path(), id) {
                // Removed between listing and reading.
                Ok(Seen::Absent) => {}
                Ok(seen) => listed.files.push((id.to_owned(), seen)),
                Err(ignored) => listed.ignored.push(ignored),
            }
        }
        listed
    }

    fn content(&self, path: &Path, file: &File) -> Result<Seen<T>, files::Error> {
        let metadata = file.metadata()?;
        let stamp = (metadata.len(), metadata.modified()?);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, seen)) = known.get(path).filter(|(found, _)| *found == stamp) {
            return Ok(seen.clone());
        }
        let seen = match files::read_rest_bounded(file, self.limit) {
            Ok(bytes) => match (self.parse)(&bytes) {
                Some(content) => Seen::Content(Arc::new(content)),
                None => Seen::Damaged,
            },
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

impl<T> Clone for Seen<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Absent => Self::Absent,
            Self::Content(content) => Self::Content(Arc::clone(content)),
            Self::Damaged => Self::Damaged,
        }
    }
}

/// The name of a user's file of one kind.
pub fn name_of(prefix: &str, id: &str) -> String {
    format!("{prefix}{id}{SUFFIX}")
}

/// The user id in the name of a file of one kind.
pub fn id_in<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let id = name.strip_prefix(prefix)?.strip_suffix(SUFFIX)?;
    let fits = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (fits && !id.is_empty()).then_some(id)
}

const SUFFIX: &str = ".json";

/// The names of a folder that are looked at.
const MOST_FILES: usize = 10_000;

/// Longer than the tick of any file system's clock (FAT: two seconds).
const AT_REST: Duration = Duration::from_secs(3);
