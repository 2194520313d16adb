//! How a value stands in the file: the other direction of `value`.

use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use crate::domain::context::CallContext;
use crate::domain::device::Pin;
use crate::domain::identity::Plane;
use crate::store::config::hours::{time_word, weekday_word};
use crate::store::config::{ClosedDays, QuietHours};

pub fn pin_key(plane: Plane) -> &'static str {
    match plane {
        Plane::Management => "management_pin",
        Plane::Client => "client_pin",
    }
}

pub fn pin_value(pin: &Pin) -> Value {
    let mut table = InlineTable::new();
    match pin {
        Pin::Certificate(fingerprint) => return fingerprint.to_string().into(),
        Pin::Authority { authority, subject } => {
            table.insert("authority", authority.to_string().into());
            table.insert("subject", subject.as_str().into());
        }
        Pin::PublicKey(key) => {
            table.insert("public_key", key.to_string().into());
        }
    }
    table.into()
}

pub fn context_value(context: &CallContext) -> Value {
    let mut table = InlineTable::new();
    table.insert("mandant", context.mandant.as_str().into());
    table.insert("clientsystem", context.clientsystem.as_str().into());
    table.insert("arbeitsplatz", context.arbeitsplatz.as_str().into());
    table.into()
}

pub fn log_word(level: log::LevelFilter) -> String {
    level.as_str().to_ascii_lowercase()
}

pub fn quiet_value(hours: &QuietHours) -> Value {
    let mut table = InlineTable::new();
    table.insert("from", time_word(hours.from).into());
    table.insert("until", time_word(hours.until).into());
    table.into()
}

/// The weekdays, then the dates.
pub fn days_value(days: &ClosedDays) -> Value {
    let names = days.weekdays.iter().map(|weekday| weekday_word(*weekday).to_owned());
    names.chain(days.dates.iter().map(ToString::to_string)).collect::<Array>().into()
}

/// Sets a value, or makes it none: by taking the key away, or where a weaker file would then count by
/// the word that says so.
pub fn put_or_clear(
    table: &mut dyn TableLike,
    key: &str,
    value: Option<impl Into<Value>>,
    none: Option<&str>,
) {
    match (value, none) {
        (Some(value), _) => put(table, key, value),
        (None, Some(none)) => put(table, key, none),
        (None, None) => drop(table.remove(key)),
    }
}

/// Sets a value and keeps the comment and the blanks around the one that was there.
pub fn put(table: &mut dyn TableLike, key: &str, value: impl Into<Value>) {
    let mut value = value.into();
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(present) => {
            *value.decor_mut() = present.decor().clone();
            *present = value;
        }
        None => drop(table.insert(key, Item::Value(value))),
    }
}
