//! Which start of the system and which log-on a process belongs to, as one value that can be kept and
//! compared later (SAFETY S12). What identifies each of them is decided in `machine`.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::machine;

/// The start of the system and the log-on in which something was done. Opaque texts: equal ones are
/// the same start or log-on; one that is unknown is later than nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// The start of the system, at most 64 characters; none where the system tells none.
    pub boot: Option<String>,
    /// The log-on of the user, unique within one start; none outside a session.
    pub log_on: Option<String>,
}

impl Presence {
    /// Answers this process' own; asked of the system once, because neither changes while it runs.
    #[must_use]
    pub fn now() -> Self {
        static NOW: OnceLock<Presence> = OnceLock::new();
        let ask = || Self {
            boot: machine::boot().map(|boot| boot.as_str().to_owned()),
            log_on: machine::log_on(),
        };
        NOW.get_or_init(ask).clone()
    }

    /// Whether the system was started anew since `earlier`. `false` where nobody knows.
    #[must_use]
    pub fn is_later_boot_than(&self, earlier: &Self) -> bool {
        differ(self.boot.as_ref(), earlier.boot.as_ref())
    }

    /// Whether the user logged on anew since `earlier`; a new start of the system implies it. `false`
    /// where nobody knows.
    #[must_use]
    pub fn is_later_log_on_than(&self, earlier: &Self) -> bool {
        self.is_later_boot_than(earlier) || differ(self.log_on.as_ref(), earlier.log_on.as_ref())
    }
}

fn differ(one: Option<&String>, other: Option<&String>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_later_than_nothing() {
        let known = presence(Some("a"), Some("1"));
        for unknown in [Presence::default(), presence(None, Some("1"))] {
            assert!(!unknown.is_later_boot_than(&known));
            assert!(!known.is_later_boot_than(&unknown));
            assert!(!unknown.is_later_log_on_than(&known));
        }
        assert!(!presence(Some("a"), None).is_later_log_on_than(&known));
    }

    #[test]
    fn a_later_start_is_a_later_log_on_and_not_the_other_way_round() {
        let first = presence(Some("a"), Some("1"));
        let log_on = presence(Some("a"), Some("2"));
        let boot = presence(Some("b"), Some("1"));
        assert!(log_on.is_later_log_on_than(&first) && !log_on.is_later_boot_than(&first));
        assert!(boot.is_later_log_on_than(&first) && boot.is_later_boot_than(&first));
    }

    #[test]
    fn own_presence_stays_the_same_and_survives_being_written() {
        let now = Presence::now();
        assert_eq!(now, Presence::now());
        assert!(!now.is_later_log_on_than(&Presence::now()));
        let written = serde_json::to_string(&now).unwrap();
        assert_eq!(serde_json::from_str::<Presence>(&written).unwrap(), now);
    }

    fn presence(boot: Option<&str>, log_on: Option<&str>) -> Presence {
        Presence { boot: boot.map(str::to_owned), log_on: log_on.map(str::to_owned) }
    }
}
