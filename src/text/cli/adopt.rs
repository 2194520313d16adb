//! Entering a changed password: questions, costs, results.

use crate::domain::health::Health;
use crate::domain::identity::AccountRef;
use crate::domain::lockout::Withheld;
use crate::domain::probe::{Refusal, Verdict};
use crate::text::{Language, Message, Words};
use crate::watch::Question;

impl Language {
    /// What is about to happen, above the prompt.
    pub fn adopt_intro(self, place: &str, account: &AccountRef) -> String {
        let plane = self.plane(account.plane);
        match self {
            Self::German => format!(
                "{place}: „{}“ ({plane})\nGeben Sie das Passwort ein, das jetzt am Konnektor gilt. \
                 Konnektorwart meldet sich einmal damit an und speichert es erst dann.",
                account.user
            ),
            Self::English => format!(
                "{place}: “{}” ({plane})\nEnter the password that is valid on the connector now. \
                 Konnektorwart logs in with it once and only then stores it.",
                account.user
            ),
        }
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
        let mut lines = Vec::new();
        if question.same_as_refused {
            lines.push(
                self.of(
                    "Dieses Passwort hat der Konnektor schon einmal abgelehnt.",
                    "The connector has refused this password before.",
                )
                .to_owned(),
            );
        }
        if question.disagreement {
            lines.push(
                self.of(
                    "Gespeicherte Angaben widersprechen sich; es können weniger Versuche frei sein.",
                    "Stored data contradict each other; fewer attempts may be left.",
                )
                .to_owned(),
            );
        }
        if question.unverifiable {
            lines.push(
                self.of(
                    "Der Konnektor prüft das Passwort nicht. Es wird nichts gesendet und nichts bewiesen.",
                    "The connector does not check the password. Nothing is sent and nothing is proven.",
                )
                .to_owned(),
            );
            lines.push(
                self.of("Ungeprüft speichern? [j/n] ", "Store it unchecked? [y/n] ").to_owned(),
            );
        } else {
            lines.push(self.cost_of_attempt(question.spare));
            lines.push(match self {
                Self::German => format!("Jetzt als „{}“ anmelden? [j/n] ", account.user),
                Self::English => format!("Log in as “{}” now? [y/n] ", account.user),
            });
        }
        lines.join("\n")
    }

    /// Asked before an account is watched here for the first time (SAFETY S6).
    pub const fn watched_elsewhere_question(self) -> &'static str {
        self.of(
            "Wird dieser Zugang schon an einem anderen Rechner überwacht? [j = ja / n = nein / w = weiß \
             ich nicht] ",
            "Is this account already watched on another computer? [y = yes / n = no / d = do not know] ",
        )
    }

    /// The result: proven and stored.
    pub const fn adopted(self) -> &'static str {
        self.of(
            "Die Anmeldung ist gelungen, das Passwort ist gespeichert.",
            "The login succeeded, the password is stored.",
        )
    }

    /// The result: stored without a proof.
    pub const fn adopted_unproven(self) -> &'static str {
        self.of("Das Passwort ist ungeprüft gespeichert.", "The password is stored unchecked.")
    }

    /// Nothing was sent because the person said no.
    pub const fn adopt_declined(self) -> &'static str {
        self.of("Nichts gesendet, nichts gespeichert.", "Nothing was sent, nothing was stored.")
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
    pub const fn entered_question(self) -> &'static str {
        self.of(
            "Ist das neue Passwort auch in x.concept eingetragen?\n(Einstellungen › Telematikinfrastruktur \
             › Secunet-Konnektor-Wartung › Zugangsdaten) [j/n] ",
            "Has the new password been entered in x.concept too?\n(Einstellungen › Telematikinfrastruktur \
             › Secunet-Konnektor-Wartung › Zugangsdaten) [y/n] ",
        )
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

    /// The device refused the typed password.
    pub fn adopt_refused(&self, refusal: Refusal, spare: u8) -> Message {
        let language = self.language;
        let known = language.refusal(refusal);
        let what = match refusal {
            Refusal::Credential(status) => match language {
                Language::German => {
                    format!(
                        "Der Konnektor hat das eingegebene Passwort abgelehnt (Antwort {status})."
                    )
                }
                Language::English => {
                    format!("The connector refused the entered password (answer {status}).")
                }
            },
            Refusal::ClientsystemUnknown
            | Refusal::ChangeDemanded(_)
            | Refusal::Locked(_)
            | Refusal::Reported => known.what,
        };
        Message { what, meaning: language.nothing_stored(spare), next: match refusal {
            Refusal::Credential(_) => language
                .of(
                    "Fragen Sie, wer das Passwort geändert hat, bevor Sie ein weiteres probieren.",
                    "Ask who changed the password before you try another one.",
                )
                .to_owned(),
            Refusal::ClientsystemUnknown
            | Refusal::ChangeDemanded(_)
            | Refusal::Locked(_)
            | Refusal::Reported => known.next,
        } }
    }

    /// Nobody knows what the device thought of the typed password.
    pub fn adopt_doubtful(&self, verdict: &Verdict, spare: u8) -> Message {
        let language = self.language;
        let mut message =
            language.explained(&Health::of(verdict)).unwrap_or_else(|| language.unexpected(""));
        message.meaning = language.nothing_stored(spare);
        message
    }
}

impl Language {
    fn nothing_stored(self, spare: u8) -> String {
        match (self, spare) {
            (Self::German, 0) => "Es wurde nichts gespeichert. Nach unserer Zählung ist kein \
                 Anmeldeversuch mehr frei."
                .to_owned(),
            (Self::German, 1) => "Es wurde nichts gespeichert. Nach unserer Zählung ist noch ein \
                 Anmeldeversuch frei."
                .to_owned(),
            (Self::German, _) => format!(
                "Es wurde nichts gespeichert. Nach unserer Zählung sind noch {spare} Anmeldeversuche frei."
            ),
            (Self::English, 0) => "Nothing was stored. By our count no attempt is left.".to_owned(),
            (Self::English, 1) => {
                "Nothing was stored. By our count one attempt is left.".to_owned()
            }
            (Self::English, _) => {
                format!("Nothing was stored. By our count {spare} attempts are left.")
            }
        }
    }
}
