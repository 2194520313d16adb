//! What the worlds play with: the choices of a schedule, and a device that counts.

use crate::domain::identity::Generation;

/// The device's limit of failures in a row.
pub(super) const LIMIT: u8 = 3;

/// A password that somebody set without us.
pub(super) const SOMEBODY_ELSES: Generation = Generation::from_random([9; 16]);

/// The choices of one schedule.
#[derive(Default)]
pub(super) struct Choices {
    planned: Vec<usize>,
    pub(super) taken: Vec<(usize, usize)>,
}

impl Choices {
    pub(super) fn take(&mut self, among: usize) -> usize {
        let choice = self.planned.get(self.taken.len()).copied().unwrap_or(0);
        self.taken.push((choice, among));
        choice
    }

    /// The next schedule; none: all were played.
    pub(super) fn advance(mut self) -> Option<Self> {
        while let Some((choice, among)) = self.taken.pop() {
            if choice + 1 < among {
                let mut planned: Vec<usize> = self.taken.iter().map(|(taken, _)| *taken).collect();
                planned.push(choice + 1);
                return Some(Self { planned, taken: Vec::new() });
            }
        }
        None
    }
}

/// The device, as far as one account goes.
pub(super) struct Device {
    pub(super) password: Generation,
    pub(super) failures: u8,
    pub(super) late: Option<Generation>,
}

impl Device {
    pub(super) fn is_locked(&self) -> bool {
        self.failures >= LIMIT
    }

    pub(super) fn logs_in(&mut self, generation: Generation) -> bool {
        if self.is_locked() || self.password != generation {
            self.failures = self.failures.saturating_add(1);
            return false;
        }
        self.failures = 0;
        true
    }
}
