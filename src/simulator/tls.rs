//! The TLS side of a port: one certificate, the versions on offer, and who has to show a certificate.
use std::fmt;
use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error as TlsError, ServerConfig,
    SignatureScheme, SupportedProtocolVersion,
};

use super::Error;
use super::brainpool;
use super::certificate::Identity;
use super::settings::TlsVersions;

/// Whether a port asks its clients for a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ClientCertificates {
    NotAsked,
    /// These are accepted; a client without one is let through.
    Optional(Vec<Vec<u8>>),
    /// These are accepted; a client without one gets an alert.
    Mandatory(Vec<Vec<u8>>),
}

/// The configuration of a port. `foreign_key` signs the handshake instead of the certificate's own key.
pub(super) fn server_config(
    identity: &Identity,
    versions: TlsVersions,
    clients: ClientCertificates,
    foreign_key: Option<Arc<dyn SigningKey>>,
) -> Result<Arc<ServerConfig>, Error> {
    let mut provider = rustls::crypto::ring::default_provider();
    if identity.kind.is_brainpool() {
        // A client that offers no brainpool group cannot use such a certificate (RFC 8422, 5.1): with these
        // groups alone it gets the alert that OpenSSL sends, handshake_failure.
        provider.kx_groups = brainpool::groups().to_vec();
    }
    let provider = Arc::new(provider);
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(protocol_versions(versions, identity))
        .map_err(Error::Tls)?;
    let builder = match clients {
        ClientCertificates::NotAsked => builder.with_no_client_auth(),
        ClientCertificates::Optional(known) => {
            builder.with_client_cert_verifier(KnownClients::new(known, false, &provider))
        }
        ClientCertificates::Mandatory(known) => {
            builder.with_client_cert_verifier(KnownClients::new(known, true, &provider))
        }
    };
    let key = foreign_key.unwrap_or_else(|| Arc::clone(&identity.key));
    let certified = CertifiedKey::new(vec![identity.certificate.clone()], key);
    let mut config = builder.with_cert_resolver(Arc::new(OneCertificate(Arc::new(certified))));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn protocol_versions(
    versions: TlsVersions,
    identity: &Identity,
) -> &'static [&'static SupportedProtocolVersion] {
    static BOTH: [&SupportedProtocolVersion; 2] =
        [&rustls::version::TLS13, &rustls::version::TLS12];
    let [tls13, tls12] = [&BOTH[..1], &BOTH[1..]];
    match (identity.kind.is_brainpool(), versions) {
        (true, TlsVersions::Both | TlsVersions::Tls12 | TlsVersions::Tls13) => tls12,
        (false, TlsVersions::Both) => &BOTH,
        (false, TlsVersions::Tls12) => tls12,
        (false, TlsVersions::Tls13) => tls13,
    }
}

/// Shows the same certificate to everybody, whatever its version and whoever signs the handshake.
struct OneCertificate(Arc<CertifiedKey>);

impl fmt::Debug for OneCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneCertificate")
    }
}

impl ResolvesServerCert for OneCertificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

/// Accepts exactly the certificates of the configured Clientsysteme.
#[derive(Debug)]
struct KnownClients {
    known: Vec<Vec<u8>>,
    mandatory: bool,
    algorithms: WebPkiSupportedAlgorithms,
}

impl KnownClients {
    fn new(known: Vec<Vec<u8>>, mandatory: bool, provider: &CryptoProvider) -> Arc<Self> {
        let algorithms = provider.signature_verification_algorithms;
        Arc::new(Self { known, mandatory, algorithms })
    }
}

impl ClientCertVerifier for KnownClients {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, TlsError> {
        if self.known.iter().any(|known| known.as_slice() == end_entity.as_ref()) {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(TlsError::InvalidCertificate(CertificateError::UnknownIssuer))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        rustls::crypto::verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        rustls::crypto::verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
