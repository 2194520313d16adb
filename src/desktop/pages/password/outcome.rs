//! What an ended attempt leads to: its words, and the one next step.

use super::flow::{Told, Tone};
use crate::domain::health::Health;
use crate::domain::lockout::Withheld;
use crate::domain::probe::{Refusal, Unreached, Verdict};
use crate::text::{Message, Words};
use crate::watch::{Adopted, Error};

/// The next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desktop::pages) enum Onward {
    /// Typing another password.
    Again,
    /// Changing the password on the connector.
    Change,
    /// Confirming the certificate.
    Trust,
    /// Looking at the connection.
    Configure,
    /// The service provider.
    Support,
}

/// What to say about an attempt that has ended.
pub(in crate::desktop::pages) fn told(adopted: &Adopted, words: &Words) -> Told {
    let language = words.language;
    let plain =
        |what: &str| Message { what: what.to_owned(), meaning: String::new(), next: String::new() };
    let say = |tone, onward, message| Told { tone, message, onward };
    match adopted {
        Adopted::Proven(_) => say(Tone::Good, Onward::Again, plain(language.adopted())),
        Adopted::Unproven(_) => say(Tone::Info, Onward::Again, plain(language.adopted_unproven())),
        Adopted::Declined => say(Tone::Info, Onward::Again, words.page_declined()),
        Adopted::Refused(refusal, spare) => {
            let message = words.adopt_refused(*refusal, *spare);
            match refusal {
                Refusal::Credential(_) | Refusal::ClientsystemUnknown | Refusal::Reported => {
                    say(Tone::Warning, Onward::Again, message)
                }
                Refusal::ChangeDemanded(_) => say(Tone::Info, Onward::Change, message),
                Refusal::Locked(_) => say(Tone::Bad, Onward::Support, message),
            }
        }
        Adopted::Doubtful(verdict, spare) => {
            say(Tone::Warning, Onward::Again, words.adopt_doubtful(verdict, *spare))
        }
        Adopted::Unreached(verdict) => unreached(verdict, words),
        Adopted::NotSent(withheld) => {
            let onward = match withheld {
                Withheld::NotTrusted => Onward::Trust,
                Withheld::OnlineCheckOff => Onward::Configure,
                Withheld::NoPassword
                | Withheld::Refused { .. }
                | Withheld::Doubtful { .. }
                | Withheld::NotAnsweredSince { .. }
                | Withheld::Spent { .. }
                | Withheld::Unproven
                | Withheld::RefusedForAnother { .. }
                | Withheld::LedgerDamaged { .. }
                | Withheld::ChangeUnderWay
                | Withheld::NotAsked
                | Withheld::WatchedElsewhere(_)
                | Withheld::NobodyWatches
                | Withheld::ProbedByAnotherSession
                | Withheld::Paused
                | Withheld::Busy
                | Withheld::Disagreement
                | Withheld::KeyringUnavailable
                | Withheld::NotNoted => Onward::Again,
            };
            say(Tone::Warning, onward, words.page_not_sent(withheld))
        }
    }
}

/// Nothing secret left this computer.
fn unreached(verdict: &Verdict, words: &Words) -> Told {
    let message = words
        .language
        .explained(&Health::of(verdict))
        .unwrap_or_else(|| words.language.unexpected(""));
    let (tone, onward) = match verdict {
        Verdict::Untrusted(_) | Verdict::Unreachable(Unreached::NotPinned) => {
            (Tone::Bad, Onward::Trust)
        }
        Verdict::Unreachable(_) => (Tone::Warning, Onward::Again),
        Verdict::Unverifiable(_) => (Tone::Info, Onward::Configure),
        Verdict::Accepted(_) | Verdict::Refused(_) | Verdict::Doubtful(_) => {
            (Tone::Warning, Onward::Again)
        }
    };
    Told { tone, message, onward }
}

/// What to say where the program itself failed.
pub(in crate::desktop::pages) fn failed(error: &Error, words: &Words) -> Told {
    log::warn!("a password was not taken over: {}", crate::desktop::desk::chain(error));
    Told { tone: Tone::Bad, message: words.failure(error), onward: Onward::Again }
}
