//! *Verlauf*: labels, and what is said about the report.

use crate::text::{Language, Message};

super::words! {
    /// The journal's page.
    HistoryWords {
        title: "Verlauf", "History";
        connector: "Konnektor", "Connector";
        account: "Zugang", "Account";
        all_connectors: "Alle Konnektoren", "All connectors";
        all_accounts: "Alle Zugänge", "All accounts";
        empty: "Es ist noch nichts aufgezeichnet.", "Nothing has been recorded yet.";
        path: "Datei für den Bericht", "File for the report";
        save: "Bericht speichern", "Save report";
        copy: "Kopieren", "Copy";
        close: "Schließen", "Close";
        copied: "Der Bericht liegt in der Zwischenablage.", "The report is on the clipboard.";
        reading: "Die Aufzeichnungen werden gelesen…", "The records are being read…";
        unreadable: "Die Aufzeichnungen sind nicht lesbar.", "The records cannot be read.";
        not_absolute: "Geben Sie den ganzen Pfad an, zum Beispiel mit Laufwerk oder ab /.",
            "Give the whole path, with its drive or from / on.";
    }
}

impl Language {
    /// How many entries are shown: "128 Einträge".
    pub fn entries(self, count: usize) -> String {
        match (self, count) {
            (Self::German, 1) => "1 Eintrag".to_owned(),
            (Self::German, _) => format!("{count} Einträge"),
            (Self::English, 1) => "1 entry".to_owned(),
            (Self::English, _) => format!("{count} entries"),
        }
    }

    /// The name of the report's file.
    pub const fn report_file(self) -> &'static str {
        match self {
            Self::German => "Konnektorwart-Verlauf.txt",
            Self::English => "Konnektorwart-history.txt",
        }
    }

    /// The report was written.
    pub fn report_saved(self, path: &str) -> String {
        match self {
            Self::German => format!("Gespeichert: {path}"),
            Self::English => format!("Saved: {path}"),
        }
    }

    /// The report could not be written.
    pub fn report_not_saved(self, reason: &str) -> Message {
        match self {
            Self::German => Message::new(
                format!("Der Bericht ließ sich nicht speichern ({reason})."),
                "Der Verlauf selbst ist davon nicht betroffen.",
                "Wählen Sie einen anderen Ort.",
            ),
            Self::English => Message::new(
                format!("The report could not be saved ({reason})."),
                "The history itself is not affected.",
                "Choose another place.",
            ),
        }
    }
}
