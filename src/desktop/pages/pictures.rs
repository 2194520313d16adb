//! The password pages as a person sees them, without a screen; and what they must never give away.
//!
//! The pages are the real ones with their flow. What they ask of disk and network does not come back
//! here; their places are set as that work would set them.

use std::path::Path;
use std::rc::Rc;

use jiff::tz;
use konnektorwart_ui as ui;
use slint::{ComponentHandle, Global};

use super::password::samples::{self, Place};
use super::{Context, Moment, Page, password, reveal};
use crate::compare;
use crate::cut::cut_texts;
use crate::desktop::action::Action;
use crate::desktop::board::Board;
use crate::domain::snapshot::Snapshot;
use crate::guarded::{SECRET, gives_nothing_away, nothing_tells, spoken, take_by_keys};
use crate::platform::folders::Folders;
use crate::platform::machine;
use crate::platform::presence::Presence;
use crate::stage::{self, Scene};
use crate::store::keyring::Keyring;
use crate::text::pages::{PasswordWords, WidgetWords};
use crate::text::samples::{REFUSED, connector, snapshot, words};
use crate::text::{Language, Words};
use crate::watch::Setup;

/// The width of the pages.
const WIDTH: f32 = 440.0;

fn context(language: Language) -> Context {
    context_of(Action::Enter(account()), language)
}

/// What the page of an action may use, on folders that are not there.
pub(super) fn context_of(name: Action, language: Language) -> Context {
    let setup = Setup {
        folders: Folders::under(Path::new("/nonexistent/konnektorwart")),
        keyring: Keyring::with_store(keyring::mock::Store::new().unwrap()),
        machine: "EMPFANG-1".parse().unwrap(),
        user: machine::user().unwrap(),
        program: "test",
        presence: Presence::now(),
    };
    Context::new(name, Board::new(|| {}), setup, language, tz::offset(1).to_time_zone())
}

fn account() -> crate::domain::identity::AccountRef {
    "koeln/management/local".parse().unwrap()
}

fn practice() -> Snapshot {
    snapshot(vec![connector("koeln", "Praxis Bonn", vec![("management/local", REFUSED)])])
}

/// The page at a place, as high as it wants to be.
fn password_page(
    place: Place,
    language: Language,
    scale: f32,
) -> (Scene<ui::PasswordPage>, Rc<password::Password>) {
    let mut kept = None;
    let make = || {
        let page = password::Password::new(context(language), account(), place.begin())?;
        let window = page.component();
        kept = Some(page);
        Ok(window)
    };
    let scene = Scene::new(make, (WIDTH, 200.0), scale);
    let page = kept.unwrap();
    show_practice(&scene, &*page, &practice(), &words(language));
    page.set_place(place, &words(language));
    fit(&scene, ui::PasswordPage::get_full_height);
    (scene, page)
}

/// Makes the window as high as the page; what appears under a condition is there after a painting.
fn fit<C: ComponentHandle>(scene: &Scene<C>, height: impl Fn(&C) -> f32) {
    for _ in 0..3 {
        scene.resize((WIDTH, height(&scene.page)));
        scene.picture();
    }
}

fn reveal_page(language: Language, scale: f32) -> (Scene<ui::RevealPage>, Rc<reveal::Reveal>) {
    let mut kept = None;
    let make = || {
        let page = reveal::Reveal::new(context(language), account())?;
        let window = page.component();
        kept = Some(page);
        Ok(window)
    };
    let scene = Scene::new(make, (WIDTH, 200.0), scale);
    let page = kept.unwrap();
    page.allow_all();
    show_practice(&scene, &*page, &practice(), &words(language));
    fit(&scene, ui::RevealPage::get_full_height);
    (scene, page)
}

/// Gives a page a practice to show, and holds it still.
pub(super) fn show_practice<C>(
    scene: &Scene<C>,
    page: &dyn Page,
    practice: &Snapshot,
    spoken: &Words,
) where
    C: ComponentHandle,
    for<'a> ui::Tokens<'a>: Global<'a, C>,
{
    page.dress();
    page.show(&Moment { snapshot: Some(practice), words: spoken, failed: None, refused: None });
    scene.page.global::<ui::Tokens<'_>>().set_still(true);
}

/// Compares a page in light.
pub(super) fn check_light<C>(scene: &Scene<C>, name: &str)
where
    C: ComponentHandle,
    for<'a> ui::Tokens<'a>: Global<'a, C>,
{
    scene.page.global::<ui::Tokens<'_>>().set_look(ui::Look::Light);
    scene.picture();
    compare::check(&format!("{name}-light"), scene);
}

/// Compares a page in light and dark.
pub(super) fn check_looks<C>(scene: &Scene<C>, name: &str)
where
    C: ComponentHandle,
    for<'a> ui::Tokens<'a>: Global<'a, C>,
{
    for (look, word) in LOOKS {
        scene.page.global::<ui::Tokens<'_>>().set_look(look);
        scene.picture();
        compare::check(&format!("{name}-{word}"), scene);
    }
}

/// Nothing is cut at these sizes.
pub(super) fn assert_nothing_cut<C: ComponentHandle>(
    scene: &Scene<C>,
    sizes: &[(f32, f32)],
    what: &str,
) {
    for size in sizes {
        scene.resize(*size);
        scene.picture();
        if compare::has_its_font(what) {
            assert_eq!(cut_texts(scene), Vec::<String>::new(), "{what}: {size:?}");
        }
    }
}

const LOOKS: [(ui::Look, &str); 2] = [(ui::Look::Light, "light"), (ui::Look::Dark, "dark")];

#[test]
fn the_password_page_looks_as_it_did() {
    for language in Language::ALL {
        let (scene, _page) = password_page(Place::Typing, language, 1.0);
        check_looks(&scene, &format!("password-typing-{}", language.as_str()));
    }
}

#[test]
fn every_place_of_the_password_page_looks_as_it_did() {
    for place in samples::ALL.into_iter().filter(|place| *place != Place::Typing) {
        let (scene, _page) = password_page(place, Language::German, 1.0);
        check_light(&scene, &format!("password-{}-de", place.name()));
    }
}

#[test]
fn the_page_with_a_stored_password_looks_as_it_did() {
    for language in Language::ALL {
        let (scene, _page) = reveal_page(language, 1.0);
        check_looks(&scene, &format!("reveal-{}", language.as_str()));
    }
    let (scene, page) = reveal_page(Language::German, 1.0);
    page.warn_of_remote_session();
    fit(&scene, ui::RevealPage::get_full_height);
    scene.page.global::<ui::Tokens<'_>>().set_look(ui::Look::Light);
    compare::check("reveal-remote-de-light", &scene);
}

#[test]
fn no_text_is_cut_at_any_scale() {
    for scale in [1.0, 1.5, 2.0] {
        for language in Language::ALL {
            for place in samples::ALL {
                let (scene, _page) = password_page(place, language, scale);
                assert_eq!(cut_texts(&scene), Vec::<String>::new(), "{place:?} at {scale}");
            }
            let (scene, page) = reveal_page(language, scale);
            assert_eq!(cut_texts(&scene), Vec::<String>::new(), "stored, at {scale}");
            page.warn_of_remote_session();
            fit(&scene, ui::RevealPage::get_full_height);
            assert_eq!(cut_texts(&scene), Vec::<String>::new(), "remote, at {scale}");
        }
    }
}

#[test]
fn a_typed_password_cannot_be_read_out_of_the_page() {
    for language in Language::ALL {
        let (scene, _page) = password_page(Place::Typing, language, 1.0);
        let field = PasswordWords::of(language).field;
        gives_nothing_away(&scene, field, WidgetWords::of(language).reveal);
    }
}

#[test]
fn a_shown_password_is_gone_with_the_button_and_never_in_the_tree() {
    let (scene, page) = reveal_page(Language::German, 1.0);
    stage::set_clipboard("before");
    let hidden = scene.picture();
    page.pretend_shown(Some(SECRET));
    let shown = scene.picture();
    assert!(hidden != shown);
    take_by_keys(&scene);
    for y in (100_u8..240).step_by(10) {
        let y = f32::from(y);
        scene.point(40.0, y);
        scene.press(40.0, y, true);
        scene.point(300.0, y);
        scene.press(300.0, y, false);
    }
    page.pretend_shown(Some(SECRET));
    assert_eq!(stage::clipboards(), [Some("before".to_owned()), None]);
    nothing_tells(&scene);
    let spoken = spoken(&scene.page);
    assert!(spoken.iter().any(|text| text == "Passwort wird angezeigt"), "{spoken:?}");
    page.pretend_shown(None);
    assert_eq!(scene.page.global::<ui::Reveal<'_>>().get_secret(), "");
}
