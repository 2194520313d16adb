//! Whether journal, notes and keyring tell the same story, and how far the label `head` is.
//!
//! Decides what is a disagreement (SAFETY S15) and what is only a label that lags behind a crash.

use std::collections::BTreeSet;

use super::Inner;
use crate::domain::identity::{AccountId, Generation};
use crate::domain::record::{Record, Step, Subject};
use crate::domain::standing::Standing;
use crate::store::journal::Journal;
use crate::store::keyring;
use crate::store::notes::Position;

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
    /// The journal relies on a generation that the keyring does not have, and there is no sealed copy:
    /// cleared keyring.
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

/// What was compared with the keyring, so that each probe need not do it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    length: u64,
    relied_on: BTreeSet<Generation>,
}

impl Inner {
    pub fn agreement(
        &self,
        journal: &Journal,
        standing: &Standing,
        position: Option<Position>,
    ) -> Agreement {
        if !journal.is_new() && position.is_none() {
            return Agreement::Disagreed(Disagreement::NotesMissing);
        }
        let now = Checked { length: journal.length(), relied_on: relied_on(standing) };
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
                Err(keyring::Error::Absent) => match self.heal(account, generation) {
                    Ok(Some(_)) => {}
                    Ok(None) => return Ok(Some(Disagreement::EntryMissing { generation })),
                    Err(keyring::Error::Damaged(_)) => {
                        let generation = Some(generation);
                        return Ok(Some(Disagreement::EntryDamaged { generation }));
                    }
                    Err(error) => return Err(error),
                },
                Err(keyring::Error::Damaged(_)) => {
                    let generation = Some(generation);
                    return Ok(Some(Disagreement::EntryDamaged { generation }));
                }
                Err(error) => return Err(error),
            }
        }
        if let Err(error) = self.settle_copies(account, standing) {
            // What the journal relies on is there; the copies stay for the next time.
            log::warn!("accounts: the sealed copies stay as they are: {error}");
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

    pub fn end_of_chain(
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
}

/// The generations whose entries must be there: the current one and that of a change under way.
pub fn relied_on(standing: &Standing) -> BTreeSet<Generation> {
    let changing = standing.change.map(|change| change.generation);
    standing.current.into_iter().chain(changing).collect()
}

/// The generation that `head` should name: that of a change under way, else the current one.
fn newest(standing: &Standing) -> Option<Generation> {
    standing.change.map(|change| change.generation).or(standing.current)
}

/// All generations that the records name.
pub fn named(records: &[Record]) -> BTreeSet<Generation> {
    records.iter().filter_map(|record| generation_of(&record.step)).collect()
}

pub fn generation_of(step: &Step) -> Option<Generation> {
    match step {
        Step::Adopted { generation, .. }
        | Step::Prepared { generation }
        | Step::Handed { generation }
        | Step::Setting { generation }
        | Step::Set { generation }
        | Step::Abandoned { generation }
        | Step::Revealed { generation, how: _ } => Some(*generation),
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
