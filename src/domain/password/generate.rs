//! A random password that keeps a policy and can be typed by hand.
//!
//! Decides that each acceptable password over the alphabet is equally likely: characters are drawn by
//! rejection, and a candidate that breaks the policy is thrown away as a whole. Repairing one would
//! make its places unequal.

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::policy::Policy;
use crate::domain::identity::UserName;

/// The longest password that is generated, in characters.
pub const LONGEST: usize = 64;

/// What a person reads from one screen and types into another without doubt: no `I l 1 O 0 o`, no
/// umlauts and `ß` (their encoding in HTTP Basic is undefined), no `^` (a dead key on German keyboards).
const TYPABLE: &[u8; 65] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789#?!@$%&*-";

/// After so many candidates in vain there is none: an acceptable one in twenty is the rarest that the
/// built-in policies know.
const MOST_CANDIDATES: usize = 20_000;

/// Why no password was generated.
#[derive(Debug, thiserror::Error)]
pub enum Error<E> {
    /// The wanted length is outside these bounds, in characters.
    #[error("the length is not {least} to {most} characters")]
    Length {
        /// The policy's least length.
        least: usize,
        /// The policy's greatest length, 64 at most.
        most: usize,
    },
    /// No password over the typable characters keeps the policy with this user name.
    #[error("no typable password keeps the rules")]
    Impossible,
    /// The source of random bytes failed.
    #[error("no random bytes")]
    Random(#[source] E),
}

/// Generates a password of `length` characters; without one four more than the policy's least, at
/// least 16. `random` fills a buffer with uniform random bytes.
///
/// # Errors
/// [`Error::Length`], [`Error::Impossible`], [`Error::Random`].
pub fn generate<E>(
    policy: &Policy,
    user: &UserName,
    length: Option<usize>,
    random: &mut dyn FnMut(&mut [u8]) -> Result<(), E>,
) -> Result<SecretString, Error<E>> {
    let least = policy.least_length();
    let most = policy.most_length().unwrap_or(LONGEST).min(LONGEST);
    let length = length.unwrap_or_else(|| (least + 4).max(16).min(most));
    if !(least..=most).contains(&length) {
        return Err(Error::Length { least, most });
    }
    let allowed = |byte: &u8| policy.class(char::from(*byte)).is_some();
    let alphabet: Vec<u8> = TYPABLE.iter().copied().filter(allowed).collect();
    if alphabet.is_empty() {
        return Err(Error::Impossible);
    }
    let mut draw = Draw { random, bytes: Zeroizing::new([0; 64]), next: 64 };
    for _ in 0..MOST_CANDIDATES {
        // As large as it becomes: a string that grows leaves a copy behind.
        let mut candidate = Zeroizing::new(String::with_capacity(length));
        for _ in 0..length {
            candidate.push(char::from(alphabet[draw.below(alphabet.len())?]));
        }
        if policy.check(&candidate, user, None).is_met() {
            return Ok(SecretString::from(candidate.as_str()));
        }
    }
    Err(Error::Impossible)
}

/// Uniform numbers from random bytes.
struct Draw<'a, E> {
    random: &'a mut dyn FnMut(&mut [u8]) -> Result<(), E>,
    bytes: Zeroizing<[u8; 64]>,
    next: usize,
}

impl<E> Draw<'_, E> {
    /// A uniform number below `end` (1 to 256): a byte beyond the last whole multiple is thrown away.
    fn below(&mut self, end: usize) -> Result<usize, Error<E>> {
        loop {
            if self.next == self.bytes.len() {
                (self.random)(&mut self.bytes[..]).map_err(Error::Random)?;
                self.next = 0;
            }
            let byte = usize::from(self.bytes[self.next]);
            self.next += 1;
            if byte < 256 - 256 % end {
                return Ok(byte % end);
            }
        }
    }
}
