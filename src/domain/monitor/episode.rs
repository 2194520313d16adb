//! Episodes of a connector: from the first account in trouble to the last, one notice, one all-clear.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use jiff::Timestamp;

use super::account::Account;
use super::{Effect, at_ticks};
use crate::domain::health::Health;
use crate::domain::identity::{AccountRef, ConnectorId, Plane};
use crate::domain::notice::{Impact, Notice, NoticeRules, Topic, What};
use crate::domain::probe::Unreached;
use crate::domain::schedule::Now;

/// An unreachable connector is no news before this time.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Nor within this time after log-on or standby, while network and devices start.
const AFTER_WAKE_UP: Duration = Duration::from_secs(10 * 60);

/// How long a notice waits for the answer of Kartenzugriff.
const CARDS: Duration = Duration::from_secs(20);

const TOPICS: [Topic; 4] = [Topic::Credential, Topic::Certificate, Topic::Reach, Topic::Store];

/// A connector in the monitor.
#[derive(Debug)]
pub(super) struct Connector {
    pub(super) id: ConnectorId,
    /// Its accounts' places in the monitor's list.
    pub(super) members: Range<usize>,
    /// The account that is being checked.
    pub(super) probing: Option<usize>,
    name: String,
    episodes: BTreeMap<Topic, Episode>,
}

#[derive(Debug)]
struct Episode {
    account: AccountRef,
    health: Health,
    since: Timestamp,
    began: Duration,
    last_good: Option<Timestamp>,
    state: State,
    reminder: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody was told yet.
    Untold,
    /// A person knows.
    Told,
    /// It is over, and the person who knows has to hear it.
    Over,
}

impl Connector {
    pub(super) fn new(id: &ConnectorId) -> Self {
        let (members, name) = (0..0, String::new());
        Self { id: id.clone(), members, probing: None, name, episodes: BTreeMap::new() }
    }

    /// Keeps the episodes while the list of accounts is made anew.
    pub(super) fn begin_again(&mut self, name: &str, first: usize) {
        self.name = name.to_owned();
        self.members = first..first;
        self.probing = None;
    }

    /// Forgets the episodes of a connector that is not watched any more: what ends without a check is
    /// no all-clear.
    pub(super) fn rest(&mut self) {
        self.episodes.clear();
    }

    /// Opens and closes episodes after what its accounts show.
    pub(super) fn judge(&mut self, accounts: &[Account], now: Now) {
        for topic in TOPICS {
            let troubled = accounts.iter().find(|account| trouble(account, topic).is_some());
            match (troubled, self.episodes.get_mut(&topic)) {
                (Some(account), None) => {
                    let episode = Episode::new(account, topic, now);
                    self.episodes.insert(topic, episode);
                }
                (Some(account), Some(episode)) => {
                    if let Some((health, _)) = trouble(account, topic) {
                        episode.health = health.clone();
                    }
                    if episode.state == State::Over {
                        episode.state = State::Told;
                    }
                }
                (None, Some(episode)) => match episode.state {
                    State::Untold => {
                        self.episodes.remove(&topic);
                    }
                    State::Told | State::Over => episode.state = State::Over,
                },
                (None, None) => {}
            }
        }
    }

    /// Sets the reminder of every episode that a person knows of.
    pub(super) fn remind(&mut self, at: Option<Timestamp>) {
        for episode in self.episodes.values_mut() {
            episode.reminder = at;
        }
    }

    /// Whether something is still to be told.
    pub(super) fn is_restless(&self) -> bool {
        let quiet = |episode: &Episode| episode.state == State::Told && episode.reminder.is_none();
        !self.episodes.values().all(quiet)
    }

    /// The ticks at which something may be told.
    pub(super) fn next_notice(
        &self,
        rules: &NoticeRules,
        awake_since: Duration,
        now: Now,
    ) -> Option<Duration> {
        let quiet = rules.quiet_until(now.wall).map(|until| at_ticks(now, until));
        let times = self.episodes.iter().filter_map(|(topic, episode)| {
            let at = match episode.state {
                State::Untold => episode.patience(*topic, awake_since),
                State::Over => now.ticks,
                State::Told => at_ticks(now, episode.reminder?),
            };
            Some(at.max(quiet.unwrap_or_default()))
        });
        times.min()
    }

    /// Tells what may be told at this moment.
    pub(super) fn tell(
        &mut self,
        accounts: &[Account],
        rules: &NoticeRules,
        awake_since: Duration,
        now: Now,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        let cards_unanswered = accounts.iter().any(|account| {
            let asked = account.probing || account.is_due(now.ticks);
            account.reference.plane == Plane::Client && asked
        });
        for topic in TOPICS {
            let Some(episode) = self.episodes.get_mut(&topic) else {
                continue;
            };
            let reminded = episode.reminder.is_some_and(|at| at <= now.wall);
            let waits = match topic {
                Topic::Credential => {
                    cards_unanswered && now.ticks < episode.began.saturating_add(CARDS)
                }
                Topic::Reach => now.ticks < episode.patience(topic, awake_since),
                Topic::Certificate | Topic::Store => false,
            };
            let what = match episode.state {
                State::Untold if waits => continue,
                State::Untold => episode.trouble(accounts, topic, false),
                State::Told if reminded => episode.trouble(accounts, topic, true),
                State::Told => continue,
                State::Over => {
                    What::AllClear { account: episode.account.clone(), since: episode.since }
                }
            };
            let account = episode.account.clone();
            match episode.state {
                State::Over => {
                    self.episodes.remove(&topic);
                }
                State::Untold | State::Told => {
                    episode.state = State::Told;
                    episode.reminder = None;
                    effects.push(Effect::Told(account));
                }
            }
            let is_wanted = match &what {
                What::Trouble { .. } => true,
                What::AllClear { .. } => rules.all_clear,
            };
            if is_wanted && !rules.muted.contains(&topic) {
                let (connector, name) = (self.id.clone(), self.name.clone());
                let notice = Notice { connector, name, topic, what, at: now.wall };
                effects.push(Effect::Notice(Box::new(notice)));
            }
        }
        effects
    }
}

impl Episode {
    fn new(account: &Account, topic: Topic, now: Now) -> Self {
        let seen = trouble(account, topic);
        let since = seen.and_then(|(_, since)| since).unwrap_or(now.wall);
        // Trouble that the journal remembers as told is not told again after a restart.
        let told = account.was_told(topic);
        Self {
            account: account.reference.clone(),
            health: seen.map_or(Health::Checking, |(health, _)| health.clone()),
            since,
            began: now.ticks,
            last_good: account.accepted(),
            state: if told { State::Told } else { State::Untold },
            reminder: None,
        }
    }

    fn patience(&self, topic: Topic, awake_since: Duration) -> Duration {
        match topic {
            Topic::Reach => {
                self.began.saturating_add(PATIENCE).max(awake_since.saturating_add(AFTER_WAKE_UP))
            }
            Topic::Credential => self.began.saturating_add(CARDS),
            Topic::Certificate | Topic::Store => self.began,
        }
    }

    fn trouble(&self, accounts: &[Account], topic: Topic, reminder: bool) -> What {
        let troubled = accounts.iter().filter(|account| trouble(account, topic).is_some()).count();
        What::Trouble {
            account: self.account.clone(),
            health: self.health.clone(),
            between: (self.last_good, self.since),
            impact: self.impact(accounts, topic),
            others: troubled.saturating_sub(1),
            reminder,
        }
    }

    fn impact(&self, accounts: &[Account], topic: Topic) -> Impact {
        let client = |account: &&Account| account.reference.plane == Plane::Client;
        let cards: Vec<&Account> = accounts.iter().filter(client).collect();
        match topic {
            Topic::Certificate => return Impact::WatchRests,
            Topic::Reach => return Impact::CardsMayFail,
            Topic::Credential | Topic::Store => {}
        }
        if cards.iter().any(|account| trouble(account, topic).is_some()) {
            return Impact::CardsMayFail;
        }
        let proven_after = |account: &&Account| {
            let proven = matches!(account.health(), Health::Proven);
            proven && account.accepted().is_some_and(|accepted| accepted >= self.since)
        };
        if cards.iter().any(proven_after) { Impact::CardsGoOn } else { Impact::MaintenanceOnly }
    }
}

/// The account's trouble on a topic, and since when.
fn trouble(account: &Account, topic: Topic) -> Option<(&Health, Option<Timestamp>)> {
    if topic == Topic::Credential {
        return account.drift().map(|(health, since)| (health, Some(*since)));
    }
    let health = account.health();
    let own = match health {
        Health::Untrusted(_) => topic == Topic::Certificate,
        Health::Unreachable(Unreached::OutsideNetwork) => false,
        Health::Unreachable(_) | Health::Unclear(_) => topic == Topic::Reach,
        Health::Disagreement | Health::KeyringUnavailable(_) | Health::StoreUnavailable => {
            topic == Topic::Store
        }
        Health::Checking
        | Health::Proven
        | Health::ContextWrong(_)
        | Health::Refused(_)
        | Health::ChangeDemanded(_)
        | Health::Locked
        | Health::Unverifiable(_)
        | Health::WatchedElsewhere(_)
        | Health::NotSetUp(_) => false,
    };
    own.then_some((health, account.since()))
}
