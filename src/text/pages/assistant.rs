//! *Konnektor einrichten*: the steps of the first run.

use crate::domain::device::Vendor;
use crate::domain::identity::{AccountRef, MachineName, Plane};
use crate::domain::profile::ConnectorProfile;
use crate::text::{Language, System};

super::words! {
    /// The assistant.
    AssistantWords {
        title: "Konnektor einrichten", "Set up a connector";
        cancel: "Abbrechen", "Cancel";
        close: "Schließen", "Close";
        back: "Zurück", "Back";
        next: "Weiter", "Continue";
        skip: "Überspringen", "Skip";
        finish: "Fertig", "Done";

        find: "Welcher Konnektor?", "Which connector?";
        find_lead: "Die Adresse steht im CardManager unter Konnektor-Konfiguration › IP-Adresse. Gesucht wird \
                ohne Passwort.",
            "The address stands in the CardManager under Konnektor-Konfiguration › IP-Adresse. No password \
                is needed to find it.";
        which: "Von Ihrer IT-Betreuung vorbereitet", "Prepared by your IT support";
        other: "Anderer Konnektor", "Another connector";
        name: "Name", "Name";
        name_hint: "Wie Sie ihn nennen, zum Beispiel „Praxis Köln“.",
            "What you call it, for example “Praxis Köln”.";
        address: "IP-Adresse", "IP address";
        address_hint: "Zum Beispiel 10.1.112.210. Eine kopierte Adresse der Weboberfläche geht auch.",
            "For example 10.1.112.210. A copied address of the web interface will do as well.";
        ports: "Ports", "Ports";
        port: "PVS-Port", "PVS port";
        management_port: "Port der Weboberfläche", "Port of the web interface";
        search: "Konnektor suchen", "Find the connector";
        searching: "Der Konnektor wird gesucht…", "Looking for the connector…";
        no_answer: "Unter dieser Adresse zeigt kein Anschluss ein Zertifikat.",
            "No port at this address shows a certificate.";

        certificate: "Ist es der richtige Konnektor?", "Is it the right connector?";
        certificate_lead: "Das Zertifikat ist sein Ausweis. Vergleichen Sie jede Gruppe und setzen Sie den Haken. \
                Bis dahin wird kein Passwort gesendet.",
            "The certificate is its identity card. Compare every group and tick the box. Until then no \
                password is sent.";
        vendor: "Hersteller", "Vendor";
        compare: "Wo Sie vergleichen", "Where to compare";
        web_ui: "Konnektor-Weboberfläche öffnen", "Open the connector's web interface";

        users: "Welcher Benutzer ist in x.concept hinterlegt?", "Which user is entered in x.concept?";
        users_lead: "Überwacht wird genau dieser Benutzer: Sein Passwort muss an beiden Stellen gleich sein. Es \
                gibt zwei getrennte Arten von Zugängen.",
            "Exactly this user is watched: its password has to be the same in both places. There are two \
                separate kinds of accounts.";
        maintenance: "Konnektor-Wartung", "Connector maintenance";
        maintenance_hint: "Anmeldung an der Weboberfläche; in x.concept unter Einstellungen › \
                Telematikinfrastruktur › Secunet-Konnektor-Wartung › Zugangsdaten.",
            "Login to the web interface; in x.concept under Einstellungen › Telematikinfrastruktur › \
                Secunet-Konnektor-Wartung › Zugangsdaten.";
        cards: "Kartenzugriff", "Card access";
        cards_hint: "CardManager und Praxissoftware, Karten einlesen. Nur wenn dort Benutzername und Passwort \
                eingetragen sind.",
            "CardManager and practice software, reading cards. Only if a user name and a password are \
                entered there.";
        user: "Benutzername", "User name";
        role: "Wessen Benutzer ist das?", "Whose user is it?";
        role_practice: "Er ist in x.concept hinterlegt", "It is the one entered in x.concept";
        role_admin: "Ein eigener Lokaler Admin, nur für Status und Firmware",
            "A separate Lokaler Admin, only for status and firmware";
        role_note: "Dieser Benutzer zeigt nicht, ob das Passwort in x.concept noch gilt.",
            "This user does not show whether the password in x.concept is still valid.";
        mandant: "Mandant", "Mandant";
        clientsystem: "Clientsystem", "Clientsystem";
        arbeitsplatz: "Arbeitsplatz", "Arbeitsplatz";
        context_hint: "Alle drei stehen im CardManager. Mit einem anderen Clientsystem lehnt der Konnektor auch \
                das richtige Passwort ab.",
            "All three stand in the CardManager. With another Clientsystem the connector refuses even the \
                right password.";
        secunet_users: "secunet: die Benutzerkennung steht in der Weboberfläche unter Praxis › Clientsysteme.",
            "secunet: the Benutzerkennung stands in the web interface under Praxis › Clientsysteme.";
        kocobox_users: "KoCoBox MED+: der Benutzer des Clientsystems, wie er im CardManager steht.",
            "KoCoBox MED+: the Clientsystem's user as it stands in the CardManager.";
        rise_users: "RISE: der Benutzer des Clientsystems, wie er im CardManager steht.",
            "RISE: the Clientsystem's user as it stands in the CardManager.";
        other_users: "Der Benutzer, wie er im CardManager steht.", "The user as it stands in the CardManager.";
        no_user: "Wählen Sie mindestens eine Art von Zugang.", "Choose at least one kind of account.";

        elsewhere: "Wird dieser Zugang schon an einem anderen Rechner überwacht?",
            "Is this account already watched on another computer?";
        elsewhere_lead: "Mehrere Rechner, die denselben Zugang überwachen, verbrauchen zusammen mehr \
                Anmeldeversuche, als der Konnektor erlaubt. Deshalb überwacht immer nur einer.",
            "Several computers that watch the same account use up more attempts together than the \
                connector allows. So only one watches at any time.";
        yes: "Ja", "Yes";
        yes_hint: "Dieser Rechner sendet kein Passwort.", "This computer sends no password.";
        no: "Nein", "No";
        no_hint: "Dieser Rechner überwacht den Zugang.", "This computer watches the account.";
        unknown: "Weiß ich nicht", "I do not know";
        unknown_hint: "Gilt wie Ja; ändern lässt es sich später in der Konnektor-Konfiguration.",
            "Counts as yes; the connector configuration changes it later.";
        machine: "An welchem Rechner? (falls bekannt)", "On which computer? (if known)";
        machine_hint: "Sein Name, zum Beispiel EMPFANG-1.", "Its name, for example EMPFANG-1.";
        machine_error: "Ein Rechnername hat höchstens 255 Zeichen und ist nicht der dieses Rechners.",
            "A computer's name has at most 255 characters and is not that of this computer.";
        store: "Konnektor speichern", "Store the connector";
        storing: "Der Konnektor wird gespeichert…", "The connector is being stored…";

        password: "Passwort", "Password";
        empty: "Geben Sie zuerst das Passwort ein.", "Enter the password first.";
        check: "Prüfen und speichern", "Check and store";
        anyway: "Trotzdem prüfen", "Check anyway";
        store_unchecked: "Ungeprüft speichern", "Store unchecked";
        not_now: "Nicht senden", "Do not send";
        later: "Später eintragen", "Enter it later";
        checking: "Konnektorwart meldet sich einmal an…", "Konnektorwart logs in once…";

        test: "Verbindung testen", "Test the connection";
        test_lead: "Alles ist gespeichert. Der Test zeigt Schritt für Schritt, ob der Konnektor so erreicht wird.",
            "Everything is stored. The test shows step by step whether the connector is reached like this.";
        test_free: "Der Test sendet kein Passwort.", "The test sends no password.";
        testing: "Der Test läuft…", "The test is running…";
        test_fine: "Alle Schritte sind gelungen.", "All steps have passed.";
        test_not_fine: "Nicht alle Schritte sind gelungen.", "Not all steps have passed.";
        test_remedy: "Unter jedem Schritt steht, was hilft. Gespeichert bleibt alles.",
            "Below each step stands what helps. Everything stays stored.";
        test_again: "Noch einmal testen", "Test again";

        start: "Immer dabei", "Always there";
        start_lead: "Warnen kann Konnektorwart nur, wenn es läuft und sein Symbol zu sehen ist.",
            "Konnektorwart can only warn if it runs and its icon is seen.";
        autostart: "Beim Anmelden an diesem Rechner starten", "Start when you log on to this computer";
        autostart_hint: "Konnektorwart läuft dann unauffällig neben der Uhr.",
            "Konnektorwart then runs quietly beside the clock.";
        icon: "So bleibt das Symbol sichtbar", "This keeps the icon visible";
        icon_picture: "Der Pfeil neben der Uhr öffnet ein kleines Fenster; der Schlüssel wird von dort auf die \
                Taskleiste gezogen.",
            "The arrow beside the clock opens a small window; the key is dragged from there to the taskbar.";
        icon_arrow: "1. Klicken Sie neben der Uhr auf den Pfeil.", "1. Click the arrow beside the clock.";
        icon_drag: "2. Ziehen Sie den Schlüssel neben den Pfeil auf die Taskleiste.",
            "2. Drag the key beside the arrow, onto the taskbar.";
        icon_panel: "Das Symbol steht in der Leiste Ihres Schreibtischs. Fehlt es, schalten Sie dort die Anzeige \
                von Statussymbolen ein.",
            "The icon stands in your desktop's panel. If it is missing, switch on status icons there.";
        icon_settings: "Windows-Einstellung öffnen", "Open Windows' setting";

        done: "Eingerichtet", "Set up";
        done_lead: "Dieses Fenster wird nicht mehr gebraucht. Ein Klick auf den Schlüssel neben der Uhr zeigt die \
                Übersicht.",
            "This window is not needed any more. A click on the key beside the clock shows the overview.";
        watched: "Das wird jetzt überwacht", "This is watched now";
        not_watched: "Dieser Rechner überwacht noch nichts.", "This computer watches nothing yet.";
        starting: "wird geprüft…", "being checked…";
    }
}

impl Language {
    /// "Schritt 2 von 7".
    pub fn step_of_steps(self, step: usize, steps: usize) -> String {
        match self {
            Self::German => format!("Schritt {step} von {steps}"),
            Self::English => format!("Step {step} of {steps}"),
        }
    }

    /// The heading of the step in which a password is typed.
    pub fn which_password(self, account: &AccountRef) -> String {
        let user = self.quoted(account.user.as_str());
        match self {
            Self::German => format!("Welches Passwort hat {user}?"),
            Self::English => format!("What is the password of {user}?"),
        }
    }

    /// What happens with it.
    pub fn password_once(self, account: &AccountRef) -> String {
        let plane = self.plane(account.plane);
        match self {
            Self::German => format!(
                "{plane}: Geben Sie das Passwort ein, das jetzt am Konnektor gilt. Konnektorwart meldet \
                 sich einmal damit an und speichert es erst dann."
            ),
            Self::English => format!(
                "{plane}: Enter the password that is valid on the connector now. Konnektorwart logs in \
                 with it once and only then stores it."
            ),
        }
    }

    /// The ports, where they are folded.
    pub fn ports_in_short(self, port: &str, management: &str) -> String {
        match self {
            Self::German => format!("{port} und {management}"),
            Self::English => format!("{port} and {management}"),
        }
    }

    /// What the device says it is.
    pub fn device_says(self, vendor: &str, product: &str, firmware: &str) -> String {
        let words: Vec<&str> = [vendor, product].into_iter().filter(|w| !w.is_empty()).collect();
        let named = words.join(" ");
        match (self, firmware.is_empty()) {
            (Self::German, false) => format!("Das Gerät nennt sich {named}, Firmware {firmware}."),
            (Self::German, true) => format!("Das Gerät nennt sich {named}."),
            (Self::English, false) => {
                format!("The device says it is {named}, firmware {firmware}.")
            }
            (Self::English, true) => format!("The device says it is {named}."),
        }
    }

    /// A connector that the provider has prepared.
    pub fn prepared(self, profile: &ConnectorProfile) -> (String, String) {
        let users: Vec<String> = profile
            .accounts
            .iter()
            .map(|account| format!("{} ({})", account.user, self.plane(account.plane)))
            .collect();
        let place = format!("{}:{}", profile.host.in_url(), profile.port);
        let hint = match users.is_empty() {
            true => place,
            false => format!("{place} · {}", users.join(", ")),
        };
        (profile.name.clone(), hint)
    }

    /// Where the user of a Clientsystem is found, by vendor (REFERENCE 9.1).
    pub const fn where_users_are(self, vendor: Vendor) -> &'static str {
        let words = AssistantWords::of(self);
        match vendor {
            Vendor::Secunet => words.secunet_users,
            Vendor::Kocobox => words.kocobox_users,
            Vendor::Rise => words.rise_users,
            Vendor::Unknown => words.other_users,
        }
    }

    /// Who watches an account, on the last step.
    pub fn watched_line(self, plane: Plane, user: &str, state: &str) -> String {
        let plane = self.plane(plane);
        match self {
            Self::German | Self::English => format!("{plane} · {user} – {state}"),
        }
    }

    /// Who watches instead of this machine.
    pub fn watched_by(self, machine: Option<&MachineName>) -> String {
        match (self, machine) {
            (Self::German, Some(machine)) => format!("überwacht an {machine}"),
            (Self::English, Some(machine)) => format!("watched on {machine}"),
            (Self::German, None) => "hier nicht überwacht".to_owned(),
            (Self::English, None) => "not watched here".to_owned(),
        }
    }

    /// The steps that keep the icon visible.
    pub fn icon_steps(self, system: System) -> Vec<&'static str> {
        let words = AssistantWords::of(self);
        match system {
            System::Windows => vec![words.icon_arrow, words.icon_drag],
            System::Other => vec![words.icon_panel],
        }
    }
}
