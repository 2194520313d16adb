use std::fs;

use jiff::Timestamp;
use proptest::prelude::*;

use super::slot::SLOT;
use super::*;
use crate::domain::identity::{DeviceId, Generation, Plane};
use crate::domain::probe::{Doubt, Outcome, Refusal, Silence};
use crate::domain::record::NoteState;

#[test]
fn newest_note_is_found_after_any_number_of_writes() {
    let folder = tempfile::tempdir().unwrap();
    let notes = Notes::new(folder.path());
    assert_eq!(notes.find(&account(1)).unwrap(), Found::Nothing);
    let at = notes.allocate(&account(1)).unwrap();
    assert_eq!(notes.find(&account(1)).unwrap(), Found::At(at, None));
    for counter in 1..20 {
        notes.write(&account(1), at, &note(counter)).unwrap();
        let fresh = Notes::new(folder.path());
        assert_eq!(fresh.find(&account(1)).unwrap(), Found::At(at, Some(note(counter))));
        let again = notes.find(&account(1)).unwrap();
        assert_eq!(again, Found::At(at, Some(note(counter))));
    }
    assert_eq!(fs::metadata(folder.path().join("notes.bin")).unwrap().len(), BLOCK as u64);
}

#[test]
fn account_has_one_block_however_often_it_is_allocated() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (Notes::new(folder.path()), Notes::new(folder.path()));
    let first = one.allocate(&account(1)).unwrap();
    let second = two.allocate(&account(2)).unwrap();
    assert_ne!(first, second);
    assert_eq!(two.allocate(&account(1)).unwrap(), first);
    assert_eq!(one.allocate(&account(2)).unwrap(), second);
}

#[test]
fn many_threads_and_two_writers_keep_every_accounts_note() {
    let folder = tempfile::tempdir().unwrap();
    let writers = [Notes::new(folder.path()), Notes::new(folder.path())];
    std::thread::scope(|scope| {
        for number in 0..16u8 {
            let notes = &writers[usize::from(number % 2)];
            scope.spawn(move || {
                let at = notes.allocate(&account(number)).unwrap();
                for counter in 1..=10 {
                    let counter = counter * 100 + u64::from(number);
                    notes.write(&account(number), at, &note(counter)).unwrap();
                }
            });
        }
    });
    for number in 0..16u8 {
        let expected = Some(note(1000 + u64::from(number)));
        let found = writers[0].find(&account(number)).unwrap();
        assert!(matches!(found, Found::At(_, note) if note == expected), "{number}");
    }
}

#[test]
fn torn_allocation_is_used_again_and_a_damaged_block_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.bin");
    let notes = Notes::new(folder.path());
    let hash = account_hash(&account(1));
    for torn in 0..SLOT {
        fs::write(&path, &slot::fresh_block(&hash)[..torn]).unwrap();
        assert_eq!(notes.find(&account(1)).unwrap(), Found::Nothing, "{torn}");
        assert_eq!(notes.allocate(&account(1)).unwrap(), Position(0), "{torn}");
    }
    let at = notes.allocate(&account(1)).unwrap();
    notes.write(&account(1), at, &note(1)).unwrap();
    notes.write(&account(1), at, &note(2)).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[100] ^= 1;
    bytes[SLOT + 100] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(notes.find(&account(1)), Err(Error::Damaged)));
    assert!(matches!(notes.find(&account(2)), Err(Error::Damaged)));
    assert!(matches!(notes.write(&account(1), at, &note(3)), Err(Error::Damaged)));
    assert_eq!(fs::read(&path).unwrap(), bytes, "a damaged block was overwritten");
    // Another account still gets a place.
    let second = notes.allocate(&account(2)).unwrap();
    notes.write(&account(2), second, &note(7)).unwrap();
    assert_eq!(notes.find(&account(2)).unwrap(), Found::At(second, Some(note(7))));
}

#[test]
fn note_that_does_not_fit_is_refused_before_writing() {
    let folder = tempfile::tempdir().unwrap();
    let notes = Notes::new(folder.path());
    let at = notes.allocate(&account(1)).unwrap();
    notes.write(&account(1), at, &note(1)).unwrap();
    for state in all_states() {
        let longest = Note {
            counter: u64::MAX,
            at: Timestamp::MAX,
            generation: Generation::from_random([255; 16]),
            state,
        };
        assert!(slot::payload(&longest).is_ok(), "{longest:?}");
    }
}

#[test]
fn answers_come_for_each_note_of_a_group() {
    let folder = tempfile::tempdir().unwrap();
    let notes = Notes::new(folder.path());
    let (sender, answers) = std::sync::mpsc::channel();
    for number in 0..50u8 {
        let at = notes.allocate(&account(number)).unwrap();
        let sender = sender.clone();
        notes.submit(&account(number), at, &note(1), move |result| {
            sender.send((number, result.is_ok())).unwrap();
        });
    }
    drop(sender);
    let mut answers: Vec<_> = answers.iter().collect();
    answers.sort_unstable();
    let expected: Vec<_> = (0..50).map(|number| (number, true)).collect();
    assert_eq!(answers, expected);
}

proptest! {
    /// Whatever is written in whatever order and wherever a write is torn: what is read is the last
    /// note that was acknowledged, or the one whose write was torn, never anything else.
    #[test]
    fn no_tear_makes_a_note_that_was_not_written(
        writes in proptest::collection::vec((any::<bool>(), 0..=SLOT, any::<bool>()), 1..40),
    ) {
        let hash = account_hash(&account(1));
        let mut block = slot::fresh_block(&hash).to_vec();
        let mut durable = None;
        for (counter, (is_torn, length, is_zeroed)) in (1..).zip(writes) {
            let Block::Of(_, newest) = Block::parse(&block) else {
                panic!("the block was lost");
            };
            let payload = slot::payload(&note(counter)).unwrap();
            let bytes = slot::slot(&hash, newest.sequence + 1, &payload);
            let start = (1 - newest.slot) * SLOT;
            if is_torn {
                if is_zeroed {
                    block[start..start + SLOT].fill(0);
                }
                block[start..start + length].copy_from_slice(&bytes[..length]);
            } else {
                block[start..start + SLOT].copy_from_slice(&bytes);
            }
            let Block::Of(_, newest) = Block::parse(&block) else {
                panic!("the block was lost");
            };
            let written = Some(note(counter));
            if is_torn {
                prop_assert!(newest.note == durable || newest.note == written);
                durable = newest.note;
            } else {
                prop_assert_eq!(&newest.note, &written);
                durable = written;
            }
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        let _ = find(&bytes, &account_hash(&account(1)));
    }
}

fn account(number: u8) -> AccountId {
    AccountId {
        device: DeviceId::from_random([number; 16]),
        plane: Plane::Client,
        user: "praxis".parse().unwrap(),
    }
}

fn note(counter: u64) -> Note {
    let states = all_states();
    let index = usize::try_from(counter).unwrap() % states.len();
    Note {
        counter,
        at: Timestamp::from_second(1_700_000_000).unwrap(),
        generation: Generation::from_random([1; 16]),
        state: states[index].clone(),
    }
}

fn all_states() -> Vec<NoteState> {
    vec![
        NoteState::Trying,
        NoteState::Unsent,
        NoteState::Ended(Outcome::Accepted),
        NoteState::Ended(Outcome::Refused(Refusal::ClientsystemUnknown)),
        NoteState::Ended(Outcome::Doubtful(Doubt::Silent(Silence::Unreadable))),
        NoteState::Ended(Outcome::Doubtful(Doubt::Fault(u32::MAX))),
    ]
}
