//! SOAP 1.1 as the devices speak it: the envelope around a request, and what an answer's body was.

use super::xml::{self, Space, Step, Tag};
use crate::domain::context::CallContext;
use crate::domain::probe::{ClientBody, Fault, Trace};

/// The content type that the specification demands (A_15606).
pub(super) const CONTENT_TYPE: &str = "text/xml; charset=UTF-8";

const MOST_TRACES: usize = 64;
const LONGEST_TEXT: usize = 500;

/// Puts a message into an envelope.
pub(super) fn envelope(message: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>{message}</S:Body></S:Envelope>"
    )
    .into_bytes()
}

/// The `Context` element; the order of its parts is the schema's.
pub(super) fn context(context: &CallContext) -> String {
    format!(
        "<X:Context xmlns:X=\"http://ws.gematik.de/conn/ConnectorContext/v2.0\" \
         xmlns:C=\"http://ws.gematik.de/conn/ConnectorCommon/v5.0\">\
         <C:MandantId>{}</C:MandantId><C:ClientSystemId>{}</C:ClientSystemId>\
         <C:WorkplaceId>{}</C:WorkplaceId></X:Context>",
        xml::escape(context.mandant.as_str()),
        xml::escape(context.clientsystem.as_str()),
        xml::escape(context.arbeitsplatz.as_str()),
    )
}

/// Reads an answer: the expected `response` with `Status/Result` OK or Warning, a fault, or something else.
///
/// `response` is the local name of an EventService message; the content of a successful answer goes
/// through `visit` with paths that start below it. What was visited counts only with
/// [`ClientBody::Success`].
pub(super) fn read(
    document: &[u8],
    response: &'static str,
    vocabulary: &[&'static str],
    mut visit: impl FnMut(&[Tag], Step<'_>),
) -> ClientBody {
    const OWN: &[&str] = &[
        "Envelope",
        "Body",
        "Fault",
        "faultstring",
        "detail",
        "Error",
        "Trace",
        "Code",
        "Severity",
        "ErrorText",
        "Status",
        "Result",
    ];
    let words: Vec<&'static str> =
        OWN.iter().chain(vocabulary).copied().chain([response]).collect();
    let (mut fault, mut is_ok) = (None::<Fault>, false);
    let walked = xml::walk(document, &words, |path, step| {
        use Space::{Common, Events, Soap};
        let [(Soap, "Envelope"), (Soap, "Body"), inner @ ..] = path else {
            return;
        };
        match inner {
            [(Soap, "Fault"), rest @ ..] => {
                read_fault(fault.get_or_insert_default(), rest, step);
            }
            [(Events, name), rest @ ..] if *name == response => match (rest, step) {
                ([(Common, "Status"), (Common, "Result")], Step::Close(text)) => {
                    is_ok = text == "OK" || text == "Warning";
                }
                (rest, step) => visit(rest, step),
            },
            _ => {}
        }
    });
    match (walked, fault) {
        (Err(_), _) => ClientBody::Other,
        (Ok(()), Some(fault)) => ClientBody::Fault(fault),
        (Ok(()), None) if is_ok => ClientBody::Success,
        (Ok(()), None) => ClientBody::Other,
    }
}

/// `faultstring` and `detail` have no namespace in SOAP 1.1; some devices give them one.
fn read_fault(fault: &mut Fault, path: &[Tag], step: Step<'_>) {
    use Space::Fault as F;
    match (path, step) {
        ([(_, "faultstring")], Step::Close(text)) => fault.text = cut(text),
        ([(_, "detail"), (F, "Error"), (F, "Trace")], Step::Open(_))
            if fault.traces.len() < MOST_TRACES =>
        {
            fault.traces.push(Trace { code: 0, severity: String::new(), text: String::new() });
        }
        ([(_, "detail"), (F, "Error"), (F, "Trace"), (F, leaf)], Step::Close(text)) => {
            let Some(trace) = fault.traces.last_mut() else {
                return;
            };
            match *leaf {
                "Code" => trace.code = text.parse().unwrap_or(0),
                "Severity" => trace.severity = cut(text),
                "ErrorText" => trace.text = cut(text),
                _ => {}
            }
        }
        _ => {}
    }
}

/// Cuts at 500 characters and replaces control characters: the text is shown to people.
fn cut(text: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().take(LONGEST_TEXT).map(clean).collect()
}

#[cfg(test)]
mod tests;
