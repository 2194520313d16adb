//! What kept a command from being done, in three parts.

use crate::domain::health::{Health, KeyringTrouble};
use crate::domain::probe::Unreached;
use crate::platform::files;
use crate::store::config::{self, Allowed, Mistake, Problem};
use crate::store::{accounts, keyring, pause};
use crate::text::{Language, Message, Words};
use crate::watch::Error;

impl Words {
    /// Explains what kept the program from doing something.
    pub fn failure(&self, error: &Error) -> Message {
        let language = self.language;
        match error {
            Error::Settings(error) => language.settings_failure(error),
            Error::Accounts(error) => language.records_failure(error),
            Error::Keyring(error) => language.keyring_failure(error),
            Error::Pause(pause::Error::Administrators(pause)) => {
                language.administrators_pause(&self.moment(pause.until))
            }
            Error::Pause(pause::Error::Files(error)) => language.file_failure(error),
            Error::Unknown(name) => language.usage(&super::Usage::UnknownPlace(name.clone(), None)),
            Error::CertificateDiffers(port) => language.certificate_differs(*port),
            Error::MeaningNeeded(port) => language.meaning_needed(*port),
            Error::SeveralDevices(_) => language.several_devices(),
            Error::NotAnotherDevice => language.not_another_device(),
            Error::Devices(error) => language.file_failure(error),
            Error::Certificate(_) | Error::CertificateFile(_) => {
                language.unreached(&Unreached::ClientCertificate)
            }
            Error::NoCertificateMode(_) => language.no_certificate_mode(),
            Error::NoCertificate(why) => language.unreached(why),
            Error::NotReached(verdict) => language
                .explained(&Health::of(verdict))
                .unwrap_or_else(|| language.unexpected(&error.to_string())),
            Error::Folders(_) | Error::Machine(_) | Error::MachineName(_) | Error::Start(_) => {
                language.unexpected(&chain(error))
            }
        }
    }
}

impl Language {
    /// The connector is not reached with a client certificate.
    fn no_certificate_mode(self) -> Message {
        let parts = match self {
            Self::German => [
                "Für diesen Konnektor ist kein eigenes Zertifikat eingestellt.",
                "Es wurde nichts gesendet und nichts geändert.",
                "Stellen Sie es mit „konnektorwart profile set“ ein: --encryption certificate \
                 --certificate-file DATEI.",
            ],
            Self::English => [
                "No client certificate is set for this connector.",
                "Nothing was sent and nothing was changed.",
                "Set it with “konnektorwart profile set”: --encryption certificate --certificate-file \
                 FILE.",
            ],
        };
        let [what, meaning, next] = parts.map(str::to_owned);
        Message { what, meaning, next }
    }

    /// Something of the operating system that has no words of its own.
    pub fn unexpected(self, detail: &str) -> Message {
        Message {
            what: match self {
                Self::German => format!("Das Betriebssystem hat etwas verweigert ({detail})."),
                Self::English => format!("The operating system refused something ({detail})."),
            },
            meaning: self
                .of(
                    "Konnektorwart kann so nicht arbeiten. Es wurde kein Passwort gesendet; x.concept und \
                     der Kartenzugriff sind nicht betroffen.",
                    "Konnektorwart cannot work like this. No password was sent; x.concept and card access \
                     are not affected.",
                )
                .to_owned(),
            next: self
                .of(
                    "Versuchen Sie es noch einmal, und fragen Sie sonst Ihre IT-Betreuung.",
                    "Try once more, otherwise ask your IT support.",
                )
                .to_owned(),
        }
    }

    /// Explains what is wrong with the settings.
    pub fn settings_failure(self, error: &config::Error) -> Message {
        let (what, next) = match error {
            config::Error::Mistakes(problems) => (
                self.mistakes(problems),
                self.of(
                    "Verbessern Sie die Datei an dieser Stelle; „konnektorwart profile list“ prüft sie.",
                    "Correct the file at this place; “konnektorwart profile list” checks it.",
                ),
            ),
            config::Error::Newer { file, version } => (
                match self {
                    Self::German => format!(
                        "Die Einstellungen {file} sind von einer neueren Version geschrieben (Format \
                         {version})."
                    ),
                    Self::English => {
                        format!("A newer version wrote the settings {file} (format {version}).")
                    }
                },
                self.of("Installieren Sie die neuere Version.", "Install the newer version."),
            ),
            config::Error::NotText(file) => (
                match self {
                    Self::German => format!("Die Einstellungen {file} sind kein lesbarer Text (UTF-8)."),
                    Self::English => format!("The settings {file} are no readable text (UTF-8)."),
                },
                self.of("Speichern Sie die Datei als UTF-8.", "Save the file as UTF-8."),
            ),
            config::Error::Policy(_) => (
                self.of(
                    "Die Vorgaben für diesen Rechner sind da, aber nicht lesbar.",
                    "The policy of this computer is there but cannot be read.",
                )
                .to_owned(),
                self.of("Fragen Sie Ihre IT-Betreuung.", "Ask your IT support."),
            ),
            config::Error::Files(error) => return self.file_failure(error),
            config::Error::Refused(problem) => (
                match self {
                    Self::German => {
                        format!("Diese Änderung ist nicht möglich: {}", self.problem(problem))
                    }
                    Self::English => {
                        format!("This change is not possible: {}", self.problem(problem))
                    }
                },
                self.of("Hilfe zeigt --help.", "--help shows the help."),
            ),
            config::Error::Locked(place) => (
                match self {
                    Self::German => {
                        format!("„{place}“ ist von Ihrer IT-Betreuung vorgegeben.")
                    }
                    Self::English => format!("“{place}” is fixed by your IT support."),
                },
                self.of(
                    "Fragen Sie Ihre IT-Betreuung, wenn sich das ändern soll.",
                    "Ask your IT support if it has to change.",
                ),
            ),
            config::Error::Taken(name) => return self.usage(&super::Usage::Exists(name.clone())),
            config::Error::Unknown(name) => (
                match self {
                    Self::German => format!("„{name}“ steht nicht in Ihren eigenen Einstellungen."),
                    Self::English => format!("“{name}” is not in your own settings."),
                },
                self.of(
                    "„konnektorwart profile list“ zeigt, was eingerichtet ist und woher es kommt.",
                    "“konnektorwart profile list” shows what is set up and where it comes from.",
                ),
            ),
        };
        let meaning = self.of(
            "Es wurde nichts geändert und kein Passwort gesendet.",
            "Nothing was changed and no password was sent.",
        );
        Message { what, meaning: meaning.to_owned(), next: next.to_owned() }
    }

    fn mistakes(self, problems: &[Problem]) -> String {
        let lines: Vec<String> = problems.iter().map(|one| self.problem(one)).collect();
        let lines = lines.join("\n  ");
        match (self, problems.len()) {
            (Self::German, 0 | 1) => format!("In den Einstellungen ist ein Fehler: {lines}"),
            (Self::German, count) => {
                format!("In den Einstellungen sind {count} Fehler:\n  {lines}")
            }
            (Self::English, 0 | 1) => format!("There is a mistake in the settings: {lines}"),
            (Self::English, count) => {
                format!("There are {count} mistakes in the settings:\n  {lines}")
            }
        }
    }

    /// One mistake of a settings file with its place.
    pub fn problem(self, problem: &Problem) -> String {
        let Problem { file, line, column, key, mistake } = problem;
        let place = match self {
            Self::German => format!("{file}, Zeile {line}, Spalte {column}"),
            Self::English => format!("{file}, line {line}, column {column}"),
        };
        let key = if key.is_empty() { String::new() } else { format!(" {key}:") };
        format!("{place}:{key} {}", self.mistake(mistake))
    }

    fn mistake(self, mistake: &Mistake) -> String {
        match (self, mistake) {
            (Self::German, Mistake::Syntax(words)) => format!("kein gültiges TOML ({words})."),
            (Self::English, Mistake::Syntax(words)) => format!("no valid TOML ({words})."),
            (Self::German, Mistake::UnknownKey { suggestion: None }) => {
                "unbekannter Schlüssel.".to_owned()
            }
            (Self::English, Mistake::UnknownKey { suggestion: None }) => "unknown key.".to_owned(),
            (Self::German, Mistake::UnknownKey { suggestion: Some(key) }) => {
                format!("unbekannter Schlüssel; meinten Sie „{key}“?")
            }
            (Self::English, Mistake::UnknownKey { suggestion: Some(key) }) => {
                format!("unknown key; did you mean “{key}”?")
            }
            (Self::German, Mistake::Value { found, allowed }) => {
                format!("{found} passt nicht; möglich ist {}.", self.allowed(allowed))
            }
            (Self::English, Mistake::Value { found, allowed }) => {
                format!("{found} does not fit; possible is {}.", self.allowed(allowed))
            }
            (Self::German, Mistake::Missing) => "fehlt.".to_owned(),
            (Self::English, Mistake::Missing) => "is missing.".to_owned(),
            (Self::German, Mistake::AccountTwice { connector }) => {
                format!("derselbe Zugang steht schon bei „{connector}“.")
            }
            (Self::English, Mistake::AccountTwice { connector }) => {
                format!("the same account stands in “{connector}” already.")
            }
            (Self::German, Mistake::SplitDevice { connector }) => {
                format!("dasselbe Gerät wie „{connector}“, aber als anderes geführt.")
            }
            (Self::English, Mistake::SplitDevice { connector }) => {
                format!("the same device as “{connector}”, but kept as another one.")
            }
        }
    }

    fn allowed(self, allowed: &Allowed) -> String {
        if self == Self::English {
            return allowed.to_string();
        }
        match allowed {
            Allowed::Words(words) => format!("eines von {}", words.join(", ")),
            Allowed::Number { from, to } => format!("eine Zahl von {from} bis {to}"),
            Allowed::Span { from, to } => {
                format!("eine Dauer von {from} bis {to} Sekunden, zum Beispiel \"5m\"")
            }
            Allowed::Switch => "true oder false".to_owned(),
            Allowed::Text { from, to } => format!("Text mit {from} bis {to} Zeichen"),
            Allowed::Host => "eine IP-Adresse oder ein Rechnername".to_owned(),
            Allowed::User => "ein Benutzername mit 1 bis 128 Zeichen ohne Doppelpunkt".to_owned(),
            Allowed::Hex32 => "32 hexadezimale Ziffern".to_owned(),
            Allowed::Pin => {
                "ein Fingerabdruck mit 64 hexadezimalen Ziffern, { authority, subject } oder \
                 { public_key }"
                    .to_owned()
            }
            Allowed::TimeOfDay => "eine Uhrzeit wie \"20:00\"".to_owned(),
            Allowed::Day => {
                "ein Wochentag auf Englisch wie \"saturday\" oder ein Datum \"2026-12-24\""
                    .to_owned()
            }
            Allowed::AbsolutePath => "ein vollständiger Pfad".to_owned(),
            Allowed::CardService => "\"auto\" oder eine Version wie \"8.1.3\"".to_owned(),
            Allowed::ConnectorId => "ein Name aus a-z, 0-9 und Bindestrich".to_owned(),
            Allowed::Table => "eine Tabelle".to_owned(),
            Allowed::List => "eine Liste".to_owned(),
            Allowed::Tables => "Tabellen der Form [[connector.ID.account]]".to_owned(),
        }
    }

    fn keyring_failure(self, error: &keyring::Error) -> Message {
        let trouble = match error {
            keyring::Error::NoService(_) => KeyringTrouble::Absent,
            keyring::Error::Locked => KeyringTrouble::Locked,
            keyring::Error::Hung => KeyringTrouble::Hung,
            keyring::Error::Absent => return self.explained_state(&Health::Disagreement),
            keyring::Error::Damaged(_)
            | keyring::Error::Refused(_)
            | keyring::Error::Exists
            | keyring::Error::TooLong(_) => KeyringTrouble::Damaged,
        };
        self.explained_state(&Health::KeyringUnavailable(trouble))
    }

    fn records_failure(self, error: &accounts::Error) -> Message {
        let mut message = self.explained_state(&Health::StoreUnavailable);
        match error {
            accounts::Error::Keyring(error) => return self.keyring_failure(error),
            _ if error.is_in_progress() => {
                return Message {
                    what: self
                        .of(
                            "Ein anderes Programm von Konnektorwart arbeitet gerade mit diesem Zugang.",
                            "Another program of Konnektorwart is working with this account.",
                        )
                        .to_owned(),
                    meaning: self
                        .of(
                            "Es wurde nichts gesendet, damit keine zwei Anmeldungen zugleich laufen.",
                            "Nothing was sent, so that no two logins run at once.",
                        )
                        .to_owned(),
                    next: self
                        .of("Versuchen Sie es in einer Minute noch einmal.", "Try again in a minute.")
                        .to_owned(),
                };
            }
            accounts::Error::Journal(_)
            | accounts::Error::Notes(_)
            | accounts::Error::Ledger(_)
            | accounts::Error::Folder(_)
            | accounts::Error::Random(_)
            | accounts::Error::Sealed(_)
            | accounts::Error::NotSealable(_) => {}
        }
        message.what = format!("{} ({})", message.what, chain(error));
        message
    }

    fn file_failure(self, error: &files::Error) -> Message {
        Message {
            what: match self {
                Self::German => {
                    format!(
                        "Eine Datei kann nicht gelesen oder geschrieben werden ({}).",
                        chain(error)
                    )
                }
                Self::English => format!("A file cannot be read or written ({}).", chain(error)),
            },
            meaning: self
                .of(
                    "Es wurde nichts geändert und kein Passwort gesendet.",
                    "Nothing was changed and no password was sent.",
                )
                .to_owned(),
            next: self
                .of(
                    "Prüfen Sie, ob der Datenträger voll ist und ob Ihnen der Ordner gehört.",
                    "Check whether the disk is full and whether the folder is yours.",
                )
                .to_owned(),
        }
    }

    /// The explanation of a state that has one.
    fn explained_state(self, health: &Health) -> Message {
        self.explained(health).unwrap_or_else(|| self.unexpected(""))
    }
}

/// An error with its causes, for the parentheses of a message: texts of the system, no secret.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    text
}
