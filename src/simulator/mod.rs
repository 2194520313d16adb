//! A whole connector on loopback, for tests, demo and trying out.
//!
//! It shares no type with the client: they meet on the wire only, so that one misreading cannot hide in both.
//! What is known of real devices is in `docs/simulator.md`, with its grade; the rest is a setting.
mod accounts;
mod brainpool;
mod certificate;
mod control;
mod device;
mod entrance;
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
mod web_ui;
mod wire;
mod words;
mod xml;

use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::mpsc;

pub use accounts::{AccountKind, NewAccount, Plane, Role};
pub use certificate::{CertificateForm, CertificateKind, KeyKind};
pub use faults::{Fault, Loss, Rule};
pub use log::{Change, Entry, LogLine, Port, RefusalReason, SecretSeen};
pub use password::{
    Violation, accepts_administrator, accepts_benutzerkennung, digest as password_digest,
    generate as generate_password,
};
pub use routes::{AccountRoutes, BodyShape};
pub use settings::{
    ChangeDemanded, ClientAuth, ContextRelations, Face, LockedAnswer, Lockout, MissingCertificate,
    Ports, Refusal, Settings, TlsVersions, UnknownContext,
};
pub use web_ui::{WebUi, WebUiNames, Xsrf};

use device::{Device, Shared, lock};
use log::Log;
use running::Order;

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
        f.debug_struct("Simulator").field("addresses", &self.addresses).finish_non_exhaustive()
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
        let addresses = Addresses { pvs, http, management };
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
        Ok(Self { shared, log, addresses, orders, thread: Some(thread) })
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
        lock(&self.shared).identity(port).map(|identity| identity.certificate.to_vec())
    }

    /// SHA-256 of a port's certificate, lower-case hex, 64 characters; `None` for the port without TLS.
    pub fn fingerprint(&self, port: Port) -> Option<String> {
        lock(&self.shared).identity(port).map(certificate::Identity::fingerprint)
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

    /// Waits until `holds` is true for the log; `false` if it was not within `limit`. `holds` looks at the log it
    /// is given and must not call the simulator, which waits for it.
    pub fn wait_for(&self, holds: impl Fn(&[LogLine]) -> bool, limit: Duration) -> bool {
        self.log.wait_for(holds, limit)
    }

    /// How many requests carried a secret so far.
    pub fn secrets_seen(&self) -> usize {
        self.log.copy().iter().filter(|line| line.secret().is_some()).count()
    }

    /// The password that an account has at present.
    pub fn password(&self, plane: Plane, user: &str) -> Option<SecretString> {
        lock(&self.shared).accounts.find(plane, user).map(|account| account.password().clone())
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
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

/// Lower-case hex.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
