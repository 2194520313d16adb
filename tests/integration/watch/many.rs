//! Several machines and several users with one account (S6, S8).

use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;

use keyring::sample::Store;
use konnektorwart::domain::lockout::Withheld;
use konnektorwart::domain::monitor::Finding;
use konnektorwart::platform::machine;
use konnektorwart::store::keyring::Keyring;
use konnektorwart::watch::{Adopted, Meaning};

use super::crash::child_of;
use super::refused;
use crate::practice::{Practice, check, client, management, setup, setup_with};

#[test]
fn s6_of_five_machines_with_one_account_one_sends_and_the_others_say_where_it_is_watched() {
    let practice = Practice::new();
    let roots: Vec<_> = (0..4).map(|_| tempfile::tempdir().expect("a folder")).collect();
    let mut machines = vec![practice.setup.clone()];
    for (index, root) in roots.iter().enumerate() {
        let machine = setup(root.path(), &format!("ZIMMER-{index}"));
        practice.add_profile(&machine, "EMPFANG-1");
        practice.trust(&machine, Meaning::FirstContact);
        machines.push(machine);
    }
    let since = practice.change_password(&client());
    for _ in 0..3 {
        for machine in &machines {
            let finding = check(machine, &client());
            let elsewhere = Withheld::WatchedElsewhere("EMPFANG-1".parse().expect("a machine"));
            if machine.machine != practice.setup.machine {
                assert_eq!(finding, Finding::Withheld(elsewhere, None));
            }
        }
    }
    assert_eq!(practice.secrets(since, &client()), 1);
}

#[test]
fn s6_a_rolled_out_profile_without_a_watcher_sends_nothing() {
    let practice = Practice::new();
    let root = tempfile::tempdir().expect("a folder");
    let machine = setup(root.path(), "ZIMMER-1");
    let mut profile = practice.profile("ZIMMER-1");
    for account in &mut profile.accounts {
        account.watched_on = None;
    }
    let add = konnektorwart::store::config::Edit::AddConnector(Box::new(profile));
    konnektorwart::store::config::edit(&machine.folders, &[add]).expect("settings");
    practice.trust(&machine, Meaning::FirstContact);
    let since = practice.mark();
    for account in [client(), management()] {
        assert_eq!(check(&machine, &account), Finding::Withheld(Withheld::NobodyWatches, None));
    }
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn s8_a_hostile_users_files_in_the_machine_folder_allow_nothing_and_break_nothing() {
    let practice = Practice::new();
    let folder = practice.setup.folders.machine.clone().expect("a machine folder");
    std::fs::write(folder.join("ledger-4242.json"), b"{ not a ledger").expect("written");
    std::fs::write(folder.join("ledger-4243.json"), vec![b'x'; 3_000_000]).expect("written");
    symlink("/etc/passwd", folder.join("ledger-4244.json")).expect("linked");
    let since = practice.change_password(&management());
    check(&practice.setup, &management());
    for _ in 0..3 {
        assert!(refused(&check(&practice.setup, &management())));
    }
    assert_eq!(practice.secrets(since, &management()), 1);
}

#[test]
fn s8_a_refusal_that_one_user_saw_holds_the_others_of_the_machine_back() {
    if !machine::user().expect("a user").id.is_administrator() {
        return crate::left_out("two users of one machine", "becoming another user needs root");
    }
    let practice = Practice::new();
    let shared = tempfile::tempdir().expect("a folder");
    open_to_all(shared.path(), 0o1777);
    let homes = [1001, 1002].map(|user| home_of(&practice, user, shared.path()));
    let since = practice.change_password(&client());

    run_as(1001, homes[0].path());
    assert_eq!(practice.secrets(since, &client()), 1, "the first one is refused");
    run_as(1002, homes[1].path());
    assert_eq!(practice.secrets(since, &client()), 1, "the second one has heard of it");

    let forged = format!("{}/ledger-1003.json", shared.path().display());
    let genuine = shared.path().join("ledger-1002.json");
    let text = std::fs::read_to_string(genuine).expect("the second user's ledger");
    std::fs::write(&forged, text.replace("\"refused\":1", "\"refused\":0")).expect("written");
    chown(&forged, Some(1003), Some(1003)).expect("changed");
    for _ in 0..3 {
        run_as(1001, homes[0].path());
        run_as(1002, homes[1].path());
    }
    assert_eq!(practice.secrets(since, &client()), 1, "a hostile third user allows nothing");
}

/// This program's copy in the home of another user.
pub const PROGRAM: &str = "program";

/// A user's computer with the practice's profile, trusted and proven, and the machine's shared folder.
pub fn home_of(practice: &Practice, user: u32, shared: &Path) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    symlink(shared, home.path().join("machine")).expect("linked");
    let backing = home.path().join("keyring.ron");
    let store = Store::new_with_backing(backing.to_str().expect("a path")).expect("a keyring");
    let computer = setup_with(home.path(), "EMPFANG-1", Keyring::with_store(store.clone()));
    practice.add_profile(&computer, "EMPFANG-1");
    practice.trust(&computer, Meaning::FirstContact);
    let adopted = practice.adopt(&computer, &client(), practice.password(&client()));
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
    store.save().expect("saved");
    // The target folder may lie where only the test's own user may enter.
    let program = std::env::current_exe().expect("this program");
    std::fs::copy(program, home.path().join(PROGRAM)).expect("copied");
    give(home.path(), user);
    home
}

fn run_as(user: u32, home: &Path) {
    let program = home.join(PROGRAM);
    let status = child_of(&program, home).uid(user).gid(user).status().expect("a child");
    assert!(status.success(), "the child of user {user} ends well");
}

fn give(path: &Path, user: u32) {
    if path.is_symlink() {
        return;
    }
    chown(path, Some(user), Some(user)).expect("changed");
    if path.is_dir() {
        for entry in path.read_dir().expect("a folder") {
            give(&entry.expect("an entry").path(), user);
        }
    }
}

pub fn open_to_all(folder: &Path, mode: u32) {
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode)).expect("changed");
}
