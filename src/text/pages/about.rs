//! *Über*.

use crate::text::Language;

super::words! {
    /// The info page.
    AboutWords {
        title: "Über Konnektorwart", "About Konnektorwart";
        what: "Überwacht die Zugangsdaten der Konnektoren und warnt, bevor ein Zugang gesperrt wird.",
            "Watches the credentials of the connectors and warns before an account is locked.";
        licence: "Freie Software unter der MIT-Lizenz oder Apache 2.0, nach Ihrer Wahl. Die Fenster zeichnet Slint.",
            "Free software under the MIT licence or Apache 2.0, at your choice. Its windows are drawn by Slint.";
        packages: "Enthaltene Software und ihre Lizenzen", "Software within, and its licences";
        close: "Schließen", "Close";
    }
}

impl Language {
    /// "Version 0.1.0".
    pub fn version(self, version: &str) -> String {
        match self {
            Self::German | Self::English => format!("Version {version}"),
        }
    }

    /// How many packages the program is made of.
    pub fn package_count(self, packages: usize) -> String {
        match self {
            Self::German => format!("{packages} Pakete"),
            Self::English => format!("{packages} packages"),
        }
    }
}
