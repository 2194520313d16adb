//! What people can ask of the background task, and its form as text.
//!
//! A menu entry's id is the command as text: verb and identifiers, never a position.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use super::identity::{AccountRef, ConnectorId};
use super::notice::Reminder;

/// A wish that the background task checks against the present state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// *Jetzt prüfen*: unasked in the sense of SAFETY 1.
    Check(Scope),
    /// Stop every unasked attempt and every toast until then (SAFETY S24).
    Pause {
        /// When it ends.
        until: Timestamp,
        /// Why; may be empty.
        reason: String,
    },
    /// End the pause.
    Resume,
    /// *Später* of a toast.
    Remind(ConnectorId, Reminder),
    /// The settings or a journal were changed by another program of ours.
    Reread,
    /// "Ja, eingetragen": the new password stands in the practice software too.
    TaskDone(AccountRef),
}

/// Which accounts are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All.
    All,
    /// Those of one connector.
    Connector(ConnectorId),
    /// One.
    Account(AccountRef),
}

/// The text is no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a command")]
pub struct NotACommand;

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Check(Scope::All) => f.write_str("check"),
            Self::Check(Scope::Connector(id)) => write!(f, "check {id}"),
            Self::Check(Scope::Account(account)) => write!(f, "check {account}"),
            Self::Pause { until, reason } => write!(f, "pause {until} {reason}"),
            Self::Resume => f.write_str("resume"),
            Self::Remind(id, Reminder::InOneHour) => write!(f, "remind {id} hour"),
            Self::Remind(id, Reminder::TomorrowMorning) => write!(f, "remind {id} tomorrow"),
            Self::Remind(id, Reminder::Never) => write!(f, "remind {id} never"),
            Self::Reread => f.write_str("reread"),
            Self::TaskDone(account) => write!(f, "task-done {account}"),
        }
    }
}

impl FromStr for Command {
    type Err = NotACommand;
    fn from_str(text: &str) -> Result<Self, NotACommand> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        match (verb, rest) {
            ("check", "") => Ok(Self::Check(Scope::All)),
            ("check", _) if rest.contains('/') => rest
                .parse()
                .map(|account| Self::Check(Scope::Account(account)))
                .map_err(|_| NotACommand),
            ("check", _) => {
                rest.parse().map(|id| Self::Check(Scope::Connector(id))).map_err(|_| NotACommand)
            }
            ("pause", _) => {
                let (until, reason) = rest.split_once(' ').unwrap_or((rest, ""));
                let until = until.parse().map_err(|_| NotACommand)?;
                Ok(Self::Pause { until, reason: reason.to_owned() })
            }
            ("resume", "") => Ok(Self::Resume),
            ("remind", _) => {
                let (id, when) = rest.split_once(' ').ok_or(NotACommand)?;
                let reminder = match when {
                    "hour" => Reminder::InOneHour,
                    "tomorrow" => Reminder::TomorrowMorning,
                    "never" => Reminder::Never,
                    _ => return Err(NotACommand),
                };
                Ok(Self::Remind(id.parse().map_err(|_| NotACommand)?, reminder))
            }
            ("reread", "") => Ok(Self::Reread),
            ("task-done", _) => rest.parse().map(Self::TaskDone).map_err(|_| NotACommand),
            _ => Err(NotACommand),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_survive_being_a_menu_id() {
        let account: AccountRef = "koeln/management/Dr. Wer".parse().unwrap();
        let id: ConnectorId = "koeln".parse().unwrap();
        let commands = [
            Command::Check(Scope::All),
            Command::Check(Scope::Connector(id.clone())),
            Command::Check(Scope::Account(account.clone())),
            Command::Pause {
                until: "2026-11-24T22:00:00Z".parse().unwrap(),
                reason: "Umzug 1".into(),
            },
            Command::Resume,
            Command::Remind(id, Reminder::TomorrowMorning),
            Command::Reread,
            Command::TaskDone(account),
        ];
        for command in commands {
            assert_eq!(command.to_string().parse(), Ok(command));
        }
        assert_eq!("erase all".parse::<Command>(), Err(NotACommand));
    }
}
