//! The server side of brainpool curves (RFC 7027) in TLS 1.2: key agreement and handshake signatures.
//!
//! rustls knows neither; both are open to extension. TLS 1.3 has other code points (RFC 8734) and is left out.
use std::fmt;
use std::sync::Arc;

use ecdsa::signature::hazmat::PrehashSigner;
use elliptic_curve::ecdh::EphemeralSecret;
use elliptic_curve::sec1::ToSec1Point;
use elliptic_curve::{Generate, PublicKey};
use rustls::crypto::{ActiveKeyExchange, GetRandomFailed, SharedSecret, SupportedKxGroup};
use rustls::ffdhe_groups::FfdheGroup;
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::sign::{Signer, SigningKey};
use rustls::{
    Error as TlsError, NamedGroup, PeerMisbehaved, ProtocolVersion, SignatureAlgorithm,
    SignatureScheme,
};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::Error;
use super::certificate::{KeyKind, named_curve_key_info};

/// The groups of this module.
pub(super) fn groups() -> [&'static dyn SupportedKxGroup; 2] {
    [&ServerBp256, &ServerBp384]
}

/// A new key of one of the two curves.
pub(super) fn make_key(kind: KeyKind) -> Result<Arc<dyn SigningKey>, Error> {
    const FAILED: Error = Error::Key("no brainpool key could be made");
    let secret = match kind {
        KeyKind::BrainpoolP256r1 => {
            Secret::P256(ecdsa::SigningKey::try_generate().map_err(|_| FAILED)?)
        }
        KeyKind::BrainpoolP384r1 => {
            Secret::P384(ecdsa::SigningKey::try_generate().map_err(|_| FAILED)?)
        }
        KeyKind::Rsa2048 | KeyKind::P256 => return Err(FAILED),
    };
    Ok(Arc::new(BrainpoolKey { info: secret.public_key_info(), secret: Arc::new(secret) }))
}

/// `SubjectPublicKeyInfo` of a key made here.
pub(super) fn public_key_info(key: &Arc<dyn SigningKey>) -> Result<Vec<u8>, Error> {
    let info = key.public_key().ok_or(Error::Key("the key does not show its public part"))?;
    Ok(info.to_vec())
}

enum Secret {
    P256(ecdsa::SigningKey<bp256::BrainpoolP256r1>),
    P384(ecdsa::SigningKey<bp384::BrainpoolP384r1>),
}

impl Secret {
    fn public_key_info(&self) -> Vec<u8> {
        const P256R1: [u8; 9] = [0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07];
        const P384R1: [u8; 9] = [0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0b];
        match self {
            Self::P256(key) => {
                named_curve_key_info(&P256R1, key.verifying_key().to_sec1_point(false).as_bytes())
            }
            Self::P384(key) => {
                named_curve_key_info(&P384R1, key.verifying_key().to_sec1_point(false).as_bytes())
            }
        }
    }
}

struct BrainpoolKey {
    secret: Arc<Secret>,
    info: Vec<u8>,
}

impl fmt::Debug for BrainpoolKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BrainpoolKey")
    }
}

/// In TLS 1.2 the code points name the hash alone, not the curve (RFC 8446, 4.2.3).
const SCHEMES: [SignatureScheme; 3] = [
    SignatureScheme::ECDSA_NISTP256_SHA256,
    SignatureScheme::ECDSA_NISTP384_SHA384,
    SignatureScheme::ECDSA_NISTP521_SHA512,
];

impl SigningKey for BrainpoolKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        // The hash that fits the curve comes first; 256-bit curves are signed with SHA-256 where possible.
        let skip = match *self.secret {
            Secret::P256(_) => 0,
            Secret::P384(_) => 1,
        };
        let order = SCHEMES[skip..].iter().chain(&SCHEMES[..skip]);
        let scheme = order.copied().find(|scheme| offered.contains(scheme))?;
        Some(Box::new(BrainpoolSigner { secret: Arc::clone(&self.secret), scheme }))
    }

    fn public_key(&self) -> Option<SubjectPublicKeyInfoDer<'_>> {
        Some(SubjectPublicKeyInfoDer::from(self.info.as_slice()))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::ECDSA
    }
}

struct BrainpoolSigner {
    secret: Arc<Secret>,
    scheme: SignatureScheme,
}

impl fmt::Debug for BrainpoolSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrainpoolSigner").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

impl Signer for BrainpoolSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, TlsError> {
        let hash = match self.scheme {
            SignatureScheme::ECDSA_NISTP256_SHA256 => Sha256::digest(message).to_vec(),
            SignatureScheme::ECDSA_NISTP384_SHA384 => Sha384::digest(message).to_vec(),
            _ => Sha512::digest(message).to_vec(),
        };
        let failed = |_| TlsError::General("brainpool signature failed".to_owned());
        match self.secret.as_ref() {
            Secret::P256(key) => {
                let signature: ecdsa::Signature<_> = key.sign_prehash(&hash).map_err(failed)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
            Secret::P384(key) => {
                let signature: ecdsa::Signature<_> = key.sign_prehash(&hash).map_err(failed)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }

    fn scheme(&self) -> SignatureScheme {
        self.scheme
    }
}

macro_rules! server_group {
    ($group:ident, $exchange:ident, $curve:ty, $number:expr) => {
        #[derive(Debug)]
        struct $group;

        struct $exchange {
            own: EphemeralSecret<$curve>,
            share: Vec<u8>,
        }

        impl SupportedKxGroup for $group {
            fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, TlsError> {
                let own = EphemeralSecret::<$curve>::try_generate()
                    .map_err(|_| TlsError::from(GetRandomFailed))?;
                let share = own.public_key().to_sec1_point(false).as_bytes().to_vec();
                Ok(Box::new($exchange { own, share }))
            }

            fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
                None
            }

            fn name(&self) -> NamedGroup {
                NamedGroup::Unknown($number)
            }

            fn usable_for_version(&self, version: ProtocolVersion) -> bool {
                version == ProtocolVersion::TLSv1_2
            }
        }

        impl ActiveKeyExchange for $exchange {
            fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, TlsError> {
                // Refuses points off the curve and the point at infinity.
                let peer = PublicKey::<$curve>::from_sec1_bytes(peer)
                    .map_err(|_| TlsError::from(PeerMisbehaved::InvalidKeyShare))?;
                let secret = self.own.diffie_hellman(&peer);
                Ok(SharedSecret::from(secret.raw_secret_bytes().as_slice()))
            }

            fn pub_key(&self) -> &[u8] {
                &self.share
            }

            fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
                None
            }

            fn group(&self) -> NamedGroup {
                NamedGroup::Unknown($number)
            }
        }
    };
}

server_group!(ServerBp256, ExchangeBp256, bp256::BrainpoolP256r1, 26);
server_group!(ServerBp384, ExchangeBp384, bp384::BrainpoolP384r1, 27);
