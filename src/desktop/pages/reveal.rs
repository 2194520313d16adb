//! *Passwort anzeigen* and *Passwort kopieren*.
//!
//! Decides how long a stored password is in a window: from the journalled answer until the button is
//! let go, whichever comes first. What lies on the clipboard belongs to the desk, not to this page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use konnektorwart_ui as ui;
use secrecy::{ExposeSecret, SecretString};
use slint::{ComponentHandle, SharedString, Timer, TimerMode};

use super::{Context, Moment, Page, window};
use crate::desktop::action::Action;
use crate::domain::identity::AccountRef;
use crate::domain::record::Reveal as How;
use crate::platform::clipboard::{self, End};
use crate::platform::session;
use crate::text::Message;
use crate::text::pages::RevealWords;
use crate::watch::{NotRevealed, once, profiles};

/// How long a copied password stays on the clipboard.
const LIMIT: Duration = Duration::from_secs(45);

/// The open page.
pub(super) struct Reveal {
    window: ui::RevealPage,
    context: Context,
    account: AccountRef,
    place: RefCell<String>,
    switches: Cell<Switches>,
    /// Counts the presses: an answer to an earlier one shows nothing.
    press: Cell<u64>,
    held: Cell<bool>,
    trouble: RefCell<Option<Message>>,
    copied: RefCell<Copied>,
    tick: Timer,
}

/// What settings, policy and session allow.
#[derive(Debug, Clone, Copy)]
struct Switches {
    show: bool,
    copy: bool,
    /// A person saw the warning of a remote session and allowed copying.
    allowed: bool,
}

/// What became of a copied password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    Nothing,
    Until(Instant),
    Ended(End),
    /// There is no clipboard that it may lie on.
    Impossible,
}

enum Copying {
    Holds(Instant),
}

impl Reveal {
    pub(super) fn new(
        context: Context,
        account: AccountRef,
    ) -> Result<Rc<Self>, slint::PlatformError> {
        let page = Rc::new(Self {
            window: ui::RevealPage::new()?,
            context,
            place: RefCell::new(account.connector.to_string()),
            account,
            switches: Cell::new(Switches {
                show: false,
                copy: false,
                allowed: !session::is_remote(),
            }),
            press: Cell::new(0),
            held: Cell::new(false),
            trouble: RefCell::new(None),
            copied: RefCell::new(Copied::Nothing),
            tick: Timer::default(),
        });
        page.listen();
        page.context.errand(
            &page,
            |setup| profiles::load(&setup.folders).map(|loaded| loaded.settings),
            |page, loaded| {
                match loaded {
                    Ok(settings) => page.switches.set(Switches {
                        show: settings.reveal.show.value,
                        copy: settings.reveal.copy.value,
                        ..page.switches.get()
                    }),
                    Err(error) => {
                        page.trouble.replace(Some(page.context.words().failure(&error)));
                    }
                }
                page.draw();
                page.window.invoke_begin();
            },
        );
        Ok(page)
    }

    fn listen(self: &Rc<Self>) {
        let state = self.window.global::<ui::Reveal>();
        self.speak();
        let page = Rc::downgrade(self);
        state.on_hold(move |down| {
            if let Some(page) = page.upgrade() {
                page.hold(down);
            }
        });
        let on = |what: fn(&Rc<Self>)| {
            let page = Rc::downgrade(self);
            move || page.upgrade().iter().for_each(what)
        };
        state.on_copy(on(Self::copy));
        state.on_allow(on(|page| {
            page.switches.set(Switches { allowed: true, ..page.switches.get() });
            page.draw();
        }));
        state.on_web_ui(on(|page| {
            page.context.act(Action::WebUi(page.account.connector.clone()));
        }));
        state.on_left(on(|page| page.context.close()));
        window::close_with(self.window.window(), &self.context);
    }

    /// The button goes down or up. The password is journalled before it is shown, and shown only if the
    /// button is still held then.
    fn hold(self: &Rc<Self>, down: bool) {
        self.held.set(down);
        self.press.set(self.press.get().wrapping_add(1));
        if !down {
            self.show_secret(None);
            return;
        }
        let (account, press) = (self.account.clone(), self.press.get());
        self.context.errand(
            self,
            move |setup| once::reveal(setup, &account, How::Shown),
            move |page, revealed| match revealed {
                Ok(secret) if page.held.get() && page.press.get() == press => {
                    page.show_secret(Some(&secret));
                }
                Ok(_) => {}
                Err(why) => page.fail(&why),
            },
        );
    }

    fn show_secret(&self, secret: Option<&SecretString>) {
        let text = secret.map(|secret| secret.expose_secret()).unwrap_or_default();
        self.window.global::<ui::Reveal>().set_secret(SharedString::from(text));
    }

    fn copy(self: &Rc<Self>) {
        let switches = self.switches.get();
        if !switches.copy || !switches.allowed {
            return;
        }
        let (account, keeper) = (self.account.clone(), self.context.keeper());
        self.context.long_errand(
            self,
            move |setup, progress| {
                let secret = once::reveal(setup, &account, How::Copied)?;
                let (ended, end) = mpsc::channel();
                let held = clipboard::hold(secret, LIMIT, move |how| {
                    // The page that waits for it may be gone.
                    let _ = ended.send(how);
                });
                match held {
                    Ok(held) => {
                        keeper.keep(held);
                        progress.tell(Copying::Holds(Instant::now() + LIMIT));
                        Ok(Ok(end.recv().ok()))
                    }
                    Err(error) => Ok(Err(error)),
                }
            },
            |page, Copying::Holds(until)| {
                page.copied.replace(Copied::Until(until));
                page.trouble.replace(None);
                page.count_down();
            },
            |page, ended: Result<Result<Option<End>, clipboard::Error>, NotRevealed>| match ended {
                Ok(Ok(Some(end))) => page.ended(Copied::Ended(end)),
                // Another copy of ours took its place.
                Ok(Ok(None)) => {}
                Ok(Err(error)) => {
                    log::warn!("a password was not copied: {error}");
                    page.ended(Copied::Impossible);
                }
                Err(why) => page.fail(&why),
            },
        );
    }

    fn count_down(self: &Rc<Self>) {
        let page = Rc::downgrade(self);
        self.tick.start(TimerMode::Repeated, Duration::from_secs(1), move || {
            if let Some(page) = page.upgrade() {
                page.draw();
            }
        });
        self.draw();
    }

    fn ended(&self, how: Copied) {
        self.tick.stop();
        self.copied.replace(how);
        self.draw();
    }

    fn fail(&self, why: &NotRevealed) {
        self.trouble.replace(Some(self.context.words().not_revealed(why)));
        self.draw();
    }

    fn draw(&self) {
        let language = self.context.language();
        let words = RevealWords::of(language);
        let switches = self.switches.get();
        let trouble = self.trouble.borrow();
        let must_allow = switches.copy && !switches.allowed;
        let (tone, mark, what, rest) = match &*trouble {
            Some(Message { what, meaning, next }) => {
                (ui::BannerKind::Bad, ui::Mark::Failed, what.clone(), format!("{meaning} {next}"))
            }
            None if must_allow => {
                let (what, rest) = (words.remote_title.to_owned(), words.remote.to_owned());
                (ui::BannerKind::Warning, ui::Mark::Refused, what, rest)
            }
            None => (ui::BannerKind::Info, ui::Mark::None, String::new(), String::new()),
        };
        let (remark, remark_mark) = match *self.copied.borrow() {
            Copied::Until(until) => {
                let rest = until.saturating_duration_since(Instant::now()).as_secs_f64().ceil();
                let rest = SignedDuration::from_secs(rest as i64);
                (language.clipboard_rest(rest), ui::Mark::Expiring)
            }
            Copied::Ended(End::Expired) => (words.cleared.to_owned(), ui::Mark::Proven),
            Copied::Ended(End::TakenOver) => (words.taken_over.to_owned(), ui::Mark::Info),
            Copied::Impossible => (words.no_clipboard.to_owned(), ui::Mark::Refused),
            Copied::Nothing if !switches.copy => (words.no_copy.to_owned(), ui::Mark::Locked),
            Copied::Nothing if !switches.show => (words.no_show.to_owned(), ui::Mark::Locked),
            Copied::Nothing => (String::new(), ui::Mark::None),
        };
        self.window.global::<ui::Reveal>().set_view(ui::RevealView {
            heading: language.user_at(&self.account.user, &self.place.borrow()).into(),
            label: language.password_of(&self.account.user).into(),
            tone,
            mark,
            what: what.into(),
            rest: rest.into(),
            can_show: switches.show,
            can_copy: switches.copy && switches.allowed,
            must_allow: must_allow && trouble.is_none(),
            remark: remark.into(),
            remark_mark,
        });
    }
}

impl Page for Reveal {
    fn show(&self, now: &Moment<'_>) {
        let connector = now.snapshot.and_then(|all| all.connector(&self.account.connector));
        if let Some(connector) = connector {
            self.place.replace(connector.profile.name.clone());
        }
        self.draw();
    }

    fn speak(&self) {
        window::teach(&self.window, self.context.language());
        let state = self.window.global::<ui::Reveal>();
        let words = RevealWords::of(self.context.language());
        state.set_words(ui::RevealWords {
            title: words.title.into(),
            intro: words.intro.into(),
            hold: words.hold.into(),
            shown: words.shown.into(),
            hidden: words.hidden.into(),
            copy: words.copy.into(),
            close: words.close.into(),
            web_ui: words.web_ui.into(),
            allow: words.allow.into(),
        });
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}

impl Drop for Reveal {
    fn drop(&mut self) {
        self.show_secret(None);
    }
}

#[cfg(test)]
impl Reveal {
    /// Another handle of the window.
    pub(super) fn component(&self) -> ui::RevealPage {
        self.window.clone_strong()
    }

    pub(super) fn allow_all(&self) {
        self.switches.set(Switches { show: true, copy: true, allowed: true });
        self.draw();
        self.window.invoke_begin();
    }

    pub(super) fn warn_of_remote_session(&self) {
        self.switches.set(Switches { show: true, copy: true, allowed: false });
        self.draw();
    }

    pub(super) fn pretend_shown(&self, secret: Option<&str>) {
        self.show_secret(secret.map(SecretString::from).as_ref());
    }
}
