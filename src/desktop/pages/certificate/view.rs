//! What is seen of the certificate page.

use konnektorwart_ui as ui;
use slint::{ComponentHandle, ModelRc, SharedString, VecModel};

use super::flow::{At, Choice, Flow, Press, Tone};
use crate::desktop::pages::ports;
use crate::domain::identity::AccountRef;
use crate::text::pages::CertificateWords;
use crate::text::{Language, PinState, Words};
use crate::watch::Port;

/// Sets the fixed words.
pub(super) fn words(page: &ui::CertificatePage, language: Language) {
    let words = CertificateWords::of(language);
    let state = page.global::<ui::Certificate>();
    state.set_port_words(ports::words(language));
    state.set_words(ui::CertificateWords {
        title: words.title.into(),
        compare: words.compare.into(),
        web_ui: words.web_ui.into(),
        question: words.question.into(),
        close: words.close.into(),
        again: words.again.into(),
    });
}

/// Shows the flow.
pub(super) fn draw(page: &ui::CertificatePage, flow: &Flow, words: &Words) {
    let state = page.global::<ui::Certificate>();
    let ticks = |port: &Port| match ports::state(port) {
        Some(PinState::New) => true,
        Some(PinState::Changed) => !flow.is_change(),
        Some(PinState::Same) | None => false,
    };
    let cards = ports::views(flow.ports(), words, ticks, &flow.ticked);
    ports::show(cards, &state.get_ports(), |all| state.set_ports(all));
    let choice = flow.choice.and_then(|choice| Choice::ALL.iter().position(|one| *one == choice));
    state.set_choice(choice.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1));
    let seen = of(flow, words);
    state.set_view(seen);
}

fn of(flow: &Flow, words: &Words) -> ui::CertificateView {
    let language = words.language;
    let fixed = CertificateWords::of(language);
    let place = flow.profile.as_ref().map_or_else(String::new, |profile| profile.name.clone());
    let address = flow.profile.as_ref().map(|profile| profile.host.to_string());
    let heading = match address {
        Some(address) => format!("{place} · {address}"),
        None => fixed.title.to_owned(),
    };
    let open = flow.is_open();
    let change = open && flow.is_change();
    let (kind, mark, what, rest) = banner(flow, &place, words);
    let accounts = match &flow.at {
        At::Done(accounts) => accounts.iter().skip(1).map(|one| enter(one, language)).collect(),
        At::Looking | At::Comparing(_) | At::Writing(_) | At::Failed => Vec::new(),
    };
    let places = match (&flow.profile, open) {
        (Some(profile), true) => language.places_to_compare(profile),
        (Some(_) | None, false) | (None, true) => Vec::new(),
    };
    let comparing = matches!(flow.at, At::Comparing(_));
    ui::CertificateView {
        heading: heading.into(),
        lead: lead(flow, &fixed, open && !change).into(),
        kind,
        mark,
        what: what.into(),
        rest: rest.into(),
        places: texts(places),
        choices: ModelRc::new(VecModel::from(choices(change, &fixed))),
        accounts: texts(accounts),
        primary: primary(flow, language, &fixed).into(),
        can: flow.press() != Press::Nothing,
        again: comparing || flow.at == At::Failed,
        focus: match (&flow.at, change, open) {
            (At::Comparing(_), true, _) => ui::CertificateFocus::Choices,
            (At::Comparing(_), false, true) => ui::CertificateFocus::Nothing,
            (At::Comparing(_) | At::Looking | At::Writing(_) | At::Failed | At::Done(_), _, _) => {
                ui::CertificateFocus::Primary
            }
        },
    }
}

const fn lead(flow: &Flow, fixed: &CertificateWords, first: bool) -> &'static str {
    match &flow.at {
        At::Looking => fixed.looking,
        At::Writing(_) => fixed.writing,
        At::Comparing(_) if first => fixed.first_lead,
        At::Comparing(_) | At::Failed | At::Done(_) => "",
    }
}

fn banner(flow: &Flow, place: &str, words: &Words) -> (ui::BannerKind, ui::Mark, String, String) {
    let fixed = CertificateWords::of(words.language);
    if let Some((tone, message)) = &flow.told {
        let (kind, mark) = match tone {
            Tone::Good => (ui::BannerKind::Good, ui::Mark::Proven),
            Tone::Bad => (ui::BannerKind::Bad, ui::Mark::Failed),
        };
        let parts = [message.meaning.as_str(), message.next.as_str()];
        let rest: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        return (kind, mark, message.what.clone(), rest.join(" "));
    }
    let none = (ui::BannerKind::Info, ui::Mark::None, String::new(), String::new());
    match &flow.at {
        At::Looking | At::Writing(_) | At::Failed | At::Done(_) => none,
        At::Comparing(_) if flow.is_open() && flow.is_change() => (
            ui::BannerKind::Bad,
            ui::Mark::CertificateChanged,
            words.language.certificate_is_new(place),
            fixed.changed_rest.to_owned(),
        ),
        At::Comparing(ports) if !flow.is_open() => {
            match ports.iter().find_map(|port| port.seen.as_ref().err()) {
                Some(why) => {
                    let message = words.language.unreached(why);
                    let rest = [message.meaning, message.next].join(" ");
                    (ui::BannerKind::Warning, ui::Mark::Unreachable, message.what, rest)
                }
                None => (
                    ui::BannerKind::Good,
                    ui::Mark::Proven,
                    fixed.all_same.to_owned(),
                    fixed.all_same_rest.to_owned(),
                ),
            }
        }
        At::Comparing(_) => none,
    }
}

fn choices(offered: bool, fixed: &CertificateWords) -> Vec<ui::RadioEntry> {
    if !offered {
        return Vec::new();
    }
    let all = Choice::ALL.map(|choice| {
        let (text, hint) = match choice {
            Choice::SameDevice => (fixed.same_device, fixed.same_device_hint),
            Choice::NewDevice => (fixed.new_device, fixed.new_device_hint),
            Choice::Unknown => (fixed.unknown, fixed.unknown_hint),
        };
        ui::RadioEntry { text: text.into(), hint: hint.into(), disabled: false }
    });
    all.to_vec()
}

fn primary(flow: &Flow, language: Language, fixed: &CertificateWords) -> String {
    let words = match &flow.at {
        At::Looking | At::Failed => "",
        At::Done(accounts) => {
            return accounts.first().map(|one| enter(one, language)).unwrap_or_default();
        }
        At::Comparing(_) | At::Writing(_) if !flow.is_open() => "",
        At::Comparing(_) | At::Writing(_) if flow.is_change() => match flow.choice {
            None => fixed.go_on,
            Some(Choice::SameDevice) => fixed.confirm_same,
            Some(Choice::NewDevice) => fixed.confirm_new,
            Some(Choice::Unknown) => fixed.support,
        },
        At::Comparing(_) | At::Writing(_) => match flow.ticked.len() {
            0 | 1 => fixed.confirm_one,
            _ => fixed.confirm_all,
        },
    };
    words.to_owned()
}

fn enter(account: &AccountRef, language: Language) -> String {
    language.enter_password_of(account.user.as_str(), language.plane(account.plane))
}

fn texts(texts: Vec<String>) -> ModelRc<SharedString> {
    let texts: Vec<SharedString> = texts.into_iter().map(SharedString::from).collect();
    ModelRc::new(VecModel::from(texts))
}
