//! A connector profile: how to reach one connector and which accounts are watched there.
//!
//! A profile that exists is valid; `store::config` makes it from the settings file.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use super::context::CallContext;
use super::device::{Pin, Vendor};
use super::identity::{AccountId, AccountRef, ConnectorId, DeviceId, MachineName, Plane, UserName};

/// Says why a value is not acceptable in a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// An empty host.
    #[error("the address is empty")]
    HostEmpty,
    /// Neither an IP address nor a DNS name.
    #[error("neither an IP address nor a host name")]
    Host,
    /// Not 1 to 65535.
    #[error("a port is a number from 1 to 65535")]
    Port,
    /// None of the three words.
    #[error("not always, on-demand or never")]
    OnlineCheck,
    /// Neither `auto` nor three numbers.
    #[error("neither auto nor a version such as 8.1.3")]
    CardServiceVersion,
}

/// Where a connector is reached: an IP address or a DNS name, without port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    /// IPv4 or IPv6.
    Address(IpAddr),
    /// A DNS name: up to 253 characters, labels of letters, digits, hyphen and underscore.
    Name(String),
}

impl Host {
    /// The host as it stands in a URL: IPv6 in brackets.
    pub fn in_url(&self) -> String {
        match self {
            Self::Address(IpAddr::V6(address)) => format!("[{address}]"),
            Self::Address(IpAddr::V4(address)) => address.to_string(),
            Self::Name(name) => name.clone(),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl FromStr for Host {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::HostEmpty);
        }
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse() {
            return Ok(Self::Address(address));
        }
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        if text.len() > 253 || !text.trim_end_matches('.').split('.').all(label) {
            return Err(Error::Host);
        }
        Ok(Self::Name(text.to_ascii_lowercase()))
    }
}

/// An address as people paste it: host, `host:port` or a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The host.
    pub host: Host,
    /// The port, where one was given.
    pub port: Option<u16>,
}

impl FromStr for Address {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        let text = text.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if text.starts_with('[') && !host.ends_with(']') => {
                let _ = port;
                (text, None)
            }
            Some((host, _)) if host.contains(':') && !host.starts_with('[') => (text, None),
            Some((host, port)) => (host, Some(parse_port(port)?)),
            None => (text, None),
        };
        Ok(Self { host: host.parse()?, port })
    }
}

/// Reads a TCP port.
///
/// # Errors
/// [`Error::Port`] unless the text is a number from 1 to 65535.
pub fn parse_port(text: &str) -> Result<u16, Error> {
    match text.trim().parse() {
        Ok(0) | Err(_) => Err(Error::Port),
        Ok(port) => Ok(port),
    }
}

/// How the client plane is spoken to; the CardManager's four choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// Plain HTTP: no secret is ever sent (SAFETY S9).
    None,
    /// TLS without client authentication.
    Tls,
    /// TLS, and HTTP Basic with a Benutzerkennung.
    TlsPassword,
    /// TLS with a client certificate from this file (PKCS#12 or PEM).
    TlsCertificate {
        /// The file, as the person named it.
        file: String,
    },
}

/// When the accounts of a connector are checked ("Onlineprüfung"); the CardManager's three
/// choices. What a person does (entering a password, confirming a certificate) is no check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnlineCheck {
    /// Each account at its interval.
    #[default]
    Always,
    /// At the start, after a resume, and whenever somebody asks; a check that did not reach the
    /// connector is repeated until one does.
    OnDemand,
    /// Never, asked or not: watching rests for this connector.
    Never,
}

impl OnlineCheck {
    /// All of them, in the CardManager's order.
    pub const ALL: [Self; 3] = [Self::Always, Self::OnDemand, Self::Never];

    /// The word of the settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::OnDemand => "on-demand",
            Self::Never => "never",
        }
    }
}

impl FromStr for OnlineCheck {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|choice| choice.as_str() == text);
        found.ok_or(Error::OnlineCheck)
    }
}

/// Which version of the CardService is spoken ("CardService Version" of the CardManager).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum CardServiceVersion {
    /// The highest one that device and program both know; the CardManager's `AUTO`.
    #[default]
    Auto,
    /// This one: major, minor, revision.
    Exactly(u16, u16, u16),
}

impl fmt::Display for CardServiceVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Exactly(major, minor, revision) => write!(f, "{major}.{minor}.{revision}"),
        }
    }
}

impl FromStr for CardServiceVersion {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("auto") {
            return Ok(Self::Auto);
        }
        // The parser of numbers takes a sign too.
        let number = |part: &str| part.parse().ok().filter(|_| !part.starts_with('+'));
        let parts: Option<Vec<u16>> = text.split('.').map(number).collect();
        match parts.as_deref() {
            Some([major, minor, revision]) => Ok(Self::Exactly(*major, *minor, *revision)),
            Some(_) | None => Err(Error::CardServiceVersion),
        }
    }
}

/// Which accounts' attempts a device counts before it locks: 1 to 99, default 3 (REFERENCE 4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptLimit(u8);

impl AttemptLimit {
    /// Takes a limit of 1 to 99.
    pub const fn new(attempts: u8) -> Option<Self> {
        if attempts >= 1 && attempts <= 99 { Some(Self(attempts)) } else { None }
    }

    /// The number of attempts.
    pub const fn attempts(self) -> u8 {
        self.0
    }
}

impl Default for AttemptLimit {
    fn default() -> Self {
        Self(3)
    }
}

/// One account of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountProfile {
    /// The set of secrets.
    pub plane: Plane,
    /// The user name.
    pub user: UserName,
    /// The machine that watches this account with secrets; none: nobody does (SAFETY S6).
    pub watched_on: Option<MachineName>,
    /// Time between two proofs: 1 minute to 24 hours.
    pub interval: Duration,
    /// The device's limit of attempts.
    pub limit: AttemptLimit,
}

/// Who watches an account with its password (SAFETY S6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watcher<'a> {
    /// This machine.
    Here,
    /// That machine.
    Elsewhere(&'a MachineName),
    /// No machine is named.
    Nobody,
}

impl AccountProfile {
    /// Who watches this account, seen from `machine`.
    pub fn watcher(&self, machine: &MachineName) -> Watcher<'_> {
        match &self.watched_on {
            None => Watcher::Nobody,
            Some(named) if named == machine => Watcher::Here,
            Some(named) => Watcher::Elsewhere(named),
        }
    }

    /// The shortest interval that can be set.
    pub const SHORTEST: Duration = Duration::from_secs(60);
    /// The longest interval that can be set.
    pub const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

    /// The interval where the settings name none: 5 minutes for Kartenzugriff, 30 minutes for
    /// Konnektor-Wartung, because each login there is a line in the device's own log.
    pub const fn default_interval(plane: Plane) -> Duration {
        match plane {
            Plane::Management => Duration::from_secs(30 * 60),
            Plane::Client => Duration::from_secs(5 * 60),
        }
    }
}

/// The certificates that were confirmed, one for each port: they differ (REFERENCE 12).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pins {
    /// For the SOAP services.
    pub client: Option<Pin>,
    /// For web UI and REST.
    pub management: Option<Pin>,
}

impl Pins {
    /// The pin of one plane's port.
    pub const fn of(&self, plane: Plane) -> Option<&Pin> {
        match plane {
            Plane::Management => self.management.as_ref(),
            Plane::Client => self.client.as_ref(),
        }
    }
}

/// One connector and how to reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorProfile {
    /// The name of its table in the settings.
    pub id: ConnectorId,
    /// What people call it: 1 to 100 characters.
    pub name: String,
    /// Where it is.
    pub host: Host,
    /// PVS-Port: the SOAP services.
    pub port: u16,
    /// Web UI and REST.
    pub management_port: u16,
    /// The vendor, detected or set.
    pub vendor: Vendor,
    /// Time limit for one request, 1 to 120 seconds; the CardManager's default is 5.
    pub timeout: Duration,
    /// When its accounts are checked.
    pub online_check: OnlineCheck,
    /// How the client plane is spoken to.
    pub encryption: Encryption,
    /// Which CardService is spoken.
    pub card_service: CardServiceVersion,
    /// The call context; without it the client plane cannot be proven.
    pub context: Option<CallContext>,
    /// The device, once a person trusted it.
    pub device: Option<DeviceId>,
    /// The confirmed certificates.
    pub pins: Pins,
    /// The accounts, in the settings' order.
    pub accounts: Vec<AccountProfile>,
}

impl ConnectorProfile {
    /// The default PVS-Port.
    pub const PORT: u16 = 443;
    /// The default time limit of a request.
    pub const TIMEOUT: Duration = Duration::from_secs(5);

    /// The address of the device's web UI.
    pub fn admin_url(&self) -> String {
        let (host, path) = (self.host.in_url(), self.vendor.admin_path());
        format!("https://{host}:{}{path}", self.management_port)
    }

    /// The port that a plane is reached at.
    pub const fn port_of(&self, plane: Plane) -> u16 {
        match plane {
            Plane::Management => self.management_port,
            Plane::Client => self.port,
        }
    }

    /// How a person points at one of its accounts.
    pub fn reference(&self, account: &AccountProfile) -> AccountRef {
        AccountRef { connector: self.id.clone(), plane: account.plane, user: account.user.clone() }
    }

    /// The account on its device; none before the device is trusted.
    pub fn account_id(&self, account: &AccountProfile) -> Option<AccountId> {
        let (plane, user) = (account.plane, account.user.clone());
        self.device.map(|device| AccountId { device, plane, user })
    }

    /// The account with this plane and user.
    pub fn account(&self, plane: Plane, user: &UserName) -> Option<&AccountProfile> {
        self.accounts.iter().find(|account| account.plane == plane && account.user == *user)
    }
}

#[cfg(test)]
mod tests;
