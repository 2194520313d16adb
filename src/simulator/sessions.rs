//! Sessions of the management plane: bearer tokens of the REST interface and cookies of the web UI.
use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};

use super::accounts::Role;
use super::http::Request;

/// Name of the web UI's cookie.
pub(super) const COOKIE: &str = "KONNEKTOR_SESSION";

/// One session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) user: String,
    pub(super) role: Role,
    /// The own password has to be changed before anything else.
    pub(super) restricted: bool,
    last_used: Timestamp,
}

/// The sessions that stand, by their token.
#[derive(Debug, Default)]
pub(super) struct Sessions(BTreeMap<String, Session>);

impl Sessions {
    /// Opens a session; the token has the look of a JWT, as on a device.
    pub(super) fn open(
        &mut self,
        user: &str,
        role: Role,
        restricted: bool,
        now: Timestamp,
    ) -> String {
        let number = match role {
            Role::SuperAdmin => 0,
            Role::LokalerAdmin => 1,
            Role::RemoteAdmin => 2,
        };
        let head = serde_json::json!({"alg": "HS256", "typ": "JWT"});
        let claims = serde_json::json!({"sub": user, "role": number, "iat": now.as_second()});
        let token = format!(
            "{}.{}.{}",
            URL_SAFE_NO_PAD.encode(head.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string()),
            URL_SAFE_NO_PAD.encode(super::random::<32>())
        );
        let session = Session { user: user.to_owned(), role, restricted, last_used: now };
        self.0.insert(token.clone(), session);
        token
    }

    /// The session of a request. A request counts as activity unless it says `X-No-Session-Refresh: true`.
    pub(super) fn of(&mut self, request: &Request, now: Timestamp) -> Option<Session> {
        let session = self.0.get_mut(token_of(request)?)?;
        let polling = request
            .header("x-no-session-refresh")
            .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if !polling {
            session.last_used = now;
        }
        Some(session.clone())
    }

    /// The user whose token a request carries, without counting as activity.
    pub(super) fn user_of(&self, request: &Request) -> Option<String> {
        Some(self.0.get(token_of(request)?)?.user.clone())
    }

    /// Lifts the restriction of a request's session.
    pub(super) fn lift_restriction(&mut self, request: &Request) {
        if let Some(session) = token_of(request).and_then(|token| self.0.get_mut(token)) {
            session.restricted = false;
        }
    }

    /// Ends the session of a request; its user's name.
    pub(super) fn close(&mut self, request: &Request) -> Option<String> {
        let token = token_of(request)?.to_owned();
        Some(self.0.remove(&token)?.user)
    }

    /// Ends what was idle too long; the names of the users.
    pub(super) fn expire(&mut self, now: Timestamp, idle: Duration) -> Vec<String> {
        let idle = SignedDuration::try_from(idle).unwrap_or(SignedDuration::MAX);
        let mut ended = Vec::new();
        self.0.retain(|_, session| {
            let stays = now.duration_since(session.last_used) < idle;
            if !stays {
                ended.push(session.user.clone());
            }
            stays
        });
        ended
    }

    pub(super) fn end_all_of(&mut self, user: &str) {
        self.0.retain(|_, session| session.user != user);
    }

    pub(super) fn end_all(&mut self) {
        self.0.clear();
    }

    /// How many sessions stand.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
}

/// The token in a bearer header, or in the web UI's cookie.
fn token_of(request: &Request) -> Option<&str> {
    match request.header("authorization") {
        Some(value) => {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        }
        None => request.cookie(COOKIE),
    }
}
