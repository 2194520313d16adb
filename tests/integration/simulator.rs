//! The simulator, judged from outside: by the official schemas, by clients nobody here wrote, and by requests
//! as public programs send them. Nothing in here uses the product's own client.
#[path = "simulator/access.rs"]
mod access;
#[path = "simulator/accounts.rs"]
mod accounts;
#[path = "simulator/faults.rs"]
mod faults;
#[path = "simulator/management.rs"]
mod management;
#[path = "simulator/outside.rs"]
mod outside;
#[path = "simulator/recorded.rs"]
mod recorded;
#[path = "simulator/soap.rs"]
mod soap;
#[path = "simulator/syntax.rs"]
mod syntax;
#[path = "simulator/tls.rs"]
mod tls;
#[path = "simulator/variants.rs"]
mod variants;
#[path = "simulator/webui.rs"]
mod webui;

use std::time::Duration;

use base64::Engine;
use konnektorwart::simulator::{Entry, Plane, Settings, Simulator};
use reqwest::{Client, Method, RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};

/// A limit that only a broken simulator reaches.
const LIMIT: Duration = Duration::from_secs(60);

/// A passed password that satisfies both rules.
const OTHER: &str = "Winter-2026-Anmeldung!xY7";

fn start(change: impl FnOnce(&mut Settings)) -> Simulator {
    let mut settings = Settings::default();
    change(&mut settings);
    Simulator::start(settings).expect("the simulator starts")
}

/// A client without any certificate check, as the public scripts are.
fn careless() -> Client {
    builder().build().expect("a client")
}

fn builder() -> reqwest::ClientBuilder {
    // Another test may have been first; both install the same provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(LIMIT)
}

fn password(simulator: &Simulator, plane: Plane, user: &str) -> String {
    simulator.password(plane, user).expect("a known account").expose_secret().to_owned()
}

fn basic(user: &str, password: &str) -> String {
    let credentials = format!("{user}:{password}");
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(credentials))
}

/// The Benutzerkennung of the simulator as a Basic header.
fn praxis(simulator: &Simulator) -> String {
    basic("praxis", &password(simulator, Plane::Client, "praxis"))
}

const CONTEXT: [&str; 3] = ["Praxis", "x.concept", "Empfang"];

fn context(ids: [&str; 3]) -> String {
    let [mandant, clientsystem, arbeitsplatz] = ids;
    format!(
        "<c:Context xmlns:c=\"http://ws.gematik.de/conn/ConnectorContext/v2.0\" \
         xmlns:n=\"http://ws.gematik.de/conn/ConnectorCommon/v5.0\"><n:MandantId>{mandant}</n:MandantId>\
         <n:ClientSystemId>{clientsystem}</n:ClientSystemId><n:WorkplaceId>{arbeitsplatz}</n:WorkplaceId>\
         </c:Context>"
    )
}

fn envelope(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><e:Envelope \
         xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header/><e:Body>{body}</e:Body>\
         </e:Envelope>"
    )
}

const EVENTS: &str = "http://ws.gematik.de/conn/EventService/v7.2";
const CARDS: &str = "http://ws.gematik.de/conn/CardService/v8.1";

/// A call of the EventService.
fn event_call(operation: &str, attributes: &str, ids: [&str; 3], parameters: &str) -> String {
    envelope(&format!(
        "<v:{operation} xmlns:v=\"{EVENTS}\" xmlns:k=\"http://ws.gematik.de/conn/CardServiceCommon/v2.0\" \
         xmlns:n=\"http://ws.gematik.de/conn/ConnectorCommon/v5.0\" {attributes}>{}{parameters}</v:{operation}>",
        context(ids)
    ))
}

/// `GetCardTerminals` for the whole Mandant: the cheapest request that proves a credential.
fn proof() -> String {
    event_call("GetCardTerminals", "mandant-wide=\"true\"", CONTEXT, "")
}

fn post(
    client: &Client,
    simulator: &Simulator,
    path: &str,
    authorization: Option<&str>,
    body: String,
) -> RequestBuilder {
    let address = simulator.pvs_address();
    let request = client
        .post(format!("https://{address}{path}"))
        .header("Content-Type", "text/xml; charset=UTF-8")
        .body(body);
    match authorization {
        Some(authorization) => request.header("Authorization", authorization),
        None => request,
    }
}

/// Sends [`proof`] with this password for `praxis`.
async fn prove(client: &Client, simulator: &Simulator, password: &str) -> Response {
    let authorization = basic("praxis", password);
    post(client, simulator, "/ws/EventService", Some(&authorization), proof())
        .send()
        .await
        .expect("an answer")
}

/// The gematik code of a fault.
fn code(body: &str) -> Option<u32> {
    let (_, rest) = body.split_once(":Code>")?;
    rest.split_once('<')?.0.parse().ok()
}

/// A call of the REST interface.
fn rest(client: &Client, simulator: &Simulator, method: Method, path: &str) -> RequestBuilder {
    let address = simulator.management_address();
    client.request(method, format!("https://{address}/rest/mgmt/{path}"))
}

fn login_body(user: &str, password: &str) -> String {
    serde_json::json!({"username": user, "password": password}).to_string()
}

async fn login(client: &Client, simulator: &Simulator, user: &str, password: &str) -> Response {
    rest(client, simulator, Method::POST, "ak/konten/login")
        .header("Content-Type", "application/json")
        .body(login_body(user, password))
        .send()
        .await
        .expect("an answer")
}

/// Logs in and returns the complete value of the answer's header.
async fn token(client: &Client, simulator: &Simulator, user: &str) -> String {
    let secret = password(simulator, Plane::Management, user);
    let answer = login(client, simulator, user, &secret).await;
    assert_eq!(answer.status(), 204);
    answer.headers()["authorization"].to_str().expect("ASCII").to_owned()
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// How many lines of the log are like this.
fn count(simulator: &Simulator, fits: impl Fn(&Entry) -> bool) -> usize {
    simulator.log().iter().filter(|line| fits(&line.entry)).count()
}
