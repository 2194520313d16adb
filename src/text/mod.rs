//! The words, German first and English second: one function for each message.
//!
//! Decides how everything is said; what is said comes in as typed values of `domain`. Both languages
//! of a message stand side by side in one exhaustive match, so that a missing translation does not
//! compile and a change of one is seen beside the other. Clock and time zone are arguments.

mod adopted;
mod cli;
mod connection;
mod connection_test;
mod days;
mod draft;
mod expiry;
mod headline;
mod hints;
mod history;
mod labels;
mod message;
mod notice;
pub mod pages;
mod password_rules;
mod reveal;
mod shape;
mod state;
mod steps;
mod time;
mod tooltip;
mod withheld;

pub use cli::{DemoLine, PinState, Saw, Usage};
pub use labels::{Label, System};
pub use message::Message;
pub use notice::ToastText;
pub use shape::Shape;
pub use steps::{ShellMatter, Step, step_for};
pub use tooltip::{TOOLTIP_LIMIT, cut};

use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::practice;

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// German, the practice's language.
    #[default]
    German,
    /// English.
    English,
}

/// The text names no language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither de nor en")]
pub struct UnknownLanguage;

impl Language {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::German, Self::English];

    /// The language of a locale as environments write it (`de_DE.UTF-8`, `en-GB`): English where it is
    /// named, German for everything else, because the practices are German.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next();
        match language.is_some_and(|language| language.eq_ignore_ascii_case("en")) {
            true => Self::English,
            false => Self::German,
        }
    }

    /// The language that the settings name; none where it is the operating system's.
    pub const fn of_settings(named: practice::Language) -> Option<Self> {
        match named {
            practice::Language::Auto => None,
            practice::Language::German => Some(Self::German),
            practice::Language::English => Some(Self::English),
        }
    }

    /// The word on the command line and in the settings: `de` or `en`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// A name in the quotation marks of the language: „local“ or “local”.
    pub fn quoted(self, name: &str) -> String {
        match self {
            Self::German => format!("„{name}“"),
            Self::English => format!("“{name}”"),
        }
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;
    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|language| language.as_str() == text).ok_or(UnknownLanguage)
    }
}

/// A language together with the clock that its times are told by.
#[derive(Debug, Clone)]
pub struct Words {
    /// The language.
    pub language: Language,
    /// The zone in which times are told.
    pub zone: TimeZone,
    /// The moment that "today" and "2 minutes ago" are counted from.
    pub now: Timestamp,
}

impl Words {
    /// The words at one moment.
    pub const fn new(language: Language, zone: TimeZone, now: Timestamp) -> Self {
        Self { language, zone, now }
    }
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
