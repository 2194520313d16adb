//! Whom a person trusts: looking at certificates and writing down what was confirmed (SAFETY S9).

use jiff::Timestamp;

use super::station::Station;
use super::{Error, aside};
use crate::connector::tls::SeenCertificate;
use crate::connector::{self, Connector, Reach};
use crate::domain::device::{Fingerprint, Pin, Vendor};
use crate::domain::identity::{DeviceId, Plane};
use crate::domain::probe::Unreached;
use crate::domain::profile::{ConnectorProfile, Encryption};
use crate::domain::record::Step;
use crate::platform::folders::Folders;
use crate::store::config::{self, ConnectorChange, Edit, Known, Settings};

/// One port of a connector, its certificate and the confirmed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Whose port.
    pub plane: Plane,
    /// The TCP port.
    pub port: u16,
    /// What it shows; nothing was sent to see it.
    pub seen: Result<SeenCertificate, Unreached>,
    /// What was confirmed.
    pub pinned: Option<Pin>,
}

/// What a person says about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing was confirmed for this port before.
    FirstContact,
    /// The same device has a new certificate: accounts and refusals stay.
    SameDevice,
    /// Another device: no stored password goes there unasked.
    NewDevice,
}

/// Looks at the ports that the profile uses.
pub(super) async fn look(profile: &ConnectorProfile) -> Vec<Port> {
    let mut ports = Vec::new();
    for plane in [Plane::Client, Plane::Management] {
        if plane == Plane::Client && profile.encryption == Encryption::None {
            continue;
        }
        let port = profile.port_of(plane);
        let seen = connector::look(&profile.host, port, profile.timeout).await;
        ports.push(Port { plane, port, seen, pinned: profile.pins.of(plane).cloned() });
    }
    ports
}

/// Writes down what a person confirmed. Each certificate is looked at once more: what is pinned is what
/// is there and what was confirmed.
pub(super) async fn trust(
    station: &Station,
    settings: &Settings,
    profile: &ConnectorProfile,
    confirmed: &[(Plane, Fingerprint)],
    meaning: Meaning,
) -> Result<(), Error> {
    for (plane, fingerprint) in confirmed {
        let port = profile.port_of(*plane);
        let seen = connector::look(&profile.host, port, profile.timeout).await;
        if seen.map_err(Error::NoCertificate)?.fingerprint != *fingerprint {
            return Err(Error::CertificateDiffers(port));
        }
        let pinned = profile.pins.of(*plane);
        let changes = pinned.is_some_and(|pin| *pin != Pin::Certificate(*fingerprint));
        if changes && meaning == Meaning::FirstContact {
            return Err(Error::MeaningNeeded(port));
        }
    }
    let device = device(settings, profile, confirmed, meaning)?;
    let mut edits: Vec<Edit> = confirmed
        .iter()
        .map(|(plane, fingerprint)| Edit::Trust {
            profile: Box::new(profile.clone()),
            plane: *plane,
            pin: Pin::Certificate(*fingerprint),
            device,
        })
        .collect();
    if meaning == Meaning::NewDevice {
        let unconfirmed = |plane: &Plane| !confirmed.iter().any(|(known, _)| known == plane);
        edits.extend(
            Plane::ALL.into_iter().filter(unconfirmed).map(|plane| {
                Edit::Connector(profile.id.clone(), ConnectorChange::Pin(plane, None))
            }),
        );
    }
    let folders = station.folders.clone();
    let loaded = aside(move || config::edit(&folders, &edits)).await?;
    let Some(known) = loaded.settings.connector(&profile.id) else {
        return Ok(());
    };
    recognize(&station.folders, &known.profile).await?;
    remember(station, &known.profile, confirmed);
    Ok(())
}

/// Writes down the vendor that the service directory names, where the settings name none.
async fn recognize(folders: &Folders, profile: &ConnectorProfile) -> Result<(), Error> {
    if profile.vendor != Vendor::Unknown || profile.pins.client.is_none() {
        return Ok(());
    }
    let Ok(Reach::Open(route)) = Connector::new(profile).reach_client().await else {
        return Ok(());
    };
    let (vendor, id) = (route.directory.vendor, profile.id.clone());
    if vendor != Vendor::Unknown {
        let folders = folders.clone();
        let edits = [Edit::Connector(id, ConnectorChange::Vendor(vendor))];
        aside(move || config::edit(&folders, &edits)).await?;
    }
    Ok(())
}

fn device(
    settings: &Settings,
    profile: &ConnectorProfile,
    confirmed: &[(Plane, Fingerprint)],
    meaning: Meaning,
) -> Result<DeviceId, Error> {
    let known = profile.device.filter(|_| meaning != Meaning::NewDevice);
    if let Some(device) = known {
        return Ok(device);
    }
    let profiles = || {
        let others = settings.connectors.iter().map(|known| &known.profile);
        others.filter(|other| other.id != profile.id)
    };
    for (plane, fingerprint) in confirmed.iter().filter(|_| meaning != Meaning::NewDevice) {
        let (pin, port) = (Pin::Certificate(*fingerprint), profile.port_of(*plane));
        match config::device_of(profiles(), &profile.host, port, &pin) {
            Known::New => {}
            Known::Device(device) => return Ok(device),
            Known::Several(_) => return Err(Error::SeveralDevices(profile.id.to_string())),
        }
    }
    let first = confirmed.iter().min_by_key(|(plane, _)| *plane != Plane::Client);
    let (_, first) = first.ok_or_else(|| Error::Unknown("a confirmed certificate".to_owned()))?;
    Ok(DeviceId::of_certificate(first))
}

/// The journals of the accounts say since when the certificate is trusted again.
fn remember(station: &Station, profile: &ConnectorProfile, confirmed: &[(Plane, Fingerprint)]) {
    for (plane, seen) in confirmed {
        for account in profile.accounts.iter().filter(|account| account.plane == *plane) {
            let Some(id) = profile.account_id(account) else {
                continue;
            };
            let untrusted =
                station.accounts.peek(&id).is_ok_and(|peek| peek.standing.untrusted.is_some());
            if !untrusted {
                continue;
            }
            let opened = station.accounts.open_within(&id, station.patience);
            let trusted = opened.and_then(|mut opened| {
                opened.append(Timestamp::now(), Step::Trusted { seen: *seen }).map(drop)
            });
            if let Err(error) = trusted {
                log::warn!("the journal does not know of the confirmed certificate: {error}");
            }
        }
    }
}
