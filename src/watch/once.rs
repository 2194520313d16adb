//! What a console command or a page does once: the same ways as the background task, on the caller's
//! thread. Every function blocks.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;

use super::adopt::{Adopted, Offer, Question};
pub use super::days::days;
pub use super::earlier::{earlier, question, try_earlier};
pub use super::find::{find, set_up};
pub use super::history::{history, save_report};
pub use super::new_device::{earlier_devices, new_device};
pub use super::passwords::{check_password, generate_password};
pub use super::reveal::reveal;
use super::station::{Setup, Station, Target};
use super::trust::{self, Meaning, Port};
use super::{
    Error, adopt as adopting, certificate, check as checking, overview as overviews, practice,
};
use crate::connector::sds::Directory;
use crate::connector::{Connector, Reach};
use crate::domain::command::Scope;
use crate::domain::device::Fingerprint;
use crate::domain::identity::{AccountRef, ConnectorId, Plane};
use crate::domain::lockout::Withheld;
use crate::domain::monitor::Finding;
use crate::domain::probe::{DirectoryFault, Unreached, Verdict};
use crate::domain::profile::{ConnectorProfile, OnlineCheck};
use crate::domain::snapshot::{Pause, Snapshot};
use crate::store::config::Settings;
use crate::store::pause;

/// How long a command waits for another program of ours that is at the same account.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The account.
    pub account: AccountRef,
    /// What was found.
    pub finding: Finding,
    /// When.
    pub at: Timestamp,
}

/// Checks accounts one after the other. It is not *asking* in the sense of SAFETY 1: what S2 to S4
/// forbid is not sent.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`] if the scope names nothing, [`Error::Accounts`].
pub fn check(setup: &Setup, scope: &Scope) -> Result<Vec<Checked>, Error> {
    let settings = settings(setup)?;
    let station = station(setup)?;
    let targets = targets(&settings, scope)?;
    let paused = paused(setup).is_some();
    let runtime = super::runtime()?;
    let mut all = Vec::new();
    for target in targets {
        let finding = if paused {
            Finding::Withheld(Withheld::Paused, None)
        } else if target.profile.online_check == OnlineCheck::Never {
            Finding::Withheld(Withheld::OnlineCheckOff, None)
        } else {
            runtime.block_on(checking::check(&station, &target)).finding
        };
        let account = target.profile.reference(&target.account);
        all.push(Checked { account, finding, at: Timestamp::now() });
    }
    runtime.shutdown_timeout(Duration::from_millis(200));
    Ok(all)
}

/// The picture that the records give. Nothing is sent, no lock is kept, the keyring is not asked.
///
/// # Errors
/// [`Error::Settings`], [`Error::Accounts`].
pub fn overview(setup: &Setup) -> Result<Snapshot, Error> {
    let settings = settings(setup)?;
    let station = station(setup)?;
    let profiles: Vec<_> =
        settings.connectors.iter().map(|known| Arc::new(known.profile.clone())).collect();
    let practice = practice::of(&settings);
    let rest = overviews::Rest {
        pause: paused(setup),
        next_check: None,
        practice,
        rolled_out: practice::rolled_out(&settings),
    };
    Ok(overviews::remembered(&station, &profiles, rest, Timestamp::now()))
}

/// Takes over a password that was changed elsewhere; `confirm` asks the person before an attempt is
/// spent.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`], [`Error::Accounts`], [`Error::Keyring`]; what was sent by
/// then is in the journal.
pub fn adopt(
    setup: &Setup,
    account: &AccountRef,
    password: SecretString,
    confirm: &mut dyn FnMut(&Question) -> bool,
) -> Result<Adopted, Error> {
    let settings = settings(setup)?;
    let target = target(&settings, account)?;
    let station = station(setup)?;
    let runtime = super::runtime()?;
    let adopted =
        runtime.block_on(adopting::adopt(&station, &target, Offer::Typed(password), confirm));
    runtime.shutdown_timeout(Duration::from_millis(200));
    adopted
}

/// Closes the task to enter a new password in the practice software.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`], [`Error::Accounts`].
pub fn task_done(setup: &Setup, account: &AccountRef) -> Result<(), Error> {
    let settings = settings(setup)?;
    let target = target(&settings, account)?;
    overviews::task_done(&*station(setup)?, &target)?;
    Ok(())
}

/// Looks at the certificates of the connector's ports; nothing is sent.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`].
pub fn look(setup: &Setup, id: &ConnectorId) -> Result<Vec<Port>, Error> {
    let settings = settings(setup)?;
    let profile = profile(&settings, id)?;
    Ok(super::runtime()?.block_on(trust::look(&setup.folders, &profile)))
}

/// Writes down the certificates that a person confirmed.
///
/// # Errors
/// [`Error::CertificateDiffers`] if a port shows another one by now, [`Error::MeaningNeeded`] for a
/// changed certificate without a meaning, [`Error::SeveralDevices`], [`Error::NoCertificate`],
/// [`Error::Settings`], [`Error::Unknown`]; nothing was written then.
pub fn trust(
    setup: &Setup,
    id: &ConnectorId,
    confirmed: &[(Plane, Fingerprint)],
    meaning: Meaning,
) -> Result<(), Error> {
    let settings = settings(setup)?;
    let profile = profile(&settings, id)?;
    let station = station(setup)?;
    let trusted = trust::trust(&station, &settings, &profile, confirmed, meaning, Vec::new());
    super::runtime()?.block_on(trusted)
}

/// Keeps the password of the client certificate's file, once it opens the file. Nothing is sent.
///
/// # Errors
/// [`Error::NoCertificateMode`], [`Error::Certificate`] if it does not open the file,
/// [`Error::CertificateFile`], [`Error::Keyring`], [`Error::Settings`], [`Error::Unknown`].
pub fn unlock_certificate(
    setup: &Setup,
    id: &ConnectorId,
    password: &SecretString,
) -> Result<(), Error> {
    let settings = settings(setup)?;
    let profile = profile(&settings, id)?;
    certificate::unlock(&setup.folders, &setup.keyring, &profile, password)
}

/// The same for a profile that is not saved: the file as typed. Its password does not depend on the
/// settings, only on the file.
///
/// # Errors
/// As [`unlock_certificate`], without those of the settings.
pub fn unlock_certificate_of(
    setup: &Setup,
    profile: &ConnectorProfile,
    password: &SecretString,
) -> Result<(), Error> {
    certificate::unlock(&setup.folders, &setup.keyring, profile, password)
}

/// Tries whether the client certificate's file of a profile, saved or not, opens with what is stored.
/// Nothing is sent.
///
/// # Errors
/// [`Error::Certificate`] if it does not open, [`Error::CertificateFile`].
pub fn open_certificate(setup: &Setup, profile: &ConnectorProfile) -> Result<(), Error> {
    certificate::load(&setup.folders, &setup.keyring, profile).map(drop)
}

/// Reads the service directory over the confirmed certificate.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`], [`Error::NotReached`].
pub fn services(setup: &Setup, id: &ConnectorId) -> Result<Directory, Error> {
    let settings = settings(setup)?;
    let profile = profile(&settings, id)?;
    let runtime = super::runtime()?;
    match runtime.block_on(Connector::new(&profile).reach_client()) {
        Ok(Reach::Open(route)) => Ok(route.directory),
        Ok(Reach::Closed(_)) => {
            let why = Unreached::NoDirectory(DirectoryFault::Status(401));
            Err(Error::NotReached(Verdict::Unreachable(why)))
        }
        Err(observation) => Err(Error::NotReached(observation.verdict())),
    }
}

/// Pauses every unasked attempt (SAFETY S24).
///
/// # Errors
/// [`Error::Pause`].
pub fn pause(setup: &Setup, until: Timestamp, reason: &str) -> Result<(), Error> {
    let (reason, by) = (reason.to_owned(), setup.signature());
    pause::set(&setup.folders, &setup.user, &pause::Pause { until, reason, by })?;
    Ok(())
}

/// Ends the pause.
///
/// # Errors
/// [`Error::Pause`] if an administrator's pause goes on.
pub fn resume(setup: &Setup) -> Result<(), Error> {
    Ok(pause::end(&setup.folders, &setup.user, Timestamp::now())?)
}

pub(super) fn settings(setup: &Setup) -> Result<Settings, Error> {
    Ok(Settings::load(&setup.folders)?.settings)
}

pub(super) fn station(setup: &Setup) -> Result<Arc<Station>, Error> {
    Station::new(setup.clone(), PATIENCE).map(Arc::new)
}

fn paused(setup: &Setup) -> Option<Pause> {
    let now = Timestamp::now();
    let found = pause::load(&setup.folders, &setup.user).pause?;
    (found.until > now).then_some(Pause { until: found.until, reason: found.reason })
}

pub(super) fn profile(
    settings: &Settings,
    id: &ConnectorId,
) -> Result<Arc<ConnectorProfile>, Error> {
    let found = settings.connector(id).ok_or_else(|| Error::Unknown(id.to_string()))?;
    Ok(Arc::new(found.profile.clone()))
}

pub(super) fn target(settings: &Settings, account: &AccountRef) -> Result<Target, Error> {
    let profile = profile(settings, &account.connector)?;
    let found = profile.account(account.plane, &account.user).cloned();
    let account = found.ok_or_else(|| Error::Unknown(account.to_string()))?;
    Ok(Target { profile, account })
}

pub(super) fn targets(settings: &Settings, scope: &Scope) -> Result<Vec<Target>, Error> {
    let all = |profile: Arc<ConnectorProfile>| -> Vec<Target> {
        let accounts = profile.accounts.iter().cloned();
        accounts.map(|account| Target { profile: Arc::clone(&profile), account }).collect()
    };
    match scope {
        Scope::All => {
            let profiles = settings.connectors.iter().map(|known| Arc::new(known.profile.clone()));
            Ok(profiles.flat_map(all).collect())
        }
        Scope::Connector(id) => Ok(all(profile(settings, id)?)),
        Scope::Account(account) => Ok(vec![target(settings, account)?]),
    }
}
