//! Every place of the page, for the tests that look at it.

use std::time::{Duration, SystemTime};

use super::flow::{At, Choice};
use super::{Certificate, flow};
use crate::connector::tls::{KeyKind, SeenCertificate};
use crate::domain::certificate::CertificateFacts;
use crate::domain::device::{Fingerprint, Pin};
use crate::domain::identity::Plane;
use crate::domain::probe::Unreached;
use crate::text::Words;
use crate::text::samples::at;
use crate::watch::{Error, Port};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desktop::pages) enum Place {
    Looking,
    First,
    Ticked,
    Silent,
    Changed,
    Same,
    Again,
    Several,
    Confirmed,
    Done,
    Replaced,
}

pub(in crate::desktop::pages) const ALL: [Place; 11] = [
    Place::Looking,
    Place::First,
    Place::Ticked,
    Place::Silent,
    Place::Changed,
    Place::Same,
    Place::Again,
    Place::Several,
    Place::Confirmed,
    Place::Done,
    Place::Replaced,
];

impl Place {
    pub(in crate::desktop::pages) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

impl Certificate {
    pub(in crate::desktop::pages) fn component(&self) -> konnektorwart_ui::CertificatePage {
        slint::ComponentHandle::clone_strong(&self.window)
    }

    /// Goes where the work aside would have led.
    pub(in crate::desktop::pages) fn set_place(&self, place: Place, words: &Words) {
        let mut flow = self.flow.borrow_mut();
        let new = || vec![new_port(Plane::Client), new_port(Plane::Management)];
        let changed = || vec![changed_port(Plane::Client), changed_port(Plane::Management)];
        match place {
            Place::Looking => {}
            Place::First => flow.looked(Ok(new()), words),
            Place::Ticked => {
                flow.looked(Ok(new()), words);
                flow.ticked.extend(Plane::ALL);
            }
            Place::Silent => {
                let silent =
                    Port { seen: Err(Unreached::ConnectionRefused), ..new_port(Plane::Management) };
                flow.looked(Ok(vec![new_port(Plane::Client), silent]), words);
            }
            Place::Changed => flow.looked(Ok(changed()), words),
            Place::Same => {
                flow.looked(Ok(changed()), words);
                flow.choice = Some(Choice::SameDevice);
            }
            Place::Again => {
                flow.looked(Ok(changed()), words);
                flow.write();
                assert!(flow.written(Err(Error::CertificateDiffers(8500)), words));
                flow.looked(Ok(changed()), words);
            }
            Place::Several => {
                flow.looked(Ok(new()), words);
                flow.ticked.extend(Plane::ALL);
                flow.write();
                flow.written(Err(Error::SeveralDevices("koeln".to_owned())), words);
            }
            Place::Confirmed => flow.looked(Ok(vec![same_port(Plane::Client)]), words),
            Place::Done => {
                flow.looked(Ok(changed()), words);
                flow.choice = Some(Choice::SameDevice);
                flow.write();
                flow.written(Ok(Vec::new()), words);
            }
            Place::Replaced => {
                flow.looked(Ok(changed()), words);
                flow.choice = Some(Choice::NewDevice);
                flow.write();
                let accounts = ["koeln/management/local", "koeln/client/praxis"]
                    .map(|one| one.parse().unwrap());
                flow.written(Ok(accounts.to_vec()), words);
            }
        }
        drop(flow);
        self.draw(words);
        self.move_keyboard();
    }

    pub(super) fn flow(&self) -> std::cell::RefMut<'_, flow::Flow> {
        self.flow.borrow_mut()
    }

    /// Whether the ports are being looked at.
    pub(super) fn is_looking(&self) -> bool {
        self.flow.borrow().at == At::Looking
    }
}

/// A fingerprint made of one digit of a plane and one of a certificate.
pub(in crate::desktop::pages) fn fingerprint(plane: Plane, which: u8) -> Fingerprint {
    let start = match plane {
        Plane::Client => 0xa8,
        Plane::Management => 0x3c,
    };
    let mut bytes = [0_u8; 32];
    let mut value = u32::from(start ^ which);
    for byte in &mut bytes {
        value = value.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = value.to_be_bytes()[0];
    }
    Fingerprint::from_bytes(bytes)
}

/// A port that nobody has confirmed yet.
pub(in crate::desktop::pages) fn new_port(plane: Plane) -> Port {
    let (subject, key, issuer) = match plane {
        Plane::Client => (
            "CN=80276883110000112345,O=secunet Security Networks AG,C=DE",
            KeyKind::Rsa(2048),
            "CN=GEM.KOMP-CA24,OU=Komponenten-CA der Telematikinfrastruktur,O=gematik GmbH,C=DE",
        ),
        Plane::Management => ("CN=konnektor.local", KeyKind::Curve("P-256"), "CN=konnektor.local"),
    };
    let time = |text: &str| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds(text));
    let seen = SeenCertificate {
        der: Vec::new(),
        fingerprint: fingerprint(plane, 1),
        public_key: fingerprint(plane, 2),
        subject: subject.to_owned(),
        issuer: issuer.to_owned(),
        key,
        not_before: time("2026-11-02T00:00:00Z"),
        not_after: time("2031-11-01T00:00:00Z"),
        version: 3,
    };
    let port = match plane {
        Plane::Client => 443,
        Plane::Management => 8500,
    };
    Port { plane, port, seen: Ok(seen), pinned: None, known: None }
}

/// A port whose certificate has been confirmed.
pub(in crate::desktop::pages) fn same_port(plane: Plane) -> Port {
    Port { pinned: Some(Pin::Certificate(fingerprint(plane, 1))), ..new_port(plane) }
}

/// A port that shows another certificate than the confirmed one; of that of the web UI nothing is
/// remembered.
pub(in crate::desktop::pages) fn changed_port(plane: Plane) -> Port {
    let pinned = fingerprint(plane, 7);
    let known = CertificateFacts {
        fingerprint: pinned,
        subject: "CN=80276883110000112345,O=secunet Security Networks AG,C=DE".to_owned(),
        issuer: "CN=GEM.KOMP-CA10,OU=Komponenten-CA der Telematikinfrastruktur,O=gematik GmbH,C=DE"
            .to_owned(),
        algorithm: "RSA".to_owned(),
        bits: Some(2048),
        valid_from: at("2021-11-20T00:00:00Z"),
        valid_until: at("2026-11-19T00:00:00Z"),
    };
    Port {
        pinned: Some(Pin::Certificate(pinned)),
        known: (plane == Plane::Client).then_some(known),
        ..new_port(plane)
    }
}

fn seconds(text: &str) -> u64 {
    u64::try_from(at(text).as_second()).unwrap()
}
