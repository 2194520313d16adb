//! Talks to a connector over the network: TLS with a pinned certificate, connector.sds, SOAP, management.
//!
//! Every function answers with an observation and judges nothing; `domain::probe` judges. Functions whose
//! name begins with `reach` send no secret; the others are attempts in the sense of SAFETY 1 and are called
//! only with a permit. What is sent, and how each request is known: `docs/connector.md`.

mod address;
mod client;
pub mod contract;
pub mod events;
mod http;
mod management;
pub mod sds;
mod soap;
pub mod tls;
pub mod xml;

use std::time::Duration;

use secrecy::SecretString;

pub use address::{connect, resolve};
pub use client::{ClientProof, ClosedDirectory, DirectoryProof, Reach, Route};
pub use management::{ManagementProof, ManagementStatus};

use self::http::{ClientCertificate, Failure, Port, Security, Silent};
use self::tls::{ClientIdentity, SeenCertificate, Trust};
use crate::domain::device::Pin;
use crate::domain::identity::{Plane, UserName};
use crate::domain::probe::{DirectoryFault, Observation, Silence, Unreached};
use crate::domain::profile::{ConnectorProfile, Encryption, Host};

/// User and password of one account, for the length of one attempt.
#[derive(Debug, Clone, Copy)]
pub struct Login<'a> {
    /// The user name.
    pub user: &'a UserName,
    /// The password.
    pub password: &'a SecretString,
}

/// A connector as its profile reaches it. Made for a check and thrown away; making one costs nothing.
#[derive(Debug, Clone)]
pub struct Connector<'a> {
    profile: &'a ConnectorProfile,
    authorities: &'a [Vec<u8>],
    identity: Option<&'a ClientIdentity>,
}

impl<'a> Connector<'a> {
    /// Takes a profile.
    pub const fn new(profile: &'a ConnectorProfile) -> Self {
        Self { profile, authorities: &[], identity: None }
    }

    /// Adds CA certificates (DER) that `Pin::Authority` may name.
    #[must_use]
    pub const fn with_authorities(mut self, authorities: &'a [Vec<u8>]) -> Self {
        self.authorities = authorities;
        self
    }

    /// Adds the client certificate of the mode CERTIFICATE.
    #[must_use]
    pub const fn with_identity(mut self, identity: &'a ClientIdentity) -> Self {
        self.identity = Some(identity);
        self
    }

    /// How a plane's port is reached; nothing is sent without a confirmed pin, except plain HTTP, which
    /// never carries a secret.
    fn port(&self, plane: Plane) -> Result<Port<'a>, Unreached> {
        let profile = self.profile;
        let with =
            |identity| Ok::<_, Unreached>(Security::Tls { trust: self.trust(plane)?, identity });
        let security = match plane {
            Plane::Management => with(None)?,
            Plane::Client => match &profile.encryption {
                Encryption::None => Security::Plain,
                Encryption::Tls | Encryption::TlsPassword => with(None)?,
                Encryption::TlsCertificate { .. } => {
                    with(Some(self.identity.ok_or(Unreached::ClientCertificate)?))?
                }
            },
        };
        let port = profile.port_of(plane);
        Ok(Port { host: &profile.host, port, timeout: profile.timeout, security })
    }

    fn trust(&self, plane: Plane) -> Result<Trust, Unreached> {
        match self.profile.pins.of(plane) {
            None => Err(Unreached::NotPinned),
            Some(Pin::Authority { authority, subject }) => {
                let known = self
                    .authorities
                    .iter()
                    .find(|der| tls::fingerprint(der) == *authority)
                    .ok_or(Unreached::NotPinned)?;
                Ok(Trust::Authority { authority: known.clone(), subject: subject.clone() })
            }
            Some(pin @ (Pin::Certificate(_) | Pin::PublicKey(_))) => Ok(Trust::Pin(pin.clone())),
        }
    }
}

/// Looks at the certificate that a port shows: a whole handshake, its signature verified, then the end of
/// the connection. No request is sent.
///
/// # Errors
/// Why there was no handshake; never [`Unreached::NotPinned`].
pub async fn look(host: &Host, port: u16, timeout: Duration) -> Result<SeenCertificate, Unreached> {
    let security = Security::Tls { trust: Trust::Look, identity: None };
    let shown = match http::look(&Port { host, port, timeout, security }).await {
        Ok(shown) => shown,
        Err(Failure::Unreached(why)) => return Err(why),
        Err(Failure::Untrusted(_) | Failure::Silent(_)) => {
            return Err(Unreached::Handshake("the connection ended unexpectedly".to_owned()));
        }
    };
    let unreadable = || Unreached::Handshake("the certificate cannot be read".to_owned());
    SeenCertificate::from_der(&shown.leaf.ok_or_else(unreadable)?).map_err(|_| unreadable())
}

/// A request that carried no secret and got no complete answer.
fn without_secret(failure: Failure) -> Observation {
    let silent = match failure {
        Failure::Unreached(why) => return Observation::Unreached(why),
        Failure::Untrusted(seen) => return Observation::Untrusted { seen },
        Failure::Silent(silent) => silent,
    };
    Observation::Unreached(match silent {
        // TLS 1.3 reports a missing client certificate after the request; some devices just close.
        Silent {
            how: Silence::Alert | Silence::Reset,
            status: None,
            certificate: ClientCertificate::Missing,
            ..
        } => Unreached::CertificateDemanded,
        Silent {
            how: Silence::Alert, status: None, certificate: ClientCertificate::Given, ..
        } => http::certificate_refused(),
        Silent { is_too_large: true, .. } => Unreached::NoDirectory(DirectoryFault::TooLarge),
        Silent { how, .. } => Unreached::NoDirectory(DirectoryFault::Silent(how)),
    })
}
