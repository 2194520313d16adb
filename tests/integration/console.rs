//! The console program as it was built: arguments in, words, JSON and exit codes out.

mod bad_input;
mod commands;
mod demo;
mod password;
mod session;
mod terminal;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_konnektorwart");

/// A finished command.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program with its files below `home`, in German, without a terminal and without a bus.
fn run(home: &Path, line: &[&str]) -> Ran {
    Ran::of(command(home, line).output().expect("the program starts"))
}

fn command(home: &Path, line: &[&str]) -> Command {
    let mut command = without_terminal(PROGRAM);
    command
        .args(line)
        .env("KONNEKTORWART_HOME", home)
        .env("LC_ALL", "de_DE.UTF-8")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("XDG_RUNTIME_DIR")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("KONNEKTORWART_LOG")
        .stdin(Stdio::null());
    command
}

/// A session of its own has no controlling terminal, whoever runs the tests. Elsewhere than on Linux
/// the tests have to be run without one.
fn without_terminal(program: &str) -> Command {
    if std::env::consts::OS != "linux" {
        return Command::new(program);
    }
    let mut command = Command::new("setsid");
    command.args(["--wait", program]);
    command
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The three parts of the message on standard error.
    fn message(&self) -> [String; 3] {
        let lines: Vec<&str> = self.err.trim_end().lines().collect();
        let [rest @ .., meaning, next] = lines.as_slice() else {
            panic!("no message in three parts: {:?} {:?}", self.out, self.err);
        };
        let next = next.strip_prefix("→ ").unwrap_or_else(|| panic!("no next step: {}", self.err));
        [rest.join("\n"), (*meaning).to_owned(), next.to_owned()]
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {} {}", self.out, self.err))
    }

    fn lines(&self) -> Vec<Value> {
        let line =
            |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.out.lines().map(line).collect()
    }
}

/// Adds a connector on loopback with both accounts.
fn add(home: &Path, port: u16, management: u16) {
    let (address, management) = (format!("127.0.0.1:{port}"), management.to_string());
    let line = [
        "profile",
        "add",
        "Praxis Köln",
        &address,
        "--management-port",
        &management,
        "--account",
        "client/praxis",
        "--account",
        "management/local",
        "--mandant",
        "Praxis",
        "--clientsystem",
        "x.concept",
        "--arbeitsplatz",
        "Empfang",
        "--timeout",
        "2s",
        "--watched-on",
        "here",
    ];
    let ran = run(home, &line);
    assert_eq!(ran.code, Some(0), "{} {}", ran.out, ran.err);
}
