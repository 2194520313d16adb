//! What an ended login leads to, in words.

use super::flow::{Told, Tone};
use crate::domain::health::Health;
use crate::domain::probe::Refusal;
use crate::text::{Message, Words};
use crate::watch::{Adopted, Error};

/// What to say of it.
pub(super) fn told(adopted: &Adopted, words: &Words) -> Told {
    let language = words.language;
    let plain =
        |what: &str| Message { what: what.to_owned(), meaning: String::new(), next: String::new() };
    match adopted {
        Adopted::Proven(_) => Told::new(Tone::Good, plain(language.adopted())),
        Adopted::Unproven(_) => Told::new(Tone::Info, plain(language.adopted_unproven())),
        Adopted::Declined => Told::new(Tone::Info, plain(language.adopt_declined())),
        Adopted::Refused(refusal, spare) => {
            let message = words.adopt_refused(*refusal, *spare);
            match refusal {
                Refusal::Credential(_) | Refusal::Reported | Refusal::ChangeDemanded(_) => {
                    Told::new(Tone::Warning, message)
                }
                Refusal::ClientsystemUnknown => {
                    Told { configures: true, ..Told::new(Tone::Warning, message) }
                }
                Refusal::Locked(_) => Told::new(Tone::Bad, message),
            }
        }
        Adopted::Doubtful(verdict, spare) => {
            Told::new(Tone::Warning, words.adopt_doubtful(verdict, *spare))
        }
        Adopted::Unreached(verdict) => {
            let health = Health::of(verdict);
            let message = language.explained(&health).unwrap_or_else(|| language.unexpected(""));
            Told { configures: true, ..Told::new(Tone::Warning, message) }
        }
        Adopted::NotSent(withheld) => {
            let meaning = language.adopt_declined().to_owned();
            let message = Message { what: words.withheld(withheld), meaning, next: String::new() };
            Told::new(Tone::Warning, message)
        }
    }
}

/// What to say where the program itself failed.
pub(super) fn failed(error: &Error, words: &Words) -> Told {
    log::warn!("the assistant: {}", crate::desktop::desk::chain(error));
    Told::new(Tone::Bad, words.failure(error))
}
