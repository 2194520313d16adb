//! A whole connector on loopback, for tests, demo and trying out.
//!
//! It shares no type with the client: they meet on the wire only, so that one misreading cannot hide in both.
//! What is known of real devices is in `docs/simulator.md`, with its grade; the rest is a setting.
mod accounts;
mod brainpool;
mod certificate;
mod device;
mod faults;
mod http;
mod inventory;
mod log;
mod management;
mod password;
mod pvs;
mod routes;
mod running;
mod sds;
mod secrets;
mod sessions;
mod settings;
mod soap;
mod states;
mod tls;
mod trouble;
mod wire;
mod xml;

use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc;

pub use accounts::{AccountKind, NewAccount, Plane, Role};
pub use certificate::{CertificateForm, CertificateKind, KeyKind};
pub use faults::{Fault, Loss, Rule};
pub use log::{Change, Entry, LogLine, Port, RefusalReason, SecretSeen};
pub use password::{Violation, digest as password_digest, generate as generate_password};
pub use routes::AccountRoutes;
pub use settings::{
    ChangeDemanded, ClientAuth, ContextRelations, Face, LockedAnswer, Lockout, MissingCertificate,
    Ports, Refusal, Settings, TlsVersions, UnknownContext,
};

use device::{Device, Shared, lock};
use log::Log;
use running::Order;

/// Name under which control calls stand in the device's log.
const CONTROL: &str = "(Simulator)";

/// Why a simulator could not start or do what it was told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A port could not be opened; nothing runs.
    #[error("port {port} on 127.0.0.1 cannot be opened")]
    Port {
        /// The port, 0 for any free one.
        port: u16,
        /// The system's reason.
        #[source]
        cause: std::io::Error,
    },
    /// A key could not be made.
    #[error("{0}")]
    Key(&'static str),
    /// The TLS library refused a configuration.
    #[error("the TLS configuration was refused")]
    Tls(#[source] rustls::Error),
    /// A user name in the settings is empty, taken twice, or has a colon.
    #[error("user name {0:?} is taken or not allowed")]
    UserName(String),
    /// There is no account with this name on this plane.
    #[error("no account {0:?}")]
    NoAccount(String),
    /// The device's thread could not be started, or is gone.
    #[error("the device's thread does not run")]
    Thread,
}

#[derive(Clone, Copy, Debug)]
struct Addresses {
    pvs: SocketAddr,
    http: SocketAddr,
    management: SocketAddr,
}

/// The certificate and key of a Clientsystem, for mode CERTIFICATE.
#[derive(Clone)]
pub struct ClientIdentity {
    /// Certificate, PEM.
    pub certificate_pem: String,
    /// Private key (PKCS#8), PEM.
    pub key_pem: SecretString,
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientIdentity").finish_non_exhaustive()
    }
}

/// A running device. It has a thread of its own, so synchronous code may use it; it stops on drop.
pub struct Simulator {
    shared: Shared,
    log: Log,
    addresses: Addresses,
    orders: mpsc::UnboundedSender<Order>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

impl Simulator {
    /// Starts a device; its ports are open when this returns.
    ///
    /// Errors: [`Error::Port`], [`Error::Key`], [`Error::Tls`], [`Error::UserName`], [`Error::Thread`];
    /// nothing runs then.
    pub fn start(settings: Settings) -> Result<Self, Error> {
        let (pvs, pvs_listener) = open(settings.ports.pvs)?;
        let (http, http_listener) = open(settings.ports.http)?;
        let (management, management_listener) = open(settings.ports.management)?;
        let addresses = Addresses {
            pvs,
            http,
            management,
        };
        let log = Log::default();
        let (orders, received) = mpsc::unbounded_channel();
        let device = Device::new(settings, addresses, log.clone(), orders.clone())?;
        let shared = Arc::new(Mutex::new(device));
        let listeners = [
            (Port::Pvs, pvs_listener),
            (Port::Http, http_listener),
            (Port::Management, management_listener),
        ];
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("simulator".to_owned())
            .spawn(move || running::run(listeners, of_thread, received))
            .map_err(|_| Error::Thread)?;
        Ok(Self {
            shared,
            log,
            addresses,
            orders,
            thread: Some(thread),
        })
    }

    /// Address of the services over TLS.
    pub fn pvs_address(&self) -> SocketAddr {
        self.addresses.pvs
    }

    /// Address of the services over http.
    pub fn http_address(&self) -> SocketAddr {
        self.addresses.http
    }

    /// Address of the management interface and the web UI.
    pub fn management_address(&self) -> SocketAddr {
        self.addresses.management
    }

    /// DER of a port's certificate; `None` for the port without TLS.
    pub fn certificate_der(&self, port: Port) -> Option<Vec<u8>> {
        lock(&self.shared)
            .identity(port)
            .map(|identity| identity.certificate.to_vec())
    }

    /// SHA-256 of a port's certificate, lower-case hex, 64 characters; `None` for the port without TLS.
    pub fn fingerprint(&self, port: Port) -> Option<String> {
        lock(&self.shared)
            .identity(port)
            .map(certificate::Identity::fingerprint)
    }

    /// Certificate and key that the device knows as those of this Clientsystem.
    pub fn client_identity(&self, clientsystem: &str) -> Option<ClientIdentity> {
        let device = lock(&self.shared);
        let identity = device.clients.get(clientsystem)?;
        let key = identity.key_der.as_ref()?;
        Some(ClientIdentity {
            certificate_pem: certificate::pem("CERTIFICATE", &identity.certificate),
            key_pem: SecretString::from(certificate::pem("PRIVATE KEY", key.secret_der())),
        })
    }

    /// The device's log so far.
    pub fn log(&self) -> Vec<LogLine> {
        self.log.copy()
    }

    /// Waits until `holds` is true for the log; `false` if it was not within `limit`.
    pub fn wait_for(&self, holds: impl Fn(&[LogLine]) -> bool, limit: Duration) -> bool {
        self.log.wait_for(holds, limit)
    }

    /// How many requests carried a secret so far.
    pub fn secrets_seen(&self) -> usize {
        self.log
            .copy()
            .iter()
            .filter(|line| line.secret().is_some())
            .count()
    }

    /// The password that an account has at present.
    pub fn password(&self, plane: Plane, user: &str) -> Option<SecretString> {
        lock(&self.shared)
            .accounts
            .find(plane, user)
            .map(|account| account.password().clone())
    }

    /// Sets a password, as somebody at the device would; the rules are not applied, counter and lock are cleared.
    ///
    /// Errors: [`Error::NoAccount`].
    pub fn set_password(&self, plane: Plane, user: &str, new: SecretString) -> Result<(), Error> {
        let done = lock(&self.shared).set_password(CONTROL, plane, user, new, false);
        done.then_some(())
            .ok_or_else(|| Error::NoAccount(user.to_owned()))
    }

    /// Resets an administrator's password to an initial one, as a Super-Admin would; sessions end.
    ///
    /// Errors: [`Error::NoAccount`].
    pub fn administrator_reset(&self, user: &str, initial: SecretString) -> Result<(), Error> {
        let plane = Plane::Management;
        let done = lock(&self.shared).set_password(CONTROL, plane, user, initial, true);
        done.then_some(())
            .ok_or_else(|| Error::NoAccount(user.to_owned()))
    }

    /// Makes an administrator's password as old as the expiry allows, so that it is expired.
    ///
    /// Errors: [`Error::NoAccount`].
    pub fn expire(&self, user: &str) -> Result<(), Error> {
        let mut device = lock(&self.shared);
        let days = i64::from(device.settings.password_expiry_days.unwrap_or(120));
        let changed_at = device.now() - SignedDuration::from_hours(24 * days);
        let done = device.accounts.date_back(user, changed_at);
        done.then_some(())
            .ok_or_else(|| Error::NoAccount(user.to_owned()))
    }

    /// Takes the lock off an account and clears its counter.
    ///
    /// Errors: [`Error::NoAccount`].
    pub fn unlock(&self, plane: Plane, user: &str) -> Result<(), Error> {
        let mut device = lock(&self.shared);
        if !device.accounts.unlock(plane, user) {
            return Err(Error::NoAccount(user.to_owned()));
        }
        device.log(
            None,
            Entry::Unlocked {
                plane,
                user: user.to_owned(),
            },
        );
        Ok(())
    }

    /// Whether an account is locked at present.
    pub fn is_locked(&self, plane: Plane, user: &str) -> bool {
        let device = lock(&self.shared);
        let now = device.now();
        device
            .accounts
            .find(plane, user)
            .is_some_and(|account| account.is_locked(now))
    }

    /// Replaces the faults in force; an empty list ends them.
    pub fn set_faults(&self, rules: impl Into<Vec<Rule>>) {
        lock(&self.shared).set_faults(rules.into());
    }

    /// Gives a port a new key and certificate, of another kind where one is named.
    ///
    /// Errors: [`Error::Key`], [`Error::Tls`].
    pub fn renew_certificate(
        &self,
        port: Port,
        kind: Option<CertificateKind>,
    ) -> Result<(), Error> {
        lock(&self.shared).renew_certificate(port, kind)
    }

    /// Changes settings. Ports, accounts and certificates are read at the start only.
    ///
    /// Errors: [`Error::Tls`] if no TLS configuration can be made of them.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<(), Error> {
        let mut device = lock(&self.shared);
        change(&mut device.settings);
        device.renew_configs()
    }

    /// Sets the device's clock forward: locks end, sessions and passwords expire.
    pub fn advance_clock(&self, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        lock(&self.shared).advance(by);
    }

    /// Closes every port and connection; the device is unreachable (connection refused). Sessions end.
    ///
    /// Errors: [`Error::Thread`].
    pub fn go_down(&self) -> Result<(), Error> {
        self.told(Order::Down)
    }

    /// Opens the same ports again.
    ///
    /// Errors: [`Error::Thread`].
    pub fn come_up(&self) -> Result<(), Error> {
        self.told(Order::Up)
    }

    fn told(&self, order: impl FnOnce(std::sync::mpsc::Sender<()>) -> Order) -> Result<(), Error> {
        let (done, wait) = std::sync::mpsc::channel();
        self.orders.send(order(done)).map_err(|_| Error::Thread)?;
        wait.recv().map_err(|_| Error::Thread)
    }

    /// Addresses, fingerprints and accounts as text lines. The passwords in it belong to no real device.
    pub fn describe(&self) -> String {
        let device = lock(&self.shared);
        let mut text = format!(
            "web UI      https://{management}/management\n\
             REST        https://{management}/rest/mgmt\n\
             directory   https://{pvs}/connector.sds\n\
             directory   http://{http}/connector.sds\n",
            management = self.addresses.management,
            pvs = self.addresses.pvs,
            http = self.addresses.http,
        );
        for (name, port) in [("services", Port::Pvs), ("management", Port::Management)] {
            if let Some(identity) = device.identity(port) {
                text.push_str(&format!("SHA-256     {} {name}\n", identity.fingerprint()));
            }
        }
        for plane in [Plane::Client, Plane::Management] {
            for account in device.accounts.iter(plane) {
                let role = match &account.kind {
                    AccountKind::Benutzerkennung { clientsystem } => {
                        format!("Benutzerkennung of Clientsystem {clientsystem}")
                    }
                    AccountKind::Administrator(role) => role.name().to_owned(),
                };
                text.push_str(&format!(
                    "account     {} / {} ({role})\n",
                    account.user,
                    account.password().expose_secret()
                ));
            }
        }
        for (mandant, clientsystem, arbeitsplatz) in &device.settings.context.aufrufkontexte {
            text.push_str(&format!(
                "context     Mandant {mandant}, Clientsystem {clientsystem}, Arbeitsplatz {arbeitsplatz}\n"
            ));
        }
        text
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // A thread that is gone already needs no order.
        let _ = self.orders.send(Order::Quit);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn open(port: u16) -> Result<(SocketAddr, TcpListener), Error> {
    let opened = || {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        listener.set_nonblocking(true)?;
        Ok((listener.local_addr()?, listener))
    };
    opened().map_err(|cause| Error::Port { port, cause })
}

/// Random bytes of the operating system.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has random bytes");
    bytes
}

/// A random UUID (version 4).
fn uuid() -> String {
    let mut bytes = random::<16>();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex(&bytes);
    format!(
        "{}-{}-{}-{}-{}",
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..]
    )
}

/// Lower-case hex.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
