//! The accounts in words: user, password, who watches, interval, limit.

use konnektorwart_ui as ui;
use ui::{ConfigurationAccount, ConfigurationNote as Note, Mark};

use super::form::Watching;
use super::judged::Slip;
use super::view::Sight;
use crate::domain::draft::Field;
use crate::domain::health::{Health, Missing};
use crate::store::config::AccountKey;

impl Sight<'_> {
    pub(super) fn user(&self, place: usize) -> Note {
        let saved = self.form.saved_account(place);
        if saved.is_some_and(|account| self.form.ground.locked.whole_account(&account)) {
            return self.locked_by_policy();
        }
        self.note(Field::User(place), None)
    }

    /// The state of an account's password, and the link to it.
    pub(super) fn password(&self, place: usize) -> (String, String) {
        let says = self.says();
        let Some(account) = self.form.saved_account(place) else {
            return (says.after_saving.to_owned(), String::new());
        };
        let seen = self.form.seen.as_ref();
        let view = seen.and_then(|seen| seen.accounts.iter().find(|view| view.account == account));
        let stored = self.words.language.stored_in(self.system);
        let (state, link) = match view {
            None => ("", says.enter_changed),
            Some(view) if view.changed.is_some() => (stored, says.enter_changed),
            Some(view) => match &view.health {
                Health::NotSetUp(Missing::Trust | Missing::Password | Missing::Watcher)
                | Health::WatchedElsewhere(_) => (says.not_stored, says.enter),
                Health::NotSetUp(Missing::Context)
                | Health::Checking
                | Health::Proven
                | Health::ContextWrong(_)
                | Health::Refused(_)
                | Health::ChangeDemanded(_)
                | Health::Locked
                | Health::Unclear(_)
                | Health::Unreachable(_)
                | Health::Untrusted(_)
                | Health::Unverifiable(_)
                | Health::Disagreement
                | Health::KeyringUnavailable(_)
                | Health::StoreUnavailable => (stored, says.enter_changed),
            },
        };
        let link = if self.form.can_change() { link } else { "" };
        (state.to_owned(), link.to_owned())
    }

    pub(super) fn account(&self, place: usize, main: Option<usize>) -> ConfigurationAccount {
        let (says, language) = (self.says(), self.words.language);
        let (account, beside) = (&self.form.draft.accounts[place], &self.form.beside[place]);
        let is_main = main == Some(place);
        let (password, password_link) = self.password(place);
        let saved = self.form.saved_account(place);
        let is_fixed = |key| {
            let locked = &self.form.ground.locked;
            saved.as_ref().is_some_and(|account| locked.account(account, key))
        };
        let slip = |slip| self.judged.slips.contains(&(place, slip));
        let own = |key, is_wrong: bool, wrong: &str, hint: &str, mark| {
            if is_fixed(key) {
                return self.locked_by_policy();
            }
            Note {
                error: if is_wrong { wrong } else { "" }.into(),
                hint: hint.into(),
                mark: if hint.is_empty() { Mark::None } else { mark },
                locked: !self.form.can_change(),
            }
        };
        let was_here = saved.as_ref().is_some_and(|account| {
            let known = self.form.ground.profile.account(account.plane, &account.user);
            known.is_some_and(|known| known.watched_on.as_ref() == Some(&self.form.machine))
        });
        let (watcher, watcher_hint) = match &beside.watching {
            Watching::Here => (0, if was_here { "" } else { says.own_machine }),
            Watching::Elsewhere(_) => (1, ""),
            Watching::Nobody => (2, says.nobody_watches),
        };
        let (is_elsewhere, machine) = match &beside.watching {
            Watching::Elsewhere(name) => (true, name.as_str()),
            Watching::Here | Watching::Nobody => (false, ""),
        };
        let is_whole =
            saved.as_ref().is_some_and(|account| self.form.ground.locked.whole_account(account));
        ConfigurationAccount {
            title: language
                .account_title(account.plane, is_main.then_some(account.user.as_str()))
                .into(),
            about: language.plane_explained(account.plane).into(),
            has_user: !is_main,
            user: account.user.as_str().into(),
            user_note: self.user(place),
            interval: account.interval.as_str().into(),
            interval_note: match is_fixed(AccountKey::Interval) {
                true => self.locked_by_policy(),
                false => self.note(Field::Interval(place), None),
            },
            limit: beside.limit.as_str().into(),
            limit_note: own(AccountKey::Limit, slip(Slip::Limit), says.limit_wrong, "", Mark::None),
            watcher,
            watcher_note: own(AccountKey::WatchedOn, false, "", watcher_hint, Mark::Info),
            is_elsewhere,
            machine: machine.into(),
            machine_note: own(
                AccountKey::WatchedOn,
                slip(Slip::Machine),
                says.machine_missing,
                "",
                Mark::None,
            ),
            password: password.into(),
            password_link: password_link.into(),
            remove: match self.form.can_change() && !is_whole {
                true => says.remove_account.into(),
                false => "".into(),
            },
        }
    }
}
