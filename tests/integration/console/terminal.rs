//! Questions that only a person answers, at a real pseudo-terminal (`script` of util-linux).

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use konnektorwart::simulator::{self, Port, Simulator};

use super::{PROGRAM, add, run};
use crate::left_out;

/// The program at a terminal.
pub struct Terminal {
    child: Child,
    typing: ChildStdin,
    screen: ChildStdout,
}

impl Terminal {
    /// Starts a command; `None` where no terminal can be played. Arguments are plain words.
    pub fn start(home: &Path, line: &[&str]) -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let has_script = std::env::split_paths(&path).any(|one| one.join("script").is_file());
        if std::env::consts::OS != "linux" || !has_script {
            left_out("questions at a terminal", "apt-get install bsdutils");
            return None;
        }
        let mut child = Command::new("script")
            .args(["--quiet", "--return", "--command"])
            .arg(format!("{PROGRAM} {}", line.join(" ")))
            .arg("/dev/null")
            .env("KONNEKTORWART_HOME", home)
            .env("LC_ALL", "de_DE.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (typing, screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Some(Self { child, typing, screen })
    }

    /// Reads the screen until this text stands there.
    pub fn until(&mut self, text: &str) -> String {
        let mut seen = Vec::new();
        let mut byte = [0];
        while !String::from_utf8_lossy(&seen).contains(text) {
            let read = self.screen.read(&mut byte).unwrap();
            assert_eq!(read, 1, "{text:?} not in {:?}", String::from_utf8_lossy(&seen));
            seen.push(byte[0]);
        }
        String::from_utf8(seen).unwrap()
    }

    /// Types a line.
    pub fn enter(&mut self, line: &str) {
        writeln!(self.typing, "{line}").unwrap();
    }

    /// Reads the rest of the screen; answers it with the exit code.
    pub fn end(mut self) -> (Option<i32>, String) {
        let mut seen = String::new();
        self.screen.read_to_string(&mut seen).unwrap();
        drop(self.typing);
        (self.child.wait().unwrap().code(), seen)
    }
}

#[test]
fn a_certificate_is_confirmed_only_by_a_clear_word_and_a_changed_one_only_by_its_meaning() {
    let device = Simulator::start(simulator::Settings::default()).unwrap();
    let home = tempfile::tempdir().unwrap();
    add(home.path(), device.pvs_address().port(), device.management_address().port());

    let Some(mut first) = Terminal::start(home.path(), &["trust", "praxis"]) else {
        return;
    };
    let screen = first.until("[j/n] ");
    let print = device.fingerprint(Port::Pvs).unwrap();
    assert!(screen.contains(&print[..8]) && screen.contains(&print[56..]), "{screen}");
    first.enter("vielleicht");
    first.until("[j/n] ");
    first.enter("n");
    let (code, screen) = first.end();
    assert_eq!(code, Some(2), "{screen}");

    let mut second = Terminal::start(home.path(), &["trust", "praxis"]).unwrap();
    second.until("[j/n] ");
    second.enter("j");
    let (code, screen) = second.end();
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("2 Zertifikate bestätigt"), "{screen}");

    device.renew_certificate(Port::Management, Default::default()).unwrap();
    let mut unsure = Terminal::start(home.path(), &["trust", "praxis"]).unwrap();
    unsure.until("[1/2/3] ");
    unsure.enter("3");
    let (code, screen) = unsure.end();
    assert_eq!(code, Some(2), "{screen}");
    assert!(screen.contains("Für Ihre IT-Betreuung"), "{screen}");

    let mut sure = Terminal::start(home.path(), &["trust", "praxis"]).unwrap();
    sure.until("[1/2/3] ");
    sure.enter("1");
    assert_eq!(sure.end().0, Some(0));
    assert_eq!(run(home.path(), &["trust", "praxis", "--json"]).code, Some(0));
    assert_eq!(device.secrets_seen(), 0);
}
