//! Folders that Windows names. Everything of the user lies in the local profile: the keyring's
//! entries do not roam, so neither do the settings that name them.

use std::path::PathBuf;
use std::ptr;

use windows_sys::Win32::System::Com::CoTaskMemFree;
use windows_sys::Win32::UI::Shell::{
    FOLDERID_LocalAppData, FOLDERID_ProgramData, SHGetKnownFolderPath,
};
use windows_sys::core::GUID;

use super::wide::narrow_at;
use crate::platform::files::owned_by_administrators_only;
use crate::platform::folders::{Error, Folders};
use crate::platform::policy::PolicySource;

pub(in crate::platform) fn of_user() -> Result<Folders, Error> {
    let own = known(&FOLDERID_LocalAppData).ok_or(Error::NoHome)?.join("Konnektorwart");
    let of_machine = known(&FOLDERID_ProgramData).ok_or(Error::NoHome)?.join("Konnektorwart");
    let shared = of_machine.join("shared");
    Ok(Folders {
        settings: own.clone(),
        data: own.join("data"),
        runtime: own.join("run"),
        // Anybody may make a folder in ProgramData; only the installer's has an administrator's
        // parent, which others can neither swap nor empty.
        machine: (shared.is_dir() && owned_by_administrators_only(&of_machine).unwrap_or(false))
            .then_some(shared),
        system_settings: of_machine.join("settings.toml"),
        policy: PolicySource::Registry(r"Software\Policies\Konnektorwart".to_owned()),
    })
}

#[allow(unsafe_code)]
fn known(folder: &GUID) -> Option<PathBuf> {
    let mut text = ptr::null_mut();
    // SAFETY: `folder` and `text` live through the call; a null token means the calling user. The
    // returned text ends with a zero and is freed once, after its last use, also on failure (null is
    // allowed).
    let path = unsafe {
        let status = SHGetKnownFolderPath(folder, 0, ptr::null_mut(), &raw mut text);
        let path = if status >= 0 { narrow_at(text) } else { None };
        CoTaskMemFree(text.cast());
        path
    };
    path.map(PathBuf::from).filter(|path| path.is_absolute())
}
