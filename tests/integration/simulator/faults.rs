//! Each fault on demand really plays on the wire.
use std::time::{Duration, Instant};

use konnektorwart::simulator::{Entry, Fault, Loss, Plane, Port, Rule, Simulator};
use reqwest::{Method, Response};
use serde_json::json;

use super::{
    LIMIT, OTHER, builder, careless, code, count, password, post, praxis, proof, rest, start, token,
};

async fn call(simulator: &Simulator) -> reqwest::Result<Response> {
    let right = praxis(simulator);
    post(&careless(), simulator, "/ws/EventService", Some(&right), proof()).send().await
}

async fn played(fault: Fault) -> (u16, String, String) {
    let simulator = start(|_| {});
    simulator.set_faults([Rule::once(fault.clone()).at("/ws/")]);
    let answer = call(&simulator).await.expect("an answer");
    let status = answer.status().as_u16();
    let content_type = answer.headers().get("content-type");
    let content_type = content_type.map_or("", |value| value.to_str().expect("ASCII")).to_owned();
    let body = answer.text().await.expect("a body");
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::FaultPlayed { .. })), 1);
    assert_eq!(simulator.secrets_seen(), 1, "{fault:?}");
    assert_eq!(call(&simulator).await.expect("an answer").status(), 200, "once only");
    (status, content_type, body)
}

#[tokio::test]
async fn faults_with_an_answer() {
    let (status, content_type, _) = played(Fault::ServerError(503)).await;
    assert_eq!((status, content_type.starts_with("text/html")), (503, true));
    let (status, _, body) = played(Fault::UnknownCode).await;
    assert_eq!((status, code(&body)), (500, Some(60_999)));
    let (status, _, body) = played(Fault::OtherBody).await;
    assert_eq!((status, body.contains("Envelope")), (200, false));
    let (status, _, body) = played(Fault::LoginPage).await;
    assert_eq!((status, body.contains("type=\"password\"")), (200, true));
    let (status, content_type, body) = played(Fault::WrongContentType).await;
    assert_eq!((status, content_type.as_str()), (200, "application/octet-stream"));
    assert!(body.contains("GetCardTerminalsResponse"));
    let (status, _, body) = played(Fault::Truncated).await;
    assert_eq!((status, body.ends_with("Envelope>")), (200, false));
    let (status, _, body) = played(Fault::EntityBomb).await;
    assert_eq!((status, body.contains("<!ENTITY lol9")), (200, true));
    let (status, _, body) = played(Fault::WrongShape).await;
    assert_eq!((status, body.contains("<S:Body/>")), (200, true));
    let (status, ..) = played(Fault::Redirect("https://192.0.2.1/".to_owned())).await;
    assert_eq!(status, 302);
    let (_, _, body) = played(Fault::HugeBody(5_000_000)).await;
    assert_eq!(body.len(), 5_000_000);
}

#[tokio::test]
async fn faults_without_a_complete_answer() {
    let simulator = start(|_| {});
    for fault in [
        Fault::ResetBeforeReading,
        Fault::ResetAfterReading,
        Fault::AfterApplying(Loss::Reset),
        Fault::NotHttp,
        Fault::EndlessHeaders,
    ] {
        simulator.set_faults([Rule::once(fault.clone()).at("/ws/")]);
        assert!(call(&simulator).await.is_err(), "{fault:?}");
    }
    simulator.set_faults([Rule::once(Fault::CutOff).at("/ws/")]);
    let answer = call(&simulator).await.expect("a head");
    assert!(answer.text().await.is_err(), "the body is cut off");
    let impatient = builder().timeout(Duration::from_millis(300)).build().expect("a client");
    let every = Duration::from_millis(20);
    for fault in [Fault::Silence, Fault::SlowHeaders(every), Fault::AfterApplying(Loss::Silence)] {
        simulator.set_faults([Rule::once(fault.clone()).on(Port::Pvs).at("/")]);
        let right = praxis(&simulator);
        let request = post(&impatient, &simulator, "/ws/EventService", Some(&right), proof());
        assert!(request.send().await.expect_err("nothing comes").is_timeout(), "{fault:?}");
    }
    assert_eq!(call(&simulator).await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn a_late_answer_is_right_and_late() {
    let simulator = start(|_| {});
    simulator.set_faults([Rule::once(Fault::Late(Duration::from_millis(300)))]);
    let began = Instant::now();
    assert_eq!(call(&simulator).await.expect("an answer").status(), 200);
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_connection_reset_at_once_carries_nothing() {
    let simulator = start(|_| {});
    simulator.set_faults([Rule::once(Fault::ResetBeforeReading).on(Port::Pvs)]);
    assert!(call(&simulator).await.is_err());
    assert_eq!(simulator.secrets_seen(), 0);
    assert_eq!(call(&simulator).await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn a_change_is_applied_although_its_answer_is_lost() {
    for loss in [Loss::Reset, Loss::ServerError] {
        let simulator = start(|_| {});
        let client = careless();
        let token = token(&client, &simulator, "local").await;
        let old = password(&simulator, Plane::Management, "local");
        simulator
            .set_faults([Rule::once(Fault::AfterApplying(loss)).at("/rest/mgmt/ak/konten/profil")]);
        let put = rest(&client, &simulator, Method::PUT, "ak/konten/profil/passwort")
            .header("Authorization", &token)
            .body(json!({"oldPassword": old, "newPassword": OTHER}).to_string());
        let answer = put.send().await.map(|answer| answer.status().as_u16()).ok();
        assert_eq!(answer, (loss == Loss::ServerError).then_some(500));
        assert_eq!(password(&simulator, Plane::Management, "local"), OTHER);
    }
}

#[tokio::test]
async fn json_paths_get_json_trouble() {
    let simulator = start(|_| {});
    let client = careless();
    let mut bodies = Vec::new();
    for fault in [Fault::EntityBomb, Fault::UnknownCode, Fault::WrongShape, Fault::OtherBody] {
        simulator.set_faults([Rule::once(fault).on(Port::Management)]);
        let answer = rest(&client, &simulator, Method::GET, "ak/dienste/status/ping").send().await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.headers()["content-type"], "application/json");
        bodies.push(answer.text().await.expect("a body"));
    }
    assert!(bodies[0].starts_with("[[[[["));
    assert!(bodies[1].contains("60999"));
}

#[tokio::test]
async fn rules_wait_and_end() {
    let simulator = start(|_| {});
    simulator.set_faults([Rule::always(Fault::ServerError(500)).after(1).times(2)]);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(call(&simulator).await.expect("an answer").status().as_u16());
    }
    assert_eq!(seen, [200, 500, 500, 200]);
    assert!(simulator.wait_for(|log| log.len() > 4, LIMIT));
}
