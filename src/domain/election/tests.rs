use proptest::prelude::*;

use super::*;
use crate::domain::identity::SessionId;

const INTERVAL: Duration = Duration::from_secs(300);
const PATIENCE: Duration = Duration::from_secs(20);

fn start() -> Timestamp {
    "2026-11-24T08:00:00Z".parse().unwrap()
}

fn terms() -> Terms {
    Terms {
        interval: INTERVAL,
        patience: PATIENCE,
        accepted: Some(start() - SignedDuration::from_hours(1)),
    }
}

fn now(seconds: u64) -> Now {
    Now {
        wall: start() + SignedDuration::from_secs(seconds.cast_signed()),
        ticks: Duration::from_secs(seconds),
    }
}

fn report(session: u8, part: Part, at: Timestamp) -> Report {
    Report {
        session: SessionId::from_random([session; 16]),
        connector: "koeln".parse().unwrap(),
        state: match part {
            Part::Prober => State::Proven,
            Part::Witness => State::Refused,
            Part::Bystander => State::NotSetUp,
        },
        since: Some(at),
        part,
        at,
        interval_seconds: 300,
        proof: None,
        spare: 3,
        version: "0.1.0".to_owned(),
    }
}

fn prober(at: u64) -> Report {
    report(1, Part::Prober, now(at).wall)
}

#[test]
fn the_lock_elects_whatever_others_report() {
    let mut watch = Watch::default();
    let turn = watch.look(Hold::Ours, &[prober(0)], terms(), now(1));
    assert_eq!(turn, Turn::Ours);
}

#[test]
fn a_holder_that_reports_is_respected_and_its_newest_report_is_shown() {
    let mut watch = Watch::default();
    for round in 0..100 {
        let at = round * 300;
        let others = [prober(at), report(2, Part::Bystander, now(at).wall)];
        let turn = watch.look(Hold::Theirs, &others, terms(), now(at + 40));
        assert_eq!(turn, Turn::Theirs(Some(prober(at))));
    }
}

#[test]
fn a_holder_that_never_reports_is_ignored_once_a_check_would_have_ended() {
    let mut watch = Watch::default();
    for at in [0, 5, 10, 15] {
        let turn = watch.look(Hold::Theirs, &[], terms(), now(at));
        assert_eq!(turn, Turn::Theirs(None));
    }
    for at in [20, 320, 620] {
        let turn = watch.look(Hold::Theirs, &[], terms(), now(at));
        assert_eq!(turn, Turn::Ours);
    }
}

#[test]
fn a_holder_that_stops_reporting_is_ignored_after_two_intervals() {
    let mut watch = Watch::default();
    let mut look = |at| watch.look(Hold::Theirs, &[prober(100)], terms(), now(at));
    assert_eq!(look(100), Turn::Theirs(Some(prober(100))));
    assert_eq!(look(400), Turn::Theirs(Some(prober(100))));
    assert_eq!(look(699), Turn::Theirs(Some(prober(100))));
    assert_eq!(look(700), Turn::Ours);
}

#[test]
fn what_is_old_already_when_it_is_first_seen_counts_for_the_rest_of_its_time() {
    let mut watch = Watch::default();
    let mut look = |at| watch.look(Hold::Theirs, &[prober(0)], terms(), now(at));
    assert_eq!(look(500), Turn::Theirs(Some(prober(0))));
    assert_eq!(look(600), Turn::Ours);
}

#[test]
fn after_standby_the_others_get_the_time_to_report_again() {
    let mut watch = Watch::default();
    let mut look = |others: &[Report], at| watch.look(Hold::Theirs, others, terms(), now(at));
    assert_eq!(look(&[prober(0)], 10), Turn::Theirs(Some(prober(0))));
    let morning = 9 * 3600;
    assert_eq!(look(&[prober(0)], morning), Turn::Theirs(None));
    let again = prober(morning + 2);
    let turn = look(std::slice::from_ref(&again), morning + 5);
    assert_eq!(turn, Turn::Theirs(Some(again)));
}

#[test]
fn a_refusal_of_another_session_holds_back_even_the_holder_unless_its_password_is_newer() {
    let refused = report(1, Part::Witness, now(100).wall);
    let others = std::slice::from_ref(&refused);
    let mut watch = Watch::default();
    let turn = watch.look(Hold::Ours, others, terms(), now(110));
    assert_eq!(turn, Turn::Theirs(Some(refused.clone())));
    let health = Some(Health::Refused(Refusal::Reported));
    assert_eq!(refused.health(), health);
    let newer = Terms { accepted: Some(now(105).wall), ..terms() };
    assert_eq!(watch.look(Hold::Ours, others, newer, now(120)), Turn::Ours);
}

#[test]
fn an_interval_beyond_all_reason_is_not_believed() {
    let mut eternal = prober(0);
    eternal.interval_seconds = u32::MAX;
    let mut watch = Watch::default();
    let mut look = |at| watch.look(Hold::Theirs, std::slice::from_ref(&eternal), terms(), now(at));
    assert_eq!(look(0), Turn::Theirs(Some(eternal.clone())));
    assert!((300..=1800).step_by(300).any(|at| look(at) == Turn::Ours));
}

#[test]
fn a_report_of_a_newer_version_is_read() {
    let text = r#"{"session":"01010101010101010101010101010101","connector":"koeln",
        "state":"sleepy","since":null,"part":"dancer","at":"2026-11-24T08:00:00Z","interval":300,
        "proof":null,"spare":3,"version":"9.0.0","more":1}"#;
    let read: Report = serde_json::from_str(text).unwrap();
    assert_eq!((read.state, read.part), (State::Other, Part::Bystander));
}

/// What another session does to us between two of our looks, at most.
#[derive(Debug, Clone)]
struct Prank {
    at: Option<i64>,
    part: Part,
    interval: u32,
    clock: i64,
    gap: u64,
}

fn pranks() -> impl Strategy<Value = Vec<Prank>> {
    let part = prop::sample::select(vec![Part::Prober, Part::Witness, Part::Bystander]);
    let prank =
        (prop::option::of(-2000_i64..2000), part, any::<u32>(), -5000_i64..5000, 1_u64..306);
    let prank =
        prank.prop_map(|(at, part, interval, clock, gap)| Prank { at, part, interval, clock, gap });
    prop::collection::vec(prank, 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Whatever the others reported and wherever the clock was set: two of the longest intervals that
    /// are believed after our first look at the last of it we log in again.
    #[test]
    fn another_session_holds_us_back_for_two_intervals_after_its_last_report_at_most(
        pranks in pranks(),
        held in any::<bool>(),
        gaps in prop::collection::vec(1_u64..306, 1..40),
    ) {
        let hold = if held { Hold::Theirs } else { Hold::Ours };
        let mut watch = Watch::default();
        let mut others = Vec::new();
        let mut moment = now(0);
        for prank in pranks {
            moment.ticks += Duration::from_secs(prank.gap);
            moment.wall += SignedDuration::from_secs(prank.gap.cast_signed() + prank.clock);
            if let Some(at) = prank.at {
                let mut report = report(7, prank.part, moment.wall + SignedDuration::from_secs(at));
                report.interval_seconds = prank.interval;
                others = vec![report];
            }
            watch.look(hold, &others, terms(), moment);
        }
        let silent_since = moment.ticks;
        for gap in gaps.into_iter().cycle().take(4000) {
            moment.ticks += Duration::from_secs(gap);
            moment.wall += SignedDuration::from_secs(gap.cast_signed());
            let turn = watch.look(hold, &others, terms(), moment);
            let limit = LONGEST_BACK_OFF * 2 + Duration::from_secs(306);
            if moment.ticks - silent_since > limit {
                prop_assert_eq!(turn, Turn::Ours);
                return Ok(());
            }
        }
        prop_assert!(false, "the loop is long enough");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Sessions of one machine that start at any time and look at their own pace; the lock goes to who
    /// looks first, and its checks take a while. One logs in, however the clock is set once they know each
    /// other.
    #[test]
    fn with_an_honest_holder_exactly_one_session_logs_in(
        starts in prop::collection::vec(0_u64..120, 2..8),
        jitter in prop::collection::vec(294_u64..306, 60),
        check in 0_u64..15,
        jumps in prop::collection::vec((700_u64..7200, -20_000_i64..20_000), 0..4),
    ) {
        let mut due = starts.clone();
        let mut watches = vec![Watch::default(); starts.len()];
        let mut holder = None;
        let mut published: Option<(u64, Report)> = None;
        let mut visible: Option<Report> = None;
        let mut round = 0;
        for second in 0..7200_u64 {
            let set: i64 = jumps.iter().filter(|(at, _)| *at <= second).map(|(_, by)| by).sum();
            let mut moment = now(second);
            moment.wall += SignedDuration::from_secs(set);
            if let Some((_, report)) = published.take_if(|(ready, _)| *ready <= second) {
                visible = Some(Report { at: moment.wall, ..report });
            }
            for session in 0..starts.len() {
                if due[session] != second {
                    continue;
                }
                let holder = *holder.get_or_insert(session);
                let hold = if holder == session { Hold::Ours } else { Hold::Theirs };
                let others: Vec<Report> = visible.iter().filter(|_| holder != session).cloned().collect();
                let turn = watches[session].look(hold, &others, terms(), moment);
                prop_assert_eq!(turn == Turn::Ours, holder == session, "at {}", second);
                round += 1;
                due[session] = second + jitter[round % jitter.len()];
                match turn {
                    Turn::Ours => {
                        let report = report(u8::try_from(session).unwrap(), Part::Prober, moment.wall);
                        published = Some((second + check, report));
                        due[session] += check;
                    }
                    Turn::Theirs(None) => due[session] = second + 5,
                    Turn::Theirs(Some(_)) => {}
                }
            }
        }
    }
}
