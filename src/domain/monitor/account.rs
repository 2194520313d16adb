//! One account in the monitor: what is known of it and when it is due.

use std::time::Duration;

use jiff::Timestamp;

use super::{Finding, Start, Watched};
use crate::domain::election::Report;
use crate::domain::health::{Health, Missing};
use crate::domain::identity::AccountRef;
use crate::domain::lockout::Withheld;
use crate::domain::notice::Topic;
use crate::domain::probe::{Doubt, Refusal, Verdict};
use crate::domain::profile::OnlineCheck;
use crate::domain::schedule::{self, Now};

/// An account's state.
///
/// Three things are remembered apart, so that none hides another for good: a drift (ended only by an
/// acceptance), whether the connector is reached and trusted, and the rest.
#[derive(Debug, Clone)]
pub struct Account {
    pub(super) reference: AccountRef,
    pub(super) connector: usize,
    pub(super) interval: Duration,
    pub(super) online_check: OnlineCheck,
    pub(super) due: Option<Duration>,
    pub(super) probing: bool,
    pub(super) ended: Option<Duration>,
    pub(super) seed: u64,
    start: Start,
    drift: Option<(Health, Timestamp)>,
    reach: Option<Health>,
    base: Health,
    since: Option<Timestamp>,
    accepted: Option<Timestamp>,
    checked: Option<Timestamp>,
    withheld: Option<Withheld>,
    unreached: u32,
    /// Whether the check came to nothing because others were at it.
    awaited: bool,
}

impl Account {
    pub(super) fn new(watched: &Watched, connector: usize, due: Duration, now: Now) -> Self {
        let start = watched.start.clone();
        let mut account = Self {
            reference: watched.account.clone(),
            connector,
            interval: watched.interval,
            online_check: watched.online_check,
            due: Some(due),
            probing: false,
            ended: None,
            seed: now.wall.as_nanosecond().unsigned_abs() as u64,
            accepted: start.accepted,
            start,
            drift: None,
            reach: None,
            base: Health::Checking,
            since: None,
            checked: None,
            withheld: None,
            unreached: 0,
            awaited: false,
        };
        account.recall();
        account.rest_if_off();
        account
    }

    /// Keeps the state, unless the records tell of another password or a newer acceptance.
    pub(super) fn renewed(self, watched: &Watched, connector: usize, now: Now) -> Self {
        let before = self.online_check;
        let mut account = self.with_records_of(watched, connector, now);
        account.online_check = watched.online_check;
        match (before, account.online_check) {
            (OnlineCheck::Never, OnlineCheck::Never)
            | (OnlineCheck::Always, OnlineCheck::Always)
            | (OnlineCheck::OnDemand, OnlineCheck::OnDemand) => {}
            // What is not finished goes on.
            (OnlineCheck::Always, OnlineCheck::OnDemand) if account.is_answered() => {
                account.due = None;
            }
            (OnlineCheck::Always, OnlineCheck::OnDemand) => {}
            (OnlineCheck::OnDemand, OnlineCheck::Always) => {
                account.due = account.due.or(Some(now.ticks));
            }
            (OnlineCheck::Never, OnlineCheck::Always | OnlineCheck::OnDemand) => {
                account.withheld = None;
                account.due = Some(now.ticks);
            }
            (OnlineCheck::Always | OnlineCheck::OnDemand, OnlineCheck::Never) => {
                account.since = account.drift_since().or(Some(now.wall));
            }
        }
        account.rest_if_off();
        account
    }

    fn with_records_of(mut self, watched: &Watched, connector: usize, now: Now) -> Self {
        self.connector = connector;
        self.interval = watched.interval;
        let news = self.start.generation != watched.start.generation
            || self.start.accepted < watched.start.accepted;
        self.start = watched.start.clone();
        if !news {
            return self;
        }
        let proven = watched.start.accepted > self.accepted;
        (self.drift, self.withheld) = (None, None);
        self.base = if proven { Health::Proven } else { Health::Checking };
        self.since = Some(now.wall);
        if proven {
            (self.accepted, self.checked) = (watched.start.accepted, Some(now.wall));
        } else {
            self.due = Some(now.ticks);
        }
        self.recall();
        self
    }

    /// Nothing is found out of an account that is never checked; a drift that is on record stands.
    fn rest_if_off(&mut self) {
        if self.online_check != OnlineCheck::Never {
            return;
        }
        (self.due, self.reach, self.unreached, self.awaited) = (None, None, 0, false);
        self.base = Health::Checking;
        self.withheld = Some(Withheld::OnlineCheckOff);
    }

    /// Whether the last check came to its end: the connector was reached, and nobody else is at it.
    fn is_answered(&self) -> bool {
        self.checked.is_some() && self.unreached == 0 && !self.awaited
    }

    pub(super) fn is_due(&self, ticks: Duration) -> bool {
        self.due.is_some_and(|due| due <= ticks)
    }

    /// The state that a screen shows.
    pub fn health(&self) -> &Health {
        match (&self.reach, &self.drift) {
            (Some(untrusted @ Health::Untrusted(_)), _) => untrusted,
            (_, Some((drift, _))) => drift,
            (Some(reach), None) if !matches!(self.base, Health::NotSetUp(_)) => reach,
            (_, None) => &self.base,
        }
    }

    /// Since when it has been in this state.
    pub fn since(&self) -> Option<Timestamp> {
        self.since
    }

    /// The last login that succeeded.
    pub fn accepted(&self) -> Option<Timestamp> {
        self.accepted
    }

    /// When something was last found out.
    pub fn checked(&self) -> Option<Timestamp> {
        self.checked
    }

    /// Whether it is being checked.
    pub fn is_probing(&self) -> bool {
        self.probing
    }

    /// Why the last check sent no password.
    pub fn withheld(&self) -> Option<&Withheld> {
        self.withheld.as_ref()
    }

    /// Time between two checks.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// The time within which it is checked again, however long the connector stays away.
    pub fn promise(&self) -> Duration {
        match self.unreached {
            0 => self.interval,
            _ => self.interval.max(schedule::LONGEST_BACK_OFF),
        }
    }

    pub(super) fn drift_since(&self) -> Option<Timestamp> {
        self.drift.as_ref().map(|(_, since)| *since)
    }

    pub(super) fn drift(&self) -> Option<&(Health, Timestamp)> {
        self.drift.as_ref()
    }

    pub(super) fn was_told(&self, topic: Topic) -> bool {
        match topic {
            Topic::Credential => self.start.told,
            Topic::Certificate => self.start.certificate_told,
            Topic::Reach | Topic::Store => false,
        }
    }

    /// Takes in what a check found.
    pub(super) fn learn(&mut self, finding: &Finding, at: Timestamp) {
        let before = self.health().clone();
        self.checked = Some(at);
        self.awaited = false;
        match finding {
            Finding::Judged(verdict) => self.judged(verdict, at),
            Finding::Withheld(why, reach) => {
                self.reach = reach.as_ref().map(Health::of);
                self.withheld_because(why, at);
            }
            Finding::Shared(report, reach) => {
                self.reach = reach.as_ref().map(Health::of);
                self.withheld = Some(Withheld::ProbedByAnotherSession);
                self.awaited = report.is_none();
                if let Some(report) = report {
                    self.shared(report, at);
                }
            }
            Finding::Store(health) => {
                self.base = health.clone();
                self.withheld = None;
            }
        }
        self.unreached = match self.reach {
            Some(_) => self.unreached.saturating_add(1),
            None => 0,
        };
        if *self.health() != before {
            self.since =
                Some(self.drift_since().filter(|_| self.health().is_drift()).unwrap_or(at));
        }
        // Checks were switched off while this one was under way.
        self.rest_if_off();
    }

    /// The delay to the next check; none if the account waits for a person.
    pub(super) fn next_delay(&mut self) -> Option<Duration> {
        self.seed = self.seed.wrapping_add(1);
        match (self.unreached, self.online_check) {
            (_, OnlineCheck::Never) => None,
            (0, _) if self.awaited => Some(schedule::SOON),
            (0, OnlineCheck::OnDemand) => None,
            (0, OnlineCheck::Always) => Some(schedule::next_delay(self.interval, self.seed)),
            (failures, OnlineCheck::Always | OnlineCheck::OnDemand) => {
                Some(schedule::back_off(self.interval, failures))
            }
        }
    }

    fn judged(&mut self, verdict: &Verdict, at: Timestamp) {
        self.withheld = None;
        let health = Health::of(verdict);
        match verdict {
            Verdict::Accepted(_) => {
                (self.drift, self.reach) = (None, None);
                self.accepted = Some(at);
                self.base = health;
            }
            Verdict::Refused(_) => {
                self.reach = None;
                self.drifted(health, at);
            }
            Verdict::Doubtful(_) | Verdict::Unverifiable(_) => {
                self.reach = None;
                self.base = health;
            }
            Verdict::Untrusted(_) => self.reach = Some(health),
            Verdict::Unreachable(_) => match health {
                Health::NotSetUp(_) => self.base = health,
                _ => self.reach = Some(health),
            },
        }
    }

    fn withheld_because(&mut self, why: &Withheld, at: Timestamp) {
        self.withheld = Some(why.clone());
        match why {
            Withheld::Refused { refusal, .. } => self.drifted(Health::refused(*refusal), at),
            Withheld::RefusedForAnother { .. } => {
                self.drifted(Health::refused(Refusal::Reported), at);
            }
            Withheld::Doubtful { .. }
            | Withheld::NotAnsweredSince { .. }
            | Withheld::Spent { .. }
            | Withheld::Unproven => {
                if !matches!(self.base, Health::Unclear(_)) {
                    self.base = Health::Unclear(Doubt::Unfinished);
                }
            }
            Withheld::NoPassword => self.base = Health::NotSetUp(Missing::Password),
            Withheld::NobodyWatches => self.base = Health::NotSetUp(Missing::Watcher),
            Withheld::NotTrusted => self.base = Health::NotSetUp(Missing::Trust),
            Withheld::WatchedElsewhere(machine) => {
                self.base = Health::WatchedElsewhere(machine.clone());
            }
            Withheld::Disagreement => self.base = Health::Disagreement,
            Withheld::NotNoted | Withheld::LedgerDamaged { .. } => {
                self.base = Health::StoreUnavailable
            }
            Withheld::Busy => self.awaited = true,
            Withheld::KeyringUnavailable
            | Withheld::ChangeUnderWay
            | Withheld::NotAsked
            | Withheld::ProbedByAnotherSession
            | Withheld::OnlineCheckOff
            | Withheld::Paused => {}
        }
    }

    /// The device's state as another session reports it. Our own password may be sent, so no refusal of
    /// its own stands.
    fn shared(&mut self, report: &Report, at: Timestamp) {
        match report.health() {
            Some(health) if health.is_drift() => self.drifted(health, at),
            Some(health) => {
                self.drift = None;
                self.base = health;
                self.accepted = self.accepted.max(report.proof);
            }
            None => {}
        }
    }

    /// A drift keeps the moment at which it began.
    fn drifted(&mut self, health: Health, at: Timestamp) {
        let since = self.drift_since().unwrap_or(at);
        self.drift = Some((health, since));
    }

    fn recall(&mut self) {
        let Some((health, since)) = self.start.remembered.clone() else {
            return;
        };
        self.since = Some(since);
        if health.is_drift() {
            self.drift = Some((health, since));
        } else {
            self.base = health;
        }
    }
}
