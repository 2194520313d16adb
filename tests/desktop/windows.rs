//! The windows in a real session: opened from the menu, read by a screen reader, left by keyboard.

use crate::keyboard::Keyboard;
use crate::panel::Panel;
use crate::practice::Practice;
use crate::program::Program;
use crate::screen_reader::{Element, Reading, ScreenReader};

/// A menu entry, the title of the window that it opens, something that is read there.
const WINDOWS: [(&str, &str, &str); 5] = [
    ("Öffnen", "Konnektorwart", "Beide Zugänge stimmen"),
    ("Konnektor-Konfiguration…", "Konnektor-Konfiguration – Praxis Köln", "PVS-Port"),
    ("Kartenzugriff · praxis", "Geändertes Passwort eintragen", "Praxis Köln"),
    ("Einstellungen…", "Einstellungen", "Ruhezeit"),
    ("Über Konnektorwart", "Über Konnektorwart", env!("CARGO_PKG_VERSION")),
];

#[test]
fn the_menu_opens_every_window_each_control_has_a_name_and_escape_leaves() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let session = &practice.session;
    let (panel, reader) = (Panel::start(session), ScreenReader::start(session));
    let program = Program::start(session);
    let keyboard = Keyboard(session);
    panel.wait_for_icon();
    panel.wait_for_headline("Beide Zugänge stimmen");
    for (entry, title, words) in WINDOWS {
        match entry.split_once(" · ") {
            Some(_) => panel.click_in("Geändertes Passwort eintragen…", entry),
            None => panel.click(entry),
        }
        let reading = reader.wait_for(title, |reading| reading.says(words));
        assert_named(&reading);
        assert!(walks_through(&keyboard, &reader, title) > 1, "one control only:\n{reading}");
        keyboard.press(&["Escape"]);
        reader.wait_until_closed(title);
    }
    panel.click("Beenden");
    assert_eq!(program.ended().code(), Some(0));
}

/// Whatever a person can do something with, or come to with the keyboard, has a name and a role.
fn assert_named(reading: &Reading) {
    let mut controls = 0;
    for one in reading.0.iter().filter(|one| one.depth > 0) {
        if one.role.is_control() || one.is_focusable() {
            controls += 1;
            assert!(!one.name.trim().is_empty(), "{:?} without a name:\n{reading}", one.role);
            assert!(one.role.is_known(), "{:?} says nothing:\n{reading}", one.role);
        }
    }
    assert!(controls > 0, "nothing to use:\n{reading}");
}

/// Goes through the window with Tab until it begins anew; answers at how many controls it stopped.
fn walks_through(keyboard: &Keyboard<'_>, reader: &ScreenReader, title: &str) -> usize {
    keyboard.focus(title);
    let mut stops: Vec<String> = Vec::new();
    loop {
        keyboard.press(&["Tab"]);
        let before = stops.last();
        let reading = reader
            .wait_for(title, |reading| reading.focused().map(Element::place).as_ref() != before);
        // After the last control the focus may rest on the window for one step.
        match reading.focused().map(Element::place) {
            Some(place) if !stops.contains(&place) => stops.push(place),
            Some(_) => return stops.len(),
            None if stops.is_empty() => {}
            None => return stops.len(),
        }
        assert!(stops.len() < 200, "no end of controls in {title:?}");
    }
}
