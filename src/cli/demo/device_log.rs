//! What the device's own log says of a stretch of time.

use crate::simulator::{Entry, LogLine, Plane, Port, Simulator};
use crate::text::Saw;

/// The paths of the web UI, which only the person's browser uses.
const WEB_UI: &str = "/management";

/// Reads on from where it stopped before.
pub struct Reader {
    read: usize,
}

impl Reader {
    pub const fn new() -> Self {
        Self { read: 0 }
    }

    /// What happened since the last time.
    pub fn since(&mut self, device: &Simulator) -> Saw {
        let log = device.log();
        let saw = count(&log[self.read.min(log.len())..]);
        self.read = log.len();
        saw
    }
}

/// Counts a stretch of the log.
fn count(lines: &[LogLine]) -> Saw {
    let mut saw = Saw::default();
    for line in lines {
        match &line.entry {
            Entry::Request { path, secret: Some(_), .. } if path.starts_with(WEB_UI) => {
                saw.browser += 1;
            }
            Entry::Request { secret: Some(_), .. } => saw.with_password += 1,
            Entry::LoginAccepted { .. } => saw.accepted += 1,
            Entry::LoginRefused { .. } => saw.refused += 1,
            // The rest of the log is about connections, answers and changes.
            _ => {}
        }
    }
    saw
}

/// The refused logins since the start.
pub fn refused(device: &Simulator) -> usize {
    count(&device.log()).refused
}

/// The requests on a port since the start.
pub fn requests(device: &Simulator, port: Port) -> usize {
    let log = device.log();
    log.iter()
        .filter(|line| line.port == Some(port) && matches!(line.entry, Entry::Request { .. }))
        .count()
}

/// Whether any account of the story is locked.
pub fn is_anything_locked(device: &Simulator) -> bool {
    device.is_locked(Plane::Management, "local") || device.is_locked(Plane::Client, "praxis")
}
