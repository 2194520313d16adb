//! A session that lacks something: no service for toasts, no panel, no screen.

use konnektorwart::platform::agent::{Doorbell, Page};

use crate::notifications::Notifications;
use crate::panel::Panel;
use crate::program::{Program, TRAY, run};
use crate::session::Session;
use crate::wait_for;

const NO_TOASTS: &str = "Warnungen stehen nur hier: kein Benachrichtigungsdienst gefunden";

#[test]
fn without_a_notification_service_the_menu_says_so_until_there_is_one() {
    let Some(session) = Session::start() else {
        return;
    };
    let panel = Panel::start(&session);
    let program = Program::start(&session);
    panel.wait_for_icon();
    let has_hint = || panel.menu().0.iter().any(|line| line.label == NO_TOASTS);
    panel.wait_for_headline("Noch kein Zugang eingerichtet");
    assert!(!has_hint(), "nothing was to be shown yet");
    // The one page that has no window yet is told as a toast.
    let page = Page::new("change koeln/client/praxis").expect("a page");
    let asks = || program.ring(&Doorbell::Show(page.clone()));
    asks();
    wait_for("the hint", || has_hint().then_some(()));
    let toasts = Notifications::start(&session);
    asks();
    assert!(!toasts.next().title.is_empty());
    wait_for("the end of the hint", || (!has_hint()).then_some(()));
}

#[test]
fn without_a_panel_a_toast_says_so_once_and_the_icon_comes_with_the_panel() {
    let Some(session) = Session::start() else {
        return;
    };
    let toasts = Notifications::start(&session);
    let _program = Program::start(&session);
    assert_eq!(toasts.next().title, "Konnektorwart läuft ohne Symbol");
    let panel = Panel::start(&session);
    panel.wait_for_icon();
    panel.wait_for_headline("Noch kein Zugang eingerichtet");
    assert!(toasts.is_quiet());
}

#[test]
fn without_a_screen_the_program_says_what_watches_instead() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = std::process::Command::new(TRAY)
        .env_clear()
        .env("KONNEKTORWART_HOME", folder.path())
        .env("LANG", "en_US.UTF-8")
        .output()
        .expect("the program");
    let text = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(3));
    assert!(text.contains("konnektorwart watch"), "{text}");
}

#[test]
fn a_screen_that_does_not_answer_is_told_too() {
    let Some(session) = Session::start() else {
        return;
    };
    let output = session.command(TRAY).env("DISPLAY", ":59999").output().expect("the program");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
}

#[test]
fn a_word_that_is_not_understood_is_told() {
    let Some(session) = Session::start() else {
        return;
    };
    let (code, text) = run(&session, &["--language", "fr"]);
    assert_eq!(code, Some(64));
    assert!(text.starts_with("Nicht verstanden: --language"), "{text}");
}
