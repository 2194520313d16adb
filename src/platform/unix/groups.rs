//! Questions to the system's own programs: the calls behind them need the C library, and they load the
//! modules of directory services, which then run, and hang, in this process.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// A directory service that is away is given up after this time.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most that a group's line may hold: its members stand in it.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// What a program answered.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::platform) struct Answer {
    pub(in crate::platform) code: Option<i32>,
    pub(in crate::platform) text: String,
}

/// Runs a program, an absolute path, and waits for its answer; one that is late is ended.
pub(in crate::platform) fn ask(program: &Path, arguments: &[&str]) -> io::Result<Answer> {
    ask_within(program, arguments, PATIENCE)
}

fn ask_within(program: &Path, arguments: &[&str], limit: Duration) -> io::Result<Answer> {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir("/")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let pipe = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let (sender, receiver) = mpsc::channel();
    let read = move || {
        let mut bytes = Vec::new();
        let read = pipe.take(MOST_BYTES).read_to_end(&mut bytes);
        // Nobody listens any more if it came too late.
        let _ = sender.send(read.map(|_| bytes));
    };
    let reader = thread::Builder::new().name("group".into()).stack_size(64 * 1024).spawn(read);
    let answer = reader.and_then(|_| match receiver.recv_timeout(limit) {
        Ok(bytes) => bytes,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    });
    if answer.is_err() {
        // It may have ended by itself; waiting below takes it away in either case.
        let _ = child.kill();
    }
    let code = child.wait()?.code();
    let text = String::from_utf8_lossy(&answer?).into_owned();
    Ok(Answer { code, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_has_text_and_code() {
        let answer = ask(Path::new("/bin/sh"), &["-c", "echo a; exit 2"]).unwrap();
        assert_eq!(answer, Answer { code: Some(2), text: "a\n".into() });
    }

    #[test]
    fn program_that_hangs_is_ended() {
        let limit = Duration::from_millis(50);
        let error = ask_within(Path::new("/bin/sleep"), &["600"], limit).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
