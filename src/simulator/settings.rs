//! What a simulated device is like: its access modes, certificates, accounts, and the answers nobody has recorded.
//!
//! Where the answer of a real device is unknown (REFERENCE 15), the plausible forms are variants of an
//! enum here. The default is the most probable one; none of them is confirmed. `docs/simulator.md` lists them.
use std::collections::BTreeSet;
use std::time::Duration;

use secrecy::SecretString;

use super::accounts::{AccountKind, NewAccount, Role};
use super::certificate::CertificateKind;
use super::password;
use super::routes::AccountRoutes;
use super::web_ui::{WebUi, Xsrf};

/// Everything that can be chosen about a simulated device. Changes through
/// [`Simulator::change_settings`](super::Simulator::change_settings) hold from the next connection on.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Ports on 127.0.0.1; 0 takes any free one. Read at the start only.
    pub ports: Ports,
    /// The vendor whose service directory and addresses are shown.
    pub face: Face,
    /// `ANCL_TLS_MANDATORY`: plain http is refused (default), or serves the services as well.
    pub tls_mandatory: bool,
    /// `ANCL_CAUT_MANDATORY` and `ANCL_CAUT_MODE`: how a Clientsystem has to prove itself.
    pub client_auth: ClientAuth,
    /// `ANCL_DVD_OPEN`: `connector.sds` is served over http and https without any check (default).
    pub dvd_open: bool,
    /// TLS versions that both TLS ports offer. A brainpool certificate means TLS 1.2 in any case.
    pub tls_versions: TlsVersions,
    /// Certificate of the port for the practice software.
    pub pvs_certificate: CertificateKind,
    /// Certificate of the management port.
    pub management_certificate: CertificateKind,
    /// When a missing client certificate is noticed.
    pub missing_certificate: MissingCertificate,
    /// Certificates of Clientsysteme (`ANCL_CCERT_LIST`): Clientsystem-ID and DER. The simulator adds one of
    /// its own for each Clientsystem, see [`Simulator::client_identity`](super::Simulator::client_identity).
    pub client_certificates: Vec<(String, Vec<u8>)>,
    /// The accounts at the start, both planes.
    pub accounts: Vec<NewAccount>,
    /// The relations of Mandant, Clientsystem and Arbeitsplatz.
    pub context: ContextRelations,
    /// What is said outside about an unknown Mandant, Clientsystem or Arbeitsplatz.
    pub unknown_context: UnknownContext,
    /// Lock-out of a Benutzerkennung.
    pub client_lockout: Lockout,
    /// Lock-out of an administrator account.
    pub management_lockout: Lockout,
    /// Age at which an administrator password expires ("Ablaufzeit Passwörter"); `None` for never.
    pub password_expiry_days: Option<u32>,
    /// The rules for the password of a Benutzerkennung are enforced, not only demanded by the manual.
    pub enforce_client_policy: bool,
    /// Answer to a wrong Benutzerkennung or password, and to a missing one.
    pub wrong_client_password: Refusal,
    /// Answer to a wrong administrator login.
    pub wrong_management_password: Refusal,
    /// Answer while an account of either plane is locked.
    pub locked: LockedAnswer,
    /// Answer of the login to a right, but initial or expired password.
    pub change_demanded: ChangeDemanded,
    /// Idle time after which a session of the management plane ends.
    pub session_idle: Duration,
    /// How long the device is gone when it restarts.
    pub restart_takes: Duration,
    /// Where the account calls of the management interface are, which no public source shows.
    pub routes: AccountRoutes,
    /// What the web UI is made of, and how everything in it is called.
    pub web_ui: WebUi,
    /// A token against forged requests is demanded with each change; `None` for no such token.
    pub xsrf: Option<Xsrf>,
    /// Operating states (`EC_…`) that are present.
    pub operating_states: BTreeSet<String>,
    /// Firmware version in `connector.sds` and in the management interface.
    pub firmware: String,
}

impl Default for Settings {
    /// A secunet device as it is delivered, but in mode Benutzername/Passwort, with one account of each kind
    /// and a random password for each.
    fn default() -> Self {
        Self {
            ports: Ports::default(),
            face: Face::Secunet,
            tls_mandatory: true,
            client_auth: ClientAuth::Password,
            dvd_open: true,
            tls_versions: TlsVersions::Both,
            pvs_certificate: CertificateKind::default(),
            management_certificate: CertificateKind::default(),
            missing_certificate: MissingCertificate::Forbidden,
            client_certificates: Vec::new(),
            accounts: vec![
                NewAccount::new(
                    AccountKind::benutzerkennung("x.concept"),
                    "praxis",
                    password::generate(24),
                ),
                NewAccount::new(
                    AccountKind::Administrator(Role::SuperAdmin),
                    "super",
                    password::generate(16),
                ),
                NewAccount::new(
                    AccountKind::Administrator(Role::LokalerAdmin),
                    "local",
                    password::generate(16),
                ),
            ],
            context: ContextRelations::default(),
            unknown_context: UnknownContext::Code4021,
            client_lockout: Lockout {
                limit: 3,
                lasts: Duration::from_secs(600),
                success_resets: true,
            },
            management_lockout: Lockout {
                limit: 3,
                lasts: Duration::from_secs(900),
                success_resets: true,
            },
            password_expiry_days: Some(120),
            enforce_client_policy: true,
            wrong_client_password: Refusal::Unauthorized,
            wrong_management_password: Refusal::Unauthorized,
            locked: LockedAnswer::LikeWrong,
            change_demanded: ChangeDemanded::Forbidden,
            session_idle: Duration::from_secs(15 * 60),
            restart_takes: Duration::from_secs(2),
            routes: AccountRoutes::default(),
            web_ui: WebUi::default(),
            xsrf: None,
            operating_states: BTreeSet::new(),
            firmware: "5.50.4".to_owned(),
        }
    }
}

impl Settings {
    /// The same settings with another password for the account named `user`.
    pub fn with_password(mut self, user: &str, password: SecretString) -> Self {
        for account in self.accounts.iter_mut().filter(|account| account.user == user) {
            account.password = password.clone();
        }
        self
    }
}

/// Ports on 127.0.0.1; 0 takes any free one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    /// Services over TLS (443 on a device).
    pub pvs: u16,
    /// Services over http (80 on a device).
    pub http: u16,
    /// Management (8500 on a secunet device).
    pub management: u16,
}

/// The vendor whose face the device shows (REFERENCE 13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// secunet konnektor.
    Secunet,
    /// KoCoBox MED+.
    KocoBox,
    /// RISE Konnektor.
    Rise,
}

/// How a Clientsystem has to prove itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// `ANCL_CAUT_MANDATORY` Disabled: nothing is checked.
    Off,
    /// `ANCL_CAUT_MODE` CERTIFICATE.
    Certificate,
    /// `ANCL_CAUT_MODE` PASSWORD (HTTP Basic).
    Password,
}

/// TLS versions on offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsVersions {
    /// TLS 1.2 and 1.3.
    Both,
    /// TLS 1.2 only.
    Tls12,
    /// TLS 1.3 only.
    Tls13,
}

/// When a missing client certificate is noticed in mode CERTIFICATE. All assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingCertificate {
    /// The handshake fails with an alert; an open `connector.sds` is then reachable over http only.
    Handshake,
    /// The certificate is optional in TLS; the service answers 403.
    Forbidden,
    /// The certificate is optional in TLS; the service answers fault 4204.
    Fault4204,
}

/// Form of a refused login, on either plane. All assumed; the default is [`Refusal::Unauthorized`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 401; the client plane adds `WWW-Authenticate: Basic`.
    Unauthorized,
    /// 401 without `WWW-Authenticate`.
    UnauthorizedWithoutChallenge,
    /// 403.
    Forbidden,
    /// 400 with a JSON body (client plane: plain text).
    BadRequest,
    /// SOAP fault 4204 with status 500 (management: 500 with a JSON body).
    Fault4204,
    /// Status 500 with a code that no list knows.
    UnknownCode,
    /// 200 with a body of another kind (management: 200 without token).
    OtherBody,
    /// The connection is reset.
    Reset,
    /// No answer; the connection stays open.
    Silence,
}

/// Form of the answer while an account is locked. All assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockedAnswer {
    /// The same answer as for a wrong password.
    LikeWrong,
    /// 423 with a text that says so.
    Locked423,
    /// 429 with a text and `Retry-After`.
    TooMany429,
}

/// Answer of the login to a right, but initial or expired password. All assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeDemanded {
    /// 403 with a JSON body that names the reason.
    Forbidden,
    /// 200 with the same JSON body and without a token.
    OkWithoutToken,
    /// 204 with a token that allows the change of the own password only.
    RestrictedToken,
    /// The same answer as for a wrong password.
    LikeWrong,
}

/// What is said outside about an unknown Mandant, Clientsystem or Arbeitsplatz.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownContext {
    /// 4021, as the specification says.
    Code4021,
    /// 4004, 4005 or 4006, as it was seen on real devices.
    Specific,
}

/// Lock-out of the accounts of one plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lockout {
    /// Wrong attempts in a row that lock an account ("Maximale Anzahl Fehlversuche", default 3).
    pub limit: u32,
    /// Length of the lock; assumed, no source names one.
    pub lasts: Duration,
    /// A right password sets the counter back; assumed.
    pub success_resets: bool,
}

/// The relations of the Informationsmodell that decide whether a call context is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextRelations {
    /// Known Mandanten.
    pub mandanten: BTreeSet<String>,
    /// Known Clientsysteme.
    pub clientsysteme: BTreeSet<String>,
    /// Known Arbeitsplätze.
    pub arbeitsplaetze: BTreeSet<String>,
    /// Allowed triples: Mandant, Clientsystem, Arbeitsplatz.
    pub aufrufkontexte: BTreeSet<(String, String, String)>,
}

impl Default for ContextRelations {
    /// Mandant `Praxis` with Clientsystem `x.concept` at `Empfang` and `Sprechzimmer`; a second Mandant
    /// `Labor` with Clientsystem `LaborSys` at `Labor`.
    fn default() -> Self {
        let mut relations = Self {
            mandanten: BTreeSet::new(),
            clientsysteme: BTreeSet::new(),
            arbeitsplaetze: BTreeSet::new(),
            aufrufkontexte: BTreeSet::new(),
        };
        relations.allow("Praxis", "x.concept", "Empfang");
        relations.allow("Praxis", "x.concept", "Sprechzimmer");
        relations.allow("Labor", "LaborSys", "Labor");
        relations
    }
}

impl ContextRelations {
    /// Adds a triple, and what it names where that is new.
    pub fn allow(&mut self, mandant: &str, clientsystem: &str, arbeitsplatz: &str) {
        self.mandanten.insert(mandant.to_owned());
        self.clientsysteme.insert(clientsystem.to_owned());
        self.arbeitsplaetze.insert(arbeitsplatz.to_owned());
        self.aufrufkontexte.insert((
            mandant.to_owned(),
            clientsystem.to_owned(),
            arbeitsplatz.to_owned(),
        ));
    }
}
