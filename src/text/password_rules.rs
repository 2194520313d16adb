//! The rules for a password as a list with ticks, and what is said when one is made or judged.

use super::{Language, Message};
use crate::domain::identity::AccountRef;
use crate::domain::password::{GenerateError, Met, Rule, Tick};

impl Language {
    /// A rule in words.
    pub fn password_rule(self, rule: Rule) -> String {
        match (self, rule) {
            (Self::German, Rule::Length { least }) => format!("mindestens {least} Zeichen"),
            (Self::English, Rule::Length { least }) => format!("at least {least} characters"),
            (Self::German, Rule::AtMost { most }) => format!("höchstens {most} Zeichen"),
            (Self::English, Rule::AtMost { most }) => format!("at most {most} characters"),
            (Self::German, Rule::Classes { least: 4 }) => {
                "Großbuchstaben, Kleinbuchstaben, Ziffern und Sonderzeichen".to_owned()
            }
            (Self::English, Rule::Classes { least: 4 }) => {
                "capital letters, small letters, digits and special characters".to_owned()
            }
            (Self::German, Rule::Classes { least }) => format!(
                "mindestens {least} von 4: Großbuchstaben, Kleinbuchstaben, Ziffern, Sonderzeichen"
            ),
            (Self::English, Rule::Classes { least }) => format!(
                "at least {least} of 4: capital letters, small letters, digits, special characters"
            ),
            (Self::German, Rule::Characters) => "nur erlaubte Zeichen".to_owned(),
            (Self::English, Rule::Characters) => "allowed characters only".to_owned(),
            (Self::German, Rule::UserName) => {
                "ohne den Benutzernamen, auch nicht rückwärts".to_owned()
            }
            (Self::English, Rule::UserName) => "without the user name, nor backwards".to_owned(),
            (Self::German, Rule::NotUsedBefore) => "früher nicht verwendet".to_owned(),
            (Self::English, Rule::NotUsedBefore) => "not used before".to_owned(),
        }
    }

    /// A rule with its tick; sign and word say the same.
    pub fn password_tick(self, tick: &Tick) -> String {
        let sign = match (self, tick.met) {
            (Self::German, Met::Yes) => "✓ erfüllt      ",
            (Self::English, Met::Yes) => "✓ kept      ",
            (Self::German, Met::No) => "✗ nicht erfüllt",
            (Self::English, Met::No) => "✗ not kept  ",
            (Self::German, Met::Unknown) => "? nicht bekannt",
            (Self::English, Met::Unknown) => "? not known ",
        };
        format!("{sign}  {}", self.password_rule(tick.rule))
    }

    /// What the ticks add up to.
    pub const fn password_judged(self, is_met: bool) -> &'static str {
        match (self, is_met) {
            (Self::German, true) => {
                "Das Passwort erfüllt die bekannten Regeln. Es wurde nicht gesendet und nicht gespeichert."
            }
            (Self::English, true) => {
                "The password keeps the known rules. It was neither sent nor stored."
            }
            (Self::German, false) => {
                "Diesen Regeln nach lehnt der Konnektor das Passwort ab. Wählen Sie ein anderes; \
                 „konnektorwart password generate“ erzeugt eines."
            }
            (Self::English, false) => {
                "By these rules the connector refuses the password. Choose another one; “konnektorwart \
                 password generate” makes one."
            }
        }
    }

    /// The rules of this vendor are an assumption.
    pub const fn password_rules_assumed(self) -> &'static str {
        self.of(
            "Die Regeln dieses Herstellers sind nicht bekannt; geprüft wurden strengere, die vermutlich \
             genügen.",
            "The rules of this vendor are not known; stricter ones that probably suffice were applied.",
        )
    }

    /// Above the hidden input of `password check`.
    pub fn password_check_intro(self, place: &str, account: &AccountRef) -> String {
        let user = self.quoted(account.user.as_str());
        match self {
            Self::German => format!(
                "Prüft ein Passwort für {user} an {place} gegen die Regeln des Konnektors. Es wird nicht \
                 gesendet und nicht gespeichert."
            ),
            Self::English => format!(
                "Checks a password for {user} at {place} against the connector's rules. It is neither \
                 sent nor stored."
            ),
        }
    }

    /// Below a generated password.
    pub const fn password_generated(self) -> &'static str {
        self.of(
            "Dieses Passwort ist nirgends gespeichert. Wenn Sie es am Konnektor vergeben, tragen Sie es \
             danach mit „konnektorwart adopt“ ein. Leeren Sie dann dieses Fenster.",
            "This password is stored nowhere. If you set it at the connector, enter it afterwards with \
             “konnektorwart adopt”. Then clear this window.",
        )
    }

    /// A generated password goes to a terminal only.
    pub fn password_needs_terminal(self) -> Message {
        Message::new(
            self.of(
                "Ein neues Passwort wird nur in einem Terminal angezeigt, nicht in eine Datei oder an ein \
                 anderes Programm ausgegeben und nicht als JSON.",
                "A new password is shown in a terminal only, not written to a file or another program \
                 and not as JSON.",
            ),
            self.of(
                "Es wurde kein Passwort erzeugt und nichts geändert.",
                "No password was made and nothing was changed.",
            ),
            self.of(
                "Starten Sie den Befehl in einem Terminal, ohne die Ausgabe umzuleiten und ohne --json.",
                "Run the command in a terminal, without redirecting the output and without --json.",
            ),
        )
    }

    /// Why no password was generated.
    pub fn not_generated<E>(self, error: &GenerateError<E>) -> Message {
        let (what, next) = match (self, error) {
            (Self::German, GenerateError::Length { least, most }) => (
                "Diese Länge passt nicht zu den Regeln des Konnektors.".to_owned(),
                format!("Geben Sie {least} bis {most} Zeichen an, oder lassen Sie --length weg."),
            ),
            (Self::English, GenerateError::Length { least, most }) => (
                "This length does not fit the connector's rules.".to_owned(),
                format!("Give {least} to {most} characters, or leave --length out."),
            ),
            (Self::German, GenerateError::Impossible) => (
                "Zu diesen Regeln und diesem Benutzernamen findet sich kein tippbares Passwort."
                    .to_owned(),
                "Wählen Sie ein Passwort selbst, oder versuchen Sie eine andere Länge.".to_owned(),
            ),
            (Self::English, GenerateError::Impossible) => (
                "For these rules and this user name no typable password was found.".to_owned(),
                "Choose a password yourself, or try another length.".to_owned(),
            ),
            (Self::German, GenerateError::Random(_)) => (
                "Das Betriebssystem lieferte keine Zufallszahlen.".to_owned(),
                "Starten Sie den Rechner neu, und versuchen Sie es noch einmal.".to_owned(),
            ),
            (Self::English, GenerateError::Random(_)) => (
                "The operating system gave no random numbers.".to_owned(),
                "Restart the computer and try again.".to_owned(),
            ),
        };
        let meaning = self.of(
            "Es wurde kein Passwort erzeugt und nichts geändert.",
            "No password was made and nothing was changed.",
        );
        Message { what, meaning: meaning.to_owned(), next }
    }
}
