//! What can be wrong with a settings file, as values: `text` has the sentences for a person.

use std::fmt;

/// One mistake and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as a person finds it.
    pub file: String,
    /// Counts from 1.
    pub line: usize,
    /// Counts characters from 1.
    pub column: usize,
    /// The key with its tables, `connector.koeln.port`; empty where there is none.
    pub key: String,
    /// What is wrong.
    pub mistake: Mistake,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// No TOML; the words of the parser.
    Syntax(String),
    /// A key that is not known.
    UnknownKey {
        /// The known key that it resembles.
        suggestion: Option<String>,
    },
    /// A value that is not acceptable.
    Value {
        /// The value as it stands there, at most 60 characters.
        found: String,
        /// What would be.
        allowed: Allowed,
    },
    /// A key that has to be there and is not.
    Missing,
    /// The same account of the same device stands in this other connector too, or twice in its own.
    AccountTwice {
        /// The connector that has it first.
        connector: String,
    },
    /// This connector and another one have an address or a pin in common but not the device.
    SplitDevice {
        /// The other connector.
        connector: String,
    },
}

/// What a value may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A whole number between both.
    Number {
        /// The smallest.
        from: i64,
        /// The largest.
        to: i64,
    },
    /// A span of time between both, written like `5m`, `30 min` or `24h`.
    Span {
        /// The shortest, in seconds.
        from: u64,
        /// The longest, in seconds.
        to: u64,
    },
    /// `true` or `false`.
    Switch,
    /// Text of this many characters, without control characters.
    Text {
        /// The fewest.
        from: usize,
        /// The most.
        to: usize,
    },
    /// An IP address or a host name.
    Host,
    /// A user name without colon, 1 to 128 characters.
    User,
    /// 32 hexadecimal digits.
    Hex32,
    /// A fingerprint of 64 hexadecimal digits, or a table with `authority` and `subject`, or with
    /// `public_key`.
    Pin,
    /// A time of day, `20:00`.
    TimeOfDay,
    /// A weekday in English or a date, `2026-12-24`.
    Day,
    /// An absolute path.
    AbsolutePath,
    /// `auto` or a version of three numbers, `8.1.3`.
    CardService,
    /// A name of `a-z`, `0-9` and hyphen, 1 to 64 characters.
    ConnectorId,
    /// A table.
    Table,
    /// A list.
    List,
    /// Tables of the form `[[connector.ID.account]]`.
    Tables,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: ", self.file, self.line, self.column)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        self.mistake.fmt(f)
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(words) => f.write_str(words),
            Self::UnknownKey { suggestion: None } => f.write_str("unknown key"),
            Self::UnknownKey { suggestion: Some(key) } => {
                write!(f, "unknown key, did you mean `{key}`?")
            }
            Self::Value { found, allowed } => write!(f, "{found} is not {allowed}"),
            Self::Missing => f.write_str("is missing"),
            Self::AccountTwice { connector } => {
                write!(f, "connector `{connector}` has the same account of the same device")
            }
            Self::SplitDevice { connector } => {
                write!(f, "connector `{connector}` is the same device under another id")
            }
        }
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => write!(f, "one of {}", words.join(", ")),
            Self::Number { from, to } => write!(f, "a number from {from} to {to}"),
            Self::Span { from, to } => write!(f, "a time from {from} s to {to} s, such as \"5m\""),
            Self::Switch => f.write_str("true or false"),
            Self::Text { from, to } => write!(f, "text of {from} to {to} characters"),
            Self::Host => f.write_str("an IP address or a host name"),
            Self::User => f.write_str("a user name of 1 to 128 characters without colon"),
            Self::Hex32 => f.write_str("32 hexadecimal digits"),
            Self::Pin => f.write_str(
                "a fingerprint of 64 hexadecimal digits, { authority, subject } or { public_key }",
            ),
            Self::TimeOfDay => f.write_str("a time of day such as \"20:00\""),
            Self::Day => f.write_str("a weekday such as \"saturday\" or a date \"2026-12-24\""),
            Self::AbsolutePath => f.write_str("an absolute path"),
            Self::CardService => f.write_str("\"auto\" or a version such as \"8.1.3\""),
            Self::ConnectorId => f.write_str("a name of a-z, 0-9 and hyphen"),
            Self::Table => f.write_str("a table"),
            Self::List => f.write_str("a list"),
            Self::Tables => f.write_str("tables such as [[connector.ID.account]]"),
        }
    }
}
