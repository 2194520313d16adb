//! The pause of the machine, as the task reads, sets and ends it (SAFETY S24).

use jiff::Timestamp;

use super::{Task, aside};
use crate::domain::monitor::Event;
use crate::domain::snapshot::Pause;
use crate::store::pause;

impl Task {
    pub(super) async fn read_pause(&mut self) {
        let (folders, user) = (self.station.folders.clone(), self.station.user.clone());
        let found = aside(move || pause::load(&folders, &user).pause).await;
        self.take_over_pause(found);
    }

    pub(super) fn take_over_pause(&mut self, found: Option<pause::Pause>) {
        let now = Timestamp::now();
        let pause = found
            .filter(|pause| pause.until > now)
            .map(|pause| Pause { until: pause.until, reason: pause.reason });
        if pause != self.pause {
            let until = pause.as_ref().map(|pause| pause.until);
            self.pause = pause;
            self.handle(Event::Paused(until));
        }
    }

    pub(super) async fn pause_until(&mut self, until: Timestamp, reason: String) {
        let (folders, user) = (self.station.folders.clone(), self.station.user.clone());
        let by = self.station.signature.clone();
        let written =
            aside(move || pause::set(&folders, &user, &pause::Pause { until, reason, by }));
        if let Err(error) = written.await {
            log::error!("the pause could not be written: {error}");
        }
        self.read_pause().await;
    }

    pub(super) async fn end_pause(&mut self) {
        let (folders, user) = (self.station.folders.clone(), self.station.user.clone());
        let ended = aside(move || pause::end(&folders, &user, Timestamp::now())).await;
        if let Err(error) = ended {
            log::warn!("the pause goes on: {error}");
        }
        self.read_pause().await;
    }
}
