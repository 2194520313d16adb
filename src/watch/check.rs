//! One check of one account: reach, decide, attempt.
//!
//! Everything that needs no password is asked first and without one. What may be sent is decided in
//! `domain::lockout` with the account's lock held; the sending itself is `attempt`'s.

use std::sync::Arc;

use jiff::Timestamp;

use super::attempt::{self, Attempted};
use super::station::{Station, Target};
use super::{aside, election, trouble};
use crate::domain::election::{Report, Turn};
use crate::domain::health::Health;
use crate::domain::identity::{AccountId, Plane};
use crate::domain::lockout::{self, Permit, Wish, Withheld};
use crate::domain::monitor::Finding;
use crate::domain::probe::{Observation, Unverifiable, Verdict};
use crate::domain::profile::{AccountProfile, AttemptLimit, Encryption};
use crate::domain::record::{Step, Subject};
use crate::store::accounts::{self, Agreement, Opened};
use crate::store::keyring::Stored;

/// Checks one account, unasked in the sense of SAFETY 1.
pub(super) async fn check(station: &Arc<Station>, target: &Target) -> Finding {
    let profile = &target.profile;
    let Some(account) = profile.account_id(&target.account) else {
        return Finding::Withheld(Withheld::NotTrusted, None);
    };
    if profile.pins.of(target.account.plane).is_none() {
        return Finding::Withheld(Withheld::NotTrusted, None);
    }
    match &target.account.watched_on {
        None => return without_password(station, target, Withheld::NobodyWatches).await,
        Some(machine) if *machine != station.machine => {
            let elsewhere = Withheld::WatchedElsewhere(machine.clone());
            return without_password(station, target, elsewhere).await;
        }
        Some(_) => {}
    }
    if target.account.plane == Plane::Client {
        match (&profile.encryption, &profile.context) {
            (_, None) => return Finding::Judged(Verdict::Unverifiable(Unverifiable::NoContext)),
            (Encryption::None | Encryption::Tls | Encryption::TlsCertificate { .. }, Some(_)) => {
                return Finding::Judged(prove_without_password(station, target).await);
            }
            (Encryption::TlsPassword, Some(_)) => {}
        }
    }
    let opened = {
        let (station, account) = (Arc::clone(station), account.clone());
        aside(move || open(&station, &account)).await
    };
    match opened {
        Ok(opened) => attempt(station, target, opened).await,
        Err(finding) => finding,
    }
}

/// Takes the lock and reads everything; a disagreement or a silent keyring ends the check (S15).
fn open(station: &Station, account: &AccountId) -> Result<Opened, Finding> {
    let mut opened = match station.accounts.open_within(account, station.patience) {
        Ok(opened) => opened,
        Err(error) if error.is_in_progress() => {
            return Err(Finding::Withheld(Withheld::Busy, None));
        }
        Err(error) => return Err(Finding::Store(trouble::of_store(&error))),
    };
    match opened.agreement() {
        Agreement::Agreed => {}
        Agreement::Disagreed(_) => return Err(Finding::Store(Health::Disagreement)),
        Agreement::Unknown(error) => return Err(Finding::Store(trouble::of_keyring(error))),
    }
    if opened.standing().current.is_none() {
        return Err(Finding::Withheld(Withheld::NoPassword, None));
    }
    match attempt::close_unfinished(&mut opened) {
        Ok(()) => Ok(opened),
        Err(error) => Err(not_noted(&error)),
    }
}

async fn attempt(station: &Arc<Station>, target: &Target, opened: Opened) -> Finding {
    let Some(current) = opened.standing().current else {
        return Finding::Withheld(Withheld::NoPassword, None);
    };
    let troubled = !opened.standing().unaccepted.is_empty();
    // A troubled account asks the device something harmless first: the answer is what S3 wants to see,
    // and it tells whether the connector is there at all.
    let reached = match station.reach(target, troubled).await {
        Ok(reached) => reached,
        Err(observation) => {
            let account = target.account.clone();
            return aside(move || not_reached(opened, &account, &observation)).await;
        }
    };
    if reached.checks_nothing() {
        return Finding::Judged(prove_without_password(station, target).await);
    }
    // While the device was asked, another user of this machine may have been refused (S8).
    let (opened, heard) = aside(move || reread(opened)).await;
    if let Err(error) = heard {
        return Finding::Store(trouble::of_store(&error));
    }
    let answered = Some(opened.next_counter());
    let (subject, limit) = (Subject::Stored(current), target.account.limit);
    let decided = decide(&opened, subject, Wish::Unasked, limit, answered);
    let permit = match decided {
        Ok(permit) => permit,
        Err(why) => return Finding::Withheld(why, None),
    };
    let known = opened.standing().generations.get(&current);
    let accepted = known.and_then(|known| known.accepted).map(|mark| mark.at);
    let turn = election::turn(station, target, opened.account(), accepted).await;
    if let Turn::Theirs(report) = turn {
        aside(move || drop(opened)).await;
        return shared(station, target, report).await;
    }
    let (opened, password) = aside(move || {
        let password = opened.read_password(current);
        (opened, password)
    })
    .await;
    let password = match password {
        Ok(Stored { password, .. }) => password,
        Err(error) => return Finding::Store(trouble::of_keyring(&error)),
    };
    let transmit = station.prove(target, &reached, &password);
    let Attempted { opened, verdict } = attempt::send(opened, permit, transmit).await;
    aside(move || drop(opened)).await;
    match verdict {
        Ok(verdict) => {
            station.remember(target, &verdict);
            Finding::Judged(verdict)
        }
        Err(error) => not_noted(&error),
    }
}

fn reread(mut opened: Opened) -> (Opened, Result<(), accounts::Error>) {
    let heard = opened.reread_ledger();
    (opened, heard)
}

/// Decides with what the open account knows.
pub(super) fn decide(
    opened: &Opened,
    subject: Subject,
    wish: Wish,
    limit: AttemptLimit,
    answered: Option<u64>,
) -> Result<Permit, Withheld> {
    lockout::decide(opened.standing(), opened.ledger(), limit, subject, wish, answered)
}

/// The connector was not reached: what withholds the password is told before that. A certificate that
/// nobody confirmed is remembered.
fn not_reached(mut opened: Opened, account: &AccountProfile, seen: &Observation) -> Finding {
    let verdict = seen.verdict();
    if let (Observation::Untrusted { seen }, None) = (seen, opened.standing().untrusted)
        && let Err(error) = opened.append(Timestamp::now(), Step::Untrusted { seen: *seen })
    {
        log::error!("a changed certificate is not remembered: {error}");
    }
    let subject = opened.standing().current.map(Subject::Stored);
    let answered = Some(opened.next_counter());
    let withheld = subject
        .and_then(|subject| decide(&opened, subject, Wish::Unasked, account.limit, answered).err());
    match withheld {
        Some(why) => Finding::Withheld(why, Some(verdict)),
        None => Finding::Judged(verdict),
    }
}

/// Another session logs in: what it reports, and what the device answers to us without a password.
async fn shared(station: &Arc<Station>, target: &Target, report: Option<Report>) -> Finding {
    let reached = station.reach(target, true).await;
    let trouble = reached.err().map(|observation| observation.verdict());
    Finding::Shared(report.map(Box::new), trouble)
}

async fn without_password(station: &Arc<Station>, target: &Target, why: Withheld) -> Finding {
    match station.reach(target, true).await {
        Ok(_) => Finding::Withheld(why, None),
        Err(observation) => Finding::Withheld(why, Some(observation.verdict())),
    }
}

async fn prove_without_password(station: &Arc<Station>, target: &Target) -> Verdict {
    match station.reach(target, true).await {
        Ok(reached) => station.prove_without_password(target, &reached).await.verdict(),
        Err(observation) => observation.verdict(),
    }
}

fn not_noted(error: &accounts::Error) -> Finding {
    log::error!("nothing was sent, because the attempt could not be noted: {error}");
    Finding::Withheld(Withheld::NotNoted, None)
}
