//! The sentence that stands first everywhere.

use crate::domain::health::{Health, Missing};
use crate::domain::notice::{Impact, Topic};
use crate::domain::snapshot::Pause;
use crate::text::samples::{REFUSED, at, connector, healths, snapshot, trouble, words};
use crate::text::{Language, Shape};

#[test]
fn menu_headline_toast_and_overview_say_the_same_sentence() {
    let words = words(Language::German);
    for health in healths().into_iter().filter(Health::is_drift) {
        let koeln = connector("koeln", "Praxis Köln", vec![("management/local", health.clone())]);
        let picture = snapshot(vec![koeln]);
        let toast = words.notice(&trouble(Topic::Credential, health, Impact::CardsGoOn, 0));
        assert_eq!(words.headline(&picture), toast.title);
        assert_eq!(words.overview(&picture).title, toast.title);
    }
}

#[test]
fn the_headline_names_one_trouble_and_counts_several() {
    let german = words(Language::German);
    type Case = (Vec<(&'static str, Health)>, &'static str, &'static str);
    let cases: [Case; 9] = [
        (vec![], "Noch kein Zugang eingerichtet", "No account is set up yet"),
        (
            vec![("management/local", REFUSED), ("client/doc", Health::Proven)],
            "Praxis Köln: Passwort von „local“ wird abgelehnt",
            "Praxis Köln: password of “local” is refused",
        ),
        (
            vec![("management/local", REFUSED), ("client/doc", Health::Locked)],
            "2 Zugänge: bitte ansehen",
            "2 accounts: please look",
        ),
        (
            vec![
                ("management/local", Health::Unreachable(no_network())),
                ("client/doc", Health::Unreachable(no_network())),
            ],
            "Praxis Köln: Konnektor nicht erreichbar",
            "Praxis Köln: connector unreachable",
        ),
        (
            vec![("management/local", Health::Proven), ("client/doc", Health::Proven)],
            "Beide Zugänge stimmen",
            "Both accounts are fine",
        ),
        (
            vec![
                ("management/local", Health::Proven),
                ("client/doc", Health::Proven),
                ("client/labor", Health::Proven),
                ("client/empfang", Health::Proven),
            ],
            "Alle 4 Zugänge stimmen",
            "All 4 accounts are fine",
        ),
        (
            vec![("management/local", Health::Checking), ("client/doc", Health::Proven)],
            "1 Zugang wird geprüft",
            "1 account is being checked",
        ),
        (
            vec![
                ("management/local", Health::WatchedElsewhere("EMPFANG-1".parse().unwrap())),
                ("client/doc", Health::Proven),
            ],
            "Praxis Köln: „local“ wird an EMPFANG-1 überwacht",
            "Praxis Köln: “local” is watched on EMPFANG-1",
        ),
        (
            vec![
                ("management/local", Health::WatchedElsewhere("EMPFANG-1".parse().unwrap())),
                ("client/doc", Health::Checking),
                ("client/labor", Health::Proven),
            ],
            "1 von 3 Zugängen bestätigt",
            "1 of 3 accounts confirmed",
        ),
    ];
    for (accounts, in_german, in_english) in cases {
        let picture = snapshot(vec![connector("koeln", "Praxis Köln", accounts)]);
        assert_eq!(german.headline(&picture), in_german);
        assert_eq!(words(Language::English).headline(&picture), in_english);
    }
}

fn no_network() -> crate::domain::probe::Unreached {
    crate::domain::probe::Unreached::NoNetwork
}

#[test]
fn all_is_well_only_if_every_shape_is_the_plain_tick() {
    let german = words(Language::German);
    let proven = vec![("management/local", Health::Proven), ("client/doc", Health::Proven)];
    let picture = |change: fn(&mut crate::domain::snapshot::AccountView)| {
        let mut koeln = connector("koeln", "Praxis Köln", proven.clone());
        change(&mut koeln.accounts[0]);
        snapshot(vec![koeln])
    };
    assert_eq!(german.headline(&picture(|_| {})), "Beide Zugänge stimmen");
    assert_eq!(
        german.headline(&picture(|account| account.task = true)),
        "Praxis Köln: Passwort von „local“ in x.concept noch eintragen"
    );
    assert_eq!(
        german.headline(&picture(|account| account.stale = true)),
        "Praxis Köln: „local“ zuletzt bestätigt vor 15 Stunden"
    );
}

#[test]
fn a_computer_outside_the_practice_is_no_trouble() {
    let health = Health::Unreachable(no_network());
    let mut koeln = connector("koeln", "Praxis Köln", vec![("client/doc", health)]);
    koeln.away = true;
    let picture = snapshot(vec![koeln]);
    assert_eq!(Shape::of_snapshot(&picture), Shape::Away);
    assert_eq!(words(Language::German).headline(&picture), "Praxis Köln: nicht im Praxisnetz");
}

#[test]
fn a_pause_stands_first() {
    let mut picture =
        snapshot(vec![connector("koeln", "Praxis Köln", vec![("client/doc", REFUSED)])]);
    picture.pause = Some(Pause { until: at("2026-11-24T21:00:00Z"), reason: "Umzug".into() });
    assert_eq!(words(Language::German).headline(&picture), "Pause bis 22:00 (Umzug)");
    assert_eq!(Shape::of_snapshot(&picture), Shape::Paused);
}

#[test]
fn what_was_rolled_out_awaits_the_service_provider() {
    let mut koeln =
        connector("koeln", "Köln", vec![("client/doc", Health::NotSetUp(Missing::Password))]);
    koeln.rolled_out = true;
    let words = words(Language::German);
    let awaited = "Einrichtung durch Ihre IT-Betreuung steht noch aus";
    assert_eq!(words.state(&koeln, &koeln.accounts[0]), awaited);
    assert_eq!(words.headline(&snapshot(vec![koeln])), format!("Köln: {awaited}"));
}
