//! The token against forged requests: a cookie that only a page of the device can read, sent back with a change.
use super::error;
use crate::simulator::device::Device;
use crate::simulator::http::{Answer, Request};

/// The token of a request's browser, or a new one; `None` where none is demanded.
pub(super) fn token(device: &Device, request: &Request) -> Option<String> {
    let xsrf = device.settings.xsrf.as_ref()?;
    let known = request.cookie(&xsrf.cookie).filter(|token| !token.is_empty());
    Some(known.map_or_else(crate::simulator::uuid, str::to_owned))
}

/// The answer with a new token where the browser has none yet.
pub(super) fn given(device: &Device, request: &Request, answer: Answer) -> Answer {
    match token(device, request) {
        Some(token) => with(device, request, answer, &token),
        None => answer,
    }
}

/// The answer with this token, unless the browser has it.
pub(super) fn with(device: &Device, request: &Request, answer: Answer, token: &str) -> Answer {
    match &device.settings.xsrf {
        Some(xsrf) if request.cookie(&xsrf.cookie) != Some(token) => answer.header(
            "set-cookie",
            format!("{}={token}; Path=/; Secure; SameSite=Strict", xsrf.cookie),
        ),
        Some(_) | None => answer,
    }
}

/// Whether a request brings the token of its cookie in the header, or in the form that it submits.
pub(super) fn is_right(device: &Device, request: &Request) -> bool {
    let Some(xsrf) = &device.settings.xsrf else {
        return true;
    };
    let Some(cookie) = request.cookie(&xsrf.cookie).filter(|token| !token.is_empty()) else {
        return false;
    };
    if request.header(&xsrf.header) == Some(cookie) {
        return true;
    }
    request.media_type() == "application/x-www-form-urlencoded"
        && request.form().iter().any(|(name, value)| *name == xsrf.field && value == cookie)
}

pub(super) fn refused() -> Answer {
    error(403, "XSRF", "Die Anfrage kommt nicht von dieser Seite.")
}
