//! What screens show of the settings beside the connectors, and who may act here.

use crate::domain::practice::{Access, Force, Offer, Practice};
use crate::platform::machine;
use crate::store::config::Settings;

/// What these settings, which are in force, say. Asks the operating system for groups. Blocks.
pub(super) fn of(settings: &Settings) -> Practice {
    let offer = |is_on| if is_on { Offer::Offered } else { Offer::SwitchedOff };
    Practice {
        contact: settings.contact.clone(),
        access: settings.operators.as_deref().map_or(Access::Granted, access),
        copying: offer(settings.reveal.copy.value),
        showing: offer(settings.reveal.show.value),
        settings: Force::Present,
    }
}

fn access(group: &str) -> Access {
    match machine::is_member(group) {
        Ok(true) => Access::Granted,
        Ok(false) => Access::MembersOf(group.to_owned()),
        // A domain that does not answer gives nobody more than he has.
        Err(error) => {
            log::warn!("who belongs to the group of operators is not known: {error}");
            Access::MembersOf(group.to_owned())
        }
    }
}
