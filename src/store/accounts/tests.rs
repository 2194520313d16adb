use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::*;
use crate::domain::identity::{DeviceId, Generation, Plane};
use crate::domain::probe::{Outcome, Refusal};
use crate::domain::record::{NoteState, Step};
use crate::platform::machine;

#[test]
fn adopted_password_is_current_after_a_restart() {
    let home = Home::new();
    let generation = home.adopt("eins");
    let opened = home.accounts().open(&account()).unwrap();
    assert_eq!(opened.agreement(), &Agreement::Agreed);
    assert_eq!(opened.standing().current, Some(generation));
    assert_eq!(password(&opened, generation), "eins");
    assert_eq!(home.keyring.head(&account()), Ok(Some(generation)));
}

#[test]
fn second_opener_is_told_at_once() {
    let home = Home::new();
    let accounts = home.accounts();
    let first = accounts.open(&account()).unwrap();
    assert!(accounts.open(&account()).unwrap_err().is_in_progress());
    assert!(home.accounts().open(&account()).unwrap_err().is_in_progress());
    assert!(accounts.peek(&account()).unwrap().in_progress);
    drop(first);
    assert!(accounts.open_within(&account(), Duration::from_secs(10)).is_ok());
}

#[test]
fn looking_at_an_account_never_keeps_its_prober_out() {
    let home = Home::new();
    home.adopt("eins");
    let accounts = home.accounts();
    let looked = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !looked.load(std::sync::atomic::Ordering::Relaxed) {
                accounts.peek(&account()).unwrap();
            }
        });
        for _ in 0..20 {
            let opened = home.accounts().open_within(&account(), Duration::from_secs(10));
            assert!(opened.is_ok(), "{opened:?}");
        }
        looked.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn note_without_outcome_is_found_after_a_crash() {
    let home = Home::new();
    let generation = home.adopt("eins");
    let mut opened = home.accounts().open(&account()).unwrap();
    let note =
        Note { counter: opened.next_counter(), at: at(9), generation, state: NoteState::Trying };
    opened.write_note(note.clone()).unwrap();
    drop(opened);
    let opened = home.accounts().open(&account()).unwrap();
    assert_eq!(opened.note(), Some(&note));
    assert_eq!(opened.standing().failures().len(), 1);
    assert!(opened.next_counter() > note.counter);
}

#[test]
fn refusal_in_a_note_reaches_the_ledger_even_after_a_crash() {
    let home = Home::new();
    let generation = home.adopt("eins");
    let mut opened = home.accounts().open(&account()).unwrap();
    let counter = opened.next_counter();
    let refused = NoteState::Ended(Outcome::Refused(Refusal::Credential(401)));
    let note = Note { counter, at: at(9), generation, state: refused };
    opened.write_note(note).unwrap();
    // The program dies here, before `publish`.
    drop(opened);
    let opened = home.accounts().open(&account()).unwrap();
    assert_eq!(opened.ledger().refused, counter);
}

/// SAFETY S15: each way in which journal and keyring can contradict each other is a state.
#[test]
fn disagreements_are_told_and_nothing_is_overwritten() {
    type Harm = fn(&Home);
    let cases: [(&str, Harm); 5] = [
        ("journal gone", |home| std::fs::remove_dir_all(home.data().join("journals")).unwrap()),
        ("journal of last week", |home| home.restore_journal()),
        ("cleared keyring", |home| {
            let entries = home.keyring.entries(&account(), []).unwrap();
            for entry in entries {
                home.keyring.delete(&account(), entry.generation).unwrap();
            }
            home.keyring.delete_head(&account()).unwrap();
        }),
        ("notes gone", |home| std::fs::remove_file(home.data().join("notes.bin")).unwrap()),
        ("foreign data folder", |home| std::fs::remove_dir_all(home.data()).unwrap()),
    ];
    for (name, harm) in cases {
        let home = Home::new();
        let first = home.adopt("eins");
        home.keep_journal();
        let second = home.adopt("zwei");
        harm(&home);
        let head = home.keyring.head(&account()).unwrap();
        let opened = home.accounts().open(&account()).unwrap();
        let expected = match name {
            "journal gone" | "foreign data folder" => Disagreement::JournalMissing { head: second },
            "journal of last week" => Disagreement::JournalOlder { head: second },
            "cleared keyring" => Disagreement::EntryMissing { generation: second },
            _ => Disagreement::NotesMissing,
        };
        assert_eq!(opened.agreement(), &Agreement::Disagreed(expected), "{name}");
        assert_eq!(home.keyring.head(&account()).unwrap(), head, "{name}: head was moved");
        if name != "cleared keyring" {
            let found: Vec<_> =
                opened.entries().unwrap().into_iter().map(|entry| entry.generation).collect();
            assert_eq!(found, [first, second], "{name}");
        }
    }
}

#[test]
fn persons_choice_ends_a_disagreement_and_forgets_no_entry() {
    let home = Home::new();
    let first = home.adopt("eins");
    home.keep_journal();
    let second = home.adopt("zwei");
    home.restore_journal();
    let accounts = home.accounts();
    let mut opened = accounts.open(&account()).unwrap();
    opened.choose(first, at(20)).unwrap();
    assert_eq!(opened.agreement(), &Agreement::Agreed);
    assert_eq!(opened.standing().current, Some(first));
    drop(opened);
    let mut opened = accounts.open(&account()).unwrap();
    assert_eq!(opened.agreement(), &Agreement::Agreed);
    let third = opened.store_password(&"drei".into(), at(21)).unwrap();
    let proven = true;
    let step = Step::Adopted { generation: third, proven, task: false };
    opened.append(at(21), step).unwrap();
    drop(opened);
    // Even without a journal the chain reaches all three.
    let chain = home.keyring.entries(&account(), []).unwrap();
    let chain: Vec<_> = chain.into_iter().map(|entry| entry.generation).collect();
    assert_eq!(chain, [first, second, third]);
}

#[test]
fn newly_typed_password_ends_every_disagreement() {
    let harms: [fn(&Home); 5] = [
        |home| std::fs::remove_dir_all(home.data().join("journals")).unwrap(),
        |home| home.restore_journal(),
        |home| std::fs::remove_file(home.data().join("notes.bin")).unwrap(),
        |home| home.damage_head(),
        |home| {
            let current = home.keyring.head(&account()).unwrap().unwrap();
            home.keyring.delete(&account(), current).unwrap();
        },
    ];
    for (number, harm) in harms.into_iter().enumerate() {
        let home = Home::new();
        home.adopt("eins");
        home.keep_journal();
        home.adopt("zwei");
        harm(&home);
        let opened = home.accounts().open(&account()).unwrap();
        assert!(matches!(opened.agreement(), Agreement::Disagreed(_)), "{number}");
        drop(opened);
        let third = home.adopt("drei");
        let opened = home.accounts().open(&account()).unwrap();
        assert_eq!(opened.agreement(), &Agreement::Agreed, "{number}");
        assert_eq!(opened.standing().current, Some(third), "{number}");
    }
}

#[test]
fn label_that_lags_behind_a_crash_is_moved_at_the_next_opening() {
    let home = Home::new();
    let first = home.adopt("eins");
    let second = home.adopt("zwei");
    home.keyring.set_head(&account(), first).unwrap();
    let opened = home.accounts().open(&account()).unwrap();
    assert_eq!(opened.agreement(), &Agreement::Agreed);
    assert_eq!(home.keyring.head(&account()), Ok(Some(second)));
}

#[test]
fn keyring_that_does_not_answer_is_no_disagreement() {
    let home = Home::new();
    home.adopt("eins");
    let locked = || Err(::keyring::Error::NoStorageAccess("Prompt".into()));
    let keyring = Keyring::with_opener(locked, keyring::LIMIT);
    let accounts = home.accounts_with(keyring);
    let opened = accounts.open(&account()).unwrap();
    assert_eq!(opened.agreement(), &Agreement::Unknown(keyring::Error::Locked));
}

#[test]
fn keyring_cleared_while_running_is_noticed_when_the_password_is_read() {
    let home = Home::new();
    home.adopt("eins");
    let accounts = home.accounts();
    drop(accounts.open(&account()).unwrap());
    let current = home.keyring.head(&account()).unwrap().unwrap();
    home.keyring.delete(&account(), current).unwrap();
    // The entry is missed when it is read for the next attempt.
    let opened = accounts.open(&account()).unwrap();
    assert_eq!(opened.read_password(current).unwrap_err(), keyring::Error::Absent);
    drop(opened);
    let opened = accounts.open(&account()).unwrap();
    assert!(matches!(opened.agreement(), Agreement::Disagreed(_)));
}

#[test]
fn deleted_account_leaves_nothing_in_journal_and_keyring() {
    let home = Home::new();
    let first = home.adopt("eins");
    let second = home.adopt("zwei");
    home.accounts().open(&account()).unwrap().delete().unwrap();
    assert_eq!(home.keyring.head(&account()), Ok(None));
    for generation in [first, second] {
        let read = home.keyring.read(&account(), generation);
        assert_eq!(read.unwrap_err(), keyring::Error::Absent);
    }
    assert_eq!(home.accounts().known().unwrap(), []);
    let opened = home.accounts().open(&account()).unwrap();
    assert_eq!(opened.agreement(), &Agreement::Agreed);
}

struct Home {
    root: tempfile::TempDir,
    keyring: Keyring,
    store: Arc<::keyring::CredentialStore>,
}

impl Home {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let store: Arc<::keyring::CredentialStore> = ::keyring::mock::Store::new().unwrap();
        let keyring = Keyring::with_store(Arc::clone(&store));
        std::fs::create_dir(root.path().join("machine")).unwrap();
        Self { root, keyring, store }
    }

    fn folders(&self) -> Folders {
        Folders::under(self.root.path())
    }

    fn data(&self) -> PathBuf {
        self.folders().data
    }

    fn accounts(&self) -> Accounts {
        self.accounts_with(self.keyring.clone())
    }

    fn accounts_with(&self, keyring: Keyring) -> Accounts {
        let user = machine::user().unwrap();
        Accounts::new(&self.folders(), user, keyring, "test@host test".into()).unwrap()
    }

    fn adopt(&self, password: &str) -> Generation {
        let mut opened = self.accounts().open(&account()).unwrap();
        let hours = i64::try_from(opened.next_counter()).unwrap();
        let generation = opened.store_password(&SecretString::from(password), at(hours)).unwrap();
        let proven = true;
        opened.append(at(hours), Step::Adopted { generation, proven, task: false }).unwrap();
        generation
    }

    fn journal(&self) -> PathBuf {
        let place = journal::Place::of(&self.data().join("journals"), &account());
        place.journal().to_owned()
    }

    fn keep_journal(&self) {
        std::fs::copy(self.journal(), self.root.path().join("kept")).unwrap();
    }

    fn restore_journal(&self) {
        std::fs::copy(self.root.path().join("kept"), self.journal()).unwrap();
    }

    fn damage_head(&self) {
        let name = format!("management/local/{}/head", account().device);
        let entry = self.store.build(keyring::SERVICE, &name, None).unwrap();
        entry.set_secret(b"?").unwrap();
    }
}

pub(super) fn password(opened: &Opened, generation: Generation) -> String {
    opened.read_password(generation).unwrap().password.expose_secret().to_owned()
}

pub(super) fn account() -> AccountId {
    AccountId {
        device: DeviceId::from_random([7; 16]),
        plane: Plane::Management,
        user: "local".parse().unwrap(),
    }
}

pub(super) fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + 3600 * hours).unwrap()
}
