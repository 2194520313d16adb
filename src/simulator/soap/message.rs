//! Reads a call the way a validating parser does: order, namespaces and value ranges of the schemas.
use super::Service;
use super::faults::Refused;
use crate::simulator::http::Request;
use crate::simulator::xml::{self, Element};

const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const COMMON: &str = "http://ws.gematik.de/conn/ConnectorCommon/v5.0";
const CONTEXT: &str = "http://ws.gematik.de/conn/ConnectorContext/v2.0";
const CARD_COMMON: &str = "http://ws.gematik.de/conn/CardServiceCommon/v2.0";

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) operation: Operation,
    pub(super) context: Context,
}

/// The call context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) mandant: String,
    pub(super) clientsystem: String,
    pub(super) arbeitsplatz: String,
    pub(super) user: Option<String>,
}

impl Context {
    /// Step 1: all three identifiers are set.
    pub(super) fn is_complete(&self) -> Result<(), Refused> {
        let parts = [&self.mandant, &self.clientsystem, &self.arbeitsplatz];
        if parts.iter().any(|part| part.is_empty()) { Err(Refused::code(4021)) } else { Ok(()) }
    }
}

/// What is called, with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    GetCards {
        mandant_wide: bool,
        ct_id: Option<String>,
        slot: Option<u32>,
        card_type: Option<String>,
    },
    GetCardTerminals {
        mandant_wide: bool,
    },
    GetResourceInformation(Resource),
    GetPinStatus {
        card: String,
        pin: String,
    },
    /// In the WSDL, but not played by the simulator.
    Other(String),
}

/// What GetResourceInformation asks about; nothing set asks about the device itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Resource {
    pub(super) ct_id: Option<String>,
    pub(super) slot: Option<u32>,
    pub(super) iccsn: Option<String>,
    pub(super) card: Option<String>,
}

impl Message {
    /// Reads a call of `service`; every deviation from the schema is a syntax error (4000).
    pub(super) fn read(service: Service, request: &Request) -> Result<Self, Refused> {
        let root =
            xml::read(&request.body).map_err(|error| Refused::syntax(format!("{error:?}")))?;
        let call = body_of(&root)?;
        if call.namespace != service.namespace() {
            return Err(Refused::syntax(format!("unexpected element {}", call.name)));
        }
        let name = call.name.as_str();
        if !service.operations().contains(&name) {
            return Err(Refused::syntax(format!("unexpected element {name}")));
        }
        check_action(request, service, name)?;
        let mut reader = Children::of(call)?;
        // The only message in which something precedes the context.
        if name == "CheckCertificateExpiration" || name == "ReadCardCertificate" {
            reader.text(COMMON, "CardHandle", 0, 128)?;
        }
        let context = context(&mut reader)?;
        let operation = match name {
            "GetCards" => {
                let mandant_wide = mandant_wide(call)?;
                let ct_id = reader.text(CARD_COMMON, "CtId", 1, 64)?;
                let slot = slot(&mut reader)?;
                let card_type = card_type(&mut reader)?;
                Operation::GetCards { mandant_wide, ct_id, slot, card_type }
            }
            "GetCardTerminals" => Operation::GetCardTerminals { mandant_wide: mandant_wide(call)? },
            "GetResourceInformation" => {
                no_attributes(call)?;
                let ct_id = reader.text(CARD_COMMON, "CtId", 1, 64)?;
                let slot = slot(&mut reader)?;
                let iccsn = iccsn(&mut reader)?;
                let card = reader.text(COMMON, "CardHandle", 0, 128)?;
                Operation::GetResourceInformation(Resource { ct_id, slot, iccsn, card })
            }
            "GetPinStatus" => {
                no_attributes(call)?;
                let card = required(reader.text(COMMON, "CardHandle", 0, 128)?, "CardHandle")?;
                let pin = required(reader.text(CARD_COMMON, "PinTyp", 0, 64)?, "PinTyp")?;
                Operation::GetPinStatus { card, pin }
            }
            other => {
                return Ok(Self { operation: Operation::Other(other.to_owned()), context });
            }
        };
        reader.end()?;
        Ok(Self { operation, context })
    }
}

/// The one element in the SOAP body.
fn body_of(root: &Element) -> Result<&Element, Refused> {
    if root.name == "Envelope" && root.namespace != SOAP_11 {
        return Err(Refused::Version);
    }
    if !root.is(SOAP_11, "Envelope") {
        return Err(Refused::syntax("no SOAP envelope"));
    }
    let mut parts = root.children.iter().peekable();
    if let Some(header) = parts.next_if(|part| part.is(SOAP_11, "Header")) {
        let demanding = |entry: &Element| {
            entry.attributes.iter().any(|(namespace, name, value)| {
                namespace == SOAP_11 && name == "mustUnderstand" && value == "1"
            })
        };
        if header.children.iter().any(demanding) {
            return Err(Refused::MustUnderstand);
        }
    }
    let body = parts.next().filter(|part| part.is(SOAP_11, "Body"));
    let body = body.ok_or_else(|| Refused::syntax("no SOAP body"))?;
    match body.children.as_slice() {
        [call] => Ok(call),
        _ => Err(Refused::syntax("exactly one element expected in the SOAP body")),
    }
}

/// A SOAPAction that is there names the operation in the body; a missing or empty one is accepted.
fn check_action(request: &Request, service: Service, name: &str) -> Result<(), Refused> {
    let action = request.header("soapaction").unwrap_or_default().trim().trim_matches('"');
    // The WSDL spells the action of this one operation in capitals.
    let spelled = if name == "AuthorizeSmc" { "AuthorizeSMC" } else { name };
    if action.is_empty() || action == format!("{}#{spelled}", service.namespace()) {
        Ok(())
    } else {
        Err(Refused::syntax("SOAPAction does not match the message"))
    }
}

fn context(reader: &mut Children<'_>) -> Result<Context, Refused> {
    let element =
        reader.take(CONTEXT, "Context").ok_or_else(|| Refused::syntax("Context expected"))?;
    no_attributes(element)?;
    let mut reader = Children::of(element)?;
    let context = Context {
        mandant: required(reader.text(COMMON, "MandantId", 0, 64)?, "MandantId")?,
        clientsystem: required(reader.text(COMMON, "ClientSystemId", 0, 64)?, "ClientSystemId")?,
        arbeitsplatz: required(reader.text(COMMON, "WorkplaceId", 0, 64)?, "WorkplaceId")?,
        user: reader.text(COMMON, "UserId", 0, 64)?.filter(|user| !user.is_empty()),
    };
    reader.end()?;
    Ok(context)
}

fn required(value: Option<String>, name: &str) -> Result<String, Refused> {
    value.ok_or_else(|| Refused::syntax(format!("{name} expected")))
}

fn no_attributes(element: &Element) -> Result<(), Refused> {
    if element.attributes.is_empty() {
        Ok(())
    } else {
        Err(Refused::syntax(format!("unexpected attribute at {}", element.name)))
    }
}

/// `xs:boolean`, default false; the only attribute that is allowed.
fn mandant_wide(call: &Element) -> Result<bool, Refused> {
    if call.attributes.iter().any(|(space, name, _)| !space.is_empty() || name != "mandant-wide") {
        return Err(Refused::syntax(format!("unexpected attribute at {}", call.name)));
    }
    match call.attribute("mandant-wide").map(str::trim) {
        None | Some("false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(Refused::syntax("mandant-wide is no boolean")),
    }
}

/// `xs:positiveInteger`, as far as slots go.
fn slot(reader: &mut Children<'_>) -> Result<Option<u32>, Refused> {
    let Some(text) = reader.text(CARD_COMMON, "SlotId", 0, 64)? else {
        return Ok(None);
    };
    match text.trim().parse::<u32>() {
        Ok(slot) if slot > 0 => Ok(Some(slot)),
        _ => Err(Refused::syntax("SlotId is no positive integer")),
    }
}

fn iccsn(reader: &mut Children<'_>) -> Result<Option<String>, Refused> {
    let Some(iccsn) = reader.text(CARD_COMMON, "Iccsn", 20, 20)? else {
        return Ok(None);
    };
    if iccsn.bytes().all(|digit| digit.is_ascii_digit()) {
        Ok(Some(iccsn))
    } else {
        Err(Refused::syntax("Iccsn has 20 digits"))
    }
}

fn card_type(reader: &mut Children<'_>) -> Result<Option<String>, Refused> {
    const TYPES: [&str; 11] = [
        "EGK", "HBA-qSig", "HBA", "SMC-B", "HSM-B", "SMC-KT", "KVK", "ZOD_2.0", "UNKNOWN", "HBAx",
        "SM-B",
    ];
    let Some(text) = reader.text(CARD_COMMON, "CardType", 0, 64)? else {
        return Ok(None);
    };
    if TYPES.contains(&text.as_str()) {
        Ok(Some(text))
    } else {
        Err(Refused::syntax("unknown CardType"))
    }
}

/// Reads the children of an element in the order of the schema.
struct Children<'a> {
    left: std::slice::Iter<'a, Element>,
    parent: &'a str,
}

impl<'a> Children<'a> {
    fn of(element: &'a Element) -> Result<Self, Refused> {
        if element.text.trim().is_empty() {
            Ok(Self { left: element.children.iter(), parent: &element.name })
        } else {
            Err(Refused::syntax(format!("unexpected text in {}", element.name)))
        }
    }

    fn take(&mut self, namespace: &str, name: &str) -> Option<&'a Element> {
        let next = self.left.as_slice().first().filter(|next| next.is(namespace, name))?;
        self.left.next();
        Some(next)
    }

    /// The text of an optional element with between `least` and `most` characters.
    fn text(
        &mut self,
        namespace: &str,
        name: &str,
        least: usize,
        most: usize,
    ) -> Result<Option<String>, Refused> {
        let Some(element) = self.take(namespace, name) else {
            return Ok(None);
        };
        no_attributes(element)?;
        let length = element.text.chars().count();
        if !element.children.is_empty() || length < least || length > most {
            return Err(Refused::syntax(format!("invalid value of {name}")));
        }
        Ok(Some(element.text.clone()))
    }

    fn end(mut self) -> Result<(), Refused> {
        match self.left.next() {
            None => Ok(()),
            Some(next) => {
                Err(Refused::syntax(format!("unexpected element {} in {}", next.name, self.parent)))
            }
        }
    }
}
