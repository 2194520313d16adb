//! The StatusNotifier specification: a watcher on the bus, and a panel registered with it.

use crate::platform::tray_host::TrayHost;

#[cfg(not(feature = "desktop"))]
pub(in crate::platform) fn find() -> TrayHost {
    TrayHost::Absent
}

#[cfg(feature = "desktop")]
pub(in crate::platform) fn find() -> TrayHost {
    match is_host_registered() {
        Ok(true) => TrayHost::Present,
        Ok(false) => TrayHost::Absent,
        Err(error) => {
            log::debug!("no tray host: {error}");
            TrayHost::Absent
        }
    }
}

#[cfg(feature = "desktop")]
fn is_host_registered() -> zbus::Result<bool> {
    const NAME: &str = "org.kde.StatusNotifierWatcher";
    let bus = super::bus::session()?;
    // Asked first: a call would make the bus start a watcher where it can.
    if !super::bus::has_owner(&bus, NAME)? {
        return Ok(false);
    }
    let watcher = zbus::blocking::Proxy::new(&bus, NAME, "/StatusNotifierWatcher", NAME)?;
    watcher.get_property("IsStatusNotifierHostRegistered")
}
