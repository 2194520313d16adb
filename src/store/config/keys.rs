//! The keys of the settings, as types: what a page can show as locked and the console can name.

use std::fmt;

use super::value;

/// A key outside the connectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// `language`.
    Language,
    /// `log`.
    Log,
    /// `autostart`.
    Autostart,
    /// `start_minimised`.
    StartMinimised,
    /// `notifications.trouble`.
    ToastTrouble,
    /// `notifications.all_clear`.
    ToastAllClear,
    /// `notifications.quiet_hours`.
    QuietHours,
    /// `notifications.closed_days`.
    ClosedDays,
    /// `contact.name`.
    ContactName,
    /// `contact.telephone`.
    ContactTelephone,
    /// `contact.email`.
    ContactEmail,
    /// `contact.remote_help`.
    ContactRemoteHelp,
    /// `reveal.copy`.
    RevealCopy,
    /// `reveal.show`.
    RevealShow,
    /// `operators.group`, which only the policy may name.
    Operators,
}

impl Key {
    /// All of them, in the order of `docs/settings.md`.
    pub const ALL: [Self; 15] = [
        Self::Language,
        Self::Log,
        Self::Autostart,
        Self::StartMinimised,
        Self::ToastTrouble,
        Self::ToastAllClear,
        Self::QuietHours,
        Self::ClosedDays,
        Self::ContactName,
        Self::ContactTelephone,
        Self::ContactEmail,
        Self::ContactRemoteHelp,
        Self::RevealCopy,
        Self::RevealShow,
        Self::Operators,
    ];

    /// The key with its table, `notifications.trouble`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Log => "log",
            Self::Autostart => "autostart",
            Self::StartMinimised => "start_minimised",
            Self::ToastTrouble => "notifications.trouble",
            Self::ToastAllClear => "notifications.all_clear",
            Self::QuietHours => "notifications.quiet_hours",
            Self::ClosedDays => "notifications.closed_days",
            Self::ContactName => "contact.name",
            Self::ContactTelephone => "contact.telephone",
            Self::ContactEmail => "contact.email",
            Self::ContactRemoteHelp => "contact.remote_help",
            Self::RevealCopy => "reveal.copy",
            Self::RevealShow => "reveal.show",
            Self::Operators => "operators.group",
        }
    }

    /// The key of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str() == name)
    }

    /// The key that a mistyped name most resembles.
    #[must_use]
    pub fn nearest(name: &str) -> Option<String> {
        value::similar(name, &Self::ALL.map(Self::as_str))
    }
}

/// A key of a connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConnectorKey {
    /// `name`.
    Name,
    /// `host`.
    Host,
    /// `port`.
    Port,
    /// `management_port`.
    ManagementPort,
    /// `vendor`.
    Vendor,
    /// `timeout`.
    Timeout,
    /// `online_check`.
    OnlineCheck,
    /// `encryption`.
    Encryption,
    /// `certificate_file`.
    CertificateFile,
    /// `card_service`.
    CardService,
    /// `context`.
    Context,
    /// `device`.
    Device,
    /// `client_pin`.
    ClientPin,
    /// `management_pin`.
    ManagementPin,
}

impl ConnectorKey {
    /// The key in a connector's table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Host => "host",
            Self::Port => "port",
            Self::ManagementPort => "management_port",
            Self::Vendor => "vendor",
            Self::Timeout => "timeout",
            Self::OnlineCheck => "online_check",
            Self::Encryption => "encryption",
            Self::CertificateFile => "certificate_file",
            Self::CardService => "card_service",
            Self::Context => "context",
            Self::Device => "device",
            Self::ClientPin => "client_pin",
            Self::ManagementPin => "management_pin",
        }
    }
}

/// A key of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountKey {
    /// `watched_on`.
    WatchedOn,
    /// `interval`.
    Interval,
    /// `limit`.
    Limit,
}

impl AccountKey {
    /// The key in an account's table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WatchedOn => "watched_on",
            Self::Interval => "interval",
            Self::Limit => "limit",
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
