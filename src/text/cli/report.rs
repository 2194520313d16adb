//! Reports of `status`, `check` and `watch`, and the small confirmations.

use jiff::Timestamp;

use crate::domain::health::Health;
use crate::domain::snapshot::{AccountView, ConnectorView, Pause};
use crate::text::{Language, Shape, Words};

impl Words {
    /// One account as a block: state, and where something is to say the three parts of it, the reason
    /// for which nothing was sent, and the open task. The first line stands at the margin.
    pub fn account_block(&self, connector: &ConnectorView, account: &AccountView) -> Vec<String> {
        let mark = mark(Shape::of(connector, account));
        let name = self.account(account);
        let state = self.state_with_times(connector, account);
        let mut lines = vec![format!("{mark} {}: {name}: {state}", connector.profile.name)];
        let language = self.language;
        if let Some(message) = language.explained(&account.health) {
            lines.push(format!("    {}", message.what));
            lines.push(format!("    {}", message.meaning));
            lines.push(format!("    → {}", message.next));
        }
        // What is missing or who watches says the state itself.
        let is_said = matches!(account.health, Health::NotSetUp(_) | Health::WatchedElsewhere(_));
        if let Some(withheld) = account.withheld.as_ref().filter(|_| !is_said) {
            lines.push(format!("    {}", self.withheld(withheld)));
        }
        if account.task {
            lines.push(format!("    → {}", language.task_open(&account.account.to_string())));
        }
        lines
    }

    /// A line of `watch`, with the time before it.
    pub fn timed(&self, at: Timestamp, line: &str) -> String {
        let clock = at.to_zoned_datetime(self.zone.clone()).strftime("%H:%M:%S");
        format!("{clock}  {line}")
    }

    /// The pause began.
    pub fn pause_began(&self, pause: &Pause) -> String {
        let paused = self.paused(pause);
        match self.language {
            Language::German => format!(
                "{paused}. Bis dahin prüft und meldet Konnektorwart nichts; danach geht es von selbst \
                 weiter."
            ),
            Language::English => format!(
                "{paused}. Until then Konnektorwart checks and reports nothing; afterwards it goes on by \
                 itself."
            ),
        }
    }
}

impl Language {
    /// The pause ended.
    pub const fn pause_ended(self) -> &'static str {
        self.of(
            "Pause beendet. Konnektorwart prüft wieder.",
            "The pause has ended. Konnektorwart checks again.",
        )
    }

    /// An administrator's pause cannot be ended by others.
    pub(super) fn administrators_pause(self, until: &str) -> crate::text::Message {
        let what = match self {
            Self::German => format!("Die Pause hat die IT-Betreuung gesetzt, bis {until}."),
            Self::English => format!("The pause was set by IT support, until {until}."),
        };
        crate::text::Message {
            what,
            meaning: self
                .of(
                    "Bis dahin prüft und meldet Konnektorwart nichts.",
                    "Until then Konnektorwart checks and reports nothing.",
                )
                .to_owned(),
            next: self
                .of(
                    "Bitten Sie Ihre IT-Betreuung, sie zu beenden.",
                    "Ask your IT support to end it.",
                )
                .to_owned(),
        }
    }

    /// `watch` has begun.
    pub const fn watching(self) -> &'static str {
        self.of(
            "Konnektorwart überwacht. Strg-C beendet.",
            "Konnektorwart is watching. Ctrl-C ends it.",
        )
    }

    /// `watch` has ended.
    pub const fn watch_ended(self) -> &'static str {
        self.of("Überwachung beendet.", "Watching has ended.")
    }

    /// Some attempts were under way at the end.
    pub const fn watch_cut_off(self) -> &'static str {
        self.of(
            "Überwachung beendet; eine laufende Anmeldung wurde abgebrochen und zählt als unklar.",
            "Watching has ended; a login under way was cut off and counts as unclear.",
        )
    }

    /// The browser was started with this address.
    pub fn opened(self, address: &str) -> String {
        match self {
            Self::German => format!("Geöffnet: {address}"),
            Self::English => format!("Opened: {address}"),
        }
    }

    /// The browser did not start.
    pub fn not_opened(self, address: &str) -> crate::text::Message {
        crate::text::Message {
            what: self
                .of("Es ließ sich kein Browser starten.", "No browser could be started.")
                .to_owned(),
            meaning: self
                .of("Die Überwachung ist nicht betroffen.", "Watching is not affected.")
                .to_owned(),
            next: match self {
                Self::German => format!("Öffnen Sie die Adresse selbst: {address}"),
                Self::English => format!("Open the address yourself: {address}"),
            },
        }
    }

    /// The title of the list of services.
    pub fn services_title(self, vendor: &str, product: &str, firmware: &str) -> String {
        match self {
            Self::German => format!("{vendor} {product}, Firmware {firmware}"),
            Self::English => format!("{vendor} {product}, firmware {firmware}"),
        }
    }

    /// Whether the device demands a password on the client plane.
    pub const fn demands(self, demanded: bool) -> &'static str {
        match (self, demanded) {
            (Self::German, true) => "Der Konnektor verlangt für den Kartenzugriff eine Anmeldung.",
            (Self::German, false) => {
                "Der Konnektor verlangt für den Kartenzugriff keine Anmeldung."
            }
            (Self::English, true) => "The connector demands a login for card access.",
            (Self::English, false) => "The connector demands no login for card access.",
        }
    }

    fn task_open(self, account: &str) -> String {
        match self {
            Self::German => format!(
                "Das neue Passwort in x.concept eintragen, danach: konnektorwart task done {account}"
            ),
            Self::English => format!(
                "Enter the new password in x.concept, then: konnektorwart task done {account}"
            ),
        }
    }
}

/// A mark at the margin: readable without color.
const fn mark(shape: Shape) -> char {
    match shape {
        Shape::Proven => '✓',
        Shape::Refused
        | Shape::ChangeDemanded
        | Shape::Locked
        | Shape::CertificateChanged
        | Shape::Disagreement
        | Shape::KeyringUnavailable => '!',
        Shape::Unreachable | Shape::Unclear | Shape::Unverifiable | Shape::Stale => '?',
        Shape::TaskOpen
        | Shape::WatchedElsewhere
        | Shape::NotSetUp
        | Shape::Checking
        | Shape::Paused
        | Shape::Away
        | Shape::Expiring => '·',
    }
}
