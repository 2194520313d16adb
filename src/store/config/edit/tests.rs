use std::time::Duration;

use super::super::tests::{FULL, Home, profile};
use super::super::{Error, edit};
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
