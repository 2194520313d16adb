//! What is wrong with a typed field and what would be right, and what is worth a word before saving.

use super::Language;
use crate::domain::draft::{EncryptionChoice, Field, Mistake, Warning};
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::profile::OnlineCheck;

impl Language {
    /// What is wrong, and what the field takes; one or two sentences for the place beside it.
    pub fn draft_mistake(self, field: Field, mistake: Mistake) -> String {
        match self {
            Self::German => mistake_german(field, mistake),
            Self::English => mistake_english(field, mistake),
        }
    }

    /// What is worth a word although it can be saved.
    pub fn draft_warning(self, warning: &Warning) -> String {
        match self {
            Self::German => warning_german(warning),
            Self::English => warning_english(warning),
        }
    }

    /// The field's name as it stands beside it; the CardManager's where it has one.
    pub const fn draft_field(self, field: Field) -> &'static str {
        match (self, field) {
            (Self::German | Self::English, Field::Name) => "Name",
            (Self::German, Field::Address) => "IP-Adresse",
            (Self::English, Field::Address) => "IP address",
            (Self::German, Field::Port) => "PVS-Port",
            (Self::English, Field::Port) => "PVS port",
            (Self::German, Field::ManagementPort) => "Port der Weboberfläche",
            (Self::English, Field::ManagementPort) => "Port of the web interface",
            (Self::German, Field::Timeout) => "Timeout in Sekunden",
            (Self::English, Field::Timeout) => "Timeout in seconds",
            (Self::German, Field::Encryption) => "Verschlüsselung",
            (Self::English, Field::Encryption) => "Encryption",
            (Self::German, Field::CertificateFile) => "Datei mit dem Client-Zertifikat",
            (Self::English, Field::CertificateFile) => "Client certificate file",
            (Self::German | Self::English, Field::Mandant) => "Mandant",
            (Self::German | Self::English, Field::Clientsystem) => "Clientsystem",
            (Self::German | Self::English, Field::Arbeitsplatz) => "Arbeitsplatz",
            (Self::German, Field::Accounts) => "Zugänge",
            (Self::English, Field::Accounts) => "Accounts",
            (Self::German, Field::User(_)) => "Benutzername",
            (Self::English, Field::User(_)) => "User name",
            (Self::German, Field::Interval(_)) => "Prüfabstand in Minuten",
            (Self::English, Field::Interval(_)) => "Check interval in minutes",
        }
    }

    /// The CardManager's words for the four encryptions.
    pub const fn encryption_choice(self, choice: EncryptionChoice) -> &'static str {
        match (self, choice) {
            (Self::German, EncryptionChoice::None) => "keine",
            (Self::German, EncryptionChoice::Tls) => "TLS Verschlüsselung",
            (Self::German, EncryptionChoice::TlsPassword) => {
                "TLS Verschlüsselung mit Benutzername und Passwort"
            }
            (Self::German, EncryptionChoice::TlsCertificate) => {
                "TLS Verschlüsselung mit Zertifikat"
            }
            (Self::English, EncryptionChoice::None) => "none",
            (Self::English, EncryptionChoice::Tls) => "TLS encryption",
            (Self::English, EncryptionChoice::TlsPassword) => {
                "TLS encryption with user name and password"
            }
            (Self::English, EncryptionChoice::TlsCertificate) => "TLS encryption with certificate",
        }
    }

    /// The CardManager's words for the three choices of "Onlineprüfung".
    pub const fn online_check_choice(self, choice: OnlineCheck) -> &'static str {
        match (self, choice) {
            (Self::German, OnlineCheck::Always) => "immer",
            (Self::German, OnlineCheck::OnDemand) => "bei Bedarf",
            (Self::German, OnlineCheck::Never) => "nie",
            (Self::English, OnlineCheck::Always) => "always",
            (Self::English, OnlineCheck::OnDemand) => "on demand",
            (Self::English, OnlineCheck::Never) => "never",
        }
    }
}

fn mistake_german(field: Field, mistake: Mistake) -> String {
    let name = Language::German.draft_field(field);
    match mistake {
        Mistake::Empty => match field {
            Field::Address => {
                "Die IP-Adresse fehlt. Erlaubt ist eine IP-Adresse oder ein Rechnername, zum Beispiel \
                 10.1.112.210 oder konnektor.praxis.local."
                    .to_owned()
            }
            Field::CertificateFile => {
                "Für diese Verschlüsselung fehlt die Datei mit dem Client-Zertifikat (.p12 oder .pem)."
                    .to_owned()
            }
            Field::Name
            | Field::Port
            | Field::ManagementPort
            | Field::Timeout
            | Field::Encryption
            | Field::Mandant
            | Field::Clientsystem
            | Field::Arbeitsplatz
            | Field::Accounts
            | Field::User(_)
            | Field::Interval(_) => format!("Das Feld „{name}“ ist leer. Tragen Sie einen Wert ein."),
        },
        Mistake::TooLong { most, found } => {
            format!("Das sind {found} Zeichen. Erlaubt sind höchstens {most}.")
        }
        Mistake::Control => "Der Text enthält einen Zeilenumbruch, einen Tabulator oder ein anderes \
             unsichtbares Zeichen. Erlaubt sind nur sichtbare Zeichen und Leerzeichen."
            .to_owned(),
        Mistake::Character(':') => {
            "Ein Doppelpunkt ist hier nicht erlaubt; alle anderen sichtbaren Zeichen sind es.".to_owned()
        }
        Mistake::Character(' ') => "Eine Adresse enthält kein Leerzeichen. Erlaubt ist zum Beispiel \
             10.1.112.210 oder konnektor.praxis.local."
            .to_owned(),
        Mistake::Character(c) => format!(
            "„{c}“ kommt in keiner Adresse vor. Erlaubt sind Buchstaben ohne Umlaute, Ziffern, Punkt \
             und Bindestrich."
        ),
        Mistake::IpAddress => "Das ist keine IP-Adresse. Erlaubt sind vier Zahlen von 0 bis 255 wie \
             10.1.112.210, oder IPv6 wie fd00::1."
            .to_owned(),
        Mistake::HostName => "Das ist weder eine IP-Adresse noch ein Rechnername. Erlaubt ist zum \
             Beispiel 10.1.112.210 oder konnektor.praxis.local."
            .to_owned(),
        Mistake::PortOfAddress => "Hinter dem Doppelpunkt steht kein Port. Erlaubt ist eine Zahl von 1 \
             bis 65535."
            .to_owned(),
        Mistake::NotANumber => "Das ist keine ganze Zahl. Erlaubt sind nur Ziffern.".to_owned(),
        Mistake::PortRange => {
            "Diesen Port gibt es nicht. Erlaubt ist eine Zahl von 1 bis 65535.".to_owned()
        }
        Mistake::TimeoutRange => {
            "Diese Zeit ist nicht möglich. Erlaubt sind 1 bis 120 Sekunden.".to_owned()
        }
        Mistake::NotASpan => "Das ist kein Abstand. Erlaubt sind Minuten als Zahl, oder eine Zahl mit \
             s, min oder h."
            .to_owned(),
        Mistake::IntervalRange => {
            "Dieser Abstand ist nicht möglich. Erlaubt sind 1 Minute bis 24 Stunden.".to_owned()
        }
        Mistake::Twice => "Dieser Zugang steht schon weiter oben. Erlaubt ist jeder Benutzername \
             einmal; Groß- und Kleinschreibung zählen nicht."
            .to_owned(),
        Mistake::ContextPart => format!(
            "Es fehlt: {name}. Mandant, Clientsystem und Arbeitsplatz gehören zusammen; erlaubt sind \
             alle drei oder keines."
        ),
        Mistake::SamePort => "Weboberfläche und PVS-Port können nicht derselbe Port sein. Üblich sind \
             443 für den PVS-Port und 8500, 9443 oder 8443 für die Weboberfläche."
            .to_owned(),
    }
}

fn mistake_english(field: Field, mistake: Mistake) -> String {
    let name = Language::English.draft_field(field);
    match mistake {
        Mistake::Empty => match field {
            Field::Address => {
                "The IP address is missing. An IP address or a host name is allowed, for \
                 example 10.1.112.210 or konnektor.praxis.local."
                    .to_owned()
            }
            Field::CertificateFile => {
                "This encryption needs the file of the client certificate (.p12 or .pem)."
                    .to_owned()
            }
            Field::Name
            | Field::Port
            | Field::ManagementPort
            | Field::Timeout
            | Field::Encryption
            | Field::Mandant
            | Field::Clientsystem
            | Field::Arbeitsplatz
            | Field::Accounts
            | Field::User(_)
            | Field::Interval(_) => format!("The field “{name}” is empty. Enter a value."),
        },
        Mistake::TooLong { most, found } => {
            format!("These are {found} characters. At most {most} are allowed.")
        }
        Mistake::Control => {
            "The text holds a line break, a tab or another character that cannot be \
             seen. Only visible characters and blanks are allowed."
                .to_owned()
        }
        Mistake::Character(':') => {
            "A colon is not allowed here; all other visible characters are.".to_owned()
        }
        Mistake::Character(' ') => {
            "An address has no blank in it. Allowed is for example 10.1.112.210 \
             or konnektor.praxis.local."
                .to_owned()
        }
        Mistake::Character(c) => format!(
            "“{c}” is part of no address. Letters without accents, digits, full stop and hyphen are \
             allowed."
        ),
        Mistake::IpAddress => {
            "This is no IP address. Allowed are four numbers from 0 to 255 such as \
             10.1.112.210, or IPv6 such as fd00::1."
                .to_owned()
        }
        Mistake::HostName => {
            "This is neither an IP address nor a host name. Allowed is for example \
             10.1.112.210 or konnektor.praxis.local."
                .to_owned()
        }
        Mistake::PortOfAddress => {
            "There is no port after the colon. A number from 1 to 65535 is allowed.".to_owned()
        }
        Mistake::NotANumber => "This is no whole number. Only digits are allowed.".to_owned(),
        Mistake::PortRange => {
            "There is no such port. A number from 1 to 65535 is allowed.".to_owned()
        }
        Mistake::TimeoutRange => {
            "This time is not possible. 1 to 120 seconds are allowed.".to_owned()
        }
        Mistake::NotASpan => {
            "This is no interval. Minutes as a number are allowed, or a number with s, \
             min or h."
                .to_owned()
        }
        Mistake::IntervalRange => {
            "This interval is not possible. 1 minute to 24 hours are allowed.".to_owned()
        }
        Mistake::Twice => {
            "This account stands further up already. Each user name is allowed once; \
             upper and lower case do not count."
                .to_owned()
        }
        Mistake::ContextPart => format!(
            "{name} is missing. Mandant, Clientsystem and Arbeitsplatz belong together; all three or \
             none are allowed."
        ),
        Mistake::SamePort => {
            "Web interface and PVS port cannot be the same port. Usual are 443 for \
             the PVS port and 8500, 9443 or 8443 for the web interface."
                .to_owned()
        }
    }
}

fn warning_german(warning: &Warning) -> String {
    match warning {
        Warning::AnotherAddress => "Die Adresse ist eine andere als bisher. Gespeicherte Passwörter \
             werden dort nur verwendet, wenn sich der Konnektor mit dem bestätigten Zertifikat ausweist."
            .to_owned(),
        Warning::AnotherPort(plane) => format!(
            "Der Port ist ein anderer als bisher. Das Passwort ({}) wird dort nur verwendet, wenn das \
             bestätigte Zertifikat gezeigt wird.",
            Language::German.plane(*plane)
        ),
        Warning::PortOfAddress(plane, port) => format!(
            "Der Port {port} aus der Adresse gilt als {}.",
            Language::German.draft_field(field_of(*plane))
        ),
        Warning::NewAccount(AccountRef { user, .. }) => {
            format!("Für „{user}“ muss nach dem Speichern ein Passwort eingetragen werden.")
        }
        Warning::AccountLeft(AccountRef { user, .. }) => {
            format!("„{user}“ wird nicht mehr überwacht. Das gespeicherte Passwort bleibt erhalten.")
        }
        Warning::Plain => "Ohne Verschlüsselung wird nie ein Passwort gesendet; ob es stimmt, lässt \
             sich dann nicht feststellen."
            .to_owned(),
        Warning::NoPassword => "Diese Verschlüsselung verwendet kein Passwort; ob es stimmt, lässt sich \
             dann nicht feststellen."
            .to_owned(),
        Warning::NoContext => "Ohne Mandant, Clientsystem und Arbeitsplatz kann der Kartenzugriff nicht \
             geprüft werden."
            .to_owned(),
        Warning::NoAccount => {
            "Es ist kein Zugang eingetragen; überwacht wird dann nichts.".to_owned()
        }
    }
}

fn warning_english(warning: &Warning) -> String {
    match warning {
        Warning::AnotherAddress => {
            "The address is not the one of before. Stored passwords are used \
             there only if the connector shows the confirmed certificate."
                .to_owned()
        }
        Warning::AnotherPort(plane) => format!(
            "The port is not the one of before. The password ({}) is used there only if the confirmed \
             certificate is shown.",
            Language::English.plane(*plane)
        ),
        Warning::PortOfAddress(plane, port) => format!(
            "Port {port} of the address counts as {}.",
            Language::English.draft_field(field_of(*plane))
        ),
        Warning::NewAccount(AccountRef { user, .. }) => {
            format!("A password has to be entered for “{user}” after saving.")
        }
        Warning::AccountLeft(AccountRef { user, .. }) => {
            format!("“{user}” is no longer watched. The stored password is kept.")
        }
        Warning::Plain => {
            "Without encryption no password is ever sent; whether it is right cannot be \
             found out then."
                .to_owned()
        }
        Warning::NoPassword => {
            "This encryption uses no password; whether it is right cannot be found \
             out then."
                .to_owned()
        }
        Warning::NoContext => {
            "Without Mandant, Clientsystem and Arbeitsplatz card access cannot be \
             checked."
                .to_owned()
        }
        Warning::NoAccount => "No account is entered; nothing is watched then.".to_owned(),
    }
}

const fn field_of(plane: Plane) -> Field {
    match plane {
        Plane::Client => Field::Port,
        Plane::Management => Field::ManagementPort,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [Field; 13] = [
        Field::Name,
        Field::Address,
        Field::Port,
        Field::ManagementPort,
        Field::Timeout,
        Field::Encryption,
        Field::CertificateFile,
        Field::Mandant,
        Field::Clientsystem,
        Field::Arbeitsplatz,
        Field::Accounts,
        Field::User(0),
        Field::Interval(0),
    ];

    const MISTAKES: [Mistake; 16] = [
        Mistake::Empty,
        Mistake::TooLong { most: 100, found: 300 },
        Mistake::Control,
        Mistake::Character(':'),
        Mistake::Character(' '),
        Mistake::Character('#'),
        Mistake::IpAddress,
        Mistake::HostName,
        Mistake::PortOfAddress,
        Mistake::NotANumber,
        Mistake::PortRange,
        Mistake::TimeoutRange,
        Mistake::NotASpan,
        Mistake::Twice,
        Mistake::ContextPart,
        Mistake::SamePort,
    ];

    #[test]
    fn every_mistake_says_what_is_wrong_and_what_is_right_in_the_words_of_the_screens() {
        let never =
            ["Konto", "Account", "Login", "Kennwort", "Profil", "Verwaltung", "Benutzerkennung"];
        for field in FIELDS {
            for mistake in MISTAKES {
                let german = Language::German.draft_mistake(field, mistake);
                let english = Language::English.draft_mistake(field, mistake);
                assert!(german.ends_with('.') && english.ends_with('.'), "{german} {english}");
                assert_ne!(german, english);
                assert!(never.iter().all(|word| !german.contains(word)), "{german}");
                assert!(!english.contains(['ä', 'ö', 'ü', 'ß', '„']), "{english}");
            }
        }
    }
}
