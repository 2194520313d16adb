//! Every state of a real Secret Service (gnome-keyring) on a private bus, in one process without a
//! restart (RELIABILITY R5, `docs/platforms.md`).

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use konnektorwart::domain::identity::Generation;
use konnektorwart::platform::folders::Folders;
use konnektorwart::platform::keyring_store;
use konnektorwart::store::accounts::{Agreement, Disagreement};
use konnektorwart::store::keyring::{Entry, Error, Keyring};
use secrecy::ExposeSecret;

use super::{account, accounts_with, adopt, at};
use crate::private_session;

/// Only a broken program reaches it.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn absent_locked_hung_cleared_and_restarted_are_different_answers() {
    const NAME: &str =
        "store::keyring::absent_locked_hung_cleared_and_restarted_are_different_answers";
    if let Some(root) = private_session::inside(NAME) {
        inside(&root);
    }
}

fn inside(root: &Path) {
    let keyring = Keyring::with_opener(keyring_store::open, Duration::from_secs(3));
    let entry =
        Entry { generation: Generation::from_random([1; 16]), stored_at: at(), predecessor: None };
    // The bus may start the service by itself, which is then locked; nobody offers a prompt.
    let first = keyring.store(&account(1), &entry, &"eins".into()).unwrap_err();
    assert!(matches!(first, Error::NoService(_) | Error::Locked), "{first:?}");

    let service = Service::start(root);
    wait_for(|| keyring.store(&account(1), &entry, &"Größe €".into()) == Ok(()));
    assert_eq!(password(&keyring), Ok("Größe €".into()));

    service.lock();
    assert_eq!(password(&keyring), Err(Error::Locked));
    let service = service.restart(root);
    // The same store kept open would be dead for ever.
    wait_for(|| password(&keyring) == Ok("Größe €".into()));

    service.signal("STOP");
    let before = Instant::now();
    assert_eq!(password(&keyring), Err(Error::Hung));
    assert!(before.elapsed() < Duration::from_secs(6));
    let before = Instant::now();
    assert_eq!(password(&keyring), Err(Error::Hung));
    assert!(before.elapsed() < Duration::from_secs(1), "a second call waited too");
    service.signal("CONT");
    wait_for(|| password(&keyring) == Ok("Größe €".into()));

    let folders = Folders::under(&root.join("konnektorwart"));
    let accounts = accounts_with(&folders, keyring.clone());
    let generation = adopt(&accounts, &account(2), "zwei");
    assert_eq!(accounts.open(&account(2)).unwrap().agreement(), &Agreement::Agreed);
    service.kill();
    let unknown = accounts_with(&folders, keyring.clone());
    let agreement = unknown.open(&account(2)).unwrap().agreement().clone();
    assert!(matches!(agreement, Agreement::Unknown(_)), "{agreement:?}");

    fs::remove_dir_all(keyring_files(root)).unwrap();
    let service = Service::start(root);
    wait_for(|| password(&keyring) == Err(Error::Absent));
    let cleared = Agreement::Disagreed(Disagreement::EntryMissing { generation });
    assert_eq!(unknown.open(&account(2)).unwrap().agreement(), &cleared);
    service.kill();
}

fn password(keyring: &Keyring) -> Result<String, Error> {
    let stored = keyring.read(&account(1), Generation::from_random([1; 16]))?;
    Ok(stored.password.expose_secret().to_owned())
}

fn keyring_files(root: &Path) -> PathBuf {
    root.join("home").join(".local/share/keyrings")
}

fn wait_for(condition: impl Fn() -> bool) {
    let deadline = Instant::now() + LIMIT;
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain");
        std::thread::sleep(Duration::from_millis(20));
    }
}

struct Service(Child);

impl Service {
    /// Starts the service with the keyring unlocked; one that the bus started makes room.
    fn start(root: &Path) -> Self {
        fs::create_dir_all(keyring_files(root)).unwrap();
        let mut daemon = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--replace", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        daemon.stdin.take().unwrap().write_all(b"test").unwrap();
        let service = Self(daemon);
        wait_for(|| service.owns_the_name());
        service
    }

    fn owns_the_name(&self) -> bool {
        let answer = Command::new("gdbus")
            .args(["call", "--session", "--dest", "org.freedesktop.DBus"])
            .args(["--object-path", "/org/freedesktop/DBus"])
            .args(["--method", "org.freedesktop.DBus.GetConnectionUnixProcessID"])
            .arg("org.freedesktop.secrets")
            .output()
            .unwrap();
        let owner = String::from_utf8_lossy(&answer.stdout).into_owned();
        owner.trim() == format!("(uint32 {},)", self.0.id())
    }

    fn lock(&self) {
        let locked = Command::new("gdbus")
            .args(["call", "--session", "--dest", "org.freedesktop.secrets"])
            .args(["--object-path", "/org/freedesktop/secrets"])
            .args(["--method", "org.freedesktop.Secret.Service.Lock"])
            .arg("['/org/freedesktop/secrets/collection/login']")
            .output()
            .unwrap();
        assert!(locked.status.success(), "{}", String::from_utf8_lossy(&locked.stderr));
    }

    fn restart(self, root: &Path) -> Self {
        self.kill();
        Self::start(root)
    }

    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(sent.success());
    }

    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}
