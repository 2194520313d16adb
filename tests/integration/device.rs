//! A small TLS server for one test: it answers as the test says and keeps what it received.
//!
//! Beside the simulator on purpose: it does what no connector would do.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use konnektorwart::connector::look;
use konnektorwart::connector::tls::SeenCertificate;
use konnektorwart::domain::device::{Pin, Vendor};
use konnektorwart::domain::profile::{
    CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck, Pins,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SigningKey};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The longest that a test waits for anything.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub head: String,
    pub body: String,
}

impl Received {
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// These bytes, then the end.
    Bytes(Vec<u8>),
    /// Nothing, for ever.
    Silence,
    /// A TCP reset.
    Reset,
    /// The end of the connection.
    Close,
    /// These bytes, then one more byte (the last argument) every 50 milliseconds, for ever.
    Drip(Vec<u8>, u8),
    /// These bytes, then this piece again and again.
    Endless(Vec<u8>, Vec<u8>),
}

pub fn http(status: &str, headers: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}\r\n{body}")
            .into_bytes(),
    )
}

/// Certificate and key, made from a seed: X.509 v1, Ed25519, self-issued, the signature is nonsense.
pub fn identity(seed: u8) -> (CertificateDer<'static>, Arc<dyn SigningKey>) {
    let mut pkcs8 = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    pkcs8.extend([seed; 32]);
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(pkcs8));
    let key = rustls::crypto::ring::sign::any_supported_type(&key).unwrap();
    let spki = key.public_key().unwrap().to_vec();
    let algorithm = der(0x30, &[6, 3, 0x2b, 0x65, 0x70]);
    let common_name = [&[6, 3, 0x55, 4, 3][..], &der(0x0c, b"konnektor")].concat();
    let name = der(0x30, &der(0x31, &der(0x30, &common_name)));
    let times = [der(0x17, b"150101000000Z"), der(0x17, b"200101000000Z")].concat();
    let tbs = [der(2, &[seed]), algorithm.clone(), name.clone(), der(0x30, &times), name, spki];
    let tbs = der(0x30, &tbs.concat());
    let signature = der(3, &[&[0][..], &[1; 64]].concat());
    let certificate = der(0x30, &[tbs, algorithm, signature].concat());
    (CertificateDer::from(certificate), key)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).map(|length| match length {
        0..=127 => vec![length],
        _ => vec![0x81, length],
    });
    let length = length.unwrap_or_else(|_| {
        let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
        vec![0x82, high, low]
    });
    [&[tag][..], &length, content].concat()
}

#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

pub fn tls_config(
    certificate: CertificateDer<'static>,
    key: Arc<dyn SigningKey>,
    version: &'static rustls::SupportedProtocolVersion,
) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let certified = Arc::new(CertifiedKey::new(vec![certificate], key));
    ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Always(certified)))
}

/// A device of one test.
pub struct Device {
    pub address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Device {
    /// A device with the certificate of seed 1, TLS 1.3.
    pub async fn start(answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let (certificate, key) = identity(1);
        Self::start_with(tls_config(certificate, key, &rustls::version::TLS13), answer).await
    }

    pub async fn start_with(
        config: ServerConfig,
        answer: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::new(Mutex::new(Vec::new()));
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (answer, log, raw) = (Arc::new(answer), Arc::clone(&received), Arc::clone(&bytes));
        tokio::spawn(async move {
            loop {
                let Ok((tcp, _)) = listener.accept().await else {
                    return;
                };
                let (acceptor, answer) = (acceptor.clone(), Arc::clone(&answer));
                let (log, raw) = (Arc::clone(&log), Arc::clone(&raw));
                tokio::spawn(async move {
                    let Ok(mut tls) = acceptor.accept(tcp).await else {
                        return;
                    };
                    let Some(request) = read(&mut tls, &raw).await else {
                        return;
                    };
                    log.lock().unwrap().push(request.clone());
                    reply(tls, answer(&request)).await;
                });
            }
        });
        Self { address, received, bytes }
    }

    /// The requests so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Everything that came through TLS, complete request or not.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.lock().unwrap().clone()
    }

    /// A profile that reaches both planes here, with the certificate that it shows confirmed.
    pub async fn profile(&self) -> ConnectorProfile {
        profile_with_pin(self.address.port(), self.address.port()).await
    }
}

pub async fn seen(port: u16) -> SeenCertificate {
    look(&"127.0.0.1".parse().unwrap(), port, PATIENCE).await.unwrap()
}

pub async fn profile_with_pin(port: u16, management_port: u16) -> ConnectorProfile {
    let pin = Some(Pin::Certificate(seen(port).await.fingerprint));
    let mut profile = profile(port);
    profile.management_port = management_port;
    profile.pins = Pins { client: pin.clone(), management: pin };
    profile
}

/// A profile without pins.
pub fn profile(port: u16) -> ConnectorProfile {
    ConnectorProfile {
        id: "test".parse().unwrap(),
        name: "Test".to_owned(),
        host: "127.0.0.1".parse().unwrap(),
        port,
        management_port: port,
        vendor: Vendor::Secunet,
        timeout: PATIENCE,
        online_check: OnlineCheck::Always,
        encryption: Encryption::TlsPassword,
        card_service: CardServiceVersion::Auto,
        context: None,
        device: None,
        pins: Pins::default(),
        accounts: Vec::new(),
    }
}

async fn read(tls: &mut TlsStream<TcpStream>, raw: &Mutex<Vec<u8>>) -> Option<Received> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let count = tls.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
        raw.lock().unwrap().extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let received = Received { head: head.to_owned(), body: body.to_owned() };
        let length = received.header("content-length").map_or(0, |length| length.parse().unwrap());
        if body.len() >= length {
            return Some(received);
        }
    }
}

async fn reply(mut tls: TlsStream<TcpStream>, reply: Reply) {
    match reply {
        Reply::Bytes(bytes) => {
            let _ = tls.write_all(&bytes).await;
            let _ = tls.shutdown().await;
        }
        Reply::Silence => std::future::pending().await,
        Reply::Reset => {
            let (tcp, _) = tls.get_ref();
            socket2::SockRef::from(tcp).set_linger(Some(Duration::ZERO)).unwrap();
        }
        Reply::Close => drop(tls),
        Reply::Drip(bytes, byte) => {
            let mut next = bytes;
            while tls.write_all(&next).await.is_ok() && tls.flush().await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
                next = vec![byte];
            }
        }
        Reply::Endless(bytes, piece) => {
            let mut next = bytes;
            while tls.write_all(&next).await.is_ok() {
                next.clone_from(&piece);
            }
        }
    }
}
