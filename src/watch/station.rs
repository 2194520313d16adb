//! What every check, every taking over and every question to a device needs: folders, records,
//! keyring, and what was last learned of each connector.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use secrecy::SecretString;

use super::Error;
use super::directory::{Known, Reached};
use crate::connector;
use crate::domain::identity::{ConnectorId, MachineName, Plane};
use crate::domain::probe::{DirectoryFault, Observation, Unreached, Verdict};
use crate::domain::profile::{AccountProfile, ConnectorProfile, Encryption};
use crate::platform::folders::Folders;
use crate::platform::machine::{self, User};
use crate::store::accounts::Accounts;
use crate::store::keyring::Keyring;

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
    known: Mutex<BTreeMap<ConnectorId, Known>>,
}

impl Station {
    pub(super) fn new(setup: Setup, patience: Duration) -> Result<Self, Error> {
        let signature = setup.signature();
        let (user, by) = (setup.user.clone(), signature.clone());
        let accounts = Accounts::new(&setup.folders, user, setup.keyring, by)?;
        Ok(Self {
            signature,
            folders: setup.folders,
            machine: setup.machine,
            user: setup.user,
            accounts,
            patience,
            known: Mutex::default(),
        })
    }

    /// Asks the connector something that needs no password. A directory that was read within the last
    /// hour serves, unless `fresh` is wanted.
    pub(super) async fn reach(&self, target: &Target, fresh: bool) -> Result<Reached, Observation> {
        let profile = &target.profile;
        match target.account.plane {
            Plane::Client => {
                let known = self.known().get(&profile.id).and_then(Known::directory);
                if let Some(directory) = known.filter(|_| !fresh) {
                    return Ok(Reached::Client(directory));
                }
                let directory = Arc::new(connector::reach_client(profile).await?);
                let known = Known::read(Arc::clone(&directory), Instant::now());
                self.known().insert(profile.id.clone(), known);
                Ok(Reached::Client(directory))
            }
            Plane::Management if fresh => {
                connector::reach_management(profile).await.map(|()| Reached::Management)
            }
            Plane::Management => Ok(Reached::Management),
        }
    }

    /// Sends the password once, on a connection of its own. Called by `attempt::send` only.
    pub(super) async fn prove(
        &self,
        target: &Target,
        reached: &Reached,
        password: &SecretString,
    ) -> Observation {
        let (profile, user) = (&*target.profile, &target.account.user);
        match reached {
            Reached::Client(directory) => {
                let credential = Some((user, password));
                connector::prove_client(profile, directory, credential, None).await
            }
            Reached::Management => connector::prove_management(profile, user, password).await,
        }
    }

    /// Makes the same call without a password: what it proves is never a password.
    pub(super) async fn prove_without_password(
        &self,
        target: &Target,
        reached: &Reached,
    ) -> Observation {
        let profile = &target.profile;
        let Reached::Client(directory) = reached else {
            let fault = DirectoryFault::NoService;
            return Observation::Unreached(Unreached::NoDirectory(fault));
        };
        let identity = match self.client_identity(profile).await {
            Ok(identity) => identity,
            Err(why) => return Observation::Unreached(why),
        };
        connector::prove_client(profile, directory, None, identity.as_ref()).await
    }

    /// Keeps the directory after a success and reads it anew after everything else.
    pub(super) fn remember(&self, target: &Target, verdict: &Verdict) {
        let mut known = self.known();
        match (verdict, known.get_mut(&target.profile.id)) {
            (Verdict::Accepted(_), Some(known)) => known.proven = Some(Timestamp::now()),
            (_, Some(known)) => known.forget(),
            (_, None) => {}
        }
    }

    /// The firmware version that the device last told.
    pub(super) fn firmware(&self, connector: &ConnectorId) -> Option<String> {
        self.known().get(connector).and_then(|known| known.firmware.clone())
    }

    /// Everything learned of the connectors is asked anew: after a resume and after new settings.
    pub(super) fn forget(&self) {
        self.known().values_mut().for_each(Known::forget);
    }

    async fn client_identity(
        &self,
        profile: &Arc<ConnectorProfile>,
    ) -> Result<Option<connector::tls::ClientIdentity>, Unreached> {
        let Encryption::TlsCertificate { file } = &profile.encryption else { return Ok(None) };
        let (keyring, id) = (self.accounts.keyring().clone(), profile.id.clone());
        let file = self.folders.settings.join(file);
        let loaded = super::aside(move || {
            let passphrase = keyring.passphrase(&id).ok();
            let content = crate::platform::files::read_bounded(&file, 64 * 1024).ok()?;
            connector::tls::ClientIdentity::from_file(&content, passphrase.as_ref()).ok()
        });
        loaded.await.map(Some).ok_or(Unreached::ClientCertificate)
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<ConnectorId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
