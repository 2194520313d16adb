//! Login contracts: what a device's management understands, as data.
//!
//! No vendor's management interface is public (docs/connector.md 2.3), so the requests and the meaning of their
//! answers lie in one TOML file for each vendor, every part with its evidence. A contract that exists is
//! sound: it names no host, and secrets stand in the body only (SAFETY S10).

mod answer;
mod parts;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

pub use parts::{Body, HeaderName, HeaderText, Method, Path, Pointer, Status};

use crate::domain::device::Vendor;
use crate::domain::probe::ManagementAnswer;

/// Says what is wrong with a contract file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Error {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there, in English.
    pub message: String,
}

/// How a part of a contract is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// Seen by independent programs or recorded on a device.
    Confirmed,
    /// Plausible; nobody has recorded it.
    Assumed,
}

/// The contract of one vendor's management plane.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contract {
    /// The version of the file's form.
    pub format: Format,
    /// Whose device it describes.
    pub vendor: Vendor,
    /// Headers of every request; `{origin}` stands for the device's address.
    #[serde(default)]
    pub headers: BTreeMap<HeaderName, HeaderText>,
    /// The web UI's first page: answers without a login.
    pub page: Call,
    /// A request without a secret before the login.
    pub prepare: Option<Call>,
    /// The login.
    pub login: Login,
    /// A request that only a session may make, where the login's own answer does not prove enough.
    pub confirm: Option<Call>,
    /// The end of the session; none where it is not known.
    pub logout: Option<Call>,
    /// What is read between login and logout.
    #[serde(default)]
    pub reading: Vec<Reading>,
}

/// The form of the file: 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct Format;

/// One request without a secret of its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Call {
    /// How it is known.
    pub evidence: Evidence,
    /// The method.
    pub method: Method,
    /// The path.
    pub path: Path,
    /// The statuses that count as done; none given: 200.
    #[serde(default)]
    pub status: Vec<Status>,
}

/// The request that carries user and password.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Login {
    /// How the request is known.
    pub evidence: Evidence,
    /// The method.
    pub method: Method,
    /// The path.
    pub path: Path,
    /// How values are written into the body.
    pub encoding: Encoding,
    /// The body.
    pub body: Body,
    /// What a success looks like.
    pub success: Success,
    /// What other answers mean; the first one that fits counts.
    #[serde(default)]
    pub answer: Vec<Rule>,
}

/// How values are written into a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// As JSON strings, quotes included.
    Json,
    /// Percent-encoded, as an HTML form does.
    Form,
}

/// What a successful login looks like.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Success {
    /// How it is known.
    pub evidence: Evidence,
    /// The statuses.
    pub status: Vec<Status>,
    /// The header whose value is the session's token and is sent back under the same name.
    pub token_header: Option<HeaderName>,
}

/// What an answer other than a success means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// How it is known.
    pub evidence: Evidence,
    /// What it means.
    pub means: Meaning,
    /// The statuses that it fits.
    pub status: Vec<Status>,
    /// One of these has to stand in the body, whatever the case; none given: any body.
    #[serde(default)]
    pub words: Vec<String>,
    /// A JSON pointer whose value has to be there and neither false, null nor empty.
    pub pointer: Option<Pointer>,
}

/// What a login's answer can mean besides a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// User or password is wrong.
    Refused,
    /// The account is locked.
    Locked,
    /// A password set by an administrator has to be changed first.
    ChangeInitial,
    /// The password is too old.
    ChangeExpired,
    /// The password has to be changed; the answer does not say why.
    ChangeUnknown,
}

/// A JSON document read in the session; JSON pointers into it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reading {
    /// How it is known.
    pub evidence: Evidence,
    /// The path.
    pub path: Path,
    /// Firmware version.
    pub firmware: Option<Pointer>,
    /// Hardware version.
    pub hardware: Option<Pointer>,
    /// Product name.
    pub product: Option<Pointer>,
    /// Whether changes wait for a restart.
    pub restart_required: Option<Pointer>,
    /// Whether the TI is connected.
    pub ti_online: Option<Pointer>,
}

impl Contract {
    /// The built-in contract of a vendor; none for an unknown one.
    pub fn of(vendor: Vendor) -> Option<&'static Self> {
        match vendor {
            Vendor::Secunet => Some(&SECUNET),
            Vendor::Kocobox => Some(&KOCOBOX),
            Vendor::Rise => Some(&RISE),
            Vendor::Unknown => None,
        }
    }

    /// Reads a contract file.
    ///
    /// # Errors
    /// [`Error`] with the line of the first thing that is not understood: an unknown key, a path with a
    /// host or a placeholder, a body without one of the two placeholders.
    pub fn parse(text: &str) -> Result<Self, Error> {
        toml_edit::de::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start.min(text.len()));
            Error {
                line: 1 + text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count(),
                message: error.message().to_owned(),
            }
        })
    }

    /// What the login's answer means; `token` tells whether the success's header was there.
    pub(super) fn judge(&self, status: u16, has_token: bool, body: &[u8]) -> ManagementAnswer {
        answer::judge(&self.login, status, has_token, body)
    }
}

impl Call {
    /// Whether this status counts as done.
    pub fn is_done_by(&self, status: u16) -> bool {
        if self.status.is_empty() {
            return status == 200;
        }
        self.status.iter().any(|done| done.code() == status)
    }
}

impl TryFrom<i64> for Format {
    type Error = &'static str;
    fn try_from(number: i64) -> Result<Self, Self::Error> {
        if number == 1 { Ok(Self) } else { Err("this program reads format 1 only") }
    }
}

macro_rules! built_in {
    ($name:ident, $file:literal) => {
        static $name: LazyLock<Contract> = LazyLock::new(|| {
            Contract::parse(include_str!($file)).expect("a test reads every built-in contract")
        });
    };
}

built_in!(SECUNET, "contracts/secunet.toml");
built_in!(KOCOBOX, "contracts/kocobox.toml");
built_in!(RISE, "contracts/rise.toml");

#[cfg(test)]
mod tests;
