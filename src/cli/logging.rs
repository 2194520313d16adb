//! The log of the console program: standard error, our own lines only. Decides the level; libraries
//! are silent because some of them log headers, and a header may hold a secret.

use std::io::Write;

use log::{LevelFilter, Log, Metadata, Record};

/// The environment variable that sets the level: `error`, `warn`, `info`, `debug`, `trace`, `off`.
pub const VARIABLE: &str = "KONNEKTORWART_LOG";

struct Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().split("::").next() == Some("konnektorwart")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let now = jiff::Timestamp::now();
        let (level, target) = (record.level(), record.target());
        let line = format!("{now:.3} {level:<5} {target}: {}\n", record.args());
        // A log that cannot be written has nowhere to say so.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }

    fn flush(&self) {}
}

/// Starts the log. `-v` and the environment win over `settings`, the level of a command that stays.
pub fn start(verbose: u8, settings: Option<LevelFilter>) {
    let named = std::env::var(VARIABLE).ok().and_then(|text| text.parse().ok());
    let level = match (verbose, named) {
        (0, Some(level)) => level,
        (0, None) => settings.unwrap_or(LevelFilter::Error),
        (1, _) => LevelFilter::Info,
        (2, _) => LevelFilter::Debug,
        (_, _) => LevelFilter::Trace,
    };
    if log::set_logger(&Lines).is_ok() {
        log::set_max_level(level);
    }
}
