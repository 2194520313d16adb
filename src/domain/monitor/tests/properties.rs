//! What holds for every sequence of events.

use proptest::prelude::*;

use super::*;

fn verdicts() -> impl Strategy<Value = Verdict> {
    prop::sample::select(vec![
        accepted(),
        refused(),
        unreachable(),
        Verdict::Doubtful(Doubt::Silent(Silence::Timeout)),
        Verdict::Untrusted(Fingerprint::from_bytes([1; 32])),
        Verdict::Refused(Refusal::Locked(423)),
    ])
}

#[derive(Debug, Clone)]
enum Happening {
    Says(bool, Verdict),
    Pass(u64),
    ClockJump(i64),
    Check,
    Resumed,
    Pause(i64),
    Unpause,
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let happening = prop_oneof![
        4 => (any::<bool>(), verdicts()).prop_map(|(which, verdict)| Happening::Says(which, verdict)),
        4 => (1_u64..4000).prop_map(Happening::Pass),
        1 => (-1_000_000_i64..1_000_000).prop_map(Happening::ClockJump),
        1 => Just(Happening::Check),
        1 => Just(Happening::Resumed),
        1 => (1_i64..4000).prop_map(Happening::Pause),
        1 => Just(Happening::Unpause),
    ];
    prop::collection::vec(happening, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// One episode, one notice, one all-clear, in this order, on every topic; whatever happens and
    /// wherever the clock jumps.
    #[test]
    fn one_episode_has_one_notice_and_one_all_clear(happenings in happenings()) {
        let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
        for happening in happenings {
            let paused = desk.monitor.pause.is_some_and(|until| until > desk.now.wall);
            let before = desk.notices.len();
            match happening {
                Happening::Says(true, verdict) => desk.say(LOCAL, verdict),
                Happening::Says(false, verdict) => desk.say(DOC, verdict),
                Happening::Pass(seconds) => desk.pass(Duration::from_secs(seconds)),
                Happening::ClockJump(seconds) => {
                    desk.now.wall += jiff::SignedDuration::from_secs(seconds);
                    desk.event(Event::Tick);
                }
                Happening::Check => {
                    desk.event(Event::Check(Scope::All));
                    prop_assert!(!paused || desk.notices.len() == before);
                }
                Happening::Resumed => desk.event(Event::Resumed),
                Happening::Pause(seconds) => {
                    let until = desk.now.wall + jiff::SignedDuration::from_secs(seconds);
                    desk.event(Event::Paused(Some(until)));
                }
                Happening::Unpause => desk.event(Event::Paused(None)),
            }
        }
        for topic in [Topic::Credential, Topic::Certificate, Topic::Reach, Topic::Store] {
            let told = desk.notices.iter().filter(|notice| notice.topic == topic);
            for (index, notice) in told.enumerate() {
                let trouble = matches!(notice.what, What::Trouble { .. });
                prop_assert_eq!(trouble, index % 2 == 0, "{:?}", desk.notices);
            }
        }
    }

    /// However the clock jumps, the number of checks is bounded by the time that passed on the timer
    /// and one check for each jump or click.
    #[test]
    fn no_sequence_of_events_causes_a_burst(happenings in happenings()) {
        let mut desk = Desk::new(&[DOC], NoticeRules::default());
        let mut allowed = 2_u64;
        for happening in happenings {
            match happening {
                Happening::Says(_, verdict) => desk.say(DOC, verdict),
                Happening::Pass(seconds) => {
                    desk.pass(Duration::from_secs(seconds));
                    allowed += seconds / 290 + 1;
                }
                Happening::ClockJump(seconds) => {
                    desk.now.wall += jiff::SignedDuration::from_secs(seconds);
                    desk.event(Event::Tick);
                    allowed += 1;
                }
                Happening::Check | Happening::Resumed => {
                    desk.event(Event::Resumed);
                    allowed += 1;
                }
                Happening::Pause(_) | Happening::Unpause => {}
            }
            prop_assert!(desk.probes.len() as u64 <= allowed, "{} of {allowed}", desk.probes.len());
        }
    }

    /// While a check is under way its connector is asked nothing else.
    #[test]
    fn a_connector_is_asked_one_question_at_a_time(clicks in prop::collection::vec(0_u64..400, 1..30)) {
        let mut desk = Desk::new(&[LOCAL, DOC], NoticeRules::default());
        let mut under_way: Option<AccountRef> = None;
        for seconds in clicks {
            desk.walk(Duration::from_secs(seconds));
            let mut events = vec![Event::Check(Scope::All)];
            if let Some(account) = under_way.take().filter(|_| seconds % 2 == 0) {
                events.push(Event::Found(account, Finding::Judged(refused())));
            }
            for event in events {
                let ended = matches!(event, Event::Found(..));
                for effect in desk.monitor.handle(event, desk.now) {
                    if let Effect::Probe(account) = effect {
                        prop_assert!(under_way.is_none() || ended);
                        under_way = Some(account);
                    }
                }
            }
            if under_way.is_none() {
                under_way = desk.monitor.connectors[0].probing.map(|index| {
                    desk.monitor.accounts[index].reference.clone()
                });
            }
        }
    }
}
