//! *Geändertes Passwort eintragen*: one page from the intro to the question after the proof.

use jiff::Timestamp;

use crate::domain::identity::{MachineName, UserName};
use crate::domain::lockout::Withheld;
use crate::text::{Language, Message, Words};
use crate::watch::Question;

super::words! {
    /// What stands on the page whatever happens.
    PasswordWords {
        title: "Geändertes Passwort eintragen", "Enter the changed password";
        title_first: "Passwort eintragen", "Enter the password";
        title_task: "Passwort in x.concept anpassen", "Adapt the password in x.concept";
        field: "Passwort", "Password";
        empty: "Geben Sie zuerst das Passwort ein.", "Enter the password first.";
        check: "Prüfen und speichern", "Check and store";
        anyway: "Trotzdem prüfen", "Check anyway";
        store_unchecked: "Ungeprüft speichern", "Store unchecked";
        cancel: "Abbrechen", "Cancel";
        close: "Schließen", "Close";
        entered: "Ja, eingetragen", "Yes, entered";
        not_yet: "Noch nicht – Aufgabe merken", "Not yet – note the task";
        yes: "Ja", "Yes";
        no: "Nein", "No";
        unknown: "Weiß ich nicht", "I do not know";
        trust: "Zertifikat prüfen…", "Check the certificate…";
        change: "Passwort am Konnektor ändern…", "Change the password on the connector…";
        configure: "Konnektor-Konfiguration…", "Connector configuration…";
        support: "IT-Betreuung informieren…", "Inform IT support…";
        test: "Verbindung testen…", "Test the connection…";
        reaching: "Konnektor erreichen", "Reach the connector";
        steps: "Was geschieht", "What happens";
        nothing_sent: "Noch ist kein Passwort gesendet.", "No password has been sent yet.";
        may_close: "Sie können das Fenster schließen: Die Anmeldung läuft zu Ende, ihr Ergebnis steht \
                danach im Menü und in der Übersicht.",
            "You may close the window: the login runs to its end, its result then stands in the menu \
                and in the overview.";
        where_in_practice: "Der Weg dorthin:", "The way there:";
        kept: "Die Aufgabe bleibt bis dahin im Menü und in der Übersicht.",
            "Until then the task stays in the menu and in the overview.";
        spaces: "Das Passwort beginnt oder endet mit einem Leerzeichen, wie es beim Kopieren leicht \
                mitkommt.",
            "The password begins or ends with a space, as easily comes along when copying.";
        watched_why: "Mehrere Rechner, die denselben Zugang überwachen, verbrauchen zusammen mehr \
                Anmeldeversuche, als der Konnektor erlaubt.",
            "Several computers that watch the same account use up more attempts together than the \
                connector allows.";
        not_watched: "Dieser Rechner überwacht den Zugang nicht, damit nicht mehrere Rechner \
                Anmeldeversuche verbrauchen. Ändern lässt sich das in der Konnektor-Konfiguration.",
            "This computer does not watch the account, so that several computers do not use up \
                attempts. The connector configuration changes that.";
        no_task: "Für diesen Zugang ist keine Aufgabe offen.", "No task is open for this account.";
        gone: "Dieser Zugang steht nicht mehr in den Einstellungen.",
            "This account is no longer in the settings.";
    }
}

impl Language {
    /// Whose password it is: the heading of every page about one account.
    pub fn user_at(self, user: &UserName, place: &str) -> String {
        let user = self.quoted(user.as_str());
        match self {
            Self::German => format!("Benutzer {user} · {place}"),
            Self::English => format!("User {user} · {place}"),
        }
    }

    /// The intro where no password has been stored yet.
    pub fn first_password(self, user: &UserName) -> String {
        let user = self.quoted(user.as_str());
        match self {
            Self::German => format!(
                "Geben Sie das Passwort ein, mit dem {user} sich am Konnektor anmeldet. Konnektorwart \
                 meldet sich einmal damit an und speichert es erst dann."
            ),
            Self::English => format!(
                "Enter the password that {user} logs in to the connector with. Konnektorwart logs in \
                 with it once and only then stores it."
            ),
        }
    }

    /// A step of the work under way.
    pub fn logging_in(self, user: &UserName) -> String {
        let user = self.quoted(user.as_str());
        match self {
            Self::German => format!("Als {user} anmelden"),
            Self::English => format!("Log in as {user}"),
        }
    }

    /// What stands above the work under way.
    pub fn password_is_checked(self, user: &UserName) -> String {
        let user = self.quoted(user.as_str());
        match self {
            Self::German => format!("Das Passwort von {user} wird geprüft."),
            Self::English => format!("The password of {user} is being checked."),
        }
    }

    /// Another machine watches the account: a proof here does not start watching here.
    pub fn watched_on(self, machine: &MachineName) -> String {
        match self {
            Self::German => format!("Überwacht wird dieser Zugang an {machine}, nicht hier."),
            Self::English => format!("This account is watched on {machine}, not here."),
        }
    }

    /// A banner before an attempt that the page has not announced like this: what is different.
    pub fn asked_once_more(self, question: &Question, spaces: bool) -> Message {
        let words = PasswordWords::of(self);
        let mut facts = self.facts(question);
        if spaces {
            facts.insert(0, words.spaces.to_owned());
        }
        let what = facts.remove(0);
        let next = match question.unverifiable {
            true => self.of("Ungeprüft speichern?", "Store it unchecked?"),
            false => self.of("Trotzdem prüfen?", "Check it anyway?"),
        };
        Message { what, meaning: facts.join(" "), next: next.to_owned() }
    }

    /// Several accounts of one device are refused since the same check.
    pub fn drifted_together(self, place: &str) -> Message {
        match self {
            Self::German => Message {
                what: "Wurde ein Backup eingespielt oder der Konnektor zurückgesetzt?".to_owned(),
                meaning: format!(
                    "Mehrere Zugänge von {place} werden seit derselben Prüfung abgelehnt."
                ),
                next: "Dann gilt vermutlich wieder ein früheres Passwort.".to_owned(),
            },
            Self::English => Message {
                what: "Was a backup restored or the connector reset?".to_owned(),
                meaning: format!("Several accounts of {place} are refused since the same check."),
                next: "Then an earlier password is probably valid again.".to_owned(),
            },
        }
    }
}

impl Words {
    /// The link to the kept passwords; `example` is when one of them was last in force.
    pub fn earlier_link(&self, example: Option<Timestamp>) -> String {
        match (self.language, example.map(|at| self.date(at))) {
            (Language::German, Some(date)) => {
                format!("Früheres Passwort prüfen (z. B. vom {date})…")
            }
            (Language::German, None) => "Früheres Passwort prüfen…".to_owned(),
            (Language::English, Some(date)) => {
                format!("Check an earlier password (e.g. of {date})…")
            }
            (Language::English, None) => "Check an earlier password…".to_owned(),
        }
    }

    /// Nothing was sent although a person confirmed it.
    pub fn page_not_sent(&self, withheld: &Withheld) -> Message {
        let what = self.withheld(withheld);
        let meaning = self.language.adopt_declined().to_owned();
        Message { what, meaning, next: String::new() }
    }

    /// The person said no.
    pub fn page_declined(&self) -> Message {
        let what = self.language.adopt_declined().to_owned();
        Message { what, meaning: String::new(), next: String::new() }
    }
}
