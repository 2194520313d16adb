//! No core dump, no debugger.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

pub(in crate::platform) fn apply() {
    // The second one alone would do: a program that collects dumps through a pipe ignores the limit.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use crate::platform::{hardening, keyring_store, machine};

    /// In a process of its own: the rest of the suite stays readable for a debugger.
    #[test]
    fn hardened_process_still_finds_everything_of_its_own() {
        const CHILD: &str = "KONNEKTORWART_TEST_HARDENED";
        if std::env::var_os(CHILD).is_none() {
            let name = "platform::linux::hardening::tests::\
                        hardened_process_still_finds_everything_of_its_own";
            let status = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", name, "--test-threads=1"])
                .env(CHILD, "1")
                .status()
                .unwrap();
            assert!(status.success());
            return;
        }
        let before = (machine::boot(), machine::log_on(), machine::user().unwrap());
        hardening::apply();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Core);
        assert_eq!(limit.current, Some(0));
        assert_eq!(
            rustix::process::dumpable_behavior().unwrap(),
            rustix::process::DumpableBehavior::NotDumpable
        );
        assert_eq!((machine::boot(), machine::log_on(), machine::user().unwrap()), before);
        assert!(std::env::current_exe().unwrap().is_file());
        let folder = tempfile::tempdir().unwrap();
        let handle = std::fs::File::open(folder.path()).unwrap();
        let short = crate::platform::linux::agent::short_name(&handle).unwrap();
        std::fs::write(short.join("file"), "x").unwrap();
        assert!(folder.path().join("file").is_file());
        // Absent or there, but never a panic of the bus in a hardened process.
        drop(keyring_store::open());
        assert!(Command::new("true").status().unwrap().success());
    }
}
