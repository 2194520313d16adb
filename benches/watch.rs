//! A thousand connectors every 60 seconds, headless: memory, CPU and punctuality of the background task
//! beside a program that makes the same requests bare.
//!
//!     cargo bench --bench watch --no-default-features --features simulator
//!     cargo bench --bench watch … -- --connectors 100 --minutes 2
//!
//! Devices, watching program and bare program are processes of their own, the latter two from copies of
//! this executable, so that the kernel does not share their memory out among each other. Keyring in
//! memory, records on the real disk. The first round warms up and is not in the CPU figures. Linux only.

#[path = "bare.rs"]
mod bare;
#[path = "computer.rs"]
mod computer;
#[path = "devices.rs"]
mod devices;

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use konnektorwart::connector::sds::{Spoken, Transport};
use konnektorwart::connector::{Connector, Reach};
use konnektorwart::platform::memory;
use konnektorwart::watch;

use bare::Bare;
use devices::{BARE_USER, Device, Devices, USER};

const INTERVAL: Duration = Duration::from_secs(60);

/// The jitter of the schedule: an interval is at most this much longer.
const JITTER: f64 = 0.02;

const WATCH: &str = "--watch";
const REQUEST: &str = "--request";

fn main() {
    devices::serve_if_asked();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let after = |option: &str| {
        let mut rest = arguments.iter().skip_while(|argument| *argument != option);
        rest.nth(1)
    };
    match (after(WATCH), after(REQUEST)) {
        (Some(root), _) => watch_until_told(Path::new(root)),
        (None, Some(list)) => request_until_told(Path::new(list)),
        (None, None) if arguments.iter().any(|argument| argument == "--bench") => {
            let number = |option| after(option).and_then(|text| text.parse::<u16>().ok());
            compare(
                number("--connectors").unwrap_or(1000).into(),
                number("--minutes").unwrap_or(3).into(),
            );
        }
        (None, None) => {}
    }
}

/// The measured program.
fn watch_until_told(root: &Path) {
    // As both programs do.
    memory::be_frugal();
    let setup = computer::setup(root);
    let before = fs::read_to_string("/proc/self/smaps_rollup").expect("Linux");
    let before = kilobytes(&before, "Pss_Anon:");
    println!("  the keyring in memory, before anything else starts: {before} kB");
    let worker = watch::start(setup, Box::new(drop)).expect("it starts");
    wait_until_told();
    assert!(worker.stop(Duration::from_secs(10)), "it ends in time");
}

/// The program that it is measured against: the same requests, spread as evenly.
fn request_until_told(list: &Path) {
    let list = fs::read_to_string(list).expect("a list of devices");
    let devices: Vec<Device> = list.lines().map(Device::read).collect();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let work = async move {
        let path = event_service(&devices[0]).await;
        let bare = Arc::new(Bare::new(&devices));
        bare.directory(&devices[0]).await;
        let mut ticks = tokio::time::interval(INTERVAL.div_f64(devices.len() as f64));
        for device in devices.iter().cycle() {
            ticks.tick().await;
            let (bare, device, path) = (Arc::clone(&bare), *device, path.clone());
            tokio::spawn(async move { bare.request(&device, &path).await });
        }
    };
    thread::spawn(move || runtime.block_on(work));
    wait_until_told();
}

async fn event_service(device: &Device) -> String {
    let profile = device.profile(0);
    let Ok(Reach::Open(route)) = Connector::new(&profile).reach_client().await else {
        panic!("no directory");
    };
    let directory = &route.directory;
    let endpoint = directory.endpoint(Spoken::Event, Transport::Tls, &profile.host, profile.port);
    endpoint.expect("an EventService").path
}

fn wait_until_told() {
    io::stdin().read_to_end(&mut Vec::new()).expect("standard input");
}

fn compare(count: usize, minutes: u32) {
    let devices = Devices::start(count);
    let folder = tempfile::tempdir().expect("a folder");
    computer::prepare(folder.path(), &devices);
    let list = folder.path().join("devices");
    let lines: String = devices.all.iter().map(Device::line).collect();
    fs::write(&list, lines).expect("a list of devices");
    let mut ours = Program::start(folder.path(), "watcher", WATCH, folder.path());
    let mut bare = Program::start(folder.path(), "bare", REQUEST, &list);
    println!("{count} connectors every 60 s, {minutes} min after a first round:");
    thread::sleep(INTERVAL + Duration::from_secs(3));
    let (ours_before, bare_before) = (ours.cpu_seconds(), bare.cpu_seconds());
    let end = Instant::now() + INTERVAL * minutes;
    while Instant::now() < end {
        thread::sleep(Duration::from_secs(5).min(end - Instant::now()));
        ours.look();
        bare.look();
    }
    let per_minute = |seconds: f64| 1000.0 * seconds / f64::from(minutes);
    let ours_cpu = per_minute(ours.cpu_seconds() - ours_before);
    let bare_cpu = per_minute(bare.cpu_seconds() - bare_before);
    ours.end();
    bare.end();
    let logins = devices.end();
    let arrivals: Vec<Arrival> = logins.iter().map(|line| Arrival::read(line)).collect();
    println!(
        "  CPU       {ours_cpu:.0} ms/min, bare {bare_cpu:.0} ms/min: {:.2} x",
        ours_cpu / bare_cpu
    );
    println!("  PSS       {}", ours.memory());
    println!("  PSS bare  {}", bare.memory());
    punctuality(&arrivals, USER, count);
    punctuality(&arrivals, BARE_USER, count);
}

/// When a login reached a device.
struct Arrival {
    device: usize,
    user: String,
    /// Seconds since 1970.
    at: f64,
}

impl Arrival {
    fn read(line: &str) -> Self {
        let mut words = line.split(' ');
        let mut word = || words.next().expect("three words");
        Self {
            device: word().parse().expect("an index"),
            user: word().to_owned(),
            at: word().parse::<f64>().expect("a time") / 1e6,
        }
    }
}

/// How late logins reached their devices. The first round is compared with the plan, which spreads it
/// evenly; later ones with the interval at the upper end of its jitter.
fn punctuality(arrivals: &[Arrival], user: &str, count: usize) {
    let of = |device| {
        let ours = arrivals.iter();
        let ours = ours.filter(move |arrival| arrival.device == device && arrival.user == user);
        ours.map(|arrival| arrival.at)
    };
    let spread = INTERVAL.as_secs_f64() / count as f64;
    let first: Vec<f64> =
        (0..count).filter_map(|device| Some(of(device).next()? - spread * device as f64)).collect();
    let start = first.iter().copied().fold(f64::INFINITY, f64::min);
    let first = first.iter().fold(0.0, |late: f64, at| late.max(at - start));
    let (mut later, mut gaps) = (f64::NEG_INFINITY, 0);
    let longest = INTERVAL.as_secs_f64() * (1.0 + JITTER);
    for device in 0..count {
        let times: Vec<f64> = of(device).collect();
        for pair in times.windows(2) {
            gaps += 1;
            later = later.max(pair[1] - pair[0] - longest);
        }
    }
    println!(
        "  {user:9} latest login of the first round {first:.2} s after its time; \
         {gaps} later ones, at most {later:.2} s beyond interval and jitter"
    );
}

/// A measured process and what was seen of it.
struct Program {
    child: Child,
    pss: Vec<u64>,
    anonymous: Vec<u64>,
    threads: u64,
}

impl Program {
    fn start(folder: &Path, name: &str, role: &str, argument: &Path) -> Self {
        let copy = folder.join(name);
        fs::copy(env::current_exe().expect("this program"), &copy).expect("a copy");
        let child = Command::new(copy)
            .args([Path::new(role), argument])
            .stdin(Stdio::piped())
            .spawn()
            .expect("a process");
        Self { child, pss: Vec::new(), anonymous: Vec::new(), threads: 0 }
    }

    fn look(&mut self) {
        let memory = self.read("smaps_rollup");
        self.pss.push(kilobytes(&memory, "Pss:"));
        self.anonymous.push(kilobytes(&memory, "Pss_Anon:"));
        self.threads = self.threads.max(kilobytes(&self.read("status"), "Threads:"));
    }

    fn memory(&mut self) -> String {
        let (pss, most) = median_and_most(&mut self.pss);
        let (anonymous, _) = median_and_most(&mut self.anonymous);
        let threads = self.threads;
        format!(
            "{pss} kB (at most {most}), of it anonymous {anonymous} kB; at most {threads} threads"
        )
    }

    /// User and system time of all threads, those that ended included, in steps of 10 ms.
    fn cpu_seconds(&self) -> f64 {
        let stat = self.read("stat");
        let (_, fields) = stat.rsplit_once(')').expect("a name in parentheses");
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.map(|field| field.parse::<u64>().expect("ticks")).sum();
        ticks as f64 / 100.0
    }

    fn read(&self, name: &str) -> String {
        let path = format!("/proc/{}/{name}", self.child.id());
        fs::read_to_string(path).expect("a running process")
    }

    fn end(&mut self) {
        drop(self.child.stdin.take());
        let ended = self.child.wait().expect("it ends");
        assert!(ended.success(), "{ended}");
    }
}

fn median_and_most(seen: &mut [u64]) -> (u64, u64) {
    seen.sort_unstable();
    let most = seen.last().copied().unwrap_or_default();
    (seen.get(seen.len() / 2).copied().unwrap_or_default(), most)
}

fn kilobytes(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).expect("a number")
}
