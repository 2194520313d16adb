//! What is seen at each place of the flow.

use std::time::Duration;

use super::flow::{At, Choice, Flow, Focus, Offer, Press, Step, Told, Tone, View};
use super::outcome::Onward;
use crate::desktop::action::Action;
use crate::text::pages::{EarlierWords, PasswordWords};
use crate::text::{Language, Words};
use crate::watch::EarlierPassword;

/// All that is seen.
pub(super) fn of(flow: &Flow, words: &Words) -> View {
    let fixed = PasswordWords::of(words.language);
    let blank = blank(flow, words, &fixed);
    match &flow.at {
        At::Typing(told) => match &flow.facts.offer {
            Offer::Field => typing(flow, words, told.clone(), &fixed, blank),
            Offer::Kept(kept) => choosing(flow, words, told.clone(), kept.as_deref(), blank),
        },
        At::Asking { question, spaces } => View {
            banner: Some(Told {
                tone: Tone::Warning,
                message: words.language.asked_once_more(question, *spaces),
                onward: Onward::Again,
            }),
            other: Some(choice(fixed.cancel, Press::Confirm(false))),
            focus: Focus::Other,
            primary: Some(choice(
                if question.unverifiable { fixed.store_unchecked } else { fixed.anyway },
                Press::Confirm(true),
            )),
            ..blank
        },
        At::Sending { reached } => sending(flow, words, *reached, &fixed, blank),
        At::Stopped(told) => {
            let (label, action) = onward(flow, told.onward, &fixed);
            View {
                banner: Some(told.clone()),
                other: Some(choice(fixed.close, Press::Close)),
                support: match told.onward {
                    // It is the primary button.
                    Onward::Support | Onward::Again => String::new(),
                    Onward::Change | Onward::Trust | Onward::Configure => fixed.support.to_owned(),
                },
                focus: Focus::Primary,
                primary: Some(choice(label, Press::Act(action))),
                ..blank
            }
        }
        At::Watcher { stored, .. } => View {
            banner: Some(stored.clone()),
            question: words.language.is_watched_elsewhere().to_owned(),
            detail: fixed.watched_why.to_owned(),
            answers: vec![
                choice(fixed.yes, Press::Elsewhere(true)),
                choice(fixed.no, Press::Elsewhere(false)),
                choice(fixed.unknown, Press::Elsewhere(true)),
            ],
            ..blank
        },
        At::Task { stored } => View {
            banner: stored.clone(),
            question: words.language.is_entered(flow.account.plane).to_owned(),
            detail: fixed.where_in_practice.to_owned(),
            path: words.language.where_to_enter(flow.account.plane).to_owned(),
            note: fixed.kept.to_owned(),
            other: Some(choice(fixed.not_yet, Press::Entered(false))),
            focus: Focus::Other,
            primary: Some(choice(fixed.entered, Press::Entered(true))),
            ..blank
        },
        At::Done(told) => View {
            banner: Some(told.clone()),
            primary: Some(choice(fixed.close, Press::Close)),
            focus: Focus::Primary,
            ..blank
        },
    }
}

fn blank(flow: &Flow, words: &Words, fixed: &PasswordWords) -> View {
    let title = match (&flow.at, &flow.facts.offer, flow.facts.first) {
        (At::Task { stored: None }, _, _) => fixed.title_task,
        (_, Offer::Kept(_), _) => EarlierWords::of(words.language).title,
        (_, Offer::Field, true) => fixed.title_first,
        (_, Offer::Field, false) => fixed.title,
    };
    View {
        title: title.to_owned(),
        heading: words.language.user_at(&flow.account.user, &flow.facts.place),
        intro: String::new(),
        types: false,
        kept: Vec::new(),
        banner: None,
        cost: String::new(),
        last: false,
        note: String::new(),
        steps: Vec::new(),
        question: String::new(),
        detail: String::new(),
        path: String::new(),
        primary: None,
        answers: Vec::new(),
        other: None,
        support: String::new(),
        focus: Focus::Nothing,
        earlier: String::new(),
        earlier_first: None,
    }
}

fn typing(
    flow: &Flow,
    words: &Words,
    told: Option<Told>,
    fixed: &PasswordWords,
    blank: View,
) -> View {
    let (facts, language) = (&flow.facts, words.language);
    let is_trouble =
        told.as_ref().is_some_and(|told| matches!(told.tone, Tone::Warning | Tone::Bad));
    let together = facts.together && facts.earlier.is_some() && told.is_none();
    View {
        intro: match (&told, facts.first) {
            (Some(_), _) => String::new(),
            (None, true) => language.first_password(&flow.account.user),
            (None, false) => language.adopt_promise().to_owned(),
        },
        types: true,
        banner: told,
        cost: facts.spare.map(|spare| language.cost_of_attempt(spare)).unwrap_or_default(),
        last: facts.spare.is_some_and(|spare| spare < 2),
        note: facts.elsewhere.as_ref().map(|other| language.watched_on(other)).unwrap_or_default(),
        other: Some(choice(fixed.cancel, Press::Close)),
        support: if is_trouble { fixed.support.to_owned() } else { String::new() },
        focus: Focus::Field,
        primary: Some(choice(fixed.check, Press::Check)),
        earlier: facts.earlier.map(|at| words.earlier_link(at)).unwrap_or_default(),
        earlier_first: together.then(|| language.drifted_together(&facts.place)),
        ..blank
    }
}

fn choosing(
    flow: &Flow,
    words: &Words,
    told: Option<Told>,
    kept: Option<&[EarlierPassword]>,
    blank: View,
) -> View {
    let fixed = PasswordWords::of(words.language);
    let earlier = EarlierWords::of(words.language);
    let entry = |one: &EarlierPassword| {
        let history = words.kept_history(one.accepted, one.refused.map(|(at, _)| at));
        let history = match one.current {
            true => format!("{} · {history}", earlier.current),
            false => history,
        };
        (words.kept_since(one.stored), history)
    };
    let entries: Vec<_> = kept.unwrap_or_default().iter().map(entry).collect();
    let is_empty = entries.is_empty();
    let spare = flow.facts.spare.filter(|_| !is_empty);
    View {
        intro: match (&told, kept) {
            (Some(_), _) => String::new(),
            (None, None) => earlier.reading.to_owned(),
            (None, Some([])) => earlier.none.to_owned(),
            (None, Some(_)) => earlier.intro.to_owned(),
        },
        kept: entries,
        banner: told,
        cost: spare.map(|spare| words.language.cost_of_attempt(spare)).unwrap_or_default(),
        last: spare.is_some_and(|spare| spare < 2),
        other: Some(choice(if is_empty { fixed.close } else { fixed.cancel }, Press::Close)),
        primary: (!is_empty).then(|| choice(fixed.check, Press::Check)),
        focus: if is_empty { Focus::Other } else { Focus::Field },
        ..blank
    }
}

fn sending(
    flow: &Flow,
    words: &Words,
    reached: Option<Duration>,
    fixed: &PasswordWords,
    blank: View,
) -> View {
    let step = |label: String, took: Option<Duration>, running| Step {
        label,
        took: took.map(|took| seconds(words.language, took)),
        running,
    };
    View {
        intro: words.language.password_is_checked(&flow.account.user),
        steps: vec![
            step(fixed.reaching.to_owned(), reached, reached.is_none()),
            step(words.language.logging_in(&flow.account.user), None, reached.is_some()),
        ],
        note: match reached {
            Some(_) => fixed.may_close.to_owned(),
            None => fixed.nothing_sent.to_owned(),
        },
        other: Some(match reached {
            // The password is leaving: it cannot be called back, and its outcome must be noted.
            Some(_) => choice(fixed.close, Press::Close),
            None => choice(fixed.cancel, Press::Cancel),
        }),
        ..blank
    }
}

fn onward(flow: &Flow, onward: Onward, fixed: &PasswordWords) -> (&'static str, Action) {
    let (account, connector) = (flow.account.clone(), flow.account.connector.clone());
    match onward {
        Onward::Change => (fixed.change, Action::Change(account)),
        Onward::Trust => (fixed.trust, Action::Trust(connector)),
        Onward::Configure => (fixed.configure, Action::Configure(connector)),
        Onward::Support | Onward::Again => (fixed.support, Action::Support(Some(account))),
    }
}

fn choice(label: &str, press: Press) -> Choice {
    Choice { label: label.to_owned(), press }
}

/// "0,1 s"; "1.5 s".
fn seconds(language: Language, took: Duration) -> String {
    format!("{} s", language.number(took.as_secs_f64(), 1))
}
