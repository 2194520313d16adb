//! Secrets in the operating system's keyring: one entry for each generation, never overwritten.
//!
//! Hides entry names, their content and how the answers of keyring services are told apart. Every
//! call has a limit of time (`calls`). The only entry that is rewritten is `head`, which holds no
//! secret but the name of the newest generation.

mod calls;
mod content;
mod used;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use ::keyring as core;
use core::CredentialStore;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::domain::identity::{AccountId, ConnectorId, Generation};
use crate::platform::keyring_store;
use calls::Calls;

pub(in crate::store) use content::Content;

/// The name under which all entries stand, as the operating system's own tools show it.
pub const SERVICE: &str = "Konnektorwart";

/// The limit of one call where none is given.
pub const LIMIT: Duration = Duration::from_secs(10);

/// What the keyring answered instead of the wanted thing; each is a different answer (DESIGN I5).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such entry.
    #[error("the keyring has no such entry")]
    Absent,
    /// The keyring is locked and was not unlocked; a person has to unlock it.
    #[error("the keyring is locked")]
    Locked,
    /// No answer within the limit, or an earlier call has not come back yet.
    #[error("the keyring does not answer")]
    Hung,
    /// An entry is there but is not what was written, or there are two of it.
    #[error("the keyring entry is damaged: {0}")]
    Damaged(&'static str),
    /// No keyring service answers on this computer or in this session.
    #[error("no keyring service: {0}")]
    NoService(String),
    /// The service answered with a refusal that none of the others describes.
    #[error("the keyring refused: {0}")]
    Refused(String),
    /// An entry of that name is there already; nothing was written.
    #[error("the keyring entry exists already")]
    Exists,
    /// The secret is longer than the keyring takes, in bytes; nothing was written.
    #[error("the secret is longer than the keyring's {0} bytes")]
    TooLong(u32),
}

/// A stored password without the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub generation: Generation,
    /// When it was stored, UTC.
    pub stored_at: Timestamp,
    /// The password before it.
    pub predecessor: Option<Generation>,
}

/// A stored password.
#[derive(Debug)]
pub struct Stored {
    /// What is not secret of it.
    pub entry: Entry,
    /// The password; never empty.
    pub password: SecretString,
}

/// The secrets of this user. Cheap to clone; all clones share one connection and one gate.
#[derive(Debug, Clone)]
pub struct Keyring {
    calls: Arc<Calls>,
}

impl Keyring {
    /// Uses the operating system's keyring, opened at the first call.
    #[must_use]
    pub fn system() -> Self {
        Self::with_opener(keyring_store::open, LIMIT)
    }

    /// Uses the given store: in memory for the demo and for tests.
    #[must_use]
    pub fn with_store(store: Arc<CredentialStore>) -> Self {
        Self::with_opener(move || Ok(Arc::clone(&store)), LIMIT)
    }

    /// Uses a store that `open` makes, anew after each platform failure, with `limit` for each call.
    #[must_use]
    pub fn with_opener(
        open: impl Fn() -> core::Result<Arc<CredentialStore>> + Send + Sync + 'static,
        limit: Duration,
    ) -> Self {
        let calls = Arc::new(Calls::new(Box::new(open), limit));
        Self { calls }
    }

    /// Stores a password under its own generation and reads it back.
    ///
    /// # Errors
    /// [`Error::Exists`] if the generation has an entry with another content; nothing was written.
    /// [`Error::Damaged`] if the read-back differs. After every other error the entry may exist; no
    /// record relies on it.
    pub fn store(
        &self,
        account: &AccountId,
        entry: &Entry,
        password: &SecretString,
    ) -> Result<(), Error> {
        let content = Content::of(account, entry, password)?;
        self.write_once(entry_name(account, entry.generation), content.to_bytes())
    }

    /// Reads a stored password.
    ///
    /// # Errors
    /// [`Error::Absent`], [`Error::Damaged`] if it belongs to another account, is empty or not
    /// readable, and the keyring's troubles.
    pub fn read(&self, account: &AccountId, generation: Generation) -> Result<Stored, Error> {
        let bytes = self.read_bytes(entry_name(account, generation))?;
        Content::read(&bytes, account, generation)
    }

    /// Names the newest generation; `None` before the first one.
    ///
    /// # Errors
    /// [`Error::Damaged`] and the keyring's troubles.
    pub fn head(&self, account: &AccountId) -> Result<Option<Generation>, Error> {
        match self.read_bytes(head_name(account)) {
            Err(Error::Absent) => Ok(None),
            Err(error) => Err(error),
            Ok(bytes) => {
                let head: Head =
                    serde_json::from_slice(&bytes).map_err(|_| Error::Damaged("not our format"))?;
                if head.account != account.to_string() {
                    return Err(Error::Damaged("it belongs to another account"));
                }
                Ok(Some(head.generation))
            }
        }
    }

    /// Moves the label `head` to `generation` and reads it back.
    ///
    /// # Errors
    /// The keyring's troubles; the label may then name the old or the new one.
    pub fn set_head(&self, account: &AccountId, generation: Generation) -> Result<(), Error> {
        let head = Head { format: FORMAT, account: account.to_string(), generation };
        let bytes = Zeroizing::new(serde_json::to_vec(&head).expect("a head is plain text"));
        self.write(head_name(account), bytes, Existing::Replaced)
    }

    /// Lists the entries that are reachable from `head` by their predecessors and those that `named`
    /// lists (the journal's), oldest first. Names without an entry are left out.
    ///
    /// # Errors
    /// The keyring's troubles. A damaged entry is left out: it does not hide the others.
    pub fn entries(
        &self,
        account: &AccountId,
        named: impl IntoIterator<Item = Generation>,
    ) -> Result<Vec<Entry>, Error> {
        let mut waiting: Vec<Generation> = named.into_iter().collect();
        waiting.extend(self.head(account)?);
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        while let Some(generation) = waiting.pop() {
            if !seen.insert(generation) || seen.len() > MOST_ENTRIES {
                continue;
            }
            match self.read(account, generation) {
                Ok(stored) => {
                    waiting.extend(stored.entry.predecessor);
                    entries.push(stored.entry);
                }
                Err(Error::Absent | Error::Damaged(_)) => {}
                Err(error) => return Err(error),
            }
        }
        entries.sort_by_key(|entry| (entry.stored_at, entry.generation));
        Ok(entries)
    }

    /// Deletes one entry; an absent one counts as deleted. Only on a person's explicit word
    /// (SAFETY S16) or where S14 allows it.
    ///
    /// # Errors
    /// The keyring's troubles.
    pub fn delete(&self, account: &AccountId, generation: Generation) -> Result<(), Error> {
        self.delete_named(entry_name(account, generation))
    }

    /// Deletes the label `head`; last, when all entries of the account are gone (S16).
    ///
    /// # Errors
    /// The keyring's troubles.
    pub fn delete_head(&self, account: &AccountId) -> Result<(), Error> {
        self.delete_named(head_name(account))
    }

    /// Stores the passphrase of a client certificate's file, named by the SHA-256 over the file, so
    /// that another file never meets this passphrase.
    ///
    /// # Errors
    /// [`Error::Exists`] if another passphrase stands there, and the keyring's troubles.
    pub fn store_passphrase(
        &self,
        connector: &ConnectorId,
        file: &[u8; 32],
        passphrase: &SecretString,
    ) -> Result<(), Error> {
        let bytes = Zeroizing::new(passphrase.expose_secret().as_bytes().to_vec());
        self.write_once(passphrase_name(connector, file), bytes)
    }

    /// Reads the passphrase of a client certificate's file.
    ///
    /// # Errors
    /// [`Error::Absent`], [`Error::Damaged`], and the keyring's troubles.
    pub fn passphrase(
        &self,
        connector: &ConnectorId,
        file: &[u8; 32],
    ) -> Result<SecretString, Error> {
        let bytes = self.read_bytes(passphrase_name(connector, file))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Error::Damaged("not text"))?;
        Ok(SecretString::from(text))
    }

    /// Deletes the passphrase of a client certificate's file; an absent one counts as deleted (S16).
    ///
    /// # Errors
    /// The keyring's troubles.
    pub fn delete_passphrase(&self, connector: &ConnectorId, file: &[u8; 32]) -> Result<(), Error> {
        self.delete_named(passphrase_name(connector, file))
    }

    /// Stores the key of our sealed files (SAFETY S11) and reads it back.
    ///
    /// # Errors
    /// [`Error::Exists`] if another key stands there, and the keyring's troubles.
    pub fn store_sealing_key(&self, key: &[u8; 32]) -> Result<(), Error> {
        self.write_once(SEALING_KEY.to_owned(), Zeroizing::new(key.to_vec()))
    }

    /// Reads the key of our sealed files.
    ///
    /// # Errors
    /// [`Error::Absent`], [`Error::Damaged`], and the keyring's troubles.
    pub fn sealing_key(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        let bytes = self.read_bytes(SEALING_KEY.to_owned())?;
        let key = <[u8; 32]>::try_from(bytes.as_slice());
        key.map(Zeroizing::new).map_err(|_| Error::Damaged("not a key"))
    }

    fn write_once(&self, name: String, bytes: Zeroizing<Vec<u8>>) -> Result<(), Error> {
        self.write(name, bytes, Existing::Refused)
    }

    fn write(
        &self,
        name: String,
        bytes: Zeroizing<Vec<u8>>,
        existing: Existing,
    ) -> Result<(), Error> {
        if let Some(most) = keyring_store::capacity()
            && bytes.len() > most
        {
            return Err(Error::TooLong(u32::try_from(most).unwrap_or(u32::MAX)));
        }
        self.calls.run(move |store| {
            let entry = keyring_store::entry(store, SERVICE, &name)?;
            match (existing, entry.get_secret().map(Zeroizing::new)) {
                // The same content is this very call's first try, repeated after a failure.
                (_, Ok(found)) if *found == *bytes => return Ok(Ok(())),
                (Existing::Refused, Ok(_)) => return Ok(Err(Error::Exists)),
                (Existing::Replaced, Ok(_)) | (_, Err(core::Error::NoEntry)) => {}
                (_, Err(error)) => return Err(error),
            }
            entry.set_secret(&bytes)?;
            let found = Zeroizing::new(entry.get_secret()?);
            Ok(if *found == *bytes {
                Ok(())
            } else {
                Err(Error::Damaged("it differs from what was written"))
            })
        })?
    }

    fn read_bytes(&self, name: String) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.calls.run(move |store| {
            let entry = keyring_store::entry(store, SERVICE, &name)?;
            entry.get_secret().map(Zeroizing::new)
        })
    }

    fn delete_named(&self, name: String) -> Result<(), Error> {
        let deleted = self
            .calls
            .run(move |store| keyring_store::entry(store, SERVICE, &name)?.delete_credential());
        match deleted {
            Err(Error::Absent) => Ok(()),
            other => other,
        }
    }
}

#[derive(Clone, Copy)]
enum Existing {
    Refused,
    Replaced,
}

const FORMAT: u32 = 1;

const SEALING_KEY: &str = "sealing-key";

/// A bound for a chain that a damaged keyring could make endless; 24 months of daily changes.
const MOST_ENTRIES: usize = 800;

#[derive(Serialize, Deserialize)]
struct Head {
    format: u32,
    account: String,
    generation: Generation,
}

/// Readable in the operating system's own list, and derived from nothing that a person may rename.
fn entry_name(account: &AccountId, generation: Generation) -> String {
    let (plane, user) = (account.plane.as_str(), account.user.folded());
    format!("{plane}/{user}/{}/{generation}", account.device)
}

fn head_name(account: &AccountId) -> String {
    let (plane, user) = (account.plane.as_str(), account.user.folded());
    format!("{plane}/{user}/{}/head", account.device)
}

fn passphrase_name(connector: &ConnectorId, file: &[u8; 32]) -> String {
    let digest: String = file[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("certificate/{connector}/{digest}")
}

#[cfg(test)]
mod tests;
