//! `test`: the connection test of the saved connectors, step by step. Ctrl-C ends it; a login that has
//! left by then is still brought to its end.

use std::time::Duration;

use serde_json::{Value, json};

use super::console::{Console, Failure};
use super::exit::Exit;
use super::{names, report, small};
use crate::domain::identity::Plane;
use crate::domain::profile::ConnectorProfile;
use crate::platform::interrupt;
use crate::watch::connection::{self, Cancel, Fault, Report, Skip, State, Step, StepReport};
use crate::watch::{Setup, profiles};

/// How long a login that has left may take to its end, besides the limit of a request.
const FAREWELL: Duration = Duration::from_secs(8);

/// Tests one connector, or all of them.
pub fn run(console: &mut Console, setup: &Setup, typed: Option<&str>) -> Result<Exit, Failure> {
    let connectors = match typed {
        Some(typed) => vec![small::connector(console, setup, typed)?],
        None => report::known(console, setup)?,
    };
    if connectors.is_empty() {
        return Err(report::unclear(names::Unclear::NothingConfigured, ""));
    }
    let cancel = Cancel::new();
    let ending = cancel.clone();
    if let Err(error) = interrupt::on_end(move || ending.cancel()) {
        log::warn!("signals end the program at once: {error}");
    }
    let mut worst = Exit::Ok;
    let mut told = Vec::new();
    for profile in &connectors {
        let report = one(console, setup, profile, &cancel)?;
        let exit = exit(&report);
        worst = worst.worse(exit);
        told.push(value(console, profile, &report, exit));
        if report.cancelled {
            break;
        }
    }
    if console.json {
        console.value(&json!({ "exit": worst.word(), "connectors": told }));
    }
    Ok(worst)
}

fn one(
    console: &mut Console,
    setup: &Setup,
    profile: &ConnectorProfile,
    cancel: &Cancel,
) -> Result<Report, Failure> {
    if !console.json {
        console.line(&profile.name);
        let plan = connection::plan(setup, profile, Some(profile))?;
        if let Some(cost) = console.language.test_cost(&plan) {
            console.line(&cost);
        }
    }
    let report = {
        let mut show = |step: StepReport| line(console, &step);
        connection::test(setup, profile, Some(profile), &mut show, cancel)?
    };
    if !console.json {
        console.line(console.language.test_ended(&report).as_str());
    }
    if report.steps.iter().any(is_news) {
        profiles::ring(setup);
    }
    if let Some(under_way) = &report.under_way
        && !under_way.wait(FAREWELL + profile.timeout)
    {
        log::warn!("the login of {} is cut off and counts as doubtful", under_way.account());
    }
    Ok(report)
}

/// Writes a step that has ended, with its next step below it.
fn line(console: &mut Console, step: &StepReport) {
    if console.json {
        return;
    }
    let mark = match &step.state {
        State::Waiting | State::Running => return,
        State::Passed(_) => '✓',
        State::Failed(_) => '!',
        State::Skipped(skip) if skip.is_harmless() => '·',
        State::Skipped(_) => '?',
    };
    let words = console.words();
    let took = step.took.map(|took| format!(" ({})", console.language.test_took(took)));
    let (name, result) = (console.language.test_step(&step.step), words.test_result(step));
    console.line(&format!("  {mark} {name}: {result}{}", took.unwrap_or_default()));
    if let Some(remedy) = words.test_remedy(step) {
        console.line(&format!("    → {remedy}"));
    }
}

/// A running agent need not wait for its own turn to show a trouble.
fn is_news(step: &StepReport) -> bool {
    match &step.state {
        State::Failed(fault) => match fault {
            Fault::Refused(_) | Fault::Doubtful(_) | Fault::Untrusted(_) => true,
            Fault::Unreached(_)
            | Fault::Unconfirmed(_)
            | Fault::CardServiceMissing(_)
            | Fault::Store(_)
            | Fault::ContextWrong(_)
            | Fault::Context(_) => false,
        },
        State::Waiting | State::Running | State::Passed(_) | State::Skipped(_) => false,
    }
}

/// The worst step decides.
fn exit(report: &Report) -> Exit {
    report.steps.iter().map(|step| exit_of(&step.state)).fold(Exit::Ok, Exit::worse)
}

fn exit_of(state: &State) -> Exit {
    match state {
        State::Passed(_) => Exit::Ok,
        State::Waiting | State::Running => Exit::Unknown,
        State::Failed(fault) => match fault {
            Fault::Untrusted(_) | Fault::Refused(_) => Exit::Critical,
            Fault::ContextWrong(_) | Fault::CardServiceMissing(_) => Exit::Warning,
            Fault::Store(health) => Exit::of_health(health),
            Fault::Unreached(_)
            | Fault::Unconfirmed(_)
            | Fault::Doubtful(_)
            | Fault::Context(_) => Exit::Unknown,
        },
        State::Skipped(skip) => match skip {
            Skip::Withheld(why) => Exit::of_withheld(why),
            Skip::Unverifiable(_) => Exit::Warning,
            Skip::Cancelled | Skip::NotSaved | Skip::Changed | Skip::NoContext => Exit::Unknown,
            Skip::ClientsystemChanged | Skip::NotConfirmed => Exit::Unknown,
            // What it waited for has its own exit code.
            Skip::After(_) | Skip::Plain | Skip::NoAccount(_) | Skip::NotTold => Exit::Ok,
        },
    }
}

fn value(console: &Console, profile: &ConnectorProfile, report: &Report, exit: Exit) -> Value {
    let words = console.words();
    let steps: Vec<Value> = report
        .steps
        .iter()
        .map(|step| {
            let (kind, plane) = kind(&step.step);
            let account = match &step.step {
                Step::Login(account) => Some(account.to_string()),
                Step::Resolve
                | Step::Connect(_)
                | Step::Certificate(_)
                | Step::Directory
                | Step::Services
                | Step::Context => None,
            };
            json!({
                "step": kind,
                "plane": plane.map(Plane::as_str),
                "account": account,
                "state": state(&step.state),
                "result": words.test_result(step),
                "next": words.test_remedy(step),
                "milliseconds": step.took.map(|took| u64::try_from(took.as_millis()).ok()),
            })
        })
        .collect();
    json!({
        "connector": profile.id.as_str(),
        "name": profile.name,
        "exit": exit.word(),
        "cancelled": report.cancelled,
        "steps": steps,
    })
}

/// The stable words of a step.
fn kind(step: &Step) -> (&'static str, Option<Plane>) {
    match step {
        Step::Resolve => ("resolve", None),
        Step::Connect(plane) => ("connect", Some(*plane)),
        Step::Certificate(plane) => ("certificate", Some(*plane)),
        Step::Directory => ("directory", None),
        Step::Services => ("services", None),
        Step::Login(account) => ("login", Some(account.plane)),
        Step::Context => ("context", None),
    }
}

const fn state(state: &State) -> &'static str {
    match state {
        State::Waiting => "waiting",
        State::Running => "running",
        State::Passed(_) => "passed",
        State::Failed(_) => "failed",
        State::Skipped(_) => "skipped",
    }
}
