//! The `Run` keys, and the list in which the task manager switches an entry off.

use std::io;

use windows_sys::Win32::System::Registry::REG_BINARY;

use super::registry::{
    Hive, read as value, remove_of_user, write_bytes_of_user, write_text_of_user,
};
use crate::platform::autostart::Autostart;

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
const NAME: &str = "Konnektorwart";

pub(in crate::platform) fn read() -> io::Result<Autostart> {
    if value(Hive::User, RUN, NAME)?.is_some() {
        let is_switched_off = value(Hive::User, APPROVED, NAME)?
            .is_some_and(|value| value.bytes.first().is_some_and(|byte| byte & 1 == 1));
        return Ok(if is_switched_off { Autostart::Off } else { Autostart::On });
    }
    let of_machine = value(Hive::Machine, RUN, NAME)?.is_some();
    Ok(if of_machine { Autostart::ByAdministrator } else { Autostart::Off })
}

pub(in crate::platform) fn set(program: &str) -> io::Result<()> {
    write_text_of_user(RUN, NAME, &format!("\"{program}\""))?;
    // Switched off by the task manager before: the person has just decided anew.
    if value(Hive::User, APPROVED, NAME)?.is_some() {
        write_bytes_of_user(APPROVED, NAME, REG_BINARY, &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
    }
    Ok(())
}

pub(in crate::platform) fn unset() -> io::Result<()> {
    remove_of_user(RUN, NAME)?;
    remove_of_user(APPROVED, NAME)?;
    match read()? {
        Autostart::ByAdministrator => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
        Autostart::Off | Autostart::On => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_and_unset_are_read_back() {
        set(r"C:\Program Files\Konnektorwart\konnektorwart-tray.exe").unwrap();
        assert_eq!(read().unwrap(), Autostart::On);
        write_bytes_of_user(APPROVED, NAME, REG_BINARY, &[3, 0, 0, 0]).unwrap();
        assert_eq!(read().unwrap(), Autostart::Off);
        set(r"C:\x.exe").unwrap();
        assert_eq!(read().unwrap(), Autostart::On);
        unset().unwrap();
        assert_eq!(read().unwrap(), Autostart::Off);
    }
}
