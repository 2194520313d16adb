use super::super::read;
use super::super::tests::FULL;
use super::*;
use crate::domain::device::{Fingerprint, Pin};
use crate::domain::identity::DeviceId;

/// SAFETY S23.
#[test]
fn policy_stands_above_the_user_and_the_user_above_the_system() {
    let policy = "version = 1\nlog = \"error\"\n[connector.koeln]\nport = 1443\n";
    let system = "version = 1\nautostart = true\nlog = \"trace\"\n[contact]\ntelephone = \"1\"\n\
                  name = \"System\"\n[connector.berlin]\nhost = \"10.2.0.1\"\n";
    let (settings, notices) = merged(policy, FULL, system, false);
    assert_eq!(settings.log.value, log::LevelFilter::Error);
    assert_eq!(settings.log.origin, Origin::Policy);
    assert_eq!((settings.autostart.value, settings.autostart.origin), (false, Origin::User));
    assert_eq!(settings.contact.telephone.as_deref(), Some("0221 4711"));
    let found: Vec<_> = settings
        .connectors
        .iter()
        .map(|connector| (connector.profile.id.as_str(), connector.profile.port, connector.origin))
        .collect();
    assert_eq!(found, [("berlin", 443, Origin::System), ("koeln", 1443, Origin::Policy)]);
    assert_eq!(notices, []);
}

/// SAFETY S23.
#[test]
fn systems_pin_is_only_proposed_and_its_address_never_moves_a_known_account() {
    let pin = "03".repeat(32);
    let system = format!(
        "version = 1\n[contact]\nremote_help = \"/bin/sh\"\n[connector.koeln]\nhost = \"evil\"\n\
         device = \"09090909090909090909090909090909\"\nclient_pin = \"{pin}\"\n\
         management_pin = \"{pin}\"\n"
    );
    let user = "version = 1\n[connector.koeln]\ndevice = \"07070707070707070707070707070707\"\n\
                client_pin = \"0101010101010101010101010101010101010101010101010101010101010101\"\n\
                [[connector.koeln.account]]\nplane = \"management\"\nuser = \"local\"\n";
    let (settings, notices) = merged("version = 1\n", user, &system, false);
    let koeln = &settings.connectors[0];
    assert_eq!(koeln.profile.host.to_string(), "evil");
    assert_eq!(koeln.profile.device, Some(DeviceId::from_random([7; 16])));
    assert_eq!(koeln.profile.pins.management, None);
    let proposed = Some(Pin::Certificate(Fingerprint::from_bytes([3; 32])));
    assert_eq!((&koeln.proposed.client, &koeln.proposed.management), (&None, &proposed));
    assert_eq!(settings.contact.remote_help, None);
    assert_eq!(notices.len(), 2, "{notices:?}");
    // With records of the account the system's address does not count.
    let (settings, notices) = merged("version = 1\n", user, &system, true);
    assert_eq!(settings.connectors, []);
    assert!(notices.contains(&Notice::AddressIgnored("koeln".parse().unwrap())));
}

fn membership(group: &str) -> Option<Membership> {
    match group {
        "Leitung" => Some(Membership::Member),
        "Empfang" => Some(Membership::NotMember),
        "fern" => None,
        _ => Some(Membership::NoSuchGroup),
    }
}

fn merged(policy: &str, user: &str, system: &str, has_records: bool) -> (Settings, Vec<Notice>) {
    let layers = [(Origin::Policy, policy), (Origin::User, user), (Origin::System, system)]
        .map(|(origin, text)| read::layer(origin, format!("{origin:?}"), text).unwrap());
    let mut problems: Vec<_> = layers.iter().flat_map(|layer| layer.problems.clone()).collect();
    let merged = merge(&layers, &|_| has_records, &membership, &mut problems);
    assert_eq!(problems, []);
    merged
}
