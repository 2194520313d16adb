//! Toasts: one for each connector and topic, its buttons and what they mean.
//!
//! Decides what a notice looks like as a toast and which toast it replaces. A thread that starts with
//! the first toast shows one after the other, so that the main thread never waits for the service.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, Sender};
use std::thread;

use super::action::Action;
use super::board::{Board, Item};
use super::icon::{self, Pixels};
use super::menu::Toasts;
use crate::domain::command::{Command, Scope};
use crate::domain::health::{Health, Missing, Urgency};
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::domain::notice::{Notice, Reminder, Topic, What};
use crate::platform::session::Theme;
use crate::platform::toasts::{self, Buttons, Center, Picture, Service, Stay};
use crate::text::{Label, Language, Shape, ToastText, Words, cut};

/// The most characters of a toast's text: services cut or refuse what is far longer.
const BODY_LIMIT: usize = 1000;

/// Which toast is meant: a later one under the same key replaces it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A trouble and its all-clear.
    Episode(ConnectorId, Topic),
    /// The question when to remind.
    Reminder(ConnectorId),
    /// An answer to a click.
    Answer,
}

/// A toast as a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Toast {
    pub(super) key: Key,
    pub(super) text: ToastText,
    /// What the text says in addition where no buttons are shown.
    pub(super) without_buttons: Option<String>,
    /// Label and meaning of each button; the first one is what a click on the toast itself does.
    pub(super) buttons: Vec<(String, Action)>,
    pub(super) shape: Option<Shape>,
    pub(super) stay: Stay,
}

impl Toast {
    /// The toast for a notice.
    pub(super) fn of(notice: &Notice, words: &Words) -> Self {
        let language = words.language;
        let key = Key::Episode(notice.connector.clone(), notice.topic);
        let text = words.notice(notice);
        match &notice.what {
            What::Trouble { account, health, .. } => {
                let mut buttons = Vec::new();
                buttons.extend(first_button(account, health, language));
                let later = language.label(Label::ToastLater).to_owned();
                buttons.push((later, Action::Later(notice.connector.clone())));
                let stay = match health.urgency() {
                    Urgency::Trouble => Stay::UntilClosed,
                    Urgency::Calm | Urgency::Hint | Urgency::Waiting => Stay::AWhile,
                };
                Self {
                    key,
                    text,
                    without_buttons: language.next_step_sentence(health),
                    buttons,
                    shape: Some(shape_of(health)),
                    stay,
                }
            }
            What::AllClear { .. } => Self {
                key,
                text,
                without_buttons: None,
                buttons: Vec::new(),
                shape: Some(Shape::Proven),
                stay: Stay::AWhile,
            },
        }
    }

    /// The question when to remind.
    pub(super) fn reminder(connector: &ConnectorId, place: &str, language: Language) -> Self {
        let choice = |label, reminder| {
            let command = Command::Remind(connector.clone(), reminder);
            (language.label(label).to_owned(), Action::Tell(command))
        };
        Self {
            key: Key::Reminder(connector.clone()),
            text: ToastText { title: place.to_owned(), body: language.when_to_remind().to_owned() },
            without_buttons: None,
            buttons: vec![
                choice(Label::InOneHour, Reminder::InOneHour),
                choice(Label::TomorrowMorning, Reminder::TomorrowMorning),
                choice(Label::NeverAgain, Reminder::Never),
            ],
            shape: None,
            stay: Stay::UntilClosed,
        }
    }

    /// Words in answer to a click.
    pub(super) const fn answer(text: ToastText) -> Self {
        Self {
            key: Key::Answer,
            text,
            without_buttons: None,
            buttons: Vec::new(),
            shape: None,
            stay: Stay::AWhile,
        }
    }
}

/// The next step as a button.
fn first_button(
    account: &AccountRef,
    health: &Health,
    language: Language,
) -> Option<(String, Action)> {
    let id = || account.connector.clone();
    let (label, action) = match health {
        Health::Refused(_) | Health::Disagreement | Health::NotSetUp(Missing::Password) => {
            (Label::ToastEnter, Action::Enter(account.clone()))
        }
        Health::ChangeDemanded(_) => (Label::ToastChange, Action::Change(account.clone())),
        Health::Untrusted(_) | Health::NotSetUp(Missing::Trust) => {
            (Label::ToastTrust, Action::Trust(id()))
        }
        Health::Unreachable(_) | Health::Unclear(_) => {
            (Label::ToastTest, Action::Tell(Command::Check(Scope::Connector(id()))))
        }
        Health::ContextWrong(_) | Health::NotSetUp(Missing::Context | Missing::Watcher) => {
            (Label::Configure, Action::Configure(id()))
        }
        Health::Locked
        | Health::Unverifiable(_)
        | Health::KeyringUnavailable(_)
        | Health::StoreUnavailable
        | Health::WatchedElsewhere(_) => (Label::ToastExplain, Action::Explain(account.clone())),
        Health::Checking | Health::Proven => return None,
    };
    Some((language.label(label).to_owned(), action))
}

const fn shape_of(health: &Health) -> Shape {
    match health {
        Health::Checking => Shape::Checking,
        Health::Proven => Shape::Proven,
        Health::Refused(_) => Shape::Refused,
        Health::ChangeDemanded(_) => Shape::ChangeDemanded,
        Health::Locked => Shape::Locked,
        Health::ContextWrong(_) | Health::Unclear(_) => Shape::Unclear,
        Health::Unreachable(_) => Shape::Unreachable,
        Health::Untrusted(_) => Shape::CertificateChanged,
        Health::Unverifiable(_) => Shape::Unverifiable,
        Health::Disagreement => Shape::Disagreement,
        Health::KeyringUnavailable(_) | Health::StoreUnavailable => Shape::KeyringUnavailable,
        Health::WatchedElsewhere(_) => Shape::WatchedElsewhere,
        Health::NotSetUp(_) => Shape::NotSetUp,
    }
}

enum Job {
    Show(Box<Toast>),
    Withdraw(Key),
}

/// Shows toasts, in the order in which they come.
pub(super) struct Toaster {
    board: Board,
    jobs: Option<Sender<Job>>,
}

impl Toaster {
    /// Nothing is started before the first toast.
    pub(super) const fn new(board: Board) -> Self {
        Self { board, jobs: None }
    }

    /// Shows a toast; whether that is possible comes to the board when it changes.
    pub(super) fn show(&mut self, toast: Toast) {
        self.send(Job::Show(Box::new(toast)));
    }

    /// Takes a toast away if it is still there.
    pub(super) fn withdraw(&mut self, key: Key) {
        if self.jobs.is_some() {
            self.send(Job::Withdraw(key));
        }
    }

    fn send(&mut self, job: Job) {
        let jobs = match self.jobs.take() {
            Some(jobs) => jobs,
            None => {
                let (jobs, queue) = mpsc::channel();
                let board = self.board.clone();
                let work = move || work(&board, &queue);
                let thread = thread::Builder::new().name("toasts".into()).stack_size(256 * 1024);
                if let Err(error) = thread.spawn(work) {
                    log::warn!("no thread for toasts: {error}");
                    self.board.leave(Item::Toasts(Toasts::Impossible));
                    return;
                }
                jobs
            }
        };
        if jobs.send(job).is_ok() {
            self.jobs = Some(jobs);
        } else {
            self.board.leave(Item::Toasts(Toasts::Impossible));
        }
    }
}

fn work(board: &Board, queue: &mpsc::Receiver<Job>) {
    let clicks = board.clone();
    let center = Center::new(move |button| clicks.leave(Item::Clicked(button)));
    let mut shown = BTreeMap::new();
    let mut told = Toasts::Possible;
    for job in queue {
        match job {
            Job::Show(toast) => {
                let found = match show(&center, &toast, shown.get(&toast.key).copied()) {
                    Ok(id) => {
                        shown.insert(toast.key, id);
                        Toasts::Possible
                    }
                    Err(error) => {
                        log::debug!("a toast could not be shown: {error}");
                        Toasts::Impossible
                    }
                };
                if std::mem::replace(&mut told, found) != found {
                    board.leave(Item::Toasts(found));
                }
            }
            Job::Withdraw(key) => {
                if let Some(id) = shown.remove(&key) {
                    center.close(id);
                }
            }
        }
    }
}

fn show(
    center: &Center,
    toast: &Toast,
    replaces: Option<toasts::Shown>,
) -> Result<toasts::Shown, toasts::Error> {
    let are_buttons_shown = match center.service() {
        Service::Absent => return Err(toasts::Error::NoService),
        Service::Present { buttons: Buttons::Shown, .. } => true,
        Service::Present { buttons: Buttons::Ignored, .. } => false,
    };
    let mut body = toast.text.body.clone();
    if let (false, Some(step)) = (are_buttons_shown, &toast.without_buttons) {
        body = format!("{body} {step}");
    }
    let buttons: Vec<(String, String)> = match are_buttons_shown {
        true => toast
            .buttons
            .iter()
            .map(|(label, action)| (action.to_string(), label.clone()))
            .collect(),
        false => Vec::new(),
    };
    let pixels = match toast.shape {
        Some(shape) => icon::tray(shape, Theme::Unknown, 48),
        None => icon::program(),
    };
    let picture = pixels.map(|Pixels { size, rgba }| Picture { size, rgba });
    center.show(&toasts::Toast {
        title: &toast.text.title,
        body: &cut(&body, BODY_LIMIT),
        buttons: &buttons,
        picture,
        stay: toast.stay,
        replaces,
    })
}

#[cfg(test)]
mod tests;
