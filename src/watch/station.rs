//! What every check, every taking over and every question to a device needs: folders, records,
//! keyring, and what was last learned of each connector.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;

use super::connection::Cancel;
use super::directory::{Known, Reached};
use super::election::Elections;
use super::{Error, certificate};
use crate::connector::events::Operation;
use crate::connector::tls::ClientIdentity;
use crate::connector::{Connector, Login, Reach, Route};
use crate::domain::identity::{ConnectorId, MachineName, Plane};
use crate::domain::place::Place;
use crate::domain::probe::{DirectoryFault, Observation, Unreached, Verdict};
use crate::domain::profile::{AccountProfile, ConnectorProfile, Encryption, Host};
use crate::platform::folders::Folders;
use crate::platform::machine::{self, User};
use crate::platform::network::own_address_towards;
use crate::platform::presence::Presence;
use crate::store::accounts::Accounts;
use crate::store::keyring::Keyring;
use crate::store::places;

/// The request that proves a Benutzerkennung: answered from what the device already knows.
const PROOF: Operation = Operation::GetResourceInformation;

/// Where a program of ours works: whose files, which keyring, which machine.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The folders.
    pub folders: Folders,
    /// The keyring.
    pub keyring: Keyring,
    /// This machine as SAFETY S6 knows it.
    pub machine: MachineName,
    /// The user of the operating system.
    pub user: User,
    /// The program, for the journal: `tray`, `console`, `demo`.
    pub program: &'static str,
    /// The start of the system and the log-on that this program belongs to.
    pub presence: Presence,
}

impl Setup {
    /// The folders, the keyring and the machine of the user who runs this program.
    ///
    /// # Errors
    /// [`Error::Machine`] if the system does not tell who and where we are.
    pub fn of_user(program: &'static str) -> Result<Self, Error> {
        let machine = machine::host_name().map_err(Error::Machine)?;
        Ok(Self {
            folders: Folders::of_user().map_err(Error::Folders)?,
            keyring: Keyring::system(),
            machine: machine.parse().map_err(|_| Error::MachineName(machine))?,
            user: machine::user().map_err(Error::Machine)?,
            program,
            presence: Presence::now(),
        })
    }

    /// The words that a record is signed with: `user@machine program`.
    pub(super) fn signature(&self) -> String {
        format!("{}@{} {}", self.user.name, self.machine, self.program)
    }
}

/// An account with the profile that it stands in.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) profile: Arc<ConnectorProfile>,
    pub(super) account: AccountProfile,
}

/// The shared ground of all checks.
#[derive(Debug)]
pub(super) struct Station {
    pub(super) folders: Folders,
    pub(super) machine: MachineName,
    pub(super) user: User,
    pub(super) accounts: Accounts,
    /// Who signs records: `user@machine program`.
    pub(super) signature: String,
    /// How long to wait for another program that is at the same account.
    pub(super) patience: Duration,
    /// The background task's part in the elections; what is done once is bound by lock and ledger.
    pub(super) elections: Option<Elections>,
    /// Ends what has not been noted yet; what was noted goes on.
    pub(super) stop: Cancel,
    known: Mutex<BTreeMap<ConnectorId, Known>>,
    places: Mutex<places::Remembered>,
}

impl Station {
    pub(super) fn new(setup: Setup, patience: Duration) -> Result<Self, Error> {
        let signature = setup.signature();
        let remembered = places::load(&setup.folders);
        let (user, by) = (setup.user.clone(), signature.clone());
        let accounts =
            Accounts::with_presence(&setup.folders, user, setup.keyring, by, setup.presence)?;
        Ok(Self {
            signature,
            folders: setup.folders,
            machine: setup.machine,
            user: setup.user,
            accounts,
            patience,
            elections: None,
            stop: Cancel::new(),
            known: Mutex::default(),
            places: Mutex::new(remembered),
        })
    }

    /// Lets a person end everything that has not been noted yet.
    pub(super) fn stopped_by(mut self, stop: Cancel) -> Self {
        self.stop = stop;
        self
    }

    /// Takes part in the elections of this machine's probers (SAFETY S7).
    pub(super) fn elected(mut self) -> Result<Self, Error> {
        self.elections = Elections::join(self.folders.machine.as_deref(), self.user.clone())?;
        Ok(self)
    }

    /// Asks the connector something that needs no password. A directory that was read within the last
    /// hour serves, unless `fresh` is wanted. Silence in a foreign network is told as that.
    ///
    /// # Errors
    /// What was observed instead of a complete answer.
    pub(super) async fn reach(&self, target: &Target, fresh: bool) -> Result<Reached, Observation> {
        if !fresh && let Some(known) = self.known_answer(target) {
            return Ok(known);
        }
        let id = &target.profile.id;
        let fresh = fresh || self.known().get(id).is_some_and(Known::is_doubtful);
        let reached = self.ask(target, fresh).await;
        // On the management plane nothing is asked unless something is doubtful.
        let has_answered = fresh || target.account.plane == Plane::Client;
        if has_answered && reached.is_ok() {
            self.learn_place(&target.profile).await;
        }
        reached.map_err(|observation| self.placed(&target.profile, observation))
    }

    /// What serves without asking: the directory of the last hour; on the management plane nothing is
    /// needed. None while something is doubtful.
    pub(super) fn known_answer(&self, target: &Target) -> Option<Reached> {
        let known = self.known();
        let known = known.get(&target.profile.id);
        if known.is_some_and(Known::is_doubtful) {
            return None;
        }
        match target.account.plane {
            Plane::Client => known.and_then(Known::route).map(Reached::Client),
            Plane::Management => Some(Reached::Management),
        }
    }

    async fn ask(&self, target: &Target, fresh: bool) -> Result<Reached, Observation> {
        let profile = &target.profile;
        match target.account.plane {
            Plane::Client => self.read_directory(profile).await,
            Plane::Management if fresh => {
                connector(profile, None).reach_management().await?;
                Ok(Reached::Management)
            }
            Plane::Management => Ok(Reached::Management),
        }
    }

    /// Reads the service directory over the confirmed certificate and remembers it.
    ///
    /// # Errors
    /// What was observed instead of a complete answer.
    pub(super) async fn read_directory(
        &self,
        profile: &ConnectorProfile,
    ) -> Result<Reached, Observation> {
        let identity = self.identity(profile).await?;
        match connector(profile, identity.as_ref()).reach_client().await? {
            Reach::Open(route) => Ok(Reached::Client(self.learn(profile, route))),
            Reach::Closed(closed) => Ok(Reached::Closed(closed)),
        }
    }

    /// Sends the password once, on a connection of its own. Called through `attempt::Noted::send` only.
    pub(super) async fn prove(
        &self,
        target: &Target,
        reached: &Reached,
        password: &SecretString,
    ) -> Observation {
        let profile = &target.profile;
        let connector = connector(profile, None);
        let login = Login { user: &target.account.user, password };
        let observation = match (reached, &profile.context) {
            (Reached::Management, _) => {
                let proof = connector.prove_management(login).await;
                let firmware = proof.status.and_then(|status| status.firmware);
                self.known().entry(profile.id.clone()).or_default().take_firmware(firmware);
                proof.observation
            }
            (Reached::Closed(closed), _) => {
                let proof = connector.directory_with_password(closed, login).await;
                if let Some(route) = proof.route {
                    self.learn(profile, route);
                }
                proof.observation
            }
            (Reached::Client(route), Some(context)) => {
                let proof = connector.prove_client(route, PROOF, context, Some(login));
                proof.await.observation
            }
            (Reached::Client(_), None) => Observation::Unreached(no_context()),
        };
        self.placed(profile, observation)
    }

    /// Makes the call of the client plane without a password: what it proves is never a password.
    pub(super) async fn prove_without_password(
        &self,
        profile: &ConnectorProfile,
        reached: &Reached,
    ) -> Observation {
        let identity = match self.identity(profile).await {
            Ok(identity) => identity,
            Err(observation) => return observation,
        };
        let connector = connector(profile, identity.as_ref());
        match (reached, &profile.context) {
            (Reached::Client(route), Some(context)) => {
                connector.prove_client(route, PROOF, context, None).await.observation
            }
            (Reached::Client(_), None) => Observation::Unreached(no_context()),
            (Reached::Closed(_) | Reached::Management, _) => {
                let fault = DirectoryFault::Status(401);
                Observation::Unreached(Unreached::NoDirectory(fault))
            }
        }
    }

    /// Keeps the directory after a success; after everything else the device is asked without a password
    /// before the next attempt.
    pub(super) fn remember(&self, target: &Target, verdict: &Verdict) {
        let is_success = matches!(verdict, Verdict::Accepted(_));
        self.known().entry(target.profile.id.clone()).or_default().judge(is_success);
    }

    /// The firmware version that the device last told.
    pub(super) fn firmware(&self, connector: &ConnectorId) -> Option<String> {
        self.known().get(connector).and_then(Known::firmware).map(str::to_owned)
    }

    /// Everything learned of the connectors is asked anew: after a resume and after new settings.
    pub(super) fn forget(&self) {
        self.known().values_mut().for_each(Known::forget);
    }

    fn learn(&self, profile: &ConnectorProfile, route: Route) -> Arc<Route> {
        let route = Arc::new(route);
        self.known().entry(profile.id.clone()).or_default().take(Arc::clone(&route));
        route
    }

    /// The client certificate of the mode CERTIFICATE; none in the other modes.
    async fn identity(
        &self,
        profile: &ConnectorProfile,
    ) -> Result<Option<ClientIdentity>, Observation> {
        if !matches!(profile.encryption, Encryption::TlsCertificate { .. }) {
            return Ok(None);
        }
        let (folders, keyring) = (self.folders.clone(), self.accounts.keyring().clone());
        let profile = profile.clone();
        super::aside(move || certificate::load(&folders, &keyring, &profile)).await.map_err(
            |error| {
                log::warn!("the client certificate cannot be used: {error}");
                Observation::Unreached(Unreached::ClientCertificate)
            },
        )
    }

    async fn learn_place(&self, profile: &ConnectorProfile) {
        let Some(place) = place_of(profile) else {
            return;
        };
        let remembered = {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            if !places.entry(profile.id.clone()).or_default().remember(place) {
                return;
            }
            places.clone()
        };
        let folders = self.folders.clone();
        if let Err(error) = super::aside(move || places::save(&folders, &remembered)).await {
            log::warn!("the network of a connector is not remembered: {error}");
        }
    }

    /// Silence in a network from which the connector was never reached is told as that.
    pub(super) fn placed(
        &self,
        profile: &ConnectorProfile,
        observation: Observation,
    ) -> Observation {
        match observation {
            Observation::Unreached(Unreached::ConnectTimeout | Unreached::NoNetwork)
                if self.is_outside(profile) =>
            {
                Observation::Unreached(Unreached::OutsideNetwork)
            }
            other => other,
        }
    }

    fn is_outside(&self, profile: &ConnectorProfile) -> bool {
        // Only an address tells without a question to a name server where it leads.
        let Host::Address(_) = profile.host else {
            return false;
        };
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.get(&profile.id).is_some_and(|known| known.is_outside(place_of(profile)))
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<ConnectorId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn connector<'a>(
    profile: &'a ConnectorProfile,
    identity: Option<&'a ClientIdentity>,
) -> Connector<'a> {
    match identity {
        Some(identity) => Connector::new(profile).with_identity(identity),
        None => Connector::new(profile),
    }
}

/// The network of this computer on the way to the connector.
fn place_of(profile: &ConnectorProfile) -> Option<Place> {
    let Host::Address(address) = profile.host else {
        return None;
    };
    own_address_towards(address).map(Place::of)
}

fn no_context() -> Unreached {
    Unreached::Local("the profile has no call context".to_owned())
}
