//! What a device is known by: its vendor and the certificates that a person confirmed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The maker of a connector, recognized by `ProductVendorID` in `connector.sds` (REFERENCE 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// secunet (and eHEX, whose paths are the same).
    Secunet,
    /// KoCoBox MED+.
    Kocobox,
    /// RISE.
    Rise,
    /// Not recognized.
    #[default]
    Unknown,
}

impl Vendor {
    /// Recognizes the vendor by `ProductVendorID`: at most five characters by schema.
    pub fn of_product(vendor_id: &str) -> Self {
        match vendor_id.to_ascii_uppercase().as_str() {
            "SECUN" | "EHEXP" => Self::Secunet,
            "KOCOC" => Self::Kocobox,
            "RISEG" => Self::Rise,
            _ => Self::Unknown,
        }
    }

    /// The TCP port of the local web UI.
    pub const fn management_port(self) -> u16 {
        match self {
            Self::Secunet | Self::Unknown => 8500,
            Self::Kocobox => 9443,
            Self::Rise => 8443,
        }
    }

    /// The path of the web UI, with the leading slash.
    pub const fn admin_path(self) -> &'static str {
        match self {
            Self::Secunet => "/management",
            Self::Kocobox => "/administration/start.htm",
            Self::Rise | Self::Unknown => "/",
        }
    }

    /// The word in the settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secunet => "secunet",
            Self::Kocobox => "kocobox",
            Self::Rise => "rise",
            Self::Unknown => "unknown",
        }
    }
}

/// The text is no SHA-256 fingerprint: 64 hexadecimal digits, blanks and colons between them allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 64 hexadecimal digits")]
pub struct NotAFingerprint;

/// SHA-256 over a DER certificate (or over its public key in CA mode).
///
/// Written as 64 lower-case hexadecimal digits; shown in eight groups of eight.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Takes the 32 bytes of the hash.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes of the hash.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Eight groups of eight digits, as a person compares them.
    pub fn grouped(&self) -> String {
        let text = self.to_string();
        let groups: Vec<&str> = (0..8).map(|group| &text[8 * group..8 * group + 8]).collect();
        groups.join(" ")
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;
    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits: Vec<u8> = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != ':')
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()
            .ok_or(NotAFingerprint)?;
        let bytes: Vec<u8> =
            digits.chunks(2).map(|pair| pair.iter().fold(0, |n, d| n << 4 | d)).collect();
        if digits.len() != 64 {
            return Err(NotAFingerprint);
        }
        bytes.try_into().map(Self).map_err(|_| NotAFingerprint)
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = NotAFingerprint;
    fn try_from(text: String) -> Result<Self, NotAFingerprint> {
        text.parse()
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> String {
        fingerprint.to_string()
    }
}

/// What the certificate of one port is held against (SAFETY S9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pin {
    /// Exactly this certificate, confirmed by a person (or by policy).
    Certificate(Fingerprint),
    /// Any certificate of this CA that has this subject; a CA alone is no pin.
    Authority {
        /// Hash of the CA certificate, which lies as PEM beside the settings.
        authority: Fingerprint,
        /// The subject as RFC 4514 text.
        subject: String,
    },
    /// Any certificate with this public key: SHA-256 over the SubjectPublicKeyInfo.
    PublicKey(Fingerprint),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_people_write_it() {
        let text = "0123456789abcdef".repeat(4);
        let fingerprint: Fingerprint = text.parse().unwrap();
        assert_eq!(fingerprint.to_string(), text);
        assert_eq!(fingerprint.grouped().parse(), Ok(fingerprint));
        let colons: Vec<String> = text
            .to_uppercase()
            .as_bytes()
            .chunks(2)
            .map(|p| String::from_utf8_lossy(p).into())
            .collect();
        assert_eq!(colons.join(":").parse(), Ok(fingerprint));
        assert_eq!("01".parse::<Fingerprint>(), Err(NotAFingerprint));
        assert_eq!("g".repeat(64).parse::<Fingerprint>(), Err(NotAFingerprint));
    }

    #[test]
    fn vendors_are_recognized_by_their_product_id() {
        assert_eq!(Vendor::of_product("SECUN"), Vendor::Secunet);
        assert_eq!(Vendor::of_product("KONSIM"), Vendor::Unknown);
    }
}
