//! The main thread's side: takes what lies on the board and shows what follows from it.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::action::Action;
use super::board::{Board, Item};
use super::menu::{Content, Menu, Surroundings, Toasts};
use super::pages::{Context, Moment, Opened, Pages};
use super::run::{Nudge, Start, Starter, Watch, deliver};
use super::toast::{Key, Toast, Toaster};
use super::tray::{Face, Tray};
use crate::domain::command::Command;
use crate::domain::notice::{Notice, What};
use crate::domain::practice::{Access, Force};
use crate::domain::snapshot::Snapshot;
use crate::platform::agent::{Doorbell, Event};
use crate::platform::clipboard::Held;
use crate::platform::{fonts, session};
use crate::text::{Language, TOOLTIP_LIMIT, ToastText, Words, cut};
use crate::watch::Setup;

/// Everything that the main thread holds. Dropping it takes the icon away.
pub(super) struct Desk {
    pub(super) board: Board,
    pub(super) language: Language,
    /// What the settings' *as the system speaks* means; none: the language stays as it is.
    pub(super) auto: Option<Language>,
    pub(super) zone: TimeZone,
    pub(super) snapshot: Option<Arc<Snapshot>>,
    pub(super) tray: Option<Tray>,
    pub(super) toaster: Toaster,
    pub(super) pages: Pages,
    /// Where pages work; none: they cannot be opened yet.
    pub(super) setup: Option<Setup>,
    pub(super) starter: Starter,
    pub(super) start: Start,
    pub(super) watching: Watching,
    /// Why the settings on the disk cannot be used, as it was told last.
    pub(super) refused: Option<ToastText>,
    /// A password on the clipboard; dropping it clears it.
    pub(super) held: Option<Held>,
    pub(super) around: Surroundings,
    /// What is started at log-on; none: that cannot be changed here.
    pub(super) program: Option<PathBuf>,
}

/// Whether something is being watched.
pub(super) enum Watching {
    /// Not yet.
    NotStarted,
    /// It is.
    Yes(Watch),
    /// The watch did not start; what was said about it.
    Failed(ToastText),
}

/// What the loop does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// It goes on waiting.
    Wait,
    /// It ends.
    End,
}

impl Desk {
    /// The words of this moment.
    pub(super) fn words(&self) -> Words {
        Words::new(self.language, self.zone.clone(), Timestamp::now())
    }

    /// Starts the watch, or says why that is not possible.
    pub(super) fn start_watching(&mut self) {
        match (self.starter)(deliver(&self.board)) {
            Ok(watch) => self.watching = Watching::Yes(watch),
            Err(text) => {
                self.watching = Watching::Failed(text.clone());
                self.toaster.show(Toast::answer(text));
            }
        }
        self.show_pages();
    }

    /// Opens the window of a page; answers whether there is one.
    pub(super) fn open_page(&mut self, name: &Action) -> Opened {
        let Some(setup) = self.setup.clone() else {
            return Opened::No;
        };
        if !fonts::has_font() {
            log::error!("no window: the system has no font");
            return Opened::No;
        }
        let (language, zone) = (self.language, self.zone.clone());
        let context = Context::new(name.clone(), self.board.clone(), setup, language, zone);
        let words = self.words();
        let moment = moment(&self.watching, self.snapshot.as_deref(), &self.refused, &words);
        match self.pages.open(context, &moment) {
            Ok(opened) => opened,
            Err(error) => {
                log::error!("no window: {}", chain(&error));
                Opened::No
            }
        }
    }

    /// The first start of all: a person started the program, and there is nothing to watch yet.
    fn welcome(&mut self) {
        let Some(snapshot) = &self.snapshot else { return };
        let is_empty =
            snapshot.connectors.is_empty() && snapshot.practice.settings == Force::Present;
        if self.start == Start::ByHand && is_empty && snapshot.practice.access == Access::Granted {
            self.open_page(&Action::Assist);
        }
    }

    /// Tells the watch something. One that did not start is given another try, whatever it is.
    pub(super) fn tell_watch(&mut self, nudge: Nudge) {
        match &self.watching {
            Watching::Yes(watch) => watch.tell(nudge),
            Watching::NotStarted | Watching::Failed(_) => self.start_watching(),
        }
    }

    /// Puts the icon up.
    pub(super) fn open(&mut self) {
        match Tray::new(self.face()) {
            Ok(tray) => self.tray = Some(tray),
            Err(error) => {
                log::warn!("no tray icon: {}", chain(&error));
                self.board.leave(Item::NoTrayHost);
            }
        }
    }

    /// Deals with everything that lies on the board, and with what comes while it does: a native menu
    /// may have been open for a while.
    pub(super) fn turn(&mut self) -> Next {
        loop {
            let (newest, items) = self.board.take();
            let is_fresh = newest.is_some();
            let is_first = is_fresh && self.snapshot.is_none();
            if is_fresh {
                self.snapshot = newest;
                self.follow_language();
            }
            for item in items {
                if self.deal_with(item) == Next::End {
                    return Next::End;
                }
            }
            if is_first {
                self.welcome();
            }
            self.show();
            if is_fresh {
                self.show_pages();
            }
            if self.board.is_empty() {
                return Next::Wait;
            }
        }
    }

    fn show(&mut self) {
        let face = self.face();
        if let Some(tray) = &mut self.tray
            && let Err(error) = tray.show(face)
        {
            log::debug!("the icon is not shown: {}", chain(&error));
        }
    }

    /// Speaks as the settings in force say.
    fn follow_language(&mut self) {
        let (Some(auto), Some(snapshot)) = (self.auto, self.snapshot.as_deref()) else {
            return;
        };
        let language = Language::of_settings(snapshot.practice.language).unwrap_or(auto);
        if language != self.language {
            self.language = language;
            self.pages.speak(language);
        }
    }

    fn show_pages(&self) {
        let words = self.words();
        let snapshot = self.snapshot.as_deref();
        self.pages.show(&moment(&self.watching, snapshot, &self.refused, &words));
    }

    fn face(&self) -> Face {
        let words = self.words();
        let content = match (&self.watching, self.snapshot.as_deref()) {
            (Watching::Failed(text), _) => Content::Failed(&text.title),
            (Watching::NotStarted | Watching::Yes(_), None) => Content::Starting,
            (Watching::NotStarted | Watching::Yes(_), Some(snapshot)) => Content::Known(snapshot),
        };
        Face {
            shape: content.shape(),
            theme: session::theme(),
            size: session::tray_icon_size(),
            tooltip: match content {
                Content::Starting => words.language.starting().to_owned(),
                Content::Failed(what) => cut(what, TOOLTIP_LIMIT),
                Content::Known(snapshot) => words.tooltip(snapshot),
            },
            menu: Menu::of(content, &words, self.around),
        }
    }

    fn deal_with(&mut self, item: Item) -> Next {
        match item {
            Item::Notice(notice) => self.tell(&notice),
            Item::Clicked(id) => match id.parse() {
                Ok(action) => return self.perform(action),
                Err(_) => log::debug!("a click without an action: {id:?}"),
            },
            Item::Activated => return self.perform(Action::Open),
            Item::Act(action) => return self.perform(action),
            Item::Closed(page) => self.pages.close(&page),
            Item::Serve(setup) => self.setup = Some(*setup),
            Item::MenuWanted => {
                if let Some(tray) = &self.tray {
                    tray.open_menu();
                }
            }
            Item::Told(event) => return self.hear(event),
            Item::Autostart(autostart) => {
                self.around.autostart = autostart;
                self.pages.tell_autostart(autostart);
                self.show_pages();
            }
            Item::WantAutostart(wanted) => self.set_autostart(wanted),
            Item::Toasts(toasts) => {
                self.around.toasts = toasts;
                if toasts == Toasts::Impossible {
                    log::warn!("no notification service: warnings stand in the menu only");
                }
            }
            Item::NoTrayHost => {
                log::warn!("nobody shows tray icons: warnings come as toasts only");
                let (title, body) = self.language.no_tray_host();
                let (title, body) = (title.to_owned(), body.to_owned());
                self.toaster.show(Toast::answer(ToastText { title, body }));
            }
            Item::Refused(error) => {
                let message = self.language.settings_failure(&error);
                let text = self.language.settings_refused(&message.what);
                self.toaster.show(Toast::answer(text.clone()));
                self.refused = Some(text);
                self.show_pages();
            }
            Item::Held(held) => self.held = Some(*held),
            Item::Answer(text) => self.answer(text),
            Item::Say(text) => self.toaster.show(Toast::answer(text)),
            Item::Quit => return Next::End,
        }
        Next::Wait
    }

    fn tell(&mut self, notice: &Notice) {
        match notice.what {
            What::Trouble { .. } => {}
            What::AllClear { .. } => {
                self.toaster.withdraw(Key::Reminder(notice.connector.clone()));
            }
        }
        self.toaster.show(Toast::of(notice, &self.words()));
    }

    fn hear(&mut self, event: Event) -> Next {
        match event {
            Event::Doorbell(Doorbell::Show(page)) => {
                // A page's name is the action that opens it; everything else opens the overview.
                let action = page.as_str().parse().ok().filter(Action::opens_page);
                return self.perform(action.unwrap_or(Action::Open));
            }
            Event::Doorbell(Doorbell::Reread) => self.tell_watch(Nudge::Wish(Command::Reread)),
            Event::Resumed => self.tell_watch(Nudge::Resumed),
            Event::Doorbell(Doorbell::Quit) | Event::SessionEnds => return Next::End,
            Event::TaskbarCreated => {
                if let Some(tray) = &mut self.tray
                    && let Err(error) = tray.show_again()
                {
                    log::debug!("the icon is not shown: {}", chain(&error));
                }
            }
            Event::ThemeChanged => self.pages.dress(),
            Event::SessionChanged => {}
        }
        Next::Wait
    }
}

/// What there is to show at this moment.
const fn moment<'a>(
    watching: &'a Watching,
    snapshot: Option<&'a Snapshot>,
    refused: &'a Option<ToastText>,
    words: &'a Words,
) -> Moment<'a> {
    let failed = match watching {
        Watching::Failed(text) => Some(text),
        Watching::NotStarted | Watching::Yes(_) => None,
    };
    // A picture of before says nothing once the watch does not run.
    let snapshot = match failed {
        Some(_) => None,
        None => snapshot,
    };
    Moment { snapshot, words, failed, refused: refused.as_ref() }
}

/// An error with its causes.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
