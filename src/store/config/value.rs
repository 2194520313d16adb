//! Single values of the settings: what is accepted for each kind.

use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::Time;
use toml_edit::Item;

use super::layer::EncryptionWord;
use super::mistake::Allowed;
use super::{ClosedDays, hours};
use crate::domain::device::Vendor;
use crate::domain::profile::AttemptLimit;

pub const LANGUAGE: Allowed = Allowed::Words(&["auto", "de", "en"]);
pub const LOG: Allowed = Allowed::Words(&["off", "error", "warn", "info", "debug", "trace"]);
pub const VENDOR: Allowed = Allowed::Words(&["secunet", "kocobox", "rise", "unknown"]);
pub const ENCRYPTION: Allowed = Allowed::Words(&["none", "tls", "tls-password", "tls-certificate"]);
pub const ONLINE_CHECK: Allowed = Allowed::Words(&["always", "on-demand", "never"]);
pub const PLANE: Allowed = Allowed::Words(&["management", "client"]);

/// In place of a table: expressly none.
pub const NONE: &str = "none";

pub fn parsed<T: FromStr>(item: &Item) -> Option<T> {
    item.as_str()?.parse().ok()
}

pub fn number(item: &Item, from: i64, to: i64) -> Option<i64> {
    item.as_integer().filter(|number| (from..=to).contains(number))
}

pub fn text(item: &Item, most: usize) -> Option<String> {
    let text = item.as_str()?.trim();
    let fits = (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

pub fn log_level(item: &Item) -> Option<log::LevelFilter> {
    // The parser of `log` takes upper case too; the settings have one spelling.
    let word = item.as_str().filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))?;
    word.parse().ok()
}

pub fn vendor(item: &Item) -> Option<Vendor> {
    let vendors = [Vendor::Secunet, Vendor::Kocobox, Vendor::Rise, Vendor::Unknown];
    let word = item.as_str()?;
    vendors.into_iter().find(|vendor| vendor.as_str() == word)
}

pub fn encryption(item: &Item) -> Option<EncryptionWord> {
    match item.as_str()? {
        "none" => Some(EncryptionWord::None),
        "tls" => Some(EncryptionWord::Tls),
        "tls-password" => Some(EncryptionWord::TlsPassword),
        "tls-certificate" => Some(EncryptionWord::TlsCertificate),
        _ => None,
    }
}

pub fn limit(item: &Item) -> Option<AttemptLimit> {
    AttemptLimit::new(u8::try_from(item.as_integer()?).ok()?)
}

pub fn span(item: &Item, from: Duration, to: Duration) -> Option<Duration> {
    let span: SignedDuration = item.as_str()?.parse().ok()?;
    let span = Duration::try_from(span).ok()?;
    (from..=to).contains(&span).then_some(span)
}

/// The text that [`span`] reads.
pub fn span_text(span: Duration) -> String {
    let seconds = span.as_secs();
    match seconds {
        _ if seconds.is_multiple_of(3600) => format!("{}h", seconds / 3600),
        _ if seconds.is_multiple_of(60) => format!("{}m", seconds / 60),
        _ => format!("{seconds}s"),
    }
}

pub fn time_of_day(item: &Item) -> Option<Time> {
    hours::time_of_day(item.as_str()?)
}

pub fn closed_days(item: &Item) -> Option<ClosedDays> {
    let mut days = ClosedDays::default();
    for day in item.as_array()? {
        days.take(day.as_str()?).then_some(())?;
    }
    Some(days)
}

/// The known key that a mistyped one most resembles.
pub fn similar(key: &str, known: &[&'static str]) -> Option<String> {
    let folded = key.to_lowercase().replace('-', "_");
    let scored =
        known.iter().map(|candidate| (strsim::jaro_winkler(&folded, candidate), candidate));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(score, _)| *score > 0.8).map(|(_, candidate)| (*candidate).to_owned())
}
