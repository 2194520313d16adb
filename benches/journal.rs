//! The journal: one durable append, and reading 10,000 records with their fold, as at every attempt.
//!
//!     cargo bench --bench journal

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use konnektorwart::domain::identity::{AccountId, DeviceId, Generation, Plane};
use konnektorwart::domain::probe::{Outcome, Refusal};
use konnektorwart::domain::record::{Note, NoteState, Record, Step, Subject};
use konnektorwart::domain::standing::Standing;
use konnektorwart::store::journal::{AccountLock, Journal, Place};
use konnektorwart::store::notes::Notes;

const RECORDS: u64 = 10_000;

fn append(c: &mut Criterion) {
    let mut group = c.benchmark_group("journal");
    group.throughput(Throughput::Elements(1));
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    let mut counter = 0;
    group.bench_function("append one record, durably", |b| {
        b.iter(|| {
            counter += 1;
            journal.append(record(counter)).unwrap();
        });
    });
    // What the disk alone takes: the same bytes, written and synced without a journal.
    let mut bare = std::fs::File::create(folder.path().join("bare")).unwrap();
    let line = serde_json::to_vec(&record(1)).unwrap();
    group.bench_function("the same bytes, written and synced bare", |b| {
        b.iter(|| {
            std::io::Write::write_all(&mut bare, &line).unwrap();
            bare.sync_data().unwrap();
        });
    });
    group.finish();
}

fn append_many(c: &mut Criterion) {
    let mut group = c.benchmark_group("journal");
    group.sample_size(10);
    group.throughput(Throughput::Elements(RECORDS));
    // In memory where there is such a folder: what the program itself costs, without the disk.
    let memory = Path::new("/dev/shm");
    group.bench_function("append 10,000 records, in memory", |b| {
        let folder = || match memory.is_dir() {
            true => tempfile::tempdir_in(memory).unwrap(),
            false => tempfile::tempdir().unwrap(),
        };
        b.iter_batched(folder, fill, BatchSize::PerIteration);
    });
    group.finish();
}

fn replay(c: &mut Criterion) {
    let mut group = c.benchmark_group("journal");
    group.throughput(Throughput::Elements(RECORDS));
    let folder = tempfile::tempdir().unwrap();
    // Written in one piece: the disk is not measured here.
    let mut journal = open(folder.path());
    journal.append(record(1)).unwrap();
    let path = Place::of(folder.path(), &account()).journal().to_owned();
    let mut text = std::fs::read(&path).unwrap();
    for counter in 2..=RECORDS {
        serde_json::to_writer(&mut text, &record(counter)).unwrap();
        text.push(b'\n');
    }
    drop(journal);
    std::fs::write(&path, text).unwrap();
    group.bench_function("read and fold 10,000 records", |b| {
        b.iter(|| {
            let journal = open(folder.path());
            assert_eq!(journal.records().len(), 10_000);
            black_box(Standing::of(journal.records(), None))
        });
    });
    group.finish();
}

fn notes(c: &mut Criterion) {
    let mut group = c.benchmark_group("notes");
    let folder = tempfile::tempdir().unwrap();
    let notes = Notes::new(folder.path());
    let at = notes.allocate(&account()).unwrap();
    let mut counter = 0;
    group.bench_function("write one note, durably", |b| {
        b.iter(|| {
            counter += 1;
            notes.write(&account(), at, &note(counter)).unwrap();
        });
    });
    group.bench_function("find a note", |b| b.iter(|| notes.find(&account()).unwrap()));
    group.finish();
}

fn fill(folder: tempfile::TempDir) -> tempfile::TempDir {
    let mut journal = open(folder.path());
    for counter in 1..=RECORDS {
        journal.append(record(counter)).unwrap();
    }
    folder
}

fn open(folder: &Path) -> Journal {
    Journal::open(AccountLock::take(folder, &account()).unwrap()).unwrap()
}

fn account() -> AccountId {
    AccountId {
        device: DeviceId::from_random([7; 16]),
        plane: Plane::Management,
        user: "local".parse().unwrap(),
    }
}

fn generation() -> Generation {
    Generation::from_random([1; 16])
}

/// Attempts with their outcomes, every tenth a refusal.
fn record(counter: u64) -> Record {
    let subject = Subject::Stored(generation());
    let refusal = Refusal::Credential(401);
    Record {
        counter,
        at: Timestamp::from_second(1_700_000_000).unwrap(),
        by: "maria@EMPFANG-1 konnektorwart-tray".into(),
        step: match counter % 10 {
            0 => Step::Refused { subject, refusal },
            n if n % 2 == 1 => Step::Trying { subject },
            _ => Step::Proven { subject },
        },
    }
}

fn note(counter: u64) -> Note {
    Note {
        counter,
        at: Timestamp::from_second(1_700_000_000).unwrap(),
        generation: generation(),
        state: NoteState::Ended(Outcome::Accepted),
    }
}

criterion_group!(benches, append, append_many, replay, notes);
criterion_main!(benches);
