//! Groups of the operating system: whether this user is in one. Decides whom to ask, so that groups of
//! a directory service count as well; what membership allows is left to those who ask.

use std::io;

use super::os;

/// How this user stands to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// A member. Membership is that of the present log-on: who was added since has to log on again.
    Member,
    /// No member.
    NotMember,
    /// There is no group of that name, so nobody is a member.
    NoSuchGroup,
}

/// Answers how the user of this process stands to `group`: on Windows a name, with its domain if need
/// be (`PRAXIS\Leitung`), or a security identifier (`S-1-5-…`); elsewhere a name. May ask a directory
/// service and block for up to ten seconds.
///
/// # Errors
/// The operating system's, and [`io::ErrorKind::TimedOut`]. No error means "member".
pub fn membership(group: &str) -> io::Result<Membership> {
    // No system has such a name, and a tool must not take it for an option or a second argument.
    let group = group.trim();
    if group.is_empty() || group.starts_with('-') || group.chars().any(char::is_control) {
        return Ok(Membership::NoSuchGroup);
    }
    os::groups::membership(group)
}

/// Answers whether the user of this process is in `group`; a group that does not exist has no members.
///
/// # Errors
/// As [`membership`].
pub fn is_member(group: &str) -> io::Result<bool> {
    Ok(membership(group)? == Membership::Member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_that_does_not_exist_has_no_members() {
        for group in ["konnektorwart-gibt-es-nicht", "Praxisleitung Köln", "", "-s", "a\nb"] {
            assert_eq!(membership(group).unwrap(), Membership::NoSuchGroup, "{group}");
            assert!(!is_member(group).unwrap());
        }
    }
}
