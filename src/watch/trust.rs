//! Whom a person trusts: looking at certificates and writing down what was confirmed (SAFETY S9).

use jiff::Timestamp;

use super::station::Station;
use super::{Error, aside};
use crate::connector::tls::{KeyKind, SeenCertificate};
use crate::connector::{self, Connector, Reach};
use crate::domain::certificate::CertificateFacts;
use crate::domain::device::{Fingerprint, Pin, Vendor};
use crate::domain::identity::{DeviceId, Plane};
use crate::domain::probe::Unreached;
use crate::domain::profile::{ConnectorProfile, Encryption};
use crate::domain::record::Step;
use crate::platform::folders::Folders;
use crate::store::config::{self, ConnectorChange, Edit, Known, Settings};
use crate::store::devices::{self, Replaced};

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
    /// The facts of the confirmed certificate, as far as they are remembered.
    pub known: Option<CertificateFacts>,
}

impl Port {
    /// The facts of the certificate that the port shows.
    pub fn shown(&self) -> Option<CertificateFacts> {
        self.seen.as_ref().ok().map(facts)
    }
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

/// Looks at the ports that the profile uses. What a port shows and was confirmed is remembered, so that
/// a changed certificate can be held against it.
pub(super) async fn look(folders: &Folders, profile: &ConnectorProfile) -> Vec<Port> {
    let of_folders = folders.clone();
    let remembered = aside(move || devices::load(&of_folders)).await;
    let mut ports = Vec::new();
    for plane in [Plane::Client, Plane::Management] {
        if plane == Plane::Client && profile.encryption == Encryption::None {
            continue;
        }
        let port = profile.port_of(plane);
        let seen = connector::look(&profile.host, port, profile.timeout).await;
        let pinned = profile.pins.of(plane).cloned();
        let confirmed = |fingerprint: &Fingerprint| match &pinned {
            Some(Pin::Certificate(pin)) => pin == fingerprint,
            Some(Pin::Authority { .. } | Pin::PublicKey(_)) | None => false,
        };
        let shown = seen.as_ref().ok().map(facts).filter(|facts| confirmed(&facts.fingerprint));
        let known = match (&shown, &pinned) {
            (Some(facts), _) => Some(facts.clone()),
            (None, Some(Pin::Certificate(pin))) => remembered.certificate(pin).cloned(),
            (None, Some(Pin::Authority { .. } | Pin::PublicKey(_)) | None) => None,
        };
        if let Some(facts) =
            shown.filter(|facts| remembered.certificate(&facts.fingerprint).is_none())
        {
            keep(folders, vec![facts], None).await;
        }
        ports.push(Port { plane, port, seen, pinned, known });
    }
    ports
}

/// Remembers facts and a replaced device. Losing them loses a comparison, so a failure is only told.
async fn keep(folders: &Folders, certificates: Vec<CertificateFacts>, replaced: Option<Replaced>) {
    let folders = folders.clone();
    let kept = aside(move || devices::remember(&folders, &certificates, replaced)).await;
    if let Err(error) = kept {
        log::warn!("the facts of a certificate are not remembered: {error}");
    }
}

/// What a person compares.
fn facts(seen: &SeenCertificate) -> CertificateFacts {
    let (algorithm, bits) = match &seen.key {
        KeyKind::Rsa(bits) => ("RSA".to_owned(), u32::try_from(*bits).ok()),
        KeyKind::Curve(name) => ((*name).to_owned(), bits_of(name)),
        KeyKind::ExplicitCurve => ("EC".to_owned(), None),
        KeyKind::Ed25519 => ("Ed25519".to_owned(), Some(256)),
        KeyKind::Other(identifier) => (identifier.clone(), None),
    };
    let at = |time| Timestamp::try_from(time).unwrap_or(Timestamp::MAX);
    CertificateFacts {
        fingerprint: seen.fingerprint,
        subject: seen.subject.clone(),
        issuer: seen.issuer.clone(),
        algorithm,
        bits,
        valid_from: at(seen.not_before),
        valid_until: at(seen.not_after),
    }
}

/// A curve's name tells its length: `P-256`, `brainpoolP384r1`.
fn bits_of(curve: &str) -> Option<u32> {
    let (_, number) = curve.split_once('P')?;
    let digits = number.trim_start_matches('-').split('r').next()?;
    digits.parse().ok()
}

/// Writes down what a person confirmed, after the edits that come `first`, all or none. Each certificate
/// is looked at once more: what is pinned is what is there and what was confirmed.
pub(super) async fn trust(
    station: &Station,
    settings: &Settings,
    profile: &ConnectorProfile,
    confirmed: &[(Plane, Fingerprint)],
    meaning: Meaning,
    first: Vec<Edit>,
) -> Result<(), Error> {
    let mut certificates = Vec::new();
    for (plane, fingerprint) in confirmed {
        let port = profile.port_of(*plane);
        let seen = connector::look(&profile.host, port, profile.timeout).await;
        let seen = seen.map_err(Error::NoCertificate)?;
        if seen.fingerprint != *fingerprint {
            return Err(Error::CertificateDiffers(port));
        }
        certificates.push(facts(&seen));
        let pinned = profile.pins.of(*plane);
        let changes = pinned.is_some_and(|pin| *pin != Pin::Certificate(*fingerprint));
        if changes && meaning == Meaning::FirstContact {
            return Err(Error::MeaningNeeded(port));
        }
    }
    let device = device(settings, profile, confirmed, meaning)?;
    let replaced = replaced(profile, meaning);
    if let (Some(replaced), folders) = (replaced, station.folders.clone()) {
        // Before the settings: what an earlier device was called is known nowhere else afterwards.
        aside(move || devices::remember(&folders, &[], Some(replaced)))
            .await
            .map_err(Error::Devices)?;
    }
    let mut edits = first;
    edits.extend(confirmed.iter().map(|(plane, fingerprint)| Edit::Trust {
        profile: Box::new(profile.clone()),
        plane: *plane,
        pin: Pin::Certificate(*fingerprint),
        device,
    }));
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
    keep(&station.folders, certificates, None).await;
    let Some(known) = loaded.settings.connector(&profile.id) else {
        return Ok(());
    };
    recognize(&station.folders, &known.profile, meaning).await?;
    remember(station, &known.profile, confirmed);
    Ok(())
}

/// Writes down the vendor that the service directory names, where the settings name none or the device
/// is another one.
async fn recognize(
    folders: &Folders,
    profile: &ConnectorProfile,
    meaning: Meaning,
) -> Result<(), Error> {
    let is_open = profile.vendor == Vendor::Unknown || meaning == Meaning::NewDevice;
    if !is_open || profile.pins.client.is_none() {
        return Ok(());
    }
    let Ok(Reach::Open(route)) = Connector::new(profile).reach_client().await else {
        return Ok(());
    };
    let (vendor, id) = (route.directory.vendor, profile.id.clone());
    if vendor != Vendor::Unknown && vendor != profile.vendor {
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
    let device = DeviceId::of_certificate(first);
    // Else the stored passwords would go to what was called another device.
    match profile.device == Some(device) && meaning == Meaning::NewDevice {
        true => Err(Error::NotAnotherDevice),
        false => Ok(device),
    }
}

/// What is remembered of the device that another one takes the place of.
fn replaced(profile: &ConnectorProfile, meaning: Meaning) -> Option<Replaced> {
    let device = profile.device.filter(|_| meaning == Meaning::NewDevice)?;
    let pins = Plane::ALL.into_iter().filter_map(|plane| profile.pins.of(plane));
    let certificates = pins.filter_map(|pin| match pin {
        Pin::Certificate(fingerprint) => Some(*fingerprint),
        Pin::Authority { .. } | Pin::PublicKey(_) => None,
    });
    Some(Replaced {
        device,
        connector: profile.id.clone(),
        name: profile.name.clone(),
        address: format!("{}:{}", profile.host.in_url(), profile.port),
        at: Timestamp::now(),
        certificates: certificates.collect(),
    })
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
