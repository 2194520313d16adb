//! A new user's path: no settings at all, the assistant, the tray says that all is well. Only the keyboard
//! is used, and nothing is known but what a screen reader reads.

use std::path::PathBuf;

use konnektorwart::simulator::{Entry, Port, Settings, Simulator};
use secrecy::ExposeSecret;

use crate::keyboard::Keyboard;
use crate::panel::Panel;
use crate::program::Program;
use crate::screen_reader::{Reading, Role, ScreenReader};
use crate::session::Session;

const TITLE: &str = "Konnektor einrichten";

/// The person in front of the window.
struct Person<'a> {
    reader: &'a ScreenReader,
    keyboard: Keyboard<'a>,
}

impl Person<'_> {
    fn reads(&self, words: &str) -> Reading {
        self.reader.wait_for(TITLE, |reading| reading.says(words))
    }

    /// Presses Tab until the keyboard is at a control whose name begins like this.
    fn goes_to(&self, name: &str) {
        for _ in 0..40 {
            let reading = self.reader.window(TITLE);
            if reading.focused().is_some_and(|one| one.name.starts_with(name)) {
                return;
            }
            self.keyboard.press(&["Tab"]);
        }
        panic!("the keyboard never comes to {name:?}:\n{}", self.reader.window(TITLE));
    }

    fn presses(&self, name: &str) {
        self.goes_to(name);
        self.keyboard.press(&["Return"]);
    }

    fn writes(&self, field: &str, text: &str) {
        self.goes_to(field);
        self.keyboard.press(&["ctrl+a"]);
        self.keyboard.write(text);
        self.reader.wait_for(TITLE, |reading| {
            let entry = reading.0.iter().find(|one| one.role == Role::Entry && one.name == field);
            entry.is_some_and(|one| one.text.as_deref() == Some(text))
        });
    }
}

fn secrets(sim: &Simulator) -> usize {
    let is_secret = |entry: &Entry| matches!(entry, Entry::Request { secret: Some(_), .. });
    sim.log().iter().filter(|line| is_secret(&line.entry)).count()
}

#[test]
fn from_no_settings_to_a_watched_account_with_the_keyboard_alone() {
    let Some(session) = Session::start() else { return };
    let sim = Simulator::start(Settings::default()).expect("the simulator");
    let (panel, reader) = (Panel::start(&session), ScreenReader::start(&session));
    let _program = Program::start(&session);
    panel.wait_for_icon();
    reader.window(TITLE);
    let person = Person { reader: &reader, keyboard: Keyboard(&session) };
    person.keyboard.focus(TITLE);

    person.reads("Welcher Konnektor?");
    person.writes("Name", "Praxis Koeln");
    person.writes("IP-Adresse", "127.0.0.1");
    person.presses("Ports");
    person.writes("PVS-Port", &sim.pvs_address().port().to_string());
    person.writes("Port der Weboberfläche", &sim.management_address().port().to_string());
    person.presses("Konnektor suchen");

    // The certificate: what is shown is what the device has.
    person.reads("Ist es der richtige Konnektor?");
    for port in [Port::Pvs, Port::Management] {
        let shown = sim.fingerprint(port).expect("a TLS port");
        let digits: String = shown.chars().filter(char::is_ascii_hexdigit).collect();
        person.reads(&digits[..8].to_lowercase());
    }
    for port in [sim.pvs_address().port(), sim.management_address().port()] {
        person.goes_to(&format!("Port {port}: alle acht Gruppen"));
        person.keyboard.press(&["space"]);
    }
    person.presses("Weiter");

    person.reads("Welcher Benutzer ist in x.concept hinterlegt?");
    person.writes("Benutzername", "local");
    assert_eq!(secrets(&sim), 0, "nothing secret before the password");
    assert!(!settings(&session).contains("praxis-koeln"), "nothing half saved");
    person.presses("Weiter");

    person.reads("Wird dieser Zugang schon an einem anderen Rechner überwacht?");
    person.keyboard.press(&["Down", "Down"]);
    person.presses("Konnektor speichern");

    person.reads("Welches Passwort hat „local“?");
    person.reads("Die Prüfung verbraucht einen Anmeldeversuch.");
    let password = sim.password(konnektorwart::simulator::Plane::Management, "local");
    let password = password.expect("an account of the device");
    person.goes_to("Passwort");
    person.keyboard.write(password.expose_secret());
    person.keyboard.press(&["Return"]);

    let reading = person.reads("Verbindung testen");
    let reading = match reading.says("meldet sich je einmal") {
        true => reading,
        false => person.reads("meldet sich je einmal"),
    };
    assert!(reading.says("local"), "{reading}");
    let before = secrets(&sim);
    person.presses("Verbindung testen");
    person.reads("Alle Schritte sind gelungen.");
    assert_eq!(secrets(&sim), before + 1, "one login, as announced");
    person.presses("Weiter");
    person.reads("So bleibt das Symbol sichtbar");
    person.presses("Weiter");
    person.reads("Das wird jetzt überwacht");
    panel.wait_for_headline("Der Zugang stimmt");
    person.reads("Konnektor-Wartung · local – bestätigt");
    person.presses("Fertig");
    reader.wait_until_closed(TITLE);

    let settings = settings(&session);
    assert!(settings.contains("[connector.praxis-koeln]"), "{settings}");
    assert!(!settings.contains(password.expose_secret()));
}

fn settings(session: &Session) -> String {
    let files: Vec<PathBuf> = files_below(&session.home());
    let file = files.iter().find(|file| file.ends_with("settings.toml"));
    file.map(|file| std::fs::read_to_string(file).expect("the settings")).unwrap_or_default()
}

fn files_below(folder: &std::path::Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.path().is_dir() {
            true => files_below(&entry.path()),
            false => vec![entry.path()],
        })
        .collect()
}
