//! The plausible forms of answers that nobody has recorded: each setting is really played, on both planes.
use konnektorwart::simulator::{ChangeDemanded, Entry, Plane, Refusal, Simulator};
use reqwest::Method;
use serde_json::Value;

use super::{
    OTHER, builder, careless, code, count, login, post, praxis, proof, rest, secret, start,
};

/// Status and body of an answer; `None` if there was none.
type Seen = Option<(u16, String)>;

async fn seen(request: reqwest::RequestBuilder) -> Seen {
    let answer = request.send().await.ok()?;
    Some((answer.status().as_u16(), answer.text().await.expect("a body")))
}

/// A wrong login on each plane. Silence shows as a time-out, so that the limit is short here.
async fn refused(simulator: &Simulator) -> [Seen; 2] {
    let client =
        builder().timeout(std::time::Duration::from_millis(500)).build().expect("a client");
    let wrong = super::basic("praxis", "wrong");
    let pvs = post(&client, simulator, "/ws/EventService", Some(&wrong), proof());
    let management = rest(&client, simulator, Method::POST, "ak/konten/login")
        .body(super::login_body("local", "wrong"));
    [seen(pvs).await, seen(management).await]
}

#[tokio::test]
async fn every_form_of_a_refusal_is_played_and_counted_as_a_refusal() {
    let forms = [
        (Refusal::Unauthorized, Some(401)),
        (Refusal::UnauthorizedWithoutChallenge, Some(401)),
        (Refusal::Forbidden, Some(403)),
        (Refusal::BadRequest, Some(400)),
        (Refusal::Fault4204, Some(500)),
        (Refusal::UnknownCode, Some(500)),
        (Refusal::OtherBody, Some(200)),
        (Refusal::Reset, None),
        (Refusal::Silence, None),
    ];
    for (form, status) in forms {
        let simulator = start(|settings| {
            settings.wrong_client_password = form;
            settings.wrong_management_password = form;
        });
        let [pvs, management] = refused(&simulator).await;
        assert_eq!(pvs.as_ref().map(|seen| seen.0), status, "{form:?}");
        assert_eq!(management.as_ref().map(|seen| seen.0), status, "{form:?}");
        let pvs = pvs.map(|seen| seen.1).unwrap_or_default();
        match form {
            Refusal::Fault4204 => assert_eq!(code(&pvs), Some(4204)),
            Refusal::UnknownCode => assert_eq!(code(&pvs), Some(60_999)),
            Refusal::OtherBody => assert!(!pvs.contains("Envelope")),
            _ => {}
        }
        let refusals = count(&simulator, |entry| matches!(entry, Entry::LoginRefused { .. }));
        assert_eq!(refusals, 2, "{form:?}");
        assert_eq!(simulator.secrets_seen(), 2, "{form:?}");
        let right = praxis(&simulator);
        let proven = post(&careless(), &simulator, "/ws/EventService", Some(&right), proof());
        assert_eq!(seen(proven).await.map(|seen| seen.0), Some(200), "{form:?}");
    }
}

#[tokio::test]
async fn every_form_of_a_demanded_change_is_played() {
    let forms = [
        (ChangeDemanded::Forbidden, 403),
        (ChangeDemanded::OkWithoutToken, 200),
        (ChangeDemanded::RestrictedToken, 204),
        (ChangeDemanded::LikeWrong, 401),
    ];
    for (form, status) in forms {
        let simulator = start(|settings| settings.change_demanded = form);
        simulator.administrator_reset("local", secret("Initial-Passwort-1")).expect("known");
        let client = careless();
        let answer = login(&client, &simulator, "local", "Initial-Passwort-1").await;
        assert_eq!(answer.status(), status, "{form:?}");
        let token = answer.headers().get("authorization").cloned();
        assert_eq!(token.is_some(), form == ChangeDemanded::RestrictedToken, "{form:?}");
        let body = answer.bytes().await.expect("a body");
        if matches!(form, ChangeDemanded::Forbidden | ChangeDemanded::OkWithoutToken) {
            let body: Value = serde_json::from_slice(&body).expect("JSON");
            assert_eq!(body["code"], "PASSWORD_INITIAL");
        }
        assert_eq!(
            count(&simulator, |e| matches!(e, Entry::ChangeDemanded { initial: true, .. })),
            1
        );
        let Some(token) = token else { continue };
        let get =
            |path| rest(&client, &simulator, Method::GET, path).header("Authorization", &token);
        let status = get("ak/dienste/status").send().await.expect("an answer").status();
        assert_eq!(status, 403);
        let change = serde_json::json!({"oldPassword": "Initial-Passwort-1", "newPassword": OTHER});
        let put = rest(&client, &simulator, Method::PUT, "ak/konten/profil/passwort")
            .header("Authorization", &token)
            .body(change.to_string());
        assert_eq!(put.send().await.expect("an answer").status(), 200);
        let status = get("ak/dienste/status").send().await.expect("an answer").status();
        assert_eq!(status, 200);
    }
}

#[tokio::test]
async fn the_account_calls_can_be_elsewhere_and_called_otherwise() {
    let simulator = start(|settings| {
        settings.routes.own_password = "ak/profil/kennwort".to_owned();
        settings.routes.old_password_field = "alt".to_owned();
        settings.routes.new_password_field = "neu".to_owned();
    });
    let client = careless();
    let token = super::token(&client, &simulator, "local").await;
    let old = super::password(&simulator, Plane::Management, "local");
    let put = rest(&client, &simulator, Method::PUT, "ak/profil/kennwort")
        .header("Authorization", &token)
        .body(serde_json::json!({"alt": old, "neu": OTHER}).to_string());
    assert_eq!(put.send().await.expect("an answer").status(), 200);
    assert_eq!(login(&client, &simulator, "local", OTHER).await.status(), 204);
    let log = simulator.log();
    let secrets: Vec<_> =
        log.iter().filter_map(|line| line.secret()).map(|s| s.user.as_str()).collect();
    assert_eq!(secrets, ["local", "local", "local"]);
}

#[tokio::test]
async fn the_logins_of_kocobox_and_rise_are_those_of_public_clients() {
    use konnektorwart::simulator::Face;
    let client = careless();
    let simulator = start(|settings| settings.face = Face::KocoBox);
    let base = format!("https://{}", simulator.management_address());
    let secret = super::password(&simulator, Plane::Management, "local");
    let form = |password: &str| format!("j_username=local&j_password={}", encoded(password));
    let sign_in = |password: &str| {
        client
            .post(format!("{base}/j_security_check"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form(password))
    };
    assert_eq!(sign_in("wrong").send().await.expect("an answer").status(), 401);
    let answer = sign_in(&secret).send().await.expect("an answer");
    let session = cookie(&answer);
    let url = format!("{base}/administration/json-retrieve/infoservice");
    let answer = client.get(url).header("Cookie", &session).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let token = cookie(&answer).split_once('=').expect("a value").1.to_owned();
    let reboot = client
        .post(format!("{base}/administration/perform/reboot"))
        .header("Cookie", &session)
        .header("X-TOKEN", token);
    assert_eq!(reboot.send().await.expect("an answer").status(), 200);

    let simulator = start(|settings| settings.face = Face::Rise);
    let base = format!("https://{}", simulator.management_address());
    let secret = super::password(&simulator, Plane::Management, "local");
    let rise = |request: reqwest::RequestBuilder| {
        request.header("X-Requested-With", "RISEHttpRequest").header("Referer", &base)
    };
    let url = format!("{base}/api/v1/users/current");
    let answer = rise(client.get(url)).send().await.expect("an answer");
    assert_eq!((answer.status().as_u16(), cookie(&answer).as_str()), (204, "JSESSIONID=0"));
    let body = serde_json::json!({"user": "local", "password": secret}).to_string();
    let answer = rise(client.post(format!("{base}/api/v1/auth/login"))).body(body).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 200);
    let status =
        rise(client.get(format!("{base}/api/v1/status"))).header("Cookie", cookie(&answer));
    let status: Value = serde_json::from_slice(
        &status.send().await.expect("an answer").bytes().await.expect("a body"),
    )
    .expect("JSON");
    assert_eq!(status["vpnState"]["tiOnline"], true);
}

/// The first cookie of an answer, as it is sent back.
fn cookie(answer: &reqwest::Response) -> String {
    let value = answer.headers()["set-cookie"].to_str().expect("ASCII");
    value.split(';').next().unwrap_or_default().to_owned()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
