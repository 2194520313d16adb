//! What the tray program tells about itself: once, at its start, or when something of the desktop fails.

use super::{Language, Message, ToastText};

impl Language {
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

    /// How the tray program is called, after the word that was not understood.
    pub fn tray_usage(self, misunderstood: Option<&str>) -> String {
        let usage = match self {
            Self::German => {
                "konnektorwart-tray: Symbol im Infobereich\n\n  --autostart        beim Anmelden \
                 gestartet\n  --quit             beendet das laufende Programm\n  --language de|en   \
                 Sprache\n\nEin zweiter Start öffnet das laufende Programm. In der Konsole: \
                 konnektorwart --help"
            }
            Self::English => {
                "konnektorwart-tray: icon in the notification area\n\n  --autostart        started at \
                 log-on\n  --quit             ends the running program\n  --language de|en   \
                 language\n\nA second start opens the running program. In the console: konnektorwart \
                 --help"
            }
        };
        match (self, misunderstood) {
            (Self::German | Self::English, None) => usage.to_owned(),
            (Self::German, Some(word)) => format!("Nicht verstanden: {word}\n\n{usage}"),
            (Self::English, Some(word)) => format!("Not understood: {word}\n\n{usage}"),
        }
    }

    /// Told when changed settings cannot be used; `what` says where the mistake is.
    pub fn settings_refused(self, what: &str) -> ToastText {
        let (title, rest) = match self {
            Self::German => (
                "Die Einstellungen haben Fehler",
                "Die neue Fassung wird nicht verwendet; überwacht wird mit der bisherigen weiter. \
                 Verbessern Sie die Datei an dieser Stelle.",
            ),
            Self::English => (
                "The settings have mistakes",
                "The new version is not used; watching goes on with the one before. Correct the file \
                 at this place.",
            ),
        };
        ToastText { title: title.to_owned(), body: format!("{what} {rest}") }
    }

    /// Told when the background task did not start, with the reason.
    pub fn not_watching(self, reason: &Message) -> ToastText {
        let (title, again) = match self {
            Self::German => {
                ("Die Überwachung läuft nicht", "Wählen Sie danach im Menü „Erneut versuchen“.")
            }
            Self::English => ("Nothing is being watched", "Then choose “Try again” in the menu."),
        };
        ToastText { title: title.to_owned(), body: format!("{reason} {again}") }
    }

    /// Tries once more what failed at the start.
    pub const fn try_again(self) -> &'static str {
        match self {
            Self::German => "Erneut versuchen",
            Self::English => "Try again",
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
