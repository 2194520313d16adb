//! `history`: what happened to the accounts, as a report or as JSON.

use jiff::Timestamp;
use serde::Serialize;

use super::console::{Console, Failure};
use super::exit::Exit;
use super::report;
use crate::watch::{HistoryEntry, Setup, once};

/// Prints what the journals tell, the newest first. Nothing is sent.
pub fn run(console: &mut Console, setup: &Setup, place: Option<&str>) -> Result<Exit, Failure> {
    let scope = report::scope(console, setup, place)?;
    let entries = once::history(setup, &scope)?;
    let words = console.words();
    if console.json {
        let entries = entries.iter().map(|entry| Line {
            at: entry.record.at,
            account: entry.account.to_string(),
            name: &entry.place,
            plane: entry.account.plane.as_str(),
            user: entry.account.user.as_str(),
            by: Some(entry.record.by.as_str()).filter(|by| !by.is_empty()),
            text: words.language.history_step(&entry.record.step),
            step: step(entry),
        });
        console.value(&History { entries: entries.collect() });
        return Ok(Exit::Ok);
    }
    console.line(words.report(&entries).trim_end());
    Ok(Exit::Ok)
}

#[derive(Debug, Serialize)]
struct History<'a> {
    entries: Vec<Line<'a>>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    at: Timestamp,
    account: String,
    name: &'a str,
    plane: &'static str,
    user: &'a str,
    by: Option<&'a str>,
    text: String,
    step: String,
}

/// The step's word in the journal.
fn step(entry: &HistoryEntry) -> String {
    let value = serde_json::to_value(&entry.record.step).expect("a step is plain text");
    value.get("step").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}
