use super::*;
use crate::domain::device::{Fingerprint, Pin};
use crate::domain::identity::DeviceId;
use proptest::prelude::*;

fn filled() -> Draft {
    let mut draft = Draft::new([]);
    draft.name = "Praxis Köln".to_owned();
    draft.address = "10.1.112.210".to_owned();
    draft.mandant = "Praxis".to_owned();
    draft.clientsystem = "x.concept".to_owned();
    draft.arbeitsplatz = "Empfang".to_owned();
    for (plane, user) in [(Plane::Client, "praxis"), (Plane::Management, "local")] {
        draft
            .accounts
            .push(AccountDraft { user: user.to_owned(), ..AccountDraft::new(plane, None) });
    }
    draft
}

fn profile() -> ConnectorProfile {
    filled().checked(None).profile.unwrap()
}

fn mistakes(change: impl FnOnce(&mut Draft)) -> Vec<(Field, Mistake)> {
    let mut draft = filled();
    change(&mut draft);
    let checked = draft.checked(None);
    assert_eq!(checked.profile.is_some(), checked.mistakes.is_empty());
    checked.mistakes
}

#[test]
fn a_profile_survives_being_shown_and_read() {
    let mut known = profile();
    known.device = Some(DeviceId::from_random([7; 16]));
    known.pins.client = Some(Pin::Certificate(Fingerprint::from_bytes([1; 32])));
    known.accounts[0].interval = std::time::Duration::from_secs(90);
    known.accounts[1].limit = AttemptLimit::new(5).unwrap();
    known.host = "fd00::1".parse().unwrap();
    let checked = Draft::of(&known).checked(Some(&known));
    assert_eq!(checked.profile, Some(known));
    assert_eq!((checked.mistakes, checked.warnings), (vec![], vec![]));
}

#[test]
fn an_address_is_taken_apart() {
    let cases = [
        ("10.1.112.210", "10.1.112.210", 443, 8500),
        (" 10.1.112.210:1443 ", "10.1.112.210", 1443, 8500),
        ("https://10.1.112.210:9443/administration/start.htm", "10.1.112.210", 443, 9443),
        ("https://admin:geheim@Konnektor.Praxis.local/x?y#z", "konnektor.praxis.local", 443, 8500),
        ("fd00::1", "fd00::1", 443, 8500),
        ("[fd00::1]:1443", "fd00::1", 1443, 8500),
    ];
    for (typed, host, port, management) in cases {
        let mut draft = filled();
        draft.address = typed.to_owned();
        let read = draft.checked(None).profile.unwrap_or_else(|| panic!("{typed}"));
        let found = (read.host.to_string(), read.port, read.management_port);
        assert_eq!(found, (host.to_owned(), port, management), "{typed}");
        draft.take_address_apart();
        assert_eq!((draft.address.as_str(), draft.port), (host, port.to_string()), "{typed}");
        assert_eq!(draft.management_port, management.to_string(), "{typed}");
    }
}

#[test]
fn every_wrong_text_is_a_mistake_of_its_field() {
    let long = "x".repeat(300);
    let too_long = |most| Mistake::TooLong { most, found: 300 };
    let of_address = |typed: &str| mistakes(|draft| draft.address = typed.to_owned());
    let cases: [(&str, Mistake); 12] = [
        ("", Mistake::Empty),
        ("https://", Mistake::Empty),
        ("konnektor köln", Mistake::Character(' ')),
        ("konnektor-köln.local", Mistake::Character('ö')),
        ("10.1.112.300", Mistake::IpAddress),
        ("10.1.112", Mistake::IpAddress),
        ("fd00::g:1", Mistake::IpAddress),
        ("a..b", Mistake::HostName),
        ("konnektor:0", Mistake::PortOfAddress),
        ("konnektor:70000", Mistake::PortOfAddress),
        ("konnektor:https", Mistake::PortOfAddress),
        (&long, Mistake::TooLong { most: 253, found: 300 }),
    ];
    for (typed, mistake) in cases {
        assert_eq!(of_address(typed), [(Field::Address, mistake)], "{typed}");
    }
    assert_eq!(of_address("a\nb"), [(Field::Address, Mistake::Control)]);
    for (typed, mistake) in [
        ("0", Mistake::PortRange),
        ("70000", Mistake::PortRange),
        ("99999999999999999999999", Mistake::PortRange),
        ("-1", Mistake::NotANumber),
        ("443 ", Mistake::SamePort),
        ("", Mistake::Empty),
    ] {
        let found = mistakes(|draft| draft.management_port = typed.to_owned());
        assert_eq!(found, [(Field::ManagementPort, mistake)], "{typed}");
    }
    let name = mistakes(|draft| draft.name.clone_from(&long));
    assert_eq!(name, [(Field::Name, too_long(100))]);
    let user = mistakes(|draft| draft.accounts[0].user.clone_from(&long));
    assert_eq!(user, [(Field::User(0), too_long(128))]);
    let colon = mistakes(|draft| draft.accounts[1].user = "a:b".to_owned());
    assert_eq!(colon, [(Field::User(1), Mistake::Character(':'))]);
    let part = mistakes(|draft| draft.mandant.clear());
    assert_eq!(part, [(Field::Mandant, Mistake::ContextPart)]);
    let timeout = mistakes(|draft| draft.timeout = "121".to_owned());
    assert_eq!(timeout, [(Field::Timeout, Mistake::TimeoutRange)]);
    for (typed, mistake) in [
        ("30 s", Mistake::IntervalRange),
        ("25h", Mistake::IntervalRange),
        ("bald", Mistake::NotASpan),
        ("5 €", Mistake::NotASpan),
    ] {
        let found = mistakes(|draft| draft.accounts[0].interval = typed.to_owned());
        assert_eq!(found, [(Field::Interval(0), mistake)], "{typed}");
    }
    let twice = mistakes(|draft| {
        draft.accounts[1] =
            AccountDraft { user: " PRAXIS".to_owned(), ..draft.accounts[0].clone() };
    });
    assert_eq!(twice, [(Field::User(1), Mistake::Twice)]);
    let file = mistakes(|draft| draft.encryption = EncryptionChoice::TlsCertificate);
    assert_eq!(file, [(Field::CertificateFile, Mistake::Empty)]);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let found = mistakes(|draft| {
        draft.name.clear();
        draft.address = "ä".to_owned();
        draft.port = "0".to_owned();
        draft.accounts[0].user.clear();
    });
    let fields: Vec<Field> = found.into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, [Field::Name, Field::Address, Field::Port, Field::User(0)]);
}

#[test]
fn a_new_identifier_is_made_of_the_name_and_is_nobody_elses() {
    let taken = ["praxis-koeln", "praxis-koeln-2"].map(|id| id.parse().unwrap());
    let mut draft = Draft::new(taken);
    draft.name = "Praxis Köln".to_owned();
    assert_eq!(draft.id().as_str(), "praxis-koeln-3");
    draft.name = "Straße 5!".to_owned();
    assert_eq!(draft.id().as_str(), "strasse-5");
    draft.name = "x".repeat(300);
    assert!(draft.id().as_str().len() <= 64);
}

#[test]
fn what_differs_from_a_trusted_connector_is_worth_a_word() {
    let mut known = profile();
    known.device = Some(DeviceId::from_random([7; 16]));
    let mut draft = Draft::of(&known);
    draft.address = "10.1.112.211:1443".to_owned();
    draft.accounts[0].user = "arzt".to_owned();
    let checked = draft.checked(Some(&known));
    let reference = |user: &str| format!("praxis-koeln/client/{user}").parse().unwrap();
    let expected = vec![
        (Field::Address, Warning::PortOfAddress(Plane::Client, 1443)),
        (Field::Address, Warning::AnotherAddress),
        (Field::Port, Warning::AnotherPort(Plane::Client)),
        (Field::Accounts, Warning::AccountLeft(reference("praxis"))),
        (Field::User(0), Warning::NewAccount(reference("arzt"))),
    ];
    assert_eq!(checked.warnings, expected);
    let read = checked.profile.unwrap();
    assert_eq!((read.device, read.pins), (known.device, known.pins));
}

proptest! {
    #[test]
    fn nothing_that_can_be_typed_breaks_the_reading(
        texts in prop::array::uniform8("\\PC{0,40}|[0-9.:\\[\\]/@ ]{0,30}|\\x00"),
    ) {
        let mut draft = filled();
        let [name, address, port, management, timeout, user, interval, mandant] = texts;
        (draft.name, draft.address, draft.port) = (name, address, port);
        (draft.management_port, draft.timeout, draft.mandant) = (management, timeout, mandant);
        draft.accounts[0].user = user;
        draft.accounts[0].interval = interval;
        let checked = draft.checked(None);
        prop_assert_eq!(checked.profile.is_some(), checked.mistakes.is_empty());
        draft.take_address_apart();
        if let Some(profile) = checked.profile {
            let again = Draft::of(&profile).checked(Some(&profile));
            prop_assert_eq!(again.profile, Some(profile));
        }
    }
}
