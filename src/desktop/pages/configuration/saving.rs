//! Saving, removing, and the client certificate's file: what is done aside and what follows from it.

use std::rc::Rc;

use konnektorwart_ui as ui;
use secrecy::SecretString;

use super::form::{FileState, Form};
use super::message::Message;
use super::work::{self, Saved};
use super::{Configuration, paint};
use crate::domain::identity::AccountRef;
use crate::domain::profile::{AccountProfile, ConnectorProfile};
use crate::text::pages::ConfigurationWords;
use crate::watch::Error;

impl Configuration {
    /// Writes what differs; the window closes unless something is left to do.
    pub(super) fn save(self: &Rc<Self>, overrules: bool) {
        let (from, to) = {
            let form = self.form.borrow();
            let Some(form) = form.as_ref() else { return };
            if !form.is_changed() {
                self.context.close();
                return;
            }
            let Some(to) = form.judged().profile().cloned() else { return };
            (form.ground.profile.clone(), to)
        };
        self.context.errand(
            self,
            move |setup| work::save(setup, &from, &to, overrules).map(|saved| (saved, from)),
            |page, saved| page.saved(saved),
        );
    }

    fn saved(self: &Rc<Self>, saved: Result<(Saved, ConnectorProfile), Error>) {
        match saved {
            Ok((Saved::Yes(ground), before)) => {
                let profile = ground.profile.clone();
                let is_new = |account: &&AccountProfile| {
                    before.account(account.plane, &account.user).is_none()
                };
                let new: Vec<AccountRef> = profile
                    .accounts
                    .iter()
                    .filter(is_new)
                    .map(|account| profile.reference(account))
                    .collect();
                if let Some(form) = self.form.borrow_mut().as_mut() {
                    form.ground = *ground;
                    form.start_over();
                }
                if new.is_empty() {
                    self.context.close();
                } else {
                    paint::forget_rows(&self.window);
                    self.say(Message::Saved(new));
                }
            }
            Ok((Saved::Elsewhere(profile), _)) => self.say(Message::Elsewhere(profile)),
            Ok((Saved::Gone, _)) => self.say(Message::Gone),
            Err(error) => self.say(self.failed(&error)),
        }
    }

    pub(super) fn ask_to_remove(&self) {
        let accounts = self.form.borrow().as_ref().map(|form| {
            let profile = &form.ground.profile;
            profile.accounts.iter().map(|account| (profile.reference(account), false)).collect()
        });
        if let Some(accounts) = accounts {
            self.say(Message::Remove(accounts));
        }
    }

    pub(super) fn tick(&self, at: usize, checked: bool) {
        if let Some(form) = self.form.borrow_mut().as_mut()
            && let Message::Remove(accounts) = &mut form.message
            && let Some((_, is_ticked)) = accounts.get_mut(at)
        {
            *is_ticked = checked;
        }
    }

    pub(super) fn remove(self: &Rc<Self>, accounts: Vec<(AccountRef, bool)>) {
        let id = self.id.clone();
        let ticked = accounts.into_iter().filter(|(_, is_ticked)| *is_ticked);
        let purged: Vec<AccountRef> = ticked.map(|(account, _)| account).collect();
        self.cancel_test();
        self.context.errand(
            self,
            move |setup| work::remove(setup, &id, &purged),
            |page, removed| match removed {
                Ok(_) => page.context.close(),
                Err(error) => page.say(page.failed(&error)),
            },
        );
    }

    /// Looks whether the client certificate's file opens, where one belongs to the encryption.
    pub(super) fn look_at_file(self: &Rc<Self>) {
        let profile = {
            let form = self.form.borrow();
            let Some(form) = form.as_ref() else { return };
            let is_wanted = work::has_file(form.draft.encryption)
                && form.file == FileState::Unknown
                && !form.draft.certificate_file.trim().is_empty();
            if !is_wanted {
                return;
            }
            form.with_typed_file()
        };
        let typed = profile.encryption.clone();
        self.context.errand(
            self,
            move |setup| work::file(setup, &profile),
            move |page, file| {
                page.change(|form| {
                    if form.with_typed_file().encryption == typed {
                        form.file = file;
                    }
                });
            },
        );
    }

    pub(super) fn choose_file(self: &Rc<Self>) {
        let words = ConfigurationWords::of(self.context.language());
        let (title, kind) = (words.choose_file.to_owned(), words.certificate_kind.to_owned());
        self.context.errand(
            self,
            move |_| work::choose_file(title, kind),
            |page, path| {
                if let Some(path) = path {
                    let path = path.to_string_lossy();
                    let entry = ui::ConfigurationEntry::CertificateFile;
                    page.change(|form| form.type_in(entry, 0, &path));
                    page.look_at_file();
                }
            },
        );
    }

    pub(super) fn open_file(self: &Rc<Self>, password: SecretString) {
        let Some(profile) = self.form.borrow().as_ref().map(Form::with_typed_file) else { return };
        self.context.errand(
            self,
            move |setup| work::unlock(setup, &profile, &password),
            |page, unlocked| match unlocked {
                Ok(file) => page.change(|form| form.file = file),
                Err(error) => page.say(page.failed(&error)),
            },
        );
    }
}
