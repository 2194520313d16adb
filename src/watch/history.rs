//! The journals of all accounts as one list: what happened, newest first. Nothing is sent, no lock is
//! kept, the keyring is not asked.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use super::once::{settings, station, targets};
use super::station::Setup;
use super::{Error, station::Target};
use crate::domain::command::Scope;
use crate::domain::identity::AccountRef;
use crate::domain::record::Record;
use crate::platform::files::{self, Access};

/// The most entries that are listed: the newest ones.
pub const MOST_ENTRIES: usize = 2_000;

/// One thing that happened to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The account, as the settings name it at present.
    pub account: AccountRef,
    /// What people call its connector.
    pub place: String,
    /// What happened. The watcher's newest note is among the records, without an author.
    pub record: Record,
}

/// Lists what happened to the accounts that are meant, the newest first, at most 2,000.
///
/// Accounts are merged by time; the entries of one account stand in the order of their counters, even
/// where a clock ran backwards.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`] if the scope names nothing; [`Error::Accounts`] if the
/// journal of the one account that is meant cannot be read. Among several such a journal is left out.
pub fn history(setup: &Setup, scope: &Scope) -> Result<Vec<HistoryEntry>, Error> {
    let settings = settings(setup)?;
    let station = station(setup)?;
    let mut seen = BTreeSet::new();
    let mut all: Vec<(Timestamp, HistoryEntry)> = Vec::new();
    for target in targets(&settings, scope)? {
        let Some(id) = target.profile.account_id(&target.account) else { continue };
        if !seen.insert(id.clone()) {
            continue;
        }
        match (station.accounts.history(&id), scope) {
            (Ok(records), _) => all.extend(entries(&target, records)),
            (Err(error), Scope::Account(_)) => return Err(error.into()),
            (Err(error), Scope::All | Scope::Connector(_)) => {
                log::warn!("the history of an account cannot be read: {error}");
            }
        }
    }
    // Stable: within one account equal times keep the order of the counters.
    all.sort_by_key(|(at, _)| *at);
    Ok(all.into_iter().rev().take(MOST_ENTRIES).map(|(_, entry)| entry).collect())
}

/// Writes a report, which only this user may read, in the place of whatever file is there.
///
/// # Errors
/// The disk's or the folder's; an earlier file stands then.
pub fn save_report(path: &Path, report: &str) -> Result<(), files::Error> {
    files::replace_atomically(path, report.as_bytes(), Access::OwnerOnly)
}

/// The newest entries of one account, each with a time that never runs backwards.
fn entries(target: &Target, records: Vec<Record>) -> Vec<(Timestamp, HistoryEntry)> {
    let mut latest = Timestamp::MIN;
    let surplus = records.len().saturating_sub(MOST_ENTRIES);
    let dated = records.into_iter().map(|record| {
        latest = latest.max(record.at);
        let account = target.profile.reference(&target.account);
        (latest, HistoryEntry { account, place: target.profile.name.clone(), record })
    });
    dated.skip(surplus).collect()
}
