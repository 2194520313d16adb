//! Start and end of the tray program, in the order that the parts need.
//!
//! Slint's event loop on winit with the software renderer carries tray, toasts and windows; without a
//! window it sleeps until something lies on the board. Nothing polls.

use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::action::Action;
use super::board::{Board, Item};
use super::desk::{Desk, Next, Watching};
use super::menu::{Autostart, Surroundings, Toasts};
use super::pages::Pages;
use super::perform::{autostart_of_system, in_background};
use super::toast::Toaster;
use super::tray;
use crate::domain::command::Command;
use crate::platform::agent::Agent;
use crate::platform::session;
use crate::platform::toasts::{DESKTOP_ENTRY, name_this_process};
use crate::platform::tray_host::{self, TrayHost};
use crate::text::{Language, System, ToastText};
use crate::watch::{Setup, Update};

/// How long the watch may take to end.
const FAREWELL: Duration = Duration::from_secs(2);

/// How the tray program runs.
#[derive(Debug)]
pub struct Options {
    /// The language of everything shown.
    pub language: Language,
    /// The language where the settings leave it to the system; none: the settings do not count, it
    /// stays as it is (command line, demo).
    pub auto: Option<Language>,
    /// The zone in which times are told.
    pub zone: TimeZone,
    /// The right to be the session's agent, whose doorbell is heard; none: deaf (demo, tests).
    pub agent: Option<Agent>,
    /// How it was started.
    pub start: Start,
    /// What a person sees of it.
    pub opening: Opening,
    /// The absolute path of the program to start at log-on; none: the menu cannot change that.
    pub program: Option<PathBuf>,
}

/// How the program was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// By a person, now.
    ByHand,
    /// At log-on: the panel may come later.
    AtLogOn,
}

impl Start {
    /// How long a missing panel is waited for before a person is told.
    const fn patience(self) -> Duration {
        match self {
            Self::ByHand => Duration::from_secs(3),
            Self::AtLogOn => Duration::from_secs(60),
        }
    }
}

/// What a person sees of the program when it has started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Its icon only.
    Icon,
    /// The overview too.
    Overview,
}

/// Takes what comes out of the watch, on any thread; never waits.
pub type Deliver = Box<dyn Fn(Update) + Send>;

/// A watch that is running: the background task, or one that a test plays.
pub struct Watch {
    tell: Box<dyn Fn(Nudge)>,
    stop: Box<dyn FnOnce(Duration)>,
}

impl Watch {
    /// `tell` must not wait; `stop` may wait for as long as it is given.
    pub fn new(tell: impl Fn(Nudge) + 'static, stop: impl FnOnce(Duration) + 'static) -> Self {
        Self { tell: Box::new(tell), stop: Box::new(stop) }
    }

    pub(super) fn tell(&self, nudge: Nudge) {
        (self.tell)(nudge);
    }
}

/// What a watch is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nudge {
    /// A person's wish.
    Wish(Command),
    /// The computer woke up from standby.
    Resumed,
}

/// A way into the running tray program from other threads; cheap to clone.
#[derive(Clone)]
pub struct Remote(Board);

impl Remote {
    /// Shows words as a toast; a later one takes its place.
    pub fn say(&self, text: ToastText) {
        self.0.leave(Item::Say(text));
    }

    /// Tells where the pages work: whose settings, records and keyring. Before that none is opened.
    pub fn serve(&self, setup: Setup) {
        self.0.leave(Item::Serve(Box::new(setup)));
    }

    /// Ends the program.
    pub fn quit(&self) {
        self.0.leave(Item::Quit);
    }
}

/// The tray program could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No screen to show anything on.
    #[error("there is no graphical session")]
    NoDesktop,
    /// The event loop could not be made or broke off.
    #[error("the event loop failed")]
    EventLoop(#[source] slint::PlatformError),
}

/// Starts a watch. Called again when a person wants another try after a failure, whose words it
/// answers with.
pub type Starter = Box<dyn Fn(Deliver) -> Result<Watch, ToastText>>;

/// Runs on the calling thread, which must be the main one, until a person quits or
/// [`Remote::quit`] is called. `starter` gets the way in, and makes what starts the watch; its updates
/// may come at once. A watch that cannot start is told by icon, menu and toast.
///
/// # Errors
/// [`Error::NoDesktop`] and [`Error::EventLoop`], before anything was started.
pub fn run(options: Options, starter: impl FnOnce(Remote) -> Starter) -> Result<(), Error> {
    if !session::has_desktop() {
        return Err(Error::NoDesktop);
    }
    name_this_process();
    slint::BackendSelector::new()
        .backend_name("winit".into())
        .renderer_name("software".into())
        .select()
        .map_err(Error::EventLoop)?;
    slint::set_xdg_app_id(DESKTOP_ENTRY).map_err(Error::EventLoop)?;
    let board = Board::new(wake);
    let _listening = options.agent.and_then(|agent| {
        let events = board.clone();
        let listening = agent.listen(move |event| events.leave(Item::Told(event)));
        listening.inspect_err(|error| log::warn!("the doorbell is deaf: {error}")).ok()
    });
    tray::listen(&board);
    let mut desk = Desk {
        board: board.clone(),
        language: options.language,
        auto: options.auto,
        zone: options.zone,
        snapshot: None,
        tray: None,
        toaster: Toaster::new(board.clone()),
        pages: Pages::default(),
        setup: None,
        starter: starter(Remote(board.clone())),
        start: options.start,
        watching: Watching::NotStarted,
        refused: None,
        held: None,
        around: Surroundings {
            system: System::of_this_program(),
            autostart: Autostart::Unknown,
            toasts: Toasts::Possible,
        },
        program: options.program,
    };
    desk.start_watching();
    match (options.opening, &desk.watching) {
        (Opening::Overview, Watching::Yes(_)) => board.leave(Item::Act(Action::Open)),
        (Opening::Overview, Watching::NotStarted | Watching::Failed(_)) | (Opening::Icon, _) => {}
    }
    let knows_program = desk.program.is_some();
    DESK.set(ManuallyDrop::new(Some(desk)));
    slint::Timer::single_shot(Duration::ZERO, move || {
        DESK.with_borrow_mut(|desk| desk.as_mut().map(Desk::open));
        turn();
        let patience = options.start.patience();
        in_background(&board, "surroundings", move |board| {
            look_around(board, patience, knows_program);
        });
    });
    let ended = slint::run_event_loop_until_quit();
    if let Some(desk) = DESK.with_borrow_mut(|desk| desk.take()) {
        let Desk { watching, tray, toaster, pages, held, .. } = desk;
        drop(pages);
        drop(held);
        drop(tray);
        drop(toaster);
        if let Watching::Yes(watch) = watching {
            (watch.stop)(FAREWELL);
        }
    }
    ended.map_err(Error::EventLoop)
}

/// What the watch's updates become.
pub(super) fn deliver(board: &Board) -> Deliver {
    let board = board.clone();
    Box::new(move |update| match update {
        Update::Snapshot(snapshot) => board.leave_snapshot(snapshot),
        Update::Notice(notice) => board.leave(Item::Notice(notice)),
        Update::Settings(error) => {
            log::warn!("the settings cannot be used: {error}");
            board.leave(Item::Refused(error));
        }
    })
}

thread_local! {
    /// Belongs to the main thread: icon, menu and windows never leave it.
    #[allow(clippy::missing_const_for_thread_local, reason = "it is const; mistaken for Windows")]
    ///
    /// Never dropped by the thread's end: libX11 ends the process when its server goes, and then the
    /// parts of the tray find their own thread's values gone already.
    static DESK: RefCell<ManuallyDrop<Option<Desk>>> = const { RefCell::new(ManuallyDrop::new(None)) };
}

fn wake() {
    if let Err(error) = slint::invoke_from_event_loop(turn) {
        log::debug!("the event loop has ended: {error}");
    }
}

fn turn() {
    DESK.with(|desk| {
        // Taken while a native menu runs the loop: that turn deals with it when the menu is closed.
        let Ok(mut desk) = desk.try_borrow_mut() else {
            return;
        };
        let Some(desk) = desk.as_mut() else { return };
        if desk.turn() == Next::End
            && let Err(error) = slint::quit_event_loop()
        {
            log::debug!("the event loop has ended: {error}");
        }
    });
}

/// Finds out once what nobody tells by himself.
fn look_around(board: &Board, patience: Duration, knows_program: bool) {
    if knows_program {
        board.leave(Item::Autostart(autostart_of_system()));
    }
    if tray_host::find() == TrayHost::Present {
        return;
    }
    thread::sleep(patience);
    if tray_host::find() == TrayHost::Absent {
        board.leave(Item::NoTrayHost);
    }
}
