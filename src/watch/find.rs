//! A connector that is not set up yet: what it shows to anybody, and writing it down together with the
//! certificates that a person confirmed, all or none.
//!
//! Nothing here carries a secret. What the device says of itself before its certificate was confirmed
//! only chooses the port of the web UI.

use super::once::{settings, station};
use super::station::Setup;
use super::trust::{self, Meaning, Port};
use super::{Error, runtime};
use crate::connector::sds::{Directory, Product};
use crate::connector::{self, Connector, Reach};
use crate::domain::device::{Fingerprint, Pin, Vendor};
use crate::domain::identity::Plane;
use crate::domain::profile::{ConnectorProfile, Encryption};
use crate::store::config::{self, Edit};

/// What answers at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The profile with the recognized vendor, and with that vendor's usual port of the web UI where
    /// the profile had another vendor's usual one.
    pub profile: ConnectorProfile,
    /// Its ports with what they show.
    pub ports: Vec<Port>,
    /// What the device says it is; none if its directory is closed or not there.
    pub product: Option<Product>,
}

/// Looks at the connector of a profile that need not be in the settings.
///
/// # Errors
/// [`Error::Start`].
pub fn find(setup: &Setup, profile: &ConnectorProfile) -> Result<Found, Error> {
    let runtime = runtime()?;
    let mut profile = profile.clone();
    let directory = runtime.block_on(directory(&profile));
    if let Some(directory) = &directory
        && directory.vendor != Vendor::Unknown
        && profile.vendor == Vendor::Unknown
    {
        if profile.management_port == profile.vendor.management_port() {
            profile.management_port = directory.vendor.management_port();
        }
        profile.vendor = directory.vendor;
    }
    let ports = runtime.block_on(trust::look(&setup.folders, &profile));
    Ok(Found { profile, ports, product: directory.map(|directory| directory.product) })
}

/// Reads the service directory over whatever certificate the port shows.
async fn directory(profile: &ConnectorProfile) -> Option<Directory> {
    let mut profile = profile.clone();
    if profile.encryption != Encryption::None && profile.pins.client.is_none() {
        let seen = connector::look(&profile.host, profile.port, profile.timeout).await.ok()?;
        profile.pins.client = Some(Pin::Certificate(seen.fingerprint));
    }
    match Connector::new(&profile).reach_client().await {
        Ok(Reach::Open(route)) => Some(route.directory),
        Ok(Reach::Closed(_)) | Err(_) => None,
    }
}

/// Writes a connector with its accounts and the certificates that a person confirmed, as one edit: a new
/// one is added, of a known one what differs is changed. Each certificate is looked at once more.
///
/// # Errors
/// [`Error::CertificateDiffers`], [`Error::NoCertificate`], [`Error::MeaningNeeded`],
/// [`Error::SeveralDevices`], [`Error::Unknown`] without a confirmed certificate, [`Error::Settings`];
/// nothing was written then.
pub fn set_up(
    setup: &Setup,
    profile: &ConnectorProfile,
    confirmed: &[(Plane, Fingerprint)],
) -> Result<(), Error> {
    let settings = settings(setup)?;
    let first = match settings.connector(&profile.id) {
        None => vec![Edit::AddConnector(Box::new(profile.clone()))],
        Some(known) => config::changes(&known.profile, profile),
    };
    let station = station(setup)?;
    let meaning = Meaning::FirstContact;
    let trusted = trust::trust(&station, &settings, profile, confirmed, meaning, first);
    runtime()?.block_on(trusted)
}
