//! Which machine, which user, which start of the system. Decides what identifies each of them; how
//! names are compared is left to `domain`.

use std::fmt;
use std::io;

pub use super::files::UserId;
use super::os;

/// The user whose program this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The identifier that the system checks.
    pub id: UserId,
    /// The log-in name, for people only.
    pub name: String,
}

/// One start of the operating system. Equal texts are the same start, different texts are two
/// starts, whatever happens to the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boot(pub(in crate::platform) String);

impl Boot {
    /// The identifier as text, at most 64 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Boot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Answers the machine's name as the system gives it (SAFETY S6): `EMPFANG-1` on Windows, on Unix
/// the node name, in a domain possibly with its suffix.
///
/// # Errors
/// The operating system's.
pub fn host_name() -> io::Result<String> {
    os::machine::host_name()
}

/// Answers the user whose program this is.
///
/// # Errors
/// The operating system's.
pub fn user() -> io::Result<User> {
    os::machine::user()
}

/// Answers which start of the system this is (SAFETY S12). `None` where no clock-independent answer
/// exists: then no start is later than another, and nothing may be deleted on that ground.
#[must_use]
pub fn boot() -> Option<Boot> {
    os::machine::boot()
}

/// Answers which log-on of the user this is, unique within one [`boot`]; `None` outside a session.
#[must_use]
pub fn log_on() -> Option<String> {
    os::machine::log_on()
}

/// Answers this process' number.
#[must_use]
pub fn process_id() -> u32 {
    std::process::id()
}

/// Waits until everything that any program wrote is on the disks, the keyring's files included
/// (`sync(2)`). Answers `false` at once where the system has no such call (Windows). May take
/// seconds.
#[must_use]
pub fn sync_all_disks() -> bool {
    os::machine::sync_all_disks()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_user_and_boot_stay_the_same_within_a_process() {
        assert!(!host_name().unwrap().is_empty());
        assert_eq!(user().unwrap(), user().unwrap());
        assert!(!user().unwrap().name.is_empty());
        assert_eq!(boot(), boot());
        assert_eq!(log_on(), log_on());
    }

    #[test]
    fn identifiers_fit_into_file_names() {
        let id = user().unwrap().id;
        assert!(id.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{id}");
    }
}
