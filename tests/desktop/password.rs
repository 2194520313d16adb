//! A changed password, entered in the window as a person would: opened from outside, typed, checked once.

use std::process::Stdio;

use konnektorwart::platform::agent::{Doorbell, Page};
use konnektorwart::watch::once;

use crate::panel::Panel;
use crate::practice::{CHANGED, Practice, management};
use crate::program::Program;
use crate::screen_reader::ScreenReader;
use crate::session::Session;
use crate::wait_for;

/// The end of the title: without the letters that a search in another locale may miss.
/// What the tool for the screen finds: it knows no umlauts.
pub const TITLE: &str = "Passwort eintragen";

const WHOLE_TITLE: &str = "Geändertes Passwort eintragen";

#[test]
fn one_login_proves_the_typed_password_and_the_task_is_asked_for() {
    let Some(practice) = Practice::start() else {
        return;
    };
    if missing("xdotool") {
        return;
    }
    let panel = Panel::start(&practice.session);
    let reader = ScreenReader::start(&practice.session);
    let keyboard_is_at = |name: &str| {
        reader.wait_for(WHOLE_TITLE, |page| {
            page.focused().is_some_and(|one| one.name.starts_with(name))
        });
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
    picture(&practice.session, "opening");
    let window = wait_for("the window", || window_titled(&practice.session, TITLE));
    xdotool(&practice.session, &["windowfocus", "--sync", &window]);
    keyboard_is_at("Passwort");
    picture(&practice.session, "typing");

    // Somebody types a wrong one first: it costs one login, and nothing else is lost.
    let refused = practice.secrets(&management());
    type_in(&practice.session, "Falsch-4711-falsch!");
    wait_for("a refusal", || (practice.secrets(&management()) > refused).then_some(()));
    wait_for("the record", || {
        let stake = once::question(&practice.setup(), &management()).ok()?;
        (stake.spare == 1).then_some(())
    });
    picture(&practice.session, "refused");
    assert_eq!(practice.secrets(&management()), refused + 1);

    reader.wait_for(WHOLE_TITLE, |page| page.says("abgelehnt"));
    xdotool(&practice.session, &["windowfocus", "--sync", &window]);
    keyboard_is_at("Passwort");
    type_in(&practice.session, CHANGED);
    wait_for("the all-clear", || {
        let stake = once::question(&practice.setup(), &management()).ok()?;
        (stake.spare == 3 && stake.refused.is_none()).then_some(())
    });
    assert_eq!(practice.secrets(&management()), refused + 2, "one login for each typed password");
    picture(&practice.session, "task");
    let task = || {
        let snapshot = once::overview(&practice.setup()).ok()?;
        Some(snapshot.account(&management())?.task)
    };
    assert_eq!(task(), Some(true), "open until it is answered");

    // The keyboard is on "not yet": Shift+Tab or Tab leads to "yes".
    xdotool(&practice.session, &["windowfocus", "--sync", &window]);
    keyboard_is_at("Noch nicht");
    xdotool(&practice.session, &["key", "Tab", "space"]);
    wait_for("the task's end", || (task() == Some(false)).then_some(()));
    wait_for("the window's end", || {
        window_titled(&practice.session, TITLE).is_none().then_some(())
    });
}

/// The X window of this title.
pub fn window_titled(session: &Session, title: &str) -> Option<String> {
    let found = session
        .command("xdotool")
        .args(["search", "--onlyvisible", "--name", title])
        .stderr(Stdio::null())
        .output()
        .expect("xdotool");
    String::from_utf8(found.stdout).expect("text").lines().next().map(str::to_owned)
}

fn xdotool(session: &Session, arguments: &[&str]) {
    let status = session.command("xdotool").args(arguments).status().expect("xdotool");
    assert!(status.success(), "{arguments:?}");
}

fn type_in(session: &Session, text: &str) {
    xdotool(session, &["type", "--delay", "20", text]);
    xdotool(session, &["key", "Return"]);
}

/// What the screen shows, for whoever wants to look: `LOOK` names a folder.
fn picture(session: &Session, name: &str) {
    let Some(folder) = std::env::var_os("LOOK") else { return };
    // Painted within a frame or two of the state that was waited for.
    std::thread::sleep(std::time::Duration::from_millis(700));
    let file = std::path::Path::new(&folder).join(format!("{name}.png"));
    let _ = session.command("import").args(["-window", "root"]).arg(file).status();
}

fn missing(program: &str) -> bool {
    let is_there = std::process::Command::new(program).arg("version").output().is_ok();
    let is_complete = std::env::var_os("KONNEKTOR_TESTS_COMPLETE").is_some();
    assert!(is_there || !is_complete, "{program} is missing");
    if !is_there {
        eprintln!("left out: {program} is missing");
    }
    !is_there
}
