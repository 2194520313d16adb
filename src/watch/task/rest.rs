//! What a picture shows beside the connectors.

use jiff::Timestamp;

use super::Task;
use crate::watch::overview::Rest;
use crate::watch::practice;

impl Task {
    pub(super) fn rest(&self, wall: Timestamp) -> Rest {
        let next_check = self.monitor.next_check().map(|ticks| {
            let left = ticks.saturating_sub(self.started.elapsed());
            wall.saturating_add(left).unwrap_or(wall)
        });
        Rest {
            pause: self.pause.clone(),
            next_check: next_check.filter(|_| self.pause.is_none()),
            practice: self.practice.clone(),
            rolled_out: practice::rolled_out(&self.settings),
        }
    }
}
