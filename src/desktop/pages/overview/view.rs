//! What the overview shows, as a plain value: a function of the picture and of what is folded and
//! searched.
//!
//! Decides which problem is the banner, which are lines, which step each offers, in which order cards
//! stand. Every click is an [`Action`].

use std::collections::BTreeSet;

use super::super::Moment;
use super::card::{self, Card};
use crate::desktop::action::Action;
use crate::desktop::menu::next_step;
use crate::domain::command::Command;
use crate::domain::days::{DayState, DaySum};
use crate::domain::health::Urgency;
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::domain::practice::{Access, Force};
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};
use crate::text::pages::OverviewWords;
use crate::text::{Shape, ToastText, Words};
use crate::watch::AccountDays;

/// Up to so many connectors have an open card each (SCREENS 4).
pub const OPEN_CARDS: usize = 6;

/// The most cards at a time: the others are found by searching.
const MOST_CARDS: usize = 60;

/// What a person does with the page beside acting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The text of the search field.
    pub search: String,
    /// The cards that were unfolded.
    pub unfolded: BTreeSet<ConnectorId>,
}

/// Everything that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub top: Top,
    /// What else a person should know of the program: it may only be looked at, the settings have
    /// mistakes.
    pub remarks: Vec<Remark>,
    /// Further problems.
    pub lines: Vec<Line>,
    pub cards: Vec<Card>,
    /// How many connectors are not shown, or that none was found; empty where that is not so.
    pub rest: String,
    pub strips: Vec<Strip>,
    pub checks: String,
    /// Whether there are so many connectors that they are folded and searched.
    pub is_long: bool,
    /// Whether *Jetzt prüfen* makes sense.
    pub can_check: bool,
    /// Whether connectors can be added here.
    pub can_add: bool,
}

/// The top of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Top {
    /// One sentence.
    Calm { shape: Shape, sentence: String },
    /// What a person has to know first.
    Banner { urgency: Urgency, shape: Shape, title: String, body: String, buttons: Vec<Button> },
}

/// A button: the first one of a row is the primary one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    pub text: String,
    pub action: Action,
}

/// A problem below the banner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub shape: Shape,
    pub sentence: String,
    pub meaning: String,
    pub step: Option<Button>,
    pub second: Option<Button>,
}

/// A remark about the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub title: String,
    pub body: String,
    pub step: Option<Button>,
}

/// The last days of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    pub name: String,
    pub sum: String,
    pub told: String,
    pub days: Vec<(Option<DayState>, String)>,
}

impl View {
    /// The page for a moment.
    pub fn of(now: &Moment<'_>, days: &[AccountDays], wish: &Wish) -> Self {
        let words = now.words;
        let fixed = OverviewWords::of(words.language);
        let Some(snapshot) = now.snapshot else {
            return Self::without_picture(now.failed, &fixed);
        };
        let may_act = snapshot.practice.access == Access::Granted;
        let is_long = snapshot.connectors.len() > OPEN_CARDS;
        let (cards, rest) = cards(snapshot, words, wish, is_long);
        let is_shown = |account: &AccountRef| {
            let open = |card: &Card| card.id == account.connector && !card.is_folded;
            cards.iter().any(open)
        };
        Self {
            top: top(snapshot, words, &fixed),
            remarks: remarks(snapshot, words, &fixed, now.refused),
            lines: lines(snapshot, words, &fixed),
            strips: strips(snapshot, words, days, is_shown),
            rest,
            checks: words.checks(snapshot),
            is_long,
            can_check: snapshot.pause.is_none() && snapshot.accounts().next().is_some(),
            can_add: may_act,
            cards,
        }
    }

    /// Before the first picture, or where the watch did not start.
    fn without_picture(failed: Option<&ToastText>, fixed: &OverviewWords) -> Self {
        let top = match failed {
            None => Top::Calm { shape: Shape::Checking, sentence: fixed.starting.to_owned() },
            Some(text) => Top::Banner {
                urgency: Urgency::Trouble,
                shape: Shape::KeyringUnavailable,
                title: text.title.clone(),
                body: text.body.clone(),
                buttons: vec![
                    button(fixed.try_again, Action::Tell(Command::Reread)),
                    button(fixed.open_folder, Action::Folder),
                    button(fixed.support, Action::Support(None)),
                ],
            },
        };
        Self {
            top,
            remarks: Vec::new(),
            lines: Vec::new(),
            cards: Vec::new(),
            rest: String::new(),
            strips: Vec::new(),
            checks: String::new(),
            is_long: false,
            can_check: false,
            can_add: false,
        }
    }
}

fn button(text: &str, action: Action) -> Button {
    Button { text: text.to_owned(), action }
}

fn top(snapshot: &Snapshot, words: &Words, fixed: &OverviewWords) -> Top {
    let may_act = snapshot.practice.access == Access::Granted;
    let headline = words.headline(snapshot);
    if snapshot.connectors.is_empty() {
        let buttons = match may_act {
            true => vec![button(fixed.empty_step, Action::Assist)],
            false => vec![button(fixed.support, Action::Support(None))],
        };
        return Top::Banner {
            urgency: Urgency::Hint,
            shape: Shape::NotSetUp,
            title: fixed.empty_title.to_owned(),
            body: fixed.empty_body.to_owned(),
            buttons,
        };
    }
    if snapshot.pause.is_some() {
        let resume = button(fixed.end_pause, Action::Tell(Command::Resume));
        return Top::Banner {
            urgency: Urgency::Hint,
            shape: Shape::Paused,
            title: headline,
            body: words.language.pause_meaning().to_owned(),
            buttons: if may_act { vec![resume] } else { Vec::new() },
        };
    }
    let worst = words.worst(snapshot);
    let Some((connector, account)) = worst.filter(|(c, a)| urgency(c, a) >= Urgency::Waiting)
    else {
        return Top::Calm { shape: Shape::of_snapshot(snapshot), sentence: headline };
    };
    let meaning = words.meaning(connector, account);
    let sentence = words.problem_with_place(connector, account);
    let body = if sentence == headline { meaning } else { format!("{sentence}. {meaning}") };
    Top::Banner {
        urgency: urgency(connector, account),
        shape: Shape::of(connector, account),
        title: headline,
        body,
        buttons: buttons(connector, account, words, fixed, may_act),
    }
}

/// The next step, the device's own pages, the service provider.
fn buttons(
    connector: &ConnectorView,
    account: &AccountView,
    words: &Words,
    fixed: &OverviewWords,
    may_act: bool,
) -> Vec<Button> {
    let support = button(fixed.support, Action::Support(Some(account.account.clone())));
    if !may_act {
        return vec![support];
    }
    let web_ui = Action::WebUi(connector.profile.id.clone());
    let mut all: Vec<Button> = step(connector, account, words).into_iter().collect();
    all.push(button(fixed.whole_web_ui, web_ui));
    all.push(support);
    all
}

/// The next step as the window says it: the button opens what it says, no ellipsis needed.
fn step(connector: &ConnectorView, account: &AccountView, words: &Words) -> Option<Button> {
    let (_, action) = next_step(connector, account, words)?;
    let text = words.language.next_step(connector, account)?.to_owned();
    let action = match Shape::of(connector, account) {
        Shape::TaskOpen => Action::Task(account.account.clone()),
        Shape::Proven
        | Shape::Refused
        | Shape::ChangeDemanded
        | Shape::Locked
        | Shape::Unreachable
        | Shape::Unclear
        | Shape::CertificateChanged
        | Shape::Unverifiable
        | Shape::Disagreement
        | Shape::KeyringUnavailable
        | Shape::WatchedElsewhere
        | Shape::NotSetUp
        | Shape::Checking
        | Shape::Paused
        | Shape::Away
        | Shape::Stale
        | Shape::Expiring => action,
    };
    Some(Button { text, action })
}

/// Every other problem and everything to do, the worst first; what says the same sentence once.
fn lines(snapshot: &Snapshot, words: &Words, fixed: &OverviewWords) -> Vec<Line> {
    let may_act = snapshot.practice.access == Access::Granted;
    let is_banner = snapshot.pause.is_none();
    let worst =
        words.worst(snapshot).filter(|(c, a)| is_banner && urgency(c, a) >= Urgency::Waiting);
    let mut said: BTreeSet<String> =
        worst.iter().map(|(c, a)| words.problem_with_place(c, a)).collect();
    let asks = |(connector, account): &(&ConnectorView, &AccountView)| {
        urgency(connector, account) >= Urgency::Waiting
            || (urgency(connector, account) == Urgency::Hint
                && words.language.next_step(connector, account).is_some())
    };
    let mut all: Vec<_> = snapshot.accounts().filter(asks).collect();
    all.sort_by_key(|(c, a)| std::cmp::Reverse(urgency(c, a)));
    let mut lines = Vec::new();
    for (connector, account) in all {
        let sentence = words.problem_with_place(connector, account);
        if !said.insert(sentence.clone()) {
            continue;
        }
        let is_task = Shape::of(connector, account) == Shape::TaskOpen;
        let support = button(fixed.support, Action::Support(Some(account.account.clone())));
        let done = Action::Tell(Command::TaskDone(account.account.clone()));
        let (first, second) = match (may_act, is_task) {
            (false, _) => (Some(support), None),
            (true, true) => (
                Some(button(fixed.task_done, done)),
                Some(button(fixed.task_how, Action::Task(account.account.clone()))),
            ),
            (true, false) => (step(connector, account, words), None),
        };
        lines.push(Line {
            shape: Shape::of(connector, account),
            sentence,
            meaning: words.meaning(connector, account),
            step: first,
            second,
        });
        if lines.len() == MOST_CARDS {
            break;
        }
    }
    lines
}

fn remarks(
    snapshot: &Snapshot,
    words: &Words,
    fixed: &OverviewWords,
    refused: Option<&ToastText>,
) -> Vec<Remark> {
    let mut all = Vec::new();
    if let (Force::Earlier, Some(text)) = (snapshot.practice.settings, refused) {
        all.push(Remark {
            title: text.title.clone(),
            body: text.body.clone(),
            step: Some(button(fixed.open_folder, Action::Folder)),
        });
    }
    if let Some(text) = words.language.may_only_look(&snapshot.practice.access) {
        all.push(Remark { title: text.title, body: text.body, step: None });
    }
    all
}

fn cards(snapshot: &Snapshot, words: &Words, wish: &Wish, is_long: bool) -> (Vec<Card>, String) {
    let mut found: Vec<&ConnectorView> = snapshot
        .connectors
        .iter()
        .filter(|connector| !is_long || card::matches(connector, &wish.search))
        .collect();
    if is_long {
        // Stable: within one urgency the settings' order stays.
        found.sort_by_key(|connector| std::cmp::Reverse(Shape::of_connector(connector).urgency()));
    }
    let is_folded = |id: &ConnectorId| is_long && !wish.unfolded.contains(id);
    let more = found.len().saturating_sub(MOST_CARDS);
    let rest = match (more, found.is_empty()) {
        (0, true) if is_long => words.language.nothing_found(&wish.search),
        (0, _) => String::new(),
        (more, _) => words.language.more_connectors(more),
    };
    let cards = found
        .into_iter()
        .take(MOST_CARDS)
        .map(|connector| Card::of(connector, snapshot, words, is_folded(&connector.profile.id)));
    (cards.collect(), rest)
}

fn strips(
    snapshot: &Snapshot,
    words: &Words,
    days: &[AccountDays],
    is_shown: impl Fn(&AccountRef) -> bool,
) -> Vec<Strip> {
    let shown = days.iter().filter(|days| is_shown(&days.account));
    let strip = |days: &AccountDays| {
        let place = snapshot.connector(&days.account.connector)?.profile.name.clone();
        let days = up_to_date(days, snapshot, words);
        let DaySum { in_order, looked } = days.sum();
        Some(Strip {
            name: format!("{place} · {}", days.account.user),
            sum: words.language.short_sum(in_order, looked),
            told: words.language.day_sum(days.sum()),
            days: days
                .days
                .iter()
                .map(|(day, state)| (*state, words.day_told(*day, *state)))
                .collect(),
        })
    };
    shown.filter_map(strip).collect()
}

/// The days with what the picture says of today: the file is written a little later.
fn up_to_date(days: &AccountDays, snapshot: &Snapshot, words: &Words) -> AccountDays {
    let mut days = days.clone();
    let view = snapshot.account(&days.account);
    let state = view.and_then(|view| {
        let lasting = words.now.duration_since(view.since.unwrap_or(words.now));
        DayState::of(&view.health, lasting)
    });
    if let Some((day, shown)) = days.days.last_mut()
        && *day == words.today()
    {
        *shown = (*shown).max(state);
    }
    days
}

pub(super) fn urgency(connector: &ConnectorView, account: &AccountView) -> Urgency {
    Shape::of(connector, account).urgency()
}
