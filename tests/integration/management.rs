//! The management plane: one login by contract, always followed by the logout.

use konnektorwart::connector::{Connector, Login, ManagementStatus};
use konnektorwart::domain::device::Vendor;
use konnektorwart::domain::probe::{
    ChangeReason, DirectoryFault, ManagementAnswer, Observation, Silence, Unreached,
};

use super::connector::{account, contains_secret};
use super::device::{Device, Received, Reply, http};

const LOGIN: &str = "POST /rest/mgmt/ak/konten/login HTTP/1.1";
const LOGOUT: &str = "DELETE /rest/mgmt/ak/konten/profil/logout HTTP/1.1";
const VERSION: &str = "GET /rest/mgmt/ak/dienste/status/version HTTP/1.1";
const STATUS: &str = "GET /rest/mgmt/ak/dienste/status HTTP/1.1";

#[tokio::test]
async fn a_secunet_login_reads_the_status_and_always_logs_out() {
    let device = Device::start(secunet).await;
    let profile = device.profile().await;
    let proof = login(&profile).await;
    assert_eq!(proof.observation, Observation::Management(ManagementAnswer::LoggedIn));
    let status = ManagementStatus {
        firmware: Some("5.50.4".to_owned()),
        hardware: Some("2.0.0".to_owned()),
        product: Some("secunet konnektor 2.0.0".to_owned()),
        restart_required: Some(false),
        ti_online: Some(true),
    };
    assert_eq!(proof.status, Some(status));
    let received = device.received();
    assert_eq!(lines(&received), [LOGIN, VERSION, STATUS, LOGOUT]);
    assert_eq!(received[0].body, r#"{"username":"praxis","password":"Kanarie-7!"}"#);
    assert_eq!(received[0].header("content-type"), Some("application/json"));
    for request in &received[1..] {
        assert_eq!(request.header("authorization"), Some("Bearer abc.def"));
        assert!(!contains_secret(format!("{request:?}").as_bytes()));
    }
}

#[tokio::test]
async fn the_logout_comes_also_when_reading_fails() {
    for trouble in [Reply::Close, Reply::Reset, http("500 Internal Server Error", "", "{")] {
        let device = Device::start(move |request| match request.line() {
            VERSION | STATUS => trouble.clone(),
            _ => secunet(request),
        })
        .await;
        let profile = device.profile().await;
        let proof = login(&profile).await;
        assert_eq!(proof.observation, Observation::Management(ManagementAnswer::LoggedIn));
        assert_eq!(proof.status, None);
        assert_eq!(lines(&device.received()), [LOGIN, VERSION, STATUS, LOGOUT]);
    }
}

#[tokio::test]
async fn every_answer_to_a_secunet_login_has_its_meaning() {
    let told = Observation::Management;
    let change = |reason| told(ManagementAnswer::ChangeDemanded(reason));
    let cases = [
        (http("204 No Content", "", ""), told(ManagementAnswer::Unclear(204))),
        (http("200 OK", "", "{}"), told(ManagementAnswer::Unclear(200))),
        (http("500 Oops", "", ""), told(ManagementAnswer::Unclear(500))),
        (http("302 Found", "Location: /\r\n", ""), told(ManagementAnswer::Unclear(302))),
        (http("401 Unauthorized", "", ""), told(ManagementAnswer::Refused(401))),
        (
            http("403 Forbidden", "", r#"{"passwordChangeRequired":false}"#),
            told(ManagementAnswer::Refused(403)),
        ),
        (http("423 Locked", "", ""), told(ManagementAnswer::Locked(423))),
        (http("429 Too Many Requests", "", ""), told(ManagementAnswer::Locked(429))),
        (
            http("401 Unauthorized", "", r#"{"message":"Zugang gesperrt"}"#),
            told(ManagementAnswer::Locked(401)),
        ),
        (
            http("403 Forbidden", "", r#"{"passwordChangeRequired":true}"#),
            change(ChangeReason::Unknown),
        ),
        (
            http("403 Forbidden", "", r#"{"code":"PASSWORD_EXPIRED"}"#),
            change(ChangeReason::Expired),
        ),
        (
            http("200 OK", "", r#"{"message":"Initialpasswort muss geändert werden"}"#),
            change(ChangeReason::Initial),
        ),
        (Reply::Close, Observation::Silent(Silence::Reset)),
        (Reply::Reset, Observation::Silent(Silence::Reset)),
        (
            Reply::Endless(
                b"HTTP/1.1 401 No\r\nContent-Length: 10000000000\r\n\r\n".to_vec(),
                vec![b'x'; 16384],
            ),
            told(ManagementAnswer::Refused(401)),
        ),
    ];
    for (reply, expected) in cases {
        let name = format!("{reply:.120?}");
        let device = Device::start(move |_| reply.clone()).await;
        let profile = device.profile().await;
        assert_eq!(login(&profile).await.observation, expected, "{name}");
        assert_eq!(lines(&device.received()), [LOGIN], "{name}");
    }
}

#[tokio::test]
async fn a_kocobox_login_is_confirmed_by_what_only_a_session_may_see() {
    let answers = |confirm: Reply| {
        move |request: &Received| match request.line() {
            "GET /administration/start.htm HTTP/1.1" => {
                http("200 OK", "Set-Cookie: JSESSIONID=one; Path=/; HttpOnly\r\n", "<form>")
            }
            "POST /j_security_check HTTP/1.1" => {
                http("302 Found", "Set-Cookie: JSESSIONID=two; Secure\r\nLocation: /\r\n", "")
            }
            _ => confirm.clone(),
        }
    };
    let cases = [
        (http("200 OK", "", "{}"), ManagementAnswer::LoggedIn),
        (http("200 OK", "", "<form>"), ManagementAnswer::Unclear(302)),
        (http("302 Found", "Location: /login\r\n", ""), ManagementAnswer::Unclear(302)),
        (http("401 Unauthorized", "", ""), ManagementAnswer::Refused(401)),
    ];
    for (confirm, expected) in cases {
        let device = Device::start(answers(confirm)).await;
        let mut profile = device.profile().await;
        profile.vendor = Vendor::Kocobox;
        assert_eq!(login(&profile).await.observation, Observation::Management(expected));
        let received = device.received();
        assert_eq!(received[1].body, "j_username=praxis&j_password=Kanarie-7%21");
        assert_eq!(received[1].header("cookie"), Some("JSESSIONID=one"));
        assert_eq!(received[2].line(), "GET /administration/json-retrieve/infoservice HTTP/1.1");
        assert_eq!(received[2].header("cookie"), Some("JSESSIONID=two"));
    }
}

#[tokio::test]
async fn a_rise_login_begins_with_its_session() {
    let device = Device::start(|request| match request.line() {
        "GET /api/v1/users/current HTTP/1.1" => {
            http("204 No Content", "Set-Cookie: JSESSIONID=one\r\n", "")
        }
        "GET /api/v1/status HTTP/1.1" => http("200 OK", "", r#"{"vpnState":{"tiOnline":true}}"#),
        _ => http("200 OK", "", "{}"),
    })
    .await;
    let mut profile = device.profile().await;
    profile.vendor = Vendor::Rise;
    let proof = login(&profile).await;
    assert_eq!(proof.observation, Observation::Management(ManagementAnswer::LoggedIn));
    assert_eq!(proof.status.unwrap().ti_online, Some(true));
    let received = device.received();
    let origin = format!("https://127.0.0.1:{}", profile.management_port);
    assert_eq!(received[1].line(), "POST /api/v1/auth/login HTTP/1.1");
    assert_eq!(received[1].body, r#"{"user":"praxis","password":"Kanarie-7!"}"#);
    assert_eq!(received[1].header("referer"), Some(origin.as_str()));
    assert_eq!(received[1].header("x-requested-with"), Some("RISEHttpRequest"));
    assert_eq!(received[1].header("cookie"), Some("JSESSIONID=one"));
}

#[tokio::test]
async fn an_unknown_vendor_gets_no_login() {
    let device = Device::start(|_| http("200 OK", "", "")).await;
    let mut profile = device.profile().await;
    profile.vendor = Vendor::Unknown;
    let proof = login(&profile).await;
    assert!(matches!(proof.observation, Observation::Unreached(Unreached::Local(_))));
    assert_eq!(device.bytes(), b"");
}

#[tokio::test]
async fn the_web_ui_is_reached_by_any_complete_answer_of_a_web_ui() {
    let fault = |fault| Err(Observation::Unreached(Unreached::NoDirectory(fault)));
    let cases = [
        (http("200 OK", "", "<html>"), Ok(())),
        (http("302 Found", "Location: https://192.0.2.1/\r\n", ""), Ok(())),
        (http("401 Unauthorized", "", ""), Ok(())),
        (http("404 Not Found", "", ""), fault(DirectoryFault::Status(404))),
        (http("502 Bad Gateway", "", ""), fault(DirectoryFault::Status(502))),
        (Reply::Close, fault(DirectoryFault::Silent(Silence::Reset))),
    ];
    for (reply, expected) in cases {
        let device = Device::start(move |_| reply.clone()).await;
        let profile = device.profile().await;
        assert_eq!(Connector::new(&profile).reach_management().await, expected);
        assert_eq!(lines(&device.received()), ["GET /management HTTP/1.1"]);
    }
}

fn secunet(request: &Received) -> Reply {
    match request.line() {
        LOGIN => http("204 No Content", "Authorization: Bearer abc.def\r\n", ""),
        VERSION => http(
            "200 OK",
            "",
            r#"{"fwVersion":"5.50.4","hwVersion":"2.0.0","productName":"secunet konnektor 2.0.0"}"#,
        ),
        STATUS => http("200 OK", "", r#"{"restartRequired":false,"vpnTiConnected":true}"#),
        _ => http("204 No Content", "", ""),
    }
}

async fn login(
    profile: &konnektorwart::domain::profile::ConnectorProfile,
) -> konnektorwart::connector::ManagementProof {
    let (user, password) = account();
    let login = Login { user: &user, password: &password };
    Connector::new(profile).prove_management(login).await
}

fn lines(received: &[Received]) -> Vec<&str> {
    received.iter().map(Received::line).collect()
}
