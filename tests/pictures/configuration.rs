//! The Konnektor-Konfiguration: resting, with mistakes, during a test, locked by the policy; unfolded and
//! narrow.

use std::time::Duration;

use jiff::tz;
use konnektorwart::desktop::pages::configuration::form::{FileState, Form, Ground, Test};
use konnektorwart::desktop::pages::configuration::message::Message;
use konnektorwart::desktop::pages::configuration::paint;
use konnektorwart::desktop::pages::configuration::view::View;
use konnektorwart::domain::device::{Fingerprint, Pin, Vendor};
use konnektorwart::domain::expiry::{PasswordDate, Taking};
use konnektorwart::domain::health::Health;
use konnektorwart::domain::identity::{AccountRef, Plane};
use konnektorwart::domain::practice::Access;
use konnektorwart::domain::probe::Demand;
use konnektorwart::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck,
    Pins,
};
use konnektorwart::domain::snapshot::{AccountView, ConnectorView};
use konnektorwart::store::config::{Locked, Origin};
use konnektorwart::text::pages::{ConfigurationWords, WidgetWords};
use konnektorwart::text::{Language, System, Words};
use konnektorwart::watch::connection::{Cost, Detail, PlannedStep, State, Step, StepReport};
use konnektorwart_ui::{
    Configuration, ConfigurationEntry as Entry, ConfigurationList as List, ConfigurationPage, Look,
    Tokens, Widgets,
};
use slint::ComponentHandle;

use crate::compare;
use crate::cut::cut_texts;
use crate::guarded::gives_nothing_away;
use crate::stage::Scene;

const SIZE: (f32, f32) = (920.0, 620.0);
const SMALLEST: (f32, f32) = (560.0, 420.0);
const STATES: [&str; 7] =
    ["resting", "mistakes", "testing", "locked", "certificate", "question", "remove"];

fn account(plane: Plane, user: &str, minutes: u64) -> AccountProfile {
    AccountProfile {
        plane,
        user: user.parse().unwrap(),
        watched_on: Some("EMPFANG-1".parse().unwrap()),
        interval: Duration::from_secs(60 * minutes),
        limit: AttemptLimit::default(),
    }
}

fn profile() -> ConnectorProfile {
    let pin = |start: &str| {
        let digits =
            format!("{start}{}", "0b731eea05d661308f2b41977c0a1d25be09f441c88e3a7d2046f5b9");
        let fingerprint: Fingerprint = digits[..64].parse().unwrap();
        Some(Pin::Certificate(fingerprint))
    };
    ConnectorProfile {
        id: "koeln".parse().unwrap(),
        name: "Praxis Köln".to_owned(),
        host: "10.1.112.210".parse().unwrap(),
        port: 443,
        management_port: 8500,
        vendor: Vendor::Secunet,
        timeout: ConnectorProfile::TIMEOUT,
        online_check: OnlineCheck::Always,
        encryption: Encryption::TlsPassword,
        card_service: CardServiceVersion::Auto,
        context: Some(konnektorwart::domain::context::CallContext {
            mandant: "m1".parse().unwrap(),
            clientsystem: "cs1".parse().unwrap(),
            arbeitsplatz: "ap1".parse().unwrap(),
        }),
        device: Some("00112233445566778899aabbccddeeff".parse().unwrap()),
        pins: Pins { client: pin("4f8a12c0"), management: pin("a81f00c3") },
        accounts: vec![account(Plane::Client, "doc", 5), account(Plane::Management, "local", 30)],
    }
}

fn form() -> Form {
    let ground = Ground {
        profile: profile(),
        origin: Origin::User,
        locked: Locked::default(),
        is_loaded: true,
    };
    let mut form = Form::new(ground, "EMPFANG-1".parse().unwrap());
    form.offered = vec![CardServiceVersion::Exactly(8, 1, 3)];
    form.test = Test::Resting(plan());
    form.seen = Some(seen(&form.ground.profile));
    form
}

fn seen(profile: &ConnectorProfile) -> ConnectorView {
    let at = "2026-11-24T08:12:00Z".parse().unwrap();
    let view = |account: &AccountProfile| AccountView {
        account: profile.reference(account),
        health: Health::Proven,
        since: Some(at),
        accepted: Some(at),
        checked: Some(at),
        checking: false,
        spare: 3,
        withheld: None,
        task: false,
        stale: false,
        changed: Some(PasswordDate { at, taking: Taking::First }),
        expires: None,
        expiring: false,
    };
    ConnectorView {
        profile: profile.clone(),
        firmware: Some("5.50.4".to_owned()),
        accounts: profile.accounts.iter().map(view).collect(),
        away: false,
        rolled_out: false,
    }
}

fn steps() -> Vec<Step> {
    let mut steps = vec![Step::Resolve];
    for plane in [Plane::Client, Plane::Management] {
        steps.extend([Step::Connect(plane), Step::Certificate(plane)]);
    }
    steps.extend([Step::Directory, Step::Services]);
    steps.extend(["client/doc", "management/local"].map(|account| Step::Login(reference(account))));
    steps.push(Step::Context);
    steps
}

fn reference(account: &str) -> AccountRef {
    format!("koeln/{account}").parse().unwrap()
}

fn plan() -> Vec<PlannedStep> {
    let cost = |step: &Step| match step {
        Step::Login(_) => Cost::Attempt { spare: 3 },
        Step::Resolve
        | Step::Connect(_)
        | Step::Certificate(_)
        | Step::Directory
        | Step::Services
        | Step::Context => Cost::Nothing,
    };
    steps().into_iter().map(|step| PlannedStep { cost: cost(&step), step }).collect()
}

fn running() -> Test {
    let address = "10.1.112.210".parse().unwrap();
    let report = |(at, step): (usize, Step)| {
        let state = match at {
            0 => State::Passed(Detail::Addresses { found: vec![address], also: Vec::new() }),
            1 | 3 => State::Passed(Detail::Connected(address)),
            2 | 4 | 5 => State::Passed(Detail::Directory(Demand::Demanded)),
            6 => State::Passed(Detail::DirectoryClosed),
            7 => State::Running,
            _ => State::Waiting,
        };
        let took = (at < 7).then(|| Duration::from_millis([1, 2, 4, 2, 5, 38, 0][at]));
        StepReport { step, state, took }
    };
    Test::Running(steps().into_iter().enumerate().map(report).collect())
}

fn in_state(state: &str) -> Form {
    let mut form = form();
    match state {
        "mistakes" => {
            form.type_in(Entry::Address, 0, "10.1.112.2100");
            form.type_in(Entry::Port, 0, "70000");
            form.type_in(Entry::Timeout, 0, "0");
            form.type_in(Entry::User, 0, "doktor");
            form.type_in(Entry::Clientsystem, 0, "");
        }
        "testing" => form.test = running(),
        "certificate" => {
            form.choose(List::Encryption, 0, 3);
            form.type_in(Entry::CertificateFile, 0, "/etc/praxis/kartenzugriff.p12");
            form.file = FileState::WrongPassword;
            form.can_choose = true;
        }
        "locked" => form.access = Access::MembersOf("Praxis-Betreuung".to_owned()),
        "question" => {
            form.type_in(Entry::Name, 0, "Praxis Köln 2");
            form.message = Message::Unsaved;
        }
        "remove" => {
            form.message = Message::Remove(
                ["client/doc", "management/local"].map(|one| (reference(one), false)).to_vec(),
            );
        }
        _ => {}
    }
    form
}

fn scene(
    form: &Form,
    language: Language,
    look: Look,
    size: (f32, f32),
    scale: f32,
) -> Scene<ConfigurationPage> {
    let scene = Scene::new(ConfigurationPage::new, size, scale);
    let tokens = scene.page.global::<Tokens>();
    tokens.set_look(look);
    tokens.set_still(true);
    let words = WidgetWords::of(language);
    scene.page.global::<Widgets>().set_words(konnektorwart_ui::WidgetWords {
        paste: words.paste.into(),
        reveal: words.reveal.into(),
        caps_lock: words.caps_lock.into(),
        more: words.more.into(),
    });
    paint::words(&scene.page, language);
    let words =
        Words::new(language, tz::offset(1).to_time_zone(), "2026-11-24T08:14:00Z".parse().unwrap());
    paint::view(&scene.page, View::of(form, &words, System::Windows));
    scene
}

#[test]
fn looks_as_it_did() {
    for language in Language::ALL {
        for (name, look) in [("light", Look::Light), ("dark", Look::Dark)] {
            let name = format!("configuration-resting-{}-{name}", language.as_str());
            compare::check(&name, &scene(&in_state("resting"), language, look, SIZE, 1.0));
        }
    }
    for state in ["mistakes", "testing", "locked", "certificate", "question", "remove"] {
        let scene = scene(&in_state(state), Language::German, Look::Light, SIZE, 1.0);
        compare::check(&format!("configuration-{state}-de-light"), &scene);
    }
}

#[test]
fn a_typed_file_password_cannot_be_read_out_of_the_page() {
    for language in Language::ALL {
        let scene = scene(&in_state("certificate"), language, Look::Light, (920.0, 900.0), 1.0);
        let field = ConfigurationWords::of(language).file_password;
        gives_nothing_away(&scene, field, WidgetWords::of(language).reveal);
    }
}

#[test]
fn unfolded_and_narrow_it_looks_as_it_did() {
    let wide = scene(&in_state("resting"), Language::German, Look::Light, (920.0, 1560.0), 1.0);
    wide.page.global::<Configuration>().set_fold_open(true);
    compare::check("configuration-unfolded-de-light", &wide);
    let narrow = scene(&in_state("mistakes"), Language::German, Look::Light, SMALLEST, 1.0);
    compare::check("configuration-narrow-de-light", &narrow);
}

#[test]
fn no_text_is_cut_at_any_scale_and_width() {
    for scale in [1.0, 1.5, 2.0] {
        for language in Language::ALL {
            for size in [SIZE, SMALLEST, (920.0, 2600.0), (560.0, 2600.0)] {
                // High enough for everything at once: what lies on what.
                let states =
                    if size.1 > SIZE.1 { &["mistakes", "certificate"] } else { &STATES[..] };
                for state in states {
                    let scene = scene(&in_state(state), language, Look::Light, size, scale);
                    scene.page.global::<Configuration>().set_fold_open(true);
                    scene.picture();
                    assert_eq!(
                        cut_texts(&scene),
                        Vec::<String>::new(),
                        "{state}: {size:?} at {scale}"
                    );
                }
            }
        }
    }
}
