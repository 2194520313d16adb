//! Everything typed, read: the draft, and what stands beside it.

use super::form::{Form, Watching};
use crate::domain::draft::{Checked, Field};
use crate::domain::profile::{AttemptLimit, ConnectorProfile};

/// Why one of an account's fields beside the draft is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// No name of the other machine.
    Machine,
    /// No limit of 1 to 99.
    Limit,
}

/// Everything typed, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The draft.
    pub checked: Checked,
    /// Slips by the account's place.
    pub slips: Vec<(usize, Slip)>,
}

impl Judged {
    /// The profile; none while there is a mistake.
    pub fn profile(&self) -> Option<&ConnectorProfile> {
        self.checked.profile.as_ref().filter(|_| self.slips.is_empty())
    }
}

impl Form {
    /// Reads everything typed.
    pub fn judged(&self) -> Judged {
        let mut draft = self.draft.clone();
        let mut slips = Vec::new();
        for (place, (account, beside)) in draft.accounts.iter_mut().zip(&self.beside).enumerate() {
            account.watched_on = match &beside.watching {
                Watching::Here => Some(self.machine.clone()),
                Watching::Nobody => None,
                Watching::Elsewhere(name) => {
                    let named = name.parse().ok();
                    if named.is_none() {
                        slips.push((place, Slip::Machine));
                    }
                    named
                }
            };
            match beside.limit.trim().parse().ok().and_then(AttemptLimit::new) {
                Some(limit) => account.limit = limit,
                None => slips.push((place, Slip::Limit)),
            }
        }
        Judged { checked: draft.checked(Some(&self.ground.profile)), slips }
    }
}

/// Whether a field stands in the fold.
pub const fn is_folded(field: Field, main: Option<usize>) -> bool {
    match field {
        Field::Name
        | Field::Address
        | Field::Port
        | Field::Timeout
        | Field::Encryption
        | Field::CertificateFile => false,
        Field::ManagementPort
        | Field::Mandant
        | Field::Clientsystem
        | Field::Arbeitsplatz
        | Field::Accounts
        | Field::Interval(_) => true,
        Field::User(place) => match main {
            Some(main) => main != place,
            None => true,
        },
    }
}
