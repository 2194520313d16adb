//! Times and days as a person types them, in a field or in the console.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday};

use super::{ClosedDays, Language, QuietHours};

/// Says that a text is none of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not `auto`, `de` or `en`.
    #[error("not auto, de or en")]
    Language,
    /// Not two times of day.
    #[error("not two times of day such as 20:00-07:30")]
    QuietHours,
    /// A part is neither a weekday nor a date.
    #[error("not weekdays or dates such as saturday, 2026-12-24")]
    ClosedDays,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The weekday's English name in lower case.
pub(super) fn weekday_word(weekday: Weekday) -> &'static str {
    let [first, ..] = WEEKDAYS;
    let found = WEEKDAYS.into_iter().find(|(_, known)| *known == weekday);
    found.unwrap_or(first).0
}

/// `20:00`: two digits each.
pub(super) fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.chars().all(|c| c.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

pub(super) fn time_word(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

impl ClosedDays {
    /// Adds a weekday or a date, `saturday` or `2026-12-24`; answers false if it is neither.
    pub(super) fn take(&mut self, text: &str) -> bool {
        if let Some((_, weekday)) = WEEKDAYS.iter().find(|(name, _)| *name == text) {
            self.weekdays.push(*weekday);
            return true;
        }
        match text.parse::<Date>().ok().filter(|_| text.len() == 10) {
            Some(date) => {
                self.dates.push(date);
                true
            }
            None => false,
        }
    }
}

impl Language {
    /// The word of the settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::German => "de",
            Self::English => "en",
        }
    }
}

impl FromStr for Language {
    type Err = Unreadable;
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let all = [Self::Auto, Self::German, Self::English];
        let found = all.into_iter().find(|language| language.as_str() == text);
        found.ok_or(Unreadable::Language)
    }
}

/// `20:00-07:30`.
impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", time_word(self.from), time_word(self.until))
    }
}

/// Reads `20:00-07:30`, blanks and a long dash allowed.
impl FromStr for QuietHours {
    type Err = Unreadable;
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (from, until) = text.split_once(['-', '–']).ok_or(Unreadable::QuietHours)?;
        let time = |text: &str| time_of_day(text.trim()).ok_or(Unreadable::QuietHours);
        Ok(Self { from: time(from)?, until: time(until)? })
    }
}

/// `saturday, 2026-12-24`: the weekdays, then the dates; empty if there are none.
impl fmt::Display for ClosedDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weekdays = self.weekdays.iter().map(|weekday| weekday_word(*weekday).to_owned());
        let days: Vec<String> = weekdays.chain(self.dates.iter().map(Date::to_string)).collect();
        f.write_str(&days.join(", "))
    }
}

/// Reads weekdays in English and dates, separated by commas or blanks; nothing is no day.
impl FromStr for ClosedDays {
    type Err = Unreadable;
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let mut days = Self::default();
        let parts = text.split([',', ';', ' ']).map(|part| part.trim().to_lowercase());
        for part in parts.filter(|part| !part.is_empty()) {
            if !days.take(&part) {
                return Err(Unreadable::ClosedDays);
            }
        }
        Ok(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_typed() {
        let hours: QuietHours = "20:00 – 07:30".parse().unwrap();
        assert_eq!(hours.to_string(), "20:00-07:30");
        assert_eq!(hours.to_string().parse(), Ok(hours));
        let days: ClosedDays = "2026-12-24; Saturday sunday".parse().unwrap();
        assert_eq!(days.to_string(), "saturday, sunday, 2026-12-24");
        assert_eq!(days.to_string().parse(), Ok(days));
        assert_eq!("".parse(), Ok(ClosedDays::default()));
        assert_eq!("en".parse(), Ok(Language::English));
    }

    #[test]
    fn what_is_no_time_and_no_day_is_refused() {
        for text in ["", "20:00", "20:00-24:00", "8:00-9:00", "20:00-07:30-08:00", "abends"] {
            assert_eq!(text.parse::<QuietHours>(), Err(Unreadable::QuietHours), "{text}");
        }
        for text in ["samstag", "2026-13-24", "2026-02-30", "24.12.2026", "20261224"] {
            assert_eq!(text.parse::<ClosedDays>(), Err(Unreadable::ClosedDays), "{text}");
        }
    }
}
