//! The tray program as a process.

use std::io::Read;
use std::process::{Child, ExitStatus, Stdio};

use konnektorwart::platform::agent::{self, Doorbell};
use konnektorwart::platform::folders::Folders;

use crate::session::Session;
use crate::wait_for;

pub const TRAY: &str = env!("CARGO_BIN_EXE_konnektorwart-tray");

pub struct Program {
    process: Child,
    folders: Folders,
}

impl Program {
    pub fn start(session: &Session) -> Self {
        Self::start_with(session, &[])
    }

    pub fn start_with(session: &Session, arguments: &[&str]) -> Self {
        let process = session
            .command(TRAY)
            .args(arguments)
            .stdin(Stdio::null())
            .spawn()
            .expect("the program");
        Self { process, folders: Folders::under(&session.home()) }
    }

    pub fn ring(&self, bell: &Doorbell) {
        let is_heard = || agent::ring(&self.folders, bell).expect("the doorbell").then_some(());
        wait_for("somebody to hear the doorbell", is_heard);
    }

    /// Waits for the end.
    pub fn ended(mut self) -> ExitStatus {
        let status = wait_for("the end", || self.process.try_wait().expect("a process"));
        std::mem::forget(self);
        status
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs the program to its end: exit code and standard error.
pub fn run(session: &Session, arguments: &[&str]) -> (Option<i32>, String) {
    let mut process = session
        .command(TRAY)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let status = wait_for("the end", || process.try_wait().expect("a process"));
    let mut text = String::new();
    let mut stderr = process.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut text).expect("text");
    (status.code(), text)
}
