//! *Einstellungen*.

use jiff::civil::{Date, Time};

use crate::domain::practice;
use crate::domain::preferences::Mistake;
use crate::text::Language;

super::words! {
    /// The settings.
    SettingsWords {
        title: "Einstellungen", "Settings";
        general: "Allgemein", "General";
        language: "Sprache", "Language";
        language_system: "Wie das Betriebssystem", "As the operating system";
        german: "Deutsch", "Deutsch";
        english: "English", "English";
        start_minimised: "Beim Start nur das Symbol zeigen", "Show only the icon at the start";
        start_minimised_hint: "Ausgeschaltet öffnet sich beim Start die Übersicht.",
            "Switched off, the overview opens at the start.";
        autostart_unknown: "Der Stand ist nicht bekannt und kann hier nicht geändert werden.",
            "The state is not known and cannot be changed here.";
        autostart_fixed: "Für alle Benutzer dieses Rechners von Ihrer IT-Betreuung eingerichtet.",
            "Set up by your IT support for all users of this computer.";
        notifications: "Meldungen", "Notifications";
        trouble: "Melden, wenn etwas nicht stimmt", "Tell when something is wrong";
        trouble_hint: "Das Symbol neben der Uhr zeigt es in jedem Fall.",
            "The icon beside the clock shows it in any case.";
        all_clear: "Melden, wenn es wieder stimmt", "Tell when it is right again";
        quiet_from: "Ruhezeit von", "Quiet from";
        quiet_until: "bis", "until";
        time_example: "20:00", "20:00";
        morning_example: "07:00", "07:00";
        quiet_none: "Beide Felder leer: Meldungen kommen zu jeder Zeit.",
            "Both fields empty: notifications come at any time.";
        closed: "Geschlossen am", "Closed on";
        monday: "Mo", "Mo";
        tuesday: "Di", "Tu";
        wednesday: "Mi", "We";
        thursday: "Do", "Th";
        friday: "Fr", "Fr";
        saturday: "Sa", "Sa";
        sunday: "So", "Su";
        dates: "und an diesen Tagen", "and on these days";
        dates_example: "24.12.2026, 31.12.2026", "2026-12-24, 2026-12-31";
        dates_hint: "Meldungen warten bis zum nächsten geöffneten Tag.",
            "Notifications wait for the next open day.";
        intervals: "Prüfabstände", "Check intervals";
        intervals_hint: "Jeder Zugang hat seinen eigenen Abstand; er steht in der Konnektor-Konfiguration.",
            "Each account has an interval of its own; it stands in the connector's configuration.";
        no_connector: "Es ist noch kein Konnektor eingerichtet.", "No connector is set up yet.";
        support: "IT-Betreuung", "IT support";
        support_hint: "Wird bei jedem Problem unter „IT-Betreuung informieren“ angeboten.",
            "Offered with every problem under “Inform IT support”.";
        contact_name: "Name", "Name";
        telephone: "Telefon", "Telephone";
        email: "E-Mail", "E-mail";
        remote_help: "Programm für die Fernhilfe", "Program for remote help";
        choose: "Auswählen…", "Choose…";
        choose_title: "Programm für die Fernhilfe auswählen", "Choose the program for remote help";
        choose_kind: "Programme", "Programs";
        reveal: "Gespeicherte Passwörter", "Stored passwords";
        copy: "„Passwort kopieren“ anbieten", "Offer “Copy password”";
        show: "„Passwort anzeigen“ anbieten", "Offer “Show password”";
        reveal_hint: "Jedes Kopieren und Anzeigen steht im Verlauf.",
            "Every copying and showing stands in the history.";
        files: "Protokoll und Ordner", "Log and folders";
        log: "Protokoll", "Log";
        log_off: "aus", "off";
        log_error: "nur Fehler", "errors only";
        log_warn: "Fehler und Warnungen", "errors and warnings";
        log_info: "normal", "normal";
        log_debug: "ausführlich", "detailed";
        log_trace: "alles", "everything";
        log_hint: "Gilt ab dem nächsten Start. Passwörter stehen nie darin.",
            "Holds from the next start. It never contains a password.";
        settings_folder: "Ordner mit den Einstellungen öffnen", "Open the folder of the settings";
        records_folder: "Ordner mit den Aufzeichnungen öffnen", "Open the folder of the records";
        locked: "Von Ihrer IT-Betreuung festgelegt.", "Set by your IT support.";
        to_correct: "Bitte verbessern Sie zuerst die rot markierten Felder.",
            "Please correct the fields marked in red first.";
        unsaved: "Änderungen verwerfen?", "Discard the changes?";
        unsaved_meaning: "Die Eingaben sind noch nicht gespeichert.", "What you typed is not saved yet.";
        discard: "Verwerfen", "Discard";
        keep: "Weiter bearbeiten", "Go on editing";
        elsewhere: "Die Einstellungen wurden inzwischen an anderer Stelle geändert.",
            "The settings were changed elsewhere in the meantime.";
        elsewhere_meaning: "Gespeichert ist noch nichts von dem, was Sie hier eingetragen haben. \
            Entscheiden Sie, was gelten soll.",
            "Nothing of what you typed here is saved yet. Decide what should hold.";
        overrule: "Trotzdem speichern", "Save anyway";
        reload: "Eingaben verwerfen und neu laden", "Discard and load again";
        again: "Noch einmal versuchen", "Try again";
        folder_failed: "Der Ordner konnte nicht geöffnet werden.", "The folder could not be opened.";
        cancel: "Abbrechen", "Cancel";
        save: "Speichern", "Save";
    }
}

impl Language {
    /// The weekdays from Monday on, in full.
    pub fn weekdays(self) -> [&'static str; 7] {
        match self {
            Self::German => {
                ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
            }
            Self::English => {
                ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
            }
        }
    }

    /// The language as it is chosen.
    pub const fn language_choice(self, choice: practice::Language) -> &'static str {
        let words = SettingsWords::of(self);
        match choice {
            practice::Language::Auto => words.language_system,
            practice::Language::German => words.german,
            practice::Language::English => words.english,
        }
    }

    /// How much the log holds.
    pub const fn log_choice(self, level: log::LevelFilter) -> &'static str {
        let words = SettingsWords::of(self);
        match level {
            log::LevelFilter::Off => words.log_off,
            log::LevelFilter::Error => words.log_error,
            log::LevelFilter::Warn => words.log_warn,
            log::LevelFilter::Info => words.log_info,
            log::LevelFilter::Debug => words.log_debug,
            log::LevelFilter::Trace => words.log_trace,
        }
    }

    /// What is wrong with a field of the settings, and what it takes.
    pub fn settings_mistake(self, mistake: &Mistake) -> String {
        match (self, mistake) {
            (Self::German, Mistake::NotATime) => {
                "Das ist keine Uhrzeit. Erlaubt ist 00:00 bis 23:59.".to_owned()
            }
            (Self::English, Mistake::NotATime) => {
                "This is no time of day. Allowed is 00:00 to 23:59.".to_owned()
            }
            (Self::German, Mistake::EndMissing) => {
                "Zur Ruhezeit gehören Anfang und Ende. Tragen Sie beide ein oder keines.".to_owned()
            }
            (Self::English, Mistake::EndMissing) => {
                "Quiet hours have a beginning and an end. Enter both or neither.".to_owned()
            }
            (Self::German, Mistake::SameTime) => {
                "Anfang und Ende sind gleich. Tragen Sie verschiedene Uhrzeiten ein.".to_owned()
            }
            (Self::English, Mistake::SameTime) => {
                "Beginning and end are the same. Enter different times.".to_owned()
            }
            (Self::German, Mistake::NotADate(part)) => format!(
                "„{part}“ ist kein Datum. Erlaubt ist 24.12.2026 oder 2026-12-24, mehrere mit Komma."
            ),
            (Self::English, Mistake::NotADate(part)) => format!(
                "“{part}” is no date. Allowed is 24.12.2026 or 2026-12-24, several with commas."
            ),
            (Self::German, Mistake::TooLong { most, found }) => {
                format!("Das sind {found} Zeichen. Erlaubt sind höchstens {most}.")
            }
            (Self::English, Mistake::TooLong { most, found }) => {
                format!("These are {found} characters. At most {most} are allowed.")
            }
            (Self::German, Mistake::Control) => {
                "Der Text enthält ein unsichtbares Zeichen, zum Beispiel einen Zeilenumbruch. Erlaubt \
                 sind nur sichtbare Zeichen und Leerzeichen."
                    .to_owned()
            }
            (Self::English, Mistake::Control) => {
                "The text holds a character that cannot be seen, such as a line break. Only visible \
                 characters and blanks are allowed."
                    .to_owned()
            }
            (Self::German, Mistake::NotAnAddress) => {
                "Das ist keine E-Mail-Adresse. Erlaubt ist zum Beispiel hilfe@it-mueller.de.".to_owned()
            }
            (Self::English, Mistake::NotAnAddress) => {
                "This is no e-mail address. Allowed is for example help@it-miller.com.".to_owned()
            }
            (Self::German, Mistake::NotAbsolute) => {
                "Das ist kein vollständiger Pfad. Erlaubt ist der ganze Weg vom Laufwerk bis zum \
                 Programm."
                    .to_owned()
            }
            (Self::English, Mistake::NotAbsolute) => {
                "This is no complete path. Allowed is the whole way from the drive to the program."
                    .to_owned()
            }
        }
    }

    /// What the typed quiet hours mean: "Was von 20:00 bis 07:00 auffällt, wird um 07:00 gemeldet."
    pub fn quiet_hours(self, from: Time, until: Time) -> String {
        let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let (from, until) = (clock(from), clock(until));
        match self {
            Self::German => {
                format!("Was von {from} bis {until} auffällt, wird um {until} gemeldet.")
            }
            Self::English => format!("What shows from {from} until {until} is told at {until}."),
        }
    }

    /// "„doc“ alle 5 Minuten".
    pub fn checked_every(self, user: &str, interval: jiff::SignedDuration) -> String {
        let (user, interval) = (self.quoted(user), self.every(interval));
        match self {
            Self::German | Self::English => format!("{user} {interval}"),
        }
    }

    fn every(self, interval: jiff::SignedDuration) -> String {
        let minutes = interval.as_mins().max(1);
        match (self, minutes / 60, minutes % 60) {
            (Self::German, 1, 0) => "jede Stunde".to_owned(),
            (Self::English, 1, 0) => "every hour".to_owned(),
            (Self::German, hours, 0) => format!("alle {hours} Stunden"),
            (Self::English, hours, 0) => format!("every {hours} hours"),
            (Self::German, _, _) if minutes == 1 => "jede Minute".to_owned(),
            (Self::English, _, _) if minutes == 1 => "every minute".to_owned(),
            (Self::German, _, _) => format!("alle {minutes} Minuten"),
            (Self::English, _, _) => format!("every {minutes} minutes"),
        }
    }

    /// Dates as they can be typed: "24.12.2026, 31.12.2026".
    pub fn date_list(self, dates: &[Date]) -> String {
        let form = match self {
            Self::German => "%d.%m.%Y",
            Self::English => "%Y-%m-%d",
        };
        let dates: Vec<String> = dates.iter().map(|date| date.strftime(form).to_string()).collect();
        dates.join(", ")
    }

    /// Only the members of a group may change anything here (SCREENS 2.12).
    pub fn settings_reserved(self, group: &str) -> String {
        let group = self.quoted(group);
        match self {
            Self::German => {
                format!(
                    "Ändern dürfen hier nur Mitglieder von {group}. Fragen Sie Ihre IT-Betreuung."
                )
            }
            Self::English => {
                format!("Only members of {group} may change this. Ask your IT support.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use jiff::civil::time;

    #[test]
    fn quiet_hours_are_said_with_their_end() {
        let (evening, morning) = (time(20, 0, 0, 0), time(7, 0, 0, 0));
        assert_eq!(
            Language::German.quiet_hours(evening, morning),
            "Was von 20:00 bis 07:00 auffällt, wird um 07:00 gemeldet."
        );
        assert_eq!(
            Language::English.quiet_hours(morning, evening),
            "What shows from 07:00 until 20:00 is told at 20:00."
        );
    }

    #[test]
    fn an_interval_is_said_in_its_own_unit() {
        let said =
            |minutes| Language::German.checked_every("doc", SignedDuration::from_mins(minutes));
        assert_eq!(said(1), "„doc“ jede Minute");
        assert_eq!(said(90), "„doc“ alle 90 Minuten");
        assert_eq!(said(60), "„doc“ jede Stunde");
        assert_eq!(said(1440), "„doc“ alle 24 Stunden");
    }
}
