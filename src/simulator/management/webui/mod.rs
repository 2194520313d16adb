//! The web UI at `/management`: German pages with forms and a session cookie, without scripts.
mod pages;

use hyper::Method;

use super::changes::{self, Denied};
use super::{log_in, xsrf};
use crate::simulator::accounts::{AccountKind, Login, Plane, Role};
use crate::simulator::device::{Device, Form};
use crate::simulator::http::{Answer, Outcome, Request, percent_encoded};
use crate::simulator::log::Entry;
use crate::simulator::sessions::{COOKIE, Session};
use crate::simulator::settings::ChangeDemanded;
use crate::simulator::xml::escaped;
use pages::Look;

/// Answers a request below the root of the web UI.
pub(super) fn handle(device: &mut Device, request: &Request) -> Outcome {
    let get = request.method == Method::GET || request.method == Method::HEAD;
    let post = request.method == Method::POST;
    if !get && !post {
        return Answer::method_not_allowed("GET, HEAD, POST").into();
    }
    if post && request.media_type() != "application/x-www-form-urlencoded" {
        return Answer::text(415, "Unsupported Media Type\n").into();
    }
    let names = device.settings.web_ui.names.clone();
    let token = xsrf::token(device, request);
    let hidden = match (&device.settings.xsrf, &token) {
        (Some(xsrf), Some(token)) => {
            format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", xsrf.field, escaped(token))
        }
        (Some(_) | None, _) => String::new(),
    };
    let look = Look { names: &names, hidden };
    let outcome = routed(device, request, &look);
    match (outcome, token) {
        (Outcome::Answer(answer), Some(token)) => {
            xsrf::with(device, request, answer, &token).into()
        }
        (outcome, _) => outcome,
    }
}

fn routed(device: &mut Device, request: &Request, look: &Look<'_>) -> Outcome {
    let get = request.method == Method::GET || request.method == Method::HEAD;
    let names = look.names;
    let now = device.now();
    let path = request.path.as_str();
    let session = device.sessions.of(request, now);
    if !get && path == names.login {
        return login(device, request, look);
    }
    let Some(session) = session else {
        return if path == names.login {
            page(200, pages::login(look, None))
        } else {
            Answer::see_other(&names.login).into()
        };
    };
    if path == names.login {
        return Answer::see_other(&names.home).into();
    }
    if !get && !xsrf::is_right(device, request) {
        return xsrf::refused().into();
    }
    if !get && path == names.logout {
        return logout(device, request).into();
    }
    if !get && (path == names.change || path == names.profile) {
        return change_own(device, request, &session, look);
    }
    if path == names.change {
        return page(200, pages::forced_change(look, &session, None));
    }
    if session.restricted {
        return Answer::see_other(&names.change).into();
    }
    if get {
        shown(device, request, look, &session)
    } else {
        submitted(device, request, look, &session)
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

fn shown(device: &Device, request: &Request, look: &Look<'_>, session: &Session) -> Outcome {
    let names = look.names;
    let message = message_of(request);
    let message = message.as_deref();
    let path = request.path.as_str();
    let html = if path.trim_end_matches('/') == names.root {
        return Answer::see_other(&names.home).into();
    } else if path == names.home {
        pages::home(look, device, session)
    } else if path == names.profile {
        pages::profile(look, session, message)
    } else if path == names.users && session.role == Role::SuperAdmin {
        pages::users(look, device, session, message)
    } else if path == names.users {
        return page(403, pages::forbidden(look, session));
    } else if path == names.clientsysteme {
        pages::clientsysteme(look, device, session, message)
    } else if path == names.cards {
        pages::cards(look, device, session)
    } else {
        return page(404, pages::not_found(look, session));
    };
    page(200, html)
}

fn login(device: &mut Device, request: &Request, look: &Look<'_>) -> Outcome {
    let form = Fields(request.form());
    let (user, password) =
        (form.text(&look.names.login_user), form.text(&look.names.login_password));
    // The forced change of a browser needs a session whatever the REST interface does.
    let setting =
        std::mem::replace(&mut device.settings.change_demanded, ChangeDemanded::RestrictedToken);
    let result = log_in(device, request, user, password);
    device.settings.change_demanded = setting;
    match result {
        Ok(opened) => {
            let cookie = cookie(&look.names.root, &opened.token, None);
            Answer::see_other(&look.names.home).header("set-cookie", cookie).into()
        }
        Err(Outcome::Answer(answer)) => {
            let locked = answer.status == 423 || answer.status == 429;
            let text =
                if locked { "Zugang gesperrt." } else { "Benutzername oder Passwort ist falsch." };
            page(401, pages::login(look, Some(text)))
        }
        Err(outcome @ (Outcome::Reset | Outcome::Silence)) => outcome,
    }
}

fn cookie(root: &str, token: &str, max_age: Option<u32>) -> String {
    let age = max_age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{COOKIE}={token}; Path={root}; Secure; HttpOnly; SameSite=Strict{age}")
}

fn logout(device: &mut Device, request: &Request) -> Answer {
    if let Some(user) = device.sessions.close(request) {
        device.log(Some(request.port), Entry::LoggedOut { user });
    }
    let names = &device.settings.web_ui.names;
    Answer::see_other(&names.login).header("set-cookie", cookie(&names.root, "", Some(0)))
}

fn change_own(
    device: &mut Device,
    request: &Request,
    session: &Session,
    look: &Look<'_>,
) -> Outcome {
    let names = look.names;
    let form = Fields(request.form());
    let (new, again) = (form.text(&names.new_password), form.text(&names.new_password_again));
    let result = if new == again {
        changes::own_password(device, request, &session.user, form.text(&names.old_password), new)
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
            back(&names.profile, "Das Passwort wurde geändert.").into()
        }
        Err(text) if session.restricted => {
            page(400, pages::forced_change(look, session, Some(&text)))
        }
        Err(text) => page(400, pages::profile(look, session, Some(&text))),
    }
}

/// A form of the account pages.
fn submitted(
    device: &mut Device,
    request: &Request,
    look: &Look<'_>,
    session: &Session,
) -> Outcome {
    let form = Fields(request.form());
    let by = session.user.as_str();
    let names = look.names;
    let Some((place, action)) = request.path.rsplit_once('/') else {
        return page(404, pages::not_found(look, session));
    };
    let plane = if place == names.users {
        Plane::Management
    } else if place == names.clientsysteme {
        Plane::Client
    } else {
        return page(404, pages::not_found(look, session));
    };
    if plane == Plane::Management && session.role != Role::SuperAdmin {
        return page(403, pages::forbidden(look, session));
    }
    let user = form.text(&names.user);
    let password = form.text(&names.password);
    let sets = action == names.create || action == names.set_password;
    if sets && password != form.text(&names.password_again) {
        return failed(look, device, session, plane, "Die Passwörter stimmen nicht überein.");
    }
    let result = if action == names.create {
        let kind = match plane {
            Plane::Management => AccountKind::Administrator(role_of(form.text(&names.role))),
            Plane::Client => AccountKind::benutzerkennung(form.text(&names.clientsystem)),
        };
        changes::create(device, by, kind, user, password)
            .map(|()| format!("{user} wurde angelegt."))
    } else if action == names.set_password {
        changes::set_password(device, by, plane, user, password)
            .map(|()| format!("Das Passwort von {user} wurde gesetzt."))
    } else if action == names.delete {
        changes::delete(device, by, plane, user).map(|()| format!("{user} wurde gelöscht."))
    } else if action == names.unlock {
        changes::unlock(device, plane, user).map(|()| format!("{user} wurde entsperrt."))
    } else {
        return page(404, pages::not_found(look, session));
    };
    match result {
        Ok(text) => back(place, &text).into(),
        Err(denied) => failed(look, device, session, plane, &denied.to_string()),
    }
}

fn failed(
    look: &Look<'_>,
    device: &Device,
    session: &Session,
    plane: Plane,
    text: &str,
) -> Outcome {
    match plane {
        Plane::Management => page(400, pages::users(look, device, session, Some(text))),
        Plane::Client => page(400, pages::clientsysteme(look, device, session, Some(text))),
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
