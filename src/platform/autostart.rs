//! Start at log-on. Decides where the system keeps it for this user, so that its own settings show
//! and change it too.

use std::io;
use std::path::Path;

use super::os;

/// Whether the agent starts when this user logs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Autostart {
    /// It does not.
    Off,
    /// It does, because of this user's own setting.
    On,
    /// It does for everybody on the machine; only an administrator can change that.
    ByAdministrator,
}

/// Reads the state.
///
/// # Errors
/// The operating system's; a state that cannot be read is not *off*.
pub fn read() -> io::Result<Autostart> {
    os::autostart::read()
}

/// Starts `program` (absolute path of the tray program) at each log-on of this user.
///
/// # Errors
/// The operating system's; `InvalidInput` for a path that is not absolute or not UTF-8.
pub fn set(program: &Path) -> io::Result<()> {
    if !program.is_absolute() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path is not absolute"));
    }
    let Some(program) = program.to_str() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path is not UTF-8"));
    };
    os::autostart::set(program)
}

/// Ends this user's own start at log-on. Nothing to end is no error.
///
/// # Errors
/// The operating system's; `PermissionDenied` where it is [`Autostart::ByAdministrator`] and cannot
/// be overridden.
pub fn unset() -> io::Result<()> {
    os::autostart::unset()
}
