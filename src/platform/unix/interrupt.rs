//! Signals, heard through tokio's handler on a thread that sleeps until one comes.

use std::future::poll_fn;
use std::io;
use std::sync::mpsc;
use std::task::Poll;
use std::thread;

use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::platform::interrupt::Reaction;

pub(in crate::platform) fn on_end(react: Reaction) -> io::Result<()> {
    let (ready, is_ready) = mpsc::sync_channel(1);
    thread::Builder::new().name("interrupt".into()).stack_size(128 * 1024).spawn(move || {
        let runtime = match Builder::new_current_thread().enable_io().build() {
            Ok(runtime) => runtime,
            Err(error) => return drop(ready.send(Err(error))),
        };
        let _entered = runtime.enter();
        let mut heard = match listen() {
            Ok(heard) => heard,
            Err(error) => return drop(ready.send(Err(error))),
        };
        drop(ready.send(Ok(())));
        runtime.block_on(poll_fn(|context| {
            let came = heard.iter_mut().any(|one| one.poll_recv(context).is_ready());
            if came { Poll::Ready(()) } else { Poll::Pending }
        }));
        react();
    })?;
    is_ready.recv().unwrap_or_else(|_| Err(io::Error::other("the thread for signals ended")))
}

fn listen() -> io::Result<Vec<Signal>> {
    [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()]
        .into_iter()
        .map(signal)
        .collect()
}
