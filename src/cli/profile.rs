//! `profile`: the connector configuration. Decides how typed values become edits of the settings; the
//! settings themselves judge the whole once more.

mod fields;

use serde_json::{Value, json};

use super::args::{ProfileAdd, ProfileCommand, ProfileRemove, ProfileSet};
use super::console::{Console, Failure};
use super::exit::Exit;
use super::{names, report};
use crate::domain::identity::{AccountRef, ConnectorId};
use crate::domain::profile::ConnectorProfile;
use crate::store::config::{AccountChange, Connector, ConnectorChange, Edit, Origin};
use crate::text::Usage;
use crate::watch::{Setup, profiles};

/// Carries out one of the subcommands.
pub fn run(console: &mut Console, setup: &Setup, command: ProfileCommand) -> Result<Exit, Failure> {
    match command {
        ProfileCommand::Add(typed) => add(console, setup, &typed),
        ProfileCommand::List => list(console, setup),
        ProfileCommand::Show(typed) => show(console, setup, &typed.connector),
        ProfileCommand::Set(typed) => set(console, setup, &typed),
        ProfileCommand::Remove(typed) => remove(console, setup, &typed),
    }
}

fn add(console: &mut Console, setup: &Setup, typed: &ProfileAdd) -> Result<Exit, Failure> {
    let id = ConnectorId::from_name(&typed.name);
    let known = report::known(console, setup)?;
    if known.iter().any(|profile| profile.id == id) {
        return Err(Usage::Exists(id.to_string()).into());
    }
    let profile = fields::profile(typed, id.clone(), &setup.machine)?;
    profiles::edit(setup, &[Edit::AddConnector(Box::new(profile))])?;
    let words = console.language.profile_added(id.as_str());
    console.say(&words, &json!({ "added": id.as_str() }));
    Ok(Exit::Ok)
}

fn list(console: &mut Console, setup: &Setup) -> Result<Exit, Failure> {
    report::known(console, setup)?;
    let all = profiles::connectors(setup)?;
    if console.json {
        let shapes: Vec<Value> = all.iter().map(shape).collect();
        console.value(&json!({ "connectors": shapes }));
    } else if all.is_empty() {
        console.line(console.language.no_profile());
    } else {
        let language = console.language;
        console.lines(all.iter().map(|known| language.profile_line(&known.profile)));
    }
    Ok(Exit::Ok)
}

fn show(console: &mut Console, setup: &Setup, typed: &str) -> Result<Exit, Failure> {
    let found = find(console, setup, typed)?;
    if console.json {
        console.value(&shape(&found));
    } else {
        console.lines(console.language.profile_lines(&found.profile, found.origin));
    }
    Ok(Exit::Ok)
}

fn set(console: &mut Console, setup: &Setup, typed: &ProfileSet) -> Result<Exit, Failure> {
    let known = report::known(console, setup)?;
    let scope = names::scope(&known, Some(&typed.place));
    let scope = scope.map_err(|error| report::unclear(error, &typed.place))?;
    let edits = match scope {
        crate::domain::command::Scope::Account(account) => account_edits(typed, &account, setup)?,
        crate::domain::command::Scope::Connector(id) => {
            let profile = known.iter().find(|profile| profile.id == id);
            connector_edits(typed, profile.ok_or(Usage::NothingConfigured)?)?
        }
        crate::domain::command::Scope::All => return Err(Usage::NothingToSet.into()),
    };
    if edits.is_empty() {
        return Err(Usage::NothingToSet.into());
    }
    profiles::edit(setup, &edits)?;
    console.say(console.language.profile_changed(), &json!({ "changed": edits.len() }));
    Ok(Exit::Ok)
}

fn account_edits(
    typed: &ProfileSet,
    account: &AccountRef,
    setup: &Setup,
) -> Result<Vec<Edit>, Failure> {
    let options = [
        (typed.name.is_some(), "--name"),
        (typed.address.is_some(), "--address"),
        (!typed.add_accounts.is_empty(), "--add-account"),
        (!typed.remove_accounts.is_empty(), "--remove-account"),
    ];
    let given = options.into_iter().chain(fields::given(&typed.fields));
    if let Some((_, option)) = given.into_iter().find(|(is_given, _)| *is_given) {
        return Err(Usage::NeedsConnector(option).into());
    }
    let mut changes = Vec::new();
    if let Some(text) = &typed.watched_on {
        changes.push(AccountChange::WatchedOn(fields::watcher(text, &setup.machine)?));
    }
    if let Some(text) = &typed.interval {
        changes.push(AccountChange::Interval(fields::interval(text)?));
    }
    if let Some(text) = &typed.limit {
        changes.push(AccountChange::Limit(fields::limit(text)?));
    }
    let edit = |change| Edit::Account(account.clone(), change);
    Ok(changes.into_iter().map(edit).collect())
}

fn connector_edits(typed: &ProfileSet, profile: &ConnectorProfile) -> Result<Vec<Edit>, Failure> {
    for (is_given, option) in [
        (typed.watched_on.is_some(), "--watched-on"),
        (typed.interval.is_some(), "--interval"),
        (typed.limit.is_some(), "--limit"),
    ] {
        if is_given {
            return Err(Usage::NeedsAccount(option).into());
        }
    }
    let mut changes = fields::changes(&typed.fields, profile)?;
    if let Some(name) = &typed.name {
        changes.push(ConnectorChange::Name(name.trim().to_owned()));
    }
    if let Some(text) = &typed.address {
        changes.extend(fields::address_changes(text)?);
    }
    let id = &profile.id;
    let mut edits: Vec<Edit> =
        changes.into_iter().map(|change| Edit::Connector(id.clone(), change)).collect();
    for text in &typed.add_accounts {
        edits.push(Edit::AddAccount(id.clone(), fields::account(text)?));
    }
    for text in &typed.remove_accounts {
        let account = fields::account(text)?;
        if profile.account(account.plane, &account.user).is_none() {
            return Err(Usage::UnknownPlace(text.clone(), None).into());
        }
        edits.push(Edit::RemoveAccount(profile.reference(&account)));
    }
    Ok(edits)
}

/// Removes a connector. Passwords are deleted only after a person typed the account at a terminal
/// (SAFETY S16): no option replaces that.
fn remove(console: &mut Console, setup: &Setup, typed: &ProfileRemove) -> Result<Exit, Failure> {
    let found = find(console, setup, &typed.connector)?;
    if found.origin != Origin::User {
        return Err(Usage::NotOwn(found.profile.id.to_string()).into());
    }
    if !typed.yes {
        let mut terminal = console.terminal("--yes")?;
        let question = console.language.remove_question(&found.profile.name);
        if !console.ask(&mut terminal, &question) {
            return Ok(Exit::Ok);
        }
    }
    let mut terminal = match typed.purge {
        true => Some(console.terminal("--purge")?),
        false => None,
    };
    let deleted = profiles::remove(setup, &found.profile.id, &mut |account| {
        let Some(terminal) = &mut terminal else {
            return false;
        };
        let name = account.to_string();
        let answer = terminal.ask(&console.language.purge_question(&name));
        answer.is_ok_and(|answer| answer == name)
    })?;
    let deleted: Vec<String> = deleted.iter().map(ToString::to_string).collect();
    let words = console.language.profile_removed(&deleted);
    let value = json!({ "removed": found.profile.id.as_str(), "passwords_deleted": deleted });
    console.say(&words, &value);
    Ok(Exit::Ok)
}

fn find(console: &mut Console, setup: &Setup, typed: &str) -> Result<Connector, Failure> {
    let known = report::known(console, setup)?;
    let found = names::connector(&known, typed).map_err(|error| report::unclear(error, typed))?;
    let all = profiles::connectors(setup)?;
    let connector = all.into_iter().find(|connector| connector.profile.id == found.id);
    connector.ok_or(Failure::Usage(Usage::NothingConfigured))
}

/// A connector as `--json` shows it.
fn shape(known: &Connector) -> Value {
    let profile = &known.profile;
    let context = profile.context.as_ref().map(|context| {
        json!({
            "mandant": context.mandant.as_str(),
            "clientsystem": context.clientsystem.as_str(),
            "arbeitsplatz": context.arbeitsplatz.as_str(),
        })
    });
    let accounts: Vec<Value> = profile
        .accounts
        .iter()
        .map(|account| {
            json!({
                "account": profile.reference(account).to_string(),
                "plane": account.plane.as_str(),
                "user": account.user.as_str(),
                "watched_on": account.watched_on.as_ref().map(|machine| machine.as_str()),
                "interval_seconds": account.interval.as_secs(),
                "limit": account.limit.attempts(),
            })
        })
        .collect();
    json!({
        "connector": profile.id.as_str(),
        "name": profile.name,
        "host": profile.host.to_string(),
        "port": profile.port,
        "management_port": profile.management_port,
        "vendor": profile.vendor.as_str(),
        "online_check": profile.online_check.as_str(),
        "card_service": profile.card_service.to_string(),
        "encryption": fields::encryption_word(&profile.encryption),
        "timeout_seconds": profile.timeout.as_secs(),
        "context": context,
        "trusted": profile.device.is_some(),
        "origin": origin(known.origin),
        "accounts": accounts,
    })
}

const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Default => "default",
        Origin::System => "system",
        Origin::User => "user",
        Origin::Policy => "policy",
    }
}
