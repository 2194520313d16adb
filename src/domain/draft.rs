//! The Konnektor-Konfiguration as a person types it: texts, and all their mistakes at once.
//!
//! Hides how typed texts become a profile: a pasted URL is taken apart, an identifier is made of the name,
//! what no field shows (device, pins, attempt limits) comes from the profile of before. What is wrong is a
//! value; its words are in `text::draft`.

mod read;

use super::device::Vendor;
use super::identity::{AccountRef, ConnectorId, MachineName, Plane};
use super::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck,
    Pins,
};

/// The CardManager's four choices of "Verschlüsselung".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EncryptionChoice {
    /// Plain HTTP.
    None,
    /// TLS.
    Tls,
    /// TLS with user name and password.
    #[default]
    TlsPassword,
    /// TLS with a client certificate.
    TlsCertificate,
}

impl EncryptionChoice {
    /// All of them, in the CardManager's order.
    pub const ALL: [Self; 4] = [Self::None, Self::Tls, Self::TlsPassword, Self::TlsCertificate];

    /// The choice that a profile made.
    pub const fn of(encryption: &Encryption) -> Self {
        match encryption {
            Encryption::None => Self::None,
            Encryption::Tls => Self::Tls,
            Encryption::TlsPassword => Self::TlsPassword,
            Encryption::TlsCertificate { .. } => Self::TlsCertificate,
        }
    }
}

/// One account as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDraft {
    /// The set of secrets.
    pub plane: Plane,
    /// The user name.
    pub user: String,
    /// The time between two checks: `5` or `5 min`, `90 s`, `2 h`.
    pub interval: String,
    /// The machine that watches it (SAFETY S6); none: nobody.
    pub watched_on: Option<MachineName>,
    /// The device's limit of attempts.
    pub limit: AttemptLimit,
}

/// The fields of the Konnektor-Konfiguration as a person typed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    identity: Identity,
    /// "Name".
    pub name: String,
    /// "IP-Adresse": host, `host:port` or a pasted URL.
    pub address: String,
    /// "PVS-Port".
    pub port: String,
    /// The port of web UI and REST.
    pub management_port: String,
    /// "Timeout in Sekunden".
    pub timeout: String,
    /// "Onlineprüfung".
    pub online_check: OnlineCheck,
    /// "Verschlüsselung".
    pub encryption: EncryptionChoice,
    /// The client certificate's file; read with the fourth encryption only.
    pub certificate_file: String,
    /// "CardService Version".
    pub card_service: CardServiceVersion,
    /// "Benutzername", on both planes.
    pub accounts: Vec<AccountDraft>,
    /// The Mandant; the three parts of the call context are typed all or none.
    pub mandant: String,
    /// The Clientsystem.
    pub clientsystem: String,
    /// The Arbeitsplatz.
    pub arbeitsplatz: String,
    /// The vendor, detected or chosen.
    pub vendor: Vendor,
}

/// Whose draft it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Identity {
    Known(ConnectorId),
    /// The identifiers that a new one must differ from.
    New(Vec<ConnectorId>),
}

/// A field that a mistake or a warning belongs to; accounts by their place in [`Draft::accounts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// [`Draft::name`].
    Name,
    /// [`Draft::address`].
    Address,
    /// [`Draft::port`].
    Port,
    /// [`Draft::management_port`].
    ManagementPort,
    /// [`Draft::timeout`].
    Timeout,
    /// [`Draft::encryption`].
    Encryption,
    /// [`Draft::certificate_file`].
    CertificateFile,
    /// [`Draft::mandant`].
    Mandant,
    /// [`Draft::clientsystem`].
    Clientsystem,
    /// [`Draft::arbeitsplatz`].
    Arbeitsplatz,
    /// [`Draft::accounts`] as a whole.
    Accounts,
    /// [`AccountDraft::user`].
    User(usize),
    /// [`AccountDraft::interval`].
    Interval(usize),
}

/// Why a typed text is not acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing, or blanks only.
    Empty,
    /// More characters than the field holds.
    TooLong {
        /// The most that are allowed.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// A line break, a tab or another character that cannot be seen.
    Control,
    /// A character that this field cannot hold.
    Character(char),
    /// Four numbers that are no IPv4 address, or colons that are no IPv6 address.
    IpAddress,
    /// Neither an IP address nor a host name.
    HostName,
    /// The port within the address is no number from 1 to 65535.
    PortOfAddress,
    /// Something else than digits.
    NotANumber,
    /// A port that is not 1 to 65535.
    PortRange,
    /// A time limit that is not 1 to 120 seconds.
    TimeoutRange,
    /// Neither a number of minutes nor a number with `s`, `min` or `h`.
    NotASpan,
    /// An interval that is not 1 minute to 24 hours.
    IntervalRange,
    /// The same account stands in an earlier line.
    Twice,
    /// Another part of the call context is filled in, this one is not.
    ContextPart,
    /// Services and web interface cannot share a port.
    SamePort,
}

/// What is acceptable and still worth a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Another address than before: a stored password goes there only over the confirmed certificate.
    AnotherAddress,
    /// Another port of this plane than before.
    AnotherPort(Plane),
    /// The port of the address counts for this plane.
    PortOfAddress(Plane, u16),
    /// The account is new: its password has to be entered.
    NewAccount(AccountRef),
    /// The account is not watched any more; its password stays stored until somebody deletes it.
    AccountLeft(AccountRef),
    /// Plain HTTP never carries a password.
    Plain,
    /// The encryption carries no password, so that the client plane's users are not proven.
    NoPassword,
    /// Without call context the client plane cannot be proven.
    NoContext,
    /// No account is watched.
    NoAccount,
}

/// A draft that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The profile; none while there is a mistake.
    pub profile: Option<ConnectorProfile>,
    /// All mistakes, in the fields' order.
    pub mistakes: Vec<(Field, Mistake)>,
    /// What is worth a word, in the fields' order.
    pub warnings: Vec<(Field, Warning)>,
}

impl Checked {
    /// The mistake of one field.
    pub fn mistake(&self, field: Field) -> Option<Mistake> {
        self.mistakes.iter().find(|(of, _)| *of == field).map(|(_, mistake)| *mistake)
    }
}

impl AccountDraft {
    /// An account that has no name yet, with the plane's usual interval.
    pub fn new(plane: Plane, watched_on: Option<MachineName>) -> Self {
        Self {
            plane,
            user: String::new(),
            interval: read::span_text(AccountProfile::default_interval(plane)),
            watched_on,
            limit: AttemptLimit::default(),
        }
    }
}

impl Draft {
    /// A new connector with the usual values and without accounts. Its identifier is made of its name and
    /// differs from those `taken`.
    pub fn new(taken: impl IntoIterator<Item = ConnectorId>) -> Self {
        let vendor = Vendor::default();
        Self {
            identity: Identity::New(taken.into_iter().collect()),
            name: String::new(),
            address: String::new(),
            port: ConnectorProfile::PORT.to_string(),
            management_port: vendor.management_port().to_string(),
            timeout: ConnectorProfile::TIMEOUT.as_secs().to_string(),
            online_check: OnlineCheck::default(),
            encryption: EncryptionChoice::default(),
            certificate_file: String::new(),
            card_service: CardServiceVersion::default(),
            accounts: Vec::new(),
            mandant: String::new(),
            clientsystem: String::new(),
            arbeitsplatz: String::new(),
            vendor,
        }
    }

    /// The texts of a profile; reading them again gives the same profile.
    pub fn of(profile: &ConnectorProfile) -> Self {
        let file = match &profile.encryption {
            Encryption::TlsCertificate { file } => file.clone(),
            Encryption::None | Encryption::Tls | Encryption::TlsPassword => String::new(),
        };
        let account = |account: &AccountProfile| AccountDraft {
            plane: account.plane,
            user: account.user.as_str().to_owned(),
            interval: read::span_text(account.interval),
            watched_on: account.watched_on.clone(),
            limit: account.limit,
        };
        let context = profile.context.as_ref();
        Self {
            identity: Identity::Known(profile.id.clone()),
            name: profile.name.clone(),
            address: profile.host.to_string(),
            port: profile.port.to_string(),
            management_port: profile.management_port.to_string(),
            timeout: profile.timeout.as_secs().to_string(),
            online_check: profile.online_check,
            encryption: EncryptionChoice::of(&profile.encryption),
            certificate_file: file,
            card_service: profile.card_service,
            accounts: profile.accounts.iter().map(account).collect(),
            mandant: context.map(|all| all.mandant.to_string()).unwrap_or_default(),
            clientsystem: context.map(|all| all.clientsystem.to_string()).unwrap_or_default(),
            arbeitsplatz: context.map(|all| all.arbeitsplatz.to_string()).unwrap_or_default(),
            vendor: profile.vendor,
        }
    }

    /// The identifier: that of the profile, or a new one of `a-z`, `0-9` and hyphens made of the name.
    pub fn id(&self) -> ConnectorId {
        match &self.identity {
            Identity::Known(id) => id.clone(),
            Identity::New(taken) => read::unused(&ConnectorId::from_name(&self.name), taken),
        }
    }

    /// Moves a port that stands in the address into its own field: a page does it when the address field
    /// is left. An address that cannot be read stays as it is.
    pub fn take_address_apart(&mut self) {
        let Ok(address) = read::address(&self.address) else { return };
        self.address = address.host.to_string();
        match address.port.map(|port| (read::plane_of_port(port), port)) {
            Some((Plane::Client, port)) => self.port = port.to_string(),
            Some((Plane::Management, port)) => self.management_port = port.to_string(),
            None => {}
        }
    }

    /// Takes over a detected vendor, and its management port where the field still has another vendor's
    /// usual one.
    pub fn take_vendor(&mut self, vendor: Vendor) {
        if self.management_port.trim() == self.vendor.management_port().to_string() {
            self.management_port = vendor.management_port().to_string();
        }
        self.vendor = vendor;
    }

    /// Reads everything. `previous` is the profile that would be replaced: device and pins come from it,
    /// and what differs from it is worth a warning.
    pub fn checked(&self, previous: Option<&ConnectorProfile>) -> Checked {
        read::all(self, previous)
    }
}

#[cfg(test)]
mod tests;
