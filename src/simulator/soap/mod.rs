//! The SOAP services: reads a message, checks in the specified order (REFERENCE 4.3), answers.
//!
//! The order is what a client draws its conclusions from: message (4000), context complete (4021),
//! authentication belongs to the Clientsystem (4204), and only then cards, terminals and relations.
mod answers;
mod faults;
mod message;
mod operations;
mod relations;

pub(super) use faults::fault;

use super::device::Device;
use super::http::{Answer, Request};
use faults::Refused;
use message::Message;

/// A service of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Event,
    Card,
    CardTerminal,
    Certificate,
}

impl Service {
    pub(super) const ALL: [Self; 4] =
        [Self::Card, Self::CardTerminal, Self::Certificate, Self::Event];

    /// Namespace of the messages.
    pub(super) fn namespace(self) -> &'static str {
        match self {
            Self::Event => "http://ws.gematik.de/conn/EventService/v7.2",
            Self::Card => "http://ws.gematik.de/conn/CardService/v8.1",
            Self::CardTerminal => "http://ws.gematik.de/conn/CardTerminalService/v1.1",
            Self::Certificate => "http://ws.gematik.de/conn/CertificateService/v6.0",
        }
    }

    /// Names of the operations in the WSDL.
    fn operations(self) -> &'static [&'static str] {
        match self {
            Self::Event => &[
                "GetCards",
                "GetCardTerminals",
                "GetResourceInformation",
                "Subscribe",
                "Unsubscribe",
                "GetSubscription",
                "RenewSubscriptions",
            ],
            Self::Card => &[
                "GetPinStatus",
                "VerifyPin",
                "ChangePin",
                "UnblockPin",
                "EnablePin",
                "DisablePin",
                "AuthorizeSmc",
            ],
            Self::CardTerminal => &["RequestCard", "EjectCard"],
            Self::Certificate => {
                &["CheckCertificateExpiration", "ReadCardCertificate", "VerifyCertificate"]
            }
        }
    }
}

/// Who calls, as far as the device checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// Client authentication is not mandatory.
    Unchecked,
    /// The Clientsystem to which the authentication feature belongs.
    Clientsystem(String),
    /// Mode CERTIFICATE, and there was none.
    Nobody,
}

/// The operation that a request names, for the log.
pub(super) fn operation_of(request: &Request) -> Option<String> {
    let action = request.header("soapaction")?;
    let (_, operation) = action.trim_matches('"').rsplit_once('#')?;
    Some(operation.to_owned())
}

/// Answers a call whose caller has passed the checks before the message (step 0).
pub(super) fn handle(
    device: &Device,
    service: Service,
    request: &Request,
    caller: &Caller,
) -> Answer {
    match called(device, service, request, caller) {
        Ok(body) => Answer::xml(200, body),
        Err(refused) => refused.answer(device.now()),
    }
}

fn called(
    device: &Device,
    service: Service,
    request: &Request,
    caller: &Caller,
) -> Result<String, Refused> {
    let message = Message::read(service, request)?;
    message.context.is_complete()?;
    match caller {
        Caller::Unchecked => {}
        Caller::Clientsystem(own) if *own == message.context.clientsystem => {}
        Caller::Clientsystem(_) | Caller::Nobody => return Err(Refused::code(4204)),
    }
    operations::carry_out(device, &message)
}
