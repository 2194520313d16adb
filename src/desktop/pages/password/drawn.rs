//! What is seen, as the window takes it.

use konnektorwart_ui as ui;
use slint::{ModelRc, SharedString, VecModel};

use super::flow::{Choice, Focus, Step, Tone, View};

/// The view with the window's types.
pub(super) fn drawn(view: &View) -> ui::PasswordView {
    let label = |choice: &Option<Choice>| {
        choice.as_ref().map(|choice| choice.label.as_str()).unwrap_or_default().into()
    };
    let banner = view.banner.as_ref();
    let rest = banner.map(|told| {
        let parts = [told.message.meaning.as_str(), told.message.next.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    });
    let first = view.earlier_first.as_ref();
    let texts = |texts: Vec<SharedString>| ModelRc::new(VecModel::from(texts));
    ui::PasswordView {
        title: view.title.as_str().into(),
        heading: view.heading.as_str().into(),
        intro: view.intro.as_str().into(),
        types: view.types,
        kept: ModelRc::new(VecModel::from(
            view.kept
                .iter()
                .map(|(since, history)| ui::RadioEntry {
                    text: since.as_str().into(),
                    hint: history.as_str().into(),
                    disabled: false,
                })
                .collect::<Vec<_>>(),
        )),
        tone: banner.map_or(ui::BannerKind::Info, |told| told.tone.into()),
        mark: banner.map_or(ui::Mark::None, |told| told.tone.into()),
        what: banner.map(|told| told.message.what.as_str()).unwrap_or_default().into(),
        rest: rest.unwrap_or_default().into(),
        cost: view.cost.as_str().into(),
        last: view.last,
        note: view.note.as_str().into(),
        steps: ModelRc::new(VecModel::from(view.steps.iter().map(step).collect::<Vec<_>>())),
        question: view.question.as_str().into(),
        detail: view.detail.as_str().into(),
        path: view.path.as_str().into(),
        answers: texts(view.answers.iter().map(|answer| answer.label.as_str().into()).collect()),
        other: label(&view.other),
        primary: label(&view.primary),
        support: view.support.as_str().into(),
        focus: match view.focus {
            Focus::Field => ui::PasswordFocus::Field,
            Focus::Other => ui::PasswordFocus::Other,
            Focus::Primary => ui::PasswordFocus::Primary,
            Focus::Nothing => ui::PasswordFocus::Nothing,
        },
        earlier: view.earlier.as_str().into(),
        first_what: first.map(|said| said.what.as_str()).unwrap_or_default().into(),
        first_rest: first
            .map(|said| format!("{} {}", said.meaning, said.next))
            .unwrap_or_default()
            .into(),
    }
}

fn step(step: &Step) -> ui::Step {
    let mark = match (step.running, &step.took) {
        (true, _) => ui::Mark::Running,
        (false, Some(_)) => ui::Mark::Proven,
        (false, None) => ui::Mark::Pending,
    };
    ui::Step {
        mark,
        text: step.label.as_str().into(),
        duration: step.took.as_deref().unwrap_or_default().into(),
        remedy: SharedString::new(),
        state: SharedString::new(),
    }
}

impl From<Tone> for ui::BannerKind {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Good => Self::Good,
            Tone::Info => Self::Info,
            Tone::Warning => Self::Warning,
            Tone::Bad => Self::Bad,
        }
    }
}

impl From<Tone> for ui::Mark {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Good => Self::Proven,
            Tone::Info => Self::Info,
            Tone::Warning => Self::Refused,
            Tone::Bad => Self::Failed,
        }
    }
}
