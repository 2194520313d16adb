use super::super::read;
use super::super::tests::FULL;
use super::super::{AccountKey, ConnectorKey, Locked};
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

#[test]
fn only_the_policy_says_who_may_act() {
    let named = |group: &str| format!("version = 1\n[operators]\ngroup = \"{group}\"\n");
    let of = |group: &str| merged(&named(group), "version = 1\n", "version = 1\n", false);
    for (group, membership, may) in [
        ("Leitung", Some(Membership::Member), true),
        ("Empfang", Some(Membership::NotMember), false),
        ("weg", Some(Membership::NoSuchGroup), false),
        ("fern", None, false),
    ] {
        let (settings, notices) = of(group);
        let name = group.to_owned();
        assert_eq!(settings.operators, Operators::Group { name: name.clone(), membership });
        assert_eq!(settings.operators.include_this_user(), may, "{group}");
        let expected = match group {
            "weg" => vec![Notice::NoSuchGroup(name)],
            "fern" => vec![Notice::GroupUnknown(name)],
            _ => Vec::new(),
        };
        assert_eq!(notices, expected);
    }
    let (settings, notices) = merged("version = 1\n", &named("Empfang"), &named("Leitung"), false);
    assert_eq!(settings.operators, Operators::Everybody);
    let ignored = ["User", "System"].map(|file| {
        let (file, key) = (file.to_owned(), "operators.group");
        Notice::PolicyOnly { file, key }
    });
    assert_eq!(notices, ignored);
}

#[test]
fn every_file_may_forbid_revealing_and_a_stronger_one_decides() {
    let system = "version = 1\n[reveal]\ncopy = false\nshow = false\n";
    let (settings, _) = merged("version = 1\n", "version = 1\n", system, false);
    assert_eq!((settings.reveal.copy.value, settings.reveal.show.value), (false, false));
    let user = "version = 1\n[reveal]\ncopy = true\n";
    let policy = "version = 1\n[reveal]\ncopy = false\n";
    let (settings, _) = merged(policy, user, "version = 1\n", false);
    assert_eq!(settings.reveal.copy, Valued { value: false, origin: Origin::Policy });
    assert_eq!(settings.reveal.show, Valued { value: true, origin: Origin::Default });
}

#[test]
fn expressly_none_hides_what_a_weaker_file_names() {
    let system = "version = 1\n[notifications]\nquiet_hours = { from = \"20:00\", until = \"07:00\" }\n\
        [contact]\ntelephone = \"1\"\nname = \"IT\"\n[connector.a]\nhost = \"h\"\n\
        context = { mandant = \"m\", clientsystem = \"c\", arbeitsplatz = \"a\" }\n\
        [[connector.a.account]]\nplane = \"client\"\nuser = \"u\"\nwatched_on = \"EMPFANG-1\"\n";
    let user = "version = 1\n[notifications]\nquiet_hours = \"none\"\n[contact]\ntelephone = \"\"\n\
        [connector.a]\ncontext = \"none\"\n\
        [[connector.a.account]]\nplane = \"client\"\nuser = \"u\"\nwatched_on = \"\"\n";
    let (settings, notices) = merged("version = 1\n", user, system, false);
    assert_eq!(settings.quiet_hours.value, None);
    assert_eq!(settings.contact.telephone, None);
    assert_eq!(settings.contact.name.as_deref(), Some("IT"));
    let profile = &settings.connectors[0].profile;
    assert_eq!((&profile.context, &profile.accounts[0].watched_on), (&None, &None));
    assert_eq!(notices, []);
}

#[test]
fn policy_locks_what_it_names_and_nothing_else() {
    let policy = "version = 1\nlanguage = \"de\"\n[contact]\ntelephone = \"\"\n[connector.koeln]\n\
        port = 1443\n[[connector.koeln.account]]\nplane = \"client\"\nuser = \"xconcept\"\nlimit = 4\n";
    let locked = Locked::by(&read::layer(Origin::Policy, "p".into(), policy).unwrap());
    let general: Vec<Key> = Key::ALL.into_iter().filter(|key| locked.general(*key)).collect();
    assert_eq!(general, [Key::Language, Key::ContactTelephone]);
    let (koeln, bonn) = ("koeln".parse().unwrap(), "bonn".parse().unwrap());
    assert!(locked.connector(&koeln, ConnectorKey::Port) && locked.whole_connector(&koeln));
    assert!(!locked.connector(&koeln, ConnectorKey::Host) && !locked.whole_connector(&bonn));
    let account = "koeln/client/XCONCEPT".parse().unwrap();
    assert!(locked.account(&account, AccountKey::Limit) && locked.whole_account(&account));
    assert!(!locked.account(&account, AccountKey::Interval));
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
