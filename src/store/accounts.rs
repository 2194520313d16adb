//! One account as the background task and the console use it: under its lock, read to the end.
//!
//! Brings journal, note, ledger and keyring together and decides whether they agree (SAFETY S15). A
//! disagreement is a state: nothing is repaired by guessing, a person chooses among the entries. The
//! label `head` follows the journal; one that lags behind a crash is moved when the account is opened
//! next.

mod agreement;
mod durable;
mod opened;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::domain::identity::AccountId;
use crate::domain::ledger::LedgerView;
use crate::domain::record::{Note, Record};
use crate::domain::standing::{Standing, noted};
use crate::platform::files;
use crate::platform::folders::Folders;
use crate::platform::machine::User;
use crate::platform::presence::Presence;

use super::journal::{self, AccountLock, Journal};
use super::keyring::{self, Keyring};
use super::ledger::{self, Ledgers, Notice};
use super::notes::{self, Found, Notes};
use super::sealed::{self, Readiness, Sealed};

use agreement::Checked;

pub use agreement::{Agreement, Disagreement};
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
    /// The sealed copies.
    #[error(transparent)]
    Sealed(sealed::Error),
    /// The sealing key may not be relied on, so nothing new is stored durably (SAFETY S12).
    #[error("sealed copies cannot be relied on: {0:?}")]
    NotSealable(Readiness),
}

impl From<sealed::Error> for Error {
    fn from(error: sealed::Error) -> Self {
        match error {
            sealed::Error::Keyring(error) => Self::Keyring(error),
            sealed::Error::Random(error) => Self::Random(error),
            sealed::Error::Files(_) | sealed::Error::KeyMissing | sealed::Error::Damaged(_) => {
                Self::Sealed(error)
            }
        }
    }
}

impl Error {
    /// Whether the disk, or this user's share of it, is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Journal(error) => error.is_disk_full(),
            Self::Notes(error) => error.is_disk_full(),
            Self::Ledger(ledger::Error::Files(error)) | Self::Folder(error) => error.is_disk_full(),
            Self::Sealed(sealed::Error::Files(error)) => error.is_disk_full(),
            Self::Ledger(ledger::Error::Damaged)
            | Self::Keyring(_)
            | Self::Random(_)
            | Self::Sealed(_)
            | Self::NotSealable(_) => false,
        }
    }

    /// Whether another program of this user works on the account.
    #[must_use]
    pub const fn is_in_progress(&self) -> bool {
        matches!(self, Self::Journal(journal::Error::InProgress))
    }
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
    sealed: Sealed,
    presence: Presence,
    by: String,
    checked: Mutex<BTreeMap<AccountId, Checked>>,
}

impl Accounts {
    /// Uses the data folder, which is created, and the machine's folder.
    ///
    /// `by` goes into every record: `user@machine program`.
    ///
    /// # Errors
    /// [`Error::Folder`].
    pub fn new(folders: &Folders, user: User, keyring: Keyring, by: String) -> Result<Self, Error> {
        Self::with_presence(folders, user, keyring, by, Presence::now())
    }

    /// Like [`Self::new`], in the given start of the system and log-on.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_presence(
        folders: &Folders,
        user: User,
        keyring: Keyring,
        by: String,
        presence: Presence,
    ) -> Result<Self, Error> {
        let journals = journals(folders);
        files::create_private_folder(&folders.data).map_err(Error::Folder)?;
        files::create_private_folder(&journals).map_err(Error::Folder)?;
        if let Err(error) = files::remove_leftovers(&folders.data) {
            log::debug!("store: leftovers of a killed program stay: {error}");
        }
        Ok(Self(Arc::new(Inner {
            journals,
            notes: Notes::new(&folders.data),
            ledgers: Ledgers::new(&folders.data, folders.machine.as_deref(), user),
            sealed: Sealed::new(&folders.data, keyring.clone()),
            keyring,
            presence,
            by,
            checked: Mutex::default(),
        })))
    }

    /// The keyring that holds the passwords.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.0.keyring
    }

    /// Makes the key of the sealed copies if there was never one, notes that it was found again, and
    /// answers whether it may be relied on (SAFETY S12): [`Sealed::prepare`].
    ///
    /// # Errors
    /// [`Error::Sealed`], [`Error::Random`]. The keyring's troubles are a [`Readiness`].
    pub fn prepare_sealing(&self) -> Result<Readiness, Error> {
        Ok(self.0.sealed.prepare(&self.0.presence)?)
    }

    /// Whether the sealing key is known to be durable, by our note alone; asks no keyring.
    #[must_use]
    pub fn is_sealing_proven(&self) -> bool {
        self.0.sealed.is_key_proven()
    }

    /// Takes the account's lock, reads everything to its end and compares it with the keyring.
    ///
    /// # Errors
    /// [`journal::Error::InProgress`] within 100 ms if somebody else is at it; damaged journal, notes or
    /// own ledger. A keyring that does not answer is no error but [`Agreement::Unknown`].
    pub fn open(&self, account: &AccountId) -> Result<Opened, Error> {
        let mut tries = 1;
        let lock = loop {
            match AccountLock::take(&self.0.journals, account) {
                // A screen that looks whether the lock is free holds it for an instant.
                Err(journal::Error::InProgress) if tries < 5 => {
                    tries += 1;
                    thread::sleep(Duration::from_millis(10));
                }
                taken => break taken?,
            }
        };
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
        let in_progress = AccountLock::is_held(&self.0.journals, account)?;
        Ok(Peek { standing: Standing::of(&records, note.as_ref()), note, in_progress })
    }

    /// Reads all records without lock, keyring and ledger, in the order of their counters; the watcher's
    /// note stands among them as the record that it is.
    ///
    /// # Errors
    /// Damaged or unreadable journal or notes.
    pub fn history(&self, account: &AccountId) -> Result<Vec<Record>, Error> {
        let mut records = journal::peek(&self.0.journals, account)?;
        if let Found::At(_, Some(note)) = self.0.notes.find(account)? {
            let known: Vec<&Record> = records.iter().collect();
            records.extend(noted(&note, &known));
        }
        records.sort_by_key(|record| record.counter);
        Ok(records)
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
        let (ledger, notices) = self.0.ledger_view(journal.account(), &standing)?;
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
    fn ledger_view(
        &self,
        account: &AccountId,
        standing: &Standing,
    ) -> Result<(LedgerView, Vec<Notice>), Error> {
        let (view, mut notices) = self.ledgers.view(account)?;
        // The program may have ended between an outcome and the ledger; and the next attempt's counter
        // has to be within what the others know.
        let at = standing.accepted.map(|mark| mark.at).into_iter();
        let at = at.chain(standing.unaccepted.iter().map(|failure| failure.mark.at)).max();
        let next = standing.counter.max(view.counter) + 1;
        let published = self.ledgers.record(account, standing, next, at.unwrap_or_default())?;
        let view = if ledger::refused(standing) > view.refused {
            self.ledgers.view(account)?.0
        } else {
            view
        };
        notices.extend(published);
        Ok((view, notices))
    }

    fn checked(&self) -> std::sync::MutexGuard<'_, BTreeMap<AccountId, Checked>> {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
