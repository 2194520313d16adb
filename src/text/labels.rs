//! The labels of menu entries and toast buttons, and the hints that are given once.

use super::{Language, ToastText};

/// The operating system, as far as words depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// "Mit Windows starten".
    Windows,
    /// "Beim Anmelden starten".
    Other,
}

impl System {
    /// The system that the program was compiled for.
    pub fn of_this_program() -> Self {
        match std::env::consts::OS {
            "windows" => Self::Windows,
            _ => Self::Other,
        }
    }
}

/// A label without a variable part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// The overview.
    Open,
    /// *Jetzt prüfen*.
    CheckNow,
    /// The submenu of the pause.
    Pause,
    /// A pause of one hour.
    PauseHour,
    /// A pause until tomorrow morning.
    PauseUntilTomorrow,
    /// The end of the pause.
    Resume,
    /// The device's administration in the browser.
    WebUi,
    /// The settings of one connector.
    Configure,
    /// It is changed now.
    Change,
    /// It was changed elsewhere.
    Enter,
    /// Start at log-on.
    Autostart(System),
    /// The settings.
    Settings,
    /// The info page.
    About,
    /// The end.
    Quit,
    /// A toast's button: enter the changed password.
    ToastEnter,
    /// A toast's button: change the password.
    ToastChange,
    /// A toast's button: choose a reminder.
    ToastLater,
    /// A toast's button: the certificate.
    ToastTrust,
    /// A toast's button: look at the connection.
    ToastTest,
    /// A toast's button: what can be done.
    ToastExplain,
    /// A reminder.
    InOneHour,
    /// A reminder.
    TomorrowMorning,
    /// No reminder.
    NeverAgain,
}

impl Label {
    /// All labels.
    pub const ALL: [Self; 24] = [
        Self::Open,
        Self::CheckNow,
        Self::Pause,
        Self::PauseHour,
        Self::PauseUntilTomorrow,
        Self::Resume,
        Self::WebUi,
        Self::Configure,
        Self::Change,
        Self::Enter,
        Self::Autostart(System::Windows),
        Self::Autostart(System::Other),
        Self::Settings,
        Self::About,
        Self::Quit,
        Self::ToastEnter,
        Self::ToastChange,
        Self::ToastLater,
        Self::ToastTrust,
        Self::ToastTest,
        Self::ToastExplain,
        Self::InOneHour,
        Self::TomorrowMorning,
        Self::NeverAgain,
    ];
}

impl Language {
    /// A label.
    pub const fn label(self, label: Label) -> &'static str {
        match self {
            Self::German => german(label),
            Self::English => english(label),
        }
    }

    /// The menu's first line until the watch has told anything.
    pub const fn starting(self) -> &'static str {
        match self {
            Self::German => "Konnektorwart startet",
            Self::English => "Konnektorwart is starting",
        }
    }

    /// Asks when to remind.
    pub const fn when_to_remind(self) -> &'static str {
        match self {
            Self::German => "Wann soll Konnektorwart wieder erinnern?",
            Self::English => "When should Konnektorwart remind you?",
        }
    }

    /// Told once where no notification service runs: the menu takes its place.
    pub const fn no_notification_service(self) -> &'static str {
        match self {
            Self::German => "Warnungen stehen nur hier: kein Benachrichtigungsdienst gefunden",
            Self::English => "Warnings appear only here: no notification service found",
        }
    }

    /// Title and text, told once where nobody shows tray icons: the toasts take its place.
    pub const fn no_tray_host(self) -> (&'static str, &'static str) {
        match self {
            Self::German => (
                "Konnektorwart läuft ohne Symbol",
                "In dieser Sitzung zeigt niemand Symbole im Infobereich. Die Überwachung läuft, \
                 Warnungen kommen als Benachrichtigung. Den Stand zeigt „konnektorwart status“.",
            ),
            Self::English => (
                "Konnektorwart runs without an icon",
                "Nobody shows tray icons in this session. Watching goes on, warnings come as \
                 notifications. “konnektorwart status” shows the state.",
            ),
        }
    }

    /// Told when changed settings cannot be used.
    pub fn settings_refused(self) -> ToastText {
        let (title, body) = match self {
            Self::German => (
                "Die Einstellungen haben Fehler",
                "Die neue Fassung wird nicht verwendet; überwacht wird mit der bisherigen weiter. \
                 Datei und Zeile nennt „konnektorwart profile list“.",
            ),
            Self::English => (
                "The settings have mistakes",
                "The new version is not used; watching goes on with the one before. “konnektorwart \
                 profile list” names file and line.",
            ),
        };
        ToastText {
            title: title.to_owned(),
            body: body.to_owned(),
        }
    }

    /// Tries once more what failed at the start.
    pub const fn try_again(self) -> &'static str {
        match self {
            Self::German => "Erneut versuchen",
            Self::English => "Try again",
        }
    }

    /// Told when the background task did not start, with the reason.
    pub fn not_watching(self, reason: &str) -> ToastText {
        match self {
            Self::German => ToastText {
                title: "Die Überwachung läuft nicht".to_owned(),
                body: reason.to_owned(),
            },
            Self::English => ToastText {
                title: "Nothing is being watched".to_owned(),
                body: reason.to_owned(),
            },
        }
    }

    /// Told on standard error where there is no screen to show an icon on.
    pub const fn no_desktop(self) -> &'static str {
        match self {
            Self::German => {
                "Hier gibt es keine grafische Sitzung (weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt), \
                 also auch kein Symbol im Infobereich. Ohne Bildschirm überwacht \
                 „konnektorwart watch“."
            }
            Self::English => {
                "There is no graphical session here (neither DISPLAY nor WAYLAND_DISPLAY is set), so \
                 there is no tray icon either. Without a screen “konnektorwart watch” does the \
                 watching."
            }
        }
    }
}

const fn german(label: Label) -> &'static str {
    match label {
        Label::Open => "Öffnen",
        Label::CheckNow => "Jetzt prüfen",
        Label::Pause => "Pause",
        Label::PauseHour => "1 Stunde",
        Label::PauseUntilTomorrow => "Bis morgen",
        Label::Resume => "Pause beenden",
        Label::WebUi => "Konnektor-Weboberfläche öffnen",
        Label::Configure => "Konnektor-Konfiguration…",
        Label::Change => "Passwort am Konnektor ändern…",
        Label::Enter => "Geändertes Passwort eintragen…",
        Label::Autostart(System::Windows) => "Mit Windows starten",
        Label::Autostart(System::Other) => "Beim Anmelden starten",
        Label::Settings => "Einstellungen…",
        Label::About => "Über Konnektorwart",
        Label::Quit => "Beenden",
        Label::ToastEnter => "Passwort eintragen…",
        Label::ToastChange => "Passwort ändern…",
        Label::ToastLater => "Später…",
        Label::ToastTrust => "Zertifikat prüfen…",
        Label::ToastTest => "Verbindung testen",
        Label::ToastExplain => "Was tun?",
        Label::InOneHour => "In 1 Stunde",
        Label::TomorrowMorning => "Morgen um 8:00",
        Label::NeverAgain => "Nicht mehr erinnern (bleibt im Menü)",
    }
}

const fn english(label: Label) -> &'static str {
    match label {
        Label::Open => "Open",
        Label::CheckNow => "Check now",
        Label::Pause => "Pause",
        Label::PauseHour => "1 hour",
        Label::PauseUntilTomorrow => "Until tomorrow",
        Label::Resume => "End the pause",
        Label::WebUi => "Open the connector's web interface",
        Label::Configure => "Connector configuration…",
        Label::Change => "Change the password on the connector…",
        Label::Enter => "Enter the changed password…",
        Label::Autostart(System::Windows) => "Start with Windows",
        Label::Autostart(System::Other) => "Start at log-on",
        Label::Settings => "Settings…",
        Label::About => "About Konnektorwart",
        Label::Quit => "Quit",
        Label::ToastEnter => "Enter password…",
        Label::ToastChange => "Change password…",
        Label::ToastLater => "Later…",
        Label::ToastTrust => "Check certificate…",
        Label::ToastTest => "Test the connection",
        Label::ToastExplain => "What to do?",
        Label::InOneHour => "In 1 hour",
        Label::TomorrowMorning => "Tomorrow at 8:00",
        Label::NeverAgain => "Do not remind again (stays in the menu)",
    }
}
