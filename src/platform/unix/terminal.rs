//! The terminal of a Unix session.

pub(in crate::platform) const INPUT: &str = "/dev/tty";
pub(in crate::platform) const OUTPUT: &str = "/dev/tty";
