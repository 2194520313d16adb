//! What each step asks, what is stored of it, and what the page looks like.

use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::platform::Key;

use super::Assistant;
use super::flow::{Elsewhere, Flow, Settings, Step};
use super::samples::{self, Place, found, saved};
use crate::desktop::action::Action;
use crate::desktop::pages::pictures::{
    assert_nothing_cut, check_light, check_looks, context_of, show_practice,
};
use crate::domain::draft::Field;
use crate::domain::identity::Plane;
use crate::domain::profile::Pins;
use crate::guarded::gives_nothing_away;
use crate::stage::Scene;
use crate::text::Language;
use crate::text::pages::{AssistantWords, WidgetWords};
use crate::text::samples::{connector, snapshot, words};

/// As it opens, and the smallest one.
const SIZES: [(f32, f32); 2] = [(720.0, 640.0), (480.0, 360.0)];

fn page(place: Place, language: Language, scale: f32) -> (Scene<ui::AssistantPage>, Rc<Assistant>) {
    let mut kept = None;
    let make = || {
        let page = Assistant::new(context_of(Action::Assist, language))?;
        let window = page.component();
        kept = Some(page);
        Ok(window)
    };
    let height = match place {
        Place::Certificate | Place::Cards => 1000.0,
        _ => 640.0,
    };
    let scene = Scene::new(make, (720.0, height), scale);
    let page = kept.unwrap();
    let proven = crate::domain::health::Health::Proven;
    let accounts = vec![("management/local", proven.clone()), ("client/praxis", proven)];
    let practice = snapshot(vec![connector("praxis-koeln", "Praxis Köln", accounts)]);
    show_practice(&scene, &*page, &practice, &words(language));
    page.set_place(place, &words(language));
    scene.picture();
    scene.picture();
    (scene, page)
}

#[test]
fn every_place_looks_as_it_did() {
    for place in samples::ALL {
        let (scene, _page) = page(place, Language::German, 1.0);
        check_light(&scene, &format!("assistant-{}-de", place.name()));
    }
}

#[test]
fn the_main_place_looks_as_it_did_in_each_language_and_look() {
    for language in Language::ALL {
        let (scene, _page) = page(Place::Find, language, 1.0);
        let name = Place::Find.name();
        check_looks(&scene, &format!("assistant-{name}-{}", language.as_str()));
    }
}

#[test]
fn no_text_is_cut_at_any_scale_and_size() {
    for scale in [1.0, 1.5, 2.0] {
        for language in Language::ALL {
            for place in samples::ALL {
                let (scene, _page) = page(place, language, scale);
                assert_nothing_cut(&scene, &SIZES, &format!("{place:?} at {scale}"));
            }
        }
    }
}

fn typed() -> Flow {
    let mut flow = Flow::new();
    flow.known(Settings::default(), "EMPFANG-1".parse().unwrap());
    flow.draft.name = "Praxis Köln".to_owned();
    flow.draft.address = "https://10.1.112.210:8500/management".to_owned();
    flow
}

#[test]
fn a_pasted_address_of_the_web_ui_becomes_host_and_port() {
    let mut flow = typed();
    flow.draft.take_address_apart();
    let wanted = flow.wanted().unwrap();
    assert_eq!((wanted.host.to_string().as_str(), wanted.port), ("10.1.112.210", 443));
    assert_eq!(wanted.management_port, 8500);
    assert_eq!(wanted.id.as_str(), "praxis-koeln");
}

#[test]
fn an_empty_field_is_a_mistake_only_after_a_try() {
    let mut flow = typed();
    flow.draft.name.clear();
    assert_eq!(flow.mistake(Field::Name, ""), None);
    assert_eq!(flow.wanted(), None);
    flow.tried = true;
    assert!(flow.mistake(Field::Name, "").is_some());
}

#[test]
fn who_watches_follows_from_the_answer_and_not_knowing_is_a_yes() {
    let mut flow = typed();
    flow.draft.take_address_apart();
    flow.users.user = "local".to_owned();
    let watchers = [
        (Some(Elsewhere::No), "", Some("EMPFANG-1")),
        (Some(Elsewhere::Unknown), "", None),
        (Some(Elsewhere::Yes), "", None),
        (Some(Elsewhere::Yes), " SPRECHZIMMER-2 ", Some("SPRECHZIMMER-2")),
    ];
    for (answer, machine, watcher) in watchers {
        flow.elsewhere = answer;
        flow.machine = machine.to_owned();
        let profile = flow.complete().unwrap();
        let named = profile.accounts[0].watched_on.as_ref().map(ToString::to_string);
        assert_eq!(named.as_deref(), watcher, "{answer:?}");
        assert!(!flow.is_machine_wrong());
    }
    flow.machine = "EMPFANG-1".to_owned();
    assert!(flow.is_machine_wrong(), "this machine is no other one");
}

#[test]
fn card_access_needs_its_context_and_nothing_of_it_is_stored_without() {
    let mut flow = typed();
    flow.draft.take_address_apart();
    flow.users.user = "local".to_owned();
    flow.draft.mandant = "Praxis".to_owned();
    let profile = flow.complete().unwrap();
    assert_eq!((profile.accounts.len(), profile.context), (1, None));
    flow.users.cards = true;
    flow.users.benutzerkennung = "praxis".to_owned();
    assert_eq!(flow.complete(), None);
    flow.draft.clientsystem = "x.concept".to_owned();
    flow.draft.arbeitsplatz = "Empfang".to_owned();
    let profile = flow.complete().unwrap();
    let planes: Vec<Plane> = profile.accounts.iter().map(|account| account.plane).collect();
    assert_eq!(planes, [Plane::Management, Plane::Client]);
    assert!(profile.context.is_some());
}

#[test]
fn a_prepared_connector_keeps_its_identifier_and_asks_no_user() {
    let mut provided = saved();
    provided.pins = Pins::default();
    for account in &mut provided.accounts {
        account.watched_on = None;
    }
    let mut flow = Flow::new();
    let settings = Settings { provided: vec![provided.clone()], taken: vec![provided.id.clone()] };
    flow.known(settings, "EMPFANG-1".parse().unwrap());
    assert_eq!(flow.wanted(), None, "nothing is preselected");
    flow.choose(0);
    assert!(!flow.types());
    flow.found(found());
    assert_eq!(flow.after_certificate(), Step::Elsewhere);
    flow.elsewhere = Some(Elsewhere::No);
    let profile = flow.complete().unwrap();
    assert_eq!(profile.id, provided.id);
    let here = |one: &crate::domain::profile::AccountProfile| {
        one.watched_on.as_ref().is_some_and(|machine| machine.as_str() == "EMPFANG-1")
    };
    assert!(profile.accounts.iter().all(here));
}

#[test]
fn after_storing_there_is_no_way_back() {
    let mut flow = typed();
    flow.found(found());
    assert_eq!(flow.before(), Some(Step::Find));
    flow.stored(saved(), Vec::new());
    assert_eq!((flow.step, flow.before()), (Step::Test, None));
}

#[test]
fn the_keyboard_alone_goes_from_the_name_to_the_search() {
    let (scene, page) = page(Place::Find, Language::German, 1.0);
    scene.type_in("Praxis");
    scene.key(Key::Tab);
    scene.type_in("10.1.112.210");
    assert_eq!(page.flow().draft.name, "Praxis");
    scene.key(Key::Return);
    assert_eq!(page.flow().busy, Some(super::flow::Busy::Searching));
}

#[test]
fn a_typed_password_cannot_be_read_out_of_the_page() {
    for language in Language::ALL {
        let (scene, _page) = page(Place::Password, language, 1.0);
        let field = AssistantWords::of(language).password;
        gives_nothing_away(&scene, field, WidgetWords::of(language).reveal);
    }
}
