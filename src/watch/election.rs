//! Takes part in the election of one prober for each machine and account (SAFETY S7).
//!
//! A session holds the election lock of the accounts that it logs in to until it ends or may not log in
//! any more. Accounts share 256 locks by their hash: a thousand accounts then need neither a thousand
//! open files nor a folder that grows with them, and where two accounts that are not held by the same
//! sessions meet in a lock, their reports decide, only later. Without a machine folder there is no
//! election and everybody logs in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::Timestamp;

use super::station::{Station, Target};
use super::{Error, aside};
use crate::domain::election::{Hold, Part, Report, State, Terms, Turn, Watch};
use crate::domain::identity::{AccountId, SessionId};
use crate::domain::monitor::Account;
use crate::domain::profile::ConnectorProfile;
use crate::domain::schedule::Now;
use crate::platform::files::Access;
use crate::platform::locks::Lock;
use crate::platform::machine::User;
use crate::store::accounts;
use crate::store::journal::account_hash;
use crate::store::states::{Due, States};

/// The requests that a check makes one after the other at most, with some time for the disk.
const REQUESTS: u32 = 4;

/// This session's part in the elections of its machine.
#[derive(Debug)]
pub(super) struct Elections {
    folder: PathBuf,
    session: SessionId,
    states: States,
    started: Instant,
    seats: Mutex<Seats>,
}

#[derive(Debug, Default)]
struct Seats {
    held: BTreeMap<u8, Seat>,
    watches: BTreeMap<AccountId, Watch>,
}

/// A lock that we hold, and the accounts for which.
#[derive(Debug)]
struct Seat {
    accounts: BTreeSet<AccountId>,
    _lock: Lock,
}

/// Says whose turn it is to log in; ours where there is no election. The account's records are open.
/// Blocks.
pub(super) fn turn(
    station: &Station,
    target: &Target,
    account: &AccountId,
    accepted: Option<Timestamp>,
) -> Turn {
    let Some(elections) = &station.elections else {
        return Turn::Ours;
    };
    let terms = Terms {
        interval: target.account.interval,
        patience: target.profile.timeout.saturating_mul(REQUESTS),
        accepted,
    };
    elections.turn(account, terms, elections.now())
}

/// Tells the other sessions how an account is after a check of ours, and gives the lock back if we may
/// not log in any more. Does not wait.
pub(super) fn report(
    station: &Arc<Station>,
    target: &Target,
    seen: &Account,
    spare: u8,
    part: Part,
) {
    let (Some(elections), Some(account)) =
        (&station.elections, target.profile.account_id(&target.account))
    else {
        return;
    };
    let report = Report {
        session: elections.session,
        connector: target.profile.id.clone(),
        state: State::of(seen.health()),
        since: seen.since(),
        part,
        at: seen.checked().unwrap_or_else(Timestamp::now),
        interval_seconds: u32::try_from(seen.promise().as_secs()).unwrap_or(u32::MAX),
        proof: seen.accepted(),
        spare,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let due = elections.states.report(account.clone(), report);
    let station = Arc::clone(station);
    tokio::spawn(async move {
        if let (Due::At(moment), Part::Prober) = (due, part) {
            tokio::time::sleep_until(moment.into()).await;
        }
        aside(move || {
            if let Some(elections) = &station.elections {
                elections.spread(&account, part, due);
            }
        })
        .await;
    });
}

/// Writes what is not written yet, at the end. Blocks.
pub(super) fn farewell(station: &Station) {
    if let Some(elections) = station.elections.as_ref()
        && elections.states.is_behind()
    {
        elections.write();
    }
}

/// Gives up what these profiles do not watch any more. Blocks.
pub(super) fn keep(station: &Station, profiles: &[Arc<ConnectorProfile>]) {
    let Some(elections) = &station.elections else {
        return;
    };
    let ids = profiles.iter().flat_map(|profile| {
        let accounts = profile.accounts.iter();
        accounts.filter_map(|account| profile.account_id(account))
    });
    elections.keep(&ids.collect());
}

impl Elections {
    /// Takes part if there is a machine folder.
    ///
    /// # Errors
    /// [`accounts::Error::Random`].
    pub(super) fn join(machine: Option<&Path>, user: User) -> Result<Option<Self>, Error> {
        let Some(folder) = machine.filter(|folder| folder.is_dir()) else {
            return Ok(None);
        };
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(accounts::Error::Random)?;
        let session = SessionId::from_random(bytes);
        Ok(Some(Self {
            folder: folder.to_owned(),
            session,
            states: States::new(folder, user, session),
            started: Instant::now(),
            seats: Mutex::default(),
        }))
    }

    fn keep(&self, watched: &BTreeSet<AccountId>) {
        self.states.keep(|account| watched.contains(account));
        let mut seats = self.seats();
        seats.watches.retain(|account, _| watched.contains(account));
        seats.held.retain(|_, seat| {
            seat.accounts.retain(|account| watched.contains(account));
            !seat.accounts.is_empty()
        });
    }

    fn turn(&self, account: &AccountId, terms: Terms, now: Now) -> Turn {
        let others = self.states.others(account);
        let mut seats = self.seats();
        let hold = self.take(&mut seats, account);
        let watch = seats.watches.entry(account.clone()).or_default();
        let turn = watch.look(hold, &others, terms, now);
        if let Turn::Theirs(report) = &turn {
            let by = report.as_ref().map(|report| report.session.short());
            log::debug!("another session of this machine logs in: {by:?}");
            resign(&mut seats, account);
        }
        turn
    }

    /// Writes the reports if they are due, and then gives the lock back unless we go on logging in: who
    /// takes it next has to know why.
    fn spread(&self, account: &AccountId, part: Part, due: Due) {
        if due != Due::ByAnother {
            self.write();
        }
        if part != Part::Prober {
            resign(&mut self.seats(), account);
        }
    }

    fn write(&self) {
        if let Err(error) = self.states.write() {
            log::warn!("the other sessions of this machine do not hear of our checks: {error}");
        }
    }

    /// Takes the account's lock if it is free, and keeps it.
    fn take(&self, seats: &mut Seats, account: &AccountId) -> Hold {
        let [number, ..] = account_hash(account);
        if let Some(seat) = seats.held.get_mut(&number) {
            seat.accounts.insert(account.clone());
            return Hold::Ours;
        }
        let path = self.folder.join(format!("prober-{number:02x}.lock"));
        match Lock::try_exclusive(&path, Access::OwnerWritesAllRead) {
            Ok(Some(lock)) => {
                let accounts = BTreeSet::from([account.clone()]);
                let seat = Seat { accounts, _lock: lock };
                seats.held.insert(number, seat);
                Hold::Ours
            }
            Ok(None) => Hold::Theirs,
            // Somebody made it what no lock is: then the reports alone decide.
            Err(error) => {
                log::warn!("{} elects nobody: {error}", path.display());
                Hold::Theirs
            }
        }
    }

    fn now(&self) -> Now {
        Now { wall: Timestamp::now(), ticks: self.started.elapsed() }
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn resign(seats: &mut Seats, account: &AccountId) {
    let [number, ..] = account_hash(account);
    if let Some(seat) = seats.held.get_mut(&number) {
        seat.accounts.remove(account);
        if seat.accounts.is_empty() {
            seats.held.remove(&number);
        }
    }
}

#[cfg(test)]
mod tests;
