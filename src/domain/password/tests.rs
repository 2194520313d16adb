use std::convert::Infallible;

use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::*;
use crate::domain::device::Vendor;
use crate::domain::identity::{Plane, UserName};

fn user(name: &str) -> UserName {
    name.parse().unwrap()
}

fn secunet(plane: Plane) -> Policy {
    Policy::of(Vendor::Secunet, plane)
}

fn met(policy: &Policy, password: &str, name: &str, used: Option<bool>) -> Vec<Met> {
    policy.check(password, &user(name), used).ticks().iter().map(|tick| tick.met).collect()
}

/// A small generator of bytes that is the same in every run; what matters is that it is uniform.
fn random(seed: u64) -> impl FnMut(&mut [u8]) -> Result<(), Infallible> {
    let mut state = seed;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            *byte = (mixed >> 40) as u8;
        }
        Ok(())
    }
}

fn policy(written: serde_json::Value) -> Result<Policy, String> {
    serde_json::from_value(written).map_err(|error| error.to_string())
}

#[test]
fn the_ticks_stand_in_a_fixed_order_and_only_for_rules_that_hold() {
    let rules = |policy: &Policy| -> Vec<Rule> {
        policy.check("", &user("super"), None).ticks().iter().map(|tick| tick.rule).collect()
    };
    let (length, classes) = (Rule::Length { least: 8 }, Rule::Classes { least: 3 });
    assert_eq!(
        rules(&secunet(Plane::Management)),
        [length, classes, Rule::Characters, Rule::UserName, Rule::NotUsedBefore]
    );
    let (length, classes) = (Rule::Length { least: 20 }, Rule::Classes { least: 4 });
    assert_eq!(rules(&secunet(Plane::Client)), [length, classes, Rule::Characters]);
    let bounded = policy(serde_json::json!({
        "least-length": 4, "most-length": 6, "least-classes": 1,
        "forbids-user-name": false, "forbids-earlier": false,
    }));
    assert_eq!(
        rules(&bounded.unwrap()),
        [
            Rule::Length { least: 4 },
            Rule::AtMost { most: 6 },
            Rule::Classes { least: 1 },
            Rule::Characters
        ]
    );
}

#[test]
fn each_rule_of_the_manual_has_its_tick() {
    use Met::{No, Unknown, Yes};
    let management = secunet(Plane::Management);
    let cases = [
        ("Frühling-26", None, vec![Yes, Yes, Yes, Yes, Unknown]),
        ("Frühling-26", Some(false), vec![Yes, Yes, Yes, Yes, Yes]),
        ("Frühling-26", Some(true), vec![Yes, Yes, Yes, Yes, No]),
        ("Ab1-xyz", None, vec![No, Yes, Yes, Yes, Unknown]),
        ("abcdefgh1", None, vec![Yes, No, Yes, Yes, Unknown]),
        ("Abcdef 12", None, vec![Yes, Yes, No, Yes, Unknown]),
        ("xSuPeR-12", None, vec![Yes, Yes, Yes, No, Unknown]),
        ("xREPUS-12", None, vec![Yes, Yes, Yes, No, Unknown]),
    ];
    for (password, used, expected) in cases {
        assert_eq!(met(&management, password, "Super", used), expected, "{password} {used:?}");
    }
    let is_met = |password| management.check(password, &user("x"), None).is_met();
    assert!(is_met("Frühling-26"), "what only the device knows is not broken");
    assert!(!is_met("Frühling 26"));
}

#[test]
fn the_assumed_policies_are_no_weaker_than_the_known_ones() {
    for plane in Plane::ALL {
        let known = secunet(plane);
        for vendor in [Vendor::Kocobox, Vendor::Rise, Vendor::Unknown] {
            let assumed = Policy::of(vendor, plane);
            assert!(assumed.least_length() >= known.least_length());
            assert!(assumed.least_classes() >= known.least_classes());
            assert!(assumed.forbids_user_name() && assumed.forbids_earlier());
            let mut characters = (0..=0x2000).filter_map(char::from_u32);
            assert!(characters.all(|c| assumed.class(c).is_none_or(|a| known.class(c) == Some(a))));
        }
    }
}

#[test]
fn a_policy_that_nothing_can_keep_is_none() {
    let cases = [
        (serde_json::json!({"least-length": 0, "least-classes": 1}), "1 to 64"),
        (serde_json::json!({"least-length": 65, "least-classes": 1}), "1 to 64"),
        (serde_json::json!({"least-length": 9, "most-length": 8, "least-classes": 1}), "below"),
        (serde_json::json!({"least-length": 8, "least-classes": 5}), "1 to 4"),
        (serde_json::json!({"least-length": 8, "least-classes": 0}), "1 to 4"),
        (serde_json::json!({"least-length": 8, "least-classes": 4, "special": ""}), "have char"),
        (serde_json::json!({"least-length": 8, "least-classes": 1, "lower": "A"}), "two classes"),
        (serde_json::json!({"least-length": 8, "least-classes": 1, "lower": "a b"}), "white"),
        (serde_json::json!({"least-length": 8, "least-classes": 1, "history": 3}), "unknown field"),
    ];
    for (written, expected) in cases {
        let error = policy(written.clone()).unwrap_err();
        assert!(error.contains(expected), "{written}: {error}");
    }
    let management = secunet(Plane::Management);
    let written = serde_json::to_value(&management).unwrap();
    assert_eq!(policy(written).unwrap(), management);
}

#[test]
fn the_length_is_the_planes_or_the_wanted_one_within_bounds() {
    let length = |plane, wanted| {
        generate(&secunet(plane), &user("super"), wanted, &mut random(1))
            .map(|password| password.expose_secret().chars().count())
            .map_err(|error| error.to_string())
    };
    assert_eq!(length(Plane::Management, None), Ok(16));
    assert_eq!(length(Plane::Client, None), Ok(24));
    assert_eq!(length(Plane::Management, Some(8)), Ok(8));
    assert_eq!(length(Plane::Client, Some(64)), Ok(64));
    let outside = Err("the length is not 8 to 64 characters".to_owned());
    for wanted in [0, 7, 65, usize::MAX] {
        assert_eq!(length(Plane::Management, Some(wanted)), outside);
    }
}

#[test]
fn what_cannot_be_is_an_error_and_not_an_endless_search() {
    let umlauts = policy(serde_json::json!({
        "least-length": 8, "least-classes": 1, "upper": "Ä", "lower": "", "digits": "", "special": "",
    }));
    let one = policy(serde_json::json!({
        "least-length": 8, "least-classes": 1, "upper": "A", "lower": "", "digits": "", "special": "",
    }));
    for policy in [umlauts.unwrap(), one.unwrap()] {
        let made = generate(&policy, &user("a"), None, &mut random(1));
        assert!(matches!(made, Err(GenerateError::Impossible)));
    }
    let policy = secunet(Plane::Management);
    let made = generate(&policy, &user("a"), None, &mut |_| Err("none"));
    assert!(matches!(made, Err(GenerateError::Random("none"))));
}

#[test]
fn every_typable_character_is_equally_likely_at_every_place() {
    let (policy, name, length) = (secunet(Plane::Management), user("administrator"), 16);
    let mut bytes = random(7);
    let mut counts = std::collections::BTreeMap::<(usize, char), u32>::new();
    let rounds = 30_000;
    for _ in 0..rounds {
        let made = generate(&policy, &name, Some(length), &mut bytes).unwrap();
        for (place, character) in made.expose_secret().chars().enumerate() {
            *counts.entry((place, character)).or_default() += 1;
        }
    }
    let alphabet: std::collections::BTreeSet<char> = counts.keys().map(|(_, c)| *c).collect();
    let (cells, size) = (alphabet.len() * length, alphabet.len());
    assert_eq!(size, 65);
    assert!(!alphabet.iter().any(|c| "Il1O0oß^".contains(*c) || !c.is_ascii()));
    // Candidates with two classes only are rare at 16 characters, so that chi squared stays near
    // its expectation of 64 for each place, with a deviation of 46 over all.
    let expected = f64::from(rounds) / size as f64;
    let deviation = |count: u32| (f64::from(count) - expected).powi(2) / expected;
    let squared: f64 = counts.values().map(|count| deviation(*count)).sum();
    let freedom = (cells - length) as f64;
    let bound = 6.0 * (2.0 * freedom).sqrt();
    assert_eq!(counts.len(), cells);
    assert!((squared - freedom).abs() < bound, "{squared} instead of {freedom} ± {bound}");
}

proptest! {
    #[test]
    fn a_generated_password_keeps_its_policy_whatever_the_user_is_called(
        name in "[A-Za-z0-9#?!@$%&*-]{1,3}|\\PC{1,12}",
        seed: u64,
        is_client: bool,
        length in 20_usize..=64,
    ) {
        let plane = if is_client { Plane::Client } else { Plane::Management };
        prop_assume!(name.parse::<UserName>().is_ok());
        for vendor in [Vendor::Secunet, Vendor::Unknown] {
            let policy = Policy::of(vendor, plane);
            let made = generate(&policy, &user(&name), Some(length), &mut random(seed)).unwrap();
            prop_assert!(policy.check(made.expose_secret(), &user(&name), Some(false)).is_met());
            prop_assert_eq!(made.expose_secret().chars().count(), length);
        }
    }

    #[test]
    fn length_counts_characters(password in "\\PC{0,30}") {
        let is_long = password.chars().count() >= 8;
        let tick = met(&secunet(Plane::Management), &password, "super", None)[0];
        prop_assert_eq!(tick == Met::Yes, is_long);
    }

    #[test]
    fn one_character_outside_the_classes_breaks_the_rule(
        before in "[A-Za-z0-9ÄÖÜäöü]{0,9}",
        wrong in "[^A-Za-z0-9ÄÖÜäöüß#?!@$%^&*-]",
        after in "[ß#?!@$%^&*-]{0,9}",
    ) {
        let of = |password: &str| met(&secunet(Plane::Client), password, "super", None)[2];
        prop_assert_eq!(of(&format!("{before}{wrong}{after}")), Met::No);
        prop_assert_eq!(of(&format!("{before}{after}")), Met::Yes);
    }

    #[test]
    fn classes_are_counted_once_each(
        parts in (proptest::option::of("[A-ZÄÖÜ]{1,5}"), proptest::option::of("[a-zäöü]{1,5}"),
            proptest::option::of("[0-9]{1,5}"), proptest::option::of("[ß#?!@$%^&*-]{1,5}")),
    ) {
        let parts: Vec<String> = [parts.0, parts.1, parts.2, parts.3].into_iter().flatten().collect();
        let password = parts.concat();
        let of = |plane| met(&secunet(plane), &password, "super", None)[1] == Met::Yes;
        prop_assert_eq!(of(Plane::Management), parts.len() >= 3);
        prop_assert_eq!(of(Plane::Client), parts.len() == 4);
    }

    #[test]
    fn the_user_name_is_found_in_any_case_and_both_directions(
        name in "[a-zA-Z0-9-]{1,12}",
        before in "[#?!]{0,4}",
        after in "[#?!]{0,4}",
        upper: bool,
        backwards: bool,
    ) {
        let cased = if upper { name.to_uppercase() } else { name.to_lowercase() };
        let turned = if backwards { cased.chars().rev().collect() } else { cased };
        let of = |password: &str| met(&secunet(Plane::Management), password, &name, None)[3];
        prop_assert_eq!(of(&format!("{before}{turned}{after}")), Met::No);
        prop_assert_eq!(of(&format!("{before}{after}")), Met::Yes);
    }
}
