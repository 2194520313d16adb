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

/// The process's own groups, which the log-on set; only local groups have a name here.
pub(in crate::platform) fn is_member(group: &str) -> io::Result<bool> {
    let listed = fs::read_to_string("/etc/group")?;
    let Some(wanted) = number_of(group, &listed) else {
        return Ok(false);
    };
    let own = rustix::process::getgroups()?;
    let all = own.into_iter().chain([rustix::process::getgid(), rustix::process::getegid()]);
    Ok(all.into_iter().any(|id| id.as_raw() == wanted))
}

fn number_of(group: &str, listed: &str) -> Option<u32> {
    listed.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == group).then(|| fields.nth(1)?.parse().ok())?
    })
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

    #[test]
    fn group_is_found_by_its_whole_name() {
        let listed = "root:x:0:\npraxis:x:1002:mfa\npraxisleitung:x:1003:chef\n";
        assert_eq!(number_of("praxisleitung", listed), Some(1003));
        assert_eq!(number_of("leitung", listed), None);
    }

    #[test]
    fn a_group_that_nobody_made_has_no_members() {
        assert!(!is_member("konnektorwart-keine-solche-gruppe").unwrap());
    }
}
