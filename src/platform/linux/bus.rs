//! Short questions over D-Bus. Decides how long an answer may take.

use std::time::Duration;

use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, fdo::DBusProxy};

const PATIENCE: Duration = Duration::from_secs(2);

pub(super) fn session() -> zbus::Result<Connection> {
    Builder::session()?.method_timeout(PATIENCE).build()
}

pub(super) fn system() -> zbus::Result<Connection> {
    Builder::system()?.method_timeout(PATIENCE).build()
}

pub(super) fn has_owner(bus: &Connection, name: &'static str) -> zbus::Result<bool> {
    let name = zbus::names::BusName::try_from(name)?;
    Ok(DBusProxy::new(bus)?.name_has_owner(name)?)
}
