//! The management plane: the web UI's first page without a secret, then one login by the device's
//! contract, a look at its status, and always the logout.

use bytes::Bytes;
use log::debug;
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::contract::{self, Call, Contract, Encoding};
use super::http::{self, Answer, Failure, Port, Request, Silent};
use super::{Connector, Login, without_secret};
use crate::domain::identity::Plane;
use crate::domain::probe::{DirectoryFault, ManagementAnswer, Observation, Unreached};

const LIMIT: usize = 256 * 1024;
const MOST_COOKIES: usize = 16;

/// What one login brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagementProof {
    /// What came back to the login.
    pub observation: Observation,
    /// What the device told in the session; none if there was none or it told nothing.
    pub status: Option<ManagementStatus>,
}

/// What a device tells about itself in a management session; none where it did not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ManagementStatus {
    /// Firmware version.
    pub firmware: Option<String>,
    /// Hardware version.
    pub hardware: Option<String>,
    /// Product name.
    pub product: Option<String>,
    /// Whether changes wait for a restart of the device.
    pub restart_required: Option<bool>,
    /// Whether the TI is connected.
    pub ti_online: Option<bool>,
}

impl Connector<'_> {
    /// Fetches the web UI's first page without a secret.
    ///
    /// # Errors
    /// The observation of everything that is no complete answer of a web UI: a page (200), a way to the
    /// login (301 to 308) and a demand to log in (401, 403) are complete.
    pub async fn reach_management(&self) -> Result<(), Observation> {
        let port = self.port(Plane::Management).map_err(Observation::Unreached)?;
        let path = match Contract::of(self.profile.vendor) {
            Some(contract) => contract.page.path.as_str(),
            None => self.profile.vendor.admin_path(),
        };
        match http::send(&port, Request::get(path, LIMIT)).await {
            Ok(Answer { status: 200 | 301..=308 | 401 | 403, .. }) => Ok(()),
            // The page itself is of no interest, however long.
            Err(Failure::Silent(Silent { status: Some(200), is_too_large: true, .. })) => Ok(()),
            Ok(Answer { status, .. }) => Err(status_fault(status)),
            Err(failure) => Err(without_secret(failure)),
        }
    }

    /// Logs in, reads version and status, and logs out: an attempt (SAFETY 1).
    ///
    /// Runs to its end once the login has left, so that no session stays open: do not drop it half-way.
    pub async fn prove_management(&self, login: Login<'_>) -> ManagementProof {
        let nothing = |observation| ManagementProof { observation, status: None };
        let port = match self.port(Plane::Management) {
            Ok(port) => port,
            Err(why) => return nothing(Observation::Unreached(why)),
        };
        let Some(contract) = Contract::of(self.profile.vendor) else {
            return nothing(Observation::Unreached(Unreached::Local(
                "no login contract for this vendor".to_owned(),
            )));
        };
        let mut session = Session::new(&port, contract);
        if let Some(call) = &contract.prepare {
            match session.call(call).await {
                Ok(answer) if call.is_done_by(answer.status) => {}
                Ok(answer) => return nothing(status_fault(answer.status)),
                Err(failure) => return nothing(without_secret(failure)),
            }
        }
        let (answer, observation) = session.log_in(login).await;
        if !session.is_open {
            return nothing(observation);
        }
        let observation = match (&contract.confirm, answer) {
            (Some(call), Some(status)) => session.confirm(call, status).await,
            (None, _) | (_, None) => observation,
        };
        let status = match &observation {
            Observation::Management(ManagementAnswer::LoggedIn) => session.read().await,
            _ => None,
        };
        session.log_out().await;
        ManagementProof { observation, status }
    }
}

/// One login's requests, each on a connection of its own, held together by token and cookies.
struct Session<'a> {
    port: &'a Port<'a>,
    contract: &'a Contract,
    headers: HeaderMap,
    cookies: Vec<(String, String)>,
    is_open: bool,
}

impl<'a> Session<'a> {
    fn new(port: &'a Port<'a>, contract: &'a Contract) -> Self {
        let origin = format!("https://{}:{}", port.host.in_url(), port.port);
        let headers = contract
            .headers
            .iter()
            .filter_map(|(name, text)| Some((name.to_name(), text.at(&origin)?)))
            .collect();
        Self { port, contract, headers, cookies: Vec::new(), is_open: false }
    }

    /// The status and the observation; opens the session if the device may have opened one.
    async fn log_in(&mut self, login: Login<'_>) -> (Option<u16>, Observation) {
        let contract::Login { method, path, encoding, body, success, .. } = &self.contract.login;
        let content_type = match encoding {
            Encoding::Json => "application/json",
            Encoding::Form => "application/x-www-form-urlencoded",
        };
        let filled = body.fill(*encoding, login.user.as_str(), login.password.expose_secret());
        let mut request = self.request((*method).into(), path.as_str());
        request.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        request.body = Bytes::from_owner(filled);
        let answer = match http::send(self.port, request).await {
            Ok(answer) => answer,
            Err(failure) => return (None, self.unanswered(failure)),
        };
        self.keep_cookies(&answer);
        let token = success.token_header.as_ref().and_then(|name| {
            let name = name.to_name();
            answer.headers.get(&name).map(|value| (name, value.clone()))
        });
        let judged = self.contract.judge(answer.status, token.is_some(), &answer.body);
        self.is_open = token.is_some() || judged == ManagementAnswer::LoggedIn;
        if let Some((name, mut value)) = token {
            value.set_sensitive(true);
            self.headers.insert(name, value);
        }
        (Some(answer.status), Observation::Management(judged))
    }

    /// A login without a complete answer. Where its head came and is a refusal, it is one.
    fn unanswered(&self, failure: Failure) -> Observation {
        match failure {
            Failure::Unreached(why) => Observation::Unreached(why),
            Failure::Untrusted(seen) => Observation::Untrusted { seen },
            Failure::Silent(Silent { how, status, .. }) => {
                match status.map(|status| self.contract.judge(status, false, b"")) {
                    Some(
                        judged @ (ManagementAnswer::Refused(_)
                        | ManagementAnswer::Locked(_)
                        | ManagementAnswer::ChangeDemanded(_)),
                    ) => Observation::Management(judged),
                    Some(ManagementAnswer::LoggedIn | ManagementAnswer::Unclear(_)) | None => {
                        Observation::Silent(how)
                    }
                }
            }
        }
    }

    /// Asks for what only a session may see; `status` is the login's own.
    async fn confirm(&mut self, call: &Call, status: u16) -> Observation {
        let judged = match self.call(call).await {
            Ok(answer) if call.is_done_by(answer.status) => {
                match serde_json::from_slice::<Value>(&answer.body) {
                    Ok(_) => ManagementAnswer::LoggedIn,
                    Err(_) => ManagementAnswer::Unclear(status),
                }
            }
            Ok(Answer { status: refused @ (401 | 403), .. }) => ManagementAnswer::Refused(refused),
            Ok(_) | Err(_) => ManagementAnswer::Unclear(status),
        };
        Observation::Management(judged)
    }

    async fn read(&mut self) -> Option<ManagementStatus> {
        let mut status = ManagementStatus::default();
        for reading in &self.contract.reading {
            let request = self.request(reqwest::Method::GET, reading.path.as_str());
            let Ok(Answer { status: 200, body, .. }) = http::send(self.port, request).await else {
                debug!("a management reading got no answer: {}", reading.path.as_str());
                continue;
            };
            let Ok(json) = serde_json::from_slice::<Value>(&body) else {
                continue;
            };
            let at = |pointer: &Option<contract::Pointer>| pointer.as_ref()?.of(&json);
            let text = |pointer| {
                let text = at(pointer)?.as_str()?;
                Some(text.chars().filter(|c| !c.is_control()).take(200).collect::<String>())
            };
            let flag = |pointer| at(pointer)?.as_bool();
            status.firmware = text(&reading.firmware).or(status.firmware);
            status.hardware = text(&reading.hardware).or(status.hardware);
            status.product = text(&reading.product).or(status.product);
            status.restart_required = flag(&reading.restart_required).or(status.restart_required);
            status.ti_online = flag(&reading.ti_online).or(status.ti_online);
        }
        (status != ManagementStatus::default()).then_some(status)
    }

    async fn log_out(&mut self) {
        let Some(call) = &self.contract.logout else {
            return;
        };
        match self.call(call).await {
            Ok(answer) if call.is_done_by(answer.status) => {}
            Ok(answer) => debug!("logout answered with status {}", answer.status),
            Err(_) => debug!("logout got no answer"),
        }
    }

    async fn call(&mut self, call: &Call) -> Result<Answer, Failure> {
        let request = self.request(call.method.into(), call.path.as_str());
        let answer = http::send(self.port, request).await?;
        self.keep_cookies(&answer);
        Ok(answer)
    }

    fn request(&self, method: reqwest::Method, path: &str) -> Request {
        let mut request = Request::get(path, LIMIT);
        request.method = method;
        request.headers = self.headers.clone();
        let pairs: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if let Ok(mut cookies) = HeaderValue::from_str(&pairs.join("; "))
            && !pairs.is_empty()
        {
            cookies.set_sensitive(true);
            request.headers.insert(COOKIE, cookies);
        }
        request
    }

    /// Name and value only: the session lives for some seconds and at one address.
    fn keep_cookies(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str().ok().and_then(|text| text.split(';').next());
            let Some((name, value)) = pair.and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
            self.cookies.retain(|(kept, _)| *kept != name);
            if self.cookies.len() < MOST_COOKIES {
                self.cookies.push((name, value));
            }
        }
    }
}

impl From<contract::Method> for reqwest::Method {
    fn from(method: contract::Method) -> Self {
        match method {
            contract::Method::Get => Self::GET,
            contract::Method::Post => Self::POST,
            contract::Method::Put => Self::PUT,
            contract::Method::Delete => Self::DELETE,
        }
    }
}

fn status_fault(status: u16) -> Observation {
    Observation::Unreached(Unreached::NoDirectory(DirectoryFault::Status(status)))
}
