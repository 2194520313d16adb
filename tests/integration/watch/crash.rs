//! The program dies at the worst moment, and the disk is full before the note (S1).

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use keyring::sample::Store;
use konnektorwart::domain::monitor::Finding;
use konnektorwart::simulator::{self, Fault, Refusal, Rule};
use konnektorwart::store::keyring::Keyring;
use konnektorwart::watch::{self, Adopted, once};

use crate::practice::{Practice, check, client, setup_with};

const ROOT: &str = "KONNEKTORWART_TEST_CHILD";

/// Not a test of its own: the child process of the tests below. It checks the client account once
/// with the files and the keyring that its parent names.
#[test]
fn child() {
    let Some(root) = std::env::var_os(ROOT) else {
        return;
    };
    let root = std::path::PathBuf::from(root);
    let backing = root.join("keyring.ron");
    let store = Store::new_with_backing(backing.to_str().expect("a path")).expect("a keyring");
    check(&setup_with(&root, "EMPFANG-1", Keyring::with_store(store)), &client());
}

/// Another process with the computer's files and its keyring in a file.
fn child_in(root: &Path) -> Command {
    child_of(&std::env::current_exe().expect("this program"), root)
}

/// The same with another copy of this program.
pub fn child_of(program: &Path, root: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["watch::crash::child", "--exact", "--test-threads=1"]);
    command.env(ROOT, root).stdout(Stdio::null());
    command
}

fn start_child(practice: &Practice) -> Child {
    child_in(practice.saved()).spawn().expect("a child")
}

#[test]
fn s1_a_refusal_that_crashes_the_program_again_and_again_costs_two_attempts() {
    let practice = Practice::with(simulator::Settings {
        wrong_client_password: Refusal::Silence,
        ..simulator::Settings::default()
    });
    let since = practice.change_password(&client());
    for round in 0..5 {
        let before = practice.secrets(since, &client());
        let mut child = start_child(&practice);
        // The device has the password and says nothing: at this moment the program dies.
        let holds = |log: &[simulator::LogLine]| since.secrets(log, &client()) > before;
        loop {
            if practice.sim.wait_for(holds, Duration::from_millis(100)) {
                break;
            }
            if child.try_wait().expect("a child").is_some() {
                break;
            }
        }
        let _ = child.kill();
        child.wait().expect("a child");
        assert!(practice.secrets(since, &client()) <= 2, "round {round}");
    }
    let sent = practice.secrets(since, &client());
    assert!((1..=2).contains(&sent), "{sent} attempts");
    assert!(!practice.sim.is_locked(simulator::Plane::Client, "praxis"));
}

#[test]
fn s1_a_full_disk_before_the_note_sends_nothing() {
    let practice = Practice::new();
    let Some(full) = FullDisk::over(&practice.setup.folders.data) else {
        return crate::left_out("a full disk", "mounting a small tmpfs needs root");
    };
    // The journal's last page has room for some records: attempts go on until a note finds none.
    let attempt = || {
        let since = practice.mark();
        let password = practice.password(&client());
        let adopted = once::adopt(&practice.setup, &client(), password, &mut |_| true);
        let full = matches!(&adopted, Err(watch::Error::Accounts(error)) if error.is_disk_full());
        (full, practice.secrets(since, &client()))
    };
    let unnoted = (0..50).map(|_| attempt()).find(|(full, sent)| *full && *sent == 0);
    assert!(unnoted.is_some(), "the disk became full");
    for _ in 0..3 {
        assert_eq!(attempt(), (true, 0));
    }
    drop(full);
    let adopted = practice.adopt(&practice.setup, &client(), practice.password(&client()));
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
}

#[test]
fn s2_a_refusal_on_a_full_disk_is_remembered_in_the_slot_that_lies_there_already() {
    let practice = Practice::new();
    let Some(_full) = FullDisk::over(&practice.setup.folders.data) else {
        return crate::left_out("a full disk", "mounting a small tmpfs needs root");
    };
    let since = practice.change_password(&client());
    check(&practice.setup, &client());
    for _ in 0..3 {
        let finding = check(&practice.setup, &client());
        let held_back = super::refused(&finding) || matches!(finding, Finding::Store(_));
        assert!(held_back, "{finding:?}");
    }
    assert_eq!(practice.secrets(since, &client()), 1);
}

#[test]
fn an_answer_that_comes_late_is_waited_for() {
    let practice = Practice::new();
    let late = Rule::once(Fault::Late(Duration::from_millis(300))).at("/ws/EventService");
    practice.sim.set_faults([late]);
    assert_eq!(check(&practice.setup, &client()), super::ACCEPTED);
}

/// The data folder on a file system that has no byte left.
pub struct FullDisk {
    folder: PathBuf,
}

impl FullDisk {
    /// Moves the folder's content onto a tiny file system of its own and fills that. None without the
    /// right to mount.
    pub fn over(folder: &Path) -> Option<Self> {
        let kept = folder.with_extension("kept");
        let done = |command: &mut Command| command.status().is_ok_and(|status| status.success());
        if !done(Command::new("cp").arg("-a").args([folder, &kept])) {
            return None;
        }
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=256k", "none"]).arg(folder).stderr(Stdio::null());
        if !done(&mut mount) {
            return None;
        }
        let disk = Self { folder: folder.to_owned() };
        let content = kept.join(".");
        assert!(done(Command::new("cp").arg("-a").args([&content, folder])), "copied");
        let mut filler = File::create(folder.join("filler")).expect("a file");
        while filler.write_all(&[0; 512]).is_ok() {}
        Some(disk)
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        // The folder below is as it was before: the program must have lost nothing by the failure.
        let unmounted = Command::new("umount").arg(&self.folder).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "unmounted");
    }
}
