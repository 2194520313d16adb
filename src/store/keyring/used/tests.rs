use std::sync::Arc;

use jiff::Timestamp;
use keyring::CredentialStore;

use super::*;
use crate::store::keyring::tests::{account, generation};
use crate::store::keyring::{Entry, SERVICE};

#[test]
fn remembered_password_is_recognized_and_no_other() {
    let keyring = Keyring::with_store(store());
    keyring.remember_used(&account("local"), generation(1), &"Frühling-26".into()).unwrap();
    keyring.remember_used(&account("local"), generation(2), &"Sommer-26".into()).unwrap();
    let was_used = |user, password: &str| {
        keyring.was_used(&account(user), [9, 1, 2].map(generation), &password.into())
    };
    assert_eq!(was_used("local", "Frühling-26"), Ok(true));
    assert_eq!(was_used("LOCAL", "Sommer-26"), Ok(true));
    assert_eq!(was_used("local", "sommer-26"), Ok(false));
    assert_eq!(was_used("super", "Sommer-26"), Ok(false), "another account knows nothing");
    let unnamed = keyring.was_used(&account("local"), [generation(1)], &"Sommer-26".into());
    assert_eq!(unnamed, Ok(false), "only the named generations count");
}

#[test]
fn hashes_of_an_account_share_one_salt_and_other_accounts_have_their_own() {
    let keyring = Keyring::with_store(store());
    let recipe = |user, number| keyring.used(&account(user), generation(number)).unwrap().recipe;
    for (user, number) in [("local", 1), ("local", 2), ("super", 1)] {
        chain(&keyring, user, number);
        keyring.remember_used(&account(user), generation(number), &"Herbst-26".into()).unwrap();
    }
    assert!(recipe("local", 1) == recipe("local", 2));
    assert!(recipe("local", 1).salt != recipe("super", 1).salt);
    assert!(recipe("local", 1).cost == Cost { memory: 19_456, passes: 2, lanes: 1 });
}

#[test]
fn different_salts_are_all_tried() {
    let keyring = Keyring::with_store(store());
    // Without a chain from `head` the salt of the first is not found by the second.
    for number in [1, 2] {
        let password = format!("Winter-{number}").into();
        keyring.remember_used(&account("local"), generation(number), &password).unwrap();
    }
    let salt = |number| keyring.used(&account("local"), generation(number)).unwrap().recipe.salt;
    assert_ne!(salt(1), salt(2));
    for password in ["Winter-1", "Winter-2"] {
        let named = [1, 2].map(generation);
        assert_eq!(keyring.was_used(&account("local"), named, &password.into()), Ok(true));
    }
}

#[test]
fn a_remembered_password_is_never_overwritten() {
    let keyring = Keyring::with_store(store());
    let remember =
        |password: &str| keyring.remember_used(&account("local"), generation(1), &password.into());
    assert_eq!(remember("Herbst-26"), Ok(()));
    assert_eq!(remember("Herbst-26"), Ok(()), "the same once more changes nothing");
    assert_eq!(remember("Herbst-27"), Err(Error::Exists));
    let used =
        |password: &str| keyring.was_used(&account("local"), [generation(1)], &password.into());
    assert_eq!((used("Herbst-26"), used("Herbst-27")), (Ok(true), Ok(false)));
    keyring.forget_used(&account("local"), generation(1)).unwrap();
    keyring.forget_used(&account("local"), generation(1)).unwrap();
    assert_eq!(used("Herbst-26"), Ok(false));
}

#[test]
fn with_a_damaged_hash_a_password_is_known_to_be_used_or_nobody_knows() {
    let store = store();
    let keyring = Keyring::with_store(Arc::clone(&store));
    keyring.remember_used(&account("local"), generation(1), &"Herbst-26".into()).unwrap();
    let foreign = keyring.used(&account("local"), generation(1)).unwrap();
    let expensive = Content { recipe: Recipe { cost: COSTLY, ..foreign.recipe }, ..foreign };
    let foreign = Content { account: account("super").to_string(), ..copy(&expensive) };
    let contents = [b"plain".to_vec(), bytes(&expensive), bytes(&foreign)];
    for content in contents {
        let entry = store.build(SERVICE, &name(&account("local"), generation(2)), None).unwrap();
        entry.set_secret(&content).unwrap();
        let used = |password: &str| {
            keyring.was_used(&account("local"), [2, 1].map(generation), &password.into())
        };
        assert_eq!(used("Herbst-26"), Ok(true));
        assert!(matches!(used("Herbst-27"), Err(Error::Damaged(_))));
        let again = keyring.remember_used(&account("local"), generation(2), &"Herbst-27".into());
        assert!(matches!(again, Err(Error::Damaged(_))));
        assert_eq!(entry.get_secret().unwrap(), content, "it stays as it is");
    }
}

#[test]
fn an_entry_holds_no_password_and_fits_every_keyring() {
    let store = store();
    let keyring = Keyring::with_store(Arc::clone(&store));
    let password = "Frühling-26-Frühling-26";
    keyring.remember_used(&account("local"), generation(1), &password.into()).unwrap();
    let entry = store.build(SERVICE, &name(&account("local"), generation(1)), None).unwrap();
    let content = String::from_utf8(entry.get_secret().unwrap()).unwrap();
    assert!(!content.contains("Fr"), "{content}");
    // The Windows credential manager takes 2560 bytes.
    assert!(content.len() < 2560, "{} bytes", content.len());
    assert!(content.contains(r#""format":1"#), "{content}");
}

const COSTLY: Cost = Cost { memory: 4 * 1024 * 1024, passes: 2, lanes: 1 };

fn copy(content: &Content) -> Content {
    serde_json::from_slice(&bytes(content)).unwrap()
}

fn bytes(content: &Content) -> Vec<u8> {
    serde_json::to_vec(content).unwrap()
}

fn store() -> Arc<CredentialStore> {
    keyring::mock::Store::new().unwrap()
}

/// Stores the generation's password, so that it is reachable from `head`.
fn chain(keyring: &Keyring, user: &str, number: u8) {
    let entry = Entry {
        generation: generation(number),
        stored_at: Timestamp::from_second(1_700_000_000 + i64::from(number)).unwrap(),
        predecessor: (number > 1).then(|| generation(number - 1)),
    };
    keyring.store(&account(user), &entry, &"stored".into()).unwrap();
    keyring.set_head(&account(user), entry.generation).unwrap();
}
