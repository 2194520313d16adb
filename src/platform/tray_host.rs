//! Whether anybody shows a tray icon. Creating an icon succeeds without a panel too, so the question
//! has to be asked by itself.

use super::os;

/// Who shows tray icons in this session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrayHost {
    /// A panel does, or the system always does.
    Present,
    /// Nobody: an icon appears as soon as a panel starts.
    Absent,
}

/// Asks for the tray's host. Waits two seconds at most; not for the main thread nor for async code.
#[must_use]
pub fn find() -> TrayHost {
    os::tray_host::find()
}
