//! A practice in a session: a device, a profile that a person trusted, passwords in the real keyring.

use std::io::{Read, Write};
use std::process::Stdio;
use std::time::Duration;

use konnektorwart::domain::context::CallContext;
use konnektorwart::domain::device::Vendor;
use konnektorwart::domain::identity::{AccountRef, ConnectorId, Plane};
use konnektorwart::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck,
    Pins,
};
use konnektorwart::platform::agent::Doorbell;
use konnektorwart::platform::machine;
use konnektorwart::simulator::{self, Entry, Port, Settings, Simulator};
use konnektorwart::store::config::{self, Edit};
use konnektorwart::watch::{Adopted, Meaning, Setup, once};
use secrecy::ExposeSecret;

use crate::program::Program;
use crate::session::Session;

/// Tells the child process below what to do.
const WORK: &str = "KONNEKTORWART_TEST_WORK";

pub const CHANGED: &str = "Geaendert-2026-im-Fruehling!";

pub struct Practice {
    pub sim: Simulator,
    pub session: Session,
}

impl Practice {
    /// Both accounts watched and proven; None if a package is missing.
    pub fn start() -> Option<Self> {
        Self::named("Praxis Köln")
    }

    pub fn named(name: &str) -> Option<Self> {
        let session = Session::start()?;
        let sim = Simulator::start(Settings::default()).expect("the simulator");
        let practice = Self { sim, session };
        let setup = practice.setup();
        let profile = practice.profile(name);
        config::edit(&setup.folders, &[Edit::AddConnector(Box::new(profile))]).expect("settings");
        let fingerprint = |port| {
            let shown = practice.sim.fingerprint(port).expect("a TLS port");
            shown.parse().expect("a fingerprint")
        };
        let confirmed = [
            (Plane::Client, fingerprint(Port::Pvs)),
            (Plane::Management, fingerprint(Port::Management)),
        ];
        once::trust(&setup, &connector(), &confirmed, Meaning::FirstContact).expect("trusted");
        practice.adopt(&client());
        practice.adopt(&management());
        Some(practice)
    }

    /// A person enters the password that the device accepts at present.
    pub fn adopt(&self, account: &AccountRef) {
        let password = self.sim.password(plane(account), account.user.as_str());
        let password = password.expect("an account of the device");
        let mut child = self
            .session
            .command(std::env::current_exe().expect("this program"))
            .args(["practice::child", "--exact", "--test-threads=1"])
            .env(WORK, account.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("a child");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(password.expose_secret().as_bytes()).expect("the password");
        drop(stdin);
        assert!(child.wait().expect("a child").success(), "{account} is not taken over");
    }

    /// The same, and the running program is told.
    pub fn adopt_and_ring(&self, account: &AccountRef, program: &Program) {
        self.adopt(account);
        program.ring(&Doorbell::Reread);
    }

    /// Somebody changes the password in the web UI.
    pub fn change_password(&self, account: &AccountRef) {
        let user = account.user.as_str();
        self.sim.set_password(plane(account), user, CHANGED.into()).expect("the policy is kept");
    }

    /// The requests so far that carried a password of this account.
    pub fn secrets(&self, account: &AccountRef) -> usize {
        let is_ours = |entry: &Entry| match entry {
            Entry::Request { secret: Some(secret), .. } => {
                secret.plane == plane(account) && secret.user == account.user.as_str()
            }
            _ => false,
        };
        self.sim.log().iter().filter(|line| is_ours(&line.entry)).count()
    }

    /// The folders of the session; the keyring is not touched by what is done here.
    pub fn setup(&self) -> Setup {
        let mut setup = Setup::of_user("test").expect("a user");
        setup.folders = konnektorwart::platform::folders::Folders::under(&self.session.home());
        setup
    }

    fn profile(&self, name: &str) -> ConnectorProfile {
        let machine = machine::host_name().expect("a name").parse().ok();
        let account = |account: AccountRef| AccountProfile {
            plane: account.plane,
            user: account.user,
            watched_on: machine.clone(),
            interval: AccountProfile::LONGEST,
            limit: AttemptLimit::default(),
        };
        ConnectorProfile {
            id: connector(),
            name: name.into(),
            host: "127.0.0.1".parse().expect("a host"),
            port: self.sim.pvs_address().port(),
            management_port: self.sim.management_address().port(),
            vendor: Vendor::Secunet,
            timeout: Duration::from_secs(2),
            online_check: OnlineCheck::Always,
            encryption: Encryption::TlsPassword,
            card_service: CardServiceVersion::Auto,
            context: Some(CallContext {
                mandant: "Praxis".parse().expect("an identifier"),
                clientsystem: "x.concept".parse().expect("an identifier"),
                arbeitsplatz: "Empfang".parse().expect("an identifier"),
            }),
            device: None,
            pins: Pins::default(),
            accounts: vec![account(management()), account(client())],
        }
    }
}

/// Not a test of its own: the child process of [`Practice::adopt`], in the session of its parent.
#[test]
fn child() {
    let Ok(account) = std::env::var(WORK) else {
        return;
    };
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password).expect("a password");
    let setup = Setup::of_user("test").expect("a user");
    let account = account.parse().expect("an account");
    let adopted = once::adopt(&setup, &account, password.into(), &mut |_| true).expect("no error");
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
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

fn plane(account: &AccountRef) -> simulator::Plane {
    match account.plane {
        Plane::Client => simulator::Plane::Client,
        Plane::Management => simulator::Plane::Management,
    }
}
