//! A played panel: the StatusNotifier watcher and host, and a look at the one icon and its menu.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::session::Session;
use crate::wait_for;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// Number, properties, children.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

type Registered = Arc<Mutex<Option<String>>>;

pub struct Panel {
    bus: Connection,
    registered: Registered,
}

struct Watcher(Registered);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        *self.0.lock().unwrap() = Some(service);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

/// One line of the menu as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    id: i32,
    pub depth: usize,
    pub label: String,
    pub is_enabled: bool,
    /// A tick that can be set, and whether it is.
    pub tick: Option<bool>,
    pub has_icon: bool,
}

/// A menu as lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu(pub Vec<Line>);

impl Panel {
    pub fn start(session: &Session) -> Self {
        let registered = Registered::default();
        let bus = session
            .builder()
            .name(WATCHER)
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", Watcher(registered.clone())))
            .and_then(|bus| bus.build())
            .expect("the panel");
        Self { bus, registered }
    }

    /// Waits until the program has put its icon up.
    pub fn wait_for_icon(&self) {
        wait_for("an icon", || self.registered.lock().unwrap().clone());
    }

    pub fn tooltip(&self) -> String {
        type Tooltip = (String, Vec<(i32, i32, Vec<u8>)>, String, String);
        let (_, _, _, text): Tooltip = self.item().get_property("ToolTip").expect("a tooltip");
        text
    }

    /// The icon's pixels: a different one for each state.
    pub fn pixels(&self) -> Vec<u8> {
        let icons: Vec<(i32, i32, Vec<u8>)> =
            self.item().get_property("IconPixmap").expect("an icon");
        let [(32, 32, pixels)] = icons.as_slice() else { panic!("one icon of 32 pixels") };
        pixels.clone()
    }

    /// A left click on the icon.
    pub fn activate(&self) {
        self.item().call_method("Activate", &(0, 0)).expect("a click");
    }

    pub fn menu(&self) -> Menu {
        let (_, root): (u32, Layout) = self
            .menu_proxy()
            .call("GetLayout", &(0_i32, -1_i32, Vec::<String>::new()))
            .expect("a menu");
        let mut lines = Vec::new();
        for entry in &root.2 {
            read(entry, 0, &mut lines);
        }
        Menu(lines)
    }

    /// Waits until the menu's first line says this.
    pub fn wait_for_headline(&self, headline: &str) -> Menu {
        let mut last = String::new();
        let menu = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            wait_for("the headline", || {
                let menu = self.menu();
                last = menu.0[0].label.clone();
                (last == headline).then_some(menu)
            })
        }));
        menu.unwrap_or_else(|_| panic!("the headline is {last:?}, not {headline:?}"))
    }

    /// Clicks the first line that begins like this and can be clicked.
    pub fn click(&self, label: &str) {
        self.click_line(self.menu().line(label), label);
    }

    /// Clicks the first line of a submenu that begins like this.
    pub fn click_in(&self, submenu: &str, label: &str) {
        let Menu(lines) = self.menu();
        let start = lines.iter().position(|line| line.label.starts_with(submenu));
        let inside = lines.iter().skip(start.expect("a submenu"));
        let line = inside.skip(1).find(|line| line.label.starts_with(label));
        self.click_line(line.expect("an entry"), label);
    }

    fn click_line(&self, line: &Line, label: &str) {
        assert!(line.is_enabled, "{label} is disabled");
        let event = (line.id, "clicked", Value::I32(0), 0_u32);
        // The program may end before it answers: that is what *Beenden* asks for.
        self.menu_proxy().call_noreply("Event", &event).expect("a click");
    }

    /// Clicks *Jetzt prüfen* until the device was asked: right after a check a click is the same wish.
    /// Between two clicks a check has time to reach the device.
    pub fn check_until(&self, is_done: impl Fn() -> bool) {
        wait_for("a check", || {
            self.click("Jetzt prüfen");
            let end = Instant::now() + Duration::from_secs(1);
            while Instant::now() < end {
                if is_done() {
                    return Some(());
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            None
        });
    }

    fn item(&self) -> Proxy<'_> {
        let service = self.registered.lock().unwrap().clone().expect("an icon");
        Proxy::new(&self.bus, service, "/StatusNotifierItem", ITEM).expect("the icon")
    }

    fn menu_proxy(&self) -> Proxy<'_> {
        let service = self.registered.lock().unwrap().clone().expect("an icon");
        let path: OwnedObjectPath = self.item().get_property("Menu").expect("a menu");
        Proxy::new(&self.bus, service, path, MENU).expect("the menu")
    }
}

impl Menu {
    /// The first line that begins like this.
    pub fn line(&self, label: &str) -> &Line {
        let found = self.0.iter().find(|line| line.label.starts_with(label));
        found.unwrap_or_else(|| panic!("no {label:?} in {:#?}", self.drawn()))
    }

    /// As text: two blanks for each depth, `(aus)` where disabled, `[x]` and `[ ]`.
    pub fn drawn(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|line| {
                let tick = line.tick.map_or("", |is_set| if is_set { "[x] " } else { "[ ] " });
                let off = if line.is_enabled { "" } else { " (aus)" };
                format!("{}{tick}{}{off}", "  ".repeat(line.depth), line.label)
            })
            .collect()
    }
}

/// `(ia{sv}av)`: number, properties, children.
fn read(value: &Value<'_>, depth: usize, lines: &mut Vec<Line>) {
    let Value::Structure(entry) = inner(value) else { panic!("an entry: {value:?}") };
    let [id, properties, children] = entry.fields() else { panic!("an entry: {entry:?}") };
    let id = i32::try_from(id).expect("a number");
    let properties: HashMap<String, OwnedValue> =
        properties.try_clone().expect("properties").try_into().expect("properties");
    let text = |name: &str| -> Option<String> {
        properties.get(name).and_then(|value| String::try_from(value.clone()).ok())
    };
    let is_separator = text("type").as_deref() == Some("separator");
    let label = text("label").unwrap_or_default().replace("__", "_");
    let is_enabled =
        properties.get("enabled").and_then(|value| bool::try_from(value).ok()).unwrap_or(true);
    let tick = text("toggle-type").map(|_| {
        let state = properties.get("toggle-state").and_then(|value| i32::try_from(value).ok());
        state == Some(1)
    });
    lines.push(Line {
        id,
        depth,
        label: if is_separator { "---".to_owned() } else { label },
        is_enabled,
        tick,
        has_icon: properties.contains_key("icon-data"),
    });
    let Value::Array(children) = children else { panic!("children: {children:?}") };
    for child in children.iter() {
        read(child, depth + 1, lines);
    }
}

fn inner<'a, 'b>(value: &'a Value<'b>) -> &'a Value<'b> {
    match value {
        Value::Value(value) => inner(value),
        other => other,
    }
}
