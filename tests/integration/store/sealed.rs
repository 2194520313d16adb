//! Sealed copies against a keyring that loses its last writes, across processes that are killed.

use std::io::{BufRead, BufReader, Write};
use std::sync::Arc;

use ::keyring::sample::Store;
use konnektorwart::domain::identity::Generation;
use konnektorwart::domain::record::Step;
use konnektorwart::platform::folders::Folders;
use konnektorwart::platform::machine as this_machine;
use konnektorwart::platform::presence::Presence;
use konnektorwart::store::accounts::{Accounts, Agreement, Disagreement};
use konnektorwart::store::keyring::Keyring;
use konnektorwart::store::sealed::Readiness;
use secrecy::ExposeSecret;

use super::{HOME, account, adopt, again, at};

const NEW: &str = "Neu-4711-sealed";

/// SAFETY 5: any number of one boot's keyring writes gone, also after a kill and a restart. The program
/// is killed after `setting`; the sample keyring writes its file at its end only, so what that program
/// wrote into it is gone.
#[test]
fn killed_change_and_a_keyring_of_before_lose_no_password() {
    const NAME: &str = "store::sealed::killed_change_and_a_keyring_of_before_lose_no_password";
    if let Ok(root) = std::env::var(HOME) {
        change_until_killed(root.as_ref());
    }
    for keeps_copies in [true, false] {
        let root = tempfile::tempdir().unwrap();
        let folders = Folders::under(root.path());
        std::fs::create_dir(folders.machine.as_ref().unwrap()).unwrap();
        let old = {
            let (accounts, keyring) = accounts(&folders, "boot-1");
            assert_eq!(accounts.prepare_sealing().unwrap(), Readiness::KeyTooYoung);
            let old = adopt(&accounts, &account(1), "Alt-4711");
            keyring.save().unwrap();
            old
        };
        let new = killed_change(NAME, &folders);
        if !keeps_copies {
            std::fs::remove_dir_all(folders.data.join("sealed")).unwrap();
        }
        for boot in ["boot-2", "boot-3", "boot-4"] {
            let (accounts, _keyring) = accounts(&folders, boot);
            let opened = accounts.open(&account(1)).unwrap();
            if !keeps_copies {
                let missing = Disagreement::EntryMissing { generation: new };
                assert_eq!(opened.agreement(), &Agreement::Disagreed(missing), "{boot}");
                continue;
            }
            assert_eq!(opened.agreement(), &Agreement::Agreed, "{boot}");
            let read = opened.read_password(new).unwrap();
            assert_eq!(read.password.expose_secret(), NEW);
            assert_eq!(read.entry.predecessor, Some(old));
            assert_eq!(opened.standing().change.unwrap().generation, new);
        }
    }
}

/// Runs the change in another process and kills it once it says that `setting` is durable.
fn killed_change(test: &str, folders: &Folders) -> Generation {
    let root = folders.data.parent().unwrap();
    let mut process = again(test, root.to_str().unwrap());
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let new = lines
        .map_while(Result::ok)
        .find_map(|line| line.split_once("setting ")?.1.trim().parse().ok())
        .expect("the change says that it is under way");
    process.kill().unwrap();
    process.wait().unwrap();
    new
}

fn change_until_killed(root: &std::path::Path) -> ! {
    let (accounts, _keyring) = accounts(&Folders::under(root), "boot-2");
    let mut opened = accounts.open(&account(1)).unwrap();
    let generation = opened.store_durably(&NEW.into(), at()).unwrap();
    opened.append(at(), Step::Prepared { generation }).unwrap();
    opened.append(at(), Step::Setting { generation }).unwrap();
    println!("setting {generation}");
    std::io::stdout().flush().unwrap();
    loop {
        std::thread::park();
    }
}

/// With a keyring in a file that outlives the process.
fn accounts(folders: &Folders, boot: &str) -> (Accounts, Arc<Store>) {
    let file = folders.data.with_file_name("keyring.ron");
    let store = Store::new_with_backing(file.to_str().unwrap()).unwrap();
    let keyring = Keyring::with_store(Arc::<Store>::clone(&store));
    let presence = Presence { boot: Some(boot.to_owned()), log_on: Some("1".to_owned()) };
    let (user, by) = (this_machine::user().unwrap(), "test@host test".to_owned());
    (Accounts::with_presence(folders, user, keyring, by, presence).unwrap(), store)
}
