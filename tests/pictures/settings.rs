//! The settings: as found, with mistakes, locked by the policy, with a question; narrow, and doubled.

use std::fs;

use konnektorwart::desktop::menu::Autostart;
use konnektorwart::desktop::pages::settings::form::{Form, Ground, Message};
use konnektorwart::desktop::pages::settings::paint;
use konnektorwart::platform::folders::Folders;
use konnektorwart::store::config::{Key, Settings as Stored};
use konnektorwart::text::{Language, System};
use konnektorwart_ui::{Look, Settings, SettingsPage, Tokens};
use slint::ComponentHandle;
use slint::platform::Key as Press;

use crate::compare;
use crate::cut::cut_texts;
use crate::stage::Scene;

const SIZE: (f32, f32) = (920.0, 620.0);
/// High enough to see everything without scrolling.
const WHOLE: (f32, f32) = (920.0, 900.0);
const SMALLEST: (f32, f32) = (440.0, 360.0);
const NARROW: (f32, f32) = (440.0, 1500.0);

const SETTINGS: &str = r#"
version = 1
start_minimised = false

[notifications]
quiet_hours = { from = "20:00", until = "07:00" }
closed_days = ["saturday", "sunday", "2026-12-24", "2026-12-31"]

[contact]
name = "IT Müller"
telephone = "0221 4711"
email = "hilfe@it-mueller.example"

[connector.koeln]
name = "Praxis Köln"
host = "10.1.112.210"

[[connector.koeln.account]]
plane = "client"
user = "doc"

[[connector.koeln.account]]
plane = "management"
user = "local"
"#;

/// What the policy of the picture names.
const LOCKED: [Key; 7] = [
    Key::Language,
    Key::ToastTrouble,
    Key::QuietHours,
    Key::ClosedDays,
    Key::ContactTelephone,
    Key::ContactRemoteHelp,
    Key::RevealShow,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Found,
    Mistakes,
    Locked,
    Question,
    Failed,
}

const STATES: [(State, &str); 5] = [
    (State::Found, "settings"),
    (State::Mistakes, "settings-mistakes"),
    (State::Locked, "settings-locked"),
    (State::Question, "settings-question"),
    (State::Failed, "settings-failed"),
];

fn form(state: State, language: Language) -> Form {
    let home = tempfile::tempdir().unwrap();
    let folders = Folders::under(home.path());
    fs::create_dir_all(&folders.settings).unwrap();
    fs::write(folders.settings.join("settings.toml"), SETTINGS).unwrap();
    let mut form = Form::new(Ground::of(&Stored::load(&folders).unwrap()), language);
    match state {
        State::Found => {}
        State::Locked => form.ground.locked = LOCKED.into_iter().collect(),
        State::Mistakes => {
            form.typed.quiet_from = "25".to_owned();
            form.typed.dates = "24.12.2026, Silvester".to_owned();
            form.typed.email = "hilfe".to_owned();
            form.typed.remote_help = "start.exe".to_owned();
        }
        State::Question => {
            form.typed.telephone = "0221 4712".to_owned();
            form.message = Message::Unsaved;
        }
        State::Failed => form.message = failed(language),
    }
    form
}

fn failed(language: Language) -> Message {
    let error = konnektorwart::store::config::Error::NotText("settings.toml".to_owned());
    let text = language.settings_failure(&error);
    Message::Failed { title: text.what, body: format!("{} {}", text.meaning, text.next) }
}

fn scene(
    form: &Form,
    language: Language,
    look: Look,
    size: (f32, f32),
    scale: f32,
) -> Scene<SettingsPage> {
    let scene = Scene::new(SettingsPage::new, size, scale);
    let tokens = scene.page.global::<Tokens<'_>>();
    tokens.set_look(look);
    tokens.set_still(true);
    paint::words(&scene.page, language, System::Windows);
    paint::typed(&scene.page, &form.typed);
    let state = scene.page.global::<Settings<'_>>();
    state.set_is_ready(true);
    state.set_can_choose(true);
    paint::form(&scene.page, form, Autostart::On, language);
    scene.page.invoke_focus_save();
    // What stands under a condition is there after a painting.
    scene.picture();
    scene
}

#[test]
fn the_settings_look_as_they_should() {
    for language in Language::ALL {
        for (state, name) in STATES {
            let form = form(state, language);
            for (look, word) in [(Look::Light, "light"), (Look::Dark, "dark")] {
                let is_main = (language, look) == (Language::German, Look::Light);
                if state != State::Found && !is_main {
                    continue;
                }
                let scene = scene(&form, language, look, SIZE, 1.0);
                compare::check(&format!("{name}-{}-{word}", language.as_str()), &scene);
            }
        }
    }
}

#[test]
fn everything_at_once_looks_as_it_should() {
    let form = form(State::Found, Language::German);
    let whole = scene(&form, Language::German, Look::Light, WHOLE, 1.0);
    compare::check("settings-whole-de-light", &whole);
}

#[test]
fn no_text_is_cut_at_any_scale_or_width() {
    for language in Language::ALL {
        for (state, name) in STATES {
            let form = form(state, language);
            for scale in [1.0, 1.5, 2.0] {
                for size in [SIZE, SMALLEST, NARROW] {
                    let scene = scene(&form, language, Look::Light, size, scale);
                    let cut = cut_texts(&scene);
                    assert!(cut.is_empty(), "{name} {language:?} {size:?} at {scale}: {cut:#?}");
                }
            }
        }
    }
}

#[test]
fn what_is_typed_is_read_and_judged() {
    let mut form = form(State::Found, Language::German);
    let scene = scene(&form, Language::German, Look::Light, WHOLE, 1.0);
    assert!(!form.is_changed(), "as it was filled");
    assert_eq!(paint::read(&scene.page, &form.typed), form.typed);
    let state = scene.page.global::<Settings<'_>>();
    state.set_dates("24.12.2026 1.1.2027".into());
    state.set_quiet_until("".into());
    form.typed = paint::read(&scene.page, &form.typed);
    paint::form(&scene.page, &form, Autostart::On, Language::German);
    assert!(!state.get_can_save());
    assert_eq!(
        state.get_quiet_until_note().error,
        "Zur Ruhezeit gehören Anfang und Ende. Tragen Sie beide ein oder keines."
    );
    state.set_quiet_until("6".into());
    form.typed = paint::read(&scene.page, &form.typed);
    paint::form(&scene.page, &form, Autostart::On, Language::German);
    assert!(state.get_can_save());
    assert_eq!(
        state.get_quiet_note().hint,
        "Was von 20:00 bis 06:00 auffällt, wird um 06:00 gemeldet."
    );
}

#[test]
fn the_keyboard_reaches_every_control_in_reading_order() {
    let form = form(State::Found, Language::German);
    let scene = scene(&form, Language::German, Look::Light, WHOLE, 1.0);
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..60 {
        scene.key(Press::Tab);
        let (name, _) = scene.focused().expect("something has the focus");
        assert!(!name.is_empty(), "a control without a name, after {seen:?}");
        if seen.first() == Some(&name) {
            break;
        }
        seen.push(name);
    }
    let expected = [
        "Sprache",
        "Mit Windows starten",
        "Beim Start nur das Symbol zeigen",
        "Melden, wenn etwas nicht stimmt",
        "Melden, wenn es wieder stimmt",
        "Ruhezeit von",
        "bis",
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
        "und an diesen Tagen",
        "Name",
        "Telefon",
        "E-Mail",
        "Programm für die Fernhilfe",
        "Auswählen…",
        "„Passwort kopieren“ anbieten",
        "„Passwort anzeigen“ anbieten",
        "Praxis Köln",
        "Protokoll",
        "Ordner mit den Einstellungen öffnen",
        "Ordner mit den Aufzeichnungen öffnen",
        "Abbrechen",
        "Speichern",
    ];
    assert_eq!(seen, expected);
}
