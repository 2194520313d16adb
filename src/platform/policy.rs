//! What an administrator enforces on this machine. Decides where the text comes from and whether it
//! may be believed (SAFETY S23); what it means is left to `store`.

use std::path::PathBuf;

use super::{files, os};

/// The longest policy that is read, in bytes.
pub const MAXIMUM_BYTES: u64 = 1024 * 1024;

/// Where an administrator's policy lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicySource {
    /// A TOML file, `/etc/konnektorwart/policy.toml` on Linux.
    File(PathBuf),
    /// A registry key below `HKEY_LOCAL_MACHINE`, `Software\Policies\Konnektorwart` on Windows. Its
    /// value `Settings` (`REG_MULTI_SZ`, one line each, or `REG_SZ`) is the same TOML text, so a
    /// group policy needs one multi-line text element.
    Registry(String),
}

/// Reads the policy's TOML text, at most [`MAXIMUM_BYTES`]. `None` if there is none.
///
/// # Errors
/// [`Error::NotAdministratorsOnly`] if somebody other than an administrator could have written it:
/// it is to be ignored with a notice. [`Error::Damaged`] if it is not UTF-8. [`Error::Unreadable`]
/// otherwise; a registry source on a system without a registry is one of these.
pub fn read(source: &PolicySource) -> Result<Option<String>, Error> {
    match source {
        PolicySource::File(path) => match files::read_bounded(path, MAXIMUM_BYTES) {
            Err(files::Error::Absent) => Ok(None),
            Err(error) => Err(Error::Unreadable(error)),
            Ok(bytes) => {
                if !files::owned_by_administrators_only(path).map_err(Error::Unreadable)? {
                    return Err(Error::NotAdministratorsOnly);
                }
                String::from_utf8(bytes).map(Some).map_err(|_| Error::Damaged)
            }
        },
        PolicySource::Registry(key) => {
            os::policy::from_registry(key).map_err(|error| Error::Unreadable(error.into()))
        }
    }
}

/// Why a policy does not count.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody other than an administrator owns it or may write it, or one of its folders.
    #[error("the policy could have been written by somebody who is not an administrator")]
    NotAdministratorsOnly,
    /// It is not UTF-8 text.
    #[error("the policy is not text")]
    Damaged,
    /// It is there but cannot be read.
    #[error("the policy cannot be read")]
    Unreadable(#[source] files::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_policy_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let source = PolicySource::File(folder.path().join("policy.toml"));
        assert!(matches!(read(&source), Ok(None)));
    }

    /// SAFETY S23: a temporary folder is never an administrator's, whoever runs the test.
    #[test]
    fn policy_in_a_folder_that_others_may_write_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.toml");
        std::fs::write(&path, "interval = 1\n").unwrap();
        let answer = read(&PolicySource::File(path));
        assert!(matches!(answer, Err(Error::NotAdministratorsOnly)), "{answer:?}");
    }

    #[test]
    #[cfg(unix)]
    fn policy_of_an_administrator_is_read_and_other_bytes_are_damage() {
        let Ok(folder) = tempfile::tempdir_in("/var/lib") else {
            return crate::platform::testing::leave_out("only root can make a folder in /var/lib");
        };
        let path = folder.path().join("policy.toml");
        std::fs::write(&path, "pause = true\n").unwrap();
        let source = PolicySource::File(path.clone());
        assert_eq!(read(&source).unwrap(), Some("pause = true\n".to_owned()));
        std::fs::write(&path, b"\xff\xfe").unwrap();
        assert!(matches!(read(&source), Err(Error::Damaged)));
        std::fs::write(&path, vec![b' '; MAXIMUM_BYTES as usize + 1]).unwrap();
        let answer = read(&source);
        assert!(matches!(answer, Err(Error::Unreadable(files::Error::TooLarge { .. }))));
    }
}
