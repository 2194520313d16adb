//! The REST interface as public clients know it (REFERENCE 9), and the account calls nobody has seen.
use hyper::Method;
use serde_json::{Value, json};

use super::{accounts, cards, error, log_in, overview, xsrf};
use crate::simulator::device::Device;
use crate::simulator::http::{Answer, Outcome, Request};
use crate::simulator::log::{Change, Entry};
use crate::simulator::running::Order;
use crate::simulator::sessions::Session;

const BASE: &str = "/rest/mgmt/";

/// Answers a request below `/rest/mgmt`.
pub(super) fn handle(device: &mut Device, request: &Request) -> Outcome {
    let Some(segments) = request.segments(BASE) else {
        return not_found().into();
    };
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        path if path.join("/") == device.settings.routes.login => {
            return only(request, Method::POST, || login(device, request));
        }
        // Waiting for a restart cannot need a session of before the restart.
        ["ak", "dienste", "status", "ping"] => {
            return only(request, Method::GET, || {
                Answer::json(200, &json!({"ping": "pong"})).into()
            });
        }
        path if path.join("/") == device.settings.routes.forced_change => {
            if !xsrf::is_right(device, request) {
                return xsrf::refused().into();
            }
            return only(request, Method::PUT, || accounts::forced_change(device, request).into());
        }
        _ => {}
    }
    let now = device.now();
    let Some(session) = device.sessions.of(request, now) else {
        return error(401, "UNAUTHORIZED", "Keine gültige Sitzung.").into();
    };
    if segments == ["ak", "konten", "profil", "logout"] {
        return only(request, Method::DELETE, || logout(device, request).into());
    }
    let reads = request.method == Method::GET || request.method == Method::HEAD;
    if !reads && !xsrf::is_right(device, request) {
        return xsrf::refused().into();
    }
    if segments.join("/") == device.settings.routes.own_password {
        return only(request, Method::PUT, || {
            accounts::own_password(device, request, &session).into()
        });
    }
    if session.restricted {
        return error(403, "PASSWORD_CHANGE_REQUIRED", "Das Passwort muss zuerst geändert werden.")
            .into();
    }
    if let Some(answer) = accounts::handle(device, request, &session, &segments) {
        return answer.into();
    }
    match reading(device, &segments) {
        Some(answer) => only(request, Method::GET, || answer.into()),
        None => acting(device, request, &session, &segments).into(),
    }
}

fn only(request: &Request, method: Method, answer: impl FnOnce() -> Outcome) -> Outcome {
    let head = request.method == Method::HEAD && method == Method::GET;
    if request.method == method || head {
        return answer();
    }
    Answer::method_not_allowed(match method {
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "GET, HEAD",
    })
    .into()
}

fn login(device: &mut Device, request: &Request) -> Outcome {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let routes = &device.settings.routes;
    let (Some(user), Some(password)) =
        (text(&routes.login_user_field), text(&routes.login_password_field))
    else {
        return error(400, "BAD_REQUEST", "Benutzername und Passwort erwartet.").into();
    };
    match log_in(device, request, user, password) {
        Ok(opened) => {
            let value = format!("Bearer {}", opened.token);
            let answer = Answer::empty(204).header("authorization", value);
            xsrf::given(device, request, answer).into()
        }
        Err(outcome) => outcome,
    }
}

fn logout(device: &mut Device, request: &Request) -> Answer {
    if let Some(user) = device.sessions.close(request) {
        device.log(Some(request.port), Entry::LoggedOut { user });
    }
    Answer::empty(204)
}

/// Everything that is read with GET.
fn reading(device: &Device, segments: &[&str]) -> Option<Answer> {
    let value = match segments {
        ["ak", "dienste", "status"] => overview::status(device),
        ["ak", "dienste", "status", "version"] => overview::version(device),
        ["ak", "dienste", "status", "releaseinfos"] => json!([]),
        ["ak", "dienste", "karten"] => cards::cards(device),
        ["ak", "dienste", "karten", "smb", handle, mandant, "pin"] => {
            return Some(cards::pin(device, handle, mandant));
        }
        ["ak", "dienste", "karten", handle] => return Some(cards::card(device, handle)),
        ["ak", "dienste", "karten", handle, "mandanten"] => {
            return Some(cards::mandanten(device, handle));
        }
        ["ak", "dienste", "kartenterminals"] => cards::terminals(device),
        ["ak", "dienste", "kartenterminals", id, "erweitert"] => {
            return Some(cards::terminal(device, id));
        }
        ["ak", "info"] => overview::info(device),
        ["ak", "info", "mandanten"] => overview::mandanten(device),
        ["ak", "info", "clientsysteme"] => overview::clientsysteme(device),
        ["ak", "dienste", "ksr", "informationen", "updates-konnektor"] => {
            json!({"lastUpdate": device.started_at.as_millisecond(), "updates": []})
        }
        ["ak", "dienste", "ksr", "informationen", "updates-terminal", _, _, _, _] => json!([]),
        ["nk", "status", "basic"] => overview::basic(device),
        ["nk", "ntp", "zeit"] => overview::time(device),
        ["nk", "licence", "features"] => overview::licences(),
        _ => return None,
    };
    Some(Answer::json(200, &value))
}

/// What acts, or reads with another method.
fn acting(device: &mut Device, request: &Request, session: &Session, segments: &[&str]) -> Answer {
    match (request.method.as_str(), segments) {
        ("POST", ["nk", "system"]) => {
            let by = session.user.clone();
            device.log(None, Entry::AdminChange { by, change: Change::Restart });
            // The thread that carries it out is the one that runs this; it cannot be gone.
            let _ = device.orders.send(Order::Restart);
            Answer::json(200, &json!({}))
        }
        ("GET" | "HEAD", ["nk", "protokoll", "einstellungen"]) => {
            Answer::json(200, &device.log_settings)
        }
        ("PUT", ["nk", "protokoll", "einstellungen"]) => {
            let Ok(value @ Value::Object(_)) = serde_json::from_slice(&request.body) else {
                return error(400, "BAD_REQUEST", "JSON-Objekt erwartet.");
            };
            device.log_settings = value.clone();
            let change = Change::Setting("nk/protokoll/einstellungen".to_owned());
            device.log(None, Entry::AdminChange { by: session.user.clone(), change });
            Answer::json(200, &value)
        }
        ("POST", ["ak", "dienste", "protokoll", "datei", "system", _, from, to]) => {
            overview::protocol(device, &request.query, from, to)
        }
        ("PUT", ["ak", "dienste", "ksr", "informationen", "update"]) => Answer::empty(200),
        (_, ["nk", "system"]) => Answer::method_not_allowed("POST"),
        (_, ["nk", "protokoll", "einstellungen"]) => Answer::method_not_allowed("GET, HEAD, PUT"),
        _ => not_found(),
    }
}

pub(super) fn not_found() -> Answer {
    error(404, "NOT_FOUND", "Nicht gefunden.")
}
