//! The connector configuration in words, with the CardManager's labels.

use std::time::Duration;

use crate::domain::device::Pin;
use crate::domain::identity::Plane;
use crate::domain::profile::{
    AccountProfile, CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck,
};
use crate::store::config::Origin;
use crate::text::Language;

impl Language {
    /// The lines of one connector.
    pub fn profile_lines(self, profile: &ConnectorProfile, origin: Origin) -> Vec<String> {
        let mut lines = vec![format!("{}  [{}]", profile.name, profile.id)];
        let mut add = |label: &str, value: String| lines.push(format!("  {label:<22} {value}"));
        let none = || self.of("nicht bestätigt", "not confirmed").to_owned();
        add(self.of("Adresse", "Address"), profile.host.to_string());
        add(self.of("PVS-Port", "PVS port"), profile.port.to_string());
        add(
            self.of("Port der Weboberfläche", "Web interface port"),
            profile.management_port.to_string(),
        );
        add(self.of("Hersteller", "Vendor"), profile.vendor.as_str().to_owned());
        add(self.of("Onlineprüfung", "Online check"), self.online_check(profile.online_check));
        add(self.of("Verschlüsselung", "Encryption"), self.encryption(&profile.encryption));
        let card_service = match profile.card_service {
            CardServiceVersion::Auto => "AUTO".to_owned(),
            version @ CardServiceVersion::Exactly(..) => version.to_string(),
        };
        add("CardService Version", card_service);
        if let Some(context) = &profile.context {
            add("Mandant", context.mandant.to_string());
            add("Clientsystem", context.clientsystem.to_string());
            add("Arbeitsplatz", context.arbeitsplatz.to_string());
        }
        add(self.of("Zeitgrenze", "Time limit"), span(profile.timeout));
        for plane in [Plane::Client, Plane::Management] {
            let label = match self {
                Self::German => format!("Zertifikat Port {}", profile.port_of(plane)),
                Self::English => format!("Certificate port {}", profile.port_of(plane)),
            };
            add(&label, profile.pins.of(plane).map_or_else(none, pin));
        }
        add(self.of("Angaben aus", "Defined in"), self.origin(origin).to_owned());
        for account in &profile.accounts {
            let (label, value) = self.account_line(account);
            add(&label, value);
        }
        lines
    }

    /// The line of one connector in a list.
    pub fn profile_line(self, profile: &ConnectorProfile) -> String {
        let accounts: Vec<String> = profile
            .accounts
            .iter()
            .map(|account| format!("{} ({})", account.user, self.plane(account.plane)))
            .collect();
        let accounts = match accounts.is_empty() {
            true => self.of("kein Zugang", "no account").to_owned(),
            false => accounts.join(", "),
        };
        format!(
            "{:<16} {}  {}:{}  {accounts}",
            profile.id, profile.name, profile.host, profile.port
        )
    }

    /// Nothing is set up.
    pub const fn no_profile(self) -> &'static str {
        self.of(
            "Noch kein Konnektor eingerichtet. Nächster Schritt: konnektorwart profile add NAME ADRESSE",
            "No connector is set up yet. Next step: konnektorwart profile add NAME ADDRESS",
        )
    }

    /// A connector was added.
    pub fn profile_added(self, id: &str) -> String {
        match self {
            Self::German => {
                format!("Hinzugefügt als „{id}“. Nächster Schritt: konnektorwart trust {id}")
            }
            Self::English => format!("Added as “{id}”. Next step: konnektorwart trust {id}"),
        }
    }

    /// Settings were changed.
    pub const fn profile_changed(self) -> &'static str {
        self.of("Geändert.", "Changed.")
    }

    /// One setting with its value; `locked` if the policy fixes it.
    pub fn setting_line(self, key: &str, value: &str, locked: bool) -> String {
        let note = match (self, locked) {
            (Self::German | Self::English, false) => "",
            (Self::German, true) => "  (Vorgabe der IT-Betreuung)",
            (Self::English, true) => "  (fixed by the IT support)",
        };
        format!("{key:<26} {value}{note}")
    }

    /// The question before a connector is removed.
    pub fn remove_question(self, name: &str) -> String {
        match self {
            Self::German => format!(
                "„{name}“ aus der Konfiguration entfernen? Gespeicherte Passwörter bleiben erhalten. [j/n] "
            ),
            Self::English => {
                format!("Remove “{name}” from the configuration? Stored passwords are kept. [y/n] ")
            }
        }
    }

    /// The question before the passwords of one account are deleted.
    pub fn purge_question(self, account: &str) -> String {
        match self {
            Self::German => format!(
                "Alle gespeicherten Passwörter und die Aufzeichnungen von {account} löschen? Das lässt \
                 sich nicht rückgängig machen. Zum Bestätigen den Zugang ganz eingeben: "
            ),
            Self::English => format!(
                "Delete all stored passwords and the records of {account}? This cannot be undone. Type the \
                 account in full to confirm: "
            ),
        }
    }

    /// A connector was removed; these accounts' passwords were deleted.
    pub fn profile_removed(self, deleted: &[String]) -> String {
        let list = deleted.join(", ");
        match (self, deleted.is_empty()) {
            (Self::German, true) => "Entfernt. Gespeicherte Passwörter sind erhalten.".to_owned(),
            (Self::German, false) => format!("Entfernt. Gelöscht: Passwörter von {list}."),
            (Self::English, true) => "Removed. Stored passwords are kept.".to_owned(),
            (Self::English, false) => format!("Removed. Deleted: passwords of {list}."),
        }
    }

    /// Something that was ignored in the settings.
    pub fn ignored(self, notice: &crate::store::config::Notice) -> String {
        use crate::store::config::Notice;
        match (self, notice) {
            (Self::German, Notice::NotAdministratorsOnly(path)) => format!(
                "{} wird nicht beachtet: Dort darf nicht nur Ihre IT-Betreuung schreiben.",
                path.display()
            ),
            (Self::English, Notice::NotAdministratorsOnly(path)) => {
                format!("{} is ignored: not only administrators may write there.", path.display())
            }
            (Self::German, Notice::Unreadable(path)) => {
                format!("{} ist nicht lesbar und wird nicht beachtet.", path.display())
            }
            (Self::English, Notice::Unreadable(path)) => {
                format!("{} cannot be read and is ignored.", path.display())
            }
            (Self::German, Notice::AddressIgnored(id)) => format!(
                "Die vorgegebene Adresse von „{id}“ wird nicht beachtet: Für das Gerät ist hier schon ein \
                 Passwort gespeichert."
            ),
            (Self::English, Notice::AddressIgnored(id)) => format!(
                "The proposed address of “{id}” is ignored: a password for that device is stored here."
            ),
            (Self::German, Notice::PolicyOnly { file, key }) => {
                format!(
                    "„{key}“ in {file} wird nicht beachtet: Das gilt nur als Vorgabe der IT-Betreuung."
                )
            }
            (Self::English, Notice::PolicyOnly { file, key }) => {
                format!("“{key}” in {file} is ignored: it counts in the policy only.")
            }
            (Self::German, Notice::NoSuchGroup(group)) => format!(
                "Die Gruppe „{group}“ gibt es hier nicht: Niemand an diesem Rechner kann etwas ändern. \
                 Nächster Schritt: Ihre IT-Betreuung legt sie an oder ändert die Vorgabe."
            ),
            (Self::English, Notice::NoSuchGroup(group)) => format!(
                "The group “{group}” does not exist here: nobody on this computer can change anything. \
                 Next step: your IT support creates it or changes the policy."
            ),
            (Self::German, Notice::GroupUnknown(group)) => format!(
                "Ob Sie zur Gruppe „{group}“ gehören, ist gerade nicht festzustellen; deshalb können Sie \
                 hier nichts ändern. Nächster Schritt: Melden Sie sich neu an oder fragen Sie Ihre \
                 IT-Betreuung."
            ),
            (Self::English, Notice::GroupUnknown(group)) => format!(
                "Whether you are in the group “{group}” cannot be found out, so you cannot change anything \
                 here. Next step: log on again or ask your IT support."
            ),
            (Self::German, Notice::KeyIgnored { connector: _, key }) => {
                format!("„{key}“ wird in der Datei für alle Benutzer nicht beachtet.")
            }
            (Self::English, Notice::KeyIgnored { connector: _, key }) => {
                format!("“{key}” is ignored in the file for all users.")
            }
        }
    }

    fn account_line(self, account: &AccountProfile) -> (String, String) {
        let watched = match (&account.watched_on, self) {
            (Some(machine), Self::German) => format!("überwacht an {machine}"),
            (Some(machine), Self::English) => format!("watched on {machine}"),
            (None, Self::German) => "kein Rechner überwacht".to_owned(),
            (None, Self::English) => "no computer watches it".to_owned(),
        };
        let (every, attempts) = (span(account.interval), account.limit.attempts());
        let value = match self {
            Self::German => {
                format!(
                    "{}: {watched}, alle {every}, Sperre nach {attempts} Versuchen",
                    account.user
                )
            }
            Self::English => {
                format!(
                    "{}: {watched}, every {every}, lock after {attempts} attempts",
                    account.user
                )
            }
        };
        (self.plane(account.plane).to_owned(), value)
    }

    fn online_check(self, choice: OnlineCheck) -> String {
        match choice {
            OnlineCheck::Always => self.of("immer", "always"),
            OnlineCheck::OnDemand => self.of("bei Bedarf", "on demand"),
            OnlineCheck::Never => self.of("nie", "never"),
        }
        .to_owned()
    }

    fn encryption(self, encryption: &Encryption) -> String {
        match (self, encryption) {
            (Self::German, Encryption::None) => "keine".to_owned(),
            (Self::German, Encryption::Tls) => "TLS ohne Anmeldung".to_owned(),
            (Self::German, Encryption::TlsPassword) => "TLS mit Passwort".to_owned(),
            (Self::German, Encryption::TlsCertificate { file }) => {
                format!("TLS mit Zertifikat ({file})")
            }
            (Self::English, Encryption::None) => "none".to_owned(),
            (Self::English, Encryption::Tls) => "TLS without login".to_owned(),
            (Self::English, Encryption::TlsPassword) => "TLS with password".to_owned(),
            (Self::English, Encryption::TlsCertificate { file }) => {
                format!("TLS with certificate ({file})")
            }
        }
    }

    const fn origin(self, origin: Origin) -> &'static str {
        match (self, origin) {
            (Self::German, Origin::Default) => "Voreinstellung",
            (Self::German, Origin::System) => "Einstellungen für alle Benutzer",
            (Self::German, Origin::User) => "eigene Einstellungen",
            (Self::German, Origin::Policy) => "Vorgabe der IT-Betreuung",
            (Self::English, Origin::Default) => "default",
            (Self::English, Origin::System) => "settings for all users",
            (Self::English, Origin::User) => "own settings",
            (Self::English, Origin::Policy) => "policy",
        }
    }
}

fn pin(pin: &Pin) -> String {
    match pin {
        Pin::Certificate(fingerprint) => fingerprint.grouped(),
        Pin::Authority { authority, subject } => format!("CA {} / {subject}", authority.grouped()),
        Pin::PublicKey(fingerprint) => format!("SPKI {}", fingerprint.grouped()),
    }
}

/// `5s`, `30m`, `24h`.
fn span(span: Duration) -> String {
    match span.as_secs() {
        seconds if seconds % 3600 == 0 => format!("{}h", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}
