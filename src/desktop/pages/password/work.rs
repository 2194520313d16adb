//! What the page has done aside: the same ways as the console, with the page's own questions.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};

use super::door::Door;
use super::flow::{Confirmed, Left};
use crate::desktop::pages::errand::Progress;
use crate::domain::identity::{AccountRef, Generation};
use crate::store::config::{AccountChange, Edit};
use crate::watch::{Adopted, EarlierPassword, Error, Question, Setup, Stake, once, profiles};

/// What is told while the check is under way.
pub(super) enum Doing {
    /// The connector answered after this time; the password leaves.
    Reached(Duration),
    /// The attempt is not what the page had shown; the password has spaces around it; the way back.
    Asks(Question, bool, mpsc::Sender<bool>),
}

/// What the snapshot does not say.
#[derive(Debug)]
pub(super) struct Known {
    /// What is at stake; none: it cannot be read.
    pub(super) stake: Option<Stake>,
    /// The kept passwords, the newest first.
    pub(super) kept: Vec<EarlierPassword>,
}

/// Reads it from the records and the keyring.
pub(super) fn known(setup: &Setup, account: &AccountRef) -> Known {
    let stake = once::question(setup, account)
        .inspect_err(|error| log::warn!("what is at stake cannot be read: {error}"))
        .ok();
    let kept = once::earlier(setup, account)
        .inspect_err(|error| log::warn!("the kept passwords cannot be listed: {error}"))
        .unwrap_or_default();
    Known { stake, kept }
}

/// One login with what was typed.
pub(super) fn check(
    setup: &Setup,
    account: &AccountRef,
    password: SecretString,
    confirmed: Confirmed,
    door: &Door,
    progress: &Progress<Doing>,
) -> Result<(Adopted, Left), Error> {
    let typed = password.expose_secret();
    let spaces = typed.trim() != typed;
    let mut confirm = confirming(confirmed, spaces, door, progress);
    concluded(setup, account, once::adopt(setup, account, password, &mut confirm))
}

/// One login with a kept password.
pub(super) fn check_kept(
    setup: &Setup,
    account: &AccountRef,
    generation: Generation,
    confirmed: Confirmed,
    door: &Door,
    progress: &Progress<Doing>,
) -> Result<(Adopted, Left), Error> {
    let mut confirm = confirming(confirmed, false, door, progress);
    concluded(setup, account, once::try_earlier(setup, account, generation, &mut confirm))
}

/// The person's word for one attempt: the click, if the page had shown just this; otherwise a question.
fn confirming(
    confirmed: Confirmed,
    spaces: bool,
    door: &Door,
    progress: &Progress<Doing>,
) -> impl FnMut(&Question) -> bool {
    let begun = Instant::now();
    move |question| {
        let is_confirmed = (confirmed.covers(question) && !spaces)
            || progress
                .ask(|answer| Doing::Asks(question.clone(), spaces, answer))
                .unwrap_or(false);
        let leaves = is_confirmed && door.pass();
        if leaves {
            progress.tell(Doing::Reached(begun.elapsed()));
        }
        leaves
    }
}

/// Tells the running agent, and finds out what is left to do.
fn concluded(
    setup: &Setup,
    account: &AccountRef,
    adopted: Result<Adopted, Error>,
) -> Result<(Adopted, Left), Error> {
    profiles::ring(setup);
    let adopted = adopted?;
    let left = match adopted.is_stored() {
        true => left(setup, account),
        false => Left { watcher: false, task: false },
    };
    Ok((adopted, left))
}

/// What is left to do. If that cannot be read, the task is asked for: a needless question does no harm.
fn left(setup: &Setup, account: &AccountRef) -> Left {
    let snapshot = match once::overview(setup) {
        Ok(snapshot) => snapshot,
        Err(error) => {
            log::warn!("what is left to do cannot be read: {error}");
            return Left { watcher: false, task: true };
        }
    };
    let profile = snapshot.connector(&account.connector).map(|view| &view.profile);
    let known = profile.and_then(|profile| profile.account(account.plane, &account.user));
    Left {
        watcher: known.is_some_and(|known| known.watched_on.is_none()),
        task: snapshot.account(account).is_some_and(|view| view.task),
    }
}

/// This machine watches the account (SAFETY S6).
pub(super) fn watch_here(setup: &Setup, account: &AccountRef) -> Result<(), Error> {
    let change = AccountChange::WatchedOn(Some(setup.machine.clone()));
    profiles::edit(setup, &[Edit::Account(account.clone(), change)])?;
    Ok(())
}

/// The password is entered in the practice software.
pub(super) fn close_task(setup: &Setup, account: &AccountRef) -> Result<(), Error> {
    once::task_done(setup, account)?;
    profiles::ring(setup);
    Ok(())
}
