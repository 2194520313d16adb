//! One account as the background task and the console use it: under its lock, read to the end.
//!
//! Brings journal, note, ledger and keyring together and decides whether they agree (SAFETY S15). A
//! disagreement is a state: nothing is repaired by guessing, a person chooses among the entries. The
//! label `head` follows the journal; one that lags behind a crash is moved when the account is opened
//! next.

mod opened;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::domain::identity::{AccountId, Generation};
use crate::domain::ledger::LedgerView;
use crate::domain::record::{Note, Record, Step, Subject};
use crate::domain::standing::Standing;
use crate::platform::files;
use crate::platform::folders::Folders;
use crate::platform::machine::User;

use super::journal::{self, AccountLock, Journal};
use super::keyring::{self, Keyring};
use super::ledger::{self, Ledgers, Notice};
use super::notes::{self, Found, Notes, Position};

pub use opened::Opened;

/// What kept an account from being opened or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Journal or lock; [`journal::Error::InProgress`] among them.
    #[error(transparent)]
    Journal(#[from] journal::Error),
    /// The watcher's notes.
    #[error(transparent)]
    Notes(#[from] notes::Error),
    /// Our own ledger.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// The keyring.
    #[error(transparent)]
    Keyring(#[from] keyring::Error),
    /// The data folder.
    #[error("the data folder cannot be used")]
    Folder(#[source] files::Error),
    /// No random bytes.
    #[error("the operating system gave no random bytes")]
    Random(#[source] getrandom::Error),
}

impl Error {
    /// Whether the disk, or this user's share of it, is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Journal(error) => error.is_disk_full(),
            Self::Notes(error) => error.is_disk_full(),
            Self::Ledger(ledger::Error::Files(error)) | Self::Folder(error) => error.is_disk_full(),
            Self::Ledger(ledger::Error::Damaged) | Self::Keyring(_) | Self::Random(_) => false,
        }
    }

    /// Whether another program of this user works on the account.
    #[must_use]
    pub const fn is_in_progress(&self) -> bool {
        matches!(self, Self::Journal(journal::Error::InProgress))
    }
}

/// Whether journal, notes and keyring tell the same story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// They do.
    Agreed,
    /// They do not: nothing may be sent, rotated or overwritten until a person has chosen.
    Disagreed(Disagreement),
    /// The keyring did not answer, so nobody knows; nothing may be sent.
    Unknown(keyring::Error),
}

/// How journal, notes and keyring contradict each other (SAFETY S15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// There are passwords in the keyring and no journal: foreign or lost data folder.
    JournalMissing {
        /// The newest generation by the keyring.
        head: Generation,
    },
    /// The keyring's newest generation is not in the journal: an old journal was brought back.
    JournalOlder {
        /// The newest generation by the keyring.
        head: Generation,
    },
    /// The journal relies on a generation that the keyring does not have: cleared keyring.
    EntryMissing {
        /// The generation.
        generation: Generation,
    },
    /// The entry of a generation that the journal relies on, or the label `head`, is damaged.
    EntryDamaged {
        /// The generation; none: the label.
        generation: Option<Generation>,
    },
    /// The account's notes are gone, though its journal is there.
    NotesMissing,
}

/// What a screen may know of an account without taking its lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// What journal and note add up to.
    pub standing: Standing,
    /// The watcher's newest note.
    pub note: Option<Note>,
    /// Whether another program, or another part of this one, works on the account: then an attempt
    /// without outcome is one under way.
    pub in_progress: bool,
}

/// All accounts of this user on this machine. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Accounts(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    journals: PathBuf,
    notes: Notes,
    ledgers: Ledgers,
    keyring: Keyring,
    by: String,
    checked: Mutex<BTreeMap<AccountId, Checked>>,
}

/// What was compared with the keyring, so that each probe need not do it again.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Checked {
    length: u64,
    relied_on: BTreeSet<Generation>,
}

impl Accounts {
    /// Uses the data folder, which is created, and the machine's folder.
    ///
    /// `by` goes into every record: `user@machine program`.
    ///
    /// # Errors
    /// [`Error::Folder`].
    pub fn new(folders: &Folders, user: User, keyring: Keyring, by: String) -> Result<Self, Error> {
        let journals = journals(folders);
        files::create_private_folder(&folders.data).map_err(Error::Folder)?;
        files::create_private_folder(&journals).map_err(Error::Folder)?;
        Ok(Self(Arc::new(Inner {
            journals,
            notes: Notes::new(&folders.data),
            ledgers: Ledgers::new(&folders.data, folders.machine.as_deref(), user),
            keyring,
            by,
            checked: Mutex::default(),
        })))
    }

    /// The keyring that holds the passwords.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.0.keyring
    }

    /// Takes the account's lock, reads everything to its end and compares it with the keyring.
    ///
    /// # Errors
    /// [`journal::Error::InProgress`] at once if somebody else is at it; damaged journal, notes or
    /// own ledger. A keyring that does not answer is no error but [`Agreement::Unknown`].
    pub fn open(&self, account: &AccountId) -> Result<Opened, Error> {
        let lock = AccountLock::take(&self.0.journals, account)?;
        self.opened(Journal::open(lock)?)
    }

    /// Like [`Self::open`], but waits up to `limit` while somebody else is at it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_within(&self, account: &AccountId, limit: Duration) -> Result<Opened, Error> {
        let deadline = Instant::now() + limit;
        loop {
            match self.open(account) {
                Err(error) if error.is_in_progress() && Instant::now() < deadline => {
                    // The system has no lock with a limit of time.
                    thread::sleep(Duration::from_millis(50));
                }
                opened => return opened,
            }
        }
    }

    /// Reads what is known without lock, keyring and ledger: for screens and `status`.
    ///
    /// # Errors
    /// Damaged or unreadable journal or notes.
    pub fn peek(&self, account: &AccountId) -> Result<Peek, Error> {
        let records = journal::peek(&self.0.journals, account)?;
        let note = match self.0.notes.find(account)? {
            Found::Nothing => None,
            Found::At(_, note) => note,
        };
        let in_progress = match AccountLock::take(&self.0.journals, account) {
            Ok(_) => false,
            Err(journal::Error::InProgress) => true,
            Err(error) => return Err(error.into()),
        };
        Ok(Peek {
            standing: Standing::of(&records, note.as_ref()),
            note,
            in_progress,
        })
    }

    /// Lists the accounts that have a journal, those of no profile included.
    ///
    /// # Errors
    /// [`Error::Journal`] if the folder cannot be listed.
    pub fn known(&self) -> Result<Vec<AccountId>, Error> {
        Ok(journal::accounts(&self.0.journals)?)
    }

    fn opened(&self, journal: Journal) -> Result<Opened, Error> {
        let (position, note) = match self.0.notes.find(journal.account())? {
            Found::Nothing => (None, None),
            Found::At(position, note) => (Some(position), note),
        };
        let standing = Standing::of(journal.records(), note.as_ref());
        let agreement = self.0.agreement(&journal, &standing, position);
        let (ledger, notices) = self.0.ledger_view(&journal, &standing)?;
        Ok(Opened {
            inner: Arc::clone(&self.0),
            journal,
            position,
            note,
            standing,
            ledger,
            agreement,
            notices,
        })
    }
}

/// The folder of journals, for whoever only asks whether there is one.
#[must_use]
pub fn journals(folders: &Folders) -> PathBuf {
    folders.data.join("journals")
}

impl Inner {
    fn agreement(
        &self,
        journal: &Journal,
        standing: &Standing,
        position: Option<Position>,
    ) -> Agreement {
        if !journal.is_new() && position.is_none() {
            return Agreement::Disagreed(Disagreement::NotesMissing);
        }
        let now = Checked {
            length: journal.length(),
            relied_on: relied_on(standing),
        };
        let account = journal.account();
        let known = self.checked().get(account).cloned();
        // A longer journal with the same generations holds nothing that the keyring could contradict.
        if known.is_some_and(|known| {
            !journal.is_new() && known.length <= now.length && known.relied_on == now.relied_on
        }) {
            return Agreement::Agreed;
        }
        match self.compare(journal, standing, &now.relied_on) {
            Ok(None) => {
                self.checked().insert(account.clone(), now);
                Agreement::Agreed
            }
            Ok(Some(disagreement)) => Agreement::Disagreed(disagreement),
            Err(error) => Agreement::Unknown(error),
        }
    }

    fn compare(
        &self,
        journal: &Journal,
        standing: &Standing,
        relied_on: &BTreeSet<Generation>,
    ) -> Result<Option<Disagreement>, keyring::Error> {
        let account = journal.account();
        let head = match self.keyring.head(account) {
            Err(keyring::Error::Damaged(_)) => {
                return Ok(Some(Disagreement::EntryDamaged { generation: None }));
            }
            head => head?,
        };
        if let Some(head) = head
            && !named(journal.records()).contains(&head)
        {
            return Ok(Some(if journal.is_new() {
                Disagreement::JournalMissing { head }
            } else {
                Disagreement::JournalOlder { head }
            }));
        }
        for &generation in relied_on {
            match self.keyring.read(account, generation) {
                Ok(_) => {}
                Err(keyring::Error::Absent) => {
                    return Ok(Some(Disagreement::EntryMissing { generation }));
                }
                Err(keyring::Error::Damaged(_)) => {
                    let generation = Some(generation);
                    return Ok(Some(Disagreement::EntryDamaged { generation }));
                }
                Err(error) => return Err(error),
            }
        }
        // The program ended between the record and the label.
        let top = self.top(account, head, newest(standing))?;
        if let Some(top) = top.filter(|top| head != Some(*top)) {
            self.keyring.set_head(account, top)?;
        }
        Ok(None)
    }

    /// The end of the keyring's chain: the records' newest generation if `head` lags behind it, and
    /// `head` itself if the records went back to an older one. From it every entry is reachable.
    fn top(
        &self,
        account: &AccountId,
        head: Option<Generation>,
        newest: Option<Generation>,
    ) -> Result<Option<Generation>, keyring::Error> {
        let (Some(head), Some(newest)) = (head, newest) else {
            return Ok(head.or(newest));
        };
        let mut seen = BTreeSet::new();
        let mut reached = newest;
        while reached != head && seen.insert(reached) {
            match self.keyring.read(account, reached) {
                Ok(stored) => match stored.entry.predecessor {
                    Some(predecessor) => reached = predecessor,
                    None => return Ok(Some(head)),
                },
                Err(keyring::Error::Absent | keyring::Error::Damaged(_)) => return Ok(Some(head)),
                Err(error) => return Err(error),
            }
        }
        Ok(Some(if reached == head { newest } else { head }))
    }

    fn end_of_chain(
        &self,
        account: &AccountId,
        standing: &Standing,
    ) -> Result<Option<Generation>, keyring::Error> {
        let head = match self.keyring.head(account) {
            Err(keyring::Error::Damaged(_)) => None,
            head => head?,
        };
        self.top(account, head, newest(standing))
    }

    fn ledger_view(
        &self,
        journal: &Journal,
        standing: &Standing,
    ) -> Result<(LedgerView, Vec<Notice>), Error> {
        let account = journal.account();
        // The program may have ended between the outcome and the ledger.
        let at = standing.accepted.map(|mark| mark.at).into_iter();
        let at = at
            .chain(standing.unaccepted.iter().map(|failure| failure.mark.at))
            .max();
        let published = self
            .ledgers
            .record(account, standing, at.unwrap_or_default())?;
        let (view, mut notices) = self.ledgers.view(account)?;
        notices.extend(published);
        Ok((view, notices))
    }

    fn checked(&self) -> std::sync::MutexGuard<'_, BTreeMap<AccountId, Checked>> {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The generations whose entries must be there: the current one and that of a change under way.
fn relied_on(standing: &Standing) -> BTreeSet<Generation> {
    let changing = standing.change.map(|change| change.generation);
    standing.current.into_iter().chain(changing).collect()
}

/// The generation that `head` should name: that of a change under way, else the current one.
fn newest(standing: &Standing) -> Option<Generation> {
    standing
        .change
        .map(|change| change.generation)
        .or(standing.current)
}

/// All generations that the records name.
fn named(records: &[Record]) -> BTreeSet<Generation> {
    records
        .iter()
        .filter_map(|record| generation_of(&record.step))
        .collect()
}

fn generation_of(step: &Step) -> Option<Generation> {
    match step {
        Step::Adopted { generation, .. }
        | Step::Prepared { generation }
        | Step::Handed { generation }
        | Step::Setting { generation }
        | Step::Set { generation }
        | Step::Abandoned { generation }
        | Step::Revealed { generation } => Some(*generation),
        Step::Trying { subject }
        | Step::Unsent { subject }
        | Step::Proven { subject }
        | Step::Refused { subject, .. }
        | Step::Doubtful { subject, .. } => match subject {
            Subject::Stored(generation) => Some(*generation),
            Subject::Typed => None,
        },
        Step::Asked
        | Step::Untrusted { .. }
        | Step::Trusted { .. }
        | Step::Told { .. }
        | Step::TaskOpened
        | Step::TaskDone => None,
    }
}

#[cfg(test)]
mod tests;
