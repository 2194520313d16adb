mod online_check;
mod properties;
mod sessions;

use super::*;
use crate::domain::device::Fingerprint;
use crate::domain::notice::{Impact, Topic, What};
use crate::domain::probe::{Acceptance, Doubt, Refusal, Silence, Unreached};

const LOCAL: &str = "koeln/management/local";
const DOC: &str = "koeln/client/doc";

fn minutes(n: u64) -> Duration {
    Duration::from_secs(60 * n)
}

fn refused() -> Verdict {
    Verdict::Refused(Refusal::Credential(401))
}

fn accepted() -> Verdict {
    Verdict::Accepted(Acceptance::Full)
}

fn unreachable() -> Verdict {
    Verdict::Unreachable(Unreached::ConnectTimeout)
}

/// A monitor with its clocks, which answers every probe with what each account's device says.
struct Desk {
    monitor: Monitor,
    now: Now,
    says: BTreeMap<AccountRef, Verdict>,
    probes: Vec<(Duration, AccountRef)>,
    notices: Vec<Notice>,
}

impl Desk {
    fn new(accounts: &[&str], rules: NoticeRules) -> Self {
        let wall = "2026-11-24T08:00:00Z".parse().unwrap();
        let now = Now { wall, ticks: Duration::ZERO };
        let mut monitor = Monitor::new(rules.clone(), now);
        let list: Vec<Watched> =
            accounts.iter().map(|account| watched(account, Start::default())).collect();
        let says = list.iter().map(|watched| (watched.account.clone(), accepted())).collect();
        monitor.watch(list, rules, now);
        Self { monitor, now, says, probes: Vec::new(), notices: Vec::new() }
    }

    fn say(&mut self, account: &str, verdict: Verdict) {
        self.says.insert(account.parse().unwrap(), verdict);
    }

    fn event(&mut self, event: Event) {
        let mut effects = self.monitor.handle(event, self.now);
        while let Some(effect) = effects.pop() {
            match effect {
                Effect::Probe(account) => {
                    self.probes.push((self.now.ticks, account.clone()));
                    let verdict = self.says[&account].clone();
                    let found = Event::Found(account, Finding::Judged(verdict));
                    effects.extend(self.monitor.handle(found, self.now));
                }
                Effect::Notice(notice) => self.notices.push(*notice),
                Effect::Told(_) => {}
            }
        }
    }

    /// Lets time pass, waking the monitor when it wants to be woken.
    fn pass(&mut self, time: Duration) {
        let end = self.now.ticks + time;
        loop {
            let wake =
                self.monitor.next_wake().map_or(end, |wake| wake.max(self.now.ticks)).min(end);
            self.walk(wake - self.now.ticks);
            self.event(Event::Tick);
            if self.now.ticks >= end {
                return;
            }
        }
    }

    fn walk(&mut self, time: Duration) {
        self.now.ticks += time;
        self.now.wall += jiff::SignedDuration::try_from(time).unwrap();
    }

    fn count(&self, account: &str) -> usize {
        let account: AccountRef = account.parse().unwrap();
        self.probes.iter().filter(|(_, probed)| *probed == account).count()
    }

    fn health(&self, account: &str) -> Health {
        self.monitor.account(&account.parse().unwrap()).unwrap().health().clone()
    }
}

fn watched(account: &str, start: Start) -> Watched {
    let account: AccountRef = account.parse().unwrap();
    let interval = crate::domain::profile::AccountProfile::default_interval(account.plane);
    let online_check = OnlineCheck::Always;
    Watched { account, name: "Praxis Köln".into(), interval, online_check, start }
}

#[test]
fn each_account_is_checked_at_its_interval() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.pass(minutes(60));
    assert!((11..=13).contains(&desk.count(DOC)), "{}", desk.count(DOC));
    assert!((2..=3).contains(&desk.count(LOCAL)), "{}", desk.count(LOCAL));
    assert_eq!(desk.notices, []);
}

#[test]
fn a_drift_is_told_once_with_what_it_means_and_its_repair_once() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.pass(minutes(10));
    let good = desk.monitor.account(&LOCAL.parse().unwrap()).unwrap().accepted();
    desk.say(LOCAL, refused());
    desk.pass(minutes(120));
    let [notice] = &desk.notices[..] else { panic!("{:?}", desk.notices) };
    let What::Trouble { between, impact, health, .. } = &notice.what else { panic!("{notice:?}") };
    assert_eq!(between.0, good);
    assert_eq!(*impact, Impact::CardsGoOn);
    assert_eq!(*health, Health::Refused(Refusal::Credential(401)));
    desk.say(LOCAL, accepted());
    desk.pass(minutes(120));
    let [_, clear] = &desk.notices[..] else { panic!("{:?}", desk.notices) };
    assert!(matches!(clear.what, What::AllClear { .. }), "{clear:?}");
}

#[test]
fn a_refused_card_access_may_stop_the_reading_of_cards() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.say(DOC, refused());
    desk.pass(minutes(1));
    let [notice] = &desk.notices[..] else { panic!("{:?}", desk.notices) };
    assert!(
        matches!(notice.what, What::Trouble { impact: Impact::CardsMayFail, .. }),
        "{notice:?}"
    );
}

#[test]
fn being_unreachable_is_told_after_a_quarter_of_an_hour_and_is_never_a_drift() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.pass(minutes(30));
    desk.say(LOCAL, unreachable());
    desk.say(DOC, unreachable());
    desk.pass(minutes(14));
    assert_eq!(desk.notices, []);
    desk.pass(minutes(60));
    let [notice] = &desk.notices[..] else { panic!("{:?}", desk.notices) };
    assert_eq!(notice.topic, Topic::Reach);
    desk.say(LOCAL, accepted());
    desk.say(DOC, accepted());
    desk.pass(minutes(60));
    assert_eq!(desk.notices.len(), 2);
}

#[test]
fn a_drift_survives_an_outage_and_a_certificate_change_shows_over_it() {
    let mut desk = Desk::new(&[LOCAL], NoticeRules::default());
    desk.say(LOCAL, refused());
    desk.pass(minutes(1));
    desk.say(LOCAL, unreachable());
    desk.pass(minutes(60));
    assert!(desk.health(LOCAL).is_drift());
    let seen = Fingerprint::from_bytes([7; 32]);
    desk.say(LOCAL, Verdict::Untrusted(seen));
    desk.pass(minutes(60));
    assert_eq!(desk.health(LOCAL), Health::Untrusted(seen));
    desk.say(LOCAL, unreachable());
    desk.pass(minutes(60));
    assert!(desk.health(LOCAL).is_drift());
}

#[test]
fn a_night_in_standby_causes_one_check_and_not_a_burst() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.pass(minutes(30));
    let before = desk.probes.len();
    desk.now.wall += jiff::SignedDuration::from_hours(9);
    desk.event(Event::Resumed);
    desk.pass(Duration::from_secs(5));
    assert_eq!(desk.probes.len() - before, 2, "one for each account within five seconds");
    desk.now.wall += jiff::SignedDuration::from_hours(9);
    desk.now.ticks += Duration::from_hours(9);
    let before = desk.probes.len();
    desk.pass(Duration::from_secs(5));
    assert_eq!(desk.probes.len() - before, 2, "the same where the timer ran on");
}

#[test]
fn impatient_clicks_are_one_check() {
    let mut desk = Desk::new(&[DOC], NoticeRules::default());
    desk.pass(minutes(1));
    let before = desk.probes.len();
    for _ in 0..3 {
        desk.event(Event::Check(Scope::All));
    }
    assert_eq!(desk.probes.len() - before, 1);
}

#[test]
fn a_pause_stops_checks_and_toasts_and_ends_with_one_check() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.pass(minutes(6));
    let until = desk.now.wall + jiff::SignedDuration::from_hours(2);
    desk.event(Event::Paused(Some(until)));
    desk.say(DOC, refused());
    let before = desk.probes.len();
    desk.event(Event::Check(Scope::All));
    desk.pass(minutes(119));
    assert_eq!((desk.probes.len(), desk.notices.len()), (before, 0));
    desk.pass(minutes(2));
    assert_eq!(desk.probes.len() - before, 2);
    assert_eq!(desk.notices.len(), 1);
}

#[test]
fn an_all_clear_can_be_switched_off() {
    let rules = NoticeRules { all_clear: false, ..NoticeRules::default() };
    let mut desk = Desk::new(&[DOC], rules);
    desk.say(DOC, refused());
    desk.pass(minutes(1));
    desk.say(DOC, accepted());
    desk.pass(minutes(30));
    assert_eq!(desk.notices.len(), 1);
}

#[test]
fn outside_the_practice_silence_is_no_trouble() {
    let mut desk = Desk::new(&[DOC], NoticeRules::default());
    desk.pass(minutes(10));
    desk.say(DOC, Verdict::Unreachable(Unreached::OutsideNetwork));
    desk.pass(minutes(600));
    assert_eq!(desk.notices, []);
}

#[test]
fn quiet_hours_hold_a_toast_back_until_their_end() {
    use jiff::civil::time;
    let quiet = Some((time(7, 0, 0, 0), time(12, 0, 0, 0)));
    let mut desk = Desk::new(&[DOC], NoticeRules { quiet, ..NoticeRules::default() });
    desk.say(DOC, refused());
    desk.pass(minutes(239));
    assert_eq!(desk.notices, []);
    desk.pass(minutes(2));
    assert_eq!(desk.notices.len(), 1);
}

#[test]
fn a_restart_tells_nothing_twice_and_still_gives_the_all_clear() {
    let mut desk = Desk::new(&[], NoticeRules::default());
    let since = desk.now.wall - jiff::SignedDuration::from_mins(41);
    let health = Health::Refused(Refusal::Credential(401));
    let start = Start { remembered: Some((health, since)), told: true, ..Start::default() };
    desk.monitor.watch(vec![watched(DOC, start)], NoticeRules::default(), desk.now);
    desk.say(DOC, refused());
    desk.pass(minutes(30));
    assert_eq!(desk.notices, []);
    desk.say(DOC, accepted());
    desk.pass(minutes(30));
    let [clear] = &desk.notices[..] else { panic!("{:?}", desk.notices) };
    assert_eq!(clear.what, What::AllClear { account: DOC.parse().unwrap(), since });
}

#[test]
fn a_password_taken_over_elsewhere_ends_the_drift_without_a_login() {
    let mut desk = Desk::new(&[DOC], NoticeRules::default());
    desk.say(DOC, refused());
    desk.pass(minutes(1));
    let before = desk.probes.len();
    let accepted = Some(desk.now.wall);
    let generation = Some(Generation::from_random([2; 16]));
    let start = Start { generation, accepted, ..Start::default() };
    desk.monitor.watch(vec![watched(DOC, start)], NoticeRules::default(), desk.now);
    desk.event(Event::Tick);
    assert_eq!(desk.health(DOC), Health::Proven);
    assert_eq!((desk.probes.len(), desk.notices.len()), (before, 2));
}

#[test]
fn a_chosen_reminder_tells_again_once() {
    let mut desk = Desk::new(&[DOC], NoticeRules::default());
    desk.say(DOC, refused());
    desk.pass(minutes(1));
    desk.event(Event::Remind("koeln".parse().unwrap(), Reminder::InOneHour));
    desk.pass(minutes(59));
    assert_eq!(desk.notices.len(), 1);
    desk.pass(minutes(120));
    assert_eq!(desk.notices.len(), 2);
    assert!(matches!(desk.notices[1].what, What::Trouble { reminder: true, .. }));
}
