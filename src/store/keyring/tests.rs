use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::*;
use crate::domain::identity::{DeviceId, Plane};

#[test]
fn stored_password_is_read_back_with_its_dates() {
    let keyring = keyring();
    let entry = entry(1, None);
    keyring.store(&account("local"), &entry, &"Größe-4711 €".into()).unwrap();
    let stored = keyring.read(&account("LOCAL"), entry.generation).unwrap();
    assert_eq!(stored.password.expose_secret(), "Größe-4711 €");
    assert_eq!(stored.entry, entry);
}

#[test]
fn existing_entry_is_never_overwritten() {
    let keyring = keyring();
    let entry = entry(1, None);
    keyring.store(&account("local"), &entry, &"first".into()).unwrap();
    let again = keyring.store(&account("local"), &entry, &"second".into());
    assert_eq!(again, Err(Error::Exists));
    let stored = keyring.read(&account("local"), entry.generation).unwrap();
    assert_eq!(stored.password.expose_secret(), "first");
}

#[test]
fn empty_password_is_neither_stored_nor_read() {
    let keyring = keyring();
    let entry = entry(1, None);
    let stored = keyring.store(&account("local"), &entry, &"".into());
    assert_eq!(stored, Err(Error::Damaged("an empty password")));
    assert_eq!(keyring.read(&account("local"), entry.generation).unwrap_err(), Error::Absent);
}

#[test]
fn foreign_content_is_damaged_and_stays() {
    let store: Arc<CredentialStore> = core::mock::Store::new().unwrap();
    let keyring = Keyring::with_store(Arc::clone(&store));
    let other = account("other").to_string();
    let cases = [
        "plain".to_owned(),
        format!(
            r#"{{"format":1,"account":"{other}","password":"x","stored_at":"2026-01-01T00:00:00Z","predecessor":null}}"#
        ),
        format!(
            r#"{{"format":2,"account":"{}","password":"x","stored_at":"2026-01-01T00:00:00Z","predecessor":null}}"#,
            account("local")
        ),
    ];
    for (number, content) in (0..).zip(cases) {
        let generation = Generation::from_random([number; 16]);
        let name = entry_name(&account("local"), generation);
        let raw = keyring_store::entry(&*store, SERVICE, &name).unwrap();
        raw.set_secret(content.as_bytes()).unwrap();
        let read = keyring.read(&account("local"), generation);
        assert!(matches!(read, Err(Error::Damaged(_))), "{read:?}");
        assert_eq!(raw.get_secret().unwrap(), content.as_bytes());
    }
}

#[test]
fn entries_are_found_by_the_chain_and_by_name() {
    let keyring = keyring();
    let account = account("local");
    let chain = [entry(1, None), entry(2, Some(1)), entry(3, Some(2))];
    for entry in &chain {
        keyring.store(&account, entry, &"secret".into()).unwrap();
    }
    let lost = entry(9, None);
    keyring.store(&account, &lost, &"secret".into()).unwrap();
    keyring.set_head(&account, generation(3)).unwrap();
    assert_eq!(keyring.head(&account), Ok(Some(generation(3))));
    assert_eq!(keyring.entries(&account, []).unwrap(), chain);
    let named = keyring.entries(&account, [generation(9), generation(8)]).unwrap();
    assert_eq!(named.len(), 4);
}

#[test]
fn passphrase_belongs_to_one_file() {
    let keyring = keyring();
    let connector: ConnectorId = "koeln".parse().unwrap();
    keyring.store_passphrase(&connector, &[1; 32], &"geheim".into()).unwrap();
    let read = keyring.passphrase(&connector, &[1; 32]).unwrap();
    assert_eq!(read.expose_secret(), "geheim");
    assert_eq!(keyring.passphrase(&connector, &[2; 32]).unwrap_err(), Error::Absent);
    keyring.delete_passphrase(&connector, &[1; 32]).unwrap();
    assert_eq!(keyring.passphrase(&connector, &[1; 32]).unwrap_err(), Error::Absent);
}

/// RELIABILITY R5: one call hangs, nobody else does, and its return is the recovery.
#[test]
fn hung_keyring_is_answered_at_once_and_recovers_without_restart() {
    let (release, gate): (Sender<()>, Receiver<()>) = channel();
    let gate = Mutex::new(gate);
    let store: Arc<CredentialStore> = core::mock::Store::new().unwrap();
    let opened = Arc::new(AtomicUsize::new(0));
    let opens = Arc::clone(&opened);
    let open = move || {
        if opens.fetch_add(1, Ordering::SeqCst) == 0 {
            // Stands for a stopped service: no answer until somebody releases it.
            let _ = gate.lock().unwrap_or_else(PoisonError::into_inner).recv();
        }
        Ok(Arc::clone(&store))
    };
    let keyring = Keyring::with_opener(open, Duration::from_millis(200));
    assert_eq!(keyring.head(&account("local")), Err(Error::Hung));
    let before = Instant::now();
    assert_eq!(keyring.head(&account("local")), Err(Error::Hung));
    assert!(before.elapsed() < Duration::from_millis(150), "not at once");
    assert_eq!(opened.load(Ordering::SeqCst), 1, "a second call was sent after the first");
    release.send(()).unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while keyring.head(&account("local")) == Err(Error::Hung) {
        assert!(Instant::now() < deadline, "never recovered");
        std::thread::yield_now();
    }
    assert_eq!(keyring.head(&account("local")), Ok(None));
}

#[test]
fn store_is_opened_anew_after_a_platform_failure() {
    let store = core::mock::Store::new().unwrap();
    let shared: Arc<CredentialStore> = store.clone();
    let opened = Arc::new(AtomicUsize::new(0));
    let opens = Arc::clone(&opened);
    let open = move || {
        opens.fetch_add(1, Ordering::SeqCst);
        Ok(Arc::clone(&shared))
    };
    let keyring = Keyring::with_opener(open, LIMIT);
    keyring.set_head(&account("local"), generation(1)).unwrap();
    let name = head_name(&account("local"));
    let raw = keyring_store::entry(&*store, SERVICE, &name).unwrap();
    let broken = core::Error::PlatformFailure("NoSession".into());
    raw.as_any().downcast_ref::<core::mock::Cred>().unwrap().set_error(broken);
    assert_eq!(keyring.head(&account("local")), Ok(Some(generation(1))));
    assert_eq!(opened.load(Ordering::SeqCst), 2);
}

#[test]
fn each_answer_of_the_service_stays_its_own() {
    let cases: [(core::Error, Error); 5] = [
        (core::Error::NoStorageAccess("Prompt".into()), Error::Locked),
        (core::Error::BadEncoding(b"hunter2".to_vec()), Error::Damaged("not readable")),
        (core::Error::NoDefaultStore, Error::NoService("no store".into())),
        (core::Error::TooLong("secret".into(), 2560), Error::TooLong(2560)),
        (core::Error::NotSupportedByStore("no".into()), Error::Refused("no".into())),
    ];
    for (answer, expected) in cases {
        let answer = Mutex::new(Some(answer));
        let open = move || match answer.lock().unwrap().take() {
            Some(error) => Err(error),
            None => panic!("opened once"),
        };
        let keyring = Keyring::with_opener(open, LIMIT);
        let error = keyring.head(&account("local")).unwrap_err();
        assert_eq!(error, expected);
        assert!(!error.to_string().contains("hunter2"));
    }
}

#[test]
fn two_threads_wait_for_each_other() {
    let keyring = keyring();
    let calls = (0..8u8).map(|number| {
        let keyring = keyring.clone();
        let user = format!("user{number}");
        std::thread::spawn(move || {
            keyring.store(&account(&user), &entry(number, None), &"secret".into())
        })
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        assert_eq!(call.join().unwrap(), Ok(()));
    }
}

#[test]
fn names_are_readable_and_tell_devices_apart() {
    let name = entry_name(&account("Lokal"), generation(1));
    assert_eq!(name, format!("management/lokal/{}/{}", "07".repeat(16), "01".repeat(16)));
}

fn keyring() -> Keyring {
    Keyring::with_store(core::mock::Store::new().unwrap())
}

pub(super) fn account(user: &str) -> AccountId {
    AccountId {
        device: DeviceId::from_random([7; 16]),
        plane: Plane::Management,
        user: user.parse().unwrap(),
    }
}

pub(super) fn generation(number: u8) -> Generation {
    Generation::from_random([number; 16])
}

fn entry(number: u8, predecessor: Option<u8>) -> Entry {
    Entry {
        generation: generation(number),
        stored_at: Timestamp::from_second(1_700_000_000 + i64::from(number)).unwrap(),
        predecessor: predecessor.map(generation),
    }
}
