//! The settings as a console command or a page changes them: typed edits, all or none, and a running
//! agent is told afterwards.

use std::sync::Arc;
use std::time::Duration;

use super::station::{Setup, Station};
use super::{Error, station};
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::platform::agent::{self, Doorbell};
use crate::platform::folders::Folders;
use crate::store::config::{self, Connector, Edit, Loaded, Origin, Settings};

/// How long a deletion waits for another program of ours that is at the same account.
const PATIENCE: Duration = Duration::from_secs(15);

/// Loads the settings with what was ignored of them.
///
/// # Errors
/// [`Error::Settings`].
pub fn load(folders: &Folders) -> Result<Loaded, Error> {
    Ok(Settings::load(folders)?)
}

/// The connectors of the settings, in their order.
///
/// # Errors
/// [`Error::Settings`].
pub fn connectors(setup: &Setup) -> Result<Vec<Connector>, Error> {
    Ok(load(&setup.folders)?.settings.connectors)
}

/// Carries out edits of the user's own settings, all or none.
///
/// # Errors
/// [`Error::Settings`]; nothing was written.
pub fn edit(setup: &Setup, edits: &[Edit]) -> Result<Loaded, Error> {
    let loaded = config::edit(&setup.folders, edits)?;
    ring(setup);
    Ok(loaded)
}

/// Removes a connector from the user's own settings. For each of its accounts that has records,
/// `purge` says whether its stored passwords and its journal are deleted too (SAFETY S16); without
/// that word everything is kept. Answers the accounts that were deleted.
///
/// # Errors
/// [`Error::Unknown`], [`Error::Settings`], [`Error::Accounts`]. After an error the connector still
/// stands in the settings; accounts named by `purge` may be deleted by then.
pub fn remove(
    setup: &Setup,
    id: &ConnectorId,
    purge: &mut dyn FnMut(&AccountRef) -> bool,
) -> Result<Vec<AccountRef>, Error> {
    let settings = load(&setup.folders)?.settings;
    let known = settings.connector(id).ok_or_else(|| Error::Unknown(id.to_string()))?;
    if known.origin != Origin::User {
        return Err(config::Error::Unknown(id.to_string()).into());
    }
    let station: Arc<Station> = station::Station::new(setup.clone(), PATIENCE).map(Arc::new)?;
    let stored = station.accounts.known()?;
    let mut deleted = Vec::new();
    for account in &known.profile.accounts {
        let Some(account_id) = known.profile.account_id(account) else {
            continue;
        };
        // The same account of the same device may stand in another connector of the settings.
        let is_shared = settings.connectors.iter().any(|other| {
            let of = |one| other.profile.account_id(one).as_ref() == Some(&account_id);
            other.profile.id != *id && other.profile.accounts.iter().any(of)
        });
        let reference = known.profile.reference(account);
        if !is_shared && stored.contains(&account_id) && purge(&reference) {
            station.accounts.open_within(&account_id, PATIENCE)?.delete()?;
            deleted.push(reference);
        }
    }
    config::edit(&setup.folders, &[Edit::RemoveConnector(id.clone())])?;
    ring(setup);
    Ok(deleted)
}

/// Tells a running agent to read settings and records again. Nobody there is no error.
pub fn ring(setup: &Setup) {
    if let Err(error) = agent::ring(&setup.folders, &Doorbell::Reread) {
        log::warn!("the running agent could not be told: {error}");
    }
}
