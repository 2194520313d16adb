//! EventService 7.2: the two requests that prove a Benutzerkennung, and what their answers tell.
//!
//! Both are answered from what the device already knows, touch no terminal and check the workplace as
//! little as possible (docs/connector.md 2.2).

use super::soap;
use super::xml::{Space, Step, Tag};
use crate::domain::context::CallContext;
use crate::domain::probe::ClientBody;

const NAMESPACE: &str = "http://ws.gematik.de/conn/EventService/v7.2";
const MOST_ENTRIES: usize = 2000;

/// An operation of the EventService.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// TI connection and operating states of the device.
    GetResourceInformation,
    /// The card terminals of the Mandant.
    GetCardTerminals,
}

/// What `GetResourceInformation` tells about the device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConnectorState {
    /// `VPNTIStatus`; none if the answer does not say.
    pub ti_online: Option<bool>,
    /// `VPNSISStatus`; none if the answer does not say.
    pub sis_online: Option<bool>,
    /// The conditions whose `Value` is true.
    pub conditions: Vec<Condition>,
}

/// An operating state that is present.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// `ErrorCondition`, for example `EC_No_VPN_TI_Connection`; may carry a parameter in parentheses.
    pub name: String,
    /// `Severity` as sent: Fatal, Error, Warning, Info.
    pub severity: String,
    /// `Type` as sent: Operation, Security, Infrastructure.
    pub kind: String,
    /// `ValidFrom` as sent, `xs:dateTime`.
    pub valid_from: String,
}

/// One card terminal of `GetCardTerminals`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardTerminal {
    /// `CtId`: opaque, 1 to 64 characters.
    pub ct_id: String,
    /// `Name`.
    pub name: String,
    /// `MacAddress`, `AA-BB-CC-DD-EE-FF`.
    pub mac_address: String,
    /// `IPV4Address`; empty if missing.
    pub ip_address: String,
    /// `Slots`.
    pub slots: u32,
    /// `IS_PHYSICAL`.
    pub is_physical: bool,
    /// `Connected`.
    pub is_connected: bool,
    /// `FWVersion` of its product information; a terminal that is not connected may show `0.0.0`.
    pub firmware: String,
    /// `ProductName`; may be empty.
    pub product: String,
    /// `WorkplaceIds`.
    pub workplaces: Vec<String>,
}

/// What an answer's body told besides being a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Of `GetResourceInformation`.
    State(ConnectorState),
    /// Of `GetCardTerminals`.
    Terminals(Vec<CardTerminal>),
}

impl Operation {
    /// The `SOAPAction`, without quotes.
    pub fn action(self) -> String {
        format!("{NAMESPACE}#{}", self.name())
    }

    /// The whole envelope of the request; it carries no secret.
    pub fn request(self, context: &CallContext) -> Vec<u8> {
        let (name, context) = (self.name(), soap::context(context));
        let attribute = match self {
            Self::GetResourceInformation => "",
            Self::GetCardTerminals => " mandant-wide=\"true\"",
        };
        let message = format!("<E:{name} xmlns:E=\"{NAMESPACE}\"{attribute}>{context}</E:{name}>");
        soap::envelope(&message)
    }

    /// Reads the answer's body; what it told is there only with a success.
    pub fn read(self, document: &[u8]) -> (ClientBody, Option<Told>) {
        let (body, told) = match self {
            Self::GetResourceInformation => {
                let mut state = StateReading::default();
                let body =
                    soap::read(document, "GetResourceInformationResponse", STATE, |path, step| {
                        state.take(path, step)
                    });
                (body, Told::State(state.state))
            }
            Self::GetCardTerminals => {
                let mut terminals = Vec::new();
                let body =
                    soap::read(document, "GetCardTerminalsResponse", TERMINAL, |path, step| {
                        take_terminal(&mut terminals, path, step);
                    });
                (body, Told::Terminals(terminals))
            }
        };
        let told = (body == ClientBody::Success).then_some(told);
        (body, told)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::GetResourceInformation => "GetResourceInformation",
            Self::GetCardTerminals => "GetCardTerminals",
        }
    }
}

const STATE: &[&str] = &[
    "Connector",
    "VPNTIStatus",
    "VPNSISStatus",
    "ConnectionStatus",
    "OperatingState",
    "ErrorState",
    "ErrorCondition",
    "Severity",
    "Type",
    "Value",
    "ValidFrom",
];

#[derive(Default)]
struct StateReading {
    state: ConnectorState,
    condition: Condition,
    is_present: bool,
}

impl StateReading {
    fn take(&mut self, path: &[Tag], step: Step<'_>) {
        use Space::Common as C;
        let [(C, "Connector"), inner @ ..] = path else {
            return;
        };
        match (inner, step) {
            ([(C, "VPNTIStatus"), (C, "ConnectionStatus")], Step::Close(text)) => {
                self.state.ti_online = online(text);
            }
            ([(C, "VPNSISStatus"), (C, "ConnectionStatus")], Step::Close(text)) => {
                self.state.sis_online = online(text);
            }
            ([(C, "OperatingState"), (C, "ErrorState")], Step::Open(_)) => {
                self.condition = Condition::default();
                self.is_present = false;
            }
            ([(C, "OperatingState"), (C, "ErrorState"), (C, leaf)], Step::Close(text)) => {
                match *leaf {
                    "ErrorCondition" => self.condition.name = short(text),
                    "Severity" => self.condition.severity = short(text),
                    "Type" => self.condition.kind = short(text),
                    "ValidFrom" => self.condition.valid_from = short(text),
                    "Value" => self.is_present = text == "true" || text == "1",
                    _ => {}
                }
            }
            ([(C, "OperatingState"), (C, "ErrorState")], Step::Close(_))
                if self.is_present && self.state.conditions.len() < MOST_ENTRIES =>
            {
                self.state.conditions.push(std::mem::take(&mut self.condition));
            }
            _ => {}
        }
    }
}

const TERMINAL: &[&str] = &[
    "CardTerminals",
    "CardTerminal",
    "CtId",
    "WorkplaceIds",
    "WorkplaceId",
    "Name",
    "MacAddress",
    "IPAddress",
    "IPV4Address",
    "Slots",
    "IS_PHYSICAL",
    "Connected",
    "ProductInformation",
    "FWVersion",
    "ProductName",
];

fn take_terminal(terminals: &mut Vec<CardTerminal>, path: &[Tag], step: Step<'_>) {
    use Space::Terminals as T;
    let [(T, "CardTerminals"), (T, "CardTerminal"), inner @ ..] = path else {
        return;
    };
    if let ([], Step::Open(_)) = (inner, &step) {
        if terminals.len() < MOST_ENTRIES {
            terminals.push(CardTerminal::default());
        }
        return;
    }
    let (Some(terminal), Step::Close(text)) = (terminals.last_mut(), step) else {
        return;
    };
    match inner {
        [(_, "WorkplaceIds"), (_, "WorkplaceId")] if terminal.workplaces.len() < MOST_ENTRIES => {
            terminal.workplaces.push(short(text));
        }
        [(_, "ProductInformation"), .., (_, "FWVersion")] => terminal.firmware = short(text),
        [(_, "ProductInformation"), .., (_, "ProductName")] => terminal.product = short(text),
        [(_, "IPAddress"), (_, "IPV4Address")] => terminal.ip_address = short(text),
        [(_, leaf)] => match *leaf {
            "CtId" => terminal.ct_id = short(text),
            "Name" => terminal.name = short(text),
            "MacAddress" => terminal.mac_address = short(text),
            "Slots" => terminal.slots = text.parse().unwrap_or(0),
            "IS_PHYSICAL" => terminal.is_physical = text == "true" || text == "1",
            "Connected" => terminal.is_connected = text == "true" || text == "1",
            _ => {}
        },
        _ => {}
    }
}

fn online(text: &str) -> Option<bool> {
    match text {
        "Online" => Some(true),
        "Offline" => Some(false),
        _ => None,
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests;
