//! The background task: the only place where effects are carried out.
//!
//! Commands in, updates out, one worker thread with a current-thread runtime. What blocks (disk,
//! keyring) is done aside, on threads that nobody waits for at the end. `once` does single things for a
//! console command or a page, on the same way.

mod adopt;
mod attempt;
mod certificate;
mod check;
pub mod connection;
mod days;
mod directory;
mod earlier;
mod election;
mod find;
mod history;
mod new_device;
pub mod once;
mod overview;
mod passwords;
mod practice;
pub mod profiles;
mod reveal;
mod rules;
mod sealing;
mod station;
mod task;
mod trouble;
mod trust;

use std::sync::Arc;
use std::sync::mpsc as std_mpsc;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::domain::command::Command;
use crate::domain::notice::Notice;
use crate::domain::snapshot::Snapshot;
use crate::platform::folders;
use crate::store::{accounts, config, keyring, pause};

pub use adopt::{Adopted, Question};
pub use days::AccountDays;
pub use earlier::{EarlierPassword, Stake};
pub use find::Found;
pub use history::HistoryEntry;
pub use new_device::{EarlierAccount, EarlierDevice};
pub use reveal::NotRevealed;
pub use station::Setup;
use station::Station;
pub use trust::{Meaning, Port};

/// What comes out of the background task.
#[derive(Debug, Clone)]
pub enum Update {
    /// The whole picture; a newer one replaces an older one.
    Snapshot(Arc<Snapshot>),
    /// Something that a person must hear; each one counts.
    Notice(Box<Notice>),
    /// The settings cannot be used; watching goes on with those of before.
    Settings(Arc<config::Error>),
}

/// What kept the background task, or one of its works, from being done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system names no folders.
    #[error(transparent)]
    Folders(#[from] folders::Error),
    /// The operating system does not tell who or where we are.
    #[error("the operating system does not tell user or machine")]
    Machine(#[source] std::io::Error),
    /// The machine's name is no name.
    #[error("{0:?} is no machine name")]
    MachineName(String),
    /// The settings.
    #[error(transparent)]
    Settings(#[from] config::Error),
    /// Journal, notes, ledger or folder.
    #[error(transparent)]
    Accounts(#[from] accounts::Error),
    /// The keyring.
    #[error(transparent)]
    Keyring(#[from] keyring::Error),
    /// The pause.
    #[error(transparent)]
    Pause(#[from] pause::Error),
    /// No connector or account of that name is in the settings.
    #[error("{0} is not in the settings")]
    Unknown(String),
    /// The certificate is not the one that was confirmed.
    #[error("the certificate of port {0} is not the one that was confirmed")]
    CertificateDiffers(u16),
    /// A port that has a confirmed certificate shows another one, and nobody said what that means.
    #[error("port {0} shows another certificate than the confirmed one")]
    MeaningNeeded(u16),
    /// Pin and address belong to different devices.
    #[error("{0} belongs to several known devices")]
    SeveralDevices(String),
    /// The certificate is the one by which the present device is known, so it is no other device.
    #[error("the certificate is that of the present device")]
    NotAnotherDevice,
    /// What is remembered of devices could not be written.
    #[error("what is remembered of devices cannot be written")]
    Devices(#[source] crate::platform::files::Error),
    /// The client certificate's file cannot be read, or not with this password.
    #[error(transparent)]
    Certificate(#[from] crate::connector::tls::IdentityError),
    /// The client certificate's file is not there, or not ours to read.
    #[error("the client certificate's file cannot be used")]
    CertificateFile(#[source] crate::platform::files::Error),
    /// The connector is not reached with a client certificate.
    #[error("{0} has no client certificate")]
    NoCertificateMode(String),
    /// A port shows no certificate.
    #[error("the port shows no certificate")]
    NoCertificate(crate::domain::probe::Unreached),
    /// The runtime or its thread did not start.
    #[error("the background task cannot start")]
    Start(#[source] std::io::Error),
    /// A request without a password was not answered.
    #[error("the connector was not reached")]
    NotReached(crate::domain::probe::Verdict),
}

/// The way to the background task; cheap to clone, never waits.
#[derive(Debug, Clone)]
pub struct Handle {
    messages: mpsc::UnboundedSender<Message>,
}

/// What the task is told.
#[derive(Debug)]
enum Message {
    Command(Command),
    Resumed,
    Stop,
}

impl Handle {
    /// Gives a command to the task. A task that has ended ignores it.
    pub fn send(&self, command: Command) {
        self.tell(Message::Command(command));
    }

    /// Tells that the computer woke up from standby, or that somebody logged on again.
    pub fn resumed(&self) {
        self.tell(Message::Resumed);
    }

    fn tell(&self, message: Message) {
        if self.messages.send(message).is_err() {
            log::debug!("the background task has ended; a message is dropped");
        }
    }
}

/// The running background task.
#[derive(Debug)]
pub struct Worker {
    handle: Handle,
    ended: std_mpsc::Receiver<()>,
}

/// Starts the background task on a thread of its own. `deliver` is called there with each update and
/// must not wait.
///
/// # Errors
/// [`Error::Start`], [`Error::Accounts`] if the data folder cannot be used, [`Error::Settings`] if the
/// settings cannot be read at the start.
pub fn start(setup: Setup, deliver: Box<dyn Fn(Update) + Send>) -> Result<Worker, Error> {
    let runtime = runtime()?;
    let loaded = config::Settings::load(&setup.folders)?;
    let station = Arc::new(Station::new(setup, Duration::ZERO)?.elected()?);
    let (messages, inbox) = mpsc::unbounded_channel();
    let (end, ended) = std_mpsc::channel();
    let work = move || {
        let preparing = Arc::clone(&station);
        drop(runtime.spawn_blocking(move || sealing::at_start(&preparing)));
        runtime.block_on(task::run(station, loaded, inbox, deliver));
        // A keyring call that hangs must not hold the end.
        runtime.shutdown_timeout(Duration::from_millis(200));
        let _ = end.send(());
    };
    thread::Builder::new().name("watch".to_owned()).spawn(work).map_err(Error::Start)?;
    Ok(Worker { handle: Handle { messages }, ended })
}

impl Worker {
    /// The way to the task.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Ends the task: attempts under way get `limit` to end. Says whether the task ended in time; an
    /// attempt that was cut off counts as doubtful.
    pub fn stop(self, limit: Duration) -> bool {
        self.handle.tell(Message::Stop);
        self.ended.recv_timeout(limit).is_ok()
    }
}

/// How long a thread for what blocks waits for more: it ends with the check that it was needed for.
/// Tokio's ten seconds would wake the program once more for each of them.
const KEEP_ALIVE: Duration = Duration::from_millis(200);

fn runtime() -> Result<tokio::runtime::Runtime, Error> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .thread_keep_alive(KEEP_ALIVE)
        .build()
        .map_err(Error::Start)
}

/// Does what blocks on another thread. A panic there goes on here.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is shutting down: nothing after this point may run.
            Err(_) => std::future::pending().await,
        },
    }
}
