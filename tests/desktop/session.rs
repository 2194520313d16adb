//! A session: screen, bus, keyring, folders. Everything ends with the value.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;

use crate::wait_for;

/// Program, package.
const NEEDED: [(&str, &str); 4] = [
    ("Xvfb", "xvfb"),
    ("dbus-daemon", "dbus"),
    ("gnome-keyring-daemon", "gnome-keyring"),
    ("xdotool", "xdotool"),
];

static LEFT_OUT: AtomicUsize = AtomicUsize::new(0);

pub struct Session {
    root: TempDir,
    display: String,
    address: String,
    _children: Vec<Running>,
}

/// A process that is ended with the value.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Session {
    /// None if a package is missing; that has been said by then.
    pub fn start() -> Option<Self> {
        let missing: Vec<&str> = NEEDED
            .iter()
            .filter(|(program, _)| !is_installed(program))
            .map(|(_, package)| *package)
            .collect();
        if !missing.is_empty() {
            let packages = missing.join(" ");
            let count = LEFT_OUT.fetch_add(1, Ordering::SeqCst) + 1;
            assert!(
                std::env::var_os("KONNEKTOR_TESTS_COMPLETE").is_none(),
                "left out: apt-get install --no-install-recommends {packages}"
            );
            eprintln!(
                "left out: {count} tests of the tray program; they need: apt-get install \
                 --no-install-recommends {packages}"
            );
            return None;
        }
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["home", "run", "config", "data", "cache", "services", "bin"] {
            let folder = root.path().join(folder);
            fs::create_dir(&folder).expect("a folder");
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("rights");
        }
        let (bus, address) = start_bus(root.path());
        let (screen, number) = start_screen();
        let mut session =
            Self { root, display: format!(":{number}"), address, _children: vec![bus, screen] };
        let keyring = session.start_keyring();
        session._children.push(keyring);
        Some(session)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The root that the program's own folders lie below.
    pub fn home(&self) -> PathBuf {
        self.path("konnektorwart")
    }

    pub fn connect(&self) -> Connection {
        self.builder().build().expect("the bus")
    }

    pub fn builder(&self) -> Builder<'static> {
        Builder::address(self.address.as_str()).expect("an address")
    }

    /// A command that sees this session and nothing of the one around.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .env_clear()
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("LANG", "C.UTF-8")
            .env("HOME", self.path("home"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("DISPLAY", &self.display)
            .env("NO_AT_BRIDGE", "1")
            .env("KONNEKTORWART_HOME", self.home())
            .env("TZ", "Europe/Berlin");
        command
    }

    /// A program of that name in front of all others in the path.
    pub fn play_program(&self, name: &str, script: &str) {
        let file = self.path("bin").join(name);
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).expect("a script");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o700)).expect("rights");
    }

    /// A picture of the screen, for whoever wants to look: `LOOK` names a folder.
    pub fn look(&self, name: &str) {
        let Some(folder) = std::env::var_os("LOOK") else { return };
        let path = Path::new(&folder).join(format!("{name}.png"));
        let mut command = self.command("import");
        command.args(["-window", "root"]).arg(path).status().expect("a picture");
    }

    fn start_keyring(&self) -> Running {
        let mut keyring = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon");
        let mut stdin = keyring.stdin.take().expect("a pipe");
        stdin.write_all(b"test").expect("the password");
        drop(stdin);
        let bus = self.connect();
        let bus = DBusProxy::new(&bus).expect("the bus");
        let name = "org.freedesktop.secrets".try_into().expect("a name");
        let is_there =
            || bus.name_has_owner(zbus::names::BusName::clone(&name)).ok()?.then_some(());
        wait_for("the keyring", is_there);
        Running(keyring)
    }
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A bus that starts no service by itself.
fn start_bus(root: &Path) -> (Running, String) {
    let config = root.join("bus.conf");
    let text = format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
        "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig><type>session</type><listen>unix:dir={}</listen><auth>EXTERNAL</auth>
        <servicedir>{}</servicedir><policy context="default"><allow send_destination="*"/>
        <allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#,
        root.join("run").display(),
        root.join("services").display()
    );
    fs::write(&config, text).expect("a file");
    let mut bus = Command::new("dbus-daemon")
        .arg(format!("--config-file={}", config.display()))
        .args(["--nofork", "--nopidfile", "--print-address=1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("dbus-daemon");
    let address = first_line(bus.stdout.take());
    (Running(bus), address)
}

/// Xvfb chooses a free number itself and tells it as soon as it accepts clients.
fn start_screen() -> (Running, String) {
    let mut screen = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb");
    let number = first_line(screen.stdout.take());
    (Running(screen), number)
}

fn first_line(output: Option<ChildStdout>) -> String {
    let mut line = String::new();
    let mut reader = BufReader::new(output.expect("a pipe"));
    reader.read_line(&mut line).expect("a line");
    // The pipe stays open: its writer would be killed by writing into a closed one.
    std::mem::forget(reader);
    assert!(!line.trim().is_empty(), "the process ended at once");
    line.trim().to_owned()
}
