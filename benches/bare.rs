//! What a check is measured against: the same request by reqwest and rustls alone.
//!
//! One client for all requests, every connection a full handshake whose certificate is held against the
//! known ones and whose signature is verified; Basic, body and complete answer as the program has them.
//! No note, no lock, no keyring, no judgement.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use konnektorwart::connector::events::Operation;
use reqwest::Client;
use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use sha2::{Digest, Sha256};

use crate::devices::{BARE_USER, Device, PASSWORD, context};

/// A client that trusts these devices.
pub struct Bare {
    client: Client,
    action: String,
    body: Vec<u8>,
}

impl Bare {
    pub fn new<'a>(devices: impl IntoIterator<Item = &'a Device>) -> Self {
        let provider = Arc::new(ring::default_provider());
        let known = devices.into_iter().map(|device| device.pin.to_string());
        let verifier = Pinned { known: known.collect(), provider: Arc::clone(&provider) };
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS 1.2 and 1.3")
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        config.resumption = Resumption::disabled();
        let client = Client::builder()
            .no_proxy()
            .http1_only()
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_secs(5))
            .tls_backend_preconfigured(config)
            .build()
            .expect("a client");
        let operation = Operation::GetResourceInformation;
        Self {
            client,
            action: format!("\"{}\"", operation.action()),
            body: operation.request(&context()),
        }
    }

    /// Makes the request that proves a Benutzerkennung and reads the answer.
    pub async fn request(&self, device: &Device, path: &str) {
        let url = format!("https://127.0.0.1:{}{path}", device.port);
        let answer = self
            .client
            .post(url)
            .basic_auth(BARE_USER, Some(PASSWORD))
            .header("Content-Type", "text/xml; charset=utf-8")
            .header("SOAPAction", &self.action)
            .header("Connection", "close")
            .body(self.body.clone())
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200);
        answer.bytes().await.expect("a whole answer");
    }

    /// Reads the service directory.
    pub async fn directory(&self, device: &Device) {
        let url = format!("https://127.0.0.1:{}/connector.sds", device.port);
        let answer = self.client.get(url).header("Connection", "close").send();
        let answer = answer.await.expect("an answer");
        assert_eq!(answer.status(), 200);
        answer.bytes().await.expect("a whole answer");
    }
}

#[derive(Debug)]
struct Pinned {
    known: BTreeSet<String>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let seen: String =
            Sha256::digest(end_entity).iter().map(|byte| format!("{byte:02x}")).collect();
        if self.known.contains(&seen) {
            return Ok(ServerCertVerified::assertion());
        }
        let unknown = CertificateError::ApplicationVerificationFailure;
        Err(Error::InvalidCertificate(unknown))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
