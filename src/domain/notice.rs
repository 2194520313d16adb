//! What a person must hear, as values; the words are made in `text`.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use super::health::Health;
use super::identity::{AccountRef, ConnectorId};

/// What an episode is about: each connector has at most one toast for each kind and episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A stored password no longer works.
    Credential,
    /// The connector shows another certificate.
    Certificate,
    /// The connector cannot be reached, or its answers are unclear.
    Reach,
    /// Keyring, journal or disk.
    Store,
}

/// One thing that a person must hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The connector.
    pub connector: ConnectorId,
    /// What people call it.
    pub name: String,
    /// What it is about; a later notice on the same topic replaces the toast.
    pub topic: Topic,
    /// What happened.
    pub what: What,
    /// When.
    pub at: Timestamp,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Trouble began, or a chosen reminder of it is due.
    Trouble {
        /// The account that it was seen at first.
        account: AccountRef,
        /// Its state.
        health: Health,
        /// The last success before and the moment of the failure: it changed in between.
        between: (Option<Timestamp>, Timestamp),
        /// What it means for the practice.
        impact: Impact,
        /// How many other accounts of the connector are affected.
        others: usize,
        /// Whether the person asked to be reminded.
        reminder: bool,
    },
    /// The trouble is over.
    AllClear {
        /// The account that it was seen at first.
        account: AccountRef,
        /// When it began.
        since: Timestamp,
    },
}

/// What a trouble means for the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impact {
    /// Kartenzugriff was proven after the refusal: only Konnektor-Wartung is affected.
    CardsGoOn,
    /// Reading cards may fail.
    CardsMayFail,
    /// Only Konnektor-Wartung is known to be affected.
    MaintenanceOnly,
    /// Watching rests until a person decides.
    WatchRests,
}

/// When a person wants to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// In one hour.
    InOneHour,
    /// Tomorrow at 8:00 local time.
    TomorrowMorning,
    /// Not again; it stays in the menu.
    Never,
}

/// Days without toasts, from midnight to midnight: nobody is there to read them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClosedDays {
    /// Every week.
    pub weekdays: Vec<Weekday>,
    /// Once.
    pub dates: Vec<Date>,
}

impl ClosedDays {
    fn has(&self, day: Date) -> bool {
        self.weekdays.contains(&day.weekday()) || self.dates.contains(&day)
    }
}

/// When toasts may be shown.
#[derive(Debug, Clone)]
pub struct NoticeRules {
    /// Local time without toasts, from and until; they come at its end.
    pub quiet: Option<(Time, Time)>,
    /// Days without toasts; they come on the next open day. With no open day within a year none
    /// counts as closed.
    pub closed: ClosedDays,
    /// The time zone of the quiet hours and of the days.
    pub zone: TimeZone,
    /// Topics that are switched off.
    pub muted: Vec<Topic>,
    /// Whether the end of a trouble is told.
    pub all_clear: bool,
}

/// The most days in a row that are believed to be closed.
const LONGEST_CLOSED: usize = 366;

impl Default for NoticeRules {
    fn default() -> Self {
        Self {
            quiet: None,
            closed: ClosedDays::default(),
            zone: TimeZone::UTC,
            muted: Vec::new(),
            all_clear: true,
        }
    }
}

impl NoticeRules {
    /// The end of the quiet time, hours and closed days together, if `at` lies in it.
    pub fn quiet_until(&self, at: Timestamp) -> Option<Timestamp> {
        let mut end = at;
        // Each step leaves one closed day or one night behind.
        for _ in 0..2 * LONGEST_CLOSED {
            match self.open_day(end).or_else(|| self.end_of_quiet_hours(end)) {
                Some(later) if later > end => end = later,
                Some(_) | None => return (end > at).then_some(end),
            }
        }
        self.end_of_quiet_hours(at)
    }

    /// The midnight that ends the closed day in which `at` lies.
    fn open_day(&self, at: Timestamp) -> Option<Timestamp> {
        let day = at.to_zoned_datetime(self.zone.clone()).date();
        if !self.closed.has(day) {
            return None;
        }
        self.zone.to_timestamp(day.tomorrow().ok()?.at(0, 0, 0, 0)).ok()
    }

    fn end_of_quiet_hours(&self, at: Timestamp) -> Option<Timestamp> {
        let (from, until) = self.quiet?;
        let local = at.to_zoned_datetime(self.zone.clone());
        let time = local.time();
        let inside =
            if from <= until { time >= from && time < until } else { time >= from || time < until };
        if !inside {
            return None;
        }
        let today = local.date();
        let day = if time < until { today } else { today.tomorrow().ok()? };
        Some(self.zone.to_timestamp(day.to_datetime(until)).unwrap_or(at))
    }

    /// The moment that a chosen reminder falls due; none for *Never*.
    pub fn reminder_at(&self, reminder: Reminder, now: Timestamp) -> Option<Timestamp> {
        match reminder {
            Reminder::InOneHour => now.checked_add(jiff::SignedDuration::from_hours(1)).ok(),
            Reminder::TomorrowMorning => {
                let today = now.to_zoned_datetime(self.zone.clone()).date();
                let morning = today.tomorrow().ok()?.at(8, 0, 0, 0);
                self.zone.to_timestamp(morning).ok()
            }
            Reminder::Never => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn quiet_hours_over_midnight_end_in_the_morning() {
        let rules = NoticeRules {
            quiet: Some((time(18, 0, 0, 0), time(7, 30, 0, 0))),
            ..NoticeRules::default()
        };
        assert_eq!(rules.quiet_until(at("2026-11-24T17:59:59Z")), None);
        let morning = Some(at("2026-11-25T07:30:00Z"));
        assert_eq!(rules.quiet_until(at("2026-11-24T18:00:00Z")), morning);
        assert_eq!(rules.quiet_until(at("2026-11-25T03:00:00Z")), morning);
        assert_eq!(rules.quiet_until(at("2026-11-25T07:30:00Z")), None);
    }

    #[test]
    fn on_closed_days_toasts_wait_for_the_next_open_day() {
        let rules = NoticeRules {
            quiet: Some((time(18, 0, 0, 0), time(7, 30, 0, 0))),
            closed: ClosedDays {
                weekdays: vec![Weekday::Saturday, Weekday::Sunday],
                dates: vec!["2026-11-30".parse().unwrap()],
            },
            ..NoticeRules::default()
        };
        let tuesday = Some(at("2026-12-01T07:30:00Z"));
        for during in ["2026-11-27T18:00:00Z", "2026-11-28T12:00:00Z", "2026-11-30T09:00:00Z"] {
            assert_eq!(rules.quiet_until(at(during)), tuesday, "{during}");
        }
        assert_eq!(rules.quiet_until(at("2026-11-27T12:00:00Z")), None, "a Friday");
        let without_hours = NoticeRules { quiet: None, ..rules };
        let midnight = Some(at("2026-12-01T00:00:00Z"));
        assert_eq!(without_hours.quiet_until(at("2026-11-28T12:00:00Z")), midnight);
    }

    #[test]
    fn a_practice_that_never_opens_still_hears() {
        let every_day = [
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
            Weekday::Saturday,
            Weekday::Sunday,
        ];
        let closed = ClosedDays { weekdays: every_day.to_vec(), dates: Vec::new() };
        let rules = NoticeRules { closed, ..NoticeRules::default() };
        assert_eq!(rules.quiet_until(at("2026-11-28T12:00:00Z")), None);
    }

    #[test]
    fn tomorrow_morning_is_eight_o_clock_local_time() {
        let rules =
            NoticeRules { zone: jiff::tz::offset(1).to_time_zone(), ..NoticeRules::default() };
        let chosen = rules.reminder_at(Reminder::TomorrowMorning, at("2026-11-24T23:30:00Z"));
        assert_eq!(chosen, Some(at("2026-11-26T07:00:00Z")));
    }
}
