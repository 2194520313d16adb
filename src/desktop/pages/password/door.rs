//! Whether the password has begun to leave: the border between *Abbrechen* and *Schließen*, passed once.

use std::sync::{Mutex, PoisonError};

/// Shared by the page and the work aside.
#[derive(Debug, Default)]
pub(super) struct Door(Mutex<State>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Open,
    Cancelled,
    Left,
}

impl Door {
    /// The person breaks off; without effect once the password has begun to leave.
    pub(super) fn cancel(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == State::Open {
            *state = State::Cancelled;
        }
    }

    /// Whether the password may leave. From a yes on nothing can be cancelled.
    pub(super) fn pass(&self) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == State::Open {
            *state = State::Left;
        }
        *state == State::Left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cancelled_never_leaves_and_what_left_is_not_cancelled() {
        let door = Door::default();
        door.cancel();
        assert!(!door.pass());
        let door = Door::default();
        assert!(door.pass());
        door.cancel();
        assert!(door.pass(), "the outcome is followed to its end");
    }
}
