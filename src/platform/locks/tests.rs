use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Child;

use super::*;
use crate::platform::testing::again;

const PATH: &str = "KONNEKTORWART_TEST_LOCK";

#[test]
fn lock_is_exclusive_within_a_process_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let held = Lock::exclusive(&path, Access::OwnerOnly).unwrap();
    assert!(Lock::try_exclusive(&path, Access::OwnerOnly).unwrap().is_none());
    drop(held);
    assert!(Lock::try_exclusive(&path, Access::OwnerOnly).unwrap().is_some());
}

#[test]
fn other_process_keeps_the_lock_until_it_is_killed() {
    if let Some(path) = std::env::var_os(PATH) {
        return hold(&PathBuf::from(path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let name = "platform::locks::tests::other_process_keeps_the_lock_until_it_is_killed";
    let mut holder = again(name, &[PATH], path.as_os_str());
    wait_for(&mut holder, "held");
    assert!(Lock::try_exclusive(&path, Access::OwnerOnly).unwrap().is_none());
    // Through a handle that can only read, as for another user's file.
    let read_only = files::open_to_read(&path).unwrap();
    assert!(matches!(read_only.try_lock(), Err(TryLockError::WouldBlock)));
    holder.kill().unwrap();
    holder.wait().unwrap();
    drop(Lock::exclusive(&path, Access::OwnerOnly).unwrap());
    read_only.try_lock().unwrap();
    assert!(Lock::try_exclusive(&path, Access::OwnerOnly).unwrap().is_none());
}

/// Holds the lock until standard input ends or the process is killed.
fn hold(path: &Path) {
    let _held = Lock::exclusive(path, Access::OwnerOnly).unwrap();
    println!("\nheld");
    let _ = io::stdin().lock().read_line(&mut String::new());
}

pub(in crate::platform) fn wait_for(child: &mut Child, word: &str) {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == word), "the process ended without saying {word}");
}

#[cfg(unix)]
mod of_another_user {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use super::*;
    use crate::platform::testing::leave_out;

    /// SAFETY S7: in the machine's folder a lock file belongs to whoever came first.
    #[test]
    fn lock_on_another_users_file_is_shared() {
        if let Some(path) = std::env::var_os(PATH) {
            let taken = Lock::try_exclusive(&PathBuf::from(path), Access::OwnerWritesAllRead);
            println!("\n{}", if taken.unwrap().is_some() { "taken" } else { "held elsewhere" });
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o1777)).unwrap();
        let path = folder.path().join("lock");
        let own = Lock::exclusive(&path, Access::OwnerWritesAllRead).unwrap();
        let Some(answer) = as_nobody(&path) else {
            return;
        };
        assert!(answer.lines().any(|line| line == "held elsewhere"), "{answer}");
        drop(own);
        let answer = as_nobody(&path).unwrap();
        assert!(answer.lines().any(|line| line == "taken"), "{answer}");
    }

    fn as_nobody(path: &Path) -> Option<String> {
        let name = "platform::locks::tests::of_another_user::lock_on_another_users_file_is_shared";
        // The target folder may lie where only this user may enter.
        let program = path.with_file_name("program");
        if !program.exists() {
            fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        }
        let output = Command::new(program)
            .args(["--exact", name, "--nocapture", "--test-threads=1"])
            .env(PATH, path)
            .uid(65_534)
            .gid(65_534)
            .current_dir("/")
            .output();
        let Ok(output) = output else {
            leave_out("a process of another user needs root");
            return None;
        };
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
