//! The person's browser: logs in to the device's web UI and changes the own password there, form by
//! form, as a real one does. It stands in for somebody outside; the agent knows nothing of it.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};
use secrecy::{ExposeSecret, SecretString};

use crate::connector::tls::{self, Trace, Trust};
use crate::domain::device::{Fingerprint, Pin};

const LIMIT: Duration = Duration::from_secs(10);
const LARGEST: u64 = 1024 * 1024;

/// A browser with one tab.
pub struct Browser {
    address: SocketAddr,
    trust: Trust,
    cookie: Option<String>,
}

/// An answer without its body.
struct Answer {
    status: u16,
    cookie: Option<String>,
    location: Option<String>,
}

impl Browser {
    /// A browser that accepts this certificate.
    pub const fn new(address: SocketAddr, certificate: Fingerprint) -> Self {
        let trust = Trust::Pin(Pin::Certificate(certificate));
        Self { address, trust, cookie: None }
    }

    /// Changes the own password under *Mein Profil* and logs out.
    ///
    /// # Errors
    /// The network's, or what the web UI answered instead.
    pub fn change_own_password(
        &mut self,
        user: &str,
        old: &SecretString,
        new: &SecretString,
    ) -> io::Result<()> {
        const LOGIN: &str = "/management/login";
        const PROFILE: &str = "/management/home/profil";
        self.expect(200, "GET", LOGIN, &[])?;
        let (old, new) = (old.expose_secret(), new.expose_secret());
        self.expect(303, "POST", LOGIN, &[("benutzername", user), ("passwort", old)])?;
        self.expect(200, "GET", PROFILE, &[])?;
        let fields =
            [("altes_passwort", old), ("neues_passwort", new), ("neues_passwort_wiederholen", new)];
        let changed = self.expect(303, "POST", PROFILE, &fields)?;
        if !changed.location.is_some_and(|place| place.contains("meldung=")) {
            return Err(io::Error::other("the web UI does not say that the password was changed"));
        }
        self.expect(303, "POST", "/management/logout", &[])?;
        self.cookie = None;
        Ok(())
    }

    fn expect(
        &mut self,
        status: u16,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> io::Result<Answer> {
        let answer = self.ask(method, path, fields)?;
        if answer.status != status {
            let text = format!("{method} {path}: status {} instead of {status}", answer.status);
            return Err(io::Error::other(text));
        }
        if let Some(cookie) = &answer.cookie {
            self.cookie = Some(cookie.clone());
        }
        Ok(answer)
    }

    fn ask(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let socket = TcpStream::connect_timeout(&self.address, LIMIT)?;
        socket.set_read_timeout(Some(LIMIT))?;
        socket.set_write_timeout(Some(LIMIT))?;
        let config = tls::config(self.trust.clone(), None, &Arc::new(Trace::default()));
        let name = ServerName::from(self.address.ip());
        let session = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(session, socket);
        let form: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let form = form.join("&");
        let cookie = self.cookie.as_ref();
        let cookie = cookie.map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"));
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{cookie}Connection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        );
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        match stream.take(LARGEST).read_to_end(&mut bytes) {
            // A device that closes without a farewell has answered all the same.
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
            Ok(_) | Err(_) => {}
        }
        Answer::read(&bytes).ok_or_else(|| io::Error::other("the answer is no HTTP"))
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let head = text.split("\r\n\r\n").next()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let mut answer = Self { status, cookie: None, location: None };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "set-cookie" => answer.cookie = value.split(';').next().map(str::to_owned),
                "location" => answer.location = Some(value.to_owned()),
                _ => {}
            }
        }
        Some(answer)
    }
}

/// A form's value: everything but letters and digits is percent-encoded.
fn encoded(value: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    value.bytes().map(byte).collect()
}
