//! What stands beside the form: the steps of the connection test, and the certificates.

use jiff::Timestamp;
use konnektorwart_ui as ui;
use ui::Mark;

use super::form::{Form, Test};
use crate::domain::device::{Fingerprint, Pin};
use crate::domain::identity::Plane;
use crate::domain::profile::Host;
use crate::text::Words;
use crate::text::pages::ConfigurationWords;
use crate::watch::connection::{Cost, Detail, Fault, PlannedStep, State, Step, StepReport};

impl Form {
    /// Whether a test is under way.
    pub const fn is_testing(&self) -> bool {
        match &self.test {
            Test::Running(_) | Test::Cancelling(_) => true,
            Test::Resting(_) | Test::Ended(..) => false,
        }
    }

    /// What the steps say, where a test has begun.
    fn reports(&self) -> &[StepReport] {
        match &self.test {
            Test::Resting(_) => &[],
            Test::Running(steps) | Test::Cancelling(steps) | Test::Ended(steps, _) => steps,
        }
    }
}

/// The steps as they are.
pub fn steps(form: &Form, words: &Words) -> Vec<ui::Step> {
    match &form.test {
        Test::Resting(plan) => plan.iter().filter_map(|step| planned(step, words)).collect(),
        Test::Running(steps) | Test::Cancelling(steps) | Test::Ended(steps, _) => {
            steps.iter().map(|step| reported(form, step, words)).collect()
        }
    }
}

/// What a test costs, how it ended, or why there is none.
pub fn test_note(form: &Form, is_right: bool, words: &Words) -> String {
    let says = ConfigurationWords::of(words.language);
    match &form.test {
        Test::Running(_) => says.at_most_once.to_owned(),
        Test::Cancelling(_) => says.cancelling.to_owned(),
        Test::Ended(_, end) => end.clone(),
        Test::Resting(_) if !is_right => says.first_mistakes.to_owned(),
        Test::Resting(plan) if plan.is_empty() => String::new(),
        Test::Resting(plan) => {
            words.language.test_cost(plan).unwrap_or_else(|| says.costs_nothing.to_owned())
        }
    }
}

/// The certificates of both ports.
pub fn certificates(form: &Form, words: &Words) -> Vec<ui::ConfigurationCertificate> {
    [Plane::Client, Plane::Management].map(|plane| certificate(form, plane, words)).to_vec()
}

/// Before a test only what it will leave out, and why.
fn planned(step: &PlannedStep, words: &Words) -> Option<ui::Step> {
    let skip = match &step.cost {
        Cost::Nothing | Cost::Attempt { .. } => return None,
        Cost::Skipped(skip) if skip.is_harmless() => return None,
        Cost::Skipped(skip) => skip.clone(),
    };
    let report = StepReport { step: step.step.clone(), state: State::Skipped(skip), took: None };
    let why = words.test_result(&report);
    Some(ui::Step {
        mark: Mark::Skipped,
        text: words.language.test_step(&step.step).into(),
        duration: "".into(),
        remedy: with_remedy(&why, words.test_remedy(&report)).into(),
        state: "".into(),
    })
}

fn reported(form: &Form, step: &StepReport, words: &Words) -> ui::Step {
    let result = words.test_result(step);
    let (mark, below) = match &step.state {
        State::Waiting => (Mark::Pending, String::new()),
        State::Running => (Mark::Running, String::new()),
        State::Passed(detail) => {
            let is_news = match detail {
                Detail::Services(_) | Detail::DirectoryClosed => true,
                Detail::Addresses { also, .. } => {
                    !also.is_empty() || matches!(form.ground.profile.host, Host::Name(_))
                }
                Detail::Connected(_)
                | Detail::Certificate(_)
                | Detail::Directory(_)
                | Detail::LoggedIn { .. }
                | Detail::ContextAccepted => false,
            };
            (Mark::Proven, if is_news { result.clone() } else { String::new() })
        }
        State::Failed(fault) => (mark_of(fault), with_remedy(&result, words.test_remedy(step))),
        State::Skipped(_) => (Mark::Skipped, with_remedy(&result, words.test_remedy(step))),
    };
    ui::Step {
        mark,
        text: words.language.test_step(&step.step).into(),
        duration: step.took.map(|took| words.language.test_took(took)).unwrap_or_default().into(),
        remedy: below.into(),
        state: result.into(),
    }
}

fn with_remedy(result: &str, remedy: Option<String>) -> String {
    remedy.map_or_else(|| result.to_owned(), |remedy| format!("{result} {remedy}"))
}

const fn mark_of(fault: &Fault) -> Mark {
    match fault {
        Fault::Unconfirmed(_) | Fault::Untrusted(_) => Mark::CertificateChanged,
        Fault::Refused(_) => Mark::Refused,
        Fault::Doubtful(_) => Mark::Unclear,
        Fault::Unreached(_)
        | Fault::CardServiceMissing(_)
        | Fault::Store(_)
        | Fault::ContextWrong(_)
        | Fault::Context(_) => Mark::Failed,
    }
}

fn certificate(form: &Form, plane: Plane, words: &Words) -> ui::ConfigurationCertificate {
    let says = ConfigurationWords::of(words.language);
    let profile = &form.ground.profile;
    let caption = words.language.port_line(plane, profile.port_of(plane)).into();
    let Some(pin) = profile.pins.of(plane) else {
        return ui::ConfigurationCertificate {
            caption,
            first_line: "".into(),
            second_line: "".into(),
            mark: Mark::NotSetUp,
            note: says.not_confirmed.into(),
        };
    };
    let (fingerprint, of) = match pin {
        Pin::Certificate(fingerprint) => (fingerprint, String::new()),
        Pin::Authority { authority, subject } => (authority, subject.clone()),
        Pin::PublicKey(key) => (key, String::new()),
    };
    let [first_line, second_line] = lines(fingerprint);
    let seen = form.reports().iter().find(|step| step.step == Step::Certificate(plane));
    let (is_other, until) = match seen.map(|step| &step.state) {
        Some(State::Passed(Detail::Certificate(seen))) => {
            (false, Timestamp::try_from(seen.not_after).ok())
        }
        Some(State::Failed(Fault::Untrusted(_))) => (true, None),
        Some(
            State::Waiting
            | State::Running
            | State::Passed(_)
            | State::Failed(_)
            | State::Skipped(_),
        )
        | None => (false, None),
    };
    let (mark, note) = match is_other {
        true => (Mark::CertificateChanged, says.other_shown.to_owned()),
        false => (Mark::None, words.confirmed(None, until)),
    };
    let note = if of.is_empty() { note } else { format!("{of} · {note}") };
    ui::ConfigurationCertificate {
        caption,
        first_line: first_line.into(),
        second_line: second_line.into(),
        mark,
        note: note.into(),
    }
}

/// Eight groups of eight digits in two lines.
fn lines(fingerprint: &Fingerprint) -> [String; 2] {
    let all = fingerprint.grouped();
    let middle =
        all.char_indices().filter(|(_, c)| *c == ' ').nth(3).map_or(all.len(), |(at, _)| at);
    [all[..middle].to_owned(), all[middle..].trim_start().to_owned()]
}
