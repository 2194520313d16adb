//! The end of a pause as people write it: `2h`, `90m`, `1h30m`, `18:00`, `tomorrow`, `2026-11-25T08:00`,
//! RFC 3339. Decides what each of them means at a given moment in the practice's time zone.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The longest pause: a fortnight (a longer one is forgotten).
const LONGEST: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Tomorrow's end of a pause.
const MORNING: Time = Time::constant(8, 0, 0, 0);

/// The text is no end of a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEnd {
    /// It cannot be read.
    Unreadable,
    /// It is not in the future.
    Past,
    /// It is more than a fortnight ahead.
    TooFar,
}

/// Reads the end of a pause that begins now.
pub fn parse(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, NoEnd> {
    let end = read(text.trim(), now, zone).ok_or(NoEnd::Unreadable)?;
    let length = end.duration_since(now);
    match length {
        _ if length <= SignedDuration::ZERO => Err(NoEnd::Past),
        _ if length > LONGEST => Err(NoEnd::TooFar),
        _ => Ok(end),
    }
}

fn read(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let local = now.to_zoned_datetime(zone.clone());
    let on_day = |date: jiff::civil::Date, time| zone.to_timestamp(date.to_datetime(time)).ok();
    if ["tomorrow", "morgen"].contains(&text.to_lowercase().as_str()) {
        return on_day(local.date().tomorrow().ok()?, MORNING);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    if let Some(length) = duration(text) {
        return now.checked_add(length).ok();
    }
    if let Some(time) = time_of_day(text) {
        let date = match time > local.time() {
            true => local.date(),
            false => local.date().tomorrow().ok()?,
        };
        return on_day(date, time);
    }
    let there: DateTime = text.replacen(' ', "T", 1).parse().ok()?;
    zone.to_timestamp(there).ok()
}

/// Numbers with `d`, `h`, `m`: `2h`, `1h30m`, `2d`.
fn duration(text: &str) -> Option<SignedDuration> {
    let mut whole = SignedDuration::ZERO;
    let mut digits = String::new();
    for c in text.chars() {
        let unit = match c {
            '0'..='9' if digits.len() < 6 => {
                digits.push(c);
                continue;
            }
            'd' => 24 * 60,
            'h' => 60,
            'm' => 1,
            _ => return None,
        };
        let count: i64 = digits.parse().ok()?;
        digits.clear();
        whole = whole.checked_add(SignedDuration::from_mins(count * unit))?;
    }
    (digits.is_empty() && !text.is_empty()).then_some(whole)
}

/// `18:00`, `8:05`, `18`.
fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-24T15:30:00Z";

    fn end(text: &str) -> Result<String, NoEnd> {
        let zone = jiff::tz::offset(1).to_time_zone();
        parse(text, NOW.parse().unwrap(), &zone).map(|at| at.to_string())
    }

    #[test]
    fn the_end_is_read_as_people_write_it() {
        let cases = [
            ("2h", "2026-11-24T17:30:00Z"),
            ("1h30m", "2026-11-24T17:00:00Z"),
            ("90m", "2026-11-24T17:00:00Z"),
            ("1d", "2026-11-25T15:30:00Z"),
            ("18:00", "2026-11-24T17:00:00Z"),
            ("18", "2026-11-24T17:00:00Z"),
            ("8:05", "2026-11-25T07:05:00Z"),
            ("tomorrow", "2026-11-25T07:00:00Z"),
            ("Morgen", "2026-11-25T07:00:00Z"),
            ("2026-11-25T08:00:00+01:00", "2026-11-25T07:00:00Z"),
            ("2026-11-25T08:00", "2026-11-25T07:00:00Z"),
            ("2026-11-25 08:00", "2026-11-25T07:00:00Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(end(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_end_is_told_apart() {
        for (text, expected) in [
            ("", NoEnd::Unreadable),
            ("soon", NoEnd::Unreadable),
            ("25:00", NoEnd::Unreadable),
            ("0h", NoEnd::Past),
            ("2026-11-24T15:30:00Z", NoEnd::Past),
            ("2020-01-01T00:00", NoEnd::Past),
            ("15d", NoEnd::TooFar),
            ("999999d", NoEnd::TooFar),
        ] {
            assert_eq!(end(text), Err(expected), "{text}");
        }
    }
}
