//! The shapes of `--json`. Stable: a field is added, never renamed nor given another meaning
//! (`docs/console.md`). Times are RFC 3339 in UTC, words of fixed sets are lower-case English.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::exit::Exit;
use crate::domain::health::Health;
use crate::domain::lockout::Withheld;
use crate::domain::notice::{Notice, What};
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};
use crate::text::{Message, Words};

/// A command that was not done.
#[derive(Debug, Serialize)]
pub struct Failed {
    pub error: Explained,
    pub exit: &'static str,
}

/// A message in three parts.
#[derive(Debug, Serialize)]
pub struct Explained {
    pub what: String,
    pub meaning: String,
    pub next: String,
}

/// `status`, `check`, and each picture of `watch`.
#[derive(Debug, Serialize)]
pub struct Report {
    pub taken: Timestamp,
    pub headline: String,
    pub exit: &'static str,
    pub pause: Option<Paused>,
    pub accounts: Vec<Account>,
}

#[derive(Debug, Serialize)]
pub struct Paused {
    pub until: Timestamp,
    pub reason: String,
}

#[derive(Debug, Serialize)]
pub struct Account {
    pub account: String,
    pub connector: String,
    pub name: String,
    pub plane: &'static str,
    pub user: String,
    pub state: &'static str,
    pub exit: &'static str,
    pub text: String,
    pub message: Option<Explained>,
    pub since: Option<Timestamp>,
    pub accepted: Option<Timestamp>,
    pub checked: Option<Timestamp>,
    pub stale: bool,
    pub spare: u8,
    pub task: bool,
    pub password_since: Option<Timestamp>,
    pub expires: Option<Date>,
    pub expiring: bool,
    pub not_sent: Option<NotSent>,
}

/// Why no password was sent.
#[derive(Debug, Serialize)]
pub struct NotSent {
    pub reason: &'static str,
    pub text: String,
}

/// A line of `watch --json`.
#[derive(Debug, Serialize)]
#[serde(tag = "update", rename_all = "kebab-case")]
pub enum Update {
    Snapshot(Report),
    Notice(Told),
    Settings(Failed),
    Ended { in_time: bool },
}

/// What a person must hear.
#[derive(Debug, Serialize)]
pub struct Told {
    pub at: Timestamp,
    pub connector: String,
    pub kind: &'static str,
    pub account: String,
    pub title: String,
    pub text: String,
}

impl Failed {
    pub fn new(message: &Message, exit: Exit) -> Self {
        Self { error: message.into(), exit: exit.word() }
    }
}

impl From<&Message> for Explained {
    fn from(message: &Message) -> Self {
        Self {
            what: message.what.clone(),
            meaning: message.meaning.clone(),
            next: message.next.clone(),
        }
    }
}

impl Report {
    pub fn new(words: &Words, snapshot: &Snapshot, exit: Exit) -> Self {
        let pause = snapshot.pause.as_ref();
        Self {
            taken: snapshot.taken,
            headline: words.headline(snapshot),
            exit: exit.word(),
            pause: pause.map(|pause| Paused { until: pause.until, reason: pause.reason.clone() }),
            accounts: snapshot
                .accounts()
                .map(|(connector, account)| Account::new(words, connector, account))
                .collect(),
        }
    }
}

impl Account {
    fn new(words: &Words, connector: &ConnectorView, view: &AccountView) -> Self {
        Self {
            account: view.account.to_string(),
            connector: view.account.connector.to_string(),
            name: connector.profile.name.clone(),
            plane: view.account.plane.as_str(),
            user: view.account.user.to_string(),
            state: state(&view.health),
            exit: Exit::of_account(view).word(),
            text: words.state_with_times(connector, view),
            message: words.language.explained(&view.health).as_ref().map(Explained::from),
            since: view.since,
            accepted: view.accepted,
            checked: view.checked,
            stale: view.stale,
            spare: view.spare,
            task: view.task,
            password_since: view.changed.map(|changed| changed.at),
            expires: view.expires.map(|expires| expires.on),
            expiring: view.expiring,
            not_sent: view.withheld.as_ref().map(|withheld| NotSent {
                reason: reason(withheld),
                text: words.withheld(withheld),
            }),
        }
    }
}

impl Told {
    pub fn new(words: &Words, notice: &Notice) -> Self {
        let text = words.notice(notice);
        let (kind, account) = match &notice.what {
            What::Trouble { account, .. } => ("trouble", account),
            What::AllClear { account, .. } => ("all-clear", account),
        };
        Self {
            at: notice.at,
            connector: notice.connector.to_string(),
            kind,
            account: account.to_string(),
            title: text.title,
            text: text.body,
        }
    }
}

/// The stable word for a state.
pub const fn state(health: &Health) -> &'static str {
    match health {
        Health::Checking => "checking",
        Health::Proven => "proven",
        Health::ContextWrong(_) => "context-wrong",
        Health::Refused(_) => "refused",
        Health::ChangeDemanded(_) => "change-demanded",
        Health::Locked => "locked",
        Health::Unclear(_) => "unclear",
        Health::Unreachable(_) => "unreachable",
        Health::Untrusted(_) => "untrusted",
        Health::Unverifiable(_) => "unverifiable",
        Health::Disagreement => "disagreement",
        Health::KeyringUnavailable(_) => "keyring-unavailable",
        Health::StoreUnavailable => "store-unavailable",
        Health::WatchedElsewhere(_) => "watched-elsewhere",
        Health::NotSetUp(_) => "not-set-up",
    }
}

/// The stable word for a reason for which nothing was sent.
const fn reason(withheld: &Withheld) -> &'static str {
    match withheld {
        Withheld::NoPassword => "no-password",
        Withheld::Refused { .. } => "refused",
        Withheld::Doubtful { .. } => "doubtful",
        Withheld::NotAnsweredSince { .. } => "not-answered-since",
        Withheld::Spent { .. } => "spent",
        Withheld::Unproven => "unproven",
        Withheld::RefusedForAnother { .. } => "refused-for-another",
        Withheld::LedgerDamaged { .. } => "ledger-damaged",
        Withheld::ChangeUnderWay => "change-under-way",
        Withheld::NotAsked => "not-asked",
        Withheld::WatchedElsewhere(_) => "watched-elsewhere",
        Withheld::NobodyWatches => "nobody-watches",
        Withheld::ProbedByAnotherSession => "probed-by-another-session",
        Withheld::Paused => "paused",
        Withheld::OnlineCheckOff => "online-check-off",
        Withheld::Busy => "busy",
        Withheld::Disagreement => "disagreement",
        Withheld::KeyringUnavailable => "keyring-unavailable",
        Withheld::NotNoted => "not-noted",
        Withheld::NotTrusted => "not-trusted",
    }
}
