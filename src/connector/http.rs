//! One HTTP request on one fresh connection, and the exact answer to "may it have left?".
//!
//! Between handshake and request stands a gate: as long as it has not opened, provably not one byte of
//! the request was written ([`Failure::Unreached`], [`Failure::Untrusted`]); from then on it may have been
//! ([`Failure::Silent`]). No redirect, proxy, retry, cookie, compression or kept-alive connection; size and
//! total time are limited (SAFETY S10).

mod gate;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONNECTION, HeaderMap, HeaderValue};
use reqwest::{Method, redirect};

use self::gate::{Gate, Resolver};
use super::tls::{self, ClientIdentity, Shown, Trace, Trust};
use crate::domain::device::Fingerprint;
use crate::domain::probe::{Silence, Unreached};
use crate::domain::profile::Host;

/// The most header lines of an answer.
const MOST_HEADERS: usize = 64;

/// The port of a device, and how its connections are trusted and limited.
#[derive(Debug, Clone)]
pub(super) struct Port<'a> {
    pub(super) host: &'a Host,
    pub(super) port: u16,
    pub(super) timeout: Duration,
    pub(super) security: Security<'a>,
}

#[derive(Debug, Clone)]
pub(super) enum Security<'a> {
    /// Plain HTTP; the caller sends no secret.
    Plain,
    Tls {
        trust: Trust,
        identity: Option<&'a ClientIdentity>,
    },
}

/// A request; `path` starts with a slash.
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    /// Empty for none; a body with a secret wipes itself.
    pub(super) body: Bytes,
    /// The most bytes of the answer's body.
    pub(super) limit: usize,
}

/// A complete answer; no `Debug`, because its headers may hold a session's token.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) shown: Shown,
}

/// Why there is no complete answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The gate stayed closed.
    Unreached(Unreached),
    /// The pin did not match; the gate stayed closed.
    Untrusted(Fingerprint),
    /// The gate had opened.
    Silent(Silent),
}

/// A request that may have left, without a complete answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Silent {
    pub(super) how: Silence,
    /// The status, where at least the head of the answer came.
    pub(super) status: Option<u16>,
    /// The body had more bytes than the limit.
    pub(super) is_too_large: bool,
    pub(super) certificate: ClientCertificate,
}

/// What became of the client certificate in the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientCertificate {
    /// The device did not ask.
    NotAsked,
    /// The device asked, and none was given.
    Missing,
    /// The device asked and got it.
    Given,
}

impl ClientCertificate {
    fn of(shown: &Shown) -> Self {
        match (shown.certificate_requested, shown.certificate_presented) {
            (false, _) => Self::NotAsked,
            (true, false) => Self::Missing,
            (true, true) => Self::Given,
        }
    }
}

impl Request {
    pub(super) fn get(path: &str, limit: usize) -> Self {
        Self {
            method: Method::GET,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            limit,
        }
    }
}

/// Sends the request on a connection of its own.
pub(super) async fn send(port: &Port<'_>, request: Request) -> Result<Answer, Failure> {
    let trace = Arc::new(Trace::default());
    let gate = Gate::default();
    let limit = request.limit;
    let mut response = match start(port, request, &trace, &gate)?.await {
        Ok(response) => response,
        Err(error) => return Err(failed(port, &error, &trace.shown(), &gate).await),
    };
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let mut body = Vec::new();
    let silent = |how, is_too_large| {
        Failure::Silent(Silent {
            how,
            status: Some(status),
            is_too_large,
            certificate: ClientCertificate::of(&trace.shown()),
        })
    };
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                return Err(silent(Silence::Unreadable, true));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => {
                return Ok(Answer { status, headers, body, shown: trace.shown() });
            }
            Err(error) => return Err(silent(silence(&error), false)),
        }
    }
}

/// Completes a handshake, lets the gate refuse, and tells what the connection showed.
pub(super) async fn look(port: &Port<'_>) -> Result<Shown, Failure> {
    let trace = Arc::new(Trace::default());
    let gate = Gate::closed();
    let request = Request::get("/", 0);
    let outcome = start(port, request, &trace, &gate)?.await;
    let shown = trace.shown();
    match outcome {
        Err(_) if gate.was_reached() => Ok(shown),
        // In TLS 1.2 a device that demands a client certificate ends the handshake only after it has
        // shown and proven its own.
        Err(_) if shown.is_proven && shown.certificate_requested => Ok(shown),
        Err(error) => Err(failed(port, &error, &shown, &gate).await),
        Ok(_) => Err(Failure::Unreached(Unreached::Local("the gate did not hold".to_owned()))),
    }
}

type Sending = std::pin::Pin<Box<dyn Future<Output = reqwest::Result<reqwest::Response>> + Send>>;

fn start(
    port: &Port<'_>,
    request: Request,
    trace: &Arc<Trace>,
    gate: &Gate,
) -> Result<Sending, Failure> {
    let local = |_| Failure::Unreached(Unreached::Local("the request cannot be built".to_owned()));
    let builder = reqwest::Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .pool_max_idle_per_host(0)
        .http1_only()
        .http1_max_headers(MOST_HEADERS)
        .user_agent(concat!("Konnektorwart/", env!("CARGO_PKG_VERSION")))
        .timeout(port.timeout)
        .dns_resolver(Resolver(gate.clone()))
        .connector_layer(gate.clone());
    // A client without a configuration of ours would bring its own idea of trust.
    let (scheme, config) = match &port.security {
        Security::Plain => ("http", tls::config(Trust::Nobody, None, trace)),
        Security::Tls { trust, identity } => {
            ("https", tls::config(trust.clone(), *identity, trace))
        }
    };
    let client = builder.tls_backend_preconfigured(config).build().map_err(local)?;
    let url = format!("{scheme}://{}:{}{}", port.host.in_url(), port.port, request.path);
    let mut headers = request.headers;
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    let mut sending = client.request(request.method, url).headers(headers);
    if !request.body.is_empty() {
        sending = sending.body(request.body);
    }
    Ok(Box::pin(sending.send()))
}

async fn failed(port: &Port<'_>, error: &reqwest::Error, shown: &Shown, gate: &Gate) -> Failure {
    let certificate = ClientCertificate::of(shown);
    if gate.was_reached() {
        let how = silence(error);
        return Failure::Silent(Silent { how, status: None, is_too_large: false, certificate });
    }
    if let Some(seen) = shown.untrusted {
        return Failure::Untrusted(seen);
    }
    if let Some(key) = &shown.failed_key {
        return Failure::Unreached(tls::of_signature(key));
    }
    if gate.has_no_address() {
        return Failure::Unreached(Unreached::NoAddress);
    }
    if error.is_timeout() {
        return Failure::Unreached(if shown.leaf.is_some() {
            Unreached::Handshake("no answer within the time limit".to_owned())
        } else {
            Unreached::ConnectTimeout
        });
    }
    if error.is_builder() {
        return Failure::Unreached(Unreached::Local("the request cannot be built".to_owned()));
    }
    Failure::Unreached(match broken(error) {
        Broken::Connect(why) => why,
        Broken::Tls(rustls::Error::InvalidMessage(_)) if shown.leaf.is_none() => Unreached::NotTls,
        Broken::Tls(rustls::Error::InvalidCertificate(_)) => {
            Unreached::Handshake("the certificate cannot be read".to_owned())
        }
        Broken::Tls(rustls::Error::AlertReceived(_)) | Broken::Cut
            if certificate == ClientCertificate::Missing =>
        {
            Unreached::CertificateDemanded
        }
        Broken::Tls(rustls::Error::AlertReceived(_)) | Broken::Cut
            if certificate == ClientCertificate::Given =>
        {
            certificate_refused()
        }
        Broken::Tls(
            rustls::Error::AlertReceived(_)
            | rustls::Error::PeerIncompatible(_)
            | rustls::Error::PeerMisbehaved(
                rustls::PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme,
            ),
        )
        | Broken::Cut => tls::explain(port.host, port.port, port.timeout).await,
        Broken::Tls(_) => Unreached::Handshake("the handshake broke the protocol".to_owned()),
    })
}

/// The device did not take the client certificate.
pub(super) fn certificate_refused() -> Unreached {
    Unreached::Handshake("the device refused the client certificate".to_owned())
}

/// What broke a connection before the gate.
enum Broken {
    /// Before TLS.
    Connect(Unreached),
    /// rustls gave up.
    Tls(rustls::Error),
    /// The other side closed during the handshake.
    Cut,
}

fn broken(error: &reqwest::Error) -> Broken {
    let mut kind = None;
    for cause in causes(error) {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            if let Some(tls) = io.get_ref().and_then(|inner| inner.downcast_ref()) {
                return Broken::Tls(rustls::Error::clone(tls));
            }
            kind = Some(io.kind());
        }
    }
    kind.and_then(no_connection).map_or(Broken::Cut, Broken::Connect)
}

/// What an operating system's error says about a connection that was never there.
pub(super) fn no_connection(kind: std::io::ErrorKind) -> Option<Unreached> {
    use std::io::ErrorKind;
    match kind {
        ErrorKind::ConnectionRefused => Some(Unreached::ConnectionRefused),
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown | ErrorKind::AddrNotAvailable => {
            Some(Unreached::NoNetwork)
        }
        ErrorKind::TimedOut | ErrorKind::HostUnreachable => Some(Unreached::ConnectTimeout),
        ErrorKind::PermissionDenied => {
            Some(Unreached::Local("the connection was not permitted".to_owned()))
        }
        _ => None,
    }
}

/// How an answer stayed away, read off the types of the error's causes.
fn silence(error: &reqwest::Error) -> Silence {
    if error.is_timeout() {
        return Silence::Timeout;
    }
    let mut how = Silence::Unreadable;
    for cause in causes(error) {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            return match io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                Some(rustls::Error::AlertReceived(_)) => Silence::Alert,
                Some(_) => Silence::Unreadable,
                None if io.kind() == std::io::ErrorKind::InvalidData => Silence::Unreadable,
                None => Silence::Reset,
            };
        }
        if let Some(hyper) = cause.downcast_ref::<hyper::Error>()
            && (hyper.is_incomplete_message() || hyper.is_canceled() || hyper.is_closed())
        {
            how = Silence::Reset;
        }
    }
    how
}

fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    type Cause<'a> = &'a (dyn StdError + 'static);
    std::iter::successors::<Cause<'a>, _>(Some(error), |cause| (*cause).source())
}
