//! What the users of one machine tell each other about refusals (SAFETY S8).
//!
//! Pure merging: another user's entry can only make us hold back, never allow.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::identity::AccountId;

/// The highest counter that a well-formed entry has; a higher one is damage or malice.
pub const HIGHEST_COUNTER: u64 = 1 << 53;

/// The last acceptance and the last refusal of an account that one user saw.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Counter of the newest acceptance; 0: none.
    pub accepted: u64,
    /// Counter of the newest refusal; 0: none.
    pub refused: u64,
    /// When the newest of both was written, for people.
    pub at: Option<Timestamp>,
}

/// One user's ledger: an entry for each account.
pub type Ledger = BTreeMap<AccountId, Entry>;

/// Another user's ledger as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreign {
    /// Readable, owned by the user whose name it carries.
    Ledger {
        /// The user.
        owner: String,
        /// The entries.
        entries: Ledger,
    },
    /// Owned by that user but not readable as a ledger: a refusal may hide in it.
    Damaged {
        /// The user.
        owner: String,
    },
}

/// What the machine's ledgers say about one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerView {
    /// Counter of the newest refusal by anybody; 0: none.
    pub refused: u64,
    /// Who refused, where it was another user.
    pub by: Option<String>,
    /// Counter of the newest refusal that another user saw; 0: none.
    pub refused_elsewhere: u64,
    /// The user whose ledger is damaged.
    pub damaged: Option<String>,
    /// The highest counter of all.
    pub counter: u64,
}

impl LedgerView {
    /// Merges our own entry and those of the others.
    pub fn of(account: &AccountId, own: &Ledger, foreign: &[Foreign]) -> Self {
        let own = own.get(account).cloned().unwrap_or_default();
        let counter = own.accepted.max(own.refused);
        let mut view = Self { refused: own.refused, counter, ..Self::default() };
        for other in foreign {
            match other {
                Foreign::Damaged { owner } => view.damaged = Some(owner.clone()),
                Foreign::Ledger { owner, entries } => {
                    if let Some(entry) = entries.get(account) {
                        view.merge(owner, entry);
                    }
                }
            }
        }
        view
    }

    fn merge(&mut self, owner: &str, entry: &Entry) {
        if entry.accepted.max(entry.refused) > HIGHEST_COUNTER {
            self.damaged = Some(owner.to_owned());
            return;
        }
        self.counter = self.counter.max(entry.accepted).max(entry.refused);
        self.refused_elsewhere = self.refused_elsewhere.max(entry.refused);
        if entry.refused > self.refused {
            self.refused = entry.refused;
            self.by = Some(owner.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::{DeviceId, Plane};

    fn account() -> AccountId {
        let user = "local".parse().unwrap();
        AccountId { device: DeviceId::from_random([1; 16]), plane: Plane::Management, user }
    }

    fn ledger(accepted: u64, refused: u64) -> Ledger {
        Ledger::from([(account(), Entry { accepted, refused, at: None })])
    }

    #[test]
    fn another_users_acceptance_allows_nothing() {
        let other = Foreign::Ledger { owner: "b".into(), entries: ledger(99, 0) };
        let view = LedgerView::of(&account(), &ledger(3, 5), &[other]);
        assert_eq!(view, LedgerView { refused: 5, counter: 99, ..LedgerView::default() });
    }

    #[test]
    fn another_users_refusal_is_seen() {
        let other = Foreign::Ledger { owner: "b".into(), entries: ledger(0, 7) };
        let view = LedgerView::of(&account(), &ledger(6, 2), &[other]);
        assert_eq!((view.refused, view.by.as_deref()), (7, Some("b")));
        assert_eq!(view.refused_elsewhere, 7);
    }

    #[test]
    fn a_counter_beyond_all_reason_is_damage_and_not_an_order() {
        let other = Foreign::Ledger { owner: "eve".into(), entries: ledger(u64::MAX, u64::MAX) };
        let view = LedgerView::of(&account(), &ledger(6, 2), &[other]);
        assert_eq!((view.damaged.as_deref(), view.counter), (Some("eve"), 6));
    }
}
