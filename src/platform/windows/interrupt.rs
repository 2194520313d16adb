//! Console events, heard through tokio's handler on a thread that sleeps until one comes.

use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::thread;

use tokio::runtime::Builder;
use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};

use crate::platform::interrupt::Reaction;

pub(in crate::platform) fn on_end(react: Reaction) -> io::Result<()> {
    let (mut c, mut pause, mut close) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
    let runtime = Builder::new_current_thread().build()?;
    thread::Builder::new().name("interrupt".into()).spawn(move || {
        runtime.block_on(poll_fn(|context| {
            let came = c.poll_recv(context).is_ready()
                || pause.poll_recv(context).is_ready()
                || close.poll_recv(context).is_ready();
            if came { Poll::Ready(()) } else { Poll::Pending }
        }));
        react();
    })?;
    Ok(())
}
