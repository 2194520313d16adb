//! A connector's card and the lines of its accounts, as plain values.

use crate::desktop::action::Action;
use crate::domain::command::{Command, Scope};
use crate::domain::health::{Health, Missing};
use crate::domain::identity::ConnectorId;
use crate::domain::practice::{Access, Offer};
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};
use crate::text::pages::{BAR_FROM, OverviewWords};
use crate::text::{Shape, Words};

/// A connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub id: ConnectorId,
    pub shape: Shape,
    pub name: String,
    pub address: String,
    /// Vendor and firmware, as far as they are known.
    pub device: String,
    /// Its state in one sentence, for the folded card.
    pub line: String,
    pub is_folded: bool,
    pub web_ui_label: String,
    pub accounts: Vec<Row>,
    /// Whether its settings can be opened here.
    pub can_configure: bool,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub shape: Shape,
    pub plane: String,
    pub plane_explained: String,
    pub user: String,
    pub state: String,
    /// What is shown is old.
    pub is_stale: bool,
    pub age: String,
    /// The part of the password's life that has passed, in thousandths; none: no bar.
    pub passed: Option<u16>,
    pub ends_soon: bool,
    pub menu_label: String,
    pub menu: Vec<Entry>,
}

/// An entry of an account's menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub text: String,
    pub action: Action,
    pub is_enabled: bool,
    /// A line above it.
    pub is_separated: bool,
}

impl Card {
    /// The card of a connector.
    pub(super) fn of(
        connector: &ConnectorView,
        snapshot: &Snapshot,
        words: &Words,
        is_folded: bool,
    ) -> Self {
        let (profile, language) = (&connector.profile, words.language);
        let rows = connector.accounts.iter();
        let row = |account| Row::of(connector, account, snapshot, words);
        Self {
            id: profile.id.clone(),
            shape: match snapshot.pause {
                Some(_) => Shape::Paused,
                None => Shape::of_connector(connector),
            },
            name: profile.name.clone(),
            address: profile.host.to_string(),
            device: language.device(connector),
            line: words.connector_line(connector),
            is_folded,
            web_ui_label: language.web_ui_of(&profile.name),
            accounts: if is_folded { Vec::new() } else { rows.map(row).collect() },
            can_configure: snapshot.practice.access == Access::Granted,
        }
    }
}

impl Row {
    fn of(
        connector: &ConnectorView,
        account: &AccountView,
        snapshot: &Snapshot,
        words: &Words,
    ) -> Self {
        let language = words.language;
        let shape = Shape::of(connector, account);
        let bar = account.expires.filter(|expires| expires.fraction(words.today()) >= BAR_FROM);
        Self {
            shape,
            plane: language.plane(account.account.plane).to_owned(),
            plane_explained: language.plane_explained(account.account.plane).to_owned(),
            user: account.account.user.to_string(),
            state: words.state_in_line(connector, account),
            is_stale: shape == Shape::Stale || snapshot.pause.is_some(),
            age: words.age_in_line(account),
            passed: bar.map(|expires| thousandths(expires.fraction(words.today()))),
            ends_soon: bar.is_some_and(|expires| expires.is_soon(words.today())),
            menu_label: language.actions_for(&connector.profile.name, &words.account(account)),
            menu: menu(connector, account, snapshot, words),
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a fraction between 0 and 1"
)]
fn thousandths(fraction: f64) -> u16 {
    (fraction.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// What can be done with an account. Who may only look gets what changes nothing.
fn menu(
    connector: &ConnectorView,
    account: &AccountView,
    snapshot: &Snapshot,
    words: &Words,
) -> Vec<Entry> {
    let fixed = OverviewWords::of(words.language);
    let who = || account.account.clone();
    let may_act = snapshot.practice.access == Access::Granted;
    let entry = |text: &str, action| Entry {
        text: text.to_owned(),
        action,
        is_enabled: true,
        is_separated: false,
    };
    let mut all = Vec::new();
    let check = Action::Tell(Command::Check(Scope::Account(who())));
    all.push(Entry { is_enabled: snapshot.pause.is_none(), ..entry(fixed.check_one, check) });
    if account.health.urgency() > crate::domain::health::Urgency::Calm || account.withheld.is_some()
    {
        all.push(entry(fixed.explain, Action::Explain(who())));
    }
    if may_act {
        let has_password = account.health != Health::NotSetUp(Missing::Password);
        let apart = Entry { is_separated: true, ..entry(fixed.enter, Action::Enter(who())) };
        all.push(apart);
        all.push(entry(fixed.change, Action::Change(who())));
        let earlier = entry(fixed.earlier, Action::Earlier(who()));
        all.push(Entry { is_enabled: has_password, ..earlier });
        let is_offered = |offer: Offer| offer == Offer::Offered && has_password;
        let copy = Entry { is_separated: true, ..entry(fixed.copy, Action::Copy(who())) };
        all.push(Entry { is_enabled: is_offered(snapshot.practice.copying), ..copy });
        let reveal = entry(fixed.reveal, Action::Reveal(who()));
        all.push(Entry { is_enabled: is_offered(snapshot.practice.showing), ..reveal });
        let configure = Action::Configure(connector.profile.id.clone());
        all.push(Entry { is_separated: true, ..entry(fixed.configure, configure) });
    }
    let support = entry(fixed.inform, Action::Support(Some(who())));
    all.push(Entry { is_separated: !may_act, ..support });
    all
}

/// Whether a connector is meant by what was typed: every word occurs in its name, address, vendor or
/// the names of its users.
pub(super) fn matches(connector: &ConnectorView, search: &str) -> bool {
    let profile = &connector.profile;
    let users = connector.accounts.iter().map(|account| account.account.user.as_str());
    let about = [profile.name.as_str(), &profile.host.to_string(), profile.vendor.as_str()]
        .into_iter()
        .chain(users)
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| about.contains(word))
}
