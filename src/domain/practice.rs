//! What the settings say about the practice beside its connectors, as far as a screen shows it.
//!
//! Decides who may act here (SCREENS 2.12); whether somebody belongs to a group is asked elsewhere.

use std::path::PathBuf;

/// The service provider ("IT-Betreuung"); texts of at most 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Who.
    pub name: Option<String>,
    /// Where to call.
    pub telephone: Option<String>,
    /// Where to write.
    pub email: Option<String>,
    /// The program that lets them see this screen, an absolute path; from policy or the user's own
    /// file only (SAFETY S23).
    pub remote_help: Option<PathBuf>,
}

impl Contact {
    /// Whether nothing is known of the service provider.
    pub const fn is_empty(&self) -> bool {
        self.name.is_none()
            && self.telephone.is_none()
            && self.email.is_none()
            && self.remote_help.is_none()
    }
}

/// Who may act here ("Bedienung").
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Access {
    /// This person may: no group is named, or this is one of its members.
    #[default]
    Granted,
    /// Only members of this group may, and this person is none: the state is shown, nothing changes.
    MembersOf(String),
}

/// The language of messages, as the settings name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// As the operating system speaks.
    #[default]
    Auto,
    /// German.
    German,
    /// English.
    English,
}

/// Whether something is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Offer {
    /// It is.
    #[default]
    Offered,
    /// An administrator or the person switched it off.
    SwitchedOff,
}

/// Whether the settings on the disk are those that are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Force {
    /// They are.
    #[default]
    Present,
    /// They cannot be used; watching goes on with those of before.
    Earlier,
}

/// What the settings say beside the connectors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Practice {
    /// The language of messages.
    pub language: Language,
    /// The service provider.
    pub contact: Contact,
    /// Who may act here.
    pub access: Access,
    /// *Passwort kopieren* (SAFETY S22).
    pub copying: Offer,
    /// *Passwort anzeigen* (SAFETY S22).
    pub showing: Offer,
    /// Whether the settings on the disk are in force.
    pub settings: Force,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_group_everybody_may_act() {
        assert_eq!(Practice::default().access, Access::Granted);
    }

    #[test]
    fn any_way_to_reach_the_provider_is_a_contact() {
        assert!(Contact::default().is_empty());
        let telephone = Contact { telephone: Some("0221 1".into()), ..Contact::default() };
        assert!(!telephone.is_empty());
    }
}
