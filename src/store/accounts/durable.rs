//! Passwords that survive the loss of the keyring's last writes (SAFETY S11, S12): sealed copies beside
//! the entries.
//!
//! Decides when an entry is written again from its copy and when a copy may go.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::{Error, Inner, Opened};
use crate::domain::identity::{AccountId, Generation};
use crate::domain::standing::Standing;
use crate::platform::machine;
use crate::store::keyring::{self, Stored};
use crate::store::sealed::{self, Readiness, SealedCopy};

impl Opened {
    /// Stores a password that nobody but us may know, as a new generation: sealed in a file of ours,
    /// then in the keyring and read back, then everything on the disks (`sync(2)`) where that exists
    /// (SAFETY S11). Its predecessor is the newest one. Nothing relies on it before a record names it.
    ///
    /// # Errors
    /// [`Error::NotSealable`] before the sealing key may be relied on (S12); nothing was written. After
    /// [`Error::Sealed`], [`Error::Keyring`] and [`Error::Random`] an entry may be left over that
    /// nothing names.
    pub fn store_durably(
        &mut self,
        password: &SecretString,
        at: Timestamp,
    ) -> Result<Generation, Error> {
        match self.prepare_sealing()? {
            Readiness::Ready => {}
            Readiness::Keyring(error) => return Err(error.into()),
            unready @ (Readiness::KeyTooYoung | Readiness::KeyMissing) => {
                return Err(Error::NotSealable(unready));
            }
        }
        let entry = self.new_entry(at)?;
        let inner = &self.inner;
        let account = self.journal.account();
        inner.sealed.write(account, &entry, password, &inner.presence)?;
        if let Err(error) = inner.keyring.store(account, &entry, password) {
            // No record names it, so nothing was sent; a leftover would only be healed for nobody.
            if let Err(error) = inner.sealed.delete(account, entry.generation) {
                log::debug!("accounts: a sealed copy of nothing stays: {error}");
            }
            return Err(error.into());
        }
        // Where there is no such call the sealed copy stays until a later start (S12).
        let _ = machine::sync_all_disks();
        Ok(entry.generation)
    }

    /// Makes and proves the sealing key, as [`super::Accounts::prepare_sealing`] does.
    ///
    /// # Errors
    /// [`Error::Sealed`], [`Error::Random`]. The keyring's troubles are a [`Readiness`].
    pub fn prepare_sealing(&self) -> Result<Readiness, Error> {
        Ok(self.inner.sealed.prepare(&self.inner.presence)?)
    }

    /// Deletes the sealed copies that are not needed any more (SAFETY S12): the keyring gave the same
    /// password, in a later start of the system than the one that wrote it or followed by a `sync(2)`.
    /// The copy of a change that has not ended stays. Answers how many stay. May wait for the disks.
    ///
    /// # Errors
    /// [`Error::Sealed`], [`Error::Keyring`]; the other copies stay.
    pub fn retire_sealed(&mut self) -> Result<usize, Error> {
        let account = self.journal.account();
        self.inner.retire(account, &self.standing, machine::sync_all_disks)
    }
}

impl Inner {
    /// Brings an entry that the keyring lost back from its sealed copy; none if there is no copy, or no
    /// key to open it.
    ///
    /// # Errors
    /// [`keyring::Error::Damaged`] if the copy does not open, and the keyring's troubles.
    pub fn heal(
        &self,
        account: &AccountId,
        generation: Generation,
    ) -> Result<Option<Stored>, keyring::Error> {
        let stored = match self.sealed.read(account, generation) {
            Ok(Some(SealedCopy { stored, written_in })) => {
                // Before the entry: a copy that names an earlier start would go too early.
                if written_in != self.presence {
                    let password = &stored.password;
                    self.sealed
                        .write(account, &stored.entry, password, &self.presence)
                        .map_err(|error| told(&error))?;
                }
                stored
            }
            Ok(None) => return Ok(None),
            Err(sealed::Error::KeyMissing) => {
                log::error!(
                    "accounts: {generation} has a sealed copy, and the keyring no key to it"
                );
                return Ok(None);
            }
            Err(error) => return Err(told(&error)),
        };
        self.keyring.store(account, &stored.entry, &stored.password)?;
        log::warn!("accounts: the keyring had lost {generation}; it was written again");
        Ok(Some(stored))
    }

    /// Brings back every entry of the account that the keyring lost and that has a sealed copy, and lets
    /// the copies go that a later start has made superfluous. Costs nothing where there are none.
    pub fn settle_copies(&self, account: &AccountId, standing: &Standing) -> Result<(), Error> {
        for generation in self.sealed.list(account)? {
            if let Err(keyring::Error::Absent) = self.keyring.read(account, generation) {
                // One that does not open, and that nothing relies on, must not stop the others.
                if let Err(error) = self.heal(account, generation) {
                    log::error!("accounts: {generation} is not brought back: {error}");
                }
            }
        }
        self.retire(account, standing, || false)?;
        Ok(())
    }

    fn retire(
        &self,
        account: &AccountId,
        standing: &Standing,
        sync: impl FnOnce() -> bool,
    ) -> Result<usize, Error> {
        let changing = standing.change.map(|change| change.generation);
        let mut stay = 0;
        let mut only_read_back = Vec::new();
        for generation in self.sealed.list(account)? {
            if changing == Some(generation) {
                stay += 1;
                continue;
            }
            match self.superfluous(account, generation)? {
                Superfluous::Yes => self.sealed.delete(account, generation)?,
                Superfluous::AfterSync => only_read_back.push(generation),
                Superfluous::No => stay += 1,
            }
        }
        if !only_read_back.is_empty() && !sync() {
            return Ok(stay + only_read_back.len());
        }
        for generation in only_read_back {
            self.sealed.delete(account, generation)?;
        }
        Ok(stay)
    }

    fn superfluous(
        &self,
        account: &AccountId,
        generation: Generation,
    ) -> Result<Superfluous, Error> {
        let entry = match self.keyring.read(account, generation) {
            Ok(entry) => entry,
            Err(keyring::Error::Absent | keyring::Error::Damaged(_)) => return Ok(Superfluous::No),
            Err(error) => return Err(error.into()),
        };
        let copy = match self.sealed.read(account, generation) {
            Ok(Some(copy)) => copy,
            Ok(None) => return Ok(Superfluous::No),
            Err(error @ (sealed::Error::Damaged(_) | sealed::Error::KeyMissing)) => {
                log::error!("accounts: the sealed copy of {generation} stays: {error}");
                return Ok(Superfluous::No);
            }
            Err(error) => return Err(error.into()),
        };
        let same = entry.entry == copy.stored.entry
            && entry.password.expose_secret() == copy.stored.password.expose_secret();
        Ok(match (same, self.presence.is_later_boot_than(&copy.written_in)) {
            (true, true) => Superfluous::Yes,
            (true, false) => Superfluous::AfterSync,
            (false, _) => Superfluous::No,
        })
    }
}

/// Whether a sealed copy may go.
enum Superfluous {
    Yes,
    AfterSync,
    No,
}

/// A trouble with a copy as the keyring's, whose place it takes: a copy that does not open is a damaged
/// entry, a disk that does not let us is no statement about the password.
fn told(error: &sealed::Error) -> keyring::Error {
    match error {
        sealed::Error::Keyring(error) => error.clone(),
        sealed::Error::Damaged(_) => keyring::Error::Damaged("its sealed copy does not open"),
        sealed::Error::KeyMissing => keyring::Error::Absent,
        sealed::Error::Files(_) | sealed::Error::Random(_) => {
            log::error!("accounts: a sealed copy cannot be used: {error}");
            keyring::Error::Refused("the sealed copy cannot be used".to_owned())
        }
    }
}

#[cfg(test)]
mod tests;
