//! The key exchange over brainpool curves (RFC 7027), which rustls does not bring.
//!
//! A device with nothing but a brainpool certificate answers a stock client with `handshake_failure`.
//! The groups 26 and 27 exist in TLS 1.2 only; TLS 1.3 has other code points (RFC 8734), which no
//! connector is known to offer.

use elliptic_curve::{Generate, PublicKey, ecdh::EphemeralSecret, sec1::ToSec1Point};
use rustls::crypto::{ActiveKeyExchange, GetRandomFailed, SharedSecret, SupportedKxGroup};
use rustls::ffdhe_groups::FfdheGroup;
use rustls::{Error, NamedGroup, PeerMisbehaved, ProtocolVersion};

/// The groups, to be offered behind all others: their arithmetic is several times slower.
pub(super) const GROUPS: [&dyn SupportedKxGroup; 2] = [&BrainpoolP256r1, &BrainpoolP384r1];

macro_rules! group {
    ($name:ident, $curve:ty, $code:expr) => {
        #[derive(Debug)]
        struct $name;

        const _: () = {
            struct Started {
                secret: EphemeralSecret<$curve>,
                public: Vec<u8>,
            }

            impl SupportedKxGroup for $name {
                fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
                    let secret = EphemeralSecret::<$curve>::try_generate()
                        .map_err(|_| Error::from(GetRandomFailed))?;
                    let public = secret.public_key().to_sec1_point(false).as_bytes().to_vec();
                    Ok(Box::new(Started { secret, public }))
                }

                fn name(&self) -> NamedGroup {
                    NamedGroup::Unknown($code)
                }

                fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
                    None
                }

                fn usable_for_version(&self, version: ProtocolVersion) -> bool {
                    version == ProtocolVersion::TLSv1_2
                }
            }

            impl ActiveKeyExchange for Started {
                fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
                    // Refuses points off the curve and the point at infinity.
                    let peer = PublicKey::<$curve>::from_sec1_bytes(peer)
                        .map_err(|_| Error::from(PeerMisbehaved::InvalidKeyShare))?;
                    let shared = self.secret.diffie_hellman(&peer);
                    Ok(SharedSecret::from(shared.raw_secret_bytes().as_slice()))
                }

                fn pub_key(&self) -> &[u8] {
                    &self.public
                }

                fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
                    None
                }

                fn group(&self) -> NamedGroup {
                    NamedGroup::Unknown($code)
                }
            }
        };
    };
}

group!(BrainpoolP256r1, bp256::BrainpoolP256r1, 26);
group!(BrainpoolP384r1, bp384::BrainpoolP384r1, 27);
