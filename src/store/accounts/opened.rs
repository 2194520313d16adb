//! An account whose lock is held: what is known of it, and the ways to write more.
//!
//! Decides counters, the order journal before label before ledger, and what a person's choice among
//! the entries writes.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretString;

use super::agreement::{Agreement, Disagreement, generation_of, named, relied_on};
use super::{Error, Inner};
use crate::domain::identity::{AccountId, Generation};
use crate::domain::ledger::LedgerView;
use crate::domain::record::{Note, Record, Step};
use crate::domain::standing::Standing;
use crate::store::journal::Journal;
use crate::store::keyring::{self, Entry, Stored};
use crate::store::ledger::Notice;
use crate::store::notes::{self, Position};

/// An account, read to its end, with its lock. The lock ends when this value is dropped; it can be
/// sent to another thread, but every call blocks.
pub struct Opened {
    pub(super) inner: Arc<Inner>,
    pub(super) journal: Journal,
    pub(super) position: Option<Position>,
    pub(super) note: Option<Note>,
    pub(super) standing: Standing,
    pub(super) ledger: LedgerView,
    pub(super) agreement: Agreement,
    pub(super) notices: Vec<Notice>,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("account", self.account())
            .field("agreement", &self.agreement)
            .finish_non_exhaustive()
    }
}

impl Opened {
    /// Whose records these are.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        self.journal.account()
    }

    /// What journal and note add up to; follows every write.
    #[must_use]
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// All journal records, oldest first.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        self.journal.records()
    }

    /// The watcher's newest note.
    #[must_use]
    pub const fn note(&self) -> Option<&Note> {
        self.note.as_ref()
    }

    /// What the users of this machine say about the account, as of the opening or of
    /// [`Self::reread_ledger`].
    #[must_use]
    pub const fn ledger(&self) -> &LedgerView {
        &self.ledger
    }

    /// Reads the machine's ledgers again: another user may have been refused since the opening, while
    /// the device was asked for something harmless.
    ///
    /// # Errors
    /// [`Error::Ledger`]; the earlier view stands.
    pub fn reread_ledger(&mut self) -> Result<(), Error> {
        let (ledger, notices) = self.inner.ledger_view(self.journal.account(), &self.standing)?;
        self.ledger = ledger;
        self.notices = notices;
        Ok(())
    }

    /// Whether journal, notes and keyring agree; unless they do, nothing may be sent (S15).
    #[must_use]
    pub const fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// What a person should hear about the machine's folder.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The counter of the next record, note or attempt: higher than everything known of the account.
    #[must_use]
    pub fn next_counter(&self) -> u64 {
        self.standing.counter.max(self.ledger.counter) + 1
    }

    /// Appends a record with the next counter; on return it is durable.
    ///
    /// After a record that names a new current or changing generation the keyring is compared again
    /// and its label `head` moved; what came of it is [`Self::agreement`]. [`Step::Adopted`] in a
    /// disagreement is the person's word that ends it: every entry that the journal does not name is
    /// named as [`Step::Abandoned`] before, so that none is forgotten (S14).
    ///
    /// # Errors
    /// [`Error::Journal`], [`Error::Notes`] if the account's first record found no place for notes:
    /// an intention is then not carried out. [`Error::Keyring`] before a record was written, if the
    /// entries of a disagreement cannot be listed. [`Error::Ledger`] after the record became durable.
    pub fn append(&mut self, at: Timestamp, step: Step) -> Result<Record, Error> {
        self.append_counted(self.next_counter(), at, step)
    }

    /// Appends the outcome of an attempt, which keeps the attempt's counter.
    ///
    /// # Errors
    /// As [`Self::append`].
    pub fn append_counted(
        &mut self,
        counter: u64,
        at: Timestamp,
        step: Step,
    ) -> Result<Record, Error> {
        // Notes first: a journal without a place for notes means that notes were lost.
        self.position()?;
        if let (Step::Adopted { generation, .. }, Agreement::Disagreed(how)) =
            (&step, self.agreement.clone())
        {
            self.name_entries(*generation, &how, at)?;
            return self.write(self.next_counter().max(counter), at, step);
        }
        self.write(counter, at, step)
    }

    fn write(&mut self, counter: u64, at: Timestamp, step: Step) -> Result<Record, Error> {
        let record = Record { counter, at, by: self.inner.by.clone(), step };
        let relied_on_before = relied_on(&self.standing);
        let is_choice = matches!(record.step, Step::Adopted { .. });
        self.journal.append(record.clone())?;
        self.refold();
        if is_choice || relied_on(&self.standing) != relied_on_before {
            self.agreement = self.inner.agreement(&self.journal, &self.standing, self.position);
        }
        self.publish(at)?;
        Ok(record)
    }

    /// Writes the watcher's note and waits until it is durable.
    ///
    /// # Errors
    /// [`Error::Notes`]; nothing may be sent then.
    pub fn write_note(&mut self, note: Note) -> Result<(), Error> {
        let position = self.position()?;
        self.inner.notes.write(self.journal.account(), position, &note)?;
        self.noted(note);
        Ok(())
    }

    /// Hands the watcher's note to the writing thread; `done` is called there once it is durable or
    /// has failed, and must neither block nor write notes itself. Notes that wait together share one
    /// sync. Keep this value until then, and call [`Self::noted`] after a success.
    ///
    /// # Errors
    /// [`Error::Notes`] if the account has no place for notes and cannot get one; `done` is then
    /// dropped.
    pub fn submit_note(
        &mut self,
        note: &Note,
        done: impl FnOnce(Result<(), notes::Error>) + Send + 'static,
    ) -> Result<(), Error> {
        let position = self.position()?;
        self.inner.notes.submit(self.journal.account(), position, note, done);
        Ok(())
    }

    /// Takes over a note that [`Self::submit_note`] made durable.
    pub fn noted(&mut self, note: Note) {
        self.note = Some(note);
        self.refold();
    }

    /// Publishes what the records say in the ledger (S8); [`Self::append`] does it by itself, an
    /// outcome that stands in a note only needs this.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn publish(&mut self, at: Timestamp) -> Result<(), Error> {
        let next = self.next_counter();
        let account = self.journal.account();
        let published = self.inner.ledgers.record(account, &self.standing, next, at)?;
        self.notices.extend(published);
        Ok(())
    }

    /// Reads a stored password. One that the keyring lost comes from its sealed copy and is written into
    /// the keyring again (SAFETY S11). One that is absent or damaged makes the next opening compare
    /// journal and keyring again.
    ///
    /// # Errors
    /// The keyring's answers, each its own.
    pub fn read_password(&self, generation: Generation) -> Result<Stored, keyring::Error> {
        let account = self.journal.account();
        let read = match self.inner.keyring.read(account, generation) {
            Err(keyring::Error::Absent) => self
                .inner
                .heal(account, generation)
                .and_then(|healed| healed.ok_or(keyring::Error::Absent)),
            read => read,
        };
        if let Err(keyring::Error::Absent | keyring::Error::Damaged(_)) = read {
            self.inner.checked().remove(account);
        }
        read
    }

    /// Stores a password as a new generation and reads it back; its predecessor is the newest one.
    /// Nothing relies on it before a record names it ([`Step::Adopted`], [`Step::Prepared`]).
    ///
    /// # Errors
    /// [`Error::Keyring`], [`Error::Random`]. An entry may then be left over that nothing names.
    pub fn store_password(
        &self,
        password: &SecretString,
        at: Timestamp,
    ) -> Result<Generation, Error> {
        let entry = self.new_entry(at)?;
        self.inner.keyring.store(self.journal.account(), &entry, password)?;
        Ok(entry.generation)
    }

    /// Lists the stored passwords without the passwords, oldest first: those that the journal names
    /// and those that the keyring's chain reaches.
    ///
    /// # Errors
    /// The keyring's troubles.
    pub fn entries(&self) -> Result<Vec<Entry>, keyring::Error> {
        let named = named(self.journal.records());
        self.inner.keyring.entries(self.journal.account(), named)
    }

    /// Carries out a person's choice among the entries (S15): `generation` is current, *unproven*. The
    /// journal then names every entry of the keyring, so none is forgotten (S14).
    ///
    /// # Errors
    /// [`Error::Keyring`] if the chosen entry cannot be read; nothing was written. Otherwise as
    /// [`Self::append`].
    pub fn choose(&mut self, generation: Generation, at: Timestamp) -> Result<(), Error> {
        self.read_password(generation)?;
        let proven = false;
        self.append(at, Step::Adopted { generation, proven, task: false })?;
        Ok(())
    }

    /// Deletes everything of the account on a person's explicit word (S16): passwords, their sealed
    /// copies, label, journal.
    ///
    /// The journal goes last, so that a deletion that was interrupted can be repeated, and the oldest
    /// password first, so that the others stay reachable from the label; a sealed copy goes before its
    /// entry, so that none brings back what was deleted.
    ///
    /// # Errors
    /// [`Error::Sealed`], [`Error::Keyring`], [`Error::Journal`]; part may be deleted by then.
    pub fn delete(self) -> Result<(), Error> {
        let account = self.journal.account().clone();
        let mut generations: Vec<Generation> =
            self.entries()?.into_iter().map(|entry| entry.generation).collect();
        // A damaged entry is in the journal or has a copy, and is not among the entries.
        generations.extend(self.records().iter().filter_map(|record| generation_of(&record.step)));
        generations.extend(self.inner.sealed.list(&account)?);
        let mut deleted = BTreeSet::new();
        for generation in generations {
            if deleted.insert(generation) {
                self.inner.sealed.delete(&account, generation)?;
                self.inner.keyring.delete(&account, generation)?;
                self.inner.keyring.forget_used(&account, generation)?;
            }
        }
        self.inner.keyring.delete_head(&account)?;
        self.inner.checked().remove(&account);
        Ok(self.journal.remove()?)
    }

    fn position(&mut self) -> Result<Position, Error> {
        let position = match self.position {
            Some(position) => position,
            None => self.inner.notes.allocate(self.journal.account())?,
        };
        self.position = Some(position);
        Ok(position)
    }

    pub(super) fn new_entry(&self, at: Timestamp) -> Result<Entry, Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(Error::Random)?;
        Ok(Entry {
            generation: Generation::from_random(bytes),
            stored_at: at,
            predecessor: self.inner.end_of_chain(self.journal.account(), &self.standing)?,
        })
    }

    fn refold(&mut self) {
        self.standing = Standing::of(self.journal.records(), self.note.as_ref());
    }

    fn name_entries(
        &mut self,
        chosen: Generation,
        how: &Disagreement,
        at: Timestamp,
    ) -> Result<(), Error> {
        if *how == (Disagreement::EntryDamaged { generation: None }) {
            self.inner.keyring.set_head(self.journal.account(), chosen)?;
        }
        let known = named(self.journal.records());
        for entry in self.entries()? {
            let generation = entry.generation;
            if generation != chosen && !known.contains(&generation) {
                self.write(self.next_counter(), at, Step::Abandoned { generation })?;
            }
        }
        Ok(())
    }
}
