//! One check of one account: reach, decide, attempt.
//!
//! Everything that needs no password is asked first and without one. What may be sent is decided in
//! `domain::lockout` with the account's lock held; the sending itself is `attempt`'s. What blocks is done
//! in as few steps aside as possible: each change of thread costs as much as reading the records
//! (docs/performance.md).

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretString;

use super::attempt::{self, Noted};
use super::directory::Reached;
use super::overview::Facts;
use super::station::{Station, Target};
use super::{aside, election, trouble};
use crate::domain::election::{Report, Turn};
use crate::domain::health::Health;
use crate::domain::identity::{AccountId, Generation, Plane};
use crate::domain::lockout::{self, Permit, Wish, Withheld};
use crate::domain::monitor::Finding;
use crate::domain::probe::{Observation, Unverifiable, Verdict};
use crate::domain::profile::{AccountProfile, AttemptLimit, Encryption, Watcher};
use crate::domain::record::{Step, Subject};
use crate::store::accounts::{self, Agreement, Opened};
use crate::store::keyring::Stored;

/// What a check found.
pub(super) struct Checked {
    /// For the monitor.
    pub(super) finding: Finding,
    /// What the records say after it; none: they have to be read.
    pub(super) facts: Option<Facts>,
}

impl From<Finding> for Checked {
    fn from(finding: Finding) -> Self {
        Self { finding, facts: None }
    }
}

/// A person ended a test before anything was noted: the wish for the attempt is gone.
const STOPPED: Finding = Finding::Withheld(Withheld::NotAsked, None);

/// Checks one account, unasked in the sense of SAFETY 1.
pub(super) async fn check(station: &Arc<Station>, target: &Target) -> Checked {
    let profile = &target.profile;
    let Some(account) = profile.account_id(&target.account) else {
        return Finding::Withheld(Withheld::NotTrusted, None).into();
    };
    if profile.pins.of(target.account.plane).is_none() {
        return Finding::Withheld(Withheld::NotTrusted, None).into();
    }
    match target.account.watcher(&station.machine) {
        Watcher::Here => {}
        Watcher::Nobody => {
            return without_password(station, target, Withheld::NobodyWatches).await.into();
        }
        Watcher::Elsewhere(machine) => {
            let elsewhere = Withheld::WatchedElsewhere(machine.clone());
            return without_password(station, target, elsewhere).await.into();
        }
    }
    if target.account.plane == Plane::Client {
        match (&profile.encryption, &profile.context) {
            (_, None) => {
                return Finding::Judged(Verdict::Unverifiable(Unverifiable::NoContext)).into();
            }
            (Encryption::None | Encryption::Tls | Encryption::TlsCertificate { .. }, Some(_)) => {
                return Finding::Judged(prove_without_password(station, target).await).into();
            }
            (Encryption::TlsPassword, Some(_)) => {}
        }
    }
    let (beginning, of_target) = (Arc::clone(station), target.clone());
    let next = match aside(move || begin(&beginning, &of_target, &account)).await {
        Begun::Known(next) => next,
        Begun::Ask(opened, current) => ask(station, target, *opened, current).await,
    };
    go_on(station, target, next).await
}

/// How a check begins.
enum Begun {
    /// The device has to be asked without a password first.
    Ask(Box<Opened>, Generation),
    /// The next step is known without that.
    Known(Next),
}

/// What comes before the password.
enum Next {
    /// The check is over.
    Over(Finding),
    /// Another session of this machine logs in.
    Elsewhere(Option<Report>),
    /// The note is durable: the password can be sent.
    Send(Box<Noted>, Reached, SecretString),
}

/// As far as it goes without asking the device. Blocks.
fn begin(station: &Station, target: &Target, account: &AccountId) -> Begun {
    let opened = match open(station, account) {
        Ok(opened) => opened,
        Err(finding) => return Begun::Known(Next::Over(finding)),
    };
    let Some(current) = opened.standing().current else {
        return Begun::Known(Next::Over(Finding::Withheld(Withheld::NoPassword, None)));
    };
    // A troubled account asks the device something harmless first: the answer is what S3 wants to see,
    // and it tells whether the connector is there at all.
    let troubled = !opened.standing().unaccepted.is_empty();
    let known = station.known_answer(target).filter(|known| !troubled && !known.checks_nothing());
    match known {
        Some(reached) => Begun::Known(prepare(station, target, opened, current, reached)),
        None => Begun::Ask(Box::new(opened), current),
    }
}

async fn go_on(station: &Arc<Station>, target: &Target, next: Next) -> Checked {
    let (noted, reached, password) = match next {
        Next::Over(finding) => return finding.into(),
        Next::Elsewhere(report) => return shared(station, target, report).await.into(),
        Next::Send(noted, reached, password) => (noted, reached, password),
    };
    let account = target.account.clone();
    let transmit = station.prove(target, &reached, &password);
    let read = move |opened: Opened| Facts::of(opened.standing(), &account);
    let (verdict, facts) = noted.send(transmit, read).await;
    station.remember(target, &verdict);
    Checked { finding: Finding::Judged(verdict), facts: Some(facts) }
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

async fn ask(
    station: &Arc<Station>,
    target: &Target,
    mut opened: Opened,
    current: Generation,
) -> Next {
    let troubled = !opened.standing().unaccepted.is_empty();
    let answer = tokio::select! {
        answer = station.reach(target, troubled) => answer,
        () = station.stop.cancelled() => return Next::Over(STOPPED),
    };
    let reached = match answer {
        Ok(reached) => reached,
        Err(observation) => {
            let account = target.account.clone();
            return Next::Over(aside(move || not_reached(opened, &account, &observation)).await);
        }
    };
    if reached.checks_nothing() {
        return Next::Over(Finding::Judged(prove_without_password(station, target).await));
    }
    let (station, target) = (Arc::clone(station), target.clone());
    aside(move || {
        // While the device was asked, another user of this machine may have been refused (S8).
        match opened.reread_ledger() {
            Ok(()) => prepare(&station, &target, opened, current, reached),
            Err(error) => Next::Over(Finding::Store(trouble::of_store(&error))),
        }
    })
    .await
}

/// Decides, reads the password and makes the note durable. Blocks.
fn prepare(
    station: &Station,
    target: &Target,
    opened: Opened,
    current: Generation,
    reached: Reached,
) -> Next {
    let answered = Some(opened.next_counter());
    let (subject, limit) = (Subject::Stored(current), target.account.limit);
    let permit = match decide(&opened, subject, Wish::Unasked, limit, answered) {
        Ok(permit) => permit,
        Err(why) => return Next::Over(Finding::Withheld(why, None)),
    };
    let known = opened.standing().generations.get(&current);
    let accepted = known.and_then(|known| known.accepted).map(|mark| mark.at);
    match election::turn(station, target, opened.account(), accepted) {
        Turn::Ours => {}
        Turn::Theirs(report) => return Next::Elsewhere(report),
    }
    let password = match opened.read_password(current) {
        Ok(Stored { password, .. }) => password,
        Err(error) => return Next::Over(Finding::Store(trouble::of_keyring(&error))),
    };
    if station.stop.is_cancelled() {
        return Next::Over(STOPPED);
    }
    match attempt::note(opened, permit) {
        Ok(noted) => Next::Send(Box::new(noted), reached, password),
        Err(error) => Next::Over(not_noted(&error)),
    }
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
        Ok(reached) => station.prove_without_password(&target.profile, &reached).await.verdict(),
        Err(observation) => observation.verdict(),
    }
}

fn not_noted(error: &accounts::Error) -> Finding {
    log::error!("nothing was sent, because the attempt could not be noted: {error}");
    Finding::Withheld(Withheld::NotNoted, None)
}
