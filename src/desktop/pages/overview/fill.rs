//! Gives the window the values of a [`View`]. Lists are changed row by row, so that the focus and what is
//! unfolded stay where they are.

use std::cell::RefCell;
use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::{ComponentHandle, Model, ModelRc, SharedString, VecModel};

use super::card::{Card, Entry, Row};
use super::view::{Button, Line, Remark, Strip, Top, View};
use crate::domain::days::DayState;
use crate::domain::health::Urgency;
use crate::text::pages::OverviewWords;
use crate::text::{Language, Shape};

/// The lists of one window.
#[derive(Default)]
pub(super) struct Lists {
    buttons: Rc<VecModel<ui::OverviewButton>>,
    remarks: Rc<VecModel<ui::OverviewLine>>,
    lines: Rc<VecModel<ui::OverviewLine>>,
    cards: Rc<VecModel<ui::OverviewCard>>,
    strips: Rc<VecModel<ui::OverviewStrip>>,
    shown: RefCell<Option<View>>,
}

/// Sets the fixed words.
pub(super) fn speak(window: &ui::OverviewPage, language: Language) {
    let words = OverviewWords::of(language);
    window.global::<ui::Overview>().set_words(ui::OverviewWords {
        title: words.window_title.into(),
        web_ui: words.web_ui.into(),
        days: words.days.into(),
        history: words.history.into(),
        check_now: words.check_now.into(),
        add: words.add.into(),
        search: words.search.into(),
        search_hint: words.search_hint.into(),
        close_answer: words.close_answer.into(),
    });
}

impl Lists {
    /// Connects the lists with their window and sets its fixed words.
    pub(super) fn new(window: &ui::OverviewPage, language: Language) -> Self {
        let (lists, state) = (Self::default(), window.global::<ui::Overview>());
        state.set_buttons(ModelRc::from(Rc::clone(&lists.buttons)));
        state.set_remarks(ModelRc::from(Rc::clone(&lists.remarks)));
        state.set_lines(ModelRc::from(Rc::clone(&lists.lines)));
        state.set_cards(ModelRc::from(Rc::clone(&lists.cards)));
        state.set_strips(ModelRc::from(Rc::clone(&lists.strips)));
        speak(window, language);
        lists
    }

    /// Shows a view; what is shown already is left alone.
    pub(super) fn show(&self, window: &ui::OverviewPage, view: View) {
        if self.shown.borrow().as_ref() == Some(&view) {
            return;
        }
        let state = window.global::<ui::Overview>();
        let (kind, shape, title, body, buttons) = match &view.top {
            Top::Calm { shape, sentence } => {
                (ui::BannerKind::Info, *shape, sentence.as_str(), "", Vec::new())
            }
            Top::Banner { urgency, shape, title, body, buttons } => {
                let kind = kind(*urgency, *shape);
                (kind, *shape, title.as_str(), body.as_str(), buttons.iter().map(button).collect())
            }
        };
        state.set_calm(matches!(view.top, Top::Calm { .. }));
        state.set_kind(kind);
        state.set_mark(mark(shape));
        state.set_headline(title.into());
        state.set_meaning(body.into());
        sync(&self.buttons, buttons);
        sync(&self.remarks, view.remarks.iter().map(remark).collect());
        sync(&self.lines, view.lines.iter().map(line).collect());
        state.set_long(view.is_long);
        state.set_rest(view.rest.as_str().into());
        state.set_checks(view.checks.as_str().into());
        state.set_can_check(view.can_check);
        state.set_can_add(view.can_add);
        state.set_has_connectors(!view.cards.is_empty() || !view.rest.is_empty());
        let known: Vec<ui::OverviewCard> = self.cards.iter().collect();
        let cards = view.cards.iter().enumerate();
        sync(&self.cards, cards.map(|(at, new)| card(new, known.get(at))).collect());
        let known: Vec<ui::OverviewStrip> = self.strips.iter().collect();
        let strips = view.strips.iter().enumerate();
        sync(&self.strips, strips.map(|(at, new)| strip(new, known.get(at))).collect());
        self.shown.replace(Some(view));
    }
}

/// Changes a list into another one with as few changes as its rows allow.
fn sync<T: Clone + PartialEq + 'static>(list: &VecModel<T>, new: Vec<T>) {
    while list.row_count() > new.len() {
        list.remove(list.row_count() - 1);
    }
    for (at, row) in new.into_iter().enumerate() {
        match list.row_data(at) {
            Some(shown) if shown == row => {}
            Some(_) => list.set_row_data(at, row),
            None => list.push(row),
        }
    }
}

/// The list that a row shows already, with new contents; or a new one.
fn below<T: Clone + PartialEq + 'static>(known: Option<&ModelRc<T>>, new: Vec<T>) -> ModelRc<T> {
    let list = known.filter(|list| list.as_any().is::<VecModel<T>>()).cloned();
    let list = list.unwrap_or_else(|| ModelRc::from(Rc::new(VecModel::<T>::default())));
    if let Some(rows) = list.as_any().downcast_ref::<VecModel<T>>() {
        sync(rows, new);
    }
    list
}

fn card(card: &Card, known: Option<&ui::OverviewCard>) -> ui::OverviewCard {
    let known = known.map(|known| &known.accounts);
    let rows: Vec<ui::OverviewRow> = known.iter().flat_map(|rows| rows.iter()).collect();
    let accounts = card.accounts.iter().enumerate();
    let accounts = accounts.map(|(at, new)| row(new, rows.get(at))).collect();
    ui::OverviewCard {
        id: card.id.as_str().into(),
        mark: mark(card.shape),
        name: card.name.as_str().into(),
        address: card.address.as_str().into(),
        device: card.device.as_str().into(),
        line: card.line.as_str().into(),
        folded: card.is_folded,
        web_ui_label: card.web_ui_label.as_str().into(),
        web_ui: crate::desktop::action::Action::WebUi(card.id.clone()).to_string().into(),
        accounts: below(known, accounts),
    }
}

fn row(row: &Row, known: Option<&ui::OverviewRow>) -> ui::OverviewRow {
    ui::OverviewRow {
        mark: mark(row.shape),
        plane: row.plane.as_str().into(),
        plane_explained: row.plane_explained.as_str().into(),
        user: row.user.as_str().into(),
        state: row.state.as_str().into(),
        stale: row.is_stale,
        age: row.age.as_str().into(),
        passed: row.passed.map_or(-1.0, |passed| f32::from(passed) / 1000.0),
        soon: row.ends_soon,
        menu_label: row.menu_label.as_str().into(),
        menu: below(known.map(|known| &known.menu), row.menu.iter().map(entry).collect()),
    }
}

fn entry(entry: &Entry) -> ui::MenuEntry {
    ui::MenuEntry {
        id: entry.action.to_string().into(),
        text: entry.text.as_str().into(),
        disabled: !entry.is_enabled,
        separated: entry.is_separated,
    }
}

fn strip(strip: &Strip, known: Option<&ui::OverviewStrip>) -> ui::OverviewStrip {
    let day = |(state, text): &(Option<DayState>, String)| ui::Day {
        state: day(*state),
        text: text.as_str().into(),
    };
    ui::OverviewStrip {
        name: strip.name.as_str().into(),
        sum: strip.sum.as_str().into(),
        told: strip.told.as_str().into(),
        days: below(known.map(|known| &known.days), strip.days.iter().map(day).collect()),
    }
}

fn button(button: &Button) -> ui::OverviewButton {
    ui::OverviewButton {
        text: button.text.as_str().into(),
        action: button.action.to_string().into(),
    }
}

fn line(line: &Line) -> ui::OverviewLine {
    ui::OverviewLine {
        mark: mark(line.shape),
        sentence: line.sentence.as_str().into(),
        meaning: line.meaning.as_str().into(),
        step: line.step.as_ref().map(button).unwrap_or_default(),
        second: line.second.as_ref().map(button).unwrap_or_default(),
    }
}

fn remark(remark: &Remark) -> ui::OverviewLine {
    ui::OverviewLine {
        mark: ui::Mark::Info,
        sentence: remark.title.as_str().into(),
        meaning: remark.body.as_str().into(),
        step: remark.step.as_ref().map(button).unwrap_or_default(),
        second: ui::OverviewButton { text: SharedString::new(), action: SharedString::new() },
    }
}

/// The ground of a banner: the color of its shape.
const fn kind(urgency: Urgency, shape: Shape) -> ui::BannerKind {
    match (urgency, shape) {
        (
            Urgency::Trouble,
            Shape::Locked | Shape::CertificateChanged | Shape::KeyringUnavailable,
        ) => ui::BannerKind::Bad,
        (Urgency::Trouble | Urgency::Waiting, _) => ui::BannerKind::Warning,
        (Urgency::Calm | Urgency::Hint, _) => ui::BannerKind::Info,
    }
}

const fn day(state: Option<DayState>) -> ui::DayState {
    match state {
        None => ui::DayState::Absent,
        Some(DayState::Proven | DayState::Unverifiable | DayState::WatchedElsewhere) => {
            ui::DayState::Good
        }
        Some(DayState::Unreachable | DayState::Unclear) => ui::DayState::Unanswered,
        Some(DayState::Refused | DayState::ChangeDemanded | DayState::Disagreement) => {
            ui::DayState::Trouble
        }
        Some(DayState::Locked | DayState::CertificateChanged | DayState::StoreUnavailable) => {
            ui::DayState::Bad
        }
    }
}

/// The shape as the window draws it.
pub(in crate::desktop) const fn mark(shape: Shape) -> ui::Mark {
    match shape {
        Shape::Proven => ui::Mark::Proven,
        Shape::Refused => ui::Mark::Refused,
        Shape::ChangeDemanded => ui::Mark::ChangeDemanded,
        Shape::Locked => ui::Mark::Locked,
        Shape::Unreachable => ui::Mark::Unreachable,
        Shape::Unclear => ui::Mark::Unclear,
        Shape::CertificateChanged => ui::Mark::CertificateChanged,
        Shape::Unverifiable => ui::Mark::Unverifiable,
        Shape::TaskOpen => ui::Mark::TaskOpen,
        Shape::Disagreement => ui::Mark::Disagreement,
        Shape::KeyringUnavailable => ui::Mark::KeyringUnavailable,
        Shape::WatchedElsewhere => ui::Mark::WatchedElsewhere,
        Shape::NotSetUp => ui::Mark::NotSetUp,
        Shape::Checking => ui::Mark::Checking,
        Shape::Paused => ui::Mark::Paused,
        Shape::Away => ui::Mark::Away,
        Shape::Stale => ui::Mark::Stale,
        Shape::Expiring => ui::Mark::Expiring,
    }
}
