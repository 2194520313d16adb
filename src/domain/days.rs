//! How each day of an account was: the worst state that was seen on it.
//!
//! Decides what counts as having looked: a day on which nothing was found out is absent and says
//! nothing, and a connector that is silent for a few minutes (a restart at night) spoils no day.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::health::{Health, Urgency};

/// How long days are kept, and the longest stretch that can be asked for.
pub const KEPT_DAYS: i32 = 60;

/// Silence that is shorter spoils no day; the toast waits as long (SCREENS 3).
pub const GRACE: SignedDuration = SignedDuration::from_mins(15);

/// The worst state of a day; a later one is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayState {
    /// Every login succeeded.
    Proven,
    /// The device checked no password.
    Unverifiable,
    /// Another machine watches the account.
    WatchedElsewhere,
    /// The connector was not reached for a while.
    Unreachable,
    /// An answer was unclear.
    Unclear,
    /// Keyring, journal or disk could not be used.
    StoreUnavailable,
    /// The stored facts contradict each other (SAFETY S15).
    Disagreement,
    /// A certificate that nobody confirmed.
    CertificateChanged,
    /// The device demanded another password.
    ChangeDemanded,
    /// The stored password was refused.
    Refused,
    /// The device had locked the account.
    Locked,
}

impl DayState {
    /// All states, the best first.
    pub const ALL: [Self; 11] = [
        Self::Proven,
        Self::Unverifiable,
        Self::WatchedElsewhere,
        Self::Unreachable,
        Self::Unclear,
        Self::StoreUnavailable,
        Self::Disagreement,
        Self::CertificateChanged,
        Self::ChangeDemanded,
        Self::Refused,
        Self::Locked,
    ];

    /// What an account's health makes of the day, after it has lasted for `lasting`; none where nothing
    /// was found out.
    pub fn of(health: &Health, lasting: SignedDuration) -> Option<Self> {
        use super::probe::Unreached;
        match health {
            Health::Checking | Health::NotSetUp(_) => None,
            // Not here is not looked.
            Health::Unreachable(Unreached::OutsideNetwork) => None,
            Health::Unreachable(_) => (lasting >= GRACE).then_some(Self::Unreachable),
            Health::Proven => Some(Self::Proven),
            Health::ContextWrong(_) | Health::Unclear(_) => Some(Self::Unclear),
            Health::Refused(_) => Some(Self::Refused),
            Health::ChangeDemanded(_) => Some(Self::ChangeDemanded),
            Health::Locked => Some(Self::Locked),
            Health::Untrusted(_) => Some(Self::CertificateChanged),
            Health::Unverifiable(_) => Some(Self::Unverifiable),
            Health::Disagreement => Some(Self::Disagreement),
            Health::KeyringUnavailable(_) | Health::StoreUnavailable => {
                Some(Self::StoreUnavailable)
            }
            Health::WatchedElsewhere(_) => Some(Self::WatchedElsewhere),
        }
    }

    /// How urgent the state was: its color.
    pub const fn urgency(self) -> Urgency {
        match self {
            Self::Proven => Urgency::Calm,
            Self::Unverifiable | Self::WatchedElsewhere => Urgency::Hint,
            Self::Unreachable | Self::Unclear => Urgency::Waiting,
            Self::StoreUnavailable
            | Self::Disagreement
            | Self::CertificateChanged
            | Self::ChangeDemanded
            | Self::Refused
            | Self::Locked => Urgency::Trouble,
        }
    }

    /// Whether the day was in order: nothing was wrong and nothing waited.
    pub fn is_in_order(self) -> bool {
        self.urgency() <= Urgency::Hint
    }
}

/// The days of one account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Days(BTreeMap<Date, DayState>);

impl Days {
    /// Takes in what was seen on `today` and says whether that changed anything: a new day, or a worse
    /// state than the day already had. Days that are too old go when a new one begins.
    pub fn take_in(&mut self, today: Date, state: DayState) -> bool {
        match self.0.get_mut(&today) {
            Some(known) if *known >= state => false,
            Some(known) => {
                *known = state;
                true
            }
            None => {
                self.0.insert(today, state);
                self.0.retain(|day, _| is_kept(*day, today));
                true
            }
        }
    }

    /// Takes in what another program of this user kept: the worse state of each day.
    pub fn merge(&mut self, other: &Self) {
        for (day, state) in &other.0 {
            let known = self.0.entry(*day).or_insert(*state);
            *known = (*known).max(*state);
        }
    }

    /// The state of one day; none if nothing was found out on it.
    pub fn of(&self, day: Date) -> Option<DayState> {
        self.0.get(&day).copied()
    }

    /// The last `count` days, the oldest first, `today` last. At most [`KEPT_DAYS`].
    pub fn last(&self, count: usize, today: Date) -> Vec<(Date, Option<DayState>)> {
        let count = i32::try_from(count).unwrap_or(KEPT_DAYS).min(KEPT_DAYS);
        let days = (0..count).rev().map(|ago| {
            let day = today.saturating_sub(jiff::Span::new().days(ago));
            (day, self.of(day))
        });
        days.collect()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets what is too old on `today`.
    pub fn forget_old(&mut self, today: Date) {
        self.0.retain(|day, _| is_kept(*day, today));
    }
}

fn is_kept(day: Date, today: Date) -> bool {
    // A day far ahead was written by a clock that ran wrong.
    (today - day).get_days().abs() < KEPT_DAYS
}

/// How many of the days that count were in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DaySum {
    /// Days on which nothing was wrong.
    pub in_order: usize,
    /// Days on which this computer looked.
    pub looked: usize,
}

impl DaySum {
    /// Counts.
    pub fn of(days: impl IntoIterator<Item = Option<DayState>>) -> Self {
        days.into_iter().flatten().fold(Self::default(), |sum, state| Self {
            in_order: sum.in_order + usize::from(state.is_in_order()),
            looked: sum.looked + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::health::Missing;
    use crate::domain::probe::{Refusal, Unreached};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_not_looked_at_says_nothing_and_a_short_silence_spoils_no_day() {
        let short = SignedDuration::from_mins(14);
        let cases = [
            (Health::Checking, GRACE, None),
            (Health::NotSetUp(Missing::Password), GRACE, None),
            (Health::Unreachable(Unreached::OutsideNetwork), GRACE, None),
            (Health::Unreachable(Unreached::ConnectTimeout), short, None),
            (Health::Unreachable(Unreached::ConnectTimeout), GRACE, Some(DayState::Unreachable)),
            (Health::Proven, SignedDuration::ZERO, Some(DayState::Proven)),
            (Health::refused(Refusal::Reported), SignedDuration::ZERO, Some(DayState::Refused)),
            (Health::Locked, SignedDuration::ZERO, Some(DayState::Locked)),
        ];
        for (health, lasting, state) in cases {
            assert_eq!(DayState::of(&health, lasting), state, "{health:?}");
        }
    }

    #[test]
    fn a_worse_state_is_of_no_lesser_urgency() {
        assert!(DayState::ALL.is_sorted());
        assert!(DayState::ALL.is_sorted_by_key(|state| state.urgency()));
    }

    #[test]
    fn days_without_a_look_do_not_count() {
        let mut days = Days::default();
        assert!(days.take_in(day("2026-11-22"), DayState::Proven));
        assert!(days.take_in(day("2026-11-24"), DayState::Refused));
        let last = days.last(4, day("2026-11-24"));
        let states: Vec<_> = last.iter().map(|(_, state)| *state).collect();
        let expected = [None, Some(DayState::Proven), None, Some(DayState::Refused)];
        assert_eq!(states, expected);
        assert_eq!(last[0].0, day("2026-11-21"));
        assert_eq!(DaySum::of(states), DaySum { in_order: 1, looked: 2 });
    }

    fn any_state() -> impl Strategy<Value = DayState> {
        proptest::sample::select(DayState::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn a_day_holds_its_worst_state_and_nothing_is_invented(
            mut seen in proptest::collection::vec((0..100_i32, any_state()), 1..200),
            forward: bool,
        ) {
            if forward {
                seen.sort_by_key(|(offset, _)| *offset);
            }
            let first = day("2026-01-01");
            let at = |offset: i32| first + jiff::Span::new().days(offset);
            let mut days = Days::default();
            for (offset, state) in &seen {
                let before = days.of(at(*offset));
                let changed = days.take_in(at(*offset), *state);
                prop_assert_eq!(changed, before.is_none_or(|before| before < *state));
            }
            let newest = seen.iter().map(|(offset, _)| *offset).max().unwrap();
            for offset in 0..100 {
                let worst = seen.iter().filter(|(o, _)| *o == offset).map(|(_, s)| *s).max();
                let is_kept = forward && newest - offset < KEPT_DAYS;
                let known = days.of(at(offset));
                let holds = if is_kept { known == worst } else { known <= worst };
                prop_assert!(holds);
            }
            prop_assert!(days.0.len() < 2 * KEPT_DAYS as usize);
        }

        #[test]
        fn merging_is_the_worse_of_both(
            a in proptest::collection::btree_map(0..40_i32, any_state(), 0..40),
            b in proptest::collection::btree_map(0..40_i32, any_state(), 0..40),
        ) {
            let first = day("2026-01-01");
            let made = |map: &BTreeMap<i32, DayState>| {
                Days(map.iter().map(|(o, s)| (first + jiff::Span::new().days(*o), *s)).collect())
            };
            let mut ab = made(&a);
            ab.merge(&made(&b));
            let mut ba = made(&b);
            ba.merge(&made(&a));
            prop_assert_eq!(&ab, &ba);
            for offset in 0..40 {
                let day = first + jiff::Span::new().days(offset);
                prop_assert_eq!(ab.of(day), a.get(&offset).copied().max(b.get(&offset).copied()));
            }
        }
    }
}
