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
    let scheme = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    if !scheme || address.chars().any(|c| c.is_control() || c.is_whitespace() || c == '"') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a web address"));
    }
    os::open::address(address)
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
            assert_eq!(open(refused).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }
}
