//! TLS to a device: the pin, the handshake's signature, brainpool, client certificates, and the words for
//! what cannot connect.
//!
//! A configuration is made for one connection: its trace tells what that connection showed. The costly
//! part, the provider with its tables, is made once in a process.

mod brainpool;
mod certificate;
mod diagnosis;
mod hello;
mod identity;
mod signature;
mod verifier;

use std::sync::{Arc, LazyLock};

use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::crypto::CryptoProvider;

pub(super) use certificate::fingerprint;
pub use certificate::{KeyKind, SeenCertificate, Unreadable};
pub use diagnosis::NoCommonTls;
pub(crate) use diagnosis::{explain, of_signature};
pub use identity::{ClientIdentity, Error as IdentityError};
pub use verifier::Trust;
pub(crate) use verifier::{Shown, Trace};

static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| {
    let mut provider = rustls::crypto::ring::default_provider();
    provider.kx_groups.extend(brainpool::GROUPS);
    Arc::new(provider)
});

/// Makes the configuration of one connection; what it shows goes into `trace`.
pub(crate) fn config(
    trust: Trust,
    identity: Option<&ClientIdentity>,
    trace: &Arc<Trace>,
) -> ClientConfig {
    let provider = Arc::clone(&PROVIDER);
    let verifier =
        verifier::Verifier { trust, provider: Arc::clone(&provider), trace: Arc::clone(trace) };
    let resolver = verifier::Resolver {
        identity: identity.map(ClientIdentity::certified_key),
        trace: Arc::clone(trace),
    };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the ring provider has suites for TLS 1.2 and 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_client_cert_resolver(Arc::new(resolver));
    // A resumed session shows no certificate.
    config.resumption = Resumption::disabled();
    config
}
