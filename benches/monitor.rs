//! The monitor with 10,000 accounts: a simulated hour of checks, and what one event costs.
//!
//!     cargo bench --bench monitor

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::{SignedDuration, Timestamp};
use konnektorwart::domain::identity::AccountRef;
use konnektorwart::domain::monitor::{Effect, Event, Finding, Monitor, Start, Watched};
use konnektorwart::domain::notice::NoticeRules;
use konnektorwart::domain::probe::{Acceptance, Refusal, Verdict};
use konnektorwart::domain::profile::OnlineCheck;
use konnektorwart::domain::schedule::Now;

const ACCOUNTS: usize = 10_000;
const HOUR: Duration = Duration::from_secs(3600);
/// How long a device takes to answer.
const ANSWER: Duration = Duration::from_millis(20);

fn monitor(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("monitor of 10,000 accounts");
    group.sample_size(10);
    // Counted once, to tell what one event costs.
    let events = Practice::new().run(HOUR);
    group.throughput(Throughput::Elements(events));
    group.bench_function("an hour, each account checked every minute", |bencher| {
        bencher.iter_batched(
            Practice::new,
            |mut practice| black_box(practice.run(HOUR)),
            BatchSize::PerIteration,
        );
    });
    group.throughput(Throughput::Elements(1));
    group.sample_size(100);
    let mut practice = Practice::new();
    practice.run(Duration::from_secs(120));
    group.bench_function("a check begins and ends", |bencher| {
        bencher.iter(|| practice.step());
    });
    let account = practice.list[5000].clone();
    group.bench_function("an account drifts and is repaired", |bencher| {
        bencher.iter(|| practice.drift_and_repair(&account));
    });
    group.finish();
}

/// A monitor with its clocks, whose devices accept after [`ANSWER`].
struct Practice {
    monitor: Monitor,
    now: Now,
    list: Vec<AccountRef>,
    under_way: std::collections::VecDeque<(Duration, AccountRef)>,
}

impl Practice {
    fn new() -> Self {
        let wall: Timestamp = "2026-11-24T08:00:00Z".parse().expect("a time");
        let now = Now { wall, ticks: Duration::ZERO };
        // Two accounts a connector, as in a practice.
        let account = |index: usize| -> AccountRef {
            let (connector, plane) = (index / 2, ["client/praxis", "management/local"][index % 2]);
            format!("c{connector}/{plane}").parse().expect("an account")
        };
        let list: Vec<AccountRef> = (0..ACCOUNTS).map(account).collect();
        let watched = list.iter().map(|account| Watched {
            account: account.clone(),
            name: account.connector.to_string(),
            interval: Duration::from_secs(60),
            online_check: OnlineCheck::Always,
            start: Start::default(),
        });
        let mut monitor = Monitor::new(NoticeRules::default(), now);
        monitor.watch(watched.collect(), NoticeRules::default(), now);
        Self { monitor, now, list, under_way: Default::default() }
    }

    /// Lets time pass; answers how many events there were.
    fn run(&mut self, span: Duration) -> u64 {
        let end = self.now.ticks + span;
        let mut events = 0;
        while self.now.ticks < end {
            self.step();
            events += 1;
        }
        events
    }

    /// The next thing that happens: an answer, or a check that is due.
    fn step(&mut self) {
        let answer = self.under_way.front().map(|(at, _)| *at);
        let due = self.monitor.next_wake();
        let at = match (answer, due) {
            (Some(answer), Some(due)) => answer.min(due),
            (Some(at), None) | (None, Some(at)) => at,
            (None, None) => unreachable!("there is always a next check"),
        };
        self.advance(at);
        let event = match self.under_way.pop_front_if(|(answer, _)| *answer <= at) {
            Some((_, account)) => found(account, Verdict::Accepted(Acceptance::Full)),
            None => Event::Tick,
        };
        self.handle(event);
    }

    fn drift_and_repair(&mut self, account: &AccountRef) {
        for verdict in
            [Verdict::Refused(Refusal::Credential(401)), Verdict::Accepted(Acceptance::Full)]
        {
            self.advance(self.now.ticks + Duration::from_micros(1));
            self.handle(found(account.clone(), verdict));
        }
    }

    fn handle(&mut self, event: Event) {
        for effect in self.monitor.handle(event, self.now) {
            match effect {
                Effect::Probe(account) => {
                    self.under_way.push_back((self.now.ticks + ANSWER, account));
                }
                Effect::Notice(notice) => drop(black_box(notice)),
                Effect::Told(account) => drop(black_box(account)),
            }
        }
    }

    fn advance(&mut self, ticks: Duration) {
        let passed = ticks.saturating_sub(self.now.ticks);
        self.now.wall += SignedDuration::try_from(passed).expect("a short span");
        self.now.ticks = self.now.ticks.max(ticks);
    }
}

fn found(account: AccountRef, verdict: Verdict) -> Event {
    Event::Found(account, Finding::Judged(verdict))
}

criterion_group!(benches, monitor);
criterion_main!(benches);
