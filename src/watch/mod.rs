//! The background task: the only place where effects are carried out.
//!
//! Commands in, updates out, one worker thread with a current-thread runtime.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::domain::command::Command;
use crate::domain::notice::Notice;
use crate::domain::snapshot::Snapshot;

/// What comes out of the background task.
#[derive(Debug, Clone)]
pub enum Update {
    /// The whole picture; a newer one replaces an older one.
    Snapshot(Arc<Snapshot>),
    /// Something that a person must hear; each one counts.
    Notice(Box<Notice>),
}

/// The way to the background task; cheap to clone, never waits.
#[derive(Debug, Clone)]
pub struct Handle {
    commands: mpsc::UnboundedSender<Command>,
}

impl Handle {
    /// Gives a command to the task. A task that has ended ignores it.
    pub fn send(&self, command: Command) {
        if self.commands.send(command).is_err() {
            log::debug!("the background task has ended; a command is dropped");
        }
    }
}
