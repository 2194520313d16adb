//! The earlier passwords that are kept (SAFETY S14), and what a person must see before an attempt is
//! spent on any password.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::adopt::{self, Adopted, Offer, Question};
use super::once::{PATIENCE, settings, station, target};
use super::station::{Setup, Station, Target};
use super::{Error, runtime};
use crate::domain::identity::{AccountRef, Generation, Plane};
use crate::domain::lockout;
use crate::domain::probe::Refusal;
use crate::domain::profile::{AccountProfile, ConnectorProfile, Encryption};
use crate::domain::standing::Standing;
use crate::store::accounts::Agreement;
use crate::store::config::Settings;

/// A kept password without the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierPassword {
    /// Which one.
    pub generation: Generation,
    /// When it was stored here.
    pub stored: Timestamp,
    /// The last login that succeeded with it, as far as the records tell.
    pub accepted: Option<Timestamp>,
    /// The refusal that stands against it: no later login succeeded.
    pub refused: Option<(Timestamp, Refusal)>,
    /// Whether it is the current one; only listed where the stored facts contradict each other and a
    /// person has to choose (SAFETY S15).
    pub current: bool,
}

/// Lists the kept passwords, the newest first; the current one only where journal and keyring
/// disagree. Nothing is sent, and no password is held.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`], [`Error::Accounts`], [`Error::Keyring`].
pub fn earlier(setup: &Setup, account: &AccountRef) -> Result<Vec<EarlierPassword>, Error> {
    let target = target(&settings(setup)?, account)?;
    let Some(id) = target.profile.account_id(&target.account) else { return Ok(Vec::new()) };
    let opened = station(setup)?.accounts.open_within(&id, PATIENCE)?;
    if let Agreement::Unknown(error) = opened.agreement() {
        return Err(error.clone().into());
    }
    let agreed = *opened.agreement() == Agreement::Agreed;
    let standing = opened.standing();
    let mut kept: Vec<EarlierPassword> = opened
        .entries()?
        .into_iter()
        .map(|entry| {
            let known = standing.generations.get(&entry.generation);
            EarlierPassword {
                generation: entry.generation,
                stored: entry.stored_at,
                accepted: known.and_then(|known| known.accepted).map(|mark| mark.at),
                refused: known
                    .and_then(crate::domain::standing::GenerationStanding::standing_refusal)
                    .map(|(mark, refusal)| (mark.at, refusal)),
                current: standing.current == Some(entry.generation),
            }
        })
        .filter(|kept| !agreed || !kept.current)
        .collect();
    // The keyring's order is the chain's, oldest first: clocks may have run backwards.
    kept.reverse();
    Ok(kept)
}

/// Tries a kept password: one asked attempt, journalled like every other; on success it is current
/// again. In a disagreement the person's choice is written down first, and only then sent.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`], [`Error::Accounts`], [`Error::Keyring`] if the entry is not
/// there or cannot be read; what was sent by then is in the journal.
pub fn try_earlier(
    setup: &Setup,
    account: &AccountRef,
    generation: Generation,
    confirm: &mut dyn FnMut(&Question) -> bool,
) -> Result<Adopted, Error> {
    let target = target(&settings(setup)?, account)?;
    let station = station(setup)?;
    let runtime = runtime()?;
    let offer = Offer::Kept(generation);
    let adopted = runtime.block_on(adopt::adopt(&station, &target, offer, confirm));
    runtime.shutdown_timeout(Duration::from_millis(200));
    adopted
}

/// What is at stake, before anything is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stake {
    /// The spare attempts, by our count.
    pub spare: u8,
    /// The device's limit of attempts, as the profile has it.
    pub limit: u8,
    /// The attempts without acceptance since the last acceptance, by our count.
    pub failures: u8,
    /// The refusal that stands against the current password.
    pub refused: Option<(Timestamp, Refusal)>,
    /// The last login that succeeded.
    pub accepted: Option<Timestamp>,
    /// Whether a password is stored at all.
    pub stored: bool,
    /// Whether the records name passwords beside the current one.
    pub earlier: bool,
    /// Whether a change of the password has begun and its end is unknown.
    pub change_unknown: bool,
    /// By the settings the device checks no password of this account: nothing is sent.
    pub unverifiable: bool,
    /// The other accounts of the same device whose passwords drifted at the same check: a restored
    /// backup or a reset device is likely, and an earlier password comes first (SAFETY S14).
    pub drifted_together: Vec<AccountRef>,
}

impl Stake {
    /// Whether an earlier password is the likeliest next step: "Wurde ein Backup eingespielt?"
    pub fn suggests_earlier(&self) -> bool {
        self.earlier && (self.change_unknown || !self.drifted_together.is_empty())
    }

    /// Whether the next attempt is the last one before the device may lock, by our count.
    pub const fn is_last(&self) -> bool {
        self.spare <= 1
    }
}

/// What an attempt with this account's password costs, and what the records say about its trouble.
/// Nothing is sent, no lock is taken, the keyring is not asked.
///
/// # Errors
/// [`Error::Settings`], [`Error::Unknown`], [`Error::Accounts`].
pub fn question(setup: &Setup, account: &AccountRef) -> Result<Stake, Error> {
    let settings = settings(setup)?;
    let target = target(&settings, account)?;
    let station = station(setup)?;
    let limit = target.account.limit;
    let standing = match target.profile.account_id(&target.account) {
        Some(id) => station.accounts.peek(&id)?.standing,
        None => Standing::default(),
    };
    let current = standing.current;
    let is_earlier = |generation| Some(generation) != current;
    Ok(Stake {
        spare: lockout::spare(&standing, limit),
        limit: limit.attempts(),
        failures: u8::try_from(standing.failures().len()).unwrap_or(u8::MAX),
        refused: refusal(&standing),
        accepted: standing.accepted.map(|mark| mark.at),
        stored: current.is_some(),
        earlier: standing.generations.keys().copied().any(is_earlier),
        change_unknown: standing.change.is_some(),
        unverifiable: target.account.plane == Plane::Client
            && target.profile.encryption != Encryption::TlsPassword,
        drifted_together: drifted_together(&station, &settings, &target, &standing),
    })
}

fn refusal(standing: &Standing) -> Option<(Timestamp, Refusal)> {
    let (mark, refusal) = standing.current_standing()?.standing_refusal()?;
    Some((mark.at, refusal))
}

/// The other accounts of this device that were first refused within one interval of this one's refusal.
fn drifted_together(
    station: &Arc<Station>,
    settings: &Settings,
    target: &Target,
    standing: &Standing,
) -> Vec<AccountRef> {
    let (Some((ours, _)), Some(device)) = (refusal(standing), target.profile.device) else {
        return Vec::new();
    };
    let of_device = |profile: &&ConnectorProfile| profile.device == Some(device);
    let profiles = settings.connectors.iter().map(|known| &known.profile).filter(of_device);
    let own = target.profile.account_id(&target.account);
    let mut together = Vec::new();
    let mut seen = std::collections::BTreeSet::from_iter(own);
    for (profile, other) in profiles.flat_map(|p| p.accounts.iter().map(move |a| (p, a))) {
        let Some(id) = profile.account_id(other) else { continue };
        if !seen.insert(id.clone()) {
            continue;
        }
        let theirs = station.accounts.peek(&id).ok().and_then(|peek| refusal(&peek.standing));
        let span = same_check(&target.account, other);
        if theirs.is_some_and(|(theirs, _)| ours.duration_since(theirs).abs() <= span) {
            together.push(profile.reference(other));
        }
    }
    together
}

/// Two accounts are checked within this time of each other.
fn same_check(a: &AccountProfile, b: &AccountProfile) -> SignedDuration {
    SignedDuration::try_from(a.interval.max(b.interval)).unwrap_or(SignedDuration::MAX)
}
