//! A password field gives nothing away (DESKTOP 7): not to the clipboard, not to the primary selection,
//! not to a screen reader, not to the eye.

use konnektorwart_ui::{Gallery, Look};
use slint::platform::Key;

use crate::gallery::{WHOLE, gallery};
use crate::stage::{Scene, clipboards, set_clipboard};

const SECRET: &str = "Geheim-4711";

fn typed() -> Scene<Gallery> {
    let scene = gallery(Look::Light, WHOLE, 1.0);
    scene.page.invoke_focus_password();
    scene.type_in(SECRET);
    assert_eq!(scene.page.invoke_typed_password(), SECRET);
    scene
}

#[test]
fn copy_cut_and_undo_do_nothing() {
    let scene = typed();
    set_clipboard("before");
    for letter in ["a", "c", "x", "z"] {
        scene.with(Key::Control, letter);
    }
    let insert = char::from(Key::Insert).to_string();
    scene.with(Key::Control, &insert);
    scene.with(Key::Shift, &char::from(Key::Delete).to_string());
    assert_eq!(clipboards(), [Some("before".to_owned()), None]);
    assert_eq!(scene.page.invoke_typed_password(), SECRET);
}

#[test]
fn the_mouse_selects_nothing() {
    let scene = typed();
    let field = scene.control("Passwort");
    let (place, size) = (field.absolute_position(), field.size());
    let y = place.y + size.height / 2.0;
    scene.press(place.x + 4.0, y, true);
    scene.point(place.x + 90.0, y);
    scene.press(place.x + 90.0, y, false);
    scene.click(place.x + 20.0, y);
    scene.click(place.x + 20.0, y);
    assert_eq!(clipboards(), [None, None]);
    scene.text("x");
    assert_eq!(scene.page.invoke_typed_password(), format!("{SECRET}x"));
}

#[test]
fn a_screen_reader_gets_dots_even_while_it_is_shown() {
    let scene = typed();
    let field = scene.control("Passwort");
    assert_eq!(field.accessible_value().as_deref(), Some("●●●●●●●●"));
    let (x, y) = scene.middle("Anzeigen (halten)");
    scene.press(x, y, true);
    assert_eq!(field.accessible_value().as_deref(), Some("●●●●●●●●"));
    scene.press(x, y, false);
}

#[test]
fn it_is_seen_only_while_the_button_is_held() {
    let scene = typed();
    scene.point(1.0, 1.0);
    let hidden = scene.picture();
    let (x, y) = scene.middle("Anzeigen (halten)");
    scene.press(x, y, true);
    assert!(scene.picture() != hidden, "holding shows it");
    scene.press(x, y, false);
    scene.point(1.0, 1.0);
    assert!(scene.picture() == hidden, "letting go hides it");
}

#[test]
fn the_space_bar_shows_it_while_it_is_held() {
    let scene = typed();
    scene.key(Key::Tab);
    assert_eq!(scene.focused().map(|(name, _)| name).as_deref(), Some("Anzeigen (halten)"));
    let hidden = scene.picture();
    scene.hold(" ", true);
    assert!(scene.picture() != hidden, "holding shows it");
    scene.hold(" ", false);
    assert!(scene.picture() == hidden, "letting go hides it");
    scene.hold(" ", true);
    scene.key(Key::Tab);
    scene.page.invoke_focus_password();
    scene.key(Key::Tab);
    assert!(scene.picture() == hidden, "leaving hides it");
}

#[test]
fn pasting_works_and_clearing_empties_it() {
    let scene = typed();
    set_clipboard("-eingefügt");
    scene.with(Key::Control, "v");
    assert_eq!(scene.page.invoke_typed_password(), format!("{SECRET}-eingefügt"));
    scene.page.invoke_clear_password();
    assert_eq!(scene.page.invoke_typed_password(), "");
    scene.with(Key::Control, "z");
    assert_eq!(scene.page.invoke_typed_password(), "");
}

#[test]
fn caps_lock_is_said_below_the_field() {
    let scene = typed();
    let hint = scene.control("Passwort").accessible_description();
    scene.page.set_caps_lock(true);
    let said = scene.control("Passwort").accessible_description();
    assert_ne!(hint, said);
    assert_eq!(said.as_deref(), Some("Die Feststelltaste ist eingeschaltet."));
}
