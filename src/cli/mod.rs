//! The console program: commands in, sentences or JSON out, one result, one exit code.
//!
//! Nothing here touches network, keyring or disk: `watch` does the work, `text` has the words.

mod adopt;
mod args;
mod certificate;
mod console;
#[cfg(feature = "simulator")]
mod demo;
mod exit;
mod generate;
mod help;
mod history;
mod json;
mod language;
pub mod logging;
mod names;
mod password;
mod profile;
mod report;
mod settings;
#[cfg(feature = "simulator")]
mod simulator;
mod small;
mod test;
mod trust;
mod watching;
mod when;

use std::ffi::OsString;

use clap::FromArgMatches;

use args::{Command, Line};
use console::{Console, Failure};
pub use exit::Exit;
use help::Stopped;

use crate::text::Usage;
use crate::watch::Setup;

/// Runs one command line, the program's name first, and answers how it ended. Everything was said by
/// then.
pub fn run(line: impl IntoIterator<Item = OsString>) -> Exit {
    let line: Vec<OsString> = line.into_iter().collect();
    let typed = language::typed(&line);
    let language = language::of(typed, &language::environment());
    let mut console = Console::new(language, line.iter().any(|word| word == "--json"));
    let parsed = help::command(language)
        .try_get_matches_from(&line)
        .and_then(|matches| Line::from_arg_matches(&matches));
    let line = match parsed {
        Ok(line) => line,
        Err(error) => {
            return match help::stopped(&error) {
                Stopped::Asked(text) => {
                    console.line(text.trim_end());
                    Exit::Ok
                }
                Stopped::Mistake(usage) => console.fail(&Failure::Usage(usage)),
            };
        }
    };
    match carry_out(line, &mut console) {
        Ok(exit) => exit,
        Err(failure) => console.fail(&failure),
    }
}

fn carry_out(line: Line, console: &mut Console) -> Result<Exit, Failure> {
    let Line { general, command } = line;
    console.json = general.json;
    if let Some(typed) = &general.language {
        let known = typed.parse().map_err(|_| Usage::Value("--language", "de, en"))?;
        console.language = known;
    }
    if std::env::vars_os().any(|(name, _)| is_password_variable(&name)) {
        return Err(Usage::PasswordInTheOpen.into());
    }
    let stays = matches!(command, Command::Watch);
    let setup = |console: &mut Console| -> Result<Setup, Failure> {
        let setup = Setup::of_user("console")?;
        let loaded = crate::watch::profiles::load(&setup.folders).ok();
        let settings = loaded.map(|loaded| loaded.settings);
        if general.language.is_none() {
            language::by_settings(console, settings.as_ref());
        }
        let level = settings.map(|settings| settings.log.value).filter(|_| stays);
        logging::start(general.verbose, level);
        Ok(setup)
    };
    match command {
        #[cfg(feature = "simulator")]
        Command::Demo(options) => {
            logging::start(general.verbose, None);
            demo::run(console, &options)
        }
        #[cfg(feature = "simulator")]
        Command::Simulator(options) => {
            logging::start(general.verbose, None);
            simulator::run(console, &options)
        }
        Command::Completions(options) => generate::completions(console, &options.shell),
        Command::Man => generate::man(console),
        Command::Status(place) => {
            let setup = setup(console)?;
            report::status(console, &setup, place.place.as_deref())
        }
        Command::History(place) => {
            let setup = setup(console)?;
            history::run(console, &setup, place.place.as_deref())
        }
        Command::Check(place) => {
            let setup = setup(console)?;
            report::check(console, &setup, place.place.as_deref())
        }
        Command::Test(place) => {
            let setup = setup(console)?;
            test::run(console, &setup, place.connector.as_deref())
        }
        Command::Watch => {
            let setup = setup(console)?;
            watching::run(console, setup)
        }
        Command::Profile(options) => {
            let setup = setup(console)?;
            profile::run(console, &setup, options.command)
        }
        Command::Settings(options) => {
            let setup = setup(console)?;
            settings::run(console, &setup, &options.command)
        }
        Command::Trust(options) => {
            let setup = setup(console)?;
            trust::run(console, &setup, &options)
        }
        Command::Adopt(options) => {
            let setup = setup(console)?;
            adopt::run(console, &setup, &options)
        }
        Command::Password(options) => {
            let setup = setup(console)?;
            password::run(console, &setup, &options.command)
        }
        Command::Certificate(options) => {
            let setup = setup(console)?;
            certificate::run(console, &setup, &options)
        }
        Command::Task(options) => {
            let setup = setup(console)?;
            let args::TaskCommand::Done(account) = options.command;
            small::task_done(console, &setup, &account.account)
        }
        Command::Open(place) => {
            let setup = setup(console)?;
            small::open(console, &setup, &place.connector)
        }
        Command::Pause(options) => {
            let setup = setup(console)?;
            small::pause(console, &setup, &options)
        }
        Command::Resume => {
            let setup = setup(console)?;
            small::resume(console, &setup)
        }
        Command::Services(place) => {
            let setup = setup(console)?;
            small::services(console, &setup, &place.connector)
        }
    }
}

/// Variables that look as if they carried a password for us; none is ever read.
fn is_password_variable(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy().to_uppercase();
    ["KONNEKTORWART_PASSWORD", "KONNEKTORWART_PASSWORT", "KONNEKTORWART_SECRET"]
        .contains(&name.as_str())
}
