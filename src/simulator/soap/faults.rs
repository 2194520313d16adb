//! Faults: code, the device's own German text, and the SOAP form (REFERENCE 7).
use jiff::Timestamp;

use crate::simulator::http::Answer;
use crate::simulator::xml::escaped;

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// A gematik fault.
    Code { code: u32, detail: Option<String> },
    /// Not SOAP 1.1.
    Version,
    /// A header that has to be understood and is not.
    MustUnderstand,
}

impl Refused {
    pub(super) fn code(code: u32) -> Self {
        Self::Code { code, detail: None }
    }

    /// A syntax error, with what is wrong.
    pub(super) fn syntax(detail: impl Into<String>) -> Self {
        Self::Code { code: 4000, detail: Some(detail.into()) }
    }

    pub(super) fn answer(&self, now: Timestamp) -> Answer {
        match self {
            Self::Code { code, detail } => {
                gematik_fault(*code, text(*code), detail.as_deref(), now)
            }
            Self::Version => plain_fault("S:VersionMismatch", "SOAP 1.1 expected"),
            Self::MustUnderstand => plain_fault("S:MustUnderstand", "header not understood"),
        }
    }
}

/// A fault with this code and text.
pub(in crate::simulator) fn fault(code: u32, text: &str) -> Answer {
    gematik_fault(code, text, None, Timestamp::now())
}

fn gematik_fault(code: u32, text: &str, detail: Option<&str>, now: Timestamp) -> Answer {
    let text = escaped(text);
    let detail = detail.map_or_else(String::new, |detail| {
        format!("<GERROR:Detail Encoding=\"UTF-8\">{}</GERROR:Detail>", escaped(detail))
    });
    let severity = if code == 4002 { "Fatal" } else { "Error" };
    let message_id = super::super::uuid();
    let body = format!(
        "<S:Fault><faultcode>S:Server</faultcode><faultstring>{text}</faultstring><detail>\
         <GERROR:Error xmlns:GERROR=\"http://ws.gematik.de/tel/error/v2.0\">\
         <GERROR:MessageID>{message_id}</GERROR:MessageID>\
         <GERROR:Timestamp>{now:.3}</GERROR:Timestamp>\
         <GERROR:Trace>\
         <GERROR:EventID>{event}</GERROR:EventID>\
         <GERROR:Instance>Konnektor-Simulator</GERROR:Instance>\
         <GERROR:LogReference>{message_id}</GERROR:LogReference>\
         <GERROR:CompType>Konnektor</GERROR:CompType>\
         <GERROR:Code>{code}</GERROR:Code>\
         <GERROR:Severity>{severity}</GERROR:Severity>\
         <GERROR:ErrorType>Technical</GERROR:ErrorType>\
         <GERROR:ErrorText>{text}</GERROR:ErrorText>{detail}\
         </GERROR:Trace></GERROR:Error></detail></S:Fault>",
        event = super::super::uuid(),
    );
    Answer::xml(500, super::answers::envelope(&body))
}

fn plain_fault(code: &str, text: &str) -> Answer {
    let body = format!(
        "<S:Fault><faultcode>{code}</faultcode><faultstring>{}</faultstring></S:Fault>",
        escaped(text)
    );
    Answer::xml(500, super::answers::envelope(&body))
}

/// The text of a code; the wording of 4204 is from a real device, the others follow gemSpec_Kon.
fn text(code: u32) -> &'static str {
    match code {
        4000 => "Syntaxfehler",
        4002 => "Der Konnektor befindet sich in einem kritischen Betriebszustand",
        4003 => {
            "Keine User-ID angegeben, die zur Identifikation der Kartensitzung_HBA benötigt wird."
        }
        4004 => "Ungültige Mandanten-ID",
        4005 => "Ungültige Clientsystem-ID",
        4006 => "Ungültige Arbeitsplatz-ID",
        4007 => "Ungültige Kartenterminal-ID",
        4008 => "Karte nicht als gesteckt identifiziert",
        4009 => "SM-B ist dem Konnektor nicht als SM-B_Verwaltet bekannt",
        4010 => "Clientsystem ist dem Mandanten nicht zugeordnet",
        4011 => "Arbeitsplatz ist dem Mandanten nicht zugeordnet",
        4012 => "Kartenterminal ist dem Mandanten nicht zugeordnet",
        4013 => "SM-B_Verwaltet ist dem Mandanten nicht zugeordnet",
        4014 => "Für den Mandanten ist der Arbeitsplatz nicht dem Clientsystem zugeordnet",
        4015 => "Kartenterminal ist weder lokal noch entfernt dem Arbeitsplatz zugeordnet",
        4021 => {
            "Es sind nicht alle Pflichtparameter mandantId, clientSystemId, workplaceId gefüllt."
        }
        4072 => "Ungültige PIN-Referenz",
        4097 => "Ungültige Kartenslot-ID",
        4098 => "Keine Karte im angegebenen Kartenslot gesteckt",
        4099 => "Keine Karte mit angegebener Iccsn gefunden",
        4101 => "Karten-Handle ungültig",
        4204 => "Clientsystem aus dem Aufrufkontext konnte nicht authentifiziert werden.",
        4209 => "Kartentyp wird durch diese Operation nicht unterstützt",
        _ => "Interner Fehler",
    }
}
