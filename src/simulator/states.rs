//! Operating states of the device (REFERENCE 8), for SOAP and for the REST interface.
use std::collections::BTreeSet;

/// How grave a state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    Info,
    Warning,
    Error,
    Fatal,
}

impl Severity {
    pub(super) fn soap(self) -> &'static str {
        match self {
            Self::Info => "Info",
            Self::Warning => "Warning",
            Self::Error => "Error",
            Self::Fatal => "Fatal",
        }
    }

    pub(super) fn level(self) -> u8 {
        match self {
            Self::Info => 1,
            Self::Warning => 2,
            Self::Error => 3,
            Self::Fatal => 4,
        }
    }
}

/// What a state is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Operation,
    Security,
    Infrastructure,
}

impl Kind {
    pub(super) fn soap(self) -> &'static str {
        match self {
            Self::Operation => "Operation",
            Self::Security => "Security",
            Self::Infrastructure => "Infrastructure",
        }
    }

    /// As the REST interface of secunet calls it.
    pub(super) fn rest(self) -> &'static str {
        match self {
            Self::Operation | Self::Infrastructure => "TECHNICAL",
            Self::Security => "SECURITY",
        }
    }
}

/// A state with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) condition: String,
    pub(super) severity: Severity,
    pub(super) kind: Kind,
    pub(super) present: bool,
}

const KNOWN: [(&str, Severity, Kind); 14] = [
    ("EC_No_VPN_TI_Connection", Severity::Error, Kind::Operation),
    ("EC_No_VPN_SIS_Connection", Severity::Error, Kind::Operation),
    ("EC_No_Online_Connection", Severity::Error, Kind::Operation),
    ("EC_Connector_Software_Out_Of_Date", Severity::Info, Kind::Operation),
    ("EC_FW_Update_Available", Severity::Info, Kind::Operation),
    ("EC_FW_Not_Valid_Status_Blocked", Severity::Fatal, Kind::Security),
    ("EC_NK_Certificate_Expiring", Severity::Warning, Kind::Operation),
    ("EC_NK_Certificate_Expired", Severity::Error, Kind::Operation),
    ("EC_Time_Sync_Not_Successful", Severity::Info, Kind::Operation),
    ("EC_LOG_OVERFLOW", Severity::Warning, Kind::Operation),
    ("EC_Software_Integrity_Check_Failed", Severity::Fatal, Kind::Security),
    ("EC_Random_Generator_Not_Reliable", Severity::Fatal, Kind::Security),
    ("EC_Secure_KeyStore_Not_Available", Severity::Fatal, Kind::Security),
    ("EC_Firewall_Not_Reliable", Severity::Fatal, Kind::Security),
];

/// Every known condition with its value, and whatever else is present.
pub(super) fn all(present: &BTreeSet<String>) -> Vec<State> {
    let mut states: Vec<State> = KNOWN
        .iter()
        .map(|(condition, severity, kind)| State {
            condition: (*condition).to_owned(),
            severity: *severity,
            kind: *kind,
            present: present.contains(*condition),
        })
        .collect();
    let other = present.iter().filter(|name| !KNOWN.iter().any(|(known, _, _)| known == name));
    states.extend(other.map(|condition| State {
        condition: condition.clone(),
        severity: Severity::Warning,
        kind: Kind::Infrastructure,
        present: true,
    }));
    states
}

/// Whether a state is present in which most operations are refused.
pub(super) fn is_critical(present: &BTreeSet<String>) -> bool {
    KNOWN.iter().any(|(condition, severity, kind)| {
        *severity == Severity::Fatal && *kind == Kind::Security && present.contains(*condition)
    })
}
