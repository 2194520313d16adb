//! Two processes of one user on one data folder.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use konnektorwart::platform::folders::Folders;
use konnektorwart::store::accounts::Agreement;

use super::{HOME, account, accounts, adopt, again, trying};

/// Waits long enough for any machine; only a broken program reaches it.
const LIMIT: Duration = Duration::from_secs(60);

/// Another process is killed between its note and the outcome: the attempt counts as doubtful.
#[test]
fn killed_process_leaves_a_doubtful_attempt_and_no_lock() {
    const NAME: &str = "store::processes::killed_process_leaves_a_doubtful_attempt_and_no_lock";
    if let Some(root) = std::env::var_os(HOME) {
        let accounts = accounts(&Folders::under(Path::new(&root)));
        let generation = adopt(&accounts, &account(1), "eins");
        let mut opened = accounts.open(&account(1)).unwrap();
        let counter = opened.next_counter();
        opened.write_note(trying(counter, generation)).unwrap();
        println!("\nnoted");
        loop {
            std::thread::park();
        }
    }
    let root = tempfile::tempdir().unwrap();
    let folders = Folders::under(root.path());
    let mut other = again(NAME, root.path().to_str().unwrap());
    let lines = BufReader::new(other.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "noted"), "the other process failed");
    let accounts = accounts(&folders);
    assert!(accounts.open(&account(1)).unwrap_err().is_in_progress());
    other.kill().unwrap();
    other.wait().unwrap();
    let opened = accounts.open_within(&account(1), LIMIT).unwrap();
    assert_eq!(opened.standing().failures().len(), 1);
    // This process has another, empty keyring: the journal relies on what is not there.
    assert!(matches!(opened.agreement(), Agreement::Disagreed(_)));
}

/// Agent and console write notes of different accounts into one file at the same time.
#[test]
fn two_processes_keep_each_others_notes() {
    const NAME: &str = "store::processes::two_processes_keep_each_others_notes";
    if let Some(told) = std::env::var_os(HOME) {
        let told = told.into_string().unwrap();
        let (number, root) = told.split_once(':').unwrap();
        write_notes(number.parse().unwrap(), Path::new(root));
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let path = root.path().to_str().unwrap();
    let others: Vec<_> = (0..3).map(|number| again(NAME, &format!("{number}:{path}"))).collect();
    write_notes(3, root.path());
    for other in others {
        assert!(other.wait_with_output().unwrap().status.success());
    }
    let accounts = accounts(&Folders::under(root.path()));
    for number in 0..4 {
        for index in 0..4 {
            let peek = accounts.peek(&account(16 * number + index)).unwrap();
            assert_eq!(peek.note.unwrap().counter, 110, "{number} {index}");
        }
    }
}

fn write_notes(number: u8, root: &Path) {
    let accounts = accounts(&Folders::under(root));
    for index in 0..4 {
        let account = account(16 * number + index);
        let generation = adopt(&accounts, &account, "eins");
        let mut opened = accounts.open(&account).unwrap();
        for counter in 100..=110 {
            opened.write_note(trying(counter, generation)).unwrap();
        }
    }
}
