//! The password pages as a person sees them, without a screen; and what they must never give away.
//!
//! The pages are the real ones with their flow. What they ask of disk and network does not come back
//! here; their places are set as that work would set them.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use i_slint_backend_testing::{ElementHandle, ElementRoot};
use jiff::tz;
use konnektorwart_ui as ui;
use slint::ComponentHandle;
use slint::platform::Key;

use super::password::samples::{self, Place};
use super::{Context, Moment, Page, password, reveal};
use crate::desktop::action::Action;
use crate::desktop::board::Board;
use crate::domain::snapshot::Snapshot;
use crate::picture::Picture;
use crate::platform::folders::Folders;
use crate::platform::machine;
use crate::stage::{self, Scene};
use crate::store::keyring::Keyring;
use crate::text::Language;
use crate::text::samples::{REFUSED, connector, snapshot, words};
use crate::watch::Setup;

/// What is typed, shown and looked for.
const SECRET: &str = "Geheim-4711";

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
    page.dress();
    let (practice, spoken) = (practice(), words(language));
    let snapshot = Some(&practice);
    page.show(&Moment { snapshot, words: &spoken, failed: None, refused: None });
    page.set_place(place, &words(language));
    scene.page.global::<ui::Tokens<'_>>().set_still(true);
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

fn reveal_page(language: Language) -> (Scene<ui::RevealPage>, Rc<reveal::Reveal>) {
    let mut kept = None;
    let make = || {
        let page = reveal::Reveal::new(context(language), account())?;
        let window = page.component();
        kept = Some(page);
        Ok(window)
    };
    let scene = Scene::new(make, (WIDTH, 200.0), 1.0);
    let page = kept.unwrap();
    page.dress();
    page.allow_all();
    let (practice, spoken) = (practice(), words(language));
    let snapshot = Some(&practice);
    page.show(&Moment { snapshot, words: &spoken, failed: None, refused: None });
    scene.page.global::<ui::Tokens<'_>>().set_still(true);
    fit(&scene, ui::RevealPage::get_full_height);
    (scene, page)
}

#[test]
fn every_place_of_the_password_page_looks_as_it_should() {
    for language in Language::ALL {
        for place in samples::ALL {
            let (scene, _page) = password_page(place, language, 1.0);
            for (look, word) in [(ui::Look::Light, "light"), (ui::Look::Dark, "dark")] {
                scene.page.global::<ui::Tokens<'_>>().set_look(look);
                let name = format!("password-{}-{}-{word}", place.name(), language.as_str());
                compare(&scene.picture(), &name);
            }
        }
    }
}

#[test]
fn the_page_with_a_stored_password_looks_as_it_should() {
    for language in Language::ALL {
        let (scene, page) = reveal_page(language);
        for (look, word) in [(ui::Look::Light, "light"), (ui::Look::Dark, "dark")] {
            scene.page.global::<ui::Tokens<'_>>().set_look(look);
            let name = format!("reveal-{}-{word}", language.as_str());
            compare(&scene.picture(), &name);
        }
        page.warn_of_remote_session();
        fit(&scene, ui::RevealPage::get_full_height);
        scene.page.global::<ui::Tokens<'_>>().set_look(ui::Look::Light);
        compare(&scene.picture(), &format!("reveal-remote-{}-light", language.as_str()));
    }
}

#[test]
fn a_typed_password_cannot_be_read_out_of_the_page() {
    let (scene, _page) = password_page(Place::Typing, Language::German, 1.0);
    stage::set_clipboard("before");
    let empty = scene.picture();
    scene.type_in(SECRET);
    let typed = scene.picture();
    assert!(empty != typed, "something was typed");
    for letter in ["a", "c", "x", "A", "C"] {
        scene.with(Key::Control, letter);
    }
    scene.with(Key::Control, &char::from(Key::Insert).to_string());
    // A double click and a drag over the text would fill the primary selection of X11.
    for y in [150.0, 170.0, 190.0] {
        scene.click(60.0, y);
        scene.click(60.0, y);
        scene.point(40.0, y);
        scene.press(40.0, y, true);
        scene.point(200.0, y);
        scene.press(200.0, y, false);
    }
    let [clipboard, selection] = stage::clipboards();
    assert_eq!(clipboard.as_deref(), Some("before"));
    assert!(selection.is_none_or(|text| !text.contains("Geheim")));
    assert_nothing_tells(&scene.page);
    assert!(!scene.page.window().size().height.eq(&0));
    assert!(!scene.page.global::<ui::Password<'_>>().get_view().title.contains("Geheim"));
    // Two passwords of the same length look the same.
    let (other, _page) = password_page(Place::Typing, Language::German, 1.0);
    other.type_in("xxxxxx-1174");
    let (again, _page) = password_page(Place::Typing, Language::German, 1.0);
    again.type_in(SECRET);
    assert!(other.picture() == again.picture(), "dots only");
}

#[test]
fn a_shown_password_is_gone_with_the_button_and_never_in_the_tree() {
    let (scene, page) = reveal_page(Language::German);
    stage::set_clipboard("before");
    let hidden = scene.picture();
    page.pretend_shown(Some(SECRET));
    let shown = scene.picture();
    assert!(hidden != shown);
    scene.with(Key::Control, "a");
    scene.with(Key::Control, "c");
    for y in (100_u8..240).step_by(10) {
        let y = f32::from(y);
        scene.point(40.0, y);
        scene.press(40.0, y, true);
        scene.point(300.0, y);
        scene.press(300.0, y, false);
    }
    page.pretend_shown(Some(SECRET));
    let [clipboard, selection] = stage::clipboards();
    assert_eq!((clipboard.as_deref(), selection), (Some("before"), None));
    assert_nothing_tells(&scene.page);
    let labels = labels(&scene.page);
    assert!(labels.iter().any(|label| label == "Passwort wird angezeigt"), "{labels:?}");
    page.pretend_shown(None);
    assert_eq!(scene.page.global::<ui::Reveal<'_>>().get_secret(), "");
}

/// Names, values and descriptions of everything that a screen reader can reach.
pub(super) fn labels(page: &impl ElementRoot) -> Vec<String> {
    let root = page.root_element();
    let mut found = Vec::new();
    root.visit_descendants(&mut |element: ElementHandle| {
        let told = [
            element.accessible_label(),
            element.accessible_value(),
            element.accessible_description(),
            element.accessible_placeholder_text(),
        ];
        found.extend(told.into_iter().flatten().map(|text| text.to_string()));
        std::ops::ControlFlow::<()>::Continue(())
    });
    found
}

fn assert_nothing_tells(page: &impl ElementRoot) {
    for text in labels(page) {
        assert!(!text.contains("Geheim") && !text.contains("4711"), "{text:?} tells it");
    }
}

/// Compares with the reference; where there is none, or by request, it is written.
pub(super) fn compare(picture: &Picture, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures/windows");
    let file: PathBuf = folder.join(format!("{name}.png"));
    if std::env::var_os("KONNEKTORWART_PICTURES").is_some() {
        picture.write(&file);
        return;
    }
    let Some(known) = Picture::read(&file) else {
        panic!("{} is missing; KONNEKTORWART_PICTURES=1 writes it", file.display());
    };
    // Another font makes other letters and may break a line elsewhere; grounds and order stay.
    let heights = picture.height.abs_diff(known.height);
    assert!(picture.width == known.width && heights <= 60, "{name} has another size");
    let rows = picture.height.min(known.height) * picture.width * 3;
    let differs = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 48;
    let count = picture.rgb[..rows].iter().zip(&known.rgb[..rows]).filter(|p| differs(*p)).count();
    assert!(count * 5 < rows, "{name} differs in {count} of {rows} values");
}
