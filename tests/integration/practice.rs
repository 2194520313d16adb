//! A practice: a device, a computer with its folders and keyring, a profile that a person trusted and
//! whose passwords were taken over, all by the ways that a person uses.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use keyring::sample::Store;
use konnektorwart::domain::command::Scope;
use konnektorwart::domain::device::Vendor;
use konnektorwart::domain::identity::{AccountRef, ConnectorId, MachineName, Plane};
use konnektorwart::domain::monitor::Finding;
use konnektorwart::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck,
    Pins,
};
use konnektorwart::platform::folders::Folders;
use konnektorwart::platform::machine;
use konnektorwart::platform::presence::Presence;
use konnektorwart::simulator::{self, Entry, LogLine, Port, Simulator};
use konnektorwart::store::config::{self, Edit};
use konnektorwart::store::keyring::Keyring;
use konnektorwart::watch::{Adopted, Meaning, Setup, once};
use secrecy::SecretString;
use tempfile::TempDir;

/// The password that somebody sets in the web UI.
pub const CHANGED: &str = "Geaendert-2026-im-Fruehling!";

pub struct Practice {
    pub sim: Simulator,
    pub setup: Setup,
    store: Arc<Store>,
    root: TempDir,
}

impl Practice {
    /// With a device as it is delivered.
    pub fn new() -> Self {
        Self::with(simulator::Settings::default())
    }

    /// With this device, both accounts watched and proven.
    pub fn with(settings: simulator::Settings) -> Self {
        let sim = Simulator::start(settings).expect("the simulator starts");
        let root = tempfile::tempdir().expect("a folder");
        let backing = root.path().join("keyring.ron");
        let store = Store::new_with_backing(backing.to_str().expect("a path")).expect("a keyring");
        let setup = setup_with(root.path(), "EMPFANG-1", Keyring::with_store(store.clone()));
        let practice = Self { sim, setup, store, root };
        practice.add_profile(&practice.setup, "EMPFANG-1");
        practice.trust(&practice.setup, Meaning::FirstContact);
        for account in [client(), management()] {
            let password = practice.password(&account);
            let adopted = practice.adopt(&practice.setup, &account, password);
            assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
        }
        practice
    }

    /// The computer's folder, with the keyring's present content in `keyring.ron`.
    pub fn saved(&self) -> &Path {
        self.store.save().expect("the keyring is written");
        self.root.path()
    }

    /// Writes the profile into the settings of a machine, watched on the named one.
    pub fn add_profile(&self, setup: &Setup, watched_on: &str) {
        let profile = self.profile(watched_on);
        config::edit(&setup.folders, &[Edit::AddConnector(Box::new(profile))]).expect("settings");
    }

    pub fn profile(&self, watched_on: &str) -> ConnectorProfile {
        let account = |account: AccountRef| AccountProfile {
            plane: account.plane,
            user: account.user,
            watched_on: Some(watched_on.parse().expect("a machine")),
            interval: AccountProfile::SHORTEST,
            limit: AttemptLimit::default(),
        };
        ConnectorProfile {
            id: connector(),
            name: "Praxis Köln".into(),
            host: "127.0.0.1".parse().expect("a host"),
            port: self.sim.pvs_address().port(),
            management_port: self.sim.management_address().port(),
            vendor: Vendor::Secunet,
            timeout: Duration::from_secs(1),
            online_check: OnlineCheck::Always,
            encryption: Encryption::TlsPassword,
            card_service: CardServiceVersion::Auto,
            context: Some(konnektorwart::domain::context::CallContext {
                mandant: "Praxis".parse().expect("an identifier"),
                clientsystem: "x.concept".parse().expect("an identifier"),
                arbeitsplatz: "Empfang".parse().expect("an identifier"),
            }),
            device: None,
            pins: Pins::default(),
            accounts: vec![account(client()), account(management())],
        }
    }

    /// Confirms the certificates that the device shows.
    pub fn trust(&self, setup: &Setup, meaning: Meaning) {
        let fingerprint = |port| {
            let shown = self.sim.fingerprint(port).expect("a TLS port");
            shown.parse().expect("a fingerprint")
        };
        let confirmed = [
            (Plane::Client, fingerprint(Port::Pvs)),
            (Plane::Management, fingerprint(Port::Management)),
        ];
        once::trust(setup, &connector(), &confirmed, meaning).expect("trusted");
    }

    /// The password that the device accepts at present.
    pub fn password(&self, account: &AccountRef) -> SecretString {
        let found = self.sim.password(plane(account), account.user.as_str());
        found.expect("an account of the device")
    }

    pub fn adopt(&self, setup: &Setup, account: &AccountRef, password: SecretString) -> Adopted {
        once::adopt(setup, account, password, &mut |_| true).expect("no error")
    }

    /// Somebody changes the password in the web UI. From here on the log is counted anew.
    pub fn change_password(&self, account: &AccountRef) -> Mark {
        let user = account.user.as_str();
        self.sim.set_password(plane(account), user, CHANGED.into()).expect("the policy is kept");
        self.mark()
    }

    pub fn mark(&self) -> Mark {
        Mark(self.sim.log().len())
    }

    /// The requests since then that carried a password of this account.
    pub fn secrets(&self, since: Mark, account: &AccountRef) -> usize {
        since.secrets(&self.sim.log(), account)
    }

    /// All requests since then that carried any password.
    pub fn all_secrets(&self, since: Mark) -> usize {
        self.secrets(since, &client()) + self.secrets(since, &management())
    }
}

/// A place in the device's log.
#[derive(Debug, Clone, Copy)]
pub struct Mark(usize);

impl Mark {
    /// The requests after this place that carried a password of the account.
    pub fn secrets(self, log: &[LogLine], account: &AccountRef) -> usize {
        let ours = |line: &&LogLine| match &line.entry {
            Entry::Request { secret: Some(secret), .. } => {
                secret.plane == plane(account) && secret.user == account.user.as_str()
            }
            _ => false,
        };
        log[self.0..].iter().filter(ours).count()
    }
}

/// A keyring in memory.
pub fn memory() -> Arc<Store> {
    Store::new().expect("a keyring in memory")
}

/// A computer of its own: settings, records, machine folder and keyring below `root`.
pub fn setup(root: &Path, name: &str) -> Setup {
    setup_with(root, name, Keyring::with_store(memory()))
}

pub fn setup_with(root: &Path, name: &str, keyring: Keyring) -> Setup {
    let folders = Folders::under(root);
    let shared = folders.machine.as_ref().expect("a machine folder");
    if !shared.exists() {
        std::fs::create_dir_all(shared).expect("a folder");
    }
    let machine: MachineName = name.parse().expect("a machine");
    let (user, presence) = (machine::user().expect("a user"), Presence::now());
    Setup { folders, keyring, machine, user, program: "test", presence }
}

pub fn connector() -> ConnectorId {
    "koeln".parse().expect("an identifier")
}

/// Kartenzugriff.
pub fn client() -> AccountRef {
    "koeln/client/praxis".parse().expect("an account")
}

/// Konnektor-Wartung.
pub fn management() -> AccountRef {
    "koeln/management/local".parse().expect("an account")
}

pub fn check(setup: &Setup, account: &AccountRef) -> Finding {
    let checked = once::check(setup, &Scope::Account(account.clone())).expect("no error");
    checked.into_iter().next().expect("one account").finding
}

fn plane(account: &AccountRef) -> simulator::Plane {
    match account.plane {
        Plane::Client => simulator::Plane::Client,
        Plane::Management => simulator::Plane::Management,
    }
}
