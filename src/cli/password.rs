//! `password generate` and `password check`: a new password by the device's rules, or what they say of
//! one. Decides that a generated one goes to a terminal only: neither into a file nor to a program.

use std::io::{self, IsTerminal};

use secrecy::ExposeSecret;
use serde_json::json;
use zeroize::Zeroizing;

use super::args::{PasswordCheck, PasswordCommand, PasswordGenerate};
use super::console::{Console, Failure};
use super::exit::Exit;
use super::{adopt, names, report};
use crate::domain::identity::AccountRef;
use crate::domain::password::{GenerateError, Met, Policy, Rule, Tick};
use crate::domain::profile::ConnectorProfile;
use crate::platform::terminal::Terminal;
use crate::text::Usage;
use crate::watch::{Setup, once};

/// Carries out `password …`.
pub fn run(
    console: &mut Console,
    setup: &Setup,
    command: &PasswordCommand,
) -> Result<Exit, Failure> {
    match command {
        PasswordCommand::Generate(typed) => generate(console, setup, typed),
        PasswordCommand::Check(typed) => check(console, setup, typed),
    }
}

fn generate(
    console: &mut Console,
    setup: &Setup,
    typed: &PasswordGenerate,
) -> Result<Exit, Failure> {
    let language = console.language;
    let (profile, account) = find(console, setup, &typed.account)?;
    let number = |text: &str| text.parse().map_err(|_| Usage::Value("--length", "8-64"));
    let length = typed.length.as_deref().map(number).transpose()?;
    let terminal = Terminal::open().filter(|_| !console.json && io::stdout().is_terminal());
    let no_terminal = || Failure::Told(language.password_needs_terminal(), Exit::Usage);
    let mut terminal = terminal.ok_or_else(no_terminal)?;
    let password = once::generate_password(&profile, &account, length).map_err(|error| {
        let exit = match &error {
            GenerateError::Length { .. } => Exit::Usage,
            GenerateError::Impossible | GenerateError::Random(_) => Exit::Unknown,
        };
        Failure::Told(language.not_generated(&error), exit)
    })?;
    let mut line = Zeroizing::new(String::with_capacity(password.expose_secret().len() + 1));
    line.push_str(password.expose_secret());
    line.push('\n');
    if terminal.write(&line).is_err() {
        return Err(no_terminal());
    }
    console.line(language.password_generated());
    Ok(Exit::Ok)
}

fn check(console: &mut Console, setup: &Setup, typed: &PasswordCheck) -> Result<Exit, Failure> {
    let (profile, account) = find(console, setup, &typed.account)?;
    let password = if typed.stdin {
        adopt::from_stdin(console)?
    } else {
        let mut terminal = Terminal::open().ok_or(Usage::NoTerminal("--stdin"))?;
        let intro = console.language.password_check_intro(&profile.name, &account);
        adopt::secret_at_prompt(console, &mut terminal, &intro)?
    };
    let check = once::check_password(&profile, &account, &password);
    let exit = if check.is_met() { Exit::Ok } else { Exit::Critical };
    let assumed = Policy::is_assumed(profile.vendor);
    if console.json {
        let rules: Vec<_> = check.ticks().iter().map(in_json).collect();
        console.value(&json!({
            "account": account.to_string(),
            "exit": exit.word(),
            "met": check.is_met(),
            "assumed": assumed,
            "rules": rules,
        }));
        return Ok(exit);
    }
    let lines: Vec<String> =
        check.ticks().iter().map(|tick| console.language.password_tick(tick)).collect();
    console.lines(lines);
    if assumed {
        console.line(console.language.password_rules_assumed());
    }
    console.line(console.language.password_judged(check.is_met()));
    Ok(exit)
}

fn in_json(tick: &Tick) -> serde_json::Value {
    let (rule, bound) = match tick.rule {
        Rule::Length { least } => ("length", Some(least)),
        Rule::AtMost { most } => ("at-most", Some(most)),
        Rule::Classes { least } => ("classes", Some(least)),
        Rule::Characters => ("characters", None),
        Rule::UserName => ("user-name", None),
        Rule::NotUsedBefore => ("not-used-before", None),
    };
    let met = match tick.met {
        Met::Yes => "yes",
        Met::No => "no",
        Met::Unknown => "unknown",
    };
    json!({ "rule": rule, "bound": bound, "met": met })
}

fn find(
    console: &mut Console,
    setup: &Setup,
    typed: &str,
) -> Result<(ConnectorProfile, AccountRef), Failure> {
    let all = report::known(console, setup)?;
    let account = names::account(&all, typed).map_err(|error| report::unclear(error, typed))?;
    let profile = all.into_iter().find(|profile| profile.id == account.connector);
    let profile = profile.ok_or(Failure::Usage(Usage::UnknownPlace(typed.to_owned(), None)))?;
    Ok((profile, account))
}
