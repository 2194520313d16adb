//! Where a secret must not be found: logs, debug output, plain HTTP.

use std::io::{Read, Seek, SeekFrom, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, Once};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use konnektorwart::connector::events::Operation;
use konnektorwart::connector::{Connector, Login, look};
use konnektorwart::domain::probe::{ClientBody, Demand, Observation, Silence, Unreached};
use konnektorwart::domain::profile::Encryption;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::answers::{RESOURCES, directory};
use super::connector::{
    BASIC, CANARY, account, client, contains_secret, context, observe, open, prove,
};
use super::device::{Device, PATIENCE, Reply, http, profile, profile_with_pin};
use super::openssl::{OpenSsl, Shape};

#[tokio::test]
async fn no_log_line_and_no_debug_output_holds_the_secret() {
    static LINES: Mutex<String> = Mutex::new(String::new());
    static ONCE: Once = Once::new();
    struct Keep;
    impl log::Log for Keep {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }
        fn log(&self, record: &log::Record<'_>) {
            LINES.lock().unwrap().push_str(&format!("{} {}\n", record.target(), record.args()));
        }
        fn flush(&self) {}
    }
    ONCE.call_once(|| {
        log::set_logger(&Keep).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    log::info!("the log is kept");
    let mut shown = String::new();
    for reply in [http("401 Unauthorized", "", ""), Reply::Reset, Reply::Close] {
        shown.push_str(&format!("{:?}", observe(reply).await));
    }
    let (user, password) = account();
    shown.push_str(&format!("{:?}", Login { user: &user, password: &password }));
    let device =
        Device::start(|_| http("204 No Content", "Authorization: Bearer Kanarie-Token\r\n", ""))
            .await;
    let profile = device.profile().await;
    let login = Login { user: &user, password: &password };
    shown.push_str(&format!("{:?}", Connector::new(&profile).prove_management(login).await));
    let lines = LINES.lock().unwrap().clone();
    assert!(lines.contains("the log is kept"));
    for secret in [CANARY, BASIC, "Kanarie-Token"] {
        assert!(!lines.contains(secret), "{lines}");
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn a_port_without_tls_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let host = "127.0.0.1".parse().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    assert_eq!(look(&host, port, PATIENCE).await, Err(Unreached::NotTls));
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(look(&host, free, PATIENCE).await, Err(Unreached::ConnectionRefused));
    let nowhere = "konnektor.invalid".parse().unwrap();
    assert_eq!(look(&nowhere, 443, PATIENCE).await, Err(Unreached::NoAddress));
}

#[tokio::test]
async fn plain_http_never_carries_a_secret() {
    let (port, received) = plain_device();
    let mut profile = profile(port);
    profile.encryption = Encryption::None;
    let proof = prove(&profile).await;
    assert_eq!(proof.observation, client(Demand::Demanded, false, 200, ClientBody::Success));
    let received = received.lock().unwrap().clone();
    let text = String::from_utf8_lossy(&received);
    assert!(text.contains("POST /ws/EventService?x=1 HTTP/1.1"), "{text}");
    assert!(
        !contains_secret(&received) && !text.to_lowercase().contains("authorization"),
        "{text}"
    );
}

#[tokio::test]
async fn a_directory_from_plain_http_does_not_lead_a_secret() {
    let device = Device::start(|_| http("200 OK", "", RESOURCES)).await;
    let mut profile = device.profile().await;
    let (port, _) = plain_device();
    (profile.encryption, profile.port) = (Encryption::None, port);
    let route = open(&Connector::new(&profile)).await;
    (profile.encryption, profile.port) = (Encryption::TlsPassword, device.address.port());
    let (user, password) = account();
    let login = Some(Login { user: &user, password: &password });
    let (connector, operation) = (Connector::new(&profile), Operation::GetResourceInformation);
    let proof = connector.prove_client(&route, operation, &context(), login).await;
    assert!(matches!(proof.observation, Observation::Unreached(Unreached::Local(_))));
    assert_eq!(device.bytes(), b"");
}

/// A device without TLS, and what it received.
fn plain_device() -> (u16, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let received = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&received);
    let plain = "<si:Endpoint Location='http://192.0.2.10/ws/EventService?x=1'/></si:Version>";
    let directory = directory("true").replace("</si:Version>", plain);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = vec![0; 16384];
            let count = stream.read(&mut request).unwrap_or(0);
            log.lock().unwrap().extend_from_slice(&request[..count]);
            let body = if request.starts_with(b"GET") { directory.as_str() } else { RESOURCES };
            let Reply::Bytes(answer) = http("200 OK", "", body) else {
                return;
            };
            let _ = stream.write_all(&answer);
        }
    });
    (port, received)
}

/// One copy is known to stay: hyper frees the buffer that it wrote the head of a request into, and with it
/// the Basic header, without wiping it. A body is never copied there.
#[tokio::test]
async fn after_a_check_no_copy_of_the_password_is_in_memory() {
    let Some(openssl) = OpenSsl::find("the search for secrets in memory") else {
        return;
    };
    if !std::path::Path::new("/proc/self/maps").exists() {
        eprintln!("left out: the search for secrets in memory needs Linux' /proc");
        return;
    }
    openssl.write("connector.sds", &directory("true"));
    // It serves the directory and lets everything else time out; it is another process.
    let server = openssl.serve(&openssl.certificate(&Shape::new("P-256")), &["-WWW"]);
    let mut profile = profile_with_pin(server.port, server.port).await;
    profile.timeout = std::time::Duration::from_secs(1);
    let password = Hidden::new("Zugvogel-9-Eisberg");
    let basic = password.basic("praxis");
    let connector = Connector::new(&profile);
    let (user, _) = account();
    let secret = SecretString::from(password.show());
    let login = Login { user: &user, password: &secret };
    assert_eq!(connector.prove_management(login).await.observation, TIMEOUT);
    drop(secret);
    assert_eq!((password.copies(), basic.copies()), (0, 0));
    let route = open(&connector).await;
    let secret = SecretString::from(password.show());
    let (login, operation) =
        (Some(Login { user: &user, password: &secret }), Operation::GetResourceInformation);
    let proof = connector.prove_client(&route, operation, &context(), login).await;
    assert_eq!(proof.observation, TIMEOUT);
    drop(secret);
    let copies = basic.copies();
    assert!(password.copies() == 0 && copies <= 1, "{copies}");
}

const TIMEOUT: Observation = Observation::Silent(Silence::Timeout);

/// A text that this process keeps only in disguise.
struct Hidden(Vec<u8>);

impl Hidden {
    fn new(text: &str) -> Self {
        Self(text.bytes().map(|byte| byte ^ 0x55).collect())
    }

    /// The caller wipes it.
    fn show(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        text.extend(self.0.iter().map(|byte| char::from(byte ^ 0x55)));
        text
    }

    fn basic(&self, user: &str) -> Self {
        let mut pair = Zeroizing::new(String::with_capacity(64));
        pair.push_str(user);
        pair.push(':');
        pair.push_str(&Zeroizing::new(self.show()));
        Self::new(&Zeroizing::new(STANDARD.encode(pair.as_bytes())))
    }

    /// How often the text is in this process' writable memory.
    fn copies(&self) -> usize {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let mut memory = std::fs::File::open("/proc/self/mem").unwrap();
        let writable = maps.lines().filter(|line| line.contains(" rw-p "));
        let (mut bytes, mut copies) = (vec![0; 0x1_0000 + self.0.len() - 1], 0);
        let window = bytes.as_ptr().addr() as u64..bytes.as_ptr_range().end.addr() as u64;
        for (from, to) in writable.filter_map(|line| line.split(' ').next()?.split_once('-')) {
            let [from, to] = [from, to].map(|hex| u64::from_str_radix(hex, 16).unwrap());
            for at in (from..to).step_by(0x1_0000) {
                let end = to.min(at + bytes.len() as u64);
                // A window into itself would show what it shows.
                if at < window.end && window.start < end {
                    continue;
                }
                let bytes = &mut bytes[..usize::try_from(end - at).unwrap()];
                memory.seek(SeekFrom::Start(at)).unwrap();
                if memory.read_exact(bytes).is_ok() {
                    bytes.iter_mut().for_each(|byte| *byte ^= 0x55);
                    copies += bytes.windows(self.0.len()).filter(|part| *part == self.0).count();
                }
            }
        }
        copies
    }
}
