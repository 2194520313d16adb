//! The Konnektor-Konfiguration in a real session: opened like a second start does, tested, filled and
//! saved by the keyboard, read by a screen reader.

use konnektorwart::platform::agent::{Doorbell, Page};
use konnektorwart::watch::profiles;

use crate::keyboard::Keyboard;
use crate::panel::Panel;
use crate::practice::{Practice, connector};
use crate::program::Program;
use crate::screen_reader::{Role, ScreenReader};
use crate::wait_for;

const TITLE: &str = "Konnektor-Konfiguration – Praxis Köln";

#[test]
fn a_connection_is_tested_and_a_name_is_typed_and_saved_by_keyboard() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let session = &practice.session;
    let (panel, reader) = (Panel::start(session), ScreenReader::start(session));
    let program = Program::start(session);
    panel.wait_for_icon();
    panel.wait_for_headline("Beide Zugänge stimmen");
    program.ring(&Doorbell::Show(Page::new("configure koeln").expect("a page")));
    let reading = reader.window(TITLE);
    for element in reading.0.iter().filter(|element| element.is_focusable()) {
        assert!(!element.name.is_empty() || element.depth == 0, "no name: {reading}");
    }
    reader.press(reading.element(Role::Button, "Verbindung testen"));
    reader.wait_for(TITLE, |reading| reading.says("Alle Schritte sind gelungen."));
    session.look("session-tested");
    let keyboard = Keyboard(session);
    keyboard.focus(TITLE);
    keyboard.press(&["Tab", "ctrl+a"]);
    keyboard.write("Praxis Nord");
    reader.wait_for(TITLE, |reading| reading.says("Praxis Nord"));
    keyboard.press(&["Escape"]);
    reader.wait_for(TITLE, |reading| reading.says("Änderungen verwerfen?"));
    session.look("session-asked");
    keyboard.press(&["Escape"]);
    reader.wait_for(TITLE, |reading| !reading.says("Änderungen verwerfen?"));
    let reading = reader.window(TITLE);
    reader.press(reading.element(Role::Button, "Speichern"));
    reader.wait_until_closed(TITLE);
    wait_for("the saved name", || {
        let all = profiles::load(&practice.setup().folders).ok()?;
        (all.settings.connector(&connector())?.profile.name == "Praxis Nord").then_some(())
    });
}
