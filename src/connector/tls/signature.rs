//! Checks signatures with the public key of a certificate: the handshake's, and a CA's.
//!
//! rustls' own functions go through `webpki`, which refuses X.509 v1 certificates (old self-signed
//! devices) and knows no brainpool curve. The key is taken from the certificate here, and the provider's
//! algorithms are chosen by the key's `AlgorithmIdentifier`, as webpki does.

use ecdsa::signature::hazmat::PrehashVerifier;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::{CertificateError, DigitallySignedStruct, Error, PeerMisbehaved, SignatureScheme};
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::der::asn1::{AnyRef, ObjectIdentifier};
use x509_cert::der::{Decode, Encode};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::certificate::Certificate;

/// Code points of RFC 8734; rustls has no name for them.
const BRAINPOOL_TLS13: [SignatureScheme; 2] =
    [SignatureScheme::Unknown(0x081a), SignatureScheme::Unknown(0x081b)];

const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const BRAINPOOL_P256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.7");
const BRAINPOOL_P384R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.11");

const BAD_ENCODING: Error = Error::InvalidCertificate(CertificateError::BadEncoding);
const BAD_SIGNATURE: Error = Error::InvalidCertificate(CertificateError::BadSignature);
const UNOFFERED: Error =
    Error::PeerMisbehaved(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme);

/// Which protocol version the signature belongs to; it decides what a scheme's code point means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Tls12,
    Tls13,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Curve {
    P256,
    P384,
}

/// The schemes to offer: the provider's, then brainpool's.
pub(super) fn schemes(algorithms: &WebPkiSupportedAlgorithms) -> Vec<SignatureScheme> {
    let mut all = algorithms.supported_schemes();
    all.extend(BRAINPOOL_TLS13);
    all
}

/// Verifies the handshake's signature with the leaf certificate's key.
pub(super) fn verify_handshake(
    version: Version,
    message: &[u8],
    leaf: &Certificate,
    signed: &DigitallySignedStruct,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<HandshakeSignatureValid, Error> {
    let spki = leaf.public_key();
    let key = spki.subject_public_key.as_bytes().ok_or(BAD_ENCODING)?;
    if let Some(curve) = brainpool(spki) {
        // TLS 1.3 ties the curve to the hash. In TLS 1.2 the code points name the hash alone (RFC 8446,
        // 4.2.3): OpenSSL signs with SHA-384 and a 256-bit key when the client prefers SHA-384.
        let hash = match (version, signed.scheme) {
            (Version::Tls13, scheme) if scheme == BRAINPOOL_TLS13[0] && curve == Curve::P256 => {
                Sha256::digest(message).to_vec()
            }
            (Version::Tls13, scheme) if scheme == BRAINPOOL_TLS13[1] && curve == Curve::P384 => {
                Sha384::digest(message).to_vec()
            }
            (Version::Tls12, SignatureScheme::ECDSA_NISTP256_SHA256) => {
                Sha256::digest(message).to_vec()
            }
            (Version::Tls12, SignatureScheme::ECDSA_NISTP384_SHA384) => {
                Sha384::digest(message).to_vec()
            }
            (Version::Tls12, SignatureScheme::ECDSA_NISTP521_SHA512) => {
                Sha512::digest(message).to_vec()
            }
            (Version::Tls12 | Version::Tls13, _) => return Err(UNOFFERED),
        };
        verify_brainpool(curve, key, &hash, signed.signature())?;
        return Ok(HandshakeSignatureValid::assertion());
    }
    let known = algorithms.mapping.iter().find(|(scheme, _)| *scheme == signed.scheme);
    let candidates = known.ok_or(UNOFFERED)?.1;
    let candidates = match version {
        Version::Tls12 => candidates,
        Version::Tls13 => &candidates[..1],
    };
    let id = algorithm_id(&spki.algorithm)?;
    let valid = candidates
        .iter()
        .filter(|candidate| candidate.public_key_alg_id().as_ref() == id)
        .any(|candidate| candidate.verify_signature(key, message, signed.signature()).is_ok());
    if valid { Ok(HandshakeSignatureValid::assertion()) } else { Err(BAD_SIGNATURE) }
}

/// Whether `issuer` signed `certificate`.
pub(super) fn is_signed_by(
    certificate: &Certificate,
    issuer: &Certificate,
    algorithms: &WebPkiSupportedAlgorithms,
) -> bool {
    let spki = issuer.public_key();
    let (Some(key), Some((message, algorithm, signature))) =
        (spki.subject_public_key.as_bytes(), certificate.signed_part())
    else {
        return false;
    };
    if let Some(curve) = brainpool(spki) {
        let hash = match algorithm.oid.to_string().as_str() {
            "1.2.840.10045.4.3.2" => Sha256::digest(&message).to_vec(),
            "1.2.840.10045.4.3.3" => Sha384::digest(&message).to_vec(),
            "1.2.840.10045.4.3.4" => Sha512::digest(&message).to_vec(),
            _ => return false,
        };
        return verify_brainpool(curve, key, &hash, &signature).is_ok();
    }
    let (Ok(key_id), Ok(signature_id)) = (algorithm_id(&spki.algorithm), algorithm_id(&algorithm))
    else {
        return false;
    };
    algorithms
        .all
        .iter()
        .filter(|candidate| {
            candidate.public_key_alg_id().as_ref() == key_id
                && candidate.signature_alg_id().as_ref() == signature_id
        })
        .any(|candidate| candidate.verify_signature(key, &message, &signature).is_ok())
}

fn brainpool(spki: &SubjectPublicKeyInfoOwned) -> Option<Curve> {
    if spki.algorithm.oid != EC_PUBLIC_KEY {
        return None;
    }
    let parameters = spki.algorithm.parameters.as_ref()?;
    match parameters.decode_as::<ObjectIdentifier>().ok()? {
        BRAINPOOL_P256R1 => Some(Curve::P256),
        BRAINPOOL_P384R1 => Some(Curve::P384),
        _ => None,
    }
}

fn verify_brainpool(curve: Curve, key: &[u8], hash: &[u8], signature: &[u8]) -> Result<(), Error> {
    macro_rules! verify {
        ($curve:ty) => {{
            let key =
                ecdsa::VerifyingKey::<$curve>::from_sec1_bytes(key).map_err(|_| BAD_ENCODING)?;
            let signature =
                ecdsa::Signature::<$curve>::from_der(signature).map_err(|_| BAD_SIGNATURE)?;
            key.verify_prehash(hash, &signature).map_err(|_| BAD_SIGNATURE)
        }};
    }
    match curve {
        Curve::P256 => verify!(bp256::BrainpoolP256r1),
        Curve::P384 => verify!(bp384::BrainpoolP384r1),
    }
}

/// The content of the `AlgorithmIdentifier`, which is how the provider's algorithms name themselves.
fn algorithm_id(algorithm: &x509_cert::spki::AlgorithmIdentifierOwned) -> Result<Vec<u8>, Error> {
    let encoded = algorithm.to_der().map_err(|_| BAD_ENCODING)?;
    let content = AnyRef::from_der(&encoded).map_err(|_| BAD_ENCODING)?;
    Ok(content.value().to_vec())
}
