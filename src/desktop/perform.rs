//! What a click does. What needs a page says in words which console command does it.

use std::thread;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::action::Action;
use super::board::{Board, Item};
use super::desk::{Desk, Next, Watching};
use super::menu::Autostart;
use super::pages::{Answer, Opened};
use super::run::Nudge;
use super::toast::Toast;
use crate::domain::command::{Command, Scope};
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::domain::notice::{NoticeRules, Reminder};
use crate::domain::record::Reveal;
use crate::platform::{autostart, clipboard, open, session, web};
use crate::text::{Message, ShellMatter, Step, ToastText};
use crate::watch::once;

/// How long a copied password lies on the clipboard (SAFETY S22).
const ON_CLIPBOARD: Duration = Duration::from_secs(30);

impl Action {
    /// Whether it only opens a page: all that another program may ask for.
    pub(super) const fn opens_page(&self) -> bool {
        match self {
            Self::Open
            | Self::Configure(_)
            | Self::Trust(_)
            | Self::Enter(_)
            | Self::Change(_)
            | Self::Explain(_)
            | Self::Assist
            | Self::History
            | Self::Support(_)
            | Self::Reveal(_)
            | Self::Earlier(_)
            | Self::Task(_)
            | Self::Settings
            | Self::About => true,
            Self::Tell(_)
            | Self::PauseHour
            | Self::PauseUntilTomorrow
            | Self::WebUi(_)
            | Self::Copy(_)
            | Self::Folder
            | Self::Later(_)
            | Self::Autostart
            | Self::Quit => false,
        }
    }
}

impl Desk {
    /// Does what a click asks for.
    pub(super) fn perform(&mut self, action: Action) -> Next {
        if let Some(text) = self.refusal(&action) {
            self.answer(text);
            return Next::Wait;
        }
        if action.opens_page() && self.open_page(&action) == Opened::Yes {
            return Next::Wait;
        }
        match action {
            Action::Tell(command) => {
                if let Command::Check(scope) = &command {
                    self.say_what_is_not_sent(scope);
                }
                self.tell_watch(Nudge::Wish(command));
            }
            Action::Open => {
                if let Watching::Failed(text) = &self.watching {
                    self.toaster.show(Toast::answer(text.clone()));
                } else if let Some(snapshot) = &self.snapshot {
                    let text = self.words().overview(snapshot);
                    self.toaster.show(Toast::answer(text));
                }
            }
            Action::PauseHour => {
                let hour = SignedDuration::from_hours(1);
                self.pause(Timestamp::now().checked_add(hour).ok());
            }
            Action::PauseUntilTomorrow => {
                let rules = NoticeRules { zone: self.zone.clone(), ..NoticeRules::default() };
                self.pause(rules.reminder_at(Reminder::TomorrowMorning, Timestamp::now()));
            }
            Action::WebUi(id) => self.open_web_ui(&id),
            Action::Configure(id) => self.say_step(&Step::Configure(id)),
            Action::Trust(id) => self.say_step(&Step::Trust(id)),
            Action::Enter(account) => self.say_step(&Step::Enter(account)),
            Action::Change(account) => self.say_step(&Step::Change(account)),
            Action::Explain(account) => self.explain(&account),
            Action::Later(id) => self.ask_when(&id),
            Action::Assist => self.say_step(&Step::Settings),
            Action::History | Action::Support(_) => {
                log::debug!("no window for {action}");
            }
            Action::Reveal(account) | Action::Earlier(account) | Action::Task(account) => {
                self.explain(&account);
            }
            Action::Copy(account) => self.copy(account),
            Action::Folder => self.open_folder(),
            Action::Autostart => self.toggle_autostart(),
            Action::Settings => self.say_step(&Step::Settings),
            Action::About => {
                let text = self.language.about(env!("CARGO_PKG_VERSION"));
                self.toaster.show(Toast::answer(text));
            }
            Action::Quit => return Next::End,
        }
        Next::Wait
    }

    /// A refused password is not sent again by a click: the click is answered, not ignored.
    fn say_what_is_not_sent(&mut self, scope: &Scope) {
        let Some(snapshot) = &self.snapshot else {
            return;
        };
        if let Some(text) = self.words().not_sent(snapshot, scope) {
            self.answer(text);
        }
    }

    /// Says something in the window where the person looks, otherwise as a toast.
    pub(super) fn answer(&mut self, text: ToastText) {
        if self.pages.answer(&text) == Answer::NotHere {
            self.toaster.show(Toast::answer(text));
        }
    }

    /// The one place that keeps who may only look from acting (SCREENS 2.12): what is said instead.
    fn refusal(&self, action: &Action) -> Option<ToastText> {
        let snapshot = self.snapshot.as_ref()?;
        action.needs_operator().then(|| self.language.may_only_look(&snapshot.practice.access))?
    }

    /// Puts a password on the clipboard (SAFETY S22).
    fn copy(&self, account: AccountRef) {
        let (Some(setup), words) = (self.setup.clone(), self.words()) else {
            return;
        };
        if session::is_remote() {
            // The other computer may keep what passes through its clipboard.
            return self.board.leave(Item::Answer(self.language.no_copy_from_afar()));
        }
        in_background(&self.board, "copy", move |board| {
            let password = match once::reveal(&setup, &account, Reveal::Copied) {
                Ok(password) => password,
                Err(why) => {
                    let message = words.not_revealed(&why);
                    let title = account.user.to_string();
                    let body = message.to_string();
                    return board.leave(Item::Answer(ToastText { title, body }));
                }
            };
            match clipboard::hold(password, ON_CLIPBOARD, |_| {}) {
                Ok(held) => {
                    board.leave(Item::Held(Box::new(held)));
                    let text = words.language.copied(&account.user, ON_CLIPBOARD);
                    board.leave(Item::Answer(text));
                }
                Err(error) => {
                    log::warn!("a password was not copied: {error}");
                    board.leave(Item::Answer(words.language.not_copied(&account.user)));
                }
            }
        });
    }

    fn open_folder(&self) {
        let Some(folder) = self.setup.as_ref().map(|setup| setup.folders.settings.clone()) else {
            return;
        };
        let language = self.language;
        in_background(&self.board, "folder", move |board| {
            if let Err(error) = open::folder(&folder) {
                log::warn!("the settings folder was not opened: {error}");
                let told = language.folder_closed(&folder.to_string_lossy(), &error.to_string());
                let Message { what, meaning, next } = told;
                let text = ToastText { title: what, body: format!("{meaning} {next}") };
                board.leave(Item::Answer(text));
            }
        });
    }

    fn pause(&mut self, until: Option<Timestamp>) {
        let Some(until) = until else { return };
        let reason = String::new();
        self.tell_watch(Nudge::Wish(Command::Pause { until, reason }));
    }

    fn say_step(&mut self, step: &Step) {
        let text = self.language.step(step, self.around.system);
        self.toaster.show(Toast::answer(text));
    }

    fn explain(&mut self, account: &AccountRef) {
        let Some(snapshot) = &self.snapshot else {
            return;
        };
        let found = snapshot.connector(&account.connector).zip(snapshot.account(account));
        let Some((connector, view)) = found else {
            log::debug!("an account that is gone was clicked");
            return;
        };
        let text = self.words().explanation(connector, view);
        self.toaster.show(Toast::answer(text));
    }

    fn ask_when(&mut self, id: &ConnectorId) {
        let snapshot = self.snapshot.as_ref();
        let connector = snapshot.and_then(|snapshot| snapshot.connector(id));
        let place = connector.map_or(id.as_str(), |connector| connector.profile.name.as_str());
        self.toaster.show(Toast::reminder(id, place, self.language));
    }

    fn open_web_ui(&self, id: &ConnectorId) {
        let snapshot = self.snapshot.as_ref();
        let Some(connector) = snapshot.and_then(|snapshot| snapshot.connector(id)) else {
            log::debug!("a connector that is gone was clicked");
            return;
        };
        let address = connector.profile.admin_url();
        let language = self.language;
        in_background(&self.board, "browser", move |board| {
            if let Err(error) = web::open(&address) {
                log::warn!("the browser was not opened: {error}");
                let matter = ShellMatter::Browser(&address);
                board.leave(Item::Say(language.shell_failed(matter, &error.to_string())));
            }
        });
    }

    fn toggle_autostart(&mut self) {
        if let Some(tray) = &mut self.tray {
            tray.forget_ticks();
        }
        match self.around.autostart {
            Autostart::Off => self.set_autostart(Autostart::On),
            Autostart::On => self.set_autostart(Autostart::Off),
            Autostart::Unknown | Autostart::Fixed => {}
        }
    }

    /// Has the program start at log-on, or not; what the system answers is shown everywhere.
    pub(super) fn set_autostart(&mut self, wanted: Autostart) {
        let Some(program) = self.program.clone() else {
            return;
        };
        let language = self.language;
        in_background(&self.board, "autostart", move |board| {
            let changed = match wanted {
                Autostart::On => autostart::set(&program),
                Autostart::Off | Autostart::Unknown | Autostart::Fixed => autostart::unset(),
            };
            if let Err(error) = changed {
                log::warn!("the start at log-on was not changed: {error}");
                let matter = ShellMatter::Autostart;
                board.leave(Item::Say(language.shell_failed(matter, &error.to_string())));
            }
            board.leave(Item::Autostart(autostart_of_system()));
        });
    }
}

/// Asks the system whether the program starts at log-on.
pub(super) fn autostart_of_system() -> Autostart {
    match autostart::read() {
        Ok(autostart::Autostart::Off) => Autostart::Off,
        Ok(autostart::Autostart::On) => Autostart::On,
        Ok(autostart::Autostart::ByAdministrator) => Autostart::Fixed,
        Err(error) => {
            log::warn!("whether the program starts at log-on is not known: {error}");
            Autostart::Unknown
        }
    }
}

/// Does something that may take its time on a thread that ends with it.
pub(super) fn in_background(board: &Board, name: &str, work: impl FnOnce(&Board) + Send + 'static) {
    let board = board.clone();
    let thread = thread::Builder::new().name(name.to_owned()).stack_size(256 * 1024);
    if let Err(error) = thread.spawn(move || work(&board)) {
        log::warn!("no thread: {error}");
    }
}
