//! What is kept of accounts and handed to people: earlier passwords, revealing, history, days, another
//! device (SAFETY S2, S4, S5, S9, S14, S15, S22), proven by the device's own log and by what stays.

mod kept;

use std::path::Path;

use konnektorwart::domain::command::Scope;
use konnektorwart::domain::device::Fingerprint;
use konnektorwart::domain::expiry::Taking;
use konnektorwart::domain::identity::{Generation, Plane};
use konnektorwart::domain::lockout::Withheld;
use konnektorwart::domain::monitor::Finding;
use konnektorwart::domain::probe::{Acceptance, Refusal, Verdict};
use konnektorwart::domain::record::{Step, Subject};
use konnektorwart::simulator::{self, Port};
use konnektorwart::store::keyring::Keyring;
use konnektorwart::watch::{self, Adopted, Setup, once};
use secrecy::{ExposeSecret, SecretString};

use crate::practice::{CHANGED, Practice, check, client, connector, management, memory};

const ACCEPTED: Finding = Finding::Judged(Verdict::Accepted(Acceptance::Full));

/// The password of management was changed and taken over; the one before it.
fn with_an_earlier_password() -> (Practice, SecretString, Generation) {
    let practice = Practice::new();
    let first = practice.password(&management());
    practice.change_password(&management());
    let adopted = practice.adopt(&practice.setup, &management(), CHANGED.into());
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
    let earlier = once::earlier(&practice.setup, &management()).expect("a list");
    let [kept] = earlier.as_slice() else { panic!("{earlier:?}") };
    assert!(kept.accepted.is_some() && kept.refused.is_none() && !kept.current, "{kept:?}");
    let generation = kept.generation;
    (practice, first, generation)
}

/// A backup is imported: the device has the password of before.
fn restore(practice: &Practice, password: SecretString) {
    let plane = simulator::Plane::Management;
    practice.sim.set_password(plane, "local", password).expect("set");
}

fn steps(setup: &Setup) -> Vec<Step> {
    let scope = Scope::Account(management());
    let history = once::history(setup, &scope).expect("a history");
    history.into_iter().map(|entry| entry.record.step).collect()
}

/// Every byte that this computer keeps in files.
fn files(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in folder.read_dir().expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => all.extend(std::fs::read(&path).unwrap_or_default()),
        }
    }
    all
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn s14_an_earlier_password_is_tried_once_and_current_again_when_it_is_accepted() {
    let (practice, first, generation) = with_an_earlier_password();
    let newer = once::overview(&practice.setup).expect("a picture");
    let changed = newer.account(&management()).and_then(|view| view.changed).expect("a date");
    assert_eq!(changed.taking, Taking::Change);
    restore(&practice, first);
    assert!(matches!(check(&practice.setup, &management()), Finding::Judged(Verdict::Refused(_))));

    let since = practice.mark();
    let mut asked = Vec::new();
    let tried = once::try_earlier(&practice.setup, &management(), generation, &mut |question| {
        asked.push(question.clone());
        true
    });
    assert_eq!(tried.expect("no error"), Adopted::Proven(generation));
    assert_eq!(practice.secrets(since, &management()), 1);
    assert_eq!((asked.len(), asked[0].failures, asked[0].same_as_refused), (1, 1, false));

    // It is watched again, the other one stays, and the practice software has to get it.
    assert_eq!(check(&practice.setup, &management()), ACCEPTED);
    let others = once::earlier(&practice.setup, &management()).expect("a list");
    assert!(others.len() == 1 && others[0].generation != generation, "{others:?}");
    assert!(others[0].refused.is_some(), "its refusal stays on record: {others:?}");
    let picture = once::overview(&practice.setup).expect("a picture");
    let view = picture.account(&management()).expect("the account");
    assert!(view.task);
    // It keeps its own age: it was the first one here.
    assert_eq!(view.changed.map(|date| date.taking), Some(Taking::First));
    assert!(view.expires.is_none());
}

#[test]
fn s2_s4_a_refused_earlier_password_costs_one_attempt_and_changes_nothing_else() {
    let (practice, _, generation) = with_an_earlier_password();
    let limit = once::question(&practice.setup, &management()).expect("facts").limit;
    let since = practice.mark();
    let mut yes = |_: &watch::Question| true;
    let tried = once::try_earlier(&practice.setup, &management(), generation, &mut yes);
    let refused = Adopted::Refused(Refusal::Credential(401), limit - 1);
    assert_eq!(tried.expect("no error"), refused);
    assert_eq!(practice.secrets(since, &management()), 1);
    // Journalled like every other attempt: asked, begun, refused.
    let subject = Subject::Stored(generation);
    let refusal = Refusal::Credential(401);
    let newest: Vec<Step> = steps(&practice.setup).into_iter().take(3).collect();
    let expected = [Step::Refused { subject, refusal }, Step::Trying { subject }, Step::Asked];
    assert_eq!(newest, expected);
    // The current one is still current; after a refusal of any password it is sent asked only (S8), and
    // its proof ends the count.
    let held_back = Finding::Withheld(Withheld::RefusedForAnother { user: None }, None);
    assert_eq!(check(&practice.setup, &management()), held_back);
    assert_eq!(practice.secrets(since, &management()), 1);
    let adopted = practice.adopt(&practice.setup, &management(), CHANGED.into());
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
    assert_eq!(check(&practice.setup, &management()), ACCEPTED);
    let facts = once::question(&practice.setup, &management()).expect("facts");
    assert_eq!((facts.spare, facts.failures), (limit, 0));
    // The refused one is told before it is tried again.
    let mut asked = None;
    let declined = once::try_earlier(&practice.setup, &management(), generation, &mut |question| {
        asked = Some(question.same_as_refused);
        false
    });
    assert_eq!((declined.expect("no error"), asked), (Adopted::Declined, Some(true)));
    assert_eq!(practice.secrets(since, &management()), 3);
}

#[test]
fn s5_what_an_attempt_costs_is_known_before_anything_is_typed_and_costs_nothing() {
    let practice = Practice::new();
    practice.change_password(&management());
    practice.change_password(&client());
    for account in [management(), client()] {
        assert!(matches!(check(&practice.setup, &account), Finding::Judged(Verdict::Refused(_))));
    }
    let since = practice.mark();
    let facts = once::question(&practice.setup, &management()).expect("facts");
    assert_eq!((facts.spare, facts.limit, facts.failures), (2, 3, 1));
    assert!(facts.stored && !facts.is_last() && !facts.change_unknown && !facts.unverifiable);
    assert!(matches!(facts.refused, Some((_, Refusal::Credential(401)))), "{facts:?}");
    // Both drifted at the same check; but there is no earlier password to offer.
    assert_eq!(facts.drifted_together, [client()]);
    assert!(!facts.earlier && !facts.suggests_earlier());
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn s14_several_accounts_that_drift_together_suggest_the_earlier_password() {
    let (practice, first, _) = with_an_earlier_password();
    restore(&practice, first);
    practice.change_password(&client());
    for account in [management(), client()] {
        assert!(matches!(check(&practice.setup, &account), Finding::Judged(Verdict::Refused(_))));
    }
    let facts = once::question(&practice.setup, &management()).expect("facts");
    assert_eq!(facts.drifted_together, [client()]);
    assert!(facts.suggests_earlier());
}

#[test]
fn s15_in_a_disagreement_the_choice_is_written_down_before_anything_is_sent() {
    let (practice, first, generation) = with_an_earlier_password();
    std::fs::remove_dir_all(&practice.setup.folders.data).expect("removed");
    std::fs::create_dir(&practice.setup.folders.data).expect("made");
    restore(&practice, first);
    let entries = once::earlier(&practice.setup, &management()).expect("a list");
    assert_eq!(entries.len(), 2, "a person chooses among all of them: {entries:?}");
    let since = practice.mark();
    let mut told = None;
    let tried = once::try_earlier(&practice.setup, &management(), generation, &mut |question| {
        told = Some(question.disagreement);
        true
    });
    assert_eq!((tried.expect("no error"), told), (Adopted::Proven(generation), Some(true)));
    assert_eq!(practice.secrets(since, &management()), 1);
    // Every entry of the keyring is named, none is forgotten (S14).
    let kept = once::earlier(&practice.setup, &management()).expect("a list");
    assert_eq!(kept.len(), 1);
    assert_eq!(check(&practice.setup, &management()), ACCEPTED);
}

#[test]
fn s15_a_kept_password_that_is_gone_from_the_keyring_sends_nothing() {
    let (practice, _, generation) = with_an_earlier_password();
    let cleared = Setup { keyring: Keyring::with_store(memory()), ..practice.setup.clone() };
    let since = practice.mark();
    let tried = once::try_earlier(&cleared, &management(), generation, &mut |_| true);
    assert!(matches!(tried, Err(watch::Error::Keyring(_))), "{tried:?}");
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn a_changed_password_and_its_task_are_one_record() {
    let (practice, _, _) = with_an_earlier_password();
    let newest = steps(&practice.setup).into_iter().next();
    assert!(matches!(newest, Some(Step::Adopted { proven: true, task: true, .. })), "{newest:?}");
    let picture = once::overview(&practice.setup).expect("a picture");
    assert!(picture.account(&management()).is_some_and(|view| view.task));
    once::task_done(&practice.setup, &management()).expect("done");
    let picture = once::overview(&practice.setup).expect("a picture");
    assert!(picture.account(&management()).is_some_and(|view| !view.task));
}

#[test]
fn s9_another_device_takes_over_everything_but_the_passwords_and_the_old_ones_stay() {
    let (practice, first, _) = with_an_earlier_password();
    let old_ports = once::look(&practice.setup, &connector()).expect("ports");
    let old: Vec<_> = old_ports.iter().filter_map(watch::Port::shown).collect();
    let before = once::overview(&practice.setup).expect("a picture").connectors.remove(0).profile;
    for port in [Port::Pvs, Port::Management] {
        practice.sim.renew_certificate(port, None).expect("renewed");
    }
    restore(&practice, first.clone());

    // What changed can be held side by side.
    let ports = once::look(&practice.setup, &connector()).expect("ports");
    let known: Vec<_> = ports.iter().filter_map(|port| port.known.clone()).collect();
    assert_eq!(known, old);
    let shown: Vec<_> = ports.iter().filter_map(watch::Port::shown).collect();
    assert!(shown.iter().zip(&old).all(|(new, old)| new.fingerprint != old.fingerprint));
    assert!(shown.iter().all(|facts| facts.bits.is_some() && facts.valid_from < facts.valid_until));

    let since = practice.mark();
    let confirmed: Vec<(Plane, Fingerprint)> = ports
        .iter()
        .filter_map(|port| port.shown().map(|facts| (port.plane, facts.fingerprint)))
        .collect();
    let to_ask = once::new_device(&practice.setup, &connector(), &confirmed).expect("set up");
    assert_eq!(to_ask, [client(), management()]);
    let after = once::overview(&practice.setup).expect("a picture").connectors.remove(0).profile;
    assert_ne!(after.device, before.device);
    let as_before = konnektorwart::domain::profile::ConnectorProfile {
        device: before.device,
        pins: before.pins.clone(),
        ..after
    };
    assert_eq!(as_before, before, "name, address, context and accounts are taken over");
    for account in [client(), management()] {
        let finding = check(&practice.setup, &account);
        assert_eq!(finding, Finding::Withheld(Withheld::NoPassword, None));
        assert_eq!(once::earlier(&practice.setup, &account).expect("a list"), []);
    }
    assert_eq!(practice.all_secrets(since), 0, "no stored password goes to another device");

    let earlier = once::earlier_devices(&practice.setup).expect("a list");
    let [device] = earlier.as_slice() else { panic!("{earlier:?}") };
    assert_eq!(Some(device.device), before.device);
    let replaced = device.replaced.as_ref().expect("what it was");
    assert_eq!((replaced.name.as_str(), &replaced.connector), ("Praxis Köln", &connector()));
    assert_eq!(device.certificates.len(), 2);
    let passwords: Vec<usize> = device.accounts.iter().map(|kept| kept.passwords).collect();
    assert_eq!(passwords.iter().sum::<usize>(), 3, "all of them are kept: {device:?}");
    // A password that a person enters belongs to the new device.
    let adopted = practice.adopt(&practice.setup, &management(), first);
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
    assert_eq!(check(&practice.setup, &management()), ACCEPTED);
}

#[test]
fn s9_the_certificate_of_the_present_device_is_no_other_device() {
    let practice = Practice::new();
    let ports = once::look(&practice.setup, &connector()).expect("ports");
    let confirmed: Vec<(Plane, Fingerprint)> = ports
        .iter()
        .filter_map(|port| port.shown().map(|facts| (port.plane, facts.fingerprint)))
        .collect();
    let refused = once::new_device(&practice.setup, &connector(), &confirmed);
    assert!(matches!(refused, Err(watch::Error::NotAnotherDevice)), "{refused:?}");
    assert_eq!(once::earlier_devices(&practice.setup).expect("a list"), []);
    assert_eq!(check(&practice.setup, &management()), ACCEPTED);
}

#[test]
fn s17_no_file_of_the_records_holds_a_password() {
    let (practice, first, generation) = with_an_earlier_password();
    let mut yes = |_: &watch::Question| true;
    once::try_earlier(&practice.setup, &management(), generation, &mut yes).expect("no error");
    let how = konnektorwart::domain::record::Reveal::Copied;
    once::reveal(&practice.setup, &management(), how).expect("revealed");
    let all = [files(&practice.setup.folders.data), files(&practice.setup.folders.settings)];
    for content in &all {
        assert!(!holds(content, first.expose_secret()) && !holds(content, CHANGED));
    }
}
