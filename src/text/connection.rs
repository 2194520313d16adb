//! Why no proof came: nothing left this computer, or the answer is unclear.

use super::{Language, Message};
use crate::domain::health::Missing;
use crate::domain::probe::{DirectoryFault, Doubt, Silence, Unreached};

impl Language {
    /// Explains why provably nothing of a secret left.
    pub fn unreached(self, why: &Unreached) -> Message {
        if matches!(why, Unreached::NotPinned) {
            return self.missing(Missing::Trust);
        }
        let (what, next) = match self {
            Self::German => unreached_german(why),
            Self::English => unreached_english(why),
        };
        let meaning = match self {
            Self::German => {
                "Es wurde kein Passwort gesendet. Solange es dabei bleibt, kann Karten einlesen \
                 ausfallen."
            }
            Self::English => "No password was sent. As long as this lasts, reading cards may fail.",
        };
        Message::new(what, meaning, next)
    }

    /// Explains an answer that was not counted as a refusal.
    pub fn doubt(self, doubt: &Doubt) -> Message {
        let what = match self {
            Self::German => doubt_german(doubt),
            Self::English => doubt_english(doubt),
        };
        match self {
            Self::German => Message::new(
                what,
                "Die Antwort sagt nichts über das Passwort und wird nicht als Ablehnung gewertet. \
                 Höchstens eine Wiederholung folgt von selbst.",
                "Testen Sie die Verbindung. Bleibt es dabei, fragen Sie Ihre IT-Betreuung.",
            ),
            Self::English => Message::new(
                what,
                "The answer says nothing about the password and is not counted as a refusal. At most \
                 one repetition follows by itself.",
                "Test the connection. If that does not help, ask your IT support.",
            ),
        }
    }
}

fn unreached_german(why: &Unreached) -> (String, &'static str) {
    let cable = "Prüfen Sie, ob der Konnektor eingeschaltet und mit dem Netz verbunden ist.";
    let settings = "Prüfen Sie Adresse und Port in der Konnektor-Konfiguration.";
    let support = "Fragen Sie Ihre IT-Betreuung.";
    match why {
        Unreached::NoAddress => {
            ("Zum Namen des Konnektors gibt es keine Adresse.".to_owned(), settings)
        }
        Unreached::ConnectionRefused => (
            "Unter dieser Adresse nimmt niemand Verbindungen an: Der Konnektor startet gerade, oder der \
             Port stimmt nicht."
                .to_owned(),
            settings,
        ),
        Unreached::ConnectTimeout => {
            ("Der Konnektor antwortet nicht auf den Verbindungsversuch.".to_owned(), cable)
        }
        Unreached::NoNetwork => (
            "Dieser Rechner hat keine Verbindung zum Netz.".to_owned(),
            "Prüfen Sie Netzwerkkabel, WLAN oder VPN dieses Rechners.",
        ),
        Unreached::OutsideNetwork => (
            "Dieser Rechner ist nicht im Praxisnetz.".to_owned(),
            "In der Praxis oder mit VPN geht die Überwachung von selbst weiter.",
        ),
        Unreached::NotTls => (
            "Unter dieser Adresse antwortet etwas, aber nicht verschlüsselt: vermutlich ein anderes \
             Gerät oder ein anderer Port."
                .to_owned(),
            settings,
        ),
        Unreached::NoCommonTls(found) => (
            format!("Rechner und Konnektor finden keine gemeinsame Verschlüsselung ({found})."),
            support,
        ),
        Unreached::CertificateDemanded => (
            "Der Konnektor verlangt ein Client-Zertifikat.".to_owned(),
            "Wählen Sie in der Konnektor-Konfiguration „TLS mit Zertifikat“ und die Datei dazu.",
        ),
        Unreached::ClientCertificate => (
            "Das Client-Zertifikat kann nicht gelesen werden: Datei oder Passwort stimmt nicht."
                .to_owned(),
            "Wählen Sie die Datei in der Konnektor-Konfiguration neu aus.",
        ),
        Unreached::NotPinned => ("Das Zertifikat wurde noch nicht bestätigt.".to_owned(), support),
        Unreached::Handshake(reason) => {
            (format!("Die verschlüsselte Verbindung kam nicht zustande ({reason})."), support)
        }
        Unreached::NoDirectory(fault) => (directory_german(fault), settings),
        Unreached::Local(reason) => {
            (format!("Auf diesem Rechner ging etwas schief ({reason})."), support)
        }
    }
}

fn unreached_english(why: &Unreached) -> (String, &'static str) {
    let cable = "Check that the connector is switched on and connected to the network.";
    let settings = "Check address and port in the connector configuration.";
    let support = "Ask your IT support.";
    match why {
        Unreached::NoAddress => ("The connector's name has no address.".to_owned(), settings),
        Unreached::ConnectionRefused => (
            "Nobody accepts connections at this address: the connector is starting, or the port is \
             wrong."
                .to_owned(),
            settings,
        ),
        Unreached::ConnectTimeout => {
            ("The connector does not answer the attempt to connect.".to_owned(), cable)
        }
        Unreached::NoNetwork => (
            "This computer has no connection to the network.".to_owned(),
            "Check this computer's network cable, WLAN or VPN.",
        ),
        Unreached::OutsideNetwork => (
            "This computer is not in the practice's network.".to_owned(),
            "In the practice, or with a VPN, watching goes on by itself.",
        ),
        Unreached::NotTls => (
            "Something answers at this address, but not encrypted: probably another device or another \
             port."
                .to_owned(),
            settings,
        ),
        Unreached::NoCommonTls(found) => {
            (format!("Computer and connector find no common encryption ({found})."), support)
        }
        Unreached::CertificateDemanded => (
            "The connector demands a client certificate.".to_owned(),
            "Choose “TLS with certificate” and its file in the connector configuration.",
        ),
        Unreached::ClientCertificate => (
            "The client certificate cannot be read: its file or its password is wrong.".to_owned(),
            "Choose the file anew in the connector configuration.",
        ),
        Unreached::NotPinned => ("The certificate has not been confirmed yet.".to_owned(), support),
        Unreached::Handshake(reason) => {
            (format!("The encrypted connection was not established ({reason})."), support)
        }
        Unreached::NoDirectory(fault) => (directory_english(fault), settings),
        Unreached::Local(reason) => (format!("Something failed on this computer ({reason})."), support),
    }
}

fn directory_german(fault: &DirectoryFault) -> String {
    match fault {
        DirectoryFault::Silent(how) => format!("Der Konnektor {}.", silence_german(*how)),
        DirectoryFault::Status(status) => {
            format!("Der Konnektor gibt sein Diensteverzeichnis nicht heraus (Antwort {status}).")
        }
        DirectoryFault::NotADirectory => {
            "Unter dieser Adresse antwortet etwas, das kein Konnektor ist.".to_owned()
        }
        DirectoryFault::NoService => {
            "Der Konnektor bietet den Dienst nicht an, mit dem geprüft wird.".to_owned()
        }
        DirectoryFault::TooLarge => {
            "Das Diensteverzeichnis ist viel zu groß; vermutlich ist es kein Konnektor.".to_owned()
        }
    }
}

fn directory_english(fault: &DirectoryFault) -> String {
    match fault {
        DirectoryFault::Silent(how) => format!("The connector {}.", silence_english(*how)),
        DirectoryFault::Status(status) => {
            format!("The connector does not give out its service directory (answer {status}).")
        }
        DirectoryFault::NotADirectory => {
            "Something that is not a connector answers at this address.".to_owned()
        }
        DirectoryFault::NoService => {
            "The connector does not offer the service that is used for checking.".to_owned()
        }
        DirectoryFault::TooLarge => {
            "The service directory is far too large; it is probably not a connector.".to_owned()
        }
    }
}

const fn silence_german(how: Silence) -> &'static str {
    match how {
        Silence::Reset => "hat die Verbindung abgebrochen",
        Silence::Timeout => "hat nicht rechtzeitig geantwortet",
        Silence::Unreadable => "hat unvollständig oder unlesbar geantwortet",
        Silence::Alert => "hat die Verbindung nach dem Aufbau zurückgewiesen",
    }
}

const fn silence_english(how: Silence) -> &'static str {
    match how {
        Silence::Reset => "broke the connection off",
        Silence::Timeout => "did not answer in time",
        Silence::Unreadable => "answered incompletely or unreadably",
        Silence::Alert => "rejected the connection after it was established",
    }
}

fn doubt_german(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Silent(how) => {
            format!("Der Konnektor {}, nachdem das Passwort gesendet war.", silence_german(*how))
        }
        Doubt::Status(status) => format!("Der Konnektor antwortete unerwartet (Antwort {status})."),
        Doubt::Fault(code) => {
            format!("Der Konnektor meldete einen Fehler, der das Passwort nicht betrifft ({code}).")
        }
        Doubt::ForeignBody => {
            "Der Konnektor antwortete mit etwas anderem als der erwarteten Nachricht.".to_owned()
        }
        Doubt::Unfinished => {
            "Konnektorwart wurde beendet, bevor die Antwort des Konnektors da war.".to_owned()
        }
    }
}

fn doubt_english(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Silent(how) => {
            format!("The connector {} after the password was sent.", silence_english(*how))
        }
        Doubt::Status(status) => format!("The connector answered unexpectedly (answer {status})."),
        Doubt::Fault(code) => {
            format!("The connector reported an error that does not concern the password ({code}).")
        }
        Doubt::ForeignBody => {
            "The connector answered with something else than the expected message.".to_owned()
        }
        Doubt::Unfinished => {
            "Konnektorwart was ended before the connector's answer came.".to_owned()
        }
    }
}
