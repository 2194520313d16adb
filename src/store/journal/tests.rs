use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::domain::device::Fingerprint;
use crate::domain::identity::{DeviceId, Generation, Plane};
use crate::domain::probe::{ChangeReason, Doubt, Refusal, Silence};
use crate::domain::record::{Reveal, Step, Subject};

#[test]
fn records_are_read_as_they_were_appended() {
    let folder = tempfile::tempdir().unwrap();
    let records = some_records();
    for record in &records {
        open(folder.path()).append(record.clone()).unwrap();
    }
    assert_eq!(open(folder.path()).records(), records);
    assert_eq!(peek(folder.path(), &account()).unwrap(), records);
    assert_eq!(accounts(folder.path()).unwrap(), [account()]);
}

#[test]
fn absent_journal_is_empty_and_not_created_by_reading() {
    let folder = tempfile::tempdir().unwrap();
    assert!(open(folder.path()).is_new());
    assert!(!exists(folder.path(), &account()));
    assert_eq!(accounts(&folder.path().join("nowhere")).unwrap(), []);
}

#[test]
fn file_name_tells_nothing_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).append(some_records().remove(0)).unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(!name.contains("local"), "{name}");
        let (stem, _) = name.split_once('.').unwrap();
        assert!(stem.len() == 64 && stem.chars().all(|c| c.is_ascii_hexdigit()), "{name}");
    }
}

/// RELIABILITY R6: a crash at any byte of an append leaves the records before it, and the next append
/// works.
#[test]
fn append_torn_at_any_byte_has_not_happened() {
    let folder = tempfile::tempdir().unwrap();
    let records = some_records();
    for record in &records[..3] {
        open(folder.path()).append(record.clone()).unwrap();
    }
    let path = path(folder.path());
    let whole = fs::read(&path).unwrap();
    let lines: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').collect();
    for end in 0..whole.len() {
        for garbage in [&b""[..], &b"\0\0\0\0\0"[..]] {
            let mut torn = whole[..end].to_vec();
            torn.extend(garbage);
            fs::write(&path, &torn).unwrap();
            let complete = lines.iter().filter(|at| **at < end).count().saturating_sub(1);
            let mut journal = open(folder.path());
            assert_eq!(journal.records(), &records[..complete], "{end}");
            journal.append(records[4].clone()).unwrap();
            drop(journal);
            let mut expected = records[..complete].to_vec();
            expected.push(records[4].clone());
            assert_eq!(open(folder.path()).records(), expected, "{end}");
        }
    }
}

#[test]
fn damaged_line_is_named_and_nothing_is_overwritten() {
    let later = r#"{"counter":4,"at":"2026-01-01T00:00:00Z","by":"x","step":"teleported"}"#;
    let cases = [
        ("hello", 2, Damage::Foreign),
        ("", 2, Damage::Foreign),
        (r#"{"counter":4}"#, 2, Damage::Foreign),
        (
            r#"{"counter":-1,"at":"2026-01-01T00:00:00Z","by":"x","step":"asked"}"#,
            2,
            Damage::Foreign,
        ),
        (later, 2, Damage::NewerStep("teleported".into())),
    ];
    for (line, number, damage) in cases {
        let folder = tempfile::tempdir().unwrap();
        let records = some_records();
        open(folder.path()).append(records[0].clone()).unwrap();
        let path = path(folder.path());
        let text = fs::read_to_string(&path).unwrap();
        let (first, rest) = text.split_once('\n').unwrap();
        let changed = format!("{first}\n{line}\n{rest}");
        fs::write(&path, &changed).unwrap();
        assert_eq!(damage_of(folder.path()), (number, damage), "{line}");
        assert_eq!(fs::read_to_string(&path).unwrap(), changed);
    }
}

#[test]
fn foreign_first_line_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).append(some_records().remove(0)).unwrap();
    let path = path(folder.path());
    let text = fs::read_to_string(&path).unwrap();
    let cases = [
        (text.replace("\"format\":1", "\"format\":2"), Damage::NewerFormat(2)),
        (text.replace("\"format\":1", "\"format\":0"), Damage::Foreign),
        (text.replace("local", "other"), Damage::OtherAccount),
        (text.replace("\"format\"", "\"form\""), Damage::Foreign),
    ];
    for (changed, damage) in cases {
        fs::write(&path, changed).unwrap();
        assert_eq!(damage_of(folder.path()), (1, damage));
    }
}

#[test]
fn every_step_of_this_version_is_known_by_its_word() {
    for record in some_records() {
        let line = serde_json::to_value(&record).unwrap();
        let word = line["step"].as_str().unwrap().to_owned();
        assert!(STEPS.contains(&word.as_str()), "{word}");
    }
    assert_eq!(some_records().len(), STEPS.len());
}

#[test]
fn lock_is_free_again_when_it_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let held = AccountLock::take(folder.path(), &account()).unwrap();
    let second = AccountLock::take(folder.path(), &account());
    assert!(matches!(second, Err(Error::InProgress)));
    drop(held);
    assert!(AccountLock::take(folder.path(), &account()).is_ok());
}

#[test]
fn removed_journal_is_gone_and_its_lock_still_locks() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    journal.append(some_records().remove(0)).unwrap();
    journal.remove().unwrap();
    assert!(open(folder.path()).is_new());
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let header = first_line(&account());
        for prefix in [&[][..], &header] {
            let mut file = prefix.to_vec();
            file.extend(&bytes);
            let _ = parse(&file, &account());
        }
    }
}

fn damage_of(folder: &Path) -> (usize, Damage) {
    let lock = AccountLock::take(folder, &account()).unwrap();
    match Journal::open(lock) {
        Err(Error::Damaged { line, damage }) => (line, damage),
        other => panic!("not damaged: {other:?}"),
    }
}

fn open(folder: &Path) -> Journal {
    Journal::open(AccountLock::take(folder, &account()).unwrap()).unwrap()
}

fn path(folder: &Path) -> PathBuf {
    Place::of(folder, &account()).journal().to_owned()
}

fn account() -> AccountId {
    AccountId {
        device: DeviceId::from_random([7; 16]),
        plane: Plane::Management,
        user: "local".parse().unwrap(),
    }
}

/// One record of each step.
fn some_records() -> Vec<Record> {
    let generation = Generation::from_random([3; 16]);
    let subject = Subject::Stored(generation);
    let seen = Fingerprint::from_bytes([5; 32]);
    let refusal = Refusal::ChangeDemanded(ChangeReason::Expired);
    let steps = [
        Step::Adopted { generation, proven: true, task: false },
        Step::Prepared { generation },
        Step::Handed { generation },
        Step::Setting { generation },
        Step::Set { generation },
        Step::Abandoned { generation },
        Step::Asked,
        Step::Trying { subject: Subject::Typed },
        Step::Unsent { subject },
        Step::Proven { subject },
        Step::Refused { subject, refusal },
        Step::Doubtful { subject, doubt: Doubt::Silent(Silence::Reset) },
        Step::Untrusted { seen },
        Step::Trusted { seen },
        Step::Told { episode: 4 },
        Step::TaskOpened,
        Step::TaskDone,
        Step::Revealed { generation, how: Reveal::Copied },
    ];
    let record = |(counter, step)| Record {
        counter,
        at: Timestamp::from_second(1_700_000_000).unwrap(),
        by: "ärztin@EMPFANG-1 konnektorwart".into(),
        step,
    };
    (1..).zip(steps).map(record).collect()
}
