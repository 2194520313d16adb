//! The TLS matrix: what a device may show, and what cannot connect and says why.
//!
//! Most servers are `openssl s_server`; without the program `openssl` these tests say so and do nothing,
//! unless `KONNEKTOR_TESTS_COMPLETE=1` demands them.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use konnektorwart::connector::tls::KeyKind;
use konnektorwart::connector::{Connector, look};
use konnektorwart::domain::device::Pin;
use konnektorwart::domain::probe::{DirectoryFault, Observation, Unreached};

use super::device::{
    Device, PATIENCE, Reply, http, identity, profile, profile_with_pin, seen, tls_config,
};

#[tokio::test]
async fn every_certificate_connects_once_it_is_pinned() {
    let Some(openssl) = OpenSsl::find("the TLS matrix") else {
        return;
    };
    let rsa = || KeyKind::Rsa(2048);
    let cases: [(&str, Shape, &[&str], KeyKind); 18] = [
        ("RSA, TLS 1.3", Shape::new("rsa:2048"), &["-tls1_3"], rsa()),
        ("RSA, TLS 1.2", Shape::new("rsa:2048"), &["-tls1_2"], rsa()),
        (
            "RSA 3072",
            Shape::new("rsa:3072"),
            &["-tls1_2"],
            KeyKind::Rsa(3072),
        ),
        (
            "with SAN",
            Shape::new("rsa:2048").with_san(),
            &["-tls1_3"],
            rsa(),
        ),
        (
            "version 1, TLS 1.2",
            Shape::new("rsa:2048").version_1(),
            &["-tls1_2"],
            rsa(),
        ),
        (
            "version 1, TLS 1.3",
            Shape::new("rsa:2048").version_1(),
            &["-tls1_3"],
            rsa(),
        ),
        (
            "expired, TLS 1.2",
            Shape::new("rsa:2048").expired(),
            &["-tls1_2"],
            rsa(),
        ),
        (
            "expired, TLS 1.3",
            Shape::new("rsa:2048").expired(),
            &["-tls1_3"],
            rsa(),
        ),
        (
            "P-256, TLS 1.2",
            Shape::new("P-256"),
            &["-tls1_2"],
            KeyKind::Curve("P-256"),
        ),
        (
            "P-256, TLS 1.3",
            Shape::new("P-256"),
            &["-tls1_3"],
            KeyKind::Curve("P-256"),
        ),
        (
            "P-384, TLS 1.2",
            Shape::new("P-384"),
            &["-tls1_2"],
            KeyKind::Curve("P-384"),
        ),
        (
            "P-384, TLS 1.3",
            Shape::new("P-384"),
            &["-tls1_3"],
            KeyKind::Curve("P-384"),
        ),
        (
            "Ed25519",
            Shape::new("ed25519"),
            &["-tls1_3"],
            KeyKind::Ed25519,
        ),
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
        assert_eq!(
            shown.version,
            if shape.is_version_1 { 1 } else { 3 },
            "{name}"
        );
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
    let cases: [(&str, &str, &[&str]); 8] = [
        ("tls-1.1", "rsa:2048", &["-tls1_1"]),
        (
            "cbc-only",
            "rsa:2048",
            &["-tls1_2", "-cipher", "ECDHE-RSA-AES256-SHA384:@SECLEVEL=0"],
        ),
        (
            "dhe-only",
            "rsa:2048",
            &[
                "-tls1_2",
                "-cipher",
                "DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0",
            ],
        ),
        (
            "static-rsa-only",
            "rsa:2048",
            &["-tls1_2", "-cipher", "AES256-GCM-SHA384:@SECLEVEL=0"],
        ),
        ("rsa-below-2048", "rsa:1024", &["-tls1_2"]),
        ("explicit-curve", "explicit", &["-tls1_2"]),
        (
            "sha-1-only",
            "rsa:2048",
            &["-tls1_2", "-sigalgs", "RSA+SHA1"],
        ),
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
        let fingerprint = konnektorwart::connector::tls::SeenCertificate::from_der(&server.der());
        profile.pins.client = Some(Pin::Certificate(fingerprint.unwrap().fingerprint));
        let why = Connector::new(&profile).reach_client().await;
        assert_eq!(
            why,
            Err(Observation::Unreached(Unreached::CertificateDemanded)),
            "{version}"
        );
    }
}

#[tokio::test]
async fn a_changed_certificate_gets_not_one_byte() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let (certificate, key) = identity(1);
        let pinned = konnektorwart::connector::tls::SeenCertificate::from_der(&certificate);
        let (other, other_key) = identity(2);
        drop(key);
        let seen = konnektorwart::connector::tls::SeenCertificate::from_der(&other).unwrap();
        let config = tls_config(other, other_key, version);
        let device = Device::start_with(config, |_| http("200 OK", "", "")).await;
        let mut profile = profile(device.address.port());
        let pin = Some(Pin::Certificate(pinned.unwrap().fingerprint));
        profile.pins.client.clone_from(&pin);
        profile.pins.management = pin;
        let untrusted = Observation::Untrusted {
            seen: seen.fingerprint,
        };
        let connector = Connector::new(&profile);
        assert_eq!(connector.reach_client().await, Err(untrusted.clone()));
        let (user, password) = super::connector::account();
        let login = konnektorwart::connector::Login {
            user: &user,
            password: &password,
        };
        assert_eq!(
            connector.prove_management(login).await.observation,
            untrusted
        );
        assert_eq!(device.bytes(), b"");
    }
}

#[tokio::test]
async fn a_handshake_signed_by_another_key_is_refused() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let (certificate, _) = identity(1);
        let (_, other_key) = identity(2);
        let pin = konnektorwart::connector::tls::SeenCertificate::from_der(&certificate).unwrap();
        let config = tls_config(certificate, other_key, version);
        let device = Device::start_with(config, |_| http("200 OK", "", "")).await;
        let mut profile = profile(device.address.port());
        profile.pins.client = Some(Pin::Certificate(pin.fingerprint));
        let answer = Connector::new(&profile).reach_client().await;
        let why = "the handshake's signature is not the certificate's".to_owned();
        assert_eq!(
            answer,
            Err(Observation::Unreached(Unreached::Handshake(why.clone())))
        );
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
    let untrusted = Observation::Untrusted {
        seen: seen.fingerprint,
    };
    assert_eq!(
        Connector::new(&profile).reach_client().await,
        Err(untrusted)
    );
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
        let untrusted = Err(Observation::Untrusted {
            seen: shown.fingerprint,
        });
        let authorities = [der(&authority), der(&other)];
        let pin_of = |der: &[u8], subject: &str| {
            let authority = konnektorwart::connector::tls::SeenCertificate::from_der(der).unwrap();
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
    use konnektorwart::connector::tls::{ClientIdentity, IdentityError};
    use konnektorwart::domain::profile::Encryption;
    let Some(openssl) = OpenSsl::find("client certificates") else {
        return;
    };
    let password = secrecy::SecretString::from("Grüße aus Köln");
    let client = openssl.certificate(&Shape::new("rsa:2048"));
    let p12 = openssl.pkcs12(&client, "Grüße aus Köln");
    let pem = [
        std::fs::read(&client.0).unwrap(),
        std::fs::read(&client.1).unwrap(),
    ]
    .concat();
    let p12 = std::fs::read(p12).unwrap();
    let wrong = secrecy::SecretString::from("falsch");
    let refused = ClientIdentity::from_file(&p12, Some(&wrong)).err();
    assert_eq!(refused, Some(IdentityError::Password));
    assert_eq!(
        ClientIdentity::from_file(b"GIF89a", None).err(),
        Some(IdentityError::Format)
    );
    for version in ["-tls1_2", "-tls1_3"] {
        let certificate = openssl.certificate(&Shape::new("P-256"));
        let server = openssl.serve(&certificate, &[version, "-Verify", "1"]);
        let identities = [
            ClientIdentity::from_file(&pem, None).unwrap(),
            ClientIdentity::from_file(&p12, Some(&password)).unwrap(),
        ];
        for identity in identities {
            let mut profile = profile(server.port);
            let seen = konnektorwart::connector::tls::SeenCertificate::from_der(&server.der());
            profile.pins.client = Some(Pin::Certificate(seen.unwrap().fingerprint));
            profile.encryption = Encryption::TlsCertificate {
                file: "x.p12".to_owned(),
            };
            let connector = Connector::new(&profile);
            let without = connector.reach_client().await;
            assert_eq!(
                without,
                Err(Observation::Unreached(Unreached::ClientCertificate))
            );
            let with = connector.with_identity(&identity).reach_client().await;
            assert_eq!(with, Err(PAGE), "{version}");
        }
    }
}

#[tokio::test]
async fn a_port_without_tls_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let host = "127.0.0.1".parse().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            use std::io::{Read, Write};
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    assert_eq!(look(&host, port, PATIENCE).await, Err(Unreached::NotTls));
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    assert_eq!(
        look(&host, free, PATIENCE).await,
        Err(Unreached::ConnectionRefused)
    );
    let nowhere = "konnektor.invalid".parse().unwrap();
    assert_eq!(
        look(&nowhere, 443, PATIENCE).await,
        Err(Unreached::NoAddress)
    );
}

#[tokio::test]
async fn nothing_is_sent_without_a_confirmed_certificate() {
    let device = Device::start(|_| Reply::Close).await;
    let profile = profile(device.address.port());
    let unpinned = Observation::Unreached(Unreached::NotPinned);
    assert_eq!(
        Connector::new(&profile).reach_client().await,
        Err(unpinned.clone())
    );
    assert_eq!(
        Connector::new(&profile).reach_management().await,
        Err(unpinned)
    );
    assert_eq!(device.bytes(), b"");
}

/// `openssl s_server -www` answers every request with a page.
const PAGE: Observation =
    Observation::Unreached(Unreached::NoDirectory(DirectoryFault::NotADirectory));

#[derive(Clone)]
struct Shape {
    key: &'static str,
    has_san: bool,
    is_version_1: bool,
    is_expired: bool,
}

impl Shape {
    fn new(key: &'static str) -> Self {
        Self {
            key,
            has_san: false,
            is_version_1: false,
            is_expired: false,
        }
    }

    fn with_san(self) -> Self {
        Self {
            has_san: true,
            ..self
        }
    }

    fn version_1(self) -> Self {
        Self {
            is_version_1: true,
            ..self
        }
    }

    fn expired(self) -> Self {
        Self {
            is_expired: true,
            ..self
        }
    }
}

/// A certificate and its key, PEM.
type Files = (PathBuf, PathBuf);

struct OpenSsl {
    dir: tempfile::TempDir,
}

struct Server {
    child: Child,
    port: u16,
    certificate: PathBuf,
}

impl OpenSsl {
    fn find(what: &str) -> Option<Self> {
        let found = Command::new("openssl").arg("version").output();
        if found.is_ok_and(|output| output.status.success()) {
            return Some(Self {
                dir: tempfile::tempdir().unwrap(),
            });
        }
        let complete = std::env::var_os("KONNEKTOR_TESTS_COMPLETE").is_some_and(|v| v == "1");
        assert!(
            !complete,
            "{what} needs the program openssl (Debian: apt-get install openssl)"
        );
        eprintln!("left out: {what} needs the program openssl (Debian: apt-get install openssl)");
        None
    }

    fn run(&self, arguments: &[&str]) {
        let output = Command::new("openssl")
            .args(arguments)
            .current_dir(self.dir.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "openssl {arguments:?}: {error}");
    }

    fn certificate(&self, shape: &Shape) -> Files {
        let (certificate, key) = self.files();
        let (pem, key_file) = (text(&certificate), text(&key));
        self.key(shape.key, key_file);
        let mut request = vec![
            "req",
            "-new",
            "-key",
            key_file,
            "-subj",
            "/C=DE/CN=konnektor",
        ];
        if shape.is_version_1 || shape.is_expired {
            request.extend(["-out", "request"]);
            self.run(&request);
            let mut sign = vec!["-in", "request", "-out", pem];
            if shape.is_expired {
                let dir = self.dir.path();
                std::fs::write(dir.join("ca.cnf"), CA).unwrap();
                std::fs::write(dir.join("index"), "").unwrap();
                std::fs::write(dir.join("serial"), "01").unwrap();
                let ca = [
                    "ca",
                    "-batch",
                    "-config",
                    "ca.cnf",
                    "-selfsign",
                    "-keyfile",
                    key_file,
                ];
                sign.splice(0..0, ca);
                sign.extend([
                    "-startdate",
                    "20150101000000Z",
                    "-enddate",
                    "20200101000000Z",
                ]);
            } else {
                sign.splice(0..0, ["x509", "-req", "-signkey", key_file]);
            }
            self.run(&sign);
        } else {
            request.extend(["-x509", "-days", "3650", "-out", pem]);
            if shape.has_san {
                request.extend(["-addext", "subjectAltName=IP:127.0.0.1"]);
            }
            self.run(&request);
        }
        (certificate, key)
    }

    fn issued_by(&self, authority: &Files, kind: &str) -> Files {
        let (certificate, key) = self.files();
        self.key(kind, text(&key));
        self.run(&[
            "req",
            "-new",
            "-key",
            text(&key),
            "-subj",
            "/CN=80276",
            "-out",
            "request",
        ]);
        self.run(&[
            "x509",
            "-req",
            "-in",
            "request",
            "-CA",
            text(&authority.0),
            "-CAkey",
            text(&authority.1),
            "-CAcreateserial",
            "-days",
            "30",
            "-out",
            text(&certificate),
        ]);
        (certificate, key)
    }

    fn pkcs12(&self, client: &Files, password: &str) -> PathBuf {
        let out = self.dir.path().join("client.p12");
        let pass = format!("pass:{password}");
        self.run(&[
            "pkcs12",
            "-export",
            "-in",
            text(&client.0),
            "-inkey",
            text(&client.1),
            "-out",
            text(&out),
            "-passout",
            &pass,
        ]);
        out
    }

    fn key(&self, kind: &str, out: &str) {
        let curve = format!("ec_paramgen_curve:{kind}");
        let bits = format!("rsa_keygen_bits:{}", kind.trim_start_matches("rsa:"));
        let arguments = match kind {
            "ed25519" => vec!["genpkey", "-algorithm", "ed25519"],
            "explicit" => vec![
                "genpkey",
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-pkeyopt",
                "ec_param_enc:explicit",
            ],
            kind if kind.starts_with("rsa:") => {
                vec!["genpkey", "-algorithm", "RSA", "-pkeyopt", &bits]
            }
            _ => vec!["genpkey", "-algorithm", "EC", "-pkeyopt", &curve],
        };
        self.run(&[arguments, vec!["-out", out]].concat());
    }

    fn files(&self) -> Files {
        let number = std::fs::read_dir(self.dir.path()).unwrap().count();
        let path = |end: &str| self.dir.path().join(format!("{number}.{end}"));
        std::fs::write(path("pem"), "").unwrap();
        (path("pem"), path("key"))
    }

    fn serve(&self, (certificate, key): &Files, arguments: &[&str]) -> Server {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let accept = format!("127.0.0.1:{port}");
        let mut command = Command::new("openssl");
        command.args(["s_server", "-accept", &accept, "-www", "-quiet"]);
        command.args(["-cert", text(certificate), "-key", text(key)]);
        if !arguments.contains(&"-cipher") {
            command.args(["-cipher", "ALL:@SECLEVEL=0"]);
        }
        command.args(arguments).current_dir(self.dir.path());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = child.try_wait().unwrap();
            assert!(
                ended.is_none() && start.elapsed() < PATIENCE,
                "{arguments:?}: {ended:?}"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        Server {
            child,
            port,
            certificate: certificate.clone(),
        }
    }
}

impl Server {
    fn der(&self) -> Vec<u8> {
        der(&(self.certificate.clone(), PathBuf::new()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn der((certificate, _): &Files) -> Vec<u8> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;
    CertificateDer::from_pem_file(certificate).unwrap().to_vec()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

const CA: &str = "[ca]\ndefault_ca=c\n[c]\ndatabase=index\nnew_certs_dir=.\nserial=serial\n\
    default_md=sha256\npolicy=p\nx509_extensions=x\n[p]\ncountryName=optional\n\
    commonName=supplied\n[x]\nbasicConstraints=CA:FALSE\n";
