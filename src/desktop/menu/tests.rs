//! The menu's values, whole, for snapshots.

use super::*;
use crate::domain::health::Health;
use crate::domain::snapshot::Pause;
use crate::text::Language;
use crate::text::samples::{REFUSED, at, connector, snapshot, words};

const AROUND: Surroundings =
    Surroundings { system: System::Other, autostart: Autostart::Off, toasts: Toasts::Possible };

/// The menu as text: shape or tick, label, `<action>`, `(aus)` where disabled; submenus indented.
fn drawn(menu: &Menu) -> Vec<String> {
    fn lines(entries: &[Entry], depth: usize, all: &mut Vec<String>) {
        let indent = "  ".repeat(depth);
        for entry in entries {
            let (label, mark, rest, below): (&str, Mark, String, &[Entry]) = match entry {
                Entry::Separator => ("---", Mark::None, String::new(), &[]),
                Entry::Submenu { label, mark, entries } => (label, *mark, " >".into(), entries),
                Entry::Item { label, mark, action, reach } => {
                    let action = action.as_ref().map(|action| format!(" <{action}>"));
                    let reach = match reach {
                        Reach::Enabled => "",
                        Reach::Disabled => " (aus)",
                        Reach::Default => " (fett)",
                    };
                    (label, *mark, format!("{}{reach}", action.unwrap_or_default()), &[])
                }
            };
            let mark = match mark {
                Mark::None => String::new(),
                Mark::Shape(shape) => format!("[{}] ", shape.name()),
                Mark::Ticked => "[x] ".into(),
                Mark::Unticked => "[ ] ".into(),
            };
            all.push(format!("{indent}{mark}{label}{rest}"));
            lines(below, depth + 1, all);
        }
    }
    let mut all = Vec::new();
    lines(&menu.entries, 0, &mut all);
    all
}

fn menu(picture: &Snapshot) -> Menu {
    Menu::of(Content::Known(picture), &words(Language::German), AROUND)
}

#[test]
fn with_one_connector_its_entries_stand_in_the_menu_itself() {
    let accounts = vec![("management/local", REFUSED), ("client/doc", Health::Proven)];
    let picture = snapshot(vec![connector("koeln", "Praxis Köln", accounts)]);
    assert_eq!(
        drawn(&menu(&picture)),
        [
            "[refused] Praxis Köln: Passwort von „local“ wird abgelehnt (aus)",
            "Geändertes Passwort eintragen… <enter koeln/management/local>",
            "---",
            "[refused] Konnektor-Wartung · local – abgelehnt <explain koeln/management/local>",
            "[proven] Kartenzugriff · doc – bestätigt <explain koeln/client/doc>",
            "---",
            "Konnektor-Weboberfläche öffnen <web-ui koeln>",
            "Konnektor-Konfiguration… <configure koeln>",
            "Passwort am Konnektor ändern… >",
            "  Konnektor-Wartung · local <change koeln/management/local>",
            "  Kartenzugriff · doc <change koeln/client/doc>",
            "Geändertes Passwort eintragen… >",
            "  Konnektor-Wartung · local <enter koeln/management/local>",
            "  Kartenzugriff · doc <enter koeln/client/doc>",
            "---",
            "Öffnen <open> (fett)",
            "Jetzt prüfen <tell check>",
            "Pause >",
            "  1 Stunde <pause-hour>",
            "  Bis morgen <pause-until-tomorrow>",
            "  Pause beenden <tell resume> (aus)",
            "---",
            "[ ] Beim Anmelden starten <autostart>",
            "Einstellungen… <settings>",
            "Über Konnektorwart <about>",
            "Beenden <quit>",
        ]
    );
}

#[test]
fn several_connectors_have_a_submenu_each_in_the_settings_order() {
    let picture = snapshot(vec![
        connector("bruehl", "Zweigpraxis Brühl", vec![("client/doc", Health::Proven)]),
        connector("koeln", "Praxis Köln", vec![("management/local", Health::Locked)]),
    ]);
    assert_eq!(
        drawn(&menu(&picture))[..16],
        [
            "[locked] Praxis Köln: Zugang „local“ ist gesperrt (aus)",
            "Was tun? <explain koeln/management/local>",
            "---",
            "[proven] Zweigpraxis Brühl >",
            "  [proven] Kartenzugriff · doc – bestätigt <explain bruehl/client/doc>",
            "  ---",
            "  Konnektor-Weboberfläche öffnen <web-ui bruehl>",
            "  Konnektor-Konfiguration… <configure bruehl>",
            "  Passwort am Konnektor ändern… <change bruehl/client/doc>",
            "  Geändertes Passwort eintragen… <enter bruehl/client/doc>",
            "[locked] Praxis Köln >",
            "  [locked] Konnektor-Wartung · local – gesperrt <explain koeln/management/local>",
            "  ---",
            "  Konnektor-Weboberfläche öffnen <web-ui koeln>",
            "  Konnektor-Konfiguration… <configure koeln>",
            "  Passwort am Konnektor ändern… <change koeln/management/local>",
        ]
    );
}

#[test]
fn a_counted_headline_is_followed_by_the_step_with_its_place() {
    let picture = snapshot(vec![
        connector("bruehl", "Brühl", vec![("client/doc", Health::Locked)]),
        connector("koeln", "Köln", vec![("management/local", REFUSED)]),
    ]);
    assert_eq!(
        drawn(&menu(&picture))[..2],
        ["[refused] 2 Zugänge: bitte ansehen (aus)", "Brühl: Was tun? <explain bruehl/client/doc>"]
            .map(|line| line.replace("[refused] 2", "[locked] 2"))
    );
}

#[test]
fn before_the_first_snapshot_the_program_can_be_opened_and_ended() {
    let menu = Menu::of(Content::Starting, &words(Language::English), AROUND);
    assert_eq!(
        drawn(&menu),
        [
            "[checking] Konnektorwart is starting (aus)",
            "---",
            "Open <open> (fett)",
            "Check now <tell check> (aus)",
            "Pause >",
            "  1 hour <pause-hour>",
            "  Until tomorrow <pause-until-tomorrow>",
            "  End the pause <tell resume> (aus)",
            "---",
            "[ ] Start at log-on <autostart>",
            "Settings… <settings>",
            "About Konnektorwart <about>",
            "Quit <quit>",
        ]
    );
}

#[test]
fn a_watch_that_did_not_start_is_told_and_can_be_tried_again() {
    let failed = Content::Failed("Die Überwachung läuft nicht");
    let menu = Menu::of(failed, &words(Language::German), AROUND);
    assert_eq!(
        drawn(&menu)[..4],
        [
            "[keyring-unavailable] Die Überwachung läuft nicht (aus)",
            "Erneut versuchen <tell reread>",
            "---",
            "Öffnen <open> (fett)",
        ]
    );
}

#[test]
fn a_pause_can_be_ended_and_stops_checking() {
    let accounts = vec![("management/local", REFUSED)];
    let mut picture = snapshot(vec![connector("koeln", "Praxis Köln", accounts)]);
    picture.pause = Some(Pause { until: at("2026-11-24T21:00:00Z"), reason: String::new() });
    let lines = drawn(&menu(&picture));
    assert_eq!(lines[0], "[paused] Pause bis 22:00 (aus)");
    for line in ["Jetzt prüfen <tell check> (aus)", "  Pause beenden <tell resume>"] {
        assert!(lines.iter().any(|found| found == line), "{line} in {lines:#?}");
    }
}

#[test]
fn where_toasts_are_impossible_the_menu_says_so() {
    let picture = snapshot(vec![connector("koeln", "Köln", vec![("client/doc", Health::Proven)])]);
    let around = Surroundings {
        system: System::Windows,
        autostart: Autostart::Fixed,
        toasts: Toasts::Impossible,
    };
    let lines = drawn(&Menu::of(Content::Known(&picture), &words(Language::German), around));
    assert_eq!(lines[0], "[proven] Der Zugang stimmt (aus)");
    assert_eq!(lines[1], "Warnungen stehen nur hier: kein Benachrichtigungsdienst gefunden (aus)");
    let autostart = "[x] Mit Windows starten <autostart> (aus)";
    assert!(lines.iter().any(|line| line == autostart), "{lines:#?}");
}

#[test]
fn a_tested_connection_is_a_check_of_that_connector() {
    let health = Health::Unreachable(crate::domain::probe::Unreached::ConnectTimeout);
    let picture = snapshot(vec![connector("koeln", "Köln", vec![("client/doc", health)])]);
    assert_eq!(drawn(&menu(&picture))[1], "Verbindung testen <tell check koeln>");
}

#[test]
fn another_state_keeps_the_shape_and_another_step_does_not() {
    let picture = |first, second| {
        let accounts = vec![("management/local", first), ("client/doc", second)];
        menu(&snapshot(vec![connector("koeln", "Köln", accounts)]))
    };
    let calm = picture(Health::Proven, Health::Proven);
    assert!(calm.has_shape_of(&picture(Health::Checking, Health::Proven)));
    assert!(!calm.has_shape_of(&picture(REFUSED, Health::Proven)), "a step came");
    assert!(!picture(REFUSED, Health::Proven).has_shape_of(&picture(Health::Proven, REFUSED)));
    let more =
        menu(&snapshot(vec![connector("koeln", "Köln", vec![("client/doc", Health::Proven)])]));
    assert!(!calm.has_shape_of(&more));
}
