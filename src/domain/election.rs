//! Whose turn it is to log in: one session for each machine and account (SAFETY S7).
//!
//! A lock elects, and what the sessions report of each other keeps that honest: anybody can hold a
//! lock for ever, so a holder that reports nothing is ignored. Whatever another session reports, it can
//! only make us hold back, and only as long as it goes on reporting. Silence is counted on our own
//! timer; the wall clock only says whether a report that we see for the first time is an old one.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::health::Health;
use super::identity::{ConnectorId, SessionId};
use super::lockout::Withheld;
use super::monitor::Finding;
use super::probe::{Doubt, Refusal, Verdict};
use super::profile::AccountProfile;
use super::schedule::{LONGEST_BACK_OFF, Now};

/// What one session reports of one account: for the other sessions, and for `status --machine`. It
/// holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Who reports; a session that starts again is another one.
    pub session: SessionId,
    /// The name of the profile there.
    pub connector: ConnectorId,
    /// The account's state.
    pub state: State,
    /// Since when.
    pub since: Option<Timestamp>,
    /// What the session does about the account.
    pub part: Part,
    /// When the session last checked.
    pub at: Timestamp,
    /// Within how many seconds it checks again: 1 to 86,400.
    #[serde(rename = "interval")]
    pub interval_seconds: u32,
    /// The last login that succeeded.
    pub proof: Option<Timestamp>,
    /// The spare attempts by its count.
    pub spare: u8,
    /// The version of its program.
    pub version: String,
}

/// An account's state in one word, stable over versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the state of `Health` of that name")]
pub enum State {
    Checking,
    Proven,
    ContextWrong,
    Refused,
    ChangeDemanded,
    Locked,
    Unclear,
    Unreachable,
    Untrusted,
    Unverifiable,
    Disagreement,
    KeyringUnavailable,
    StoreUnavailable,
    WatchedElsewhere,
    NotSetUp,
    /// A word of a newer version.
    #[serde(other)]
    Other,
}

/// What a session does about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// It logs in at each interval; the others need not.
    Prober,
    /// Its own login was refused or its outcome is unclear, so it makes none; those whose password
    /// was accepted earlier than that hold back as well.
    Witness,
    /// It makes no logins for a reason of its own: no password, no keyring, another machine's account.
    #[serde(other)]
    Bystander,
}

/// Who holds the account's election lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// This session.
    Ours,
    /// Another one, or nobody knows.
    Theirs,
}

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Ours: the login may be made if nothing else forbids it.
    Ours,
    /// Another session's; its newest report that counts, if there is one.
    Theirs(Option<Report>),
}

/// What this session knows when it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Our time between two checks.
    pub interval: Duration,
    /// How long a check takes at most: so long a holder that never reported may be at its first one.
    pub patience: Duration,
    /// The last acceptance of our own password.
    pub accepted: Option<Timestamp>,
}

/// What this session saw of the others at one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watch {
    /// Everybody's last report, whatever the clock says of it: a change is a sign of life.
    seen: BTreeMap<SessionId, Timestamp>,
    /// The newest sign of life.
    heard: Option<Report>,
    /// How long there has been none.
    silent: Duration,
    looked: Option<Duration>,
}

impl Watch {
    /// Looks whose turn it is; called before each login. `others` are the reports of all other
    /// sessions about the account.
    pub fn look(&mut self, hold: Hold, others: &[Report], terms: Terms, now: Now) -> Turn {
        let concerning: Vec<&Report> =
            others.iter().filter(|report| report.concerns(hold, terms)).collect();
        if hold == Hold::Ours && concerning.is_empty() {
            *self = Self::default();
            return Turn::Ours;
        }
        self.count_silence(terms, now);
        self.hear(&concerning, terms, now);
        let limit = match &self.heard {
            Some(report) => report.promise(terms).saturating_mul(2),
            None if hold == Hold::Ours => Duration::ZERO,
            None => terms.patience.min(terms.interval.saturating_mul(2)),
        };
        if self.silent >= limit {
            return Turn::Ours;
        }
        let fresh = |report: &&Report| report.is_fresh(longest(terms), now.wall);
        Turn::Theirs(self.heard.as_ref().filter(fresh).cloned())
    }

    /// Counts the time since the last look, unless we did not look as often as we do: after standby, a
    /// pause or an outage the others begin again like we do.
    fn count_silence(&mut self, terms: Terms, now: Now) {
        let gap = self.looked.map_or(Duration::ZERO, |looked| now.ticks.saturating_sub(looked));
        if gap <= terms.interval.saturating_add(terms.interval / 2) {
            self.silent = self.silent.saturating_add(gap);
        }
        self.looked = Some(now.ticks);
    }

    fn hear(&mut self, reports: &[&Report], terms: Terms, now: Now) {
        let signs = reports.iter().filter(|report| {
            let known = self.seen.get(&report.session);
            known.map_or_else(
                || report.is_fresh(longest(terms), now.wall),
                |known| *known != report.at,
            )
        });
        if let Some(report) = signs.max_by_key(|report| (report.at, report.session)) {
            self.silent = if self.seen.contains_key(&report.session) {
                Duration::ZERO
            } else {
                // It was silent before we came.
                Duration::try_from(now.wall.duration_since(report.at)).unwrap_or_default()
            };
            self.heard = Some(Report::clone(report));
        }
        self.seen = reports.iter().map(|report| (report.session, report.at)).collect();
    }
}

impl Report {
    /// What it says about our own login; none if it says nothing about that.
    pub fn health(&self) -> Option<Health> {
        match self.state {
            // A wrong call context is one of that session's profile; the login succeeded.
            State::Proven | State::ContextWrong => Some(Health::Proven),
            State::Refused | State::ChangeDemanded | State::Locked => {
                Some(Health::Refused(Refusal::Reported))
            }
            State::Unclear => Some(Health::Unclear(Doubt::Unfinished)),
            State::Checking
            | State::Unreachable
            | State::Untrusted
            | State::Unverifiable
            | State::Disagreement
            | State::KeyringUnavailable
            | State::StoreUnavailable
            | State::WatchedElsewhere
            | State::NotSetUp
            | State::Other => None,
        }
    }

    /// Whether it is fresh: not older than two of its intervals, and not from the future.
    pub fn is_fresh(&self, longest: Duration, now: Timestamp) -> bool {
        let interval = Duration::from_secs(self.interval_seconds.into()).min(longest);
        let limit = SignedDuration::try_from(interval.saturating_mul(2));
        let age = now.duration_since(self.at);
        !age.is_negative() && limit.is_ok_and(|limit| age <= limit)
    }

    /// Whether it is still to be known when another session reports of the same account: it is newer,
    /// or not stale yet.
    pub fn outlives(&self, other: &Self) -> bool {
        self.at >= other.at || self.is_fresh(AccountProfile::LONGEST, other.at)
    }

    /// Whether it can make us hold back.
    fn concerns(&self, hold: Hold, terms: Terms) -> bool {
        match self.part {
            Part::Prober => hold == Hold::Theirs,
            Part::Witness => terms.accepted.is_none_or(|accepted| {
                let began = self.since.unwrap_or(self.at);
                began >= accepted
            }),
            Part::Bystander => false,
        }
    }

    fn promise(&self, terms: Terms) -> Duration {
        Duration::from_secs(self.interval_seconds.into()).min(longest(terms))
    }
}

/// The longest interval that is believed.
fn longest(terms: Terms) -> Duration {
    terms.interval.max(LONGEST_BACK_OFF)
}

impl State {
    /// The word for a state.
    pub const fn of(health: &Health) -> Self {
        match health {
            Health::Checking => Self::Checking,
            Health::Proven => Self::Proven,
            Health::ContextWrong(_) => Self::ContextWrong,
            Health::Refused(_) => Self::Refused,
            Health::ChangeDemanded(_) => Self::ChangeDemanded,
            Health::Locked => Self::Locked,
            Health::Unclear(_) => Self::Unclear,
            Health::Unreachable(_) => Self::Unreachable,
            Health::Untrusted(_) => Self::Untrusted,
            Health::Unverifiable(_) => Self::Unverifiable,
            Health::Disagreement => Self::Disagreement,
            Health::KeyringUnavailable(_) => Self::KeyringUnavailable,
            Health::StoreUnavailable => Self::StoreUnavailable,
            Health::WatchedElsewhere(_) => Self::WatchedElsewhere,
            Health::NotSetUp(_) => Self::NotSetUp,
        }
    }
}

impl Part {
    /// The part that a session has after a check; none if the check says nothing about that and the
    /// part of before stays.
    pub const fn after(finding: &Finding) -> Option<Self> {
        match finding {
            Finding::Judged(verdict) => Some(match verdict {
                Verdict::Refused(_) | Verdict::Doubtful(_) => Self::Witness,
                Verdict::Accepted(_)
                | Verdict::Untrusted(_)
                | Verdict::Unreachable(_)
                | Verdict::Unverifiable(_) => Self::Prober,
            }),
            Finding::Withheld(why, _) => Self::withheld(why),
            Finding::Shared(..) => None,
            Finding::Store(_) => Some(Self::Bystander),
        }
    }

    const fn withheld(why: &Withheld) -> Option<Self> {
        match why {
            Withheld::Refused { .. }
            | Withheld::Doubtful { .. }
            | Withheld::NotAnsweredSince { .. }
            | Withheld::Spent { .. }
            | Withheld::Unproven => Some(Self::Witness),
            Withheld::NoPassword
            | Withheld::RefusedForAnother { .. }
            | Withheld::LedgerDamaged { .. }
            | Withheld::NotAsked
            | Withheld::WatchedElsewhere(_)
            | Withheld::NobodyWatches
            | Withheld::Disagreement
            | Withheld::KeyringUnavailable
            | Withheld::NotNoted
            | Withheld::NotTrusted => Some(Self::Bystander),
            Withheld::ChangeUnderWay
            | Withheld::ProbedByAnotherSession
            | Withheld::Paused
            | Withheld::OnlineCheckOff
            | Withheld::Busy => None,
        }
    }
}

#[cfg(test)]
mod tests;
