use super::*;

#[test]
fn a_fault_is_read_with_all_its_traces() {
    let trace = |code, text: &str| Trace { code, severity: "Error".into(), text: text.into() };
    let expected = ClientBody::Fault(Fault {
        text: "Fehler bei der Prüfung".into(),
        traces: vec![trace(42001, "Hersteller"), trace(4204, "Clientsystem konnte nicht …")],
    });
    for (soap, error) in [("S:", "e:"), ("soap:", "GERROR:"), ("SOAP-ENV:", "ns2:"), ("", "x:")] {
        let text = fault(soap, error);
        assert_eq!(read_any(text.as_bytes()), expected, "{soap} {error}");
    }
}

#[test]
fn a_fault_without_detail_keeps_its_text() {
    let text = "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Body><S:Fault>\
        <faultcode>S:Client</faultcode><faultstring>kurz\u{7}</faultstring></S:Fault></S:Body>\
        </S:Envelope>"
        .replace('\u{7}', "&#9;und klein");
    let expected = Fault { text: "kurz und klein".into(), traces: vec![] };
    assert_eq!(read_any(text.as_bytes()), ClientBody::Fault(expected));
}

#[test]
fn a_code_that_is_no_number_decides_nothing() {
    let text = fault("S:", "e:").replace("4204", "viertausend");
    let ClientBody::Fault(fault) = read_any(text.as_bytes()) else { panic!("no fault") };
    assert_eq!(fault.code(), Some(0));
}

#[test]
fn only_the_expected_message_with_its_status_is_a_success() {
    let message = |body: &str| {
        format!(
            "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/' \
             xmlns:E='http://ws.gematik.de/conn/EventService/v7.2' \
             xmlns:C='http://ws.gematik.de/conn/ConnectorCommon/v5.0'><S:Body>{body}</S:Body>\
             </S:Envelope>"
        )
    };
    let status = |result: &str| format!("<C:Status><C:Result>{result}</C:Result></C:Status>");
    let response = |inner: &str| format!("<E:AnyResponse>{inner}</E:AnyResponse>");
    let cases = [
        (message(&response(&status("OK"))), ClientBody::Success),
        (message(&response(&status(" Warning\n"))), ClientBody::Success),
        (message(&response(&status("ERROR"))), ClientBody::Other),
        (message(&response("")), ClientBody::Other),
        (message(&status("OK")), ClientBody::Other),
        (message(&response(&status("OK")).replace("E:Any", "E:Other")), ClientBody::Other),
        (message(&response(&status("OK")).replace("E:Any", "C:Any")), ClientBody::Other),
        (response(&status("OK")), ClientBody::Other),
        (message("").replace("</S:Envelope>", ""), ClientBody::Other),
        ("<html>401</html>".to_owned(), ClientBody::Other),
        (String::new(), ClientBody::Other),
    ];
    for (text, expected) in cases {
        assert_eq!(read_any(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn a_fault_beside_a_success_is_a_fault() {
    let success = "<E:AnyResponse xmlns:E='http://ws.gematik.de/conn/EventService/v7.2'>\
        <C:Status xmlns:C='http://ws.gematik.de/conn/ConnectorCommon/v5.0'><C:Result>OK</C:Result>\
        </C:Status></E:AnyResponse><S:Fault>";
    let text = fault("S:", "e:").replace("<S:Fault>", success);
    assert!(matches!(read_any(text.as_bytes()), ClientBody::Fault(_)));
}

#[test]
fn a_fault_of_any_size_stays_small() {
    let many = "<e:Trace><e:Code>1</e:Code></e:Trace>".repeat(10_000);
    let text = fault("S:", "e:").replace("</e:Error>", &format!("{many}</e:Error>"));
    let long = text.replace("Prüfung", &"ü".repeat(100_000));
    let ClientBody::Fault(fault) = read_any(long.as_bytes()) else { panic!("no fault") };
    assert_eq!(fault.traces.len(), MOST_TRACES);
    assert_eq!(fault.text.chars().count(), LONGEST_TEXT);
}

fn read_any(document: &[u8]) -> ClientBody {
    read(document, "AnyResponse", &[], |_, _| {})
}

fn fault(soap: &str, error: &str) -> String {
    let xmlns = |prefix: &str| match prefix.trim_end_matches(':') {
        "" => "xmlns".to_owned(),
        prefix => format!("xmlns:{prefix}"),
    };
    let (outer, inner) = (xmlns(soap), xmlns(error));
    // In SOAP 1.1 the fault's own elements have no namespace.
    let none = if soap.is_empty() { " xmlns=\"\"" } else { "" };
    let trace = |code: &str, text: &str| {
        format!(
            "<{error}Trace><{error}EventID>1</{error}EventID><{error}Instance/>\
             <{error}Code>{code}</{error}Code><{error}Severity>Error</{error}Severity>\
             <{error}ErrorType>Technical</{error}ErrorType>\
             <{error}ErrorText>{text}</{error}ErrorText></{error}Trace>"
        )
    };
    let traces = [trace("42001", "Hersteller"), trace("4204", "Clientsystem konnte nicht …")];
    format!(
        "<{soap}Envelope {outer}=\"http://schemas.xmlsoap.org/soap/envelope/\"><{soap}Header/>\
         <{soap}Body><{soap}Fault><faultcode{none}>S:Server</faultcode>\
         <faultstring{none}>Fehler bei der Prüfung</faultstring><detail{none}>\
         <{error}Error {inner}=\"http://ws.gematik.de/tel/error/v2.0\">\
         <{error}MessageID>1</{error}MessageID>{}</{error}Error></detail></{soap}Fault>\
         </{soap}Body></{soap}Envelope>",
        traces.concat()
    )
}
