//! Where a command writes and whom it asks. Decides that a closed pipe ends nothing halfway: what is
//! under way goes on, only the words are lost.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::exit::Exit;
use crate::platform::terminal::Terminal;
use crate::text::{Language, Message, Usage, Words};
use crate::watch;

/// Why a command was not done.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong.
    Usage(Usage),
    /// Something was in the way.
    Watch(watch::Error),
    /// Something that a message was made for.
    Told(Message, Exit),
}

impl From<Usage> for Failure {
    fn from(usage: Usage) -> Self {
        Self::Usage(usage)
    }
}

impl From<watch::Error> for Failure {
    fn from(error: watch::Error) -> Self {
        Self::Watch(error)
    }
}

/// Output, language and clock of one command.
#[derive(Debug)]
pub struct Console {
    pub language: Language,
    pub zone: TimeZone,
    /// Whether JSON is wanted instead of sentences.
    pub json: bool,
    is_closed: bool,
}

impl Console {
    pub fn new(language: Language, json: bool) -> Self {
        Self { language, zone: TimeZone::system(), json, is_closed: false }
    }

    /// The words at this moment.
    pub fn words(&self) -> Words {
        Words::new(self.language, self.zone.clone(), Timestamp::now())
    }

    /// Whether the reader of our output has gone.
    pub const fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Writes a line of words.
    pub fn line(&mut self, text: &str) {
        self.write(format_args!("{text}\n"));
    }

    /// Writes lines of words.
    pub fn lines<T: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = T>) {
        for line in lines {
            self.line(line.as_ref());
        }
    }

    /// Writes a value as one line of JSON.
    pub fn value(&mut self, value: &impl Serialize) {
        let text = serde_json::to_string(value).expect("our shapes have string keys only");
        self.line(&text);
    }

    /// Writes the words, or the value where JSON is wanted.
    pub fn say(&mut self, words: &str, value: &impl Serialize) {
        if self.json {
            self.value(value);
        } else {
            self.line(words);
        }
    }

    /// Writes a failure where it belongs, and answers its exit code.
    pub fn fail(&mut self, failure: &Failure) -> Exit {
        let (message, exit) = match failure {
            Failure::Usage(usage) => (self.language.usage(usage), Exit::Usage),
            Failure::Watch(error) => (self.words().failure(error), exit_of(error)),
            Failure::Told(message, exit) => (message.clone(), *exit),
        };
        if self.json {
            self.value(&super::json::Failed::new(&message, exit));
        } else {
            let text = format!("{}\n{}\n→ {}\n", message.what, message.meaning, message.next);
            // Nobody is left to be told that nobody reads.
            let _ = io::stderr().write_all(text.as_bytes());
        }
        exit
    }

    /// The terminal, for a question that only a person may answer; `instead` is the option that
    /// replaces the question.
    pub fn terminal(&self, instead: &'static str) -> Result<Terminal, Failure> {
        Terminal::open().ok_or(Failure::Usage(Usage::NoTerminal(instead)))
    }

    /// Asks until the answer is yes or no; the end of the input is a no.
    pub fn ask(&self, terminal: &mut Terminal, question: &str) -> bool {
        loop {
            let Ok(answer) = terminal.ask(question) else {
                return false;
            };
            match answer.to_lowercase().as_str() {
                "j" | "ja" | "y" | "yes" => return true,
                "n" | "nein" | "no" => return false,
                _ => {}
            }
        }
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        if self.is_closed {
            return;
        }
        let mut out = io::stdout().lock();
        if out.write_fmt(text).and_then(|()| out.flush()).is_err() {
            self.is_closed = true;
        }
    }
}

/// What is wrong in the settings is for a person to repair; the rest means that nothing is known.
fn exit_of(error: &watch::Error) -> Exit {
    match error {
        watch::Error::Unknown(_) | watch::Error::NoCertificateMode(_) => Exit::Usage,
        watch::Error::CertificateDiffers(_)
        | watch::Error::MeaningNeeded(_)
        | watch::Error::NotAnotherDevice
        | watch::Error::SeveralDevices(_) => Exit::Critical,
        watch::Error::NotReached(crate::domain::probe::Verdict::Untrusted(_)) => Exit::Critical,
        watch::Error::Settings(crate::store::config::Error::Refused(_))
        | watch::Error::Settings(crate::store::config::Error::Unknown(_))
        | watch::Error::Settings(crate::store::config::Error::Taken(_))
        | watch::Error::Settings(crate::store::config::Error::Locked(_)) => Exit::Usage,
        watch::Error::Folders(_)
        | watch::Error::Machine(_)
        | watch::Error::MachineName(_)
        | watch::Error::Settings(_)
        | watch::Error::Accounts(_)
        | watch::Error::Keyring(_)
        | watch::Error::Devices(_)
        | watch::Error::Pause(_)
        | watch::Error::NoCertificate(_)
        | watch::Error::Certificate(_)
        | watch::Error::CertificateFile(_)
        | watch::Error::Start(_)
        | watch::Error::NotReached(_) => Exit::Unknown,
    }
}
