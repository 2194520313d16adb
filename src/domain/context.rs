//! The call context (Aufrufkontext) that the client plane demands with each SOAP request.
//!
//! Source: `ConnectorContext.xsd` v2.0; the identifiers are those of the device's Informationsmodell.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Says why a text is no identifier of the Informationsmodell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing but white space.
    #[error("the identifier is empty")]
    Empty,
    /// More than 64 characters (ConnectorCommon.xsd).
    #[error("the identifier has more than 64 characters")]
    TooLong,
    /// A control character.
    #[error("the identifier contains a control character")]
    Control,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self, Error> {
                identifier(text).map(Self)
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
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier! {
    /// A legal unit (practice), `MandantId`: 1 to 64 characters.
    MandantId
}
identifier! {
    /// A program that calls the connector, `ClientSystemId`: 1 to 64 characters.
    ClientSystemId
}
identifier! {
    /// A workplace, `WorkplaceId`: 1 to 64 characters.
    WorkplaceId
}

fn identifier(text: &str) -> Result<String, Error> {
    let text = text.trim();
    match text {
        "" => Err(Error::Empty),
        _ if text.chars().count() > 64 => Err(Error::TooLong),
        _ if text.chars().any(char::is_control) => Err(Error::Control),
        _ => Ok(text.to_owned()),
    }
}

/// Mandant, Clientsystem and Arbeitsplatz together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallContext {
    /// The Mandant.
    pub mandant: MandantId,
    /// The Clientsystem that the Benutzerkennung belongs to.
    pub clientsystem: ClientSystemId,
    /// The Arbeitsplatz.
    pub arbeitsplatz: WorkplaceId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_keep_the_schema_limits() {
        assert_eq!("".parse::<MandantId>(), Err(Error::Empty));
        assert_eq!("x".repeat(65).parse::<MandantId>(), Err(Error::TooLong));
        assert_eq!(" Praxis ".parse::<MandantId>().map(|id| id.to_string()), Ok("Praxis".into()));
    }
}
