//! Which notices a person wants, after the settings.

use jiff::tz::TimeZone;

use crate::domain::notice::{NoticeRules, Topic};
use crate::store::config::Settings;

pub(super) fn of(settings: &Settings) -> NoticeRules {
    let quiet = settings.quiet_hours.value.map(|hours| (hours.from, hours.until));
    let all = [Topic::Credential, Topic::Certificate, Topic::Reach, Topic::Store];
    let muted = if settings.toast_trouble.value { Vec::new() } else { all.to_vec() };
    NoticeRules {
        quiet,
        zone: TimeZone::system(),
        muted,
        all_clear: settings.toast_all_clear.value,
    }
}
