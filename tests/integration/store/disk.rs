//! A disk that is full, for real: a tiny file system in memory. Needs root to mount it.

use std::fs;
use std::path::Path;
use std::process::Command;

use konnektorwart::domain::record::Step;
use konnektorwart::platform::folders::Folders;
use konnektorwart::platform::machine;
use konnektorwart::platform::presence::Presence;
use konnektorwart::store::accounts::Accounts;
use konnektorwart::store::config::{Edit, Error, Settings, edit};
use konnektorwart::store::keyring::Keyring;
use konnektorwart::store::sealed::Readiness;

use super::{account, accounts, adopt, trying};
use crate::left_out;

/// RELIABILITY R6: every write is an error of its own kind, and what was there stays readable.
#[test]
fn full_disk_is_an_error_before_anything_is_sent() {
    let Some(disk) = Disk::new() else {
        return;
    };
    let folders = Folders::under(disk.path());
    fs::create_dir(folders.machine.as_ref().unwrap()).unwrap();
    let accounts = accounts(&folders);
    let first = adopt(&accounts, &account(1), "eins");
    edit(&folders, &[Edit::Autostart(false)]).unwrap();
    let settings = Settings::load(&folders).unwrap();
    let mut opened = accounts.open(&account(1)).unwrap();
    disk.fill();
    let mut asked = 0;
    let error = loop {
        match opened.append(super::at(), Step::Asked) {
            // What is left of the journal's last block.
            Ok(_) => asked += 1,
            Err(error) => break error,
        }
        assert!(asked < 1000, "the disk is not full");
    };
    assert!(error.is_disk_full(), "{error:?}");
    let before = opened.standing().clone();
    assert_eq!(before.current, Some(first));
    drop(opened);
    let edited = edit(&folders, &[Edit::Autostart(true)]);
    assert!(edited.is_err());
    assert_eq!(Settings::load(&folders).unwrap(), settings);
    // An account without a place for notes cannot be noted.
    let mut second = accounts.open(&account(2)).unwrap();
    let error = second.append(super::at(), Step::Asked).unwrap_err();
    assert!(error.is_disk_full(), "{error:?}");
    drop(second);
    // One that has its place writes in place.
    let mut opened = accounts.open(&account(1)).unwrap();
    assert_eq!(opened.standing(), &before);
    let note = trying(opened.next_counter(), first);
    opened.write_note(note.clone()).unwrap();
    drop(opened);
    disk.make_room();
    let mut opened = accounts.open(&account(1)).unwrap();
    assert_eq!(opened.note(), Some(&note));
    opened.append(super::at(), Step::Asked).unwrap();
    adopt(&accounts, &account(2), "zwei");
}

/// SAFETY S11: without room for the sealed copy the keyring gets nothing either.
#[test]
fn full_disk_stores_nothing_durably_and_leaves_no_entry() {
    let Some(disk) = Disk::new() else {
        return;
    };
    let folders = Folders::under(disk.path());
    fs::create_dir(folders.machine.as_ref().unwrap()).unwrap();
    let keyring = Keyring::with_store(::keyring::sample::Store::new().unwrap());
    let boot = |name: &str| {
        let presence = Presence { boot: Some(name.to_owned()), log_on: None };
        let (user, by) = (machine::user().unwrap(), "test@host test".to_owned());
        Accounts::with_presence(&folders, user, keyring.clone(), by, presence).unwrap()
    };
    boot("first").prepare_sealing().unwrap();
    let accounts = boot("second");
    assert_eq!(accounts.prepare_sealing().unwrap(), Readiness::Ready);
    let mut opened = accounts.open(&account(1)).unwrap();
    disk.fill();
    let error = opened.store_durably(&"neu-1".into(), super::at()).unwrap_err();
    assert!(error.is_disk_full(), "{error:?}");
    assert_eq!(opened.entries().unwrap(), []);
    assert_eq!(keyring.head(&account(1)), Ok(None));
    disk.make_room();
    let generation = opened.store_durably(&"neu-1".into(), super::at()).unwrap();
    assert_eq!(keyring.read(&account(1), generation).unwrap().entry.generation, generation);
}

/// A settings folder that nobody may write: an error of its kind, and nothing is half written.
#[test]
fn read_only_settings_folder_is_an_error_and_changes_nothing() {
    let Some(disk) = Disk::new() else {
        return;
    };
    let folders = Folders::under(disk.path());
    edit(&folders, &[Edit::Autostart(false)]).unwrap();
    let settings = Settings::load(&folders).unwrap();
    disk.remount("ro");
    let edited = edit(&folders, &[Edit::Autostart(true), Edit::StartMinimised(false)]);
    assert!(matches!(edited, Err(Error::Files(_))), "{edited:?}");
    assert_eq!(Settings::load(&folders).unwrap(), settings);
    disk.remount("rw");
    let edited = edit(&folders, &[Edit::Autostart(true)]).unwrap();
    assert!(edited.settings.autostart.value);
    let left = fs::read_dir(&folders.settings).unwrap().count();
    assert_eq!(left, 2, "settings and their lock");
}

struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=128k,mode=0700", "none"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self { folder });
        }
        left_out("a full disk", "run the tests as root, who may mount a small file system");
        None
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn fill(&self) {
        // Ends when nothing more fits; how much that is does not matter.
        let _ = fs::write(self.path().join("filler"), vec![1; 1024 * 1024]);
    }

    fn remount(&self, how: &str) {
        let done =
            Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(self.path()).status();
        assert!(done.unwrap().success());
    }

    fn make_room(&self) {
        fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a file may still be open in a thread that ends.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}
