//! The main job, end to end: a password is changed on the device, a toast says so, a person enters it.

use crate::keyboard::Keyboard;
use crate::notifications::Notifications;
use crate::panel::Panel;
use crate::password::TITLE;
use crate::practice::{Practice, client, management};
use crate::program::Program;
use crate::screen_reader::ScreenReader;
use crate::wait_for;

const REFUSED: &str = "Praxis Köln: Passwort von „local“ wird abgelehnt";

#[test]
fn from_the_change_in_the_web_ui_to_the_all_clear() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let (panel, toasts) =
        (Panel::start(&practice.session), Notifications::start(&practice.session));
    let program = Program::start(&practice.session);
    panel.wait_for_icon();
    let calm = panel.wait_for_headline("Beide Zugänge stimmen");
    let calm_pixels = panel.pixels();
    assert!(calm.line("Konnektor-Wartung · local – bestätigt").has_icon);
    assert_eq!(panel.tooltip(), "Beide Zugänge stimmen");

    practice.change_password(&management());
    let before = practice.secrets(&management());
    panel.check_until(|| practice.secrets(&management()) > before);
    let trouble = toasts.next();
    assert_eq!(trouble.title, REFUSED);
    assert!(trouble.body.contains("Karten einlesen"), "{}", trouble.body);
    assert!(trouble.body.contains("Geändert "), "{}", trouble.body);
    assert!(trouble.body.ends_with("Es wird nicht weiter versucht."), "{}", trouble.body);
    assert_eq!(trouble.desktop_entry.as_deref(), Some("de.konnektorwart.Konnektorwart"));
    assert!(trouble.has_picture);
    assert_eq!((trouble.replaces, trouble.timeout), (0, 0), "it stays until it is closed");

    let menu = panel.wait_for_headline(REFUSED);
    assert_eq!(menu.0[1].label, "Geändertes Passwort eintragen…");
    assert!(menu.line("Konnektor-Wartung · local – abgelehnt").has_icon);
    assert_ne!(panel.pixels(), calm_pixels);
    assert_eq!(panel.tooltip(), REFUSED);

    // Three impatient clicks are answered, and send nothing more.
    let mut answer = 0;
    for _ in 0..3 {
        panel.click("Jetzt prüfen");
        let said = toasts.next();
        assert!(said.body.contains("Nicht erneut geprüft: Dieses Passwort wurde um "), "{said:#?}");
        assert_eq!(said.replaces, answer);
        answer = said.id;
    }
    panel.click("Geändertes Passwort eintragen…");
    wait_for("the window", || Keyboard(&practice.session).window(TITLE));

    practice.adopt_and_ring(&management(), &program);
    let clear = toasts.next();
    assert_eq!(clear.title, "Praxis Köln: wieder in Ordnung");
    assert!(clear.body.starts_with("Anmeldung als „local“ gelingt wieder"), "{}", clear.body);
    assert_eq!(clear.replaces, trouble.id, "it takes the trouble's place");
    assert_eq!(practice.secrets(&management()), before + 2, "one refused, one accepted");
    wait_for("the trouble to leave the menu", || {
        let headline = panel.menu().0[0].label.clone();
        (headline != REFUSED).then_some(())
    });
    assert!(toasts.is_quiet());
}

#[test]
fn the_buttons_of_a_toast_do_what_they_say() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let (panel, toasts) =
        (Panel::start(&practice.session), Notifications::start(&practice.session));
    let _program = Program::start(&practice.session);
    panel.wait_for_icon();
    panel.wait_for_headline("Beide Zugänge stimmen");
    practice.change_password(&client());
    let before = practice.secrets(&client());
    panel.check_until(|| practice.secrets(&client()) > before);
    let trouble = toasts.next();
    assert_eq!(trouble.title, "Praxis Köln: Passwort von „praxis“ wird abgelehnt");
    assert!(trouble.body.contains("wenn x.concept noch das alte Passwort verwendet"));
    let labels: Vec<&str> = trouble.buttons.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["", "Passwort eintragen…", "Später…"]);
    assert_eq!(trouble.buttons[0].0, "default", "a click on the toast itself");

    toasts.press(&trouble, trouble.button("Passwort eintragen…"));
    wait_for("the window", || Keyboard(&practice.session).window(TITLE));
}

#[test]
fn later_asks_when_and_the_answer_ends_the_episode_s_toasts() {
    let Some(practice) = Practice::start() else {
        return;
    };
    let (panel, toasts) =
        (Panel::start(&practice.session), Notifications::start(&practice.session));
    let program = Program::start(&practice.session);
    panel.wait_for_icon();
    panel.wait_for_headline("Beide Zugänge stimmen");
    practice.change_password(&management());
    let before = practice.secrets(&management());
    panel.check_until(|| practice.secrets(&management()) > before);
    let trouble = toasts.next();
    toasts.press(&trouble, trouble.button("Später…"));
    let question = toasts.next();
    assert_eq!(question.title, "Praxis Köln");
    let labels: Vec<&str> = question.buttons[1..].iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["In 1 Stunde", "Morgen um 8:00", "Nicht mehr erinnern (bleibt im Menü)"]);
    // The question is still open when the password is entered: it goes, the all-clear comes.
    practice.adopt_and_ring(&management(), &program);
    assert_eq!(toasts.next_closed(), question.id);
    assert_eq!(toasts.next().title, "Praxis Köln: wieder in Ordnung");
}

#[test]
fn where_buttons_are_not_shown_the_text_names_the_next_step_and_markup_is_escaped() {
    let Some(practice) = Practice::named("Dr. <Wer> & Söhne") else {
        return;
    };
    let panel = Panel::start(&practice.session);
    let reader = ScreenReader::start(&practice.session);
    let toasts = Notifications::with(&practice.session, &["body", "body-markup"]);
    let _program = Program::start(&practice.session);
    panel.wait_for_icon();
    panel.wait_for_headline("Beide Zugänge stimmen");
    practice.change_password(&management());
    let before = practice.secrets(&management());
    panel.check_until(|| practice.secrets(&management()) > before);
    let trouble = toasts.next();
    assert_eq!(trouble.title, "Dr. <Wer> & Söhne: Passwort von „local“ wird abgelehnt");
    assert!(trouble.buttons.is_empty());
    let step = "Nächster Schritt: Geändertes Passwort eintragen.";
    assert!(trouble.body.ends_with(step), "{}", trouble.body);
    let menu = panel.wait_for_headline(&trouble.title);
    assert!(!menu.0[0].is_enabled);
    panel.activate();
    let overview = reader.wait_for("Konnektorwart", |page| page.says("abgelehnt um "));
    assert!(overview.says(&trouble.title), "the same sentence, not:\n{overview}");
}
