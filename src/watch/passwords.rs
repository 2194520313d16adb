//! New passwords for an account: one made, one judged. Decides which policy holds for it and where the
//! random bytes come from. Nothing is sent, stored or noted.

use secrecy::{ExposeSecret, SecretString};

use crate::domain::identity::AccountRef;
use crate::domain::password::{self, Check, GenerateError, Policy};
use crate::domain::profile::ConnectorProfile;

/// Makes a random password that keeps the rules of the account's device; `length` in characters.
///
/// # Errors
/// [`GenerateError::Length`], [`GenerateError::Impossible`], [`GenerateError::Random`].
pub fn generate_password(
    profile: &ConnectorProfile,
    account: &AccountRef,
    length: Option<usize>,
) -> Result<SecretString, GenerateError<getrandom::Error>> {
    let policy = Policy::of(profile.vendor, account.plane);
    password::generate(&policy, &account.user, length, &mut getrandom::fill)
}

/// Says which rules of the account's device a password keeps. Whether it was used before is unknown.
#[must_use]
pub fn check_password(
    profile: &ConnectorProfile,
    account: &AccountRef,
    password: &SecretString,
) -> Check {
    let policy = Policy::of(profile.vendor, account.plane);
    policy.check(password.expose_secret(), &account.user, None)
}
