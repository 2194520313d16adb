//! One check, fresh, beside the same requests by reqwest alone: wall time and CPU time.
//!
//!     cargo bench --bench check
//!
//! CPU time is that of this whole process, whose threads all work for the check; the devices run in
//! another one. After Criterion's own figures the pairs are run in turn, and the ratio is taken turn by
//! turn, so that a machine whose speed drifts does not move it.

#[path = "bare.rs"]
mod bare;
#[path = "computer.rs"]
mod computer;
#[path = "devices.rs"]
mod devices;

use std::path::Path;
use std::time::{Duration, Instant};

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, criterion_group};
use konnektorwart::connector::events::Operation;
use konnektorwart::connector::sds::{Spoken, Transport};
use konnektorwart::connector::{Connector, Login, Reach, Route};
use konnektorwart::domain::command::Scope;
use konnektorwart::domain::monitor::Finding;
use konnektorwart::domain::probe::{Acceptance, Verdict};
use konnektorwart::domain::profile::ConnectorProfile;
use konnektorwart::watch::{Setup, once};
use rustix::time::{ClockId, clock_gettime};
use secrecy::SecretString;
use tokio::runtime::Runtime;

use bare::Bare;
use devices::{Device, Devices, PASSWORD, USER, context};

const TURNS: usize = 40;
const PER_TURN: usize = 25;

fn main() {
    devices::serve_if_asked();
    wall();
    cpu();
    Criterion::default().configure_from_args().final_summary();
    if std::env::args().any(|argument| argument == "--bench") {
        pairs();
    }
}

criterion_group!(wall, in_wall_time);
criterion_group!(
    name = cpu;
    config = Criterion::default().with_measurement(CpuTime(WallTime));
    targets = in_cpu_time
);

fn in_wall_time(criterion: &mut Criterion) {
    every(criterion, "check, wall time");
}

fn in_cpu_time(criterion: &mut Criterion<CpuTime>) {
    every(criterion, "check, CPU time");
}

fn every<M: Measurement + 'static>(criterion: &mut Criterion<M>, name: &str) {
    let desk = Desk::new();
    let mut group = criterion.benchmark_group(name);
    group.sample_size(50);
    for (name, work) in WORKS {
        group.bench_function(name, |bencher| bencher.iter(|| work(&desk)));
    }
    group.finish();
}

type Work = (&'static str, fn(&Desk));

const BARE: Work = ("a bare request", Desk::bare);
const REQUEST: Work = ("the request of a check", Desk::request);
const TWO_BARE: Work = ("two bare requests", Desk::two_bare);
const CHECK: Work = ("the console's whole check: settings, records, two requests", Desk::check);
const WORKS: [Work; 4] = [BARE, REQUEST, TWO_BARE, CHECK];

fn pairs() {
    let desk = Desk::new();
    println!("ratios, median (lowest to highest) of {TURNS} turns of {PER_TURN}");
    for ((name, ours), (peer_name, peer)) in [(REQUEST, BARE), (CHECK, TWO_BARE)] {
        let (mut wall, mut cpu) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let (our_wall, our_cpu) = desk.turn(ours);
            let (peer_wall, peer_cpu) = desk.turn(peer);
            wall.push(our_wall / peer_wall);
            cpu.push(our_cpu / peer_cpu);
        }
        println!("  {name} / {peer_name}");
        println!("    CPU  {}", spread(cpu));
        println!("    wall {}", spread(wall));
    }
    println!("  {} logins reached the device", desk.devices.end().len());
}

fn spread(mut ratios: Vec<f64>) -> String {
    ratios.sort_by(f64::total_cmp);
    let (median, last) = (ratios[ratios.len() / 2], ratios[ratios.len() - 1]);
    format!("{median:.2} ({:.2} to {last:.2})", ratios[0])
}

/// One device and a computer that watches it.
struct Desk {
    runtime: Runtime,
    device: Device,
    path: String,
    bare: Bare,
    profile: ConnectorProfile,
    route: Route,
    password: SecretString,
    setup: Setup,
    _folder: tempfile::TempDir,
    devices: Devices,
}

impl Desk {
    fn new() -> Self {
        let devices = Devices::start(1);
        let device = devices.all[0];
        // In memory where there is such a folder: what the program costs, without the disk.
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a folder");
        computer::prepare(folder.path(), &devices);
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let profile = device.profile(0);
        let route = match runtime.block_on(Connector::new(&profile).reach_client()) {
            Ok(Reach::Open(route)) => route,
            other => panic!("{other:?}"),
        };
        let (host, port) = (&profile.host, profile.port);
        let found = route.directory.endpoint(Spoken::Event, Transport::Tls, host, port);
        Self {
            path: found.expect("an EventService").path,
            bare: Bare::new([&device]),
            setup: computer::setup(folder.path()),
            password: PASSWORD.into(),
            runtime,
            device,
            profile,
            route,
            _folder: folder,
            devices,
        }
    }

    fn bare(&self) {
        self.runtime.block_on(self.bare.request(&self.device, &self.path));
    }

    fn two_bare(&self) {
        self.runtime.block_on(self.bare.directory(&self.device));
        self.bare();
    }

    fn request(&self) {
        let user = USER.parse().expect("a user");
        let login = Login { user: &user, password: &self.password };
        let context = context();
        let operation = Operation::GetResourceInformation;
        let connector = Connector::new(&self.profile);
        let proof = connector.prove_client(&self.route, operation, &context, Some(login));
        let verdict = self.runtime.block_on(proof).observation.verdict();
        assert_eq!(verdict, Verdict::Accepted(Acceptance::Full));
    }

    fn check(&self) {
        let checked = once::check(&self.setup, &Scope::All).expect("a check");
        let accepted = Finding::Judged(Verdict::Accepted(Acceptance::Full));
        assert_eq!(checked[0].finding, accepted);
    }

    /// Seconds of wall and CPU time of some repetitions.
    fn turn(&self, work: fn(&Self)) -> (f64, f64) {
        let (wall, cpu) = (Instant::now(), cpu_time());
        for _ in 0..PER_TURN {
            work(self);
        }
        let cpu = cpu_time() - cpu;
        (wall.elapsed().as_secs_f64(), cpu.as_secs_f64())
    }
}

/// CPU time of all threads of this process, user and system.
struct CpuTime(WallTime);

impl Measurement for CpuTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        cpu_time()
    }

    fn end(&self, start: Duration) -> Duration {
        cpu_time() - start
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        self.0.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self.0.formatter()
    }
}

fn cpu_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().expect("a process has run for some time")
}
