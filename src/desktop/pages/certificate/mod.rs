//! *Zertifikat prüfen*: whom a person trusts, on a first contact and after a change (SAFETY S9).
//!
//! Nothing secret is sent here. What is written is looked at once more by the watch; afterwards the agent
//! reads its settings again and checks, and passwords that are missing are asked for on their own page.

mod flow;
#[cfg(test)]
pub(super) mod samples;
#[cfg(test)]
mod tests;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::ComponentHandle;

use super::{Context, Moment, Page, window};
use crate::desktop::action::Action;
use crate::domain::command::{Command, Scope};
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::text::Words;
use crate::watch::{Error, Meaning, Setup, once, profiles};
use flow::{At, Choice, Confirmed, Flow, Press};

/// The open page.
pub(super) struct Certificate {
    window: ui::CertificatePage,
    context: Context,
    id: ConnectorId,
    flow: RefCell<Flow>,
    turn: Cell<i32>,
}

impl Certificate {
    pub(super) fn new(context: Context, id: ConnectorId) -> Result<Rc<Self>, slint::PlatformError> {
        let page = Rc::new(Self {
            window: ui::CertificatePage::new()?,
            context,
            id,
            flow: RefCell::new(Flow::new()),
            turn: Cell::new(0),
        });
        window::teach(&page.window, page.context.language());
        view::words(&page.window, page.context.language());
        page.listen();
        page.look();
        Ok(page)
    }

    fn listen(self: &Rc<Self>) {
        let state = self.window.global::<ui::Certificate>();
        let on = |what: fn(&Rc<Self>)| {
            let page = Rc::downgrade(self);
            move || page.upgrade().iter().for_each(what)
        };
        state.on_primary(on(Self::press));
        state.on_again(on(|page| {
            page.change(|flow, _| {
                flow.look();
                flow.told = None;
            });
            page.look();
        }));
        state.on_web_ui(on(|page| page.context.act(Action::WebUi(page.id.clone()))));
        state.on_left(on(|page| page.context.close()));
        let page = Rc::downgrade(self);
        state.on_ticked(move |port, confirmed| {
            let Some(page) = page.upgrade() else { return };
            page.change(|flow, _| {
                let plane = usize::try_from(port).ok().and_then(|at| flow.ports().get(at));
                let Some(plane) = plane.map(|port| port.plane) else { return };
                match confirmed {
                    true => flow.ticked.insert(plane),
                    false => flow.ticked.remove(&plane),
                };
            });
        });
        let page = Rc::downgrade(self);
        state.on_chosen(move |index| {
            let Some(page) = page.upgrade() else { return };
            let choice = usize::try_from(index).ok().and_then(|at| Choice::ALL.get(at).copied());
            page.change(|flow, _| flow.choice = choice);
        });
        let page = Rc::downgrade(self);
        state.on_account(move |index| {
            let Some(page) = page.upgrade() else { return };
            let account = match &page.flow.borrow().at {
                At::Done(accounts) => {
                    usize::try_from(index + 1).ok().and_then(|at| accounts.get(at).cloned())
                }
                At::Looking | At::Comparing(_) | At::Writing(_) | At::Failed => None,
            };
            if let Some(account) = account {
                page.context.act(Action::Enter(account));
            }
        });
        window::close_with(self.window.window(), &self.context);
    }

    fn look(self: &Rc<Self>) {
        let id = self.id.clone();
        self.context.errand(
            self,
            move |setup| once::look(setup, &id),
            |page, ports| {
                page.change(|flow, words| flow.looked(ports, words));
                page.move_keyboard();
            },
        );
    }

    fn press(self: &Rc<Self>) {
        let press = self.flow.borrow().press();
        match press {
            Press::Nothing => {}
            Press::Close => self.context.close(),
            Press::Support => {
                let first = self.flow.borrow().profile.as_ref().and_then(|profile| {
                    profile.accounts.first().map(|account| profile.reference(account))
                });
                self.context.act(Action::Support(first));
                self.context.close();
            }
            Press::Enter(account) => {
                self.context.act(Action::Enter(account));
                let is_last = matches!(&self.flow.borrow().at, At::Done(all) if all.len() < 2);
                if is_last {
                    self.context.close();
                }
            }
            Press::Confirm(confirmed) => self.confirm(confirmed),
        }
    }

    fn confirm(self: &Rc<Self>, confirmed: Confirmed) {
        self.change(|flow, _| flow.write());
        let id = self.id.clone();
        self.context.errand(
            self,
            move |setup| write(setup, &id, &confirmed),
            |page, written| {
                let mut looks_again = false;
                let is_written = written.is_ok();
                page.change(|flow, words| looks_again = flow.written(written, words));
                if is_written {
                    page.context.act(Action::Tell(Command::Reread));
                    let scope = Scope::Connector(page.id.clone());
                    page.context.act(Action::Tell(Command::Check(scope)));
                }
                if looks_again {
                    page.look();
                }
                page.move_keyboard();
            },
        );
    }

    fn change(&self, change: impl FnOnce(&mut Flow, &Words)) {
        let words = self.context.words();
        change(&mut self.flow.borrow_mut(), &words);
        self.draw(&words);
    }

    fn draw(&self, words: &Words) {
        view::draw(&self.window, &self.flow.borrow(), words);
    }

    fn move_keyboard(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.window.global::<ui::Certificate>().set_turn(self.turn.get());
    }
}

/// Writes the confirmation, and finds out whose passwords have to be entered.
fn write(setup: &Setup, id: &ConnectorId, confirmed: &Confirmed) -> Result<Vec<AccountRef>, Error> {
    match confirmed.meaning {
        Meaning::NewDevice => once::new_device(setup, id, &confirmed.pins),
        Meaning::FirstContact | Meaning::SameDevice => {
            once::trust(setup, id, &confirmed.pins, confirmed.meaning)?;
            let known = profiles::connectors(setup)?;
            let profile = known.into_iter().find(|known| known.profile.id == *id);
            let accounts = profile.iter().flat_map(|known| {
                known.profile.accounts.iter().map(|account| known.profile.reference(account))
            });
            let is_missing = |account: &AccountRef| {
                once::question(setup, account).is_ok_and(|stake| !stake.stored)
            };
            Ok(accounts.filter(is_missing).collect())
        }
    }
}

impl Page for Certificate {
    fn show(&self, now: &Moment<'_>) {
        let known = now.snapshot.and_then(|snapshot| snapshot.connector(&self.id));
        if now.snapshot.is_some() {
            self.flow.borrow_mut().profile = known.map(|known| known.profile.clone());
        }
        self.draw(now.words);
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}
