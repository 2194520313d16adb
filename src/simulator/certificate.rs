//! Keys and self-signed certificates, made at the start.
//!
//! The DER is written by hand, because a device's certificate may be what no builder makes: version 1,
//! without names, expired. Any key that can sign a handshake can sign its own certificate.
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use rsa::pkcs1::EncodeRsaPrivateKey;
use rustls::SignatureScheme;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer};
use rustls::sign::SigningKey;
use sha2::{Digest, Sha256};

use super::Error;
use super::brainpool;

/// Key and form of a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CertificateKind {
    /// Key.
    pub key: KeyKind,
    /// Form.
    pub form: CertificateForm,
}

/// Key of a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA, 2048 bits.
    #[default]
    Rsa2048,
    /// NIST P-256.
    P256,
    /// brainpoolP256r1; TLS 1.2 only.
    BrainpoolP256r1,
    /// brainpoolP384r1; TLS 1.2 only.
    BrainpoolP384r1,
}

impl KeyKind {
    pub(super) fn is_brainpool(self) -> bool {
        match self {
            Self::Rsa2048 | Self::P256 => false,
            Self::BrainpoolP256r1 | Self::BrainpoolP384r1 => true,
        }
    }

    fn scheme(self) -> SignatureScheme {
        match self {
            Self::Rsa2048 => SignatureScheme::RSA_PKCS1_SHA256,
            Self::P256 | Self::BrainpoolP256r1 => SignatureScheme::ECDSA_NISTP256_SHA256,
            Self::BrainpoolP384r1 => SignatureScheme::ECDSA_NISTP384_SHA384,
        }
    }

    /// The `AlgorithmIdentifier` of the signatures of this key.
    fn signature_algorithm(self) -> Vec<u8> {
        const SHA256_WITH_RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
        const ECDSA_WITH_SHA256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
        const ECDSA_WITH_SHA384: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03];
        match self {
            Self::Rsa2048 => tlv(SEQUENCE, &[tlv(OID, &SHA256_WITH_RSA), tlv(NULL, &[])].concat()),
            Self::P256 | Self::BrainpoolP256r1 => tlv(SEQUENCE, &tlv(OID, &ECDSA_WITH_SHA256)),
            Self::BrainpoolP384r1 => tlv(SEQUENCE, &tlv(OID, &ECDSA_WITH_SHA384)),
        }
    }
}

/// Form of a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CertificateForm {
    /// Version 3 with `localhost` and 127.0.0.1 as names.
    #[default]
    Named,
    /// Version 3 without subject alternative names, as the certificates of the gematik PKI are.
    WithoutSan,
    /// Version 1, as old self-signed devices have.
    V1,
    /// Version 3 with names, expired since 2020.
    Expired,
}

/// A certificate with its key.
#[derive(Clone)]
pub(super) struct Identity {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: Arc<dyn SigningKey>,
    pub(super) kind: KeyKind,
    /// The key as a file has it; brainpool keys have none.
    pub(super) key_der: Option<Arc<PrivateKeyDer<'static>>>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("fingerprint", &self.fingerprint()).finish_non_exhaustive()
    }
}

impl Identity {
    /// SHA-256 of the certificate, lower-case hex.
    pub(super) fn fingerprint(&self) -> String {
        super::hex(&Sha256::digest(&self.certificate))
    }

    /// Makes a self-signed certificate. Two successive generations have different keys.
    pub(super) fn make(
        kind: CertificateKind,
        common_name: &str,
        generation: usize,
    ) -> Result<Self, Error> {
        let (key, key_der) = make_key(kind.key, generation)?;
        let spki = match kind.key {
            KeyKind::Rsa2048 | KeyKind::P256 => key
                .public_key()
                .ok_or(Error::Key("the key does not show its public part"))?
                .to_vec(),
            KeyKind::BrainpoolP256r1 | KeyKind::BrainpoolP384r1 => {
                brainpool::public_key_info(&key)?
            }
        };
        let certificate = sign(kind, common_name, &spki, key.as_ref())?;
        Ok(Self { certificate, key, kind: kind.key, key_der })
    }
}

/// A key of the same kind that does not belong to the certificate of this generation.
pub(super) fn foreign_key(kind: KeyKind, generation: usize) -> Result<Arc<dyn SigningKey>, Error> {
    Ok(make_key(kind, generation + 1)?.0)
}

type KeyPair = (Arc<dyn SigningKey>, Option<Arc<PrivateKeyDer<'static>>>);

fn make_key(kind: KeyKind, generation: usize) -> Result<KeyPair, Error> {
    let der = match kind {
        KeyKind::Rsa2048 => PrivateKeyDer::from(PrivatePkcs1KeyDer::from(rsa_key(generation)?)),
        KeyKind::P256 => {
            let pkcs8 = ring::signature::EcdsaKeyPair::generate_pkcs8(
                &ring::signature::ECDSA_P256_SHA256_ASN1_SIGNING,
                &ring::rand::SystemRandom::new(),
            )
            .map_err(|_| Error::Key("no P-256 key could be made"))?;
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(pkcs8.as_ref().to_vec()))
        }
        KeyKind::BrainpoolP256r1 | KeyKind::BrainpoolP384r1 => {
            return Ok((brainpool::make_key(kind)?, None));
        }
    };
    let key = rustls::crypto::ring::sign::any_supported_type(&der).map_err(Error::Tls)?;
    Ok((key, Some(Arc::new(der))))
}

/// An RSA key in PKCS#1 form. Making one takes a good part of a second, so a process keeps a few of them.
fn rsa_key(generation: usize) -> Result<Vec<u8>, Error> {
    const KEPT: usize = 3;
    static KEYS: Mutex<BTreeMap<usize, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEYS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(key) = kept.get(&(generation % KEPT)) {
        return Ok(key.clone());
    }
    let key = rsa::PrivateKey::new(&mut getrandom::SysRng, 2048)
        .map_err(|_| Error::Key("no RSA key could be made"))?;
    let der = key.to_pkcs1_der().map_err(|_| Error::Key("the RSA key has no DER form"))?;
    kept.insert(generation % KEPT, der.as_bytes().to_vec());
    Ok(der.as_bytes().to_vec())
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const NULL: u8 = 0x05;
const OID: u8 = 0x06;
const UTF8_STRING: u8 = 0x0c;
const GENERALIZED_TIME: u8 = 0x18;
const UTC_TIME: u8 = 0x17;

fn sign(
    kind: CertificateKind,
    common_name: &str,
    spki: &[u8],
    key: &dyn SigningKey,
) -> Result<CertificateDer<'static>, Error> {
    let algorithm = kind.key.signature_algorithm();
    let name = tlv(
        SEQUENCE,
        &[
            attribute(&[0x55, 0x04, 0x06], "DE"),
            attribute(&[0x55, 0x04, 0x0a], "Konnektor-Simulator"),
            attribute(&[0x55, 0x04, 0x03], common_name),
        ]
        .concat(),
    );
    let mut serial = super::random::<16>();
    serial[0] = serial[0] & 0x7f | 0x40;
    let version = match kind.form {
        CertificateForm::V1 => Vec::new(),
        CertificateForm::Named | CertificateForm::WithoutSan | CertificateForm::Expired => {
            tlv(0xa0, &tlv(INTEGER, &[2]))
        }
    };
    let tbs = tlv(
        SEQUENCE,
        &[
            version,
            tlv(INTEGER, &serial),
            algorithm.clone(),
            name.clone(),
            validity(kind.form),
            name,
            spki.to_vec(),
            extensions(kind.form),
        ]
        .concat(),
    );
    let signer = key
        .choose_scheme(&[kind.key.scheme()])
        .ok_or(Error::Key("the key cannot sign its certificate"))?;
    let signature = signer.sign(&tbs).map_err(Error::Tls)?;
    let certificate = tlv(SEQUENCE, &[tbs, algorithm, bit_string(&signature)].concat());
    Ok(CertificateDer::from(certificate))
}

fn validity(form: CertificateForm) -> Vec<u8> {
    let year = SignedDuration::from_hours(365 * 24);
    let now = Timestamp::now();
    let (from, to) = match form {
        CertificateForm::Named | CertificateForm::WithoutSan | CertificateForm::V1 => {
            (now - SignedDuration::from_hours(24), now + year * 5)
        }
        CertificateForm::Expired => (
            Timestamp::from_second(1_420_070_400).expect("2015-01-01 is a time"),
            Timestamp::from_second(1_577_836_800).expect("2020-01-01 is a time"),
        ),
    };
    tlv(SEQUENCE, &[time(from), time(to)].concat())
}

/// UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5).
fn time(at: Timestamp) -> Vec<u8> {
    const YEAR_2050: i64 = 2_524_608_000;
    if at.as_second() < YEAR_2050 {
        tlv(UTC_TIME, at.strftime("%y%m%d%H%M%SZ").to_string().as_bytes())
    } else {
        tlv(GENERALIZED_TIME, at.strftime("%Y%m%d%H%M%SZ").to_string().as_bytes())
    }
}

fn extensions(form: CertificateForm) -> Vec<u8> {
    // basicConstraints (no CA), keyUsage digitalSignature and keyEncipherment, extKeyUsage server and client.
    let constraints = tlv(
        SEQUENCE,
        &[tlv(OID, &[0x55, 0x1d, 0x13]), tlv(OCTET_STRING, &tlv(SEQUENCE, &[]))].concat(),
    );
    let usage = tlv(
        SEQUENCE,
        &[tlv(OID, &[0x55, 0x1d, 0x0f]), tlv(OCTET_STRING, &tlv(BIT_STRING, &[5, 0xa0]))].concat(),
    );
    let purposes = [
        tlv(OID, &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01]),
        tlv(OID, &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02]),
    ];
    let purpose = tlv(
        SEQUENCE,
        &[tlv(OID, &[0x55, 0x1d, 0x25]), tlv(OCTET_STRING, &tlv(SEQUENCE, &purposes.concat()))]
            .concat(),
    );
    let names = tlv(SEQUENCE, &[tlv(0x82, b"localhost"), tlv(0x87, &[127, 0, 0, 1])].concat());
    let names = tlv(SEQUENCE, &[tlv(OID, &[0x55, 0x1d, 0x11]), tlv(OCTET_STRING, &names)].concat());
    let list = match form {
        CertificateForm::V1 => return Vec::new(),
        CertificateForm::WithoutSan => [constraints, usage, purpose].concat(),
        CertificateForm::Named | CertificateForm::Expired => {
            [constraints, usage, purpose, names].concat()
        }
    };
    tlv(0xa3, &tlv(SEQUENCE, &list))
}

fn attribute(oid: &[u8], value: &str) -> Vec<u8> {
    // countryName has to be a PrintableString.
    let tag = if oid == [0x55, 0x04, 0x06] { 0x13 } else { UTF8_STRING };
    tlv(SET, &tlv(SEQUENCE, &[tlv(OID, oid), tlv(tag, value.as_bytes())].concat()))
}

fn bit_string(content: &[u8]) -> Vec<u8> {
    tlv(BIT_STRING, &[&[0], content].concat())
}

/// `SubjectPublicKeyInfo` of a point on a named curve.
pub(super) fn named_curve_key_info(curve: &[u8], point: &[u8]) -> Vec<u8> {
    const EC_PUBLIC_KEY: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    let algorithm = tlv(SEQUENCE, &[tlv(OID, &EC_PUBLIC_KEY), tlv(OID, curve)].concat());
    tlv(SEQUENCE, &[algorithm, bit_string(point)].concat())
}

/// One DER element; lengths below 65,536.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut element = vec![tag];
    match length {
        0..=0x7f => element.push(length as u8),
        0x80..=0xff => element.extend([0x81, length as u8]),
        _ => element.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    element.extend(content);
    element
}

/// A DER element as PEM text.
pub(super) fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).expect("Base64 is ASCII"))
        .collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
