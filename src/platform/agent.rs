//! The one agent of a session, its doorbell, and what the system tells it. Decides who is first, how
//! another program of ours reaches the first, and which of the system's messages count. A message
//! carries no secret and can do nothing that a click could not do.

use std::fmt;
use std::io;

use super::files;
use super::folders::Folders;
use super::os;

/// A message into a running agent. There is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doorbell {
    /// Open a page. An agent opens the overview for a page that it does not know.
    Show(Page),
    /// Settings or journal were written by another program: read them again.
    Reread,
    /// End the agent.
    Quit,
}

/// A page's name as text: 1 to 200 characters, none of them a control character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page(String);

impl Page {
    /// Takes a page's name; `None` if it has not the shape.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let length = name.chars().count();
        let fits = (1..=200).contains(&length) && !name.chars().any(char::is_control);
        fits.then(|| Self(name.to_owned()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The most bytes that a message has on its way.
pub(in crate::platform) const MAXIMUM_MESSAGE: usize = 1024;

impl Doorbell {
    /// Reads a message as [`Doorbell::fmt`] writes it; `None` for anything else.
    pub(in crate::platform) fn parse(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            Some(("show", page)) => Page::new(page).map(Self::Show),
            Some(_) => None,
            None if text == "reread" => Some(Self::Reread),
            None if text == "quit" => Some(Self::Quit),
            None => None,
        }
    }
}

impl fmt::Display for Doorbell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show(page) => write!(f, "show {}", page.0),
            Self::Reread => f.write_str("reread"),
            Self::Quit => f.write_str("quit"),
        }
    }
}

/// What a running agent hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Another program of ours rang.
    Doorbell(Doorbell),
    /// The machine came back from standby. Not every system tells: compare the clock with the timer
    /// at each wake-up as well.
    Resumed,
    /// The user logs off or the machine shuts down; the process is killed soon (Windows).
    SessionEnds,
    /// Ask [`super::session::theme`] and [`super::session::appearance`] again (Windows). Comes several
    /// times for one change.
    ThemeChanged,
    /// The task bar is new, Explorer restarted: show icon and tooltip again (Windows).
    TaskbarCreated,
    /// The session was connected or disconnected, locked or unlocked: ask
    /// [`super::session::is_remote`] again (Windows).
    SessionChanged,
}

/// Whether this process is the agent.
#[derive(Debug)]
pub enum Claim {
    /// It is; nobody else can be while the value lives.
    First(Agent),
    /// Another process is: ring and leave.
    Second,
}

/// The right to be the session's agent.
#[derive(Debug)]
pub struct Agent(os::agent::Claimed);

/// An agent that hears; dropping it makes it deaf and frees the claim. It belongs to the thread that
/// made it.
#[derive(Debug)]
pub struct Listening {
    _ears: os::agent::Ears,
    _of_this_thread: std::marker::PhantomData<*const ()>,
}

/// Claims to be the agent for these folders. Another root (`demo`) has an agent of its own. Creates
/// the runtime folder.
///
/// From this moment on the doorbell can be rung; what comes before [`Agent::listen`] waits.
///
/// # Errors
/// [`Error::Runtime`], [`Error::Io`]. An agent may go on without a claim, deaf.
pub fn claim(folders: &Folders) -> Result<Claim, Error> {
    files::create_private_folder(&folders.runtime).map_err(Error::Runtime)?;
    Ok(match os::agent::claim(folders)? {
        Some(claimed) => Claim::First(Agent(claimed)),
        None => Claim::Second,
    })
}

/// Rings the doorbell of the agent for these folders. Answers whether there was one to take the
/// message; waits two seconds at most.
///
/// # Errors
/// [`Error::Io`] if an agent seems to be there but cannot be reached.
pub fn ring(folders: &Folders, bell: &Doorbell) -> Result<bool, Error> {
    Ok(os::agent::ring(folders, &bell.to_string())?)
}

impl Agent {
    /// Starts to hear. `on_event` is called on a thread of this module (on Windows on the calling
    /// thread, which has to be the one with the event loop, after the loop was made): it must only
    /// pass the event on. No timer runs, an idle agent is not woken.
    ///
    /// # Errors
    /// [`Error::Io`]. A missing message bus is no error.
    pub fn listen(
        self,
        on_event: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Listening, Error> {
        let ears = os::agent::listen(self.0, std::sync::Arc::new(on_event))?;
        Ok(Listening { _ears: ears, _of_this_thread: std::marker::PhantomData })
    }
}

/// Receives events on whatever thread hears them.
pub(in crate::platform) type OnEvent = std::sync::Arc<dyn Fn(Event) + Send + Sync>;

/// Why nobody can be the agent, or be heard.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The runtime folder cannot be made or belongs to somebody else.
    #[error("the runtime folder cannot be used")]
    Runtime(#[source] files::Error),
    /// The operating system's answer.
    #[error("the agent's lock or doorbell failed")]
    Io(#[from] io::Error),
}

#[cfg(test)]
pub(in crate::platform) mod tests;
