use proptest::prelude::*;

use super::*;

#[test]
fn a_pasted_address_becomes_host_and_port() {
    let cases = [
        ("10.1.112.210", "10.1.112.210", None),
        ("10.1.112.210:443", "10.1.112.210", Some(443)),
        (
            " https://Konnektor.Praxis.local:8500/management?x#y ",
            "konnektor.praxis.local",
            Some(8500),
        ),
        ("fd00::1", "fd00::1", None),
        ("[fd00::1]", "fd00::1", None),
        ("[fd00::1]:443", "fd00::1", Some(443)),
    ];
    for (text, host, port) in cases {
        let address: Address = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!((address.host.to_string().as_str(), address.port), (host, port), "{text}");
    }
}

#[test]
fn what_is_no_address_is_refused_with_its_reason() {
    let cases = [
        ("", Error::HostEmpty),
        ("praxis köln", Error::Host),
        ("a..b", Error::Host),
        ("konnektor:0", Error::Port),
        ("konnektor:70000", Error::Port),
        ("konnektor:https", Error::Port),
    ];
    for (text, error) in cases {
        assert_eq!(text.parse::<Address>(), Err(error), "{text}");
    }
}

fn account(plane: Plane, user: &str, watched_on: Option<&str>) -> AccountProfile {
    AccountProfile {
        plane,
        user: user.parse().unwrap(),
        watched_on: watched_on.map(|name| name.parse().unwrap()),
        interval: AccountProfile::SHORTEST,
        limit: AttemptLimit::default(),
    }
}

proptest! {
    /// S6: of any machines with the same profile those that carry the named machine's name send,
    /// and without a name nobody does.
    #[test]
    fn s6_only_the_named_machine_watches(
        named in prop::option::of("[a-c]{1,2}"),
        machines in prop::collection::btree_set("[A-Ca-c]{1,2}(\\.praxis)?", 1..8),
    ) {
        let profile = account(Plane::Client, "doc", named.as_deref());
        for machine in &machines {
            let is_named = named.as_deref().is_some_and(|named| {
                machine.trim_end_matches(".praxis").eq_ignore_ascii_case(named)
            });
            let machine: MachineName = machine.parse().unwrap();
            prop_assert_eq!(profile.watcher(&machine) == Watcher::Here, is_named);
        }
    }

    /// S9: another device, plane or user is another account, so it has none of its passwords.
    #[test]
    fn s9_another_user_plane_or_device_is_another_account(
        devices in prop::array::uniform2(0_u8..3),
        planes in prop::array::uniform2(any::<bool>()),
        users in prop::array::uniform2("[AaBb]{1,2}"),
    ) {
        let of = |index: usize| AccountId {
            device: DeviceId::from_random([devices[index]; 16]),
            plane: if planes[index] { Plane::Client } else { Plane::Management },
            user: users[index].parse().unwrap(),
        };
        let same = devices[0] == devices[1]
            && planes[0] == planes[1]
            && users[0].eq_ignore_ascii_case(&users[1]);
        prop_assert_eq!(of(0) == of(1), same);
        prop_assert_eq!(of(0).to_string() == of(1).to_string(), same);
    }
}
