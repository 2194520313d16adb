//! What is not a connector, or no settings file: one message in three parts, the right exit code,
//! nothing lost and nothing secret sent.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::thread;

use konnektorwart::simulator::{self, Fault, Port, Rule, Simulator};

use super::{add, run};

/// What somebody reads who looks at the certificate of something that is none.
fn looked_at(home: &Path) -> [String; 3] {
    let ran = run(home, &["trust", "praxis"]);
    assert_eq!(ran.code, Some(3), "{} {}", ran.out, ran.err);
    ran.message()
}

#[test]
fn a_wrong_host_and_a_closed_port_are_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    add(home.path(), port, port);
    let refused = looked_at(home.path());
    let line = ["profile", "set", "praxis", "--address", "konnektor.invalid"];
    assert_eq!(run(home.path(), &line).code, Some(0));
    let unknown = looked_at(home.path());
    assert_ne!(refused[0], unknown[0]);
    let wrong = run(home.path(), &["profile", "set", "praxis", "--address", "praxis köln"]);
    assert_eq!(wrong.code, Some(64));
}

#[test]
fn plain_http_and_a_printer_are_no_tls() {
    let device = Simulator::start(simulator::Settings::default()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let http = device.http_address().port();
    add(home.path(), http, http);
    let http = looked_at(home.path());

    let printer = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = printer.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut socket in printer.incoming().flatten() {
            let mut bytes = [0; 512];
            // What a printer answers depends on nothing that it is sent.
            let _ = socket.read(&mut bytes);
            let _ = socket.write_all(b"@PJL INFO STATUS\r\nCODE=10001\r\nDISPLAY=\"BEREIT\"\r\n");
        }
    });
    let line = ["profile", "set", "praxis", "--port", &port.to_string(), "--management-port"];
    let ran = run(home.path(), &[&line[..], &[&port.to_string()]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let printer = looked_at(home.path());
    assert_eq!(http[0], printer[0], "neither speaks TLS");
    assert_eq!(device.secrets_seen(), 0);
}

#[test]
fn what_is_trusted_and_still_no_connector_is_explained_by_what_it_answers() {
    let device = Simulator::start(simulator::Settings::default()).unwrap();
    let home = tempfile::tempdir().unwrap();
    add(home.path(), device.pvs_address().port(), device.management_address().port());
    let print = |port| device.fingerprint(port).unwrap();
    let (services, management) = (print(Port::Pvs), print(Port::Management));
    let line = ["trust", "praxis", "--fingerprint", &services, "--fingerprint", &management];
    assert_eq!(run(home.path(), &line).code, Some(0));

    let faults = [
        Fault::LoginPage,
        Fault::OtherBody,
        Fault::Truncated,
        Fault::HugeBody(50_000_000),
        Fault::EntityBomb,
        Fault::ServerError(503),
        Fault::NotHttp,
        Fault::Redirect("https://127.0.0.1/".into()),
        Fault::ResetAfterReading,
        Fault::ForeignSignature,
    ];
    for fault in faults {
        let shown = format!("{fault:?}");
        device.set_faults([Rule::always(fault)]);
        let ran = run(home.path(), &["services", "praxis"]);
        assert_eq!(ran.code, Some(3), "{shown}: {} {}", ran.out, ran.err);
        let [what, meaning, next] = ran.message();
        assert!(!what.is_empty() && !meaning.is_empty() && !next.is_empty(), "{shown}");
    }
    device.set_faults([]);
    device.renew_certificate(Port::Pvs, Default::default()).unwrap();
    let ran = run(home.path(), &["services", "praxis"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.message()[0].contains("neues Zertifikat"), "{}", ran.err);
    assert_eq!(device.secrets_seen(), 0);
}

#[test]
fn a_typo_in_the_settings_is_shown_with_its_line_and_nothing_is_overwritten() {
    let home = tempfile::tempdir().unwrap();
    add(home.path(), 1, 2);
    let file = home.path().join("settings").join("settings.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace("host =", "hots =");
    std::fs::write(&file, &text).unwrap();
    let lines: [&[&str]; 4] =
        [&["status"], &["check"], &["profile", "set", "praxis", "--port", "444"], &["watch"]];
    for line in lines {
        let ran = run(home.path(), line);
        assert_eq!(ran.code, Some(3), "{line:?} {} {}", ran.out, ran.err);
        let [what, meaning, _] = ran.message();
        assert!(what.contains("Zeile") && what.contains("„host“"), "{line:?}: {what}");
        assert_eq!(meaning, "Es wurde nichts geändert und kein Passwort gesendet.");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "{line:?}");
    }
    let failed = run(home.path(), &["status", "--json"]).json();
    assert_eq!(failed["exit"], "unknown");
    assert!(failed["error"]["what"].as_str().unwrap().contains("„host“"));
}

#[test]
fn without_a_keyring_service_a_person_is_told_and_nothing_is_sent() {
    let device = Simulator::start(simulator::Settings::default()).unwrap();
    let home = tempfile::tempdir().unwrap();
    add(home.path(), device.pvs_address().port(), device.management_address().port());
    let print = |port| device.fingerprint(port).unwrap();
    let (services, management) = (print(Port::Pvs), print(Port::Management));
    let line = ["trust", "praxis", "--fingerprint", &services, "--fingerprint", &management];
    assert_eq!(run(home.path(), &line).code, Some(0));
    let mut child =
        super::command(home.path(), &["adopt", "local", "--stdin", "--confirm-attempt", "3"])
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
    child.stdin.take().unwrap().write_all(b"Geheim-1234\n").unwrap();
    let ran = super::Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(3), "{} {}", ran.out, ran.err);
    assert!(ran.message()[0].contains("Passwortspeicher"), "{}", ran.err);
    assert!(!format!("{}{}", ran.out, ran.err).contains("Geheim"));
    assert_eq!(device.secrets_seen(), 0);
}
