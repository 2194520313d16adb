//! *Zertifikat prüfen*: what a person compares, where, and what a changed certificate may mean.

use crate::domain::device::Vendor;
use crate::domain::profile::ConnectorProfile;
use crate::text::{Language, Message, Words};

super::words! {
    /// The certificate page.
    CertificateWords {
        title: "Zertifikat prüfen", "Check the certificate";
        compare: "Wo Sie vergleichen", "Where to compare";
        web_ui: "Konnektor-Weboberfläche öffnen", "Open the connector's web interface";
        question: "Was trifft zu?", "Which one is it?";
        close: "Schließen", "Close";
        again: "Noch einmal ansehen", "Look again";
        looking: "Die Zertifikate werden angesehen…", "The certificates are being looked at…";
        writing: "Die Bestätigung wird gespeichert…", "The confirmation is being stored…";
        first_lead: "Das Zertifikat ist der Ausweis des Konnektors. Vergleichen Sie jede Gruppe. Bis zur \
                Bestätigung wird kein Passwort gesendet.",
            "The certificate is the connector's identity card. Compare every group. No password is sent \
                until it is confirmed.";
        all_same: "Alle Zertifikate sind bestätigt.", "All certificates are confirmed.";
        all_same_rest: "Die Anschlüsse zeigen genau die Zertifikate, die hier bestätigt wurden.",
            "The ports show exactly the certificates that were confirmed here.";
        gone: "Dieser Konnektor steht nicht mehr in den Einstellungen.",
            "This connector is no longer in the settings.";
        changed_rest: "Üblich nach Firmware-Update oder Gerätetausch. Bis zur Bestätigung wird kein \
                Passwort gesendet; die Überwachung ruht.",
            "Usual after a firmware update or a replacement of the device. Until it is confirmed no \
                password is sent; watching rests.";
        same_device: "Gleiches Gerät: Fingerabdruck verglichen, stimmt überein",
            "Same device: fingerprint compared, it matches";
        same_device_hint: "Die gespeicherten Passwörter gelten weiter.",
            "The stored passwords stay in use.";
        new_device: "Neues Gerät einrichten…", "Set up a new device…";
        new_device_hint: "Fingerabdruck am neuen Gerät verglichen. Name, Adresse, Mandant und Liste \
                der Zugänge bleiben, jedes Passwort wird neu eingetragen. Das bisherige steht danach unter \
                „Frühere Geräte“.",
            "Fingerprint compared at the new device. Name, address, call context and the list of accounts \
                stay, every password is entered anew. The present one then stands under “Earlier devices”.";
        unknown: "Weiß ich nicht – IT-Betreuung fragen", "I do not know – ask IT support";
        unknown_hint: "Es wird nichts bestätigt. Die Nachricht nennt den alten und den neuen Fingerabdruck.",
            "Nothing is confirmed. The message names the old and the new fingerprint.";
        go_on: "Weiter", "Continue";
        confirm_same: "Gleiches Gerät bestätigen", "Confirm the same device";
        confirm_new: "Neues Gerät einrichten", "Set up the new device";
        confirm_one: "Zertifikat bestätigen", "Confirm the certificate";
        confirm_all: "Zertifikate bestätigen", "Confirm the certificates";
        support: "IT-Betreuung informieren…", "Inform IT support…";
        fingerprint: "Fingerabdruck (SHA-256)", "Fingerprint (SHA-256)";
        now: "jetzt gezeigt", "shown now";
        before: "bisher bestätigt", "confirmed before";
        subject: "Inhaber", "Subject";
        issuer: "Aussteller", "Issuer";
        key: "Schlüssel", "Key";
        valid: "Gültig", "Valid";
        not_remembered: "nicht gemerkt", "not remembered";
        without: "zeigt kein Zertifikat", "shows no certificate";
        other_machine: "Was der Browser an diesem Rechner zeigt, kommt über dieselbe Leitung und beweist nichts.",
            "What the browser shows on this computer comes over the same line and proves nothing.";
        passwords: "Jetzt sind die Passwörter einzutragen.", "Now the passwords are to be entered.";
        watching: "Die Überwachung geht weiter, der Zugang wird gleich geprüft.",
            "Watching goes on, the account is checked at once.";
    }
}

impl Language {
    /// The headline of a changed certificate.
    pub fn certificate_is_new(self, place: &str) -> String {
        match self {
            Self::German => format!("{place}: Der Konnektor zeigt ein neues Zertifikat."),
            Self::English => format!("{place}: The connector shows a new certificate."),
        }
    }

    /// The sentence that a person ticks for one port.
    pub fn port_compared(self, port: u16) -> String {
        match self {
            Self::German => {
                format!("Port {port}: alle acht Gruppen verglichen, sie stimmen überein")
            }
            Self::English => format!("Port {port}: all eight groups compared, they match"),
        }
    }

    /// Where the fingerprint to compare is found: in general, and at this vendor's device (REFERENCE 9.1,
    /// 10 and 12 name no page of a web UI that shows it).
    pub fn places_to_compare(self, profile: &ConnectorProfile) -> Vec<String> {
        let words = CertificateWords::of(self);
        let mut places = vec![self.where_to_compare().to_owned()];
        places.push(self.web_ui_at(profile));
        places.extend(self.vendors_certificates(profile.vendor).map(str::to_owned));
        places.push(words.other_machine.to_owned());
        places
    }

    fn web_ui_at(self, profile: &ConnectorProfile) -> String {
        let url = profile.admin_url();
        match (self, profile.vendor) {
            (Self::German, Vendor::Unknown) => format!("Weboberfläche: {url}"),
            (Self::English, Vendor::Unknown) => format!("Web interface: {url}"),
            (Self::German, Vendor::Secunet | Vendor::Kocobox | Vendor::Rise) => {
                format!("Weboberfläche ({}): {url}", self.vendor_or_other(profile.vendor))
            }
            (Self::English, Vendor::Secunet | Vendor::Kocobox | Vendor::Rise) => {
                format!("Web interface ({}): {url}", self.vendor_or_other(profile.vendor))
            }
        }
    }

    /// Which certificates a vendor's device shows, as far as that is known.
    const fn vendors_certificates(self, vendor: Vendor) -> Option<&'static str> {
        match vendor {
            Vendor::Secunet => Some(self.of(
                "secunet: Der PVS-Port zeigt das Zertifikat der Gerätekarte oder ein „Software-Server-\
                 Zertifikat“; welches, steht in der Weboberfläche unter Praxis › Clientsysteme. Das der \
                 Weboberfläche kann erzeugt oder hochgeladen sein.",
                "secunet: the PVS port shows the certificate of the device's card or a “Software-Server-\
                 Zertifikat”; the web interface tells which one under Praxis › Clientsysteme. That of the \
                 web interface may have been made or uploaded.",
            )),
            Vendor::Kocobox | Vendor::Rise => Some(self.of(
                "Wo die Weboberfläche Zertifikate anzeigt, nennt das Handbuch des Herstellers oder Ihre \
                 IT-Betreuung.",
                "The vendor's manual or your IT support tells where the web interface shows certificates.",
            )),
            Vendor::Unknown => None,
        }
    }

    /// The vendor's name in a list of all of them.
    pub fn vendor_or_other(self, vendor: Vendor) -> &'static str {
        self.vendor(vendor).unwrap_or(self.of("anderer Hersteller", "another vendor"))
    }

    /// A port's certificate changed between being looked at and being confirmed.
    pub fn certificate_changed_again(self, port: u16) -> Message {
        let [what, meaning, next] = match self {
            Self::German => [
                format!("Port {port} zeigt inzwischen ein anderes Zertifikat."),
                "Es wurde nichts bestätigt und kein Passwort gesendet.".to_owned(),
                "Unten steht das jetzige. Vergleichen Sie neu; wechselt es wieder, fragen Sie Ihre \
                 IT-Betreuung."
                    .to_owned(),
            ],
            Self::English => [
                format!("Port {port} shows another certificate by now."),
                "Nothing was confirmed and no password was sent.".to_owned(),
                "The present one stands below. Compare anew; if it changes again, ask your IT support."
                    .to_owned(),
            ],
        };
        Message { what, meaning, next }
    }

    /// Whose password is to be entered.
    pub fn enter_password_of(self, user: &str, plane: &str) -> String {
        let user = self.quoted(user);
        match self {
            Self::German => format!("Passwort von {user} ({plane}) eintragen…"),
            Self::English => format!("Enter the password of {user} ({plane})…"),
        }
    }
}

impl Words {
    /// From when to when a certificate is valid.
    pub fn validity(&self, from: jiff::Timestamp, until: jiff::Timestamp) -> String {
        let day = |at: jiff::Timestamp| {
            let date = self.zone.to_datetime(at).date();
            match self.language {
                Language::German => date.strftime("%d.%m.%Y").to_string(),
                Language::English => date.strftime("%-d %B %Y").to_string(),
            }
        };
        match self.language {
            Language::German => format!("vom {} bis {}", day(from), day(until)),
            Language::English => format!("{} to {}", day(from), day(until)),
        }
    }
}
