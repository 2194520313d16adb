//! What a screen reader reads of the program's windows, over AT-SPI, and presses.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::OwnedObjectPath;

use crate::session::{Running, Session};
use crate::wait_for;

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";

/// Bus name and path of an element.
type Reference = (String, OwnedObjectPath);

pub struct ScreenReader {
    bus: Connection,
    _launcher: Running,
}

impl Drop for ScreenReader {
    /// The launcher leaves its bus behind.
    fn drop(&mut self) {
        let bus = DBusProxy::new(&self.bus).expect("the bus");
        let name = "org.freedesktop.DBus".try_into().expect("a name");
        if let Ok(daemon) = bus.get_connection_unix_process_id(name) {
            let _ = Command::new("kill").arg(daemon.to_string()).status();
        }
    }
}

/// One element as it is read aloud.
#[derive(Debug, Clone)]
pub struct Element {
    place: Reference,
    pub depth: usize,
    pub role: Role,
    pub name: String,
    /// What a text element gives as its content.
    pub text: Option<String>,
    states: [u32; 2],
}

/// What an element is; the numbers of `AtspiRole` that our windows have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Window,
    Button,
    Check,
    Radio,
    Choice,
    Text,
    Entry,
    Password,
    Link,
    List,
    Item,
    Image,
    /// Walked through with the arrow keys: the days of a strip.
    Slider,
    Group,
    Other(u32),
}

impl Role {
    const fn of(number: u32) -> Self {
        match number {
            23 | 69 => Self::Window,
            43 | 62 => Self::Button,
            7 => Self::Check,
            44 => Self::Radio,
            11 => Self::Choice,
            29 | 116 => Self::Text,
            61 | 79 => Self::Entry,
            40 => Self::Password,
            88 => Self::Link,
            31 | 98 => Self::List,
            32 => Self::Item,
            27 => Self::Image,
            51 => Self::Slider,
            20 | 39 | 49 | 99 => Self::Group,
            other => Self::Other(other),
        }
    }

    /// Whether it says more than that there is something.
    pub const fn is_known(self) -> bool {
        !matches!(self, Self::Group | Self::Other(_))
    }

    /// Whether a person does something with it.
    pub const fn is_control(self) -> bool {
        match self {
            Self::Button
            | Self::Check
            | Self::Radio
            | Self::Choice
            | Self::Entry
            | Self::Password
            | Self::Link => true,
            Self::Window
            | Self::Text
            | Self::List
            | Self::Item
            | Self::Image
            | Self::Slider
            | Self::Group
            | Self::Other(_) => false,
        }
    }
}

/// A window as its elements, in reading order.
#[derive(Debug, Clone)]
pub struct Reading(pub Vec<Element>);

impl ScreenReader {
    /// Starts the accessibility bus of the session and announces a reader: programs publish nothing
    /// without one. Before the program is started.
    pub fn start(session: &Session) -> Self {
        let launcher = session
            .command(LAUNCHER)
            // There is no service that would keep its settings.
            .env("GSETTINGS_BACKEND", "memory")
            .arg("--launch-immediately")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("at-spi2-core");
        let launcher = Running(launcher);
        let session_bus = session.connect();
        let status =
            || Proxy::new(&session_bus, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status");
        let announce = || {
            let status = status().ok()?;
            status.set_property("IsEnabled", true).ok()?;
            status.get_property::<bool>("IsEnabled").ok()
        };
        let is_enabled = || announce().filter(|is_enabled| *is_enabled).map(drop);
        let face = || Proxy::new(&session_bus, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus");
        let address: String = wait_for("the accessibility bus", || {
            let face = face().ok()?;
            face.call("GetAddress", &()).ok()
        });
        wait_for("the announcement of a reader", is_enabled);
        let bus = Builder::address(address.as_str()).and_then(Builder::build);
        Self { bus: bus.expect("the accessibility bus"), _launcher: launcher }
    }

    /// Waits until a window with this title is there and reads it.
    pub fn window(&self, title: &str) -> Reading {
        wait_for(&format!("the window {title:?}"), || self.find(title))
    }

    /// Waits until no window has this title.
    pub fn wait_until_closed(&self, title: &str) {
        wait_for(&format!("the end of {title:?}"), || self.find(title).is_none().then_some(()));
    }

    /// Waits until a window reads as wanted.
    pub fn wait_for(&self, title: &str, holds: impl Fn(&Reading) -> bool) -> Reading {
        let end = Instant::now() + crate::LIMIT;
        loop {
            let reading = self.find(title);
            match reading {
                Some(reading) if holds(&reading) => return reading,
                _ if Instant::now() < end => std::thread::sleep(Duration::from_millis(30)),
                reading => panic!("{title:?} never reads as wanted; it reads:\n{}", drawn(reading)),
            }
        }
    }

    /// Presses an element as a screen reader does.
    pub fn press(&self, element: &Element) {
        let done: bool = self
            .proxy(&element.place, "org.a11y.atspi.Action")
            .call("DoAction", &(0_i32,))
            .expect("an action");
        assert!(done, "{element:?} cannot be pressed");
    }

    /// The window of this title at this moment.
    pub fn find(&self, title: &str) -> Option<Reading> {
        let root = ("org.a11y.atspi.Registry".to_owned(), path("/org/a11y/atspi/accessible/root"));
        for program in self.children(&root)? {
            for window in self.children(&program).unwrap_or_default() {
                if self.name(&window).as_deref() == Some(title) {
                    let mut elements = Vec::new();
                    self.read(window, 0, &mut elements)?;
                    return Some(Reading(elements));
                }
            }
        }
        None
    }

    fn read(&self, place: Reference, depth: usize, into: &mut Vec<Element>) -> Option<()> {
        let face = self.proxy(&place, ACCESSIBLE);
        let role: u32 = face.call("GetRole", &()).ok()?;
        let states: Vec<u32> = face.call("GetState", &()).ok()?;
        let interfaces: Vec<String> = face.call("GetInterfaces", &()).ok()?;
        let has_text = interfaces.iter().any(|name| name == "org.a11y.atspi.Text");
        let text = has_text.then(|| {
            self.proxy(&place, "org.a11y.atspi.Text").call("GetText", &(0_i32, -1_i32)).ok()
        });
        let name = self.name(&place)?;
        let states = [*states.first()?, *states.get(1).unwrap_or(&0)];
        let children = self.children(&place)?;
        into.push(Element {
            place,
            depth,
            role: Role::of(role),
            name,
            text: text.flatten(),
            states,
        });
        children.into_iter().try_for_each(|child| self.read(child, depth + 1, into))
    }

    fn children(&self, place: &Reference) -> Option<Vec<Reference>> {
        self.proxy(place, ACCESSIBLE).call("GetChildren", &()).ok()
    }

    fn name(&self, place: &Reference) -> Option<String> {
        self.proxy(place, ACCESSIBLE).get_property("Name").ok()
    }

    fn proxy(&self, (service, path): &Reference, interface: &'static str) -> Proxy<'static> {
        Proxy::new(&self.bus, service.clone(), path.clone(), interface).expect("an element")
    }
}

impl Element {
    const FOCUSABLE: u32 = 11;
    const FOCUSED: u32 = 12;

    /// Whether the keyboard can come here.
    pub fn is_focusable(&self) -> bool {
        self.has(Self::FOCUSABLE)
    }

    /// Whether the keyboard is here.
    pub fn is_focused(&self) -> bool {
        self.has(Self::FOCUSED)
    }

    /// Which element it is.
    pub fn place(&self) -> String {
        self.place.1.to_string()
    }

    /// Whether it is ticked, chosen or pressed.
    pub fn is_checked(&self) -> bool {
        const CHECKED: u32 = 4;
        self.has(CHECKED)
    }

    /// Whether it can be used.
    pub fn is_enabled(&self) -> bool {
        const ENABLED: u32 = 8;
        const SENSITIVE: u32 = 24;
        self.has(ENABLED) || self.has(SENSITIVE)
    }

    /// The numbers are those of `AtspiStateType`.
    fn has(&self, state: u32) -> bool {
        self.states[(state / 32) as usize] & (1 << (state % 32)) != 0
    }
}

impl Reading {
    /// The first element of this role whose name begins like this.
    pub fn element(&self, role: Role, name: &str) -> &Element {
        let found = self.0.iter().find(|one| one.role == role && one.name.starts_with(name));
        found.unwrap_or_else(|| panic!("no {role:?} {name:?} in:\n{self}"))
    }

    /// Whether a text of this beginning is read anywhere.
    pub fn says(&self, words: &str) -> bool {
        let said = |text: &str| text.contains(words);
        self.0.iter().any(|one| said(&one.name) || one.text.as_deref().is_some_and(said))
    }

    /// Where the keyboard is.
    pub fn focused(&self) -> Option<&Element> {
        self.0.iter().rev().find(|one| one.is_focused() && one.depth > 0)
    }
}

impl std::fmt::Display for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for one in &self.0 {
            let (indent, focus) =
                ("  ".repeat(one.depth), if one.is_focused() { " ◂" } else { "" });
            writeln!(f, "{indent}{:?} {:?} {:?}{focus}", one.role, one.name, one.text)?;
        }
        Ok(())
    }
}

fn drawn(reading: Option<Reading>) -> String {
    reading.map_or_else(|| "(no such window)".to_owned(), |reading| reading.to_string())
}

fn path(text: &'static str) -> OwnedObjectPath {
    text.try_into().expect("a path")
}
