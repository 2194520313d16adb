use super::*;
use crate::domain::identity::{ConnectorId, Plane};
use crate::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, Encryption, OnlineCheck, Pins,
};

fn profile(id: &str, name: &str, accounts: &[(Plane, &str)]) -> ConnectorProfile {
    let account = |(plane, user): &(Plane, &str)| AccountProfile {
        plane: *plane,
        user: user.parse().unwrap(),
        watched_on: None,
        interval: AccountProfile::default_interval(*plane),
        limit: AttemptLimit::default(),
    };
    ConnectorProfile {
        id: id.parse().unwrap(),
        name: name.into(),
        host: "127.0.0.1".parse().unwrap(),
        port: 443,
        management_port: 8500,
        vendor: crate::domain::device::Vendor::Secunet,
        timeout: ConnectorProfile::TIMEOUT,
        online_check: OnlineCheck::Always,
        encryption: Encryption::TlsPassword,
        card_service: CardServiceVersion::Auto,
        context: None,
        device: None,
        pins: Pins::default(),
        accounts: accounts.iter().map(account).collect(),
    }
}

fn profiles() -> Vec<ConnectorProfile> {
    use Plane::{Client, Management};
    vec![
        profile("koeln", "Praxis Köln", &[(Client, "praxis"), (Management, "local")]),
        profile("bonn", "Praxis Bonn", &[(Client, "praxis"), (Management, "Dr. a/b")]),
    ]
}

#[test]
fn an_account_is_found_by_every_unambiguous_spelling() {
    let cases = [
        ("koeln/management/local", "koeln/management/local"),
        ("koeln/local", "koeln/management/local"),
        ("management/local", "koeln/management/local"),
        ("local", "koeln/management/local"),
        ("LOCAL", "koeln/management/local"),
        ("loc", "koeln/management/local"),
        ("ko/pra", "koeln/client/praxis"),
        ("bonn/client/praxis", "bonn/client/praxis"),
        ("dr. a/b", "bonn/management/Dr. a/b"),
        ("bonn/dr. a/b", "bonn/management/Dr. a/b"),
    ];
    for (typed, full) in cases {
        let found = account(&profiles(), typed).map(|one| one.to_string());
        assert_eq!(found.as_deref(), Ok(full), "{typed}");
    }
}

#[test]
fn what_is_unclear_is_told_with_what_may_be_meant() {
    let all = profiles();
    let both = vec!["koeln/client/praxis".to_owned(), "bonn/client/praxis".to_owned()];
    assert_eq!(account(&all, "praxis"), Err(Unclear::Ambiguous(both)));
    assert_eq!(account(&all, "lcoal"), Err(Unclear::Unknown(Some("local".into()))));
    assert_eq!(account(&all, "koeln/lokal"), Err(Unclear::Unknown(Some("koeln/local".into()))));
    assert_eq!(account(&all, "zebra"), Err(Unclear::Unknown(None)));
    assert_eq!(account(&[], "local"), Err(Unclear::NothingConfigured));
    let unknown = |typed| connector(&all, typed).map(|profile| profile.id.to_string());
    assert_eq!(unknown("kolen"), Err(Unclear::Unknown(Some("koeln".into()))));
    assert_eq!(unknown("praxis k"), Ok("koeln".into()));
    let ids = vec!["koeln".to_owned(), "bonn".to_owned()];
    assert_eq!(unknown("praxis"), Err(Unclear::Ambiguous(ids)));
}

#[test]
fn a_check_takes_a_connector_an_account_or_nothing() {
    let all = profiles();
    let koeln: ConnectorId = "koeln".parse().unwrap();
    assert_eq!(scope(&all, None), Ok(Scope::All));
    assert_eq!(scope(&all, Some("koeln")), Ok(Scope::Connector(koeln)));
    let local = "koeln/management/local".parse().unwrap();
    assert_eq!(scope(&all, Some("local")), Ok(Scope::Account(local)));
    assert_eq!(scope(&all, Some("lcoal")), Err(Unclear::Unknown(Some("local".into()))));
}
