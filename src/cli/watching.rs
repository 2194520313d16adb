//! `watch`: the background task in the foreground, without tray and toasts. It claims nothing of the
//! tray program and rings nobody.

use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use jiff::Timestamp;

use super::console::{Console, Failure};
use super::exit::Exit;
use super::json::{Failed, Report, Told, Update as Line};
use super::report;
use crate::domain::snapshot::Snapshot;
use crate::platform::interrupt;
use crate::watch::{self, Setup, Update};

/// How long attempts under way may take at the end: longer than the usual limit of a request.
const FAREWELL: Duration = Duration::from_secs(8);

/// What the command waits for.
enum Came {
    Update(Update),
    End,
}

/// Watches until Ctrl-C, the system's wish to end, or a closed pipe.
pub fn run(console: &mut Console, setup: Setup) -> Result<Exit, Failure> {
    report::known(console, &setup)?;
    let (sender, receiver) = mpsc::channel();
    let worker = watch::start(setup, deliver(sender.clone()))?;
    let heard = interrupt::on_end(move || drop(sender.send(Came::End)));
    if let Err(error) = heard {
        log::warn!("signals end the program at once: {error}");
    }
    if !console.json {
        console.line(console.language.watching());
    }
    let mut shown = Vec::new();
    while let Ok(Came::Update(update)) = receiver.recv() {
        show(console, &update, &mut shown);
        if console.is_closed() {
            break;
        }
    }
    let in_time = worker.stop(FAREWELL);
    match (console.json, in_time) {
        (true, in_time) => console.value(&Line::Ended { in_time }),
        (false, true) => console.line(console.language.watch_ended()),
        (false, false) => console.line(console.language.watch_cut_off()),
    }
    Ok(Exit::Ok)
}

fn deliver(sender: Sender<Came>) -> Box<dyn Fn(Update) + Send> {
    // After the end nobody listens any more.
    Box::new(move |update| drop(sender.send(Came::Update(update))))
}

/// Writes what is new; `shown` holds the last lines of the picture.
fn show(console: &mut Console, update: &Update, shown: &mut Vec<String>) {
    let words = console.words();
    match update {
        Update::Snapshot(snapshot) => picture(console, snapshot, shown),
        Update::Notice(notice) => {
            let told = Told::new(&words, notice);
            if console.json {
                console.value(&Line::Notice(told));
            } else {
                console.line(&words.timed(told.at, &format!("» {}", told.title)));
                console.line(&format!("            {}", told.text));
            }
        }
        Update::Settings(error) => {
            let message = words.language.settings_failure(error);
            if console.json {
                console.value(&Line::Settings(Failed::new(&message, Exit::Unknown)));
            } else {
                console.line(&words.timed(Timestamp::now(), &message.to_string()));
            }
        }
    }
}

/// Writes what a picture has that the one before it had not. A check under way is no news.
fn picture(console: &mut Console, snapshot: &Arc<Snapshot>, shown: &mut Vec<String>) {
    let words = console.words();
    let lines: Vec<String> = snapshot
        .accounts()
        .map(|(connector, account)| {
            let state = words.state(connector, account);
            let withheld = account.withheld.as_ref().map(|withheld| words.withheld(withheld));
            let withheld = withheld.map_or_else(String::new, |text| format!(". {text}"));
            format!("{}: {}: {state}{withheld}", connector.profile.name, words.account(account))
        })
        .chain(snapshot.pause.as_ref().map(|pause| words.paused(pause)))
        .collect();
    if *shown == lines {
        return;
    }
    if console.json {
        console.value(&Line::Snapshot(Report::new(&words, snapshot, report::exit(snapshot))));
    } else {
        for line in lines.iter().filter(|line| !shown.contains(line)) {
            console.line(&words.timed(snapshot.taken, line));
        }
    }
    *shown = lines;
}
