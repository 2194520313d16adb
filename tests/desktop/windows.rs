//! The windows in a real session: opened from the menu, read by a screen reader, left by keyboard.

use crate::keyboard::Keyboard;
use crate::panel::Panel;
use crate::practice::Practice;
use crate::program::Program;
use crate::screen_reader::ScreenReader;

#[test]
fn the_info_page_opens_is_read_and_is_left_by_escape() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let session = &practice.session;
    let (panel, reader) = (Panel::start(session), ScreenReader::start(session));
    let _program = Program::start(session);
    panel.wait_for_icon();
    panel.wait_for_headline("Beide Zugänge stimmen");
    panel.click("Über Konnektorwart");
    let reading = reader.window("Über Konnektorwart");
    assert!(reading.says(env!("CARGO_PKG_VERSION")), "{reading}");
    let keyboard = Keyboard(session);
    keyboard.focus("Über Konnektorwart");
    keyboard.press(&["Escape"]);
    reader.wait_until_closed("Über Konnektorwart");
}
