//! Folders after the XDG base directory specification.

use std::env;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::platform::folders::{Error, Folders};
use crate::platform::policy::PolicySource;
use crate::platform::unix::files::shared_folder;

pub(in crate::platform) fn of_user() -> Result<Folders, Error> {
    let home = env::home_dir()
        .filter(|home| home.is_absolute())
        .ok_or(Error::NoHome)?;
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
    let named = env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    named.unwrap_or_else(otherwise)
}

/// The session's runtime folder if it is ours alone; `su` and `sudo` keep another user's.
fn private_runtime() -> Option<PathBuf> {
    let named = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from)?;
    let found = named
        .is_absolute()
        .then(|| std::fs::metadata(&named).ok())
        .flatten()?;
    let is_private = found.is_dir()
        && found.uid() == rustix::process::geteuid().as_raw()
        && found.mode() & 0o077 == 0;
    is_private.then(|| named.join("konnektorwart"))
}
