//! What the keyboard does: the order of Tab, Enter and Escape, drop-down, menu, choice and strip.

use i_slint_backend_testing::AccessibleRole;
use konnektorwart_ui::{Gallery, Look};
use slint::platform::Key;

use crate::gallery::{WHOLE, gallery};
use crate::stage::Scene;

fn scene() -> Scene<Gallery> {
    gallery(Look::Light, WHOLE, 1.0)
}

fn said(scene: &Scene<Gallery>) -> String {
    scene.page.get_said().to_string()
}

/// Presses Tab until a control of this name has the focus.
fn reach(scene: &Scene<Gallery>, label: &str) {
    for _ in 0..60 {
        scene.key(Key::Tab);
        if scene.focused().is_some_and(|(name, _)| name == label) {
            return;
        }
    }
    panic!("Tab never reaches “{label}”");
}

#[test]
fn tab_reaches_every_control_in_reading_order() {
    let scene = scene();
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..60 {
        scene.key(Key::Tab);
        let (name, role) = scene.focused().expect("something has the focus");
        assert_ne!(role, AccessibleRole::None);
        assert!(!name.is_empty(), "a control without a name, after {seen:?}");
        let first = seen.first().is_some_and(|first| *first == name);
        if first && seen.len() > 3 {
            break;
        }
        seen.push(name);
    }
    assert_eq!(
        seen,
        [
            "Geändertes Passwort eintragen",
            "Weboberfläche öffnen",
            "Später",
            "Weboberfläche öffnen",
            "Weitere Aktionen",
            "Name:",
            "Timeout in Sekunden:",
            "Port 8500",
            "local",
            "Onlineprüfung:",
            "Passwort",
            "Anzeigen (halten)",
            "Mit Windows starten",
            "Mit Windows starten",
            "Konnektor-Wartung und Kontext",
            "Was ist geschehen?",
            "Die letzten 30 Tage",
            "Verbindung testen",
            "Abbrechen",
            "Prüfen und speichern",
        ]
    );
}

#[test]
fn the_focus_is_seen_on_every_control() {
    let scene = scene();
    let without = scene.picture();
    for _ in 0..20 {
        scene.key(Key::Tab);
        let (name, _) = scene.focused().expect("something has the focus");
        let picture = scene.picture();
        let changed = (0..picture.rgb.len()).filter(|at| picture.rgb[*at] != without.rgb[*at]);
        assert!(changed.count() > 120, "the focus on “{name}” is not seen");
    }
}

#[test]
fn enter_is_the_primary_button_and_escape_leaves() {
    let scene = scene();
    scene.page.invoke_focus_name();
    scene.key(Key::Return);
    assert_eq!(said(&scene), "accepted");
    scene.key(Key::Escape);
    assert_eq!(said(&scene), "left");
    reach(&scene, "Abbrechen");
    scene.key(Key::Return);
    assert_eq!(said(&scene), "later");
    reach(&scene, "Verbindung testen");
    scene.key(Key::Space);
    assert_eq!(said(&scene), "test");
}

#[test]
fn a_drop_down_takes_arrows_letters_enter_and_escape() {
    let scene = scene();
    scene.page.invoke_focus_list();
    scene.key(Key::DownArrow);
    assert_eq!(scene.page.get_chosen(), 1);
    scene.key(Key::End);
    assert_eq!(scene.page.get_chosen(), 3);
    scene.text("n");
    assert_eq!(said(&scene), "nie");
    scene.key(Key::Home);
    assert_eq!(said(&scene), "immer");
    // Open: the arrow only points, Escape takes back, Enter takes over.
    scene.key(Key::Return);
    scene.picture();
    scene.key(Key::DownArrow);
    scene.key(Key::Escape);
    assert_eq!(scene.page.get_chosen(), 0);
    scene.key(Key::Return);
    scene.picture();
    scene.key(Key::DownArrow);
    scene.key(Key::Return);
    assert_eq!((scene.page.get_chosen(), said(&scene)), (1, "bei Bedarf".to_owned()));
    assert_eq!(scene.focused().map(|(name, _)| name).as_deref(), Some("Onlineprüfung:"));
}

#[test]
fn a_menu_is_used_by_keyboard_and_skips_what_cannot_be_chosen() {
    let scene = scene();
    reach(&scene, "Weitere Aktionen");
    scene.key(Key::Return);
    scene.picture();
    for _ in 0..3 {
        scene.key(Key::DownArrow);
    }
    scene.key(Key::Return);
    assert_eq!(said(&scene), "change");
    scene.key(Key::Space);
    scene.picture();
    scene.key(Key::Escape);
    assert_eq!(said(&scene), "change");
}

#[test]
fn none_of_the_sentences_need_be_chosen() {
    let scene = scene();
    scene.page.set_sentence(-1);
    reach(&scene, "Was ist geschehen?");
    assert_eq!(scene.page.get_sentence(), -1);
    scene.key(Key::DownArrow);
    assert_eq!(scene.page.get_sentence(), 0);
    scene.key(Key::DownArrow);
    scene.key(Key::DownArrow);
    scene.key(Key::DownArrow);
    assert_eq!(scene.page.get_sentence(), 2);
    scene.key(Key::UpArrow);
    assert_eq!(scene.page.get_sentence(), 1);
}

#[test]
fn a_box_is_ticked_by_the_space_bar_and_by_the_mouse() {
    let scene = scene();
    reach(&scene, "Mit Windows starten");
    assert!(scene.page.get_ticked());
    scene.key(Key::Space);
    assert!(!scene.page.get_ticked());
    let (x, y) = scene.middle("Mit Windows starten");
    scene.click(x, y);
    assert!(scene.page.get_ticked());
}

#[test]
fn a_strip_tells_its_days_by_arrows_and_by_the_mouse() {
    let scene = scene();
    reach(&scene, "Die letzten 30 Tage");
    assert_eq!(scene.page.get_day(), "25. November: abgelehnt");
    scene.key(Key::LeftArrow);
    assert_eq!(scene.page.get_day(), "24. November: abgelehnt");
    scene.key(Key::Home);
    assert_eq!(scene.page.get_day(), "27. Oktober: nicht geprüft");
}

#[test]
fn what_has_the_focus_comes_into_sight() {
    let scene = gallery(Look::Light, (560.0, 420.0), 1.0);
    reach(&scene, "Die letzten 30 Tage");
    let (_, y) = scene.middle("Die letzten 30 Tage");
    assert!((0.0..420.0).contains(&y), "{y}");
}

#[test]
fn a_folded_part_is_not_reached() {
    let scene = scene();
    reach(&scene, "Konnektor-Wartung und Kontext");
    scene.key(Key::Tab);
    assert_eq!(scene.focused().map(|(name, _)| name).as_deref(), Some("Was ist geschehen?"));
    reach(&scene, "Konnektor-Wartung und Kontext");
    scene.key(Key::Space);
    assert!(scene.page.get_unfolded());
    scene.picture();
    scene.key(Key::Tab);
    assert_eq!(scene.focused().map(|(name, _)| name).as_deref(), Some("Port 8500"));
}
