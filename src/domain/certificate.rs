//! What a person compares of a certificate: public facts, kept of each confirmed one so that a changed
//! one can be held against it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::device::Fingerprint;

/// The facts of one certificate; nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// SHA-256 over the certificate.
    pub fingerprint: Fingerprint,
    /// The subject as RFC 4514 text; may be empty.
    pub subject: String,
    /// The issuer as RFC 4514 text.
    pub issuer: String,
    /// The public key's algorithm as people name it: `RSA`, `P-256`, `brainpoolP256r1`.
    pub algorithm: String,
    /// The key's length in bits, where the algorithm tells it.
    pub bits: Option<u32>,
    /// Start of validity.
    pub valid_from: Timestamp,
    /// End of validity.
    pub valid_until: Timestamp,
}
