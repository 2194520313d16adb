use std::sync::Arc;

use ::keyring as core;
use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::*;
use crate::domain::identity::{DeviceId, Plane};

#[test]
fn sealed_password_opens_and_the_file_does_not_show_it() {
    let home = Home::new();
    home.sealed.prepare(&first()).unwrap();
    home.seal(1, "Größe-4711 €");
    let copy = home.sealed.read(&account("LOCAL"), entry(1).generation).unwrap().unwrap();
    assert_eq!(copy.stored.password.expose_secret(), "Größe-4711 €");
    assert_eq!(copy.stored.entry, entry(1));
    assert_eq!(copy.written_in, first());
    let bytes = fs::read(home.path(1)).unwrap();
    assert!(!bytes.windows(4).any(|part| part == b"4711"));
    assert_eq!(home.sealed.list(&account("local")).unwrap(), [entry(1).generation]);
    assert_eq!(home.sealed.list(&account("other")).unwrap(), []);
}

#[test]
fn key_is_ready_only_when_found_in_a_later_log_on() {
    let home = Home::new();
    assert_eq!(home.sealed.prepare(&first()).unwrap(), Readiness::KeyTooYoung);
    assert_eq!(home.sealed.prepare(&first()).unwrap(), Readiness::KeyTooYoung);
    assert!(!home.sealed.is_key_proven());
    assert_eq!(home.sealed.prepare(&presence("boot-2", "1")).unwrap(), Readiness::Ready);
    assert!(home.sealed.is_key_proven());
    assert_eq!(home.sealed.prepare(&first()).unwrap(), Readiness::Ready);
}

#[test]
fn later_log_on_of_the_same_start_is_enough_only_where_the_disks_can_be_synced() {
    let home = Home::new();
    home.sealed.prepare(&first()).unwrap();
    let expected =
        if machine::sync_all_disks() { Readiness::Ready } else { Readiness::KeyTooYoung };
    assert_eq!(home.sealed.prepare(&presence("boot-1", "2")).unwrap(), expected);
}

#[test]
fn missing_key_is_damaged_and_never_made_anew() {
    for gone in ["nothing", "note", "copy"] {
        let home = Home::new();
        home.sealed.prepare(&first()).unwrap();
        home.seal(1, "eins");
        home.drop_key();
        match gone {
            "note" => fs::remove_file(home.sealed.key_note_path()).unwrap(),
            "copy" => fs::remove_file(home.path(1)).unwrap(),
            _ => {}
        }
        for presence in [first(), presence("boot-2", "1")] {
            assert_eq!(home.sealed.prepare(&presence).unwrap(), Readiness::KeyMissing, "{gone}");
        }
        assert_eq!(home.keyring.sealing_key().unwrap_err(), keyring::Error::Absent);
        if gone != "copy" {
            let read = home.sealed.read(&account("local"), entry(1).generation);
            assert!(matches!(read, Err(Error::KeyMissing)), "{read:?}");
            assert!(home.path(1).exists());
        }
    }
}

#[test]
fn key_without_a_note_counts_as_made_now() {
    let home = Home::new();
    home.sealed.prepare(&first()).unwrap();
    fs::write(home.sealed.key_note_path(), b"{").unwrap();
    let second = presence("boot-2", "1");
    assert_eq!(home.sealed.prepare(&second).unwrap(), Readiness::KeyTooYoung);
    assert_eq!(home.sealed.prepare(&presence("boot-3", "1")).unwrap(), Readiness::Ready);
}

#[test]
fn any_changed_byte_and_any_cut_is_damaged_and_the_file_stays() {
    let home = Home::new();
    home.sealed.prepare(&first()).unwrap();
    home.seal(1, "eins");
    let whole = fs::read(home.path(1)).unwrap();
    let changed = (0..whole.len()).map(|at| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    });
    let cut = (0..whole.len()).map(|length| whole[..length].to_vec());
    for bytes in changed.chain(cut) {
        fs::write(home.path(1), &bytes).unwrap();
        let read = home.sealed.read(&account("local"), entry(1).generation);
        assert!(matches!(read, Err(Error::Damaged(_))), "{read:?}");
        assert_eq!(fs::read(home.path(1)).unwrap(), bytes);
    }
}

#[test]
fn renamed_to_another_account_or_generation_it_does_not_open() {
    let home = Home::new();
    home.sealed.prepare(&first()).unwrap();
    home.seal(1, "eins");
    for (user, number) in [("other", 1), ("local", 2)] {
        let generation = entry(number).generation;
        fs::copy(home.path(1), home.sealed.path(&account(user), generation)).unwrap();
        let read = home.sealed.read(&account(user), generation);
        assert!(matches!(read, Err(Error::Damaged(_))), "{read:?}");
    }
}

#[test]
fn deleted_copy_is_gone_and_deleting_twice_is_no_error() {
    let home = Home::new();
    home.sealed.prepare(&first()).unwrap();
    home.seal(1, "eins");
    for _ in 0..2 {
        home.sealed.delete(&account("local"), entry(1).generation).unwrap();
        assert!(home.sealed.read(&account("local"), entry(1).generation).unwrap().is_none());
    }
}

struct Home {
    _root: tempfile::TempDir,
    store: Arc<core::CredentialStore>,
    keyring: Keyring,
    sealed: Sealed,
}

impl Home {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let store: Arc<core::CredentialStore> = core::mock::Store::new().unwrap();
        let keyring = Keyring::with_store(Arc::clone(&store));
        let sealed = Sealed::new(root.path(), keyring.clone());
        Self { _root: root, store, keyring, sealed }
    }

    fn seal(&self, number: u8, password: &str) {
        let password = SecretString::from(password);
        self.sealed.write(&account("local"), &entry(number), &password, &first()).unwrap();
    }

    fn path(&self, number: u8) -> PathBuf {
        self.sealed.path(&account("local"), entry(number).generation)
    }

    fn drop_key(&self) {
        let entry = self.store.build(keyring::SERVICE, "sealing-key", None).unwrap();
        entry.delete_credential().unwrap();
    }
}

fn first() -> Presence {
    presence("boot-1", "1")
}

fn presence(boot: &str, log_on: &str) -> Presence {
    Presence { boot: Some(boot.to_owned()), log_on: Some(log_on.to_owned()) }
}

fn entry(number: u8) -> Entry {
    Entry {
        generation: Generation::from_random([number; 16]),
        stored_at: Timestamp::from_second(1_700_000_000).unwrap(),
        predecessor: None,
    }
}

fn account(user: &str) -> AccountId {
    AccountId {
        device: DeviceId::from_random([7; 16]),
        plane: Plane::Management,
        user: user.parse().unwrap(),
    }
}
