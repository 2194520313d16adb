//! The menu bar is always there.

use crate::platform::tray_host::TrayHost;

pub(in crate::platform) fn find() -> TrayHost {
    TrayHost::Present
}
