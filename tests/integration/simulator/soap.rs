//! connector.sds and the SOAP services.
use konnektorwart::simulator::{Face, LogLine, Plane, Simulator, UnknownContext};

use super::outside::{self, Judged};
use super::{
    CARDS, CONTEXT, careless, code, context, envelope, event_call, password, post, praxis, proof,
    start,
};

/// The element inside the SOAP body, or the error inside a fault.
fn payload(name: &str, answer: &str) -> Judged {
    let between = |from: &str, to: &str| {
        let (_, rest) = answer.split_once(from)?;
        Some(rest.split_once(to)?.0.to_owned())
    };
    let name = name.to_owned();
    if answer.contains("<S:Fault>") {
        let document = between("<detail>", "</detail>").expect("a gematik fault");
        return Judged { name, schema: "tel/error/TelematikError.xsd", document };
    }
    let document = between("<S:Body>", "</S:Body>").expect("a SOAP body");
    let schema = if document.starts_with("<CARD:") {
        "conn/CardService_v8_1_3.xsd"
    } else {
        "conn/EventService.xsd"
    };
    Judged { name, schema, document }
}

fn pin_call(handle: &str, pin: &str, user: &str) -> String {
    let context = context(CONTEXT).replace("</c:Context>", &format!("{user}</c:Context>"));
    envelope(&format!(
        "<v:GetPinStatus xmlns:v=\"{CARDS}\">{context}\
         <n:CardHandle xmlns:n=\"http://ws.gematik.de/conn/ConnectorCommon/v5.0\">{handle}</n:CardHandle>\
         <k:PinTyp xmlns:k=\"http://ws.gematik.de/conn/CardServiceCommon/v2.0\">{pin}</k:PinTyp>\
         </v:GetPinStatus>"
    ))
}

pub(super) const FIRST_TERMINAL: &str = "<k:CtId>2b0e1b1c-8d41-4c5c-9a53-0f6f3f0c7a01</k:CtId>";
const USER: &str = "<n:UserId>u1</n:UserId>";
const EMPTY_USER: &str = "<n:UserId/>";

/// Every call with the gematik code it is answered with; `None` for success.
fn calls() -> Vec<(&'static str, &'static str, String, Option<u32>)> {
    let event = "/ws/EventService";
    let card = "/ws/CardService";
    let cards = |ids, parameters: &str| event_call("GetCards", "", ids, parameters);
    let resource = |parameters: &str| event_call("GetResourceInformation", "", CONTEXT, parameters);
    let wide = "mandant-wide=\"1\"";
    let slot = |number: u32| format!("{FIRST_TERMINAL}<k:SlotId>{number}</k:SlotId>");
    let elsewhere = ["Praxis", "x.concept", "Unbekannt"];
    vec![
        ("terminals of the Mandant", event, proof(), None),
        ("terminals here", event, event_call("GetCardTerminals", "", CONTEXT, ""), None),
        ("cards of the Mandant", event, event_call("GetCards", wide, elsewhere, ""), None),
        ("cards here", event, cards(CONTEXT, ""), None),
        ("cards by type", event, cards(CONTEXT, "<k:CardType>SM-B</k:CardType>"), None),
        ("cards by slot", event, cards(CONTEXT, &slot(2)), None),
        ("the device", event, resource(""), None),
        (
            "the device from elsewhere",
            event,
            event_call("GetResourceInformation", "", elsewhere, ""),
            None,
        ),
        ("a terminal", event, resource(FIRST_TERMINAL), None),
        ("a card in a slot", event, resource(&slot(2)), None),
        ("a card by number", event, resource("<k:Iccsn>80276001011699900101</k:Iccsn>"), None),
        ("a card by handle", event, resource("<n:CardHandle>EGK-5</n:CardHandle>"), None),
        ("PIN of the SMC-B", card, pin_call("SMC-B-1", "PIN.SMC", EMPTY_USER), None),
        ("not XML", event, "GetCards".to_owned(), Some(4000)),
        ("unknown element", event, envelope("<x xmlns=\"urn:x\"/>"), Some(4000)),
        ("context incomplete", event, cards(["Praxis", "x.concept", ""], ""), Some(4021)),
        ("foreign Clientsystem", event, cards(["Praxis", "LaborSys", "Empfang"], ""), Some(4204)),
        ("unknown Clientsystem", event, cards(["Praxis", "Nichts", "Empfang"], ""), Some(4204)),
        ("unknown Mandant", event, cards(["Nichts", "x.concept", "Empfang"], ""), Some(4021)),
        ("unknown Arbeitsplatz", event, cards(elsewhere, ""), Some(4021)),
        ("foreign Mandant", event, cards(["Labor", "x.concept", "Labor"], ""), Some(4010)),
        ("foreign Arbeitsplatz", event, cards(["Praxis", "x.concept", "Labor"], ""), Some(4011)),
        ("unknown terminal", event, cards(CONTEXT, "<k:CtId>x</k:CtId>"), Some(4007)),
        ("unknown slot", event, cards(CONTEXT, &slot(9)), Some(4097)),
        ("empty slot", event, resource(&slot(3)), Some(4098)),
        ("unknown ICCSN", event, resource("<k:Iccsn>00000000000000000000</k:Iccsn>"), Some(4099)),
        ("unknown handle", card, pin_call("x", "PIN.SMC", ""), Some(4101)),
        ("card at another place", card, pin_call("HBA-3", "PIN.CH", USER), Some(4015)),
        ("card without this PIN", card, pin_call("SMC-B-1", "PIN.CH", ""), Some(4072)),
        ("card type without PIN", card, pin_call("EGK-5", "PIN.CH", ""), Some(4209)),
    ]
}

#[tokio::test]
async fn every_call_has_the_specified_answer_and_every_answer_is_valid_by_the_schemas() {
    let simulator = start(|_| {});
    let client = careless();
    let authorization = praxis(&simulator);
    let mut judged = Vec::new();
    for (name, path, body, expected) in calls() {
        let answer =
            post(&client, &simulator, path, Some(&authorization), body).send().await.expect(name);
        let status = answer.status().as_u16();
        assert_eq!(answer.headers()["content-type"], "text/xml; charset=utf-8", "{name}");
        let body = answer.text().await.expect(name);
        assert_eq!(code(&body), expected, "{name}: {body}");
        assert_eq!(status, if expected.is_some() { 500 } else { 200 }, "{name}");
        judged.push(payload(name, &body));
    }
    outside::validate(&judged);
}

#[tokio::test]
async fn the_service_directory_is_valid_with_every_face() {
    let mut judged = Vec::new();
    for face in [Face::Secunet, Face::KocoBox, Face::Rise] {
        for tls_mandatory in [true, false] {
            let simulator = start(|settings| {
                settings.face = face;
                settings.tls_mandatory = tls_mandatory;
            });
            let address = simulator.pvs_address();
            let url = format!("https://{address}/connector.sds");
            let answer = careless().get(url).send().await.expect("an answer");
            assert_eq!(answer.status(), 200);
            let document = answer.text().await.expect("a body");
            assert!(document.contains(&format!("<sd:TLSMandatory>{tls_mandatory}<")));
            assert_eq!(document.contains("<si:Endpoint "), !tls_mandatory);
            judged.push(Judged {
                name: format!("{face:?}"),
                schema: "conn/ServiceDirectory.xsd",
                document,
            });
        }
    }
    outside::validate(&judged);
}

#[tokio::test]
async fn real_devices_may_name_the_unknown_part_of_the_context() {
    let simulator = start(|settings| settings.unknown_context = UnknownContext::Specific);
    let authorization = praxis(&simulator);
    for (ids, expected) in
        [(["Nichts", "x.concept", "Empfang"], 4004), (["Praxis", "x.concept", "Nichts"], 4006)]
    {
        let body = event_call("GetCards", "", ids, "");
        let client = careless();
        let answer = post(&client, &simulator, "/ws/EventService", Some(&authorization), body);
        let text = answer.send().await.expect("an answer").text().await.expect("a body");
        assert_eq!(code(&text), Some(expected));
    }
}

#[tokio::test]
async fn a_critical_state_stops_get_pin_status_but_not_the_proof() {
    let simulator = start(|settings| {
        settings.operating_states.insert("EC_Firewall_Not_Reliable".to_owned());
    });
    let authorization = praxis(&simulator);
    let client = careless();
    let call = |path, body| {
        let request = post(&client, &simulator, path, Some(&authorization), body);
        async move { request.send().await.expect("an answer").text().await.expect("a body") }
    };
    let pin = call("/ws/CardService", pin_call("SMC-B-1", "PIN.SMC", "")).await;
    assert_eq!(code(&pin), Some(4002));
    let proof = call("/ws/EventService", proof()).await;
    assert_eq!(code(&proof), None);
    let body = event_call("GetResourceInformation", "", CONTEXT, "");
    let device = call("/ws/EventService", body).await;
    let present = "EC_Firewall_Not_Reliable</CONN:ErrorCondition><CONN:Severity>Fatal</CONN:Severity>\
                   <CONN:Type>Security</CONN:Type><CONN:Value>true<";
    assert!(device.contains(present), "{device}");
}

#[test]
fn a_client_built_from_the_wsdl_is_satisfied() {
    let simulator = start(|_| {});
    let address = simulator.pvs_address();
    let urls =
        [format!("https://{address}/ws/EventService"), format!("https://{address}/ws/CardService")];
    let secret = password(&simulator, Plane::Client, "praxis");
    let Some(said) = outside::zeep(&[&urls[0], &urls[1]], &secret) else {
        return;
    };
    assert!(said.contains("ok"), "{said}");
    assert!(seen(&simulator).any(|operation| operation == "GetResourceInformation"));
}

fn seen(simulator: &Simulator) -> impl Iterator<Item = String> {
    use konnektorwart::simulator::Entry;
    let operation = |line: LogLine| match line.entry {
        Entry::Request { operation, .. } => operation,
        _ => None,
    };
    simulator.log().into_iter().filter_map(operation)
}
