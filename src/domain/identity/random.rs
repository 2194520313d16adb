//! Identifiers of 16 random bytes, written as 32 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Error;
use crate::domain::device::Fingerprint;

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; 16]);

        impl $name {
            /// Makes the identifier from 16 random bytes.
            pub const fn from_random(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The first eight hexadecimal digits: enough to tell entries apart on a screen.
            pub fn short(&self) -> String {
                self.to_string()[..8].to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self, Error> {
                hex_bytes(text).map(Self).ok_or(Error::NotHex)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;
            fn try_from(text: String) -> Result<Self, Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

random_id! {
    /// One physical or virtual connector, made when a person first trusts it; addresses and pins are
    /// attached to it. 128 bits; 32 lower-case hexadecimal digits.
    DeviceId
}

impl DeviceId {
    /// The identity of a device whose first confirmed certificate this is. Users of one machine who
    /// trust the same certificate so mean the same device, and hear of each other's refusals (S8).
    pub fn of_certificate(first: &Fingerprint) -> Self {
        let mut id = [0; 16];
        id.copy_from_slice(&first.as_bytes()[..16]);
        Self(id)
    }
}

random_id! {
    /// One run of the background task, as the others of its machine see it (SAFETY S7). Random;
    /// 32 lower-case hexadecimal digits.
    SessionId
}

random_id! {
    /// One password of one account. Random, never a counter (SAFETY 1); 32 lower-case hexadecimal digits.
    Generation
}

fn hex_bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; N];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(bytes)
}
