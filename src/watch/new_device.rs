//! Another device in the place of a connector's (SAFETY S9): the connector keeps its name, address,
//! context and list of accounts; every password is asked for anew, and what belongs to the earlier
//! device stays under "Frühere Geräte".

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::Error;
use super::once::{profile, settings, station};
use super::runtime;
use super::station::{Setup, Station};
use super::trust::{self, Meaning};
use crate::domain::certificate::CertificateFacts;
use crate::domain::device::Fingerprint;
use crate::domain::identity::{AccountId, AccountRef, ConnectorId, DeviceId, Plane};
use crate::store::devices::{self, Remembered, Replaced};

/// Sets up another device behind a connector, with the certificates that a person confirmed. Answers the
/// accounts whose passwords have to be entered. No password is sent, none is deleted.
///
/// # Errors
/// [`Error::NotAnotherDevice`] if a certificate is the one by which the present device is known,
/// [`Error::CertificateDiffers`], [`Error::NoCertificate`], [`Error::Devices`], [`Error::Settings`],
/// [`Error::Unknown`]; nothing was changed then.
pub fn new_device(
    setup: &Setup,
    id: &ConnectorId,
    confirmed: &[(Plane, Fingerprint)],
) -> Result<Vec<AccountRef>, Error> {
    let before = settings(setup)?;
    let of_before = profile(&before, id)?;
    let station = station(setup)?;
    let trusted =
        trust::trust(&station, &before, &of_before, confirmed, Meaning::NewDevice, Vec::new());
    runtime()?.block_on(trusted)?;
    let profile = profile(&settings(setup)?, id)?;
    let has_password = |id: &AccountId| {
        station.accounts.peek(id).is_ok_and(|peek| peek.standing.current.is_some())
    };
    let accounts = profile.accounts.iter().filter(|account| {
        // A device that comes back finds its own passwords.
        profile.account_id(account).is_none_or(|id| !has_password(&id))
    });
    Ok(accounts.map(|account| profile.reference(account)).collect())
}

/// A device that no connector of the settings stands for any more, and what is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierDevice {
    /// The device.
    pub device: DeviceId,
    /// What people called it, where it was, and when it was replaced; none if that is not known, for
    /// example after its connector was removed.
    pub replaced: Option<Replaced>,
    /// The certificates that were confirmed for it last, as far as they are remembered.
    pub certificates: Vec<CertificateFacts>,
    /// Its accounts with records.
    pub accounts: Vec<EarlierAccount>,
}

/// What is kept of one account of an earlier device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierAccount {
    /// The account.
    pub account: AccountId,
    /// How many passwords its records name.
    pub passwords: usize,
    /// The first and the last thing that the records tell; none if they cannot be read.
    pub records: Option<(Timestamp, Timestamp)>,
    /// The last login that succeeded.
    pub accepted: Option<Timestamp>,
}

/// Lists the earlier devices, the one that was replaced last first. Nothing is sent, no lock is taken.
///
/// # Errors
/// [`Error::Settings`], [`Error::Accounts`] if the records cannot be listed.
pub fn earlier_devices(setup: &Setup) -> Result<Vec<EarlierDevice>, Error> {
    let settings = settings(setup)?;
    let present = settings.devices();
    let station = station(setup)?;
    let remembered = devices::load(&setup.folders);
    let mut accounts: BTreeMap<DeviceId, Vec<EarlierAccount>> = BTreeMap::new();
    for account in station.accounts.known()? {
        let kept = kept(&station, account);
        accounts.entry(kept.account.device).or_default().push(kept);
    }
    let replaced = remembered.replaced().iter().map(|replaced| replaced.device);
    let all: BTreeSet<DeviceId> = accounts.keys().copied().chain(replaced).collect();
    let mut earlier: Vec<EarlierDevice> = all
        .difference(&present)
        .map(|device| described(*device, &remembered, accounts.remove(device).unwrap_or_default()))
        .collect();
    earlier.sort_by_key(|device| std::cmp::Reverse(device.replaced.as_ref().map(|one| one.at)));
    Ok(earlier)
}

fn described(
    device: DeviceId,
    remembered: &Remembered,
    accounts: Vec<EarlierAccount>,
) -> EarlierDevice {
    let replaced = remembered.replaced().iter().rev().find(|one| one.device == device).cloned();
    let fingerprints = replaced.iter().flat_map(|replaced| &replaced.certificates);
    let certificates =
        fingerprints.filter_map(|fingerprint| remembered.certificate(fingerprint)).cloned();
    EarlierDevice { device, certificates: certificates.collect(), replaced, accounts }
}

fn kept(station: &Station, account: AccountId) -> EarlierAccount {
    let records = station.accounts.history(&account).unwrap_or_default();
    let times = || records.iter().map(|record| record.at);
    let peek = station.accounts.peek(&account).ok();
    let standing = peek.map(|peek| peek.standing);
    EarlierAccount {
        passwords: standing.as_ref().map_or(0, |standing| standing.generations.len()),
        records: times().min().zip(times().max()),
        accepted: standing.and_then(|standing| standing.accepted).map(|mark| mark.at),
        account,
    }
}
