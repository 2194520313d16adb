//! The rules of a device for the passwords of one plane. A policy that exists can be satisfied.
//!
//! Sources: secunet manual, chapters 3.1 and 6.3.3 (`docs/passwords.md`). For the other vendors no
//! rules are known; theirs is an assumption that secunet's rules would accept too. Contracts of the
//! vendors will bring policies as data, in the written form of [`Policy`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::generate::LONGEST;
use crate::domain::device::Vendor;
use crate::domain::identity::Plane;

/// A class of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Upper case letters.
    Upper,
    /// Lower case letters.
    Lower,
    /// Digits.
    Digit,
    /// Special characters.
    Special,
}

impl Class {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Upper, Self::Lower, Self::Digit, Self::Special];
}

/// Why a written policy is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The least length is not 1 to 64 characters.
    #[error("the least length is not 1 to 64 characters")]
    Least,
    /// The greatest length is below the least one.
    #[error("the greatest length is below the least one")]
    Most,
    /// Not 1 to 4 classes, or more than the password has characters.
    #[error("not 1 to 4 classes, or more classes than characters")]
    Classes,
    /// More classes are demanded than have characters.
    #[error("more classes are demanded than have characters")]
    EmptyClasses,
    /// A character stands in two classes.
    #[error("{0:?} stands in two classes")]
    InTwoClasses(char),
    /// White space or a control character, which nobody sees in a password.
    #[error("white space or a control character in a class")]
    Invisible,
}

/// The rules for the passwords of one plane of a device.
///
/// Written with `least-length` (1 to 64 characters), `most-length` (optional), `least-classes`
/// (1 to 4), the characters of the classes `upper`, `lower`, `digits`, `special` (secunet's where
/// omitted), `forbids-user-name` and `forbids-earlier` (both `true` where omitted).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Policy {
    written: Written,
    classes: Classes,
}

impl Policy {
    /// The policy of a vendor's device. secunet: confirmed by the manual; the others: *assumption*.
    #[must_use]
    pub fn of(vendor: Vendor, plane: Plane) -> Self {
        let (least_length, least_classes) = match (plane, Self::is_assumed(vendor)) {
            (Plane::Management, false) => (8, 3),
            (Plane::Management, true) => (12, 4),
            (Plane::Client, _) => (20, 4),
        };
        let mut written = Written { least_length, least_classes, ..Written::default() };
        if Self::is_assumed(vendor) {
            // How another device reads what is not ASCII is unknown.
            for characters in [&mut written.upper, &mut written.lower, &mut written.special] {
                characters.retain(|character| character.is_ascii());
            }
        } else {
            // Of the Benutzerkennung the manual says neither.
            written.forbids_user_name = plane == Plane::Management;
            written.forbids_earlier = plane == Plane::Management;
        }
        Self::try_from(written).expect("each built-in policy is well formed")
    }

    /// Whether nobody has published a vendor's rules, so that [`Self::of`] assumes them.
    pub const fn is_assumed(vendor: Vendor) -> bool {
        match vendor {
            Vendor::Secunet => false,
            Vendor::Kocobox | Vendor::Rise | Vendor::Unknown => true,
        }
    }

    /// The least length, in characters; 1 to 64.
    pub fn least_length(&self) -> usize {
        self.written.least_length
    }

    /// The greatest length, in characters; `None` if none is known.
    pub fn most_length(&self) -> Option<usize> {
        self.written.most_length
    }

    /// How many classes must be there; 1 to 4.
    pub fn least_classes(&self) -> usize {
        self.written.least_classes
    }

    /// Whether the user name must not stand in it, forwards or backwards, in any case.
    pub fn forbids_user_name(&self) -> bool {
        self.written.forbids_user_name
    }

    /// Whether a password that was used before is refused.
    pub fn forbids_earlier(&self) -> bool {
        self.written.forbids_earlier
    }

    /// The class of a character; `None` if it is not allowed.
    pub fn class(&self, character: char) -> Option<Class> {
        match self.classes.ascii.get(character as usize) {
            Some(class) => *class,
            None => self.classes.beyond.get(&character).copied(),
        }
    }
}

/// A policy as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    least_length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    most_length: Option<usize>,
    least_classes: usize,
    #[serde(default = "upper")]
    upper: String,
    #[serde(default = "lower")]
    lower: String,
    #[serde(default = "digits")]
    digits: String,
    #[serde(default = "special")]
    special: String,
    #[serde(default = "yes")]
    forbids_user_name: bool,
    #[serde(default = "yes")]
    forbids_earlier: bool,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            least_length: 8,
            most_length: None,
            least_classes: 3,
            upper: upper(),
            lower: lower(),
            digits: digits(),
            special: special(),
            forbids_user_name: true,
            forbids_earlier: true,
        }
    }
}

/// A to Z with the three umlauts, as the two below: secunet manual, chapter 3.1.
fn upper() -> String {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ\u{c4}\u{d6}\u{dc}".to_owned()
}

fn lower() -> String {
    "abcdefghijklmnopqrstuvwxyz\u{e4}\u{f6}\u{fc}".to_owned()
}

fn digits() -> String {
    "0123456789".to_owned()
}

fn special() -> String {
    "\u{df}#?!@$%^&*-".to_owned()
}

fn yes() -> bool {
    true
}

impl TryFrom<Written> for Policy {
    type Error = Error;
    fn try_from(written: Written) -> Result<Self, Error> {
        let Written { least_length, most_length, least_classes, .. } = written;
        if !(1..=LONGEST).contains(&least_length) {
            return Err(Error::Least);
        }
        if most_length.is_some_and(|most| most < least_length) {
            return Err(Error::Most);
        }
        let possible = most_length.unwrap_or(LONGEST).min(LONGEST);
        if !(1..=4).contains(&least_classes) || least_classes > possible {
            return Err(Error::Classes);
        }
        let sets = [&written.upper, &written.lower, &written.digits, &written.special];
        if sets.iter().filter(|set| !set.is_empty()).count() < least_classes {
            return Err(Error::EmptyClasses);
        }
        let classes = Classes::of(sets)?;
        Ok(Self { written, classes })
    }
}

impl From<Policy> for Written {
    fn from(policy: Policy) -> Self {
        policy.written
    }
}

/// The classes by character: a table for ASCII, because a million passwords pass through it in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Classes {
    ascii: [Option<Class>; 128],
    beyond: BTreeMap<char, Class>,
}

impl Classes {
    fn of(sets: [&String; 4]) -> Result<Self, Error> {
        let mut classes = Self { ascii: [None; 128], beyond: BTreeMap::new() };
        for (class, set) in Class::ALL.into_iter().zip(sets) {
            for character in set.chars() {
                if character.is_whitespace() || character.is_control() {
                    return Err(Error::Invisible);
                }
                let before = match classes.ascii.get_mut(character as usize) {
                    Some(place) => place.replace(class),
                    None => classes.beyond.insert(character, class),
                };
                if before.is_some_and(|before| before != class) {
                    return Err(Error::InTwoClasses(character));
                }
            }
        }
        Ok(classes)
    }
}
