//! When which account is checked, and what a person must hear: one machine, events in, effects out.
//!
//! Every account has a due time, or none where it waits for a person; a connector is asked one question at a time. An episode begins with
//! the first account in trouble and ends with the last; it gives at most one notice and one all-clear.
//! What may be sent is not decided here but in `lockout`, with the account's lock held: a check of a
//! refused password is a check that sends nothing.

mod account;
mod episode;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;

use super::command::Scope;
use super::election::Report;
use super::health::Health;
use super::identity::{AccountRef, ConnectorId, Generation, Plane};
use super::lockout::Withheld;
use super::notice::{Notice, NoticeRules, Reminder};
use super::probe::Verdict;
use super::profile::OnlineCheck;
use super::schedule::{self, Now};

pub use account::Account;
use episode::Connector;

/// Clicks on *Jetzt prüfen* within this time after a check are the same wish.
const IMPATIENCE: Duration = Duration::from_secs(3);

/// An account as the settings and its records describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// How a person points at it.
    pub account: AccountRef,
    /// What people call the connector.
    pub name: String,
    /// Time between two checks.
    pub interval: Duration,
    /// When its connector is checked at all.
    pub online_check: OnlineCheck,
    /// What the records say.
    pub start: Start,
}

/// What the records say of an account before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Start {
    /// The current password.
    pub generation: Option<Generation>,
    /// Trouble that stands, and since when.
    pub remembered: Option<(Health, Timestamp)>,
    /// The last acceptance.
    pub accepted: Option<Timestamp>,
    /// Whether a person was told of that trouble.
    pub told: bool,
    /// Whether a person was told of the certificate that the journal calls untrusted.
    pub certificate_told: bool,
}

/// What a check found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The device was asked, and this is what the answer proves.
    Judged(Verdict),
    /// No password was sent; the verdict tells of a request without a secret that failed.
    Withheld(Withheld, Option<Verdict>),
    /// It is another session's turn (SAFETY S7), and no password was sent: what that session reports,
    /// if anything yet; the verdict tells of a request without a secret that failed.
    Shared(Option<Box<Report>>, Option<Verdict>),
    /// Something on this computer is in the way: keyring, journal, disk.
    Store(Health),
}

/// What happens to the monitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Time passed; also after any wake-up.
    Tick,
    /// The computer woke up from standby, or somebody logged on again.
    Resumed,
    /// *Jetzt prüfen*.
    Check(Scope),
    /// A check ended.
    Found(AccountRef, Finding),
    /// A pause began (until then) or ended.
    Paused(Option<Timestamp>),
    /// A person chose when to be reminded.
    Remind(ConnectorId, Reminder),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Check this account.
    Probe(AccountRef),
    /// Tell a person.
    Notice(Box<Notice>),
    /// Remember in this account's journal that a person was told.
    Told(AccountRef),
}

/// The machine.
#[derive(Debug)]
pub struct Monitor {
    rules: NoticeRules,
    accounts: Vec<Account>,
    index: BTreeMap<AccountRef, usize>,
    connectors: Vec<Connector>,
    due: BTreeSet<(Duration, usize)>,
    restless: BTreeSet<usize>,
    last: Now,
    awake_since: Duration,
    pause: Option<Timestamp>,
}

impl Monitor {
    /// A monitor that watches nothing yet.
    pub fn new(rules: NoticeRules, now: Now) -> Self {
        Self {
            rules,
            accounts: Vec::new(),
            index: BTreeMap::new(),
            connectors: Vec::new(),
            due: BTreeSet::new(),
            restless: BTreeSet::new(),
            last: now,
            awake_since: now.ticks,
            pause: None,
        }
    }

    /// Replaces the list of accounts and the rules for notices. An account that stays keeps its state;
    /// one whose password or last acceptance changed takes over what its records say.
    pub fn watch(&mut self, list: Vec<Watched>, rules: NoticeRules, now: Now) {
        self.rules = rules;
        let mut old: BTreeMap<AccountRef, Account> =
            self.accounts.drain(..).map(|account| (account.reference.clone(), account)).collect();
        let mut connectors: BTreeMap<ConnectorId, Connector> =
            self.connectors.drain(..).map(|connector| (connector.id.clone(), connector)).collect();
        (self.index, self.due, self.restless) = Default::default();
        let count = list.len();
        for (index, watched) in list.into_iter().enumerate() {
            let id = &watched.account.connector;
            if self.connectors.last().is_none_or(|connector| connector.id != *id) {
                let mut connector = connectors.remove(id).unwrap_or_else(|| Connector::new(id));
                connector.begin_again(&watched.name, index);
                self.connectors.push(connector);
            }
            let connector = self.connectors.len() - 1;
            self.connectors[connector].members.end = index + 1;
            let mut account = match old.remove(&watched.account) {
                Some(known) => known.renewed(&watched, connector, now),
                None => {
                    let delay = schedule::first_delay(index, count, watched.interval);
                    Account::new(&watched, connector, now.ticks.saturating_add(delay), now)
                }
            };
            account.seed = account.seed.wrapping_add(index as u64);
            if account.probing {
                self.connectors[connector].probing = Some(index);
            }
            self.index.insert(watched.account, index);
            self.due.extend(account.due.map(|due| (due, index)));
            self.accounts.push(account);
        }
        for connector in 0..self.connectors.len() {
            self.judge(connector, now);
        }
    }

    /// Takes an event and says what is to be done.
    pub fn handle(&mut self, event: Event, now: Now) -> Vec<Effect> {
        if schedule::is_jump(self.last, now) {
            self.wake_up(now);
        }
        self.last = now;
        match event {
            Event::Tick => {}
            Event::Resumed => self.wake_up(now),
            Event::Check(scope) => self.check(&scope, now),
            Event::Found(account, finding) => self.found(&account, &finding, now),
            Event::Paused(until) => self.paused(until, now),
            Event::Remind(connector, reminder) => self.remind(&connector, reminder, now),
        }
        let mut effects = self.probes(now);
        self.tell(now, &mut effects);
        effects
    }

    /// When [`Event::Tick`] is wanted next; none if nothing is watched.
    pub fn next_wake(&self) -> Option<Duration> {
        let now = self.last;
        if let Some(until) = self.pause {
            return Some(at_ticks(now, until));
        }
        let due = self.due.iter().find(|(_, index)| self.is_free(*index)).map(|(due, _)| *due);
        let told = self.restless.iter().filter_map(|connector| {
            self.connectors[*connector].next_notice(&self.rules, self.awake_since, now)
        });
        told.chain(due).min()
    }

    /// The ticks at which the next check by itself is due, whatever is under way.
    pub fn next_check(&self) -> Option<Duration> {
        self.due.iter().next().map(|(due, _)| *due)
    }

    /// The account's state.
    pub fn account(&self, account: &AccountRef) -> Option<&Account> {
        self.index.get(account).map(|index| &self.accounts[*index])
    }

    fn is_free(&self, index: usize) -> bool {
        self.connectors[self.accounts[index].connector].probing.is_none()
    }

    /// Sets when an account is checked next; an account that is never checked has no such time.
    fn set_due(&mut self, index: usize, due: Option<Duration>) {
        let account = &mut self.accounts[index];
        if let Some(earlier) = account.due {
            self.due.remove(&(earlier, index));
        }
        account.due = due.filter(|_| account.online_check != OnlineCheck::Never);
        self.due.extend(account.due.map(|due| (due, index)));
    }

    /// One check for each account, spread like at the start.
    fn wake_up(&mut self, now: Now) {
        self.awake_since = now.ticks;
        let count = self.accounts.len();
        for index in 0..count {
            let delay = schedule::first_delay(index, count, self.accounts[index].interval);
            self.set_due(index, Some(now.ticks.saturating_add(delay)));
        }
    }

    fn check(&mut self, scope: &Scope, now: Now) {
        for index in 0..self.accounts.len() {
            let account = &self.accounts[index];
            let meant = match scope {
                Scope::All => true,
                Scope::Connector(id) => account.reference.connector == *id,
                Scope::Account(reference) => account.reference == *reference,
            };
            let fresh =
                account.ended.is_some_and(|ended| now.ticks < ended.saturating_add(IMPATIENCE));
            if meant && !account.probing && !fresh && !account.is_due(now.ticks) {
                self.set_due(index, Some(now.ticks));
            }
        }
    }

    fn paused(&mut self, until: Option<Timestamp>, now: Now) {
        let until = until.filter(|until| *until > now.wall);
        if self.pause.is_some() && until.is_none() {
            self.wake_up(now);
        }
        self.pause = until;
    }

    fn remind(&mut self, connector: &ConnectorId, reminder: Reminder, now: Now) {
        let at = self.rules.reminder_at(reminder, now.wall);
        let found = self.connectors.iter().position(|known| known.id == *connector);
        if let Some(index) = found {
            self.connectors[index].remind(at);
            self.restless.insert(index);
        }
    }

    fn found(&mut self, reference: &AccountRef, finding: &Finding, now: Now) {
        let Some(&index) = self.index.get(reference) else {
            return;
        };
        let account = &mut self.accounts[index];
        account.probing = false;
        account.ended = Some(now.ticks);
        account.learn(finding, now.wall);
        let (connector, delay) = (account.connector, account.next_delay());
        self.set_due(index, delay.map(|delay| now.ticks.saturating_add(delay)));
        self.connectors[connector].probing = None;
        self.ask_about_cards(index, now);
        self.judge(connector, now);
    }

    /// A refusal on the management plane asks Kartenzugriff at once: the notice can then say whether
    /// reading cards goes on.
    fn ask_about_cards(&mut self, index: usize, now: Now) {
        let account = &self.accounts[index];
        let connector = &self.connectors[account.connector];
        let fresh_drift = account.drift_since() == Some(now.wall);
        if account.reference.plane != Plane::Management || !fresh_drift {
            return;
        }
        let cards = connector.members.clone().filter(|member| {
            let member = &self.accounts[*member];
            member.reference.plane == Plane::Client && matches!(member.health(), Health::Proven)
        });
        for card in cards.collect::<Vec<_>>() {
            self.set_due(card, Some(now.ticks));
        }
    }

    /// Opens and closes the episodes of a connector.
    fn judge(&mut self, connector: usize, now: Now) {
        let members = self.connectors[connector].members.clone();
        let accounts = &self.accounts[members];
        if accounts.iter().all(|account| account.online_check == OnlineCheck::Never) {
            return self.connectors[connector].rest();
        }
        self.connectors[connector].judge(accounts, now);
        self.restless.insert(connector);
    }

    fn probes(&mut self, now: Now) -> Vec<Effect> {
        if self.pause.is_some_and(|until| until > now.wall) {
            return Vec::new();
        }
        if self.pause.take().is_some() {
            self.wake_up(now);
        }
        let mut effects = Vec::new();
        let ready: Vec<usize> =
            self.due.range(..=(now.ticks, usize::MAX)).map(|(_, index)| *index).collect();
        for index in ready {
            let account = &mut self.accounts[index];
            let connector = &mut self.connectors[account.connector];
            if connector.probing.is_none() {
                connector.probing = Some(index);
                account.probing = true;
                if let Some(due) = account.due {
                    self.due.remove(&(due, index));
                }
                effects.push(Effect::Probe(account.reference.clone()));
            }
        }
        effects
    }

    fn tell(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if self.pause.is_some() || self.rules.quiet_until(now.wall).is_some() {
            return;
        }
        for connector in std::mem::take(&mut self.restless) {
            let members = self.connectors[connector].members.clone();
            let accounts = &self.accounts[members];
            let known = &mut self.connectors[connector];
            effects.extend(known.tell(accounts, &self.rules, self.awake_since, now));
            if known.is_restless() {
                self.restless.insert(connector);
            }
        }
    }
}

/// The ticks at which the wall clock will show `at`.
fn at_ticks(now: Now, at: Timestamp) -> Duration {
    let wait = at.duration_since(now.wall);
    now.ticks.saturating_add(Duration::try_from(wait).unwrap_or_default())
}

#[cfg(test)]
mod tests;
