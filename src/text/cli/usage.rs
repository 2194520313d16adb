//! What is wrong with a typed command line, in three parts.

use crate::text::{Language, Message};

/// What is wrong with a typed command line. Values that a person typed are shown only where they
/// cannot be a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usage {
    /// No command at all, or none after `profile` or `task`.
    NoCommand,
    /// No such command; the nearest one.
    UnknownCommand(String, Option<String>),
    /// No such option; the nearest one.
    UnknownOption(String, Option<String>),
    /// A word too many. Not shown: it may be a password.
    TooMuch,
    /// These are missing.
    Missing(Vec<String>),
    /// An option without its value.
    NoValue(String),
    /// An option given twice.
    Twice(String),
    /// Two options that exclude each other.
    Conflict(String),
    /// A password in the command line or in the environment.
    PasswordInTheOpen,
    /// A value of an option that does not fit; the option and what would.
    Value(&'static str, &'static str),
    /// Text that is no UTF-8.
    NotText,
    /// The end of a pause cannot be read.
    PauseUnreadable,
    /// The end of a pause lies in the past.
    PausePast,
    /// The end of a pause is too far ahead.
    PauseTooFar,
    /// Nothing is set up.
    NothingConfigured,
    /// No such connector or account; the nearest one.
    UnknownPlace(String, Option<String>),
    /// No such setting; the nearest one.
    UnknownSetting(String, Option<String>),
    /// Several things have that name.
    Ambiguous(String, Vec<String>),
    /// An option that belongs to an account was given for a connector.
    NeedsAccount(&'static str),
    /// An option that belongs to a connector was given for an account.
    NeedsConnector(&'static str),
    /// Nothing to change was given.
    NothingToSet,
    /// The system's or the policy's settings hold this connector, not the user's own.
    NotOwn(String),
    /// A connector of that identifier exists.
    Exists(String),
    /// A question is needed and there is nobody to ask.
    NoTerminal(&'static str),
}

impl Language {
    /// Explains a wrong command line.
    pub fn usage(self, usage: &Usage) -> Message {
        let what = match self {
            Self::German => german(usage),
            Self::English => english(usage),
        };
        let meaning = self.of(
            "Es wurde nichts gesendet und nichts geändert.",
            "Nothing was sent and nothing was changed.",
        );
        Message { what, meaning: meaning.to_owned(), next: self.usage_next(usage) }
    }

    fn usage_next(self, usage: &Usage) -> String {
        match usage {
            Usage::UnknownCommand(_, Some(near))
            | Usage::UnknownOption(_, Some(near))
            | Usage::UnknownSetting(_, Some(near))
            | Usage::UnknownPlace(_, Some(near)) => match self {
                Self::German => format!("Meinten Sie „{near}“?"),
                Self::English => format!("Did you mean “{near}”?"),
            },
            Usage::UnknownPlace(_, None) => self
                .of(
                    "„konnektorwart profile list“ zeigt, was eingerichtet ist.",
                    "“konnektorwart profile list” shows what is set up.",
                )
                .to_owned(),
            Usage::UnknownSetting(_, None) => self
                .of(
                    "„konnektorwart settings list“ zeigt alle Einstellungen.",
                    "“konnektorwart settings list” shows all settings.",
                )
                .to_owned(),
            Usage::Ambiguous(_, found) => {
                let found = found.join(", ");
                match self {
                    Self::German => format!("Nennen Sie eines davon: {found}."),
                    Self::English => format!("Name one of these: {found}."),
                }
            }
            Usage::NothingConfigured => self
                .of(
                    "Richten Sie zuerst einen ein: konnektorwart profile add NAME ADRESSE. Mit \
                     „konnektorwart profile add --help“ steht ein Beispiel.",
                    "Set one up first: konnektorwart profile add NAME ADDRESS. \
                     “konnektorwart profile add --help” shows an example.",
                )
                .to_owned(),
            Usage::PasswordInTheOpen => self
                .of(
                    "Ändern Sie dieses Passwort, wenn andere an diesem Rechner arbeiten. Eingetragen wird \
                     es mit „konnektorwart adopt ZUGANG“: Das Programm fragt danach, ohne es anzuzeigen.",
                    "Change that password if others work on this computer. It is entered with \
                     “konnektorwart adopt ACCOUNT”: the program asks for it without showing it.",
                )
                .to_owned(),
            Usage::NoTerminal(option) => match self {
                Self::German => format!(
                    "Starten Sie den Befehl in einem Terminal, oder geben Sie {option} an (siehe --help)."
                ),
                Self::English => {
                    format!("Run the command in a terminal, or give {option} (see --help).")
                }
            },
            Usage::NotOwn(_) => self
                .of(
                    "Bitten Sie Ihre IT-Betreuung, die Vorgabe zu ändern.",
                    "Ask your IT support to change what is prescribed.",
                )
                .to_owned(),
            Usage::Exists(id) => match self {
                Self::German => {
                    format!("Wählen Sie einen anderen Namen, oder ändern Sie ihn mit „profile set {id}“.")
                }
                Self::English => format!("Choose another name, or change it with “profile set {id}”."),
            },
            Usage::NoCommand
            | Usage::UnknownCommand(_, None)
            | Usage::UnknownOption(_, None)
            | Usage::TooMuch
            | Usage::Missing(_)
            | Usage::NoValue(_)
            | Usage::Twice(_)
            | Usage::Conflict(_)
            | Usage::Value(..)
            | Usage::NotText
            | Usage::PauseUnreadable
            | Usage::PausePast
            | Usage::PauseTooFar
            | Usage::NeedsAccount(_)
            | Usage::NeedsConnector(_)
            | Usage::NothingToSet => {
                self.of("Hilfe zeigt --help.", "--help shows the help.").to_owned()
            }
        }
    }
}

fn german(usage: &Usage) -> String {
    match usage {
        Usage::NoCommand => "Es fehlt ein Befehl.".into(),
        Usage::UnknownCommand(typed, _) => format!("Den Befehl „{typed}“ gibt es nicht."),
        Usage::UnknownOption(typed, _) => format!("Die Option „{typed}“ gibt es hier nicht."),
        Usage::TooMuch => "In der Befehlszeile steht ein Wort zu viel.".into(),
        Usage::Missing(names) => format!("In der Befehlszeile fehlt: {}.", names.join(", ")),
        Usage::NoValue(option) => format!("Zu {option} fehlt der Wert."),
        Usage::Twice(option) => format!("{option} steht zweimal in der Befehlszeile."),
        Usage::Conflict(option) => format!("{option} passt nicht zu den anderen Optionen."),
        Usage::PasswordInTheOpen => {
            "Ein Passwort darf nicht in der Befehlszeile oder in der Umgebung stehen: Andere Programme \
             und Benutzer dieses Rechners können es dort lesen."
                .into()
        }
        Usage::Value(option, fits) => format!("Der Wert von {option} passt nicht; möglich: {fits}."),
        Usage::NotText => "Ein Wort der Befehlszeile ist kein lesbarer Text.".into(),
        Usage::PauseUnreadable => {
            "Das Ende der Pause ist nicht lesbar; möglich: 2h, 18:00, tomorrow, 2026-11-25T08:00.".into()
        }
        Usage::PausePast => "Das Ende der Pause liegt in der Vergangenheit.".into(),
        Usage::PauseTooFar => "Eine Pause dauert höchstens 14 Tage.".into(),
        Usage::NothingConfigured => "Es ist noch kein Konnektor oder kein Zugang eingerichtet.".into(),
        Usage::UnknownPlace(typed, _) => {
            format!("„{typed}“ ist weder ein Konnektor noch ein Zugang, der eingerichtet ist.")
        }
        Usage::UnknownSetting(typed, _) => format!("Die Einstellung „{typed}“ gibt es nicht."),
        Usage::Ambiguous(typed, _) => format!("„{typed}“ ist nicht eindeutig."),
        Usage::NeedsAccount(option) => format!("{option} gehört zu einem Zugang, nicht zu einem Konnektor."),
        Usage::NeedsConnector(option) => {
            format!("{option} gehört zu einem Konnektor, nicht zu einem Zugang.")
        }
        Usage::NothingToSet => "Es ist nichts angegeben, was geändert werden soll.".into(),
        Usage::NotOwn(id) => format!("Der Konnektor „{id}“ ist für diesen Rechner vorgegeben."),
        Usage::Exists(id) => format!("Einen Konnektor „{id}“ gibt es schon."),
        Usage::NoTerminal(_) => "Diese Frage muss ein Mensch beantworten, und es ist kein Terminal da.".into(),
    }
}

fn english(usage: &Usage) -> String {
    match usage {
        Usage::NoCommand => "A command is missing.".into(),
        Usage::UnknownCommand(typed, _) => format!("There is no command “{typed}”."),
        Usage::UnknownOption(typed, _) => format!("There is no option “{typed}” here."),
        Usage::TooMuch => "The command line has a word too many.".into(),
        Usage::Missing(names) => format!("The command line lacks: {}.", names.join(", ")),
        Usage::NoValue(option) => format!("{option} lacks its value."),
        Usage::Twice(option) => format!("{option} stands twice on the command line."),
        Usage::Conflict(option) => format!("{option} does not go with the other options."),
        Usage::PasswordInTheOpen => {
            "A password must not stand on the command line nor in the environment: other programs and \
             users of this computer can read it there."
                .into()
        }
        Usage::Value(option, fits) => format!("The value of {option} does not fit; possible: {fits}."),
        Usage::NotText => "A word of the command line is no readable text.".into(),
        Usage::PauseUnreadable => {
            "The end of the pause cannot be read; possible: 2h, 18:00, tomorrow, 2026-11-25T08:00.".into()
        }
        Usage::PausePast => "The end of the pause lies in the past.".into(),
        Usage::PauseTooFar => "A pause lasts 14 days at most.".into(),
        Usage::NothingConfigured => "No connector or no account is set up yet.".into(),
        Usage::UnknownPlace(typed, _) => {
            format!("“{typed}” is neither a connector nor an account that is set up.")
        }
        Usage::UnknownSetting(typed, _) => format!("There is no setting “{typed}”."),
        Usage::Ambiguous(typed, _) => format!("“{typed}” is ambiguous."),
        Usage::NeedsAccount(option) => format!("{option} belongs to an account, not to a connector."),
        Usage::NeedsConnector(option) => format!("{option} belongs to a connector, not to an account."),
        Usage::NothingToSet => "Nothing to change was given.".into(),
        Usage::NotOwn(id) => format!("The connector “{id}” is prescribed for this computer."),
        Usage::Exists(id) => format!("There is a connector “{id}” already."),
        Usage::NoTerminal(_) => "A person has to answer this question, and there is no terminal.".into(),
    }
}
