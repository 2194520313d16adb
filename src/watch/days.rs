//! The days of all accounts: the background task tells what each check found, the overview asks for the
//! last thirty days.
//!
//! Decides when the file is written: a few seconds after a day's entry became worse or a new day began,
//! for all accounts together, and never for a check that found what the day already has.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::aside;
use super::once::{settings, targets};
use super::station::Setup;
use crate::domain::command::Scope;
use crate::domain::days::{DayState, DaySum};
use crate::domain::identity::{AccountId, AccountRef};
use crate::domain::monitor::Account;
use crate::platform::folders::Folders;
use crate::store::days::{self, Kept};

/// How many days the overview shows.
pub const SHOWN: usize = 30;

/// Accounts that are due together, and the first checks of a day, share a writing.
const GATHER: Duration = Duration::from_secs(3);

/// The last days of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDays {
    /// The account.
    pub account: AccountRef,
    /// The last 30 local days, the oldest first, today last; none: this computer did not look.
    pub days: Vec<(Date, Option<DayState>)>,
}

impl AccountDays {
    /// How many of the days that count were in order.
    pub fn sum(&self) -> DaySum {
        DaySum::of(self.days.iter().map(|(_, state)| *state))
    }
}

/// The last thirty days of every account of the settings, in the settings' order, by this computer's
/// days. Nothing is sent, no lock is kept.
///
/// # Errors
/// [`super::Error::Settings`].
pub fn days(setup: &Setup) -> Result<Vec<AccountDays>, super::Error> {
    let settings = settings(setup)?;
    let kept = days::load(&setup.folders);
    let today = today(Timestamp::now());
    let of = |target: super::station::Target| {
        let id = target.profile.account_id(&target.account);
        let known = id.and_then(|id| kept.get(&id)).cloned().unwrap_or_default();
        let account = target.profile.reference(&target.account);
        AccountDays { account, days: known.last(SHOWN, today) }
    };
    Ok(targets(&settings, &Scope::All)?.into_iter().map(of).collect())
}

/// The background task's days.
#[derive(Debug, Clone)]
pub(super) struct Diary {
    folders: Folders,
    pages: Arc<Mutex<Pages>>,
}

#[derive(Debug, Default)]
struct Pages {
    known: Kept,
    /// What the file lacks is awaited by a writing that was promised.
    is_awaited: bool,
    is_behind: bool,
}

impl Diary {
    /// Reads what is kept. Blocks.
    pub(super) fn open(folders: &Folders) -> Self {
        let pages = Pages { known: days::load(folders), ..Pages::default() };
        Self { folders: folders.clone(), pages: Arc::new(Mutex::new(pages)) }
    }

    /// Takes in how an account is after a check at `now`, and writes it soon if it is new.
    pub(super) fn take_in(&self, account: AccountId, seen: &Account, now: Timestamp) {
        let Some(state) = state(seen, now) else { return };
        let promise = {
            let mut pages = self.pages();
            let changed = pages.known.entry(account).or_default().take_in(today(now), state);
            pages.is_behind |= changed;
            changed && !std::mem::replace(&mut pages.is_awaited, true)
        };
        if promise {
            let diary = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(GATHER).await;
                aside(move || diary.write()).await;
            });
        }
    }

    /// Writes what the file lacks. Blocks.
    pub(super) fn write(&self) {
        let known = {
            let mut pages = self.pages();
            pages.is_awaited = false;
            if !std::mem::take(&mut pages.is_behind) {
                return;
            }
            pages.known.clone()
        };
        match days::save(&self.folders, &known, today(Timestamp::now())) {
            Ok(all) => {
                let mut pages = self.pages();
                for (account, days) in all {
                    pages.known.entry(account).or_default().merge(&days);
                }
            }
            Err(error) => {
                log::warn!("the days of the accounts are not written: {error}");
                // The next change, or the end, tries again.
                self.pages().is_behind = true;
            }
        }
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a check says of its day; none if it found nothing out on that day.
fn state(seen: &Account, now: Timestamp) -> Option<DayState> {
    let looked = seen.checked().is_some_and(|checked| today(checked) == today(now));
    let lasting = seen.since().map(|since| now.duration_since(since)).unwrap_or_default();
    looked.then(|| DayState::of(seen.health(), lasting)).flatten()
}

fn today(now: Timestamp) -> Date {
    TimeZone::system().to_datetime(now).date()
}
