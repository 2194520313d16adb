use std::time::Duration;

use super::*;
use crate::domain::identity::{DeviceId, Plane};
use crate::platform::machine;

#[test]
fn of_two_sessions_one_logs_in_and_the_other_follows_its_reports() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (session(folder.path()), session(folder.path()));
    assert_eq!(a.turn(&account(1), terms(), now(0)), Turn::Ours);
    assert_eq!(b.turn(&account(1), terms(), now(1)), Turn::Theirs(None));
    let report = report(&a, Part::Prober, 2);
    publish(&a, report.clone());
    assert_eq!(read(&b, 3), Turn::Theirs(Some(report)));
    assert_eq!(a.turn(&account(1), terms(), now(300)), Turn::Ours);
}

#[test]
fn a_session_that_ends_leaves_the_lock_to_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (session(folder.path()), session(folder.path()));
    assert_eq!(a.turn(&account(1), terms(), now(0)), Turn::Ours);
    publish(&a, report(&a, Part::Prober, 2));
    drop(a);
    assert_eq!(read(&b, 300), Turn::Ours);
}

/// A program that holds every lock and reports nothing.
#[test]
fn whoever_holds_the_locks_for_ever_does_not_stop_us() {
    let folder = tempfile::tempdir().unwrap();
    let held: Vec<Lock> = (0..=255)
        .map(|number| folder.path().join(format!("prober-{number:02x}.lock")))
        .filter_map(|path| Lock::try_exclusive(&path, Access::OwnerWritesAllRead).unwrap())
        .collect();
    assert_eq!(held.len(), 256);
    let ours = session(folder.path());
    let turns = [0, 10, 19, 20, 300, 600].map(|at| ours.turn(&account(1), terms(), now(at)));
    let waits = Turn::Theirs(None);
    let expected = [&waits, &waits, &waits, &Turn::Ours, &Turn::Ours, &Turn::Ours];
    assert_eq!(turns.each_ref(), expected);
}

/// A session that was stopped (a debugger, a machine that stands still) holds the lock on.
#[test]
fn a_holder_that_stopped_reporting_is_ignored_after_two_intervals() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (session(folder.path()), session(folder.path()));
    assert_eq!(a.turn(&account(1), terms(), now(0)), Turn::Ours);
    let report = report(&a, Part::Prober, 0);
    publish(&a, report.clone());
    assert_eq!(read(&b, 10), Turn::Theirs(Some(report.clone())));
    assert_eq!(read(&b, 310), Turn::Theirs(Some(report)));
    assert_eq!(read(&b, 610), Turn::Ours);
}

#[test]
fn who_may_not_log_in_any_more_gives_the_lock_back() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (session(folder.path()), session(folder.path()));
    assert_eq!(a.turn(&account(1), terms(), now(0)), Turn::Ours);
    publish(&a, report(&a, Part::Witness, 1));
    // Its own password was accepted later than the other one was refused.
    let newer = Terms { accepted: Some(now(2).wall), ..terms() };
    assert_eq!(b.turn(&account(1), newer, now(3)), Turn::Ours);
}

#[test]
fn what_is_no_lock_elects_nobody_and_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let [number, ..] = account_hash(&account(1));
    std::fs::create_dir(folder.path().join(format!("prober-{number:02x}.lock"))).unwrap();
    let ours = session(folder.path());
    assert_eq!(ours.turn(&account(1), terms(), now(0)), Turn::Theirs(None));
    assert_eq!(ours.turn(&account(1), terms(), now(20)), Turn::Ours);
}

#[test]
fn a_thousand_accounts_need_few_locks_and_give_back_what_is_not_watched_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let ours = session(folder.path());
    for number in 0..1000 {
        let turn = ours.turn(&account(number), terms(), now(0));
        assert_eq!(turn, Turn::Ours);
    }
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert!((200..=256).contains(&files), "{files}");
    assert_eq!(ours.seats().held.len(), files);
    ours.keep(&BTreeSet::from([account(7)]));
    assert_eq!(ours.seats().held.len(), 1);
    let other = session(folder.path());
    let turns = (0..1000).filter(|n| other.turn(&account(*n), terms(), now(0)) == Turn::Ours);
    assert!(turns.count() > 950);
}

#[test]
fn without_a_machine_folder_there_is_no_election() {
    let folder = tempfile::tempdir().unwrap();
    let absent = folder.path().join("absent");
    for machine in [None, Some(absent.as_path())] {
        let user = machine::user().unwrap();
        assert!(Elections::join(machine, user).unwrap().is_none());
    }
}

fn session(folder: &Path) -> Elections {
    let user = machine::user().unwrap();
    Elections::join(Some(folder), user).unwrap().unwrap()
}

fn publish(session: &Elections, report: Report) {
    let part = report.part;
    let due = session.states.report(account(1), report);
    assert_eq!(due, Due::Now);
    session.spread(&account(1), part, due);
}

/// Asks with files that are read anew, which otherwise happens once a second.
fn read(session: &Elections, at: u64) -> Turn {
    let states = States::new(&session.folder, machine::user().unwrap(), session.session);
    let others = states.others(&account(1));
    let mut seats = session.seats();
    let hold = session.take(&mut seats, &account(1));
    let watch = seats.watches.entry(account(1)).or_default();
    watch.look(hold, &others, terms(), now(at))
}

fn account(number: u16) -> AccountId {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    AccountId {
        device: DeviceId::from_random(bytes),
        plane: Plane::Client,
        user: "praxis".parse().unwrap(),
    }
}

fn terms() -> Terms {
    Terms {
        interval: Duration::from_secs(300),
        patience: Duration::from_secs(20),
        accepted: Some(now(0).wall - jiff::SignedDuration::from_hours(1)),
    }
}

fn now(seconds: u64) -> Now {
    let start: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
    Now {
        wall: start + jiff::SignedDuration::from_secs(seconds.cast_signed()),
        ticks: Duration::from_secs(seconds),
    }
}

fn report(session: &Elections, part: Part, at: u64) -> Report {
    Report {
        session: session.session,
        connector: "koeln".parse().unwrap(),
        state: match part {
            Part::Prober => State::Proven,
            Part::Witness => State::Refused,
            Part::Bystander => State::NotSetUp,
        },
        since: Some(now(at).wall),
        part,
        at: now(at).wall,
        interval_seconds: 300,
        proof: None,
        spare: 3,
        version: "0.1.0".to_owned(),
    }
}
