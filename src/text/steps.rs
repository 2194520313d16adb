//! What a page would offer, in words: the state, and the console command that does the step.

use super::labels::System;
use super::{Language, Shape, ToastText, Words};
use crate::domain::health::{Health, Missing};
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};

/// A step that a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Enter the password that was changed elsewhere, or the first one.
    Enter(AccountRef),
    /// Change the password on the connector.
    Change(AccountRef),
    /// Look at a connector's settings.
    Configure(ConnectorId),
    /// Compare and confirm the certificate.
    Trust(ConnectorId),
    /// The settings as a whole.
    Settings,
}

impl Words {
    /// The overview in words: the headline, and a line for each account.
    pub fn overview(&self, snapshot: &Snapshot) -> ToastText {
        let mut lines = Vec::new();
        for connector in &snapshot.connectors {
            let place = match snapshot.connectors.len() {
                1 => String::new(),
                _ => format!("{}: ", connector.profile.name),
            };
            for account in &connector.accounts {
                let name = self.account(account);
                let state = self.state_with_times(connector, account);
                lines.push(format!("{place}{name}: {state}"));
            }
        }
        if lines.is_empty() {
            lines.push(self.language.first_step().to_owned());
        }
        ToastText { title: self.headline(snapshot), body: lines.join("\n") }
    }

    /// The account as a line names it: "Konnektor-Wartung · local".
    pub fn account(&self, account: &AccountView) -> String {
        let AccountRef { connector: _, plane, user } = &account.account;
        format!("{} · {user}", self.language.plane(*plane))
    }

    /// What is known of an account's trouble and what helps.
    pub fn explanation(&self, connector: &ConnectorView, account: &AccountView) -> ToastText {
        let title = format!("{}: {}", connector.profile.name, self.account(account));
        let mut parts = vec![match Shape::of(connector, account) {
            Shape::Proven
            | Shape::Stale
            | Shape::TaskOpen
            | Shape::Checking
            | Shape::Away
            | Shape::Expiring => sentence(&self.state_with_times(connector, account)),
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
            | Shape::NotSetUp
            | Shape::Paused => match self.language.explained(&account.health) {
                Some(message) => message.to_string(),
                None => sentence(&self.state_with_times(connector, account)),
            },
        }];
        parts.extend(account.withheld.as_ref().map(|withheld| self.withheld(withheld)));
        ToastText { title, body: parts.join(" ") }
    }
}

impl Language {
    /// A step in words, with the console command that does it.
    pub fn step(self, step: &Step, system: System) -> ToastText {
        match self {
            Self::German => step_german(step, system),
            Self::English => step_english(step, system),
        }
    }

    /// The next step as a sentence, for toasts without buttons.
    pub fn next_step_sentence(self, health: &Health) -> Option<String> {
        let step = self.step_of(health)?;
        if step.ends_with('?') {
            return self.explained(health).map(|message| message.next);
        }
        Some(match self {
            Self::German => format!("Nächster Schritt: {step}."),
            Self::English => format!("Next step: {step}."),
        })
    }

    /// The info page in words.
    pub fn about(self, version: &str) -> ToastText {
        let body = match self {
            Self::German => {
                "Überwacht die Zugangsdaten der Konnektoren und warnt, bevor ein Zugang gesperrt wird. \
                 Freie Software unter MIT oder Apache 2.0; die Oberfläche zeichnet Slint (slint.dev)."
            }
            Self::English => {
                "Watches the credentials of the connectors and warns before an account is locked. Free \
                 software under MIT or Apache 2.0; its windows are drawn by Slint (slint.dev)."
            }
        };
        ToastText { title: format!("Konnektorwart {version}"), body: body.to_owned() }
    }

    /// Told where the browser or the start at log-on could not be reached.
    pub fn shell_failed(self, what: ShellMatter, reason: &str) -> ToastText {
        let (title, body) = match (self, what) {
            (Self::German, ShellMatter::Browser(address)) => (
                "Der Browser ließ sich nicht öffnen",
                format!("Die Konnektor-Weboberfläche hat die Adresse {address} ({reason})."),
            ),
            (Self::German, ShellMatter::Autostart) => (
                "Der Start beim Anmelden ließ sich nicht umstellen",
                format!("Es bleibt, wie es war ({reason}). Fragen Sie Ihre IT-Betreuung."),
            ),
            (Self::English, ShellMatter::Browser(address)) => (
                "The browser could not be opened",
                format!("The connector's web interface has the address {address} ({reason})."),
            ),
            (Self::English, ShellMatter::Autostart) => (
                "The start at log-on could not be changed",
                format!("It stays as it was ({reason}). Ask your IT support."),
            ),
        };
        ToastText { title: title.to_owned(), body }
    }

    const fn first_step(self) -> &'static str {
        match self {
            Self::German => {
                "Richten Sie den ersten Konnektor ein; in der Konsole: konnektorwart profile add"
            }
            Self::English => {
                "Set up the first connector; in the console: konnektorwart profile add"
            }
        }
    }
}

/// A matter of the desktop that may fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShellMatter<'a> {
    /// Opening this address in the browser.
    Browser(&'a str),
    /// Start at log-on.
    Autostart,
}

/// A state's words as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let first: String = first.into_iter().flatten().collect();
    format!("{first}{}.", letters.as_str())
}

/// The step that a state asks for, as a page or a command does it.
pub fn step_for(connector: &ConnectorView, account: &AccountView) -> Option<Step> {
    let id = || connector.profile.id.clone();
    let entered = || Step::Enter(account.account.clone());
    match &account.health {
        Health::Refused(_) | Health::Disagreement => Some(entered()),
        Health::NotSetUp(Missing::Password) => Some(entered()),
        Health::ChangeDemanded(_) => Some(Step::Change(account.account.clone())),
        Health::Untrusted(_) | Health::NotSetUp(Missing::Trust) => Some(Step::Trust(id())),
        Health::ContextWrong(_) | Health::NotSetUp(Missing::Context | Missing::Watcher) => {
            Some(Step::Configure(id()))
        }
        Health::Proven if Shape::of(connector, account) == Shape::Expiring => {
            Some(Step::Change(account.account.clone()))
        }
        Health::Checking
        | Health::Proven
        | Health::Locked
        | Health::Unclear(_)
        | Health::Unreachable(_)
        | Health::Unverifiable(_)
        | Health::KeyringUnavailable(_)
        | Health::StoreUnavailable
        | Health::WatchedElsewhere(_) => None,
    }
}

fn step_german(step: &Step, system: System) -> ToastText {
    let (title, body) = match step {
        Step::Enter(account) => (
            "Geändertes Passwort eintragen",
            format!(
                "In der Konsole: {}\nKonnektorwart fragt nach dem Passwort, meldet sich einmal damit an \
                 und speichert es erst dann.",
                command("adopt", &account.to_string(), system)
            ),
        ),
        Step::Change(account) => (
            "Passwort am Konnektor ändern",
            format!(
                "1. Weboberfläche öffnen und das Passwort ändern: {}\n2. Das geänderte Passwort \
                 eintragen: {}",
                command("open", account.connector.as_str(), system),
                command("adopt", &account.to_string(), system)
            ),
        ),
        Step::Configure(id) => (
            "Konnektor-Konfiguration",
            format!(
                "Anzeigen: {}\nÄndern: {}",
                command("profile show", id.as_str(), system),
                command("profile set", id.as_str(), system)
            ),
        ),
        Step::Trust(id) => (
            "Zertifikat prüfen",
            format!(
                "In der Konsole: {}\nKonnektorwart zeigt den Fingerabdruck und fragt, ob er stimmt.",
                command("trust", id.as_str(), system)
            ),
        ),
        Step::Settings => (
            "Einstellungen",
            "Anzeigen: konnektorwart profile list\nEinen Konnektor hinzufügen: konnektorwart profile \
             add"
            .to_owned(),
        ),
    };
    ToastText { title: title.to_owned(), body }
}

fn step_english(step: &Step, system: System) -> ToastText {
    let (title, body) = match step {
        Step::Enter(account) => (
            "Enter the changed password",
            format!(
                "In the console: {}\nKonnektorwart asks for the password, logs in with it once and only \
                 then stores it.",
                command("adopt", &account.to_string(), system)
            ),
        ),
        Step::Change(account) => (
            "Change the password on the connector",
            format!(
                "1. Open the web interface and change the password: {}\n2. Enter the changed password: \
                 {}",
                command("open", account.connector.as_str(), system),
                command("adopt", &account.to_string(), system)
            ),
        ),
        Step::Configure(id) => (
            "Connector configuration",
            format!(
                "Show: {}\nChange: {}",
                command("profile show", id.as_str(), system),
                command("profile set", id.as_str(), system)
            ),
        ),
        Step::Trust(id) => (
            "Check the certificate",
            format!(
                "In the console: {}\nKonnektorwart shows the fingerprint and asks whether it is right.",
                command("trust", id.as_str(), system)
            ),
        ),
        Step::Settings => (
            "Settings",
            "Show: konnektorwart profile list\nAdd a connector: konnektorwart profile add"
                .to_owned(),
        ),
    };
    ToastText { title: title.to_owned(), body }
}

/// A command line that can be copied into the console: an argument with anything but plain
/// characters is quoted as the system's console wants it.
fn command(verb: &str, argument: &str, system: System) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-@".contains(c);
    let argument = match system {
        _ if argument.chars().all(is_plain) => argument.to_owned(),
        System::Windows => format!("\"{argument}\""),
        System::Other => format!("'{}'", argument.replace('\'', r"'\''")),
    };
    format!("konnektorwart {verb} {argument}")
}
