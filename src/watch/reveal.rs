//! Handing a stored password to a person's eyes: journalled before it is handed out (SAFETY S14, S22).
//!
//! It sends nothing and asks the device nothing. A revealed password counts as having left us and stays.

use jiff::Timestamp;
use secrecy::SecretString;

use super::once::{PATIENCE, settings, station, target};
use super::station::Setup;
use super::{Error, trouble};
use crate::domain::health::KeyringTrouble;
use crate::domain::identity::AccountRef;
use crate::domain::record::{Reveal, Step};
use crate::store::accounts::{Accounts, Agreement};
use crate::store::config::Settings;
use crate::store::keyring;

/// Why a password is not shown or copied; nothing was handed out then.
#[derive(Debug, thiserror::Error)]
pub enum NotRevealed {
    /// The settings or the policy switch this way off.
    #[error("this way of revealing is switched off")]
    SwitchedOff(Reveal),
    /// The policy lets others act here.
    #[error("this user may only look")]
    NotAnOperator,
    /// No password is stored.
    #[error("no password is stored")]
    NoPassword,
    /// Journal and keyring disagree: nobody knows which password is meant (SAFETY S15).
    #[error("journal and keyring disagree")]
    Disagreement,
    /// The keyring gives nothing.
    #[error("the keyring cannot be read")]
    Keyring(KeyringTrouble),
    /// Another program of ours is at the account.
    #[error("another program works on the account")]
    Busy,
    /// The journal could not be written, so nothing is handed out.
    #[error("the revealing could not be journalled")]
    NotJournalled(#[source] crate::store::accounts::Error),
    /// Settings or folders.
    #[error(transparent)]
    Other(#[from] Error),
}

/// Hands out the current password, after `revealed` is durable.
///
/// # Errors
/// [`NotRevealed`]; nothing was handed out.
pub fn reveal(
    setup: &Setup,
    account: &AccountRef,
    how: Reveal,
) -> Result<SecretString, NotRevealed> {
    let settings = settings(setup)?;
    may_reveal(&settings, how)?;
    let target = target(&settings, account)?;
    let id = target.profile.account_id(&target.account).ok_or(NotRevealed::NoPassword)?;
    let accounts: &Accounts = &station(setup)?.accounts;
    let mut opened = match accounts.open_within(&id, PATIENCE) {
        Err(error) if error.is_in_progress() => return Err(NotRevealed::Busy),
        opened => opened.map_err(Error::from)?,
    };
    match opened.agreement() {
        Agreement::Agreed => {}
        Agreement::Disagreed(_) => return Err(NotRevealed::Disagreement),
        Agreement::Unknown(error) => return Err(of_keyring(error)),
    }
    let generation = opened.standing().current.ok_or(NotRevealed::NoPassword)?;
    let stored = opened.read_password(generation).map_err(|error| of_keyring(&error))?;
    opened
        .append(Timestamp::now(), Step::Revealed { generation, how })
        .map_err(NotRevealed::NotJournalled)?;
    Ok(stored.password)
}

/// Whether settings and policy allow it.
///
/// # Errors
/// [`NotRevealed::SwitchedOff`], [`NotRevealed::NotAnOperator`].
fn may_reveal(settings: &Settings, how: Reveal) -> Result<(), NotRevealed> {
    if !settings.operators.include_this_user() {
        return Err(NotRevealed::NotAnOperator);
    }
    let is_on = match how {
        Reveal::Shown => settings.reveal.show.value,
        Reveal::Copied => settings.reveal.copy.value,
    };
    if is_on { Ok(()) } else { Err(NotRevealed::SwitchedOff(how)) }
}

fn of_keyring(error: &keyring::Error) -> NotRevealed {
    match trouble::silence(error) {
        Some(trouble) => NotRevealed::Keyring(trouble),
        // An entry that the journal relies on is missing.
        None => NotRevealed::Disagreement,
    }
}
