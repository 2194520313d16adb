//! *Was tun?*, *Warum?*: a state explained, and the next step.

use std::cell::RefCell;
use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::ComponentHandle;

use super::{Context, Moment, Page, overview, window};
use crate::desktop::action::Action;
use crate::desktop::menu::next_step;
use crate::domain::identity::AccountRef;
use crate::domain::practice::Access;
use crate::domain::snapshot::Snapshot;
use crate::text::pages::ExplainWords;
use crate::text::{Shape, Words};

/// The open page.
pub(super) struct Explain {
    window: ui::ExplainPage,
    account: AccountRef,
    step: Rc<RefCell<Option<Action>>>,
}

impl Explain {
    pub(super) fn new(
        context: Context,
        account: AccountRef,
    ) -> Result<Rc<Self>, slint::PlatformError> {
        let window = ui::ExplainPage::new()?;
        window::close_with(window.window(), &context);
        let page = Self { window, account, step: Rc::default() };
        let state = page.window.global::<ui::Explain>();
        let (step, acting) = (Rc::clone(&page.step), context.clone());
        state.on_act(move || {
            let step = step.borrow().clone();
            step.into_iter().for_each(|step| acting.act(step));
        });
        let (informing, about) = (context.clone(), page.account.clone());
        state.on_inform(move || informing.act(Action::Support(Some(about.clone()))));
        state.on_close(move || context.close());
        Ok(Rc::new(page))
    }
}

impl Page for Explain {
    fn show(&self, now: &Moment<'_>) {
        self.step.replace(fill(&self.window, now.snapshot, &self.account, now.words));
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}

/// Gives the page everything that it shows; answers the next step.
pub fn fill(
    page: &ui::ExplainPage,
    snapshot: Option<&Snapshot>,
    account: &AccountRef,
    words: &Words,
) -> Option<Action> {
    window::teach(page, words.language);
    let (state, fixed) = (page.global::<ui::Explain>(), ExplainWords::of(words.language));
    state.set_words(ui::ExplainWords {
        what: fixed.what.into(),
        meaning: fixed.meaning.into(),
        next: fixed.next.into(),
        withheld: fixed.withheld.into(),
        close: fixed.close.into(),
    });
    state.set_support(fixed.support.into());
    let snapshot = snapshot?;
    let found = snapshot.connector(&account.connector).zip(snapshot.account(account));
    let Some((connector, view)) = found else {
        state.set_title(account.user.as_str().into());
        state.set_what(fixed.gone.into());
        state.set_meaning("".into());
        state.set_next("".into());
        state.set_step("".into());
        return None;
    };
    let shape = Shape::of(connector, view);
    state.set_mark(overview::mark(shape));
    state.set_title(words.problem_with_place(connector, view).into());
    state.set_account(words.account(view).into());
    state.set_state(words.state_with_times(connector, view).into());
    let told = words.language.explained(&view.health);
    let (what, next) = match &told {
        Some(message) => (message.what.as_str(), message.next.as_str()),
        None => ("", fixed.fine),
    };
    state.set_what(what.into());
    // The meaning of this moment says more than the general one.
    let general = told.as_ref().map_or("", |message| message.meaning.as_str());
    let present = words.meaning(connector, view);
    state.set_meaning(if present.is_empty() { general.into() } else { present.into() });
    state.set_next(next.into());
    let withheld = view.withheld.as_ref().map(|why| words.withheld(why));
    state.set_withheld(withheld.unwrap_or_default().into());
    let may_act = snapshot.practice.access == Access::Granted;
    let step = next_step(connector, view, words)
        .filter(|(_, action)| !matches!(action, Action::Explain(_)))
        .filter(|(_, action)| may_act || !action.needs_operator());
    state.set_step(step.as_ref().map_or("", |(label, _)| label.as_str()).into());
    step.map(|(_, action)| action)
}
