//! A changed password, entered in the window as a person would: opened from outside, typed, checked once.

use konnektorwart::platform::agent::{Doorbell, Page};
use konnektorwart::watch::once;

use crate::keyboard::Keyboard;
use crate::panel::Panel;
use crate::practice::{CHANGED, Practice, management};
use crate::program::Program;
use crate::screen_reader::ScreenReader;
use crate::wait_for;

pub const TITLE: &str = "Geändertes Passwort eintragen";

#[test]
fn one_login_proves_the_typed_password_and_the_task_is_asked_for() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let panel = Panel::start(&practice.session);
    let reader = ScreenReader::start(&practice.session);
    let keyboard = Keyboard(&practice.session);
    let keyboard_is_at = |name: &str| {
        reader.wait_for(TITLE, |page| page.focused().is_some_and(|one| one.name.starts_with(name)));
    };
    let program = Program::start(&practice.session);
    panel.wait_for_icon();
    panel.wait_for_headline("Beide Zugänge stimmen");
    practice.change_password(&management());
    let before = practice.secrets(&management());
    panel.check_until(|| practice.secrets(&management()) > before);
    panel.wait_for_headline("Praxis Köln: Passwort von „local“ wird abgelehnt");

    let page = Page::new(&format!("enter {}", management())).expect("a page's name");
    program.ring(&Doorbell::Show(page));
    practice.session.look("opening");
    keyboard.focus(TITLE);
    keyboard_is_at("Passwort");
    practice.session.look("typing");

    // Somebody types a wrong one first: it costs one login, and nothing else is lost.
    let refused = practice.secrets(&management());
    keyboard.write("Falsch-4711-falsch!");
    keyboard.press(&["Return"]);
    wait_for("a refusal", || (practice.secrets(&management()) > refused).then_some(()));
    wait_for("the record", || {
        let stake = once::question(&practice.setup(), &management()).ok()?;
        (stake.spare == 1).then_some(())
    });
    practice.session.look("refused");
    assert_eq!(practice.secrets(&management()), refused + 1);

    reader.wait_for(TITLE, |page| page.says("abgelehnt"));
    keyboard.focus(TITLE);
    keyboard_is_at("Passwort");
    keyboard.write(CHANGED);
    keyboard.press(&["Return"]);
    wait_for("the all-clear", || {
        let stake = once::question(&practice.setup(), &management()).ok()?;
        (stake.spare == 3 && stake.refused.is_none()).then_some(())
    });
    assert_eq!(practice.secrets(&management()), refused + 2, "one login for each typed password");
    practice.session.look("task");
    let task = || {
        let snapshot = once::overview(&practice.setup()).ok()?;
        Some(snapshot.account(&management())?.task)
    };
    assert_eq!(task(), Some(true), "open until it is answered");

    // The keyboard is on "not yet": Shift+Tab or Tab leads to "yes".
    keyboard.focus(TITLE);
    keyboard_is_at("Noch nicht");
    keyboard.press(&["Tab", "space"]);
    wait_for("the task's end", || (task() == Some(false)).then_some(()));
    wait_for("the window's end", || keyboard.window(TITLE).is_none().then_some(()));
}
