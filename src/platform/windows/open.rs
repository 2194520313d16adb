//! The shell's associations. A program of the practice is started directly, and through the shell only
//! when it asks for an administrator's rights, which the shell can ask the person for.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::windows::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::ptr;
use std::thread;

use windows_sys::Win32::Foundation::ERROR_ELEVATION_REQUIRED;
use windows_sys::Win32::System::Com::{
    COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoInitializeEx, CoUninitialize,
};
use windows_sys::Win32::System::Threading::{CREATE_NEW_PROCESS_GROUP, DETACHED_PROCESS};
use windows_sys::Win32::UI::Shell::ShellExecuteW;
use windows_sys::Win32::UI::WindowsAndMessaging::SW_SHOWNORMAL;

use super::wide::wide;

pub(in crate::platform) fn address(address: &str) -> io::Result<()> {
    ask_shell("open", address.as_ref(), "".as_ref())
}

/// `explore` takes nothing but folders: a program of the same name beside it is not started.
pub(in crate::platform) fn folder(folder: &Path) -> io::Result<()> {
    ask_shell("explore", folder.as_os_str(), "".as_ref())
}

pub(in crate::platform) fn tray_settings() -> io::Result<bool> {
    address("ms-settings:taskbar").map(|()| true)
}

/// None of our handles is made inheritable, so the program gets none.
pub(in crate::platform) fn program(program: &Path, arguments: &[OsString]) -> io::Result<()> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .creation_flags(DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP);
    if let Some(folder) = program.parent() {
        command.current_dir(folder);
    }
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_private_variable(name)) {
        command.env_remove(name);
    }
    match command.spawn() {
        Ok(_) => Ok(()),
        Err(error) if error.raw_os_error() == Some(ERROR_ELEVATION_REQUIRED.cast_signed()) => {
            ask_shell("open", program.as_os_str(), &command_line(arguments))
        }
        Err(error) => Err(error),
    }
}

/// The shell may load extensions and wait for them, so it gets a thread of its own; the program is
/// started by Explorer or with our environment, which holds nothing secret.
#[allow(unsafe_code)]
fn ask_shell(verb: &str, what: &OsStr, arguments: &OsStr) -> io::Result<()> {
    let (verb, what, arguments) = (wide(verb), wide(what), wide(arguments));
    let asked = thread::Builder::new().name("shell".into()).spawn(move || {
        // SAFETY: every text ends with a zero and lives through the call; null means: no window, no
        // folder. The apartment is what extensions of the shell expect.
        let answer = unsafe {
            let model = (COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE).cast_unsigned();
            let is_initialized = CoInitializeEx(ptr::null(), model) >= 0;
            let answer = ShellExecuteW(
                ptr::null_mut(),
                verb.as_ptr(),
                what.as_ptr(),
                arguments.as_ptr(),
                ptr::null(),
                SW_SHOWNORMAL,
            );
            if is_initialized {
                CoUninitialize();
            }
            answer
        };
        // Above 32 means success, whatever the number.
        if answer as usize <= 32 {
            log::warn!("the shell opened nothing: {}", answer as usize);
        }
    });
    asked.map(|_| ())
}

fn is_private_variable(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    ["KONNEKTORWART_", "SLINT_", "RUST_"].iter().any(|ours| name.starts_with(ours))
}

/// Arguments as one text that `CommandLineToArgvW` takes apart again: each in quotes, backslashes
/// before a quote doubled.
fn command_line(arguments: &[OsString]) -> OsString {
    use std::os::windows::ffi::{OsStrExt, OsStringExt};
    const QUOTE: u16 = b'"' as u16;
    const BACKSLASH: u16 = b'\\' as u16;
    let mut line = Vec::new();
    for argument in arguments {
        if !line.is_empty() {
            line.push(u16::from(b' '));
        }
        line.push(QUOTE);
        let mut backslashes = 0;
        for unit in argument.encode_wide() {
            if unit == QUOTE {
                line.extend(std::iter::repeat_n(BACKSLASH, backslashes + 1));
            }
            backslashes = if unit == BACKSLASH { backslashes + 1 } else { 0 };
            line.push(unit);
        }
        line.extend(std::iter::repeat_n(BACKSLASH, backslashes));
        line.push(QUOTE);
    }
    OsString::from_wide(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_as_windows_takes_them_apart() {
        let arguments = ["a b", "", r#"c"d"#, r"C:\e\", r#"\"f"#].map(OsString::from);
        let expected = r#""a b" "" "c\"d" "C:\e\\" "\\\"f""#;
        assert_eq!(command_line(&arguments), expected);
    }
}
