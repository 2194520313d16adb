//! Revealing, the history and the days.

use std::sync::mpsc;
use std::time::Duration;

use konnektorwart::domain::command::Scope;
use konnektorwart::domain::days::{DayState, DaySum};
use konnektorwart::domain::record::{Reveal, Step};
use konnektorwart::store::config::{self, ConnectorChange, Edit};
use konnektorwart::store::keyring::Keyring;
use konnektorwart::text::{Language, Words};
use konnektorwart::watch::{self, NotRevealed, Setup, Update, once};
use secrecy::ExposeSecret;

use super::{files, holds, steps};
use crate::practice::{CHANGED, Practice, connector, management, memory};
use crate::watch::crash::FullDisk;

/// Only a broken program reaches this limit.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn s14_a_revealed_password_is_on_record_before_it_is_handed_out_and_costs_no_attempt() {
    let practice = Practice::new();
    let since = practice.mark();
    for how in [Reveal::Shown, Reveal::Copied] {
        let password = once::reveal(&practice.setup, &management(), how).expect("revealed");
        assert_eq!(password.expose_secret(), practice.password(&management()).expose_secret());
        let newest = steps(&practice.setup).into_iter().next();
        assert!(matches!(newest, Some(Step::Revealed { how: noted, .. }) if noted == how));
    }
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn s22_each_way_of_revealing_can_be_switched_off() {
    let practice = Practice::new();
    let reveal = |how| once::reveal(&practice.setup, &management(), how);
    config::edit(&practice.setup.folders, &[Edit::RevealCopy(false)]).expect("settings");
    let copied = reveal(Reveal::Copied);
    assert!(matches!(copied, Err(NotRevealed::SwitchedOff(Reveal::Copied))), "{copied:?}");
    assert!(reveal(Reveal::Shown).is_ok());
    config::edit(&practice.setup.folders, &[Edit::RevealShow(false)]).expect("settings");
    let shown = reveal(Reveal::Shown);
    assert!(matches!(shown, Err(NotRevealed::SwitchedOff(Reveal::Shown))), "{shown:?}");
    let revealed =
        steps(&practice.setup).iter().filter(|step| matches!(step, Step::Revealed { .. })).count();
    assert_eq!(revealed, 1, "a refused one is not on record");
}

#[test]
fn s15_nothing_is_revealed_in_a_disagreement() {
    let practice = Practice::new();
    let cleared = Setup { keyring: Keyring::with_store(memory()), ..practice.setup.clone() };
    let revealed = once::reveal(&cleared, &management(), Reveal::Shown);
    assert!(matches!(revealed, Err(NotRevealed::Disagreement)), "{revealed:?}");
}

#[test]
#[cfg(unix)]
fn s14_what_cannot_be_journalled_is_not_revealed() {
    let practice = Practice::new();
    let Some(_full) = FullDisk::over(&practice.setup.folders.data) else {
        return crate::left_out("a full disk", "mounting a small tmpfs needs root");
    };
    let reveal = || once::reveal(&practice.setup, &management(), Reveal::Shown);
    let is_kept_back = || matches!(reveal(), Err(NotRevealed::NotJournalled(_)));
    // The journal's last page has room for some records.
    assert!((0..100).any(|_| is_kept_back()), "the disk became full");
    for _ in 0..3 {
        assert!(is_kept_back());
    }
}

#[test]
fn the_history_tells_every_step_newest_first_and_no_password() {
    let practice = Practice::new();
    let all = once::history(&practice.setup, &Scope::All).expect("a history");
    assert!(all.is_sorted_by(|newer, older| newer.record.at >= older.record.at));
    let of_account: Vec<u64> = all
        .iter()
        .filter(|entry| entry.account == management())
        .map(|entry| entry.record.counter)
        .collect();
    assert!(of_account.is_sorted_by(|newer, older| newer >= older), "{of_account:?}");
    let one = once::history(&practice.setup, &Scope::Account(management())).expect("a history");
    assert_eq!(one.len(), of_account.len());

    let words = |language| Words::new(language, jiff::tz::TimeZone::UTC, jiff::Timestamp::now());
    let report = words(Language::German).report(&all);
    assert!(report.contains("Praxis Köln · Konnektor-Wartung · local: Anmeldung"), "{report}");
    assert!(report.contains("an EMPFANG-1, test"), "{report}");
    assert_eq!(report.lines().count(), all.len() + 3);
    assert!(!report.contains(practice.password(&management()).expose_secret()));
}

#[test]
fn a_day_keeps_its_worst_state_over_restarts_and_a_new_name_of_the_connector() {
    let practice = Practice::new();
    let today = |setup: &Setup| {
        let all = once::days(setup).expect("days");
        let of = all.iter().find(|days| days.account == management()).expect("the account");
        assert_eq!(of.days.len(), 30);
        (of.days.last().and_then(|(_, state)| *state), of.sum())
    };
    assert_eq!(today(&practice.setup), (None, DaySum::default()));
    watch_until(&practice.setup, |health| *health == konnektorwart::domain::health::Health::Proven);
    assert_eq!(today(&practice.setup), (Some(DayState::Proven), DaySum { in_order: 1, looked: 1 }));
    let first = practice.password(&management());
    practice.change_password(&management());
    watch_until(&practice.setup, konnektorwart::domain::health::Health::is_drift);
    let refused = (Some(DayState::Refused), DaySum { in_order: 0, looked: 1 });
    assert_eq!(today(&practice.setup), refused);
    // Being well again does not make the day good, and a new name loses nothing.
    practice.adopt(&practice.setup, &management(), CHANGED.into());
    let renamed = ConnectorChange::Name("Praxis am Dom".to_owned());
    let edit = [Edit::Connector(connector(), renamed)];
    config::edit(&practice.setup.folders, &edit).expect("settings");
    watch_until(&practice.setup, |health| *health == konnektorwart::domain::health::Health::Proven);
    assert_eq!(today(&practice.setup), refused);
    let content = files(&practice.setup.folders.data);
    assert!(!holds(&content, CHANGED) && !holds(&content, first.expose_secret()));
}

/// Runs the background task until the management account is so, and ends it.
fn watch_until(setup: &Setup, wanted: fn(&konnektorwart::domain::health::Health) -> bool) {
    let (sender, updates) = mpsc::channel();
    let deliver = Box::new(move |update| {
        let _ = sender.send(update);
    });
    let worker = watch::start(setup.clone(), deliver).expect("it starts");
    loop {
        let Update::Snapshot(snapshot) = updates.recv_timeout(LIMIT).expect("in time") else {
            continue;
        };
        let view = snapshot.account(&management()).expect("the account");
        // A remembered trouble is known before the check: its day begins with the check.
        if wanted(&view.health) && view.checked.is_some() && !view.checking {
            break;
        }
    }
    assert!(worker.stop(LIMIT), "the task ends in time");
}
