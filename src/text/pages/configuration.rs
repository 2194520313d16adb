//! *Konnektor-Konfiguration*: labels, and sentences about what is typed, saved, stored and removed.

use jiff::Timestamp;

use crate::domain::draft::Field;
use crate::domain::identity::{AccountRef, MachineName, Plane};
use crate::text::{Language, System, Words};

super::words! {
    /// The labels are the CardManager's where it has them.
    ConfigurationWords {
        name: "Name:", "Name:";
        address: "IP-Adresse:", "IP address:";
        address_example: "10.1.112.210 oder konnektor.praxis.local",
            "10.1.112.210 or konnektor.praxis.local";
        port: "PVS-Port:", "PVS port:";
        timeout: "Timeout in Sekunden:", "Timeout in seconds:";
        online_check: "Onlineprüfung:", "Online check:";
        encryption: "Verschlüsselung:", "Encryption:";
        card_service: "CardService Version:", "CardService version:";
        user: "Benutzername:", "User name:";
        password: "Passwort:", "Password:";
        firmware: "Firmware Version:", "Firmware version:";
        certificate_file: "Client-Zertifikat:", "Client certificate:";
        choose_file: "Datei auswählen…", "Choose a file…";
        file_password: "Passwort der Datei:", "Password of the file:";
        open_file: "Datei öffnen", "Open the file";
        fold: "Konnektor-Wartung und Kontext", "Connector maintenance and context";
        management_port: "Port der Weboberfläche:", "Port of the web interface:";
        vendor: "Hersteller:", "Vendor:";
        mandant: "Mandant:", "Mandant:";
        clientsystem: "Clientsystem:", "Clientsystem:";
        arbeitsplatz: "Arbeitsplatz:", "Arbeitsplatz:";
        interval: "Prüfabstand in Minuten:", "Check interval in minutes:";
        limit: "Versuche bis zur Sperre:", "Attempts until locked:";
        watcher: "Überwacht von:", "Watched by:";
        machine: "Name des Rechners:", "Name of the computer:";
        add_client: "Zugang für Kartenzugriff hinzufügen", "Add an account for card access";
        add_management: "Zugang für Konnektor-Wartung hinzufügen",
            "Add an account for connector maintenance";
        remove_account: "Aus der Liste nehmen", "Take out of the list";
        remove: "Konnektor entfernen…", "Remove the connector…";
        test: "Verbindungstest", "Connection test";
        run_test: "Verbindung testen", "Test the connection";
        cancel: "Abbrechen", "Cancel";
        certificates: "Zertifikate", "Certificates";
        check_certificates: "Zertifikate prüfen…", "Check the certificates…";
        leave: "Abbrechen", "Cancel";
        save: "Speichern", "Save";
        locked: "Von Ihrer IT-Betreuung vorgegeben.", "Set by your IT support.";
        auto: "AUTO", "AUTO";
        detected: "wird erkannt", "detected by itself";
        elsewhere: "ein anderer Rechner", "another computer";
        nobody: "niemand", "nobody";
        not_stored: "noch nicht gespeichert", "not stored yet";
        after_saving: "nach dem Speichern einzutragen", "to be entered after saving";
        enter_changed: "Geändertes Passwort eintragen…", "Enter the changed password…";
        enter: "Passwort eintragen…", "Enter the password…";
        not_confirmed: "noch nicht bestätigt", "not confirmed yet";
        other_shown: "Der Konnektor zeigt ein anderes Zertifikat.",
            "The connector shows another certificate.";
        own_machine: "Nur ein Rechner prüft einen Zugang mit Passwort. Wird er schon an einem anderen \
                      überwacht, wählen Sie diesen.",
            "Only one computer checks an account with its password. If another one watches it already, \
             choose that one.";
        nobody_watches: "Niemand prüft das Passwort. Wählen Sie einen Rechner aus.",
            "Nobody checks the password. Choose a computer.";
        machine_missing: "Der Name des Rechners fehlt, zum Beispiel EMPFANG-1.",
            "The name of the computer is missing, for example EMPFANG-1.";
        limit_wrong: "Erlaubt ist eine Zahl von 1 bis 99. Üblich sind 3.",
            "A number from 1 to 99 is allowed. Usual is 3.";
        no_client: "Ein Benutzername wird erst mit der Verschlüsselung „mit Benutzername und Passwort“ \
                    gebraucht.",
            "A user name is needed only with the encryption “with user name and password”.";
        not_here: "Dieser Konnektor wurde von Ihrer IT-Betreuung eingerichtet und kann nur dort \
                   entfernt werden.",
            "This connector was set up by your IT support and can be removed only there.";
        unsaved: "Änderungen verwerfen?", "Discard the changes?";
        unsaved_meaning: "Die Eingaben sind noch nicht gespeichert.", "What you typed is not saved yet.";
        discard: "Verwerfen", "Discard";
        keep_editing: "Weiter bearbeiten", "Go on editing";
        elsewhere_changed: "Die Konfiguration wurde inzwischen an anderer Stelle geändert.",
            "The configuration was changed elsewhere in the meantime.";
        elsewhere_meaning: "Ihre Eingaben stehen noch da, gespeichert ist nichts. „Trotzdem speichern“ \
                            ändert nur die Felder, die Sie geändert haben.",
            "What you typed is still here, nothing was saved. “Save anyway” changes only the fields \
             that you changed.";
        save_anyway: "Trotzdem speichern", "Save anyway";
        load_again: "Eingaben verwerfen und neu laden", "Discard and load again";
        kept: "Ihre Eingaben stehen noch da.", "What you typed is still here.";
        gone: "Diesen Konnektor gibt es nicht mehr.", "This connector does not exist any more.";
        gone_meaning: "Er wurde inzwischen an anderer Stelle entfernt. Gespeichert wird hier nichts mehr.",
            "It was removed elsewhere in the meantime. Nothing is saved here any more.";
        saved: "Gespeichert.", "Saved.";
        close: "Schließen", "Close";
        remove_question: "Diesen Konnektor entfernen?", "Remove this connector?";
        remove_meaning: "Er wird nicht mehr überwacht. Passwörter und Verlauf bleiben gespeichert, außer \
                         Sie wählen hier ihre Löschung.",
            "It is no longer watched. Passwords and history stay stored, unless you choose here to \
             delete them.";
        remove_now: "Konnektor entfernen", "Remove the connector";
        file_opens: "Die Datei lässt sich öffnen.", "The file can be opened.";
        file_stored: "Die Datei lässt sich öffnen; ihr Passwort ist gespeichert.",
            "The file can be opened; its password is stored.";
        file_missing: "Die Datei kann nicht gelesen werden. Prüfen Sie Ordner, Namen und Zugriffsrechte.",
            "The file cannot be read. Check its folder, its name and the access rights.";
        file_closed: "Die Datei lässt sich so nicht öffnen: Ihr Passwort fehlt, oder es ist kein \
                      Zertifikat mit Schlüssel (.p12, .pfx oder .pem).",
            "The file cannot be opened like this: its password is missing, or it is no certificate with \
             a key (.p12, .pfx or .pem).";
        file_wrong: "Das Passwort passt nicht, oder die Datei ist kein Zertifikat mit Schlüssel. \
                     Gespeichert wurde nichts.",
            "The password does not fit, or the file is no certificate with a key. Nothing was stored.";
        file_once: "Wird einmal gebraucht und im Passwortspeicher abgelegt, nicht in den Einstellungen.",
            "Needed once and kept in the password store, not in the settings.";
        certificate_kind: "Zertifikat mit Schlüssel", "Certificate with key";
        first_mistakes: "Ein Test ist erst möglich, wenn alle Angaben stimmen.",
            "A test is possible once everything typed is right.";
        costs_nothing: "Der Test sendet kein Passwort.", "The test sends no password.";
        at_most_once: "Der Test meldet sich mit jedem Zugang höchstens einmal an.",
            "The test logs in with each account at most once.";
        cancelling: "Der Test wird abgebrochen.", "The test is being cancelled.";
        not_tested: "Der Test konnte nicht beginnen.", "The test could not begin.";
    }
}

impl Language {
    /// The title of the window.
    pub fn configuration_title(self, name: &str) -> String {
        let title = match self {
            Self::German => "Konnektor-Konfiguration",
            Self::English => "Connector configuration",
        };
        if name.trim().is_empty() { title.to_owned() } else { format!("{title} – {name}") }
    }

    /// The link to the web interface, with the firmware version where it is known.
    pub fn firmware_link(self, firmware: Option<&str>) -> String {
        let open = match self {
            Self::German => "Weboberfläche öffnen",
            Self::English => "Open the web interface",
        };
        firmware.map_or_else(|| open.to_owned(), |version| format!("{version} – {open}"))
    }

    /// That a password is stored, and where.
    pub const fn stored_in(self, system: System) -> &'static str {
        match (self, system) {
            (Self::German, System::Windows) => "gespeichert (Windows-Anmeldeinformationen)",
            (Self::German, System::Other) => "gespeichert (Schlüsselbund)",
            (Self::English, System::Windows) => "stored (Windows credentials)",
            (Self::English, System::Other) => "stored (keyring)",
        }
    }

    /// This machine as a choice of who watches.
    pub fn this_machine(self, machine: &MachineName) -> String {
        match self {
            Self::German => format!("dieser Rechner ({machine})"),
            Self::English => format!("this computer ({machine})"),
        }
    }

    /// Another vendor was recognized than the chosen one.
    pub fn vendor_differs(self, name: &str) -> String {
        match self {
            Self::German => format!("Der Konnektor meldet sich als {name}."),
            Self::English => format!("The connector says that it is {name}."),
        }
    }

    /// An account's heading.
    pub fn account_title(self, plane: Plane, user: Option<&str>) -> String {
        let plane = self.plane(plane);
        user.map_or_else(|| plane.to_owned(), |user| format!("{plane}: {}", self.quoted(user)))
    }

    /// What the fold holds, in one line.
    pub fn fold_summary(self, users: &[&str], port: &str, context: Option<[&str; 3]>) -> String {
        let users: Vec<String> = users.iter().map(|user| self.quoted(user)).collect();
        let user = match (self, users.len()) {
            (Self::German, 0) => "kein Benutzer".to_owned(),
            (Self::English, 0) => "no user".to_owned(),
            (Self::German, _) => format!("Benutzer {}", users.join(", ")),
            (Self::English, _) => format!("user {}", users.join(", ")),
        };
        let context = match (self, context) {
            (Self::German, None) => "ohne Mandant".to_owned(),
            (Self::English, None) => "without Mandant".to_owned(),
            (_, Some([mandant, clientsystem, arbeitsplatz])) => {
                format!(
                    "Mandant {mandant}, Clientsystem {clientsystem}, Arbeitsplatz {arbeitsplatz}"
                )
            }
        };
        match self {
            Self::German => format!("{user}, Port {port} · {context}"),
            Self::English => format!("{user}, port {port} · {context}"),
        }
    }

    /// Instead of the summary: something inside is wrong.
    pub fn fold_mistakes(self, fields: &[Field]) -> String {
        let names = self.field_names(fields);
        match self {
            Self::German => format!("Hier ist noch etwas zu berichtigen: {names}"),
            Self::English => format!("Something is still to be corrected here: {names}"),
        }
    }

    /// Why it cannot be saved yet.
    pub fn to_be_corrected(self, fields: &[Field]) -> String {
        let names = self.field_names(fields);
        match self {
            Self::German => format!("Vor dem Speichern noch zu berichtigen: {names}."),
            Self::English => format!("Still to be corrected before saving: {names}."),
        }
    }

    fn field_names(self, fields: &[Field]) -> String {
        let mut names: Vec<&str> = Vec::new();
        for field in fields {
            let name = self.draft_field(*field);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }

    /// Only members of a group may change anything.
    pub fn only_members(self, group: &str) -> String {
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

    /// Accounts whose passwords have to be entered after saving.
    pub fn passwords_missing(self, accounts: &[AccountRef]) -> String {
        let users: Vec<String> =
            accounts.iter().map(|account| self.quoted(account.user.as_str())).collect();
        let users = users.join(", ");
        match self {
            Self::German => format!(
                "Für {users} ist noch kein Passwort gespeichert; bis dahin wird dieser Zugang nicht \
                 überwacht."
            ),
            Self::English => {
                format!("No password is stored for {users} yet; until then it is not watched.")
            }
        }
    }

    /// The tick that deletes what is stored for an account.
    pub fn delete_stored(self, account: &AccountRef) -> String {
        let (user, plane) = (self.quoted(account.user.as_str()), self.plane(account.plane));
        match self {
            Self::German => format!("Auch Passwörter und Verlauf von {user} ({plane}) löschen"),
            Self::English => format!("Also delete passwords and history of {user} ({plane})"),
        }
    }
}

impl Words {
    /// When a certificate was confirmed and until when it is valid, as far as known.
    pub fn confirmed(&self, at: Option<Timestamp>, until: Option<Timestamp>) -> String {
        let full = |at: Timestamp| {
            at.to_zoned_datetime(self.zone.clone()).strftime("%d.%m.%Y").to_string()
        };
        let parts = match self.language {
            Language::German => [
                Some(at.map_or_else(
                    || "bestätigt".to_owned(),
                    |at| format!("bestätigt am {}", full(at)),
                )),
                until.map(|until| format!("gültig bis {}", full(until))),
            ],
            Language::English => [
                Some(at.map_or_else(
                    || "confirmed".to_owned(),
                    |at| format!("confirmed on {}", full(at)),
                )),
                until.map(|until| format!("valid until {}", full(until))),
            ],
        };
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}
