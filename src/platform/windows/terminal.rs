//! A Windows console.

pub(in crate::platform) const INPUT: &str = "CONIN$";
pub(in crate::platform) const OUTPUT: &str = "CONOUT$";
