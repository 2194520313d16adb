//! Asked of the system's own programs, because the kernel's list ends after sixteen groups.
//! *Assumption, after Apple's manual pages:* the words of `dsmemberutil` and the silence of
//! `dscacheutil` about a group that does not exist. Any other answer counts as an error.

use std::io;
use std::path::Path;

use crate::platform::groups::Membership;
use crate::platform::unix::groups::ask;

pub(in crate::platform) fn membership(group: &str) -> io::Result<Membership> {
    let known = ask(Path::new("/usr/bin/dscacheutil"), &["-q", "group", "-a", "name", group])?;
    if known.code == Some(0) && known.text.trim().is_empty() {
        return Ok(Membership::NoSuchGroup);
    }
    let user = rustix::process::getuid().as_raw().to_string();
    let arguments = ["checkmembership", "-u", &user, "-G", group];
    let answer = ask(Path::new("/usr/bin/dsmemberutil"), &arguments)?;
    match answer.text.trim() {
        "user is a member of the group" => Ok(Membership::Member),
        "user is not a member of the group" => Ok(Membership::NotMember),
        _ => Err(io::Error::other("dsmemberutil could not answer")),
    }
}
