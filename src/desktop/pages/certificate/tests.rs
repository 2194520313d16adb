//! What a click on the page confirms, and what the page looks like.

use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::platform::Key;

use super::Certificate;
use super::flow::{At, Choice, Confirmed, Flow, Press};
use super::samples::{self, Place, changed_port, fingerprint, new_port, same_port};
use crate::desktop::action::Action;
use crate::desktop::pages::pictures::{
    assert_nothing_cut, check_light, check_looks, context_of, show_practice,
};
use crate::domain::identity::Plane;
use crate::domain::probe::Unreached;
use crate::guarded::spoken;
use crate::stage::Scene;
use crate::text::Language;
use crate::text::samples::{connector, snapshot, words};
use crate::watch::{Error, Meaning, Port};

/// As it opens, and the smallest one.
const SIZES: [(f32, f32); 2] = [(720.0, 640.0), (664.0, 360.0)];

fn page(
    place: Place,
    language: Language,
    scale: f32,
) -> (Scene<ui::CertificatePage>, Rc<Certificate>) {
    let mut kept = None;
    let make = || {
        let id = "koeln".parse().unwrap();
        let context = context_of(Action::Trust("koeln".parse().unwrap()), language);
        let page = Certificate::new(context, id)?;
        let window = page.component();
        kept = Some(page);
        Ok(window)
    };
    let scene = Scene::new(make, (720.0, 1000.0), scale);
    let page = kept.unwrap();
    let health = crate::domain::health::Health::NotSetUp(crate::domain::health::Missing::Trust);
    let accounts = vec![("management/local", health.clone()), ("client/praxis", health)];
    let practice = snapshot(vec![connector("koeln", "Praxis Köln", accounts)]);
    show_practice(&scene, &*page, &practice, &words(language));
    page.set_place(place, &words(language));
    scene.picture();
    (scene, page)
}

#[test]
fn every_place_looks_as_it_did() {
    // The others differ by a tick or a message.
    let places = [
        Place::Looking,
        Place::First,
        Place::Changed,
        Place::Confirmed,
        Place::Done,
        Place::Replaced,
    ];
    for place in places {
        let (scene, _page) = page(place, Language::German, 1.0);
        check_light(&scene, &format!("certificate-{}-de", place.name()));
    }
}

#[test]
fn the_main_place_looks_as_it_did_in_each_language_and_look() {
    for language in Language::ALL {
        let (scene, _page) = page(Place::Changed, language, 1.0);
        let name = Place::Changed.name();
        check_looks(&scene, &format!("certificate-{name}-{}", language.as_str()));
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

fn comparing(ports: Vec<Port>) -> Flow {
    let mut flow = Flow::new();
    flow.looked(Ok(ports), &words(Language::German));
    flow
}

#[test]
fn a_first_contact_confirms_only_what_was_ticked() {
    let mut flow = comparing(vec![new_port(Plane::Client), new_port(Plane::Management)]);
    assert_eq!(flow.press(), Press::Nothing, "nothing is preselected");
    flow.ticked.insert(Plane::Management);
    let pins = vec![(Plane::Management, fingerprint(Plane::Management, 1))];
    let confirmed = Confirmed { pins, meaning: Meaning::FirstContact };
    assert_eq!(flow.press(), Press::Confirm(confirmed));
}

#[test]
fn none_of_the_three_meanings_is_preselected_and_the_third_confirms_nothing() {
    let mut flow = comparing(vec![changed_port(Plane::Client), same_port(Plane::Management)]);
    assert_eq!(flow.press(), Press::Nothing);
    flow.choice = Some(Choice::Unknown);
    assert_eq!(flow.press(), Press::Support);
    flow.choice = Some(Choice::SameDevice);
    let client = (Plane::Client, fingerprint(Plane::Client, 1));
    let pins = vec![client];
    let confirmed = Confirmed { pins, meaning: Meaning::SameDevice };
    assert_eq!(flow.press(), Press::Confirm(confirmed), "the unchanged port is not said anew");
    flow.choice = Some(Choice::NewDevice);
    let pins = vec![client, (Plane::Management, fingerprint(Plane::Management, 1))];
    let confirmed = Confirmed { pins, meaning: Meaning::NewDevice };
    assert_eq!(flow.press(), Press::Confirm(confirmed), "a new device is known by all its ports");
}

#[test]
fn a_port_that_changed_again_is_looked_at_anew_and_what_was_said_is_forgotten() {
    let mut flow = comparing(vec![changed_port(Plane::Client)]);
    flow.choice = Some(Choice::SameDevice);
    flow.write();
    assert_eq!(flow.press(), Press::Nothing, "a second click confirms nothing");
    let words = words(Language::German);
    assert!(flow.written(Err(Error::CertificateDiffers(443)), &words));
    assert_eq!((flow.at.clone(), flow.choice, flow.ticked.len()), (At::Looking, None, 0));
    let (_, told) = flow.told.unwrap();
    assert_eq!(told.what, "Port 443 zeigt inzwischen ein anderes Zertifikat.");
}

#[test]
fn a_port_without_a_certificate_can_be_confirmed_by_nothing() {
    let silent = Port { seen: Err(Unreached::ConnectTimeout), ..new_port(Plane::Client) };
    let mut flow = comparing(vec![silent]);
    flow.ticked.insert(Plane::Client);
    assert_eq!(flow.press(), Press::Close);
}

#[test]
fn several_devices_are_a_person_s_choice() {
    let mut flow = comparing(vec![new_port(Plane::Client)]);
    flow.ticked.insert(Plane::Client);
    flow.write();
    flow.written(Err(Error::SeveralDevices("koeln".to_owned())), &words(Language::German));
    assert!(flow.is_change());
    assert_eq!(flow.press(), Press::Nothing);
}

#[test]
fn the_keyboard_alone_ticks_and_confirms() {
    let (scene, page) = page(Place::First, Language::German, 1.0);
    scene.text(" ");
    assert_eq!(page.flow().ticked.len(), 1);
    scene.key(Key::Tab);
    scene.text(" ");
    assert_eq!(page.flow().ticked.len(), 2);
    scene.key(Key::Return);
    assert!(matches!(page.flow().at, At::Writing(_)));
}

#[test]
fn the_three_choices_are_reached_by_tab_and_arrows() {
    let (scene, page) = page(Place::Changed, Language::German, 1.0);
    for _ in 0..8 {
        scene.key(Key::DownArrow);
        if page.flow().choice.is_some() {
            break;
        }
        scene.key(Key::Tab);
    }
    assert_eq!(page.flow().choice, Some(Choice::SameDevice));
    scene.key(Key::DownArrow);
    assert_eq!(page.flow().choice, Some(Choice::NewDevice));
    let labels = spoken(&scene.page);
    let old = fingerprint(Plane::Client, 7).grouped();
    let new = fingerprint(Plane::Client, 1).grouped();
    assert!(labels.contains(&old) && labels.contains(&new), "old beside new: {labels:#?}");
    assert!(!page.is_looking());
}
