//! Why a handshake failed, found by asking again without a secret.
//!
//! Two hellos that offer nearly everything, and where even they stay unanswered one line of plain HTTP,
//! each on a connection of its own that ends there.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::certificate::{Certificate, KeyKind};
use super::hello::{Family, Offer, Reply, client_hello, read_reply};
use crate::domain::probe::Unreached;
use crate::domain::profile::Host;

/// What device and program have not in common; the word of `Unreached::NoCommonTls`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCommonTls {
    /// Only TLS 1.1 or older.
    OldVersion,
    /// Only CBC cipher suites.
    CbcOnly,
    /// Only finite-field Diffie-Hellman.
    DheOnly,
    /// Only RSA key transport.
    StaticRsaOnly,
    /// An RSA key of less than 2048 bits.
    ShortRsa,
    /// A curve whose parameters are written out instead of named.
    ExplicitCurve,
    /// A curve that this program does not know.
    UnknownCurve,
    /// Signatures with SHA-1 only.
    Sha1Only,
    /// TLS 1.3 only, with a certificate that it does not use with us (brainpool).
    Tls13Certificate,
    /// None of these.
    Unknown,
}

impl NoCommonTls {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::OldVersion,
        Self::CbcOnly,
        Self::DheOnly,
        Self::StaticRsaOnly,
        Self::ShortRsa,
        Self::ExplicitCurve,
        Self::UnknownCurve,
        Self::Sha1Only,
        Self::Tls13Certificate,
        Self::Unknown,
    ];

    /// The word that stands in `Unreached::NoCommonTls`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OldVersion => "tls-1.1",
            Self::CbcOnly => "cbc-only",
            Self::DheOnly => "dhe-only",
            Self::StaticRsaOnly => "static-rsa-only",
            Self::ShortRsa => "rsa-below-2048",
            Self::ExplicitCurve => "explicit-curve",
            Self::UnknownCurve => "unknown-curve",
            Self::Sha1Only => "sha-1-only",
            Self::Tls13Certificate => "tls-1.3-certificate",
            Self::Unknown => "unknown",
        }
    }

    /// The meaning of a word; an unknown word means unknown.
    pub fn of_word(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|known| known.as_str() == word);
        known.unwrap_or(Self::Unknown)
    }
}

impl From<NoCommonTls> for Unreached {
    fn from(word: NoCommonTls) -> Self {
        Self::NoCommonTls(word.as_str().to_owned())
    }
}

const PROTOCOL_VERSION: u8 = 70;
const LONGEST_REPLY: usize = 64 * 1024;

/// Judges the key whose signature could not be verified: too short or unknown says why, otherwise
/// somebody shows a certificate that is not theirs.
pub(super) fn of_key(key: &KeyKind) -> Option<NoCommonTls> {
    match key {
        KeyKind::Rsa(bits) if *bits < 2048 => Some(NoCommonTls::ShortRsa),
        KeyKind::ExplicitCurve => Some(NoCommonTls::ExplicitCurve),
        KeyKind::Curve("P-521" | "brainpoolP512r1") | KeyKind::Other(_) => {
            Some(NoCommonTls::UnknownCurve)
        }
        KeyKind::Rsa(_) | KeyKind::Curve(_) | KeyKind::Ed25519 => None,
    }
}

/// Asks the port why the handshake failed, up to three questions within `limit` in all.
pub(crate) async fn explain(host: &Host, port: u16, limit: Duration) -> Unreached {
    let limit = limit / 3;
    match ask(host, port, limit, Offer::Tls12).await {
        Some(Reply::Foreign) => return Unreached::NotTls,
        Some(Reply::Hello { version, suite, leaf, signature }) => {
            return of_hello(version, suite, leaf.as_deref(), signature).into();
        }
        Some(Reply::Alert(alert)) => {
            let tls13 = ask(host, port, limit, Offer::Tls13).await;
            return match tls13 {
                Some(Reply::Hello { .. }) => NoCommonTls::Tls13Certificate,
                Some(Reply::Alert(_) | Reply::Foreign | Reply::Incomplete) | None => {
                    if alert == PROTOCOL_VERSION {
                        NoCommonTls::Tls13Certificate
                    } else {
                        NoCommonTls::Unknown
                    }
                }
            }
            .into();
        }
        Some(Reply::Incomplete) | None => {}
    }
    if speaks_http(host, port, limit).await {
        return Unreached::NotTls;
    }
    Unreached::Handshake("the connection was closed during the handshake".to_owned())
}

fn of_hello(version: u16, suite: u16, leaf: Option<&[u8]>, signature: Option<u16>) -> NoCommonTls {
    if version < 0x0303 {
        return NoCommonTls::OldVersion;
    }
    match Family::of(suite) {
        Family::Cbc => return NoCommonTls::CbcOnly,
        Family::Dhe => return NoCommonTls::DheOnly,
        Family::StaticRsa => return NoCommonTls::StaticRsaOnly,
        Family::Modern | Family::Other => {}
    }
    let key = leaf.and_then(|der| Certificate::from_der(der).ok()).map(|leaf| leaf.key_kind());
    if let Some(word) = key.as_ref().and_then(of_key) {
        return word;
    }
    match signature {
        Some(0x0201 | 0x0203) => NoCommonTls::Sha1Only,
        _ => NoCommonTls::Unknown,
    }
}

async fn ask(host: &Host, port: u16, limit: Duration, offer: Offer) -> Option<Reply> {
    let mut random = [0; 96];
    getrandom::fill(&mut random).ok()?;
    let name = match host {
        Host::Name(name) => Some(name.as_str()),
        Host::Address(_) => None,
    };
    let hello = client_hello(offer, &random, name);
    let enough = |bytes: &[u8]| match read_reply(bytes) {
        // The certificate and the key exchange follow in the same flight.
        Reply::Hello { version: 0x0304, .. } => true,
        Reply::Hello { leaf, signature, suite, .. } => {
            leaf.is_some() && (signature.is_some() || Family::of(suite) != Family::Modern)
        }
        Reply::Alert(_) | Reply::Foreign => true,
        Reply::Incomplete => false,
    };
    let bytes = talk(host, port, limit, &hello, enough).await?;
    Some(read_reply(&bytes))
}

async fn speaks_http(host: &Host, port: u16, limit: Duration) -> bool {
    let line = format!("HEAD / HTTP/1.0\r\nHost: {}\r\n\r\n", host.in_url());
    let enough = |bytes: &[u8]| bytes.len() >= 5;
    let answer = talk(host, port, limit, line.as_bytes(), enough).await;
    answer.is_some_and(|bytes| bytes.starts_with(b"HTTP/"))
}

/// Sends some bytes and collects the answer until it is enough, the end, or the limit.
async fn talk(
    host: &Host,
    port: u16,
    limit: Duration,
    question: &[u8],
    enough: impl Fn(&[u8]) -> bool,
) -> Option<Vec<u8>> {
    let mut answer = Vec::new();
    let exchange = async {
        let stream = match host {
            Host::Address(address) => TcpStream::connect((*address, port)).await?,
            Host::Name(name) => TcpStream::connect((name.as_str(), port)).await?,
        };
        let mut sent = 0;
        while sent < question.len() {
            stream.writable().await?;
            match stream.try_write(&question[sent..]) {
                Ok(count) => sent += count,
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        let mut chunk = [0; 4096];
        while answer.len() < LONGEST_REPLY && !enough(&answer) {
            stream.readable().await?;
            match stream.try_read(&mut chunk) {
                Ok(0) => break,
                Ok(count) => answer.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok::<(), std::io::Error>(())
    };
    // What came before an error or the limit counts as well.
    let _ = timeout(limit, exchange).await;
    if answer.is_empty() { None } else { Some(answer) }
}

/// Judges a handshake that broke inside this program.
pub(crate) fn of_signature(key: &KeyKind) -> Unreached {
    of_key(key).map_or_else(
        || Unreached::Handshake("the handshake's signature is not the certificate's".to_owned()),
        Unreached::from,
    )
}
