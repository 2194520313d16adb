//! What tests of this layer share: left-out tests that say so, and a second process.

use std::process::{Child, Command, Stdio};

/// Says that a test was left out and why. A failure where a complete run was asked for
/// (`KONNEKTOR_TESTS_COMPLETE=1`).
#[cfg(unix)]
pub(super) fn leave_out(reason: &str) {
    assert!(
        std::env::var_os("KONNEKTOR_TESTS_COMPLETE").is_none(),
        "left out although a complete run was asked for: {reason}"
    );
    eprintln!("left out: {reason}");
}

/// Starts this test executable again to run one test, with variables that tell it what to do.
pub(super) fn again(test: &str, variables: &[&str], value: &std::ffi::OsStr) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .envs(variables.iter().map(|variable| (variable, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}
