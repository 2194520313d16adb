//! The device's state, under one lock; nothing in here waits.
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use jiff::{SignedDuration, Timestamp};
use rustls::ServerConfig;
use secrecy::SecretString;
use tokio::sync::mpsc;

use super::accounts::{AccountKind, Accounts, Login, Plane};
use super::certificate::{self, CertificateKind, Identity};
use super::faults::{Fault, Faults};
use super::inventory::Inventory;
use super::log::{Change, Entry, Log, Port, RefusalReason};
use super::running::Order;
use super::sessions::Sessions;
use super::settings::{ClientAuth, LockedAnswer, MissingCertificate, Refusal, Settings};
use super::tls::{self, ClientCertificates};
use super::{Addresses, Error};

pub(super) type Shared = Arc<Mutex<Device>>;

/// A panic while the lock was held left a device that is at worst half changed; going on shows it.
pub(super) fn lock(shared: &Shared) -> MutexGuard<'_, Device> {
    shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

pub(super) struct Device {
    pub(super) settings: Settings,
    pub(super) accounts: Accounts,
    pub(super) sessions: Sessions,
    pub(super) inventory: Inventory,
    pub(super) addresses: Addresses,
    pub(super) log: Log,
    pub(super) started_at: Timestamp,
    pub(super) restart_required: bool,
    pub(super) orders: mpsc::UnboundedSender<Order>,
    /// `nk/protokoll/einstellungen`.
    pub(super) log_settings: serde_json::Value,
    /// Certificates of the Clientsysteme that the simulator made itself.
    pub(super) clients: BTreeMap<String, Identity>,
    faults: Faults,
    ahead: SignedDuration,
    pvs: Face,
    management: Face,
}

/// What a TLS port shows.
struct Face {
    identity: Identity,
    generation: usize,
    config: Arc<ServerConfig>,
}

impl Device {
    pub(super) fn new(
        settings: Settings,
        addresses: Addresses,
        log: Log,
        orders: mpsc::UnboundedSender<Order>,
    ) -> Result<Self, Error> {
        let now = Timestamp::now();
        let mut accounts = Accounts::default();
        for account in &settings.accounts {
            if !accounts.add(account.clone(), now) {
                return Err(Error::UserName(account.user.clone()));
            }
        }
        let mut clients = BTreeMap::new();
        for clientsystem in &settings.context.clientsysteme {
            let key = CertificateKind { key: certificate::KeyKind::P256, ..Default::default() };
            clients.insert(clientsystem.clone(), Identity::make(key, clientsystem, 0)?);
        }
        let face = |kind, name| -> Result<Face, Error> {
            let identity = Identity::make(kind, name, 0)?;
            let config = tls::server_config(
                &identity,
                settings.tls_versions,
                ClientCertificates::NotAsked,
                None,
            )?;
            Ok(Face { identity, generation: 0, config })
        };
        let pvs = face(settings.pvs_certificate, "80276883110000000001-20260101")?;
        let management = face(settings.management_certificate, "konnektor-management")?;
        let mut device = Self {
            inventory: Inventory::of(&settings.context, now),
            settings,
            accounts,
            sessions: Sessions::default(),
            addresses,
            log,
            started_at: now,
            restart_required: false,
            orders,
            log_settings: serde_json::json!({
                "logSuccessfulCryptoOps": false, "logInfo": [
                    {"fmName": "VSDM", "severity": "INFO", "logDays": 180, "performanceLog": false}
                ], "securityLogDays": 180,
            }),
            clients,
            faults: Faults::default(),
            ahead: SignedDuration::ZERO,
            pvs,
            management,
        };
        device.renew_configs()?;
        Ok(device)
    }

    /// The device's clock.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::now().saturating_add(self.ahead).unwrap_or(Timestamp::MAX)
    }

    /// Sets the device's clock forward.
    pub(super) fn advance(&mut self, by: SignedDuration) {
        self.ahead = self.ahead.saturating_add(by);
    }

    pub(super) fn log(&self, port: Option<Port>, entry: Entry) {
        self.log.append(self.now(), port, entry);
    }

    pub(super) fn set_faults(&mut self, rules: Vec<super::Rule>) {
        self.faults.set(rules);
    }

    /// The fault for a connection or a request, logged as played.
    pub(super) fn take_fault(&mut self, port: Port, path: Option<&str>) -> Option<Fault> {
        let fault = self.faults.take(port, path)?;
        self.log(Some(port), Entry::FaultPlayed { fault: format!("{fault:?}") });
        Some(fault)
    }

    /// The TLS configuration for a new connection; `None` for the port without TLS.
    pub(super) fn tls_config(
        &mut self,
        port: Port,
        fault: Option<&Fault>,
    ) -> Option<Arc<ServerConfig>> {
        if port == Port::Http {
            return None;
        }
        if fault == Some(&Fault::NewCertificate) {
            // A device that cannot make a key goes on with the certificate it has.
            if let Err(error) = self.renew_certificate(port, None) {
                log::warn!("simulator: no new certificate: {error}");
            }
        }
        if fault == Some(&Fault::ForeignSignature) {
            let face = self.face(port);
            let foreign = certificate::foreign_key(face.identity.kind, face.generation)
                .and_then(|key| self.config_of(port, Some(key)));
            if let Ok(config) = foreign {
                return Some(config);
            }
        }
        Some(Arc::clone(&self.face(port).config))
    }

    pub(super) fn identity(&self, port: Port) -> Option<&Identity> {
        match port {
            Port::Pvs | Port::Management => Some(&self.face(port).identity),
            Port::Http => None,
        }
    }

    fn face(&self, port: Port) -> &Face {
        match port {
            Port::Pvs | Port::Http => &self.pvs,
            Port::Management => &self.management,
        }
    }

    /// Gives a port a new key and certificate; connections that stand keep the old one.
    pub(super) fn renew_certificate(
        &mut self,
        port: Port,
        kind: Option<CertificateKind>,
    ) -> Result<(), Error> {
        let (face, setting) = match port {
            Port::Pvs | Port::Http => (&mut self.pvs, &mut self.settings.pvs_certificate),
            Port::Management => (&mut self.management, &mut self.settings.management_certificate),
        };
        *setting = kind.unwrap_or(*setting);
        face.generation += 1;
        face.identity = Identity::make(*setting, "konnektor", face.generation)?;
        let fingerprint = face.identity.fingerprint();
        self.renew_configs()?;
        self.log(Some(port), Entry::CertificateRenewed { fingerprint });
        Ok(())
    }

    /// Brings the TLS configurations in line with the settings.
    pub(super) fn renew_configs(&mut self) -> Result<(), Error> {
        self.pvs.config = self.config_of(Port::Pvs, None)?;
        self.management.config = self.config_of(Port::Management, None)?;
        Ok(())
    }

    fn config_of(
        &self,
        port: Port,
        foreign_key: Option<Arc<dyn rustls::sign::SigningKey>>,
    ) -> Result<Arc<ServerConfig>, Error> {
        let clients = match (port, self.settings.client_auth) {
            (Port::Pvs, ClientAuth::Certificate) => {
                let known = self.client_certificates().map(|(_, der)| der.to_vec()).collect();
                match self.settings.missing_certificate {
                    MissingCertificate::Handshake => ClientCertificates::Mandatory(known),
                    MissingCertificate::Forbidden | MissingCertificate::Fault4204 => {
                        ClientCertificates::Optional(known)
                    }
                }
            }
            (Port::Pvs, ClientAuth::Off | ClientAuth::Password)
            | (
                Port::Http | Port::Management,
                ClientAuth::Off | ClientAuth::Certificate | ClientAuth::Password,
            ) => ClientCertificates::NotAsked,
        };
        let identity = &self.face(port).identity;
        tls::server_config(identity, self.settings.tls_versions, clients, foreign_key)
    }

    /// Clientsystem-ID and DER of every client certificate that is known.
    pub(super) fn client_certificates(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let own = self.clients.iter().map(|(id, own)| (id.as_str(), own.certificate.as_ref()));
        let given =
            self.settings.client_certificates.iter().map(|(id, der)| (id.as_str(), der.as_slice()));
        own.chain(given)
    }

    /// Judges a login, counts it and writes what happened into the log.
    pub(super) fn login(&mut self, port: Port, plane: Plane, user: &str, password: &str) -> Login {
        let lockout = match plane {
            Plane::Client => self.settings.client_lockout,
            Plane::Management => self.settings.management_lockout,
        };
        let expiry = self.settings.password_expiry_days;
        let now = self.now();
        let login = self.accounts.login(plane, user, password, now, lockout, expiry);
        let user = user.to_owned();
        let refused = |reason| Entry::LoginRefused { plane, user: user.clone(), reason };
        match &login {
            Login::Accepted => {
                self.log(Some(port), Entry::LoginAccepted { plane, user: user.clone() });
            }
            Login::ChangeDemanded { initial } => {
                let entry = Entry::ChangeDemanded { user: user.clone(), initial: *initial };
                self.log(Some(port), entry);
            }
            Login::Refused(reason) => self.log(Some(port), refused(*reason)),
            Login::RefusedAndLocked { failures } => {
                let reason = RefusalReason::WrongPassword { failures: *failures };
                self.log(Some(port), refused(reason));
                let milliseconds = u64::try_from(lockout.lasts.as_millis()).unwrap_or(u64::MAX);
                self.log(Some(port), Entry::Locked { plane, user: user.clone(), milliseconds });
            }
        }
        login
    }

    /// The answer to a refused login, in the form that the settings name.
    pub(super) fn refusal(&self, login: &Login, refusal: Refusal) -> Form {
        if *login != Login::Refused(RefusalReason::Locked) {
            return Form::Refused(refusal);
        }
        match self.settings.locked {
            LockedAnswer::LikeWrong => Form::Refused(refusal),
            LockedAnswer::Locked423 => Form::Locked(423),
            LockedAnswer::TooMany429 => Form::Locked(429),
        }
    }

    /// Sets a password, with a line in the log. `false` if there is no such account.
    pub(super) fn set_password(
        &mut self,
        by: &str,
        plane: Plane,
        user: &str,
        password: SecretString,
        initial: bool,
    ) -> bool {
        let now = self.now();
        if !self.accounts.set_password(plane, user, password, initial, now) {
            return false;
        }
        if initial {
            self.sessions.end_all_of(user);
        }
        let change = Change::Password { plane, user: user.to_owned(), initial };
        self.log(None, Entry::AdminChange { by: by.to_owned(), change });
        true
    }

    /// The Clientsystem of a Benutzerkennung.
    pub(super) fn clientsystem_of(&self, user: &str) -> Option<&str> {
        match &self.accounts.find(Plane::Client, user)?.kind {
            AccountKind::Benutzerkennung { clientsystem } => Some(clientsystem),
            AccountKind::Administrator(_) => None,
        }
    }
}

/// The form of a refused login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Refused(Refusal),
    /// The status with a text that names the lock.
    Locked(u16),
}
