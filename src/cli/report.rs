//! `status` and `check`: the same picture, once from the records alone, once after asking the device.

use jiff::Timestamp;

use super::console::{Console, Failure};
use super::exit::Exit;
use super::json::Report;
use super::names::{self, Unclear};
use crate::domain::command::Scope;
use crate::domain::health::Health;
use crate::domain::lockout::Withheld;
use crate::domain::monitor::Finding;
use crate::domain::probe::Verdict;
use crate::domain::profile::ConnectorProfile;
use crate::domain::snapshot::{AccountView, Snapshot};
use crate::text::Usage;
use crate::watch::once::{self, Checked};
use crate::watch::{Setup, profiles};

/// Shows what the records say; nothing is sent.
pub fn status(console: &mut Console, setup: &Setup, place: Option<&str>) -> Result<Exit, Failure> {
    let scope = scope(console, setup, place)?;
    let snapshot = narrowed(once::overview(setup)?, &scope);
    Ok(show(console, &snapshot))
}

/// Asks the device, as far as the safety rules allow it unasked, and shows what it found.
pub fn check(console: &mut Console, setup: &Setup, place: Option<&str>) -> Result<Exit, Failure> {
    let scope = scope(console, setup, place)?;
    let checked = once::check(setup, &scope)?;
    let mut snapshot = narrowed(once::overview(setup)?, &scope);
    for one in &checked {
        let views = snapshot.connectors.iter_mut().flat_map(|known| &mut known.accounts);
        for view in views.filter(|view| view.account == one.account) {
            apply(view, one);
        }
    }
    snapshot.taken = Timestamp::now();
    // A running agent need not wait for its own turn to show a trouble. It is not rung for what it
    // knows: a monitoring system checks every minute.
    if checked.iter().any(found_trouble) {
        profiles::ring(setup);
    }
    Ok(show(console, &snapshot))
}

fn found_trouble(checked: &Checked) -> bool {
    match &checked.finding {
        Finding::Judged(verdict) => match verdict {
            Verdict::Refused(_) | Verdict::Doubtful(_) | Verdict::Untrusted(_) => true,
            Verdict::Accepted(_) | Verdict::Unreachable(_) | Verdict::Unverifiable(_) => false,
        },
        Finding::Withheld(..) | Finding::Shared(..) | Finding::Store(_) => false,
    }
}

/// The profiles of the settings; what was ignored there is told on the way.
pub fn known(console: &mut Console, setup: &Setup) -> Result<Vec<ConnectorProfile>, Failure> {
    let loaded = profiles::load(&setup.folders)?;
    for notice in &loaded.notices {
        log::warn!("settings: {notice:?}");
        if !console.json {
            eprintln!("{}", console.language.ignored(notice));
        }
    }
    Ok(loaded.settings.connectors.into_iter().map(|known| known.profile).collect())
}

/// Turns an unclear name into a message.
pub fn unclear(unclear: Unclear, typed: &str) -> Failure {
    let typed = typed.to_owned();
    Failure::Usage(match unclear {
        Unclear::NothingConfigured => Usage::NothingConfigured,
        Unclear::Unknown(nearest) => Usage::UnknownPlace(typed, nearest),
        Unclear::Ambiguous(found) => Usage::Ambiguous(typed, found),
    })
}

pub fn scope(console: &mut Console, setup: &Setup, place: Option<&str>) -> Result<Scope, Failure> {
    let profiles = known(console, setup)?;
    names::scope(&profiles, place).map_err(|error| unclear(error, place.unwrap_or_default()))
}

/// Shows a picture and answers how bad it is. Without any account nothing is known.
fn show(console: &mut Console, snapshot: &Snapshot) -> Exit {
    let words = console.words();
    let exit = exit(snapshot);
    if console.json {
        console.value(&Report::new(&words, snapshot, exit));
        return exit;
    }
    console.line(&words.headline(snapshot));
    for (connector, account) in snapshot.accounts() {
        console.lines(words.account_block(connector, account));
    }
    exit
}

/// The worst account decides; nothing set up is *unknown*.
pub fn exit(snapshot: &Snapshot) -> Exit {
    snapshot
        .accounts()
        .map(|(_, account)| Exit::of_account(account))
        .reduce(Exit::worse)
        .unwrap_or(Exit::Unknown)
}

fn narrowed(mut snapshot: Snapshot, scope: &Scope) -> Snapshot {
    for connector in &mut snapshot.connectors {
        connector.accounts.retain(|view| names::is_in(scope, &view.account));
    }
    snapshot.connectors.retain(|connector| match scope {
        Scope::All => true,
        Scope::Connector(id) => connector.profile.id == *id,
        Scope::Account(account) => connector.profile.id == account.connector,
    });
    snapshot
}

/// What a check found takes the place of what was remembered. A check that sent nothing leaves the
/// remembered state, unless a request without a password told something else.
fn apply(view: &mut AccountView, checked: &Checked) {
    let health = match &checked.finding {
        Finding::Judged(verdict) => Some(Health::of(verdict)),
        Finding::Withheld(_, verdict) | Finding::Shared(_, verdict) => {
            let told = verdict.as_ref().map(Health::of);
            // "Nothing refused" does not end a drift that stands.
            told.filter(|_| !view.health.is_drift())
        }
        Finding::Store(health) => Some(health.clone()),
    };
    if let Finding::Judged(Verdict::Accepted(_)) = &checked.finding {
        (view.accepted, view.stale) = (Some(checked.at), false);
    }
    match &checked.finding {
        Finding::Withheld(withheld, _) => view.withheld = Some(withheld.clone()),
        Finding::Shared(..) => view.withheld = Some(Withheld::ProbedByAnotherSession),
        Finding::Judged(_) | Finding::Store(_) => {}
    }
    view.checked = Some(checked.at);
    view.checking = false;
    let Some(health) = health else { return };
    if health != view.health {
        view.since = Some(checked.at);
    }
    view.health = health;
}
