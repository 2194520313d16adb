//! The word for a state and the next step, after the table in SCREENS 2.4.

use super::shape::Beyond;
use super::{Language, Shape, Words};
use crate::domain::health::{Health, Missing, Urgency};
use crate::domain::identity::Plane;
use crate::domain::snapshot::{AccountView, ConnectorView, Pause};

impl Language {
    /// The word for a set of secrets.
    pub const fn plane(self, plane: Plane) -> &'static str {
        match (self, plane) {
            (Self::German, Plane::Management) => "Konnektor-Wartung",
            (Self::German, Plane::Client) => "Kartenzugriff",
            (Self::English, Plane::Management) => "Connector maintenance",
            (Self::English, Plane::Client) => "Card access",
        }
    }

    /// A rolled-out account that nobody has set up here.
    pub(super) const fn set_up_awaited(self) -> &'static str {
        match self {
            Self::German => "Einrichtung durch Ihre IT-Betreuung steht noch aus",
            Self::English => "your IT support has still to set this up",
        }
    }

    /// What a set of secrets is for, as an explanation beside its word.
    pub const fn plane_explained(self, plane: Plane) -> &'static str {
        match (self, plane) {
            (Self::German, Plane::Management) => {
                "Anmeldung an der Weboberfläche; in x.concept unter Zugangsdaten"
            }
            (Self::German, Plane::Client) => "CardManager und Praxissoftware, Karten einlesen",
            (Self::English, Plane::Management) => {
                "login to the web interface; in x.concept under Zugangsdaten"
            }
            (Self::English, Plane::Client) => "CardManager and practice software, reading cards",
        }
    }
}

impl Words {
    /// The state of an account in words: "abgelehnt", "zuletzt bestätigt vor 3 Stunden".
    pub fn state(&self, connector: &ConnectorView, account: &AccountView) -> String {
        if is_awaited(connector, account) {
            return self.language.set_up_awaited().to_owned();
        }
        let beyond = Shape::of(connector, account).beyond_health();
        match (self.language, beyond) {
            (Language::German, Some(Beyond::Away)) => "nicht im Praxisnetz".to_owned(),
            (Language::English, Some(Beyond::Away)) => "not in the practice's network".to_owned(),
            (Language::German, Some(Beyond::TaskOpen)) => "in x.concept noch eintragen".to_owned(),
            (Language::English, Some(Beyond::TaskOpen)) => {
                "still to be entered in x.concept".to_owned()
            }
            (Language::German | Language::English, Some(Beyond::Stale)) => {
                self.last_proven(account)
            }
            (Language::German, Some(Beyond::OnlineCheckOff)) => "Onlineprüfung: nie".to_owned(),
            (Language::English, Some(Beyond::OnlineCheckOff)) => "online check: never".to_owned(),
            (Language::German | Language::English, Some(Beyond::Expiring)) => {
                match &account.expires {
                    Some(expires) => self.expiry(expires),
                    None => self.language.health(&account.health),
                }
            }
            (Language::German | Language::English, None) => self.language.health(&account.health),
        }
    }

    /// The state with its times: "abgelehnt um 08:12 · zuletzt angenommen gestern, 18:02".
    pub fn state_with_times(&self, connector: &ConnectorView, account: &AccountView) -> String {
        let mut text = self.state(connector, account);
        let troubled = account.health.urgency() >= Urgency::Waiting;
        let is_expiring = Shape::of(connector, account) == Shape::Expiring;
        if let (true, Some(since)) = (troubled, account.since) {
            text = format!("{text} {}", self.at(since));
        }
        match (troubled, account.accepted) {
            (true, Some(accepted)) => {
                let accepted = self.moment(accepted);
                match self.language {
                    Language::German => format!("{text} · zuletzt angenommen {accepted}"),
                    Language::English => format!("{text} · last accepted {accepted}"),
                }
            }
            (false, Some(accepted))
                if account.health == Health::Proven && !account.stale && !is_expiring =>
            {
                format!("{text} {}", self.ago(accepted))
            }
            (true | false, Some(_) | None) => text,
        }
    }

    /// The state of the pause: "Pause bis 22:00", with its reason where there is one.
    pub fn paused(&self, pause: &Pause) -> String {
        let until = self.until(pause.until);
        let text = match self.language {
            Language::German => format!("Pause bis {until}"),
            Language::English => format!("Paused until {until}"),
        };
        match pause.reason.trim() {
            "" => text,
            reason => format!("{text} ({reason})"),
        }
    }

    fn last_proven(&self, account: &AccountView) -> String {
        match (self.language, account.accepted) {
            (Language::German, Some(at)) => format!("zuletzt bestätigt {}", self.ago(at)),
            (Language::German, None) => "lange nicht bestätigt".to_owned(),
            (Language::English, Some(at)) => format!("last confirmed {}", self.ago(at)),
            (Language::English, None) => "not confirmed for a long time".to_owned(),
        }
    }
}

impl Language {
    /// The word for a state of health, whatever else is known of the account.
    pub fn health(self, health: &Health) -> String {
        match self {
            Self::German => german(health),
            Self::English => english(health),
        }
    }

    /// The next step that a state asks for; none where nothing is to do.
    pub const fn next_step(
        self,
        connector: &ConnectorView,
        account: &AccountView,
    ) -> Option<&'static str> {
        match Shape::of(connector, account) {
            Shape::TaskOpen => Some(match self {
                Self::German => "Aufgabe öffnen",
                Self::English => "Open the task",
            }),
            Shape::Expiring => Some(match self {
                Self::German => "Passwort am Konnektor ändern",
                Self::English => "Change the password on the connector",
            }),
            Shape::Away | Shape::Stale | Shape::Proven | Shape::Checking | Shape::Paused => None,
            Shape::Refused
            | Shape::ChangeDemanded
            | Shape::Locked
            | Shape::Unreachable
            | Shape::Unclear
            | Shape::CertificateChanged
            | Shape::Unverifiable
            | Shape::Disagreement
            | Shape::KeyringUnavailable
            | Shape::WatchedElsewhere
            | Shape::NotSetUp => self.step_of(&account.health),
        }
    }

    /// The next step that a state of health asks for.
    pub const fn step_of(self, health: &Health) -> Option<&'static str> {
        Some(match (self, health) {
            (Self::German | Self::English, Health::Checking | Health::Proven) => return None,
            (Self::German | Self::English, Health::WatchedElsewhere(_)) => return None,
            (Self::German, Health::Refused(_)) => "Geändertes Passwort eintragen",
            (Self::English, Health::Refused(_)) => "Enter the changed password",
            (Self::German, Health::ChangeDemanded(_)) => "Passwort am Konnektor ändern",
            (Self::English, Health::ChangeDemanded(_)) => "Change the password on the connector",
            (Self::German, Health::Locked) => "Was tun?",
            (Self::English, Health::Locked) => "What to do?",
            (Self::German, Health::Unreachable(_) | Health::Unclear(_)) => "Verbindung testen",
            (Self::English, Health::Unreachable(_) | Health::Unclear(_)) => "Test the connection",
            (Self::German, Health::Untrusted(_)) => "Zertifikat prüfen",
            (Self::English, Health::Untrusted(_)) => "Check the certificate",
            (Self::German, Health::Unverifiable(_)) => "Warum?",
            (Self::English, Health::Unverifiable(_)) => "Why?",
            (Self::German, Health::Disagreement) => "Passwort auswählen",
            (Self::English, Health::Disagreement) => "Choose the password",
            (Self::German, Health::KeyringUnavailable(_) | Health::StoreUnavailable) => "Anleitung",
            (Self::English, Health::KeyringUnavailable(_) | Health::StoreUnavailable) => {
                "Instructions"
            }
            (Self::German, Health::ContextWrong(_) | Health::NotSetUp(Missing::Context)) => {
                "Konnektor-Konfiguration prüfen"
            }
            (Self::English, Health::ContextWrong(_) | Health::NotSetUp(Missing::Context)) => {
                "Check the connector configuration"
            }
            (Self::German, Health::NotSetUp(Missing::Trust)) => "Zertifikat prüfen",
            (Self::English, Health::NotSetUp(Missing::Trust)) => "Check the certificate",
            (Self::German, Health::NotSetUp(Missing::Password | Missing::Watcher)) => "Einrichten",
            (Self::English, Health::NotSetUp(Missing::Password | Missing::Watcher)) => "Set up",
        })
    }
}

fn german(health: &Health) -> String {
    match health {
        Health::Checking => "wird geprüft".to_owned(),
        Health::Proven => "bestätigt".to_owned(),
        Health::ContextWrong(code) => {
            format!("Passwort stimmt, Mandant oder Arbeitsplatz nicht (Fehler {code})")
        }
        Health::Refused(_) => "abgelehnt".to_owned(),
        Health::ChangeDemanded(_) => "Konnektor verlangt ein neues Passwort".to_owned(),
        Health::Locked => "gesperrt".to_owned(),
        Health::Unclear(_) => "Antwort unklar, nicht gewertet".to_owned(),
        Health::Unreachable(_) => "nicht erreichbar".to_owned(),
        Health::Untrusted(_) => "neues Zertifikat".to_owned(),
        Health::Unverifiable(_) => "Konnektor prüft das Passwort nicht".to_owned(),
        Health::Disagreement => "gespeicherte Angaben widersprechen sich".to_owned(),
        Health::KeyringUnavailable(_) => "Passwortspeicher nicht lesbar".to_owned(),
        Health::StoreUnavailable => "Aufzeichnungen nicht lesbar oder nicht schreibbar".to_owned(),
        Health::WatchedElsewhere(machine) => format!("überwacht an {machine}"),
        Health::NotSetUp(_) => "noch nicht eingerichtet".to_owned(),
    }
}

fn english(health: &Health) -> String {
    match health {
        Health::Checking => "being checked".to_owned(),
        Health::Proven => "confirmed".to_owned(),
        Health::ContextWrong(code) => {
            format!("password right, Mandant or Arbeitsplatz wrong (error {code})")
        }
        Health::Refused(_) => "refused".to_owned(),
        Health::ChangeDemanded(_) => "connector demands a new password".to_owned(),
        Health::Locked => "locked".to_owned(),
        Health::Unclear(_) => "answer unclear, not counted".to_owned(),
        Health::Unreachable(_) => "unreachable".to_owned(),
        Health::Untrusted(_) => "new certificate".to_owned(),
        Health::Unverifiable(_) => "connector does not check the password".to_owned(),
        Health::Disagreement => "stored data contradict each other".to_owned(),
        Health::KeyringUnavailable(_) => "password store not readable".to_owned(),
        Health::StoreUnavailable => "records not readable or not writable".to_owned(),
        Health::WatchedElsewhere(machine) => format!("watched on {machine}"),
        Health::NotSetUp(_) => "not set up yet".to_owned(),
    }
}

/// Whether the service provider has still to set up an account that was rolled out.
pub(super) const fn is_awaited(connector: &ConnectorView, account: &AccountView) -> bool {
    connector.rolled_out && matches!(account.health, Health::NotSetUp(_))
}
