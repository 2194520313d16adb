//! The steps without a secret: name, ports, certificates, service directory.

use std::net::IpAddr;
use std::sync::Arc;

use super::judge::{self, fits, of_verdict};
use super::run::{Known, Run, Seen};
use super::{Detail, Fault, Skip, Step, gate};
use crate::connector::sds::{Directory, Version};
use crate::connector::{self, Connector, Reach};
use crate::domain::device::Pin;
use crate::domain::identity::Plane;
use crate::domain::probe::Observation;
use crate::domain::profile::{CardServiceVersion, ConnectorProfile, Encryption};
use crate::watch::directory::Reached;
use crate::watch::station::Station;

impl Run<'_> {
    pub(super) async fn resolve(&mut self, others: &[ConnectorProfile]) -> Option<Vec<IpAddr>> {
        self.begin(&Step::Resolve);
        let typed = Arc::clone(&self.typed);
        match connector::resolve(&typed.host, typed.timeout).await {
            Ok(found) => {
                let is_same = |other: &&ConnectorProfile| {
                    other.id != typed.id && other.host == typed.host && other.port == typed.port
                };
                let also = others.iter().filter(is_same).map(|other| other.name.clone()).collect();
                self.passed(&Step::Resolve, Detail::Addresses { found: found.clone(), also });
                Some(found)
            }
            Err(why) => {
                self.failed(&Step::Resolve, Fault::Unreached(why));
                None
            }
        }
    }

    /// Connects to a plane's port and looks at its certificate; answers how far that went.
    pub(super) async fn port(
        &mut self,
        station: &Station,
        plane: Plane,
        addresses: Option<&[IpAddr]>,
    ) -> Option<Seen> {
        let (connect, certificate) = (Step::Connect(plane), Step::Certificate(plane));
        let typed = Arc::clone(&self.typed);
        if let Some(skip) = gate::without(&typed, plane, &connect) {
            self.skipped(&connect, skip.clone());
            self.skipped(&certificate, skip);
            return None;
        }
        let Some(addresses) = addresses else {
            self.skipped(&connect, Skip::After(Step::Resolve));
            self.skipped(&certificate, Skip::After(Step::Resolve));
            return None;
        };
        self.begin(&connect);
        let port = typed.port_of(plane);
        match connector::connect(addresses, port, typed.timeout).await {
            Ok(address) => self.passed(&connect, Detail::Connected(address)),
            Err(why) => {
                let observation = station.placed(&typed, Observation::Unreached(why));
                self.failed(&connect, of_verdict(observation.verdict()));
                self.skipped(&certificate, Skip::After(connect));
                return None;
            }
        }
        if let Some(skip) = gate::without(&typed, plane, &certificate) {
            self.skipped(&certificate, skip);
            return Some(Seen::Plain);
        }
        self.begin(&certificate);
        let seen = match connector::look(&typed.host, port, typed.timeout).await {
            Ok(seen) => seen,
            Err(why) => {
                self.failed(&certificate, Fault::Unreached(why));
                return None;
            }
        };
        match typed.pins.of(plane) {
            Some(pin) if fits(pin, &seen) => {
                self.passed(&certificate, Detail::Certificate(Box::new(seen)));
                Some(Seen::Confirmed)
            }
            Some(Pin::Certificate(_) | Pin::PublicKey(_)) => {
                self.failed(&certificate, Fault::Untrusted(seen.fingerprint));
                None
            }
            Some(Pin::Authority { .. }) | None => {
                let pin = Pin::Certificate(seen.fingerprint);
                self.failed(&certificate, Fault::Unconfirmed(Box::new(seen)));
                Some(Seen::Unconfirmed(pin))
            }
        }
    }

    pub(super) async fn directory(
        &mut self,
        station: &Station,
        seen: Option<&Seen>,
    ) -> Option<Known> {
        let typed = Arc::clone(&self.typed);
        let read = match seen {
            None => {
                let skip = self.unpassed(&[
                    Step::Resolve,
                    Step::Connect(Plane::Client),
                    Step::Certificate(Plane::Client),
                ]);
                self.skipped(&Step::Directory, skip.clone());
                self.skipped(&Step::Services, skip);
                return None;
            }
            Some(Seen::Unconfirmed(_))
                if matches!(typed.encryption, Encryption::TlsCertificate { .. }) =>
            {
                self.skipped(&Step::Directory, Skip::NotConfirmed);
                self.skipped(&Step::Services, Skip::NotConfirmed);
                return None;
            }
            Some(Seen::Unconfirmed(pin)) => {
                self.begin(&Step::Directory);
                // Nothing secret is sent; what is read counts for nothing but the screen.
                let mut looked = ConnectorProfile::clone(&typed);
                looked.pins.client = Some(pin.clone());
                match Connector::new(&looked).reach_client().await {
                    Ok(Reach::Open(route)) => Ok((Known::Unconfirmed, Some(route.directory))),
                    Ok(Reach::Closed(_)) => Ok((Known::Unconfirmed, None)),
                    Err(observation) => Err(observation),
                }
            }
            Some(Seen::Confirmed | Seen::Plain) => {
                self.begin(&Step::Directory);
                station.read_directory(&typed).await.map(|reached| {
                    let directory = match &reached {
                        Reached::Client(route) => Some(route.directory.clone()),
                        Reached::Closed(_) | Reached::Management => None,
                    };
                    (Known::Confirmed(reached), directory)
                })
            }
        };
        match read {
            Ok((known, Some(directory))) => {
                self.passed(&Step::Directory, Detail::Directory(directory.demand));
                self.services(&directory);
                Some(known)
            }
            Ok((known, None)) => {
                self.passed(&Step::Directory, Detail::DirectoryClosed);
                self.skipped(&Step::Services, Skip::NotTold);
                Some(known)
            }
            Err(observation) => {
                let verdict = station.placed(&typed, observation).verdict();
                self.failed(&Step::Directory, of_verdict(verdict));
                self.skipped(&Step::Services, Skip::After(Step::Directory));
                None
            }
        }
    }

    fn services(&mut self, directory: &Directory) {
        self.begin(&Step::Services);
        let services = Box::new(judge::services(directory));
        let is_offered = match self.typed.card_service {
            CardServiceVersion::Auto => true,
            CardServiceVersion::Exactly(major, minor, revision) => {
                let chosen = Version(major.into(), minor.into(), revision.into());
                services.card_service.contains(&chosen)
            }
        };
        if is_offered {
            self.passed(&Step::Services, Detail::Services(services));
        } else {
            self.failed(&Step::Services, Fault::CardServiceMissing(services));
        }
    }
}
