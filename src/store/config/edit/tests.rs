mod properties;

use std::fs;
use std::time::Duration;

use super::super::tests::{FULL, Home, profile};
use super::super::{
    AccountKey, Allowed, ConnectorKey, Error, Key, Mistake, Place, changes, edit, user_file,
};
use super::*;
use crate::domain::device::Fingerprint;

#[test]
fn edits_keep_comments_blanks_and_order() {
    let home = Home::with(FULL);
    let koeln: ConnectorId = "koeln".parse().unwrap();
    let host = "10.1.112.211".parse().unwrap();
    let edits = [
        Edit::Connector(koeln.clone(), ConnectorChange::Host(host)),
        Edit::Account(
            "koeln/management/LOCAL".parse().unwrap(),
            AccountChange::Interval(Duration::from_secs(3600)),
        ),
        Edit::Account(
            "koeln/client/xconcept".parse().unwrap(),
            AccountChange::WatchedOn(Some("SERVER".parse().unwrap())),
        ),
    ];
    let loaded = edit(&home.folders(), &edits).unwrap();
    let expected = FULL
        .replace("host = \"10.1.112.210\" ", "host = \"10.1.112.211\" ")
        .replace("interval = \"30m\"", "interval = \"1h\"")
        .replace("limit = 5\n", "limit = 5\nwatched_on = \"SERVER\"\n");
    assert_eq!(home.text(), expected);
    assert_eq!(loaded, home.load());
}

#[test]
fn added_connector_is_read_as_it_was_given_and_can_be_removed() {
    let home = Home::with("version = 1\n# the end\n");
    let profile = profile("neu", "10.0.0.1");
    let add = Edit::AddConnector(Box::new(profile.clone()));
    let loaded = edit(&home.folders(), std::slice::from_ref(&add)).unwrap();
    assert_eq!(loaded.settings.connector(&profile.id).unwrap().profile, profile);
    let again = edit(&home.folders(), &[add]);
    assert!(matches!(again, Err(Error::Taken(_))), "{again:?}");
    let remove = Edit::RemoveConnector(profile.id.clone());
    assert_eq!(
        edit(&home.folders(), std::slice::from_ref(&remove)).unwrap().settings.connectors,
        []
    );
    assert!(matches!(edit(&home.folders(), &[remove]), Err(Error::Unknown(_))));
    assert!(home.text().contains("# the end"));
}

#[test]
fn accounts_are_added_and_removed() {
    let home = Home::with(FULL);
    let koeln: ConnectorId = "koeln".parse().unwrap();
    let mut account = profile("x", "h").accounts.remove(0);
    account.user = "zweiter".parse().unwrap();
    let add = Edit::AddAccount(koeln.clone(), account.clone());
    let loaded = edit(&home.folders(), std::slice::from_ref(&add)).unwrap();
    assert_eq!(loaded.settings.connectors[0].profile.accounts[2], account);
    assert!(matches!(edit(&home.folders(), &[add]), Err(Error::Taken(_))));
    let remove = |text: &str| Edit::RemoveAccount(text.parse().unwrap());
    let removed = [
        remove("koeln/management/zweiter"),
        remove("koeln/client/xconcept"),
        remove("koeln/management/local"),
    ];
    let loaded = edit(&home.folders(), &removed).unwrap();
    assert_eq!(loaded.settings.connectors[0].profile.accounts, []);
    let again = edit(&home.folders(), &[remove("koeln/management/local")]);
    assert!(matches!(again, Err(Error::Unknown(_))));
}

#[test]
fn failing_edit_changes_nothing_at_all() {
    let home = Home::with(FULL);
    let edits = [
        Edit::Autostart(true),
        Edit::Connector("koeln".parse().unwrap(), ConnectorChange::Name("\u{7}".into())),
    ];
    assert!(matches!(edit(&home.folders(), &edits), Err(Error::Refused(_))));
    assert_eq!(home.text(), FULL);
}

#[test]
fn trust_writes_address_device_and_pin_into_the_users_file() {
    let home = Home::with("version = 1\n");
    let mut profile = profile("koeln", "10.1.1.1");
    profile.accounts.clear();
    let pin = Pin::Authority {
        authority: Fingerprint::from_bytes([4; 32]),
        subject: "CN=konnektor".into(),
    };
    let trust = Edit::Trust {
        profile: Box::new(profile.clone()),
        plane: Plane::Management,
        pin: pin.clone(),
        device: DeviceId::from_random([5; 16]),
    };
    let loaded = edit(&home.folders(), &[trust]).unwrap();
    let trusted = &loaded.settings.connectors[0].profile;
    assert_eq!(trusted.pins.management, Some(pin));
    assert_eq!(trusted.device, Some(DeviceId::from_random([5; 16])));
    assert_eq!((&trusted.host, trusted.port), (&profile.host, profile.port));
}

#[test]
fn changed_connector_yields_the_fewest_edits() {
    let from = profile("neu", "10.0.0.1");
    assert_eq!(changes(&from, &from), []);
    let mut to = from.clone();
    to.name = "Praxis Köln".into();
    to.online_check = OnlineCheck::OnDemand;
    to.accounts[0].interval = Duration::from_secs(120);
    to.device = None;
    to.pins = Default::default();
    let id = || from.id.clone();
    let account = from.reference(&from.accounts[0]);
    assert_eq!(
        changes(&from, &to),
        [
            Edit::Connector(id(), ConnectorChange::Name("Praxis Köln".into())),
            Edit::Connector(id(), ConnectorChange::OnlineCheck(OnlineCheck::OnDemand)),
            Edit::Account(account.clone(), AccountChange::Interval(Duration::from_secs(120))),
        ]
    );
    // Another user is another account.
    let mut to = from.clone();
    to.accounts[0].user = "anders".parse().unwrap();
    assert_eq!(
        changes(&from, &to),
        [Edit::RemoveAccount(account), Edit::AddAccount(id(), to.accounts[0].clone())]
    );
}

#[test]
fn values_that_do_not_fit_are_refused_with_what_does() {
    let home = Home::with(FULL);
    let koeln = |change| Edit::Connector("koeln".parse().unwrap(), change);
    let long = "ö".repeat(300);
    let port = Allowed::Number { from: 1, to: 65535 };
    for (edit_of, key, allowed) in [
        (
            koeln(ConnectorChange::Name(long.clone())),
            "connector.koeln.name",
            Allowed::Text { from: 1, to: 100 },
        ),
        (
            koeln(ConnectorChange::Name("  ".into())),
            "connector.koeln.name",
            Allowed::Text { from: 1, to: 100 },
        ),
        (koeln(ConnectorChange::Port(0)), "connector.koeln.port", port.clone()),
        (koeln(ConnectorChange::ManagementPort(0)), "connector.koeln.management_port", port),
        (Edit::ContactName(Some(long)), "contact.name", Allowed::Text { from: 0, to: 200 }),
        (
            Edit::ContactRemoteHelp(Some("fernhilfe".into())),
            "contact.remote_help",
            Allowed::AbsolutePath,
        ),
    ] {
        let refused = edit(&home.folders(), &[Edit::Autostart(true), edit_of]);
        let Err(Error::Refused(problem)) = refused else { panic!("{key}: {refused:?}") };
        assert_eq!(problem.key, key);
        let Mistake::Value { found: _, allowed: told } = problem.mistake else { panic!("{key}") };
        assert_eq!(told, allowed);
        assert_eq!(home.text(), FULL);
    }
    // A hundred of them do.
    let name = "ö".repeat(100);
    let edits = [koeln(ConnectorChange::Name(format!(" {name} ")))];
    let loaded = edit(&home.folders(), &edits).unwrap();
    assert_eq!(loaded.settings.connectors[0].profile.name, name);
}

/// Needs a folder that only administrators may write; elsewhere a policy does not count (S23).
#[test]
fn what_the_policy_fixes_is_refused_and_a_cleared_value_stays_cleared() {
    let Ok(home) = tempfile::tempdir_in("/var/lib") else {
        eprintln!("left out: only root can make a folder in /var/lib");
        return;
    };
    let folders = Folders::under(home.path());
    let policy = folders.system_settings.with_file_name("policy.toml");
    fs::create_dir_all(policy.parent().unwrap()).unwrap();
    let text = "version = 1\nlanguage = \"de\"\n[connector.koeln]\nport = 1443\n\
        [[connector.koeln.account]]\nplane = \"client\"\nuser = \"xconcept\"\nlimit = 4\n";
    fs::write(&policy, text).unwrap();
    fs::write(&folders.system_settings, "version = 1\n[contact]\ntelephone = \"1\"\n").unwrap();
    fs::create_dir_all(&folders.settings).unwrap();
    fs::write(user_file(&folders), FULL).unwrap();
    let koeln: ConnectorId = "koeln".parse().unwrap();
    let client: AccountRef = "koeln/client/xconcept".parse().unwrap();
    let limit = AttemptLimit::default();
    for (refused, place) in [
        (Edit::Language(Language::English), Place::General(Key::Language)),
        (
            Edit::Connector(koeln.clone(), ConnectorChange::Port(443)),
            Place::Connector(koeln.clone(), ConnectorKey::Port),
        ),
        (Edit::RemoveConnector(koeln.clone()), Place::WholeConnector(koeln.clone())),
        (
            Edit::Account(client.clone(), AccountChange::Limit(limit)),
            Place::Account(client.clone(), AccountKey::Limit),
        ),
        (Edit::RemoveAccount(client.clone()), Place::WholeAccount(client.clone())),
    ] {
        let answer = edit(&folders, &[Edit::Autostart(true), refused]);
        assert!(matches!(&answer, Err(Error::Locked(told)) if *told == place), "{answer:?}");
        assert_eq!(fs::read_to_string(user_file(&folders)).unwrap(), FULL);
    }
    let edits = [
        Edit::Connector(koeln, ConnectorChange::Host("10.9.9.9".parse().unwrap())),
        Edit::Account(client, AccountChange::WatchedOn(None)),
        Edit::ContactTelephone(None),
    ];
    let loaded = edit(&folders, &edits).unwrap();
    assert_eq!(loaded.settings.contact.telephone, None);
    assert_eq!(loaded.settings.connectors[0].profile.port, 1443);
    assert_eq!(loaded.settings.connectors[0].profile.host.to_string(), "10.9.9.9");
}
