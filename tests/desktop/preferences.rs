//! The settings page in a real session: filled by keyboard alone, and in force at once.

use konnektorwart::domain::practice::Language;
use konnektorwart::store::config::{self, Edit, Settings};

use crate::keyboard::Keyboard;
use crate::panel::Panel;
use crate::practice::Practice;
use crate::program::Program;
use crate::screen_reader::ScreenReader;
use crate::wait_for;

#[test]
fn another_language_counts_at_once_in_menu_and_open_windows() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let (session, setup) = (&practice.session, practice.setup());
    config::edit(&setup.folders, &[Edit::StartMinimised(false)]).expect("settings");
    let (panel, reader) = (Panel::start(session), ScreenReader::start(session));
    let _program = Program::start(session);
    panel.wait_for_icon();
    panel.wait_for_headline("Beide Zugänge stimmen");
    reader.wait_for("Konnektorwart", |overview| overview.says("Jetzt prüfen"));

    panel.click("Einstellungen…");
    reader.wait_for("Einstellungen", |page| page.says("Sprache"));
    let keyboard = Keyboard(session);
    keyboard.focus("Einstellungen");
    // The keyboard is on Speichern at first: Tab leads around to the first control.
    reader.wait_for("Einstellungen", |page| {
        page.focused().is_some_and(|element| element.name == "Speichern")
    });
    keyboard.press(&["Tab", "Down", "Down", "shift+Tab", "Return"]);
    reader.wait_until_closed("Einstellungen");

    panel.wait_for_headline("Both accounts are fine");
    reader.wait_for("Konnektorwart", |overview| overview.says("Check now"));
    let written = wait_for("the settings", || Settings::load(&setup.folders).ok()).settings;
    assert_eq!(written.language.value, Language::English);
    assert!(!written.start_minimised.value, "what was not touched stays");
}
