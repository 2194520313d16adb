//! Notifications of the system. Decides whether there is a service, what it can do, how a toast is
//! shown, replaced and heard, under which name we appear, and what remains without a service.

use super::os;

/// The name under which Windows knows the program: its AppUserModelID, and the shortcut's.
pub const APPLICATION_ID: &str = "de.konnektorwart.Agent";

/// The name under which a desktop of Linux knows the program: the file name of its desktop entry
/// without the ending, the class of its windows on X11 and their application on Wayland. Task bar and
/// window switcher find name and icon by it.
pub const DESKTOP_ENTRY: &str = "de.konnektorwart.Konnektorwart";

/// The notification service of this session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// There is none.
    Absent,
    /// There is one.
    Present {
        /// Whether toasts may carry buttons; if not, the text itself has to name the next step.
        buttons: Buttons,
        /// Whether `<` and `&` in the text have to be escaped; [`Center::show`] does it.
        markup: Markup,
    },
}

/// Whether a toast's buttons are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Buttons {
    /// They are.
    Shown,
    /// They are not.
    Ignored,
}

/// How a service reads a toast's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// As markup: escape.
    Parsed,
    /// As it stands.
    Plain,
}

/// How long a toast stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// As long as the service thinks right.
    AWhile,
    /// Until a person closes it, where the service can do that.
    UntilClosed,
}

/// A toast's picture: a square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width and height in pixels.
    pub size: u32,
    /// Red, green, blue and alpha of each pixel, row by row.
    pub rgba: Vec<u8>,
}

/// What is to be shown.
#[derive(Debug, Clone)]
pub struct Toast<'a> {
    /// Plain text, one line.
    pub title: &'a str,
    /// Plain text; line breaks are kept.
    pub body: &'a str,
    /// What [`Center::new`]'s receiver is told, and the label. A click on the toast itself counts as
    /// the first one.
    pub buttons: &'a [(String, String)],
    /// Shown beside the text where the service can do that.
    pub picture: Option<Picture>,
    /// How long.
    pub stay: Stay,
    /// The toast whose place it takes, if that one is still open.
    pub replaces: Option<Shown>,
}

/// A toast that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown(pub(in crate::platform) u32);

/// A toast could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No notification service.
    #[error("there is no notification service")]
    NoService,
    /// The service's answer.
    #[error("the notification service refused the toast: {0}")]
    Refused(String),
}

/// The way to the service. Costs nothing while no toast is open.
pub struct Center(os::toasts::Center);

impl Center {
    /// `on_button` gets the first part of a button that was clicked, on a thread of this module.
    #[must_use]
    pub fn new(on_button: impl Fn(String) + Send + Sync + 'static) -> Self {
        Self(os::toasts::Center::new(std::sync::Arc::new(on_button)))
    }

    /// Asks for the service, starting it where the bus can. Waits two seconds at most; not for the
    /// main thread nor for async code.
    #[must_use]
    pub fn service(&self) -> Service {
        self.0.service()
    }

    /// Shows a toast. Waits as [`Center::service`] does.
    ///
    /// # Errors
    /// [`Error::NoService`], [`Error::Refused`].
    pub fn show(&self, toast: &Toast<'_>) -> Result<Shown, Error> {
        self.0.show(toast)
    }

    /// Takes a toast away if it is still open.
    pub fn close(&self, shown: Shown) {
        self.0.close(shown);
    }
}

/// Receives the clicked button.
pub(in crate::platform) type OnButton = std::sync::Arc<dyn Fn(String) + Send + Sync>;

/// Gives this process the name under which its toasts and windows are grouped. Has to be called
/// before the first window. Does nothing where the name is part of the package.
pub fn name_this_process() {
    os::toasts::name_this_process();
}
