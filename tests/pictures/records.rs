//! The history, a state explained, the message for the service provider, and the info page.

use konnektorwart::desktop::pages;
use konnektorwart::domain::identity::{AccountRef, Generation};
use konnektorwart::domain::practice::Contact;
use konnektorwart::domain::probe::Refusal;
use konnektorwart::domain::record::{Record, Step, Subject};
use konnektorwart::domain::snapshot::Snapshot;
use konnektorwart::text::Language;
use konnektorwart::watch::HistoryEntry;
use konnektorwart_ui::{
    About, AboutPage, ExplainPage, History, HistoryPage, Look, PackageLine, SupportPage, Tokens,
};
use slint::{ComponentHandle, Global, ModelRc, PlatformError, SharedString, VecModel};

use crate::compare;
use crate::cut::cut_texts;
use crate::overview::{at, drifted, words};
use crate::stage::Scene;

/// Size as it opens, and the smallest one.
type Sizes = [(f32, f32); 2];

const HISTORY: Sizes = [(760.0, 600.0), (480.0, 360.0)];
const SUPPORT: Sizes = [(560.0, 480.0), (400.0, 320.0)];
const EXPLAIN: Sizes = [(620.0, 520.0), (400.0, 300.0)];
const ABOUT: Sizes = [(480.0, 560.0), (320.0, 240.0)];

fn scene<C>(
    make: impl FnOnce() -> Result<C, PlatformError>,
    look: Look,
    size: (f32, f32),
    scale: f32,
) -> Scene<C>
where
    C: ComponentHandle,
    for<'a> Tokens<'a>: Global<'a, C>,
{
    let scene = Scene::new(make, size, scale);
    let tokens = scene.page.global::<Tokens>();
    tokens.set_look(look);
    tokens.set_still(true);
    scene
}

fn local() -> AccountRef {
    "koeln/management/local".parse().unwrap()
}

fn history(language: Language, look: Look, size: (f32, f32), scale: f32) -> Scene<HistoryPage> {
    let scene = scene(HistoryPage::new, look, size, scale);
    pages::history::teach(&scene.page, &words(language));
    pages::history::fill(&scene.page, &happened(), &words(language));
    scene.page.global::<History>().set_path("/home/anna/Konnektorwart-Verlauf.txt".into());
    scene
}

fn support(
    practice: &Snapshot,
    (language, look): (Language, Look),
    size: (f32, f32),
    scale: f32,
) -> Scene<SupportPage> {
    let scene = scene(SupportPage::new, look, size, scale);
    let machine = "EMPFANG-1".parse().unwrap();
    let about = local();
    pages::support::fill(&scene.page, Some(practice), Some(&about), &machine, &words(language));
    scene
}

fn explain(
    account: &AccountRef,
    (language, look): (Language, Look),
    size: (f32, f32),
    scale: f32,
) -> Scene<ExplainPage> {
    let scene = scene(ExplainPage::new, look, size, scale);
    pages::explain::fill(&scene.page, Some(&drifted()), account, &words(language));
    scene
}

/// With three packages: the real list changes with every dependency.
fn about(language: Language, look: Look, size: (f32, f32), scale: f32) -> Scene<AboutPage> {
    let scene = scene(AboutPage::new, look, size, scale);
    pages::about::fill(&scene.page, language);
    let line = |(name, licence): (&str, &str)| PackageLine {
        name: SharedString::from(name),
        licence: SharedString::from(licence),
    };
    let lines = [
        ("i-slint-core-macros 1.18.1", "GPL-3.0-only OR LicenseRef-Slint-Royalty-free-2.0"),
        ("jiff 0.2.15", "Unlicense OR MIT"),
        ("unicode-ident 1.0.18", "(MIT OR Apache-2.0) AND Unicode-3.0"),
    ];
    let state = scene.page.global::<About>();
    state.set_version(language.version("1.0.0").into());
    state.set_packages(ModelRc::new(VecModel::from_iter(lines.map(line))));
    state.set_package_count(language.package_count(lines.len()).into());
    scene
}

/// The practice with somebody to ask.
fn cared_for() -> Snapshot {
    let mut practice = drifted();
    practice.practice.contact = Contact {
        name: Some("Systemhaus Rhein, Frau Weber".into()),
        telephone: Some("0221 555 01".into()),
        email: Some("hilfe@systemhaus.example".into()),
        remote_help: Some("/opt/fernhilfe".into()),
    };
    practice
}

#[test]
fn each_looks_as_it_did() {
    for language in Language::ALL {
        for (word, look) in [("light", Look::Light), ("dark", Look::Dark)] {
            let name = |page: &str| format!("{page}-{}-{word}", language.as_str());
            let style = (language, look);
            compare::check(&name("history"), &history(language, look, HISTORY[0], 1.0));
            compare::check(&name("support"), &support(&cared_for(), style, SUPPORT[0], 1.0));
            compare::check(&name("explain"), &explain(&local(), style, EXPLAIN[0], 1.0));
            compare::check(&name("about"), &about(language, look, ABOUT[0], 1.0));
        }
    }
    let style = (Language::German, Look::Light);
    compare::check("support-none-de-light", &support(&drifted(), style, SUPPORT[0], 1.0));
}

#[test]
fn no_text_is_cut_at_any_scale_and_size() {
    for scale in [1.0, 1.5, 2.0] {
        for language in Language::ALL {
            let style = (language, Look::Light);
            for at in 0..2 {
                let whole = |what: &str, found: Vec<String>| {
                    assert_eq!(found, Vec::<String>::new(), "{what}: size {at} at {scale}");
                };
                whole("history", seen(&history(language, Look::Light, HISTORY[at], scale)));
                for practice in [cared_for(), drifted()] {
                    whole("support", seen(&support(&practice, style, SUPPORT[at], scale)));
                }
                for (_, view) in drifted().accounts() {
                    let scene = explain(&view.account, style, EXPLAIN[at], scale);
                    whole("explain", seen(&scene));
                }
                whole("about", seen(&about(language, Look::Light, ABOUT[at], scale)));
            }
        }
    }
}

/// What is cut once it has been painted.
fn seen<C: ComponentHandle>(scene: &Scene<C>) -> Vec<String> {
    scene.picture();
    cut_texts(scene)
}

/// Two thousand things that happened.
fn happened() -> Vec<HistoryEntry> {
    let subject = Subject::Stored(Generation::from_random([7; 16]));
    let entry = |n: u64| HistoryEntry {
        account: "koeln/management/local".parse().unwrap(),
        place: "Praxis Köln".to_owned(),
        record: Record {
            counter: 2000 - n,
            at: at("2026-11-24T08:14:00Z") - jiff::SignedDuration::from_mins(17 * n.cast_signed()),
            by: if n.is_multiple_of(3) { "anna@EMPFANG-1 tray".to_owned() } else { String::new() },
            step: match n % 4 {
                0 => Step::Refused { subject, refusal: Refusal::Credential(401) },
                1 => Step::Proven { subject },
                2 => Step::Asked,
                _ => Step::TaskDone,
            },
        },
    };
    (0..2000).map(entry).collect()
}
