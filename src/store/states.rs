//! What the sessions of one machine report of their accounts (SAFETY S7): one file for each user of
//! the operating system, `state-<user id>.json`, in the machine's folder. Nothing in it is secret.
//!
//! Decides how often it is written: at once when a state changes, otherwise at most every ten seconds,
//! and never synced, because a report that is lost is one check late. Sessions of one user share a
//! file. Another user's file is read with the ledger's care; one that is damaged is no report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::files_seen::{FilesSeen, Ignored, Listed, Seen, name_of};
use crate::domain::election::Report;
use crate::domain::identity::{AccountId, SessionId};
use crate::platform::files::{self, Access};
use crate::platform::locks::Lock;
use crate::platform::machine::User;

/// The longest file that is read: some 10,000 accounts.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The time between two writings in which only times differ.
pub const TIMES_ONLY: Duration = Duration::from_secs(10);

/// The other sessions are not read more often than this: accounts that are due together share a look.
const LOOK: Duration = Duration::from_secs(1);

/// When reports have to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Now.
    Now,
    /// At this moment, by the caller.
    At(Instant),
    /// Another caller was told when.
    ByAnother,
}

/// The reports of one session, and those that it reads.
#[derive(Debug)]
pub struct States {
    folder: PathBuf,
    user: User,
    session: SessionId,
    seen: FilesSeen<Vec<Line>>,
    own: Mutex<Own>,
    others: Mutex<Option<(Instant, Arc<Others>)>>,
}

type Others = BTreeMap<AccountId, Vec<Report>>;

/// Our own reports and when they were written.
#[derive(Debug, Default)]
struct Own {
    reports: BTreeMap<AccountId, Report>,
    written: Option<Instant>,
    /// Whether a writing was promised.
    is_awaited: bool,
    /// Whether the file lacks something.
    is_behind: bool,
}

impl States {
    /// Uses the machine's folder. `session` tells our reports from those of this user's other
    /// sessions.
    #[must_use]
    pub fn new(folder: &Path, user: User, session: SessionId) -> Self {
        Self {
            folder: folder.to_owned(),
            user,
            session,
            seen: FilesSeen::new(MOST_BYTES, parse),
            own: Mutex::default(),
            others: Mutex::default(),
        }
    }

    /// Takes in a report of ours and says when [`Self::write`] is to be called. Does not block.
    pub fn report(&self, account: AccountId, report: Report) -> Due {
        let mut own = self.own();
        let changed = own.reports.get(&account).is_none_or(|before| !looks_like(before, &report));
        own.reports.insert(account, report);
        own.is_behind = true;
        let next = own.written.map(|written| written + TIMES_ONLY);
        match next.filter(|next| !changed && Instant::now() < *next) {
            None => Due::Now,
            Some(_) if own.is_awaited => Due::ByAnother,
            Some(next) => {
                own.is_awaited = true;
                Due::At(next)
            }
        }
    }

    /// Whether a report of ours is not in the file yet.
    pub fn is_behind(&self) -> bool {
        self.own().is_behind
    }

    /// Forgets our reports of accounts that are not watched any more. They leave the file with the
    /// next writing.
    pub fn keep(&self, is_watched: impl Fn(&AccountId) -> bool) {
        self.own().reports.retain(|account, _| is_watched(account));
    }

    /// Writes our reports into this user's file; those of this user's other sessions stay while
    /// nothing newer is known of their accounts. Blocks.
    ///
    /// # Errors
    /// The disk or the rights; the file is then as it was.
    pub fn write(&self) -> Result<(), files::Error> {
        let id = self.user.id.as_str();
        let path = self.folder.join(name_of(PREFIX, id));
        let lock = self.folder.join(format!("{PREFIX}{id}.lock"));
        // Its owner's only: nobody else can hold it for ever.
        let _lock = Lock::exclusive(&lock, Access::OwnerOnly)?;
        let mut lines = self.of_other_sessions(&path);
        {
            let mut own = self.own();
            own.written = Some(Instant::now());
            (own.is_awaited, own.is_behind) = (false, false);
            lines.retain(|line| {
                let ours = own.reports.get(&line.account);
                ours.is_none_or(|ours| line.report.outlives(ours))
            });
            lines.extend(own.reports.iter().map(|(account, report)| Line {
                account: account.clone(),
                report: report.clone(),
            }));
        }
        let text = Text { format: FORMAT, user: self.user.name.clone(), accounts: lines };
        let mut bytes = serde_json::to_vec(&text).expect("reports are plain text");
        bytes.push(b'\n');
        files::replace_without_sync(&path, &bytes, Access::OwnerWritesAllRead)
    }

    /// What all other sessions of the machine report of an account. Blocks; what is younger than a
    /// second may be missing.
    pub fn others(&self, account: &AccountId) -> Vec<Report> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = others
            .as_ref()
            .filter(|(read, _)| read.elapsed() < LOOK)
            .map(|(_, found)| Arc::clone(found));
        let found = recent.unwrap_or_else(|| {
            let found = Arc::new(self.read());
            *others = Some((Instant::now(), Arc::clone(&found)));
            found
        });
        found.get(account).cloned().unwrap_or_default()
    }

    fn read(&self) -> Others {
        let Listed { files, ignored, is_flooded: _ } =
            self.seen.read_all(&self.folder, PREFIX, None);
        for file in ignored {
            let (Ignored::NotItsOwner(path) | Ignored::NotReadable(path)) = file;
            log::debug!("states: {} is not believed", path.display());
        }
        let mut others = Others::new();
        for (_, seen) in files {
            let Seen::Content(lines) = seen else {
                continue;
            };
            for line in lines.iter() {
                if line.report.session != self.session {
                    let reports = others.entry(line.account.clone()).or_default();
                    reports.push(line.report.clone());
                }
            }
        }
        others
    }

    /// What this user's other sessions wrote; a file that is damaged is written anew.
    fn of_other_sessions(&self, path: &Path) -> Vec<Line> {
        match self.seen.read_owned(path, self.user.id.as_str()) {
            Ok(Seen::Content(lines)) => {
                lines.iter().filter(|line| line.report.session != self.session).cloned().collect()
            }
            Ok(Seen::Absent | Seen::Damaged) | Err(_) => Vec::new(),
        }
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether two reports differ in times only.
fn looks_like(a: &Report, b: &Report) -> bool {
    let timeless = |report: &Report| Report { at: b.at, proof: b.proof, ..report.clone() };
    timeless(a) == timeless(b)
}

const PREFIX: &str = "state-";
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Text {
    format: u32,
    user: String,
    accounts: Vec<Line>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    account: AccountId,
    #[serde(flatten)]
    report: Report,
}

fn parse(bytes: &[u8]) -> Option<Vec<Line>> {
    let text: Text = serde_json::from_slice(bytes).ok()?;
    (text.format == FORMAT).then_some(text.accounts)
}

#[cfg(test)]
mod tests;
