//! A password on the clipboard (SAFETY S22). Decides that it is filled on demand by this process and
//! dies with it, that histories and clouds are told to leave it out, when it is taken away, and that
//! nothing of somebody else's is ever taken away. No thread runs while nothing is held.

use std::fmt;
use std::time::{Duration, Instant};

use secrecy::SecretString;

use super::os;

/// How a held secret left the clipboard while its [`Held`] was still alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The limit was reached and the clipboard cleared.
    Expired,
    /// Somebody else copied something, which was left alone.
    TakenOver,
}

/// A secret on the clipboard. Dropping it clears the clipboard if it is still ours.
pub struct Held {
    held: os::clipboard::Held,
    until: Instant,
}

/// Puts `secret` on the clipboard for at most `limit`, in the place of whatever was there. It can be
/// pasted when this returns. `on_end` is called once, on a thread of this module, when the secret has
/// left the clipboard by itself; not when the [`Held`] is dropped before that.
///
/// One secret is held at a time: holding another one takes the first one over.
///
/// # Errors
/// [`Error`]; then nothing was changed, or the clipboard is empty.
pub fn hold(
    secret: SecretString,
    limit: Duration,
    on_end: impl FnOnce(End) + Send + 'static,
) -> Result<Held, Error> {
    let until = Instant::now() + limit;
    let held = os::clipboard::hold(secret, until, Box::new(on_end))?;
    Ok(Held { held, until })
}

impl Held {
    /// Whether the clipboard still holds the secret. Asks nobody, does not wait.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.held.is_ours()
    }

    /// The time until the clipboard is cleared; zero when that is over, or when it is not ours.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        if !self.is_ours() {
            return Duration::ZERO;
        }
        self.until.saturating_duration_since(Instant::now())
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("is_ours", &self.is_ours()).finish_non_exhaustive()
    }
}

/// Receives the end.
pub(in crate::platform) type OnEnd = Box<dyn FnOnce(End) + Send>;

/// Nothing could be held. The password can be shown and typed instead.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system has no clipboard whose content dies with the process.
    #[error("there is no clipboard that a password may lie on")]
    Unavailable,
    /// The system's answer; it never carries the text.
    #[error("the clipboard refused: {0}")]
    Refused(String),
}
