//! The real tray program in a session of its own: a screen without a monitor, a private bus, the real
//! keyring service, a device on loopback. The panel and the notification service are played here, so
//! that a test reads what a person would see and clicks what a person would click.
//!
//! Where a package is missing, the tests that need it say so and are left out; a complete run
//! (`KONNEKTOR_TESTS_COMPLETE=1`) does not allow that.
#![cfg(target_os = "linux")]

mod assistant;
mod configuration;
mod keyboard;
mod notifications;
mod panel;
mod password;
mod practice;
mod preferences;
mod program;
mod screen_reader;
mod session;
mod story;
mod surroundings;
mod tray;
mod windows;

/// How long a condition may take that only a broken program does not reach.
const LIMIT: std::time::Duration = std::time::Duration::from_secs(30);

/// Asks again and again until there is an answer.
fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = std::time::Instant::now() + LIMIT;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(std::time::Instant::now() < end, "{what}: not within {LIMIT:?}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
