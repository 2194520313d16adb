//! A person in a real browser changes passwords in a web UI whose names are chosen anew, and records it.
use konnektorwart::simulator::{AccountRoutes, BodyShape, Entry, Plane, WebUi, Xsrf};
use reqwest::Method;
use serde_json::{Value, json};

use super::{OTHER, careless, count, outside, password, rest, start};

/// The path and the body of the one request of a recording that holds `secret`.
fn holder(recording: &Value, secret: &str) -> (String, String) {
    let entries = recording["log"]["entries"].as_array().expect("entries");
    let encoded: String = secret
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    let found: Vec<_> = entries
        .iter()
        .filter_map(|entry| {
            let body = entry["request"]["postData"]["text"].as_str()?;
            body.contains(&encoded).then(|| {
                (entry["request"]["url"].as_str().expect("a URL").to_owned(), body.to_owned())
            })
        })
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

#[test]
fn a_recorded_change_holds_the_names_of_this_device_and_a_sanitized_one_no_session() {
    let simulator = start(|settings| {
        settings.web_ui = WebUi::random(3);
        settings.xsrf = Some(Xsrf::default());
    });
    let names = WebUi::random(3).names;
    let old = password(&simulator, Plane::Management, "local");
    let url = format!("https://{}{}", simulator.management_address(), names.root);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("change.har");
    let output = file.to_str().expect("a path");
    let input = format!("local\n{old}\n{OTHER}\nkurz\n");
    let arguments = [&url, output, "--refused", "--foreign", "--sanitized"];
    let Some(said) = outside::in_browser("record_change.py", &arguments, &input) else {
        return;
    };
    assert!(said.contains("recorded"), "{said}");
    assert_eq!(password(&simulator, Plane::Management, "local"), OTHER);
    let text = std::fs::read_to_string(&file).expect("a recording");
    let recording: Value = serde_json::from_str(&text).expect("JSON");
    let (at, body) = holder(&recording, OTHER);
    assert!(at.ends_with(&names.profile), "{at}");
    for name in [&names.old_password, &names.new_password, &names.new_password_again] {
        assert!(body.contains(&format!("{name}=")), "{body}");
    }
    assert!(body.contains("_csrf="), "{body}");
    assert!(text.contains("/foreign"));
    let lowered = text.to_lowercase();
    for name in ["\"cookie\"", "\"set-cookie\"", "\"authorization\""] {
        assert!(!lowered.contains(name), "{name}");
    }
}

#[test]
fn an_administrator_is_reset_created_and_changed_at_the_first_login_in_the_browser() {
    let simulator = start(|settings| settings.web_ui = WebUi::random(4));
    let url = format!("https://{}/", simulator.management_address());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("change.har");
    let output = file.to_str().expect("a path");
    let root = password(&simulator, Plane::Management, "super");
    let initial = "Initial-Passwort-123!";
    for (what, target, plane) in [
        ("reset", "local", Plane::Management),
        ("create", "neu", Plane::Management),
        ("client", "praxis", Plane::Client),
    ] {
        let input = format!("super\n{root}\n{initial}\n");
        let arguments = [&url, output, "--what", what, "--target", target];
        let Some(_) = outside::in_browser("record_change.py", &arguments, &input) else {
            return;
        };
        assert_eq!(password(&simulator, plane, target), initial, "{what}");
    }
    let input = format!("local\n{initial}\n{OTHER}\n");
    let arguments = [&url, output, "--what", "forced"];
    outside::in_browser("record_change.py", &arguments, &input).expect("it ran before");
    assert_eq!(password(&simulator, Plane::Management, "local"), OTHER);
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::ChangeDemanded { .. })), 2);
}

#[tokio::test]
async fn the_rest_interface_takes_the_one_shape_of_the_settings_and_no_other() {
    let random = AccountRoutes::random(5).with_known_login();
    let fields = |old: &str, new: &str| {
        let repeat = random.repeat_field.clone().expect("a field");
        json!({&random.old_password_field: old, &random.new_password_field: new, repeat: new})
    };
    let encoded = |text: &str| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(text)
    };
    let shapes = [
        BodyShape::Flat,
        BodyShape::Nested("credentials".to_owned()),
        BodyShape::InString("data".to_owned()),
        BodyShape::Base64,
    ];
    for (right, shape) in shapes.iter().enumerate() {
        let routes = AccountRoutes { body: shape.clone(), ..random.clone() };
        let path = routes.own_password.clone();
        let simulator = start(|settings| settings.routes = routes);
        let old = password(&simulator, Plane::Management, "local");
        let client = careless();
        let token = super::token(&client, &simulator, "local").await;
        let flat = fields(&old, OTHER);
        let mut bodies = vec![
            flat.clone(),
            json!({"credentials": flat}),
            json!({"data": flat.to_string()}),
            fields(&encoded(&old), &encoded(OTHER)),
        ];
        // The right one last, so that each of the others meets the old password.
        let own = bodies.remove(right);
        bodies.push(own);
        for (index, body) in bodies.iter().enumerate() {
            let answer = rest(&client, &simulator, Method::PUT, &path)
                .header("Authorization", &token)
                .header("Content-Type", "application/json")
                .body(body.to_string())
                .send()
                .await
                .expect("an answer");
            assert_eq!(answer.status() == 200, index == 3, "{shape:?} {index}");
        }
        assert_eq!(password(&simulator, Plane::Management, "local"), OTHER, "{shape:?}");
    }
}
