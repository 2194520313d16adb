//! What the page has done aside: reading, planning, saving, opening the certificate's file, removing.
//! Runs on the errand's thread and may wait.

use std::path::PathBuf;
use std::sync::mpsc;

use secrecy::SecretString;

use super::form::{FileState, Ground};
use crate::domain::draft::EncryptionChoice;
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::domain::profile::{CardServiceVersion, ConnectorProfile};
use crate::platform::choose;
use crate::store::config::{Loaded, changes};
use crate::watch::connection::Services;
use crate::watch::{Error, Setup, once, profiles};

/// How saving ended.
pub(super) enum Saved {
    /// What is then in force.
    Yes(Box<Ground>),
    /// Nothing was written: the connector is this one by now.
    Elsewhere(Box<ConnectorProfile>),
    /// Nothing was written: the connector is gone.
    Gone,
}

/// What the settings say of the connector; none if they do not know it.
pub(super) fn load(setup: &Setup, id: &ConnectorId) -> Result<Option<Ground>, Error> {
    Ok(ground(&profiles::load(&setup.folders)?, id))
}

/// Writes what differs between `from`, which the page was filled with, and `to`. Unless it `overrules`,
/// nothing is written where the settings differ from `from` by now.
pub(super) fn save(
    setup: &Setup,
    from: &ConnectorProfile,
    to: &ConnectorProfile,
    overrules: bool,
) -> Result<Saved, Error> {
    let loaded = profiles::load(&setup.folders)?;
    let Some(present) = ground(&loaded, &from.id) else {
        return Ok(Saved::Gone);
    };
    if present.profile != *from && !overrules {
        return Ok(Saved::Elsewhere(Box::new(present.profile)));
    }
    let edits = changes(from, to);
    if edits.is_empty() {
        return Ok(Saved::Yes(Box::new(present)));
    }
    let loaded = profiles::edit(setup, &edits)?;
    Ok(ground(&loaded, &from.id).map_or(Saved::Gone, |ground| Saved::Yes(Box::new(ground))))
}

/// Removes the connector; of the `purged` accounts everything that is stored goes too (SAFETY S16).
pub(super) fn remove(
    setup: &Setup,
    id: &ConnectorId,
    purged: &[AccountRef],
) -> Result<Vec<AccountRef>, Error> {
    profiles::remove(setup, id, &mut |account| purged.contains(account))
}

/// Whether the typed client certificate's file opens with what is stored.
pub(super) fn file(setup: &Setup, profile: &ConnectorProfile) -> FileState {
    match once::open_certificate(setup, profile) {
        Ok(()) => FileState::Open,
        Err(Error::CertificateFile(_)) => FileState::Unreadable,
        Err(_) => FileState::Closed,
    }
}

/// Opens the typed file with a password and keeps that if it fits.
pub(super) fn unlock(
    setup: &Setup,
    profile: &ConnectorProfile,
    password: &SecretString,
) -> Result<FileState, Error> {
    match once::unlock_certificate_of(setup, profile, password) {
        Ok(()) => Ok(FileState::Stored),
        Err(Error::Certificate(_)) => Ok(FileState::WrongPassword),
        Err(Error::CertificateFile(_)) => Ok(FileState::Unreadable),
        Err(error) => Err(error),
    }
}

/// Whether there is a window for choosing a file.
pub(super) fn can_choose() -> bool {
    choose::is_available()
}

/// Has the person choose a file; none was chosen, or there is no window.
pub(super) fn choose_file(title: String, kind: String) -> Option<PathBuf> {
    let (sender, chosen) = mpsc::channel();
    let extensions = ["p12", "pfx", "pem"].map(str::to_owned).to_vec();
    let question = choose::Question { title, kind, extensions };
    let asked = choose::file(question, move |path| drop(sender.send(path)));
    if let Err(error) = asked {
        log::warn!("no window for choosing a file: {error}");
        return None;
    }
    chosen.recv().ok().flatten()
}

/// The offered versions as they can be set.
pub(super) fn versions(services: &Services) -> Vec<CardServiceVersion> {
    let part = |number: u32| u16::try_from(number).ok();
    let version = |version: &crate::connector::sds::Version| {
        let (major, minor, revision) = (part(version.0)?, part(version.1)?, part(version.2)?);
        Some(CardServiceVersion::Exactly(major, minor, revision))
    };
    services.card_service.iter().filter_map(version).collect()
}

/// Whether a file belongs to the encryption.
pub(super) fn has_file(encryption: EncryptionChoice) -> bool {
    encryption == EncryptionChoice::TlsCertificate
}

fn ground(loaded: &Loaded, id: &ConnectorId) -> Option<Ground> {
    let known = loaded.settings.connector(id)?;
    Some(Ground {
        profile: known.profile.clone(),
        origin: known.origin,
        locked: loaded.locked().clone(),
        is_loaded: true,
    })
}
