//! Commands that need no keyring.

use std::io::Read;
use std::process::{Command, Stdio};

use konnektorwart::simulator::{self, Port, Simulator};
use serde_json::json;

use super::{PROGRAM, Ran, add, command, run};

#[test]
fn wrong_command_lines_end_with_64_and_a_suggestion() {
    let home = tempfile::tempdir().unwrap();
    add(home.path(), 1, 2);
    let cases: [(&[&str], &str); 9] = [
        (&["chek"], "check"),
        (&["status", "--jsn"], "--json"),
        (&["check", "prxis-koeln"], "praxis-koeln"),
        (&["adopt", "lcoal"], "local"),
        (&["pause", "--until", "gestern"], "--help"),
        (&["profile", "set", "praxis-koeln", "--interval", "5m"], "--help"),
        (&["profile", "set", "local", "--port", "5"], "--help"),
        (&["profile", "add", "Praxis Köln", "10.0.0.1"], "profile set praxis-koeln"),
        (&[], "--help"),
    ];
    for (line, suggestion) in cases {
        let ran = run(home.path(), line);
        assert_eq!(ran.code, Some(64), "{line:?} {} {}", ran.out, ran.err);
        let [_, meaning, next] = ran.message();
        assert!(next.contains(suggestion), "{line:?}: {next}");
        assert_eq!(meaning, "Es wurde nichts gesendet und nichts geändert.");
    }
}

#[test]
fn a_password_in_the_open_is_refused_and_never_repeated() {
    let home = tempfile::tempdir().unwrap();
    add(home.path(), 1, 2);
    let lines: [&[&str]; 4] = [
        &["adopt", "local", "--password", "Geheim-1234"],
        &["adopt", "local", "--passwort=Geheim-1234"],
        &["adopt", "local", "-p", "Geheim-1234"],
        &["adopt", "local", "Geheim-1234"],
    ];
    for line in lines {
        let ran = run(home.path(), line);
        assert_eq!(ran.code, Some(64), "{line:?}");
        assert!(!format!("{}{}", ran.out, ran.err).contains("Geheim"), "{line:?}");
    }
    let by_environment = command(home.path(), &["adopt", "local", "--stdin"])
        .env("KONNEKTORWART_PASSWORD", "Geheim-1234")
        .output();
    let ran = Ran::of(by_environment.unwrap());
    assert_eq!(ran.code, Some(64));
    assert!(ran.message()[0].contains("Umgebung"), "{}", ran.err);
}

#[test]
fn help_names_every_command_in_both_languages_and_asks_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (german, english) =
        (run(home.path(), &["--help"]), run(home.path(), &["--help", "--language", "en"]));
    assert_eq!((german.code, english.code), (Some(0), Some(0)));
    for name in ["demo", "check", "watch", "trust", "adopt", "simulator", "completions"] {
        assert!(german.out.contains(name) && english.out.contains(name), "{name}");
    }
    assert!(german.out.contains("Aufruf: konnektorwart"), "{}", german.out);
    assert!(english.out.contains("Usage: konnektorwart"), "{}", english.out);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_profile_is_added_shown_changed_and_removed() {
    let home = tempfile::tempdir().unwrap();
    add(home.path(), 1443, 8501);
    let changes: [&[&str]; 4] = [
        &["profile", "set", "praxis-koeln", "--arbeitsplatz", "Labor", "--vendor", "secunet"],
        &[
            "profile",
            "set",
            "praxis-koeln",
            "--online-check",
            "on-demand",
            "--card-service",
            "8.1.2",
        ],
        &["profile", "set", "local", "--interval", "10m", "--limit", "5", "--watched-on", "none"],
        &["profile", "set", "praxis-koeln", "--remove-account", "client/praxis"],
    ];
    for line in changes {
        let ran = run(home.path(), line);
        assert_eq!(ran.code, Some(0), "{line:?} {}", ran.err);
    }
    let shown = run(home.path(), &["profile", "show", "praxis", "--json"]).json();
    let expected = json!({
        "connector": "praxis-koeln",
        "name": "Praxis Köln",
        "host": "127.0.0.1",
        "port": 1443,
        "management_port": 8501,
        "vendor": "secunet",
        "online_check": "on-demand",
            "card_service": "8.1.2",
            "encryption": "password",
        "timeout_seconds": 2,
        "context": {
            "mandant": "Praxis", "clientsystem": "x.concept", "arbeitsplatz": "Labor",
        },
        "trusted": false,
        "origin": "user",
        "accounts": [{
            "account": "praxis-koeln/management/local",
            "plane": "management",
            "user": "local",
            "watched_on": null,
            "interval_seconds": 600,
            "limit": 5,
        }],
    });
    assert_eq!(shown, expected);
    let removed = run(home.path(), &["profile", "remove", "praxis", "--yes", "--json"]);
    assert_eq!(removed.json(), json!({ "removed": "praxis-koeln", "passwords_deleted": [] }));
    assert_eq!(
        run(home.path(), &["profile", "list", "--json"]).json(),
        json!({ "connectors": [] })
    );
}

#[test]
fn passwords_are_never_deleted_without_a_person_at_a_terminal() {
    let home = tempfile::tempdir().unwrap();
    add(home.path(), 1, 2);
    let ran = run(home.path(), &["profile", "remove", "praxis", "--yes", "--purge"]);
    assert_eq!(ran.code, Some(64), "{} {}", ran.out, ran.err);
    assert_eq!(run(home.path(), &["profile", "show", "praxis"]).code, Some(0));
}

#[test]
fn only_the_exact_fingerprint_is_confirmed_and_nothing_secret_is_sent() {
    let device = Simulator::start(simulator::Settings::default()).unwrap();
    let home = tempfile::tempdir().unwrap();
    add(home.path(), device.pvs_address().port(), device.management_address().port());
    let print = |port| device.fingerprint(port).unwrap();
    let (services, management) = (print(Port::Pvs), print(Port::Management));

    let seen = run(home.path(), &["trust", "praxis", "--json"]);
    assert_eq!(seen.code, Some(1));
    let ports = &seen.json()["ports"];
    assert_eq!(ports[0]["fingerprint"], json!(services));
    assert_eq!(ports[1]["state"], json!("new"));

    let nobody = run(home.path(), &["trust", "praxis"]);
    assert_eq!(nobody.code, Some(64), "{}", nobody.err);
    let wrong = services.replace(['0', '1', '2', '3'], "f");
    let refused = run(home.path(), &["trust", "praxis", "--fingerprint", &wrong]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    let untrusted = run(home.path(), &["services", "praxis"]);
    assert_eq!(untrusted.code, Some(3), "{}", untrusted.err);

    let line = ["trust", "praxis", "--fingerprint", &services, "--fingerprint", &management];
    let trusted = run(home.path(), &[&line[..], &["--json"]].concat());
    assert_eq!(trusted.code, Some(0), "{}", trusted.err);
    assert_eq!(trusted.json()["confirmed"].as_array().map(Vec::len), Some(2));
    let directory = run(home.path(), &["services", "praxis", "--json"]).json();
    assert_eq!(directory["authentication_demanded"], json!(true));
    assert_eq!(directory["vendor"], json!("secunet"));

    device.renew_certificate(Port::Management, Default::default()).unwrap();
    let changed = print(Port::Management);
    let unsaid = run(home.path(), &["trust", "praxis", "--fingerprint", &changed]);
    assert_eq!(unsaid.code, Some(2), "{}", unsaid.err);
    let line = ["trust", "praxis", "--fingerprint", &changed, "--meaning", "same-device"];
    assert_eq!(run(home.path(), &line).code, Some(0));
    assert_eq!(device.secrets_seen(), 0);
}

#[test]
fn a_pause_is_written_shown_and_ended() {
    let home = tempfile::tempdir().unwrap();
    add(home.path(), 1, 2);
    let ran = run(home.path(), &["pause", "--until", "2h", "--reason", "Umbau", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.json()["pause"]["reason"], json!("Umbau"));
    let status = run(home.path(), &["status", "--json"]).json();
    assert_eq!(status["pause"]["reason"], json!("Umbau"));
    let check = run(home.path(), &["check", "local", "--json"]);
    assert_eq!(check.json()["accounts"][0]["not_sent"]["reason"], json!("paused"));
    assert_eq!(check.code, Some(3));
    assert_eq!(run(home.path(), &["resume"]).code, Some(0));
    assert_eq!(run(home.path(), &["status", "--json"]).json()["pause"], json!(null));
}

#[test]
fn completions_and_manual_page_know_the_commands() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(home.path(), &["completions", shell]);
        assert_eq!(ran.code, Some(0), "{shell}");
        assert!(ran.out.contains("services") && ran.out.contains("konnektorwart"), "{shell}");
    }
    assert_eq!(run(home.path(), &["completions", "cmd"]).code, Some(64));
    let man = run(home.path(), &["man", "--language", "en"]);
    assert!(man.out.contains(".TH") && man.out.contains("adopt"), "{}", man.out);
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let home = tempfile::tempdir().unwrap();
    let mut child = command(home.path(), &["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn the_log_says_what_was_asked_for_and_only_then() {
    let home = tempfile::tempdir().unwrap();
    let quiet = Command::new(PROGRAM).arg("--version").output().unwrap();
    assert_eq!(Ran::of(quiet).out.trim(), concat!("konnektorwart ", env!("CARGO_PKG_VERSION")));
    assert_eq!(run(home.path(), &["status"]).err, "");
}
