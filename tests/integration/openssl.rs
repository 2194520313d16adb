//! `openssl s_server` as the other side: keys, certificates and offers that rustls would not make.
//!
//! Without the program `openssl` a test says so and does nothing, unless `KONNEKTOR_TESTS_COMPLETE=1`
//! demands it.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::device::PATIENCE;

#[derive(Clone)]
pub struct Shape {
    pub key: &'static str,
    has_san: bool,
    pub is_version_1: bool,
    is_expired: bool,
}

impl Shape {
    pub fn new(key: &'static str) -> Self {
        Self { key, has_san: false, is_version_1: false, is_expired: false }
    }

    pub fn with_san(self) -> Self {
        Self { has_san: true, ..self }
    }

    pub fn version_1(self) -> Self {
        Self { is_version_1: true, ..self }
    }

    pub fn expired(self) -> Self {
        Self { is_expired: true, ..self }
    }
}

/// A certificate and its key, PEM.
pub type Files = (PathBuf, PathBuf);

pub struct OpenSsl {
    dir: tempfile::TempDir,
}

pub struct Server {
    child: Child,
    pub port: u16,
    certificate: PathBuf,
}

impl OpenSsl {
    pub fn find(what: &str) -> Option<Self> {
        let found = Command::new("openssl").arg("version").output();
        if found.is_ok_and(|output| output.status.success()) {
            return Some(Self { dir: tempfile::tempdir().unwrap() });
        }
        let complete = std::env::var_os("KONNEKTOR_TESTS_COMPLETE").is_some_and(|v| v == "1");
        assert!(!complete, "{what} needs the program openssl (Debian: apt-get install openssl)");
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

    pub fn certificate(&self, shape: &Shape) -> Files {
        let (certificate, key) = self.files();
        let (pem, key_file) = (text(&certificate), text(&key));
        self.key(shape.key, key_file);
        let mut request = vec!["req", "-new", "-key", key_file, "-subj", "/C=DE/CN=konnektor"];
        if shape.is_version_1 || shape.is_expired {
            request.extend(["-out", "request"]);
            self.run(&request);
            let mut sign = vec!["-in", "request", "-out", pem];
            if shape.is_expired {
                let dir = self.dir.path();
                std::fs::write(dir.join("ca.cnf"), CA).unwrap();
                std::fs::write(dir.join("index"), "").unwrap();
                std::fs::write(dir.join("serial"), "01").unwrap();
                let ca = ["ca", "-batch", "-config", "ca.cnf", "-selfsign", "-keyfile", key_file];
                sign.splice(0..0, ca);
                sign.extend(["-startdate", "20150101000000Z", "-enddate", "20200101000000Z"]);
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

    pub fn issued_by(&self, authority: &Files, kind: &str) -> Files {
        let (certificate, key) = self.files();
        self.key(kind, text(&key));
        self.run(&["req", "-new", "-key", text(&key), "-subj", "/CN=80276", "-out", "request"]);
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

    pub fn pkcs12(&self, client: &Files, password: &str) -> PathBuf {
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

    /// Writes a file for `-WWW`, which serves the folder.
    pub fn write(&self, name: &str, content: &str) {
        std::fs::write(self.dir.path().join(name), content).unwrap();
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

    pub fn serve(&self, (certificate, key): &Files, arguments: &[&str]) -> Server {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let accept = format!("127.0.0.1:{port}");
        let mut command = Command::new("openssl");
        command.args(["s_server", "-accept", &accept, "-quiet"]);
        command.args(["-cert", text(certificate), "-key", text(key)]);
        if !arguments.contains(&"-WWW") {
            command.arg("-www");
        }
        if !arguments.contains(&"-cipher") {
            command.args(["-cipher", "ALL:@SECLEVEL=0"]);
        }
        command.args(arguments).current_dir(self.dir.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none() && start.elapsed() < PATIENCE, "{arguments:?}: {ended:?}");
            std::thread::sleep(Duration::from_millis(5));
        }
        Server { child, port, certificate: certificate.clone() }
    }
}

impl Server {
    pub fn der(&self) -> Vec<u8> {
        der(&(self.certificate.clone(), PathBuf::new()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn der((certificate, _): &Files) -> Vec<u8> {
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
