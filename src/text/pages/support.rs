//! *IT-Betreuung informieren*: what is told, as plain text without a secret.

use jiff::Timestamp;

use crate::domain::device::Pin;
use crate::domain::health::{Health, Urgency};
use crate::domain::identity::MachineName;
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};
use crate::text::{Language, Message, Words};

super::words! {
    /// The page for the service provider.
    SupportWords {
        title: "IT-Betreuung informieren", "Inform IT support";
        contact: "Ihre IT-Betreuung", "Your IT support";
        none_title: "Noch keine IT-Betreuung eingetragen", "No IT support is entered yet";
        none_body: "Mit Telefonnummer und E-Mail-Adresse in den Einstellungen stehen sie hier und bei \
             jedem Problem. Den Text unten können Sie auch so weitergeben.",
            "With telephone number and e-mail address in the settings they stand here and at every \
             problem. The text below can be passed on in any case.";
        settings: "Einstellungen…", "Settings…";
        message: "Was Sie weitergeben", "What you pass on";
        message_hint: "Passwörter stehen nicht darin.", "It holds no passwords.";
        copy: "Text kopieren", "Copy the text";
        mail: "E-Mail schreiben", "Write an e-mail";
        remote: "Fernhilfe starten", "Start remote help";
        close: "Schließen", "Close";
        copied: "Der Text liegt in der Zwischenablage.", "The text is on the clipboard.";
        mail_opened: "Das E-Mail-Programm wird geöffnet. Gesendet wird erst dort.",
            "The mail program is opening. Nothing is sent before you send it there.";
        remote_started: "Die Fernhilfe wird gestartet.", "Remote help is starting.";
    }
}

impl Words {
    /// What is told of one account: "Praxis Köln, secunet 10.1.112.210, Firmware 5.50.4: Passwort von
    /// „local“ (Konnektor-Wartung) am 24.11., 08:12 abgelehnt, zuletzt angenommen 23.11., 18:02. Rechner
    /// EMPFANG-1."
    pub fn support_text(
        &self,
        connector: &ConnectorView,
        account: &AccountView,
        machine: &MachineName,
    ) -> String {
        let place = self.place_told(connector);
        let what = self.problem_told(account);
        let mut text = format!("{place}: {what}.");
        if let Health::Untrusted(seen) = &account.health {
            let plane = account.account.plane;
            let port = connector.profile.port_of(plane);
            let known = match connector.profile.pins.of(plane) {
                Some(Pin::Certificate(known)) => known.grouped(),
                Some(_) | None => "–".to_owned(),
            };
            text = match self.language {
                Language::German => format!(
                    "{text}\nPort {port}\nBisheriger Fingerabdruck (SHA-256): {known}\nNeuer \
                     Fingerabdruck (SHA-256): {}",
                    seen.grouped()
                ),
                Language::English => format!(
                    "{text}\nPort {port}\nEarlier fingerprint (SHA-256): {known}\nNew fingerprint \
                     (SHA-256): {}",
                    seen.grouped()
                ),
            };
        }
        format!("{text}\n{}", self.language.machine_told(machine))
    }

    /// What is told where no account is meant: every trouble, or that all is well.
    pub fn support_text_of_all(&self, snapshot: &Snapshot, machine: &MachineName) -> String {
        let troubled = |account: &AccountView| account.health.urgency() >= Urgency::Waiting;
        let mut lines: Vec<String> = snapshot
            .accounts()
            .filter(|(_, account)| troubled(account))
            .map(|(connector, account)| {
                format!("{}: {}.", self.place_told(connector), self.problem_told(account))
            })
            .collect();
        if lines.is_empty() {
            lines.push(format!("{}.", self.headline(snapshot)));
        }
        lines.push(self.language.machine_told(machine));
        lines.join("\n")
    }

    fn place_told(&self, connector: &ConnectorView) -> String {
        let profile = &connector.profile;
        let vendor = self.language.vendor(profile.vendor);
        let device = vendor.map_or_else(String::new, |vendor| format!("{vendor} "));
        let firmware = connector.firmware.as_ref();
        let firmware = firmware.map_or_else(String::new, |version| format!(", Firmware {version}"));
        format!("{}, {device}{}{firmware}", profile.name, profile.host)
    }

    fn problem_told(&self, account: &AccountView) -> String {
        let user = self.language.quoted(account.account.user.as_str());
        let plane = self.language.plane(account.account.plane);
        let state = self.language.health(&account.health);
        let since = account.since.filter(|_| account.health.urgency() >= Urgency::Waiting);
        let since = since.map(|at| self.dated(at));
        let accepted = account.accepted.map(|at| self.dated(at));
        match self.language {
            Language::German => {
                let since = since.map_or_else(String::new, |at| format!(", seit {at}"));
                let accepted =
                    accepted.map_or_else(String::new, |at| format!(", zuletzt angenommen {at}"));
                format!("Zugang {user} ({plane}) {state}{since}{accepted}")
            }
            Language::English => {
                let since = since.map_or_else(String::new, |at| format!(", since {at}"));
                let accepted =
                    accepted.map_or_else(String::new, |at| format!(", last accepted {at}"));
                format!("account {user} ({plane}) {state}{since}{accepted}")
            }
        }
    }

    /// A moment that is still right when the letter is read tomorrow.
    fn dated(&self, at: Timestamp) -> String {
        format!("{}, {}", self.date(at), self.clock(at))
    }
}

impl Language {
    /// The subject of the letter.
    pub fn support_subject(self, place: Option<&str>) -> String {
        match place {
            Some(place) => format!("Konnektorwart: {place}"),
            None => "Konnektorwart".to_owned(),
        }
    }

    /// Mail program or remote help could not be started.
    pub fn support_failed(self, reason: &str) -> Message {
        match self {
            Self::German => Message::new(
                format!("Das Programm ließ sich nicht starten ({reason})."),
                "Der Text ist davon nicht betroffen.",
                "Kopieren Sie den Text, oder rufen Sie an.",
            ),
            Self::English => Message::new(
                format!("The program could not be started ({reason})."),
                "The text is not affected.",
                "Copy the text, or call.",
            ),
        }
    }

    fn machine_told(self, machine: &MachineName) -> String {
        match self {
            Self::German => format!("Rechner {machine}."),
            Self::English => format!("Computer {machine}."),
        }
    }
}
