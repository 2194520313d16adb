//! Certificates: what a port shows, where to compare it, and what a changed one may mean.

use crate::domain::identity::Plane;
use crate::text::{Language, Message};

impl Language {
    /// The line above a port's fingerprint.
    pub fn port_line(self, plane: Plane, port: u16) -> String {
        let plane = self.plane(plane);
        format!("Port {port} ({plane})")
    }

    /// Before a fingerprint.
    pub const fn fingerprint(self) -> &'static str {
        self.of("Fingerabdruck (SHA-256):", "Fingerprint (SHA-256):")
    }

    /// How a port's certificate stands to what was confirmed.
    pub const fn pin_state(self, state: PinState) -> &'static str {
        match (self, state) {
            (Self::German, PinState::Same) => "bestätigt",
            (Self::German, PinState::New) => "noch nicht bestätigt",
            (Self::German, PinState::Changed) => "anders als bestätigt",
            (Self::English, PinState::Same) => "confirmed",
            (Self::English, PinState::New) => "not confirmed yet",
            (Self::English, PinState::Changed) => "differs from the confirmed one",
        }
    }

    /// Where the fingerprint to compare is found.
    pub const fn where_to_compare(self) -> &'static str {
        self.of(
            "Vergleichen Sie alle acht Gruppen mit dem Fingerabdruck, den die Konnektor-Weboberfläche \
             an einem Rechner zeigt, dem Sie trauen, oder den Ihre IT-Betreuung nennt.",
            "Compare all eight groups with the fingerprint that the connector's web interface shows on a \
             computer that you trust, or that your IT support tells you.",
        )
    }

    /// The question for a first certificate.
    pub const fn is_it_right(self) -> &'static str {
        self.of("Stimmen alle Gruppen überein? [j/n] ", "Do all groups match? [y/n] ")
    }

    /// The headline above the three meanings of a changed certificate.
    pub const fn certificate_changed(self) -> &'static str {
        self.of(
            "Der Konnektor zeigt ein neues Zertifikat. Üblich nach Firmware-Update oder Gerätetausch. Bis \
             zur Bestätigung wird kein Passwort gesendet; die Überwachung ruht.",
            "The connector shows a new certificate. Usual after a firmware update or a replacement of the \
             device. Until it is confirmed no password is sent; watching rests.",
        )
    }

    /// The three meanings, and the question.
    pub const fn three_meanings(self) -> &'static str {
        self.of(
            "  1  Gleiches Gerät: Fingerabdruck verglichen, stimmt überein\n  \
               2  Neues Gerät: Passwörter müssen neu eingetragen werden\n  \
               3  Weiß ich nicht – IT-Betreuung fragen\nWas trifft zu? [1/2/3] ",
            "  1  Same device: fingerprint compared, it matches\n  \
               2  New device: passwords have to be entered anew\n  \
               3  I do not know – ask IT support\nWhich one is it? [1/2/3] ",
        )
    }

    /// A message for the service provider, with old and new fingerprint.
    pub fn ask_support(self, place: &str, port: u16, old: &str, new: &str) -> String {
        match self {
            Self::German => format!(
                "Für Ihre IT-Betreuung: {place}, Port {port}: Der Konnektor zeigt ein neues \
                 Zertifikat.\n  bisher {old}\n  jetzt  {new}"
            ),
            Self::English => format!(
                "For your IT support: {place}, port {port}: the connector shows a new certificate.\n  \
                 before {old}\n  now    {new}"
            ),
        }
    }

    /// The result of a confirmation.
    pub fn trusted(self, ports: usize) -> String {
        match (self, ports) {
            (Self::German, 1) => "Zertifikat bestätigt.".to_owned(),
            (Self::German, _) => format!("{ports} Zertifikate bestätigt."),
            (Self::English, 1) => "Certificate confirmed.".to_owned(),
            (Self::English, _) => format!("{ports} certificates confirmed."),
        }
    }

    /// Nothing was confirmed, nothing changed.
    pub const fn not_trusted(self) -> &'static str {
        self.of(
            "Nicht bestätigt. Es wird weiterhin kein Passwort an diesen Anschluss gesendet.",
            "Not confirmed. Still no password is sent to this port.",
        )
    }

    /// The next step after the first confirmation.
    pub fn now_adopt(self, account: &str) -> String {
        match self {
            Self::German => format!("Nächster Schritt: konnektorwart adopt {account}"),
            Self::English => format!("Next step: konnektorwart adopt {account}"),
        }
    }

    /// Nothing new to confirm.
    pub const fn all_trusted(self) -> &'static str {
        self.of(
            "Alle erreichbaren Zertifikate sind bestätigt.",
            "All certificates that can be reached are confirmed.",
        )
    }

    /// None of the expected fingerprints is the port's.
    pub fn fingerprint_differs(self, port: u16, seen: &str) -> Message {
        Message {
            what: match self {
                Self::German => {
                    format!("Port {port} zeigt einen anderen Fingerabdruck als den erwarteten: {seen}")
                }
                Self::English => {
                    format!("Port {port} shows another fingerprint than the expected one: {seen}")
                }
            },
            meaning: self
                .of(
                    "Vielleicht antwortet dort ein anderes Gerät. Es wurde nichts bestätigt und kein \
                     Passwort gesendet.",
                    "Perhaps another device answers there. Nothing was confirmed and no password was sent.",
                )
                .to_owned(),
            next: self.where_to_compare().to_owned(),
        }
    }

    pub(super) fn certificate_differs(self, port: u16) -> Message {
        Message {
            what: match self {
                Self::German => format!("Port {port} zeigt inzwischen ein anderes Zertifikat."),
                Self::English => format!("Port {port} shows another certificate by now."),
            },
            meaning: self
                .of(
                    "Es wurde nichts bestätigt und kein Passwort gesendet.",
                    "Nothing was confirmed and no password was sent.",
                )
                .to_owned(),
            next: self
                .of(
                    "Rufen Sie „konnektorwart trust“ noch einmal auf und vergleichen Sie neu.",
                    "Run “konnektorwart trust” again and compare anew.",
                )
                .to_owned(),
        }
    }

    pub(super) fn meaning_needed(self, port: u16) -> Message {
        Message {
            what: match self {
                Self::German => {
                    format!("Port {port} zeigt ein anderes Zertifikat als das bestätigte.")
                }
                Self::English => {
                    format!("Port {port} shows another certificate than the confirmed one.")
                }
            },
            meaning: self
                .of(
                    "Ob es dasselbe Gerät ist, entscheidet, wohin gespeicherte Passwörter gesendet werden \
                     dürfen. Es wurde nichts bestätigt.",
                    "Whether it is the same device decides where stored passwords may be sent. Nothing was \
                     confirmed.",
                )
                .to_owned(),
            next: self
                .of(
                    "Rufen Sie den Befehl in einem Terminal auf, oder geben Sie --meaning same-device \
                     oder --meaning new-device an.",
                    "Run the command in a terminal, or give --meaning same-device or --meaning new-device.",
                )
                .to_owned(),
        }
    }

    /// Told where somebody takes the present device for another one.
    pub(super) fn not_another_device(self) -> Message {
        let parts = self.of(
            [
                "Dieses Zertifikat gehört nach den Aufzeichnungen zum bisherigen Gerät.",
                "Es wurde nichts geändert und kein Passwort gesendet.",
                "Wählen Sie „Gleiches Gerät“, oder fragen Sie Ihre IT-Betreuung.",
            ],
            [
                "By the records this certificate belongs to the present device.",
                "Nothing was changed and no password was sent.",
                "Choose “Same device”, or ask your IT support.",
            ],
        );
        let [what, meaning, next] = parts.map(str::to_owned);
        Message { what, meaning, next }
    }

    pub(super) fn several_devices(self) -> Message {
        Message {
            what: self
                .of(
                    "Adresse und Zertifikat gehören nach den Aufzeichnungen zu verschiedenen Geräten.",
                    "By the records, address and certificate belong to different devices.",
                )
                .to_owned(),
            meaning: self
                .of(
                    "Solange das unklar ist, wird nichts bestätigt und kein Passwort gesendet.",
                    "As long as that is unclear nothing is confirmed and no password is sent.",
                )
                .to_owned(),
            next: self
                .of(
                    "Wählen Sie „Neues Gerät“, oder fragen Sie Ihre IT-Betreuung.",
                    "Choose “New device”, or ask your IT support.",
                )
                .to_owned(),
        }
    }
}

/// How a port's certificate stands to what was confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// It is the confirmed one.
    Same,
    /// Nothing was confirmed before.
    New,
    /// Another one was confirmed.
    Changed,
}
