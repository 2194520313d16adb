//! The labels of menu entries and toast buttons.

use super::Language;

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
    /// Tell the service provider.
    Support,
    /// The first connector.
    Add,
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
    pub const ALL: [Self; 26] = [
        Self::Open,
        Self::CheckNow,
        Self::Pause,
        Self::PauseHour,
        Self::PauseUntilTomorrow,
        Self::Resume,
        Self::WebUi,
        Self::Configure,
        Self::Support,
        Self::Add,
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
        Label::Support => "IT-Betreuung informieren…",
        Label::Add => "Konnektor hinzufügen…",
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
        Label::Support => "Inform IT support…",
        Label::Add => "Add a connector…",
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
