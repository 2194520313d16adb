//! The demo's timeline: what happens, and what the device saw of it.

use crate::text::{Language, Message};

/// One line of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoLine {
    /// The simulated connector, the temporary folder and the keyring in memory are there.
    Staged,
    /// The certificates were compared and confirmed.
    Trusted,
    /// Both passwords were entered, each proven by one login.
    Entered,
    /// The watch has proven both.
    InSync,
    /// Somebody changed the password in the web UI.
    Changed,
    /// The watch has noticed.
    Warned,
    /// The program was ended and started again.
    Restarted,
    /// *Jetzt prüfen* after that.
    NotSentAgain,
    /// The changed password was entered.
    Adopted,
    /// The watch says that all is well again.
    AllClear,
    /// The question after the proof.
    Question,
    /// It has been entered in the practice software too.
    TaskDone,
    /// The end.
    Finished,
}

/// What the device's own log has of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saw {
    /// Requests of ours that carried a password.
    pub with_password: usize,
    /// Forms of the person's browser that carried one.
    pub browser: usize,
    /// Logins that the device accepted, of both.
    pub accepted: usize,
    /// Logins that the device refused, of both.
    pub refused: usize,
}

impl DemoLine {
    /// The stable word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Staged => "staged",
            Self::Trusted => "trusted",
            Self::Entered => "entered",
            Self::InSync => "in-sync",
            Self::Changed => "changed",
            Self::Warned => "warned",
            Self::Restarted => "restarted",
            Self::NotSentAgain => "not-sent-again",
            Self::Adopted => "adopted",
            Self::AllClear => "all-clear",
            Self::Question => "question",
            Self::TaskDone => "task-done",
            Self::Finished => "finished",
        }
    }
}

impl Language {
    /// What happens.
    pub const fn demo_line(self, line: DemoLine) -> &'static str {
        match (self, line) {
            (Self::German, DemoLine::Staged) => {
                "Ein simulierter Konnektor läuft auf diesem Rechner, mit eigenem Ordner und einem \
                 Passwortspeicher nur im Arbeitsspeicher. Nichts von Ihnen wird berührt."
            }
            (Self::German, DemoLine::Trusted) => {
                "Die Fingerabdrücke beider Zertifikate sind verglichen und bestätigt."
            }
            (Self::German, DemoLine::Entered) => {
                "Beide Passwörter sind eingetragen, jedes durch eine Anmeldung bewiesen."
            }
            (Self::German, DemoLine::InSync) => "Konnektorwart überwacht.",
            (Self::German, DemoLine::Changed) => {
                "Jemand ändert in der Weboberfläche des Konnektors das Passwort von „local“ (Mein Profil)."
            }
            (Self::German, DemoLine::Warned) => "Konnektorwart warnt:",
            (Self::German, DemoLine::Restarted) => {
                "Konnektorwart wird beendet und neu gestartet. Das abgelehnte Passwort ist vermerkt."
            }
            (Self::German, DemoLine::NotSentAgain) => "Jemand klickt auf „Jetzt prüfen“:",
            (Self::German, DemoLine::Adopted) => {
                "Das geänderte Passwort wird eingetragen, durch eine Anmeldung bewiesen und gespeichert."
            }
            (Self::German, DemoLine::AllClear) => "Konnektorwart gibt Entwarnung:",
            (Self::German, DemoLine::Question) => {
                "Ist das neue Passwort auch in x.concept eingetragen? Bis dahin bleibt die Aufgabe stehen:"
            }
            (Self::German, DemoLine::TaskDone) => "Ja, eingetragen. Die Aufgabe ist erledigt:",
            (Self::German, DemoLine::Finished) => {
                "Ende. Insgesamt erreichte den Konnektor genau eine Anmeldung mit dem alten Passwort; \
                 gesperrt wurde nichts."
            }
            (Self::English, DemoLine::Staged) => {
                "A simulated connector runs on this computer, with a folder of its own and a password \
                 store in memory only. Nothing of yours is touched."
            }
            (Self::English, DemoLine::Trusted) => {
                "The fingerprints of both certificates are compared and confirmed."
            }
            (Self::English, DemoLine::Entered) => {
                "Both passwords are entered, each proven by one login."
            }
            (Self::English, DemoLine::InSync) => "Konnektorwart is watching.",
            (Self::English, DemoLine::Changed) => {
                "Somebody changes the password of “local” in the connector's web interface (Mein Profil)."
            }
            (Self::English, DemoLine::Warned) => "Konnektorwart warns:",
            (Self::English, DemoLine::Restarted) => {
                "Konnektorwart is ended and started again. The refused password is on record."
            }
            (Self::English, DemoLine::NotSentAgain) => "Somebody clicks “Check now”:",
            (Self::English, DemoLine::Adopted) => {
                "The changed password is entered, proven by one login, and stored."
            }
            (Self::English, DemoLine::AllClear) => "Konnektorwart gives the all-clear:",
            (Self::English, DemoLine::Question) => {
                "Has the new password been entered in x.concept too? Until then the task stays open:"
            }
            (Self::English, DemoLine::TaskDone) => "Yes, entered. The task is done:",
            (Self::English, DemoLine::Finished) => {
                "The end. Exactly one login with the old password reached the connector; nothing was \
                 locked."
            }
        }
    }

    /// What the device saw of a step.
    pub fn demo_saw(self, saw: Saw) -> String {
        let Saw { with_password, browser, accepted, refused } = saw;
        let sent = with_password + browser;
        match (self, sent) {
            (Self::German, 0) => "Konnektor: keine Anfrage mit Passwort".to_owned(),
            (Self::English, 0) => "Connector: no request with a password".to_owned(),
            (Self::German, _) => format!(
                "Konnektor: {sent} {} mit Passwort{}; {accepted} angenommen, {refused} abgelehnt",
                if sent == 1 { "Anfrage" } else { "Anfragen" },
                if browser > 0 { " aus dem Browser" } else { "" },
            ),
            (Self::English, _) => format!(
                "Connector: {sent} {} with a password{}; {accepted} accepted, {refused} refused",
                if sent == 1 { "request" } else { "requests" },
                if browser > 0 { " from the browser" } else { "" },
            ),
        }
    }

    /// The name of the practice in the demo.
    pub const fn demo_practice(self) -> &'static str {
        self.of("Praxis Muster", "Example Practice")
    }

    /// The headline above the timeline.
    pub const fn demo_title(self) -> &'static str {
        self.of("Konnektorwart: Vorführung", "Konnektorwart: demo")
    }

    /// The person is on his own from here.
    pub fn demo_interactive(self, address: &str) -> String {
        match self {
            Self::German => format!(
                "Jetzt sind Sie dran. Öffnen Sie {address}, melden Sie sich mit einem der Zugänge unten an \
                 und ändern Sie ein Passwort. Der Browser warnt vor dem Zertifikat; es ist das des \
                 simulierten Konnektors. Geprüft wird jede Minute. Strg-C beendet."
            ),
            Self::English => format!(
                "Now it is your turn. Open {address}, log in with one of the accounts below and change a \
                 password. The browser warns of the certificate; it is the simulated connector's. Checks \
                 run every minute. Ctrl-C ends."
            ),
        }
    }

    /// How a changed password is entered in the interactive demo.
    pub const fn demo_enter(self) -> &'static str {
        self.of(
            "Um ein geändertes Passwort einzutragen, drücken Sie hier die Eingabetaste.",
            "To enter a changed password, press Enter here.",
        )
    }

    /// No account needs a password.
    pub const fn demo_nothing_to_enter(self) -> &'static str {
        self.of(
            "Kein Passwort ist abgelehnt; es gibt nichts einzutragen.",
            "No password is refused; there is nothing to enter.",
        )
    }

    /// What was told is not what happened.
    pub fn demo_deviates(self, step: DemoLine, detail: &str) -> Message {
        let word = step.word();
        Message {
            what: match self {
                Self::German => format!("Die Vorführung weicht beim Schritt „{word}“ ab: {detail}"),
                Self::English => format!("The demo deviates at the step “{word}”: {detail}"),
            },
            meaning: self
                .of(
                    "Was Konnektorwart verspricht, hat sich hier nicht gezeigt. Echte Geräte sind nicht \
                     betroffen.",
                    "What Konnektorwart promises did not show here. Real devices are not affected.",
                )
                .to_owned(),
            next: self
                .of(
                    "Rufen Sie „konnektorwart demo -vv“ auf und melden Sie die Ausgabe dem Projekt.",
                    "Run “konnektorwart demo -vv” and report the output to the project.",
                )
                .to_owned(),
        }
    }
}
