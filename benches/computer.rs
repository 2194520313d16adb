//! A computer that watches some devices: settings, records and a keyring in memory, as after a first
//! round of accepted checks.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use jiff::Timestamp;
use keyring::sample::Store;
use konnektorwart::domain::probe::Outcome;
use konnektorwart::domain::profile::ConnectorProfile;
use konnektorwart::domain::record::{Note, NoteState, Step};
use konnektorwart::platform::folders::Folders;
use konnektorwart::platform::machine;
use konnektorwart::platform::presence::Presence;
use konnektorwart::store::accounts::Accounts;
use konnektorwart::store::config::{self, Edit};
use konnektorwart::store::keyring::Keyring;
use konnektorwart::watch::Setup;

use crate::devices::{Devices, MACHINE, PASSWORD};

/// Syncs of different accounts wait together.
const AT_ONCE: usize = 16;

/// Makes the computer below `root`.
pub fn prepare(root: &Path, devices: &Devices) {
    let folders = Folders::under(root);
    std::fs::create_dir_all(folders.machine.as_ref().expect("a machine folder")).expect("a folder");
    let profiles = devices.all.iter().enumerate();
    let profiles: Vec<_> = profiles.map(|(index, device)| device.profile(index)).collect();
    let add = |profile: &ConnectorProfile| Edit::AddConnector(Box::new(profile.clone()));
    let edits: Vec<_> = profiles.iter().map(add).collect();
    config::edit(&folders, &edits).expect("settings");
    let store = store(root);
    let setup = setup_with(root, &store);
    let by = "bench".to_owned();
    let accounts = Accounts::new(&setup.folders, setup.user, setup.keyring, by).expect("a folder");
    thread::scope(|scope| {
        for part in profiles.chunks(profiles.len().div_ceil(AT_ONCE)) {
            scope.spawn(|| part.iter().for_each(|profile| take_over(&accounts, profile)));
        }
    });
    store.save().expect("the keyring is written");
}

/// The prepared computer, with its keyring loaded.
pub fn setup(root: &Path) -> Setup {
    setup_with(root, &store(root))
}

fn store(root: &Path) -> Arc<Store> {
    let backing: PathBuf = root.join("keyring.ron");
    Store::new_with_backing(backing.to_str().expect("a path")).expect("a keyring")
}

fn setup_with(root: &Path, store: &Arc<Store>) -> Setup {
    Setup {
        folders: Folders::under(root),
        keyring: Keyring::with_store(store.clone()),
        machine: MACHINE.parse().expect("a machine"),
        user: machine::user().expect("a user"),
        program: "bench",
        presence: Presence::now(),
    }
}

/// Leaves what taking over a password and one accepted check leave.
fn take_over(accounts: &Accounts, profile: &ConnectorProfile) {
    let at = Timestamp::now();
    let account = profile.account_id(&profile.accounts[0]).expect("a device");
    let mut opened = accounts.open(&account).expect("an account");
    let generation = opened.store_password(&PASSWORD.into(), at).expect("an entry");
    let proven = true;
    opened.append(at, Step::Adopted { generation, proven, task: false }).expect("a record");
    let note = Note {
        counter: opened.next_counter(),
        at,
        generation,
        state: NoteState::Ended(Outcome::Accepted),
    };
    opened.write_note(note).expect("a note");
}
