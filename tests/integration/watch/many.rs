//! Several machines and several users with one account (S6, S8).

use std::os::unix::fs::symlink;

use konnektorwart::domain::lockout::Withheld;
use konnektorwart::domain::monitor::Finding;
use konnektorwart::watch::Meaning;

use super::refused;
use crate::practice::{Practice, check, client, management, setup};

#[test]
fn s6_of_five_machines_with_one_account_one_sends_and_the_others_say_where_it_is_watched() {
    let practice = Practice::new();
    let roots: Vec<_> = (0..4)
        .map(|_| tempfile::tempdir().expect("a folder"))
        .collect();
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
        assert_eq!(
            check(&machine, &account),
            Finding::Withheld(Withheld::NobodyWatches, None)
        );
    }
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn s8_a_hostile_users_files_in_the_machine_folder_allow_nothing_and_break_nothing() {
    let practice = Practice::new();
    let folder = practice
        .setup
        .folders
        .machine
        .clone()
        .expect("a machine folder");
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
