use std::fs;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::domain::election::{Part, State};
use crate::domain::identity::{DeviceId, Plane};
use crate::platform::machine;

#[test]
fn sessions_of_one_user_share_a_file_and_read_each_other_and_not_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (states(folder.path(), 1), states(folder.path(), 2));
    assert_eq!(a.report(account(), report(1)), Due::Now);
    a.write().unwrap();
    assert_eq!(b.others(&account()), [report(1)]);
    assert_eq!(a.others(&account()), []);

    let refused = Report { part: Part::Witness, state: State::Refused, ..report(2) };
    b.report(account(), refused.clone());
    b.write().unwrap();
    let third = states(folder.path(), 3);
    let mut both = third.others(&account());
    both.sort_by_key(|report| report.session);
    assert_eq!(both, [report(1), refused]);
}

#[test]
fn only_its_owner_writes_the_file_and_everybody_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let states = states(folder.path(), 1);
    states.report(account(), report(1));
    states.write().unwrap();
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let id = machine::user().unwrap().id;
    assert_eq!(names, [format!("state-{id}.json"), format!("state-{id}.lock")]);
    let text = fs::read_to_string(folder.path().join(&names[0])).unwrap();
    assert!(text.contains(r#""state":"proven""#), "{text}");
    assert!(text.contains(r#""interval":300"#), "{text}");
}

#[test]
fn a_change_of_state_is_written_at_once_and_times_wait() {
    let folder = tempfile::tempdir().unwrap();
    let states = states(folder.path(), 1);
    assert_eq!(states.report(account(), report(1)), Due::Now);
    states.write().unwrap();
    let later = Report { at: at() + SignedDuration::from_secs(300), ..report(1) };
    let due = states.report(account(), later.clone());
    assert!(matches!(due, Due::At(when) if when > Instant::now()), "{due:?}");
    assert_eq!(states.report(account(), later.clone()), Due::ByAnother);
    let changed = Report { state: State::Refused, ..later.clone() };
    assert_eq!(states.report(account(), changed), Due::Now);
    states.write().unwrap();
    // What was promised was done by the writing in between; a new promise is given.
    let again =
        Report { state: State::Refused, at: later.at + SignedDuration::from_secs(1), ..later };
    assert!(matches!(states.report(account(), again), Due::At(_)));
}

#[test]
fn a_session_that_is_gone_is_forgotten_once_another_reports_and_it_is_stale() {
    let folder = tempfile::tempdir().unwrap();
    let gone = states(folder.path(), 1);
    gone.report(account(), report(1));
    gone.write().unwrap();
    for (seconds, known) in [(600, 1), (601, 0)] {
        let states = states(folder.path(), 2);
        states.report(
            account(),
            Report { at: at() + SignedDuration::from_secs(seconds), ..report(2) },
        );
        states.write().unwrap();
        assert_eq!(states.others(&account()).len(), known, "{seconds}");
    }
}

#[test]
fn what_is_not_watched_any_more_leaves_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let states = states(folder.path(), 1);
    states.report(account(), report(1));
    states.write().unwrap();
    states.keep(|_| false);
    states.write().unwrap();
    let path = folder.path().join(name_of(PREFIX, machine::user().unwrap().id.as_str()));
    assert!(parse(&fs::read(path).unwrap()).unwrap().is_empty());
}

#[test]
fn damaged_and_foreign_files_report_nothing_and_our_own_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let own = name_of(PREFIX, machine::user().unwrap().id.as_str());
    for (name, content) in [
        (own.as_str(), &b"{ torn"[..]),
        ("state-424242.json", b"{ not theirs"),
        ("state-.json", b"{}"),
        ("state-4711.json", br#"{"format":9,"user":"x","accounts":[]}"#),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    fs::create_dir(folder.path().join("state-4712.json")).unwrap();
    let states = states(folder.path(), 1);
    assert_eq!(states.others(&account()), []);
    states.report(account(), report(1));
    states.write().unwrap();
    let other = self::states(folder.path(), 2);
    assert_eq!(other.others(&account()), [report(1)]);
}

fn states(folder: &Path, session: u8) -> States {
    let session = SessionId::from_random([session; 16]);
    States::new(folder, machine::user().unwrap(), session)
}

fn at() -> Timestamp {
    "2026-11-24T08:00:00Z".parse().unwrap()
}

fn account() -> AccountId {
    AccountId {
        device: DeviceId::from_random([1; 16]),
        plane: Plane::Management,
        user: "local".parse().unwrap(),
    }
}

fn report(session: u8) -> Report {
    Report {
        session: SessionId::from_random([session; 16]),
        connector: "koeln".parse().unwrap(),
        state: State::Proven,
        since: None,
        part: Part::Prober,
        at: at(),
        interval_seconds: 300,
        proof: Some(at()),
        spare: 3,
        version: "0.1.0".to_owned(),
    }
}
