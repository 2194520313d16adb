//! X11's selection, or Wayland's data-control protocol: whoever pastes asks this process, so the
//! content is gone with it. Two threads live as long as something is held. One serves and ends when
//! somebody else copies; the other waits for the limit and clears. A program that collects everything
//! that is copied is asked by `x-kde-passwordManagerHint` not to; not every one obeys.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use arboard::{Clipboard, SetExtLinux};
use secrecy::{ExposeSecret, SecretString};

use crate::platform::clipboard::{End, Error, OnEnd};

/// How long an answer of the X server, or of a program that took the clipboard over at the moment of
/// clearing, may hold up the caller.
const PATIENCE: Duration = Duration::from_secs(2);

/// The right to clear.
pub(in crate::platform) struct Held(Arc<Shared>);

struct Shared {
    secret: SecretString,
    phase: Mutex<Phase>,
    changed: Condvar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The secret can be pasted.
    Held,
    /// Nobody wants to hold it any more: clear.
    Released,
    /// Somebody else copied something.
    TakenOver,
    /// What had to be cleared is cleared.
    Over,
}

pub(in crate::platform) fn hold(
    secret: SecretString,
    until: Instant,
    on_end: OnEnd,
) -> Result<Held, Error> {
    // Connects; kept by the waiting thread for clearing.
    let mut clipboard = Clipboard::new().map_err(|error| {
        log::debug!("no clipboard: {error}");
        Error::Unavailable
    })?;
    let shared =
        Arc::new(Shared { secret, phase: Mutex::new(Phase::Held), changed: Condvar::new() });
    let refused = serve(&shared)?;
    wait_until_served(&mut clipboard, &shared, &refused)?;
    let waiting = Arc::clone(&shared);
    let started = thread::Builder::new()
        .name("clipboard-limit".into())
        .stack_size(256 * 1024)
        .spawn(move || waiting.wait_and_clear(clipboard, until, on_end));
    match started {
        Ok(_) => Ok(Held(shared)),
        Err(error) => {
            // Without the thread nobody would clear: at once, then.
            if let Ok(mut clipboard) = Clipboard::new() {
                shared.clear_if_ours(&mut clipboard);
            }
            Err(Error::Refused(error.to_string()))
        }
    }
}

/// Serves the secret on a thread until it is replaced or cleared. The receiver gets a refusal, or
/// hangs up when the serving has ended.
fn serve(shared: &Arc<Shared>) -> Result<Receiver<String>, Error> {
    let (sender, refused) = channel();
    let shared = Arc::clone(shared);
    let serving = move || {
        let served = Clipboard::new().and_then(|mut clipboard| {
            let text = shared.secret.expose_secret();
            clipboard.set().exclude_from_history().wait().text(text)
        });
        match served {
            Ok(()) => shared.step(Phase::Held, Phase::TakenOver),
            Err(error) => {
                shared.step(Phase::Held, Phase::TakenOver);
                // The caller is gone when the serving broke off later.
                let _ = sender.send(error.to_string());
            }
        }
    };
    thread::Builder::new()
        .name("clipboard".into())
        .stack_size(256 * 1024)
        .spawn(serving)
        .map_err(|error| Error::Refused(error.to_string()))?;
    Ok(refused)
}

/// The library tells nothing between setting and losing: ask until the secret is there, a few
/// milliseconds.
fn wait_until_served(
    clipboard: &mut Clipboard,
    shared: &Shared,
    refused: &Receiver<String>,
) -> Result<(), Error> {
    let end = Instant::now() + PATIENCE;
    loop {
        match refused.recv_timeout(Duration::from_millis(1)) {
            Ok(reason) => return Err(Error::Refused(reason)),
            // Set, and taken over within a millisecond.
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) if shared.is_in(clipboard) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if Instant::now() > end {
            // Should it come late, it is cleared.
            shared.clear_if_ours(clipboard);
            return Err(Error::Refused("no answer".into()));
        }
    }
}

impl Held {
    pub(in crate::platform) fn is_ours(&self) -> bool {
        *self.0.phase() == Phase::Held
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.step(Phase::Held, Phase::Released);
        let phase = self.0.phase();
        let waited =
            self.0.changed.wait_timeout_while(phase, PATIENCE, |phase| *phase == Phase::Released);
        drop(waited);
    }
}

impl Shared {
    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(&self, from: Phase, to: Phase) {
        let mut phase = self.phase();
        if *phase == from {
            *phase = to;
            self.changed.notify_all();
        }
    }

    fn wait_and_clear(&self, mut clipboard: Clipboard, until: Instant, on_end: OnEnd) {
        let limit = until.saturating_duration_since(Instant::now());
        let (mut phase, _) = self
            .changed
            .wait_timeout_while(self.phase(), limit, |phase| *phase == Phase::Held)
            .unwrap_or_else(PoisonError::into_inner);
        let end = match *phase {
            Phase::Held => {
                *phase = Phase::Released;
                Some(End::Expired)
            }
            Phase::TakenOver => Some(End::TakenOver),
            Phase::Released | Phase::Over => None,
        };
        drop(phase);
        if end != Some(End::TakenOver) {
            self.clear_if_ours(&mut clipboard);
        }
        // Leaves the display when nobody else of this process uses the clipboard.
        drop(clipboard);
        *self.phase() = Phase::Over;
        self.changed.notify_all();
        if let Some(end) = end {
            on_end(end);
        }
    }

    fn clear_if_ours(&self, clipboard: &mut Clipboard) {
        if self.is_in(clipboard)
            && let Err(error) = clipboard.clear()
        {
            log::warn!("the clipboard could not be cleared: {error}");
        }
    }

    fn is_in(&self, clipboard: &mut Clipboard) -> bool {
        let text = clipboard.get_text().map(SecretString::from);
        text.is_ok_and(|text| text.expose_secret() == self.secret.expose_secret())
    }
}

#[cfg(test)]
mod tests;
