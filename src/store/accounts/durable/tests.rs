use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use super::*;
use crate::domain::record::Step;
use crate::platform::folders::Folders;
use crate::platform::presence::Presence;
use crate::store::accounts::tests::{account, at, password};
use crate::store::accounts::{Accounts, Agreement, Disagreement};
use crate::store::keyring::Keyring;

const USED: &str = "used-1";
const NEW: &str = "new-2";

/// What one start of the system wrote into the keyring, and lost in a power cut.
#[derive(Debug, Clone, Copy)]
enum Lost {
    Entry,
    EntryAndHead,
}

/// SAFETY 5: any number of one boot's keyring writes gone, with and without a restart.
#[test]
fn password_of_a_change_survives_the_loss_of_the_keyring_writes() {
    for lost in [Lost::Entry, Lost::EntryAndHead] {
        for boot in ["boot-2", "boot-3"] {
            let home = Home::ready();
            let (old, new) = home.change();
            home.lose(new, lost);
            let opened = home.open(boot);
            assert_eq!(opened.agreement(), &Agreement::Agreed, "{lost:?} {boot}");
            assert_eq!(password(&opened, new), NEW);
            assert_eq!(home.keyring.head(&account()), Ok(Some(new)), "{lost:?} {boot}");
            let entries = opened.entries().unwrap();
            let names: Vec<_> = entries.iter().map(|entry| entry.generation).collect();
            assert_eq!(names, [old, new]);
        }
    }
}

#[test]
fn every_generation_of_one_start_is_brought_back_the_abandoned_ones_too() {
    let home = Home::ready();
    let mut opened = home.open("boot-2");
    let mut written = Vec::new();
    for number in 0..3 {
        let text = format!("{NEW}-{number}").into();
        let generation = opened.store_durably(&text, at(number)).unwrap();
        opened.append(at(number), Step::Prepared { generation }).unwrap();
        written.push(generation);
        if number < 2 {
            opened.append(at(number), Step::Abandoned { generation }).unwrap();
        }
    }
    drop(opened);
    for &generation in &written {
        home.keyring.delete(&account(), generation).unwrap();
    }
    home.keyring.delete_head(&account()).unwrap();
    let opened = home.open("boot-2");
    assert_eq!(opened.agreement(), &Agreement::Agreed);
    for (number, generation) in written.into_iter().enumerate() {
        let read = home.keyring.read(&account(), generation).unwrap();
        assert_eq!(read.password.expose_secret(), format!("{NEW}-{number}"));
    }
}

#[test]
fn loss_during_the_same_opening_is_healed_by_reading() {
    let home = Home::ready();
    let (_, new) = home.change();
    let opened = home.open("boot-2");
    home.lose(new, Lost::EntryAndHead);
    assert_eq!(password(&opened, new), NEW);
    assert_eq!(home.keyring.read(&account(), new).unwrap().password.expose_secret(), NEW);
}

/// Shows that the test above can fail: it is the copy that saves the password.
#[test]
fn without_the_sealed_copy_the_password_is_lost() {
    let home = Home::ready();
    let (_, new) = home.change();
    fs::remove_file(home.copy()).unwrap();
    home.lose(new, Lost::EntryAndHead);
    let opened = home.open("boot-2");
    let missing = Disagreement::EntryMissing { generation: new };
    assert_eq!(opened.agreement(), &Agreement::Disagreed(missing));
    assert_eq!(opened.read_password(new).unwrap_err(), keyring::Error::Absent);
}

#[test]
fn copy_that_does_not_open_is_told_and_kept() {
    let home = Home::ready();
    let (_, new) = home.change();
    let mut bytes = fs::read(home.copy()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(home.copy(), &bytes).unwrap();
    assert_eq!(home.open("boot-3").agreement(), &Agreement::Agreed, "the entry is there");
    home.lose(new, Lost::Entry);
    let opened = home.open("boot-3");
    let damaged = Disagreement::EntryDamaged { generation: Some(new) };
    assert_eq!(opened.agreement(), &Agreement::Disagreed(damaged));
    assert_eq!(fs::read(home.copy()).unwrap(), bytes);
}

#[test]
fn key_that_went_with_the_entry_is_a_disagreement_and_the_copy_stays() {
    let home = Home::ready();
    let (_, new) = home.change();
    home.lose(new, Lost::Entry);
    let key = home.store.build(keyring::SERVICE, "sealing-key", None).unwrap();
    key.delete_credential().unwrap();
    let mut opened = home.open("boot-3");
    let missing = Disagreement::EntryMissing { generation: new };
    assert_eq!(opened.agreement(), &Agreement::Disagreed(missing));
    assert!(home.copy().exists());
    let stored = opened.store_durably(&"third-3".into(), at(9));
    assert!(matches!(stored, Err(Error::NotSealable(Readiness::KeyMissing))), "{stored:?}");
}

#[test]
fn nothing_is_stored_durably_before_the_key_is_ready() {
    let home = Home::new();
    for _ in 0..2 {
        let stored = home.open("boot-1").store_durably(&NEW.into(), at(1));
        assert!(matches!(stored, Err(Error::NotSealable(Readiness::KeyTooYoung))), "{stored:?}");
    }
    assert_eq!(home.keyring.entries(&account(), []).unwrap(), []);
    home.open("boot-2").store_durably(&NEW.into(), at(1)).unwrap();
}

/// SAFETY S12, without and with `sync(2)`.
#[test]
fn copy_goes_in_a_later_start_and_never_before_the_change_has_ended() {
    let home = Home::ready();
    let (_, new) = home.change();
    assert_eq!(home.open("boot-3").retire_sealed().unwrap(), 1, "the change has not ended");
    let proven = true;
    let mut opened = home.open("boot-2");
    opened.append(at(3), Step::Adopted { generation: new, proven, task: false }).unwrap();
    drop(opened);
    drop(home.open("boot-2"));
    assert!(home.copy().exists(), "the start that wrote it");
    let opened = home.open("boot-3");
    assert!(home.copies().is_empty());
    assert_eq!(password(&opened, new), NEW);
}

#[test]
fn copy_goes_in_the_same_start_only_where_the_disks_can_be_synced() {
    let home = Home::ready();
    let (_, new) = home.change();
    let mut opened = home.open("boot-2");
    opened.append(at(3), Step::Adopted { generation: new, proven: true, task: false }).unwrap();
    let stay = usize::from(!machine::sync_all_disks());
    assert_eq!(opened.retire_sealed().unwrap(), stay);
    assert_eq!(home.copies().len(), stay);
}

/// An entry that was written again belongs to the start that wrote it again.
#[test]
fn healed_entry_waits_for_another_start() {
    let home = Home::ready();
    let (_, new) = home.change();
    let mut opened = home.open("boot-2");
    opened.append(at(3), Step::Adopted { generation: new, proven: true, task: false }).unwrap();
    drop(opened);
    home.lose(new, Lost::Entry);
    assert_eq!(home.open("boot-3").agreement(), &Agreement::Agreed);
    assert!(home.copy().exists());
    home.lose(new, Lost::Entry);
    let opened = home.open("boot-3");
    assert_eq!(password(&opened, new), NEW);
    drop(opened);
    drop(home.open("boot-4"));
    assert!(home.copies().is_empty());
}

#[test]
fn entry_that_the_keyring_does_not_have_keeps_its_copy() {
    let home = Home::ready();
    let (_, new) = home.change();
    let mut opened = home.open("boot-2");
    opened.append(at(3), Step::Adopted { generation: new, proven: true, task: false }).unwrap();
    home.lose(new, Lost::Entry);
    assert_eq!(opened.retire_sealed().unwrap(), 1);
    assert!(home.copy().exists());
}

#[test]
fn deleting_an_account_takes_its_copies_and_no_others() {
    let home = Home::ready();
    let (old, new) = home.change();
    // Stored, and not named by the journal yet.
    let unnamed = home.open("boot-2").store_durably(&"third-3".into(), at(3)).unwrap();
    for generation in [old, new, unnamed] {
        home.keyring.remember_used(&account(), generation, &NEW.into()).unwrap();
    }
    let other = home.sealed_for_another();
    home.open("boot-2").delete().unwrap();
    assert_eq!(home.copies(), [other]);
    assert_eq!(home.keyring.was_used(&account(), [old, new, unnamed], &NEW.into()), Ok(false));
    for generation in [old, new, unnamed] {
        let read = home.keyring.read(&account(), generation);
        assert_eq!(read.unwrap_err(), keyring::Error::Absent);
    }
    assert_eq!(home.open("boot-2").agreement(), &Agreement::Agreed);
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
        fs::create_dir(root.path().join("machine")).unwrap();
        Self { root, keyring, store }
    }

    /// The key was made in `boot-1` and found again in `boot-2`.
    fn ready() -> Self {
        let home = Self::new();
        home.accounts("boot-1").prepare_sealing().unwrap();
        assert_eq!(home.accounts("boot-2").prepare_sealing().unwrap(), Readiness::Ready);
        home
    }

    fn accounts(&self, boot: &str) -> Accounts {
        let presence = Presence { boot: Some(boot.to_owned()), log_on: Some("1".to_owned()) };
        let folders = Folders::under(self.root.path());
        let user = machine::user().unwrap();
        let (keyring, by) = (self.keyring.clone(), "test@host test".to_owned());
        Accounts::with_presence(&folders, user, keyring, by, presence).unwrap()
    }

    fn open(&self, boot: &str) -> Opened {
        self.accounts(boot).open(&account()).unwrap()
    }

    /// A current password, and one whose change is under way since `boot-2`.
    fn change(&self) -> (Generation, Generation) {
        let mut opened = self.open("boot-2");
        let old = opened.store_password(&USED.into(), at(1)).unwrap();
        let (proven, task) = (true, false);
        opened.append(at(1), Step::Adopted { generation: old, proven, task }).unwrap();
        let new = opened.store_durably(&NEW.into(), at(2)).unwrap();
        opened.append(at(2), Step::Prepared { generation: new }).unwrap();
        opened.append(at(2), Step::Setting { generation: new }).unwrap();
        drop(opened);
        drop(self.open("boot-2"));
        (old, new)
    }

    fn lose(&self, generation: Generation, lost: Lost) {
        self.keyring.delete(&account(), generation).unwrap();
        match lost {
            Lost::Entry => {}
            Lost::EntryAndHead => self.keyring.delete_head(&account()).unwrap(),
        }
    }

    fn sealed_for_another(&self) -> PathBuf {
        let before = self.copies();
        let other = AccountId { user: "other".parse().unwrap(), ..account() };
        let mut opened = self.accounts("boot-2").open(&other).unwrap();
        opened.store_durably(&"other-1".into(), at(1)).unwrap();
        self.copies().into_iter().find(|copy| !before.contains(copy)).unwrap()
    }

    fn copies(&self) -> Vec<PathBuf> {
        let folder = Folders::under(self.root.path()).data.join("sealed");
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|end| end == "sealed")).collect()
    }

    /// The only copy.
    fn copy(&self) -> PathBuf {
        let [copy] = self.copies().try_into().expect("one copy");
        copy
    }
}
