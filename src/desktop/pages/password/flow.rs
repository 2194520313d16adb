//! Where the page stands: typing, asking once more, sending, the questions after the proof.
//!
//! A value without a window: each event gives the next place, [`Flow::view`] says all that is seen. What
//! a button does follows from the place, never from its position on the page.

use std::time::Duration;

use jiff::Timestamp;

use super::outcome::{self, Onward};
use super::work::Known;
use crate::desktop::action::Action;
use crate::domain::health::{Health, Missing};
use crate::domain::identity::{AccountRef, Generation, MachineName};
use crate::domain::snapshot::Snapshot;
use crate::text::pages::PasswordWords;
use crate::text::{Message, Words};
use crate::watch::{Adopted, EarlierPassword, Error, Question};

/// What the page shows of its account, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// The connector's name.
    pub(super) place: String,
    /// The spare attempts by our count; none: not known yet.
    pub(super) spare: Option<u8>,
    /// No password has been stored yet.
    pub(super) first: bool,
    /// Several accounts of the device are refused since the same check.
    pub(super) together: bool,
    /// Whether earlier passwords are kept, and when one of them was last in force.
    pub(super) earlier: Option<Option<Timestamp>>,
    /// Another machine watches the account.
    pub(super) elsewhere: Option<MachineName>,
    /// What is offered instead of the field.
    pub(super) offer: Offer,
}

/// Where the password comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offer {
    /// A person types it.
    Field,
    /// It is one of the kept ones; none: they have not been listed yet.
    Kept(Option<Vec<EarlierPassword>>),
}

/// What is left to do once the password is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    /// No machine is named to watch the account (SAFETY S6).
    pub(super) watcher: bool,
    /// The password has to be entered in the practice software too.
    pub(super) task: bool,
}

/// Where the page stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// A password can be typed; what came of the one before.
    Typing(Option<Told>),
    /// The attempt costs something else than the page had shown.
    Asking { question: Question, spaces: bool },
    /// The connector is being asked.
    Sending { reached: Option<Duration> },
    /// Typing does not help: another page is the next step.
    Stopped(Told),
    /// Stored; does another machine watch the account?
    Watcher { stored: Told, task: bool },
    /// Stored; is it entered in the practice software?
    Task { stored: Option<Told> },
    /// Nothing is left to do here.
    Done(Told),
}

/// Something to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::desktop::pages) struct Told {
    pub(in crate::desktop::pages) tone: Tone,
    pub(in crate::desktop::pages) message: Message,
    pub(in crate::desktop::pages) onward: Onward,
}

/// What a click on *Prüfen* confirms: one attempt at the shown number of spare ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Confirmed {
    spare: Option<u8>,
    /// The page says that this password was refused.
    refused: bool,
}

impl Confirmed {
    /// Whether the attempt is just what the page had shown. Anything else is asked once more.
    pub(super) fn covers(self, question: &Question) -> bool {
        let Question { spare, failures: _, same_as_refused, unverifiable, disagreement } = question;
        let is_refusal_known = self.refused || !same_as_refused;
        self.spare == Some(*spare) && is_refusal_known && !unverifiable && !disagreement
    }
}

/// How a banner looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desktop::pages) enum Tone {
    Good,
    Info,
    Warning,
    Bad,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Press {
    /// Take what was typed and check it.
    Check,
    /// Answer the question that was asked once more.
    Confirm(bool),
    /// Break off before the password leaves.
    Cancel,
    /// Whether another machine watches; "I do not know" counts as yes.
    Elsewhere(bool),
    /// Whether the password is entered in the practice software.
    Entered(bool),
    /// Another page, or something else of the menu.
    Act(Action),
    /// The end.
    Close,
}

/// A button: its words and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) label: String,
    pub(super) press: Press,
}

/// Where the keyboard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    /// In the field.
    Field,
    /// On the way out: Enter, pressed once too often, must not answer a question.
    Other,
    /// On the next step.
    Primary,
    /// On nothing that Enter would do.
    Nothing,
}

/// A step of work under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) label: String,
    /// How long it took; none: it runs or has not begun.
    pub(super) took: Option<String>,
    pub(super) running: bool,
}

/// All that is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    pub(super) title: String,
    pub(super) heading: String,
    pub(super) intro: String,
    /// Whether the field is there.
    pub(super) types: bool,
    /// The kept passwords to choose from: since when, and what the device thought of them.
    pub(super) kept: Vec<(String, String)>,
    pub(super) banner: Option<Told>,
    /// What the attempt costs; empty: nothing is known or nothing is sent.
    pub(super) cost: String,
    /// It is the last attempt, or beyond.
    pub(super) last: bool,
    /// The second line of facts below the field.
    pub(super) note: String,
    pub(super) steps: Vec<Step>,
    pub(super) question: String,
    pub(super) detail: String,
    /// The way through the practice software's menus.
    pub(super) path: String,
    /// Answers of which none is preselected.
    pub(super) answers: Vec<Choice>,
    /// The way out, left of the primary button.
    pub(super) other: Option<Choice>,
    /// The next step.
    pub(super) primary: Option<Choice>,
    /// The service provider can be informed of this.
    pub(super) support: String,
    /// Where the keyboard is when the place is reached.
    pub(super) focus: Focus,
    /// The link to the kept passwords; empty: none are kept.
    pub(super) earlier: String,
    /// The kept passwords come before the field.
    pub(super) earlier_first: Option<Message>,
}

/// The page's state.
#[derive(Debug, Clone)]
pub(super) struct Flow {
    pub(super) account: AccountRef,
    pub(super) facts: Facts,
    pub(super) at: At,
}

impl Flow {
    /// A page that begins with the field.
    pub(super) const fn typing(account: AccountRef, facts: Facts) -> Self {
        Self { account, facts, at: At::Typing(None) }
    }

    /// A page that begins with the list of kept passwords.
    pub(super) fn kept(account: AccountRef, mut facts: Facts) -> Self {
        facts.offer = Offer::Kept(None);
        Self { account, facts, at: At::Typing(None) }
    }

    /// A page that only asks whether the password is entered in the practice software.
    pub(super) const fn task(account: AccountRef, facts: Facts) -> Self {
        Self { account, facts, at: At::Task { stored: None } }
    }

    /// The records have been read.
    pub(super) fn known(&mut self, known: &Known) {
        match &mut self.facts.offer {
            Offer::Kept(list) => *list = Some(known.kept.clone()),
            Offer::Field => {
                let newest = known.kept.first();
                self.facts.earlier = newest.map(|kept| Some(kept.accepted.unwrap_or(kept.stored)));
            }
        }
        let (Some(stake), At::Typing(None)) = (&known.stake, &self.at) else {
            return;
        };
        self.facts.spare = Some(stake.spare);
        self.facts.first = !stake.stored;
        self.facts.together = stake.suggests_earlier();
    }

    /// The check of what was typed has begun. Answers what the click confirmed.
    pub(super) fn send(&mut self) -> Confirmed {
        self.at = At::Sending { reached: None };
        Confirmed { spare: self.facts.spare, refused: false }
    }

    /// The check of a kept password has begun: which one, and what the click confirmed.
    pub(super) fn send_kept(&mut self, index: usize) -> Option<(Generation, Confirmed)> {
        let Offer::Kept(Some(kept)) = &self.facts.offer else { return None };
        let chosen = kept.get(index)?;
        // Its refusal stands beside it in the list.
        let refused = chosen.refused.is_some();
        let generation = chosen.generation;
        self.at = At::Sending { reached: None };
        Some((generation, Confirmed { spare: self.facts.spare, refused }))
    }

    /// The connector answered a request without a secret after this time; the password leaves.
    pub(super) fn reached(&mut self, after: Duration) {
        self.at = At::Sending { reached: Some(after) };
    }

    /// The attempt costs something else than the page had shown.
    pub(super) fn asked(&mut self, question: Question, spaces: bool) {
        self.facts.spare = Some(question.spare);
        self.at = At::Asking { question, spaces };
    }

    /// The check has ended.
    pub(super) fn ended(&mut self, result: &Result<(Adopted, Left), Error>, words: &Words) {
        let told = match result {
            Ok((adopted, _)) => {
                if let Adopted::Refused(_, spare) | Adopted::Doubtful(_, spare) = adopted {
                    self.facts.spare = Some(*spare);
                }
                outcome::told(adopted, words)
            }
            Err(error) => outcome::failed(error, words),
        };
        self.at = match (result, &told.onward) {
            (Ok((adopted, left)), _) if adopted.is_stored() => self.stored(told, *left),
            (_, Onward::Again) => At::Typing(Some(told)),
            (_, Onward::Change | Onward::Trust | Onward::Configure | Onward::Support) => {
                At::Stopped(told)
            }
        };
    }

    fn stored(&mut self, told: Told, left: Left) -> At {
        (self.facts.first, self.facts.together) = (false, false);
        match left {
            Left { watcher: true, task } => At::Watcher { stored: told, task },
            Left { watcher: false, task: true } => At::Task { stored: Some(told) },
            Left { watcher: false, task: false } => At::Done(told),
        }
    }

    /// It is decided who watches the account.
    pub(super) fn watcher_known(&mut self, here: bool, words: &Words) {
        let At::Watcher { stored, task } = self.at.clone() else {
            return;
        };
        let stored = match here {
            true => stored,
            false => {
                let meaning = PasswordWords::of(words.language).not_watched.to_owned();
                let message = Message { meaning, ..stored.message };
                Told { message, ..stored }
            }
        };
        self.at = match task {
            true => At::Task { stored: Some(stored) },
            false => At::Done(stored),
        };
    }

    /// Something could not be written after the proof; the question stays.
    pub(super) fn not_written(&mut self, error: &Error, words: &Words) {
        let failed = Told { onward: Onward::Again, ..outcome::failed(error, words) };
        match &mut self.at {
            At::Watcher { stored, .. } => *stored = failed,
            At::Task { stored } => *stored = Some(failed),
            At::Typing(_)
            | At::Asking { .. }
            | At::Sending { .. }
            | At::Stopped(_)
            | At::Done(_) => {}
        }
    }

    /// All that is seen.
    pub(super) fn view(&self, words: &Words) -> View {
        super::view::of(self, words)
    }
}

impl Facts {
    /// Before anything was read.
    pub(super) fn unknown(account: &AccountRef) -> Self {
        Self {
            place: account.connector.to_string(),
            spare: None,
            first: false,
            together: false,
            earlier: None,
            elsewhere: None,
            offer: Offer::Field,
        }
    }

    /// Takes over what the picture says. The number of attempts only while it is on the page as the
    /// cost of the next one.
    pub(super) fn learn(&mut self, snapshot: &Snapshot, account: &AccountRef, at: &At) {
        let found = snapshot.connector(&account.connector).zip(snapshot.account(account));
        let Some((connector, view)) = found else {
            return;
        };
        self.place.clone_from(&connector.profile.name);
        self.elsewhere = match &view.health {
            Health::WatchedElsewhere(other) => Some(other.clone()),
            Health::Checking
            | Health::Proven
            | Health::ContextWrong(_)
            | Health::Refused(_)
            | Health::ChangeDemanded(_)
            | Health::Locked
            | Health::Unclear(_)
            | Health::Unreachable(_)
            | Health::Untrusted(_)
            | Health::Unverifiable(_)
            | Health::Disagreement
            | Health::KeyringUnavailable(_)
            | Health::StoreUnavailable
            | Health::NotSetUp(_) => None,
        };
        if let At::Typing(None) = at {
            self.spare = Some(view.spare);
            self.first = view.health == Health::NotSetUp(Missing::Password);
        }
    }
}
