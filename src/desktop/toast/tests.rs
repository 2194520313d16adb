//! Toasts as values: key, words, buttons, how long they stay.

use super::*;
use crate::domain::notice::Impact;
use crate::text::samples::{REFUSED, all_clear, healths, trouble, words};

fn german(notice: &Notice) -> Toast {
    Toast::of(notice, &words(Language::German))
}

fn action(text: &str) -> Action {
    text.parse().unwrap()
}

#[test]
fn a_refused_password_asks_for_the_changed_one() {
    let notice = trouble(Topic::Credential, REFUSED, Impact::CardsGoOn, 1);
    let expected = Toast {
        key: Key::Episode("koeln".parse().unwrap(), Topic::Credential),
        text: ToastText {
            title: "Praxis Köln: Passwort von „local“ wird abgelehnt".into(),
            body: "Karten einlesen geht weiter, betroffen ist nur die Konnektor-Wartung. Geändert \
                   zwischen gestern, 18:02 und heute, 08:12. Ein weiterer Zugang ist betroffen. Es \
                   wird nicht weiter versucht."
                .into(),
        },
        without_buttons: Some("Nächster Schritt: Geändertes Passwort eintragen.".into()),
        buttons: vec![
            ("Passwort eintragen…".into(), action("enter koeln/management/local")),
            ("Später…".into(), action("later koeln")),
        ],
        shape: Some(Shape::Refused),
        stay: Stay::UntilClosed,
    };
    assert_eq!(german(&notice), expected);
}

#[test]
fn the_all_clear_takes_the_place_of_the_trouble() {
    let clear = german(&all_clear(Topic::Credential));
    let trouble = german(&trouble(Topic::Credential, REFUSED, Impact::CardsGoOn, 0));
    assert_eq!(clear.key, trouble.key);
    assert_eq!((clear.buttons, clear.stay), (vec![], Stay::AWhile));
}

#[test]
fn later_asks_when() {
    let id = "koeln".parse().unwrap();
    let toast = Toast::reminder(&id, "Praxis Köln", Language::German);
    assert_eq!(
        toast.buttons,
        [
            ("In 1 Stunde".to_owned(), action("tell remind koeln hour")),
            ("Morgen um 8:00".to_owned(), action("tell remind koeln tomorrow")),
            ("Nicht mehr erinnern (bleibt im Menü)".to_owned(), action("tell remind koeln never")),
        ]
    );
    assert_eq!(toast.text.title, "Praxis Köln");
}

#[test]
fn every_trouble_offers_its_next_step_and_later() {
    for health in healths() {
        if matches!(health, Health::Checking | Health::Proven) {
            continue;
        }
        let toast = german(&trouble(Topic::Reach, health.clone(), Impact::CardsMayFail, 0));
        assert_eq!(toast.buttons.len(), 2, "{health:?}");
        assert_eq!(toast.buttons[1].1, action("later koeln"));
        let is_told = matches!(health, Health::WatchedElsewhere(_));
        assert_eq!(toast.without_buttons.is_none(), is_told, "{health:?}");
    }
}
