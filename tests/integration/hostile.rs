//! A device that wants to hold or fill this program: everything ends at the total time limit.

use std::process::Command;
use std::time::{Duration, Instant};

use konnektorwart::connector::{Connector, Login, look};
use konnektorwart::domain::probe::{DirectoryFault, Observation, Silence, Unreached};
use tokio::net::TcpListener;

use super::answers::directory;
use super::connector::{account, contains_secret, prove};
use super::device::{Device, PATIENCE, Reply, http, profile};

const LIMIT: Duration = Duration::from_millis(700);

#[tokio::test]
async fn everything_ends_at_the_total_time_limit() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".to_vec();
    let replies = [
        ("silence", Reply::Silence),
        ("a byte now and then", Reply::Drip(head, b' ')),
        ("headers now and then", Reply::Drip(b"HTTP/1.1 200 OK\r\nX: ".to_vec(), b'x')),
    ];
    for (name, reply) in replies {
        let device = Device::start(move |_| reply.clone()).await;
        let mut profile = device.profile().await;
        profile.timeout = LIMIT;
        let start = Instant::now();
        let answer = Connector::new(&profile).reach_client().await;
        let silent = DirectoryFault::Silent(Silence::Timeout);
        let expected = Observation::Unreached(Unreached::NoDirectory(silent));
        assert_eq!(answer, Err(expected), "{name}");
        assert!(start.elapsed() < LIMIT + Duration::from_secs(5), "{name}");
    }
}

#[tokio::test]
async fn a_secret_that_left_into_silence_is_in_doubt() {
    let device = Device::start(|request| match request.line() {
        "GET /connector.sds HTTP/1.1" => http("200 OK", "", &directory("true")),
        _ => Reply::Silence,
    })
    .await;
    let mut profile = device.profile().await;
    profile.timeout = LIMIT;
    assert_eq!(prove(&profile).await.observation, Observation::Silent(Silence::Timeout));
    let (user, password) = account();
    let login = Login { user: &user, password: &password };
    let proof = Connector::new(&profile).prove_management(login).await;
    assert_eq!(proof.observation, Observation::Silent(Silence::Timeout));
}

#[tokio::test]
async fn a_port_that_never_speaks_is_unreached() {
    // The kernel accepts; nobody answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let host = "127.0.0.1".parse().unwrap();
    assert_eq!(look(&host, port, LIMIT).await, Err(Unreached::ConnectTimeout));
    let mut profile = profile(port);
    profile.timeout = LIMIT;
    let (certificate, _) = super::device::identity(1);
    let seen = konnektorwart::connector::tls::SeenCertificate::from_der(&certificate).unwrap();
    profile.pins.management =
        Some(konnektorwart::domain::device::Pin::Certificate(seen.fingerprint));
    let (user, password) = account();
    let login = Login { user: &user, password: &password };
    let proof = Connector::new(&profile).prove_management(login).await;
    assert_eq!(proof.observation, Observation::Unreached(Unreached::ConnectTimeout));
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let trap = Device::start(|_| http("200 OK", "", "")).await;
    let location = format!("Location: https://{}/ws/EventService\r\n", trap.address);
    let device = Device::start(move |request| match request.line() {
        "GET /connector.sds HTTP/1.1" => http("200 OK", "", &directory("true")),
        _ => http("307 Temporary Redirect", &location, ""),
    })
    .await;
    let profile = device.profile().await;
    prove(&profile).await;
    assert_eq!(trap.bytes(), b"");
    let with_secret = device
        .received()
        .iter()
        .filter(|request| request.header("authorization").is_some())
        .count();
    assert_eq!(with_secret, 1);
}

/// The environment of a process cannot be changed safely: the test starts itself again.
#[tokio::test]
async fn a_proxy_of_the_environment_is_ignored() {
    if std::env::var_os("HTTPS_PROXY").is_some() {
        let device = Device::start(|_| http("404 Not Found", "", "")).await;
        let profile = device.profile().await;
        let expected = Observation::Unreached(Unreached::NoDirectory(DirectoryFault::Status(404)));
        assert_eq!(Connector::new(&profile).reach_client().await, Err(expected));
        return;
    }
    let trap = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("http://{}", trap.local_addr().unwrap());
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "hostile::a_proxy_of_the_environment_is_ignored"]);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"] {
        command.env(name, &proxy);
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = tokio::time::timeout(3 * PATIENCE, output).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    let nobody = tokio::time::timeout(Duration::from_millis(1), trap.accept()).await;
    assert!(nobody.is_err(), "the proxy was called");
}

/// TLS 1.3 reports a missing client certificate only after the request left.
#[tokio::test]
async fn a_late_alert_is_silence_for_a_secret_and_a_word_without_one() {
    let (certificate, key) = super::device::identity(1);
    let mut roots = rustls::RootCertStore::empty();
    roots.add(SELF_SIGNED.into()).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(
        std::sync::Arc::new(roots),
        std::sync::Arc::clone(&provider),
    );
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap());
    let certified = rustls::sign::CertifiedKey::new(vec![certificate], key);
    let resolver = rustls::sign::SingleCertAndKey::from(certified);
    let config = config.with_cert_resolver(std::sync::Arc::new(resolver));
    let device = Device::start_with(config, |_| http("200 OK", "", "")).await;
    let profile = device.profile().await;
    let connector = Connector::new(&profile);
    let demanded = Observation::Unreached(Unreached::CertificateDemanded);
    assert_eq!(connector.reach_client().await, Err(demanded));
    let (user, password) = account();
    let login = Login { user: &user, password: &password };
    let proof = connector.prove_management(login).await;
    let Observation::Silent(Silence::Alert | Silence::Reset) = proof.observation else {
        panic!("{:?}", proof.observation);
    };
    assert!(!contains_secret(&device.bytes()));
}

/// Any self-signed P-256 certificate, so that the server has somebody to trust.
const SELF_SIGNED: &[u8] = include_bytes!("authority.der");
