//! The default browser. Decides how an address reaches it: without a shell, in a process of its own
//! that outlives us, and with nothing of ours in its environment.

use std::io;

use super::os;

/// Opens `address` (`https://` or `http://`, no control characters nor spaces) in the default
/// browser and returns at once; whether a browser appears is not known.
///
/// # Errors
/// `InvalidInput` for any other address, `NotFound` without a program to open it, otherwise the
/// operating system's.
pub fn open(address: &str) -> io::Result<()> {
    let scheme = ["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    if !scheme
        || address
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || c == '"')
    {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a web address",
        ));
    }
    os::web::open(address)
}

/// Whether a variable of our environment stays with us.
pub(in crate::platform) fn is_private_variable(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    ["KONNEKTORWART_", "SLINT_", "RUST_"]
        .iter()
        .any(|ours| name.starts_with(ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        for refused in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "calc.exe",
            "--help",
            "",
            "https://a b",
            "https://a\n",
            "https://a\"&calc",
        ] {
            assert_eq!(
                open(refused).unwrap_err().kind(),
                io::ErrorKind::InvalidInput
            );
        }
    }

    #[test]
    fn our_variables_are_not_passed_on() {
        assert!(is_private_variable("KONNEKTORWART_HOME".as_ref()));
        assert!(!is_private_variable("HOME".as_ref()));
        assert!(!is_private_variable("WAYLAND_DISPLAY".as_ref()));
    }
}
