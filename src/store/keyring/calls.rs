//! One keyring call at a time, each on a thread of its own, none waited for longer than a limit.
//!
//! A stopped keyring service never answers (RELIABILITY 1.4): its call is left behind, and until it
//! comes back every further call is answered `Hung` at once, so that no more than one thread hangs. A
//! store kept open is dead once its service restarted: after a platform failure it is opened anew and
//! the call is made once more.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ::keyring as core;
use core::CredentialStore;

use super::Error;

type Opener = Box<dyn Fn() -> core::Result<Arc<CredentialStore>> + Send + Sync>;

pub struct Calls {
    shared: Arc<Shared>,
    limit: Duration,
}

struct Shared {
    open: Opener,
    store: Mutex<Option<Arc<CredentialStore>>>,
    gate: Mutex<Gate>,
    freed: Condvar,
    calls: AtomicU64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    Free,
    /// A call with this number is under way.
    Busy(u64),
    Hung,
}

impl Calls {
    pub fn new(open: Opener, limit: Duration) -> Self {
        let shared = Shared {
            open,
            store: Mutex::new(None),
            gate: Mutex::new(Gate::Free),
            freed: Condvar::new(),
            calls: AtomicU64::new(0),
        };
        Self { shared: Arc::new(shared), limit }
    }

    /// Makes one call; `call` runs a second time if the first one ends in a platform failure.
    pub fn run<T: Send + 'static>(
        &self,
        call: impl Fn(&CredentialStore) -> core::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let deadline = Instant::now() + self.limit;
        let number = self.enter(deadline)?;
        let (sender, answer) = channel();
        let shared = Arc::clone(&self.shared);
        let started = thread::Builder::new().name("keyring".to_owned()).spawn(move || {
            // Freed even if a store panics: the gate must not stay shut for ever.
            let _leave = Leave(&shared);
            let result = shared.call(&call);
            // Nobody waits any more after the limit.
            let _ = sender.send(result);
        });
        if let Err(error) = started {
            drop(Leave(&self.shared));
            return Err(Error::Refused(format!("no thread: {error}")));
        }
        match answer.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(result) => result.map_err(judge),
            Err(RecvTimeoutError::Disconnected) => {
                Err(Error::Refused("the keyring's client broke down".to_owned()))
            }
            Err(RecvTimeoutError::Timeout) => {
                let mut gate = lock(&self.shared.gate);
                // The answer may have come between the limit and this line.
                if *gate == Gate::Busy(number) {
                    *gate = Gate::Hung;
                    self.shared.freed.notify_all();
                }
                Err(Error::Hung)
            }
        }
    }

    fn enter(&self, deadline: Instant) -> Result<u64, Error> {
        let number = self.shared.calls.fetch_add(1, Ordering::Relaxed);
        let mut gate = lock(&self.shared.gate);
        loop {
            match *gate {
                Gate::Free => {
                    *gate = Gate::Busy(number);
                    return Ok(number);
                }
                Gate::Hung => return Err(Error::Hung),
                Gate::Busy(_) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return Err(Error::Hung);
                    }
                    gate = self
                        .shared
                        .freed
                        .wait_timeout(gate, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0;
                }
            }
        }
    }
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calls").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl Shared {
    fn call<T>(&self, call: &dyn Fn(&CredentialStore) -> core::Result<T>) -> core::Result<T> {
        let kept = lock(&self.store).clone();
        if let Some(store) = kept {
            match call(&*store) {
                Err(core::Error::PlatformFailure(error)) => {
                    log::debug!("keyring: store opened anew after a failure: {error}");
                    *lock(&self.store) = None;
                }
                answered => return answered,
            }
        }
        let store = (self.open)()?;
        let answered = call(&*store);
        if !matches!(answered, Err(core::Error::PlatformFailure(_))) {
            *lock(&self.store) = Some(store);
        }
        answered
    }
}

struct Leave<'a>(&'a Shared);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        *lock(&self.0.gate) = Gate::Free;
        self.0.freed.notify_all();
    }
}

/// No lock here guards anything that a panic could leave half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells the library's answers apart. Errors of the library can carry secrets (`BadEncoding`): only
/// the harmless ones are kept as text.
fn judge(error: core::Error) -> Error {
    match error {
        core::Error::NoEntry => Error::Absent,
        core::Error::NoStorageAccess(_) => Error::Locked,
        core::Error::PlatformFailure(cause) => Error::NoService(cause.to_string()),
        core::Error::NoDefaultStore => Error::NoService("no store".to_owned()),
        core::Error::Ambiguous(_) => Error::Damaged("there are two entries of that name"),
        core::Error::BadEncoding(_) | core::Error::BadDataFormat(..) => {
            Error::Damaged("not readable")
        }
        core::Error::BadStoreFormat(_) => Error::Damaged("the keyring itself is damaged"),
        core::Error::TooLong(_, most) => Error::TooLong(most),
        core::Error::Invalid(attribute, reason) => Error::Refused(format!("{attribute} {reason}")),
        core::Error::NotSupportedByStore(what) => Error::Refused(what),
        // The library's enum may grow.
        _ => Error::Refused("an answer of a kind that is not known".to_owned()),
    }
}
