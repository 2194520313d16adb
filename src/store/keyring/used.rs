//! Whether a password was in use before: salted Argon2id hashes, one keyring entry for each.
//!
//! Decides how earlier passwords are recognized after their own entries are gone. The hashes of an
//! account share one salt, so that holding a candidate against all of them costs one computation.
//! They stand in the keyring only, never in a file (SAFETY S17).

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Error, Keyring, entry_name};
use crate::domain::identity::{AccountId, Generation};

const FORMAT: u32 = 1;

/// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
const USUAL: Cost = Cost { memory: 19 * 1024, passes: 2, lanes: 1 };

/// What a foreign entry may demand at most: a check must not take the machine down.
const MOST: Cost = Cost { memory: 256 * 1024, passes: 16, lanes: 16 };

impl Keyring {
    /// Remembers that a password was in use, under the name of its generation. Repeating the call with
    /// the same password changes nothing.
    ///
    /// # Errors
    /// [`Error::Exists`] if another password is remembered under that generation, [`Error::Damaged`]
    /// if the entry there is not readable, and the keyring's troubles; nothing was overwritten.
    pub fn remember_used(
        &self,
        account: &AccountId,
        generation: Generation,
        password: &SecretString,
    ) -> Result<(), Error> {
        match self.used(account, generation) {
            Ok(found) if found.recipe.hash(password)? == found.hash => return Ok(()),
            Ok(_) => return Err(Error::Exists),
            Err(Error::Absent) => {}
            Err(error) => return Err(error),
        }
        let recipe = self.recipe(account)?;
        let hash = recipe.hash(password)?;
        let content = Content { format: FORMAT, account: account.to_string(), recipe, hash };
        let bytes = serde_json::to_vec(&content).expect("hashes are plain text");
        self.write_once(name(account, generation), Zeroizing::new(bytes))
    }

    /// Whether a candidate is one of the remembered passwords of these generations. A generation
    /// without a hash is skipped. One Argon2 computation (19 MiB) for each distinct salt, usually one.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a hash is not readable and none of the others fits: then nobody knows;
    /// and the keyring's troubles.
    pub fn was_used(
        &self,
        account: &AccountId,
        generations: impl IntoIterator<Item = Generation>,
        candidate: &SecretString,
    ) -> Result<bool, Error> {
        let mut hashes: BTreeMap<Recipe, Vec<Hash>> = BTreeMap::new();
        let mut damaged = None;
        for generation in generations {
            match self.used(account, generation) {
                Ok(found) => hashes.entry(found.recipe).or_default().push(found.hash),
                Err(Error::Absent) => {}
                Err(error @ Error::Damaged(_)) => damaged = Some(error),
                Err(error) => return Err(error),
            }
        }
        for (recipe, hashes) in hashes {
            if hashes.contains(&recipe.hash(candidate)?) {
                return Ok(true);
            }
        }
        damaged.map_or(Ok(false), Err)
    }

    /// Forgets one hash; an absent one counts as forgotten. Only on a person's explicit word (S16).
    ///
    /// # Errors
    /// The keyring's troubles.
    pub fn forget_used(&self, account: &AccountId, generation: Generation) -> Result<(), Error> {
        self.delete_named(name(account, generation))
    }

    fn used(&self, account: &AccountId, generation: Generation) -> Result<Content, Error> {
        let bytes = self.read_bytes(name(account, generation))?;
        let content: Content =
            serde_json::from_slice(&bytes).map_err(|_| Error::Damaged("not our format"))?;
        if content.format != FORMAT {
            return Err(Error::Damaged("not our format"));
        }
        if content.account != account.to_string() {
            return Err(Error::Damaged("it belongs to another account"));
        }
        if !content.recipe.cost.is_within(MOST) {
            return Err(Error::Damaged("its hash costs too much"));
        }
        Ok(content)
    }

    /// The salt of the account's other hashes, as far as their generations are reachable; otherwise a
    /// new one, which only makes a later check cost one computation more.
    fn recipe(&self, account: &AccountId) -> Result<Recipe, Error> {
        for entry in self.entries(account, [])? {
            match self.used(account, entry.generation) {
                Ok(found) if found.recipe.cost == USUAL => return Ok(found.recipe),
                Ok(_) | Err(Error::Absent | Error::Damaged(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let mut salt = [0; 16];
        getrandom::fill(&mut salt)
            .map_err(|_| Error::Refused("the operating system has no random bytes".to_owned()))?;
        Ok(Recipe { salt, cost: USUAL })
    }
}

type Hash = [u8; 32];

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    account: String,
    recipe: Recipe,
    hash: Hash,
}

/// How a hash is computed: equal recipes give equal hashes of equal passwords.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    salt: [u8; 16],
    cost: Cost,
}

/// Memory in KiB, passes over it, lanes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    const fn is_within(self, most: Self) -> bool {
        self.memory <= most.memory && self.passes <= most.passes && self.lanes <= most.lanes
    }
}

impl Recipe {
    fn hash(&self, password: &SecretString) -> Result<Hash, Error> {
        let Cost { memory, passes, lanes } = self.cost;
        let damaged = |_| Error::Damaged("its hash cannot be computed");
        let mut hash = Hash::default();
        let params = Params::new(memory, passes, lanes, Some(hash.len())).map_err(damaged)?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.expose_secret().as_bytes(), &self.salt, &mut hash)
            .map_err(damaged)?;
        Ok(hash)
    }
}

fn name(account: &AccountId, generation: Generation) -> String {
    format!("used/{}", entry_name(account, generation))
}

#[cfg(test)]
mod tests;
