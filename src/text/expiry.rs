//! How the age of a password and its probable end are told: the date first, then the days (SCREENS 2.10).

use jiff::civil::Date;

use super::{Language, Words};
use crate::domain::expiry::{Expiry, PasswordDate, Taking};

impl Words {
    /// Since when the password is here: "geändert am 12.03.", "hier seit 12.03." for the first one,
    /// whose own age is unknown.
    pub fn password_date(&self, changed: &PasswordDate) -> String {
        let date = self.date(changed.at);
        match (self.language, changed.taking) {
            (Language::German, Taking::First) => format!("hier seit {date}"),
            (Language::German, Taking::Change) => format!("geändert am {date}"),
            (Language::English, Taking::First) => format!("here since {date}"),
            (Language::English, Taking::Change) => format!("changed on {date}"),
        }
    }

    /// When it expires: "läuft vermutlich am 28.12. ab (in 19 Tagen)".
    pub fn expiry(&self, expires: &Expiry) -> String {
        let (date, left) = (self.calendar_date(expires.on), expires.days_left(self.today()));
        let perhaps = match (self.language, expires.estimated) {
            (Language::German, true) => "vermutlich ",
            (Language::English, true) => "probably ",
            (Language::German | Language::English, false) => "",
        };
        match (self.language, left) {
            (Language::German, ..0) => format!("ist {perhaps}am {date} abgelaufen"),
            (Language::German, 0) => format!("läuft {perhaps}heute ab"),
            (Language::German, 1) => format!("läuft {perhaps}morgen ab"),
            (Language::German, _) => format!("läuft {perhaps}am {date} ab (in {left} Tagen)"),
            (Language::English, ..0) => format!("{perhaps}expired on {date}"),
            (Language::English, 0) => format!("{perhaps}expires today"),
            (Language::English, 1) => format!("{perhaps}expires tomorrow"),
            (Language::English, _) => format!("{perhaps}expires on {date} (in {left} days)"),
        }
    }

    /// The local day of this moment.
    pub fn today(&self) -> Date {
        self.zone.to_datetime(self.now).date()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, words};
    use super::*;

    #[test]
    fn an_expiry_shows_the_date_first_and_says_that_it_is_an_estimate() {
        let (german, english) = (words(Language::German), words(Language::English));
        let cases = [
            (
                "2026-12-13",
                "läuft vermutlich am 13.12. ab (in 19 Tagen)",
                "probably expires on 13 Dec (in 19 days)",
            ),
            (
                "2027-01-02",
                "läuft vermutlich am 02.01.2027 ab (in 39 Tagen)",
                "probably expires on 2 Jan 2027 (in 39 days)",
            ),
            ("2026-11-25", "läuft vermutlich morgen ab", "probably expires tomorrow"),
            ("2026-11-24", "läuft vermutlich heute ab", "probably expires today"),
            ("2026-11-20", "ist vermutlich am 20.11. abgelaufen", "probably expired on 20 Nov"),
        ];
        for (on, in_german, in_english) in cases {
            let expires = Expiry { on: on.parse().unwrap(), estimated: true };
            assert_eq!(german.expiry(&expires), in_german);
            assert_eq!(english.expiry(&expires), in_english);
        }
        let known = Expiry { on: "2026-12-13".parse().unwrap(), estimated: false };
        assert_eq!(german.expiry(&known), "läuft am 13.12. ab (in 19 Tagen)");
    }

    #[test]
    fn a_first_password_is_not_called_changed() {
        let date = |taking| PasswordDate { at: at("2026-03-12T09:00:00Z"), taking };
        let german = words(Language::German);
        assert_eq!(german.password_date(&date(Taking::First)), "hier seit 12.03.");
        assert_eq!(german.password_date(&date(Taking::Change)), "geändert am 12.03.");
    }

    #[test]
    fn a_password_that_expires_soon_is_a_hint_with_its_own_shape_and_step() {
        use super::super::samples::{connector, snapshot};
        use super::super::{Shape, step_for};
        use crate::domain::health::{Health, Urgency};
        let mut koeln = connector("koeln", "Köln", vec![("management/local", Health::Proven)]);
        let account = &mut koeln.accounts[0];
        account.expires = Some(Expiry { on: "2026-12-13".parse().unwrap(), estimated: true });
        account.expiring = true;
        let account = koeln.accounts[0].clone();
        let (shape, german) = (Shape::of(&koeln, &account), words(Language::German));
        assert_eq!((shape, shape.urgency()), (Shape::Expiring, Urgency::Hint));
        let state = "läuft vermutlich am 13.12. ab (in 19 Tagen)";
        assert_eq!(german.state_with_times(&koeln, &account), state);
        let step = Language::German.next_step(&koeln, &account);
        assert_eq!(step, Some("Passwort am Konnektor ändern"));
        let change = super::super::Step::Change(account.account.clone());
        assert_eq!(step_for(&koeln, &account), Some(change));
        let picture = snapshot(vec![koeln]);
        assert_eq!(german.headline(&picture), format!("Köln: Passwort von „local“ {state}"));
        assert_eq!(picture.worst(), None, "the tray raises no alarm");
    }
}
