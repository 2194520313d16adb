//! What a person must hear, as values; the words are made in `text`.

use jiff::Timestamp;
use jiff::civil::Time;
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

/// When toasts may be shown.
#[derive(Debug, Clone)]
pub struct NoticeRules {
    /// Local time without toasts, from and until; they come at its end.
    pub quiet: Option<(Time, Time)>,
    /// The time zone of the quiet hours.
    pub zone: TimeZone,
    /// Topics that are switched off.
    pub muted: Vec<Topic>,
    /// Whether the end of a trouble is told.
    pub all_clear: bool,
}

impl Default for NoticeRules {
    fn default() -> Self {
        Self { quiet: None, zone: TimeZone::UTC, muted: Vec::new(), all_clear: true }
    }
}

impl NoticeRules {
    /// The end of the quiet hours if `at` lies in them.
    pub fn quiet_until(&self, at: Timestamp) -> Option<Timestamp> {
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
    fn tomorrow_morning_is_eight_o_clock_local_time() {
        let rules =
            NoticeRules { zone: jiff::tz::offset(1).to_time_zone(), ..NoticeRules::default() };
        let chosen = rules.reminder_at(Reminder::TomorrowMorning, at("2026-11-24T23:30:00Z"));
        assert_eq!(chosen, Some(at("2026-11-26T07:00:00Z")));
    }
}
