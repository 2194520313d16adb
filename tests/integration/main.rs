//! Tests of the parts together: real TLS on loopback, real files, the device's own log.

mod answers;
mod connection;
mod connector;
mod console;
mod device;
mod hostile;
mod management;
mod openssl;
mod passwords;
mod practice;
mod private_session;
mod records;
mod secrecy;
mod simulator;
mod store;
mod tls;
mod watch;

/// Says that a test was left out, and what it needs; a complete run does not allow that.
fn left_out(what: &str, needs: &str) {
    let complete = std::env::var("KONNEKTOR_TESTS_COMPLETE").is_ok_and(|value| value == "1");
    assert!(!complete, "left out: {what}: {needs}");
    eprintln!("left out: {what}: {needs}");
}
