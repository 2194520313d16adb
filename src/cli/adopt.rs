//! `adopt`: takes over a password that was changed elsewhere. Decides who may say that an attempt is
//! spent: a person at the terminal who saw the account and the attempts left. Without a terminal the
//! number of attempts must be given beforehand and must be right; a script that runs twice is stopped
//! by its own old number. The last attempt and a refused password take a person in any case.

use std::io::{self, BufRead, Read};

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use zeroize::Zeroize;

use super::args;
use super::console::{Console, Failure};
use super::exit::Exit;
use super::{names, report};
use crate::domain::health::Health;
use crate::domain::identity::AccountRef;
use crate::domain::lockout;
use crate::domain::profile::ConnectorProfile;
use crate::platform::terminal::Terminal;
use crate::store::config::{AccountChange, Edit};
use crate::text::{Message, Usage};
use crate::watch::{Adopted, Question, Setup, once, profiles};

/// The longest password that is read, in bytes.
const LONGEST: u64 = 1024;

/// Takes over a password.
pub fn run(console: &mut Console, setup: &Setup, typed: &args::Adopt) -> Result<Exit, Failure> {
    let all = report::known(console, setup)?;
    let found = names::account(&all, &typed.account);
    let account = found.map_err(|error| report::unclear(error, &typed.account))?;
    let allowed = allowed(typed.confirm_attempt.as_deref())?;
    let place = all.iter().find(|profile| profile.id == account.connector);
    let place = place.map_or_else(String::new, |profile| profile.name.clone());
    let mut terminal = Terminal::open();
    let password = match typed.stdin {
        true => from_stdin(console)?,
        false => {
            let terminal = terminal.as_mut().ok_or(Usage::NoTerminal("--stdin"))?;
            at_prompt(console, terminal, &place, &account)?
        }
    };
    let mut refused_count = None;
    let adopted = once::adopt(setup, &account, password, &mut |question| match &mut terminal {
        Some(terminal) => {
            let text = console.language.adopt_question(&account, question);
            console.ask(terminal, &text)
        }
        None => {
            let is_confirmed = is_confirmed_beforehand(question, allowed);
            refused_count = (!is_confirmed).then_some(question.spare);
            is_confirmed
        }
    })?;
    profiles::ring(setup);
    if let (Adopted::Declined, Some(spare)) = (&adopted, refused_count) {
        let message = console.language.attempt_not_confirmed(spare);
        return Err(Failure::Told(message, Exit::Critical));
    }
    let exit = told(console, &account, &adopted)?;
    if adopted.is_stored() {
        watcher(console, setup, typed, &all, &account, terminal.as_mut())?;
        task(console, setup, typed, &account, terminal.as_mut())?;
    }
    Ok(exit)
}

fn allowed(typed: Option<&str>) -> Result<Option<u8>, Failure> {
    let number = |text: &str| text.parse().map_err(|_| Usage::Value("--confirm-attempt", "2-99"));
    Ok(typed.map(number).transpose()?)
}

fn is_confirmed_beforehand(question: &Question, allowed: Option<u8>) -> bool {
    let is_last = question.spare < 2 && !question.unverifiable;
    let Question { spare, failures, same_as_refused, unverifiable: _, disagreement } = question;
    // Nobody saw the question: what holds for unasked attempts holds here (S4).
    let is_within_s4 = *failures < lockout::UNASKED_FAILURES && !is_last;
    allowed == Some(*spare) && is_within_s4 && !same_as_refused && !disagreement
}

/// Reads the secret's line from standard input.
pub fn from_stdin(console: &Console) -> Result<SecretString, Failure> {
    let mut line = String::new();
    let read = io::stdin().lock().take(LONGEST).read_line(&mut line);
    let secret = SecretString::from(line.trim_end_matches(['\r', '\n']));
    line.zeroize();
    if read.is_err() || secret.expose_secret().is_empty() {
        return Err(Failure::Told(console.language.no_password(), Exit::Usage));
    }
    Ok(secret)
}

/// Asks for the password at the terminal.
pub fn at_prompt(
    console: &Console,
    terminal: &mut Terminal,
    place: &str,
    account: &AccountRef,
) -> Result<SecretString, Failure> {
    secret_at_prompt(console, terminal, &console.language.adopt_intro(place, account))
}

/// Asks for a secret below an explanation.
pub fn secret_at_prompt(
    console: &Console,
    terminal: &mut Terminal,
    intro: &str,
) -> Result<SecretString, Failure> {
    let language = console.language;
    let typed = terminal
        .write(&format!("{intro}\n"))
        .and_then(|()| terminal.ask_secret(language.password_prompt()));
    match typed {
        Ok(secret) if !secret.expose_secret().is_empty() => Ok(secret),
        Ok(_) | Err(_) => Err(Failure::Told(language.no_password(), Exit::Usage)),
    }
}

/// Says how it ended.
pub fn told(
    console: &mut Console,
    account: &AccountRef,
    adopted: &Adopted,
) -> Result<Exit, Failure> {
    let words = console.words();
    let language = console.language;
    let result = |word: &str| json!({ "account": account.to_string(), "result": word });
    let unhappy = |message: Message, exit| Err(Failure::Told(message, exit));
    match adopted {
        Adopted::Proven(_) => {
            console.say(language.adopted(), &result("proven"));
            Ok(Exit::Ok)
        }
        Adopted::Unproven(_) => {
            console.say(language.adopted_unproven(), &result("unproven"));
            Ok(Exit::Warning)
        }
        Adopted::Declined => {
            console.say(language.adopt_declined(), &result("declined"));
            Ok(Exit::Critical)
        }
        Adopted::Refused(refusal, spare) => {
            unhappy(words.adopt_refused(*refusal, *spare), Exit::Critical)
        }
        Adopted::Doubtful(verdict, spare) => {
            unhappy(words.adopt_doubtful(verdict, *spare), Exit::Critical)
        }
        Adopted::Unreached(verdict) => {
            let health = Health::of(verdict);
            let exit = match health {
                Health::Untrusted(_) => Exit::Critical,
                Health::Checking
                | Health::Proven
                | Health::ContextWrong(_)
                | Health::Refused(_)
                | Health::ChangeDemanded(_)
                | Health::Locked
                | Health::Unclear(_)
                | Health::Unreachable(_)
                | Health::Unverifiable(_)
                | Health::Disagreement
                | Health::KeyringUnavailable(_)
                | Health::StoreUnavailable
                | Health::WatchedElsewhere(_)
                | Health::NotSetUp(_) => Exit::Unknown,
            };
            let message = language.explained(&health);
            unhappy(message.unwrap_or_else(|| language.unexpected("")), exit)
        }
        Adopted::NotSent(withheld) => {
            let message = words.adopt_not_sent(account, withheld);
            unhappy(message, Exit::Critical)
        }
    }
}

/// An account that no machine watches is watched here if a person says that no other one does
/// (SAFETY S6). "I do not know" counts as yes.
fn watcher(
    console: &mut Console,
    setup: &Setup,
    typed: &args::Adopt,
    all: &[ConnectorProfile],
    account: &AccountRef,
    terminal: Option<&mut Terminal>,
) -> Result<(), Failure> {
    let profile = all.iter().find(|profile| profile.id == account.connector);
    let known = profile.and_then(|profile| profile.account(account.plane, &account.user));
    if known.is_none_or(|known| known.watched_on.is_some()) {
        return Ok(());
    }
    let is_free = match terminal {
        _ if typed.watched_here => true,
        Some(terminal) => loop {
            match terminal.ask(&console.language.watched_elsewhere_question()).as_deref() {
                Ok("n" | "N" | "no" | "nein") => break true,
                Ok("j" | "J" | "y" | "Y" | "w" | "W" | "d" | "D") | Err(_) => break false,
                Ok(_) => {}
            }
        },
        None => false,
    };
    if !is_free {
        if !console.json {
            console.line(console.language.not_watched_here());
        }
        return Ok(());
    }
    let change = AccountChange::WatchedOn(Some(setup.machine.clone()));
    profiles::edit(setup, &[Edit::Account(account.clone(), change)])?;
    Ok(())
}

/// Asks whether the practice software has the new password too; until then the task stays open.
fn task(
    console: &mut Console,
    setup: &Setup,
    typed: &args::Adopt,
    account: &AccountRef,
    terminal: Option<&mut Terminal>,
) -> Result<(), Failure> {
    let snapshot = once::overview(setup)?;
    if !snapshot.account(account).is_some_and(|view| view.task) {
        return Ok(());
    }
    let question = console.language.entered_question(account.plane);
    let is_entered =
        typed.entered || terminal.is_some_and(|terminal| console.ask(terminal, &question));
    if is_entered {
        once::task_done(setup, account)?;
        profiles::ring(setup);
        return Ok(());
    }
    if !console.json {
        console.line(&console.language.task_left(account));
    }
    Ok(())
}
