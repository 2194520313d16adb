//! `password generate` and `password check`.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;

use super::terminal::Terminal;
use super::{Ran, add, command, run};

fn check(home: &Path, line: &[&str], password: &str) -> Ran {
    let line = [&["password", "check"], line, &["--stdin"]].concat();
    let mut command = command(home, &line);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that ends before it reads closes the pipe.
    let _ = writeln!(child.stdin.take().unwrap(), "{password}");
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert!(!ran.out.contains(password) && !ran.err.contains(password), "{} {}", ran.out, ran.err);
    ran
}

#[test]
fn a_password_is_judged_rule_by_rule_and_never_repeated() {
    let home = tempfile::tempdir().unwrap();
    add(home.path(), 1, 2);
    let vendor = ["profile", "set", "praxis-koeln", "--vendor", "secunet"];
    assert_eq!(run(home.path(), &vendor).code, Some(0));
    let good = check(home.path(), &["local"], "Frühling-2026");
    assert_eq!(good.code, Some(0), "{}", good.err);
    assert_eq!(good.out.matches("✓ erfüllt").count(), 4, "{}", good.out);
    assert_eq!(good.out.matches("? nicht bekannt").count(), 1, "{}", good.out);
    let bad = check(home.path(), &["local", "--json"], "xLACOLx 1");
    assert_eq!(bad.code, Some(2), "{}", bad.err);
    assert_eq!(
        bad.json(),
        json!({
            "account": "praxis-koeln/management/local", "exit": "critical", "met": false,
            "assumed": false, "rules": [
                {"rule": "length", "bound": 8, "met": "yes"},
                {"rule": "classes", "bound": 3, "met": "yes"},
                {"rule": "characters", "bound": null, "met": "no"},
                {"rule": "user-name", "bound": null, "met": "no"},
                {"rule": "not-used-before", "bound": null, "met": "unknown"},
            ],
        })
    );
    let empty = check(home.path(), &["nobody"], "Frühling-2026");
    assert_eq!(empty.code, Some(64));
}

#[test]
fn a_generated_password_goes_to_a_terminal_only() {
    let home = tempfile::tempdir().unwrap();
    add(home.path(), 1, 2);
    let piped = run(home.path(), &["password", "generate", "local"]);
    assert_eq!((piped.code, piped.out.as_str()), (Some(64), ""));
    assert!(piped.message()[0].contains("nur in einem Terminal"), "{}", piped.err);

    let Some(terminal) = Terminal::start(home.path(), &["password", "generate", "local"]) else {
        return;
    };
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    // Beside it stands what it is for, and perhaps a line of the log.
    let mut lines = screen.lines().map(str::trim_end);
    let password = lines.find(|line| line.chars().count() == 16).expect(&screen);
    assert_eq!(check(home.path(), &["local"], password).code, Some(0));

    for line in [&["--length", "7"][..], &["--length", "viel"], &["--json"]] {
        let line = [&["password", "generate", "local"], line].concat();
        let (code, screen) = Terminal::start(home.path(), &line).unwrap().end();
        assert_eq!(code, Some(64), "{screen}");
    }
}
