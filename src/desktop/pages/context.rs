//! What a page may use: the words of the moment, a way to act, a way to have work done aside.

use std::path::Path;
use std::rc::Rc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::errand::{self, Progress};
use crate::desktop::action::Action;
use crate::desktop::board::{Board, Item};
use crate::domain::identity::MachineName;
use crate::platform::clipboard::Held;
use crate::text::{Language, Words};
use crate::watch::Setup;

/// Takes what has to outlive the page; can be sent to another thread.
pub(in crate::desktop) struct Keeper(Board);

impl Keeper {
    /// The desk holds it until it ends by itself, another copy takes its place, or the program ends.
    pub(in crate::desktop) fn keep(&self, held: Held) {
        self.0.leave(Item::Held(Box::new(held)));
    }
}

/// What a page may use; cheap to clone.
#[derive(Clone)]
pub(in crate::desktop) struct Context {
    name: Action,
    board: Board,
    setup: Setup,
    language: Language,
    zone: TimeZone,
}

impl Context {
    /// For the page that `name` opens.
    pub(in crate::desktop) const fn new(
        name: Action,
        board: Board,
        setup: Setup,
        language: Language,
        zone: TimeZone,
    ) -> Self {
        Self { name, board, setup, language, zone }
    }

    /// The action that opens this page.
    pub(in crate::desktop) const fn name(&self) -> &Action {
        &self.name
    }

    /// Where this user's records lie.
    pub(in crate::desktop) fn data_folder(&self) -> &Path {
        &self.setup.folders.data
    }

    /// This machine's name.
    pub(in crate::desktop) const fn machine(&self) -> &MachineName {
        &self.setup.machine
    }

    /// The language of the windows.
    pub(in crate::desktop) const fn language(&self) -> Language {
        self.language
    }

    /// The words of this moment.
    pub(in crate::desktop) fn words(&self) -> Words {
        Words::new(self.language, self.zone.clone(), Timestamp::now())
    }

    /// Does what a click in the menu would do; other pages are opened this way.
    pub(in crate::desktop) fn act(&self, action: Action) {
        self.board.leave(Item::Act(action));
    }

    /// Closes this page's window, once no callback of it is running.
    pub(in crate::desktop) fn close(&self) {
        self.board.leave(Item::Closed(self.name.clone()));
    }

    /// Who keeps a copied password when this page is closed.
    pub(in crate::desktop) fn keeper(&self) -> Keeper {
        Keeper(self.board.clone())
    }

    /// Has work of the watch done on a thread of its own, because it may wait for disk, keyring or
    /// network. `then` gets the result on the main thread, unless the page has been closed by then.
    pub(in crate::desktop) fn errand<P: 'static, T: Send + 'static>(
        &self,
        page: &Rc<P>,
        work: impl FnOnce(&Setup) -> T + Send + 'static,
        then: impl FnOnce(&Rc<P>, T) + 'static,
    ) {
        self.long_errand(page, move |setup, _: &Progress<()>| work(setup), |_, ()| {}, then);
    }

    /// The same, with steps that are told while the work goes on.
    pub(in crate::desktop) fn long_errand<P: 'static, S: Send + 'static, T: Send + 'static>(
        &self,
        page: &Rc<P>,
        work: impl FnOnce(&Setup, &Progress<S>) -> T + Send + 'static,
        step: impl Fn(&Rc<P>, S) + 'static,
        then: impl FnOnce(&Rc<P>, T) + 'static,
    ) {
        let setup = self.setup.clone();
        errand::start(page, move |progress| work(&setup, progress), step, then);
    }
}
