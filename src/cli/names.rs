//! What a person calls a connector or an account. Decides which of the configured ones is meant, and
//! what to suggest for a name that is not known.
//!
//! A connector is named by its identifier, its name, or an unambiguous beginning of either; an account
//! by `connector/plane/user`, `connector/user`, `plane/user` or `user` as far as that is unambiguous.

use crate::domain::command::Scope;
use crate::domain::identity::AccountRef;
use crate::domain::profile::ConnectorProfile;

/// Nothing, or more than one thing, is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// Nothing is configured at all.
    NothingConfigured,
    /// No such name; the nearest one.
    Unknown(Option<String>),
    /// Several things have that name: they, in full.
    Ambiguous(Vec<String>),
}

/// Finds the connector that is meant.
pub fn connector<'a>(
    profiles: &'a [ConnectorProfile],
    typed: &str,
) -> Result<&'a ConnectorProfile, Unclear> {
    if profiles.is_empty() {
        return Err(Unclear::NothingConfigured);
    }
    let wanted = typed.trim().to_lowercase();
    let exact = |p: &&ConnectorProfile| p.id.as_str() == wanted || p.name.to_lowercase() == wanted;
    if let Some(found) = profiles.iter().find(exact) {
        return Ok(found);
    }
    let begins = |p: &&ConnectorProfile| {
        !wanted.is_empty()
            && (p.id.as_str().starts_with(&wanted) || p.name.to_lowercase().starts_with(&wanted))
    };
    let found: Vec<&ConnectorProfile> = profiles.iter().filter(begins).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let ids = profiles.iter().map(|p| p.id.to_string());
            let names = profiles.iter().map(|p| p.name.clone());
            Err(Unclear::Unknown(nearest(typed, ids.chain(names))))
        }
        [_, _, ..] => {
            let found = found.iter().map(|profile| profile.id.to_string());
            Err(Unclear::Ambiguous(found.collect()))
        }
    }
}

/// Finds the account that is meant.
pub fn account(profiles: &[ConnectorProfile], typed: &str) -> Result<AccountRef, Unclear> {
    let all: Vec<AccountRef> = accounts(profiles).collect();
    if all.is_empty() {
        return Err(Unclear::NothingConfigured);
    }
    let parts: Vec<String> = typed.trim().split('/').map(str::to_lowercase).collect();
    let found: Vec<&AccountRef> = all.iter().filter(|one| is_meant(one, &parts, false)).collect();
    let found = match found.is_empty() {
        true => all.iter().filter(|one| is_meant(one, &parts, true)).collect(),
        false => found,
    };
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Unclear::Unknown(nearest(typed, all.iter().flat_map(spellings)))),
        [_, _, ..] => Err(Unclear::Ambiguous(found.iter().map(|one| one.to_string()).collect())),
    }
}

/// Finds what a check or a status is about: nothing typed means everything, a connector wins over
/// an account of the same name.
pub fn scope(profiles: &[ConnectorProfile], typed: Option<&str>) -> Result<Scope, Unclear> {
    let Some(typed) = typed else {
        return Ok(Scope::All);
    };
    if typed.contains('/') {
        return account(profiles, typed).map(Scope::Account);
    }
    let as_connector = connector(profiles, typed);
    match (as_connector, account(profiles, typed)) {
        (Ok(profile), _) => Ok(Scope::Connector(profile.id.clone())),
        (Err(_), Ok(account)) => Ok(Scope::Account(account)),
        (Err(Unclear::Unknown(None)), Err(unclear)) => Err(unclear),
        (Err(unclear), Err(_)) => Err(unclear),
    }
}

/// All accounts of all profiles.
pub fn accounts(profiles: &[ConnectorProfile]) -> impl Iterator<Item = AccountRef> + '_ {
    profiles
        .iter()
        .flat_map(|profile| profile.accounts.iter().map(|account| profile.reference(account)))
}

/// Whether an account is in a scope.
pub fn is_in(scope: &Scope, account: &AccountRef) -> bool {
    match scope {
        Scope::All => true,
        Scope::Connector(id) => account.connector == *id,
        Scope::Account(one) => one == account,
    }
}

/// The typed parts are, from the right, the user, then plane or connector, then the connector. A user
/// name may hold slashes, so the whole rest is tried as one too.
fn is_meant(account: &AccountRef, typed: &[String], beginnings: bool) -> bool {
    let full = [account.connector.as_str(), account.plane.as_str(), account.user.folded()];
    let fits = |typed: &str, name: &str| match beginnings {
        true => !typed.is_empty() && name.starts_with(typed),
        false => typed == name,
    };
    match typed {
        [] => false,
        [user] => fits(user, full[2]),
        [first, rest @ ..] => {
            let user = rest.join("/");
            let short = (fits(first, full[0]) || fits(first, full[1])) && fits(&user, full[2]);
            let long = rest.split_first().is_some_and(|(plane, user)| {
                !user.is_empty()
                    && fits(first, full[0])
                    && fits(plane, full[1])
                    && fits(&user.join("/"), full[2])
            });
            short || long || fits(&typed.join("/"), full[2])
        }
    }
}

fn spellings(account: &AccountRef) -> [String; 3] {
    let AccountRef { connector, plane: _, user } = account;
    [user.to_string(), format!("{connector}/{user}"), account.to_string()]
}

/// The name that was probably meant: few letters differ, measured by the length.
fn nearest(typed: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let typed = typed.trim().to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&typed, &name.to_lowercase());
    let allowed = (typed.chars().count() / 3).max(1);
    names
        .map(|name| (distance(&name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests;
