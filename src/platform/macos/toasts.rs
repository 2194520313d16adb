//! The notification centre belongs to the system.

use crate::platform::toasts::{Buttons, Markup, Service};

pub(in crate::platform) fn service() -> Service {
    Service::Present {
        buttons: Buttons::Shown,
        markup: Markup::Plain,
    }
}

/// The bundle names it.
pub(in crate::platform) fn name_this_process() {}

pub(in crate::platform) fn balloon(_title: &str, _text: &str) -> bool {
    false
}
