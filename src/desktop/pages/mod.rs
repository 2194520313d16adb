//! The windows: one for each page and subject, only while it is open.
//!
//! Decides which window an action opens and how a page lives: it gets the newest snapshot, sets
//! ready-made words and values, and gives back actions and errands. A page does no I/O itself; its
//! Slint objects never leave the main thread, and a closed page is dropped when no callback of its own
//! is running.

pub mod about;
mod assistant;
mod certificate;
pub mod configuration;
mod context;
mod errand;
pub mod explain;
pub mod history;
pub mod overview;
mod password;
mod ports;
mod reveal;
pub mod settings;
pub mod support;
mod window;

#[cfg(test)]
mod pictures;

use std::rc::Rc;

use super::action::Action;
use super::menu::Autostart;
use crate::domain::snapshot::Snapshot;
use crate::text::{Language, ToastText, Words};

pub(super) use context::{Context, Live};
use password::Begin;

/// A page in its window.
pub(super) trait Page {
    /// Shows the newest state; called after opening and whenever the state has changed.
    fn show(&self, now: &Moment<'_>);

    /// Says in the language of its context what [`Page::show`] does not set, which follows. Nothing to
    /// do for a page that sets all its words there.
    fn speak(&self) {}

    /// Takes on the look of the session: light, dark, high contrast.
    fn dress(&self);

    /// The window.
    fn window(&self) -> &slint::Window;

    /// Shows the answer to a click, if this is where the person looks.
    fn answer(&self, _text: &ToastText) -> Answer {
        Answer::NotHere
    }
}

/// Whether a page has taken an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It stands in its window.
    Shown,
    /// The person looks elsewhere, or the page has no place for answers.
    NotHere,
}

/// What there is to show at one moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment<'a> {
    /// The newest snapshot; none before the first one, or where the watch did not start.
    pub(super) snapshot: Option<&'a Snapshot>,
    /// The words of this moment.
    pub(super) words: &'a Words,
    /// Why the watch did not start.
    pub(super) failed: Option<&'a ToastText>,
    /// Why the settings on the disk cannot be used.
    pub(super) refused: Option<&'a ToastText>,
}

/// Whether a page is open afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// It is.
    Yes,
    /// There is none for this, or it could not be opened.
    No,
}

/// The open windows; dropping them closes them.
#[derive(Default)]
pub(super) struct Pages {
    open: Vec<(Action, Rc<dyn Page>)>,
    live: Live,
}

impl Pages {
    /// Opens the page of an action, or brings its window to the front.
    ///
    /// # Errors
    /// What kept the window from being made.
    pub(super) fn open(
        &mut self,
        context: Context,
        now: &Moment<'_>,
    ) -> Result<Opened, slint::PlatformError> {
        if let Some((_, page)) = self.open.iter().find(|(name, _)| name == context.name()) {
            window::bring_to_front(page.window())?;
            return Ok(Opened::Yes);
        }
        let name = context.name().clone();
        let Some(page) = build(context.sharing(&self.live))? else {
            return Ok(Opened::No);
        };
        page.dress();
        page.show(now);
        page.window().show()?;
        self.open.push((name, page));
        Ok(Opened::Yes)
    }

    /// Closes a page's window.
    pub(super) fn close(&mut self, name: &Action) {
        self.open.retain(|(open, page)| {
            let stays = open != name;
            // A shown window holds on to its page by itself.
            if !stays && let Err(error) = page.window().hide() {
                log::debug!("a window was not hidden: {error}");
            }
            stays
        });
    }

    /// Gives every page the newest state.
    pub(super) fn show(&self, now: &Moment<'_>) {
        self.open.iter().for_each(|(_, page)| page.show(now));
    }

    /// Has every page speak another language; the newest state is to be shown afterwards.
    pub(super) fn speak(&self, language: Language) {
        self.live.speak(language);
        self.open.iter().for_each(|(_, page)| page.speak());
    }

    /// Whether the program starts at log-on; the newest state is to be shown afterwards.
    pub(super) fn tell_autostart(&self, autostart: Autostart) {
        self.live.tell_autostart(autostart);
    }

    /// Gives an answer to the page that the person looks at.
    pub(super) fn answer(&self, text: &ToastText) -> Answer {
        match self.open.iter().any(|(_, page)| page.answer(text) == Answer::Shown) {
            true => Answer::Shown,
            false => Answer::NotHere,
        }
    }

    /// Gives every page the look of the session.
    pub(super) fn dress(&self) {
        self.open.iter().for_each(|(_, page)| page.dress());
    }
}

/// Makes the page of an action; none for actions without a page.
fn build(context: Context) -> Result<Option<Rc<dyn Page>>, slint::PlatformError> {
    let page: Rc<dyn Page> = match context.name().clone() {
        Action::About => about::About::new(context)?,
        Action::Assist => assistant::Assistant::new(context)?,
        Action::Settings => settings::Preferences::new(context)?,
        Action::Trust(id) => certificate::Certificate::new(context, id)?,
        Action::Open => overview::Overview::new(context)?,
        Action::Configure(id) => configuration::Configuration::new(context, id)?,
        Action::Enter(account) => password::Password::new(context, account, Begin::Typing)?,
        Action::Earlier(account) => password::Password::new(context, account, Begin::Kept)?,
        Action::Task(account) => password::Password::new(context, account, Begin::Task)?,
        Action::Reveal(account) => reveal::Reveal::new(context, account)?,
        Action::History => history::History::new(context)?,
        Action::Explain(account) => explain::Explain::new(context, account)?,
        Action::Support(about) => support::Support::new(context, about)?,
        Action::Change(_)
        | Action::Copy(_)
        | Action::Folder
        | Action::Tell(_)
        | Action::PauseHour
        | Action::PauseUntilTomorrow
        | Action::WebUi(_)
        | Action::Later(_)
        | Action::Autostart
        | Action::Quit => return Ok(None),
    };
    Ok(Some(page))
}
