//! Requests and answers as the device's parts see them, independent of the HTTP library.
use base64::Engine;
use hyper::body::Bytes;
use hyper::{HeaderMap, Method};
use serde_json::Value;

use super::log::Port;

/// A request that was read completely. Without `Debug`, because its body may hold a password.
pub(super) struct Request {
    pub(super) port: Port,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// DER of the certificate that the client showed.
    pub(super) client_certificate: Option<Vec<u8>>,
}

impl Request {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// `Content-Type` without parameters, in lower case.
    pub(super) fn media_type(&self) -> String {
        let content_type = self.header("content-type").unwrap_or_default();
        content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// User and password of a Basic header.
    pub(super) fn basic(&self) -> Option<(String, String)> {
        let (scheme, credentials) = self.header("authorization")?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = base64::engine::general_purpose::STANDARD.decode(credentials.trim()).ok()?;
        let text = String::from_utf8(decoded).ok()?;
        let (user, password) = text.split_once(':')?;
        Some((user.to_owned(), password.to_owned()))
    }

    /// The fields of a submitted form.
    pub(super) fn form(&self) -> Vec<(String, String)> {
        form_fields(&self.body)
    }

    /// The value of a cookie.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .get_all("cookie")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(own, value)| (own == name).then_some(value))
    }

    /// The segments of the path behind `prefix`, percent-decoded.
    pub(super) fn segments(&self, prefix: &str) -> Option<Vec<String>> {
        let rest = self.path.strip_prefix(prefix)?;
        rest.split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_decoded(segment, false))
            .collect()
    }
}

/// The fields of `application/x-www-form-urlencoded`; what is not well formed is left out.
pub(super) fn form_fields(encoded: &[u8]) -> Vec<(String, String)> {
    encoded
        .split(|byte| *byte == b'&')
        .filter_map(|pair| {
            let pair = std::str::from_utf8(pair).ok()?;
            let (name, value) = pair.split_once('=')?;
            Some((percent_decoded(name, true)?, percent_decoded(value, true)?))
        })
        .collect()
}

/// Percent-encoded text in clear; `None` if it is not well formed or not UTF-8.
fn percent_decoded(text: &str, plus_is_space: bool) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}

/// Text for a path segment or a query value.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

/// What becomes of a request.
#[derive(Debug)]
pub(super) enum Outcome {
    /// This answer.
    Answer(Answer),
    /// The connection is reset.
    Reset,
    /// Nothing; the connection stays open.
    Silence,
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    fn with_body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::empty(status).body(body.into()).header("content-type", content_type)
    }

    fn body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    pub(super) fn xml(status: u16, body: String) -> Self {
        Self::with_body(status, "text/xml; charset=utf-8", body)
    }

    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::with_body(status, "application/json", body.to_string())
    }

    pub(super) fn html(status: u16, body: String) -> Self {
        Self::with_body(status, "text/html; charset=utf-8", body)
    }

    pub(super) fn text(status: u16, body: &str) -> Self {
        Self::with_body(status, "text/plain; charset=utf-8", body)
    }

    pub(super) fn method_not_allowed(allowed: &'static str) -> Self {
        Self::text(405, "Method Not Allowed\n").header("allow", allowed)
    }

    pub(super) fn not_found() -> Self {
        Self::text(404, "Not Found\n")
    }

    /// 303 to a path of the same host.
    pub(super) fn see_other(path: &str) -> Self {
        Self::empty(303).header("location", path)
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same answer under another `Content-Type`.
    pub(super) fn typed(mut self, content_type: &str) -> Self {
        self.headers.retain(|(name, _)| *name != "content-type");
        self.header("content-type", content_type)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn percent_encoding_loses_nothing(text in ".*") {
            prop_assert_eq!(percent_decoded(&percent_encoded(&text), true), Some(text));
        }
    }
}
