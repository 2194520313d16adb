//! One settings file as it was written: every key may be missing, nothing is merged yet.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::mistake::Problem;
use super::{ClosedDays, Language, Origin, QuietHours};
use crate::domain::context::CallContext;
use crate::domain::device::{Pin, Vendor};
use crate::domain::identity::{ConnectorId, DeviceId, MachineName, Plane, UserName};
use crate::domain::profile::{AttemptLimit, Host};

/// Where something stands in its file: line and column, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spot {
    pub line: usize,
    pub column: usize,
}

#[derive(Debug)]
pub struct Layer {
    pub origin: Origin,
    pub file: String,
    pub problems: Vec<Problem>,
    pub language: Option<Language>,
    pub log: Option<log::LevelFilter>,
    pub autostart: Option<bool>,
    pub notifications: Notifications,
    pub contact: Contact,
    pub connectors: BTreeMap<ConnectorId, ConnectorLayer>,
}

#[derive(Debug, Default)]
pub struct Notifications {
    pub trouble: Option<bool>,
    pub all_clear: Option<bool>,
    pub quiet_hours: Option<QuietHours>,
    pub closed_days: Option<ClosedDays>,
}

#[derive(Debug, Default)]
pub struct Contact {
    pub name: Option<String>,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub remote_help: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncryptionWord {
    None,
    Tls,
    TlsPassword,
    TlsCertificate,
}

#[derive(Debug, Default)]
pub struct ConnectorLayer {
    pub spot: Spot,
    pub name: Option<String>,
    pub host: Option<Host>,
    pub port: Option<u16>,
    pub management_port: Option<u16>,
    pub vendor: Option<Vendor>,
    pub timeout: Option<Duration>,
    pub encryption: Option<EncryptionWord>,
    pub certificate_file: Option<String>,
    pub context: Option<CallContext>,
    pub device: Option<DeviceId>,
    pub client_pin: Option<Pin>,
    pub management_pin: Option<Pin>,
    pub accounts: Vec<AccountLayer>,
}

#[derive(Debug)]
pub struct AccountLayer {
    pub spot: Spot,
    pub plane: Plane,
    pub user: UserName,
    pub watched_on: Option<MachineName>,
    pub interval: Option<Duration>,
    pub limit: Option<AttemptLimit>,
}

impl Layer {
    pub fn empty(origin: Origin, file: String) -> Self {
        Self {
            origin,
            file,
            problems: Vec::new(),
            language: None,
            log: None,
            autostart: None,
            notifications: Notifications::default(),
            contact: Contact::default(),
            connectors: BTreeMap::new(),
        }
    }
}
