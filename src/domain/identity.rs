//! Who is who: device, connector profile, plane, user, account, generation, machine.
//!
//! Hides how identifiers are made, compared and written. An identifier that exists is well formed.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use random::{DeviceId, Generation, SessionId};

mod random;

/// Says why a text is no identifier of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not exactly 32 hexadecimal digits.
    #[error("not 32 hexadecimal digits")]
    NotHex,
    /// A connector id that is empty, longer than 64 characters or not made of `a-z`, `0-9` and `-`.
    #[error("not 1 to 64 characters of a-z, 0-9 and hyphen")]
    ConnectorId,
    /// An empty user name.
    #[error("the user name is empty")]
    UserEmpty,
    /// A user name of more than 128 characters.
    #[error("the user name has more than 128 characters")]
    UserTooLong,
    /// A user name with a colon (RFC 7617 cannot carry it) or a control character.
    #[error("the user name contains a colon or a control character")]
    UserCharacter,
    /// A machine name that is empty or longer than 255 characters.
    #[error("not 1 to 255 characters")]
    Machine,
    /// Neither `management` nor `client`.
    #[error("neither management nor client")]
    Plane,
}

/// The name of a connector's table in the settings: 1 to 64 characters of `a-z`, `0-9` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConnectorId(String);

impl ConnectorId {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Derives an identifier from a display name: lower case, `ä` to `ae`, everything else to hyphens.
    /// A name without a usable character gives `konnektor`.
    pub fn from_name(name: &str) -> Self {
        let mut id = String::new();
        for c in name.chars().flat_map(char::to_lowercase) {
            match c {
                'a'..='z' | '0'..='9' => id.push(c),
                'ä' => id.push_str("ae"),
                'ö' => id.push_str("oe"),
                'ü' => id.push_str("ue"),
                'ß' => id.push_str("ss"),
                _ if id.ends_with('-') || id.is_empty() => {}
                _ => id.push('-'),
            }
        }
        id.truncate(48);
        let id = id.trim_end_matches('-');
        Self(if id.is_empty() { "konnektor" } else { id }.to_owned())
    }
}

impl fmt::Display for ConnectorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ConnectorId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
            return Err(Error::ConnectorId);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for ConnectorId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<ConnectorId> for String {
    fn from(id: ConnectorId) -> String {
        id.0
    }
}

/// One of the two separate sets of secrets of a connector (`docs/connector.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Plane {
    /// Administrator accounts: web UI and REST, secunet port 8500; in x.concept under Zugangsdaten.
    Management,
    /// Benutzerkennung of a Clientsystem: HTTP Basic at the SOAP services, port 443.
    Client,
}

impl Plane {
    /// Both planes, management first.
    pub const ALL: [Self; 2] = [Self::Management, Self::Client];

    /// The plane as it stands in settings, journal and command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Management => "management",
            Self::Client => "client",
        }
    }
}

impl FromStr for Plane {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|plane| plane.as_str() == text).ok_or(Error::Plane)
    }
}

/// A user name on a device: 1 to 128 characters, without colon and control characters, kept as typed
/// and compared without case (SAFETY 1).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserName {
    typed: String,
    folded: String,
}

impl UserName {
    /// The user name as typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// The form that is compared: lower case.
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

impl FromStr for UserName {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        match text {
            "" => Err(Error::UserEmpty),
            _ if text.chars().count() > 128 => Err(Error::UserTooLong),
            _ if text.chars().any(|c| c == ':' || c.is_control()) => Err(Error::UserCharacter),
            _ => Ok(Self { typed: text.to_owned(), folded: text.to_lowercase() }),
        }
    }
}

impl TryFrom<String> for UserName {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<UserName> for String {
    fn from(user: UserName) -> String {
        user.typed
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

impl PartialEq for UserName {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}
impl Eq for UserName {}
impl PartialOrd for UserName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for UserName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}
impl Hash for UserName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

/// An account of a device: what journal, lock, ledger and keyring entries belong to (SAFETY 1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountId {
    /// The device that knows the user.
    pub device: DeviceId,
    /// The set of secrets that the user belongs to.
    pub plane: Plane,
    /// The user name.
    pub user: UserName,
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.device, self.plane.as_str(), self.user.folded())
    }
}

/// An account as a person points at it: the profile it stands in, its plane and its user.
///
/// Written `koeln/management/local`; this text is also what menu entries carry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountRef {
    /// The connector profile.
    pub connector: ConnectorId,
    /// The set of secrets that the user belongs to.
    pub plane: Plane,
    /// The user name.
    pub user: UserName,
}

impl fmt::Display for AccountRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.connector, self.plane.as_str(), self.user)
    }
}

impl FromStr for AccountRef {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut parts = text.splitn(3, '/');
        Ok(Self {
            connector: parts.next().unwrap_or_default().parse()?,
            plane: parts.next().unwrap_or_default().parse()?,
            user: parts.next().unwrap_or_default().parse()?,
        })
    }
}

/// A computer's name as SAFETY S6 uses it: 1 to 255 characters, compared without case and only up to
/// the first dot, because the same machine answers with and without its domain.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MachineName(String);

impl MachineName {
    /// The name as the machine writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn folded(&self) -> String {
        self.0.split('.').next().unwrap_or_default().to_lowercase()
    }
}

impl PartialEq for MachineName {
    fn eq(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}
impl Eq for MachineName {}

impl fmt::Display for MachineName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for MachineName {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let length = text.chars().count();
        if !(1..=255).contains(&length) || text.chars().any(char::is_control) {
            return Err(Error::Machine);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for MachineName {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<MachineName> for String {
    fn from(name: MachineName) -> String {
        name.0
    }
}

#[cfg(test)]
mod tests;
