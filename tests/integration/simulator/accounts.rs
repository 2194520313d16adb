//! Changes of accounts through the REST interface, at the places that the simulator has chosen.
use konnektorwart::simulator::{Change, Entry, Plane};
use reqwest::Method;
use serde_json::{Value, json};

use super::management::{read, send};
use super::{OTHER, careless, count, login, password, rest, start, token};

#[tokio::test]
async fn an_own_password_is_changed_within_the_rules_and_never_used_twice() {
    let simulator = start(|_| {});
    let client = careless();
    let token = token(&client, &simulator, "local").await;
    let first = password(&simulator, Plane::Management, "local");
    let change = async |old: &str, new: &str| {
        let body = json!({"oldPassword": old, "newPassword": new});
        let path = "ak/konten/profil/passwort";
        let (status, answer) = send(&client, &simulator, &token, Method::PUT, path, body).await;
        (status, answer["code"].as_str().unwrap_or_default().to_owned())
    };
    let denied = |code: &str, status: u16| (status, code.to_owned());
    assert_eq!(change("wrong", OTHER).await, denied("LOGIN_FAILED", 401));
    assert_eq!(change(&first, "short").await, denied("PASSWORD_POLICY", 400));
    assert_eq!(change(&first, "xxLocal-123").await, denied("PASSWORD_POLICY", 400));
    assert_eq!(change(&first, OTHER).await, denied("", 200));
    assert_eq!(change(OTHER, &first).await, denied("PASSWORD_POLICY", 400));
    assert_eq!(login(&client, &simulator, "local", &first).await.status(), 401);
    assert_eq!(login(&client, &simulator, "local", OTHER).await.status(), 204);
    let changed =
        Change::Password { plane: Plane::Management, user: "local".to_owned(), initial: false };
    let by = "local".to_owned();
    assert_eq!(
        count(&simulator, |e| *e == Entry::AdminChange { by: by.clone(), change: changed.clone() }),
        1
    );
}

#[tokio::test]
async fn a_super_admin_manages_accounts_and_a_reset_password_is_initial() {
    let simulator = start(|_| {});
    let client = careless();
    let path = "ak/konten/benutzer";
    let local = token(&client, &simulator, "local").await;
    assert_eq!(send(&client, &simulator, &local, Method::GET, path, Value::Null).await.0, 403);
    let token = token(&client, &simulator, "super").await;
    let new = json!({"username": "neu", "newPassword": OTHER, "role": "Lokaler Admin"});
    assert_eq!(send(&client, &simulator, &token, Method::POST, path, new.clone()).await.0, 201);
    assert_eq!(send(&client, &simulator, &token, Method::POST, path, new).await.0, 409);
    let users = read(&client, &simulator, &token, path).await;
    assert_eq!(users[2]["username"], "neu");
    assert_eq!(users[2]["initialPassword"], true);
    let reset = "ak/konten/benutzer/local/passwort";
    let body = json!({"newPassword": "Initial-Passwort-1"});
    assert_eq!(send(&client, &simulator, &token, Method::PUT, reset, body).await.0, 200);
    let answer = login(&client, &simulator, "local", "Initial-Passwort-1").await;
    assert_eq!(answer.status(), 403);
    let forced =
        json!({"username": "local", "oldPassword": "Initial-Passwort-1", "newPassword": OTHER});
    let path = "ak/konten/login/passwort";
    let answer = rest(&client, &simulator, Method::PUT, path).body(forced.to_string()).send().await;
    assert_eq!(answer.expect("an answer").status(), 200);
    assert_eq!(login(&client, &simulator, "local", OTHER).await.status(), 204);
    for (user, expected) in [("neu", 200), ("super", 409)] {
        let path = format!("ak/konten/benutzer/{user}");
        let deleted = send(&client, &simulator, &token, Method::DELETE, &path, Value::Null).await;
        assert_eq!(deleted.0, expected, "{user}");
    }
}

#[tokio::test]
async fn benutzerkennungen_are_added_changed_and_removed_by_a_local_admin() {
    let simulator = start(|_| {});
    let client = careless();
    let token = token(&client, &simulator, "local").await;
    let clients = read(&client, &simulator, &token, "ak/info/clientsysteme").await;
    let id = clients[1]["internalId"].as_str().expect("an identifier");
    let list = format!("ak/info/clientsysteme/{id}/benutzerkennungen");
    let weak = json!({"username": "zweite", "newPassword": "Kurz-1"});
    assert_eq!(send(&client, &simulator, &token, Method::POST, &list, weak).await.0, 400);
    let new = json!({"username": "zweite", "newPassword": OTHER});
    assert_eq!(send(&client, &simulator, &token, Method::POST, &list, new).await.0, 201);
    let all = read(&client, &simulator, &token, &list).await;
    assert_eq!(
        all,
        json!([{"username": "praxis", "locked": false}, {"username": "zweite", "locked": false}])
    );
    let one = format!("{list}/praxis");
    let body = json!({"newPassword": "Sommer-2026-Praxis-Zugang!"});
    assert_eq!(send(&client, &simulator, &token, Method::PUT, &one, body).await.0, 200);
    let proven = super::prove(&client, &simulator, "Sommer-2026-Praxis-Zugang!").await;
    assert_eq!(proven.status(), 200);
    let gone = send(&client, &simulator, &token, Method::DELETE, &one, Value::Null).await;
    assert_eq!(gone.0, 200);
    assert!(simulator.password(Plane::Client, "praxis").is_none());
}
