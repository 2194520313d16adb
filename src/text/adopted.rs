//! Taking over a password, as console and page say it: what is known before the attempt, and how it
//! ended.

use super::{Language, Message, Words};
use crate::domain::health::Health;
use crate::domain::identity::Plane;
use crate::domain::probe::{Refusal, Verdict};
use crate::watch::Question;

impl Language {
    /// What the program does with a typed password.
    pub const fn adopt_promise(self) -> &'static str {
        self.of(
            "Geben Sie das Passwort ein, das jetzt am Konnektor gilt. Konnektorwart meldet sich einmal \
             damit an und speichert es erst dann.",
            "Enter the password that is valid on the connector now. Konnektorwart logs in with it once \
             and only then stores it.",
        )
    }

    /// What a person must know before an attempt is spent: a sentence each.
    pub fn facts(self, question: &Question) -> Vec<String> {
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
        lines.push(if question.unverifiable {
            self.of(
                "Der Konnektor prüft das Passwort nicht. Es wird nichts gesendet und nichts bewiesen.",
                "The connector does not check the password. Nothing is sent and nothing is proven.",
            )
            .to_owned()
        } else {
            self.cost_of_attempt(question.spare)
        });
        lines
    }

    /// Asked before an account is watched here for the first time (SAFETY S6).
    pub const fn is_watched_elsewhere(self) -> &'static str {
        self.of(
            "Wird dieser Zugang schon an einem anderen Rechner überwacht?",
            "Is this account already watched on another computer?",
        )
    }

    /// The question after the proof.
    pub const fn is_entered(self, plane: Plane) -> &'static str {
        match plane {
            Plane::Management => self.of(
                "Ist das neue Passwort auch in x.concept eingetragen?",
                "Has the new password been entered in x.concept too?",
            ),
            Plane::Client => self.of(
                "Ist das neue Passwort auch im CardManager und in x.concept eingetragen?",
                "Has the new password been entered in the CardManager and in x.concept too?",
            ),
        }
    }

    /// Where it is entered: the labels as they stand in the practice software, in German in both
    /// languages.
    pub const fn where_to_enter(self, plane: Plane) -> &'static str {
        match (self, plane) {
            (Self::German | Self::English, Plane::Management) => {
                "Einstellungen › Telematikinfrastruktur › Secunet-Konnektor-Wartung › Zugangsdaten"
            }
            (Self::German | Self::English, Plane::Client) => {
                "CardManager › Konnektor-Konfiguration › Passwort"
            }
        }
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
}

impl Words {
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
