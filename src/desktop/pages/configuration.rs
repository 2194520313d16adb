//! *Konnektor-Konfiguration*: one connector's settings, with the connection test on what is typed.
//!
//! Decides what follows from typing, choosing and clicking: the form changes, its view is painted, work
//! goes aside as an errand. Saving is all or none; nothing typed is lost unless a person says so.

mod accounts;
mod beside;
pub mod form;
mod judged;
mod listen;
pub mod message;
pub mod paint;
mod saving;
mod testing;
#[cfg(test)]
mod tests;
pub mod view;
mod work;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::ComponentHandle;

use self::form::{Form, Ground};
use self::message::Message;
use self::view::View;
use super::{Context, Moment, Page, window};
use crate::desktop::action::Action;
use crate::domain::identity::ConnectorId;
use crate::domain::profile::ConnectorProfile;
use crate::store::config::{Locked, Origin};
use crate::text::System;
use crate::watch::Error;
use crate::watch::connection::Cancel;

/// The open page.
pub(super) struct Configuration {
    window: ui::ConfigurationPage,
    context: Context,
    id: ConnectorId,
    /// None before the connector is known.
    form: RefCell<Option<Form>>,
    /// Ends the test under way; its window's end does too.
    cancel: RefCell<Option<Cancel>>,
    /// The profile that the shown plan was made for.
    planned: RefCell<Option<ConnectorProfile>>,
    is_planning: Cell<bool>,
}

impl Configuration {
    pub(super) fn new(context: Context, id: ConnectorId) -> Result<Rc<Self>, slint::PlatformError> {
        let page = Rc::new(Self {
            window: ui::ConfigurationPage::new()?,
            context,
            id,
            form: RefCell::new(None),
            cancel: RefCell::new(None),
            planned: RefCell::new(None),
            is_planning: Cell::new(false),
        });
        page.speak();
        page.listen();
        page.read();
        // Not in a field: a caret would blink.
        page.window.invoke_focus_save();
        Ok(page)
    }

    /// Changes the form and shows it.
    fn change(self: &Rc<Self>, change: impl FnOnce(&mut Form)) {
        if let Some(form) = self.form.borrow_mut().as_mut() {
            change(form);
        }
        self.paint();
        self.plan();
    }

    fn paint(&self) {
        if let Some(form) = self.form.borrow().as_ref() {
            let words = self.context.words();
            paint::view(&self.window, View::of(form, &words, System::of_this_program()));
        }
    }

    /// Reads the settings: what is locked, and what may have changed since the last look.
    fn read(self: &Rc<Self>) {
        let id = self.id.clone();
        self.context.errand(
            self,
            move |setup| (work::load(setup, &id), work::can_choose()),
            |page, (loaded, can_choose)| page.loaded(loaded, can_choose),
        );
    }

    fn loaded(self: &Rc<Self>, loaded: Result<Option<Ground>, Error>, can_choose: bool) {
        match loaded {
            Ok(Some(ground)) => {
                paint::forget_rows(&self.window);
                let machine = self.context.machine().clone();
                let mut form = self.form.borrow_mut();
                let form = form.get_or_insert_with(|| Form::new(ground.clone(), machine));
                form.load(ground);
                form.can_choose = can_choose;
            }
            Ok(None) => self.say(Message::Gone),
            Err(error) => self.say(self.failed(&error)),
        }
        self.change(|_| ());
        self.look_at_file();
    }

    fn say(&self, message: Message) {
        if let Some(form) = self.form.borrow_mut().as_mut() {
            form.message = message;
        }
        self.paint();
    }

    fn failed(&self, error: &Error) -> Message {
        let text = self.context.words().failure(error);
        Message::Failed { title: text.what, body: format!("{} {}", text.meaning, text.next) }
    }

    fn enter(&self, place: Option<usize>) {
        let form = self.form.borrow();
        let Some(form) = form.as_ref() else { return };
        let account = place.or_else(|| form.main_account()).and_then(|at| form.saved_account(at));
        if let Some(account) = account {
            self.context.act(Action::Enter(account));
        }
    }

    fn answer_primary(self: &Rc<Self>) {
        let Some(message) = self.take_message() else { return };
        match message {
            Message::Unsaved | Message::None | Message::Failed { .. } => {}
            Message::Remove(accounts) => self.remove(accounts),
            Message::Elsewhere(_) => self.save(true),
            Message::Gone => self.context.close(),
            Message::Saved(accounts) => {
                if let Some(account) = accounts.into_iter().next() {
                    self.context.act(Action::Enter(account));
                }
                self.context.close();
            }
        }
        self.paint();
    }

    fn answer_secondary(self: &Rc<Self>) {
        let Some(message) = self.take_message() else { return };
        match message {
            Message::Remove(_) | Message::None | Message::Failed { .. } => {}
            Message::Unsaved | Message::Gone | Message::Saved(_) => self.context.close(),
            Message::Elsewhere(profile) => {
                paint::forget_rows(&self.window);
                self.change(|form| {
                    form.ground.profile = *profile;
                    form.start_over();
                });
                self.read();
            }
        }
        self.paint();
    }

    fn take_message(&self) -> Option<Message> {
        let mut form = self.form.borrow_mut();
        form.as_mut().map(|form| std::mem::replace(&mut form.message, Message::None))
    }

    /// Escape, *Abbrechen*: leaves, after a question where something would be lost.
    fn leave(&self) {
        let is_question =
            self.form.borrow().as_ref().is_some_and(|form| form.message.is_question());
        if is_question {
            match self.take_message() {
                Some(Message::Gone | Message::Saved(_)) => self.context.close(),
                Some(
                    Message::None
                    | Message::Unsaved
                    | Message::Remove(_)
                    | Message::Elsewhere(_)
                    | Message::Failed { .. },
                )
                | None => self.paint(),
            }
        } else if self.is_to_be_asked() {
            self.ask_to_leave();
        } else {
            self.context.close();
        }
    }

    fn is_to_be_asked(&self) -> bool {
        let form = self.form.borrow();
        form.as_ref().is_some_and(|form| form.is_changed() && form.message != Message::Gone)
    }

    fn ask_to_leave(&self) {
        self.say(Message::Unsaved);
    }
}

impl Page for Configuration {
    fn show(&self, now: &Moment<'_>) {
        let Some(snapshot) = now.snapshot else { return };
        if let Some(seen) = snapshot.connector(&self.id) {
            let mut form = self.form.borrow_mut();
            let form = form.get_or_insert_with(|| {
                let profile = seen.profile.clone();
                let locked = Locked::default();
                let ground = Ground { profile, origin: Origin::User, locked, is_loaded: false };
                Form::new(ground, self.context.machine().clone())
            });
            form.seen = Some(seen.clone());
            form.access = snapshot.practice.access.clone();
        }
        self.paint();
    }

    fn speak(&self) {
        window::teach(&self.window, self.context.language());
        paint::words(&self.window, self.context.language());
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}

impl Drop for Configuration {
    /// A test does not outlive its window.
    fn drop(&mut self) {
        if let Some(cancel) = self.cancel.get_mut() {
            cancel.cancel();
        }
    }
}
