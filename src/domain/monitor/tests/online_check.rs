//! Onlineprüfung: always, on demand, never.

use proptest::prelude::*;

use super::*;

impl Desk {
    fn set(&mut self, online_check: OnlineCheck) {
        let list = [LOCAL, DOC].map(|account| {
            let accepted = self.monitor.account(&account.parse().unwrap()).unwrap().accepted();
            Watched { online_check, ..watched(account, Start { accepted, ..Start::default() }) }
        });
        self.monitor.watch(list.to_vec(), NoticeRules::default(), self.now);
    }
}

fn desk(online_check: OnlineCheck) -> Desk {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.set(online_check);
    desk
}

#[test]
fn on_demand_checks_at_the_start_after_a_resume_and_when_somebody_asks() {
    let mut desk = desk(OnlineCheck::OnDemand);
    desk.pass(minutes(600));
    assert_eq!(desk.probes.len(), 2);
    assert_eq!(desk.monitor.next_wake(), None);
    desk.event(Event::Check(Scope::Account(DOC.parse().unwrap())));
    desk.pass(minutes(600));
    assert_eq!((desk.count(LOCAL), desk.count(DOC)), (1, 2));
    desk.event(Event::Resumed);
    desk.pass(minutes(600));
    assert_eq!((desk.count(LOCAL), desk.count(DOC)), (2, 3));
}

#[test]
fn on_demand_goes_on_until_the_connector_was_reached_once() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.say(LOCAL, unreachable());
    desk.say(DOC, unreachable());
    desk.set(OnlineCheck::OnDemand);
    desk.pass(minutes(60));
    assert!(desk.count(LOCAL) > 2, "{}", desk.count(LOCAL));
    desk.say(LOCAL, accepted());
    desk.say(DOC, accepted());
    desk.pass(minutes(60));
    assert_eq!((desk.health(LOCAL), desk.health(DOC)), (Health::Proven, Health::Proven));
    let counted = desk.probes.len();
    desk.pass(minutes(600));
    assert_eq!(desk.probes.len(), counted);
    let told: Vec<_> = desk.notices.iter().map(|notice| &notice.what).collect();
    assert!(matches!(told[..], [What::Trouble { .. }, What::AllClear { .. }]), "{told:?}");
}

#[test]
fn never_checks_nothing_whatever_happens() {
    let mut desk = desk(OnlineCheck::Never);
    desk.event(Event::Check(Scope::All));
    desk.event(Event::Resumed);
    desk.event(Event::Paused(Some(desk.now.wall + jiff::SignedDuration::from_secs(60))));
    desk.pass(minutes(600));
    assert_eq!(desk.probes, []);
    assert_eq!(desk.health(DOC), Health::Checking);
    let account = desk.monitor.account(&DOC.parse().unwrap()).unwrap();
    assert_eq!(account.withheld(), Some(&Withheld::OnlineCheckOff));
}

#[test]
fn trouble_of_a_connector_that_is_switched_off_ends_without_an_all_clear() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    desk.say(DOC, unreachable());
    desk.say(LOCAL, refused());
    desk.pass(minutes(60));
    let told = desk.notices.len();
    assert_eq!(told, 2, "{:?}", desk.notices);
    desk.set(OnlineCheck::Never);
    desk.pass(minutes(600));
    assert_eq!(desk.notices.len(), told, "{:?}", desk.notices);
    // The drift is on record; what nobody looks at any more is not called unreachable.
    assert_eq!(desk.health(LOCAL), Health::Refused(Refusal::Credential(401)));
    assert_eq!(desk.health(DOC), Health::Checking);
}

#[test]
fn connector_that_is_switched_on_again_is_checked_at_once() {
    for online_check in [OnlineCheck::Always, OnlineCheck::OnDemand] {
        let mut desk = desk(OnlineCheck::Never);
        desk.pass(minutes(60));
        desk.set(online_check);
        desk.pass(minutes(1));
        assert_eq!((desk.health(LOCAL), desk.health(DOC)), (Health::Proven, Health::Proven));
        let account = desk.monitor.account(&DOC.parse().unwrap()).unwrap();
        assert_eq!(account.withheld(), None);
    }
}

#[test]
fn check_under_way_when_checks_are_switched_off_changes_nothing() {
    let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
    let effects = desk.monitor.handle(Event::Tick, desk.now);
    assert_eq!(effects, [Effect::Probe(LOCAL.parse().unwrap())]);
    desk.set(OnlineCheck::Never);
    let found = Event::Found(LOCAL.parse().unwrap(), Finding::Judged(unreachable()));
    desk.event(found);
    assert_eq!(desk.health(LOCAL), Health::Checking);
    desk.pass(minutes(60));
    assert_eq!(desk.probes, []);
}

proptest! {
    /// However often the setting changes: never means never, and on demand ends in silence.
    #[test]
    fn setting_holds_from_the_moment_it_is_set(
        settings in prop::collection::vec((0_usize..3, 0_u64..90, any::<bool>()), 1..12),
    ) {
        let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
        for (choice, passed, asked) in settings {
            let online_check = OnlineCheck::ALL[choice];
            desk.set(online_check);
            let before = desk.probes.len();
            if asked {
                desk.event(Event::Check(Scope::All));
            }
            desk.pass(minutes(passed) + Duration::from_secs(30));
            let probes = desk.probes.len() - before;
            match online_check {
                OnlineCheck::Always => prop_assert!(desk.monitor.next_wake().is_some()),
                OnlineCheck::OnDemand => {
                    prop_assert!(probes <= 4, "{}", probes);
                    prop_assert_eq!(desk.monitor.next_wake(), None);
                }
                OnlineCheck::Never => {
                    prop_assert_eq!(probes, 0);
                    prop_assert_eq!(desk.monitor.next_wake(), None);
                }
            }
        }
    }
}
