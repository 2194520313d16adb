//! The picture of all accounts: from the records alone, or from the records and the monitor.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::aside;
use super::station::{Station, Target};
use crate::domain::expiry::{Expiry, PasswordDate};
use crate::domain::health::{Health, Missing};
use crate::domain::identity::{AccountRef, ConnectorId, MachineName, Plane};
use crate::domain::lockout::{self, Withheld};
use crate::domain::monitor::{Monitor, Start, Watched};
use crate::domain::practice::Practice;
use crate::domain::probe::Unreached;
use crate::domain::profile::{AccountProfile, ConnectorProfile, Encryption, OnlineCheck, Watcher};
use crate::domain::record::Step;
use crate::domain::snapshot::{AccountView, ConnectorView, Pause, Snapshot};
use crate::domain::standing::{Mark, Standing};
use crate::store::accounts::{self, Peek};

/// What the records say of an account beside its health.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    spare: u8,
    task: bool,
    changed: Option<PasswordDate>,
}

/// What the records say of all accounts.
pub(super) struct Read {
    pub(super) watched: Vec<Watched>,
    pub(super) facts: BTreeMap<AccountRef, Facts>,
}

/// What a picture shows beside the connectors.
pub(super) struct Rest {
    pub(super) pause: Option<Pause>,
    pub(super) next_check: Option<Timestamp>,
    pub(super) practice: Practice,
    /// The connectors that an administrator's file brought.
    pub(super) rolled_out: BTreeSet<ConnectorId>,
}

/// Reads the records of every account of these profiles. Blocks.
pub(super) fn read(station: &Station, profiles: &[Arc<ConnectorProfile>]) -> Read {
    let mut read = Read { watched: Vec::new(), facts: BTreeMap::new() };
    for profile in profiles {
        for account in &profile.accounts {
            let reference = profile.reference(account);
            let peek = peek(station, profile, account);
            let start = peek.as_ref().map(start).unwrap_or_default();
            if let Some(peek) = &peek {
                read.facts.insert(reference.clone(), Facts::of(&peek.standing, account));
            }
            read.watched.push(Watched {
                account: reference,
                name: profile.name.clone(),
                interval: account.interval,
                online_check: profile.online_check,
                start,
            });
        }
    }
    read
}

/// Reads what changed with a check.
pub(super) async fn facts(station: &Arc<Station>, target: &Target) -> Option<Facts> {
    let (station, target) = (Arc::clone(station), target.clone());
    aside(move || {
        let peek = peek(&station, &target.profile, &target.account)?;
        Some(Facts::of(&peek.standing, &target.account))
    })
    .await
}

/// Closes the task to enter a new password in the practice software. Blocks.
///
/// # Errors
/// The journal's.
pub(super) fn task_done(station: &Station, target: &Target) -> Result<Facts, accounts::Error> {
    let Some(id) = target.profile.account_id(&target.account) else {
        return Ok(Facts { spare: target.account.limit.attempts(), task: false, changed: None });
    };
    let mut opened = station.accounts.open_within(&id, Duration::from_secs(5))?;
    if opened.standing().task.is_some() {
        opened.append(Timestamp::now(), Step::TaskDone)?;
    }
    Ok(Facts::of(opened.standing(), &target.account))
}

/// The picture that the monitor sees.
pub(super) fn picture(
    profiles: &[Arc<ConnectorProfile>],
    monitor: &Monitor,
    facts: &BTreeMap<AccountRef, Facts>,
    firmware: impl Fn(&ConnectorId) -> Option<String>,
    rest: Rest,
    taken: Timestamp,
) -> Snapshot {
    let view = |profile: &Arc<ConnectorProfile>| {
        let accounts = profile.accounts.iter();
        let accounts: Vec<AccountView> =
            accounts.map(|account| account_view(profile, account, monitor, facts, taken)).collect();
        let outside = Health::Unreachable(Unreached::OutsideNetwork);
        ConnectorView {
            firmware: firmware(&profile.id),
            away: accounts.iter().any(|account| account.health == outside),
            accounts,
            rolled_out: rest.rolled_out.contains(&profile.id),
            profile: ConnectorProfile::clone(profile),
        }
    };
    let connectors = profiles.iter().map(view).collect();
    let Rest { pause, next_check, practice, rolled_out: _ } = rest;
    Snapshot { taken, connectors, pause, next_check, practice }
}

/// The picture that the records alone give; nothing is sent for it. Blocks.
pub(super) fn remembered(
    station: &Station,
    profiles: &[Arc<ConnectorProfile>],
    rest: Rest,
    taken: Timestamp,
) -> Snapshot {
    let view = |profile: &Arc<ConnectorProfile>| ConnectorView {
        firmware: None,
        accounts: profile
            .accounts
            .iter()
            .map(|account| remembered_view(station, profile, account, taken))
            .collect(),
        rolled_out: rest.rolled_out.contains(&profile.id),
        profile: ConnectorProfile::clone(profile),
        away: false,
    };
    let connectors = profiles.iter().map(view).collect();
    let Rest { pause, next_check, practice, rolled_out: _ } = rest;
    Snapshot { taken, connectors, pause, next_check, practice }
}

impl Facts {
    /// The spare attempts by our count.
    pub(super) fn spare(&self) -> u8 {
        self.spare
    }

    pub(super) fn of(standing: &Standing, account: &AccountProfile) -> Self {
        Self {
            spare: lockout::spare(standing, account.limit),
            task: standing.task.is_some(),
            changed: standing.current_standing().and_then(|known| known.in_force),
        }
    }
}

fn peek(station: &Station, profile: &ConnectorProfile, account: &AccountProfile) -> Option<Peek> {
    let id = profile.account_id(account)?;
    match station.accounts.peek(&id) {
        Ok(peek) => Some(peek),
        Err(error) => {
            log::warn!("the records of an account cannot be read: {error}");
            None
        }
    }
}

fn start(peek: &Peek) -> Start {
    let standing = &peek.standing;
    let under_way = peek.in_progress && standing.open.is_some();
    Start {
        generation: standing.current,
        remembered: Health::remembered(standing)
            .filter(|(health, _)| health.is_drift() || !under_way),
        accepted: standing.accepted.map(|mark| mark.at),
        told: was_told(standing, standing.trouble().map(|trouble| trouble.mark)),
        certificate_told: was_told(standing, standing.untrusted),
    }
}

fn was_told(standing: &Standing, trouble: Option<Mark>) -> bool {
    trouble.is_some_and(|mark| standing.told.is_some_and(|told| told >= mark.counter))
}

fn account_view(
    profile: &ConnectorProfile,
    account: &AccountProfile,
    monitor: &Monitor,
    facts: &BTreeMap<AccountRef, Facts>,
    now: Timestamp,
) -> AccountView {
    let reference = profile.reference(account);
    let facts = facts.get(&reference);
    let seen = monitor.account(&reference);
    let health = seen.map_or(Health::Checking, |seen| seen.health().clone());
    let accepted = seen.and_then(|seen| seen.accepted());
    let changed = facts.and_then(|facts| facts.changed);
    let (expires, expiring) = expiry(account, changed, now);
    AccountView {
        stale: is_stale(&health, accepted, account, now),
        health,
        since: seen.and_then(|seen| seen.since()),
        accepted,
        checked: seen.and_then(|seen| seen.checked()),
        checking: seen.is_some_and(|seen| seen.is_probing()),
        spare: facts.map_or(account.limit.attempts(), |facts| facts.spare),
        withheld: seen.and_then(|seen| seen.withheld().cloned()),
        task: facts.is_some_and(|facts| facts.task),
        changed,
        expires,
        expiring,
        account: reference,
    }
}

fn remembered_view(
    station: &Station,
    profile: &ConnectorProfile,
    account: &AccountProfile,
    now: Timestamp,
) -> AccountView {
    let peeked = profile.account_id(account).map(|id| station.accounts.peek(&id));
    let (peek, damaged) = match peeked {
        Some(Ok(peek)) => (Some(peek), false),
        Some(Err(_)) => (None, true),
        None => (None, false),
    };
    let standing = peek.as_ref().map(|peek| &peek.standing);
    let trouble = standing.and_then(Health::remembered);
    let since = trouble.as_ref().map(|(_, since)| *since);
    let accepted = standing.and_then(|standing| standing.accepted).map(|mark| mark.at);
    let health = if damaged {
        Health::StoreUnavailable
    } else {
        let trouble = trouble.map(|(health, _)| health);
        remembered_health(profile, account, &station.machine, standing, trouble)
    };
    let facts = standing.map(|standing| Facts::of(standing, account));
    let changed = facts.and_then(|facts| facts.changed);
    let (expires, expiring) = expiry(account, changed, now);
    AccountView {
        account: profile.reference(account),
        stale: is_stale(&health, accepted, account, now),
        health,
        since,
        accepted,
        checked: peek.as_ref().and_then(|peek| peek.note.as_ref()).map(|note| note.at),
        checking: peek.as_ref().is_some_and(|peek| peek.in_progress),
        spare: facts.map_or(account.limit.attempts(), |facts| facts.spare),
        withheld: match profile.online_check {
            OnlineCheck::Always | OnlineCheck::OnDemand => None,
            OnlineCheck::Never => Some(Withheld::OnlineCheckOff),
        },
        task: facts.is_some_and(|facts| facts.task),
        changed,
        expires,
        expiring,
    }
}

fn remembered_health(
    profile: &ConnectorProfile,
    account: &AccountProfile,
    machine: &MachineName,
    standing: Option<&Standing>,
    trouble: Option<Health>,
) -> Health {
    if profile.device.is_none() || profile.pins.of(account.plane).is_none() {
        return Health::NotSetUp(Missing::Trust);
    }
    match account.watcher(machine) {
        Watcher::Here => {}
        Watcher::Nobody => return Health::NotSetUp(Missing::Watcher),
        Watcher::Elsewhere(other) => return Health::WatchedElsewhere(other.clone()),
    }
    if account.plane == Plane::Client && profile.encryption != Encryption::TlsPassword {
        // Proven without a password, so the records say nothing.
        return Health::Checking;
    }
    let Some(standing) = standing.filter(|standing| standing.current.is_some()) else {
        return Health::NotSetUp(Missing::Password);
    };
    match (trouble, profile.online_check) {
        (Some(drift), OnlineCheck::Never) if drift.is_drift() => drift,
        (_, OnlineCheck::Never) => Health::Checking,
        (Some(trouble), OnlineCheck::Always | OnlineCheck::OnDemand) => trouble,
        (None, OnlineCheck::Always | OnlineCheck::OnDemand) => match standing.accepted {
            Some(_) => Health::Proven,
            None => Health::Checking,
        },
    }
}

/// When the password will probably expire, and whether that is near, by this computer's days.
fn expiry(
    account: &AccountProfile,
    changed: Option<PasswordDate>,
    now: Timestamp,
) -> (Option<Expiry>, bool) {
    let zone = TimeZone::system();
    let expires = Expiry::estimate(account.plane, changed, &zone);
    (expires, expires.is_some_and(|expires| expires.is_soon(zone.to_datetime(now).date())))
}

fn is_stale(
    health: &Health,
    accepted: Option<Timestamp>,
    account: &AccountProfile,
    now: Timestamp,
) -> bool {
    let old = SignedDuration::try_from(account.interval.saturating_mul(2));
    let old = old.unwrap_or(SignedDuration::MAX);
    let proven = matches!(health, Health::Proven | Health::ContextWrong(_));
    proven && accepted.is_none_or(|accepted| now.duration_since(accepted) > old)
}
