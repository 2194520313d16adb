//! The client plane against a device that answers as each test says.

use konnektorwart::connector::events::{CardTerminal, Operation, Told};
use konnektorwart::connector::{ClientProof, Connector, Login, Reach, Route};
use konnektorwart::domain::context::CallContext;
use konnektorwart::domain::identity::UserName;
use konnektorwart::domain::probe::{
    ClientAnswer, ClientBody, Demand, DirectoryFault, Observation, Silence, Unreached,
};
use konnektorwart::domain::profile::Encryption;
use secrecy::SecretString;

use super::answers::{RESOURCES, TERMINALS, directory};
use super::device::{Device, Received, Reply, http};

pub const CANARY: &str = "Kanarie-7!";
/// Base64 of `praxis:Kanarie-7!`.
pub const BASIC: &str = "cHJheGlzOkthbmFyaWUtNyE=";

#[tokio::test]
async fn a_benutzerkennung_is_proven_by_one_request_with_the_password() {
    let device = Device::start(|request| match request.line() {
        "GET /connector.sds HTTP/1.1" => http("200 OK", "", &directory("true")),
        _ => http("200 OK", "Content-Type: text/xml\r\n", RESOURCES),
    })
    .await;
    let profile = device.profile().await;
    let proof = prove(&profile).await;
    assert_eq!(proof.observation, client(Demand::Demanded, true, 200, ClientBody::Success));
    let Some(Told::State(state)) = proof.told else { panic!("no state") };
    let names: Vec<_> = state.conditions.iter().map(|present| present.name.as_str()).collect();
    assert_eq!((state.ti_online, state.sis_online), (Some(true), Some(false)));
    assert_eq!(names, ["EC_No_VPN_SIS_Connection"]);
    let [sds, soap] = device.received().try_into().unwrap();
    assert_eq!(sds.header("authorization"), None);
    assert_eq!(soap.line(), "POST /ws/EventService?x=1 HTTP/1.1");
    assert_eq!(soap.header("authorization"), Some(format!("Basic {BASIC}").as_str()));
    let action = "\"http://ws.gematik.de/conn/EventService/v7.2#GetResourceInformation\"";
    assert_eq!(soap.header("soapaction"), Some(action));
    assert_eq!(soap.header("content-type"), Some("text/xml; charset=UTF-8"));
    assert!(soap.body.contains("<C:MandantId>Praxis &amp; Co</C:MandantId>"), "{}", soap.body);
    assert!(!soap.body.contains(CANARY));
}

#[tokio::test]
async fn the_card_terminals_of_the_mandant_are_told() {
    let device = Device::start(|request| match request.line() {
        "GET /connector.sds HTTP/1.1" => http("200 OK", "", &directory("true")),
        _ => http("200 OK", "", TERMINALS),
    })
    .await;
    let profile = device.profile().await;
    let (connector, (user, password)) = (Connector::new(&profile), account());
    let login = Login { user: &user, password: &password };
    let route = open(&connector).await;
    let operation = Operation::GetCardTerminals;
    let proof = connector.prove_client(&route, operation, &context(), Some(login)).await;
    let terminal = CardTerminal {
        ct_id: "CT_ID_0176".to_owned(),
        name: "Empfang".to_owned(),
        mac_address: "AA-BB-CC-DD-EE-FF".to_owned(),
        ip_address: "192.0.2.7".to_owned(),
        slots: 4,
        is_physical: true,
        is_connected: false,
        firmware: "0.0.0".to_owned(),
        product: String::new(),
        workplaces: vec!["Empfang".to_owned(), "Labor".to_owned()],
    };
    assert_eq!(proof.told, Some(Told::Terminals(vec![terminal])));
    assert!(device.received()[1].body.contains(" mandant-wide=\"true\""));
}

#[tokio::test]
async fn no_password_leaves_where_the_device_demands_none() {
    for demand in ["false", "0", "vielleicht"] {
        let directory = directory(demand);
        let device = Device::start(move |request| match request.line() {
            "GET /connector.sds HTTP/1.1" => http("200 OK", "", &directory),
            _ => http("200 OK", "", RESOURCES),
        })
        .await;
        let profile = device.profile().await;
        let expected = client(Demand::NotDemanded, false, 200, ClientBody::Success);
        assert_eq!(prove(&profile).await.observation, expected, "{demand}");
        assert!(!contains_secret(&device.bytes()), "{demand}");
    }
}

#[tokio::test]
async fn no_password_leaves_where_the_profile_names_another_mode() {
    let device = Device::start(|request| match request.line() {
        "GET /connector.sds HTTP/1.1" => http("200 OK", "", &directory("true")),
        _ => http("401 Unauthorized", "", ""),
    })
    .await;
    let mut profile = device.profile().await;
    profile.encryption = Encryption::Tls;
    let expected = client(Demand::Demanded, false, 401, ClientBody::Other);
    assert_eq!(prove(&profile).await.observation, expected);
    assert!(!contains_secret(&device.bytes()));
}

#[tokio::test]
async fn every_refusal_and_every_silence_is_told_as_it_came() {
    let fault = "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Body><S:Fault>\
        <faultcode>S:Server</faultcode><faultstring>x</faultstring><detail>\
        <e:Error xmlns:e='http://ws.gematik.de/tel/error/v2.0'><e:Trace><e:Code>4204</e:Code>\
        <e:Severity>Error</e:Severity><e:ErrorText>y</e:ErrorText></e:Trace></e:Error></detail>\
        </S:Fault></S:Body></S:Envelope>";
    let told = |status, body| client(Demand::Demanded, true, status, body);
    let silent = Observation::Silent;
    let head = |status: &str| format!("HTTP/1.1 {status}\r\n").into_bytes();
    let endless_body = |status: &str| {
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: 10000000000\r\n\r\n");
        Reply::Endless(head.into_bytes(), vec![b'x'; 16384])
    };
    let cases = [
        ("401", http("401 Unauthorized", "", ""), told(401, ClientBody::Other)),
        ("403", http("403 Forbidden", "", "<html>"), told(403, ClientBody::Other)),
        ("404", http("404 Not Found", "", ""), told(404, ClientBody::Other)),
        ("page", http("200 OK", "", "<html>"), told(200, ClientBody::Other)),
        (
            "redirect",
            http("302 Found", "Location: https://127.0.0.1:1/\r\n", ""),
            told(302, ClientBody::Other),
        ),
        (
            "a refusal with an endless body",
            endless_body("401 Unauthorized"),
            told(401, ClientBody::Other),
        ),
        ("10 GB", endless_body("200 OK"), silent(Silence::Unreadable)),
        (
            "endless headers",
            Reply::Endless(head("200 OK"), b"X-Long: 0123456789\r\n".to_vec()),
            silent(Silence::Unreadable),
        ),
        (
            "one endless header",
            Reply::Endless(head("200 OK"), vec![b'x'; 4096]),
            silent(Silence::Unreadable),
        ),
        (
            "no HTTP",
            Reply::Bytes(b"220 printer ready\r\n\r\n".to_vec()),
            silent(Silence::Unreadable),
        ),
        ("closed", Reply::Close, silent(Silence::Reset)),
        ("reset", Reply::Reset, silent(Silence::Reset)),
        (
            "cut",
            Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx".to_vec()),
            silent(Silence::Reset),
        ),
    ];
    for (name, reply, expected) in cases {
        assert_eq!(observe(reply).await, expected, "{name}");
    }
    let Observation::Client { answer, .. } =
        observe(http("500 Internal Server Error", "", fault)).await
    else {
        panic!("no answer");
    };
    let ClientBody::Fault(fault) = answer.body else { panic!("no fault") };
    assert_eq!((answer.status, fault.code()), (500, Some(4204)));
}

#[tokio::test]
async fn a_closed_directory_is_an_answer_and_is_asked_for_with_the_password() {
    let device = Device::start(|request| match (request.line(), request.header("authorization")) {
        ("GET /connector.sds HTTP/1.1", Some(_)) => http("200 OK", "", &directory("true")),
        _ => http("401 Unauthorized", "WWW-Authenticate: Basic\r\n", ""),
    })
    .await;
    let profile = device.profile().await;
    let (connector, (user, password)) = (Connector::new(&profile), account());
    let login = Login { user: &user, password: &password };
    let Ok(Reach::Closed(closed)) = connector.reach_client().await else { panic!("not closed") };
    assert!(!contains_secret(&device.bytes()));
    let proof = connector.directory_with_password(&closed, login).await;
    let expected = client(Demand::Demanded, true, 200, ClientBody::Success);
    assert_eq!(proof.observation, expected);
    let route = proof.route.unwrap();
    assert_eq!(route.directory.product.firmware, "5.50.4");
    let operation = Operation::GetResourceInformation;
    let proof = connector.prove_client(&route, operation, &context(), Some(login)).await;
    assert_eq!(proof.observation, client(Demand::Demanded, true, 401, ClientBody::Other));
}

#[tokio::test]
async fn a_directory_is_worth_nothing_after_the_certificate_changed() {
    let device = Device::start(|_| http("200 OK", "", &directory("true"))).await;
    let mut profile = device.profile().await;
    let route = open(&Connector::new(&profile)).await;
    let before = device.bytes().len();
    let seen = super::device::seen(profile.port).await;
    profile.pins.client = Some(konnektorwart::domain::device::Pin::PublicKey(seen.public_key));
    let (user, password) = account();
    let login = Login { user: &user, password: &password };
    let operation = Operation::GetResourceInformation;
    let proof =
        Connector::new(&profile).prove_client(&route, operation, &context(), Some(login)).await;
    assert!(matches!(proof.observation, Observation::Unreached(Unreached::Local(_))));
    assert_eq!(device.bytes().len(), before);
}

#[tokio::test]
async fn what_is_no_connector_is_told_apart() {
    let fault = |fault| Err(Observation::Unreached(Unreached::NoDirectory(fault)));
    let huge = format!("<a>{}</a>", "x".repeat(1024 * 1024));
    let cases = [
        (
            http("200 OK", "", "<html><body>Login</body></html>"),
            fault(DirectoryFault::NotADirectory),
        ),
        (
            http("200 OK", "Content-Encoding: gzip\r\n", "\u{1f}\u{8b}"),
            fault(DirectoryFault::NotADirectory),
        ),
        (http("200 OK", "", &huge), fault(DirectoryFault::TooLarge)),
        (http("302 Found", "Location: /login\r\n", ""), fault(DirectoryFault::Status(302))),
        (http("503 Service Unavailable", "", ""), fault(DirectoryFault::Status(503))),
        (Reply::Close, fault(DirectoryFault::Silent(Silence::Reset))),
    ];
    for (reply, expected) in cases {
        let device = Device::start(move |_| reply.clone()).await;
        let profile = device.profile().await;
        assert_eq!(Connector::new(&profile).reach_client().await, expected);
    }
    let no_service = directory("true").replace("EventService\"", "KVKService\"");
    let device = Device::start(move |_| http("200 OK", "", &no_service)).await;
    let profile = device.profile().await;
    let expected = Observation::Unreached(Unreached::NoDirectory(DirectoryFault::NoService));
    assert_eq!(prove(&profile).await.observation, expected);
}

pub async fn observe(reply: Reply) -> Observation {
    let device = Device::start(move |request| match request.line() {
        "GET /connector.sds HTTP/1.1" => http("200 OK", "", &directory("true")),
        _ => reply.clone(),
    })
    .await;
    let profile = device.profile().await;
    let proof = prove(&profile).await;
    assert_eq!(proof.told, None);
    let attempts = device
        .received()
        .iter()
        .filter(|request| request.header("authorization").is_some())
        .count();
    assert_eq!(attempts, 1);
    proof.observation
}

pub async fn prove(profile: &konnektorwart::domain::profile::ConnectorProfile) -> ClientProof {
    let (connector, (user, password)) = (Connector::new(profile), account());
    let route = open(&connector).await;
    let login = Login { user: &user, password: &password };
    let operation = Operation::GetResourceInformation;
    connector.prove_client(&route, operation, &context(), Some(login)).await
}

pub async fn open(connector: &Connector<'_>) -> Route {
    match connector.reach_client().await {
        Ok(Reach::Open(route)) => route,
        other => panic!("{other:?}"),
    }
}

pub fn account() -> (UserName, SecretString) {
    ("praxis".parse().unwrap(), SecretString::from(CANARY))
}

pub fn context() -> CallContext {
    CallContext {
        mandant: "Praxis & Co".parse().unwrap(),
        clientsystem: "x.concept".parse().unwrap(),
        arbeitsplatz: "Empfang".parse().unwrap(),
    }
}

pub fn contains_secret(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.contains(CANARY) || text.contains(BASIC)
}

pub fn client(demand: Demand, carried_secret: bool, status: u16, body: ClientBody) -> Observation {
    Observation::Client { demand, carried_secret, answer: ClientAnswer { status, body } }
}

#[test]
fn a_received_request_is_read() {
    let received = Received { head: "GET / HTTP/1.1\r\nA: b".to_owned(), body: String::new() };
    assert_eq!((received.line(), received.header("a")), ("GET / HTTP/1.1", Some("b")));
}
