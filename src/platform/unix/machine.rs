//! Names from POSIX. The user list is read as a file: looking a name up in a directory service would
//! need the C library, and the name is for people only.

use std::fs;
use std::io;

use crate::platform::files::UserId;
use crate::platform::machine::User;

pub(in crate::platform) fn host_name() -> io::Result<String> {
    Ok(rustix::system::uname().nodename().to_string_lossy().into_owned())
}

pub(in crate::platform) fn user() -> io::Result<User> {
    let id = rustix::process::getuid().as_raw().to_string();
    let listed = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = name_of(&id, &listed)
        .or_else(|| std::env::var("LOGNAME").ok())
        .or_else(|| std::env::var("USER").ok())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| format!("uid {id}"));
    Ok(User { id: UserId(id), name })
}

pub(in crate::platform) fn sync_all_disks() -> bool {
    rustix::fs::sync();
    true
}

fn name_of(id: &str, listed: &str) -> Option<String> {
    listed.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == id).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_is_found_by_number() {
        let listed = "root:x:0:0:root:/root:/bin/bash\nmfa:x:1000:1000::/home/mfa:/bin/sh\n";
        assert_eq!(name_of("1000", listed), Some("mfa".into()));
        assert_eq!(name_of("100", listed), None);
    }
}
