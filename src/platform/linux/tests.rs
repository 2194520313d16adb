//! The agent, the tray's host and the notification service on a private bus, which plays the
//! session's and the machine's at once.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};

use keyring::CredentialStore;
use zbus::blocking::{Connection, connection::Builder};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::platform::agent::tests::{LIMIT, listen, own_folders};
use crate::platform::agent::{Claim, Doorbell, Event, Page, claim};
use crate::platform::choose::{self, Question};
use crate::platform::keyring_store;
use crate::platform::testing::{again, leave_out};
use crate::platform::toasts::{Buttons, Center, Markup, Service};
use crate::platform::tray_host::{self, TrayHost};

const INSIDE: &str = "KONNEKTORWART_TEST_BUS";
const AGENT: &str = "de.konnektorwart.Agent";

#[test]
fn agent_is_rung_over_the_bus() {
    if !is_inside("agent_is_rung_over_the_bus") {
        return;
    }
    let (_root, folders) = own_folders();
    let Claim::First(first) = claim(&folders).unwrap() else { panic!("nobody else claims") };
    let (listening, heard) = listen(first);
    let bus = Connection::session().unwrap();
    wait_until(|| super::bus::has_owner(&bus, AGENT).unwrap());
    call(&bus, "Show", &("Konnektor-Wartung",)).unwrap();
    call(&bus, "Reread", &()).unwrap();
    call(&bus, "Quit", &()).unwrap();
    let page = Page::new("Konnektor-Wartung").unwrap();
    for bell in [Doorbell::Show(page), Doorbell::Reread, Doorbell::Quit] {
        assert_eq!(heard.recv_timeout(LIMIT).unwrap(), Event::Doorbell(bell));
    }
    call(&bus, "Show", &("a\nb",)).unwrap_err();
    drop(listening);
    wait_until(|| !super::bus::has_owner(&bus, AGENT).unwrap());
}

#[test]
fn resume_is_heard_once_and_standby_is_not() {
    if !is_inside("resume_is_heard_once_and_standby_is_not") {
        return;
    }
    let (_root, folders) = own_folders();
    let Claim::First(first) = claim(&folders).unwrap() else { panic!("nobody else claims") };
    let (_listening, heard) = listen(first);
    let login = Builder::system().unwrap().name("org.freedesktop.login1").unwrap().build().unwrap();
    // The agent subscribes on a thread of its own: told until it hears.
    let mut resumes = 0;
    wait_until(|| {
        prepare_for_sleep(&login, true);
        prepare_for_sleep(&login, false);
        resumes += 1;
        heard.recv_timeout(std::time::Duration::from_millis(100)) == Ok(Event::Resumed)
    });
    prepare_for_sleep(&login, true);
    prepare_for_sleep(&login, false);
    let more = heard.recv_timeout(LIMIT).unwrap();
    assert_eq!(more, Event::Resumed);
    assert!(heard.try_iter().count() < resumes + 1);
}

#[test]
fn tray_host_and_notifications_are_found_when_they_are_there() {
    if !is_inside("tray_host_and_notifications_are_found_when_they_are_there") {
        return;
    }
    assert_eq!(tray_host::find(), TrayHost::Absent);
    let center = Center::new(|_| {});
    assert_eq!(center.service(), Service::Absent);
    let session = |name| Builder::session().unwrap().name(name).unwrap();
    let watcher = session("org.kde.StatusNotifierWatcher").build().unwrap();
    let watch = |is_registered| {
        watcher.object_server().remove::<Watcher, _>("/StatusNotifierWatcher").ok();
        watcher.object_server().at("/StatusNotifierWatcher", Watcher { is_registered }).unwrap();
    };
    watch(false);
    assert_eq!(tray_host::find(), TrayHost::Absent);
    watch(true);
    assert_eq!(tray_host::find(), TrayHost::Present);
    let _notifications = session("org.freedesktop.Notifications")
        .serve_at("/org/freedesktop/Notifications", Notifications)
        .unwrap()
        .build()
        .unwrap();
    let expected = Service::Present { buttons: Buttons::Shown, markup: Markup::Plain };
    assert_eq!(center.service(), expected);
}

#[test]
fn file_is_chosen_through_the_portal() {
    if !is_inside("file_is_chosen_through_the_portal") {
        return;
    }
    assert!(!choose::is_available());
    let (sender, asked) = channel();
    let portal = Builder::session()
        .unwrap()
        .name("org.freedesktop.portal.Desktop")
        .unwrap()
        .serve_at("/org/freedesktop/portal/desktop", Portal(Mutex::new(sender)))
        .unwrap()
        .build()
        .unwrap();
    assert!(choose::is_available());
    let uris =
        HashMap::from([("uris", Value::from(vec!["file:///tmp/Zugang%20Gr%C3%B6%C3%9Fe.p12"]))]);
    let chosen = PathBuf::from("/tmp/Zugang Größe.p12");
    for (code, expected) in [(0_u32, Some(chosen)), (1, None)] {
        let (sender, answered) = channel();
        let question = Question {
            title: "Zertifikat wählen".into(),
            kind: "PKCS#12".into(),
            extensions: vec!["p12".into()],
        };
        choose::file(question, move |path| sender.send(path).unwrap()).unwrap();
        let (title, request) = asked.recv_timeout(LIMIT).unwrap();
        assert_eq!(title, "Zertifikat wählen");
        let interface = "org.freedesktop.portal.Request";
        portal.emit_signal(None::<&str>, request, interface, "Response", &(code, &uris)).unwrap();
        assert_eq!(answered.recv_timeout(LIMIT).unwrap(), expected);
    }
}

#[test]
fn keyring_opened_anew_finds_the_entry_after_its_service_restarted() {
    if !is_inside("keyring_opened_anew_finds_the_entry_after_its_service_restarted") {
        return;
    }
    assert!(matches!(keyring_store::open(), Err(keyring::Error::PlatformFailure(_))));
    let home = tempfile::tempdir().unwrap();
    let Some(service) = Keyring::start(home.path()) else {
        return;
    };
    let store = keyring_store::open().unwrap();
    let entry = |store: &CredentialStore| {
        keyring_store::entry(store, "konnektorwart-test", "account").unwrap()
    };
    entry(&*store).set_password("Größe-4711 €").unwrap();
    assert_eq!(entry(&*keyring_store::open().unwrap()).get_password().unwrap(), "Größe-4711 €");
    drop(service);
    wait_until(|| keyring_store::open().is_err());
    assert!(entry(&*store).get_password().is_err());
    let _service = Keyring::start(home.path()).unwrap();
    // The store kept open is dead, a new one is not.
    assert!(entry(&*store).get_password().is_err());
    assert_eq!(entry(&*keyring_store::open().unwrap()).get_password().unwrap(), "Größe-4711 €");
}

/// gnome-keyring with an unlocked keyring in a folder of its own.
struct Keyring(Child);

impl Keyring {
    fn start(home: &Path) -> Option<Self> {
        let started = Command::new("gnome-keyring-daemon")
            .args(["--unlock", "--foreground", "--components=secrets"])
            .envs(["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"].map(|name| (name, home)))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut daemon) = started else {
            leave_out("the program gnome-keyring-daemon is not installed");
            return None;
        };
        daemon.stdin.take().unwrap().write_all(b"test").unwrap();
        wait_until(|| keyring_store::open().is_ok());
        Some(Self(daemon))
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Watcher {
    is_registered: bool,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.is_registered
    }
}

/// Tells the test of each question: its title and where the answer is awaited.
struct Portal(Mutex<Sender<(String, String)>>);

#[zbus::interface(name = "org.freedesktop.portal.FileChooser")]
impl Portal {
    fn open_file(
        &self,
        #[zbus(header)] header: zbus::message::Header<'_>,
        _parent: &str,
        title: &str,
        options: HashMap<String, OwnedValue>,
    ) -> OwnedObjectPath {
        let asker = header.sender().unwrap().trim_start_matches(':').replace('.', "_");
        let token: String = options["handle_token"].clone().try_into().unwrap();
        let request = format!("/org/freedesktop/portal/desktop/request/{asker}/{token}");
        self.0.lock().unwrap().send((title.to_owned(), request.clone())).unwrap();
        OwnedObjectPath::try_from(request).unwrap()
    }

    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        3
    }
}

struct Notifications;

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".into(), "actions".into()]
    }
}

/// Answers whether this is the process that runs on the private bus; if not, starts it and waits.
fn is_inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let Some(bus) = Bus::start() else {
        return false;
    };
    let name = format!("platform::linux::tests::{test}");
    let variables = [INSIDE, "DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"];
    let output = again(&name, &variables, OsStr::new(&bus.address)).wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    false
}

fn call<B>(bus: &Connection, method: &str, body: &B) -> zbus::Result<zbus::Message>
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    bus.call_method(Some(AGENT), "/de/konnektorwart/Agent", Some(AGENT), method, body)
}

fn prepare_for_sleep(login: &Connection, is_before: bool) {
    let path = "/org/freedesktop/login1";
    let interface = "org.freedesktop.login1.Manager";
    login.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &is_before).unwrap();
}

fn wait_until(mut is_so: impl FnMut() -> bool) {
    let end = std::time::Instant::now() + LIMIT;
    while !is_so() {
        assert!(std::time::Instant::now() < end, "waited too long");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// A bus that starts no service.
struct Bus {
    daemon: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Bus {
    fn start() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let configuration = folder.path().join("bus.conf");
        let text = format!(
            "<busconfig><type>session</type><listen>unix:path={}/bus</listen>\
             <auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\" \
             eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            folder.path().display()
        );
        std::fs::write(&configuration, text).unwrap();
        let started = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", configuration.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut daemon) = started else {
            leave_out("the program dbus-daemon is not installed");
            return None;
        };
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Some(Self { daemon, address: address.trim().to_owned(), _folder: folder })
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
