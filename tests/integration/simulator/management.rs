//! The management interface, called as public programs call it (zabbix-check_secunet, smcb-unlocker, TIConnector).
use std::time::Duration;

use konnektorwart::simulator::{Entry, Plane, Simulator};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{LIMIT, OTHER, careless, count, login, password, rest, secret, start, token};

pub(super) async fn read(client: &Client, simulator: &Simulator, token: &str, path: &str) -> Value {
    let answer = rest(client, simulator, Method::GET, path)
        .header("Authorization", token)
        .send()
        .await
        .expect(path);
    assert_eq!(answer.status(), 200, "{path}");
    assert_eq!(answer.headers()["content-type"], "application/json", "{path}");
    serde_json::from_slice(&answer.bytes().await.expect(path)).expect(path)
}

pub(super) async fn send(
    client: &Client,
    simulator: &Simulator,
    token: &str,
    method: Method,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let answer = rest(client, simulator, method, path)
        .header("Authorization", token)
        .header("Content-Type", "application/json")
        .body(body.to_string())
        .send()
        .await
        .expect(path);
    let status = answer.status().as_u16();
    (status, serde_json::from_slice(&answer.bytes().await.expect(path)).unwrap_or_default())
}

#[tokio::test]
async fn the_sequence_of_public_clients_works() {
    let simulator = start(|_| {});
    let client = careless();
    let token = token(&client, &simulator, "local").await;
    assert!(token.starts_with("Bearer ey"), "the complete value, with the look of a JWT");

    // zabbix-check_secunet
    let status = read(&client, &simulator, &token, "ak/dienste/status").await;
    assert_eq!(status["vpnTiConnected"], true);
    assert_eq!(status["restartRequired"], false);
    assert!(status["vpnTiConnectionStateDate"].as_i64() > Some(1_600_000_000_000), "milliseconds");
    let state = &status["operatingStates"][0];
    for field in ["mainCondition", "severity", "severityLevel", "errorType", "value", "validFrom"] {
        assert!(!state[field].is_null(), "{field}");
    }
    assert!(status["connectorStarted"].as_i64() > Some(1_600_000_000_000), "milliseconds");
    let version = read(&client, &simulator, &token, "ak/dienste/status/version").await;
    assert_eq!(version["fwVersion"], "5.50.4");
    let basic = read(&client, &simulator, &token, "nk/status/basic").await;
    assert!(basic["uptime"].is_i64() && basic["loadAvg1min"].is_f64());
    let updates = "ak/dienste/ksr/informationen/updates-konnektor";
    assert!(read(&client, &simulator, &token, updates).await["lastUpdate"].is_i64());
    let clients = read(&client, &simulator, &token, "ak/info/clientsysteme").await;
    assert_eq!(clients[1]["clientSystemId"], "x.concept");
    assert_eq!(clients[1]["certificates"][0]["validity"]["valid"], true);
    let terminals = read(&client, &simulator, &token, "ak/dienste/kartenterminals").await;
    assert_eq!(terminals[0]["macAddress"], "00:0D:F8:05:4C:15");
    assert_eq!(terminals[2]["connected"], false);
    assert_eq!(terminals[0]["productinformation"]["firmwareVersion"], "3.9.0");

    // smcb-unlocker
    let cards = read(&client, &simulator, &token, "ak/dienste/karten").await;
    let types: Vec<&str> =
        cards.as_array().expect("a list").iter().filter_map(|card| card["type"].as_str()).collect();
    assert_eq!(types, ["SMC_B", "SMC_KT", "HBA", "SMC_KT", "EGK", "SMC_K"]);
    for card in cards.as_array().expect("a list") {
        for field in ["cardTerminalHostname", "cardTerminalId", "cardhandle", "iccsn", "type"] {
            assert!(card[field].is_string(), "{field}");
        }
        assert!(card["insertTime"].is_i64() && card["expirationDate"].is_i64());
        for field in ["atr", "cos", "gdo", "objectSystem"] {
            assert!(card["version"][field].is_string(), "{field}");
        }
    }
    assert_eq!(terminals[0]["slotInfos"][0], cards[0]);
    let mandanten = read(&client, &simulator, &token, "ak/info/mandanten").await;
    assert_eq!(mandanten[1]["managedSmbs"][0]["iccsn"], cards[0]["iccsn"]);
    let pin = read(&client, &simulator, &token, "ak/dienste/karten/smb/SMC-B-1/Praxis/pin").await;
    assert_eq!(pin, json!({"status": "VERIFIED", "retries": null}));
    let lines =
        "ak/dienste/protokoll/datei/system/OP/0/4102444800?severities=IWEF&limit=1000&offset=0";
    let (status, lines) = send(&client, &simulator, &token, Method::POST, lines, json!({})).await;
    assert_eq!((status, lines[0]["type"].as_str()), (200, Some("OP")));
    let none = "ak/dienste/protokoll/datei/system/OP/0/1";
    assert_eq!(send(&client, &simulator, &token, Method::POST, none, json!({})).await.0, 404);

    // TIConnector
    let info = read(&client, &simulator, &token, "ak/info").await;
    assert_eq!(info["aufrufkontexte"].as_array().map(Vec::len), Some(3));
    for path in [
        "ak/dienste/karten/SMC-B-1",
        "ak/dienste/karten/SMC-B-1/mandanten",
        "ak/dienste/kartenterminals/2b0e1b1c-8d41-4c5c-9a53-0f6f3f0c7a01/erweitert",
        "ak/dienste/status/releaseinfos",
        "nk/ntp/zeit",
        "nk/licence/features",
    ] {
        read(&client, &simulator, &token, path).await;
    }
    let mut settings = read(&client, &simulator, &token, "nk/protokoll/einstellungen").await;
    settings["securityLogDays"] = json!(90);
    let path = "nk/protokoll/einstellungen?strict=true";
    let (status, _) = send(&client, &simulator, &token, Method::PUT, path, settings.clone()).await;
    assert_eq!(status, 200);
    assert_eq!(read(&client, &simulator, &token, "nk/protokoll/einstellungen").await, settings);

    let logout = rest(&client, &simulator, Method::DELETE, "ak/konten/profil/logout")
        .header("Authorization", &token);
    assert_eq!(logout.send().await.expect("an answer").status(), 204);
    let after =
        rest(&client, &simulator, Method::GET, "ak/dienste/status").header("Authorization", &token);
    assert_eq!(after.send().await.expect("an answer").status(), 401);
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::LoginAccepted { .. })), 1);
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::LoggedOut { .. })), 1);
}

#[tokio::test]
async fn a_restart_is_seen_by_ping_and_ends_the_sessions() {
    let simulator = start(|settings| settings.restart_takes = Duration::from_millis(200));
    let client = careless();
    let token = token(&client, &simulator, "local").await;
    let (status, _) = send(&client, &simulator, &token, Method::POST, "nk/system", json!({})).await;
    assert_eq!(status, 200);
    let started = |log: &[konnektorwart::simulator::LogLine]| {
        log.iter().filter(|line| line.entry == Entry::Started).count() == 2
    };
    assert!(simulator.wait_for(started, LIMIT));
    let ping = rest(&careless(), &simulator, Method::GET, "ak/dienste/status/ping");
    assert_eq!(ping.send().await.expect("an answer").status(), 200);
    let after = rest(&careless(), &simulator, Method::GET, "ak/dienste/status")
        .header("Authorization", &token);
    assert_eq!(after.send().await.expect("an answer").status(), 401);
}

#[tokio::test]
async fn an_idle_session_ends_and_polling_does_not_keep_it() {
    let simulator = start(|_| {});
    let client = careless();
    let token = token(&client, &simulator, "local").await;
    let ask = async |polling: bool| {
        let mut request = rest(&client, &simulator, Method::GET, "ak/dienste/status")
            .header("Authorization", &token);
        if polling {
            request = request.header("X-No-Session-Refresh", "true");
        }
        request.send().await.expect("an answer").status().as_u16()
    };
    simulator.advance_clock(Duration::from_secs(10 * 60));
    assert_eq!(ask(false).await, 200);
    simulator.advance_clock(Duration::from_secs(10 * 60));
    assert_eq!(ask(true).await, 200);
    simulator.advance_clock(Duration::from_secs(6 * 60));
    assert_eq!(ask(true).await, 401);
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::SessionExpired { .. })), 1);
}

#[tokio::test]
async fn wrong_logins_lock_an_administrator_and_calls_without_a_session_are_refused() {
    let simulator = start(|_| {});
    let client = careless();
    for _ in 0..3 {
        let answer = login(&client, &simulator, "local", "wrong").await;
        assert_eq!(answer.status(), 401);
        assert!(!answer.headers().contains_key("authorization"));
    }
    let right = password(&simulator, Plane::Management, "local");
    assert_eq!(login(&client, &simulator, "local", &right).await.status(), 401);
    assert!(simulator.is_locked(Plane::Management, "local"));
    for path in ["ak/dienste/status", "ak/konten/benutzer", "nothing"] {
        let answer = rest(&client, &simulator, Method::GET, path).send().await;
        assert_eq!(answer.expect("an answer").status(), 401, "{path}");
    }
    let get = rest(&client, &simulator, Method::GET, "ak/konten/login").send().await;
    assert_eq!(get.expect("an answer").status(), 405);
    let bad = rest(&client, &simulator, Method::POST, "ak/konten/login").body("{").send().await;
    assert_eq!(bad.expect("an answer").status(), 400);
}

#[tokio::test]
async fn a_password_expires_after_120_days() {
    let simulator = start(|_| {});
    let client = careless();
    let right = password(&simulator, Plane::Management, "local");
    simulator.advance_clock(Duration::from_secs(119 * 86_400));
    assert_eq!(login(&client, &simulator, "local", &right).await.status(), 204);
    simulator.advance_clock(Duration::from_secs(86_400));
    let answer = login(&client, &simulator, "local", &right).await;
    assert_eq!(answer.status(), 403);
    let body: Value = serde_json::from_slice(&answer.bytes().await.expect("a body")).expect("JSON");
    assert_eq!(body["code"], "PASSWORD_EXPIRED");
    simulator.set_password(Plane::Management, "local", secret(OTHER)).expect("known");
    assert_eq!(login(&client, &simulator, "local", OTHER).await.status(), 204);
    simulator.expire("local").expect("known");
    assert_eq!(login(&client, &simulator, "local", OTHER).await.status(), 403);
}
