//! Commands with the real keyring service, on a private bus.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use konnektorwart::simulator::{self, Entry, Plane, Port, Simulator};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::terminal::Terminal;
use super::{PROGRAM, Ran, add, without_terminal};
use crate::private_session;

const NAME: &str = "console::session::a_changed_password_from_the_first_refusal_to_the_repair";
const NEW: &str = "Geaendert-2026-im-Herbst!";

/// Only a broken program reaches it.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn a_changed_password_from_the_first_refusal_to_the_repair() {
    if let Some(root) = private_session::inside(NAME) {
        inside(&root);
    }
}

fn inside(root: &Path) {
    let _keyring = Keyring::start();
    let device = Simulator::start(simulator::Settings::default()).unwrap();
    let home = root.join("konnektorwart");
    add(&home, device.pvs_address().port(), device.management_address().port());
    let print = |port| device.fingerprint(port).unwrap();
    let line = ["--fingerprint", &print(Port::Pvs), "--fingerprint", &print(Port::Management)];
    assert_eq!(run(&home, &[&["trust", "praxis"], &line[..]].concat(), None).code, Some(0));

    let attempts_left = ["--confirm-attempt", "3"];
    for (plane, user) in [(Plane::Client, "praxis"), (Plane::Management, "local")] {
        let password = device.password(plane, user).unwrap();
        let unasked = adopt(&home, user, &[], &password);
        assert_eq!(unasked.code, Some(2), "{} {}", unasked.out, unasked.err);
        let adopted = adopt(&home, user, &attempts_left, &password);
        assert_eq!(adopted.code, Some(0), "{} {}", adopted.out, adopted.err);
        assert_eq!(adopted.json()["result"], json!("proven"));
    }
    assert_eq!(device.secrets_seen(), 2, "one login each");
    let fine = run(&home, &["check", "--json"], None);
    assert_eq!((fine.code, &fine.json()["exit"]), (Some(0), &json!("ok")), "{}", fine.err);

    device.set_password(Plane::Management, "local", NEW.into()).unwrap();
    every_minute(&home, &device);
    at_the_terminal(&home, &device);
    repaired(&home, &device);
    watched(&home, &device);
}

/// A monitoring system that runs `check` every minute costs one refused login.
fn every_minute(home: &Path, device: &Simulator) {
    for round in 0..5 {
        let ran = run(home, &["check", "local", "--json"], None);
        assert_eq!(ran.code, Some(2), "{} {}", ran.out, ran.err);
        let account = &ran.json()["accounts"][0];
        assert_eq!(account["state"], json!("refused"));
        let reason = if round == 0 { Value::Null } else { json!("refused") };
        assert_eq!(account["not_sent"]["reason"], reason, "round {round}");
        assert_eq!(account["spare"], json!(2));
    }
    assert_eq!(refused(device), 1);
    let words = run(home, &["check", "local"], None);
    assert!(words.out.contains("Nicht erneut geprüft"), "{}", words.out);
    let before = device.log().len();
    assert_eq!(run(home, &["status"], None).code, Some(2));
    assert_eq!(device.log().len(), before, "status sends nothing");
}

/// The prompt shows account and attempts, not the password; a no sends nothing.
fn at_the_terminal(home: &Path, device: &Simulator) {
    let Some(mut person) = Terminal::start(home, &["adopt", "local"]) else {
        return;
    };
    let before = device.secrets_seen();
    let mut screen = person.until("angezeigt): ");
    person.enter(NEW);
    screen.push_str(&person.until("[j/n] "));
    person.enter("n");
    let (code, rest) = person.end();
    screen.push_str(&rest);
    assert_eq!(code, Some(2), "{screen}");
    assert!(screen.contains("„local“ (Konnektor-Wartung)"), "{screen}");
    assert!(screen.contains("bleibt danach höchstens einer"), "{screen}");
    assert!(!screen.contains(NEW), "the password is shown");
    assert_eq!(device.secrets_seen(), before);
}

fn repaired(home: &Path, device: &Simulator) {
    let stale = adopt(home, "local", &["--confirm-attempt", "3"], &NEW.into());
    assert_eq!(stale.code, Some(2), "an old number is no confirmation");
    assert_eq!(stale.json()["exit"], json!("critical"));
    assert_eq!(refused(device), 1);
    let adopted = adopt(home, "local", &["--confirm-attempt", "2"], &NEW.into());
    assert_eq!(adopted.code, Some(0), "{} {}", adopted.out, adopted.err);
    let status = run(home, &["status", "local", "--json"], None);
    assert_eq!(status.code, Some(1), "the task is a warning");
    assert_eq!(status.json()["accounts"][0]["task"], json!(true));
    assert_eq!(run(home, &["task", "done", "local"], None).code, Some(0));
    assert_eq!(run(home, &["status", "local"], None).code, Some(0));
    assert_eq!(refused(device), 1);
    // Nothing of ours on disk holds a password.
    for file in files(home) {
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(NEW), "{}", file.display());
    }
}

/// `watch` proves, warns, and ends cleanly.
fn watched(home: &Path, device: &Simulator) {
    let mut child = Command::new(PROGRAM)
        .args(["watch", "--json"])
        .env("KONNEKTORWART_HOME", home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = |holds: &dyn Fn(&Value) -> bool| loop {
        let line = lines.next().expect("watch goes on").unwrap();
        let value: Value = serde_json::from_str(&line).unwrap();
        if holds(&value) {
            return value;
        }
    };
    next(&|line| line["update"] == "snapshot" && line["exit"] == "ok");
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(next(&|line| line["update"] == "ended")["in_time"], json!(true));
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(refused(device), 1);
}

fn adopt(home: &Path, user: &str, options: &[&str], password: &SecretString) -> Ran {
    let line = [&["adopt", user, "--stdin", "--json"], options].concat();
    run(home, &line, Some(password.expose_secret()))
}

/// Runs the program on the private bus.
fn run(home: &Path, line: &[&str], typed: Option<&str>) -> Ran {
    let mut child = without_terminal(PROGRAM)
        .args(line)
        .env("KONNEKTORWART_HOME", home)
        .env("LC_ALL", "de_DE.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    if let Some(typed) = typed {
        writeln!(stdin, "{typed}").unwrap();
    }
    drop(stdin);
    Ran::of(child.wait_with_output().unwrap())
}

fn refused(device: &Simulator) -> usize {
    let is_refused = |entry: &Entry| matches!(entry, Entry::LoginRefused { .. });
    device.log().iter().filter(|line| is_refused(&line.entry)).count()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// The keyring service with an open login keyring; it ends with the test.
struct Keyring(Child);

impl Keyring {
    /// A service that the bus started by itself makes room.
    fn start() -> Self {
        let mut daemon = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--replace", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        daemon.stdin.take().unwrap().write_all(b"session").unwrap();
        let service = Self(daemon);
        let end = Instant::now() + LIMIT;
        while !service.owns_the_name() {
            assert!(Instant::now() < end, "no keyring service");
        }
        service
    }

    fn owns_the_name(&self) -> bool {
        let answer = Command::new("gdbus")
            .args(["call", "--session", "--dest", "org.freedesktop.DBus"])
            .args(["--object-path", "/org/freedesktop/DBus"])
            .args(["--method", "org.freedesktop.DBus.GetConnectionUnixProcessID"])
            .arg("org.freedesktop.secrets")
            .output()
            .unwrap();
        let owner = String::from_utf8_lossy(&answer.stdout).into_owned();
        owner.trim() == format!("(uint32 {},)", self.0.id())
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
