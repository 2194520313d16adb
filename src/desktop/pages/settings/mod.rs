//! *Einstellungen*: everything outside the connectors.
//!
//! Decides what follows from typing and clicking: the form changes, it is painted, reading and writing
//! go aside. Saving is all or none and writes only what a person changed here; nothing typed is lost
//! unless a person says so. The start at log-on is the system's and goes the same way as the menu's
//! tick.

pub mod form;
pub mod paint;
#[cfg(test)]
mod tests;
mod work;

use std::cell::RefCell;
use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::ComponentHandle;

use self::form::{Form, Ground, Message};
use self::work::Saved;
use super::{Context, Moment, Page, window};
use crate::desktop::action::Action;
use crate::desktop::menu::Autostart;
use crate::domain::command::Command;
use crate::domain::practice::Access;
use crate::text::System;
use crate::text::pages::SettingsWords;
use crate::watch::Error;

/// The open page.
pub(super) struct Preferences {
    window: ui::SettingsPage,
    context: Context,
    /// None before the settings were read, and where they cannot be.
    form: RefCell<Option<Form>>,
    access: RefCell<Access>,
}

impl Preferences {
    pub(super) fn new(context: Context) -> Result<Rc<Self>, slint::PlatformError> {
        let page = Rc::new(Self {
            window: ui::SettingsPage::new()?,
            context,
            form: RefCell::new(None),
            access: RefCell::new(Access::Granted),
        });
        page.speak();
        page.listen();
        page.load();
        page.look_for_chooser();
        Ok(page)
    }

    fn words(&self) -> SettingsWords {
        SettingsWords::of(self.context.language())
    }

    fn paint(&self) {
        if let Some(form) = self.form.borrow().as_ref() {
            let (autostart, language) = (self.context.autostart(), self.context.language());
            paint::form(&self.window, form, autostart, language);
        }
    }

    fn say(&self, message: Message) {
        if let Some(form) = self.form.borrow_mut().as_mut() {
            form.message = message;
        } else {
            let state = self.window.global::<ui::Settings<'_>>();
            paint::message(&state, &message, &self.words());
        }
        self.paint();
    }

    fn say_failure(&self, error: &Error) {
        let text = self.context.words().failure(error);
        let body = format!("{} {}", text.meaning, text.next);
        self.say(Message::Failed { title: text.what, body });
    }

    /// Fills the page with the settings in force; what was typed is gone.
    fn load(self: &Rc<Self>) {
        self.context.errand(self, work::load, |page, loaded| match loaded {
            Ok(ground) => page.fill(ground),
            Err(error) => page.say_failure(&error),
        });
    }

    fn fill(&self, ground: Ground) {
        let mut form = Form::new(ground, self.context.language());
        form.access = self.access.borrow().clone();
        paint::typed(&self.window, &form.typed);
        let is_first = self.form.borrow_mut().replace(form).is_none();
        let state = self.window.global::<ui::Settings<'_>>();
        state.set_is_ready(true);
        self.paint();
        if is_first {
            self.window.invoke_focus_save();
        }
    }

    fn look_for_chooser(self: &Rc<Self>) {
        self.context.errand(
            self,
            |_| work::can_choose(),
            |page, can_choose| {
                page.window.global::<ui::Settings<'_>>().set_can_choose(can_choose);
            },
        );
    }

    /// Takes over what stands in the controls.
    fn take_over(&self) {
        if let Some(form) = self.form.borrow_mut().as_mut() {
            form.typed = paint::read(&self.window, &form.typed);
            let is_on = self.window.global::<ui::Settings<'_>>().get_autostart();
            form.autostart = match self.context.autostart() {
                Autostart::On => (!is_on).then_some(false),
                Autostart::Off => is_on.then_some(true),
                Autostart::Unknown | Autostart::Fixed => None,
            };
        }
        self.paint();
    }

    fn save(self: &Rc<Self>, overrules: bool) {
        let (from, to) = {
            let form = self.form.borrow();
            let Some(form) = form.as_ref() else { return };
            if !form.is_changed() {
                self.context.close();
                return;
            }
            let Ok(to) = form.values() else { return };
            (form.ground.values.clone(), to)
        };
        self.context.errand(
            self,
            move |setup| work::save(setup, &from, &to, overrules),
            |page, saved| match saved {
                Ok(Saved::Yes) => page.saved(),
                Ok(Saved::Elsewhere) => page.say(Message::Elsewhere),
                Err(error) => page.say_failure(&error),
            },
        );
    }

    fn saved(&self) {
        let autostart = self.form.borrow().as_ref().and_then(|form| form.autostart);
        match autostart {
            Some(true) => self.context.set_autostart(Autostart::On),
            Some(false) => self.context.set_autostart(Autostart::Off),
            None => {}
        }
        self.context.act(Action::Tell(Command::Reread));
        self.context.close();
    }

    fn answer_primary(self: &Rc<Self>) {
        match self.take_message() {
            Some(Message::Elsewhere) => self.save(true),
            Some(Message::Failed { .. }) => self.save(false),
            Some(Message::Unsaved | Message::None) => {}
            None => {
                self.say(Message::None);
                self.load();
            }
        }
        self.paint();
    }

    fn answer_secondary(self: &Rc<Self>) {
        match self.take_message() {
            Some(Message::Unsaved) => self.context.close(),
            Some(Message::Elsewhere) => self.load(),
            Some(Message::Failed { .. } | Message::None) | None => {}
        }
        self.paint();
    }

    fn take_message(&self) -> Option<Message> {
        let mut form = self.form.borrow_mut();
        form.as_mut().map(|form| std::mem::take(&mut form.message))
    }

    /// Escape, *Abbrechen*: leaves, after a question where something would be lost.
    fn leave(&self) {
        let is_question =
            self.form.borrow().as_ref().is_some_and(|form| form.message.is_question());
        match (is_question, self.would_lose()) {
            (true, _) => self.say(Message::None),
            (false, true) => self.say(Message::Unsaved),
            (false, false) => self.context.close(),
        }
    }

    fn would_lose(&self) -> bool {
        self.form.borrow().as_ref().is_some_and(Form::is_changed)
    }

    fn choose(self: &Rc<Self>) {
        let words = self.words();
        self.context.errand(
            self,
            move |_| work::choose(words.choose_title.to_owned(), words.choose_kind.to_owned()),
            |page, path| {
                if let Some(path) = path {
                    let state = page.window.global::<ui::Settings<'_>>();
                    state.set_remote_help(path.to_string_lossy().as_ref().into());
                    page.take_over();
                }
            },
        );
    }

    fn open_folder(self: &Rc<Self>, folder: ui::SettingsFolder) {
        self.context.errand(
            self,
            move |setup| match folder {
                ui::SettingsFolder::Settings => work::open(&setup.folders.settings),
                ui::SettingsFolder::Records => work::open(&setup.folders.data),
            },
            |page, opened| {
                if let Err((folder, error)) = opened {
                    log::warn!("the folder was not opened: {error}");
                    let title = page.words().folder_failed.to_owned();
                    page.say(Message::Failed { title, body: folder.display().to_string() });
                }
            },
        );
    }

    /// Connects every callback of the page.
    fn listen(self: &Rc<Self>) {
        let state = self.window.global::<ui::Settings<'_>>();
        let on = |does: fn(&Rc<Self>)| {
            let page = Rc::downgrade(self);
            move || page.upgrade().iter().for_each(does)
        };
        state.on_edited(on(|page| page.take_over()));
        state.on_choose(on(Self::choose));
        state.on_answer_primary(on(Self::answer_primary));
        state.on_answer_secondary(on(Self::answer_secondary));
        state.on_save(on(|page| page.save(false)));
        state.on_leave(on(|page| page.leave()));
        let page = Rc::downgrade(self);
        state.on_open_folder(move |folder| {
            page.upgrade().iter().for_each(|page| page.open_folder(folder));
        });
        let context = self.context.clone();
        state.on_configure(move |id| match id.parse() {
            Ok(id) => context.act(Action::Configure(id)),
            Err(_) => log::debug!("no connector: {id}"),
        });
        let page = Rc::downgrade(self);
        self.window.window().on_close_requested(move || {
            let Some(page) = page.upgrade() else {
                return slint::CloseRequestResponse::HideWindow;
            };
            if page.would_lose() {
                page.say(Message::Unsaved);
                return slint::CloseRequestResponse::KeepWindowShown;
            }
            page.context.close();
            slint::CloseRequestResponse::HideWindow
        });
    }
}

impl Page for Preferences {
    fn show(&self, now: &Moment<'_>) {
        if let Some(snapshot) = now.snapshot {
            let access = snapshot.practice.access.clone();
            if let Some(form) = self.form.borrow_mut().as_mut() {
                form.access.clone_from(&access);
            }
            self.access.replace(access);
        }
        self.paint();
    }

    fn speak(&self) {
        let language = self.context.language();
        window::teach(&self.window, language);
        paint::words(&self.window, language, System::of_this_program());
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}
