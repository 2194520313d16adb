//! Who may reach what: the combinations of TLS, client authentication and directory, the lock-out of a
//! Benutzerkennung, and HTTP as a strict client expects it.
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use konnektorwart::simulator::{
    ClientAuth, Entry, LockedAnswer, MissingCertificate, Plane, Port, RefusalReason, Simulator,
};
use secrecy::ExposeSecret;

use super::{
    LIMIT, OTHER, basic, builder, careless, code, count, password, post, praxis, proof, prove,
    secret, start,
};

async fn sds(simulator: &Simulator, scheme: &str, authorization: Option<&str>) -> u16 {
    let address = match scheme {
        "http" => simulator.http_address(),
        _ => simulator.pvs_address(),
    };
    let mut request = careless().get(format!("{scheme}://{address}/connector.sds"));
    if let Some(authorization) = authorization {
        request = request.header("Authorization", authorization);
    }
    request.send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn an_open_directory_is_served_without_any_check() {
    for client_auth in [ClientAuth::Off, ClientAuth::Certificate, ClientAuth::Password] {
        let simulator = start(|settings| settings.client_auth = client_auth);
        assert_eq!(sds(&simulator, "https", None).await, 200);
        assert_eq!(sds(&simulator, "http", None).await, 200);
        assert_eq!(sds(&simulator, "https", Some(&basic("praxis", "wrong"))).await, 200);
        assert_eq!(count(&simulator, |entry| matches!(entry, Entry::LoginRefused { .. })), 0);
    }
}

#[tokio::test]
async fn a_closed_directory_demands_what_the_services_demand() {
    let simulator = start(|settings| settings.dvd_open = false);
    let right = praxis(&simulator);
    assert_eq!(sds(&simulator, "http", Some(&right)).await, 403);
    assert_eq!(sds(&simulator, "https", None).await, 401);
    assert_eq!(sds(&simulator, "https", Some(&basic("praxis", "wrong"))).await, 401);
    assert_eq!(sds(&simulator, "https", Some(&right)).await, 200);
    simulator.change_settings(|settings| settings.tls_mandatory = false).expect("changed");
    assert_eq!(sds(&simulator, "http", Some(&right)).await, 200);
    simulator.change_settings(|settings| settings.client_auth = ClientAuth::Off).expect("changed");
    assert_eq!(sds(&simulator, "http", None).await, 200);
}

#[tokio::test]
async fn services_are_on_http_only_where_tls_is_not_mandatory() {
    for (tls_mandatory, expected) in [(true, 403), (false, 200)] {
        let simulator = start(|settings| settings.tls_mandatory = tls_mandatory);
        let answer = careless()
            .post(format!("http://{}/ws/EventService", simulator.http_address()))
            .header("Content-Type", "text/xml")
            .header("Authorization", praxis(&simulator))
            .body(proof())
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), expected);
        let log = simulator.log();
        let seen = log.iter().find(|line| line.secret().is_some()).expect("the secret was seen");
        assert_eq!(seen.port, Some(Port::Http));
    }
}

#[tokio::test]
async fn without_client_authentication_any_password_passes() {
    let simulator = start(|settings| settings.client_auth = ClientAuth::Off);
    assert_eq!(prove(&careless(), &simulator, "wrong").await.status(), 200);
}

#[tokio::test]
async fn a_client_certificate_stands_for_its_clientsystem() {
    let simulator = start(|settings| settings.client_auth = ClientAuth::Certificate);
    let client_with = |clientsystem| {
        let identity = simulator.client_identity(clientsystem).expect("a certificate");
        let pem = identity.certificate_pem + identity.key_pem.expose_secret();
        let identity = reqwest::Identity::from_pem(pem.as_bytes()).expect("PEM");
        builder().identity(identity).build().expect("a client")
    };
    let call = |client: reqwest::Client| {
        let request = post(&client, &simulator, "/ws/EventService", None, proof());
        async move {
            let answer = request.send().await?;
            let status = answer.status().as_u16();
            Ok::<_, reqwest::Error>((status, code(&answer.text().await?)))
        }
    };
    assert_eq!(call(client_with("x.concept")).await.expect("an answer"), (200, None));
    assert_eq!(call(client_with("LaborSys")).await.expect("an answer"), (500, Some(4204)));
    assert_eq!(call(careless()).await.expect("an answer"), (403, None));
    let missing = |missing| {
        simulator
            .change_settings(|settings| settings.missing_certificate = missing)
            .expect("changed");
    };
    missing(MissingCertificate::Fault4204);
    assert_eq!(call(careless()).await.expect("an answer"), (500, Some(4204)));
    missing(MissingCertificate::Handshake);
    assert!(call(careless()).await.is_err());
    assert_eq!(call(client_with("x.concept")).await.expect("an answer"), (200, None));
}

#[tokio::test]
async fn three_wrong_passwords_lock_a_benutzerkennung_for_a_time() {
    let simulator = start(|_| {});
    let client = careless();
    let right = password(&simulator, Plane::Client, "praxis");
    for _ in 0..2 {
        let answer = prove(&client, &simulator, "wrong").await;
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.headers()["www-authenticate"], "Basic realm=\"Konnektor\"");
    }
    assert_eq!(prove(&client, &simulator, &right).await.status(), 200, "a success resets");
    for _ in 0..3 {
        assert_eq!(prove(&client, &simulator, "wrong").await.status(), 401);
    }
    assert!(simulator.is_locked(Plane::Client, "praxis"));
    assert_eq!(prove(&client, &simulator, &right).await.status(), 401, "locked");
    let reasons: Vec<RefusalReason> = simulator
        .log()
        .into_iter()
        .filter_map(|line| match line.entry {
            Entry::LoginRefused { reason, .. } => Some(reason),
            _ => None,
        })
        .collect();
    let wrong = |failures| RefusalReason::WrongPassword { failures };
    assert_eq!(reasons, [wrong(1), wrong(2), wrong(1), wrong(2), wrong(3), RefusalReason::Locked]);
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::Locked { .. })), 1);
    simulator.advance_clock(Duration::from_secs(601));
    assert_eq!(prove(&client, &simulator, &right).await.status(), 200, "the lock has ended");
}

#[tokio::test]
async fn a_lock_may_say_so() {
    for (locked, status) in [(LockedAnswer::Locked423, 423), (LockedAnswer::TooMany429, 429)] {
        let simulator = start(|settings| {
            settings.locked = locked;
            settings.client_lockout.limit = 1;
        });
        let client = careless();
        assert_eq!(prove(&client, &simulator, "wrong").await.status(), 401);
        let answer = prove(&client, &simulator, "wrong").await;
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers().contains_key("retry-after"), status == 429);
        simulator.unlock(Plane::Client, "praxis").expect("known");
        let right = password(&simulator, Plane::Client, "praxis");
        assert_eq!(prove(&client, &simulator, &right).await.status(), 200);
    }
}

#[tokio::test]
async fn no_or_an_unknown_user_is_refused_and_locks_nobody() {
    let simulator = start(|_| {});
    let client = careless();
    for authorization in [None, Some(basic("nobody", "x")), Some("Basic %%".to_owned())] {
        for _ in 0..4 {
            let request =
                post(&client, &simulator, "/ws/EventService", authorization.as_deref(), proof());
            assert_eq!(request.send().await.expect("an answer").status(), 401);
        }
    }
    assert!(!simulator.is_locked(Plane::Client, "praxis"));
}

#[tokio::test]
async fn a_changed_password_holds_at_once_and_the_log_tells_passwords_apart_without_them() {
    let simulator = start(|_| {});
    let client = careless();
    let old = password(&simulator, Plane::Client, "praxis");
    simulator.set_password(Plane::Client, "praxis", secret(OTHER)).expect("known");
    assert_eq!(prove(&client, &simulator, &old).await.status(), 401);
    assert_eq!(prove(&client, &simulator, OTHER).await.status(), 200);
    let seen: Vec<String> = simulator
        .log()
        .iter()
        .filter_map(|line| line.secret().map(|secret| secret.sha256.clone()))
        .collect();
    let digest = konnektorwart::simulator::password_digest;
    assert_eq!(seen, [digest(&old), digest(OTHER)]);
    assert_eq!(simulator.secrets_seen(), 2);
    let text = format!("{:?}", simulator.log());
    assert!(!text.contains(OTHER) && !text.contains(&old));
}

#[tokio::test]
async fn http_is_spoken_honestly() {
    let simulator = start(|_| {});
    let client = careless();
    let base = format!("https://{}", simulator.pvs_address());
    let right = praxis(&simulator);
    let get = client.get(format!("{base}/nothing")).send().await.expect("an answer");
    assert_eq!(get.status(), 404);
    let get = client.get(format!("{base}/ws/EventService")).send().await.expect("an answer");
    assert_eq!((get.status().as_u16(), &get.headers()["allow"]), (405, &"POST".parse().unwrap()));
    let delete = client.delete(format!("{base}/connector.sds")).send().await.expect("an answer");
    assert_eq!(delete.headers()["allow"], "GET, HEAD");
    let head = client.head(format!("{base}/connector.sds")).send().await.expect("an answer");
    assert_eq!(head.status(), 200);
    assert_eq!(head.headers()["content-type"], "text/xml; charset=utf-8");
    assert!(head.bytes().await.expect("a body").is_empty());
    for (content_type, expected) in [
        ("application/json", 415),
        ("text/xml; charset=ISO-8859-1", 415),
        ("text/xml", 200),
        ("text/xml; charset=\"utf-8\"; action=x", 200),
    ] {
        let answer = client
            .post(format!("{base}/ws/EventService"))
            .header("Content-Type", content_type)
            .header("Authorization", &right)
            .body(proof())
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), expected, "{content_type}");
    }
    let huge = " ".repeat((1 << 20) + 1);
    let request = post(&client, &simulator, "/ws/EventService", Some(&right), huge);
    assert_eq!(request.send().await.expect("an answer").status(), 413);
}

#[test]
fn one_connection_serves_several_requests_and_chunked_bodies() {
    let simulator = start(|settings| settings.tls_mandatory = false);
    let mut stream = TcpStream::connect(simulator.http_address()).expect("open");
    stream.set_read_timeout(Some(LIMIT)).expect("a limit");
    stream.write_all(b"HEAD /connector.sds HTTP/1.1\r\nHost: k\r\n\r\n").expect("written");
    let body = proof();
    let (first, second) = body.split_at(100);
    let request = format!(
        "POST /ws/EventService HTTP/1.1\r\nHost: k\r\nContent-Type: text/xml\r\nAuthorization: {}\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
         {:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        praxis(&simulator),
        first.len(),
        second.len(),
    );
    stream.write_all(request.as_bytes()).expect("written");
    let mut answers = String::new();
    stream.read_to_string(&mut answers).expect("read");
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
    assert!(answers.ends_with("</S:Envelope>"), "{answers}");
    assert_eq!(count(&simulator, |entry| *entry == Entry::Connected), 1);
}

#[tokio::test]
async fn a_device_that_is_down_refuses_connections_and_comes_back_on_the_same_ports() {
    let simulator = start(|_| {});
    let right = password(&simulator, Plane::Client, "praxis");
    simulator.go_down().expect("down");
    let refused = post(&careless(), &simulator, "/ws/EventService", None, proof()).send().await;
    assert!(refused.expect_err("nobody answers").is_connect());
    simulator.come_up().expect("up");
    assert_eq!(prove(&careless(), &simulator, &right).await.status(), 200);
}
