//! Simulated connectors in a process of their own, so that what they cost is not counted.
//!
//! Each device is a whole simulator with its own P-256 certificates; the process prints where they are,
//! serves until its standard input ends, and then tells when each login reached which device.

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;
use std::{env, io};

use konnektorwart::domain::context::CallContext;
use konnektorwart::domain::device::{Fingerprint, Pin, Vendor};
use konnektorwart::domain::identity::{DeviceId, Plane};
use konnektorwart::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck,
    Pins,
};
use konnektorwart::simulator::{
    AccountKind, CertificateKind, KeyKind, NewAccount, Port, Settings, Simulator,
};

/// The Benutzerkennung of the watching program.
pub const USER: &str = "praxis";

/// The Benutzerkennung of the bare requests.
pub const BARE_USER: &str = "bare";

/// The password of both.
pub const PASSWORD: &str = "Messung-2026-im-Herbst";

/// The machine that watches.
pub const MACHINE: &str = "EMPFANG-1";

const SERVE: &str = "--devices";

/// A simulated connector.
#[derive(Debug, Clone, Copy)]
pub struct Device {
    /// The TLS port for the practice software, on 127.0.0.1.
    pub port: u16,
    /// The pin of that port.
    pub pin: Fingerprint,
    management_port: u16,
}

/// The running process.
pub struct Devices {
    /// What it serves.
    pub all: Vec<Device>,
    child: Child,
    stop: Option<ChildStdin>,
    told: Lines<BufReader<ChildStdout>>,
}

/// Serves if this process was started for it; does not come back then.
pub fn serve_if_asked() {
    let mut arguments = env::args().skip(1);
    if arguments.next().as_deref() == Some(SERVE) {
        let count = arguments.next().and_then(|count| count.parse().ok());
        serve(count.expect("a number of devices"));
        std::process::exit(0);
    }
}

fn serve(count: usize) {
    let simulators: Vec<Simulator> = (0..count).map(|_| device()).collect();
    for simulator in &simulators {
        let pin = simulator.fingerprint(Port::Pvs);
        let device = Device {
            port: simulator.pvs_address().port(),
            management_port: simulator.management_address().port(),
            pin: pin.expect("a TLS port").parse().expect("a fingerprint"),
        };
        print!("{}", device.line());
    }
    io::stdin().read_to_end(&mut Vec::new()).expect("standard input");
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (index, simulator) in simulators.iter().enumerate() {
        for line in simulator.log() {
            if let Some(secret) = line.secret() {
                let (user, at) = (&secret.user, line.at.as_microsecond());
                writeln!(out, "{index} {user} {at}").expect("standard output");
            }
        }
    }
}

fn device() -> Simulator {
    let kind = CertificateKind { key: KeyKind::P256, ..CertificateKind::default() };
    let account = |user| {
        let kind = AccountKind::benutzerkennung("x.concept");
        NewAccount::new(kind, user, PASSWORD.into())
    };
    let settings = Settings {
        pvs_certificate: kind,
        management_certificate: kind,
        accounts: vec![account(USER), account(BARE_USER)],
        ..Settings::default()
    };
    Simulator::start(settings).expect("a simulator starts")
}

impl Devices {
    /// Starts the process and waits until every device is there.
    pub fn start(count: usize) -> Self {
        let program = env::current_exe().expect("this program");
        // Each device has three listening sockets.
        let mut child = Command::new("sh")
            .args(["-c", "ulimit -n $(ulimit -Hn); exec \"$0\" \"$@\""])
            .arg(program)
            .args([SERVE, &count.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let stop = child.stdin.take();
        let mut told = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let all = told.by_ref().take(count);
        let all = all.map(|line| Device::read(&line.expect("a line"))).collect();
        Self { all, child, stop, told }
    }

    /// Ends the process and answers every login, device by device in the order of time: index of the
    /// device, user, microseconds since 1970.
    pub fn end(mut self) -> Vec<String> {
        drop(self.stop.take());
        let told = self.told.by_ref();
        let logins = told.map(|line| line.expect("a line")).collect();
        self.child.wait().expect("the process ends");
        logins
    }
}

impl Drop for Devices {
    fn drop(&mut self) {
        drop(self.stop.take());
        // It ends by itself once its standard input is closed and what it tells is read.
        self.told.by_ref().for_each(drop);
        let _ = self.child.wait();
    }
}

impl Device {
    /// Reads what [`Self::line`] wrote.
    pub fn read(line: &str) -> Self {
        let mut words = line.split(' ');
        let mut word = || words.next().expect("three words");
        Self {
            port: word().parse().expect("a port"),
            management_port: word().parse().expect("a port"),
            pin: word().parse().expect("a fingerprint"),
        }
    }

    /// The device as a line of text.
    pub fn line(&self) -> String {
        format!("{} {} {}\n", self.port, self.management_port, self.pin)
    }

    /// A trusted profile of this device, checked every minute by this machine.
    pub fn profile(&self, index: usize) -> ConnectorProfile {
        let mut device = [0; 16];
        device[..8].copy_from_slice(&(index as u64 + 1).to_be_bytes());
        ConnectorProfile {
            // The settings' order, which the schedule follows, is that of the identifiers.
            id: format!("c{index:05}").parse().expect("an identifier"),
            name: format!("Praxis {index}"),
            host: "127.0.0.1".parse().expect("a host"),
            port: self.port,
            management_port: self.management_port,
            vendor: Vendor::Secunet,
            timeout: Duration::from_secs(5),
            online_check: OnlineCheck::Always,
            encryption: Encryption::TlsPassword,
            card_service: CardServiceVersion::Auto,
            context: Some(context()),
            device: Some(DeviceId::from_random(device)),
            pins: Pins { client: Some(Pin::Certificate(self.pin)), management: None },
            accounts: vec![AccountProfile {
                plane: Plane::Client,
                user: USER.parse().expect("a user"),
                watched_on: Some(MACHINE.parse().expect("a machine")),
                interval: AccountProfile::SHORTEST,
                limit: AttemptLimit::default(),
            }],
        }
    }
}

/// The call context that every device knows.
pub fn context() -> CallContext {
    CallContext {
        mandant: "Praxis".parse().expect("an identifier"),
        clientsystem: "x.concept".parse().expect("an identifier"),
        arbeitsplatz: "Empfang".parse().expect("an identifier"),
    }
}
