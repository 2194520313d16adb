//! The store against real things: other processes, a full disk, hostile users, a real keyring.

#[cfg(unix)]
mod disk;
#[cfg(target_os = "linux")]
mod keyring;
#[cfg(unix)]
mod machine;
mod processes;
mod sealed;

use std::process::{Child, Command, Stdio};

use jiff::Timestamp;
use konnektorwart::domain::identity::{AccountId, DeviceId, Generation, Plane};
use konnektorwart::domain::record::{Note, NoteState, Step};
use konnektorwart::platform::folders::Folders;
use konnektorwart::platform::machine as this_machine;
use konnektorwart::store::accounts::Accounts;
use konnektorwart::store::keyring::Keyring;

/// The environment variable that tells a second process of this executable where to work.
const HOME: &str = "KONNEKTORWART_TEST_STORE";

/// Starts this executable again for one test, which finds `value` in [`HOME`].
fn again(test: &str, value: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(HOME, value)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn accounts(folders: &Folders) -> Accounts {
    let keyring = Keyring::with_store(::keyring::sample::Store::new().unwrap());
    accounts_with(folders, keyring)
}

fn accounts_with(folders: &Folders, keyring: Keyring) -> Accounts {
    let user = this_machine::user().unwrap();
    Accounts::new(folders, user, keyring, "test@host test".into()).unwrap()
}

fn account(number: u8) -> AccountId {
    AccountId {
        device: DeviceId::from_random([number; 16]),
        plane: Plane::Management,
        user: "local".parse().unwrap(),
    }
}

fn adopt(accounts: &Accounts, account: &AccountId, password: &str) -> Generation {
    let mut opened = accounts.open(account).unwrap();
    let generation = opened.store_password(&password.into(), at()).unwrap();
    let proven = true;
    opened.append(at(), Step::Adopted { generation, proven, task: false }).unwrap();
    generation
}

fn trying(counter: u64, generation: Generation) -> Note {
    Note { counter, at: at(), generation, state: NoteState::Trying }
}

fn at() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}
