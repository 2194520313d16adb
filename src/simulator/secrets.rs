//! Which secret a request carries: what tests count to prove that nothing was sent.
use super::accounts::Plane;
use super::device::Device;
use super::http::Request;
use super::log::{Port, SecretSeen};
use super::management::body;
use super::password;

/// The secret in a Basic header, in a JSON body, or in a form of the web UI.
pub(super) fn carried(device: &Device, request: &Request) -> Option<SecretSeen> {
    if let Some((user, password)) = request.basic() {
        return Some(seen(Plane::Client, user, &password));
    }
    if request.port != Port::Management {
        return None;
    }
    let fields = fields(device, request);
    let field = |names: &[&str]| {
        names.iter().find_map(|name| {
            fields.iter().find_map(|(own, value)| (own == name).then(|| value.clone()))
        })
    };
    let routes = &device.settings.routes;
    let names = &device.settings.web_ui.names;
    let password = field(&[
        &routes.login_password_field,
        &names.login_password,
        &names.old_password,
        &names.password,
        &names.new_password,
        "password",
        "j_password",
        &routes.old_password_field,
        &routes.new_password_field,
    ])?;
    let user = field(&[
        &routes.login_user_field,
        &names.login_user,
        "username",
        "user",
        "j_username",
        &routes.user_field,
    ])
    .or_else(|| device.sessions.user_of(request))
    .unwrap_or_default();
    Some(seen(Plane::Management, user, &password))
}

fn fields(device: &Device, request: &Request) -> Vec<(String, String)> {
    if request.media_type() == "application/x-www-form-urlencoded" {
        return request.form();
    }
    let plain = serde_json::from_slice::<serde_json::Map<_, _>>(&request.body).unwrap_or_default();
    let shaped = body::fields(&request.body, &device.settings.routes).unwrap_or_default();
    shaped
        .into_iter()
        .chain(plain)
        .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
        .collect()
}

fn seen(plane: Plane, user: String, password: &str) -> SecretSeen {
    SecretSeen { plane, user, sha256: password::digest(password) }
}
