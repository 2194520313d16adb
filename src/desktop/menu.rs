//! The menu as a plain value, computed from the snapshot in one function.
//!
//! Decides which entries there are, in which order, and what a click on each means. Connectors keep
//! the settings' order; an entry that makes no sense at the moment is disabled, not removed.

mod entry;

pub use entry::{Entry, Mark, Menu, Reach};

use super::action::Action;
use crate::domain::command::{Command, Scope};
use crate::domain::health::Urgency;
use crate::domain::practice::Access;
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};
use crate::text::{Label, Shape, Step, System, Words, step_for};

/// What the menu shows beside the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surroundings {
    /// The operating system.
    pub system: System,
    /// Whether the program starts at log-on.
    pub autostart: Autostart,
    /// Whether toasts can be shown.
    pub toasts: Toasts,
}

/// Whether the program starts at log-on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Autostart {
    /// Not found out, or only an administrator can change it while it is off.
    Unknown,
    /// It does not.
    Off,
    /// It does.
    On,
    /// It does, and only an administrator can change it.
    Fixed,
}

/// Whether toasts can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toasts {
    /// They can, as far as is known.
    Possible,
    /// One could not be shown: the menu says so.
    Impossible,
}

/// What the menu is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// The watch has not told anything yet.
    Starting,
    /// The watch did not start: what happened, as a headline.
    Failed(&'a str),
    /// The newest snapshot.
    Known(&'a Snapshot),
}

impl<'a> Content<'a> {
    /// The shape of the whole picture.
    pub fn shape(self) -> Shape {
        match self {
            Self::Starting => Shape::Checking,
            Self::Failed(_) => Shape::KeyringUnavailable,
            Self::Known(snapshot) => Shape::of_snapshot(snapshot),
        }
    }

    const fn snapshot(self) -> Option<&'a Snapshot> {
        match self {
            Self::Starting | Self::Failed(_) => None,
            Self::Known(snapshot) => Some(snapshot),
        }
    }
}

impl Menu {
    /// The menu for a content.
    pub fn of(content: Content<'_>, words: &Words, around: Surroundings) -> Self {
        let language = words.language;
        let snapshot = content.snapshot();
        let mut entries = head(content, words, around);
        if let Some(snapshot) = snapshot {
            match snapshot.connectors.as_slice() {
                [] => {
                    entries.push(item(language.label(Label::Add), Action::Assist, true));
                    entries.push(Entry::Separator);
                }
                [only] => {
                    entries.extend(connector_entries(only, words));
                    entries.push(Entry::Separator);
                }
                several => {
                    entries.extend(several.iter().map(|connector| Entry::Submenu {
                        label: connector.profile.name.clone(),
                        mark: Mark::Shape(Shape::of_connector(connector)),
                        entries: connector_entries(connector, words),
                    }));
                    entries.push(Entry::Separator);
                }
            }
        }
        let open = language.label(Label::Open).to_owned();
        entries.push(Entry::Item {
            label: open,
            mark: Mark::None,
            action: Some(Action::Open),
            reach: Reach::Default,
        });
        let is_paused = snapshot.is_some_and(|snapshot| snapshot.pause.is_some());
        let can_check = !is_paused && snapshot.is_some_and(|s| s.accounts().next().is_some());
        let check = Action::Tell(Command::Check(Scope::All));
        entries.push(item(language.label(Label::CheckNow), check, can_check));
        entries.push(pause(snapshot, words));
        entries.push(Entry::Separator);
        entries.push(autostart(words, around));
        entries.push(item(language.label(Label::Settings), Action::Settings, true));
        entries.push(item(language.label(Label::About), Action::About, true));
        entries.push(item(language.label(Label::Quit), Action::Quit, true));
        if snapshot.is_some_and(|snapshot| snapshot.practice.access != Access::Granted) {
            entries.iter_mut().for_each(only_look);
        }
        Self { entries }
    }
}

/// Disables what only operators may do.
fn only_look(entry: &mut Entry) {
    match entry {
        Entry::Separator => {}
        Entry::Submenu { entries, .. } => entries.iter_mut().for_each(only_look),
        Entry::Item { action, reach, .. } => {
            if action.as_ref().is_some_and(Action::needs_operator) {
                *reach = Reach::Disabled;
            }
        }
    }
}

fn head(content: Content<'_>, words: &Words, around: Surroundings) -> Vec<Entry> {
    let mark = Mark::Shape(content.shape());
    let mut entries = match content {
        Content::Starting => vec![read_only(words.language.starting().to_owned(), mark)],
        Content::Failed(what) => {
            let again = Action::Tell(Command::Reread);
            let label = words.language.try_again();
            vec![read_only(what.to_owned(), mark), item(label, again, true)]
        }
        Content::Known(snapshot) => {
            let mut entries = vec![read_only(words.headline(snapshot), mark)];
            entries.extend(worst_step(snapshot, words));
            entries
        }
    };
    if around.toasts == Toasts::Impossible {
        let hint = words.language.no_notification_service().to_owned();
        entries.push(read_only(hint, Mark::None));
    }
    entries.push(Entry::Separator);
    entries
}

/// The next step of the worst account, with its place where the headline does not name it.
fn worst_step(snapshot: &Snapshot, words: &Words) -> Option<Entry> {
    if snapshot.pause.is_some() {
        return None;
    }
    let (connector, account) = words.worst(snapshot)?;
    let (step, action) = match snapshot.practice.access {
        Access::Granted => next_step(connector, account, words)?,
        Access::MembersOf(_) => {
            let account = Some(account.account.clone());
            (words.language.label(Label::Support).to_owned(), Action::Support(account))
        }
    };
    let is_place_clear = snapshot.connectors.len() == 1 || words.names_only(snapshot, connector);
    let label = match is_place_clear {
        true => step,
        false => format!("{}: {step}", connector.profile.name),
    };
    Some(item(&label, action, true))
}

/// The label and the action of the next step for an account.
pub(super) fn next_step(
    connector: &ConnectorView,
    account: &AccountView,
    words: &Words,
) -> Option<(String, Action)> {
    let step = words.language.next_step(connector, account)?;
    let opens_page = !step.ends_with('?');
    let label = if opens_page { format!("{step}…") } else { step.to_owned() };
    let is_reach = Shape::of(connector, account).urgency() == Urgency::Waiting;
    let action = match step_for(connector, account) {
        _ if account.task && Shape::of(connector, account) == Shape::TaskOpen => {
            Action::Explain(account.account.clone())
        }
        Some(Step::Enter(account)) => Action::Enter(account),
        Some(Step::Change(account)) => Action::Change(account),
        Some(Step::Configure(id)) => Action::Configure(id),
        Some(Step::Trust(id)) => Action::Trust(id),
        Some(Step::Settings) => Action::Settings,
        None if is_reach => {
            let test = Command::Check(Scope::Connector(connector.profile.id.clone()));
            return Some((step.to_owned(), Action::Tell(test)));
        }
        None => Action::Explain(account.account.clone()),
    };
    Some((label, action))
}

fn connector_entries(connector: &ConnectorView, words: &Words) -> Vec<Entry> {
    let language = words.language;
    let id = &connector.profile.id;
    let mut entries: Vec<Entry> = connector
        .accounts
        .iter()
        .map(|account| {
            let name = words.account(account);
            let state = words.state(connector, account);
            Entry::Item {
                label: format!("{name} – {state}"),
                mark: Mark::Shape(Shape::of(connector, account)),
                action: Some(Action::Explain(account.account.clone())),
                reach: Reach::Enabled,
            }
        })
        .collect();
    if !entries.is_empty() {
        entries.push(Entry::Separator);
    }
    entries.push(item(language.label(Label::WebUi), Action::WebUi(id.clone()), true));
    entries.push(item(language.label(Label::Configure), Action::Configure(id.clone()), true));
    let change = |account: &AccountView| Action::Change(account.account.clone());
    entries.push(for_each_account(connector, words, Label::Change, change));
    let enter = |account: &AccountView| Action::Enter(account.account.clone());
    entries.push(for_each_account(connector, words, Label::Enter, enter));
    entries
}

/// The entry itself for one account, a submenu for several.
fn for_each_account(
    connector: &ConnectorView,
    words: &Words,
    label: Label,
    action: impl Fn(&AccountView) -> Action,
) -> Entry {
    let label = words.language.label(label);
    match connector.accounts.as_slice() {
        [] => read_only(label.to_owned(), Mark::None),
        [only] => item(label, action(only), true),
        several => Entry::Submenu {
            label: label.to_owned(),
            mark: Mark::None,
            entries: several
                .iter()
                .map(|account| item(&words.account(account), action(account), true))
                .collect(),
        },
    }
}

fn pause(snapshot: Option<&Snapshot>, words: &Words) -> Entry {
    let language = words.language;
    let pause = snapshot.and_then(|snapshot| snapshot.pause.as_ref());
    let label = match pause {
        Some(pause) => words.paused(pause),
        None => language.label(Label::Pause).to_owned(),
    };
    let resume = Action::Tell(Command::Resume);
    Entry::Submenu {
        label,
        mark: Mark::None,
        entries: vec![
            item(language.label(Label::PauseHour), Action::PauseHour, true),
            item(language.label(Label::PauseUntilTomorrow), Action::PauseUntilTomorrow, true),
            item(language.label(Label::Resume), resume, pause.is_some()),
        ],
    }
}

fn autostart(words: &Words, around: Surroundings) -> Entry {
    let (mark, reach) = match around.autostart {
        Autostart::Unknown => (Mark::Unticked, Reach::Disabled),
        Autostart::Off => (Mark::Unticked, Reach::Enabled),
        Autostart::On => (Mark::Ticked, Reach::Enabled),
        Autostart::Fixed => (Mark::Ticked, Reach::Disabled),
    };
    Entry::Item {
        label: words.language.label(Label::Autostart(around.system)).to_owned(),
        mark,
        action: Some(Action::Autostart),
        reach,
    }
}

fn item(label: &str, action: Action, is_enabled: bool) -> Entry {
    Entry::Item {
        label: label.to_owned(),
        mark: Mark::None,
        action: Some(action),
        reach: if is_enabled { Reach::Enabled } else { Reach::Disabled },
    }
}

const fn read_only(label: String, mark: Mark) -> Entry {
    Entry::Item { label, mark, action: None, reach: Reach::Disabled }
}

#[cfg(test)]
mod tests;
