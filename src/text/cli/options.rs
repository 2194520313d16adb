//! The help of arguments and options, and the names of their values.

use crate::text::Language;

impl Language {
    /// What an argument or option means; `path` as in [`Language::command_help`].
    pub fn argument_help(self, path: &str, id: &str) -> Option<&'static str> {
        let (german, english) = match (path, id) {
            (_, "help") => ("Zeigt diese Hilfe", "Shows this help"),
            (_, "version") => ("Zeigt die Version", "Shows the version"),
            (_, "json") => ("Ausgabe als JSON", "Output as JSON"),
            (_, "language") => {
                ("Sprache der Ausgabe: de oder en", "Language of the output: de or en")
            }
            (_, "verbose") => (
                "Mehr Protokoll auf der Fehlerausgabe; zweimal für noch mehr",
                "More log on standard error; twice for still more",
            ),
            ("status" | "check" | "history", "place") => (
                "Konnektor oder Zugang, zum Beispiel koeln oder koeln/local; ohne Angabe alle",
                "Connector or account, for example koeln or koeln/local; all if omitted",
            ),
            ("profile set", "place") => (
                "Konnektor, oder Zugang für --watched-on, --interval und --limit",
                "Connector, or account for --watched-on, --interval and --limit",
            ),
            ("test", "connector") => (
                "Name oder Kürzel des Konnektors; ohne Angabe alle",
                "Name or identifier of the connector; all if omitted",
            ),
            (_, "connector") => {
                ("Name oder Kürzel des Konnektors", "Name or identifier of the connector")
            }
            (_, "account") => (
                "Zugang, zum Beispiel koeln/local oder local",
                "Account, for example koeln/local or local",
            ),
            ("profile add", "name") => ("Wie die Praxis ihn nennt", "What the practice calls it"),
            ("profile set", "name") => ("Neuer Name", "New name"),
            (_, "address") => (
                "IP-Adresse oder Rechnername; eine Internetadresse wird zerlegt",
                "IP address or host name; a URL is taken apart",
            ),
            ("profile add", "accounts") => (
                "Zugang: client/BENUTZER (Kartenzugriff) oder management/BENUTZER (Konnektor-Wartung); \
                 mehrfach möglich",
                "Account: client/USER (card access) or management/USER (connector maintenance); may be \
                 repeated",
            ),
            (_, "add_accounts") => (
                "Fügt einen Zugang hinzu: client/BENUTZER oder management/BENUTZER",
                "Adds an account: client/USER or management/USER",
            ),
            (_, "remove_accounts") => (
                "Entfernt einen Zugang aus der Konfiguration; das Passwort bleibt gespeichert",
                "Removes an account from the configuration; the password is kept",
            ),
            (_, "watched_on") => (
                "Der eine Rechner, der überwacht: here (dieser), none oder sein Name",
                "The one computer that watches: here (this one), none, or its name",
            ),
            (_, "interval") => {
                ("Abstand der Prüfungen: 1m bis 24h", "Time between checks: 1m to 24h")
            }
            (_, "limit") => (
                "Anmeldeversuche, nach denen der Konnektor sperrt: 1 bis 99",
                "Attempts after which the connector locks: 1 to 99",
            ),
            ("profile add" | "profile set", "port") => {
                ("PVS-Port, sonst 443", "PVS port, 443 by default")
            }
            ("profile add" | "profile set", "management_port") => {
                ("Port der Weboberfläche, sonst 8500", "Port of the web interface, 8500 by default")
            }
            (_, "vendor") => (
                "Hersteller: secunet, kocobox, rise oder unknown",
                "Vendor: secunet, kocobox, rise or unknown",
            ),
            (_, "encryption") => (
                "Verschlüsselung: none, tls, password oder certificate",
                "Encryption: none, tls, password or certificate",
            ),
            (_, "certificate_file") => (
                "Datei mit dem eigenen Zertifikat (PKCS#12 oder PEM), für certificate",
                "File with the client certificate (PKCS#12 or PEM), for certificate",
            ),
            (_, "mandant") => ("Mandant wie im CardManager", "Mandant as in the CardManager"),
            (_, "clientsystem") => {
                ("Clientsystem wie im CardManager", "Clientsystem as in the CardManager")
            }
            (_, "arbeitsplatz") => {
                ("Arbeitsplatz wie im CardManager", "Arbeitsplatz as in the CardManager")
            }
            (_, "timeout") => (
                "Zeitgrenze einer Anfrage: 1s bis 120s, sonst 5s",
                "Time limit of one request: 1s to 120s, 5s by default",
            ),
            (_, "online_check") => (
                "Onlineprüfung: always (immer), on-demand (bei Bedarf) oder never (nie)",
                "Online check: always, on-demand or never",
            ),
            (_, "card_service") => (
                "CardService Version: auto oder eine, die der Konnektor anbietet, etwa 8.1.2",
                "CardService version: auto or one that the connector offers, such as 8.1.2",
            ),
            (_, "setting") => (
                "Name der Einstellung, wie „settings list“ ihn zeigt",
                "Name of the setting as “settings list” shows it",
            ),
            (_, "value") => ("Neuer Wert; none leert ihn", "New value; none clears it"),
            (_, "purge") => (
                "Löscht auch die gespeicherten Passwörter; fragt für jeden Zugang",
                "Deletes the stored passwords too; asks for each account",
            ),
            (_, "yes") => (
                "Entfernt ohne Rückfrage; löscht nie Passwörter",
                "Removes without asking; never deletes passwords",
            ),
            (_, "fingerprints") => (
                "Erwarteter Fingerabdruck (SHA-256): bestätigt ohne Rückfrage, nur wenn er genau stimmt; \
                 mehrfach möglich",
                "Expected fingerprint (SHA-256): confirms without asking only if it matches exactly; may \
                 be repeated",
            ),
            (_, "meaning") => (
                "Bei geändertem Zertifikat mit --fingerprint: same-device oder new-device",
                "For a changed certificate with --fingerprint: same-device or new-device",
            ),
            (_, "stdin") => (
                "Liest das Passwort als eine Zeile von der Standardeingabe",
                "Reads the password as one line from standard input",
            ),
            (_, "confirm_attempt") => (
                "Nur ohne Terminal: so viele Anmeldeversuche sind noch frei (siehe status); stimmt die \
                 Zahl nicht oder ist es der letzte, wird nichts gesendet",
                "Only without a terminal: this many attempts are left (see status); if the number is \
                 wrong or it is the last one, nothing is sent",
            ),
            (_, "length") => (
                "Zahl der Zeichen, höchstens 64; sonst 16 für Konnektor-Wartung, 24 für Kartenzugriff",
                "Number of characters, 64 at most; otherwise 16 for connector maintenance, 24 for card \
                 access",
            ),
            (_, "entered") => (
                "Das neue Passwort ist auch in x.concept eingetragen",
                "The new password has been entered in x.concept too",
            ),
            (_, "watched_here") => (
                "Kein anderer Rechner überwacht diesen Zugang; ab jetzt dieser",
                "No other computer watches this account; this one does from now on",
            ),
            (_, "until") => (
                "Ende: 2h, 18:00, tomorrow oder Datum mit Uhrzeit; höchstens 14 Tage",
                "End: 2h, 18:00, tomorrow or date with time; 14 days at most",
            ),
            (_, "reason") => ("Grund, für alle sichtbar", "Reason, visible to everybody"),
            (_, "interactive") => (
                "Überlässt die Änderungen Ihnen: zeigt Adresse und Zugänge, läuft bis Strg-C",
                "Leaves the changes to you: shows address and accounts, runs until Ctrl-C",
            ),
            (_, "headless") => {
                ("Ohne Symbol und Benachrichtigung", "Without icon and notifications")
            }
            ("simulator", "port") => (
                "TLS-Port der Dienste, sonst irgendein freier",
                "TLS port of the services, any free one by default",
            ),
            (_, "http_port") => ("Port ohne Verschlüsselung", "Port without encryption"),
            ("simulator", "management_port") => {
                ("Port der Weboberfläche", "Port of the web interface")
            }
            (_, "key") => (
                "Schlüssel der Zertifikate: rsa, p256, brainpool",
                "Key of the certificates: rsa, p256, brainpool",
            ),
            (_, "shell") => {
                ("bash, zsh, fish, elvish oder powershell", "bash, zsh, fish, elvish or powershell")
            }
            _ => return None,
        };
        Some(self.of(german, english))
    }

    /// The name of an argument's value in the help.
    pub fn value_name(self, id: &str) -> Option<&'static str> {
        let (german, english) = match id {
            "place" => ("ORT", "PLACE"),
            "connector" => ("KONNEKTOR", "CONNECTOR"),
            "account" | "accounts" | "add_accounts" | "remove_accounts" => ("ZUGANG", "ACCOUNT"),
            "name" => ("NAME", "NAME"),
            "address" => ("ADRESSE", "ADDRESS"),
            "port" | "management_port" | "http_port" => ("PORT", "PORT"),
            "vendor" => ("HERSTELLER", "VENDOR"),
            "encryption" => ("ART", "KIND"),
            "certificate_file" => ("DATEI", "FILE"),
            "mandant" => ("MANDANT", "MANDANT"),
            "clientsystem" => ("CLIENTSYSTEM", "CLIENTSYSTEM"),
            "arbeitsplatz" => ("ARBEITSPLATZ", "ARBEITSPLATZ"),
            "online_check" => ("WANN", "WHEN"),
            "card_service" => ("VERSION", "VERSION"),
            "setting" => ("EINSTELLUNG", "SETTING"),
            "value" => ("WERT", "VALUE"),
            "timeout" | "interval" => ("DAUER", "DURATION"),
            "limit" | "confirm_attempt" | "length" => ("ZAHL", "NUMBER"),
            "watched_on" => ("RECHNER", "COMPUTER"),
            "fingerprints" => ("SHA256", "SHA256"),
            "until" => ("ENDE", "END"),
            "reason" => ("GRUND", "REASON"),
            "key" => ("SCHLUESSEL", "KEY"),
            "shell" => ("SHELL", "SHELL"),
            _ => return None,
        };
        Some(self.of(german, english))
    }
}
