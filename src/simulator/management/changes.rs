//! Changes of accounts, as REST interface and web UI both carry them out.
use std::fmt;

use secrecy::SecretString;

use crate::simulator::accounts::{AccountKind, Login, NewAccount, Plane};
use crate::simulator::device::Device;
use crate::simulator::http::Request;
use crate::simulator::log::{Change, Entry};
use crate::simulator::password::Violation;

/// Why a change was not made. The text is the device's own German message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Denied {
    /// The old password was not accepted; this counts as a login.
    WrongPassword(Login),
    Rule(Violation),
    Unknown,
    UserName,
    LastSuperAdmin,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongPassword(_) => f.write_str("Benutzername oder Passwort ist falsch."),
            Self::Rule(violation) => violation.fmt(f),
            Self::Unknown => f.write_str("Der Benutzer ist nicht vorhanden."),
            Self::UserName => f.write_str("Der Benutzername ist vergeben oder ungültig."),
            Self::LastSuperAdmin => f.write_str("Ein Super-Admin muss immer vorhanden sein."),
        }
    }
}

/// Changes a user's own administrator password; the old one has to be right, and is counted like a login.
pub(super) fn own_password(
    device: &mut Device,
    request: &Request,
    user: &str,
    old: &str,
    new: &str,
) -> Result<(), Denied> {
    match device.login(request.port, Plane::Management, user, old) {
        Login::Accepted | Login::ChangeDemanded { .. } => {}
        refused @ (Login::Refused(_) | Login::RefusedAndLocked { .. }) => {
            return Err(Denied::WrongPassword(refused));
        }
    }
    check(device, Plane::Management, user, new)?;
    device.set_password(user, Plane::Management, user, SecretString::from(new), false);
    Ok(())
}

/// Sets the password of another account. An administrator's becomes initial.
pub(super) fn set_password(
    device: &mut Device,
    by: &str,
    plane: Plane,
    user: &str,
    new: &str,
) -> Result<(), Denied> {
    check(device, plane, user, new)?;
    let initial = plane == Plane::Management;
    if device.set_password(by, plane, user, SecretString::from(new), initial) {
        Ok(())
    } else {
        Err(Denied::Unknown)
    }
}

/// Creates an account. The password of an administrator is initial.
pub(super) fn create(
    device: &mut Device,
    by: &str,
    kind: AccountKind,
    user: &str,
    password: &str,
) -> Result<(), Denied> {
    let plane = kind.plane();
    if !device.accounts.is_free(plane, user) {
        return Err(Denied::UserName);
    }
    check(device, plane, user, password)?;
    let account = NewAccount {
        kind,
        user: user.to_owned(),
        password: SecretString::from(password),
        initial: plane == Plane::Management,
    };
    let now = device.now();
    if !device.accounts.add(account, now) {
        return Err(Denied::UserName);
    }
    let change = Change::AccountCreated { plane, user: user.to_owned() };
    device.log(None, Entry::AdminChange { by: by.to_owned(), change });
    Ok(())
}

/// Deletes an account.
pub(super) fn delete(
    device: &mut Device,
    by: &str,
    plane: Plane,
    user: &str,
) -> Result<(), Denied> {
    if plane == Plane::Management && device.accounts.is_last_super(user) {
        return Err(Denied::LastSuperAdmin);
    }
    if !device.accounts.remove(plane, user) {
        return Err(Denied::Unknown);
    }
    if plane == Plane::Management {
        device.sessions.end_all_of(user);
    }
    let change = Change::AccountDeleted { plane, user: user.to_owned() };
    device.log(None, Entry::AdminChange { by: by.to_owned(), change });
    Ok(())
}

/// Takes the lock off an account.
pub(super) fn unlock(device: &mut Device, plane: Plane, user: &str) -> Result<(), Denied> {
    if !device.accounts.unlock(plane, user) {
        return Err(Denied::Unknown);
    }
    device.log(None, Entry::Unlocked { plane, user: user.to_owned() });
    Ok(())
}

fn check(device: &Device, plane: Plane, user: &str, password: &str) -> Result<(), Denied> {
    let enforced = device.settings.enforce_client_policy;
    device.accounts.check(plane, user, password, enforced).map_err(Denied::Rule)
}
