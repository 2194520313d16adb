//! *Geändertes Passwort eintragen*, and the task that follows from it.
//!
//! Decides when an attempt is made: only after a click on a page that showed what it costs. The window
//! shows what [`flow`] says; all work is done aside and goes on to its end when the window is closed,
//! unless the password has not begun to leave.

mod door;
mod drawn;
pub(super) mod flow;
pub(super) mod outcome;
#[cfg(test)]
pub(super) mod samples;
mod view;
mod work;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, mpsc};

use konnektorwart_ui as ui;
use secrecy::{ExposeSecret, SecretString};
use slint::ComponentHandle;

use super::errand::Progress;
use super::{Context, Moment, Page, window};
use crate::desktop::action::Action;
use crate::domain::identity::AccountRef;
use crate::platform::session;
use crate::text::Words;
use crate::text::pages::{EarlierWords, PasswordWords};
use crate::watch::{Adopted, Error, Setup};
use door::Door;
use flow::{At, Choice, Facts, Flow, Left, Press, View};
use work::Doing;

/// The open page.
pub(super) struct Password {
    window: ui::PasswordPage,
    context: Context,
    flow: RefCell<Flow>,
    /// What is seen; what the buttons do stands in it.
    view: RefCell<Option<View>>,
    /// The way back into work that asks.
    answer: RefCell<Option<mpsc::Sender<bool>>>,
    door: RefCell<Arc<Door>>,
    turn: Cell<i32>,
}

impl Password {
    pub(super) fn new(
        context: Context,
        account: AccountRef,
        begin: Begin,
    ) -> Result<Rc<Self>, slint::PlatformError> {
        let facts = Facts::unknown(&account);
        let flow = match begin {
            Begin::Typing => Flow::typing(account, facts),
            Begin::Kept => Flow::kept(account, facts),
            Begin::Task => Flow::task(account, facts),
        };
        let page = Rc::new(Self {
            window: ui::PasswordPage::new()?,
            context,
            flow: RefCell::new(flow),
            view: RefCell::new(None),
            answer: RefCell::new(None),
            door: RefCell::default(),
            turn: Cell::new(0),
        });
        page.listen();
        page.find_out();
        Ok(page)
    }

    fn listen(self: &Rc<Self>) {
        let state = self.window.global::<ui::Password>();
        self.speak();
        state.set_caps_lock(session::caps_lock().unwrap_or(false));
        let page = Rc::downgrade(self);
        state.on_check(move |typed| {
            let password = SecretString::from(typed.as_str());
            drop(typed);
            if let Some(page) = page.upgrade() {
                page.check(password);
            }
        });
        let on = |what: fn(&Rc<Self>)| {
            let page = Rc::downgrade(self);
            move || page.upgrade().iter().for_each(what)
        };
        state.on_primary(on(|page| page.press(|view| view.primary.clone())));
        state.on_other(on(|page| page.press(|view| view.other.clone())));
        state.on_earlier(on(|page| page.go(Action::Earlier(page.account()))));
        state.on_support(on(|page| page.context.act(Action::Support(Some(page.account())))));
        state.on_left(on(|page| page.leave()));
        let page = Rc::downgrade(self);
        state.on_answer(move |index| {
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            if let Some(page) = page.upgrade() {
                page.press(|view| view.answers.get(index).cloned());
            }
        });
        let page = Rc::downgrade(self);
        state.on_check_kept(move |index| {
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            if let Some(page) = page.upgrade() {
                page.check_kept(index);
            }
        });
        let page = Rc::downgrade(self);
        state.on_letter(move |capital, shift| {
            if let Some(page) = page.upgrade() {
                // Where the system does not tell: a capital without Shift, or a small letter with it.
                let is_on = session::caps_lock().unwrap_or(capital != shift);
                page.window.global::<ui::Password>().set_caps_lock(is_on);
            }
        });
        window::close_with(self.window.window(), &self.context);
    }

    fn account(&self) -> AccountRef {
        self.flow.borrow().account.clone()
    }

    /// Reads aside what the snapshot does not say.
    fn find_out(self: &Rc<Self>) {
        let account = self.account();
        self.context.errand(
            self,
            move |setup| work::known(setup, &account),
            |page, known| {
                page.change(|flow, _| flow.known(&known));
            },
        );
    }

    fn press(self: &Rc<Self>, choose: impl Fn(&View) -> Option<Choice>) {
        let choice = self.view.borrow().as_ref().and_then(choose);
        match choice.map(|choice| choice.press) {
            // The field gives the password with it, see `check`.
            None | Some(Press::Check) => {}
            Some(Press::Confirm(yes)) => self.answer_work(yes),
            Some(Press::Cancel) => self.door.borrow().cancel(),
            Some(Press::Elsewhere(elsewhere)) => self.set_watcher(elsewhere),
            Some(Press::Entered(true)) => self.close_task(),
            Some(Press::Entered(false) | Press::Close) => self.context.close(),
            Some(Press::Act(action)) => self.go(action),
        }
    }

    /// To another page; this one is done.
    fn go(&self, action: Action) {
        self.context.act(action);
        self.context.close();
    }

    /// Escape.
    fn leave(&self) {
        let is_asking = matches!(self.flow.borrow().at, At::Asking { .. });
        match is_asking {
            true => self.answer_work(false),
            false => self.context.close(),
        }
    }

    fn answer_work(&self, yes: bool) {
        if let Some(sender) = self.answer.take()
            && sender.send(yes).is_err()
        {
            log::debug!("nobody waits for the answer any more");
        }
    }

    /// Takes what was typed and has it checked aside.
    fn check(self: &Rc<Self>, password: SecretString) {
        if !matches!(self.flow.borrow().at, At::Typing(_)) || password.expose_secret().is_empty() {
            return;
        }
        let account = self.account();
        let mut confirmed = None;
        self.change(|flow, _| confirmed = Some(flow.send()));
        let Some(confirmed) = confirmed else { return };
        self.work(move |setup, door, progress| {
            work::check(setup, &account, password, confirmed, door, progress)
        });
    }

    /// Has a kept password checked aside.
    fn check_kept(self: &Rc<Self>, index: usize) {
        if !matches!(self.flow.borrow().at, At::Typing(_)) {
            return;
        }
        let account = self.account();
        let mut chosen = None;
        self.change(|flow, _| chosen = flow.send_kept(index));
        let Some((generation, confirmed)) = chosen else { return };
        self.work(move |setup, door, progress| {
            work::check_kept(setup, &account, generation, confirmed, door, progress)
        });
    }

    fn work(
        self: &Rc<Self>,
        work: impl FnOnce(&Setup, &Door, &Progress<Doing>) -> Result<(Adopted, Left), Error>
        + Send
        + 'static,
    ) {
        let door = Arc::new(Door::default());
        self.door.replace(Arc::clone(&door));
        self.context.long_errand(
            self,
            move |setup, progress| work(setup, &door, progress),
            |page, doing| match doing {
                Doing::Reached(after) => page.change(|flow, _| flow.reached(after)),
                Doing::Asks(question, spaces, sender) => {
                    page.answer.replace(Some(sender));
                    page.change(|flow, _| flow.asked(question, spaces));
                }
            },
            |page, result| {
                page.change(|flow, words| flow.ended(&result, words));
                // What was tried stands in the list from then on.
                page.find_out();
            },
        );
    }

    fn set_watcher(self: &Rc<Self>, elsewhere: bool) {
        if elsewhere {
            self.change(|flow, words| flow.watcher_known(false, words));
            return;
        }
        let account = self.account();
        self.context.errand(
            self,
            move |setup| work::watch_here(setup, &account),
            |page, written| {
                page.change(|flow, words| match &written {
                    Ok(()) => flow.watcher_known(true, words),
                    Err(error) => flow.not_written(error, words),
                });
            },
        );
    }

    fn close_task(self: &Rc<Self>) {
        let account = self.account();
        self.context.errand(
            self,
            move |setup| work::close_task(setup, &account),
            |page, written| match written {
                Ok(()) => page.context.close(),
                Err(error) => page.change(|flow, words| flow.not_written(&error, words)),
            },
        );
    }

    fn change(&self, change: impl FnOnce(&mut Flow, &Words)) {
        let words = self.context.words();
        change(&mut self.flow.borrow_mut(), &words);
        self.draw(&words);
    }

    fn draw(&self, words: &Words) {
        let view = self.flow.borrow().view(words);
        let state = self.window.global::<ui::Password>();
        if self.view.borrow().as_ref() == Some(&view) {
            return;
        }
        let is_elsewhere = self.view.borrow().as_ref().is_none_or(|seen| {
            (seen.types, &seen.primary, &seen.question)
                != (view.types, &view.primary, &view.question)
                || seen.banner != view.banner
        });
        state.set_view(drawn::drawn(&view));
        self.view.replace(Some(view));
        if is_elsewhere {
            self.turn.set(self.turn.get().wrapping_add(1));
            state.set_turn(self.turn.get());
        }
    }
}

impl Page for Password {
    fn show(&self, now: &Moment<'_>) {
        if let Some(snapshot) = now.snapshot {
            let mut flow = self.flow.borrow_mut();
            let Flow { account, facts, at } = &mut *flow;
            facts.learn(snapshot, account, at);
        }
        self.draw(now.words);
    }

    fn speak(&self) {
        window::teach(&self.window, self.context.language());
        let state = self.window.global::<ui::Password>();
        let words = PasswordWords::of(self.context.language());
        state.set_words(ui::PasswordWords {
            field: words.field.into(),
            empty: words.empty.into(),
            list: EarlierWords::of(self.context.language()).list.into(),
            steps: words.steps.into(),
        });
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        // A password that has not begun to leave stays here; one that has is followed to its end.
        self.door.borrow().cancel();
    }
}

/// What the page begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// The field.
    Typing,
    /// The list of kept passwords.
    Kept,
    /// The question whether the password is entered in the practice software.
    Task,
}
