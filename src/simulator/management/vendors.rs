//! The logins of KoCoBox and RISE, as far as public clients know them (REFERENCE 10).
use hyper::Method;
use serde_json::{Value, json};

use super::{log_in, overview};
use crate::simulator::device::Device;
use crate::simulator::http::{Answer, Outcome, Request};
use crate::simulator::log::{Change, Entry};
use crate::simulator::running::Order;
use crate::simulator::sessions::COOKIE;

/// KoCoBox MED+.
pub(super) fn kocobox(device: &mut Device, request: &Request) -> Outcome {
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/administration/start.htm") => Answer::html(
            200,
            "<!DOCTYPE html><html lang=\"de\"><title>KoCoBox MED+</title>\
             <form method=\"post\" action=\"/j_security_check\"><input name=\"j_username\">\
             <input name=\"j_password\" type=\"password\"><button>Anmelden</button></form></html>"
                .to_owned(),
        )
        .into(),
        (&Method::POST, "/j_security_check") => {
            let form = request.form();
            let field = |name: &str| {
                form.iter().find_map(|(own, value)| (own == name).then_some(value.as_str()))
            };
            let (Some(user), Some(password)) = (field("j_username"), field("j_password")) else {
                return Answer::text(400, "Bad Request\n").into();
            };
            match log_in(device, request, user, password) {
                Ok(opened) => Answer::see_other("/administration/start.htm")
                    .header("set-cookie", cookie(&opened.token))
                    .into(),
                Err(outcome) => outcome,
            }
        }
        (&Method::GET, "/administration/json-retrieve/infoservice") => {
            match session_cookie(device, request) {
                Some(token) => Answer::json(200, &overview::version(device))
                    .header("set-cookie", format!("X-TOKEN={token}; Path=/; Secure"))
                    .into(),
                None => Answer::text(403, "Forbidden\n").into(),
            }
        }
        (&Method::POST, "/administration/perform/reboot") => {
            let token = session_cookie(device, request);
            if token.is_none() || token.as_deref() != request.header("x-token") {
                return Answer::text(403, "Forbidden\n").into();
            }
            restart(device, request);
            Answer::empty(200).into()
        }
        _ => Answer::not_found().into(),
    }
}

/// RISE Konnektor.
pub(super) fn rise(device: &mut Device, request: &Request) -> Outcome {
    if request.header("x-requested-with") != Some("RISEHttpRequest") {
        return Answer::text(403, "Forbidden\n").into();
    }
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/api/v1/users/current") => {
            Answer::empty(204).header("set-cookie", "JSESSIONID=0; Path=/; Secure; HttpOnly").into()
        }
        (&Method::POST, "/api/v1/auth/login") => {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let text = |name: &str| body.get(name).and_then(Value::as_str);
            let (Some(user), Some(password)) = (text("user"), text("password")) else {
                return Answer::text(400, "Bad Request\n").into();
            };
            match log_in(device, request, user, password) {
                Ok(opened) => Answer::json(200, &json!({"user": user}))
                    .header("set-cookie", cookie(&opened.token))
                    .into(),
                Err(outcome) => outcome,
            }
        }
        (&Method::GET, "/api/v1/status") => match session_cookie(device, request) {
            Some(_) => {
                let offline = device.settings.operating_states.contains("EC_No_VPN_TI_Connection");
                Answer::json(200, &json!({"vpnState": {"tiOnline": !offline}})).into()
            }
            None => Answer::text(401, "Unauthorized\n").into(),
        },
        (&Method::POST, "/api/v1/mgm/reboot") => match session_cookie(device, request) {
            Some(_) => {
                restart(device, request);
                Answer::empty(200).into()
            }
            None => Answer::text(401, "Unauthorized\n").into(),
        },
        _ => Answer::not_found().into(),
    }
}

fn cookie(token: &str) -> String {
    format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict")
}

/// The token of a session that stands.
fn session_cookie(device: &mut Device, request: &Request) -> Option<String> {
    let now = device.now();
    device.sessions.of(request, now)?;
    request.cookie(COOKIE).map(str::to_owned)
}

fn restart(device: &mut Device, request: &Request) {
    let by = device.sessions.user_of(request).unwrap_or_default();
    device.log(None, Entry::AdminChange { by, change: Change::Restart });
    // The thread that carries it out is the one that runs this; it cannot be gone.
    let _ = device.orders.send(Order::Restart);
}
