//! The device's own log: what a test asks to know what really reached the device.
//!
//! It names accounts and counts secrets; it never holds one. A password is told apart by its SHA-256.
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::accounts::Plane;

/// A port of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Port {
    /// Services over TLS (443 on a device).
    Pvs,
    /// Services over http (80 on a device).
    Http,
    /// Management over TLS (8500 on a secunet device).
    Management,
}

/// One line of the device's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Number from 1, without gaps.
    pub number: u64,
    /// The device's clock.
    pub at: Timestamp,
    /// The port it happened on; `None` for what happens inside.
    pub port: Option<Port>,
    /// What happened.
    pub entry: Entry,
}

/// A secret that a request carried: whose, and which by its SHA-256 (lower-case hex).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretSeen {
    /// Plane of the account.
    pub plane: Plane,
    /// User name as it was sent.
    pub user: String,
    /// SHA-256 of the password, lower-case hex, 64 characters.
    pub sha256: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The device serves its ports.
    Started,
    /// The device does not serve its ports any more.
    Stopped,
    /// A TCP connection was accepted.
    Connected,
    /// A TLS handshake succeeded.
    TlsHandshake {
        /// `TLSv1_2` or `TLSv1_3`.
        version: String,
        /// An earlier session was resumed.
        resumed: bool,
        /// The client showed a certificate.
        client_certificate: bool,
    },
    /// A TLS handshake failed.
    TlsFailed {
        /// The TLS library's words.
        reason: String,
    },
    /// A request was read.
    Request {
        /// HTTP method.
        method: String,
        /// Path with query.
        path: String,
        /// SOAP operation, where there is one.
        operation: Option<String>,
        /// The secret it carried: a Basic header, or the password in a login or change.
        secret: Option<SecretSeen>,
    },
    /// A request was answered.
    Answered {
        /// Path without query.
        path: String,
        /// HTTP status.
        status: u16,
    },
    /// A login was accepted.
    LoginAccepted {
        /// Plane of the account.
        plane: Plane,
        /// User name.
        user: String,
    },
    /// A login was refused.
    LoginRefused {
        /// Plane of the account.
        plane: Plane,
        /// User name as it was sent.
        user: String,
        /// Why.
        reason: RefusalReason,
    },
    /// Wrong attempts locked an account (secunet message 42034).
    Locked {
        /// Plane of the account.
        plane: Plane,
        /// User name.
        user: String,
        /// Length of the lock.
        milliseconds: u64,
    },
    /// A lock was taken off by hand.
    Unlocked {
        /// Plane of the account.
        plane: Plane,
        /// User name.
        user: String,
    },
    /// A login was right, but a new password is demanded first.
    ChangeDemanded {
        /// User name.
        user: String,
        /// The password is initial; otherwise it is expired.
        initial: bool,
    },
    /// A session of the management plane was ended by its user.
    LoggedOut {
        /// User name.
        user: String,
    },
    /// A session of the management plane ended because it was idle.
    SessionExpired {
        /// User name.
        user: String,
    },
    /// An administrative change (event MGM/ADMINCHANGES): who and what, never a password.
    AdminChange {
        /// User name of the administrator; `(Simulator)` for a control call.
        by: String,
        /// What changed.
        change: Change,
    },
    /// A port has a new certificate.
    CertificateRenewed {
        /// SHA-256 of the new certificate, lower-case hex.
        fingerprint: String,
    },
    /// A fault on demand was played.
    FaultPlayed {
        /// Its name.
        fault: String,
    },
}

/// Why a login was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// There is no such user on this plane.
    UnknownUser,
    /// The password is wrong; this many wrong attempts stand on record.
    WrongPassword {
        /// Wrong attempts in a row, this one included.
        failures: u32,
    },
    /// The account is locked; the password was not looked at.
    Locked,
    /// A Remote-Administrator at the local port.
    WrongRole,
}

/// An administrative change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A password was set.
    Password {
        /// Plane of the account.
        plane: Plane,
        /// User name of the account.
        user: String,
        /// It is initial: the user has to change it at the next login.
        initial: bool,
    },
    /// An account was created.
    AccountCreated {
        /// Plane of the account.
        plane: Plane,
        /// User name of the account.
        user: String,
    },
    /// An account was deleted.
    AccountDeleted {
        /// Plane of the account.
        plane: Plane,
        /// User name of the account.
        user: String,
    },
    /// A setting was changed.
    Setting(String),
    /// The restart of the device was ordered.
    Restart,
}

impl LogLine {
    /// The secret that the request of this line carried.
    pub fn secret(&self) -> Option<&SecretSeen> {
        let Entry::Request { secret, .. } = &self.entry else {
            return None;
        };
        secret.as_ref()
    }
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>4} {:.3}", self.number, self.at)?;
        match self.port {
            Some(Port::Pvs) => f.write_str(" pvs  ")?,
            Some(Port::Http) => f.write_str(" http ")?,
            Some(Port::Management) => f.write_str(" mgmt ")?,
            None => f.write_str("      ")?,
        }
        write!(f, "{}", self.entry)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started => f.write_str("started"),
            Self::Stopped => f.write_str("stopped"),
            Self::Connected => f.write_str("connection"),
            Self::TlsHandshake { version, resumed, client_certificate } => write!(
                f,
                "{version}{}{}",
                if *resumed { " resumed" } else { "" },
                if *client_certificate { " with client certificate" } else { "" }
            ),
            Self::TlsFailed { reason } => write!(f, "TLS failed: {reason}"),
            Self::Request { method, path, operation, secret } => {
                write!(f, "{method} {path}")?;
                if let Some(operation) = operation {
                    write!(f, " {operation}")?;
                }
                match secret {
                    Some(secret) => write!(f, " (secret of {} {:?})", secret.plane, secret.user),
                    None => Ok(()),
                }
            }
            Self::Answered { path, status } => write!(f, "{status} {path}"),
            Self::LoginAccepted { plane, user } => write!(f, "login accepted: {plane} {user:?}"),
            Self::LoginRefused { plane, user, reason } => {
                write!(f, "login refused: {plane} {user:?}, ")?;
                match reason {
                    RefusalReason::UnknownUser => f.write_str("unknown user"),
                    RefusalReason::WrongPassword { failures } => {
                        write!(f, "wrong password, number {failures}")
                    }
                    RefusalReason::Locked => f.write_str("locked"),
                    RefusalReason::WrongRole => f.write_str("remote role at the local port"),
                }
            }
            Self::Locked { plane, user, milliseconds } => {
                write!(f, "42034 locked: {plane} {user:?} for {milliseconds} ms")
            }
            Self::Unlocked { plane, user } => write!(f, "unlocked: {plane} {user:?}"),
            Self::ChangeDemanded { user, initial } => write!(
                f,
                "new password demanded of {user:?}: {}",
                if *initial { "initial" } else { "expired" }
            ),
            Self::LoggedOut { user } => write!(f, "logged out: {user:?}"),
            Self::SessionExpired { user } => write!(f, "session expired: {user:?}"),
            Self::AdminChange { by, change } => {
                write!(f, "MGM/ADMINCHANGES by {by:?}: ")?;
                match change {
                    Change::Password { plane, user, initial } => write!(
                        f,
                        "{}password of {plane} {user:?}",
                        if *initial { "initial " } else { "" }
                    ),
                    Change::AccountCreated { plane, user } => write!(f, "new {plane} {user:?}"),
                    Change::AccountDeleted { plane, user } => write!(f, "deleted {plane} {user:?}"),
                    Change::Setting(name) => write!(f, "setting {name}"),
                    Change::Restart => f.write_str("restart"),
                }
            }
            Self::CertificateRenewed { fingerprint } => write!(f, "new certificate {fingerprint}"),
            Self::FaultPlayed { fault } => write!(f, "fault played: {fault}"),
        }
    }
}

/// The growing log; cheap to share.
#[derive(Clone, Debug, Default)]
pub(super) struct Log(Arc<(Mutex<Vec<LogLine>>, Condvar)>);

impl Log {
    pub(super) fn append(&self, at: Timestamp, port: Option<Port>, entry: Entry) {
        let mut lines = self.lines();
        let number = lines.len() as u64 + 1;
        log::debug!("simulator: {entry}");
        lines.push(LogLine { number, at, port, entry });
        self.0.1.notify_all();
    }

    pub(super) fn copy(&self) -> Vec<LogLine> {
        self.lines().clone()
    }

    /// Waits until `holds` is true for the log, at most `limit`; says whether it was.
    pub(super) fn wait_for(&self, holds: impl Fn(&[LogLine]) -> bool, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let mut lines = self.lines();
        loop {
            if holds(&lines) {
                return true;
            }
            let Some(left) = end.checked_duration_since(Instant::now()) else {
                return false;
            };
            lines = match self.0.1.wait_timeout(lines, left) {
                Ok((lines, _)) => lines,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    /// A panic of another thread between two appends leaves complete lines.
    fn lines(&self) -> MutexGuard<'_, Vec<LogLine>> {
        self.0.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
