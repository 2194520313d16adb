//! Certificates and handshakes, judged by rustls in its ordinary form and by OpenSSL.
use konnektorwart::simulator::{
    CertificateForm, CertificateKind, Entry, Fault, KeyKind, LogLine, Port, Rule, Simulator,
    TlsVersions,
};
use reqwest::tls::Version;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, SignatureScheme};
use std::sync::Arc;

use super::{LIMIT, builder, careless, count, outside, praxis, prove, start};

fn kind(key: KeyKind, form: CertificateForm) -> CertificateKind {
    CertificateKind { key, form }
}

fn with(certificate: CertificateKind, versions: TlsVersions) -> Simulator {
    start(|settings| {
        settings.pvs_certificate = certificate;
        settings.tls_versions = versions;
    })
}

async fn connects(simulator: &Simulator, version: Version) -> bool {
    let client =
        builder().tls_version_min(version).tls_version_max(version).build().expect("a client");
    let url = format!("https://{}/connector.sds", simulator.pvs_address());
    client.get(url).send().await.is_ok()
}

#[tokio::test]
async fn rsa_and_p256_in_the_versions_on_offer() {
    for key in [KeyKind::Rsa2048, KeyKind::P256] {
        for (versions, tls12, tls13) in [
            (TlsVersions::Both, true, true),
            (TlsVersions::Tls12, true, false),
            (TlsVersions::Tls13, false, true),
        ] {
            let simulator = with(kind(key, CertificateForm::WithoutSan), versions);
            assert_eq!(connects(&simulator, Version::TLS_1_2).await, tls12, "{key:?} {versions:?}");
            assert_eq!(connects(&simulator, Version::TLS_1_3).await, tls13, "{key:?} {versions:?}");
        }
    }
}

/// What `openssl s_client` says about the handshake and the certificate.
fn openssl(simulator: &Simulator) -> Option<String> {
    let address = simulator.pvs_address().to_string();
    let curves = "brainpoolP256r1:brainpoolP384r1:P-256:X25519";
    outside::program(
        "openssl",
        &["s_client", "-connect", &address, "-noservername", "-curves", curves],
    )
}

#[test]
fn openssl_accepts_every_key_and_form() {
    let named = CertificateForm::Named;
    for (certificate, version) in [
        (kind(KeyKind::BrainpoolP256r1, named), "TLSv1.2"),
        (kind(KeyKind::BrainpoolP384r1, named), "TLSv1.2"),
        (kind(KeyKind::P256, CertificateForm::WithoutSan), "TLSv1.3"),
        (kind(KeyKind::Rsa2048, CertificateForm::V1), "TLSv1.3"),
        (kind(KeyKind::Rsa2048, CertificateForm::Expired), "TLSv1.3"),
    ] {
        let simulator = with(certificate, TlsVersions::Both);
        let Some(said) = openssl(&simulator) else {
            return;
        };
        assert!(said.contains(&format!("New, {version}, Cipher is")), "{certificate:?}\n{said}");
        let expired = said.contains("certificate has expired");
        assert_eq!(expired, certificate.form == CertificateForm::Expired, "{said}");
    }
}

#[test]
fn rustls_without_brainpool_gets_no_handshake_from_a_brainpool_device() {
    let simulator = with(kind(KeyKind::BrainpoolP256r1, CertificateForm::Named), TlsVersions::Both);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runs");
    assert!(!runtime.block_on(connects(&simulator, Version::TLS_1_2)));
    assert!(!runtime.block_on(connects(&simulator, Version::TLS_1_3)));
    let failed = |log: &[LogLine]| {
        log.iter().filter(|line| matches!(line.entry, Entry::TlsFailed { .. })).count() == 2
    };
    assert!(simulator.wait_for(failed, LIMIT));
}

#[tokio::test]
async fn a_renewed_certificate_is_another_one_with_another_key() {
    let simulator = start(|_| {});
    let first = simulator.fingerprint(Port::Pvs);
    let der = simulator.certificate_der(Port::Pvs);
    assert_eq!(simulator.fingerprint(Port::Http), None);
    simulator.renew_certificate(Port::Pvs, None).expect("renewed");
    assert_ne!(simulator.fingerprint(Port::Pvs), first);
    assert_ne!(simulator.certificate_der(Port::Pvs), der);
    assert_eq!(prove(&careless(), &simulator, "wrong").await.status(), 401);
    let management = simulator.fingerprint(Port::Management);
    simulator.set_faults([Rule::once(Fault::NewCertificate).on(Port::Management)]);
    let url = format!("https://{}/", simulator.management_address());
    careless().get(url).send().await.expect("an answer");
    assert_ne!(simulator.fingerprint(Port::Management), management);
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::CertificateRenewed { .. })), 2);
}

#[tokio::test]
async fn a_handshake_signed_by_another_key_or_refused_carries_nothing() {
    for key in [KeyKind::Rsa2048, KeyKind::P256] {
        let simulator = with(kind(key, CertificateForm::Named), TlsVersions::Both);
        for fault in [Fault::ForeignSignature, Fault::HandshakeRefused] {
            simulator.set_faults([Rule::once(fault.clone()).on(Port::Pvs)]);
            let request = super::post(
                &signature_checking(),
                &simulator,
                "/ws/EventService",
                Some(&praxis(&simulator)),
                super::proof(),
            );
            assert!(request.send().await.is_err(), "{key:?} {fault:?}");
            assert_eq!(simulator.secrets_seen(), 0);
        }
        let url = format!("https://{}/connector.sds", simulator.pvs_address());
        assert_eq!(careless().get(url).send().await.expect("an answer").status(), 200);
    }
}

/// A client that takes any certificate, but verifies that its key signed the handshake.
fn signature_checking() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
        .with_no_client_auth();
    builder().tls_backend_preconfigured(config).build().expect("a client")
}

#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
