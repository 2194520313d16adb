//! A Windows console. It shows typed characters only when somebody reads them.

use std::fs::File;
use std::io;

pub(in crate::platform) const INPUT: &str = "CONIN$";
pub(in crate::platform) const OUTPUT: &str = "CONOUT$";

/// Nothing has to be undone.
pub(in crate::platform) struct Hidden;

/// Reading decides what is shown, so nothing has to be hidden before.
pub(in crate::platform) fn hide_typing(_terminal: &File) -> io::Result<Hidden> {
    Ok(Hidden)
}
