//! Records that do not fit together: nothing is sent, nothing is overwritten, a person decides (S15).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use konnektorwart::domain::health::Health;
use konnektorwart::domain::lockout::Withheld;
use konnektorwart::domain::monitor::Finding;
use konnektorwart::store::keyring::Keyring;
use konnektorwart::watch::{Adopted, Setup};

use crate::practice::{CHANGED, Practice, check, client, memory, setup};

const DISAGREEMENT: Finding = Finding::Store(Health::Disagreement);

/// Every file of the records with its content; locks are empty.
fn records(setup: &Setup) -> BTreeMap<PathBuf, Vec<u8>> {
    fn read(folder: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in folder.read_dir().expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(&path, into);
            } else {
                let content = std::fs::read(&path).expect("a file");
                into.insert(path, content);
            }
        }
    }
    let mut all = BTreeMap::new();
    read(&setup.folders.data, &mut all);
    all.retain(|path, _| path.extension().is_none_or(|extension| extension != "lock"));
    all
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").args([from, to]).status();
    assert!(copied.is_ok_and(|status| status.success()), "copied");
}

/// Checks some times, and holds that nothing was sent and nothing written.
fn holds_still(practice: &Practice, setup: &Setup, expected: &Finding) {
    let (since, before) = (practice.mark(), records(setup));
    for _ in 0..3 {
        assert_eq!(check(setup, &client()), *expected);
    }
    assert_eq!(practice.secrets(since, &client()), 0);
    assert_eq!(records(setup), before);
}

#[test]
fn s15_a_cleared_keyring_sends_nothing_and_a_typed_password_repairs_it() {
    let practice = Practice::new();
    let cleared = Setup { keyring: Keyring::with_store(memory()), ..practice.setup.clone() };
    holds_still(&practice, &cleared, &DISAGREEMENT);
    let adopted = practice.adopt(&cleared, &client(), practice.password(&client()));
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
    assert_eq!(check(&cleared, &client()), super::ACCEPTED);
}

#[test]
fn s15_passwords_without_a_journal_are_not_sent() {
    let practice = Practice::new();
    std::fs::remove_dir_all(&practice.setup.folders.data).expect("removed");
    std::fs::create_dir(&practice.setup.folders.data).expect("made");
    let since = practice.mark();
    for _ in 0..3 {
        assert_eq!(check(&practice.setup, &client()), DISAGREEMENT);
    }
    assert_eq!(practice.secrets(since, &client()), 0);
}

#[test]
fn s15_a_journal_of_last_week_sends_neither_its_password_nor_the_newest() {
    let practice = Practice::new();
    let data = practice.setup.folders.data.clone();
    let last_week = data.with_extension("last-week");
    copy(&data, &last_week);
    practice.change_password(&client());
    let adopted = practice.adopt(&practice.setup, &client(), CHANGED.into());
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
    std::fs::remove_dir_all(&data).expect("removed");
    copy(&last_week, &data);
    holds_still(&practice, &practice.setup, &DISAGREEMENT);
}

#[test]
fn s15_a_foreign_settings_folder_sends_nothing() {
    let practice = Practice::new();
    let root = tempfile::tempdir().expect("a folder");
    let other = setup(root.path(), "EMPFANG-1");
    std::fs::create_dir_all(&other.folders.settings).expect("made");
    let name = "settings.toml";
    let settings = practice.setup.folders.settings.join(name);
    std::fs::copy(settings, other.folders.settings.join(name)).expect("copied");
    std::fs::create_dir_all(&other.folders.data).expect("made");
    let since = practice.mark();
    for _ in 0..3 {
        let finding = check(&other, &client());
        assert_eq!(finding, Finding::Withheld(Withheld::NoPassword, None));
    }
    assert_eq!(practice.secrets(since, &client()), 0);
}

#[test]
fn s15_a_foreign_line_in_the_journal_is_damage_and_stays_as_it_is() {
    use std::io::Write;
    let practice = Practice::new();
    let journals = practice.setup.folders.data.join("journals");
    for entry in journals.read_dir().expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "lock") {
            continue;
        }
        let mut file = std::fs::File::options().append(true).open(path).expect("a journal");
        file.write_all(b"{\"foreign\": true}\n{\"another\": 1}\n").expect("written");
    }
    holds_still(&practice, &practice.setup, &Finding::Store(Health::StoreUnavailable));
}
