//! *Passwort anzeigen* and *Früheres Passwort prüfen*: stored passwords leave or are tried one by one.

use jiff::{SignedDuration, Timestamp};

use crate::domain::identity::UserName;
use crate::text::{Language, Words};

super::words! {
    /// The page that shows and copies a stored password.
    RevealWords {
        title: "Gespeichertes Passwort", "Stored password";
        intro: "Zum Anmelden an der Konnektor-Weboberfläche. Anzeigen und Kopieren werden im Verlauf \
                vermerkt.",
            "For logging in to the connector's web interface. Showing and copying are noted in the \
                history.";
        hold: "Anzeigen (gedrückt halten)", "Show (hold)";
        shown: "Passwort wird angezeigt", "The password is shown";
        hidden: "Passwort verborgen", "Password hidden";
        copy: "Kopieren", "Copy";
        close: "Schließen", "Close";
        web_ui: "Konnektor-Weboberfläche öffnen", "Open the connector's web interface";
        allow: "Kopieren trotzdem erlauben", "Allow copying anyway";
        remote_title: "Sie arbeiten in einer Fernsitzung.", "You work in a remote session.";
        remote: "Beim Kopieren kann das Passwort auf den entfernten \
                Rechner und in dessen Zwischenablage gelangen. Sicherer ist: anzeigen und abtippen.",
            "When copied, the password may reach the remote computer and \
                its clipboard. It is safer to show it and type it.";
        no_copy: "Kopieren ist durch eine Vorgabe Ihrer IT-Betreuung abgeschaltet.",
            "Copying is switched off by a policy of your IT support.";
        no_show: "Anzeigen ist durch eine Vorgabe Ihrer IT-Betreuung abgeschaltet.",
            "Showing is switched off by a policy of your IT support.";
        cleared: "Aus der Zwischenablage gelöscht.", "Cleared from the clipboard.";
        taken_over: "In der Zwischenablage steht inzwischen etwas anderes.",
            "The clipboard holds something else by now.";
        no_clipboard: "Die Zwischenablage nimmt das Passwort nicht an. Halten Sie „Anzeigen“ gedrückt \
                und tippen Sie es ab.",
            "The clipboard does not take the password. Hold “Show” and type it.";
    }
}

super::words! {
    /// What the page with the kept passwords says beside the words of a changed one.
    EarlierWords {
        title: "Früheres Passwort prüfen", "Check an earlier password";
        intro: "Nach einem eingespielten Backup oder einem Zurücksetzen gilt am Konnektor manchmal \
                wieder ein früheres Passwort. Wählen Sie eines aus; jedes kostet einen Anmeldeversuch.",
            "After a restored backup or a reset an earlier password is sometimes valid on the connector \
                again. Choose one; each costs an attempt.";
        list: "Aufbewahrte Passwörter", "Kept passwords";
        current: "zurzeit verwendet", "in use at present";
        none: "Für diesen Zugang ist kein früheres Passwort aufbewahrt.",
            "No earlier password is kept for this account.";
        reading: "Die aufbewahrten Passwörter werden gesucht.", "Looking for the kept passwords.";
    }
}

impl Language {
    /// How long a copied password stays in the clipboard.
    pub fn clipboard_rest(self, rest: SignedDuration) -> String {
        // "in 1 Sekunde", "in 38 Sekunden": the same forms as after "vor".
        let rest = self.duration(SignedDuration::from_secs(rest.as_secs().max(1)));
        match self {
            Self::German => format!(
                "Wird in {rest} aus der Zwischenablage gelöscht und nicht in deren Verlauf gespeichert."
            ),
            Self::English => {
                format!("Is cleared from the clipboard in {rest} and not kept in its history.")
            }
        }
    }

    /// The label above a stored password.
    pub fn password_of(self, user: &UserName) -> String {
        let user = self.quoted(user.as_str());
        match self {
            Self::German => format!("Passwort von {user}"),
            Self::English => format!("Password of {user}"),
        }
    }
}

impl Words {
    /// Since when a kept password is here.
    pub fn kept_since(&self, stored: Timestamp) -> String {
        let at = self.moment(stored);
        match self.language {
            Language::German => format!("Gespeichert {at}"),
            Language::English => format!("Stored {at}"),
        }
    }

    /// What the device thought of it: the last acceptance, then a refusal since.
    pub fn kept_history(&self, accepted: Option<Timestamp>, refused: Option<Timestamp>) -> String {
        let accepted = accepted.map(|at| match self.language {
            Language::German => format!("zuletzt angenommen {}", self.moment(at)),
            Language::English => format!("last accepted {}", self.moment(at)),
        });
        let refused = refused.map(|at| match self.language {
            Language::German => format!("abgelehnt {}", self.moment(at)),
            Language::English => format!("refused {}", self.moment(at)),
        });
        let known: Vec<String> = accepted.into_iter().chain(refused).collect();
        match known.is_empty() {
            true => self.language.of("nie bestätigt", "never confirmed").to_owned(),
            false => known.join(" · "),
        }
    }
}
