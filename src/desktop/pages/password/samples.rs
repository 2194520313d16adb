//! Every place of the page, for the tests that look at it.

use std::time::Duration;

use super::flow::{At, Left, Told, Tone};
use super::outcome::{self, Onward};
use super::{Begin, Password};
use crate::domain::identity::Generation;
use crate::domain::probe::{ChangeReason, Doubt, Refusal, Silence, Unreached, Verdict};
use crate::text::Words;
use crate::text::samples::at;
use crate::watch::{Adopted, EarlierPassword, Question};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desktop::pages) enum Place {
    Typing,
    Together,
    Last,
    Asking,
    Sending,
    Refused,
    Doubtful,
    Unreached,
    Untrusted,
    Locked,
    Initial,
    Watcher,
    Stored,
    Task,
    Kept,
}

pub(in crate::desktop::pages) const ALL: [Place; 15] = [
    Place::Typing,
    Place::Together,
    Place::Last,
    Place::Asking,
    Place::Sending,
    Place::Refused,
    Place::Doubtful,
    Place::Unreached,
    Place::Untrusted,
    Place::Locked,
    Place::Initial,
    Place::Watcher,
    Place::Stored,
    Place::Task,
    Place::Kept,
];

impl Place {
    pub(in crate::desktop::pages) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    pub(in crate::desktop::pages) const fn begin(self) -> Begin {
        match self {
            Self::Task => Begin::Task,
            Self::Kept => Begin::Kept,
            Self::Typing
            | Self::Together
            | Self::Last
            | Self::Asking
            | Self::Sending
            | Self::Refused
            | Self::Doubtful
            | Self::Unreached
            | Self::Untrusted
            | Self::Locked
            | Self::Initial
            | Self::Watcher
            | Self::Stored => Begin::Typing,
        }
    }
}

impl Password {
    /// Another handle of the window.
    pub(in crate::desktop::pages) fn component(&self) -> konnektorwart_ui::PasswordPage {
        slint::ComponentHandle::clone_strong(&self.window)
    }

    /// Goes where the work aside would have led.
    pub(in crate::desktop::pages) fn set_place(&self, place: Place, words: &Words) {
        let question = Question {
            spare: 2,
            failures: 1,
            same_as_refused: true,
            unverifiable: false,
            disagreement: false,
        };
        let none = Left { watcher: false, task: false };
        let ended = |adopted| Ok((adopted, none));
        {
            let mut flow = self.flow.borrow_mut();
            flow.facts.earlier = Some(Some(at("2026-03-12T08:00:00Z")));
            match place {
                Place::Typing | Place::Task => {}
                Place::Together => flow.facts.together = true,
                Place::Last => flow.facts.spare = Some(1),
                Place::Asking => flow.asked(question, false),
                Place::Sending => {
                    flow.at = At::Sending { reached: Some(Duration::from_millis(120)) }
                }
                Place::Refused => {
                    flow.ended(&ended(Adopted::Refused(Refusal::Credential(401), 1)), words);
                }
                Place::Doubtful => {
                    let doubt = Verdict::Doubtful(Doubt::Silent(Silence::Timeout));
                    flow.ended(&ended(Adopted::Doubtful(doubt, 1)), words);
                }
                Place::Unreached => {
                    let why = Verdict::Unreachable(Unreached::ConnectTimeout);
                    flow.ended(&ended(Adopted::Unreached(why)), words);
                }
                Place::Untrusted => {
                    let why = Verdict::Unreachable(Unreached::NotPinned);
                    flow.ended(&ended(Adopted::Unreached(why)), words);
                }
                Place::Locked => {
                    flow.ended(&ended(Adopted::Refused(Refusal::Locked(423), 0)), words);
                }
                Place::Initial => {
                    let initial = Refusal::ChangeDemanded(ChangeReason::Initial);
                    flow.ended(&ended(Adopted::Refused(initial, 2)), words);
                }
                Place::Watcher => {
                    let stored = proven(words);
                    flow.at = At::Watcher { stored, task: true };
                }
                Place::Stored => flow.at = At::Task { stored: Some(proven(words)) },
                Place::Kept => {
                    flow.facts.offer = super::flow::Offer::Kept(Some(vec![
                        kept(3, "2026-08-20T06:30:00Z", Some("2026-11-23T17:02:00Z"), true),
                        kept(2, "2026-05-02T06:30:00Z", Some("2026-08-20T05:02:00Z"), false),
                        kept(1, "2026-03-12T09:00:00Z", None, false),
                    ]));
                }
            }
        }
        self.draw(words);
    }
}

fn proven(words: &Words) -> Told {
    let told = outcome::told(&Adopted::Proven(generation(9)), words);
    assert_eq!((told.tone, told.onward), (Tone::Good, Onward::Again));
    told
}

fn generation(number: u8) -> Generation {
    format!("{number:032x}").parse().unwrap()
}

fn kept(number: u8, stored: &str, accepted: Option<&str>, refused: bool) -> EarlierPassword {
    EarlierPassword {
        generation: generation(number),
        stored: at(stored),
        accepted: accepted.map(at),
        refused: refused.then(|| (at("2026-11-24T07:12:00Z"), Refusal::Credential(401))),
        current: false,
    }
}
