//! How old the password in force is, and when the device will probably demand another one.
//!
//! No request tells the date (REFERENCE 8): it is the vendor's default of 120 days after a change that
//! we know of, and always an estimate. A password that was merely taken over when watching began has an
//! unknown age and no date.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::identity::Plane;

/// The life of a Konnektor-Wartung password where an administrator left "Ablaufzeit Passwörter" as it
/// was: 120 days (secunet; KoCoBox and RISE do not state theirs, *assumption*).
pub const LIFE_DAYS: i32 = 120;

/// From so many days before the end the state shows it (SCREENS 2.4).
pub const SOON_DAYS: i64 = 21;

/// When the password in force came to be here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordDate {
    /// When it was taken over.
    pub at: Timestamp,
    /// Whether it was the first one here.
    pub taking: Taking,
}

/// How a password came to be here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// The first one of its account: "hier seit …"; how old it was then is unknown.
    First,
    /// It took the place of another: "geändert am …".
    Change,
}

/// When the password will probably expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiry {
    /// The local day.
    pub on: Date,
    /// Whether the day is an estimate: "vermutlich".
    pub estimated: bool,
}

impl Expiry {
    /// The estimate for an account; none on the client plane, where nothing expires, and none where
    /// the age is unknown.
    pub fn estimate(plane: Plane, changed: Option<PasswordDate>, zone: &TimeZone) -> Option<Self> {
        match (plane, changed?) {
            (Plane::Client, _)
            | (Plane::Management, PasswordDate { taking: Taking::First, .. }) => None,
            (Plane::Management, PasswordDate { at, taking: Taking::Change }) => {
                let changed = zone.to_datetime(at).date();
                let on = changed.saturating_add(Span::new().days(LIFE_DAYS));
                Some(Self { on, estimated: true })
            }
        }
    }

    /// The whole days that are left on the local day `today`; negative afterwards.
    pub fn days_left(&self, today: Date) -> i64 {
        i64::from((self.on - today).get_days())
    }

    /// How much of the password's life is over on the local day `today`: 0 to 1, for a bar.
    #[allow(clippy::cast_precision_loss, reason = "at most 120 days")]
    pub fn fraction(&self, today: Date) -> f64 {
        let over = i64::from(LIFE_DAYS) - self.days_left(today);
        over.clamp(0, i64::from(LIFE_DAYS)) as f64 / f64::from(LIFE_DAYS)
    }

    /// Whether the end is near, or over, on the local day `today`.
    pub fn is_soon(&self, today: Date) -> bool {
        self.days_left(today) <= SOON_DAYS
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zone() -> TimeZone {
        jiff::tz::offset(1).to_time_zone()
    }

    fn changed(at: &str, taking: Taking) -> Option<PasswordDate> {
        Some(PasswordDate { at: at.parse().unwrap(), taking })
    }

    #[test]
    fn only_a_known_change_of_konnektor_wartung_has_an_estimated_end() {
        // Local midnight is before UTC's: the change was on the 25th in the practice.
        let change = changed("2026-11-24T23:30:00Z", Taking::Change);
        let expires = Expiry::estimate(Plane::Management, change, &zone());
        let on = "2027-03-25".parse().unwrap();
        assert_eq!(expires, Some(Expiry { on, estimated: true }));
        assert_eq!(Expiry::estimate(Plane::Client, change, &zone()), None);
        let first = changed("2026-11-24T23:30:00Z", Taking::First);
        assert_eq!(Expiry::estimate(Plane::Management, first, &zone()), None);
        assert_eq!(Expiry::estimate(Plane::Management, None, &zone()), None);
    }

    #[test]
    fn the_end_is_near_from_twenty_one_days_before_it() {
        let expires = Expiry { on: "2026-12-28".parse().unwrap(), estimated: true };
        let on = |day: &str| day.parse::<Date>().unwrap();
        assert!(!expires.is_soon(on("2026-12-06")));
        assert!(expires.is_soon(on("2026-12-07")) && expires.is_soon(on("2027-01-05")));
        assert_eq!(expires.days_left(on("2026-12-09")), 19);
        assert!((expires.fraction(on("2026-10-29")) - 0.5).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_bar_never_runs_backwards_and_stays_within_its_frame(
            on in -3000_i32..3000, a in -4000_i32..4000, b in -4000_i32..4000,
        ) {
            let day = |offset: i32| {
                jiff::civil::date(2026, 1, 1).saturating_add(Span::new().days(offset))
            };
            let expires = Expiry { on: day(on), estimated: true };
            let (early, late) = (day(a.min(b)), day(a.max(b)));
            prop_assert!(expires.fraction(early) <= expires.fraction(late));
            prop_assert!((0.0..=1.0).contains(&expires.fraction(early)));
            prop_assert_eq!(expires.days_left(day(a)), i64::from(on - a));
        }
    }
}
