//! Folders after Apple's file system guide.

use std::env;
use std::path::{Path, PathBuf};

use crate::platform::folders::{Error, Folders};
use crate::platform::policy::PolicySource;
use crate::platform::unix::files::shared_folder;

pub(in crate::platform) fn of_user() -> Result<Folders, Error> {
    let home = env::home_dir().filter(|home| home.is_absolute()).ok_or(Error::NoHome)?;
    let own = home.join("Library/Application Support/Konnektorwart");
    let of_machine = Path::new("/Library/Application Support/Konnektorwart");
    Ok(Folders {
        settings: own.clone(),
        data: own.join("data"),
        runtime: own.join("run"),
        machine: shared_folder(&of_machine.join("shared")),
        system_settings: of_machine.join("settings.toml"),
        policy: PolicySource::File(PathBuf::from(of_machine).join("policy.toml")),
    })
}
