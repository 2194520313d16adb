//! placeholder
use konnektorwart::domain::identity::UserName;
use secrecy::SecretString;

pub fn account() -> (UserName, SecretString) {
    ("praxis".parse().unwrap(), SecretString::from("Kanarie-7!"))
}
