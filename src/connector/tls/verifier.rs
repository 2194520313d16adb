//! Holds a certificate against the pin, and remembers what one connection showed.
//!
//! No CA of the operating system and no host name counts: the devices carry certificates that match
//! neither (docs/connector.md 5). What counts is the pin (SAFETY S9) and the signature of the handshake, which
//! is verified for every kind of trust, so that nobody can show a certificate without owning its key.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::client::ResolvesClientCert;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use super::certificate::{Certificate, KeyKind, fingerprint};
use super::signature::{self, Version};
use crate::domain::device::{Fingerprint, Pin};

/// What a connection's certificate has to be.
#[derive(Debug, Clone)]
pub enum Trust {
    /// A confirmed pin.
    Pin(Pin),
    /// Any certificate of this CA (DER) that has this subject as RFC 4514 text.
    Authority {
        /// The CA's certificate, DER.
        authority: Vec<u8>,
        /// The subject that the leaf has to have.
        subject: String,
    },
    /// Nothing: for a client that speaks plain HTTP only.
    Nobody,
    /// Anything: only to look at the certificate; such a connection never carries a request.
    Look,
}

/// What the handshake of one connection showed, filled by verifier and resolver.
#[derive(Debug, Default)]
pub(crate) struct Trace(Mutex<Shown>);

#[derive(Debug, Default, Clone)]
pub(crate) struct Shown {
    /// The leaf certificate, DER.
    pub(crate) leaf: Option<Vec<u8>>,
    /// The leaf did not match the pin.
    pub(crate) untrusted: Option<Fingerprint>,
    /// The handshake's signature was verified with the leaf's key.
    pub(crate) is_proven: bool,
    /// The leaf's key, if the handshake's signature could not be verified with it.
    pub(crate) failed_key: Option<KeyKind>,
    /// The device asked for a client certificate.
    pub(crate) certificate_requested: bool,
    /// A client certificate was given to the device.
    pub(crate) certificate_presented: bool,
}

impl Trace {
    pub(crate) fn shown(&self) -> Shown {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The verifier of one connection.
#[derive(Debug)]
pub(super) struct Verifier {
    pub(super) trust: Trust,
    pub(super) provider: Arc<CryptoProvider>,
    pub(super) trace: Arc<Trace>,
}

impl Verifier {
    fn algorithms(&self) -> &WebPkiSupportedAlgorithms {
        &self.provider.signature_verification_algorithms
    }

    fn is_trusted(&self, der: &[u8], leaf: &Certificate, now: UnixTime) -> bool {
        match &self.trust {
            Trust::Pin(Pin::Certificate(pin)) => *pin == fingerprint(der),
            Trust::Pin(Pin::PublicKey(pin)) => {
                leaf.public_key_fingerprint().is_ok_and(|key| key == *pin)
            }
            // The hash of a CA proves nothing without the CA itself: see `Trust::Authority`.
            Trust::Pin(Pin::Authority { .. }) => false,
            Trust::Authority { authority, subject } => {
                let Ok(authority) = Certificate::from_der(authority) else {
                    return false;
                };
                leaf.subject() == *subject
                    && leaf.names_issuer(&authority)
                    && leaf.is_valid_at(now.as_secs())
                    && signature::is_signed_by(leaf, &authority, self.algorithms())
            }
            Trust::Nobody => false,
            Trust::Look => true,
        }
    }

    fn verify(
        &self,
        version: Version,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let leaf = parse(cert)?;
        let verdict =
            signature::verify_handshake(version, message, &leaf, signed, self.algorithms());
        match &verdict {
            Ok(_) => self.trace.lock().is_proven = true,
            Err(_) => self.trace.lock().failed_key = Some(leaf.key_kind()),
        }
        verdict
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.trace.lock().leaf = Some(end_entity.to_vec());
        let leaf = parse(end_entity)?;
        if self.is_trusted(end_entity, &leaf, now) {
            return Ok(ServerCertVerified::assertion());
        }
        self.trace.lock().untrusted = Some(fingerprint(end_entity));
        Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verify(Version::Tls12, message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verify(Version::Tls13, message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        signature::schemes(self.algorithms())
    }
}

/// Gives the client certificate where there is one, and notes that it was asked for.
#[derive(Debug)]
pub(super) struct Resolver {
    pub(super) identity: Option<Arc<CertifiedKey>>,
    pub(super) trace: Arc<Trace>,
}

impl ResolvesClientCert for Resolver {
    fn resolve(
        &self,
        _root_hint_subjects: &[&[u8]],
        _schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        let mut shown = self.trace.lock();
        shown.certificate_requested = true;
        shown.certificate_presented = self.identity.is_some();
        self.identity.clone()
    }

    fn has_certs(&self) -> bool {
        // Otherwise rustls would not ask, and the demand would stay unseen.
        true
    }
}

fn parse(der: &[u8]) -> Result<Certificate, Error> {
    Certificate::from_der(der).map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))
}
