//! Which secret a request carries: what tests count to prove that nothing was sent.
use super::accounts::Plane;
use super::device::Device;
use super::http::Request;
use super::log::{Port, SecretSeen};
use super::password;

/// The secret in a Basic header, in a JSON body, or in a form of the web UI.
pub(super) fn carried(device: &Device, request: &Request) -> Option<SecretSeen> {
    if let Some((user, password)) = request.basic() {
        return Some(seen(Plane::Client, user, &password));
    }
    if request.port != Port::Management {
        return None;
    }
    let fields = fields(request);
    let field = |names: &[&str]| {
        names.iter().find_map(|name| {
            fields.iter().find_map(|(own, value)| (own == name).then(|| value.clone()))
        })
    };
    let routes = &device.settings.routes;
    let password = field(&[
        "password",
        "passwort",
        "j_password",
        &routes.old_password_field,
        "altes_passwort",
        &routes.new_password_field,
        "neues_passwort",
    ])?;
    let user = field(&["username", "benutzername", "user", "j_username", &routes.user_field])
        .or_else(|| device.sessions.user_of(request))
        .unwrap_or_default();
    Some(seen(Plane::Management, user, &password))
}

fn fields(request: &Request) -> Vec<(String, String)> {
    if request.media_type() == "application/x-www-form-urlencoded" {
        return request.form();
    }
    let Ok(serde_json::Value::Object(object)) = serde_json::from_slice(&request.body) else {
        return Vec::new();
    };
    object
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
        .collect()
}

fn seen(plane: Plane, user: String, password: &str) -> SecretSeen {
    SecretSeen { plane, user, sha256: password::digest(password) }
}
