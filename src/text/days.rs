//! The days of an account in words: what a cell tells when it is pointed at, and the sum beside a strip.

use jiff::civil::{Date, Weekday};

use super::{Language, Shape, Words};
use crate::domain::days::{DayState, DaySum};

impl Words {
    /// A day and how it was: "Di, 24.11.: abgelehnt"; "heute: bestätigt".
    pub fn day_told(&self, day: Date, state: Option<DayState>) -> String {
        let today = self.today();
        let name = match (self.language, day == today) {
            (Language::German, true) => "heute".to_owned(),
            (Language::English, true) => "today".to_owned(),
            (Language::German | Language::English, false) => {
                let weekday = self.language.weekday(day.weekday());
                format!("{weekday}, {}", self.calendar_date(day))
            }
        };
        format!("{name}: {}", self.language.day_state(state))
    }
}

impl Language {
    /// How a day was, in a few words.
    pub const fn day_state(self, state: Option<DayState>) -> &'static str {
        match (self, state) {
            (Self::German, None) => "nicht geprüft",
            (Self::German, Some(DayState::Proven)) => "bestätigt",
            (Self::German, Some(DayState::Unverifiable)) => "Konnektor prüft das Passwort nicht",
            (Self::German, Some(DayState::WatchedElsewhere)) => {
                "an einem anderen Rechner überwacht"
            }
            (Self::German, Some(DayState::Unreachable)) => "zeitweise nicht erreichbar",
            (Self::German, Some(DayState::Unclear)) => "Antwort unklar",
            (Self::German, Some(DayState::StoreUnavailable)) => "Passwortspeicher nicht lesbar",
            (Self::German, Some(DayState::Disagreement)) => {
                "gespeicherte Angaben widersprechen sich"
            }
            (Self::German, Some(DayState::CertificateChanged)) => "neues Zertifikat",
            (Self::German, Some(DayState::ChangeDemanded)) => {
                "Konnektor verlangt ein neues Passwort"
            }
            (Self::German, Some(DayState::Refused)) => "abgelehnt",
            (Self::German, Some(DayState::Locked)) => "gesperrt",
            (Self::English, None) => "not checked",
            (Self::English, Some(DayState::Proven)) => "confirmed",
            (Self::English, Some(DayState::Unverifiable)) => {
                "connector does not check the password"
            }
            (Self::English, Some(DayState::WatchedElsewhere)) => "watched on another computer",
            (Self::English, Some(DayState::Unreachable)) => "unreachable for a while",
            (Self::English, Some(DayState::Unclear)) => "answer unclear",
            (Self::English, Some(DayState::StoreUnavailable)) => "password store not readable",
            (Self::English, Some(DayState::Disagreement)) => "stored data contradict each other",
            (Self::English, Some(DayState::CertificateChanged)) => "new certificate",
            (Self::English, Some(DayState::ChangeDemanded)) => "connector demands a new password",
            (Self::English, Some(DayState::Refused)) => "refused",
            (Self::English, Some(DayState::Locked)) => "locked",
        }
    }

    /// The sum beside a strip: "an 29 von 30 Tagen in Ordnung"; only days count on which this computer
    /// looked.
    pub fn day_sum(self, sum: DaySum) -> String {
        let DaySum { in_order, looked } = sum;
        match (self, looked) {
            (Self::German, 0) => "noch kein Tag geprüft".to_owned(),
            (Self::German, 1) => format!("an {in_order} von 1 Tag in Ordnung"),
            (Self::German, _) => format!("an {in_order} von {looked} Tagen in Ordnung"),
            (Self::English, 0) => "no day checked yet".to_owned(),
            (Self::English, 1) => format!("in order on {in_order} of 1 day"),
            (Self::English, _) => format!("in order on {in_order} of {looked} days"),
        }
    }

    const fn weekday(self, weekday: Weekday) -> &'static str {
        match (self, weekday) {
            (Self::German, Weekday::Monday) => "Mo",
            (Self::German, Weekday::Tuesday) => "Di",
            (Self::German, Weekday::Wednesday) => "Mi",
            (Self::German, Weekday::Thursday) => "Do",
            (Self::German, Weekday::Friday) => "Fr",
            (Self::German, Weekday::Saturday) => "Sa",
            (Self::German, Weekday::Sunday) => "So",
            (Self::English, Weekday::Monday) => "Mon",
            (Self::English, Weekday::Tuesday) => "Tue",
            (Self::English, Weekday::Wednesday) => "Wed",
            (Self::English, Weekday::Thursday) => "Thu",
            (Self::English, Weekday::Friday) => "Fri",
            (Self::English, Weekday::Saturday) => "Sat",
            (Self::English, Weekday::Sunday) => "Sun",
        }
    }
}

impl Shape {
    /// The shape of a day's cell.
    pub const fn of_day(state: DayState) -> Self {
        match state {
            DayState::Proven => Self::Proven,
            DayState::Unverifiable => Self::Unverifiable,
            DayState::WatchedElsewhere => Self::WatchedElsewhere,
            DayState::Unreachable => Self::Unreachable,
            DayState::Unclear => Self::Unclear,
            DayState::StoreUnavailable => Self::KeyringUnavailable,
            DayState::Disagreement => Self::Disagreement,
            DayState::CertificateChanged => Self::CertificateChanged,
            DayState::ChangeDemanded => Self::ChangeDemanded,
            DayState::Refused => Self::Refused,
            DayState::Locked => Self::Locked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::words;
    use super::*;

    #[test]
    fn a_cell_tells_its_day_in_words() {
        let german = words(Language::German);
        let told = |day: &str, state| german.day_told(day.parse().unwrap(), state);
        assert_eq!(told("2026-11-24", Some(DayState::Proven)), "heute: bestätigt");
        assert_eq!(told("2026-11-23", Some(DayState::Refused)), "Mo, 23.11.: abgelehnt");
        assert_eq!(told("2026-11-22", None), "So, 22.11.: nicht geprüft");
    }

    #[test]
    fn days_without_the_computer_do_not_count_in_the_sum() {
        let sum = |in_order, looked| Language::German.day_sum(DaySum { in_order, looked });
        assert_eq!(sum(29, 30), "an 29 von 30 Tagen in Ordnung");
        assert_eq!(sum(1, 1), "an 1 von 1 Tag in Ordnung");
        assert_eq!(sum(0, 0), "noch kein Tag geprüft");
    }

    #[test]
    fn a_day_has_the_urgency_of_its_shape() {
        for state in DayState::ALL {
            assert_eq!(Shape::of_day(state).urgency(), state.urgency(), "{state:?}");
        }
    }
}
