//! The simulated connector.

use crate::text::{Language, Message};

impl Language {
    /// Above the simulator's addresses and accounts.
    pub const fn simulator_runs(self) -> &'static str {
        self.of(
            "Der simulierte Konnektor läuft auf diesem Rechner. Die Passwörter unten gehören zu keinem echten \
             Gerät. Strg-C beendet.",
            "The simulated connector runs on this computer. The passwords below belong to no real device. \
             Ctrl-C ends it.",
        )
    }

    /// The simulator did not start.
    pub fn simulator_failed(self, detail: &str) -> Message {
        Message {
            what: match self {
                Self::German => format!("Der simulierte Konnektor ist nicht gestartet ({detail})."),
                Self::English => format!("The simulated connector did not start ({detail})."),
            },
            meaning: self
                .of("Echte Geräte sind nicht betroffen.", "Real devices are not affected.")
                .to_owned(),
            next: self
                .of(
                    "Wählen Sie einen anderen Port, oder lassen Sie den Port weg.",
                    "Choose another port, or leave the port out.",
                )
                .to_owned(),
        }
    }
}
