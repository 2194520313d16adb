//! What the overview says and offers, for each state.

use super::super::Moment;
use super::view::{Button, Top, View, Wish};
use crate::desktop::action::Action;
use crate::domain::health::{Health, Urgency};
use crate::domain::practice::{Access, Offer};
use crate::domain::snapshot::{Pause, Snapshot};
use crate::text::samples::{REFUSED, at, connector, healths, snapshot, words};
use crate::text::{Language, Shape, ToastText};

fn view_with(picture: &Snapshot, wish: &Wish) -> View {
    let words = words(Language::German);
    let now = Moment { snapshot: Some(picture), words: &words, failed: None, refused: None };
    View::of(&now, &[], wish)
}

fn view(picture: &Snapshot) -> View {
    view_with(picture, &Wish::default())
}

/// Praxis Köln with these accounts.
fn koeln(accounts: Vec<(&str, Health)>) -> Snapshot {
    snapshot(vec![connector("koeln", "Praxis Köln", accounts)])
}

fn actions(buttons: &[Button]) -> Vec<String> {
    buttons.iter().map(|button| format!("{} <{}>", button.text, button.action)).collect()
}

fn buttons(view: &View) -> Vec<String> {
    match &view.top {
        Top::Calm { .. } => Vec::new(),
        Top::Banner { buttons, .. } => actions(buttons),
    }
}

#[test]
fn when_all_is_well_one_sentence_says_so_and_nothing_else() {
    let picture = koeln(vec![("management/local", Health::Proven), ("client/doc", Health::Proven)]);
    let view = view(&picture);
    let sentence = "Beide Zugänge stimmen".to_owned();
    assert_eq!(view.top, Top::Calm { shape: Shape::Proven, sentence });
    assert_eq!((view.lines.len(), view.remarks.len()), (0, 0));
    assert_eq!(view.cards[0].accounts[0].state, "bestätigt vor 15 Stunden");
}

#[test]
fn the_worst_problem_is_the_banner_with_its_next_step_first() {
    let mut picture = koeln(vec![("management/local", REFUSED), ("client/doc", Health::Proven)]);
    picture.connectors[0].accounts[1].accepted = Some(at("2026-11-24T08:12:00Z"));
    let Top::Banner { urgency, shape, title, body, .. } = view(&picture).top else {
        panic!("no banner");
    };
    assert_eq!((urgency, shape), (Urgency::Trouble, Shape::Refused));
    assert_eq!(title, "Praxis Köln: Passwort von „local“ wird abgelehnt");
    assert_eq!(
        body,
        "Karten einlesen geht weiter, betroffen ist nur die Konnektor-Wartung. Geändert zwischen \
         gestern, 18:02 und heute, 08:12. Es wird nicht weiter versucht, damit der Zugang nicht \
         gesperrt wird."
    );
    assert_eq!(
        buttons(&view(&picture)),
        [
            "Geändertes Passwort eintragen <enter koeln/management/local>",
            "Konnektor-Weboberfläche öffnen <web-ui koeln>",
            "IT-Betreuung informieren <support koeln/management/local>",
        ]
    );
}

#[test]
fn further_problems_are_lines_with_a_step_of_their_own_the_worst_first() {
    let brühl = connector(
        "bruehl",
        "Zweigpraxis Brühl",
        vec![("management/wart", Health::Proven), ("client/zweig", Health::Locked)],
    );
    let köln = connector("koeln", "Praxis Köln", vec![("management/local", REFUSED)]);
    let mut picture = snapshot(vec![köln, brühl]);
    picture.connectors[1].accounts[0].task = true;
    let view = view(&picture);
    let Top::Banner { title, body, .. } = &view.top else { panic!("no banner") };
    assert_eq!(title, "2 Zugänge: bitte ansehen");
    assert!(body.starts_with("Praxis Köln: Passwort von „local“ wird abgelehnt. "), "{body}");
    let lines: Vec<_> = view
        .lines
        .iter()
        .map(|line| {
            let steps: Vec<Button> = line.step.iter().chain(&line.second).cloned().collect();
            (line.sentence.as_str(), actions(&steps))
        })
        .collect();
    assert_eq!(
        lines,
        [
            (
                "Zweigpraxis Brühl: Zugang „zweig“ ist gesperrt",
                vec!["Was tun? <explain bruehl/client/zweig>".to_owned()]
            ),
            (
                "Zweigpraxis Brühl: Passwort von „wart“ in x.concept noch eintragen",
                vec![
                    "Ja, eingetragen <tell task-done bruehl/management/wart>".to_owned(),
                    "Anleitung <task bruehl/management/wart>".to_owned(),
                ]
            ),
        ]
    );
}

#[test]
fn every_state_has_a_row_and_every_problem_an_offer_of_help() {
    for health in healths() {
        let picture = koeln(vec![("management/local", health.clone())]);
        let view = view(&picture);
        assert!(!view.cards[0].accounts[0].state.is_empty(), "{health:?}");
        match &view.top {
            Top::Calm { shape, .. } => assert!(shape.urgency() < Urgency::Waiting, "{health:?}"),
            Top::Banner { body, buttons, urgency, .. } => {
                assert!(*urgency >= Urgency::Waiting && !body.is_empty(), "{health:?}");
                let support = Action::Support(Some("koeln/management/local".parse().unwrap()));
                assert!(buttons.iter().any(|button| button.action == support), "{health:?}");
            }
        }
    }
}

#[test]
fn an_account_s_menu_offers_what_can_be_done_with_it() {
    let picture = koeln(vec![("management/local", REFUSED)]);
    let menu = |picture: &Snapshot| -> Vec<String> {
        let entries = &view(picture).cards[0].accounts[0].menu;
        let told = |entry: &super::card::Entry| {
            format!("{}{}", entry.text, if entry.is_enabled { "" } else { " (aus)" })
        };
        entries.iter().map(told).collect()
    };
    assert_eq!(
        menu(&picture),
        [
            "Jetzt prüfen",
            "Was bedeutet das?",
            "Geändertes Passwort eintragen…",
            "Passwort am Konnektor ändern…",
            "Früheres Passwort prüfen…",
            "Passwort kopieren",
            "Passwort anzeigen…",
            "Konnektor-Konfiguration…",
            "IT-Betreuung informieren…",
        ]
    );
    let mut without = picture.clone();
    without.practice.copying = Offer::SwitchedOff;
    assert!(menu(&without).contains(&"Passwort kopieren (aus)".to_owned()));
}

#[test]
fn who_may_only_look_is_offered_nothing_that_changes_anything() {
    for health in healths() {
        let mut picture = koeln(vec![("management/local", health.clone())]);
        picture.connectors[0].accounts[0].task = true;
        picture.practice.access = Access::MembersOf("Praxisleitung".into());
        let view = view(&picture);
        let mut offered: Vec<&Action> = Vec::new();
        if let Top::Banner { buttons, .. } = &view.top {
            let primary = buttons.first().map(|button| &button.action);
            assert!(matches!(primary, Some(Action::Support(_))), "{health:?}");
            offered.extend(buttons.iter().map(|button| &button.action));
        }
        for line in &view.lines {
            offered.extend(line.step.iter().chain(&line.second).map(|button| &button.action));
        }
        let rows = view.cards.iter().flat_map(|card| &card.accounts);
        offered.extend(rows.flat_map(|row| &row.menu).map(|entry| &entry.action));
        for action in offered {
            assert!(!action.needs_operator(), "{health:?}: {action}");
        }
        assert_eq!(view.remarks[0].title, "Hier können Sie nur nachsehen");
        assert!(!view.can_add);
    }
}

#[test]
fn a_pause_says_until_when_and_offers_its_end() {
    let mut picture = koeln(vec![("management/local", REFUSED)]);
    picture.pause = Some(Pause { until: at("2026-11-24T21:00:00Z"), reason: String::new() });
    let view = view(&picture);
    assert_eq!(buttons(&view), ["Pause beenden <tell resume>"]);
    assert!(!view.can_check && view.cards[0].accounts[0].is_stale);
    assert_eq!(view.lines.len(), 1);
}

#[test]
fn what_is_old_looks_old() {
    let mut picture = koeln(vec![("management/local", Health::Proven)]);
    picture.connectors[0].accounts[0].stale = true;
    let row = &view(&picture).cards[0].accounts[0];
    assert_eq!((row.shape, row.is_stale), (Shape::Stale, true));
    assert_eq!(row.state, "zuletzt bestätigt vor 15 Stunden");
}

#[test]
fn without_a_connector_the_assistant_is_the_way() {
    assert_eq!(buttons(&view(&snapshot(Vec::new()))), ["Konnektor einrichten… <assist>"]);
}

#[test]
fn a_watch_that_did_not_start_says_why_and_offers_another_try() {
    let words = words(Language::German);
    let text = ToastText { title: "Die Überwachung läuft nicht".into(), body: "Darum.".into() };
    let now = Moment { snapshot: None, words: &words, failed: Some(&text), refused: None };
    let view = View::of(&now, &[], &Wish::default());
    assert_eq!(
        buttons(&view),
        [
            "Erneut versuchen <tell reread>",
            "Ordner der Einstellungen öffnen <folder>",
            "IT-Betreuung informieren <support>",
        ]
    );
}

#[test]
fn many_connectors_are_folded_with_the_troubled_first_and_can_be_searched() {
    let of = |n: usize| {
        let health = if n == 7 { REFUSED } else { Health::Proven };
        connector(&format!("p{n}"), &format!("Praxis {n}"), vec![("client/doc", health)])
    };
    let picture = snapshot((0..9).map(of).collect());
    let all = view(&picture);
    assert!(all.is_long && all.cards.iter().all(|card| card.is_folded));
    assert_eq!(all.cards[0].name, "Praxis 7");
    assert_eq!(all.cards[1].name, "Praxis 0");
    let wish = Wish { search: "praxis 3".into(), ..Wish::default() };
    let found = view_with(&picture, &wish);
    assert_eq!(found.cards.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["Praxis 3"]);
    let wish = Wish { search: "Mond".into(), ..Wish::default() };
    assert_eq!(view_with(&picture, &wish).rest, "Kein Konnektor passt zu „Mond“.");
    let wish =
        Wish { unfolded: [picture.connectors[2].profile.id.clone()].into(), ..Wish::default() };
    assert!(
        !view_with(&picture, &wish)
            .cards
            .iter()
            .find(|card| card.name == "Praxis 2")
            .unwrap()
            .is_folded
    );
}
