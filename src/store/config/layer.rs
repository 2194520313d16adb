//! One settings file as it was written: every key may be missing, nothing is merged yet.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::mistake::Problem;
use super::{ClosedDays, Language, Origin, QuietHours};
use crate::domain::context::CallContext;
use crate::domain::device::{Pin, Vendor};
use crate::domain::identity::{ConnectorId, DeviceId, MachineName, Plane, UserName};
use crate::domain::profile::{AttemptLimit, CardServiceVersion, Host, OnlineCheck};

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
    pub start_minimised: Option<bool>,
    pub notifications: Notifications,
    pub contact: Contact,
    pub reveal_copy: Option<bool>,
    pub reveal_show: Option<bool>,
    pub operators: Option<String>,
    pub connectors: BTreeMap<ConnectorId, ConnectorLayer>,
}

/// What a file says of a value that may be none: nothing, expressly none, or the value. The middle
/// one hides what a weaker file names.
pub type Named<T> = Option<Option<T>>;

#[derive(Debug, Default)]
pub struct Notifications {
    pub trouble: Option<bool>,
    pub all_clear: Option<bool>,
    pub quiet_hours: Named<QuietHours>,
    pub closed_days: Option<ClosedDays>,
}

#[derive(Debug, Default)]
pub struct Contact {
    pub name: Named<String>,
    pub telephone: Named<String>,
    pub email: Named<String>,
    pub remote_help: Named<PathBuf>,
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
    pub online_check: Option<OnlineCheck>,
    pub encryption: Option<EncryptionWord>,
    pub certificate_file: Option<String>,
    pub card_service: Option<CardServiceVersion>,
    pub context: Named<CallContext>,
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
    pub watched_on: Named<MachineName>,
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
            start_minimised: None,
            notifications: Notifications::default(),
            contact: Contact::default(),
            reveal_copy: None,
            reveal_show: None,
            operators: None,
            connectors: BTreeMap::new(),
        }
    }
}
