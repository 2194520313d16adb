//! What the answer to a login means by a contract.

use serde_json::Value;

use super::{Login, Meaning, Rule};
use crate::domain::probe::{ChangeReason, ManagementAnswer};

/// A success needs its status and, where the contract names one, its token; then the first rule counts.
pub(super) fn judge(login: &Login, status: u16, has_token: bool, body: &[u8]) -> ManagementAnswer {
    let success = &login.success;
    let has_status = success.status.iter().any(|fits| fits.code() == status);
    if has_status && (has_token || success.token_header.is_none()) {
        return ManagementAnswer::LoggedIn;
    }
    let text = String::from_utf8_lossy(body).to_lowercase();
    let json = serde_json::from_slice::<Value>(body).ok();
    let means = login.answer.iter().find(|rule| fits(rule, status, &text, json.as_ref()));
    match means.map(|rule| rule.means) {
        Some(Meaning::Refused) => ManagementAnswer::Refused(status),
        Some(Meaning::Locked) => ManagementAnswer::Locked(status),
        Some(Meaning::ChangeInitial) => ManagementAnswer::ChangeDemanded(ChangeReason::Initial),
        Some(Meaning::ChangeExpired) => ManagementAnswer::ChangeDemanded(ChangeReason::Expired),
        Some(Meaning::ChangeUnknown) => ManagementAnswer::ChangeDemanded(ChangeReason::Unknown),
        None => ManagementAnswer::Unclear(status),
    }
}

fn fits(rule: &Rule, status: u16, text: &str, json: Option<&Value>) -> bool {
    rule.status.iter().any(|fits| fits.code() == status)
        && (rule.words.is_empty()
            || rule.words.iter().any(|word| match json {
                Some(json) => mentions(json, word),
                None => text.contains(word.as_str()),
            }))
        && rule
            .pointer
            .as_ref()
            .is_none_or(|pointer| json.and_then(|json| pointer.of(json)).is_some_and(says_yes))
}

/// Whether a text of the document contains the word, or a field so named says yes:
/// `{"passwordChangeRequired": false}` does not mention a change.
fn mentions(value: &Value, word: &str) -> bool {
    match value {
        Value::String(text) => text.to_lowercase().contains(word),
        Value::Array(values) => values.iter().any(|value| mentions(value, word)),
        Value::Object(fields) => fields.iter().any(|(name, value)| {
            (name.to_lowercase().contains(word) && says_yes(value)) || mentions(value, word)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn says_yes(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) | Value::Number(_) => true,
        Value::String(text) => !text.is_empty() && text != "false",
        Value::Array(values) => !values.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}
