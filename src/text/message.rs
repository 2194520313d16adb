//! A state explained in three parts: what happened, what it means for the practice, the next step.

use std::fmt;

use super::Language;
use crate::domain::health::{Health, KeyringTrouble, Missing};
use crate::domain::probe::{ChangeReason, Refusal, Unverifiable};

/// What a person is told about a trouble; each part is one or two whole sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened.
    pub what: String,
    /// What it means for the practice.
    pub meaning: String,
    /// The one next step.
    pub next: String,
}

impl Message {
    pub(super) fn new(what: impl Into<String>, meaning: &str, next: &str) -> Self {
        Self { what: what.into(), meaning: meaning.to_owned(), next: next.to_owned() }
    }
}

impl fmt::Display for Message {
    /// The three parts, one after the other.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.what, self.meaning, self.next)
    }
}

impl Language {
    /// Explains a state of health; none where there is nothing to explain.
    pub fn explained(self, health: &Health) -> Option<Message> {
        Some(match health {
            Health::Checking | Health::Proven => return None,
            Health::ContextWrong(code) => self.context_wrong(*code),
            Health::Refused(refusal) => self.refusal(*refusal),
            Health::ChangeDemanded(reason) => self.refusal(Refusal::ChangeDemanded(*reason)),
            Health::Locked => self.locked(),
            Health::Unclear(doubt) => self.doubt(doubt),
            Health::Unreachable(why) => self.unreached(why),
            Health::Untrusted(seen) => self.untrusted(&seen.grouped()),
            Health::Unverifiable(why) => self.unverifiable(*why),
            Health::Disagreement => self.disagreement(),
            Health::KeyringUnavailable(trouble) => self.keyring(*trouble),
            Health::StoreUnavailable => self.store_unavailable(),
            Health::WatchedElsewhere(machine) => self.watched_elsewhere(machine.as_str()),
            Health::NotSetUp(missing) => self.missing(*missing),
        })
    }

    /// Explains a refusal.
    pub fn refusal(self, refusal: Refusal) -> Message {
        match (self, refusal) {
            (Self::German, Refusal::Credential(status)) => Message::new(
                format!(
                    "Der Konnektor hat das gespeicherte Passwort abgelehnt (Antwort {status})."
                ),
                "Es wurde vermutlich am Konnektor geändert. Es wird nicht weiter versucht, damit der \
                 Zugang nicht gesperrt wird.",
                "Tragen Sie das geänderte Passwort ein.",
            ),
            (Self::English, Refusal::Credential(status)) => Message::new(
                format!("The connector refused the stored password (answer {status})."),
                "It was probably changed on the connector. No further attempt is made, so that the \
                 account is not locked.",
                "Enter the changed password.",
            ),
            (Self::German, Refusal::ClientsystemUnknown) => Message::new(
                "Der Konnektor hat Benutzername, Passwort oder Clientsystem abgelehnt (Fehler 4204).",
                "Eines davon stimmt nicht mit dem Konnektor überein. Es wird nicht weiter versucht, \
                 damit der Zugang nicht gesperrt wird.",
                "Tragen Sie das geänderte Passwort ein, oder prüfen Sie das Clientsystem in der \
                 Konnektor-Konfiguration.",
            ),
            (Self::English, Refusal::ClientsystemUnknown) => Message::new(
                "The connector refused user name, password or Clientsystem (error 4204).",
                "One of them does not match the connector. No further attempt is made, so that the \
                 account is not locked.",
                "Enter the changed password, or check the Clientsystem in the connector configuration.",
            ),
            (Self::German, Refusal::Reported) => Message::new(
                "Bei jemand anderem an diesem Rechner wurde ein Passwort für diesen Zugang abgelehnt.",
                "Von hier aus wurde nichts gesendet und wird nicht weiter versucht, damit der Zugang \
                 nicht gesperrt wird.",
                "Tragen Sie das Passwort ein, das jetzt am Konnektor gilt.",
            ),
            (Self::English, Refusal::Reported) => Message::new(
                "A password for this account was refused for somebody else on this computer.",
                "Nothing was sent from here, and no attempt is made, so that the account is not locked.",
                "Enter the password that is valid on the connector.",
            ),
            (Self::German | Self::English, Refusal::ChangeDemanded(reason)) => {
                self.change_demanded(reason)
            }
            (Self::German | Self::English, Refusal::Locked(_)) => self.locked(),
        }
    }

    fn change_demanded(self, reason: ChangeReason) -> Message {
        let what = match (self, reason) {
            (Self::German, ChangeReason::Initial) => {
                "Das Passwort ist ein Startpasswort; der Konnektor verlangt ein neues."
            }
            (Self::German, ChangeReason::Expired) => {
                "Das Passwort ist abgelaufen; der Konnektor verlangt ein neues."
            }
            (Self::German, ChangeReason::Unknown) => "Der Konnektor verlangt ein neues Passwort.",
            (Self::English, ChangeReason::Initial) => {
                "The password is an initial one; the connector demands a new one."
            }
            (Self::English, ChangeReason::Expired) => {
                "The password has expired; the connector demands a new one."
            }
            (Self::English, ChangeReason::Unknown) => "The connector demands a new password.",
        };
        match self {
            Self::German => Message::new(
                what,
                "Bis dahin gelingt mit diesem Zugang keine Anmeldung.",
                "Ändern Sie das Passwort am Konnektor und tragen Sie es danach hier und in x.concept \
                 ein.",
            ),
            Self::English => Message::new(
                what,
                "Until then no login with this account succeeds.",
                "Change the password on the connector, then enter it here and in x.concept.",
            ),
        }
    }

    fn locked(self) -> Message {
        match self {
            Self::German => Message::new(
                "Der Konnektor hat den Zugang nach zu vielen falschen Passwörtern gesperrt.",
                "Niemand kann sich mit diesem Benutzer anmelden, auch nicht mit dem richtigen \
                 Passwort.",
                "Bitten Sie Ihre IT-Betreuung, den Benutzer in der Konnektor-Weboberfläche zu \
                 entsperren, und tragen Sie danach das geltende Passwort ein.",
            ),
            Self::English => Message::new(
                "The connector has locked the account after too many wrong passwords.",
                "Nobody can log in as this user, not even with the right password.",
                "Ask your IT support to unlock the user in the connector's web interface, then enter \
                 the password that is valid.",
            ),
        }
    }

    fn context_wrong(self, code: u32) -> Message {
        match self {
            Self::German => Message::new(
                format!(
                    "Benutzername und Passwort stimmen, aber der Konnektor kennt Mandant, Clientsystem \
                     oder Arbeitsplatz nicht in dieser Zusammenstellung (Fehler {code})."
                ),
                "Der Zugang ist in Ordnung. Karten einlesen kann ausfallen, wenn in x.concept dieselben \
                 Angaben stehen.",
                "Vergleichen Sie die drei Angaben in der Konnektor-Konfiguration mit denen im \
                 CardManager.",
            ),
            Self::English => Message::new(
                format!(
                    "User name and password are right, but the connector does not know this \
                     combination of Mandant, Clientsystem and Arbeitsplatz (error {code})."
                ),
                "The account is fine. Reading cards may fail if x.concept uses the same values.",
                "Compare the three values in the connector configuration with those in the \
                 CardManager.",
            ),
        }
    }

    fn untrusted(self, seen: &str) -> Message {
        match self {
            Self::German => Message::new(
                format!("Der Konnektor zeigt ein neues Zertifikat. Fingerabdruck: {seen}"),
                "Üblich nach Firmware-Update oder Gerätetausch. Bis zur Bestätigung wird kein Passwort \
                 gesendet; die Überwachung ruht.",
                "Vergleichen Sie den Fingerabdruck, oder fragen Sie Ihre IT-Betreuung.",
            ),
            Self::English => Message::new(
                format!("The connector shows a new certificate. Fingerprint: {seen}"),
                "Usual after a firmware update or a replacement of the device. Until it is confirmed no \
                 password is sent; watching rests.",
                "Compare the fingerprint, or ask your IT support.",
            ),
        }
    }

    fn unverifiable(self, why: Unverifiable) -> Message {
        match (self, why) {
            (Self::German, Unverifiable::NotDemanded) => Message::new(
                "Der Konnektor verlangt für den Kartenzugriff kein Passwort \
                 (Einstellung „Clientsystem-Authentisierung“ ist aus).",
                "Ob das gespeicherte Passwort stimmt, lässt sich nicht feststellen. Karten einlesen \
                 geht trotzdem.",
                "Fragen Sie Ihre IT-Betreuung, ob das so gewollt ist.",
            ),
            (Self::English, Unverifiable::NotDemanded) => Message::new(
                "The connector demands no password for card access (its setting for client \
                 authentication is off).",
                "Whether the stored password is right cannot be found out. Reading cards works anyway.",
                "Ask your IT support whether this is intended.",
            ),
            (Self::German, Unverifiable::NoPassword) => Message::new(
                "Die eingestellte Verschlüsselung verwendet kein Passwort.",
                "Für diesen Zugang gibt es nichts zu prüfen.",
                "Wählen Sie in der Konnektor-Konfiguration „TLS mit Passwort“, wenn der Konnektor eines \
                 verlangt.",
            ),
            (Self::English, Unverifiable::NoPassword) => Message::new(
                "The encryption that is set uses no password.",
                "There is nothing to check for this account.",
                "Choose “TLS with password” in the connector configuration if the connector demands \
                 one.",
            ),
            (Self::German | Self::English, Unverifiable::NoContext) => {
                self.missing(Missing::Context)
            }
        }
    }

    fn disagreement(self) -> Message {
        match self {
            Self::German => Message::new(
                "Passwortspeicher und Aufzeichnungen passen nicht zusammen.",
                "Konnektorwart sendet nichts und ändert nichts, bis klar ist, welches Passwort gilt.",
                "Wählen Sie anhand des Datums das Passwort aus, das am Konnektor gilt, oder tragen Sie \
                 es neu ein.",
            ),
            Self::English => Message::new(
                "Password store and records do not match.",
                "Konnektorwart sends nothing and changes nothing until it is clear which password is \
                 valid.",
                "Choose by its date the password that is valid on the connector, or enter it anew.",
            ),
        }
    }

    /// Explains why the keyring gives nothing.
    pub fn keyring(self, trouble: KeyringTrouble) -> Message {
        let (what, next) = match (self, trouble) {
            (Self::German, KeyringTrouble::Absent) => (
                "Auf diesem Rechner läuft kein Passwortspeicher.",
                "Starten Sie den Passwortspeicher (zum Beispiel den GNOME-Schlüsselbund), oder melden \
                 Sie sich neu an.",
            ),
            (Self::German, KeyringTrouble::Locked) => (
                "Der Passwortspeicher ist verschlossen.",
                "Öffnen Sie ihn mit Ihrem Anmeldepasswort; danach geht es von selbst weiter.",
            ),
            (Self::German, KeyringTrouble::Hung) => (
                "Der Passwortspeicher antwortet nicht.",
                "Melden Sie sich ab und wieder an. Bleibt es dabei, fragen Sie Ihre IT-Betreuung.",
            ),
            (Self::German, KeyringTrouble::Damaged) => (
                "Der Passwortspeicher gibt etwas anderes zurück, als gespeichert wurde.",
                "Tragen Sie das geltende Passwort neu ein. Bleibt es dabei, fragen Sie Ihre \
                 IT-Betreuung.",
            ),
            (Self::English, KeyringTrouble::Absent) => (
                "No password store runs on this computer.",
                "Start the password store (for example the GNOME keyring), or log on again.",
            ),
            (Self::English, KeyringTrouble::Locked) => (
                "The password store is locked.",
                "Unlock it with your log-on password; watching then goes on by itself.",
            ),
            (Self::English, KeyringTrouble::Hung) => (
                "The password store does not answer.",
                "Log off and on again. If that does not help, ask your IT support.",
            ),
            (Self::English, KeyringTrouble::Damaged) => (
                "The password store returns something else than was stored.",
                "Enter the valid password anew. If that does not help, ask your IT support.",
            ),
        };
        let meaning = match self {
            Self::German => {
                "Die Überwachung ruht. x.concept und der Kartenzugriff sind nicht betroffen."
            }
            Self::English => "Watching rests. x.concept and card access are not affected.",
        };
        Message::new(what, meaning, next)
    }

    fn store_unavailable(self) -> Message {
        match self {
            Self::German => Message::new(
                "Die Aufzeichnungen können nicht gelesen oder nicht geschrieben werden.",
                "Ohne sie wird kein Passwort gesendet, damit der Zugang nicht gesperrt wird; die \
                 Überwachung ruht.",
                "Prüfen Sie, ob der Datenträger voll ist; „konnektorwart status“ nennt die Datei.",
            ),
            Self::English => Message::new(
                "The records cannot be read or written.",
                "Without them no password is sent, so that the account is not locked; watching rests.",
                "Check whether the disk is full; “konnektorwart status” names the file.",
            ),
        }
    }

    fn watched_elsewhere(self, machine: &str) -> Message {
        match self {
            Self::German => Message::new(
                format!("Dieser Zugang wird an {machine} überwacht."),
                "Von diesem Rechner aus wird kein Passwort gesendet, damit nicht mehrere Rechner \
                 Anmeldeversuche verbrauchen.",
                "Hier ist nichts zu tun.",
            ),
            Self::English => Message::new(
                format!("This account is watched on {machine}."),
                "No password is sent from this computer, so that several computers do not use up \
                 attempts.",
                "There is nothing to do here.",
            ),
        }
    }

    /// Explains what is missing before an account can be watched.
    pub fn missing(self, missing: Missing) -> Message {
        let (what, next) = match (self, missing) {
            (Self::German, Missing::Trust) => (
                "Das Zertifikat des Konnektors wurde noch nicht bestätigt.",
                "Vergleichen Sie den Fingerabdruck und bestätigen Sie ihn.",
            ),
            (Self::German, Missing::Password) => {
                ("Für diesen Zugang ist kein Passwort gespeichert.", "Tragen Sie das Passwort ein.")
            }
            (Self::German, Missing::Watcher) => (
                "Es ist nicht festgelegt, welcher Rechner diesen Zugang überwacht.",
                "Legen Sie einen Rechner fest, und zwar nur einen.",
            ),
            (Self::German, Missing::Context) => (
                "Mandant, Clientsystem oder Arbeitsplatz fehlt.",
                "Tragen Sie die drei Angaben aus dem CardManager in der Konnektor-Konfiguration ein.",
            ),
            (Self::English, Missing::Trust) => (
                "The connector's certificate has not been confirmed yet.",
                "Compare the fingerprint and confirm it.",
            ),
            (Self::English, Missing::Password) => {
                ("No password is stored for this account.", "Enter the password.")
            }
            (Self::English, Missing::Watcher) => (
                "It is not decided which computer watches this account.",
                "Name one computer, and only one.",
            ),
            (Self::English, Missing::Context) => (
                "Mandant, Clientsystem or Arbeitsplatz is missing.",
                "Enter the three values from the CardManager in the connector configuration.",
            ),
        };
        let meaning = match self {
            Self::German => "Dieser Zugang wird noch nicht überwacht.",
            Self::English => "This account is not watched yet.",
        };
        Message::new(what, meaning, next)
    }
}
