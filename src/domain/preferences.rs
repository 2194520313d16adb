//! What a person types on the settings page: parsed, or what is wrong with it.
//!
//! Decides how forgiving each field is: times of day and dates are read in the ways people write them,
//! and shown in one.

use jiff::civil::{Date, Time};

/// The longest text about the service provider, in characters.
pub const LONGEST: usize = 200;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// No time of day.
    NotATime,
    /// The other end of the quiet hours is there, this one is empty.
    EndMissing,
    /// Both ends of the quiet hours are the same.
    SameTime,
    /// This part is no date that exists.
    NotADate(String),
    /// Too many characters.
    TooLong {
        /// How many are allowed.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// A line break or another character that cannot be seen.
    Control,
    /// Not of the form `name@domain`.
    NotAnAddress,
    /// Not the absolute path of a program.
    NotAbsolute,
}

/// What is wrong with the quiet hours: at least one of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongEnds {
    /// Their beginning.
    pub from: Option<Mistake>,
    /// Their end.
    pub until: Option<Mistake>,
}

/// Reads a time of day: `20:00`, `7:30`, `7.30`, `0730`, `20`; empty is none.
///
/// # Errors
/// [`Mistake::NotATime`].
pub fn time(text: &str) -> Result<Option<Time>, Mistake> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (hour, minute) = match text.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return Err(Mistake::NotATime),
        None => text
            .split_at_checked(text.len().saturating_sub(2))
            .filter(|_| text.len() == 4)
            .unwrap_or((text, "0")),
    };
    let (hour, minute) = number(hour, 2).zip(number(minute, 2)).ok_or(Mistake::NotATime)?;
    Time::new(hour, minute, 0, 0).map(Some).map_err(|_| Mistake::NotATime)
}

/// Both ends of the quiet hours, as typed: none if both are empty.
///
/// # Errors
/// [`WrongEnds`].
pub fn quiet(from: &str, until: &str) -> Result<Option<(Time, Time)>, WrongEnds> {
    match (time(from), time(until)) {
        (Ok(None), Ok(None)) => Ok(None),
        (Ok(Some(from)), Ok(Some(until))) if from == until => {
            Err(WrongEnds { from: None, until: Some(Mistake::SameTime) })
        }
        (Ok(Some(from)), Ok(Some(until))) => Ok(Some((from, until))),
        (Ok(Some(_)), Ok(None)) => Err(WrongEnds { from: None, until: Some(Mistake::EndMissing) }),
        (Ok(None), Ok(Some(_))) => Err(WrongEnds { from: Some(Mistake::EndMissing), until: None }),
        (from, until) => Err(WrongEnds { from: from.err(), until: until.err() }),
    }
}

/// Dates, separated by commas, semicolons or blanks: `24.12.2026` or `2026-12-24`; each once, in the
/// calendar's order.
///
/// # Errors
/// [`Mistake::NotADate`] with the first part that is none.
pub fn dates(text: &str) -> Result<Vec<Date>, Mistake> {
    let parts = text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let mut dates = parts
        .map(|part| date(part).ok_or_else(|| Mistake::NotADate(part.to_owned())))
        .collect::<Result<Vec<_>, _>>()?;
    dates.sort();
    dates.dedup();
    Ok(dates)
}

/// A text about the service provider; empty is none.
///
/// # Errors
/// [`Mistake::TooLong`], [`Mistake::Control`].
pub fn text(text: &str) -> Result<Option<String>, Mistake> {
    let text = text.trim();
    let found = text.chars().count();
    if found > LONGEST {
        return Err(Mistake::TooLong { most: LONGEST, found });
    }
    if text.chars().any(char::is_control) {
        return Err(Mistake::Control);
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// A mail address; empty is none.
///
/// # Errors
/// Those of [`text()`], and [`Mistake::NotAnAddress`].
pub fn email(typed: &str) -> Result<Option<String>, Mistake> {
    let address = text(typed)?;
    let is_plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+".contains(c))
    };
    match &address {
        Some(given) => {
            let parts = given.split_once('@');
            let is_address = parts.is_some_and(|(name, domain)| is_plain(name) && is_plain(domain));
            if is_address { Ok(address) } else { Err(Mistake::NotAnAddress) }
        }
        None => Ok(None),
    }
}

/// The absolute path of a program; empty is none. Quotation marks around it, as Windows' *Copy as
/// path* sets them, are taken off.
///
/// # Errors
/// Those of [`text()`], and [`Mistake::NotAbsolute`].
pub fn program(typed: &str) -> Result<Option<String>, Mistake> {
    let path = text(typed.trim().trim_matches('"'))?;
    match &path {
        Some(given) if !std::path::Path::new(given).is_absolute() => Err(Mistake::NotAbsolute),
        Some(_) | None => Ok(path),
    }
}

fn date(text: &str) -> Option<Date> {
    if let Some((day, rest)) = text.split_once('.') {
        let (month, year) = rest.split_once('.')?;
        let year = number(year, 4).filter(|_| year.len() == 4)?;
        return Date::new(year, number(month, 2)?, number(day, 2)?).ok();
    }
    text.parse::<Date>().ok().filter(|_| text.len() == 10)
}

/// At most `most` digits.
fn number<T: std::str::FromStr>(text: &str, most: usize) -> Option<T> {
    let is_number = (1..=most).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;
    use proptest::prelude::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let half_past_seven = Ok(Some(civil::time(7, 30, 0, 0)));
        for text in ["07:30", "7:30", " 7.30 ", "0730"] {
            assert_eq!(time(text), half_past_seven, "{text}");
        }
        assert_eq!(time("20"), Ok(Some(civil::time(20, 0, 0, 0))));
        assert_eq!(time("  "), Ok(None));
        for text in ["24:00", "7:5", "7:60", "abends", "730", "-7:30", "7:3O", "20:00:00", "ü7:30"]
        {
            assert_eq!(time(text), Err(Mistake::NotATime), "{text}");
        }
    }

    #[test]
    fn quiet_hours_have_two_different_ends() {
        assert_eq!(quiet("", " "), Ok(None));
        let night = (civil::time(20, 0, 0, 0), civil::time(7, 0, 0, 0));
        assert_eq!(quiet("20:00", "7:00"), Ok(Some(night)));
        let wrong = |from, until| Err(WrongEnds { from, until });
        assert_eq!(quiet("20:00", ""), wrong(None, Some(Mistake::EndMissing)));
        assert_eq!(quiet("", "7"), wrong(Some(Mistake::EndMissing), None));
        assert_eq!(quiet("7", "07:00"), wrong(None, Some(Mistake::SameTime)));
        assert_eq!(quiet("25", "7"), wrong(Some(Mistake::NotATime), None));
    }

    #[test]
    fn dates_are_read_in_both_forms_and_put_in_order() {
        let typed = "2026-12-31, 24.12.2026; 1.1.2027 24.12.2026";
        let expected = ["2026-12-24", "2026-12-31", "2027-01-01"].map(|date| date.parse().unwrap());
        assert_eq!(dates(typed), Ok(expected.to_vec()));
        assert_eq!(dates(" , "), Ok(Vec::new()));
        for text in ["30.02.2026", "24.12.26", "24.12.", "20261224", "Weihnachten", "24/12/2026"] {
            assert_eq!(dates(text), Err(Mistake::NotADate(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_said_about_the_service_provider_is_checked() {
        assert_eq!(text("  IT Müller "), Ok(Some("IT Müller".to_owned())));
        assert_eq!(text(""), Ok(None));
        let long = "ü".repeat(201);
        assert_eq!(text(&long), Err(Mistake::TooLong { most: 200, found: 201 }));
        assert_eq!(text("a\tb"), Err(Mistake::Control));
        assert_eq!(email("hilfe@it.example"), Ok(Some("hilfe@it.example".to_owned())));
        for typed in ["hilfe", "hilfe@", "a@b@c", "a b@c.de", "a@b?subject=x"] {
            assert_eq!(email(typed), Err(Mistake::NotAnAddress), "{typed}");
        }
        let is_unix = std::path::Path::new("/").is_absolute();
        let program_path = if is_unix { "/opt/hilfe/start" } else { r"C:\Hilfe\start.exe" };
        assert_eq!(program(&format!("\"{program_path}\"")), Ok(Some(program_path.to_owned())));
        assert_eq!(program("start.exe"), Err(Mistake::NotAbsolute));
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_breaks_anything(typed in "\\PC{0,40}") {
            let _ = (quiet(&typed, &typed), dates(&typed), email(&typed), program(&typed));
        }

        #[test]
        fn every_time_that_is_shown_can_be_typed(hour in 0i8..24, minute in 0i8..60) {
            let shown = format!("{hour:02}:{minute:02}");
            prop_assert_eq!(time(&shown), Ok(Some(civil::time(hour, minute, 0, 0))));
        }
    }
}
