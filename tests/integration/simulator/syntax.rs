//! Messages that break SOAP or the schema.
use super::soap::FIRST_TERMINAL;
use super::{
    CARDS, CONTEXT, EVENTS, careless, code, context, envelope, event_call, post, praxis, proof,
    start,
};

#[tokio::test]
async fn what_breaks_the_schema_is_a_syntax_error() {
    let simulator = start(|_| {});
    let client = careless();
    let authorization = praxis(&simulator);
    let good = proof();
    let terminals = |attributes| event_call("GetCardTerminals", attributes, CONTEXT, "");
    let swapped = context(CONTEXT)
        .replace("<n:MandantId>Praxis</n:MandantId>", "")
        .replace("</c:Context>", "<n:MandantId>Praxis</n:MandantId></c:Context>");
    let broken = [
        ("truncated", good[..good.len() - 20].to_owned()),
        ("document type", good.replace("<e:Envelope", "<!DOCTYPE e:Envelope><e:Envelope")),
        ("Latin-1", good.replace("UTF-8", "ISO-8859-1")),
        ("wrong namespace", good.replace("EventService/v7.2", "EventService/v7.1")),
        ("other service", good.replace(EVENTS, CARDS)),
        ("no context", envelope(&format!("<GetCards xmlns=\"{EVENTS}\"/>"))),
        ("wrong order", good.replace(&context(CONTEXT), &swapped)),
        ("identifier too long", good.replace("Praxis", &"x".repeat(65))),
        ("no boolean", terminals("mandant-wide=\"yes\"")),
        ("unknown attribute", terminals("wide=\"true\"")),
        ("text between elements", good.replace("<n:MandantId>", "text<n:MandantId>")),
        ("two calls", good.replace("</e:Body>", "<x/></e:Body>")),
        ("element too many", event_call("GetCardTerminals", "", CONTEXT, FIRST_TERMINAL)),
        ("slot 0", event_call("GetCards", "", CONTEXT, "<k:SlotId>0</k:SlotId>")),
        ("no card type", event_call("GetCards", "", CONTEXT, "<k:CardType>SMCB</k:CardType>")),
        ("short ICCSN", event_call("GetResourceInformation", "", CONTEXT, "<k:Iccsn>1</k:Iccsn>")),
        ("empty", String::new()),
    ];
    for (name, body) in broken {
        let answer = post(&client, &simulator, "/ws/EventService", Some(&authorization), body)
            .send()
            .await
            .expect(name);
        assert_eq!(answer.status(), 500, "{name}");
        assert_eq!(code(&answer.text().await.expect(name)), Some(4000), "{name}");
    }
}

#[tokio::test]
async fn soap_1_2_and_headers_to_be_understood_get_the_faults_of_soap() {
    let simulator = start(|_| {});
    let client = careless();
    let authorization = praxis(&simulator);
    let demanding = "<e:Header><x xmlns=\"urn:x\" e:mustUnderstand=\"1\"/></e:Header>";
    let other = "http://www.w3.org/2003/05/soap-envelope";
    for (fault, body) in [
        ("S:MustUnderstand", proof().replace("<e:Header/>", demanding)),
        ("S:VersionMismatch", proof().replace("http://schemas.xmlsoap.org/soap/envelope/", other)),
    ] {
        let answer = post(&client, &simulator, "/ws/EventService", Some(&authorization), body);
        let text = answer.send().await.expect("an answer").text().await.expect("a body");
        assert!(text.contains(&format!("<faultcode>{fault}</faultcode>")), "{text}");
    }
}

#[tokio::test]
async fn a_soap_action_may_be_missing_but_not_wrong() {
    let simulator = start(|_| {});
    let client = careless();
    let authorization = praxis(&simulator);
    for (action, expected) in [
        ("\"http://ws.gematik.de/conn/EventService/v7.2#GetCardTerminals\"", 200),
        ("http://ws.gematik.de/conn/EventService/v7.2#GetCardTerminals", 200),
        ("\"\"", 200),
        ("\"http://ws.gematik.de/conn/EventService/v7.2#GetCards\"", 500),
    ] {
        let answer = post(&client, &simulator, "/ws/EventService", Some(&authorization), proof())
            .header("SOAPAction", action)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), expected, "{action}");
    }
}
