//! The help of the commands, and the words of its frame.

use crate::text::Language;

impl Language {
    /// What a command does, in one sentence; `path` is `check` or `profile add`, empty for the program.
    pub fn command_help(self, path: &str) -> Option<&'static str> {
        let (german, english) = match path {
            "" => (
                "Überwacht die Zugangsdaten eines TI-Konnektors und warnt, bevor ein Zugang gesperrt wird.",
                "Watches the credentials of a TI-Konnektor and warns before an account is locked.",
            ),
            "demo" => (
                "Zeigt mit einem simulierten Konnektor, was bei einer Passwortänderung geschieht",
                "Shows with a simulated connector what happens when a password is changed",
            ),
            "status" => {
                ("Zeigt, was bekannt ist; sendet nichts", "Shows what is known; sends nothing")
            }
            "history" => (
                "Zeigt, was mit den Zugängen geschehen ist, neueste zuerst; sendet nichts",
                "Shows what happened to the accounts, newest first; sends nothing",
            ),
            "check" => (
                "Prüft einmal; ein abgelehntes Passwort wird nicht noch einmal gesendet",
                "Checks once; a refused password is never sent again",
            ),
            "test" => (
                "Testet die Verbindung Schritt für Schritt, mit Ergebnis, Dauer und Abhilfe",
                "Tests the connection step by step, with result, duration and remedy",
            ),
            "watch" => (
                "Überwacht ohne Symbol im Infobereich, bis Strg-C gedrückt wird",
                "Watches without a tray icon until Ctrl-C is pressed",
            ),
            "profile" => ("Konnektor-Konfiguration", "Connector configuration"),
            "profile add" => ("Fügt einen Konnektor hinzu", "Adds a connector"),
            "profile list" => ("Listet die Konnektoren auf", "Lists the connectors"),
            "profile show" => ("Zeigt die Angaben zu einem Konnektor", "Shows one connector"),
            "profile set" => (
                "Ändert Angaben zu einem Konnektor oder einem Zugang",
                "Changes settings of a connector or an account",
            ),
            "profile remove" => (
                "Entfernt einen Konnektor; gespeicherte Passwörter bleiben erhalten",
                "Removes a connector; stored passwords are kept",
            ),
            "settings" => ("Einstellungen außer den Konnektoren", "Settings beside the connectors"),
            "settings list" => ("Zeigt alle Einstellungen", "Shows all settings"),
            "settings get" => ("Zeigt eine Einstellung", "Shows one setting"),
            "settings set" => ("Ändert eine Einstellung", "Changes one setting"),
            "trust" => (
                "Zeigt den Fingerabdruck des Zertifikats und fragt, ob er stimmt",
                "Shows the fingerprint of the certificate and asks whether it is right",
            ),
            "adopt" => (
                "Geändertes Passwort eintragen: eine Anmeldung als Beweis, erst dann wird es gespeichert",
                "Enter a changed password: one login as proof, only then is it stored",
            ),
            "password" => (
                "Neue Passwörter nach den Regeln des Konnektors",
                "New passwords by the connector's rules",
            ),
            "password generate" => (
                "Erzeugt ein zufälliges Passwort, das die Regeln erfüllt, und zeigt es im Terminal",
                "Makes a random password that keeps the rules, and shows it in the terminal",
            ),
            "password check" => (
                "Prüft ein Passwort gegen die Regeln des Konnektors; gesendet wird nichts",
                "Checks a password against the connector's rules; nothing is sent",
            ),
            "certificate" => (
                "Passwort der Datei mit dem eigenen Zertifikat eintragen; gesendet wird nichts",
                "Enter the password of the client certificate's file; nothing is sent",
            ),
            "task" => ("Offene Aufgaben", "Open tasks"),
            "task done" => (
                "Das neue Passwort ist auch in x.concept eingetragen",
                "The new password has been entered in x.concept too",
            ),
            "open" => (
                "Öffnet die Konnektor-Weboberfläche im Browser",
                "Opens the connector's web interface in the browser",
            ),
            "pause" => (
                "Hält Prüfungen und Benachrichtigungen dieses Rechners an",
                "Stops checks and notifications of this computer",
            ),
            "resume" => ("Beendet die Pause", "Ends the pause"),
            "services" => (
                "Zeigt das Dienstverzeichnis des Konnektors (connector.sds)",
                "Shows the connector's service directory (connector.sds)",
            ),
            "simulator" => (
                "Startet einen simulierten Konnektor auf diesem Rechner",
                "Starts a simulated connector on this computer",
            ),
            "completions" => (
                "Schreibt die Vervollständigung für eine Shell",
                "Writes the completions for a shell",
            ),
            "man" => ("Schreibt die Handbuchseite", "Writes the manual page"),
            _ => return None,
        };
        Some(self.of(german, english))
    }

    /// What stands below the help of a command.
    pub fn command_notes(self, path: &str) -> Option<&'static str> {
        let (german, english) = match path {
            "" => (
                "Ende-Code: 0 in Ordnung, 1 Warnung, 2 kritisch, 3 unbekannt, 64 falscher Aufruf.\n\
                 Die Sprache ist Deutsch, außer die Umgebung (LC_ALL, LC_MESSAGES, LANG) oder --language \
                 nennt Englisch.",
                "Exit codes: 0 ok, 1 warning, 2 critical, 3 unknown, 64 wrong usage.\n\
                 The language is German unless the environment (LC_ALL, LC_MESSAGES, LANG) or --language \
                 says English.",
            ),
            "check" => (
                "Was nach den Sicherheitsregeln nicht gesendet werden darf, wird nicht gesendet: Die \
                 Antwort ist dann „Nicht geprüft“ mit Ende-Code 2. Der Befehl darf jede Minute laufen.",
                "What the safety rules forbid is not sent: the answer is “Not checked” with exit code 2. \
                 The command may run every minute.",
            ),
            "history" => (
                "Die Ausgabe ist ein Bericht zum Speichern oder Senden: konnektorwart history >                  verlauf.txt. Passwörter stehen nicht darin.",
                "The output is a report to save or to send: konnektorwart history > history.txt. It holds                  no passwords.",
            ),
            "test" => (
                "Angemeldet wird je Zugang höchstens einmal, und nur, wenn die Sicherheitsregeln es \
                 erlauben. Strg-C bricht ab; eine begonnene Anmeldung wird zu Ende geführt. Ende-Codes wie \
                 bei „check“.",
                "Each account is logged in at most once, and only if the safety rules allow it. Ctrl-C \
                 cancels; a login that has begun is brought to its end. Exit codes as with “check”.",
            ),
            "adopt" => (
                "Das Passwort wird am Terminal eingegeben und nicht angezeigt, oder mit --stdin als eine \
                 Zeile gelesen. Es steht nie in der Befehlszeile und nie in der Umgebung.",
                "The password is typed at the terminal and not shown, or read as one line with --stdin. It \
                 never stands on the command line nor in the environment.",
            ),
            "password generate" => (
                "Das Passwort wird nicht gespeichert. Es enthält keine verwechselbaren Zeichen (I, l, 1, O, \
                 0, o) und keine Umlaute.",
                "The password is not stored. It has no characters that look alike (I, l, 1, O, 0, o) and \
                 no umlauts.",
            ),
            "password check" => (
                "Ende-Code 0, wenn keine bekannte Regel verletzt ist, sonst 2. Das Passwort wird am Terminal \
                 eingegeben und nicht angezeigt, oder mit --stdin als eine Zeile gelesen.",
                "Exit code 0 if no known rule is broken, otherwise 2. The password is typed at the terminal \
                 and not shown, or read as one line with --stdin.",
            ),
            "pause" => (
                "Beispiele: --until 2h   --until 18:00   --until tomorrow   --until 2026-11-25T08:00",
                "Examples: --until 2h   --until 18:00   --until tomorrow   --until 2026-11-25T08:00",
            ),
            "profile add" => (
                "Beispiel: konnektorwart profile add \"Praxis Köln\" 10.1.112.210 --account client/praxis \
                 --account management/local --mandant Praxis --clientsystem x.concept --arbeitsplatz Empfang",
                "Example: konnektorwart profile add \"Praxis Köln\" 10.1.112.210 --account client/praxis \
                 --account management/local --mandant Praxis --clientsystem x.concept --arbeitsplatz Empfang",
            ),
            "settings set" => (
                "Beispiele: notifications.quiet_hours 20:00-07:30   \
                 notifications.closed_days saturday,sunday,2026-12-24   contact.telephone \"0221 4711\"\n\
                 none leert eine Angabe. Konnektoren ändert „konnektorwart profile set“.",
                "Examples: notifications.quiet_hours 20:00-07:30   \
                 notifications.closed_days saturday,sunday,2026-12-24   contact.telephone \"0221 4711\"\n\
                 none clears a value. Connectors are changed by “konnektorwart profile set”.",
            ),
            "trust" => (
                "Den Fingerabdruck zeigt der Konnektor in seiner Weboberfläche; vergleichen Sie alle acht \
                 Gruppen. Bis zur Bestätigung wird kein Passwort gesendet.",
                "The connector shows the fingerprint in its web interface; compare all eight groups. Until \
                 it is confirmed no password is sent.",
            ),
            _ => return None,
        };
        Some(self.of(german, english))
    }

    /// The headings of the help: usage, arguments, options, commands.
    pub const fn headings(self) -> Headings {
        match self {
            Self::German => Headings {
                usage: "Aufruf:",
                arguments: "Angaben",
                options: "Optionen",
                commands: "Befehle",
                command: "BEFEHL",
                options_in_usage: "[OPTIONEN]",
            },
            Self::English => Headings {
                usage: "Usage:",
                arguments: "Arguments",
                options: "Options",
                commands: "Commands",
                command: "COMMAND",
                options_in_usage: "[OPTIONS]",
            },
        }
    }

    /// One of two texts.
    pub(in crate::text) const fn of<T: Copy>(self, german: T, english: T) -> T {
        match self {
            Self::German => german,
            Self::English => english,
        }
    }
}

/// The words of the help's frame.
#[derive(Debug, Clone, Copy)]
pub struct Headings {
    /// Before the usage line.
    pub usage: &'static str,
    /// Above the positional arguments.
    pub arguments: &'static str,
    /// Above the options.
    pub options: &'static str,
    /// Above the commands.
    pub commands: &'static str,
    /// The place of a command in a usage line.
    pub command: &'static str,
    /// The place of the options in a usage line.
    pub options_in_usage: &'static str,
}
