//! The loop of the background task: messages and results in, effects carried out, updates out.

mod pausing;
mod rest;

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::{Semaphore, mpsc};

use super::days::Diary;
use super::overview::{self, Facts};
use super::station::{Station, Target};
use super::{Message, Update, aside, check, election, practice, rules};
use crate::domain::command::Command;
use crate::domain::election::Part;
use crate::domain::identity::AccountRef;
use crate::domain::monitor::{Effect, Event, Finding, Monitor};
use crate::domain::notice::NoticeRules;
use crate::domain::practice::{Force, Practice};
use crate::domain::profile::ConnectorProfile;
use crate::domain::record::Step;
use crate::domain::schedule::Now;
use crate::domain::snapshot::{Pause, Snapshot};
use crate::store::{config, pause};

/// Checks that may be under way at the same time: enough for dead connectors not to delay the others.
const AT_ONCE: usize = 128;

/// A snapshot that differs from the delivered one in nothing but times is held back this long.
const TIMES_ONLY: Duration = Duration::from_secs(20);

/// Settings and pause are looked at whenever something is due, but not more often than this: with a
/// thousand connectors something is due all the time.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// How long the task waits for checks under way when it is told to stop.
const FAREWELL: Duration = Duration::from_millis(1500);

/// Runs until it is told to stop.
pub(super) async fn run(
    station: Arc<Station>,
    loaded: config::Loaded,
    mut inbox: mpsc::UnboundedReceiver<Message>,
    deliver: Box<dyn Fn(Update) + Send>,
) {
    let of_station = Arc::clone(&station);
    let diary = aside(move || Diary::open(&of_station.folders)).await;
    let mut task = Task::new(station, loaded, diary, deliver);
    task.begin().await;
    loop {
        let wake = task.wake();
        tokio::select! {
            message = inbox.recv() => match message {
                Some(Message::Command(command)) => task.command(command).await,
                Some(Message::Resumed) => task.resumed().await,
                Some(Message::Stop) | None => break,
            },
            Some(checked) = task.results.recv() => task.checked(checked),
            () = wait(wake) => task.tick().await,
        }
    }
    task.farewell().await;
}

async fn wait(wake: Option<Instant>) {
    match wake {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

/// What a check brought back.
struct Checked {
    account: AccountRef,
    finding: Finding,
    facts: Option<Facts>,
}

struct Task {
    station: Arc<Station>,
    deliver: Box<dyn Fn(Update) + Send>,
    settings: config::Settings,
    revision: config::Revision,
    lookout: config::Lookout,
    looked: Option<Instant>,
    profiles: Vec<Arc<ConnectorProfile>>,
    facts: BTreeMap<AccountRef, Facts>,
    monitor: Monitor,
    pause: Option<Pause>,
    practice: Practice,
    started: Instant,
    shown: Option<(Arc<Snapshot>, Instant)>,
    slots: Arc<Semaphore>,
    sender: mpsc::UnboundedSender<Checked>,
    results: mpsc::UnboundedReceiver<Checked>,
    under_way: usize,
    diary: Diary,
}

impl Task {
    fn new(
        station: Arc<Station>,
        loaded: config::Loaded,
        diary: Diary,
        deliver: Box<dyn Fn(Update) + Send>,
    ) -> Self {
        let (sender, results) = mpsc::unbounded_channel();
        let now = Now { wall: Timestamp::now(), ticks: Duration::ZERO };
        Self {
            station,
            deliver,
            settings: loaded.settings,
            revision: loaded.revision,
            lookout: config::Lookout::default(),
            looked: None,
            profiles: Vec::new(),
            facts: BTreeMap::new(),
            monitor: Monitor::new(NoticeRules::default(), now),
            pause: None,
            practice: Practice::default(),
            started: Instant::now(),
            shown: None,
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            sender,
            results,
            under_way: 0,
            diary,
        }
    }

    fn now(&self) -> Now {
        Now { wall: Timestamp::now(), ticks: self.started.elapsed() }
    }

    /// When the loop has to look at the clock. Standby stops this timer on some systems: the resume
    /// message, or the first wake-up after it, makes up for that.
    fn wake(&self) -> Option<Instant> {
        self.monitor.next_wake().map(|ticks| self.started + ticks)
    }

    async fn begin(&mut self) {
        self.take_over_settings().await;
        self.read_pause().await;
        self.handle(Event::Tick);
        self.show(true);
    }

    async fn command(&mut self, command: Command) {
        match command {
            Command::Check(scope) => {
                // Where nothing is due nobody has looked for a pause (SAFETY S24).
                self.look().await;
                self.handle(Event::Check(scope));
            }
            Command::Pause { until, reason } => self.pause_until(until, reason).await,
            Command::Resume => self.end_pause().await,
            Command::Remind(connector, reminder) => {
                self.handle(Event::Remind(connector, reminder));
            }
            Command::Reread => {
                self.reread().await;
                self.handle(Event::Tick);
            }
            Command::TaskDone(account) => self.task_done(account).await,
        }
        self.show(true);
    }

    async fn resumed(&mut self) {
        self.station.forget();
        self.look().await;
        self.handle(Event::Resumed);
        self.show(true);
    }

    async fn tick(&mut self) {
        if self.looked.is_none_or(|at| at.elapsed() >= LOOK_AGAIN) {
            self.look().await;
        }
        self.handle(Event::Tick);
        self.show(false);
    }

    /// Finds out whether somebody changed the settings or paused.
    async fn look(&mut self) {
        let (station, mut lookout) = (Arc::clone(&self.station), mem::take(&mut self.lookout));
        let (lookout, revision, paused) = aside(move || {
            let revision = lookout.revision(&station.folders);
            (lookout, revision, pause::load(&station.folders, &station.user).pause)
        })
        .await;
        self.lookout = lookout;
        if revision != self.revision {
            self.reread().await;
        }
        self.take_over_pause(paused);
        self.looked = Some(Instant::now());
    }

    fn checked(&mut self, checked: Checked) {
        self.under_way = self.under_way.saturating_sub(1);
        if let Some(facts) = checked.facts {
            self.facts.insert(checked.account.clone(), facts);
        }
        let part = Part::after(&checked.finding).filter(|_| self.station.elections.is_some());
        let reported = part.map(|part| (checked.account.clone(), part));
        let account = checked.account.clone();
        self.handle(Event::Found(checked.account, checked.finding));
        self.write_down(&account);
        if let Some((account, part)) = reported {
            self.report(&account, part);
        }
        self.show(false);
    }

    fn handle(&mut self, event: Event) {
        let now = self.now();
        for effect in self.monitor.handle(event, now) {
            match effect {
                Effect::Probe(account) => self.probe(account),
                Effect::Notice(notice) => {
                    // The picture first: the toast's button leads to it.
                    self.show(true);
                    (self.deliver)(Update::Notice(notice));
                }
                Effect::Told(account) => self.told(&account),
            }
        }
    }

    fn probe(&mut self, account: AccountRef) {
        let Some(target) = self.target(&account) else {
            return;
        };
        let (station, sender) = (Arc::clone(&self.station), self.sender.clone());
        let slots = Arc::clone(&self.slots);
        self.under_way += 1;
        tokio::spawn(async move {
            let _slot = slots.acquire_owned().await;
            let check::Checked { finding, facts } = check::check(&station, &target).await;
            let facts = match facts {
                Some(facts) => Some(facts),
                None => overview::facts(&station, &target).await,
            };
            // The receiver lives as long as the loop; without it nobody wants the result.
            let _ = sender.send(Checked { account, finding, facts });
        });
    }

    fn target(&self, account: &AccountRef) -> Option<Target> {
        let profile = self.profiles.iter().find(|profile| profile.id == account.connector)?;
        let found = profile.account(account.plane, &account.user)?.clone();
        Some(Target { profile: Arc::clone(profile), account: found })
    }

    /// Takes the account's state into its days.
    fn write_down(&self, account: &AccountRef) {
        let id = self.target(account).and_then(|target| target.profile.account_id(&target.account));
        if let (Some(id), Some(seen)) = (id, self.monitor.account(account)) {
            self.diary.take_in(id, seen, Timestamp::now());
        }
    }

    /// Tells the other sessions of this machine.
    fn report(&self, account: &AccountRef, part: Part) {
        let target = self.target(account);
        if let (Some(target), Some(seen)) = (target, self.monitor.account(account)) {
            let facts = self.facts.get(account);
            let spare = facts.map_or(target.account.limit.attempts(), Facts::spare);
            election::report(&self.station, &target, seen, spare, part);
        }
    }

    /// Remembers that a person was told, so that a restart does not tell it again.
    fn told(&self, account: &AccountRef) {
        let Some(target) = self.target(account) else {
            return;
        };
        let Some(id) = target.profile.account_id(&target.account) else {
            return;
        };
        let station = Arc::clone(&self.station);
        tokio::task::spawn_blocking(move || {
            let mut opened = match station.accounts.open_within(&id, Duration::from_secs(5)) {
                Ok(opened) => opened,
                Err(error) => return log::warn!("what was told is not remembered: {error}"),
            };
            let trouble = opened.standing().trouble().map(|trouble| trouble.mark);
            let Some(mark) = trouble.max(opened.standing().untrusted) else {
                return;
            };
            let episode = mark.counter;
            if let Err(error) = opened.append(Timestamp::now(), Step::Told { episode }) {
                log::warn!("what was told is not remembered: {error}");
            }
        });
    }

    async fn reread(&mut self) {
        let folders = self.station.folders.clone();
        let loaded = aside(move || {
            let revision = config::Settings::revision(&folders);
            (revision, config::Settings::load(&folders))
        });
        let (revision, loaded) = loaded.await;
        self.revision = revision;
        let mut force = Force::Present;
        match loaded {
            Ok(loaded) => {
                self.settings = loaded.settings;
                self.revision = loaded.revision;
            }
            Err(error) => {
                force = Force::Earlier;
                (self.deliver)(Update::Settings(Arc::new(error)));
            }
        }
        self.station.forget();
        self.take_over_settings().await;
        self.practice.settings = force;
        self.read_pause().await;
    }

    async fn take_over_settings(&mut self) {
        let connectors = self.settings.connectors.iter();
        self.profiles = connectors.map(|known| Arc::new(known.profile.clone())).collect();
        let (station, profiles) = (Arc::clone(&self.station), self.profiles.clone());
        let read = aside(move || {
            election::keep(&station, &profiles);
            overview::read(&station, &profiles)
        })
        .await;
        self.facts = read.facts;
        self.practice = practice::of(&self.settings);
        let (rules, now) = (rules::of(&self.settings), self.now());
        self.monitor.watch(read.watched, rules, now);
    }

    async fn task_done(&mut self, account: AccountRef) {
        let Some(target) = self.target(&account) else {
            return;
        };
        let station = Arc::clone(&self.station);
        let done = aside(move || overview::task_done(&station, &target)).await;
        match done {
            Ok(facts) => {
                self.facts.insert(account, facts);
            }
            Err(error) => log::error!("the task could not be closed: {error}"),
        }
    }

    /// Delivers the picture if it changed; one in which only times differ, now and then.
    fn show(&mut self, even_times: bool) {
        let wall = Timestamp::now();
        let firmware = |id: &_| self.station.firmware(id);
        let rest = self.rest(wall);
        let due = self.shown.as_ref().is_none_or(|(_, at)| at.elapsed() >= TIMES_ONLY);
        // Thousands of accounts are not drawn anew for each answer.
        if !even_times && !due && self.facts.len() > 200 {
            return;
        }
        let snapshot =
            overview::picture(&self.profiles, &self.monitor, &self.facts, firmware, rest, wall);
        let same = self.shown.as_ref().is_some_and(|(shown, _)| snapshot.looks_like(shown));
        if same && !due && !even_times {
            return;
        }
        let snapshot = Arc::new(snapshot);
        self.shown = Some((Arc::clone(&snapshot), Instant::now()));
        (self.deliver)(Update::Snapshot(snapshot));
    }

    async fn farewell(mut self) {
        let all_back = async {
            while self.under_way > 0 {
                match self.results.recv().await {
                    Some(_) => self.under_way -= 1,
                    None => break,
                }
            }
        };
        if tokio::time::timeout(FAREWELL, all_back).await.is_err() {
            log::warn!("a check was cut off at the end; its attempt counts as doubtful");
        }
        let station = self.station;
        let diary = self.diary;
        aside(move || {
            election::farewell(&station);
            diary.write();
        })
        .await;
    }
}
