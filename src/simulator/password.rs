//! The password rules of the device (REFERENCE 11.1), and random passwords that satisfy them.
//!
//! Written from the manual's table, independently of the client's own rules.
use std::collections::BTreeSet;
use std::fmt;

use secrecy::SecretString;
use sha2::{Digest, Sha256};

const SPECIAL: &str = "ß#?!@$%^&*-";
const UPPER_UMLAUTS: &str = "ÄÖÜ";
const LOWER_UMLAUTS: &str = "äöü";

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Upper,
    Lower,
    Digit,
    Special,
}

/// Which rule a password breaks. The text is the device's own German message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// Shorter than this number of characters.
    TooShort(usize),
    /// Fewer than this number of character classes.
    TooFewClasses(usize),
    /// A character outside the four classes.
    ForbiddenCharacter,
    /// The user name stands in it, forwards or backwards, in any case.
    ContainsUserName,
    /// It was in use before.
    UsedBefore,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(least) => {
                write!(f, "Das Passwort muss mindestens {least} Zeichen lang sein.")
            }
            Self::TooFewClasses(least) => write!(
                f,
                "Das Passwort muss Zeichen aus mindestens {least} Zeichenklassen enthalten."
            ),
            Self::ForbiddenCharacter => f.write_str("Das Passwort enthält unzulässige Zeichen."),
            Self::ContainsUserName => {
                f.write_str("Das Passwort darf den Benutzernamen nicht enthalten.")
            }
            Self::UsedBefore => f.write_str("Das Passwort wurde bereits verwendet."),
        }
    }
}

/// Checks an administrator password: 8 characters, three classes, without the user name, never used before.
pub(super) fn check_administrator(
    password: &str,
    user: &str,
    used: &BTreeSet<String>,
) -> Result<(), Violation> {
    check_characters(password, 8, 3)?;
    let lowered = password.to_lowercase();
    let user = user.to_lowercase();
    let reversed: String = user.chars().rev().collect();
    if !user.is_empty() && (lowered.contains(&user) || lowered.contains(&reversed)) {
        return Err(Violation::ContainsUserName);
    }
    if used.contains(&digest(password)) {
        return Err(Violation::UsedBefore);
    }
    Ok(())
}

/// Checks the password of a Benutzerkennung: 20 characters, all four classes.
pub(super) fn check_benutzerkennung(password: &str) -> Result<(), Violation> {
    check_characters(password, 20, 4)
}

fn check_characters(password: &str, least: usize, least_classes: usize) -> Result<(), Violation> {
    if password.chars().count() < least {
        return Err(Violation::TooShort(least));
    }
    let mut classes = BTreeSet::new();
    for character in password.chars() {
        classes.insert(class(character).ok_or(Violation::ForbiddenCharacter)?);
    }
    if classes.len() < least_classes {
        return Err(Violation::TooFewClasses(least_classes));
    }
    Ok(())
}

fn class(character: char) -> Option<Class> {
    match character {
        'A'..='Z' => Some(Class::Upper),
        'a'..='z' => Some(Class::Lower),
        '0'..='9' => Some(Class::Digit),
        other if UPPER_UMLAUTS.contains(other) => Some(Class::Upper),
        other if LOWER_UMLAUTS.contains(other) => Some(Class::Lower),
        other if SPECIAL.contains(other) => Some(Class::Special),
        _ => None,
    }
}

/// Whether the rules for administrators allow this password to this user, who had none before.
pub fn accepts_administrator(password: &str, user: &str) -> bool {
    check_administrator(password, user, &BTreeSet::new()).is_ok()
}

/// Whether the rules for a Benutzerkennung allow this password.
pub fn accepts_benutzerkennung(password: &str) -> bool {
    check_benutzerkennung(password).is_ok()
}

/// SHA-256 of a password, lower-case hex: how the device's log tells passwords apart without holding them.
pub fn digest(password: &str) -> String {
    super::hex(&Sha256::digest(password.as_bytes()))
}

/// A random password of `length` characters (at least 8) with all four classes, without look-alikes.
pub fn generate(length: usize) -> SecretString {
    const SETS: [&[u8]; 4] =
        [b"ABCDEFGHJKLMNPQRSTUVWXYZ", b"abcdefghijkmnpqrstuvwxyz", b"23456789", b"#?!@$%&*-"];
    let length = length.max(8);
    let mut password: Vec<u8> = SETS.iter().map(|set| pick(set)).collect();
    let all = SETS.concat();
    while password.len() < length {
        password.push(pick(&all));
    }
    // Fisher-Yates, so that the four obligatory characters do not stand in front.
    for last in (1..password.len()).rev() {
        password.swap(last, below(last + 1));
    }
    SecretString::from(String::from_utf8(password).expect("the sets are ASCII"))
}

fn pick(set: &[u8]) -> u8 {
    set[below(set.len())]
}

/// A uniform random number below `end`, by rejection; `end` is at most 256.
fn below(end: usize) -> usize {
    let limit = 256 - 256 % end;
    loop {
        let byte = usize::from(super::random::<1>()[0]);
        if byte < limit {
            return byte % end;
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn each_rule_of_the_manual_is_checked() {
        let used = BTreeSet::from([digest("Herbst-2025")]);
        let check = |password| check_administrator(password, "super", &used);
        assert_eq!(check("Ab1-xyz"), Err(Violation::TooShort(8)));
        assert_eq!(check("abcdefgh1"), Err(Violation::TooFewClasses(3)));
        assert_eq!(check("Abcdef 12"), Err(Violation::ForbiddenCharacter));
        assert_eq!(check("xSuPeR-12"), Err(Violation::ContainsUserName));
        assert_eq!(check("xREPUS-12"), Err(Violation::ContainsUserName));
        assert_eq!(check("Herbst-2025"), Err(Violation::UsedBefore));
        assert_eq!(check("Frühling-26"), Ok(()));
        assert_eq!(check_benutzerkennung("Ab1-Ab1-Ab1-Ab1-Ab1"), Err(Violation::TooShort(20)));
        assert_eq!(check_benutzerkennung("Ab1xAb1xAb1xAb1xAb1x"), Err(Violation::TooFewClasses(4)));
        assert_eq!(check_benutzerkennung("Ab1-Ab1-Ab1-Ab1-Ab1-"), Ok(()));
    }

    #[test]
    fn a_generated_password_satisfies_both_rules() {
        for _ in 0..200 {
            let password = generate(20);
            assert_eq!(check_benutzerkennung(password.expose_secret()), Ok(()));
            assert_eq!(password.expose_secret().chars().count(), 20);
            let short = generate(8);
            assert_eq!(
                check_administrator(short.expose_secret(), "super", &BTreeSet::new()),
                Ok(())
            );
        }
    }
}
