//! What came back, and what it proves.
//!
//! Hides the decision table of `docs/connector.md` ("Is the credential valid?"). Network code fills an
//! [`Observation`] without judging; [`Observation::verdict`] judges without looking at the network.

use serde::{Deserialize, Serialize};

use super::device::Fingerprint;

/// Why provably nothing of a secret left this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unreached {
    /// The host name has no address.
    NoAddress,
    /// The port answered with a refusal: device restarting, wrong port.
    ConnectionRefused,
    /// No answer to the connection attempt within the time limit.
    ConnectTimeout,
    /// The network cannot be reached at all: cable, WLAN, VPN.
    NoNetwork,
    /// This computer is in a network from which the connector was never reached: not in the practice.
    OutsideNetwork,
    /// The other side does not speak TLS (plain HTTP, another protocol).
    NotTls,
    /// Device and program have no common TLS version, cipher suite or curve; the word names what the
    /// diagnosis found.
    NoCommonTls(String),
    /// The device demands a client certificate in the handshake (mode CERTIFICATE).
    CertificateDemanded,
    /// The client certificate cannot be read (file, password).
    ClientCertificate,
    /// No certificate of this port has been confirmed yet.
    NotPinned,
    /// The handshake broke for another reason; lower-case English, without host names.
    Handshake(String),
    /// A request without a secret, which is sent first, got no complete or no fitting answer.
    NoDirectory(DirectoryFault),
    /// Something on this computer failed before anything was sent.
    Local(String),
}

/// Why `connector.sds` (or the web UI's first page) could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DirectoryFault {
    /// No complete answer.
    Silent(Silence),
    /// Another status than 200.
    Status(u16),
    /// A page, a picture, another XML document: not a connector.
    NotADirectory,
    /// A service directory without the service that is needed.
    NoService,
    /// More than the size limit.
    TooLarge,
}

/// How an answer stayed away although the first byte of the request may have left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// The connection was reset or closed.
    Reset,
    /// The time limit passed.
    Timeout,
    /// The answer broke off, exceeded the size limit or was no HTTP.
    Unreadable,
    /// A TLS alert after the handshake: TLS 1.3 reports a missing client certificate that late.
    Alert,
}

/// What came back from one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observation {
    /// Provably nothing of a secret left.
    Unreached(Unreached),
    /// The certificate is not the confirmed one; nothing was sent.
    Untrusted {
        /// What the device showed.
        seen: Fingerprint,
    },
    /// Something may have left, and nothing usable came back.
    Silent(Silence),
    /// An answer on the client plane.
    Client {
        /// Whether the device demands client authentication, read over the same pin.
        demand: Demand,
        /// Whether the request carried the password.
        carried_secret: bool,
        /// The answer.
        answer: ClientAnswer,
    },
    /// An answer to a management login, read by the contract.
    Management(ManagementAnswer),
}

/// `ClientAutMandatory` of `connector.sds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// The device checks the client's authentication.
    Demanded,
    /// The device checks nothing: a 200 proves nothing (REFERENCE 4.1).
    NotDemanded,
}

/// An HTTP answer of a SOAP service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientAnswer {
    /// The HTTP status.
    pub status: u16,
    /// What the body was.
    pub body: ClientBody,
}

/// The body of a SOAP service's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientBody {
    /// The expected response message with `Status/Result` OK or Warning.
    Success,
    /// A SOAP fault.
    Fault(Fault),
    /// Anything else: empty, HTML, truncated XML, another message.
    Other,
}

/// A SOAP fault with all its traces (REFERENCE 7.1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fault {
    /// The `faultstring`, cut at 500 characters.
    pub text: String,
    /// The traces in the device's order: vendor codes first, the gematik code last.
    pub traces: Vec<Trace>,
}

/// One `Trace` of a gematik fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// `Code`, for example 4204.
    pub code: u32,
    /// `Severity` as sent.
    pub severity: String,
    /// `ErrorText`, cut at 500 characters.
    pub text: String,
}

/// What a management login's answer means by the device's contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagementAnswer {
    /// Success status and token.
    LoggedIn,
    /// The device refused user or password; HTTP status.
    Refused(u16),
    /// The device accepts the password only to have it changed.
    ChangeDemanded(ChangeReason),
    /// The device says that the account is locked.
    Locked(u16),
    /// The contract does not know this answer; HTTP status.
    Unclear(u16),
}

/// Why the device demands another password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeReason {
    /// Set by an administrator.
    Initial,
    /// Older than the device allows (default 120 days).
    Expired,
    /// The answer does not say.
    Unknown,
}

/// What an observation proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The device authenticated the user.
    Accepted(Acceptance),
    /// The device said no.
    Refused(Refusal),
    /// The secret may have left; nobody knows what the device thought of it.
    Doubtful(Doubt),
    /// The certificate is not the confirmed one; nothing was sent.
    Untrusted(Fingerprint),
    /// Nothing secret left.
    Unreachable(Unreached),
    /// The device checks nothing; no secret was sent.
    Unverifiable(Unverifiable),
}

/// How far an accepted login got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptance {
    /// Everything is right.
    Full,
    /// User and password are right; the call context is not (code 4004 to 4021).
    ContextWrong(u32),
}

/// How the device said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// HTTP 401 or 403, or the refusal that the contract names.
    Credential(u16),
    /// Fault 4204: another Clientsystem's user, an unknown Clientsystem or a wrong password.
    ClientsystemUnknown,
    /// The password opens only the change of the password.
    ChangeDemanded(ChangeReason),
    /// The account is locked.
    Locked(u16),
    /// Another user of this machine was refused (SAFETY S8); nothing was sent by us.
    Reported,
}

/// Why an attempt's outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// No usable answer.
    Silent(Silence),
    /// A status that the table does not know.
    Status(u16),
    /// A fault whose code proves nothing, or is not known.
    Fault(u32),
    /// Status 200 with something that is not the expected message.
    ForeignBody,
    /// The program ended between the note and the outcome.
    Unfinished,
}

/// Why nothing can be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unverifiable {
    /// `ClientAutMandatory` is false.
    NotDemanded,
    /// The profile's encryption carries no password.
    NoPassword,
    /// There is no call context in the profile.
    NoContext,
}

/// How an attempt ended (SAFETY 1); an attempt that was *unsent* has no outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The device authenticated the user.
    Accepted,
    /// The device said no.
    Refused(Refusal),
    /// Nobody knows.
    Doubtful(Doubt),
}

impl Observation {
    /// Judges an observation after the decision table.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Unreached(why) => Verdict::Unreachable(why.clone()),
            Self::Untrusted { seen } => Verdict::Untrusted(*seen),
            Self::Silent(how) => Verdict::Doubtful(Doubt::Silent(*how)),
            Self::Client { demand: Demand::NotDemanded, carried_secret: false, answer } => {
                unjudged(Unverifiable::NotDemanded, answer)
            }
            Self::Client { demand: Demand::Demanded, carried_secret: false, answer } => {
                unjudged(Unverifiable::NoPassword, answer)
            }
            Self::Client { demand, carried_secret: true, answer } => client(*demand, answer),
            Self::Management(answer) => management(answer),
        }
    }
}

/// An answer to a request without a password judges no password.
fn unjudged(why: Unverifiable, answer: &ClientAnswer) -> Verdict {
    match &answer.body {
        ClientBody::Success | ClientBody::Fault(_) => Verdict::Unverifiable(why),
        ClientBody::Other => {
            Verdict::Unreachable(Unreached::NoDirectory(DirectoryFault::Status(answer.status)))
        }
    }
}

fn client(demand: Demand, answer: &ClientAnswer) -> Verdict {
    match (answer.status, &answer.body) {
        (401 | 403, ClientBody::Success | ClientBody::Other) => {
            Verdict::Refused(Refusal::Credential(answer.status))
        }
        (200, ClientBody::Success) => match demand {
            Demand::Demanded => Verdict::Accepted(Acceptance::Full),
            Demand::NotDemanded => Verdict::Unverifiable(Unverifiable::NotDemanded),
        },
        (_, ClientBody::Fault(fault)) => client_fault(demand, answer.status, fault),
        (200, ClientBody::Other) => Verdict::Doubtful(Doubt::ForeignBody),
        (status, ClientBody::Success | ClientBody::Other) => {
            Verdict::Doubtful(Doubt::Status(status))
        }
    }
}

fn client_fault(demand: Demand, status: u16, fault: &Fault) -> Verdict {
    let code = fault.code();
    match code {
        Some(4204) => Verdict::Refused(Refusal::ClientsystemUnknown),
        Some(code) if fault.is_of_context() => match demand {
            Demand::Demanded => Verdict::Accepted(Acceptance::ContextWrong(code)),
            Demand::NotDemanded => Verdict::Unverifiable(Unverifiable::NotDemanded),
        },
        _ if status == 401 || status == 403 => Verdict::Refused(Refusal::Credential(status)),
        Some(code) => Verdict::Doubtful(Doubt::Fault(code)),
        None => Verdict::Doubtful(Doubt::Status(status)),
    }
}

fn management(answer: &ManagementAnswer) -> Verdict {
    match answer {
        ManagementAnswer::LoggedIn => Verdict::Accepted(Acceptance::Full),
        ManagementAnswer::Refused(status) => Verdict::Refused(Refusal::Credential(*status)),
        ManagementAnswer::ChangeDemanded(reason) => {
            Verdict::Refused(Refusal::ChangeDemanded(*reason))
        }
        ManagementAnswer::Locked(status) => Verdict::Refused(Refusal::Locked(*status)),
        ManagementAnswer::Unclear(status) => Verdict::Doubtful(Doubt::Status(*status)),
    }
}

impl Fault {
    /// The code that decides: the last trace's, which is gematik's (A_14159).
    pub fn code(&self) -> Option<u32> {
        self.traces.last().map(|trace| trace.code)
    }

    /// Whether the device knows the user and objects to the call context.
    pub fn is_of_context(&self) -> bool {
        matches!(self.code(), Some(4004..=4006 | 4010 | 4011 | 4014 | 4021))
    }
}

impl Verdict {
    /// How the attempt ended; none if provably nothing secret left.
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Accepted(_) => Some(Outcome::Accepted),
            Self::Refused(refusal) => Some(Outcome::Refused(*refusal)),
            Self::Doubtful(doubt) => Some(Outcome::Doubtful(doubt.clone())),
            Self::Untrusted(_) | Self::Unreachable(_) | Self::Unverifiable(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
