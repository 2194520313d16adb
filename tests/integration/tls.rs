//! The TLS matrix: what a device may show, and what cannot connect and says why.
//!
//! Most servers are `openssl s_server`.

use konnektorwart::connector::tls::{ClientIdentity, IdentityError, KeyKind, SeenCertificate};
use konnektorwart::connector::{Connector, look};
use konnektorwart::domain::device::Pin;
use konnektorwart::domain::probe::{DirectoryFault, Observation, Unreached};
use konnektorwart::domain::profile::Encryption;

use super::device::{
    Device, PATIENCE, Reply, http, identity, profile, profile_with_pin, seen, tls_config,
};
use super::openssl::{OpenSsl, Shape, der};

#[tokio::test]
async fn every_certificate_connects_once_it_is_pinned() {
    let Some(openssl) = OpenSsl::find("the TLS matrix") else {
        return;
    };
    let rsa = || KeyKind::Rsa(2048);
    let cases: [(&str, Shape, &[&str], KeyKind); 18] = [
        ("RSA, TLS 1.3", Shape::new("rsa:2048"), &["-tls1_3"], rsa()),
        ("RSA, TLS 1.2", Shape::new("rsa:2048"), &["-tls1_2"], rsa()),
        ("RSA 3072", Shape::new("rsa:3072"), &["-tls1_2"], KeyKind::Rsa(3072)),
        ("with SAN", Shape::new("rsa:2048").with_san(), &["-tls1_3"], rsa()),
        ("version 1, TLS 1.2", Shape::new("rsa:2048").version_1(), &["-tls1_2"], rsa()),
        ("version 1, TLS 1.3", Shape::new("rsa:2048").version_1(), &["-tls1_3"], rsa()),
        ("expired, TLS 1.2", Shape::new("rsa:2048").expired(), &["-tls1_2"], rsa()),
        ("expired, TLS 1.3", Shape::new("rsa:2048").expired(), &["-tls1_3"], rsa()),
        ("P-256, TLS 1.2", Shape::new("P-256"), &["-tls1_2"], KeyKind::Curve("P-256")),
        ("P-256, TLS 1.3", Shape::new("P-256"), &["-tls1_3"], KeyKind::Curve("P-256")),
        ("P-384, TLS 1.2", Shape::new("P-384"), &["-tls1_2"], KeyKind::Curve("P-384")),
        ("P-384, TLS 1.3", Shape::new("P-384"), &["-tls1_3"], KeyKind::Curve("P-384")),
        ("Ed25519", Shape::new("ed25519"), &["-tls1_3"], KeyKind::Ed25519),
        (
            "brainpoolP256r1",
            Shape::new("brainpoolP256r1"),
            &["-tls1_2"],
            KeyKind::Curve("brainpoolP256r1"),
        ),
        (
            "brainpoolP256r1 and no other group",
            Shape::new("brainpoolP256r1"),
            &["-tls1_2", "-curves", "brainpoolP256r1"],
            KeyKind::Curve("brainpoolP256r1"),
        ),
        (
            "brainpoolP384r1",
            Shape::new("brainpoolP384r1"),
            &["-tls1_2", "-curves", "brainpoolP384r1"],
            KeyKind::Curve("brainpoolP384r1"),
        ),
        (
            "RSA over brainpoolP256r1",
            Shape::new("rsa:2048"),
            &["-tls1_2", "-curves", "brainpoolP256r1"],
            rsa(),
        ),
        (
            "RSA over brainpoolP384r1",
            Shape::new("rsa:2048"),
            &["-tls1_2", "-curves", "brainpoolP384r1"],
            rsa(),
        ),
    ];
    for (name, shape, arguments, key) in cases {
        let server = openssl.serve(&openssl.certificate(&shape), arguments);
        let shown = seen(server.port).await;
        assert_eq!(shown.key, key, "{name}");
        assert_eq!(shown.der, server.der(), "{name}");
        assert_eq!(shown.version, if shape.is_version_1 { 1 } else { 3 }, "{name}");
        let profile = profile_with_pin(server.port, server.port).await;
        let answer = Connector::new(&profile).reach_client().await;
        assert_eq!(answer, Err(PAGE), "{name}");
    }
}

#[tokio::test]
async fn what_cannot_connect_says_why() {
    let Some(openssl) = OpenSsl::find("the diagnosis of TLS") else {
        return;
    };
    let cases: [(&str, &str, &[&str]); 11] = [
        ("tls-1.1", "rsa:2048", &["-tls1_1"]),
        ("cbc-only", "rsa:2048", &["-tls1_2", "-cipher", "ECDHE-RSA-AES256-SHA384:@SECLEVEL=0"]),
        ("dhe-only", "rsa:2048", &["-tls1_2", "-cipher", "DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0"]),
        ("static-rsa-only", "rsa:2048", &["-tls1_2", "-cipher", "AES256-GCM-SHA384:@SECLEVEL=0"]),
        ("rsa-below-2048", "rsa:1024", &["-tls1_2"]),
        ("explicit-curve", "explicit", &["-tls1_2"]),
        ("sha-1-only", "rsa:2048", &["-tls1_2", "-sigalgs", "RSA+SHA1"]),
        ("unknown-curve", "P-521", &["-tls1_2"]),
        ("unknown-curve", "brainpoolP512r1", &["-tls1_2"]),
        ("tls-1.3-certificate", "P-521", &["-tls1_3"]),
        ("tls-1.3-certificate", "brainpoolP256r1", &["-tls1_3"]),
    ];
    for (word, key, arguments) in cases {
        let server = openssl.serve(&openssl.certificate(&Shape::new(key)), arguments);
        let why = look(&"127.0.0.1".parse().unwrap(), server.port, PATIENCE).await;
        assert_eq!(why, Err(Unreached::NoCommonTls(word.to_owned())), "{word}");
    }
}

#[tokio::test]
async fn a_demanded_client_certificate_is_told_in_both_versions() {
    let Some(openssl) = OpenSsl::find("the demand of a client certificate") else {
        return;
    };
    for version in ["-tls1_2", "-tls1_3"] {
        let certificate = openssl.certificate(&Shape::new("P-256"));
        let server = openssl.serve(&certificate, &[version, "-Verify", "1"]);
        let mut profile = profile(server.port);
        let fingerprint = SeenCertificate::from_der(&server.der());
        profile.pins.client = Some(Pin::Certificate(fingerprint.unwrap().fingerprint));
        let why = Connector::new(&profile).reach_client().await;
        assert_eq!(why, Err(Observation::Unreached(Unreached::CertificateDemanded)), "{version}");
        // Its own certificate can be looked at all the same.
        assert_eq!(seen(server.port).await.der, server.der(), "{version}");
    }
}

#[tokio::test]
async fn a_changed_certificate_gets_not_one_byte() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let (certificate, key) = identity(1);
        let pinned = SeenCertificate::from_der(&certificate);
        let (other, other_key) = identity(2);
        drop(key);
        let seen = SeenCertificate::from_der(&other).unwrap();
        let config = tls_config(other, other_key, version);
        let device = Device::start_with(config, |_| http("200 OK", "", "")).await;
        let mut profile = profile(device.address.port());
        let pin = Some(Pin::Certificate(pinned.unwrap().fingerprint));
        profile.pins.client.clone_from(&pin);
        profile.pins.management = pin;
        let untrusted = Observation::Untrusted { seen: seen.fingerprint };
        let connector = Connector::new(&profile);
        assert_eq!(connector.reach_client().await, Err(untrusted.clone()));
        let (user, password) = super::connector::account();
        let login = konnektorwart::connector::Login { user: &user, password: &password };
        assert_eq!(connector.prove_management(login).await.observation, untrusted);
        assert_eq!(device.bytes(), b"");
    }
}

#[tokio::test]
async fn a_handshake_signed_by_another_key_is_refused() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let (certificate, _) = identity(1);
        let (_, other_key) = identity(2);
        let pin = SeenCertificate::from_der(&certificate).unwrap();
        let config = tls_config(certificate, other_key, version);
        let device = Device::start_with(config, |_| http("200 OK", "", "")).await;
        let mut profile = profile(device.address.port());
        profile.pins.client = Some(Pin::Certificate(pin.fingerprint));
        let answer = Connector::new(&profile).reach_client().await;
        let why = "the handshake's signature is not the certificate's".to_owned();
        assert_eq!(answer, Err(Observation::Unreached(Unreached::Handshake(why.clone()))));
        let looked = look(&profile.host, profile.port, PATIENCE).await;
        assert_eq!(looked, Err(Unreached::Handshake(why)));
        assert_eq!(device.bytes(), b"");
    }
}

#[tokio::test]
async fn a_pinned_public_key_survives_a_new_certificate() {
    let device = Device::start(|_| http("200 OK", "", "<html>")).await;
    let mut profile = device.profile().await;
    let seen = seen(profile.port).await;
    profile.pins.client = Some(Pin::PublicKey(seen.public_key));
    assert_eq!(Connector::new(&profile).reach_client().await, Err(PAGE));
    profile.pins.client = Some(Pin::PublicKey(seen.fingerprint));
    let untrusted = Observation::Untrusted { seen: seen.fingerprint };
    assert_eq!(Connector::new(&profile).reach_client().await, Err(untrusted));
}

#[tokio::test]
async fn an_authority_counts_only_with_the_subject_and_its_signature() {
    let Some(openssl) = OpenSsl::find("the CA mode") else {
        return;
    };
    for kind in ["rsa:2048", "P-256", "brainpoolP256r1"] {
        let authority = openssl.certificate(&Shape::new(kind));
        let other = openssl.certificate(&Shape::new(kind));
        let leaf = openssl.issued_by(&authority, "P-256");
        let server = openssl.serve(&leaf, &["-tls1_2"]);
        let shown = seen(server.port).await;
        let untrusted = Err(Observation::Untrusted { seen: shown.fingerprint });
        let authorities = [der(&authority), der(&other)];
        let pin_of = |der: &[u8], subject: &str| {
            let authority = SeenCertificate::from_der(der).unwrap();
            let (authority, subject) = (authority.fingerprint, subject.to_owned());
            Some(Pin::Authority { authority, subject })
        };
        let cases = [
            (pin_of(&authorities[0], &shown.subject), Err(PAGE)),
            (pin_of(&authorities[0], "CN=another"), untrusted.clone()),
            // The same name, another key.
            (pin_of(&authorities[1], &shown.subject), untrusted),
        ];
        for (pin, expected) in cases {
            let mut profile = profile(server.port);
            profile.pins.client = pin;
            let connector = Connector::new(&profile).with_authorities(&authorities);
            assert_eq!(connector.reach_client().await, expected, "{kind}");
            let without = Connector::new(&profile).reach_client().await;
            assert_eq!(without, Err(Observation::Unreached(Unreached::NotPinned)));
        }
    }
}

#[tokio::test]
async fn the_client_certificate_is_taken_from_pem_and_pkcs12() {
    let Some(openssl) = OpenSsl::find("client certificates") else {
        return;
    };
    let password = secrecy::SecretString::from("Grüße aus Köln");
    let client = openssl.certificate(&Shape::new("rsa:2048"));
    let p12 = openssl.pkcs12(&client, "Grüße aus Köln");
    let pem = [std::fs::read(&client.0).unwrap(), std::fs::read(&client.1).unwrap()].concat();
    let p12 = std::fs::read(p12).unwrap();
    let wrong = secrecy::SecretString::from("falsch");
    let refused = ClientIdentity::from_file(&p12, Some(&wrong)).err();
    assert_eq!(refused, Some(IdentityError::Password));
    assert_eq!(ClientIdentity::from_file(b"GIF89a", None).err(), Some(IdentityError::Format));
    for version in ["-tls1_2", "-tls1_3"] {
        let certificate = openssl.certificate(&Shape::new("P-256"));
        let server = openssl.serve(&certificate, &[version, "-Verify", "1"]);
        let identities = [
            ClientIdentity::from_file(&pem, None).unwrap(),
            ClientIdentity::from_file(&p12, Some(&password)).unwrap(),
        ];
        for identity in identities {
            let mut profile = profile(server.port);
            let seen = SeenCertificate::from_der(&server.der());
            profile.pins.client = Some(Pin::Certificate(seen.unwrap().fingerprint));
            profile.encryption = Encryption::TlsCertificate { file: "x.p12".to_owned() };
            let connector = Connector::new(&profile);
            let without = connector.reach_client().await;
            assert_eq!(without, Err(Observation::Unreached(Unreached::ClientCertificate)));
            let with = connector.with_identity(&identity).reach_client().await;
            assert_eq!(with, Err(PAGE), "{version}");
        }
    }
}

#[tokio::test]
async fn a_client_certificate_that_the_device_does_not_know_is_refused() {
    let Some(openssl) = OpenSsl::find("a refused client certificate") else {
        return;
    };
    let client = openssl.certificate(&Shape::new("rsa:2048"));
    let pem = [&client.0, &client.1].map(|file| std::fs::read(file).unwrap());
    let identity = ClientIdentity::from_file(&pem.concat(), None).unwrap();
    for version in ["-tls1_2", "-tls1_3"] {
        let certificate = openssl.certificate(&Shape::new("P-256"));
        let demand = [version, "-Verify", "1", "-verify_return_error"];
        let server = openssl.serve(&certificate, &demand);
        let mut profile = profile_with_pin(server.port, server.port).await;
        profile.encryption = Encryption::TlsCertificate { file: "x.p12".to_owned() };
        let connector = Connector::new(&profile).with_identity(&identity);
        let why = "the device refused the client certificate".to_owned();
        let refused = Err(Observation::Unreached(Unreached::Handshake(why)));
        assert_eq!(connector.reach_client().await, refused, "{version}");
    }
}

#[tokio::test]
async fn nothing_is_sent_without_a_confirmed_certificate() {
    let device = Device::start(|_| Reply::Close).await;
    let profile = profile(device.address.port());
    let unpinned = Observation::Unreached(Unreached::NotPinned);
    assert_eq!(Connector::new(&profile).reach_client().await, Err(unpinned.clone()));
    assert_eq!(Connector::new(&profile).reach_management().await, Err(unpinned));
    assert_eq!(device.bytes(), b"");
}

/// `openssl s_server -www` answers every request with a page.
const PAGE: Observation =
    Observation::Unreached(Unreached::NoDirectory(DirectoryFault::NotADirectory));
