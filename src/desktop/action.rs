//! What a click means, and its form as text.
//!
//! A menu entry's id and a toast button's key are the action as text: never a position, because the
//! menu may have changed between being shown and being clicked.

use std::fmt;
use std::str::FromStr;

use crate::domain::command::Command;
use crate::domain::identity::{AccountRef, ConnectorId};

/// What a click asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Something for the background task, as it stands.
    Tell(Command),
    /// The overview.
    Open,
    /// A pause of one hour, counted from the click.
    PauseHour,
    /// A pause until tomorrow at 8:00 local time.
    PauseUntilTomorrow,
    /// The device's administration in the browser.
    WebUi(ConnectorId),
    /// The settings of one connector.
    Configure(ConnectorId),
    /// The certificate of one connector.
    Trust(ConnectorId),
    /// Enter the password that was changed elsewhere.
    Enter(AccountRef),
    /// Change the password on the connector.
    Change(AccountRef),
    /// What is known of an account's trouble, and what helps.
    Explain(AccountRef),
    /// Choose when to be reminded.
    Later(ConnectorId),
    /// The first run: find a connector, confirm it, take over its password.
    Assist,
    /// The journal in words.
    History,
    /// Tell the service provider about an account, or about a whole connector's trouble.
    Support(Option<AccountRef>),
    /// Show a stored password while a button is held.
    Reveal(AccountRef),
    /// Put a stored password on the clipboard for a short time.
    Copy(AccountRef),
    /// Try a password that was in force earlier.
    Earlier(AccountRef),
    /// Enter the new password in the practice software too.
    Task(AccountRef),
    /// The folder that the settings lie in.
    Folder,
    /// Start at log-on, on or off.
    Autostart,
    /// The settings.
    Settings,
    /// The info page.
    About,
    /// The end of the program.
    Quit,
}

impl Action {
    /// Whether it changes something, or uses a password: only operators may (SCREENS 2.12).
    pub const fn needs_operator(&self) -> bool {
        match self {
            Self::Tell(command) => match command {
                Command::Pause { .. } | Command::Resume | Command::TaskDone(_) => true,
                Command::Check(_) | Command::Remind(..) | Command::Reread => false,
            },
            Self::PauseHour
            | Self::PauseUntilTomorrow
            | Self::Configure(_)
            | Self::Trust(_)
            | Self::Enter(_)
            | Self::Change(_)
            | Self::Assist
            | Self::Reveal(_)
            | Self::Copy(_)
            | Self::Earlier(_)
            | Self::Task(_)
            | Self::Autostart
            | Self::Settings => true,
            Self::Open
            | Self::WebUi(_)
            | Self::Explain(_)
            | Self::Later(_)
            | Self::History
            | Self::Support(_)
            | Self::Folder
            | Self::About
            | Self::Quit => false,
        }
    }
}

/// The text is no action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an action")]
pub struct NotAnAction;

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tell(command) => write!(f, "tell {command}"),
            Self::Open => f.write_str("open"),
            Self::PauseHour => f.write_str("pause-hour"),
            Self::PauseUntilTomorrow => f.write_str("pause-until-tomorrow"),
            Self::WebUi(id) => write!(f, "web-ui {id}"),
            Self::Configure(id) => write!(f, "configure {id}"),
            Self::Trust(id) => write!(f, "trust {id}"),
            Self::Enter(account) => write!(f, "enter {account}"),
            Self::Change(account) => write!(f, "change {account}"),
            Self::Explain(account) => write!(f, "explain {account}"),
            Self::Later(id) => write!(f, "later {id}"),
            Self::Assist => f.write_str("assist"),
            Self::History => f.write_str("history"),
            Self::Support(None) => f.write_str("support"),
            Self::Support(Some(account)) => write!(f, "support {account}"),
            Self::Reveal(account) => write!(f, "reveal {account}"),
            Self::Copy(account) => write!(f, "copy {account}"),
            Self::Folder => f.write_str("folder"),
            Self::Earlier(account) => write!(f, "earlier {account}"),
            Self::Task(account) => write!(f, "task {account}"),
            Self::Autostart => f.write_str("autostart"),
            Self::Settings => f.write_str("settings"),
            Self::About => f.write_str("about"),
            Self::Quit => f.write_str("quit"),
        }
    }
}

impl FromStr for Action {
    type Err = NotAnAction;
    fn from_str(text: &str) -> Result<Self, NotAnAction> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let id = || rest.parse::<ConnectorId>().map_err(|_| NotAnAction);
        let account = || rest.parse::<AccountRef>().map_err(|_| NotAnAction);
        Ok(match (verb, rest) {
            ("tell", _) => Self::Tell(rest.parse().map_err(|_| NotAnAction)?),
            ("open", "") => Self::Open,
            ("pause-hour", "") => Self::PauseHour,
            ("pause-until-tomorrow", "") => Self::PauseUntilTomorrow,
            ("web-ui", _) => Self::WebUi(id()?),
            ("configure", _) => Self::Configure(id()?),
            ("trust", _) => Self::Trust(id()?),
            ("enter", _) => Self::Enter(account()?),
            ("change", _) => Self::Change(account()?),
            ("explain", _) => Self::Explain(account()?),
            ("later", _) => Self::Later(id()?),
            ("assist", "") => Self::Assist,
            ("history", "") => Self::History,
            ("support", "") => Self::Support(None),
            ("support", _) => Self::Support(Some(account()?)),
            ("reveal", _) => Self::Reveal(account()?),
            ("copy", _) => Self::Copy(account()?),
            ("folder", "") => Self::Folder,
            ("earlier", _) => Self::Earlier(account()?),
            ("task", _) => Self::Task(account()?),
            ("autostart", "") => Self::Autostart,
            ("settings", "") => Self::Settings,
            ("about", "") => Self::About,
            ("quit", "") => Self::Quit,
            _ => return Err(NotAnAction),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Scope;
    use crate::domain::notice::Reminder;

    #[test]
    fn actions_survive_being_a_menu_id() {
        let account: AccountRef = "koeln/management/Dr. Wer/2".parse().unwrap();
        let id: ConnectorId = "koeln".parse().unwrap();
        let actions = [
            Action::Tell(Command::Check(Scope::All)),
            Action::Tell(Command::Check(Scope::Connector(id.clone()))),
            Action::Tell(Command::Remind(id.clone(), Reminder::Never)),
            Action::Tell(Command::TaskDone(account.clone())),
            Action::Open,
            Action::PauseHour,
            Action::PauseUntilTomorrow,
            Action::WebUi(id.clone()),
            Action::Configure(id.clone()),
            Action::Trust(id.clone()),
            Action::Enter(account.clone()),
            Action::Change(account.clone()),
            Action::Explain(account.clone()),
            Action::Assist,
            Action::History,
            Action::Support(None),
            Action::Support(Some(account.clone())),
            Action::Reveal(account.clone()),
            Action::Earlier(account.clone()),
            Action::Task(account),
            Action::Later(id),
            Action::Autostart,
            Action::Settings,
            Action::About,
            Action::Quit,
        ];
        for action in actions {
            assert_eq!(action.to_string().parse(), Ok(action));
        }
    }

    #[test]
    fn foreign_text_is_no_action() {
        for text in ["", "7", "erase all", "quit now", "enter koeln", "web-ui K%C3%B6ln", "tell "] {
            assert_eq!(text.parse::<Action>(), Err(NotAnAction), "{text}");
        }
    }
}
