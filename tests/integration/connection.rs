//! The connection test against everything that the simulator can play: which step fails, its words in both
//! languages, and what reached the device by the device's own log.

mod cancel;
mod faults;

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use konnektorwart::domain::identity::Plane;
use konnektorwart::domain::lockout::Withheld;
use konnektorwart::domain::probe::Unverifiable;
use konnektorwart::domain::profile::{CardServiceVersion, ConnectorProfile, Encryption};
use konnektorwart::simulator::{self, ClientAuth, Port};
use konnektorwart::text::{Language, Words};
use konnektorwart::watch::connection::{
    self, Cancel, Cost, Fault, Report, Skip, State, Step, StepReport,
};
use konnektorwart::watch::profiles;

use crate::practice::{Practice, check, client, connector, management};

/// Only a broken program reaches this limit.
const LIMIT: Duration = Duration::from_secs(60);

pub fn saved(practice: &Practice) -> ConnectorProfile {
    let loaded = profiles::load(&practice.setup.folders).expect("settings");
    loaded.settings.connector(&connector()).expect("the connector").profile.clone()
}

pub fn test(practice: &Practice, typed: &ConnectorProfile) -> Report {
    let saved = saved(practice);
    let (setup, cancel) = (&practice.setup, Cancel::new());
    connection::test(setup, typed, Some(&saved), &mut |_| {}, &cancel).expect("it starts")
}

pub fn step(report: &Report, step: &Step) -> StepReport {
    report.steps.iter().find(|known| known.step == *step).expect("the step").clone()
}

pub fn words(language: Language) -> Words {
    Words::new(language, TimeZone::UTC, Timestamp::now())
}

pub fn logins() -> [Step; 2] {
    [Step::Login(client()), Step::Login(management())]
}

fn skipped(report: &Report, of: &Step) -> Option<Skip> {
    match step(report, of).state {
        State::Skipped(skip) => Some(skip),
        State::Waiting | State::Running | State::Passed(_) | State::Failed(_) => None,
    }
}

#[test]
fn a_sound_connector_passes_every_step_with_one_login_each() {
    let practice = Practice::new();
    let since = practice.mark();
    let saved = saved(&practice);
    let mut seen = Vec::new();
    let cancel = Cancel::new();
    let mut on_step = |step: StepReport| seen.push(step);
    let report = connection::test(&practice.setup, &saved, Some(&saved), &mut on_step, &cancel)
        .expect("it starts");
    assert!(report.is_fine() && !report.cancelled, "{:#?}", report.steps);
    for step in &report.steps {
        assert!(matches!(step.state, State::Passed(_)), "{step:?}");
        assert!(step.took.is_some(), "{step:?}");
    }
    let states: Vec<&State> =
        seen.iter().filter(|one| one.step == Step::Resolve).map(|one| &one.state).collect();
    assert!(matches!(states[..], [State::Waiting, State::Running, State::Passed(_)]));
    assert_eq!(practice.secrets(since, &client()), 1);
    assert_eq!(practice.secrets(since, &management()), 1);
}

#[test]
fn the_plan_names_the_logins_and_what_is_left_before_anything_is_sent() {
    let practice = Practice::new();
    let (saved, since) = (saved(&practice), practice.mark());
    let plan = connection::plan(&practice.setup, &saved, Some(&saved)).expect("a plan");
    let costs: Vec<&Cost> = plan
        .iter()
        .filter(|planned| matches!(planned.step, Step::Login(_)))
        .map(|planned| &planned.cost)
        .collect();
    assert_eq!(costs, [&Cost::Attempt { spare: 3 }, &Cost::Attempt { spare: 3 }]);
    let told = Language::German.test_cost(&plan).expect("words");
    assert!(told.contains("„praxis“ (Kartenzugriff), noch 3 Versuche frei"), "{told}");
    let unsaved = connection::plan(&practice.setup, &saved, None).expect("a plan");
    assert_eq!(Language::English.test_cost(&unsaved), None);
    assert_eq!(practice.sim.log().len(), {
        assert_eq!(practice.all_secrets(since), 0);
        practice.sim.log().len()
    });
}

#[test]
fn s2_a_refused_stored_password_is_not_sent_again() {
    let practice = Practice::new();
    let since = practice.change_password(&client());
    let first = test(&practice, &saved(&practice));
    assert!(matches!(step(&first, &logins()[0]).state, State::Failed(Fault::Refused(_))));
    for _ in 0..3 {
        let again = test(&practice, &saved(&practice));
        let skip = skipped(&again, &logins()[0]);
        assert!(matches!(skip, Some(Skip::Withheld(Withheld::Refused { .. }))), "{skip:?}");
        let told = words(Language::German).test_result(&step(&again, &logins()[0]));
        assert!(told.starts_with("Nicht erneut geprüft: Dieses Passwort wurde"), "{told}");
        assert_eq!(skipped(&again, &Step::Context), Some(Skip::NotTold));
    }
    assert_eq!(practice.secrets(since, &client()), 1);
}

#[test]
fn s9_another_host_user_plane_or_clientsystem_gets_nothing_secret() {
    let practice = Practice::new();
    let since = practice.mark();
    let known = saved(&practice);
    let mut host = known.clone();
    host.host = "localhost".parse().expect("a host");
    let mut user = known.clone();
    user.accounts[0].user = "arzt".parse().expect("a user");
    user.accounts[1].user = "root".parse().expect("a user");
    let mut plane = known.clone();
    plane.accounts[0].plane = Plane::Management;
    plane.accounts[1].plane = Plane::Client;
    let mut device = known.clone();
    device.device = None;
    for (typed, expected) in [
        (host, Skip::Changed),
        (user, Skip::NotSaved),
        (plane, Skip::NotSaved),
        (device, Skip::Changed),
    ] {
        let report = test(&practice, &typed);
        for step in report.steps.iter().filter(|step| matches!(step.step, Step::Login(_))) {
            assert_eq!(step.state, State::Skipped(expected.clone()), "{typed:?}");
        }
    }
    let mut clientsystem = known.clone();
    clientsystem.accounts.truncate(1);
    if let Some(context) = &mut clientsystem.context {
        context.clientsystem = "LaborSys".parse().expect("an identifier");
    }
    let report = test(&practice, &clientsystem);
    assert_eq!(skipped(&report, &logins()[0]), Some(Skip::ClientsystemChanged));
    let cancel = Cancel::new();
    connection::test(&practice.setup, &known, None, &mut |_| {}, &cancel).expect("it starts");
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn s9_an_unconfirmed_certificate_is_shown_and_no_password_leaves() {
    let practice = Practice::new();
    let since = practice.mark();
    let mut typed = saved(&practice);
    typed.pins = konnektorwart::domain::profile::Pins::default();
    let report = test(&practice, &typed);
    for (plane, port) in [(Plane::Client, Port::Pvs), (Plane::Management, Port::Management)] {
        let certificate = step(&report, &Step::Certificate(plane));
        let State::Failed(Fault::Unconfirmed(seen)) = &certificate.state else {
            panic!("{certificate:?}");
        };
        assert_eq!(Some(seen.fingerprint.to_string()), practice.sim.fingerprint(port));
        let told = words(Language::German).test_result(&certificate);
        assert!(told.contains(&seen.fingerprint.grouped()), "{told}");
    }
    // The assistant learns the vendor before a person confirms anything.
    assert!(matches!(step(&report, &Step::Services).state, State::Passed(_)));
    assert_eq!(skipped(&report, &logins()[0]), Some(Skip::NotConfirmed));
    assert_eq!(skipped(&report, &Step::Context), Some(Skip::NotConfirmed));
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn s24_a_pause_withholds_the_logins_and_leaves_the_rest() {
    let practice = Practice::new();
    let until = Timestamp::now() + jiff::SignedDuration::from_hours(1);
    konnektorwart::watch::once::pause(&practice.setup, until, "Wartung").expect("paused");
    let since = practice.mark();
    let report = test(&practice, &saved(&practice));
    for login in &logins() {
        assert_eq!(skipped(&report, login), Some(Skip::Withheld(Withheld::Paused)));
    }
    assert!(matches!(step(&report, &Step::Services).state, State::Passed(_)));
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn a_local_name_with_several_addresses_is_tried_address_by_address() {
    let practice = Practice::new();
    let mut typed = saved(&practice);
    typed.host = "localhost".parse().expect("a host");
    let report = test(&practice, &typed);
    let resolved = words(Language::German).test_result(&step(&report, &Step::Resolve));
    assert!(resolved.contains("127.0.0.1"), "{resolved}");
    assert!(resolved.contains("dieselbe Adresse") || !resolved.contains(';'), "{resolved}");
    let connected = step(&report, &Step::Connect(Plane::Client));
    assert!(matches!(connected.state, State::Passed(_)), "{connected:?}");
}

#[test]
fn a_device_that_checks_nothing_gets_no_password_and_still_tells_the_context() {
    let practice = Practice::new();
    practice
        .sim
        .change_settings(|settings: &mut simulator::Settings| {
            settings.client_auth = ClientAuth::Off
        })
        .expect("changed");
    let since = practice.mark();
    let report = test(&practice, &saved(&practice));
    let unverifiable = Skip::Unverifiable(Unverifiable::NotDemanded);
    assert_eq!(skipped(&report, &logins()[0]), Some(unverifiable));
    assert!(matches!(step(&report, &Step::Context).state, State::Passed(_)), "{report:#?}");
    assert_eq!(practice.secrets(since, &client()), 0);
}

#[test]
fn a_wrong_mandant_is_told_at_the_context_and_not_at_the_login() {
    let practice = Practice::new();
    let mut typed = saved(&practice);
    if let Some(context) = &mut typed.context {
        context.mandant = "Labor".parse().expect("an identifier");
    }
    let report = test(&practice, &typed);
    assert!(matches!(step(&report, &logins()[0]).state, State::Passed(_)), "{report:#?}");
    let context = step(&report, &Step::Context);
    assert!(matches!(context.state, State::Failed(Fault::ContextWrong(_))), "{context:?}");
    let check = check(&practice.setup, &client());
    assert!(format!("{check:?}").contains("Accepted"), "the account is not harmed: {check:?}");
}

#[test]
fn a_version_of_the_card_service_that_is_not_offered_is_named_with_those_that_are() {
    let practice = Practice::new();
    let mut typed = saved(&practice);
    typed.card_service = CardServiceVersion::Exactly(7, 0, 0);
    let report = test(&practice, &typed);
    let services = step(&report, &Step::Services);
    assert!(matches!(services.state, State::Failed(Fault::CardServiceMissing(_))), "{services:?}");
    let told = words(Language::English).test_result(&services);
    assert!(told.contains("8.1"), "{told}");
}

#[test]
fn plain_http_never_carries_a_password() {
    let practice = Practice::with(simulator::Settings {
        tls_mandatory: false,
        ..simulator::Settings::default()
    });
    let since = practice.mark();
    let mut typed = saved(&practice);
    (typed.encryption, typed.port) = (Encryption::None, practice.sim.http_address().port());
    let report = test(&practice, &typed);
    assert_eq!(skipped(&report, &Step::Certificate(Plane::Client)), Some(Skip::Plain));
    assert!(matches!(step(&report, &Step::Directory).state, State::Passed(_)), "{report:#?}");
    let unverifiable = Skip::Unverifiable(Unverifiable::NoPassword);
    assert_eq!(skipped(&report, &logins()[0]), Some(unverifiable));
    assert_eq!(practice.secrets(since, &client()), 0);
}
