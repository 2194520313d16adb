//! What the assistant has done aside. Runs on the errand's thread and may wait.

use std::sync::mpsc;

use secrecy::{ExposeSecret, SecretString};

use super::flow::{Asked, Settings};
use crate::desktop::pages::errand::Progress;
use crate::domain::device::Fingerprint;
use crate::domain::identity::{AccountRef, MachineName, Plane};
use crate::domain::profile::{AccountProfile, ConnectorProfile, Watcher};
use crate::platform::autostart::{self, Autostart};
use crate::store::config::{Connector, Origin};
use crate::watch::connection::{self, Cancel, PlannedStep, Report, StepReport};
use crate::watch::{Adopted, Error, Question, Setup, once, profiles};

/// What is told while the password is being checked: the attempt is not what the page had shown, the
/// text has spaces around it, the way back.
pub(super) struct Asks(pub(super) Question, pub(super) bool, pub(super) mpsc::Sender<bool>);

/// The settings as the assistant needs them.
pub(super) fn settings(setup: &Setup) -> Result<(Settings, MachineName), Error> {
    let known = profiles::connectors(setup)?;
    let is_open = |known: &&Connector| {
        let nobody = |account: &AccountProfile| account.watcher(&setup.machine) == Watcher::Nobody;
        known.origin == Origin::System
            && (known.profile.device.is_none() || known.profile.accounts.iter().any(nobody))
    };
    let provided = known.iter().filter(is_open).map(|known| known.profile.clone()).collect();
    let taken = known.iter().map(|known| known.profile.id.clone()).collect();
    Ok((Settings { provided, taken }, setup.machine.clone()))
}

/// Whether the program starts at log-on; none: not known, or not for this user to change.
pub(super) fn autostart() -> Option<bool> {
    match autostart::read() {
        Ok(Autostart::Off) => Some(false),
        Ok(Autostart::On) => Some(true),
        Ok(Autostart::ByAdministrator) => None,
        Err(error) => {
            log::warn!("whether the program starts at log-on is not known: {error}");
            None
        }
    }
}

/// Stores the connector with what was confirmed, as one edit. Answers it as it is in force, and the
/// accounts whose passwords are to be typed here.
pub(super) fn store(
    setup: &Setup,
    profile: &ConnectorProfile,
    confirmed: &[(Plane, Fingerprint)],
) -> Result<(ConnectorProfile, Vec<Asked>), Error> {
    once::set_up(setup, profile, confirmed)?;
    profiles::ring(setup);
    let known = profiles::connectors(setup)?;
    let stored = known.into_iter().find(|known| known.profile.id == profile.id);
    let stored = stored.map_or_else(|| profile.clone(), |known| known.profile);
    let here = |account: &&AccountProfile| account.watcher(&setup.machine) == Watcher::Here;
    let trusted = |account: &&AccountProfile| stored.pins.of(account.plane).is_some();
    let accounts: Vec<AccountRef> = stored
        .accounts
        .iter()
        .filter(here)
        .filter(trusted)
        .map(|account| stored.reference(account))
        .collect();
    let open = accounts.into_iter().filter_map(|account| {
        let stake = once::question(setup, &account)
            .inspect_err(|error| log::warn!("what is at stake cannot be read: {error}"))
            .ok();
        let is_stored = stake.as_ref().is_some_and(|stake| stake.stored);
        let spare = stake.map(|stake| stake.spare);
        (!is_stored).then_some(Asked { account, spare })
    });
    let open = open.collect();
    Ok((stored, open))
}

/// One login with what was typed, if it is just what the page had shown; otherwise the person is asked.
pub(super) fn check(
    setup: &Setup,
    asked: &Asked,
    password: SecretString,
    progress: &Progress<Asks>,
) -> Result<Adopted, Error> {
    let typed = password.expose_secret();
    let spaces = typed.trim() != typed;
    let mut confirm = |question: &Question| {
        let Question { spare, failures: _, same_as_refused, unverifiable, disagreement } = question;
        let is_shown = asked.spare == Some(*spare)
            && !same_as_refused
            && !unverifiable
            && !disagreement
            && !spaces;
        is_shown || progress.ask(|answer| Asks(question.clone(), spaces, answer)).unwrap_or(false)
    };
    let adopted = once::adopt(setup, &asked.account, password, &mut confirm);
    profiles::ring(setup);
    adopted
}

/// What the test will do and cost.
pub(super) fn plan(setup: &Setup, profile: &ConnectorProfile) -> Vec<PlannedStep> {
    connection::plan(setup, profile, Some(profile))
        .inspect_err(|error| log::warn!("the test cannot be planned: {error}"))
        .unwrap_or_default()
}

/// Tests the stored connector.
pub(super) fn test(
    setup: &Setup,
    profile: &ConnectorProfile,
    cancel: &Cancel,
    progress: &Progress<StepReport>,
) -> Result<Report, Error> {
    let tested =
        connection::test(setup, profile, Some(profile), &mut |step| progress.tell(step), cancel);
    profiles::ring(setup);
    tested
}
