//! Every fault, and the step at which it is told.

use std::time::Duration;

use konnektorwart::domain::identity::Plane;
use konnektorwart::simulator::{self, Fault, Loss, Port, Refusal, Rule};
use konnektorwart::text::Language;
use konnektorwart::watch::connection::{Report, State, Step};

use super::{logins, saved, step, test, words};
use crate::practice::{Practice, client};

/// The first step that failed, and its result in both languages.
fn failed(report: &Report) -> Option<(Step, String, String)> {
    let failed = report.steps.iter().find(|step| matches!(step.state, State::Failed(_)))?;
    for language in Language::ALL {
        let remedy = words(language).test_remedy(failed).expect("a remedy");
        assert!(remedy.ends_with(['.', '?']), "{remedy}");
    }
    let told = |language| words(language).test_result(failed);
    Some((failed.step.clone(), told(Language::German), told(Language::English)))
}

fn assert_told(fault: &Fault, report: &Report, at: &Step, german: &str, english: &str) {
    let (step, in_german, in_english) = failed(report).unwrap_or_else(|| panic!("{fault:?}"));
    assert_eq!(step, *at, "{fault:?}: {in_german}");
    assert!(in_german.contains(german), "{fault:?}: {in_german}");
    assert!(in_english.contains(english), "{fault:?}: {in_english}");
}

/// Faults of the answer to a request, with what is told at a directory.
fn of_requests() -> Vec<(Fault, &'static str, &'static str)> {
    let (late, late_english) = ("nicht rechtzeitig geantwortet", "did not answer in time");
    let (cut, cut_english) = ("hat die Verbindung abgebrochen", "broke the connection off");
    let (odd, odd_english) = ("das kein Konnektor ist", "that is not a connector");
    let (torn, torn_english) = ("unvollständig oder unlesbar", "incompletely or unreadably");
    vec![
        (Fault::Silence, late, late_english),
        (Fault::SlowHeaders(Duration::from_millis(50)), late, late_english),
        (Fault::AfterApplying(Loss::Silence), late, late_english),
        (Fault::ResetBeforeReading, cut, cut_english),
        (Fault::ResetAfterReading, cut, cut_english),
        (Fault::AfterApplying(Loss::Reset), cut, cut_english),
        (Fault::AfterApplying(Loss::ServerError), "(Antwort 500)", "(answer 500)"),
        (Fault::ServerError(503), "(Antwort 503)", "(answer 503)"),
        (Fault::UnknownCode, "(Antwort 500)", "(answer 500)"),
        (Fault::Redirect("http://127.0.0.1:1/".to_owned()), "(Antwort 302)", "(answer 302)"),
        (Fault::OtherBody, odd, odd_english),
        (Fault::LoginPage, odd, odd_english),
        (Fault::WrongShape, odd, odd_english),
        (Fault::EntityBomb, odd, odd_english),
        (Fault::Truncated, odd, odd_english),
        (Fault::HugeBody(4 << 20), "viel zu groß", "far too large"),
        (Fault::CutOff, cut, cut_english),
        (Fault::EndlessHeaders, torn, torn_english),
        (Fault::NotHttp, torn, torn_english),
    ]
}

#[test]
fn every_fault_of_the_directory_is_told_there_and_no_password_leaves_for_its_plane() {
    let practice = Practice::new();
    let mut typed = saved(&practice);
    typed.accounts.truncate(1);
    let since = practice.mark();
    for (fault, german, english) in of_requests() {
        practice.sim.set_faults([Rule::always(fault.clone()).at("/connector.sds")]);
        let report = test(&practice, &typed);
        assert_told(&fault, &report, &Step::Directory, german, english);
    }
    assert_eq!(practice.secrets(since, &client()), 0);
}

#[test]
fn what_is_only_late_or_wrongly_labelled_passes() {
    let practice = Practice::new();
    for fault in [Fault::Late(Duration::from_millis(100)), Fault::WrongContentType] {
        practice.sim.set_faults([Rule::always(fault.clone())]);
        let report = test(&practice, &saved(&practice));
        assert!(report.is_fine(), "{fault:?}: {:#?}", report.steps);
    }
}

#[test]
fn every_fault_of_the_handshake_is_told_at_the_certificate_of_its_port() {
    let cases = [
        (Fault::NewCertificate, "zeigt ein neues Zertifikat", "shows a new certificate"),
        (Fault::ForeignSignature, "Die verschlüsselte Verbindung kam", "The encrypted connection"),
        (Fault::HandshakeRefused, "keine gemeinsame Verschlüsselung", "no common encryption"),
        (
            Fault::ResetBeforeReading,
            "Die verschlüsselte Verbindung kam",
            "The encrypted connection",
        ),
    ];
    for (port, plane) in [(Port::Pvs, Plane::Client), (Port::Management, Plane::Management)] {
        let practice = Practice::new();
        let since = practice.mark();
        let mut typed = saved(&practice);
        typed.accounts.retain(|account| account.plane == plane);
        for (fault, german, english) in &cases {
            practice.sim.set_faults([Rule::always(fault.clone()).on(port)]);
            let report = test(&practice, &typed);
            assert_told(fault, &report, &Step::Certificate(plane), german, english);
        }
        assert_eq!(practice.all_secrets(since), 0);
    }
}

#[test]
fn every_fault_of_a_login_is_told_there_once() {
    for (fault, _, _) in of_requests() {
        let practice = Practice::new();
        practice.sim.set_faults([Rule::always(fault.clone()).at("/ws/EventService")]);
        let since = practice.mark();
        let report = test(&practice, &saved(&practice));
        let (step, german, english) = failed(&report).unwrap_or_else(|| panic!("{fault:?}"));
        assert_eq!(step, logins()[0], "{fault:?}: {german}");
        assert!(german.starts_with("Der Konnektor "), "{fault:?}: {german}");
        assert!(english.starts_with("The connector "), "{fault:?}: {english}");
        assert_eq!(practice.secrets(since, &client()), 1, "{fault:?}");
    }
}

#[test]
fn every_form_of_a_refused_login_is_told_at_its_login() {
    use Refusal::{
        BadRequest, Fault4204, Forbidden, OtherBody, Reset, Silence, Unauthorized,
        UnauthorizedWithoutChallenge, UnknownCode,
    };
    let cases = [
        (Unauthorized, "(Antwort 401)"),
        (UnauthorizedWithoutChallenge, "(Antwort 401)"),
        (Forbidden, "(Antwort 403)"),
        (Fault4204, "(Fehler 4204)"),
        (BadRequest, "(Antwort 400)"),
        (UnknownCode, "meldete einen Fehler"),
        (OtherBody, "etwas anderem als der erwarteten"),
        (Reset, "hat die Verbindung abgebrochen"),
        (Silence, "nicht rechtzeitig geantwortet"),
    ];
    for (refusal, german) in cases {
        let practice = Practice::with(simulator::Settings {
            wrong_client_password: refusal,
            ..simulator::Settings::default()
        });
        let since = practice.change_password(&client());
        let report = test(&practice, &saved(&practice));
        let told = words(Language::German).test_result(&step(&report, &logins()[0]));
        assert!(told.contains(german), "{refusal:?}: {told}");
        assert_eq!(practice.secrets(since, &client()), 1, "{refusal:?}");
    }
}

#[test]
fn a_device_that_is_down_is_told_at_the_connection() {
    let practice = Practice::new();
    practice.sim.go_down().expect("down");
    let report = test(&practice, &saved(&practice));
    let fault = Fault::Silence;
    let connect = Step::Connect(Plane::Client);
    assert_told(&fault, &report, &connect, "nimmt niemand Verbindungen an", "Nobody accepts");
    practice.sim.come_up().expect("up");
    let mut typed = saved(&practice);
    typed.host = "gibt-es-nicht.invalid".parse().expect("a host");
    let report = test(&practice, &typed);
    assert_told(&fault, &report, &Step::Resolve, "gibt es keine Adresse", "has no address");
}
