//! For which accounts a stored password may be used at all, and what a test will cost.

use jiff::Timestamp;

use super::{Cost, Error, PlannedStep, Skip, Step};
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::ledger::LedgerView;
use crate::domain::lockout::{self, Wish, Withheld};
use crate::domain::probe::Unverifiable;
use crate::domain::profile::{AccountProfile, ConnectorProfile, Encryption, Watcher};
use crate::domain::record::Subject;
use crate::store::accounts::{Accounts, Peek};
use crate::store::pause;
use crate::watch::station::Setup;

/// The accounts of the typed profile, client plane first, each once.
pub(super) fn accounts(typed: &ConnectorProfile) -> Vec<AccountRef> {
    let mut all: Vec<AccountRef> = Vec::new();
    for plane in [Plane::Client, Plane::Management] {
        for account in typed.accounts.iter().filter(|account| account.plane == plane) {
            let account = typed.reference(account);
            if !all.contains(&account) {
                all.push(account);
            }
        }
    }
    all
}

/// All steps of a test, in their order.
pub(super) fn steps(typed: &ConnectorProfile) -> Vec<Step> {
    let mut steps = vec![Step::Resolve];
    for plane in [Plane::Client, Plane::Management] {
        steps.extend([Step::Connect(plane), Step::Certificate(plane)]);
    }
    steps.extend([Step::Directory, Step::Services]);
    steps.extend(accounts(typed).into_iter().map(Step::Login));
    steps.push(Step::Context);
    steps
}

/// The saved account whose password may be used for the typed profile: device, address, port, user and
/// confirmed certificate of the plane are those of the saved connector (SAFETY S9). Who watches it and
/// how many attempts it has is what was saved, not what was typed.
pub(super) fn usable<'a>(
    typed: &ConnectorProfile,
    saved: Option<&'a ConnectorProfile>,
    account: &AccountRef,
) -> Result<&'a AccountProfile, Skip> {
    let plane = account.plane;
    if plane == Plane::Client {
        match (&typed.encryption, &typed.context) {
            (Encryption::None | Encryption::Tls | Encryption::TlsCertificate { .. }, _) => {
                return Err(Skip::Unverifiable(Unverifiable::NoPassword));
            }
            (Encryption::TlsPassword, None) => return Err(Skip::NoContext),
            (Encryption::TlsPassword, Some(_)) => {}
        }
    }
    let saved = saved.filter(|saved| saved.id == typed.id).ok_or(Skip::NotSaved)?;
    let known = saved.account(plane, &account.user).ok_or(Skip::NotSaved)?;
    let is_same_place = saved.host == typed.host && saved.port_of(plane) == typed.port_of(plane);
    if !is_same_place || saved.device != typed.device {
        return Err(Skip::Changed);
    }
    let pin = saved.pins.of(plane);
    if saved.device.is_none() || pin.is_none() || pin != typed.pins.of(plane) {
        return Err(Skip::NotConfirmed);
    }
    let clientsystem = |of: &ConnectorProfile| Some(of.context.as_ref()?.clientsystem.clone());
    let was = clientsystem(saved);
    if plane == Plane::Client && was.is_some() && was != clientsystem(typed) {
        return Err(Skip::ClientsystemChanged);
    }
    Ok(known)
}

/// Whether every unasked attempt of this machine rests (SAFETY S24).
pub(super) fn is_paused(setup: &Setup) -> bool {
    let found = pause::load(&setup.folders, &setup.user).pause;
    found.is_some_and(|pause| pause.until > Timestamp::now())
}

pub(super) fn plan(
    setup: &Setup,
    typed: &ConnectorProfile,
    saved: Option<&ConnectorProfile>,
) -> Result<Vec<PlannedStep>, Error> {
    let (user, by) = (setup.user.clone(), setup.signature());
    let (keyring, presence) = (setup.keyring.clone(), setup.presence.clone());
    let accounts = Accounts::with_presence(&setup.folders, user, keyring, by, presence)?;
    let is_paused = is_paused(setup);
    let cost = |step: &Step| -> Result<Cost, Error> {
        let plane = match step {
            Step::Connect(plane) | Step::Certificate(plane) => *plane,
            Step::Login(account) => {
                let usable = usable(typed, saved, account);
                return login(setup, typed, usable, &accounts, is_paused);
            }
            Step::Resolve | Step::Directory | Step::Services => Plane::Client,
            Step::Context if typed.context.is_none() => return Ok(Cost::Skipped(Skip::NoContext)),
            Step::Context => Plane::Client,
        };
        Ok(without(typed, plane, step).map_or(Cost::Nothing, Cost::Skipped))
    };
    let steps = steps(typed);
    steps.into_iter().map(|step| Ok(PlannedStep { cost: cost(&step)?, step })).collect()
}

/// Why a step of a plane is not tried, whatever the device answers.
pub(super) fn without(typed: &ConnectorProfile, plane: Plane, step: &Step) -> Option<Skip> {
    let has_account = typed.accounts.iter().any(|account| account.plane == plane);
    if plane == Plane::Management && !has_account {
        return Some(Skip::NoAccount(plane));
    }
    let is_plain = plane == Plane::Client && typed.encryption == Encryption::None;
    (is_plain && matches!(step, Step::Certificate(_))).then_some(Skip::Plain)
}

fn login(
    setup: &Setup,
    typed: &ConnectorProfile,
    usable: Result<&AccountProfile, Skip>,
    accounts: &Accounts,
    is_paused: bool,
) -> Result<Cost, Error> {
    let account = match usable {
        Ok(account) => account,
        Err(skip) => return Ok(Cost::Skipped(skip)),
    };
    let withheld = |why| Ok(Cost::Skipped(Skip::Withheld(why)));
    if is_paused {
        return withheld(Withheld::Paused);
    }
    match account.watcher(&setup.machine) {
        Watcher::Here => {}
        Watcher::Nobody => return withheld(Withheld::NobodyWatches),
        Watcher::Elsewhere(machine) => {
            return withheld(Withheld::WatchedElsewhere(machine.clone()));
        }
    }
    let Some(id) = typed.account_id(account) else { return withheld(Withheld::NotTrusted) };
    let Peek { standing, .. } = accounts.peek(&id)?;
    let Some(current) = standing.current else { return withheld(Withheld::NoPassword) };
    let (ledger, subject) = (LedgerView::default(), Subject::Stored(current));
    // The test asks the device without a password before it logs in.
    let answered = Some(u64::MAX);
    match lockout::decide(&standing, &ledger, account.limit, subject, Wish::Unasked, answered) {
        Ok(permit) => Ok(Cost::Attempt { spare: permit.spare_before() }),
        Err(why) => withheld(why),
    }
}
