//! *Übersicht*: every connector with its accounts, the worst problem first.

mod card;
mod fill;
mod view;

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use jiff::Timestamp;
use konnektorwart_ui as ui;
use slint::{ComponentHandle, Timer};

use super::{Answer, Context, Moment, Page, window};
use crate::desktop::action::Action;
use crate::domain::health::Health;
use crate::domain::snapshot::{AccountView, Snapshot};
use crate::text::{ToastText, Words};
use crate::watch::{AccountDays, once};

use fill::Lists;
pub(in crate::desktop) use fill::mark;
use view::{View, Wish};

/// The open page.
pub(super) struct Overview {
    window: ui::OverviewPage,
    context: Context,
    lists: Lists,
    known: RefCell<Known>,
    me: Weak<Self>,
}

/// What the page was told last.
#[derive(Default)]
struct Known {
    snapshot: Option<Snapshot>,
    failed: Option<ToastText>,
    refused: Option<ToastText>,
    days: Vec<AccountDays>,
    /// What the days depend on: another proof or another trouble may have changed today's cell.
    days_of: Option<Vec<(Health, Option<Timestamp>)>>,
    wish: Wish,
}

impl Overview {
    pub(super) fn new(context: Context) -> Result<Rc<Self>, slint::PlatformError> {
        let window = ui::OverviewPage::new()?;
        window::teach(&window, context.language());
        window::close_with(window.window(), &context);
        let lists = Lists::new(&window, context.language());
        let page = Rc::new_cyclic(|me| Self {
            window,
            context,
            lists,
            known: RefCell::default(),
            me: Weak::clone(me),
        });
        page.listen();
        Ok(page)
    }

    fn listen(self: &Rc<Self>) {
        let state = self.window.global::<ui::Overview>();
        let context = self.context.clone();
        state.on_act(move |action| match action.parse::<Action>() {
            Ok(action) => context.act(action),
            Err(_) => log::debug!("a click without an action: {action:?}"),
        });
        let context = self.context.clone();
        state.on_close(move || context.close());
        let page = Rc::downgrade(self);
        state.on_answer_closed(move || {
            if let Some(page) = page.upgrade() {
                page.window.global::<ui::Overview>().set_answer("".into());
            }
        });
        let page = Rc::downgrade(self);
        state.on_searched(move |text| {
            if let Some(page) = page.upgrade() {
                page.known.borrow_mut().wish.search = text.into();
                page.tell();
            }
        });
        let page = Rc::downgrade(self);
        state.on_toggled(move |card| {
            if let (Some(page), Ok(id)) = (page.upgrade(), card.parse()) {
                let unfolded = &mut page.known.borrow_mut().wish.unfolded;
                if !unfolded.remove(&id) {
                    unfolded.insert(id);
                }
                // Once the click has been dealt with: the card that was clicked may go.
                let page = Rc::downgrade(&page);
                Timer::single_shot(Duration::ZERO, move || {
                    page.upgrade().inspect(|page| page.tell());
                });
            }
        });
        // Relative times grow old in a window that nobody looks at, and no timer wakes the program for it.
        let page = Rc::downgrade(self);
        window::when_looked_at(self.window.window(), move || {
            page.upgrade().inspect(|page| page.tell());
        });
    }

    /// Shows what is known in the words of this moment.
    fn tell(&self) {
        let (known, words) = (self.known.borrow(), self.context.words());
        let now = Moment {
            snapshot: known.snapshot.as_ref(),
            words: &words,
            failed: known.failed.as_ref(),
            refused: known.refused.as_ref(),
        };
        let view = View::of(&now, &known.days, &known.wish);
        drop(known);
        self.lists.show(&self.window, view);
    }

    fn read_days(&self) {
        let Some(page) = self.me.upgrade() else {
            return;
        };
        self.context.errand(
            &page,
            |setup| once::days(setup).inspect_err(|error| log::debug!("no days: {error}")),
            |page, days| {
                if let Ok(days) = days {
                    page.known.borrow_mut().days = days;
                    page.tell();
                }
            },
        );
    }
}

impl Page for Overview {
    fn show(&self, now: &Moment<'_>) {
        let states = now.snapshot.map(|snapshot| {
            let state = |view: &AccountView| (view.health.clone(), view.accepted.or(view.since));
            snapshot.accounts().map(|(_, view)| state(view)).collect::<Vec<_>>()
        });
        let mut known = self.known.borrow_mut();
        known.snapshot = now.snapshot.cloned();
        known.failed = now.failed.cloned();
        known.refused = now.refused.cloned();
        let is_news = known.days_of != states;
        known.days_of = states;
        drop(known);
        self.tell();
        if is_news {
            self.read_days();
        }
    }

    fn speak(&self) {
        window::teach(&self.window, self.context.language());
        fill::speak(&self.window, self.context.language());
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }

    fn answer(&self, text: &ToastText) -> Answer {
        if !window::has_keyboard(self.window.window()) {
            return Answer::NotHere;
        }
        self.window.global::<ui::Overview>().set_answer(text.body.as_str().into());
        Answer::Shown
    }
}

/// Gives a page everything that it shows at one moment: for pictures.
pub fn fill(
    page: &ui::OverviewPage,
    picture: Option<&Snapshot>,
    days: &[AccountDays],
    words: &Words,
) {
    window::teach(page, words.language);
    let lists = Lists::new(page, words.language);
    let now = Moment { snapshot: picture, words, failed: None, refused: None };
    lists.show(page, View::of(&now, days, &Wish::default()));
}

#[cfg(test)]
mod tests;
