//! The notification service of the desktop specification.

use crate::platform::toasts::Service;

pub(in crate::platform) fn name_this_process() {}

pub(in crate::platform) fn balloon(_title: &str, _text: &str) -> bool {
    false
}

#[cfg(not(feature = "desktop"))]
pub(in crate::platform) fn service() -> Service {
    Service::Absent
}

#[cfg(feature = "desktop")]
pub(in crate::platform) fn service() -> Service {
    use crate::platform::toasts::{Buttons, Markup};

    match capabilities() {
        Err(error) => {
            log::debug!("no notification service: {error}");
            Service::Absent
        }
        Ok(known) => {
            let can = |wanted: &str| known.iter().any(|capability| capability == wanted);
            Service::Present {
                buttons: if can("actions") {
                    Buttons::Shown
                } else {
                    Buttons::Ignored
                },
                markup: if can("body-markup") {
                    Markup::Parsed
                } else {
                    Markup::Plain
                },
            }
        }
    }
}

#[cfg(feature = "desktop")]
fn capabilities() -> zbus::Result<Vec<String>> {
    const NAME: &str = "org.freedesktop.Notifications";
    let answer = super::bus::session()?.call_method(
        Some(NAME),
        "/org/freedesktop/Notifications",
        Some(NAME),
        "GetCapabilities",
        &(),
    )?;
    answer.body().deserialize()
}
