use std::fs;

use super::*;
use crate::domain::identity::{DeviceId, Generation, Plane};
use crate::domain::probe::Refusal;
use crate::domain::record::{Record, Step, Subject};
use crate::platform::machine;

#[test]
fn own_refusal_is_kept_and_published() {
    let home = Home::new();
    let ledgers = home.ledgers();
    assert_eq!(ledgers.record(&account(), &refused_at(5), 6, at()).unwrap(), None);
    let (view, notices) = ledgers.view(&account()).unwrap();
    assert_eq!((view.refused, view.by, notices), (5, None, Vec::new()));
    assert_eq!(view.counter, 5);
    let published = fs::read_to_string(home.published()).unwrap();
    assert!(published.contains("\"refused\": 5"), "{published}");
}

#[test]
fn entry_never_goes_back() {
    let home = Home::new();
    home.ledgers().record(&account(), &refused_at(9), 10, at()).unwrap();
    home.ledgers().record(&account(), &refused_at(5), 6, at()).unwrap();
    home.ledgers().record(&account(), &Standing::default(), 1, at()).unwrap();
    assert_eq!(home.ledgers().view(&account()).unwrap().0.refused, 9);
}

#[test]
fn nothing_is_written_when_nothing_changes() {
    let home = Home::new();
    home.ledgers().record(&account(), &refused_at(5), 6, at()).unwrap();
    let before = fs::metadata(home.published()).unwrap().modified().unwrap();
    home.ledgers().record(&account(), &refused_at(5), 6, at()).unwrap();
    assert_eq!(fs::metadata(home.published()).unwrap().modified().unwrap(), before);
}

/// A probe that succeeds writes nothing here, and another user's later refusal still counts more.
#[test]
fn acceptances_are_written_in_advance() {
    let home = Home::new();
    let accepted = |counter| {
        let generation = Generation::from_random([1; 16]);
        let proven = Step::Proven { subject: Subject::Stored(generation) };
        let record = record(counter, proven);
        Standing::of([&record], None)
    };
    home.ledgers().record(&account(), &accepted(5), 6, at()).unwrap();
    let written = fs::read(home.published()).unwrap();
    for counter in [6, 500, 1005] {
        home.ledgers().record(&account(), &accepted(counter), counter + 1, at()).unwrap();
        assert_eq!(fs::read(home.published()).unwrap(), written);
    }
    // What another user would see of us.
    let path = home.published();
    let Some(content) = parse(&fs::read(path).unwrap()) else {
        panic!("not readable");
    };
    assert!(content.entries[&account()].accepted > 1005);
    assert_eq!(home.ledgers().view(&account()).unwrap().0, LedgerView::default());
    home.ledgers().record(&account(), &accepted(1006), 1007, at()).unwrap();
    assert_ne!(fs::read(home.published()).unwrap(), written);
}

#[test]
fn refusal_survives_the_loss_of_the_data_folder() {
    let home = Home::new();
    home.ledgers().record(&account(), &refused_at(5), 6, at()).unwrap();
    fs::remove_file(home.root.path().join("ledger.json")).unwrap();
    assert_eq!(home.ledgers().view(&account()).unwrap().0.refused, 5);
}

#[test]
fn own_ledger_that_somebody_removed_is_published_again() {
    let home = Home::new();
    home.ledgers().record(&account(), &refused_at(5), 6, at()).unwrap();
    fs::remove_file(home.published()).unwrap();
    home.ledgers().record(&account(), &refused_at(5), 6, at()).unwrap();
    assert!(home.published().exists());
}

#[test]
fn machine_without_a_folder_keeps_our_own_ledger() {
    let home = Home::new();
    fs::remove_dir(home.root.path().join("machine")).unwrap();
    let user = machine::user().unwrap();
    let alone = Ledgers::new(home.root.path(), None, user);
    alone.record(&account(), &refused_at(5), 6, at()).unwrap();
    assert_eq!(alone.view(&account()).unwrap().0.refused, 5);
    // A folder that went missing is a notice, and our own entry counts.
    let notice = home.ledgers().record(&account(), &refused_at(6), 7, at()).unwrap();
    assert!(matches!(notice, Some(Notice::NotPublished(_))), "{notice:?}");
    assert_eq!(home.ledgers().view(&account()).unwrap().0.refused, 6);
}

#[test]
fn damaged_own_ledger_is_an_error_and_stays() {
    let home = Home::new();
    for text in ["", "{", "{\"format\":2,\"user\":\"\",\"entries\":[]}"] {
        fs::write(home.root.path().join("ledger.json"), text).unwrap();
        assert!(matches!(home.ledgers().view(&account()), Err(Error::Damaged)));
        let written = home.ledgers().record(&account(), &refused_at(5), 6, at());
        assert!(matches!(written, Err(Error::Damaged)));
        assert_eq!(fs::read_to_string(home.root.path().join("ledger.json")).unwrap(), text);
    }
}

#[test]
fn file_that_is_not_its_owners_is_ignored_with_a_notice() {
    let home = Home::new();
    let planted = home.root.path().join("machine").join("ledger-99999.json");
    let lines = home.ledgers().to_bytes(&Ledger::from([(account(), entry(7))]));
    fs::write(&planted, lines).unwrap();
    let folder = home.root.path().join("machine").join("ledger-S-1-5-21-1.json");
    fs::create_dir(&folder).unwrap();
    let (view, mut notices) = home.ledgers().view(&account()).unwrap();
    notices.sort();
    assert_eq!(view, LedgerView::default());
    assert_eq!(notices, [Notice::NotItsOwner(planted), Notice::NotReadable(folder)]);
}

#[test]
fn names_that_are_no_ledger_are_not_looked_at() {
    for name in ["ledger-.json", "ledger-../x.json", "ledger-1.json.tmp", "ledger", "x-1.json"] {
        assert_eq!(files_seen::id_in(name, PREFIX), None, "{name}");
    }
    assert_eq!(files_seen::id_in("ledger-1000.json", PREFIX), Some("1000"));
    assert_eq!(files_seen::id_in("ledger-S-1-5-21-7.json", PREFIX), Some("S-1-5-21-7"));
}

#[test]
fn entries_of_all_accounts_survive_being_written_and_read() {
    let home = Home::new();
    let mut ledger = Ledger::new();
    for number in 0..10 {
        let mut account = account();
        account.device = DeviceId::from_random([number; 16]);
        ledger.insert(account, entry(u64::from(number)));
    }
    let bytes = home.ledgers().to_bytes(&ledger);
    let Some(content) = parse(&bytes) else {
        panic!("not readable");
    };
    assert_eq!(*content.entries, ledger);
}

struct Home {
    root: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("machine")).unwrap();
        Self { root }
    }

    fn ledgers(&self) -> Ledgers {
        let machine = self.root.path().join("machine");
        Ledgers::new(self.root.path(), Some(&machine), machine::user().unwrap())
    }

    fn published(&self) -> PathBuf {
        let id = machine::user().unwrap().id;
        self.root.path().join("machine").join(format!("ledger-{id}.json"))
    }
}

fn refused_at(counter: u64) -> Standing {
    let subject = Subject::Stored(Generation::from_random([1; 16]));
    let refusal = Refusal::Credential(401);
    let refused = record(counter, Step::Refused { subject, refusal });
    Standing::of([&refused], None)
}

fn record(counter: u64, step: Step) -> Record {
    Record { counter, at: at(), by: String::new(), step }
}

fn entry(refused: u64) -> Entry {
    Entry { accepted: 1, refused, at: Some(at()) }
}

fn at() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

fn account() -> AccountId {
    AccountId {
        device: DeviceId::from_random([7; 16]),
        plane: Plane::Management,
        user: "Local".parse().unwrap(),
    }
}
