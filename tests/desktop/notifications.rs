//! A played notification service: shows nothing, tells everything, answers on command.

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};

use zbus::blocking::Connection;
use zbus::message::Header;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::OwnedValue;

use crate::LIMIT;
use crate::session::Session;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A toast that the program showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    pub id: u32,
    /// The toast that it takes the place of, or 0.
    pub replaces: u32,
    pub title: String,
    pub body: String,
    /// Keys and labels.
    pub buttons: Vec<(String, String)>,
    pub timeout: i32,
    pub desktop_entry: Option<String>,
    pub has_picture: bool,
}

impl Toast {
    /// The key of the button with this label.
    pub fn button(&self, label: &str) -> &str {
        let found = self.buttons.iter().skip(1).find(|(_, shown)| shown == label);
        let (key, _) = found.unwrap_or_else(|| panic!("no {label:?} in {self:#?}"));
        key
    }
}

/// What happens to a toast.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    Shown(Toast),
    Closed(u32),
}

pub struct Notifications {
    bus: Connection,
    seen: Receiver<Seen>,
    senders: Senders,
}

/// Who showed which toast: real services (dunst, GNOME) answer only that one.
type Senders = Arc<Mutex<HashMap<u32, OwnedUniqueName>>>;

struct Service {
    capabilities: Vec<String>,
    seen: Sender<Seen>,
    senders: Senders,
    last: u32,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[expect(clippy::too_many_arguments, reason = "the specification's own method")]
    fn notify(
        &mut self,
        #[zbus(header)] header: Header<'_>,
        _application: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        timeout: i32,
    ) -> u32 {
        let id = if replaces == 0 { self.last + 1 } else { replaces };
        self.last = self.last.max(id);
        let sender = header.sender().expect("a sender").to_owned();
        self.senders.lock().unwrap().insert(id, sender.into());
        let buttons = actions.chunks_exact(2).map(|two| (two[0].clone(), two[1].clone())).collect();
        let desktop_entry = hints.get("desktop-entry").cloned();
        let toast = Toast {
            id,
            replaces,
            title,
            body,
            buttons,
            timeout,
            desktop_entry: desktop_entry.and_then(|value| String::try_from(value).ok()),
            has_picture: hints.contains_key("image-data"),
        };
        self.seen.send(Seen::Shown(toast)).ok();
        id
    }

    fn close_notification(&self, id: u32) {
        self.seen.send(Seen::Closed(id)).ok();
    }

    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.clone()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ["played", "test", "1", "1.2"].map(str::to_owned).into()
    }
}

impl Notifications {
    pub fn start(session: &Session) -> Self {
        Self::with(session, &["actions", "body", "body-markup", "persistence"])
    }

    pub fn with(session: &Session, capabilities: &[&str]) -> Self {
        let (told, seen) = mpsc::channel();
        let senders = Senders::default();
        let service = Service {
            capabilities: capabilities.iter().map(|one| (*one).to_owned()).collect(),
            seen: told,
            senders: senders.clone(),
            last: 0,
        };
        let bus = session
            .builder()
            .name(NAME)
            .and_then(|bus| bus.serve_at(PATH, service))
            .and_then(|bus| bus.build())
            .expect("the service");
        Self { bus, seen, senders }
    }

    /// Waits for the next toast.
    pub fn next(&self) -> Toast {
        match self.seen.recv_timeout(LIMIT).expect("a toast") {
            Seen::Shown(toast) => toast,
            Seen::Closed(id) => panic!("toast {id} was taken away"),
        }
    }

    /// Waits until a toast is taken away.
    pub fn next_closed(&self) -> u32 {
        match self.seen.recv_timeout(LIMIT).expect("the end of a toast") {
            Seen::Closed(id) => id,
            Seen::Shown(toast) => panic!("another toast: {toast:#?}"),
        }
    }

    /// Whether nothing was shown or taken away that has not been asked for.
    pub fn is_quiet(&self) -> bool {
        self.seen.try_recv().is_err()
    }

    /// A person clicks a button; services tell the end of the toast after it.
    pub fn press(&self, toast: &Toast, key: &str) {
        self.tell(toast.id, "ActionInvoked", &(toast.id, key));
        self.tell(toast.id, "NotificationClosed", &(toast.id, 2_u32));
    }

    fn tell(
        &self,
        id: u32,
        signal: &str,
        body: &(impl serde::Serialize + zbus::zvariant::DynamicType),
    ) {
        let sender = self.senders.lock().unwrap().get(&id).cloned().expect("a sender");
        self.bus.emit_signal(Some(sender), PATH, NAME, signal, body).expect("a signal");
    }
}
