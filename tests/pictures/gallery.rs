//! Every widget on one page.

use std::rc::Rc;

use konnektorwart_ui::{
    Day, DayState, Gallery, GalleryWords, Look, Mark, MenuEntry, RadioEntry, Step, Tokens,
    WidgetWords, Widgets,
};
use slint::platform::Key;
use slint::{ComponentHandle, ModelRc, SharedString, VecModel};

use crate::compare;
use crate::cut::cut_texts;
use crate::stage::Scene;

/// A window in which all of it is seen.
pub const WHOLE: (f32, f32) = (860.0, 1440.0);

fn model<T: Clone + 'static>(entries: Vec<T>) -> ModelRc<T> {
    ModelRc::from(Rc::new(VecModel::from(entries)))
}

/// Every shape.
pub const MARKS: [Mark; 23] = [
    Mark::Proven,
    Mark::Refused,
    Mark::ChangeDemanded,
    Mark::Locked,
    Mark::Unreachable,
    Mark::Unclear,
    Mark::CertificateChanged,
    Mark::Unverifiable,
    Mark::TaskOpen,
    Mark::Disagreement,
    Mark::KeyringUnavailable,
    Mark::WatchedElsewhere,
    Mark::NotSetUp,
    Mark::Checking,
    Mark::Paused,
    Mark::Away,
    Mark::Stale,
    Mark::Expiring,
    Mark::Pending,
    Mark::Running,
    Mark::Failed,
    Mark::Skipped,
    Mark::Info,
];

/// The gallery, filled with what a practice would see.
pub fn gallery(look: Look, size: (f32, f32), scale: f32) -> Scene<Gallery> {
    let scene = Scene::new(Gallery::new, size, scale);
    let page = &scene.page;
    let tokens = page.global::<Tokens>();
    tokens.set_look(look);
    tokens.set_still(true);
    tokens.set_mono_family("DejaVu Sans Mono".into());
    page.global::<Widgets>().set_words(WidgetWords {
        paste: "Einfügen".into(),
        reveal: "Anzeigen (halten)".into(),
        caps_lock: "Die Feststelltaste ist eingeschaltet.".into(),
        more: "Weitere Aktionen".into(),
    });
    page.set_words(words());
    page.set_marks(model(MARKS.to_vec()));
    page.set_list(model(
        ["immer", "bei Bedarf", "nie", "TLS Verschlüsselung mit Benutzername und Passwort"]
            .map(SharedString::from)
            .to_vec(),
    ));
    page.set_chosen(0);
    page.set_typed("Praxis Köln".into());
    let sentence = |text: &str, hint: &str| RadioEntry {
        text: text.into(),
        hint: hint.into(),
        disabled: false,
    };
    page.set_sentences(model(vec![
        sentence("Gleiches Gerät: Fingerabdruck verglichen, stimmt überein", ""),
        sentence("Neues Gerät einrichten…", "Übernimmt Name, Adresse, Kontext und Liste."),
        sentence("Weiß ich nicht – IT-Betreuung fragen", ""),
    ]));
    page.set_sentence(1);
    let entry = |id: &str, text: &str, disabled, separated| MenuEntry {
        id: id.into(),
        text: text.into(),
        disabled,
        separated,
    };
    page.set_entries(model(vec![
        entry("check", "Jetzt prüfen", false, false),
        entry("enter", "Geändertes Passwort eintragen…", false, false),
        entry("copy", "Passwort kopieren", true, true),
        entry("change", "Passwort am Konnektor ändern…", false, true),
    ]));
    let step = |mark, text: &str, duration: &str, remedy: &str| Step {
        mark,
        text: text.into(),
        duration: duration.into(),
        remedy: remedy.into(),
        state: SharedString::new(),
    };
    page.set_steps(model(vec![
        step(Mark::Proven, "Adresse gefunden", "1 ms", ""),
        step(Mark::Proven, "Zertifikat bekannt", "4 ms", ""),
        step(
            Mark::Failed,
            "Port antwortet nicht",
            "5,0 s",
            "Ist der Konnektor eingeschaltet und am Netz?",
        ),
        step(Mark::Running, "Kartenzugriff: Anmeldung als „doc“", "", ""),
        step(Mark::Pending, "Konnektor-Wartung: „local“", "", ""),
        step(Mark::Skipped, "Mandant, Clientsystem, Arbeitsplatz", "", ""),
    ]));
    let day = |state, text: &str| Day { state, text: text.into() };
    let mut days = vec![day(DayState::Absent, "27. Oktober: nicht geprüft"); 3];
    days.extend(vec![day(DayState::Good, "30. Oktober: bestätigt"); 18]);
    days.push(day(DayState::Unanswered, "17. November: nicht erreichbar"));
    days.extend(vec![day(DayState::Good, "18. November: bestätigt"); 5]);
    days.push(day(DayState::Bad, "23. November: gesperrt"));
    days.push(day(DayState::Trouble, "24. November: abgelehnt"));
    days.push(day(DayState::Trouble, "25. November: abgelehnt"));
    page.set_days(model(days));
    scene
}

fn words() -> GalleryWords {
    GalleryWords {
        title: "Benutzer „local“ · Praxis Köln".into(),
        lead: "Geben Sie das Passwort ein, das jetzt am Konnektor gilt. Konnektorwart meldet sich \
               einmal damit an und speichert es erst dann."
            .into(),
        problem: "Praxis Köln: Passwort von „local“ wird abgelehnt".into(),
        meaning: "Karten einlesen geht weiter, betroffen ist nur die Konnektor-Wartung. Das \
                  Passwort wurde zwischen gestern, 18:02 und heute, 08:12 geändert. Es wird nicht \
                  weiter versucht, damit der Zugang nicht gesperrt wird."
            .into(),
        next_step: "Geändertes Passwort eintragen".into(),
        open: "Weboberfläche öffnen".into(),
        support: "IT-Betreuung informieren".into(),
        place: "Praxis Köln".into(),
        address: "10.1.112.210".into(),
        device: "secunet · Firmware 5.50.4, aktuell".into(),
        plane: "Konnektor-Wartung".into(),
        user: "local".into(),
        state: "abgelehnt um 08:12 · zuletzt angenommen gestern, 18:02".into(),
        expires: "läuft am 12.12. ab (in 19 Tagen)".into(),
        changed: "geändert am 20.08.".into(),
        name: "Name:".into(),
        seconds: "Timeout in Sekunden:".into(),
        password: "Passwort".into(),
        attempt: "Die Prüfung verbraucht einen Anmeldeversuch. Nach unserer Zählung bleibt danach \
                  höchstens einer, dann kann der Konnektor den Zugang sperren."
            .into(),
        wrong: "Ein Port ist eine Zahl von 1 bis 65535.".into(),
        locked: "Von Ihrer IT-Betreuung vorgegeben.".into(),
        list: "Onlineprüfung:".into(),
        tick: "Mit Windows starten".into(),
        tick_hint: "Konnektorwart läuft dann im Hintergrund, sobald Sie angemeldet sind.".into(),
        question: "Was ist geschehen?".into(),
        more: "Konnektor-Wartung und Kontext".into(),
        more_summary:
            "Benutzer „local“, Port 8500 · Mandant m1, Clientsystem cs1, Arbeitsplatz ap1".into(),
        test: "Verbindung testen".into(),
        days: "Die letzten 30 Tage".into(),
        days_sum: "24 von 27".into(),
        port: "Port 8500".into(),
        first_line: "a81f00c3 54d9be72 0e6c91aa 3b7df418".into(),
        second_line: "92e54c0d 6f1183ba c7d0294e 8855e1f6".into(),
        later: "Abbrechen".into(),
        save: "Prüfen und speichern".into(),
        notice: "Der Test meldet sich mit jedem Zugang höchstens einmal an.".into(),
        subtle: "Später".into(),
    }
}

#[test]
fn looks_as_it_did() {
    for (name, look) in [("light", Look::Light), ("dark", Look::Dark), ("contrast", Look::Contrast)]
    {
        compare::check(&format!("gallery-de-{name}"), &gallery(look, WHOLE, 1.0));
    }
}

#[test]
fn lists_open_over_the_page() {
    let scene = gallery(Look::Light, WHOLE, 1.0);
    let (x, y) = scene.middle("Weitere Aktionen");
    scene.click(x, y);
    scene.picture();
    scene.key(Key::DownArrow);
    compare::check("gallery-menu-de-light", &scene);
    scene.key(Key::Escape);
    scene.page.invoke_focus_list();
    scene.key(Key::Return);
    scene.picture();
    scene.key(Key::DownArrow);
    compare::check("gallery-list-de-light", &scene);
}

#[test]
fn no_text_is_cut_at_any_scale_and_width() {
    for scale in [1.0, 1.5, 2.0] {
        for width in [860.0, 640.0] {
            let scene = gallery(Look::Light, (width, 1700.0), scale);
            scene.page.set_chosen(3);
            scene.picture();
            assert_eq!(cut_texts(&scene), Vec::<String>::new(), "{width} at {scale}");
        }
    }
}
