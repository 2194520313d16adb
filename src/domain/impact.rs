//! What an account's state means for the practice, read off the picture.
//!
//! The same answer as a notice's, so that toast and window say the same sentence.

use super::health::Health;
use super::identity::Plane;
use super::notice::Impact;
use super::probe::Unreached;
use super::snapshot::{AccountView, ConnectorView};

impl Impact {
    /// What an account's trouble means; none where nothing is wrong.
    pub fn of(connector: &ConnectorView, account: &AccountView) -> Option<Self> {
        match &account.health {
            Health::Checking
            | Health::Proven
            | Health::Unverifiable(_)
            | Health::WatchedElsewhere(_)
            | Health::NotSetUp(_)
            | Health::Unreachable(Unreached::OutsideNetwork) => None,
            Health::Untrusted(_) => Some(Self::WatchRests),
            Health::ContextWrong(_) | Health::Unclear(_) | Health::Unreachable(_) => {
                Some(Self::CardsMayFail)
            }
            Health::Refused(_) | Health::ChangeDemanded(_) | Health::Locked => {
                Some(of_cards(connector, account, Health::is_drift))
            }
            Health::Disagreement | Health::KeyringUnavailable(_) | Health::StoreUnavailable => {
                Some(of_cards(connector, account, is_of_the_store))
            }
        }
    }
}

/// Whether reading cards goes on while an account has this kind of trouble.
fn of_cards(
    connector: &ConnectorView,
    account: &AccountView,
    is_troubled: impl Fn(&Health) -> bool,
) -> Impact {
    let is_client = |view: &&AccountView| view.account.plane == Plane::Client;
    let cards: Vec<&AccountView> = connector.accounts.iter().filter(is_client).collect();
    if cards.iter().any(|view| is_troubled(&view.health)) {
        return Impact::CardsMayFail;
    }
    let proven_after = |view: &&AccountView| {
        let later = view.accepted.zip(account.since).is_some_and(|(at, since)| at >= since);
        view.health == Health::Proven && later
    };
    if cards.iter().any(proven_after) { Impact::CardsGoOn } else { Impact::MaintenanceOnly }
}

const fn is_of_the_store(health: &Health) -> bool {
    matches!(
        health,
        Health::Disagreement | Health::KeyringUnavailable(_) | Health::StoreUnavailable
    )
}
