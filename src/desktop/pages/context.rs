//! What a page may use: the words of the moment, a way to act, a way to have work done aside.

use std::cell::Cell;
use std::path::Path;
use std::rc::Rc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::errand::{self, Progress};
use crate::desktop::action::Action;
use crate::desktop::board::{Board, Item};
use crate::desktop::menu::Autostart;
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
    live: Live,
    zone: TimeZone,
}

/// What is the same for all pages and may change while they are open. Its clones share it.
#[derive(Debug, Clone)]
pub(in crate::desktop) struct Live {
    language: Rc<Cell<Language>>,
    autostart: Rc<Cell<Autostart>>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            language: Rc::new(Cell::new(Language::default())),
            autostart: Rc::new(Cell::new(Autostart::Unknown)),
        }
    }
}

impl Live {
    pub(super) fn speak(&self, language: Language) {
        self.language.set(language);
    }

    pub(super) fn tell_autostart(&self, autostart: Autostart) {
        self.autostart.set(autostart);
    }
}

impl Context {
    /// For the page that `name` opens.
    pub(in crate::desktop) fn new(
        name: Action,
        board: Board,
        setup: Setup,
        language: Language,
        zone: TimeZone,
    ) -> Self {
        let live = Live::default();
        live.speak(language);
        Self { name, board, setup, live, zone }
    }

    /// The same, which from here on learns what changes for all pages.
    pub(super) fn sharing(self, live: &Live) -> Self {
        live.speak(self.language());
        Self { live: live.clone(), ..self }
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
    pub(in crate::desktop) fn language(&self) -> Language {
        self.live.language.get()
    }

    /// Whether the program starts at log-on, as menu and pages show it.
    pub(in crate::desktop) fn autostart(&self) -> Autostart {
        self.live.autostart.get()
    }

    /// Has the program start at log-on, or not; [`Context::autostart`] follows.
    pub(in crate::desktop) fn set_autostart(&self, wanted: Autostart) {
        self.board.leave(Item::WantAutostart(wanted));
    }

    /// The words of this moment.
    pub(in crate::desktop) fn words(&self) -> Words {
        Words::new(self.language(), self.zone.clone(), Timestamp::now())
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
