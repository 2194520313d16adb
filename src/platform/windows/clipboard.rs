//! Delayed rendering: Windows holds a promise, and asks the hidden window here when somebody pastes.
//! After each pasting the text is taken back and promised anew, so that the content is gone with the
//! process at any time. Window, timer and thread live as long as something is held.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use secrecy::SecretString;
use windows_sys::Win32::System::Threading::GetCurrentThreadId;
use windows_sys::Win32::UI::WindowsAndMessaging::{PostThreadMessageW, WM_APP};

use crate::platform::clipboard::{Error, OnEnd};

/// How long the caller waits while other programs have the clipboard open.
const PATIENCE: Duration = Duration::from_secs(2);

/// To the thread: clear and end.
const RELEASE: u32 = WM_APP;

/// The right to clear.
pub(in crate::platform) struct Held {
    is_ours: Arc<AtomicBool>,
    thread_number: u32,
    /// Hangs up when the clipboard is cleared or not ours.
    over: Receiver<()>,
    /// Kept so that Windows gives the thread's number to no other.
    _thread: JoinHandle<()>,
}

pub(in crate::platform) fn hold(
    secret: SecretString,
    until: Instant,
    on_end: OnEnd,
) -> Result<Held, Error> {
    let is_ours = Arc::new(AtomicBool::new(false));
    let (begun, beginning) = channel();
    let (over_sender, over) = channel();
    let shared = Arc::clone(&is_ours);
    let own = move || {
        let end = owner::run(secret, until, shared, &begun);
        drop(over_sender);
        if let Some(end) = end {
            on_end(end);
        }
    };
    let thread = thread::Builder::new()
        .name("clipboard".into())
        .stack_size(256 * 1024)
        .spawn(own)
        .map_err(|error| Error::Refused(error.to_string()))?;
    match beginning.recv() {
        Ok(Ok(thread_number)) => Ok(Held { is_ours, thread_number, over, _thread: thread }),
        Ok(Err(error)) => Err(Error::Refused(error.to_string())),
        Err(_) => Err(Error::Refused("no answer".into())),
    }
}

impl Held {
    pub(in crate::platform) fn is_ours(&self) -> bool {
        self.is_ours.load(Ordering::Acquire)
    }
}

impl Drop for Held {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: takes numbers; the thread's number is still its own, see `_thread`. A thread that
        // has ended takes no message.
        unsafe { PostThreadMessageW(self.thread_number, RELEASE, 0, 0) };
        // Either way it is over, or too late to wait for.
        let _ = self.over.recv_timeout(PATIENCE);
    }
}

/// What the thread says of its beginning: its number.
type Begun = Sender<io::Result<u32>>;

#[allow(unsafe_code)]
fn own_number() -> u32 {
    // SAFETY: takes nothing and answers a number.
    unsafe { GetCurrentThreadId() }
}

mod owner;

#[cfg(test)]
mod tests;
