//! Between the flow and its window: fixed words, what is seen, what is typed.

use konnektorwart_ui as ui;
use slint::{ComponentHandle, Model, ModelRc, VecModel};

use super::flow::{Elsewhere, Flow, Role, Step};
use super::view::{self, VENDORS};
use crate::desktop::pages::overview::mark;
use crate::desktop::pages::ports;
use crate::domain::snapshot::Snapshot;
use crate::text::pages::{AssistantWords, CertificateWords};
use crate::text::{Language, PinState, Shape, Words};
use crate::watch::Port;
use crate::watch::connection::{Cost, Fault, PlannedStep, State, StepReport};

/// Sets the fixed words.
pub(super) fn words(page: &ui::AssistantPage, language: Language) {
    let words = AssistantWords::of(language);
    let state = page.global::<ui::Assistant>();
    state.set_port_words(ports::words(language));
    state.set_words(ui::AssistantWords {
        title: words.title.into(),
        which: words.which.into(),
        name: words.name.into(),
        name_hint: words.name_hint.into(),
        address: words.address.into(),
        address_hint: words.address_hint.into(),
        ports: words.ports.into(),
        port: words.port.into(),
        management_port: words.management_port.into(),
        vendor: words.vendor.into(),
        compare: CertificateWords::of(language).compare.into(),
        web_ui: words.web_ui.into(),
        maintenance: words.maintenance.into(),
        maintenance_hint: words.maintenance_hint.into(),
        cards: words.cards.into(),
        cards_hint: words.cards_hint.into(),
        user: words.user.into(),
        role: words.role.into(),
        benutzerkennung: words.user.into(),
        mandant: words.mandant.into(),
        clientsystem: words.clientsystem.into(),
        arbeitsplatz: words.arbeitsplatz.into(),
        context_hint: words.context_hint.into(),
        machine: words.machine.into(),
        machine_hint: words.machine_hint.into(),
        password: words.password.into(),
        empty: words.empty.into(),
        test: words.test.into(),
        autostart: words.autostart.into(),
        autostart_hint: words.autostart_hint.into(),
        icon: words.icon.into(),
        icon_picture: words.icon_picture.into(),
        icon_settings: words.icon_settings.into(),
        watched: words.watched.into(),
    });
}

/// Puts what the program knows into the fields.
pub(super) fn fill(page: &ui::AssistantPage, flow: &Flow) {
    let state = page.global::<ui::Assistant>();
    let (draft, users) = (&flow.draft, &flow.users);
    let index = |at: Option<usize>| at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1);
    let another = flow.settings.provided.len();
    state.set_chosen(index(flow.decided.then(|| flow.chosen.unwrap_or(another))));
    state.set_name(draft.name.as_str().into());
    state.set_address(draft.address.as_str().into());
    state.set_port(draft.port.as_str().into());
    state.set_management_port(draft.management_port.as_str().into());
    state.set_vendor(index(VENDORS.iter().position(|vendor| *vendor == draft.vendor)));
    state.set_has_maintenance(users.maintenance);
    state.set_has_cards(users.cards);
    state.set_role(i32::from(users.role == Role::Admin));
    state.set_user(users.user.as_str().into());
    state.set_benutzerkennung(users.benutzerkennung.as_str().into());
    state.set_mandant(draft.mandant.as_str().into());
    state.set_clientsystem(draft.clientsystem.as_str().into());
    state.set_arbeitsplatz(draft.arbeitsplatz.as_str().into());
    let answer = Elsewhere::ALL.iter().position(|answer| Some(*answer) == flow.elsewhere);
    state.set_elsewhere(index(answer));
    state.set_machine(flow.machine.as_str().into());
}

/// Takes what was typed and chosen out of the fields.
pub(super) fn take(page: &ui::AssistantPage, flow: &mut Flow) {
    let state = page.global::<ui::Assistant>();
    let draft = &mut flow.draft;
    draft.name = state.get_name().into();
    draft.address = state.get_address().into();
    draft.port = state.get_port().into();
    draft.management_port = state.get_management_port().into();
    draft.mandant = state.get_mandant().into();
    draft.clientsystem = state.get_clientsystem().into();
    draft.arbeitsplatz = state.get_arbeitsplatz().into();
    flow.users.maintenance = state.get_has_maintenance();
    flow.users.cards = state.get_has_cards();
    flow.users.role = if state.get_role() == 1 { Role::Admin } else { Role::Practice };
    flow.users.user = state.get_user().into();
    flow.users.benutzerkennung = state.get_benutzerkennung().into();
    let answer = usize::try_from(state.get_elsewhere()).ok();
    flow.elsewhere = answer.and_then(|at| Elsewhere::ALL.get(at).copied());
    flow.machine = state.get_machine().into();
}

/// Shows the flow.
pub(super) fn draw(
    page: &ui::AssistantPage,
    flow: &Flow,
    snapshot: Option<&Snapshot>,
    words: &Words,
) {
    let state = page.global::<ui::Assistant>();
    let seen = view::of(flow, words);
    certificates(&state, flow, words);
    let steps: Vec<ui::Step> = match flow.reports.is_empty() {
        true => flow.plan.iter().map(|step| planned(step, words)).collect(),
        false => flow.reports.iter().map(|step| reported(step, words)).collect(),
    };
    state.set_steps(ModelRc::new(VecModel::from(steps)));
    state.set_watched(ModelRc::new(VecModel::from(watched(flow, snapshot, words))));
    state.set_autostart(flow.autostart.unwrap_or_default());
    // An equal value would make every list of the page anew, and take the keyboard from it.
    state.set_view(kept(state.get_view(), seen));
}

/// The new view with the lists of the old one where they say the same: what stays keeps the keyboard.
fn kept(old: ui::AssistantView, mut new: ui::AssistantView) -> ui::AssistantView {
    keep(&old.provided, &mut new.provided);
    keep(&old.vendors, &mut new.vendors);
    keep(&old.places, &mut new.places);
    keep(&old.roles, &mut new.roles);
    keep(&old.answers, &mut new.answers);
    keep(&old.icon_steps, &mut new.icon_steps);
    new
}

fn keep<T: PartialEq + Clone + 'static>(old: &ModelRc<T>, new: &mut ModelRc<T>) {
    if old.iter().eq(new.iter()) {
        *new = old.clone();
    }
}

fn certificates(state: &ui::Assistant<'_>, flow: &Flow, words: &Words) {
    let ticks = |port: &Port| {
        matches!(ports::state(port), Some(PinState::New)) && flow.step == Step::Certificate
    };
    let cards = ports::views(flow.ports(), words, ticks, &flow.ticked);
    ports::show(cards, &state.get_certificates(), |all| state.set_certificates(all));
}

fn planned(planned: &PlannedStep, words: &Words) -> ui::Step {
    let (mark, remedy) = match &planned.cost {
        Cost::Nothing | Cost::Attempt { .. } => (ui::Mark::Pending, String::new()),
        Cost::Skipped(skip) => {
            let state = State::Skipped(skip.clone());
            let report = StepReport { step: planned.step.clone(), state, took: None };
            (ui::Mark::Skipped, words.test_result(&report))
        }
    };
    ui::Step {
        mark,
        text: words.language.test_step(&planned.step).into(),
        duration: "".into(),
        remedy: remedy.into(),
        state: "".into(),
    }
}

fn reported(step: &StepReport, words: &Words) -> ui::Step {
    let result = words.test_result(step);
    let with_remedy = || match words.test_remedy(step) {
        Some(remedy) => format!("{result} {remedy}"),
        None => result.clone(),
    };
    let (mark, below) = match &step.state {
        State::Waiting => (ui::Mark::Pending, String::new()),
        State::Running => (ui::Mark::Running, String::new()),
        State::Passed(_) => (ui::Mark::Proven, result.clone()),
        State::Failed(fault) => (mark_of(fault), with_remedy()),
        State::Skipped(_) => (ui::Mark::Skipped, with_remedy()),
    };
    ui::Step {
        mark,
        text: words.language.test_step(&step.step).into(),
        duration: step.took.map(|took| words.language.test_took(took)).unwrap_or_default().into(),
        remedy: below.into(),
        state: result.into(),
    }
}

const fn mark_of(fault: &Fault) -> ui::Mark {
    match fault {
        Fault::Unconfirmed(_) | Fault::Untrusted(_) => ui::Mark::CertificateChanged,
        Fault::Refused(_) => ui::Mark::Refused,
        Fault::Doubtful(_) => ui::Mark::Unclear,
        Fault::Unreached(_)
        | Fault::CardServiceMissing(_)
        | Fault::Store(_)
        | Fault::ContextWrong(_)
        | Fault::Context(_) => ui::Mark::Failed,
    }
}

/// Each account of the stored connector with its state, as far as the watch has told it.
fn watched(flow: &Flow, snapshot: Option<&Snapshot>, words: &Words) -> Vec<ui::AssistantLine> {
    let language = words.language;
    let fixed = AssistantWords::of(language);
    let Some(profile) = &flow.saved else { return Vec::new() };
    let connector = snapshot.and_then(|snapshot| snapshot.connector(&profile.id));
    let line = |mark, text: String| ui::AssistantLine { mark, text: text.into() };
    let mut lines = Vec::new();
    for account in &profile.accounts {
        let user = account.user.as_str();
        if account.watched_on != flow.here {
            let by = language.watched_by(account.watched_on.as_ref());
            let text = language.watched_line(account.plane, user, &by);
            lines.push(line(ui::Mark::WatchedElsewhere, text));
            continue;
        }
        let reference = profile.reference(account);
        let seen = connector
            .and_then(|connector| connector.accounts.iter().find(|view| view.account == reference));
        let (shape, state) = match connector.zip(seen) {
            Some((connector, seen)) => {
                (mark(Shape::of(connector, seen)), words.state(connector, seen))
            }
            None => (ui::Mark::Checking, fixed.starting.to_owned()),
        };
        lines.push(line(shape, language.watched_line(account.plane, user, &state)));
    }
    if lines.is_empty() {
        lines.push(line(ui::Mark::NotSetUp, fixed.not_watched.to_owned()));
    }
    lines
}
