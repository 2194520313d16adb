//! Entering a changed password at a terminal: questions and what is left to do.

use crate::domain::identity::{AccountRef, Plane};
use crate::domain::lockout::Withheld;
use crate::text::{Language, Message, Words};
use crate::watch::Question;

impl Language {
    /// What is about to happen, above the prompt.
    pub fn adopt_intro(self, place: &str, account: &AccountRef) -> String {
        let user = self.quoted(account.user.as_str());
        format!("{place}: {user} ({})\n{}", self.plane(account.plane), self.adopt_promise())
    }

    /// What the password of a client certificate's file is for, above the prompt.
    pub fn certificate_intro(self, place: &str) -> String {
        match self {
            Self::German => format!(
                "{place}: Geben Sie das Passwort der Datei mit dem eigenen Zertifikat ein. Es wird nur an \
                 der Datei geprüft und dann im Passwortspeicher abgelegt."
            ),
            Self::English => format!(
                "{place}: Enter the password of the client certificate's file. It is only tried on the \
                 file and then kept in the keyring."
            ),
        }
    }

    /// The certificate's file opens with the password.
    pub const fn certificate_opened(self) -> &'static str {
        self.of(
            "Das Zertifikat ist lesbar, das Passwort ist gespeichert.",
            "The certificate can be read, the password is stored.",
        )
    }

    /// The prompt; the typed text is not shown.
    pub const fn password_prompt(self) -> &'static str {
        self.of("Passwort (wird nicht angezeigt): ", "Password (is not shown): ")
    }

    /// What a person must know before an attempt is spent, with the question.
    pub fn adopt_question(self, account: &AccountRef, question: &Question) -> String {
        let mut lines = self.facts(question);
        lines.push(match (self, question.unverifiable) {
            (Self::German, true) => "Ungeprüft speichern? [j/n] ".to_owned(),
            (Self::English, true) => "Store it unchecked? [y/n] ".to_owned(),
            (Self::German, false) => format!("Jetzt als „{}“ anmelden? [j/n] ", account.user),
            (Self::English, false) => format!("Log in as “{}” now? [y/n] ", account.user),
        });
        lines.join("\n")
    }

    /// Asked before an account is watched here for the first time (SAFETY S6).
    pub fn watched_elsewhere_question(self) -> String {
        let keys = self
            .of("[j = ja / n = nein / w = weiß ich nicht]", "[y = yes / n = no / d = do not know]");
        format!("{} {keys} ", self.is_watched_elsewhere())
    }

    /// Who watches it.
    pub const fn not_watched_here(self) -> &'static str {
        self.of(
            "Dieser Rechner überwacht den Zugang nicht, damit nicht mehrere Rechner Anmeldeversuche \
             verbrauchen. Ändern lässt sich das mit „konnektorwart profile set ZUGANG --watched-on here“.",
            "This computer does not watch the account, so that several computers do not use up attempts. \
             “konnektorwart profile set ACCOUNT --watched-on here” changes that.",
        )
    }

    /// The question after the proof.
    pub fn entered_question(self, plane: Plane) -> String {
        let keys = self.of("[j/n]", "[y/n]");
        format!("{}\n({}) {keys} ", self.is_entered(plane), self.where_to_enter(plane))
    }

    /// The task that is left.
    pub fn task_left(self, account: &AccountRef) -> String {
        match self {
            Self::German => format!(
                "Aufgabe gemerkt: in x.concept eintragen. Danach: konnektorwart task done {account}"
            ),
            Self::English => format!(
                "Task noted: enter it in x.concept. Afterwards: konnektorwart task done {account}"
            ),
        }
    }

    /// The task is done.
    pub const fn task_done(self) -> &'static str {
        self.of("Aufgabe erledigt.", "Task done.")
    }

    /// The wrong number of attempts was given for a command without a terminal.
    pub fn attempt_not_confirmed(self, spare: u8) -> Message {
        Message {
            what: match self {
                Self::German => format!(
                    "Der Versuch ist nicht bestätigt: Nach unserer Zählung sind {spare} Anmeldeversuche frei."
                ),
                Self::English => {
                    format!("The attempt is not confirmed: by our count {spare} attempts are left.")
                }
            },
            meaning: self
                .of(
                    "Es wurde nichts gesendet, damit der Zugang nicht gesperrt wird.",
                    "Nothing was sent, so that the account is not locked.",
                )
                .to_owned(),
            next: self
                .of(
                    "Rufen Sie den Befehl in einem Terminal auf. Ohne Terminal geht es nur mit \
                     --confirm-attempt und genau dieser Zahl, und nie mit dem letzten Versuch oder einem \
                     schon abgelehnten Passwort.",
                    "Run the command in a terminal. Without one it takes --confirm-attempt with exactly \
                     this number, and never the last attempt nor a password that was refused before.",
                )
                .to_owned(),
        }
    }

    /// Standard input was empty.
    pub fn no_password(self) -> Message {
        Message {
            what: self.of("Es kam kein Passwort an.", "No password arrived.").to_owned(),
            meaning: self
                .of("Es wurde nichts gesendet und nichts geändert.", "Nothing was sent or changed.")
                .to_owned(),
            next: self
                .of(
                    "Geben Sie mit --stdin genau eine Zeile ein, oder lassen Sie --stdin weg.",
                    "Give exactly one line with --stdin, or leave --stdin out.",
                )
                .to_owned(),
        }
    }
}

impl Words {
    /// Nothing was sent although a person confirmed it.
    pub fn adopt_not_sent(&self, account: &AccountRef, withheld: &Withheld) -> Message {
        let language = self.language;
        let next = match withheld {
            Withheld::NotTrusted => {
                let id = &account.connector;
                match language {
                    Language::German => format!("Nächster Schritt: konnektorwart trust {id}"),
                    Language::English => format!("Next step: konnektorwart trust {id}"),
                }
            }
            Withheld::NoPassword
            | Withheld::Refused { .. }
            | Withheld::Doubtful { .. }
            | Withheld::NotAnsweredSince { .. }
            | Withheld::Spent { .. }
            | Withheld::Unproven
            | Withheld::RefusedForAnother { .. }
            | Withheld::LedgerDamaged { .. }
            | Withheld::ChangeUnderWay
            | Withheld::NotAsked
            | Withheld::WatchedElsewhere(_)
            | Withheld::NobodyWatches
            | Withheld::ProbedByAnotherSession
            | Withheld::Paused
            | Withheld::OnlineCheckOff
            | Withheld::Busy
            | Withheld::Disagreement
            | Withheld::KeyringUnavailable
            | Withheld::NotNoted => match language {
                Language::German => format!("Den Stand zeigt: konnektorwart status {account}"),
                Language::English => {
                    format!("The state is shown by: konnektorwart status {account}")
                }
            },
        };
        let meaning = language.adopt_declined().to_owned();
        Message { what: self.withheld(withheld), meaning, next }
    }
}
