//! Reads what a person or a pin has to know of a certificate.
//!
//! Tolerant on purpose: devices show X.509 v1, expired and nameless certificates, and a person decides.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};
use x509_cert::certificate::{CertificateInner, Raw, Version};
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::domain::device::Fingerprint;

/// The text is no X.509 certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a readable X.509 certificate")]
pub struct Unreadable;

/// What a port showed in a handshake whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenCertificate {
    /// The certificate as sent, DER.
    pub der: Vec<u8>,
    /// SHA-256 over `der`: what a person compares and what `Pin::Certificate` holds.
    pub fingerprint: Fingerprint,
    /// SHA-256 over the SubjectPublicKeyInfo: what `Pin::PublicKey` holds.
    pub public_key: Fingerprint,
    /// The subject as RFC 4514 text; may be empty.
    pub subject: String,
    /// The issuer as RFC 4514 text; equals `subject` for a self-signed certificate.
    pub issuer: String,
    /// What kind of key it carries.
    pub key: KeyKind,
    /// Start of validity (UTC).
    pub not_before: SystemTime,
    /// End of validity (UTC).
    pub not_after: SystemTime,
    /// X.509 version: 1, 2 or 3.
    pub version: u8,
}

/// The kind of a certificate's public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA with this many bits.
    Rsa(usize),
    /// An elliptic curve by its usual name, for example `P-256` or `brainpoolP256r1`.
    Curve(&'static str),
    /// An elliptic curve whose parameters are written out instead of named.
    ExplicitCurve,
    /// Ed25519.
    Ed25519,
    /// Another algorithm, as dotted object identifier.
    Other(String),
}

/// A parsed certificate.
#[derive(Debug)]
pub(super) struct Certificate(CertificateInner<Raw>);

impl SeenCertificate {
    /// Reads a DER certificate.
    ///
    /// # Errors
    /// [`Unreadable`] if the bytes are no X.509 certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, Unreadable> {
        let parsed = Certificate::from_der(der)?;
        let tbs = parsed.0.tbs_certificate();
        Ok(Self {
            der: der.to_vec(),
            fingerprint: fingerprint(der),
            public_key: parsed.public_key_fingerprint()?,
            subject: tbs.subject().to_string(),
            issuer: tbs.issuer().to_string(),
            key: parsed.key_kind(),
            not_before: at(tbs.validity().not_before.to_unix_duration()),
            not_after: at(tbs.validity().not_after.to_unix_duration()),
            version: match tbs.version() {
                Version::V1 => 1,
                Version::V2 => 2,
                Version::V3 => 3,
            },
        })
    }
}

impl Certificate {
    pub(super) fn from_der(der: &[u8]) -> Result<Self, Unreadable> {
        CertificateInner::from_der(der).map(Self).map_err(|_| Unreadable)
    }

    pub(super) fn public_key(&self) -> &SubjectPublicKeyInfoOwned {
        self.0.tbs_certificate().subject_public_key_info()
    }

    pub(super) fn public_key_fingerprint(&self) -> Result<Fingerprint, Unreadable> {
        let der = self.public_key().to_der().map_err(|_| Unreadable)?;
        Ok(fingerprint(&der))
    }

    pub(super) fn subject(&self) -> String {
        self.0.tbs_certificate().subject().to_string()
    }

    /// Whether the issuer's name is the subject of `authority`, byte by byte.
    pub(super) fn names_issuer(&self, authority: &Self) -> bool {
        let issuer = self.0.tbs_certificate().issuer().to_der();
        let subject = authority.0.tbs_certificate().subject().to_der();
        matches!((issuer, subject), (Ok(issuer), Ok(subject)) if issuer == subject)
    }

    /// Whether `now`, seconds since 1970, lies within the validity.
    pub(super) fn is_valid_at(&self, now: u64) -> bool {
        let validity = self.0.tbs_certificate().validity();
        let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
        (seconds(validity.not_before)..=seconds(validity.not_after)).contains(&now)
    }

    /// The bytes that the issuer signed, the algorithm and the signature.
    pub(super) fn signed_part(&self) -> Option<(Vec<u8>, AlgorithmIdentifierOwned, Vec<u8>)> {
        let message = self.0.tbs_certificate().to_der().ok()?;
        let signature = self.0.signature().as_bytes()?.to_vec();
        Some((message, self.0.signature_algorithm().clone(), signature))
    }

    pub(super) fn key_kind(&self) -> KeyKind {
        let spki = self.public_key();
        let parameters = spki.algorithm.parameters.as_ref();
        match spki.algorithm.oid.to_string().as_str() {
            "1.2.840.113549.1.1.1" => KeyKind::Rsa(rsa_bits(spki)),
            "1.3.101.112" => KeyKind::Ed25519,
            "1.2.840.10045.2.1" => {
                match parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok()) {
                    Some(curve) => match curve.to_string().as_str() {
                        "1.2.840.10045.3.1.7" => KeyKind::Curve("P-256"),
                        "1.3.132.0.34" => KeyKind::Curve("P-384"),
                        "1.3.132.0.35" => KeyKind::Curve("P-521"),
                        "1.3.36.3.3.2.8.1.1.7" => KeyKind::Curve("brainpoolP256r1"),
                        "1.3.36.3.3.2.8.1.1.11" => KeyKind::Curve("brainpoolP384r1"),
                        "1.3.36.3.3.2.8.1.1.13" => KeyKind::Curve("brainpoolP512r1"),
                        other => KeyKind::Other(other.to_owned()),
                    },
                    None => KeyKind::ExplicitCurve,
                }
            }
            other => KeyKind::Other(other.to_owned()),
        }
    }
}

/// SHA-256 over some bytes, as a pin.
pub(in crate::connector) fn fingerprint(bytes: &[u8]) -> Fingerprint {
    Fingerprint::from_bytes(Sha256::digest(bytes).into())
}

fn at(since_1970: Duration) -> SystemTime {
    UNIX_EPOCH.checked_add(since_1970).unwrap_or(UNIX_EPOCH)
}

/// The length of the modulus in `RSAPublicKey ::= SEQUENCE { modulus INTEGER, … }`; 0 if unreadable.
fn rsa_bits(spki: &SubjectPublicKeyInfoOwned) -> usize {
    use x509_cert::der::asn1::UintRef;
    use x509_cert::der::{Reader, SliceReader};
    let Some(key) = spki.subject_public_key.as_bytes() else {
        return 0;
    };
    let modulus = SliceReader::new(key).and_then(|mut reader| {
        reader.sequence(|inner: &mut SliceReader<'_>| -> Result<usize, x509_cert::der::Error> {
            let modulus = UintRef::decode(inner)?;
            UintRef::decode(inner)?;
            let bytes = modulus.as_bytes();
            let unused = bytes.first().map_or(0, |first| first.leading_zeros() as usize);
            Ok(8 * bytes.len() - unused)
        })
    });
    modulus.unwrap_or(0)
}
