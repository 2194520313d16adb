//! The notification service of the desktop specification.
//!
//! A toast without buttons goes through notify-rust. One with buttons is sent and heard over one
//! connection that is open as long as such a toast is: notify-rust waits for each answer on a connection
//! of its own, and services that answer only the sender (dunst, GNOME) then leave the thread of a toast
//! that another one replaced waiting for ever.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use notify_rust::{Hint, Image, Timeout, Urgency};
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::zvariant::Value;

use super::bus;
use crate::platform::toasts::{
    Buttons, DESKTOP_ENTRY, Error, Markup, OnButton, Picture, Service, Shown, Stay, Toast,
};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// The sender that a service may show.
const NAME_OF_OURS: &str = "Konnektorwart";

/// The most toasts whose answers are waited for; the oldest is forgotten first.
const OPEN_LIMIT: usize = 32;

pub(in crate::platform) fn name_this_process() {}

/// The service and the toasts that are open.
pub(in crate::platform) struct Center(Arc<Shared>);

struct Shared {
    on_button: OnButton,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    session: Option<Session>,
    /// By the service's number: what a click on the toast itself means.
    open: BTreeMap<u32, Option<String>>,
    /// Counts the connections, so that the end of an old one does not end a new one.
    sessions: u64,
}

#[derive(Clone)]
struct Session {
    bus: Connection,
    buttons: Buttons,
    markup: Markup,
    number: u64,
}

impl Center {
    pub(in crate::platform) fn new(on_button: OnButton) -> Self {
        Self(Arc::new(Shared { on_button, state: Mutex::default() }))
    }

    pub(in crate::platform) fn service(&self) -> Service {
        let mut state = self.0.state();
        let answer = match self.session(&mut state) {
            Ok(Session { buttons, markup, .. }) => Service::Present { buttons, markup },
            Err(error) => {
                log::debug!("no notification service: {error}");
                Service::Absent
            }
        };
        state.leave_if_idle();
        answer
    }

    pub(in crate::platform) fn show(&self, toast: &Toast<'_>) -> Result<Shown, Error> {
        // Held until the number is known: an answer that comes at once waits for it.
        let mut state = self.0.state();
        let session = self.session(&mut state).map_err(|_| Error::NoService)?;
        let replaces = toast.replaces.map(|shown| shown.0).filter(|id| state.open.contains_key(id));
        let silent = toast.buttons.is_empty() || session.buttons == Buttons::Ignored;
        let shown = match silent {
            true => tell(&session, toast),
            false => notify(&session, toast, replaces.unwrap_or(0)).map_err(|e| e.to_string()),
        };
        if silent && let Some(replaced) = replaces.filter(|_| shown.is_ok()) {
            state.open.remove(&replaced);
        } else if let Ok(id) = shown {
            let on_itself = toast.buttons.first().map(|(key, _)| key.clone());
            state.open.insert(id, on_itself);
            while state.open.len() > OPEN_LIMIT {
                state.open.pop_first();
            }
        }
        state.leave_if_idle();
        match shown {
            Ok(id) => Ok(Shown(id)),
            Err(error) => Err(Error::Refused(error)),
        }
    }

    pub(in crate::platform) fn close(&self, shown: Shown) {
        let mut state = self.0.state();
        if state.open.remove(&shown.0).is_none() {
            return;
        }
        if let Some(session) = &state.session {
            let closed = session.bus.call_method(
                Some(NAME),
                PATH,
                Some(NAME),
                "CloseNotification",
                &shown.0,
            );
            if let Err(error) = closed {
                log::debug!("a toast could not be closed: {error}");
            }
        }
        state.leave_if_idle();
    }

    fn session(&self, state: &mut State) -> zbus::Result<Session> {
        if let Some(session) = &state.session {
            return Ok(session.clone());
        }
        let bus = bus::session()?;
        let answer = bus.call_method(Some(NAME), PATH, Some(NAME), "GetCapabilities", &())?;
        let known: Vec<String> = answer.body().deserialize()?;
        let can = |wanted: &str| known.iter().any(|capability| capability == wanted);
        let rule = zbus::MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(NAME)?
            .path(PATH)?
            .interface(NAME)?
            .build();
        let signals = MessageIterator::for_match_rule(rule, &bus, None)?;
        state.sessions += 1;
        let number = state.sessions;
        let shared = Arc::clone(&self.0);
        thread::Builder::new()
            .name("toast-answers".into())
            .stack_size(256 * 1024)
            .spawn(move || listen(&shared, signals, number))
            .map_err(|error| zbus::Error::InputOutput(Arc::new(error)))?;
        let session = Session {
            bus,
            buttons: if can("actions") { Buttons::Shown } else { Buttons::Ignored },
            markup: if can("body-markup") { Markup::Parsed } else { Markup::Plain },
            number,
        };
        state.session = Some(session.clone());
        Ok(session)
    }
}

impl Drop for Center {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.open.clear();
        state.leave_if_idle();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Closes the connection when no toast is open; that ends its thread.
    fn leave_if_idle(&mut self) {
        if !self.open.is_empty() {
            return;
        }
        if let Some(session) = self.session.take()
            && let Err(error) = session.bus.close()
        {
            log::debug!("the bus could not be left: {error}");
        }
    }
}

/// Shows a toast that wants no answer.
fn tell(session: &Session, toast: &Toast<'_>) -> Result<u32, String> {
    let mut notification = notify_rust::Notification::new();
    notification
        .appname(NAME_OF_OURS)
        .summary(toast.title)
        .body(&body(session, toast))
        .hint(Hint::DesktopEntry(DESKTOP_ENTRY.to_owned()))
        .urgency(Urgency::Normal)
        .timeout(match toast.stay {
            Stay::AWhile => Timeout::Default,
            Stay::UntilClosed => Timeout::Never,
        });
    if let Some(picture) = &toast.picture {
        let size = i32::try_from(picture.size).unwrap_or(0);
        let image = Image::from_rgba(size, size, picture.rgba.clone());
        notification.image_data(image.map_err(|error| error.to_string())?);
    }
    if let Some(Shown(replaced)) = toast.replaces {
        notification.id(replaced);
    }
    let shown = notification.show().map_err(|error| error.to_string())?;
    Ok(shown.id())
}

fn body(session: &Session, toast: &Toast<'_>) -> String {
    match session.markup {
        Markup::Parsed => escaped(toast.body),
        Markup::Plain => toast.body.to_owned(),
    }
}

fn notify(session: &Session, toast: &Toast<'_>, replaces: u32) -> zbus::Result<u32> {
    // Without words: xfce4-notifyd shows every labelled action as a button.
    let mut actions = vec!["default", ""];
    actions.extend(toast.buttons.iter().flat_map(|(key, label)| [key.as_str(), label.as_str()]));
    let mut hints =
        HashMap::from([("desktop-entry", Value::from(DESKTOP_ENTRY)), ("urgency", Value::U8(1))]);
    if let Some(picture) = &toast.picture {
        hints.insert("image-data", image(picture));
    }
    let timeout = match toast.stay {
        Stay::AWhile => -1,
        Stay::UntilClosed => 0,
    };
    let parts =
        (NAME_OF_OURS, replaces, "", toast.title, body(session, toast), actions, hints, timeout);
    let answer = session.bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &parts)?;
    answer.body().deserialize()
}

/// Width, height, bytes a row, alpha, bits a sample, samples a pixel, pixels.
fn image(picture: &Picture) -> Value<'static> {
    let size = i32::try_from(picture.size).unwrap_or(0);
    Value::from((size, size, 4 * size, true, 8_i32, 4_i32, picture.rgba.clone()))
}

/// Services that parse markup read `<` and `&`.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Waits for answers until the connection is closed.
fn listen(shared: &Shared, signals: MessageIterator, number: u64) {
    for signal in signals {
        let Ok(signal) = signal else { break };
        let header = signal.header();
        let button = match header.member().map(|member| member.as_str()) {
            Some("ActionInvoked") => signal
                .body()
                .deserialize::<(u32, String)>()
                .ok()
                .and_then(|(id, key)| shared.answered(id, key)),
            Some("NotificationClosed") => {
                if let Ok((id, _)) = signal.body().deserialize::<(u32, u32)>() {
                    shared.closed(id);
                }
                None
            }
            Some(_) | None => None,
        };
        if let Some(button) = button {
            (shared.on_button)(button);
        }
    }
    let mut state = shared.state();
    if state.session.as_ref().is_some_and(|session| session.number == number) {
        state.session = None;
        state.open.clear();
    }
}

impl Shared {
    /// A click ends a toast. Only toasts of ours, and each once.
    fn answered(&self, id: u32, key: String) -> Option<String> {
        let mut state = self.state();
        let on_itself = state.open.remove(&id)?;
        state.leave_if_idle();
        match key.as_str() {
            "default" => on_itself,
            _ => Some(key),
        }
    }

    fn closed(&self, id: u32) {
        let mut state = self.state();
        if state.open.remove(&id).is_some() {
            state.leave_if_idle();
        }
    }
}
