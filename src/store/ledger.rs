//! The ledger that the users of one machine share (SAFETY S8): reading everybody's, writing our own.
//!
//! Hides files, owners and sizes. Another user's file is hostile until its owner is the user whose
//! name it carries; whatever it holds can only make us hold back. Our own entries lie in our data
//! folder and are published in the machine's folder for the others. Refusals are written at once;
//! acceptances are written in advance, as a counter that none of ours exceeds for a while: others
//! then count their refusals from above it, and a probe that succeeds writes nothing here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::identity::AccountId;
use crate::domain::ledger::{Entry, Foreign, Ledger, LedgerView};
use crate::domain::standing::{Failure, Standing};
use crate::platform::files::{self, Access};
use crate::platform::locks::Lock;
use crate::platform::machine::User;

use super::files_seen::{self, FilesSeen, Ignored, Seen};

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
#[derive(Debug)]
pub struct Ledgers {
    user: User,
    own: PathBuf,
    lock: PathBuf,
    machine: Option<PathBuf>,
    seen: FilesSeen<Content>,
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
            seen: FilesSeen::new(MOST_BYTES, parse),
        }
    }

    /// What all ledgers of the machine say about an account.
    ///
    /// # Errors
    /// Those of our own ledger; of others only notices come.
    pub fn view(&self, account: &AccountId) -> Result<(LedgerView, Vec<Notice>), Error> {
        let mut own = self.own()?.get(account).cloned().unwrap_or_default();
        let (mut foreign, notices) = self.foreign();
        if let Some(published) = self.own_published() {
            // It survives a data folder that was lost.
            let refused = published.get(account).map_or(0, |entry| entry.refused);
            own.refused = own.refused.max(refused);
        }
        let reach = own.accepted.max(own.refused).saturating_add(FARTHEST);
        for ledger in &mut foreign {
            if is_beyond(ledger, account, reach) {
                let owner = owner(ledger).to_owned();
                *ledger = Foreign::Damaged { owner };
            }
        }
        // Our own acceptances stand in the journal, exactly.
        own.accepted = 0;
        foreign.sort_by(|a, b| owner(a).cmp(owner(b)));
        let own = Ledger::from([(account.clone(), own)]);
        Ok((LedgerView::of(account, &own, &foreign), notices))
    }

    /// Raises our own entry of an account to what its records say and publishes it; nothing is
    /// written if nothing changes. `next` is the counter of the next attempt. The caller holds the
    /// account's lock.
    ///
    /// # Errors
    /// Those of our own ledger. A failed publication is a notice: it does not undo our own entry.
    pub fn record(
        &self,
        account: &AccountId,
        standing: &Standing,
        next: u64,
        at: Timestamp,
    ) -> Result<Option<Notice>, Error> {
        let refused = refused(standing);
        if refused == 0 && standing.accepted.is_none() && standing.generations.is_empty() {
            return Ok(None);
        }
        let covers = |entry: Option<&Entry>| {
            entry.is_some_and(|e| e.refused >= refused && e.accepted >= next)
        };
        let is_published = match self.own_published() {
            Some(published) => covers(published.get(account)),
            None => self.machine.is_none(),
        };
        if is_published && covers(self.own()?.get(account)) {
            return Ok(None);
        }
        // Another program of ours may be at another account's entry in the same file.
        let _lock = Lock::exclusive(&self.lock, Access::OwnerOnly)?;
        let mut own = Ledger::clone(&*self.own()?);
        let entry = own.entry(account.clone()).or_default();
        if !covers(Some(entry)) {
            entry.accepted = entry.accepted.max(next.saturating_add(ADVANCE));
            entry.refused = entry.refused.max(refused);
            entry.at = Some(at);
            let bytes = self.to_bytes(&own);
            files::replace_atomically(&self.own, &bytes, Access::OwnerOnly)?;
        }
        Ok(self.publish(&self.to_bytes(&own)).err())
    }

    fn own(&self) -> Result<Arc<Ledger>, Error> {
        let content = self.seen.read(&self.own)?;
        match content {
            Seen::Absent => Ok(Arc::default()),
            Seen::Content(content) => Ok(Arc::clone(&content.entries)),
            Seen::Damaged => Err(Error::Damaged),
        }
    }

    /// What we published, if it is there, ours and readable; anything else is published anew.
    fn own_published(&self) -> Option<Arc<Ledger>> {
        let path = self.published()?;
        match self.seen.read_owned(&path, self.user.id.as_str()) {
            Ok(Seen::Content(content)) => Some(Arc::clone(&content.entries)),
            Ok(Seen::Absent | Seen::Damaged) | Err(_) => None,
        }
    }

    fn published(&self) -> Option<PathBuf> {
        let name = files_seen::name_of(PREFIX, self.user.id.as_str());
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
        let entries = ledger.iter().map(|(account, entry)| Line { account, entry });
        let file = Text { format: FORMAT, user: &self.user.name, entries: entries.collect() };
        let mut bytes = serde_json::to_vec_pretty(&file).expect("a ledger is plain text");
        bytes.push(b'\n');
        bytes
    }

    fn foreign(&self) -> (Vec<Foreign>, Vec<Notice>) {
        let Some(folder) = &self.machine else {
            return (Vec::new(), Vec::new());
        };
        let own = self.user.id.as_str();
        let listed = self.seen.read_all(folder, PREFIX, Some(own));
        let found = listed.files.into_iter().filter_map(|(id, seen)| match seen {
            Seen::Absent => None,
            Seen::Content(content) => Some(Foreign::Ledger {
                // The id is what the system vouches for; the name is what its owner says.
                owner: content.named(&id),
                entries: Ledger::clone(&content.entries),
            }),
            Seen::Damaged => Some(Foreign::Damaged { owner: id }),
        });
        let mut foreign: Vec<Foreign> = found.collect();
        if listed.is_flooded {
            // Somebody floods the folder; a refusal may hide behind the flood.
            let owner = "?".to_owned();
            foreign.push(Foreign::Damaged { owner });
        }
        let notices = listed.ignored.into_iter().map(Notice::from).collect();
        (foreign, notices)
    }
}

/// The counter of the newest refusal that the records know.
pub(super) fn refused(standing: &Standing) -> u64 {
    let stored = standing
        .generations
        .values()
        .filter_map(|known| known.refused.as_ref().map(|(mark, _)| mark.counter));
    let typed = standing.unaccepted.iter().filter_map(|failure| match failure.how {
        Failure::Refused(_) => Some(failure.mark.counter),
        Failure::Doubtful(_) => None,
    });
    stored.chain(typed).max().unwrap_or(0)
}

fn owner(ledger: &Foreign) -> &str {
    match ledger {
        Foreign::Ledger { owner, .. } => owner,
        Foreign::Damaged { owner } => owner,
    }
}

/// Whether an entry lies farther ahead of ours than honest counting comes. Following it would carry our
/// own counters to where everybody else takes them for damage, long after that file is gone.
fn is_beyond(ledger: &Foreign, account: &AccountId, reach: u64) -> bool {
    match ledger {
        Foreign::Damaged { .. } => false,
        Foreign::Ledger { entries, .. } => {
            entries.get(account).is_some_and(|entry| entry.accepted.max(entry.refused) > reach)
        }
    }
}

/// More attempts than any account ever gets.
const FARTHEST: u64 = 1 << 32;

/// How far the counter of acceptances is written in advance: some days of watching.
const ADVANCE: u64 = 1000;

const PREFIX: &str = "ledger-";
const FORMAT: u32 = 1;

/// A readable ledger.
#[derive(Debug)]
struct Content {
    /// The log-in name, for people only: its owner wrote it.
    user: String,
    entries: Arc<Ledger>,
}

impl Content {
    /// The owner as people read it: `maria (1001)`.
    fn named(&self, id: &str) -> String {
        let name: String = self.user.chars().filter(|c| !c.is_control()).take(64).collect();
        if name.is_empty() { id.to_owned() } else { format!("{name} ({id})") }
    }
}

impl From<Ignored> for Notice {
    fn from(ignored: Ignored) -> Self {
        match ignored {
            Ignored::NotItsOwner(path) => Self::NotItsOwner(path),
            Ignored::NotReadable(path) => Self::NotReadable(path),
        }
    }
}

#[derive(Serialize)]
struct Text<'a> {
    format: u32,
    user: &'a str,
    entries: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    account: &'a AccountId,
    #[serde(flatten)]
    entry: &'a Entry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    user: String,
    entries: Vec<WrittenLine>,
}

#[derive(Deserialize)]
struct WrittenLine {
    #[serde(flatten)]
    account: AccountId,
    #[serde(flatten)]
    entry: Entry,
}

fn parse(bytes: &[u8]) -> Option<Content> {
    let written: Written = serde_json::from_slice(bytes).ok()?;
    if written.format != FORMAT {
        return None;
    }
    let entries = written.entries.into_iter().map(|line| (line.account, line.entry));
    Some(Content { user: written.user, entries: Arc::new(entries.collect()) })
}

#[cfg(test)]
mod tests;
