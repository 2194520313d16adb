//! The ledger that the users of one machine share (SAFETY S8): reading everybody's, writing our own.
//!
//! Hides files, owners and sizes. Another user's file is hostile until its owner is the user whose
//! name it carries; whatever it holds can only make us hold back. Our own entries lie in our data
//! folder, which counts, and are published in the machine's folder for the others.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::identity::AccountId;
use crate::domain::ledger::{Entry, Foreign, Ledger, LedgerView};
use crate::domain::standing::{Failure, Standing};
use crate::platform::files::{self, Access};
use crate::platform::locks::Lock;
use crate::platform::machine::User;

/// The longest ledger that is read: some 5,000 accounts.
pub const MOST_BYTES: u64 = 1024 * 1024;

/// What kept our own ledger from being read or written. Others' files never cause an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Our own ledger is not ours to read any more; nothing was overwritten.
    #[error("our own ledger is damaged")]
    Damaged,
    /// The disk or the rights.
    #[error("our own ledger cannot be used")]
    Files(#[from] files::Error),
}

/// Something about the machine's folder that a person should hear once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// A file there carries the name of a user who does not own it; it is ignored.
    NotItsOwner(PathBuf),
    /// A file there is a link, a device or not accessible; it is ignored.
    NotReadable(PathBuf),
    /// Our ledger could not be published: other users of this machine do not hear of refusals.
    NotPublished(String),
}

/// The ledgers of one machine, seen by one user.
#[derive(Debug, Clone)]
pub struct Ledgers {
    user: User,
    own: PathBuf,
    lock: PathBuf,
    machine: Option<PathBuf>,
}

impl Ledgers {
    /// Uses `ledger.json` in the user's data folder and the machine's folder, where there is one.
    #[must_use]
    pub fn new(data: &Path, machine: Option<&Path>, user: User) -> Self {
        Self {
            user,
            own: data.join("ledger.json"),
            lock: data.join("ledger.lock"),
            machine: machine.map(Path::to_owned),
        }
    }

    /// What all ledgers of the machine say about an account.
    ///
    /// # Errors
    /// Those of our own ledger; of others only notices come.
    pub fn view(&self, account: &AccountId) -> Result<(LedgerView, Vec<Notice>), Error> {
        let own = self.own()?;
        let (foreign, notices) = self.foreign();
        Ok((LedgerView::of(account, &own, &foreign), notices))
    }

    /// Raises our own entry of an account to what its records say and publishes it; nothing is
    /// written if nothing changes. The caller holds the account's lock.
    ///
    /// # Errors
    /// Those of our own ledger. A failed publication is a notice: it does not undo our own entry.
    pub fn record(
        &self,
        account: &AccountId,
        standing: &Standing,
        at: Timestamp,
    ) -> Result<Option<Notice>, Error> {
        let (accepted, refused) = counters(standing);
        // Another program of ours may be at another account's entry in the same file.
        let _lock = Lock::exclusive(&self.lock, Access::OwnerOnly)?;
        let mut own = self.own()?;
        let entry = own.entry(account.clone()).or_default();
        if accepted > entry.accepted || refused > entry.refused {
            entry.accepted = entry.accepted.max(accepted);
            entry.refused = entry.refused.max(refused);
            entry.at = Some(at);
            let bytes = self.to_bytes(&own);
            files::replace_atomically(&self.own, &bytes, Access::OwnerOnly)?;
            return Ok(self.publish(&bytes).err());
        }
        if accepted == 0 && refused == 0 {
            return Ok(None);
        }
        let bytes = self.to_bytes(&own);
        let published = self
            .published()
            .and_then(|path| files::read_bounded(&path, MOST_BYTES).ok());
        if published.is_some_and(|found| found == bytes) {
            return Ok(None);
        }
        Ok(self.publish(&bytes).err())
    }

    fn own(&self) -> Result<Ledger, Error> {
        match files::read_bounded(&self.own, MOST_BYTES) {
            Err(files::Error::Absent) => Ok(Ledger::new()),
            Err(error) => Err(error.into()),
            Ok(bytes) => parse(&bytes)
                .map(|file| file.into_ledger())
                .ok_or(Error::Damaged),
        }
    }

    fn published(&self) -> Option<PathBuf> {
        let name = format!("{PREFIX}{}{SUFFIX}", self.user.id);
        self.machine.as_ref().map(|folder| folder.join(name))
    }

    fn publish(&self, bytes: &[u8]) -> Result<(), Notice> {
        let Some(path) = self.published() else {
            return Ok(());
        };
        files::replace_atomically(&path, bytes, Access::OwnerWritesAllRead)
            .map_err(|error| Notice::NotPublished(error.to_string()))
    }

    fn to_bytes(&self, ledger: &Ledger) -> Vec<u8> {
        let entries = ledger.iter().map(|(account, entry)| Line {
            account: account.clone(),
            entry: entry.clone(),
        });
        let file = Content {
            format: FORMAT,
            user: self.user.name.clone(),
            entries: entries.collect(),
        };
        let mut bytes = serde_json::to_vec_pretty(&file).expect("a ledger is plain text");
        bytes.push(b'\n');
        bytes
    }

    fn foreign(&self) -> (Vec<Foreign>, Vec<Notice>) {
        let Some(folder) = &self.machine else {
            return (Vec::new(), Vec::new());
        };
        let (mut foreign, mut notices) = (Vec::new(), Vec::new());
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return (foreign, notices);
            }
            Err(_) => {
                notices.push(Notice::NotReadable(folder.clone()));
                return (foreign, notices);
            }
        };
        for (count, entry) in entries.enumerate() {
            if count >= MOST_FILES {
                // Somebody floods the folder; a refusal may hide behind the flood.
                let owner = "?".to_owned();
                foreign.push(Foreign::Damaged { owner });
                break;
            }
            let Ok(entry) = entry else {
                continue;
            };
            let name = entry.file_name();
            let Some(id) = name.to_str().and_then(id_in) else {
                continue;
            };
            if id == self.user.id.as_str() {
                continue;
            }
            match read_foreign(&entry.path(), id) {
                Ok(found) => foreign.push(found),
                Err(notice) => notices.push(notice),
            }
        }
        (foreign, notices)
    }
}

/// The counters of the newest acceptance and the newest refusal that the records know.
fn counters(standing: &Standing) -> (u64, u64) {
    let accepted = standing.accepted.map_or(0, |mark| mark.counter);
    let stored = standing
        .generations
        .values()
        .filter_map(|known| known.refused.as_ref().map(|(mark, _)| mark.counter));
    let open = standing
        .unaccepted
        .iter()
        .filter_map(|failure| match failure.how {
            Failure::Refused(_) => Some(failure.mark.counter),
            Failure::Doubtful(_) => None,
        });
    (accepted, stored.chain(open).max().unwrap_or(0))
}

const PREFIX: &str = "ledger-";
const SUFFIX: &str = ".json";
const FORMAT: u32 = 1;
const MOST_FILES: usize = 10_000;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    /// The log-in name, for people only: its owner wrote it.
    user: String,
    entries: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    account: AccountId,
    #[serde(flatten)]
    entry: Entry,
}

impl Content {
    fn into_ledger(self) -> Ledger {
        self.entries
            .into_iter()
            .map(|line| (line.account, line.entry))
            .collect()
    }
}

fn parse(bytes: &[u8]) -> Option<Content> {
    serde_json::from_slice(bytes)
        .ok()
        .filter(|file: &Content| file.format == FORMAT)
}

fn id_in(name: &str) -> Option<&str> {
    let id = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let fits = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (fits && !id.is_empty()).then_some(id)
}

fn read_foreign(path: &Path, id: &str) -> Result<Foreign, Notice> {
    let unreadable = || Notice::NotReadable(path.to_owned());
    let file = files::open_to_read(path).map_err(|_| unreadable())?;
    // Asked of the open file: the name may point to another one by now.
    let owner = files::owner_of(&file).map_err(|_| unreadable())?;
    if owner.as_str() != id {
        return Err(Notice::NotItsOwner(path.to_owned()));
    }
    let damaged = || Foreign::Damaged {
        owner: id.to_owned(),
    };
    let Ok(bytes) = files::read_rest_bounded(&file, MOST_BYTES) else {
        return Ok(damaged());
    };
    let Some(content) = parse(&bytes) else {
        return Ok(damaged());
    };
    let name: String = content
        .user
        .chars()
        .filter(|c| !c.is_control())
        .take(64)
        .collect();
    // The id is what the system vouches for; the name is what its owner says.
    let owner = if name.is_empty() {
        id.to_owned()
    } else {
        format!("{name} ({id})")
    };
    let entries = content.into_ledger();
    Ok(Foreign::Ledger { owner, entries })
}

#[cfg(test)]
mod tests;
