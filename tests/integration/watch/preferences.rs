//! Settings that change while the watch is running count at once: what the settings page writes needs no
//! restart.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use konnektorwart::domain::command::{Command, Scope};
use konnektorwart::domain::health::Health;
use konnektorwart::domain::notice::What;
use konnektorwart::domain::practice::Language;
use konnektorwart::store::config::{ClosedDays, Edit};
use konnektorwart::watch::{Update, profiles};

use super::Running;
use crate::practice::{Practice, management};

#[test]
fn closed_days_and_language_count_without_a_restart() {
    let practice = Practice::new();
    let running = Running::start(&practice.setup);
    running.wait_for_health(|health| *health == Health::Proven);

    let today = Timestamp::now().to_zoned_datetime(TimeZone::system()).date();
    // Tomorrow too: midnight may pass while this test runs.
    let dates = vec![today, today.tomorrow().expect("a day")];
    let closed = ClosedDays { weekdays: Vec::new(), dates };
    let edits = [Edit::ClosedDays(closed), Edit::Language(Language::English)];
    profiles::edit(&practice.setup, &edits).expect("they are written");
    running.worker.handle().send(Command::Reread);
    wait_for_language(&running, Language::English);

    practice.change_password(&management());
    let mut told = Vec::new();
    loop {
        running.worker.handle().send(Command::Check(Scope::All));
        match running.updates.recv_timeout(Duration::from_millis(200)) {
            Ok(Update::Snapshot(snapshot)) => {
                let view = snapshot.account(&management()).expect("the account");
                if view.health.is_drift() {
                    break;
                }
            }
            Ok(Update::Notice(notice)) => told.push(notice.what),
            Ok(Update::Settings(_)) | Err(RecvTimeoutError::Timeout) => {}
            Err(error @ RecvTimeoutError::Disconnected) => panic!("{error}"),
        }
    }

    assert!(told.is_empty(), "the practice is closed: {told:?}");

    let edits = [Edit::ClosedDays(ClosedDays::default())];
    profiles::edit(&practice.setup, &edits).expect("they are written");
    running.worker.handle().send(Command::Reread);
    let notice = running.wait_for_notice();
    let What::Trouble { account, .. } = notice else { panic!("{notice:?}") };
    assert_eq!(account, management());
    running.stop();
}

fn wait_for_language(running: &Running, language: Language) {
    running.wait(|update| match update {
        Update::Snapshot(snapshot) => (snapshot.practice.language == language).then_some(()),
        Update::Notice(_) | Update::Settings(_) => None,
    });
}
