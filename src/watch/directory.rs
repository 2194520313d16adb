//! What was last learned of a connector without a password.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::connector::{ClosedDirectory, Route};
use crate::domain::probe::Demand;

/// A directory serves this long. A device that stops checking passwords in between needs a restart for
/// it (docs/connector.md), and a restart is seen as a failed check, after which it is read anew.
const FRESH: Duration = Duration::from_secs(60 * 60);

/// The answer that came before any password.
#[derive(Debug, Clone)]
pub(super) enum Reached {
    /// The service directory.
    Client(Arc<Route>),
    /// The device keeps its directory closed: asking for it with the password is the proof.
    Closed(ClosedDirectory),
    /// The web UI answered, or was not asked because nothing is doubtful.
    Management,
}

impl Reached {
    /// Whether the device said that it checks no client authentication.
    pub(super) fn checks_nothing(&self) -> bool {
        match self {
            Self::Client(route) => route.directory.demand == Demand::NotDemanded,
            Self::Closed(_) | Self::Management => false,
        }
    }
}

/// What is known of a connector.
#[derive(Debug, Default)]
pub(super) struct Known {
    route: Option<(Arc<Route>, Instant)>,
    firmware: Option<String>,
    /// The last attempt was no success: something without a password is asked before the next one.
    is_doubtful: bool,
}

impl Known {
    pub(super) const fn is_doubtful(&self) -> bool {
        self.is_doubtful
    }

    pub(super) fn judge(&mut self, is_success: bool) {
        self.is_doubtful = !is_success;
        if !is_success {
            self.forget();
        }
    }

    pub(super) fn take(&mut self, route: Arc<Route>) {
        self.take_firmware(Some(route.directory.product.firmware.clone()));
        self.route = Some((route, Instant::now()));
    }

    pub(super) fn take_firmware(&mut self, firmware: Option<String>) {
        let told = firmware.filter(|text| !text.is_empty());
        self.firmware = told.or(self.firmware.take());
    }

    pub(super) fn route(&self) -> Option<Arc<Route>> {
        let (route, at) = self.route.as_ref()?;
        (at.elapsed() < FRESH).then(|| Arc::clone(route))
    }

    pub(super) fn firmware(&self) -> Option<&str> {
        self.firmware.as_deref()
    }

    pub(super) fn forget(&mut self) {
        self.route = None;
    }
}
