//! The agent's lock is a locked file, its doorbell a socket beside it, both in the runtime folder
//! that only this user may enter.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{fs, thread};

use crate::platform::agent::{Doorbell, Event, MAXIMUM_MESSAGE, OnEvent};
use crate::platform::files::{self, Access};
use crate::platform::folders::Folders;
use crate::platform::locks::Lock;
use crate::platform::os;

const SOCKET: &str = "agent.sock";

/// How long one side waits for the other's bytes.
const PATIENCE: Duration = Duration::from_secs(2);

/// The lock, and a socket whose queue takes messages already.
#[derive(Debug)]
pub(in crate::platform) struct Claimed {
    lock: Lock,
    listener: UnixListener,
    socket: PathBuf,
}

/// The thread that takes messages. Dropped, it ends and the socket is gone.
#[derive(Debug)]
pub(in crate::platform) struct Door {
    _lock: Lock,
    socket: PathBuf,
    is_closing: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

pub(in crate::platform) fn claim(folders: &Folders) -> io::Result<Option<Claimed>> {
    let lock = Lock::try_exclusive(&folders.runtime.join("agent.lock"), Access::OwnerOnly);
    let Some(lock) = lock.map_err(into_io)? else {
        return Ok(None);
    };
    let socket = folders.runtime.join(SOCKET);
    // Left by a killed agent: the lock says that nobody listens on it.
    if fs::symlink_metadata(&socket).is_ok_and(|found| found.file_type().is_socket()) {
        fs::remove_file(&socket)?;
    }
    let listener = with_short_path(&socket, |path| UnixListener::bind(path))?;
    Ok(Some(Claimed { lock, listener, socket }))
}

pub(in crate::platform) fn ring(folders: &Folders, message: &str) -> io::Result<bool> {
    let socket = folders.runtime.join(SOCKET);
    let mut stream = match with_short_path(&socket, |path| UnixStream::connect(path)) {
        Ok(stream) => stream,
        Err(error) => {
            return match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => Ok(false),
                _ => Err(error),
            };
        }
    };
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(message.as_bytes())?;
    Ok(true)
}

pub(in crate::platform) fn open_door(claimed: Claimed, on_event: OnEvent) -> io::Result<Door> {
    let Claimed { lock, listener, socket } = claimed;
    let is_closing = Arc::new(AtomicBool::new(false));
    let closing = Arc::clone(&is_closing);
    let thread = thread::Builder::new()
        .name("doorbell".into())
        .stack_size(128 * 1024)
        .spawn(move || take_messages(&listener, &closing, &on_event))?;
    Ok(Door { _lock: lock, socket, is_closing, thread: Some(thread) })
}

impl Drop for Door {
    fn drop(&mut self) {
        self.is_closing.store(true, Ordering::SeqCst);
        // A call of our own ends the wait for one.
        let is_woken = with_short_path(&self.socket, |path| UnixStream::connect(path)).is_ok();
        let _ = fs::remove_file(&self.socket);
        if let Some(thread) = self.thread.take().filter(|_| is_woken) {
            let is_own = thread.thread().id() == thread::current().id();
            if !is_own {
                let _ = thread.join();
            }
        }
    }
}

fn take_messages(listener: &UnixListener, is_closing: &AtomicBool, on_event: &OnEvent) {
    loop {
        let accepted = listener.accept();
        if is_closing.load(Ordering::SeqCst) {
            return;
        }
        match accepted {
            Ok((stream, _)) => {
                if let Some(bell) = read_message(&stream) {
                    on_event(Event::Doorbell(bell));
                }
            }
            // No descriptor is free: without a pause this would take a whole core.
            Err(error) => {
                log::warn!("the doorbell could not be answered: {error}");
                thread::sleep(Duration::from_secs(1));
            }
        }
    }
}

fn read_message(stream: &UnixStream) -> Option<Doorbell> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut text = String::new();
    stream.take(MAXIMUM_MESSAGE as u64).read_to_string(&mut text).ok()?;
    Doorbell::parse(&text)
}

/// Calls with a path that fits into a socket address (104 bytes on macOS, 108 on Linux).
fn with_short_path<T>(path: &Path, call: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    if path.as_os_str().len() < 100 {
        return call(path);
    }
    let folder = File::open(path.parent().unwrap_or(Path::new("/")))?;
    let Some(short) = os::agent::short_name(&folder) else {
        return call(path);
    };
    call(&short.join(SOCKET))
}

fn into_io(error: files::Error) -> io::Error {
    match error {
        files::Error::Io(error) => error,
        files::Error::Absent
        | files::Error::Exists
        | files::Error::NotRegular
        | files::Error::NotAFolder
        | files::Error::TooLarge { .. }
        | files::Error::ForeignOwner(_) => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests;
