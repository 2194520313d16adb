//! The client plane: the service directory without a secret, then one SOAP request that proves the
//! Benutzerkennung.
//!
//! The two steps are separate, so that the caller can make its durable note between them. The password is
//! sent only where the device demands client authentication and the profile says so.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::events::{Operation, Told};
use super::http::{self, Failure, Port, Request, Security, Silent};
use super::sds::{Directory, Spoken, Transport};
use super::{Connector, Login, soap, without_secret};
use crate::domain::context::CallContext;
use crate::domain::device::Pin;
use crate::domain::identity::Plane;
use crate::domain::probe::{
    ClientAnswer, ClientBody, Demand, DirectoryFault, Observation, Unreached,
};
use crate::domain::profile::Encryption;

const DIRECTORY_PATH: &str = "/connector.sds";
const DIRECTORY_LIMIT: usize = 1024 * 1024;
const ANSWER_LIMIT: usize = 256 * 1024;

/// A complete answer to the request for the service directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// The directory.
    Open(Route),
    /// The device answered 401: the directory is closed (DVD2) and needs a login itself.
    Closed(ClosedDirectory),
}

/// A service directory and the pin over which it was read; may be kept and used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The directory.
    pub directory: Directory,
    over: Option<Pin>,
}

/// The proof that a device keeps its directory closed; needed to ask for it with a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedDirectory {
    over: Option<Pin>,
}

/// What one SOAP request brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientProof {
    /// What came back.
    pub observation: Observation,
    /// The content of a successful answer.
    pub told: Option<Told>,
}

/// What a request for the closed directory brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryProof {
    /// What came back; judged like a SOAP request.
    pub observation: Observation,
    /// The directory, if the device gave it.
    pub route: Option<Route>,
}

impl Connector<'_> {
    /// Fetches `connector.sds` without a secret.
    ///
    /// # Errors
    /// The observation of everything that is no complete answer of a connector.
    pub async fn reach_client(&self) -> Result<Reach, Observation> {
        let port = self.port(Plane::Client).map_err(Observation::Unreached)?;
        let answer = http::send(&port, Request::get(DIRECTORY_PATH, DIRECTORY_LIMIT))
            .await
            .map_err(without_secret)?;
        let fault = match answer.status {
            200 => match Directory::parse(&answer.body) {
                Ok(directory) => {
                    return Ok(Reach::Open(Route { directory, over: self.client_pin() }));
                }
                Err(_) => DirectoryFault::NotADirectory,
            },
            401 => {
                return Ok(Reach::Closed(ClosedDirectory { over: self.client_pin() }));
            }
            status => DirectoryFault::Status(status),
        };
        Err(Observation::Unreached(Unreached::NoDirectory(fault)))
    }

    /// Asks for a closed directory with the password: an attempt (SAFETY 1).
    ///
    /// A 200 with a directory is a success: the same request without the password was answered with 401.
    pub async fn directory_with_password(
        &self,
        closed: &ClosedDirectory,
        login: Login<'_>,
    ) -> DirectoryProof {
        let nothing = |observation| DirectoryProof { observation, route: None };
        let port = match self.port_over(closed.over.as_ref()) {
            Ok(port) => port,
            Err(why) => return nothing(Observation::Unreached(why)),
        };
        if self.profile.encryption != Encryption::TlsPassword {
            return nothing(Observation::Unreached(Unreached::Local(
                "the profile's encryption carries no password".to_owned(),
            )));
        }
        let mut request = Request::get(DIRECTORY_PATH, DIRECTORY_LIMIT);
        request.headers.insert(AUTHORIZATION, basic(login));
        let observed = |demand, status, body| Observation::Client {
            demand,
            carried_secret: true,
            answer: ClientAnswer { status, body },
        };
        match http::send(&port, request).await {
            Ok(answer) => {
                let directory = match answer.status {
                    200 => Directory::parse(&answer.body).ok(),
                    _ => None,
                };
                let Some(directory) = directory else {
                    let body = ClientBody::Other;
                    return nothing(observed(Demand::Demanded, answer.status, body));
                };
                let observation = observed(directory.demand, answer.status, ClientBody::Success);
                let route = Some(Route { directory, over: self.client_pin() });
                DirectoryProof { observation, route }
            }
            Err(failure) => nothing(with_secret(failure, Demand::Demanded)),
        }
    }

    /// Sends one operation of the EventService; with `login` an attempt (SAFETY 1).
    ///
    /// The password leaves only if the device demands client authentication and the profile's encryption
    /// is TLS with password; `carried_secret` in the observation tells whether it did. With a client
    /// certificate `carried_secret` tells whether the device took the certificate.
    pub async fn prove_client(
        &self,
        route: &Route,
        operation: Operation,
        context: &CallContext,
        login: Option<Login<'_>>,
    ) -> ClientProof {
        let nothing = |observation| ClientProof { observation, told: None };
        let demand = route.directory.demand;
        let (port, path) = match self.service(route) {
            Ok(found) => found,
            Err(why) => return nothing(Observation::Unreached(why)),
        };
        let login = login.filter(|_| {
            demand == Demand::Demanded && self.profile.encryption == Encryption::TlsPassword
        });
        let request = Request {
            method: Method::POST,
            path,
            headers: soap_headers(operation, login),
            body: operation.request(context).into(),
            limit: ANSWER_LIMIT,
        };
        match http::send(&port, request).await {
            Ok(answer) => {
                let (body, told) = operation.read(&answer.body);
                let carried_secret = login.is_some() || answer.shown.certificate_presented;
                let answer = ClientAnswer { status: answer.status, body };
                let observation = Observation::Client { demand, carried_secret, answer };
                ClientProof { observation, told }
            }
            Err(failure) => {
                let has_secret = login.is_some()
                    || matches!(port.security, Security::Tls { identity: Some(_), .. });
                nothing(if has_secret {
                    with_secret(failure, demand)
                } else {
                    without_secret(failure)
                })
            }
        }
    }

    /// The pin that what is read counts for; none over plain HTTP.
    fn client_pin(&self) -> Option<Pin> {
        match self.profile.encryption {
            Encryption::None => None,
            Encryption::Tls | Encryption::TlsPassword | Encryption::TlsCertificate { .. } => {
                self.profile.pins.client.clone()
            }
        }
    }

    /// The client port, if what is known of it was read over the pin that counts.
    fn port_over(&self, over: Option<&Pin>) -> Result<Port<'_>, Unreached> {
        let port = self.port(Plane::Client)?;
        if over != self.client_pin().as_ref() {
            return Err(Unreached::Local(
                "the service directory was read over another certificate".to_owned(),
            ));
        }
        Ok(port)
    }

    fn service(&self, route: &Route) -> Result<(Port<'_>, String), Unreached> {
        let mut port = self.port_over(route.over.as_ref())?;
        let transport = match port.security {
            Security::Plain => Transport::Plain,
            Security::Tls { .. } => Transport::Tls,
        };
        let endpoint = route
            .directory
            .endpoint(Spoken::Event, transport, port.host, port.port)
            .ok_or(Unreached::NoDirectory(DirectoryFault::NoService))?;
        port.port = endpoint.port;
        Ok((port, endpoint.path))
    }
}

/// A request that carried a secret and got no complete answer. Where the head of a refusal came, it is a
/// refusal, whatever became of its body.
fn with_secret(failure: Failure, demand: Demand) -> Observation {
    match failure {
        Failure::Unreached(why) => Observation::Unreached(why),
        Failure::Untrusted(seen) => Observation::Untrusted { seen },
        Failure::Silent(Silent { status: Some(status @ (401 | 403)), .. }) => Observation::Client {
            demand,
            carried_secret: true,
            answer: ClientAnswer { status, body: ClientBody::Other },
        },
        Failure::Silent(silent) => Observation::Silent(silent.how),
    }
}

fn soap_headers(operation: Operation, login: Option<Login<'_>>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(soap::CONTENT_TYPE));
    let action = format!("\"{}\"", operation.action());
    let action = HeaderValue::from_str(&action).expect("an action is printable ASCII");
    headers.insert(HeaderName::from_static("soapaction"), action);
    if let Some(login) = login {
        headers.insert(AUTHORIZATION, basic(login));
    }
    headers
}

/// HTTP Basic in UTF-8 (RFC 7617), marked so that nothing prints it.
fn basic(login: Login<'_>) -> HeaderValue {
    let pair = Zeroizing::new(format!("{}:{}", login.user, login.password.expose_secret()));
    let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())).into_bytes());
    let text = Bytes::from_owner(text);
    let mut value = HeaderValue::from_maybe_shared(text).expect("base64 is printable ASCII");
    value.set_sensitive(true);
    value
}
