//! *Verlauf*: the journal in words, filtered, copied or saved.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::{Rc, Weak};

use konnektorwart_ui as ui;
use slint::{ComponentHandle, ModelRc, SharedString, VecModel};

use super::{Context, Moment, Page, window};
use crate::domain::command::Scope;
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::text::Words;
use crate::text::pages::HistoryWords;
use crate::watch::{HistoryEntry, once};

/// The open page.
pub(super) struct History {
    window: ui::HistoryPage,
    context: Context,
    known: RefCell<Known>,
    me: Weak<Self>,
}

#[derive(Default)]
struct Known {
    entries: Vec<HistoryEntry>,
    /// Behind "all connectors", "all accounts".
    connectors: Vec<(ConnectorId, String)>,
    accounts: Vec<AccountRef>,
    connector: Option<ConnectorId>,
    account: Option<AccountRef>,
}

impl Known {
    fn meant(&self) -> Vec<HistoryEntry> {
        let is_meant = |entry: &&HistoryEntry| {
            self.connector.as_ref().is_none_or(|id| entry.account.connector == *id)
                && self.account.as_ref().is_none_or(|account| entry.account == *account)
        };
        self.entries.iter().filter(is_meant).cloned().collect()
    }
}

impl History {
    pub(super) fn new(context: Context) -> Result<Rc<Self>, slint::PlatformError> {
        let window = ui::HistoryPage::new()?;
        window::teach(&window, context.language());
        window::close_with(window.window(), &context);
        let page = Rc::new_cyclic(|me| Self {
            window,
            context,
            known: RefCell::default(),
            me: Weak::clone(me),
        });
        page.listen();
        page.read();
        Ok(page)
    }

    fn listen(&self) {
        let state = self.window.global::<ui::History>();
        teach(&self.window, &self.context.words());
        let file = self.context.language().report_file();
        let path = self.context.data_folder().join(file);
        state.set_path(path.to_string_lossy().as_ref().into());
        let context = self.context.clone();
        state.on_close(move || context.close());
        let me = Weak::clone(&self.me);
        state.on_connector_chosen(move |index| {
            if let Some(page) = me.upgrade() {
                page.choose_connector(usize::try_from(index).unwrap_or_default());
            }
        });
        let me = Weak::clone(&self.me);
        state.on_account_chosen(move |index| {
            if let Some(page) = me.upgrade() {
                let index = usize::try_from(index).unwrap_or_default();
                let mut known = page.known.borrow_mut();
                known.account = index.checked_sub(1).and_then(|at| known.accounts.get(at)).cloned();
                drop(known);
                page.list();
            }
        });
        let me = Weak::clone(&self.me);
        state.on_copy_wanted(move || {
            if let Some(page) = me.upgrade() {
                let report = page.context.words().report(&page.known.borrow().meant());
                page.window.global::<ui::History>().set_report(report.into());
            }
        });
        let me = Weak::clone(&self.me);
        state.on_copied(move || {
            if let Some(page) = me.upgrade() {
                let state = page.window.global::<ui::History>();
                state.set_report("".into());
                state.set_told(page.words().copied.into());
            }
        });
        let me = Weak::clone(&self.me);
        state.on_save(move || {
            if let Some(page) = me.upgrade() {
                page.save();
            }
        });
    }

    fn words(&self) -> HistoryWords {
        HistoryWords::of(self.context.language())
    }

    fn choose_connector(&self, index: usize) {
        let mut known = self.known.borrow_mut();
        known.connector =
            index.checked_sub(1).and_then(|at| known.connectors.get(at)).map(|(id, _)| id.clone());
        known.account = None;
        drop(known);
        self.window.global::<ui::History>().set_account(0);
        self.list_accounts();
        self.list();
    }

    fn read(&self) {
        let Some(page) = self.me.upgrade() else { return };
        self.context.errand(
            &page,
            |setup| once::history(setup, &Scope::All),
            |page, read| match read {
                Ok(entries) => {
                    page.known.borrow_mut().entries = entries;
                    page.list();
                }
                Err(error) => {
                    log::warn!("the history cannot be read: {error}");
                    let state = page.window.global::<ui::History>();
                    state.set_count(page.words().unreadable.into());
                }
            },
        );
    }

    /// The accounts that can be chosen: those of the chosen connector.
    fn list_accounts(&self) {
        let (words, known) = (self.context.words(), self.known.borrow());
        let name = |account: &AccountRef| {
            format!("{} · {}", words.language.plane(account.plane), account.user)
        };
        let all = std::iter::once(self.words().all_accounts.to_owned());
        let names = all.chain(known.accounts.iter().map(name));
        self.window.global::<ui::History>().set_accounts(model(names));
    }

    fn list(&self) {
        let meant = self.known.borrow().meant();
        fill(&self.window, &meant, &self.context.words());
    }

    fn save(&self) {
        let state = self.window.global::<ui::History>();
        let path = PathBuf::from(state.get_path().trim());
        if !path.is_absolute() {
            return state.set_path_error(self.words().not_absolute.into());
        }
        let Some(page) = self.me.upgrade() else { return };
        let report = self.context.words().report(&self.known.borrow().meant());
        let told = self.context.language().report_saved(&path.to_string_lossy());
        self.context.errand(
            &page,
            move |_| once::save_report(&path, &report),
            move |page, saved| {
                let state = page.window.global::<ui::History>();
                match saved {
                    Ok(()) => {
                        state.set_path_error("".into());
                        state.set_told(told.into());
                    }
                    Err(error) => {
                        let language = page.context.language();
                        let text = language.report_not_saved(&error.to_string()).to_string();
                        state.set_path_error(text.into());
                    }
                }
            },
        );
    }
}

impl Page for History {
    fn show(&self, now: &Moment<'_>) {
        let Some(snapshot) = now.snapshot else { return };
        let connectors: Vec<(ConnectorId, String)> = snapshot
            .connectors
            .iter()
            .map(|connector| (connector.profile.id.clone(), connector.profile.name.clone()))
            .collect();
        let mut known = self.known.borrow_mut();
        let chosen = known.connector.clone();
        let accounts = snapshot.accounts().map(|(_, view)| view.account.clone());
        known.accounts = accounts
            .filter(|account| chosen.as_ref().is_some_and(|id| account.connector == *id))
            .collect();
        if known.connectors != connectors {
            let all = std::iter::once(self.words().all_connectors.to_owned());
            let names = all.chain(connectors.iter().map(|(_, name)| name.clone()));
            self.window.global::<ui::History>().set_connectors(model(names));
            known.connectors = connectors;
        }
        drop(known);
        self.list_accounts();
        self.read();
    }

    fn speak(&self) {
        teach(&self.window, &self.context.words());
        // The name of the entry for all of them is a word too.
        self.known.borrow_mut().connectors.clear();
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}

fn model(names: impl Iterator<Item = String>) -> ModelRc<SharedString> {
    ModelRc::new(VecModel::from_iter(names.map(SharedString::from)))
}

/// Gives the page its fixed words.
pub fn teach(page: &ui::HistoryPage, words: &Words) {
    window::teach(page, words.language);
    let (state, fixed) = (page.global::<ui::History>(), HistoryWords::of(words.language));
    state.set_words(ui::HistoryWords {
        title: fixed.title.into(),
        connector: fixed.connector.into(),
        account: fixed.account.into(),
        empty: fixed.empty.into(),
        path: fixed.path.into(),
        save: fixed.save.into(),
        copy: fixed.copy.into(),
        close: fixed.close.into(),
    });
    state.set_count(fixed.reading.into());
    state.set_connectors(model([fixed.all_connectors.to_owned()].into_iter()));
    state.set_accounts(model([fixed.all_accounts.to_owned()].into_iter()));
}

/// Lists what happened.
pub fn fill(page: &ui::HistoryPage, entries: &[HistoryEntry], words: &Words) {
    let line = |entry: &HistoryEntry| ui::HistoryLine {
        moment: words.moment(entry.record.at).into(),
        account: words.history_account(entry).into(),
        what: words.language.history_step(&entry.record.step).into(),
        by: words.language.author(&entry.record.by).unwrap_or_default().into(),
    };
    let state = page.global::<ui::History>();
    state.set_lines(ModelRc::new(VecModel::from_iter(entries.iter().map(line))));
    state.set_count(words.language.entries(entries.len()).into());
}
