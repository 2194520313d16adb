//! The accounts of both planes: passwords, history, expiry, lock-out.
//!
//! The one place that says whether a login is right. How that is told to the client is decided elsewhere.
use std::collections::BTreeSet;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::log::RefusalReason;
use super::password::{self, Violation};
use super::settings::Lockout;

/// One of the two separate sets of secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plane {
    /// Benutzerkennungen of Clientsysteme, HTTP Basic.
    Client,
    /// Administrator accounts, web UI and REST.
    Management,
}

impl fmt::Display for Plane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Client => "client",
            Self::Management => "management",
        })
    }
}

/// Role of an administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Super-Administrator: everything.
    SuperAdmin,
    /// Lokaler Administrator: everything but accounts.
    LokalerAdmin,
    /// Remote-Administrator: cannot log in at the local port.
    RemoteAdmin,
}

impl Role {
    /// Name in the web UI.
    pub fn name(self) -> &'static str {
        match self {
            Self::SuperAdmin => "Super-Admin",
            Self::LokalerAdmin => "Lokaler Admin",
            Self::RemoteAdmin => "Remote-Admin",
        }
    }
}

/// What an account is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// User name and password of a Clientsystem.
    Benutzerkennung {
        /// ClientSystemId.
        clientsystem: String,
    },
    /// An administrator.
    Administrator(Role),
}

impl AccountKind {
    /// A Benutzerkennung of this Clientsystem.
    pub fn benutzerkennung(clientsystem: &str) -> Self {
        Self::Benutzerkennung { clientsystem: clientsystem.to_owned() }
    }

    pub(super) fn plane(&self) -> Plane {
        match self {
            Self::Benutzerkennung { .. } => Plane::Client,
            Self::Administrator(_) => Plane::Management,
        }
    }
}

/// An account at the start.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What it is for.
    pub kind: AccountKind,
    /// User name, unique within its plane; without colon.
    pub user: String,
    /// Password; the rules are not applied to it.
    pub password: SecretString,
    /// The password is initial: an administrator has to change it at the first login.
    pub initial: bool,
}

impl NewAccount {
    /// An account whose password is not initial.
    pub fn new(kind: AccountKind, user: &str, password: SecretString) -> Self {
        Self { kind, user: user.to_owned(), password, initial: false }
    }
}

/// An account of the device.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) kind: AccountKind,
    pub(super) user: String,
    password: SecretString,
    used: BTreeSet<String>,
    pub(super) initial: bool,
    pub(super) changed_at: Timestamp,
    failures: u32,
    locked_until: Option<Timestamp>,
}

impl Account {
    pub(super) fn is_locked(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    pub(super) fn password(&self) -> &SecretString {
        &self.password
    }
}

/// Outcome of a login.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Login {
    Accepted,
    /// Right, but a new password is demanded first.
    ChangeDemanded {
        initial: bool,
    },
    Refused(RefusalReason),
    /// Wrong, and this attempt locked the account.
    RefusedAndLocked {
        failures: u32,
    },
}

/// All accounts, in the order of their creation.
#[derive(Debug, Default)]
pub(super) struct Accounts(Vec<Account>);

impl Accounts {
    pub(super) fn iter(&self, plane: Plane) -> impl Iterator<Item = &Account> {
        self.0.iter().filter(move |account| account.kind.plane() == plane)
    }

    pub(super) fn find(&self, plane: Plane, user: &str) -> Option<&Account> {
        self.iter(plane).find(|account| account.user == user)
    }

    fn find_mut(&mut self, plane: Plane, user: &str) -> Option<&mut Account> {
        self.0.iter_mut().find(|account| account.kind.plane() == plane && account.user == user)
    }

    /// Whether a user name can be given to a new account: not taken (compared without case), not empty, and
    /// without a colon.
    pub(super) fn is_free(&self, plane: Plane, user: &str) -> bool {
        let lowered = user.to_lowercase();
        let taken = self.iter(plane).any(|account| account.user.to_lowercase() == lowered);
        !taken && !user.is_empty() && !user.contains(':')
    }

    /// Adds an account; `false` if its user name is not free.
    pub(super) fn add(&mut self, new: NewAccount, now: Timestamp) -> bool {
        if !self.is_free(new.kind.plane(), &new.user) {
            return false;
        }
        self.0.push(Account {
            used: BTreeSet::from([password::digest(new.password.expose_secret())]),
            kind: new.kind,
            user: new.user,
            password: new.password,
            initial: new.initial,
            changed_at: now,
            failures: 0,
            locked_until: None,
        });
        true
    }

    pub(super) fn remove(&mut self, plane: Plane, user: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|account| account.kind.plane() != plane || account.user != user);
        self.0.len() < before
    }

    /// Whether `user` is the only Super-Administrator; at least one has to exist always.
    pub(super) fn is_last_super(&self, user: &str) -> bool {
        let mut supers = self
            .iter(Plane::Management)
            .filter(|account| account.kind == AccountKind::Administrator(Role::SuperAdmin));
        supers.next().is_some_and(|only| only.user == user) && supers.next().is_none()
    }

    /// Judges a login and counts it.
    pub(super) fn login(
        &mut self,
        plane: Plane,
        user: &str,
        password: &str,
        now: Timestamp,
        lockout: Lockout,
        expiry_days: Option<u32>,
    ) -> Login {
        let Some(account) = self.find_mut(plane, user) else {
            return Login::Refused(RefusalReason::UnknownUser);
        };
        if account.is_locked(now) {
            return Login::Refused(RefusalReason::Locked);
        }
        if account.locked_until.take().is_some() {
            account.failures = 0;
        }
        if account.password.expose_secret() != password {
            account.failures += 1;
            let failures = account.failures;
            if failures < lockout.limit {
                return Login::Refused(RefusalReason::WrongPassword { failures });
            }
            let lasts = SignedDuration::try_from(lockout.lasts).unwrap_or(SignedDuration::MAX);
            account.locked_until = Some(now.saturating_add(lasts).unwrap_or(Timestamp::MAX));
            return Login::RefusedAndLocked { failures };
        }
        if account.kind == AccountKind::Administrator(Role::RemoteAdmin) {
            return Login::Refused(RefusalReason::WrongRole);
        }
        if lockout.success_resets {
            account.failures = 0;
        }
        if plane == Plane::Client {
            return Login::Accepted;
        }
        if account.initial {
            return Login::ChangeDemanded { initial: true };
        }
        let age = now.duration_since(account.changed_at);
        if expiry_days.is_some_and(|days| age >= SignedDuration::from_hours(i64::from(days) * 24)) {
            return Login::ChangeDemanded { initial: false };
        }
        Login::Accepted
    }

    /// Checks a new password against the rules of its plane and against the history.
    pub(super) fn check(
        &self,
        plane: Plane,
        user: &str,
        password: &str,
        enforce_client_policy: bool,
    ) -> Result<(), Violation> {
        match plane {
            Plane::Client if enforce_client_policy => password::check_benutzerkennung(password),
            Plane::Client => Ok(()),
            Plane::Management => {
                let none = BTreeSet::new();
                let used = self.find(plane, user).map_or(&none, |account| &account.used);
                password::check_administrator(password, user, used)
            }
        }
    }

    /// Sets a password without any check; clears counter and lock. `false` if there is no such account.
    pub(super) fn set_password(
        &mut self,
        plane: Plane,
        user: &str,
        password: SecretString,
        initial: bool,
        now: Timestamp,
    ) -> bool {
        let Some(account) = self.find_mut(plane, user) else {
            return false;
        };
        account.used.insert(password::digest(password.expose_secret()));
        account.password = password;
        account.initial = initial;
        account.changed_at = now;
        account.failures = 0;
        account.locked_until = None;
        true
    }

    /// Makes a password as old as `changed_at` says.
    pub(super) fn date_back(&mut self, user: &str, changed_at: Timestamp) -> bool {
        let Some(account) = self.find_mut(Plane::Management, user) else {
            return false;
        };
        account.changed_at = changed_at;
        true
    }

    pub(super) fn unlock(&mut self, plane: Plane, user: &str) -> bool {
        let Some(account) = self.find_mut(plane, user) else {
            return false;
        };
        account.failures = 0;
        account.locked_until = None;
        true
    }
}
