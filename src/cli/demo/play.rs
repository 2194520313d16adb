//! The agent of the demo: the real background task, and what the story hears of it.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::super::console::{Console, Failure};
use super::super::exit::Exit;
use super::stage::Stage;
use super::{interactive, story};
use crate::domain::command::Command;
use crate::domain::notice::Notice;
use crate::domain::snapshot::Snapshot;
use crate::platform::interrupt;
use crate::watch::{self, Handle, Setup, Update, Worker};

/// The limit that only a broken program reaches.
const LIMIT: Duration = Duration::from_secs(30);

/// The time between two glances at the device.
const GLANCE: Duration = Duration::from_millis(20);

/// How long the agent may take to end.
const FAREWELL: Duration = Duration::from_secs(8);

/// What the story waits for.
pub enum Came {
    Update(Update),
    /// A person pressed Enter at the terminal.
    Enter,
    /// A person ended the demo.
    End,
}

/// What the story hears.
pub enum Heard {
    Update(Update),
    Enter,
}

/// Who looks on besides the story: tray, toasts and windows.
#[derive(Clone)]
pub struct Audience {
    /// Takes each update.
    pub watch: Arc<dyn Fn(Update) + Send + Sync>,
    /// Hears where the windows work.
    pub serve: Arc<dyn Fn(Setup) + Send + Sync>,
}

/// The way to the agent that runs at the moment; a restart puts another one behind it.
#[derive(Clone, Default)]
pub struct Present(Arc<Mutex<Option<Handle>>>);

impl Present {
    /// Gives a command to the agent; without one it is dropped.
    pub fn tell(&self, command: Command) {
        let handle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        handle.iter().for_each(|handle| handle.send(command.clone()));
    }

    /// The computer woke up.
    #[cfg(feature = "desktop")]
    pub fn resumed(&self) {
        let handle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        handle.iter().for_each(Handle::resumed);
    }

    fn set(&self, handle: Option<Handle>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = handle;
    }
}

/// Why the story cannot go on.
pub enum Stopped {
    /// A person ended it.
    ByPerson,
    /// What was told did not happen.
    Deviates(String),
    /// Something was in the way.
    Failed(Failure),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<watch::Error> for Stopped {
    fn from(error: watch::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The running agent.
pub struct Agent<'a> {
    stage: &'a Stage,
    audience: Option<Audience>,
    present: Present,
    sender: Sender<Came>,
    receiver: Receiver<Came>,
    worker: Option<Worker>,
    notices: Vec<Notice>,
    newest: Option<Arc<Snapshot>>,
}

impl<'a> Agent<'a> {
    /// An agent that does not run yet.
    pub fn new(
        stage: &'a Stage,
        audience: Option<Audience>,
        present: Present,
        channel: (Sender<Came>, Receiver<Came>),
    ) -> Self {
        let (sender, receiver) = channel;
        Self {
            stage,
            audience,
            present,
            sender,
            receiver,
            worker: None,
            notices: Vec::new(),
            newest: None,
        }
    }

    /// Starts the background task.
    pub fn start(&mut self) -> Result<(), Stopped> {
        let (sender, audience) = (self.sender.clone(), self.audience.clone());
        let deliver = move |update: Update| {
            if let Some(audience) = &audience {
                (audience.watch)(update.clone());
            }
            // After the end nobody listens any more.
            let _ = sender.send(Came::Update(update));
        };
        let worker = watch::start(self.stage.setup.clone(), Box::new(deliver))?;
        self.present.set(Some(worker.handle()));
        self.worker = Some(worker);
        Ok(())
    }

    /// Ends the background task; what it said until then is forgotten.
    pub fn stop(&mut self) {
        self.present.set(None);
        if let Some(worker) = self.worker.take()
            && !worker.stop(FAREWELL)
        {
            log::warn!("the background task did not end in time");
        }
        self.newest = None;
        self.notices.clear();
    }

    /// The way to this agent's ear for another thread.
    pub fn ear(&self) -> Sender<Came> {
        self.sender.clone()
    }

    /// Gives a command to the background task.
    pub fn tell(&self, command: Command) {
        self.present.tell(command);
    }

    /// The next update, or why there is none.
    pub fn next(&mut self, limit: Duration) -> Result<Option<Heard>, Stopped> {
        match self.receiver.recv_timeout(limit) {
            Ok(Came::Update(update)) => Ok(Some(Heard::Update(update))),
            Ok(Came::Enter) => Ok(Some(Heard::Enter)),
            Ok(Came::End) => Err(Stopped::ByPerson),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Stopped::ByPerson),
        }
    }

    /// Waits for a picture; one that came already counts.
    pub fn picture(&mut self, holds: impl Fn(&Snapshot) -> bool) -> Result<Arc<Snapshot>, Stopped> {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(newest) = self.newest.as_ref().filter(|newest| holds(newest)) {
                return Ok(Arc::clone(newest));
            }
            self.hear(end)?;
        }
    }

    /// Waits for a notice; one that came already counts.
    pub fn notice(&mut self, holds: impl Fn(&Notice) -> bool) -> Result<Notice, Stopped> {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(at) = self.notices.iter().position(&holds) {
                return Ok(self.notices.swap_remove(at));
            }
            self.hear(end)?;
        }
    }

    /// Waits for something that the device shows.
    pub fn until(&mut self, holds: impl Fn() -> bool) -> Result<(), Stopped> {
        let end = Instant::now() + LIMIT;
        while !holds() {
            if Instant::now() > end {
                return Err(Stopped::Deviates(format!("{} s", LIMIT.as_secs())));
            }
            self.rest(GLANCE)?;
        }
        Ok(())
    }

    /// Lets time pass; updates are heard meanwhile.
    pub fn rest(&mut self, time: Duration) -> Result<(), Stopped> {
        let end = Instant::now() + time;
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            if let Some(heard) = self.next(left)? {
                self.keep(heard);
            }
        }
        Ok(())
    }

    /// How many notices came and were not asked for.
    pub fn unheard(&self) -> usize {
        self.notices.len()
    }

    fn hear(&mut self, end: Instant) -> Result<(), Stopped> {
        let left = end.checked_duration_since(Instant::now());
        let late = || Stopped::Deviates(format!("{} s", LIMIT.as_secs()));
        let heard = self.next(left.ok_or_else(late)?)?.ok_or_else(late)?;
        self.keep(heard);
        Ok(())
    }

    fn keep(&mut self, heard: Heard) {
        match heard {
            Heard::Update(Update::Snapshot(snapshot)) => self.newest = Some(snapshot),
            Heard::Update(Update::Notice(notice)) => self.notices.push(*notice),
            Heard::Update(Update::Settings(error)) => log::warn!("settings of the demo: {error}"),
            // The story asks the person nothing.
            Heard::Enter => {}
        }
    }
}

impl Drop for Agent<'_> {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Plays without tray and toasts.
pub fn headless(console: &mut Console, is_interactive: bool) -> Result<Exit, Failure> {
    let channel = mpsc::channel();
    end_on_signal(&channel.0);
    play(console, is_interactive, None, Present::default(), channel)
}

/// Ctrl-C ends the demo.
pub fn end_on_signal(sender: &Sender<Came>) {
    let sender = sender.clone();
    let heard = interrupt::on_end(move || {
        // The demo may have ended by itself.
        let _ = sender.send(Came::End);
    });
    if let Err(error) = heard {
        log::warn!("signals end the program at once: {error}");
    }
}

/// Builds the stage and plays on it.
pub fn play(
    console: &mut Console,
    is_interactive: bool,
    audience: Option<Audience>,
    present: Present,
    channel: (Sender<Came>, Receiver<Came>),
) -> Result<Exit, Failure> {
    let has_audience = audience.is_some();
    let stage = Stage::build(console, is_interactive)?;
    if let Some(audience) = &audience {
        (audience.serve)(stage.setup.clone());
    }
    let mut agent = Agent::new(&stage, audience, present, channel);
    let mut telling = story::Telling::new(console, &stage, has_audience);
    let told = match is_interactive {
        true => interactive::tell(&mut telling, &mut agent),
        false => story::tell(&mut telling, &mut agent),
    };
    let step = telling.step();
    agent.stop();
    match told {
        Ok(()) | Err(Stopped::ByPerson) => Ok(Exit::Ok),
        Err(Stopped::Failed(failure)) => Err(failure),
        Err(Stopped::Deviates(detail)) => {
            Err(Failure::Told(console.language.demo_deviates(step, &detail), Exit::Critical))
        }
    }
}
