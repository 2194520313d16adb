//! What the demo plays on: a simulated device, a folder that is gone afterwards, a keyring in memory.
//! Nothing of the user's is read or written.

use std::time::Duration;

use secrecy::SecretString;

use super::super::console::{Console, Failure};
use super::super::simulator;
use crate::domain::context::CallContext;
use crate::domain::device::{Fingerprint, Vendor};
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, Host,
    OnlineCheck, Pins,
};
use crate::platform::folders::Folders;
use crate::platform::presence::Presence;
use crate::platform::temporary::TemporaryFolder;
use crate::platform::{keyring_store, machine};
use crate::simulator::{Plane as DevicePlane, Port, Settings, Simulator};
use crate::store::config::Edit;
use crate::store::keyring::{self, Keyring};
use crate::watch::{self, Adopted, Meaning, Setup, once, profiles};

/// The name of the connector in the demo.
const ID: &str = "demo";

/// Everything that the story is played on. The folder is removed last.
pub struct Stage {
    pub device: Simulator,
    pub setup: Setup,
    pub client: AccountRef,
    pub management: AccountRef,
    _home: TemporaryFolder,
}

impl Stage {
    /// Starts the device and writes the profile.
    pub fn build(console: &Console, is_interactive: bool) -> Result<Self, Failure> {
        let device = simulator::start(console, Settings::default())?;
        let home = TemporaryFolder::new("konnektorwart-demo")
            .map_err(|error| watch::Error::Settings(error.into()))?;
        let store = keyring_store::in_memory()
            .map_err(|error| watch::Error::Keyring(keyring::Error::NoService(error.to_string())))?;
        let name = machine::host_name().map_err(watch::Error::Machine)?;
        let setup = Setup {
            folders: Folders::under(home.path()),
            keyring: Keyring::with_store(store),
            machine: name.parse().map_err(|_| watch::Error::MachineName(name))?,
            user: machine::user().map_err(watch::Error::Machine)?,
            program: "demo",
            presence: Presence::now(),
        };
        let name = console.language.demo_practice();
        let profile = profile(&device, &setup, name, is_interactive);
        let [client, management] =
            [&profile.accounts[0], &profile.accounts[1]].map(|account| profile.reference(account));
        profiles::edit(&setup, &[Edit::AddConnector(Box::new(profile))])?;
        Ok(Self { device, setup, client, management, _home: home })
    }

    /// Compares what the ports show with what the device says of itself, as a person does, and
    /// confirms it. Answers what differs.
    pub fn trust(&self) -> Result<Result<(), String>, Failure> {
        let ports = once::look(&self.setup, &self.client.connector)?;
        let mut confirmed = Vec::new();
        for port in ports {
            let told = self.fingerprint(port.plane);
            match port.seen {
                Ok(seen) if Some(seen.fingerprint) == told => {
                    confirmed.push((port.plane, seen.fingerprint));
                }
                Ok(seen) => return Ok(Err(format!("{} ≠ {told:?}", seen.fingerprint))),
                Err(why) => return Ok(Err(format!("{why:?}"))),
            }
        }
        let id = &self.client.connector;
        once::trust(&self.setup, id, &confirmed, Meaning::FirstContact)?;
        Ok(Ok(()))
    }

    /// Enters the password that the device has for an account, as a person does who knows it.
    pub fn adopt(&self, account: &AccountRef) -> Result<Adopted, Failure> {
        let plane = match account.plane {
            Plane::Client => DevicePlane::Client,
            Plane::Management => DevicePlane::Management,
        };
        let password = self.device.password(plane, account.user.as_str());
        let password = password.unwrap_or_else(|| SecretString::from(String::new()));
        Ok(once::adopt(&self.setup, account, password, &mut |_| true)?)
    }

    /// The certificate of a plane's port.
    pub fn fingerprint(&self, plane: Plane) -> Option<Fingerprint> {
        let port = match plane {
            Plane::Client => Port::Pvs,
            Plane::Management => Port::Management,
        };
        self.device.fingerprint(port)?.parse().ok()
    }

    /// The address of the device's web UI.
    pub fn web_ui(&self) -> String {
        format!("https://{}/management", self.device.management_address())
    }
}

/// A person who changes passwords is not kept waiting; the story asks for each check itself.
fn profile(
    device: &Simulator,
    setup: &Setup,
    name: &str,
    is_interactive: bool,
) -> ConnectorProfile {
    let account = |plane, user: &str| AccountProfile {
        plane,
        user: user.parse().expect("the simulator's own user names"),
        watched_on: Some(setup.machine.clone()),
        interval: match is_interactive {
            true => AccountProfile::SHORTEST,
            false => AccountProfile::default_interval(plane),
        },
        limit: AttemptLimit::default(),
    };
    ConnectorProfile {
        id: ID.parse().expect("a plain word"),
        name: name.to_owned(),
        host: Host::Address(device.pvs_address().ip()),
        port: device.pvs_address().port(),
        management_port: device.management_address().port(),
        vendor: Vendor::Secunet,
        timeout: Duration::from_secs(5),
        online_check: OnlineCheck::Always,
        encryption: Encryption::TlsPassword,
        card_service: CardServiceVersion::Auto,
        context: Some(CallContext {
            mandant: "Praxis".parse().expect("a plain word"),
            clientsystem: "x.concept".parse().expect("a plain word"),
            arbeitsplatz: "Empfang".parse().expect("a plain word"),
        }),
        device: None,
        pins: Pins::default(),
        accounts: vec![account(Plane::Client, "praxis"), account(Plane::Management, "local")],
    }
}
