//! Menu, second start, start at log-on, the end.

use std::fs;

use crate::notifications::Notifications;
use crate::panel::Panel;
use crate::practice::Practice;
use crate::program::{Program, run};
use crate::screen_reader::ScreenReader;
use crate::session::Session;
use crate::wait_for;

#[test]
fn the_menu_stands_as_a_whole_and_its_entries_do_what_they_say() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let session = &practice.session;
    let opened = session.path("opened");
    session.play_program("xdg-open", &format!("echo \"$@\" > {}", opened.display()));
    let (panel, toasts) = (Panel::start(session), Notifications::start(session));
    let program = Program::start(session);
    panel.wait_for_icon();
    let menu = panel.wait_for_headline("Beide Zugänge stimmen");
    assert_eq!(
        menu.drawn(),
        [
            "Beide Zugänge stimmen (aus)",
            "---",
            "Konnektor-Wartung · local – bestätigt",
            "Kartenzugriff · praxis – bestätigt",
            "---",
            "Konnektor-Weboberfläche öffnen",
            "Konnektor-Konfiguration…",
            "Passwort am Konnektor ändern…",
            "  Konnektor-Wartung · local",
            "  Kartenzugriff · praxis",
            "Geändertes Passwort eintragen…",
            "  Konnektor-Wartung · local",
            "  Kartenzugriff · praxis",
            "---",
            "Öffnen",
            "Jetzt prüfen",
            "Pause",
            "  1 Stunde",
            "  Bis morgen",
            "  Pause beenden (aus)",
            "---",
            "[ ] Beim Anmelden starten",
            "Einstellungen…",
            "Über Konnektorwart",
            "Beenden",
        ]
    );

    panel.click("Konnektor-Weboberfläche öffnen");
    let address = format!("https://{}/management\n", practice.sim.management_address());
    wait_for("the browser", || fs::read_to_string(&opened).ok().filter(|text| *text == address));

    panel.click("1 Stunde");
    let paused = wait_for("the pause", || {
        let menu = panel.menu();
        menu.0[0].label.starts_with("Pause bis ").then_some(menu)
    });
    assert!(!paused.line("Jetzt prüfen").is_enabled);
    panel.click("Pause beenden");
    panel.wait_for_headline("Beide Zugänge stimmen");

    panel.click("Beenden");
    assert_eq!(program.ended().code(), Some(0));
    assert!(toasts.is_quiet());
}

#[test]
fn start_at_log_on_is_switched_on_and_off() {
    let Some(session) = Session::start() else {
        return;
    };
    let (panel, _toasts) = (Panel::start(&session), Notifications::start(&session));
    let _program = Program::start(&session);
    panel.wait_for_icon();
    let tick = |wanted: bool| {
        wait_for("the tick", || {
            let line = panel.menu().line("Beim Anmelden starten").clone();
            (line.tick == Some(wanted) && line.is_enabled).then_some(())
        });
    };
    tick(false);
    let entries =
        || fs::read_dir(session.path("config").join("autostart")).map_or(0, Iterator::count);
    for is_on in [true, false, true] {
        panel.click("Beim Anmelden starten");
        // The native tick turns by the click alone; what counts is what the system has.
        wait_for("the entry", || ((entries() > 0) == is_on).then_some(()));
        tick(is_on);
    }
}

#[test]
fn a_second_start_rings_the_doorbell_and_leaves() {
    let Some(session) = Session::start() else {
        return;
    };
    let (panel, reader) = (Panel::start(&session), ScreenReader::start(&session));
    let program = Program::start(&session);
    panel.wait_for_icon();
    panel.wait_for_headline("Noch kein Zugang eingerichtet");
    assert_eq!(run(&session, &[]), (Some(0), String::new()));
    reader.wait_for("Konnektorwart", |page| page.says("Noch kein Konnektor eingerichtet"));
    assert_eq!(run(&session, &["--quit"]), (Some(0), String::new()));
    assert_eq!(program.ended().code(), Some(0));
    assert_eq!(run(&session, &["--quit"]), (Some(0), String::new()), "nobody is there any more");
}

#[test]
fn broken_settings_are_told_and_tried_again() {
    let Some(session) = Session::start() else {
        return;
    };
    let (panel, toasts) = (Panel::start(&session), Notifications::start(&session));
    let settings = session.home().join("settings");
    fs::create_dir_all(&settings).expect("a folder");
    let file = settings.join("settings.toml");
    fs::write(&file, "version = 1\nlangauge = \"de\"\n").expect("a file");
    let _program = Program::start(&session);
    panel.wait_for_icon();
    let told = toasts.next();
    panel.wait_for_headline(&told.title);
    assert!(told.body.contains("konnektorwart profile list"), "{}", told.body);
    fs::write(&file, "version = 1\n").expect("a file");
    panel.click("Erneut versuchen");
    panel.wait_for_headline("Noch kein Zugang eingerichtet");
}
