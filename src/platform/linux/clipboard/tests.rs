//! On a screen of their own without a clipboard manager; `xclip` plays the other program.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::platform::clipboard::{End, Error, Held, hold};
use crate::platform::testing::leave_out;

const INSIDE: &str = "KONNEKTORWART_TEST_SCREEN";
const SECRET: &str = "Geheim-4711 äß€";
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn secret_is_pasted_until_the_limit() {
    if !is_inside("secret_is_pasted_until_the_limit") {
        return;
    }
    let (held, ended) = hold_secret(SECRET, Duration::from_secs(3));
    assert!(held.is_ours() && held.remaining() > Duration::ZERO);
    assert_eq!(paste("UTF8_STRING").as_deref(), Some(SECRET));
    assert_eq!(paste("UTF8_STRING").as_deref(), Some(SECRET));
    assert_eq!(ended.recv_timeout(LIMIT), Ok(End::Expired));
    assert!(!held.is_ours());
    assert_eq!(held.remaining(), Duration::ZERO);
    assert_eq!(paste("UTF8_STRING"), None);
    wait_until(|| threads() == 0);
}

#[test]
fn histories_are_told_to_leave_it_out_and_nothing_is_handed_over() {
    if !is_inside("histories_are_told_to_leave_it_out_and_nothing_is_handed_over") {
        return;
    }
    let (_held, _ended) = hold_secret(SECRET, LIMIT);
    assert_eq!(paste("x-kde-passwordManagerHint").as_deref(), Some("secret"));
    let targets = paste("TARGETS").unwrap();
    assert!(targets.contains("x-kde-passwordManagerHint"), "{targets}");
    assert!(!targets.contains("SAVE_TARGETS"), "{targets}");
}

#[test]
fn somebody_elses_copy_is_left_alone() {
    if !is_inside("somebody_elses_copy_is_left_alone") {
        return;
    }
    let (held, ended) = hold_secret(SECRET, LIMIT);
    copy("anderes");
    assert_eq!(ended.recv_timeout(LIMIT), Ok(End::TakenOver));
    assert!(!held.is_ours());
    drop(held);
    assert_eq!(paste("UTF8_STRING").as_deref(), Some("anderes"));
    wait_until(|| threads() == 0);
}

#[test]
fn dropped_secret_is_gone_and_nobody_is_called() {
    if !is_inside("dropped_secret_is_gone_and_nobody_is_called") {
        return;
    }
    let (held, ended) = hold_secret(SECRET, LIMIT);
    drop(held);
    assert_eq!(paste("UTF8_STRING"), None);
    assert_eq!(ended.recv_timeout(LIMIT), Err(RecvTimeoutError::Disconnected));
    wait_until(|| threads() == 0);
}

#[test]
fn second_secret_takes_the_first_one_over() {
    if !is_inside("second_secret_takes_the_first_one_over") {
        return;
    }
    let (first, ended) = hold_secret(SECRET, LIMIT);
    let (second, _ended) = hold_secret("neu-0815", LIMIT);
    assert_eq!(ended.recv_timeout(LIMIT), Ok(End::TakenOver));
    drop(first);
    assert!(second.is_ours());
    assert_eq!(paste("UTF8_STRING").as_deref(), Some("neu-0815"));
    drop(second);
    assert_eq!(paste("UTF8_STRING"), None);
}

/// SAFETY S22.
#[test]
fn secret_dies_with_a_killed_process() {
    const TEST: &str = "secret_dies_with_a_killed_process";
    if std::env::var_os(INSIDE).is_some() {
        let (_held, _ended) = hold_secret(SECRET, LIMIT * 60);
        println!("held");
        loop {
            std::thread::park();
        }
    }
    let Some(screen) = Screen::start() else {
        return;
    };
    let mut holder = screen.run_again(TEST);
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.ends_with("held")));
    assert_eq!(paste_from(&screen.display, "UTF8_STRING").as_deref(), Some(SECRET));
    holder.kill().unwrap();
    holder.wait().unwrap();
    wait_until(|| paste_from(&screen.display, "UTF8_STRING").is_none());
}

#[test]
fn without_a_screen_there_is_no_clipboard() {
    if std::env::var_os(INSIDE).is_none() {
        let test = name("without_a_screen_there_is_no_clipboard");
        let output = again(&test, ":nobody").wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    let refused = hold(SECRET.into(), LIMIT, |_| {});
    assert!(matches!(refused, Err(Error::Unavailable)), "{refused:?}");
}

fn hold_secret(secret: &str, limit: Duration) -> (Held, Receiver<End>) {
    let (sender, ended) = channel();
    let tell = move |end| sender.send(end).unwrap_or_default();
    (hold(secret.into(), limit, tell).unwrap(), ended)
}

fn paste(target: &str) -> Option<String> {
    paste_from(&std::env::var("DISPLAY").unwrap(), target)
}

fn paste_from(display: &str, target: &str) -> Option<String> {
    let output = Command::new("xclip")
        .args(["-o", "-selection", "clipboard", "-t", target])
        .env("DISPLAY", display)
        .output()
        .unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// Its process stays behind and serves.
fn copy(text: &str) {
    let mut xclip = Command::new("xclip")
        .args(["-selection", "clipboard"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    xclip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(xclip.wait().unwrap().success());
}

/// The clipboard's threads in this process: none while nothing is held.
fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
    names.filter(|name| name.starts_with("clipboard")).count()
}

fn name(test: &str) -> String {
    format!("platform::linux::clipboard::tests::{test}")
}

/// Answers whether this is the process on the screen of its own; if not, starts it and waits.
fn is_inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let Some(screen) = Screen::start() else {
        return false;
    };
    let output = screen.run_again(test).wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    false
}

fn again(test: &str, display: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .envs([(INSIDE, "1"), ("DISPLAY", display)])
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// An X server that chooses its own number.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Option<Self> {
        if Command::new("xclip").arg("-version").stderr(Stdio::null()).status().is_err() {
            leave_out("the program xclip is not installed");
            return None;
        }
        let started = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut server) = started else {
            leave_out("the program Xvfb is not installed");
            return None;
        };
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Some(Self { server, display: format!(":{}", number.trim()) })
    }

    fn run_again(&self, test: &str) -> Child {
        again(&name(test), &self.display)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn wait_until(mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < end, "waited too long");
        std::thread::sleep(Duration::from_millis(5));
    }
}
