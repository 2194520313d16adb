//! What screens show of the settings beside the connectors.

use crate::domain::practice::{Access, Force, Offer, Practice};
use crate::store::config::{Operators, Settings};

/// What these settings, which are in force, say.
pub(super) fn of(settings: &Settings) -> Practice {
    let offer = |is_on| if is_on { Offer::Offered } else { Offer::SwitchedOff };
    Practice {
        language: settings.language.value,
        contact: settings.contact.clone(),
        access: access(&settings.operators),
        copying: offer(settings.reveal.copy.value),
        showing: offer(settings.reveal.show.value),
        settings: Force::Present,
    }
}

fn access(operators: &Operators) -> Access {
    match operators {
        _ if operators.include_this_user() => Access::Granted,
        Operators::Everybody => Access::Granted,
        Operators::Group { name, membership: _ } => Access::MembersOf(name.clone()),
    }
}
