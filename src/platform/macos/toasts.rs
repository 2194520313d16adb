//! The notification center belongs to the system. A toast has no buttons here, so its text names the
//! next step.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::platform::toasts::{Buttons, Error, Markup, OnButton, Service, Shown, Toast};

/// The bundle names it.
pub(in crate::platform) fn name_this_process() {}

/// Counts the toasts.
pub(in crate::platform) struct Center(AtomicU32);

impl Center {
    pub(in crate::platform) fn new(_on_button: OnButton) -> Self {
        Self(AtomicU32::new(1))
    }

    pub(in crate::platform) fn service(&self) -> Service {
        Service::Present { buttons: Buttons::Ignored, markup: Markup::Plain }
    }

    pub(in crate::platform) fn show(&self, toast: &Toast<'_>) -> Result<Shown, Error> {
        notify_rust::Notification::new()
            .summary(toast.title)
            .body(toast.body)
            .show()
            .map_err(|error| Error::Refused(error.to_string()))?;
        Ok(Shown(self.0.fetch_add(1, Ordering::Relaxed)))
    }

    pub(in crate::platform) fn close(&self, _shown: Shown) {}
}
