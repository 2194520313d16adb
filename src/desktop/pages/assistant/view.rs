//! What is seen of the assistant at each step.

use konnektorwart_ui as ui;
use slint::{ModelRc, SharedString, VecModel};

use super::flow::{Busy, Elsewhere, Flow, Role, Step, plain};
use crate::desktop::action::Action;
use crate::desktop::pages::password::flow::{Told, Tone};
use crate::desktop::pages::password::outcome::Onward;
use crate::desktop::pages::ports;
use crate::domain::device::Vendor;
use crate::domain::draft::Field;
use crate::domain::identity::Plane;
use crate::text::pages::{AssistantWords, PasswordWords};
use crate::text::{Language, PinState, System, Words};
use crate::watch::Port;

/// The vendors in the order of their list.
pub(super) const VENDORS: [Vendor; 4] =
    [Vendor::Secunet, Vendor::Kocobox, Vendor::Rise, Vendor::Unknown];

/// Where the keyboard goes when the place is reached.
pub(super) fn focus(flow: &Flow) -> ui::AssistantFocus {
    match (flow.step, &flow.question) {
        // The button that Enter would press must not be the one that spends the attempt.
        (Step::Password, Some(_)) => ui::AssistantFocus::Nothing,
        (Step::Find | Step::Users | Step::Password, _) => ui::AssistantFocus::Field,
        (Step::Certificate, _) if has_confirmed_all(flow) => ui::AssistantFocus::Primary,
        (Step::Certificate | Step::Elsewhere, _) => ui::AssistantFocus::Nothing,
        (Step::Test | Step::Done, _) => ui::AssistantFocus::Primary,
        (Step::Start, _) if flow.autostart.is_some() => ui::AssistantFocus::Nothing,
        (Step::Start, _) => ui::AssistantFocus::Primary,
    }
}

/// All that is seen.
pub(super) fn of(flow: &Flow, words: &Words) -> ui::AssistantView {
    let language = words.language;
    let fixed = AssistantWords::of(language);
    let (heading, lead) = head(flow, language, &fixed);
    let told = told(flow, language);
    let message = told.as_ref().map(|told| &told.message);
    let rest = message.map(|message| {
        let parts = [message.meaning.as_str(), message.next.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    });
    let say = |field, typed: &str| error(flow, field, typed, language);
    let context = |field, typed: &str| {
        let mistake = flow.users.cards.then(|| flow.context_mistake(field, typed)).flatten();
        text(mistake.map(|mistake| language.draft_mistake(field, mistake)))
    };
    let user = |plane, on: bool, typed: &str| match on {
        true => say(Field::User(flow.place_of(plane)), typed),
        false => SharedString::new(),
    };
    let asked = flow.open.first();
    let is_typing = flow.step == Step::Password && flow.busy.is_none() && flow.question.is_none();
    ui::AssistantView {
        step: step(flow.step),
        heading: heading.into(),
        lead: lead.into(),
        progress: progress(flow, language).into(),
        kind: told.as_ref().map_or(ui::BannerKind::Info, |told| told.tone.into()),
        mark: told.as_ref().map_or(ui::Mark::None, |told| told.tone.into()),
        what: message.map(|message| message.what.as_str()).unwrap_or_default().into(),
        rest: rest.unwrap_or_default().into(),
        primary: primary(flow, &fixed).into(),
        can: can(flow),
        back: back(flow, &fixed).into(),
        out: match flow.step {
            Step::Find | Step::Certificate | Step::Users | Step::Elsewhere => fixed.cancel.into(),
            Step::Password | Step::Test | Step::Start => fixed.close.into(),
            Step::Done => SharedString::new(),
        },
        focus: focus(flow),
        types: flow.types(),
        provided: entries(provided(flow, language, &fixed)),
        ports_summary: language
            .ports_in_short(&flow.draft.port, &flow.draft.management_port)
            .into(),
        name_error: say(Field::Name, &flow.draft.name),
        address_error: say(Field::Address, &flow.draft.address),
        port_error: say(Field::Port, &flow.draft.port),
        management_port_error: say(Field::ManagementPort, &flow.draft.management_port),
        product: product(flow, language).into(),
        vendors: texts(VENDORS.map(|vendor| language.vendor_or_other(vendor).to_owned()).to_vec()),
        places: texts(match (&flow.found, flow.step) {
            (Some(found), Step::Certificate) => language.places_to_compare(&found.profile),
            (Some(_) | None, _) => Vec::new(),
        }),
        roles: entries(vec![
            (fixed.role_practice.to_owned(), String::new()),
            (
                fixed.role_admin.to_owned(),
                match flow.users.role {
                    Role::Admin => fixed.role_note.to_owned(),
                    Role::Practice => String::new(),
                },
            ),
        ]),
        user_error: user(Plane::Management, flow.users.maintenance, &flow.users.user),
        benutzerkennung_error: user(Plane::Client, flow.users.cards, &flow.users.benutzerkennung),
        benutzerkennung_hint: language.where_users_are(flow.vendor()).into(),
        mandant_error: context(Field::Mandant, &flow.draft.mandant),
        clientsystem_error: context(Field::Clientsystem, &flow.draft.clientsystem),
        arbeitsplatz_error: context(Field::Arbeitsplatz, &flow.draft.arbeitsplatz),
        answers: entries(
            Elsewhere::ALL
                .map(|answer| {
                    let (text, hint) = match answer {
                        Elsewhere::Yes => (fixed.yes, fixed.yes_hint),
                        Elsewhere::No => (fixed.no, fixed.no_hint),
                        Elsewhere::Unknown => (fixed.unknown, fixed.unknown_hint),
                    };
                    (text.to_owned(), hint.to_owned())
                })
                .to_vec(),
        ),
        asks_machine: flow.elsewhere == Some(Elsewhere::Yes),
        machine_error: text(flow.is_machine_wrong().then(|| fixed.machine_error.to_owned())),
        decline: flow.question.as_ref().map(|_| fixed.not_now).unwrap_or_default().into(),
        anyway: match &flow.question {
            Some((question, _)) if question.unverifiable => fixed.store_unchecked.into(),
            Some(_) => fixed.anyway.into(),
            None => SharedString::new(),
        },
        types_password: is_typing,
        cost: match (asked.and_then(|asked| asked.spare), &flow.question) {
            (Some(spare), None) => language.cost_of_attempt(spare).into(),
            (Some(_) | None, _) => SharedString::new(),
        },
        last: asked.and_then(|asked| asked.spare).is_some_and(|spare| spare <= 1),
        onward: onward(flow, language).map(|(label, _)| label).unwrap_or_default().into(),
        can_start: flow.autostart.is_some(),
        icon_steps: texts(
            language.icon_steps(flow.system).into_iter().map(str::to_owned).collect(),
        ),
        can_open_tray: flow.system == System::Windows,
    }
}

const fn step(step: Step) -> ui::AssistantStep {
    match step {
        Step::Find => ui::AssistantStep::Find,
        Step::Certificate => ui::AssistantStep::Certificate,
        Step::Users => ui::AssistantStep::Users,
        Step::Elsewhere => ui::AssistantStep::Elsewhere,
        Step::Password => ui::AssistantStep::Password,
        Step::Test => ui::AssistantStep::Test,
        Step::Start => ui::AssistantStep::Start,
        Step::Done => ui::AssistantStep::Done,
    }
}

fn head(flow: &Flow, language: Language, fixed: &AssistantWords) -> (String, String) {
    let busy = flow.busy.filter(|_| flow.question.is_none()).map(|busy| match busy {
        Busy::Searching => fixed.searching,
        Busy::Storing => fixed.storing,
        Busy::Checking => fixed.checking,
        Busy::Testing => fixed.testing,
    });
    let (heading, lead) = match flow.step {
        Step::Find => (fixed.find.to_owned(), fixed.find_lead.to_owned()),
        Step::Certificate => (fixed.certificate.to_owned(), fixed.certificate_lead.to_owned()),
        Step::Users => (fixed.users.to_owned(), fixed.users_lead.to_owned()),
        Step::Elsewhere => (fixed.elsewhere.to_owned(), fixed.elsewhere_lead.to_owned()),
        Step::Password => match flow.open.first() {
            Some(asked) => {
                (language.which_password(&asked.account), language.password_once(&asked.account))
            }
            None => (fixed.password.to_owned(), String::new()),
        },
        Step::Test => {
            let cost = match flow.plan.is_empty() {
                // Not known yet; until it is, nothing can be started.
                true => String::new(),
                false => {
                    let cost = language.test_cost(&flow.plan);
                    cost.unwrap_or_else(|| fixed.test_free.to_owned())
                }
            };
            (fixed.test.to_owned(), format!("{} {cost}", fixed.test_lead).trim_end().to_owned())
        }
        Step::Start => (fixed.start.to_owned(), fixed.start_lead.to_owned()),
        Step::Done => (fixed.done.to_owned(), fixed.done_lead.to_owned()),
    };
    (heading, busy.map_or(lead, str::to_owned))
}

fn told(flow: &Flow, language: Language) -> Option<Told> {
    match &flow.question {
        Some((question, spaces)) => {
            Some(plain(Tone::Warning, language.asked_once_more(question, *spaces)))
        }
        None => flow.told.clone(),
    }
}

fn primary(flow: &Flow, fixed: &AssistantWords) -> &'static str {
    match flow.step {
        Step::Find => fixed.search,
        Step::Certificate | Step::Users | Step::Start => fixed.next,
        Step::Elsewhere => fixed.store,
        Step::Password => match &flow.question {
            Some(_) => "",
            None => fixed.check,
        },
        Step::Test => match (flow.busy, flow.tested) {
            (Some(_), _) => fixed.cancel,
            (None, None) => fixed.test,
            (None, Some(_)) => fixed.next,
        },
        Step::Done => fixed.finish,
    }
}

/// Whether the primary button can be pressed.
fn can(flow: &Flow) -> bool {
    if flow.busy.is_some() {
        return flow.busy == Some(Busy::Testing);
    }
    match flow.step {
        Step::Find => flow.decided,
        Step::Certificate => !flow.confirmed().is_empty() || has_confirmed(flow),
        Step::Users | Step::Password | Step::Start | Step::Done => true,
        Step::Test => !flow.plan.is_empty() || flow.tested.is_some(),
        Step::Elsewhere => flow.elsewhere.is_some() && !flow.is_machine_wrong(),
    }
}

/// Something was confirmed before, by the policy or by a person.
fn has_confirmed(flow: &Flow) -> bool {
    Plane::ALL.into_iter().any(|plane| flow.is_plane_confirmed(plane))
}

/// No port is left to tick.
fn has_confirmed_all(flow: &Flow) -> bool {
    let is_new = |port: &Port| ports::state(port) == Some(PinState::New);
    !flow.ports().iter().any(is_new)
}

fn back(flow: &Flow, fixed: &AssistantWords) -> &'static str {
    match (flow.step, flow.busy) {
        (_, Some(_)) => "",
        (Step::Password, None) => fixed.later,
        (Step::Test, None) => match flow.tested {
            None => fixed.skip,
            Some(_) => fixed.test_again,
        },
        (Step::Find | Step::Certificate | Step::Users | Step::Elsewhere, None) => {
            match flow.before() {
                Some(_) => fixed.back,
                None => "",
            }
        }
        (Step::Start | Step::Done, None) => "",
    }
}

fn provided(flow: &Flow, language: Language, fixed: &AssistantWords) -> Vec<(String, String)> {
    if flow.settings.provided.is_empty() {
        return Vec::new();
    }
    let prepared = flow.settings.provided.iter().map(|profile| language.prepared(profile));
    prepared.chain([(fixed.other.to_owned(), String::new())]).collect()
}

fn product(flow: &Flow, language: Language) -> String {
    let product = flow.found.as_ref().and_then(|found| found.product.as_ref());
    product
        .filter(|product| !product.name.is_empty() || !product.vendor_name.is_empty())
        .map(|product| language.device_says(&product.vendor_name, &product.name, &product.firmware))
        .unwrap_or_default()
}

fn error(flow: &Flow, field: Field, typed: &str, language: Language) -> SharedString {
    let mistake = flow.mistake(field, typed);
    text(mistake.map(|mistake| language.draft_mistake(field, mistake)))
}

/// The other page that helps, where there is one: its label, and what opens it.
pub(super) fn onward(flow: &Flow, language: Language) -> Option<(&'static str, Action)> {
    let fixed = PasswordWords::of(language);
    let (told, profile) = (flow.told.as_ref()?, flow.saved.as_ref()?);
    let account = flow.open.first().map(|asked| asked.account.clone());
    Some(match told.onward {
        Onward::Again => return None,
        Onward::Change => (fixed.change, Action::Change(account?)),
        Onward::Trust => (fixed.trust, Action::Trust(profile.id.clone())),
        Onward::Configure => (fixed.configure, Action::Configure(profile.id.clone())),
        Onward::Support => (fixed.support, Action::Support(account)),
    })
}

fn entries(entries: Vec<(String, String)>) -> ModelRc<ui::RadioEntry> {
    let entry = |(text, hint): (String, String)| ui::RadioEntry {
        text: text.into(),
        hint: hint.into(),
        disabled: false,
    };
    ModelRc::new(VecModel::from(entries.into_iter().map(entry).collect::<Vec<_>>()))
}

fn texts(texts: Vec<String>) -> ModelRc<SharedString> {
    let texts: Vec<SharedString> = texts.into_iter().map(SharedString::from).collect();
    ModelRc::new(VecModel::from(texts))
}

fn text(text: Option<String>) -> SharedString {
    text.unwrap_or_default().into()
}

/// "Schritt 2 von 7"; the last page is none of them.
fn progress(flow: &Flow, language: Language) -> String {
    let all = [
        Step::Find,
        Step::Certificate,
        Step::Users,
        Step::Elsewhere,
        Step::Password,
        Step::Test,
        Step::Start,
    ];
    let at = all.iter().position(|step| *step == flow.step);
    at.map(|at| language.step_of_steps(at + 1, all.len())).unwrap_or_default()
}
