//! Which notices a person wants, after the settings.

use jiff::tz::TimeZone;

use crate::domain::notice::{ClosedDays, NoticeRules, Topic};
use crate::store::config::Settings;

pub(super) fn of(settings: &Settings) -> NoticeRules {
    let quiet = settings.quiet_hours.value.map(|hours| (hours.from, hours.until));
    let closed = &settings.closed_days.value;
    let all = [Topic::Credential, Topic::Certificate, Topic::Reach, Topic::Store];
    let muted = if settings.toast_trouble.value { Vec::new() } else { all.to_vec() };
    NoticeRules {
        quiet,
        closed: ClosedDays { weekdays: closed.weekdays.clone(), dates: closed.dates.clone() },
        zone: TimeZone::system(),
        muted,
        all_clear: settings.toast_all_clear.value,
    }
}
