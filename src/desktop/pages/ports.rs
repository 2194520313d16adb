//! The certificates of a connector's ports as both pages show them: what a person compares.

use std::collections::BTreeSet;

use konnektorwart_ui as ui;
use slint::{Model, ModelRc, VecModel};

use crate::domain::certificate::CertificateFacts;
use crate::domain::device::{Fingerprint, Pin};
use crate::domain::identity::Plane;
use crate::text::pages::CertificateWords;
use crate::text::{Language, PinState, Words};
use crate::watch::Port;

/// How a port's certificate stands to what was confirmed; none: the port shows no certificate.
pub(super) fn state(port: &Port) -> Option<PinState> {
    let seen = port.seen.as_ref().ok()?;
    Some(match &port.pinned {
        None => PinState::New,
        Some(Pin::Certificate(pinned)) if *pinned == seen.fingerprint => PinState::Same,
        // What a CA or a key pin accepts is decided in the handshake.
        Some(Pin::Authority { .. } | Pin::PublicKey(_)) => PinState::Same,
        Some(Pin::Certificate(_)) => PinState::Changed,
    })
}

/// The fixed words of a port's card.
pub(super) fn words(language: Language) -> ui::PortWords {
    let words = CertificateWords::of(language);
    ui::PortWords {
        fingerprint: words.fingerprint.into(),
        now: words.now.into(),
        before: words.before.into(),
    }
}

/// The cards of all ports; `ticks` says which of them a person ticks, `ticked` of which it was done. The
/// keyboard begins at the first box.
pub(super) fn views(
    ports: &[Port],
    words: &Words,
    ticks: impl Fn(&Port) -> bool,
    ticked: &BTreeSet<Plane>,
) -> Vec<ui::PortView> {
    let card = |port| view(port, words, ticks(port), ticked.contains(&port.plane));
    let mut cards: Vec<ui::PortView> = ports.iter().map(card).collect();
    if let Some(first) = cards.iter_mut().find(|card| !card.confirm.is_empty()) {
        first.first = true;
    }
    cards
}

/// Shows the cards. What stays is changed in its place, so that it keeps the keyboard.
pub(super) fn show(
    cards: Vec<ui::PortView>,
    shown: &ModelRc<ui::PortView>,
    set: impl FnOnce(ModelRc<ui::PortView>),
) {
    let same = |old: &ui::PortView, new: &ui::PortView| {
        let ui::PortView { caption, state, first_line, before_first, confirm, .. } = old;
        (caption, state, first_line, before_first, confirm)
            == (&new.caption, &new.state, &new.first_line, &new.before_first, &new.confirm)
    };
    let stays = shown.row_count() == cards.len()
        && shown.iter().zip(&cards).all(|(old, new)| same(&old, new));
    if !stays {
        set(ModelRc::new(VecModel::from(cards)));
        return;
    }
    for (row, card) in cards.into_iter().enumerate() {
        let old = shown.row_data(row);
        if let Some(old) = old.filter(|old| old.confirmed != card.confirmed) {
            shown.set_row_data(row, ui::PortView { confirmed: card.confirmed, ..old });
        }
    }
}

/// One port. `ticks` says whether a person ticks it; `confirmed`, whether that was done.
fn view(port: &Port, words: &Words, ticks: bool, confirmed: bool) -> ui::PortView {
    let language = words.language;
    let fixed = CertificateWords::of(language);
    let state = state(port);
    let shown = port.shown();
    let [first, second] = shown.as_ref().map(|facts| lines(&facts.fingerprint)).unwrap_or_default();
    let before = match (&port.pinned, state) {
        (Some(Pin::Certificate(pinned)), Some(PinState::Changed)) => Some(pinned),
        (Some(_) | None, Some(PinState::Same | PinState::New | PinState::Changed) | None) => None,
    };
    let [before_first, before_second] = before.map(lines).unwrap_or_default();
    let (mark, word) = match state {
        Some(state @ PinState::Same) => (ui::Mark::Proven, language.pin_state(state)),
        Some(state @ PinState::New) => (ui::Mark::NotSetUp, language.pin_state(state)),
        Some(state @ PinState::Changed) => {
            (ui::Mark::CertificateChanged, language.pin_state(state))
        }
        None => (ui::Mark::Unreachable, fixed.without),
    };
    let trouble = port.seen.as_ref().err().map(|why| {
        let message = language.unreached(why);
        [message.what, message.next].join(" ")
    });
    let facts = shown.map(|shown| facts(&shown, before.map(|_| port.known.as_ref()), words));
    let can_tick = ticks && matches!(state, Some(PinState::New | PinState::Changed));
    ui::PortView {
        caption: language.port_line(port.plane, port.port).into(),
        mark,
        state: word.into(),
        first_line: first.into(),
        second_line: second.into(),
        before_first: before_first.into(),
        before_second: before_second.into(),
        facts: ModelRc::new(VecModel::from(facts.unwrap_or_default())),
        trouble: trouble.unwrap_or_default().into(),
        confirm: can_tick.then(|| language.port_compared(port.port)).unwrap_or_default().into(),
        confirmed: can_tick && confirmed,
        first: false,
    }
}

/// `before` is the confirmed certificate, where it is another; none within: its facts are not known.
fn facts(
    now: &CertificateFacts,
    before: Option<Option<&CertificateFacts>>,
    words: &Words,
) -> Vec<ui::PortFact> {
    let fixed = CertificateWords::of(words.language);
    let key = |facts: &CertificateFacts| match facts.bits {
        Some(bits) if !facts.algorithm.chars().any(|c| c.is_ascii_digit()) => {
            format!("{} {bits} Bit", facts.algorithm)
        }
        Some(_) | None => facts.algorithm.clone(),
    };
    let validity = |facts: &CertificateFacts| words.validity(facts.valid_from, facts.valid_until);
    let row = |label: &str, tell: &dyn Fn(&CertificateFacts) -> String| {
        let now = tell(now);
        let before = match before {
            None => String::new(),
            Some(None) => fixed.not_remembered.to_owned(),
            Some(Some(known)) => tell(known),
        };
        let changed = matches!(before.as_str(), known if !known.is_empty() && known != now)
            && !matches!(before.as_str(), known if known == fixed.not_remembered);
        ui::PortFact { label: label.into(), now: now.into(), before: before.into(), changed }
    };
    vec![
        row(fixed.subject, &|facts| facts.subject.clone()),
        row(fixed.issuer, &|facts| facts.issuer.clone()),
        row(fixed.key, &key),
        row(fixed.valid, &validity),
    ]
}

/// Eight groups of eight digits in two lines.
fn lines(fingerprint: &Fingerprint) -> [String; 2] {
    let all = fingerprint.grouped();
    let groups: Vec<&str> = all.split(' ').collect();
    let (first, second) = groups.split_at(groups.len() / 2);
    [first.join(" "), second.join(" ")]
}
