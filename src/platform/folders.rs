//! Where files lie. Decides the folders of this user and of the machine, and which of them may be
//! used at all; creating and protecting them is left to `files`.

use std::path::{Path, PathBuf};

use super::os;
pub use super::policy::PolicySource;

/// Environment variable that moves every folder below one root (demo, tests, portable use).
pub const HOME_VARIABLE: &str = "KONNEKTORWART_HOME";

/// The places of all files. Only the paths: nothing has to exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The user's own settings (`settings.toml`, contracts).
    pub settings: PathBuf,
    /// Journals, notes and sealed files of this user on this machine.
    pub data: PathBuf,
    /// Lock and doorbell of the running agent; gone after a log-off where the system does that.
    pub runtime: PathBuf,
    /// What the users of this machine tell each other (SAFETY S7, S8). `None` where an
    /// administrator has not set one up, or where another user could replace it.
    pub machine: Option<PathBuf>,
    /// Settings of the whole machine, weaker than the user's. Believed only after
    /// [`super::files::owned_by_administrators_only`] (SAFETY S23).
    pub system_settings: PathBuf,
    /// Settings that an administrator enforces, stronger than the user's.
    pub policy: PolicySource,
}

impl Folders {
    /// Answers the folders of the user who runs this process.
    ///
    /// A non-empty environment variable `KONNEKTORWART_HOME` selects [`Folders::under`] instead; a
    /// relative path counts from the present folder.
    ///
    /// # Errors
    /// [`Error::NoHome`] if the system names no folder for this user, or not the present folder.
    pub fn of_user() -> Result<Self, Error> {
        match std::env::var_os(HOME_VARIABLE) {
            Some(root) if !root.is_empty() => {
                std::path::absolute(root).map(|root| Self::under(&root)).map_err(|_| Error::NoHome)
            }
            Some(_) | None => os::folders::of_user(),
        }
    }

    /// Puts every folder below `root`, the machine's and the administrator's included.
    ///
    /// `machine` is always there. Two homes share a machine folder when `root/machine` is a link to
    /// the same folder.
    #[must_use]
    pub fn under(root: &Path) -> Self {
        Self {
            settings: root.join("settings"),
            data: root.join("data"),
            runtime: root.join("runtime"),
            machine: Some(root.join("machine")),
            system_settings: root.join("system").join("settings.toml"),
            policy: PolicySource::File(root.join("system").join("policy.toml")),
        }
    }
}

/// Why the folders are unknown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system names no folder for this user (on Unix no `HOME` and no entry in the user list).
    #[error("the operating system names no home folder for this user")]
    NoHome,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_lies_below_the_given_root() {
        let root = Path::new("/r");
        let folders = Folders::under(root);
        let PolicySource::File(policy) = &folders.policy else { panic!("a file") };
        for path in [
            &folders.settings,
            &folders.data,
            &folders.runtime,
            folders.machine.as_ref().unwrap(),
            &folders.system_settings,
            policy,
        ] {
            assert!(path.starts_with(root), "{}", path.display());
        }
    }
}
