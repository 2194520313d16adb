//! Taking over a password that was changed elsewhere: one login as proof, stored only then.
//!
//! A typed password is an attempt like any other (SAFETY S5): confirmed by a person who saw the account
//! and the attempts left, durable before it leaves, counted afterwards.

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::attempt;
use super::check::decide;
use super::directory::Reached;
use super::sealing;
use super::station::{Station, Target};
use super::{Error, aside};
use crate::domain::identity::{AccountId, Generation, Plane};
use crate::domain::lockout::{self, Wish, Withheld};
use crate::domain::probe::{Refusal, Verdict};
use crate::domain::profile::Encryption;
use crate::domain::record::{Step, Subject};
use crate::store::accounts::{Agreement, Opened};

/// What a person must see before one attempt is spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The spare attempts before this one, by our count.
    pub spare: u8,
    /// The attempts without acceptance since the last acceptance, by our count.
    pub failures: u8,
    /// The typed password is one that the device has refused before.
    pub same_as_refused: bool,
    /// The device checks no password: nothing is sent, and nothing is proven.
    pub unverifiable: bool,
    /// Journal and keyring disagree, so the count of attempts may be too high.
    pub disagreement: bool,
}

/// How taking over ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adopted {
    /// Proven and stored.
    Proven(Generation),
    /// Stored without a proof, because the device checks nothing.
    Unproven(Generation),
    /// The device said no; nothing was stored. The spare attempts that are left.
    Refused(Refusal, u8),
    /// Nobody knows; nothing was stored. The spare attempts that are left.
    Doubtful(Verdict, u8),
    /// Nothing secret left this computer.
    Unreached(Verdict),
    /// Nothing was sent for this reason.
    NotSent(Withheld),
    /// The person said no.
    Declined,
}

/// The password that is to be taken over.
pub(super) enum Offer {
    /// A person typed it.
    Typed(SecretString),
    /// An earlier one that is kept here (SAFETY S14).
    Kept(Generation),
}

/// Takes over a password.
pub(super) async fn adopt(
    station: &Arc<Station>,
    target: &Target,
    offer: Offer,
    confirm: &mut dyn FnMut(&Question) -> bool,
) -> Result<Adopted, Error> {
    let Some(account) = target.profile.account_id(&target.account) else {
        return Ok(Adopted::NotSent(Withheld::NotTrusted));
    };
    let reached = match station.reach(target, true).await {
        Ok(reached) => reached,
        Err(observation) => return Ok(Adopted::Unreached(observation.verdict())),
    };
    let unverifiable = checks_nothing(target, &reached);
    let opening = Arc::clone(station);
    let mut opened = aside(move || open(&opening, &account)).await?;
    let is_kept = matches!(offer, Offer::Kept(_));
    let (returned, offered) = aside(move || {
        let offered = offered(&opened, offer);
        (opened, offered)
    })
    .await;
    opened = returned;
    let (password, known) = offered?;
    let question = Question {
        spare: lockout::spare(opened.standing(), target.account.limit),
        failures: u8::try_from(opened.standing().failures().len()).unwrap_or(u8::MAX),
        same_as_refused: known.is_some_and(|(_, refused)| refused),
        unverifiable,
        disagreement: *opened.agreement() != Agreement::Agreed,
    };
    if !confirm(&question) {
        return Ok(Adopted::Declined);
    }
    if let (true, Some((generation, _))) = (is_kept, known) {
        opened = match aside(move || settle(opened, generation)).await? {
            Ok(opened) => opened,
            Err(why) => return Ok(Adopted::NotSent(why)),
        };
    }
    if unverifiable {
        return aside(move || match known.filter(|_| is_kept) {
            Some((generation, _)) => bring_back(opened, generation, false),
            None => store(opened, &password, false),
        })
        .await
        .map(Adopted::Unproven);
    }
    // The current password, typed once more, is proven as itself and not stored twice; so is a kept one.
    let current = opened.standing().current;
    let subject = match known {
        Some((generation, _)) if is_kept || Some(generation) == current => {
            Subject::Stored(generation)
        }
        Some(_) | None => Subject::Typed,
    };
    prove(station, target, opened, &reached, subject, password).await
}

async fn prove(
    station: &Arc<Station>,
    target: &Target,
    opened: Opened,
    reached: &Reached,
    subject: Subject,
    password: SecretString,
) -> Result<Adopted, Error> {
    let limit = target.account.limit;
    let opened = aside(move || asked(opened)).await?;
    let permit = match decide(&opened, subject, Wish::Asked, limit, None) {
        Ok(permit) => permit,
        Err(why) => return Ok(Adopted::NotSent(why)),
    };
    let noted = aside(move || attempt::note(opened, permit)).await?;
    let transmit = station.prove(target, reached, &password);
    let (verdict, opened) = noted.send(transmit, |opened| opened).await;
    station.remember(target, &verdict);
    let spare = lockout::spare(opened.standing(), limit);
    match (verdict, subject) {
        (Verdict::Accepted(_), Subject::Stored(generation)) => {
            aside(move || bring_back(opened, generation, true)).await.map(Adopted::Proven)
        }
        (Verdict::Accepted(_), Subject::Typed) => {
            aside(move || store(opened, &password, true)).await.map(Adopted::Proven)
        }
        (Verdict::Refused(refusal), _) => Ok(Adopted::Refused(refusal, spare)),
        (verdict @ Verdict::Doubtful(_), _) => Ok(Adopted::Doubtful(verdict, spare)),
        (
            verdict @ (Verdict::Untrusted(_) | Verdict::Unreachable(_) | Verdict::Unverifiable(_)),
            _,
        ) => Ok(Adopted::Unreached(verdict)),
    }
}

/// Takes the lock. A disagreement does not stop a person who types a password: it is how a cleared
/// keyring is repaired. A keyring that does not answer does, because nothing could be stored.
fn open(station: &Station, account: &AccountId) -> Result<Opened, Error> {
    let mut opened = station.accounts.open_within(account, station.patience)?;
    if let Agreement::Unknown(error) = opened.agreement() {
        return Err(Error::Keyring(error.clone()));
    }
    attempt::close_unfinished(&mut opened)?;
    Ok(opened)
}

fn asked(mut opened: Opened) -> Result<Opened, Error> {
    opened.append(Timestamp::now(), Step::Asked)?;
    Ok(opened)
}

/// The stored generation that has this text, and whether the device refused it.
fn known_as(opened: &Opened, typed: &SecretString) -> Option<(Generation, bool)> {
    let generations = &opened.standing().generations;
    let mut found = None;
    for (generation, known) in generations {
        let Ok(stored) = opened.read_password(*generation) else {
            continue;
        };
        if stored.password.expose_secret() == typed.expose_secret() {
            found = Some((*generation, known.standing_refusal().is_some()));
        }
    }
    found
}

/// The offered password, and the stored generation that has its text with whether the device refused it.
fn offered(opened: &Opened, offer: Offer) -> Result<Offered, Error> {
    match offer {
        Offer::Typed(password) => {
            let known = known_as(opened, &password);
            Ok((password, known))
        }
        Offer::Kept(generation) => {
            let password = opened.read_password(generation)?.password;
            let known = opened.standing().generations.get(&generation);
            let is_refused = known.is_some_and(|known| known.standing_refusal().is_some());
            Ok((password, Some((generation, is_refused))))
        }
    }
}

type Offered = (SecretString, Option<(Generation, bool)>);

/// A kept password chosen in a disagreement is first made current as the person's choice (SAFETY S15):
/// nothing is sent while journal and keyring contradict each other.
fn settle(mut opened: Opened, generation: Generation) -> Result<Result<Opened, Withheld>, Error> {
    if let Agreement::Disagreed(_) = opened.agreement() {
        opened.choose(generation, Timestamp::now())?;
    }
    Ok(match opened.agreement() {
        Agreement::Agreed => Ok(opened),
        Agreement::Disagreed(_) => Err(Withheld::Disagreement),
        Agreement::Unknown(_) => Err(Withheld::KeyringUnavailable),
    })
}

/// Makes a stored password current again. The one that it takes the place of stays (SAFETY S14); the
/// practice software has to get the other one.
fn bring_back(
    mut opened: Opened,
    generation: Generation,
    proven: bool,
) -> Result<Generation, Error> {
    if opened.standing().current != Some(generation) {
        opened.append(Timestamp::now(), Step::Adopted { generation, proven, task: true })?;
    }
    Ok(generation)
}

/// Stores the password as a new generation and makes it current; one that takes the place of another has
/// to be entered in the practice software too.
fn store(mut opened: Opened, password: &SecretString, proven: bool) -> Result<Generation, Error> {
    let at = Timestamp::now();
    let generation = opened.store_password(password, at)?;
    let task = opened.standing().current.is_some();
    opened.append(at, Step::Adopted { generation, proven, task })?;
    // Long before it is needed: it has to be found again after a later log-on (SAFETY S12).
    sealing::log(opened.prepare_sealing());
    Ok(generation)
}

fn checks_nothing(target: &Target, reached: &Reached) -> bool {
    match target.account.plane {
        Plane::Client => {
            target.profile.encryption != Encryption::TlsPassword || reached.checks_nothing()
        }
        Plane::Management => false,
    }
}

impl Adopted {
    /// Whether the password is stored and current.
    pub const fn is_stored(&self) -> bool {
        match self {
            Self::Proven(_) | Self::Unproven(_) => true,
            Self::Refused(..)
            | Self::Doubtful(..)
            | Self::Unreached(_)
            | Self::NotSent(_)
            | Self::Declined => false,
        }
    }
}
