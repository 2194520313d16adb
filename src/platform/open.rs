//! What is handed to other programs: a folder, a letter, the system's own settings, a program of the
//! practice. Decides that no shell reads it, that every part is checked, and that the other program
//! outlives us without our handles and our variables.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::os;

/// The longest `mailto:` address in bytes: mail programs for Windows cut or refuse beyond 2,048.
pub const MAXIMUM_MAIL: usize = 1800;

/// Opens a folder in the file manager and returns at once; whether a window appears is not known.
///
/// # Errors
/// `NotADirectory` or the operating system's if `folder` is no folder, `InvalidInput` if its path is
/// not absolute, `NotFound` without a program to open it.
pub fn folder(folder: &Path) -> io::Result<()> {
    if !folder.is_absolute() {
        return Err(invalid("the path is not absolute"));
    }
    if !std::fs::metadata(folder)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    os::open::folder(folder)
}

/// Starts a letter in the mail program and returns at once; nothing is sent. A body too long for
/// [`MAXIMUM_MAIL`] ends with `…`, between two characters.
///
/// # Errors
/// `InvalidInput` if `to` is no plain address (`name@domain`) or the subject alone is too long;
/// `NotFound` without a program to open it, otherwise the operating system's.
pub fn mail(to: &str, subject: &str, body: &str) -> io::Result<()> {
    let address = mail_address(to, subject, body)?;
    os::open::address(&address)
}

/// Starts a program by its absolute path with these arguments as they are, without a shell, in a
/// process of its own that outlives us and inherits no handle and no variable of ours.
///
/// # Errors
/// `InvalidInput` if the path is not absolute or names a script for a shell of Windows (`.bat`,
/// `.cmd`), otherwise the operating system's.
pub fn program(program: &Path, arguments: &[OsString]) -> io::Result<()> {
    if !program.is_absolute() {
        return Err(invalid("the program's path is not absolute"));
    }
    let extension = program.extension().map(|extension| extension.to_ascii_lowercase());
    if extension.is_some_and(|extension| extension == "bat" || extension == "cmd") {
        return Err(invalid("a shell's script is no program"));
    }
    os::open::program(program, arguments)
}

/// Opens the system's own page on which icons beside the clock are shown or hidden. Answers `false`
/// where there is none (anything but Windows).
///
/// # Errors
/// The operating system's.
pub fn tray_settings() -> io::Result<bool> {
    os::open::tray_settings()
}

fn invalid(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}

/// The whole `mailto:` address (RFC 6068), at most [`MAXIMUM_MAIL`] bytes.
fn mail_address(to: &str, subject: &str, body: &str) -> io::Result<String> {
    if !is_plain_address(to) {
        return Err(invalid("not a mail address"));
    }
    let mut address = format!("mailto:{}?subject=", encoded(to));
    address += &encoded(&subject.replace(['\r', '\n'], " "));
    address += "&body=";
    if address.len() > MAXIMUM_MAIL {
        return Err(invalid("the subject is too long"));
    }
    // RFC 6068: lines of a body end with CR and LF.
    let body = encoded(&body.replace("\r\n", "\n").replace('\n', "\r\n"));
    if address.len() + body.len() <= MAXIMUM_MAIL {
        return Ok(address + &body);
    }
    let dots = encoded("…");
    let room = MAXIMUM_MAIL.saturating_sub(address.len() + dots.len());
    address += whole_characters(&body, room);
    if address.len() + dots.len() <= MAXIMUM_MAIL {
        address += &dots;
    }
    Ok(address)
}

fn is_plain_address(to: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
    let Some((name, domain)) = to.split_once('@') else {
        return false;
    };
    [name, domain].iter().all(|part| !part.is_empty() && part.chars().all(is_plain))
}

/// Percent-encodes everything but letters, digits and `-._~@`, as UTF-8.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut all, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            all.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(all, "%{byte:02X}");
        }
        all
    })
}

/// The longest start of an encoded text of at most `room` bytes that cuts neither an escape nor a
/// character nor a line's end.
fn whole_characters(encoded: &str, room: usize) -> &str {
    let is_boundary = |at: &usize| {
        let rest = &encoded[*at..];
        let is_inside_escape =
            (1..=2).any(|back| *at >= back && encoded.as_bytes()[*at - back] == b'%');
        let byte = rest.strip_prefix('%').and_then(|rest| rest.get(..2));
        let is_inside_character =
            byte.is_some_and(|byte| ('8'..='B').contains(&byte.chars().next().unwrap_or('0')));
        !is_inside_escape && !is_inside_character && byte != Some("0A")
    };
    let end = (0..=room.min(encoded.len())).rev().find(is_boundary).unwrap_or(0);
    &encoded[..end]
}

#[cfg(test)]
mod tests;
