//! How times and numbers are told: relative up to a day, then a date (SCREENS 2.10).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{Language, Words};

impl Words {
    /// A moment with its day: "heute, 08:12", "gestern, 18:02", "28.11., 08:12", with the year where it
    /// is another one.
    pub fn moment(&self, at: Timestamp) -> String {
        let clock = self.clock(at);
        match self.day(at) {
            Some(day) => format!("{day}, {clock}"),
            None => format!("{}, {clock}", self.date(at)),
        }
    }

    /// A moment inside a sentence: "um 08:12" today, otherwise "gestern um 18:02", "am 28.11. um 08:12".
    pub fn at(&self, at: Timestamp) -> String {
        let clock = self.clock(at);
        let is_today = self.local_date(at) == self.local_date(self.now);
        match (self.language, self.day(at)) {
            (Language::German, Some(_)) if is_today => format!("um {clock}"),
            (Language::German, Some(day)) => format!("{day} um {clock}"),
            (Language::German, None) => format!("am {} um {clock}", self.date(at)),
            (Language::English, Some(_)) if is_today => format!("at {clock}"),
            (Language::English, Some(day)) => format!("{day} at {clock}"),
            (Language::English, None) => format!("on {} at {clock}", self.date(at)),
        }
    }

    /// The end of something that is under way: "22:00" today, otherwise "morgen, 08:00", "28.11., 08:00".
    pub fn until(&self, at: Timestamp) -> String {
        match self.local_date(at) == self.local_date(self.now) {
            true => self.clock(at),
            false => self.moment(at),
        }
    }

    /// How long ago a moment was: "gerade eben", "vor 2 Minuten", "vor 3 Stunden", from a day on
    /// the moment itself. A moment that has not come yet counts as just now.
    pub fn ago(&self, at: Timestamp) -> String {
        let minutes = self.now.duration_since(at).as_mins();
        match (self.language, minutes) {
            (Language::German, ..1) => "gerade eben".to_owned(),
            (Language::English, ..1) => "just now".to_owned(),
            (Language::German, 1..1440) => format!("vor {}", self.span_dative(minutes)),
            (Language::English, 1..1440) => format!("{} ago", self.span_dative(minutes)),
            (Language::German | Language::English, 1440..) => self.moment(at),
        }
    }

    /// Hours and minutes in the local zone: "08:12".
    pub fn clock(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.zone.clone()).strftime("%H:%M").to_string()
    }

    /// The date: "28.11.", "28.11.2025" in another year; "28 Nov", "28 Nov 2025".
    pub fn date(&self, at: Timestamp) -> String {
        self.calendar_date(self.local_date(at))
    }

    /// A day of the calendar, as [`Self::date`] tells it.
    pub fn calendar_date(&self, date: Date) -> String {
        let is_this_year = date.year() == self.local_date(self.now).year();
        let format = match (self.language, is_this_year) {
            (Language::German, true) => "%d.%m.",
            (Language::German, false) => "%d.%m.%Y",
            (Language::English, true) => "%-d %b",
            (Language::English, false) => "%-d %b %Y",
        };
        date.strftime(format).to_string()
    }

    /// The word for a day next to today.
    fn day(&self, at: Timestamp) -> Option<&'static str> {
        let (day, today) = (self.local_date(at), self.local_date(self.now));
        if day == today {
            return Some(match self.language {
                Language::German => "heute",
                Language::English => "today",
            });
        }
        if today.yesterday().is_ok_and(|yesterday| day == yesterday) {
            return Some(match self.language {
                Language::German => "gestern",
                Language::English => "yesterday",
            });
        }
        if today.tomorrow().is_ok_and(|tomorrow| day == tomorrow) {
            return Some(match self.language {
                Language::German => "morgen",
                Language::English => "tomorrow",
            });
        }
        None
    }

    fn local_date(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone.clone()).date()
    }

    /// Minutes below a day in the case that "vor" and "nach" ask for.
    fn span_dative(&self, minutes: i64) -> String {
        self.language.duration(SignedDuration::from_mins(minutes))
    }
}

impl Language {
    /// A duration as it follows "nach" and "vor": "41 Minuten", "1 Stunde", "2 Tagen"; seconds below a
    /// minute, whole minutes below an hour, and so on. Negative durations count as none.
    pub fn duration(self, span: SignedDuration) -> String {
        let seconds = span.as_secs().max(0);
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        match self {
            Self::German => match (days, hours, minutes) {
                (2.., _, _) => format!("{days} Tagen"),
                (_, 2.., _) => format!("{hours} Stunden"),
                (_, 1, _) => "1 Stunde".to_owned(),
                (_, _, 2..) => format!("{minutes} Minuten"),
                (_, _, 1) => "1 Minute".to_owned(),
                (_, _, _) if seconds == 1 => "1 Sekunde".to_owned(),
                (_, _, _) => format!("{seconds} Sekunden"),
            },
            Self::English => match (days, hours, minutes) {
                (2.., _, _) => format!("{days} days"),
                (_, 2.., _) => format!("{hours} hours"),
                (_, 1, _) => "1 hour".to_owned(),
                (_, _, 2..) => format!("{minutes} minutes"),
                (_, _, 1) => "1 minute".to_owned(),
                (_, _, _) if seconds == 1 => "1 second".to_owned(),
                (_, _, _) => format!("{seconds} seconds"),
            },
        }
    }

    /// A number with the language's decimal mark and as many digits after it: "1,5" or "1.5".
    pub fn number(self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        match self {
            Self::German => text.replace('.', ","),
            Self::English => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz;

    fn words(language: Language) -> Words {
        let now = "2026-11-24T08:14:00Z".parse().unwrap();
        Words::new(language, tz::offset(1).to_time_zone(), now)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn times_are_relative_up_to_a_day_and_then_a_date() {
        let cases = [
            ("2026-11-24T08:14:20Z", "gerade eben", "just now"),
            ("2026-11-24T08:13:59Z", "gerade eben", "just now"),
            ("2026-11-24T08:12:00Z", "vor 2 Minuten", "2 minutes ago"),
            ("2026-11-24T07:14:00Z", "vor 1 Stunde", "1 hour ago"),
            ("2026-11-23T08:14:01Z", "vor 23 Stunden", "23 hours ago"),
            ("2026-11-23T08:14:00Z", "gestern, 09:14", "yesterday, 09:14"),
            ("2026-11-02T17:02:00Z", "02.11., 18:02", "2 Nov, 18:02"),
            ("2025-12-31T22:59:00Z", "31.12.2025, 23:59", "31 Dec 2025, 23:59"),
        ];
        for (moment, german, english) in cases {
            assert_eq!(words(Language::German).ago(at(moment)), german);
            assert_eq!(words(Language::English).ago(at(moment)), english);
        }
    }

    #[test]
    fn the_day_changes_at_the_practice_s_midnight() {
        let words = words(Language::German);
        assert_eq!(words.moment(at("2026-11-23T23:00:00Z")), "heute, 00:00");
        assert_eq!(words.moment(at("2026-11-23T22:59:59Z")), "gestern, 23:59");
        assert_eq!(words.moment(at("2026-11-24T23:00:00Z")), "morgen, 00:00");
        assert_eq!(words.until(at("2026-11-24T21:00:00Z")), "22:00");
        assert_eq!(words.until(at("2026-11-25T07:00:00Z")), "morgen, 08:00");
        assert_eq!(words.at(at("2026-11-24T07:12:00Z")), "um 08:12");
        assert_eq!(words.at(at("2026-11-23T07:12:00Z")), "gestern um 08:12");
        assert_eq!(words.at(at("2026-11-20T07:12:00Z")), "am 20.11. um 08:12");
    }

    #[test]
    fn numbers_and_durations_take_the_language_s_form() {
        assert_eq!(Language::German.number(96.66, 1), "96,7");
        assert_eq!(Language::English.number(1.5, 1), "1.5");
        let cases = [
            (-5, "0 Sekunden"),
            (1, "1 Sekunde"),
            (59, "59 Sekunden"),
            (60, "1 Minute"),
            (2460, "41 Minuten"),
            (3600, "1 Stunde"),
            (90_000, "25 Stunden"),
            (172_800, "2 Tagen"),
        ];
        for (seconds, german) in cases {
            assert_eq!(Language::German.duration(SignedDuration::from_secs(seconds)), german);
        }
    }
}
