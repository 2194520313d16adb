//! A test in a session of its own: a private bus, and nothing of the caller's keyring files.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::left_out;

/// Names the root folder of the session to the process inside.
const ROOT: &str = "KONNEKTORWART_TEST_SESSION";

/// Runs the test `name` once more inside a private session and answers none; inside, answers the
/// session's folder. Without the packages the test is left out.
pub fn inside(name: &str) -> Option<PathBuf> {
    if let Some(root) = std::env::var_os(ROOT) {
        return Some(root.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    for tool in ["dbus-run-session", "gnome-keyring-daemon", "gdbus"] {
        if !std::env::split_paths(&path).any(|folder| folder.join(tool).is_file()) {
            left_out(name, "apt-get install dbus dbus-daemon gnome-keyring libglib2.0-bin");
            return None;
        }
    }
    let root = tempfile::tempdir().expect("a folder");
    for folder in ["home", "run"] {
        fs::create_dir(root.path().join(folder)).expect("a folder");
    }
    let status = Command::new("dbus-run-session")
        .arg("--")
        .arg(std::env::current_exe().expect("this program"))
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(ROOT, root.path())
        .env("HOME", root.path().join("home"))
        .env("XDG_RUNTIME_DIR", root.path().join("run"))
        .env_remove("XDG_DATA_HOME")
        .env_remove("GNOME_KEYRING_CONTROL")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .status()
        .expect("a session");
    assert!(status.success(), "the test inside the session");
    None
}
