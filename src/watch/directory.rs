//! What was last learned of a connector without a password.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::connector::sds::Directory;

/// A directory serves this long. A device that stops checking passwords in between needs a restart for
/// it (docs/connector.md), and a restart is seen as a failed check, after which it is read anew.
const FRESH: Duration = Duration::from_secs(60 * 60);

/// The answer that came before any password.
#[derive(Debug, Clone)]
pub(super) enum Reached {
    /// The service directory.
    Client(Arc<Directory>),
    /// The web UI answered, or was not asked because nothing is doubtful.
    Management,
}

/// What is known of a connector.
#[derive(Debug)]
pub(super) struct Known {
    directory: Option<(Arc<Directory>, Instant)>,
    pub(super) firmware: Option<String>,
    pub(super) proven: Option<Timestamp>,
}

impl Known {
    pub(super) fn read(directory: Arc<Directory>, at: Instant) -> Self {
        let firmware = Some(directory.product.firmware.clone()).filter(|text| !text.is_empty());
        Self { directory: Some((directory, at)), firmware, proven: None }
    }

    pub(super) fn directory(&self) -> Option<Arc<Directory>> {
        let (directory, at) = self.directory.as_ref()?;
        (at.elapsed() < FRESH).then(|| Arc::clone(directory))
    }

    pub(super) fn forget(&mut self) {
        self.directory = None;
    }
}
