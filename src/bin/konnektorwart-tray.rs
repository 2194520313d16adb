//! The tray program `konnektorwart-tray`: wiring, nothing else.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::env;
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use konnektorwart::cli::logging;
use konnektorwart::desktop::{self, Nudge, Opening, Options, Remote, Start, Starter, Watch};
use konnektorwart::platform::agent::{self, Claim, Doorbell, Page};
use konnektorwart::platform::folders::Folders;
use konnektorwart::platform::{hardening, memory};
use konnektorwart::store::config::Settings;
use konnektorwart::text::{Language, ToastText, Words};
use konnektorwart::watch::{self, Setup};
use log::LevelFilter;

/// Nothing is known of the state: the program could not run.
const UNKNOWN: u8 = 3;
/// The command line was not understood.
const USAGE: u8 = 64;

fn main() -> ExitCode {
    hardening::apply();
    memory::be_frugal();
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default();
    let spoken = Language::of_locale(&locale);
    let line = match Line::parse(env::args().skip(1)) {
        Ok(line) => line,
        Err(word) => {
            eprintln!("{}", spoken.tray_usage(Some(&word)));
            return ExitCode::from(USAGE);
        }
    };
    let folders = match Folders::of_user() {
        Ok(folders) => folders,
        Err(error) => {
            eprintln!("konnektorwart-tray: {error}");
            return ExitCode::from(UNKNOWN);
        }
    };
    let settings = Settings::load(&folders).ok().map(|loaded| loaded.settings);
    let level = settings.as_ref().map_or(LevelFilter::Info, |known| known.log.value);
    logging::start(0, Some(level));
    let set = settings.as_ref().and_then(|known| Language::of_settings(known.language.value));
    let language = line.language.or(set).unwrap_or(spoken);
    let auto = line.language.is_none().then_some(spoken);
    let opening = match settings.is_none_or(|known| known.start_minimised.value) {
        true => Opening::Icon,
        false => Opening::Overview,
    };
    match line.wish {
        Wish::Help => {
            println!("{}", language.tray_usage(None));
            ExitCode::SUCCESS
        }
        Wish::Version => {
            println!("konnektorwart-tray {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        Wish::Quit => ring(&folders, &Doorbell::Quit),
        Wish::Run(start) => {
            let options = Options {
                language,
                auto,
                zone: TimeZone::system(),
                agent: None,
                start,
                opening,
                program: env::current_exe().ok(),
            };
            run(folders, options)
        }
    }
}

fn run(folders: Folders, mut options: Options) -> ExitCode {
    let language = options.language;
    options.agent = match agent::claim(&folders) {
        Ok(Claim::First(agent)) => Some(agent),
        Ok(Claim::Second) => {
            let Some(page) = Page::new("open") else {
                return ExitCode::from(UNKNOWN);
            };
            return ring(&folders, &Doorbell::Show(page));
        }
        Err(error) => {
            log::warn!("without a doorbell: {error}");
            None
        }
    };
    match desktop::run(options, |remote| starter(language, remote)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(desktop::Error::NoDesktop) => {
            eprintln!("{}", language.no_desktop());
            ExitCode::from(UNKNOWN)
        }
        Err(error @ desktop::Error::EventLoop(_)) => {
            eprintln!("{}", language.no_desktop());
            eprintln!("konnektorwart-tray: {}", chain(&error));
            ExitCode::from(UNKNOWN)
        }
    }
}

/// Starts the background task on the user's own files and keyring.
fn starter(language: Language, remote: Remote) -> Starter {
    Box::new(move |deliver| {
        let started = Setup::of_user("tray").and_then(|setup| {
            remote.serve(setup.clone());
            watch::start(setup, deliver)
        });
        let worker = started.map_err(|error| failure(language, &error))?;
        let handle = worker.handle();
        let tell = move |nudge| match nudge {
            Nudge::Wish(command) => handle.send(command),
            Nudge::Resumed => handle.resumed(),
        };
        Ok(Watch::new(tell, move |limit| {
            if !worker.stop(limit) {
                log::warn!("the background task did not end in time");
            }
        }))
    })
}

fn failure(language: Language, error: &watch::Error) -> ToastText {
    log::error!("the background task did not start: {}", chain(error));
    let words = Words::new(language, TimeZone::system(), Timestamp::now());
    language.not_watching(&words.failure(error))
}

fn ring(folders: &Folders, bell: &Doorbell) -> ExitCode {
    match agent::ring(folders, bell) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("konnektorwart-tray: {}", chain(&error));
            ExitCode::from(UNKNOWN)
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// What was typed.
struct Line {
    wish: Wish,
    language: Option<Language>,
}

enum Wish {
    Run(Start),
    Quit,
    Help,
    Version,
}

impl Line {
    /// Reads the arguments; answers with the one that was not understood.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut line = Self { wish: Wish::Run(Start::ByHand), language: None };
        while let Some(word) = arguments.next() {
            match word.as_str() {
                "--autostart" => line.wish = Wish::Run(Start::AtLogOn),
                "--quit" => line.wish = Wish::Quit,
                "--help" | "-h" => line.wish = Wish::Help,
                "--version" | "-V" => line.wish = Wish::Version,
                "--language" => {
                    let named = arguments.next().unwrap_or_default();
                    line.language = Some(named.parse().map_err(|_| word)?);
                }
                _ => match word.strip_prefix("--language=").map(str::parse) {
                    Some(Ok(language)) => line.language = Some(language),
                    Some(Err(_)) | None => return Err(word),
                },
            }
        }
        Ok(line)
    }
}
