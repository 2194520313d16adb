//! Why a password is not shown or copied, and what is kept of earlier devices.

use super::{Language, Message, Words};
use crate::domain::record::Reveal;
use crate::watch::{EarlierAccount, EarlierDevice, NotRevealed};

impl Words {
    /// Explains why a password was neither shown nor copied.
    pub fn not_revealed(&self, why: &NotRevealed) -> Message {
        let language = self.language;
        let nothing = language.of(
            "Das Passwort wurde nicht angezeigt und nicht kopiert.",
            "The password was neither shown nor copied.",
        );
        let (what, next) = match why {
            NotRevealed::SwitchedOff(Reveal::Shown) => language.of(
                (
                    "Das Anzeigen von Passwörtern ist auf diesem Rechner abgeschaltet.",
                    "Fragen Sie Ihre IT-Betreuung.",
                ),
                ("Showing passwords is switched off on this computer.", "Ask your IT support."),
            ),
            NotRevealed::SwitchedOff(Reveal::Copied) => language.of(
                (
                    "Das Kopieren von Passwörtern ist auf diesem Rechner abgeschaltet.",
                    "Fragen Sie Ihre IT-Betreuung.",
                ),
                ("Copying passwords is switched off on this computer.", "Ask your IT support."),
            ),
            NotRevealed::NotAnOperator => language.of(
                (
                    "Auf diesem Rechner dürfen nur bestimmte Personen Passwörter verwenden.",
                    "Fragen Sie Ihre IT-Betreuung.",
                ),
                ("On this computer only certain people may use passwords.", "Ask your IT support."),
            ),
            NotRevealed::NoPassword => language.of(
                (
                    "Für diesen Zugang ist kein Passwort gespeichert.",
                    "Tragen Sie zuerst das Passwort ein.",
                ),
                ("No password is stored for this account.", "Enter the password first."),
            ),
            NotRevealed::Disagreement => language.of(
                (
                    "Gespeicherte Angaben widersprechen sich; welches Passwort gilt, ist unklar.",
                    "Wählen Sie zuerst das Passwort aus.",
                ),
                (
                    "Stored data contradict each other; which password counts is unclear.",
                    "Choose the password first.",
                ),
            ),
            NotRevealed::Keyring(trouble) => return language.keyring(*trouble),
            NotRevealed::Busy => language.of(
                (
                    "Konnektorwart prüft diesen Zugang gerade.",
                    "Versuchen Sie es in einem Moment noch einmal.",
                ),
                ("Konnektorwart is checking this account.", "Try again in a moment."),
            ),
            NotRevealed::NotJournalled(_) => language.of(
                (
                    "Das Anzeigen oder Kopieren konnte nicht aufgezeichnet werden.",
                    "Prüfen Sie, ob der Datenträger voll ist.",
                ),
                ("The showing or copying could not be recorded.", "See whether the disk is full."),
            ),
            NotRevealed::Other(error) => return self.failure(error),
        };
        Message::new(what, nothing, next)
    }

    /// An earlier device as a heading: "Praxis Köln, 10.1.112.210:443, ersetzt am 12.03."
    pub fn earlier_device(&self, device: &EarlierDevice) -> String {
        match (self.language, &device.replaced) {
            (Language::German, Some(replaced)) => format!(
                "{}, {}, ersetzt am {}",
                replaced.name,
                replaced.address,
                self.date(replaced.at)
            ),
            (Language::English, Some(replaced)) => format!(
                "{}, {}, replaced on {}",
                replaced.name,
                replaced.address,
                self.date(replaced.at)
            ),
            (Language::German, None) => "Konnektor, der nicht mehr eingestellt ist".to_owned(),
            (Language::English, None) => "a connector that is no longer configured".to_owned(),
        }
    }

    /// What is kept of one of its accounts: "Konnektor-Wartung · local: 2 Passwörter, Aufzeichnungen vom
    /// 02.01. bis 12.03., zuletzt angenommen 11.03., 18:02".
    pub fn earlier_account(&self, kept: &EarlierAccount) -> String {
        let plane = self.language.plane(kept.account.plane);
        let passwords = match (self.language, kept.passwords) {
            (Language::German, 0) => "kein Passwort".to_owned(),
            (Language::German, 1) => "1 Passwort".to_owned(),
            (Language::German, count) => format!("{count} Passwörter"),
            (Language::English, 0) => "no password".to_owned(),
            (Language::English, 1) => "1 password".to_owned(),
            (Language::English, count) => format!("{count} passwords"),
        };
        let mut parts = vec![passwords];
        if let Some((from, until)) = kept.records {
            let (from, until) = (self.date(from), self.date(until));
            parts.push(match self.language {
                Language::German => format!("Aufzeichnungen vom {from} bis {until}"),
                Language::English => format!("records from {from} to {until}"),
            });
        }
        if let Some(at) = kept.accepted {
            let at = self.moment(at);
            parts.push(match self.language {
                Language::German => format!("zuletzt angenommen {at}"),
                Language::English => format!("last accepted {at}"),
            });
        }
        format!("{plane} · {}: {}", kept.account.user, parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, words};
    use super::*;
    use crate::domain::device::Fingerprint;
    use crate::domain::health::KeyringTrouble;
    use crate::domain::identity::{AccountId, DeviceId, Plane};

    #[test]
    fn a_refused_reveal_says_that_nothing_was_shown_and_what_helps() {
        let all = [
            NotRevealed::SwitchedOff(Reveal::Shown),
            NotRevealed::SwitchedOff(Reveal::Copied),
            NotRevealed::NotAnOperator,
            NotRevealed::NoPassword,
            NotRevealed::Disagreement,
            NotRevealed::Keyring(KeyringTrouble::Locked),
            NotRevealed::Busy,
        ];
        for language in Language::ALL {
            let said: Vec<Message> =
                all.iter().map(|why| words(language).not_revealed(why)).collect();
            for (index, message) in said.iter().enumerate() {
                assert!(said[..index].iter().all(|other| other.what != message.what));
                assert!(message.next.ends_with('.'), "{message}");
            }
        }
    }

    #[test]
    fn what_is_kept_of_an_earlier_device_is_told() {
        let device = DeviceId::of_certificate(&Fingerprint::from_bytes([1; 32]));
        let user = "local".parse().unwrap();
        let kept = EarlierAccount {
            account: AccountId { device, plane: Plane::Management, user },
            passwords: 2,
            records: Some((at("2026-01-02T08:00:00Z"), at("2026-03-12T08:00:00Z"))),
            accepted: Some(at("2026-03-11T17:02:00Z")),
        };
        assert_eq!(
            words(Language::German).earlier_account(&kept),
            "Konnektor-Wartung · local: 2 Passwörter, Aufzeichnungen vom 02.01. bis 12.03., zuletzt \
             angenommen 11.03., 18:02"
        );
    }
}
