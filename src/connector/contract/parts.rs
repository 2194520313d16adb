//! The small parts of a contract, each checked when it is read.

use serde::Deserialize;

use super::Encoding;

/// An HTTP method that a contract may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// DELETE.
    Delete,
}

/// A path on the device: starts with one slash, no query, no placeholder, no host, no blank.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Path(String);

/// A status: 100 to 599.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u16")]
pub struct Status(u16);

/// A JSON pointer (RFC 6901).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pointer(String);

/// The name of a header.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct HeaderName(String);

/// The value of a header: a fixed text, or `{origin}` for the device's address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct HeaderText(String);

/// A body with `{user}` and `{password}`, each exactly once.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Body {
    before: String,
    between: String,
    after: String,
    is_user_first: bool,
}

impl Path {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Path {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "/-._~%;:@!$&'()*+,=".contains(c);
        if !text.starts_with('/') || text.starts_with("//") {
            return Err("a path starts with one slash and names no host");
        }
        if text.contains(['{', '}', '?', '#']) {
            return Err(
                "a path has no placeholder, query or fragment: secrets stand in the body only",
            );
        }
        if !text.chars().all(allowed) {
            return Err("a path consists of URL characters");
        }
        Ok(Self(text))
    }
}

impl Status {
    /// The code.
    pub const fn code(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Status {
    type Error = &'static str;
    fn try_from(code: u16) -> Result<Self, Self::Error> {
        if (100..600).contains(&code) { Ok(Self(code)) } else { Err("a status is 100 to 599") }
    }
}

impl Pointer {
    /// The value that it points at.
    pub fn of<'a>(&self, document: &'a serde_json::Value) -> Option<&'a serde_json::Value> {
        document.pointer(&self.0)
    }
}

impl TryFrom<String> for Pointer {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.starts_with('/') {
            Ok(Self(text))
        } else {
            Err("a JSON pointer starts with a slash")
        }
    }
}

impl HeaderName {
    /// The name as reqwest takes it.
    pub fn to_name(&self) -> reqwest::header::HeaderName {
        self.0.parse().expect("checked when it was read")
    }
}

impl TryFrom<String> for HeaderName {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let name: reqwest::header::HeaderName =
            text.parse().map_err(|_| "not the name of a header")?;
        match name.as_str() {
            "host" | "content-length" | "transfer-encoding" | "connection" | "cookie" => {
                Err("this header is not a contract's business")
            }
            _ => Ok(Self(text)),
        }
    }
}

impl HeaderText {
    /// The value for a device at `origin` (`https://host:port`).
    pub fn at(&self, origin: &str) -> Option<reqwest::header::HeaderValue> {
        reqwest::header::HeaderValue::from_str(&self.0.replace("{origin}", origin)).ok()
    }
}

impl TryFrom<String> for HeaderText {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.replace("{origin}", "").contains(['{', '}']) {
            return Err("a header has no other placeholder than {origin}");
        }
        if text.contains("://") {
            return Err("a contract names no host");
        }
        if !text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
            return Err("a header consists of printable ASCII characters");
        }
        Ok(Self(text))
    }
}

impl Body {
    /// Writes user and password into the body.
    pub fn fill(
        &self,
        encoding: Encoding,
        user: &str,
        password: &str,
    ) -> zeroize::Zeroizing<Vec<u8>> {
        let write = |value: &str| match encoding {
            Encoding::Json => serde_json::Value::from(value).to_string(),
            Encoding::Form => percent(value),
        };
        let (user, password) = (write(user), zeroize::Zeroizing::new(write(password)));
        let (first, second) = if self.is_user_first {
            (user.as_str(), password.as_str())
        } else {
            (password.as_str(), user.as_str())
        };
        let parts = [&self.before, first, &self.between, second, &self.after];
        zeroize::Zeroizing::new(parts.concat().into_bytes())
    }
}

impl TryFrom<String> for Body {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        const EACH_ONCE: &str = "a body has {user} and {password} exactly once each";
        let (user, password) = ("{user}", "{password}");
        if text.matches(user).count() != 1 || text.matches(password).count() != 1 {
            return Err(EACH_ONCE);
        }
        let is_user_first = text.find(user) < text.find(password);
        let (first, second) = if is_user_first { (user, password) } else { (password, user) };
        let (before, rest) = text.split_once(first).ok_or(EACH_ONCE)?;
        let (between, after) = rest.split_once(second).ok_or(EACH_ONCE)?;
        Ok(Self {
            before: before.to_owned(),
            between: between.to_owned(),
            after: after.to_owned(),
            is_user_first,
        })
    }
}

/// `application/x-www-form-urlencoded` of UTF-8.
fn percent(value: &str) -> String {
    value.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}
