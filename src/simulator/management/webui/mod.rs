//! The web UI at `/management`: German pages with forms and a session cookie, without scripts.
mod pages;

use hyper::Method;

use super::changes::{self, Denied};
use super::log_in;
use crate::simulator::accounts::{AccountKind, Login, Plane, Role};
use crate::simulator::device::{Device, Form};
use crate::simulator::http::{Answer, Outcome, Request, percent_encoded};
use crate::simulator::log::Entry;
use crate::simulator::sessions::{COOKIE, Session};
use crate::simulator::settings::ChangeDemanded;

const LOGIN: &str = "/management/login";
const HOME: &str = "/management/home";
const CHANGE: &str = "/management/passwort";
const PROFILE: &str = "/management/home/profil";
const USERS: &str = "/management/home/benutzer/verwaltung";
const CLIENTS: &str = "/management/home/praxis/clientsysteme";
const CARDS: &str = "/management/home/praxis/karten";

/// Answers a request below `/management`.
pub(super) fn handle(device: &mut Device, request: &Request) -> Outcome {
    let get = request.method == Method::GET || request.method == Method::HEAD;
    let post = request.method == Method::POST;
    if !get && !post {
        return Answer::method_not_allowed("GET, HEAD, POST").into();
    }
    if post && request.media_type() != "application/x-www-form-urlencoded" {
        return Answer::text(415, "Unsupported Media Type\n").into();
    }
    let now = device.now();
    let session = device.sessions.of(request, now);
    match (request.path.as_str(), session) {
        (LOGIN, _) if post => login(device, request),
        (LOGIN, None) => page(200, pages::login(None)),
        (LOGIN, Some(_)) => Answer::see_other(HOME).into(),
        (_, None) => Answer::see_other(LOGIN).into(),
        ("/management/logout", Some(_)) if post => logout(device, request).into(),
        (CHANGE | PROFILE, Some(session)) if post => change_own(device, request, &session),
        (CHANGE, Some(session)) => page(200, pages::forced_change(&session, None)),
        (_, Some(session)) if session.restricted => Answer::see_other(CHANGE).into(),
        (path, Some(session)) if get => shown(device, request, path, &session),
        (path, Some(session)) => submitted(device, request, path, &session),
    }
}

fn page(status: u16, html: String) -> Outcome {
    Answer::html(status, html)
        .header("cache-control", "no-store")
        .header("x-frame-options", "DENY")
        .header(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
        )
        .into()
}

fn shown(device: &Device, request: &Request, path: &str, session: &Session) -> Outcome {
    let message = message_of(request);
    let html = match path {
        "/management" | "/management/" => return Answer::see_other(HOME).into(),
        HOME => pages::home(device, session),
        PROFILE => pages::profile(session, message.as_deref()),
        USERS if session.role == Role::SuperAdmin => {
            pages::users(device, session, message.as_deref())
        }
        USERS => return page(403, pages::forbidden(session)),
        CLIENTS => pages::clientsysteme(device, session, message.as_deref()),
        CARDS => pages::cards(device, session),
        _ => return page(404, pages::not_found(session)),
    };
    page(200, html)
}

fn login(device: &mut Device, request: &Request) -> Outcome {
    let form = Fields(request.form());
    let (user, password) = (form.text("benutzername"), form.text("passwort"));
    // The forced change of a browser needs a session whatever the REST interface does.
    let setting =
        std::mem::replace(&mut device.settings.change_demanded, ChangeDemanded::RestrictedToken);
    let result = log_in(device, request, user, password);
    device.settings.change_demanded = setting;
    match result {
        Ok(opened) => {
            Answer::see_other(HOME).header("set-cookie", cookie(&opened.token, None)).into()
        }
        Err(Outcome::Answer(answer)) => {
            let locked = answer.status == 423 || answer.status == 429;
            let text =
                if locked { "Zugang gesperrt." } else { "Benutzername oder Passwort ist falsch." };
            page(401, pages::login(Some(text)))
        }
        Err(outcome @ (Outcome::Reset | Outcome::Silence)) => outcome,
    }
}

fn cookie(token: &str, max_age: Option<u32>) -> String {
    let age = max_age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{COOKIE}={token}; Path=/management; Secure; HttpOnly; SameSite=Strict{age}")
}

fn logout(device: &mut Device, request: &Request) -> Answer {
    if let Some(user) = device.sessions.close(request) {
        device.log(Some(request.port), Entry::LoggedOut { user });
    }
    Answer::see_other(LOGIN).header("set-cookie", cookie("", Some(0)))
}

fn change_own(device: &mut Device, request: &Request, session: &Session) -> Outcome {
    let form = Fields(request.form());
    let (new, again) = (form.text("neues_passwort"), form.text("neues_passwort_wiederholen"));
    let result = if new == again {
        changes::own_password(device, request, &session.user, form.text("altes_passwort"), new)
            .map_err(|denied| match denied {
                Denied::WrongPassword(Login::Refused(reason)) => {
                    // A lock shows in the answer only where the settings say so.
                    let form = device.refusal(
                        &Login::Refused(reason),
                        device.settings.wrong_management_password,
                    );
                    match form {
                        Form::Locked(_) => "Zugang gesperrt.".to_owned(),
                        Form::Refused(_) => "Das alte Passwort ist falsch.".to_owned(),
                    }
                }
                Denied::WrongPassword(_) => "Das alte Passwort ist falsch.".to_owned(),
                other => other.to_string(),
            })
    } else {
        Err("Die neuen Passwörter stimmen nicht überein.".to_owned())
    };
    match result {
        Ok(()) => {
            device.sessions.lift_restriction(request);
            back(PROFILE, "Das Passwort wurde geändert.").into()
        }
        Err(text) if session.restricted => page(400, pages::forced_change(session, Some(&text))),
        Err(text) => page(400, pages::profile(session, Some(&text))),
    }
}

/// A form of the account pages.
fn submitted(device: &mut Device, request: &Request, path: &str, session: &Session) -> Outcome {
    let form = Fields(request.form());
    let by = session.user.as_str();
    let (plane, place) = if path.starts_with(USERS) {
        (Plane::Management, USERS)
    } else if path.starts_with(CLIENTS) {
        (Plane::Client, CLIENTS)
    } else {
        return page(404, pages::not_found(session));
    };
    if plane == Plane::Management && session.role != Role::SuperAdmin {
        return page(403, pages::forbidden(session));
    }
    let user = form.text("benutzer");
    let password = form.text("passwort");
    let action = path.rsplit('/').next().unwrap_or_default();
    if matches!(action, "anlegen" | "passwort") && password != form.text("passwort_wiederholen") {
        return failed(device, session, plane, "Die Passwörter stimmen nicht überein.");
    }
    let result = match action {
        "anlegen" => {
            let kind = match plane {
                Plane::Management => AccountKind::Administrator(role_of(form.text("rolle"))),
                Plane::Client => AccountKind::benutzerkennung(form.text("clientsystem")),
            };
            changes::create(device, by, kind, user, password)
                .map(|()| format!("{user} wurde angelegt."))
        }
        "passwort" => changes::set_password(device, by, plane, user, password)
            .map(|()| format!("Das Passwort von {user} wurde gesetzt.")),
        "loeschen" => {
            changes::delete(device, by, plane, user).map(|()| format!("{user} wurde gelöscht."))
        }
        "entsperren" => {
            changes::unlock(device, plane, user).map(|()| format!("{user} wurde entsperrt."))
        }
        _ => return page(404, pages::not_found(session)),
    };
    match result {
        Ok(text) => back(place, &text).into(),
        Err(denied) => failed(device, session, plane, &denied.to_string()),
    }
}

fn failed(device: &Device, session: &Session, plane: Plane, text: &str) -> Outcome {
    match plane {
        Plane::Management => page(400, pages::users(device, session, Some(text))),
        Plane::Client => page(400, pages::clientsysteme(device, session, Some(text))),
    }
}

fn role_of(name: &str) -> Role {
    match name {
        "super" => Role::SuperAdmin,
        "remote" => Role::RemoteAdmin,
        _ => Role::LokalerAdmin,
    }
}

/// Back to a page, with a message in the query.
fn back(path: &str, message: &str) -> Answer {
    Answer::see_other(&format!("{path}?meldung={}", percent_encoded(message)))
}

fn message_of(request: &Request) -> Option<String> {
    let encoded = request.query.strip_prefix("meldung=")?;
    let form = Fields(crate::simulator::http::form_fields(format!("meldung={encoded}").as_bytes()));
    Some(form.text("meldung").to_owned())
}

/// Fields of a form; a missing one reads as empty.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn text(&self, name: &str) -> &str {
        self.0.iter().find_map(|(own, value)| (own == name).then_some(value.as_str())).unwrap_or("")
    }
}
