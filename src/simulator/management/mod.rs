//! The management port: REST interface, web UI, and the logins of the other vendors.
mod accounts;
pub(super) mod body;
mod cards;
mod changes;
mod overview;
mod rest;
mod vendors;
mod webui;
mod xsrf;

use super::accounts::{Login, Plane, Role};
use super::device::{Device, Form};
use super::http::{Answer, Outcome, Request};
use super::log::Entry;
use super::settings::{ChangeDemanded, Face, Refusal};
use super::trouble;

/// Answers a request on the management port.
pub(super) fn handle(device: &mut Device, request: &Request) -> Outcome {
    let now = device.now();
    for user in device.sessions.expire(now, device.settings.session_idle) {
        device.log(Some(request.port), Entry::SessionExpired { user });
    }
    if request.path == "/rest/mgmt" || request.path.starts_with("/rest/mgmt/") {
        return rest::handle(device, request);
    }
    let root = &device.settings.web_ui.names.root;
    if request
        .path
        .strip_prefix(root.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    {
        return webui::handle(device, request);
    }
    match (device.settings.face, request.path.as_str()) {
        (Face::Secunet, "/") => Answer::see_other(&device.settings.web_ui.names.root).into(),
        (Face::KocoBox, _) => vendors::kocobox(device, request),
        (Face::Rise, _) => vendors::rise(device, request),
        (Face::Secunet, _) => Answer::not_found().into(),
    }
}

/// A session that was opened by a login.
struct Opened {
    token: String,
}

/// Logs an administrator in; the outcome is what the client gets otherwise.
fn log_in(
    device: &mut Device,
    request: &Request,
    user: &str,
    password: &str,
) -> Result<Opened, Outcome> {
    let login = device.login(request.port, Plane::Management, user, password);
    match login {
        Login::Accepted => Ok(open(device, user, false)),
        Login::ChangeDemanded { initial } => match device.settings.change_demanded {
            ChangeDemanded::RestrictedToken => Ok(open(device, user, true)),
            ChangeDemanded::Forbidden => Err(change_demanded(403, initial).into()),
            ChangeDemanded::OkWithoutToken => Err(change_demanded(200, initial).into()),
            ChangeDemanded::LikeWrong => {
                Err(refused(Form::Refused(device.settings.wrong_management_password)))
            }
        },
        Login::Refused(_) | Login::RefusedAndLocked { .. } => {
            Err(refused(device.refusal(&login, device.settings.wrong_management_password)))
        }
    }
}

/// Opens a session for a user whose password was right.
fn open(device: &mut Device, user: &str, restricted: bool) -> Opened {
    let role = role_of(device, user);
    let now = device.now();
    Opened { token: device.sessions.open(user, role, restricted, now) }
}

fn role_of(device: &Device, user: &str) -> Role {
    use super::accounts::AccountKind;
    match device.accounts.find(Plane::Management, user).map(|account| &account.kind) {
        Some(AccountKind::Administrator(role)) => *role,
        // Only administrators are on this plane; the role with the fewest rights is the safe answer.
        Some(AccountKind::Benutzerkennung { .. }) | None => Role::RemoteAdmin,
    }
}

fn change_demanded(status: u16, initial: bool) -> Answer {
    let (code, message) = if initial {
        ("PASSWORD_INITIAL", "Das Initialpasswort muss geändert werden.")
    } else {
        ("PASSWORD_EXPIRED", "Das Passwort ist abgelaufen und muss geändert werden.")
    };
    error(status, code, message)
}

/// A JSON answer with a code and the device's own text. Its form is assumed.
fn error(status: u16, code: &str, message: &str) -> Answer {
    Answer::json(status, &serde_json::json!({"code": code, "message": message}))
}

/// The answer to a refused login.
fn refused(form: Form) -> Outcome {
    const CODE: &str = "LOGIN_FAILED";
    const MESSAGE: &str = "Benutzername oder Passwort ist falsch.";
    let refusal = match form {
        Form::Refused(refusal) => refusal,
        Form::Locked(status) => {
            let answer = error(status, "ACCOUNT_LOCKED", "Zugang gesperrt.");
            return if status == 429 { answer.header("retry-after", "900") } else { answer }.into();
        }
    };
    match refusal {
        Refusal::Unauthorized | Refusal::UnauthorizedWithoutChallenge => {
            error(401, CODE, MESSAGE).into()
        }
        Refusal::Forbidden => error(403, CODE, MESSAGE).into(),
        Refusal::BadRequest => error(400, CODE, MESSAGE).into(),
        Refusal::Fault4204 => error(500, CODE, MESSAGE).into(),
        Refusal::UnknownCode => trouble::unknown_code(false).into(),
        Refusal::OtherBody => trouble::other_body(false).into(),
        Refusal::Reset => Outcome::Reset,
        Refusal::Silence => Outcome::Silence,
    }
}
