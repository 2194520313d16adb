//! Folders after the XDG base directory specification.

use std::env;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::platform::folders::{Error, Folders};
use crate::platform::policy::PolicySource;
use crate::platform::unix::files::shared_folder;

pub(in crate::platform) fn of_user() -> Result<Folders, Error> {
    let home = env::home_dir().filter(|home| home.is_absolute()).ok_or(Error::NoHome)?;
    let data = xdg_or("XDG_DATA_HOME", || home.join(".local/share")).join("konnektorwart");
    let runtime = private_runtime().unwrap_or_else(|| data.clone());
    Ok(Folders {
        settings: settings_home(&home).join("konnektorwart"),
        runtime,
        machine: shared_folder(Path::new("/var/lib/konnektorwart")),
        system_settings: PathBuf::from("/etc/konnektorwart/settings.toml"),
        policy: PolicySource::File(PathBuf::from("/etc/konnektorwart/policy.toml")),
        data,
    })
}

/// `XDG_CONFIG_HOME` or what stands for it.
pub(in crate::platform) fn settings_home(home: &Path) -> PathBuf {
    xdg_or("XDG_CONFIG_HOME", || home.join(".config"))
}

fn xdg_or(variable: &str, otherwise: impl FnOnce() -> PathBuf) -> PathBuf {
    // The specification: a relative path is invalid and to be ignored.
    let named = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    named.unwrap_or_else(otherwise)
}

/// The session's runtime folder if it is ours alone; `su` and `sudo` keep another user's.
fn private_runtime() -> Option<PathBuf> {
    let named = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from)?;
    let found = named.is_absolute().then(|| std::fs::metadata(&named).ok()).flatten()?;
    let is_private = found.is_dir()
        && found.uid() == rustix::process::geteuid().as_raw()
        && found.mode() & 0o077 == 0;
    is_private.then(|| named.join("konnektorwart"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use super::*;
    use crate::platform::folders::HOME_VARIABLE;
    use crate::platform::testing::leave_out;

    /// In processes of their own, because the environment belongs to the whole process.
    #[test]
    fn folders_follow_the_environment() {
        const ROOT: &str = "KONNEKTORWART_TEST_FOLDERS";
        if let Some(root) = env::var_os(ROOT).map(PathBuf::from) {
            let folders = Folders::of_user().unwrap();
            if env::var_os(HOME_VARIABLE).is_some_and(|home| !home.is_empty()) {
                assert_eq!(folders, Folders::under(&root.join("elsewhere")));
                return;
            }
            assert_eq!(folders.settings, root.join(".config/konnektorwart"));
            assert_eq!(folders.data, root.join("data/konnektorwart"));
            let is_private = env::var_os("XDG_RUNTIME_DIR") == Some(root.join("private").into());
            let expected =
                if is_private { root.join("private/konnektorwart") } else { folders.data };
            assert_eq!(folders.runtime, expected);
            return;
        }
        let root = tempfile::tempdir().unwrap();
        let cases = [("private", 0o700, ""), ("public", 0o755, ""), ("other", 0o700, "elsewhere")];
        for (name, mode, home) in cases {
            let runtime = root.path().join(name);
            std::fs::create_dir(&runtime).unwrap();
            std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(mode)).unwrap();
            let test = "platform::linux::folders::tests::folders_follow_the_environment";
            let status = Command::new(env::current_exe().unwrap())
                .args(["--exact", test])
                .current_dir(root.path())
                .env(HOME_VARIABLE, home)
                .env(ROOT, root.path())
                .env("HOME", root.path())
                .env("XDG_CONFIG_HOME", "relative/is/ignored")
                .env("XDG_DATA_HOME", root.path().join("data"))
                .env("XDG_RUNTIME_DIR", &runtime)
                .status();
            assert!(status.unwrap().success(), "{name}");
        }
    }

    /// SAFETY S8.
    #[test]
    fn machines_folder_counts_only_if_root_made_it_for_all() {
        let Ok(folder) = tempfile::tempdir_in("/var/lib") else {
            return leave_out("only root can make a folder in /var/lib");
        };
        for (mode, is_fit) in [(0o1777, true), (0o777, false), (0o755, false)] {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(folder.path(), permissions).unwrap();
            assert_eq!(shared_folder(folder.path()).is_some(), is_fit, "{mode:o}");
        }
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        assert_eq!(shared_folder(&link), None);
        // Everybody may rename what lies below a folder of this kind.
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        for path in [folder.path(), &inner] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o1777)).unwrap();
        }
        assert_eq!(shared_folder(&inner), None);
    }
}
