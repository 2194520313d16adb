//! Ending a test early, and what such an end leaves to itself.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use tokio::sync::watch;

use crate::domain::identity::AccountRef;

/// Ends a connection test from another thread; cheap to clone, every clone ends the same test.
#[derive(Debug, Clone)]
pub struct Cancel(Arc<watch::Sender<bool>>);

impl Default for Cancel {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Cancel {
    /// Not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the test; a second call changes nothing.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was ended.
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Comes back when it is ended.
    pub(in crate::watch) async fn cancelled(&self) {
        let mut receiver = self.0.subscribe();
        if receiver.wait_for(|ended| *ended).await.is_err() {
            // The sender lives as long as `self`.
            std::future::pending::<()>().await;
        }
    }
}

/// A login that a cancelled test left to itself: if its note was durable by then it goes on until its
/// outcome is durable too, otherwise nothing is sent any more.
#[derive(Debug)]
pub struct UnderWay {
    pub(super) account: AccountRef,
    pub(super) ended: Receiver<()>,
}

impl UnderWay {
    /// Whose login it is.
    pub const fn account(&self) -> &AccountRef {
        &self.account
    }

    /// Waits for its end, up to `limit`; says whether it has ended. A program that ends without waiting
    /// leaves a note without outcome, which counts as a doubtful attempt.
    pub fn wait(&self, limit: Duration) -> bool {
        match self.ended.recv_timeout(limit) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => true,
            Err(RecvTimeoutError::Timeout) => false,
        }
    }
}
