//! What stands in an entry, the sealed copy of an entry included.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::{Entry, Error, FORMAT, Stored};
use crate::domain::identity::{AccountId, Generation};

/// The content of an entry; the account is in it so that an entry under a wrong name is noticed.
#[derive(Serialize, Deserialize)]
pub struct Content {
    format: u32,
    account: String,
    password: String,
    stored_at: Timestamp,
    predecessor: Option<Generation>,
}

impl Content {
    /// The content for a password.
    ///
    /// # Errors
    /// [`Error::Damaged`] for an empty password.
    pub fn of(account: &AccountId, entry: &Entry, password: &SecretString) -> Result<Self, Error> {
        if password.expose_secret().is_empty() {
            return Err(Error::Damaged("an empty password"));
        }
        Ok(Self {
            format: FORMAT,
            account: account.to_string(),
            password: password.expose_secret().to_owned(),
            stored_at: entry.stored_at,
            predecessor: entry.predecessor,
        })
    }

    /// The bytes that are written; equal contents have equal bytes.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // Large enough never to grow: a vector that grows leaves a copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(1024 + 6 * self.password.len()));
        serde_json::to_writer(&mut *bytes, self).expect("an entry is plain text");
        bytes
    }

    /// Reads the bytes that were written for `account`.
    ///
    /// # Errors
    /// [`Error::Damaged`] for another format, another account or an empty password.
    pub fn read(
        bytes: &[u8],
        account: &AccountId,
        generation: Generation,
    ) -> Result<Stored, Error> {
        let content: Self =
            serde_json::from_slice(bytes).map_err(|_| Error::Damaged("not our format"))?;
        if content.format != FORMAT {
            return Err(Error::Damaged("a newer format"));
        }
        if content.account != account.to_string() {
            return Err(Error::Damaged("it belongs to another account"));
        }
        if content.password.is_empty() {
            return Err(Error::Damaged("an empty password"));
        }
        let entry =
            Entry { generation, stored_at: content.stored_at, predecessor: content.predecessor };
        let password = SecretString::from(content.password.as_str());
        Ok(Stored { entry, password })
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}
