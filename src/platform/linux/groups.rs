//! The kernel says which groups this process has, `getent` which number a name has: it asks what the
//! system is set up to ask (`nsswitch.conf`), SSSD and LDAP included.

use std::fs;
use std::io;
use std::path::Path;

use crate::platform::groups::Membership;
use crate::platform::unix::groups::ask;

/// Where distributions have it; never searched in `PATH`.
const PROGRAMS: [&str; 2] = ["/usr/bin/getent", "/bin/getent"];

/// `getent` found nothing.
const NOT_FOUND: i32 = 2;

pub(in crate::platform) fn membership(group: &str) -> io::Result<Membership> {
    let Some(number) = number_of(group)? else {
        return Ok(Membership::NoSuchGroup);
    };
    let has = rustix::process::getegid().as_raw() == number
        || rustix::process::getgroups()?.iter().any(|known| known.as_raw() == number);
    Ok(if has { Membership::Member } else { Membership::NotMember })
}

fn number_of(group: &str) -> io::Result<Option<u32>> {
    let found = PROGRAMS.iter().map(Path::new).find(|program| program.exists());
    let Some(program) = found else {
        // A system without it has no directory service either.
        return Ok(number_in(&fs::read_to_string("/etc/group")?, group));
    };
    let answer = ask(program, &["group", group])?;
    match answer.code {
        Some(0) => Ok(number_in(&answer.text, group)),
        Some(NOT_FOUND) => Ok(None),
        Some(_) | None => Err(io::Error::other("getent could not answer")),
    }
}

/// The number of the group with that name: asked for `27`, `getent` answers the group with that number,
/// which is another one. A directory may spell the name in lower case.
fn number_in(listed: &str, group: &str) -> Option<u32> {
    let wanted = group.to_lowercase();
    listed.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let number = fields.nth(1)?.parse().ok()?;
        (name.to_lowercase() == wanted).then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::groups::is_member;

    #[test]
    fn number_belongs_to_the_name_and_to_no_other() {
        let listed = "root:x:0:\nPraxisleitung:x:1001:mfa,arzt\nsudo:x:27:admin\n";
        assert_eq!(number_in(listed, "praxisleitung"), Some(1001));
        assert_eq!(number_in(listed, "27"), None);
        assert_eq!(number_in(listed, "Praxis"), None);
    }

    #[test]
    fn own_group_has_this_user_and_another_has_not() {
        let listed = fs::read_to_string("/etc/group").unwrap();
        let own = rustix::process::getegid().as_raw();
        let groups = rustix::process::getgroups().unwrap();
        let mut seen = 0;
        for line in listed.lines() {
            let mut fields = line.split(':');
            let (name, number) = (fields.next().unwrap(), fields.nth(1).unwrap().parse::<u32>());
            let number = number.unwrap();
            // A second line with the same name would be hidden by the first.
            if number_in(&listed, name) != Some(number) {
                continue;
            }
            let expected = number == own || groups.iter().any(|group| group.as_raw() == number);
            assert_eq!(is_member(name).unwrap(), expected, "{name}");
            seen += 1;
        }
        assert!(seen > 0);
    }
}
