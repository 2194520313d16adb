//! The account calls of the REST interface. Their paths and fields are the simulator's own choice, because no
//! public source shows the real ones; see `docs/simulator.md` and [`AccountRoutes`].
//!
//! [`AccountRoutes`]: crate::simulator::AccountRoutes
use serde_json::{Value, json};

use super::body::Body;
use super::changes::{self, Denied};
use super::rest::not_found;
use super::{error, overview};
use crate::simulator::accounts::{AccountKind, Login, Plane, Role};
use crate::simulator::device::Device;
use crate::simulator::http::{Answer, Request};
use crate::simulator::sessions::Session;

/// `PUT` with a token: the own password.
pub(super) fn own_password(device: &mut Device, request: &Request, session: &Session) -> Answer {
    let routes = device.settings.routes.clone();
    let Some(body) = Body::of(request, &routes) else {
        return bad_request();
    };
    let (Some(old), Some(new)) =
        (body.text(&routes.old_password_field), body.text(&routes.new_password_field))
    else {
        return bad_request();
    };
    if !body.is_repeated(&routes) || !body.has_only(&[&routes.old_password_field], &routes) {
        return bad_request();
    }
    match changes::own_password(device, request, &session.user, old, new) {
        Ok(()) => {
            device.sessions.lift_restriction(request);
            Answer::empty(200)
        }
        Err(denied) => denied_answer(&denied),
    }
}

/// `PUT` without a token: an initial or expired password; user, old and new password in the body.
pub(super) fn forced_change(device: &mut Device, request: &Request) -> Answer {
    let routes = device.settings.routes.clone();
    let Some(body) = Body::of(request, &routes) else {
        return bad_request();
    };
    let (Some(user), Some(old), Some(new)) = (
        body.text(&routes.user_field),
        body.text(&routes.old_password_field),
        body.text(&routes.new_password_field),
    ) else {
        return bad_request();
    };
    let fields = [routes.user_field.as_str(), routes.old_password_field.as_str()];
    if !body.is_repeated(&routes) || !body.has_only(&fields, &routes) {
        return bad_request();
    }
    match changes::own_password(device, request, user, old, new) {
        Ok(()) => Answer::empty(200),
        Err(denied) => denied_answer(&denied),
    }
}

/// Administrator accounts and Benutzerkennungen; `None` if the path is neither.
pub(super) fn handle(
    device: &mut Device,
    request: &Request,
    session: &Session,
    segments: &[&str],
) -> Option<Answer> {
    let routes = device.settings.routes.clone();
    let users: Vec<&str> = routes.users.split('/').collect();
    if let Some(rest) = segments.strip_prefix(users.as_slice()) {
        return Some(if session.role == Role::SuperAdmin {
            administrators(device, request, session, rest)
        } else {
            forbidden()
        });
    }
    let ["ak", "info", "clientsysteme", internal_id, last, rest @ ..] = segments else {
        return None;
    };
    if *last != routes.benutzerkennungen_segment {
        return None;
    }
    let clientsystem = overview::clientsystem_ids(device)
        .find(|(own, _)| own == internal_id)
        .map(|(_, id)| id.to_owned());
    let Some(clientsystem) = clientsystem else {
        return Some(not_found());
    };
    Some(benutzerkennungen(device, request, session, &clientsystem, rest))
}

fn administrators(
    device: &mut Device,
    request: &Request,
    session: &Session,
    rest: &[&str],
) -> Answer {
    let routes = device.settings.routes.clone();
    let by = session.user.as_str();
    match (request.method.as_str(), rest) {
        ("GET" | "HEAD", []) => Answer::json(200, &list(device)),
        ("POST", []) => {
            let Some(body) = Body::of(request, &routes) else {
                return bad_request();
            };
            let (Some(user), Some(password)) =
                (body.text(&routes.user_field), body.text(&routes.new_password_field))
            else {
                return bad_request();
            };
            let Some(role) = body.text("role").map_or(Some(Role::LokalerAdmin), role_of) else {
                return bad_request();
            };
            let kind = AccountKind::Administrator(role);
            created(changes::create(device, by, kind, user, password))
        }
        ("PUT", [user, segment]) if *segment == routes.reset_segment => {
            let Some(body) = Body::of(request, &routes) else {
                return bad_request();
            };
            let Some(password) = body.text(&routes.new_password_field) else {
                return bad_request();
            };
            done(changes::set_password(device, by, Plane::Management, user, password))
        }
        ("DELETE", [user]) => done(changes::delete(device, by, Plane::Management, user)),
        (_, []) => Answer::method_not_allowed("GET, HEAD, POST"),
        (_, [_]) => Answer::method_not_allowed("DELETE"),
        _ => not_found(),
    }
}

fn benutzerkennungen(
    device: &mut Device,
    request: &Request,
    session: &Session,
    clientsystem: &str,
    rest: &[&str],
) -> Answer {
    let routes = device.settings.routes.clone();
    let by = session.user.as_str();
    let kind = AccountKind::benutzerkennung(clientsystem);
    let is_known = |device: &Device, user: &str| {
        device.accounts.find(Plane::Client, user).is_some_and(|account| account.kind == kind)
    };
    match (request.method.as_str(), rest) {
        ("GET" | "HEAD", []) => {
            let list: Vec<Value> = device
                .accounts
                .iter(Plane::Client)
                .filter(|account| account.kind == kind)
                .map(|account| {
                    let mut entry = serde_json::Map::new();
                    entry.insert(routes.user_field.clone(), json!(account.user));
                    entry.insert("locked".to_owned(), json!(account.is_locked(device.now())));
                    Value::Object(entry)
                })
                .collect();
            Answer::json(200, &Value::Array(list))
        }
        ("POST", []) => {
            let Some(body) = Body::of(request, &routes) else {
                return bad_request();
            };
            let (Some(user), Some(password)) =
                (body.text(&routes.user_field), body.text(&routes.new_password_field))
            else {
                return bad_request();
            };
            created(changes::create(device, by, kind, user, password))
        }
        ("PUT", [user]) if is_known(device, user) => {
            let Some(body) = Body::of(request, &routes) else {
                return bad_request();
            };
            let Some(password) = body.text(&routes.new_password_field) else {
                return bad_request();
            };
            done(changes::set_password(device, by, Plane::Client, user, password))
        }
        ("DELETE", [user]) if is_known(device, user) => {
            done(changes::delete(device, by, Plane::Client, user))
        }
        (_, []) => Answer::method_not_allowed("GET, HEAD, POST"),
        (_, [user]) if is_known(device, user) => Answer::method_not_allowed("PUT, DELETE"),
        _ => not_found(),
    }
}

fn list(device: &Device) -> Value {
    device
        .accounts
        .iter(Plane::Management)
        .map(|account| {
            let role = match account.kind {
                AccountKind::Administrator(role) => role.name(),
                AccountKind::Benutzerkennung { .. } => "",
            };
            let mut entry = serde_json::Map::new();
            entry.insert(device.settings.routes.user_field.clone(), json!(account.user));
            entry.insert("role".to_owned(), json!(role));
            entry.insert("initialPassword".to_owned(), json!(account.initial));
            entry.insert("locked".to_owned(), json!(account.is_locked(device.now())));
            let changed = account.changed_at.as_millisecond();
            entry.insert("passwordChanged".to_owned(), json!(changed));
            Value::Object(entry)
        })
        .collect()
}

fn role_of(name: &str) -> Option<Role> {
    [Role::SuperAdmin, Role::LokalerAdmin, Role::RemoteAdmin]
        .into_iter()
        .find(|role| role.name() == name)
}

fn done(result: Result<(), Denied>) -> Answer {
    result.map_or_else(|denied| denied_answer(&denied), |()| Answer::empty(200))
}

fn created(result: Result<(), Denied>) -> Answer {
    result.map_or_else(|denied| denied_answer(&denied), |()| Answer::empty(201))
}

fn denied_answer(denied: &Denied) -> Answer {
    let message = denied.to_string();
    match denied {
        Denied::WrongPassword(Login::Refused(_) | Login::RefusedAndLocked { .. })
        | Denied::WrongPassword(Login::Accepted | Login::ChangeDemanded { .. }) => {
            error(401, "LOGIN_FAILED", &message)
        }
        Denied::Rule(_) => error(400, "PASSWORD_POLICY", &message),
        Denied::Unknown => not_found(),
        Denied::UserName => error(409, "USER_NAME", &message),
        Denied::LastSuperAdmin => error(409, "LAST_SUPER_ADMIN", &message),
    }
}

fn bad_request() -> Answer {
    error(400, "BAD_REQUEST", "Pflichtfelder fehlen.")
}

fn forbidden() -> Answer {
    error(403, "FORBIDDEN", "Dafür fehlt die Berechtigung.")
}
