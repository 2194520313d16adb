//! The demo that leaves the changes to the person: in the web UI, and at the terminal, where a changed
//! password is entered as `adopt` does it.

use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use super::super::adopt;
use super::play::{Agent, Came, Heard, Stopped};
use super::story::{self, Telling};
use crate::domain::command::Command;
use crate::domain::snapshot::Snapshot;
use crate::platform::terminal::Terminal;
use crate::watch::{Update, once};

/// Nothing is due that often; it only bounds one wait.
const LONG: Duration = Duration::from_secs(3600);

/// Sets up as the story does, then shows what the agent says until the person ends it.
pub fn tell(telling: &mut Telling<'_>, agent: &mut Agent<'_>) -> Result<(), Stopped> {
    story::set_up(telling, agent)?;
    let language = telling.console.language;
    let address = telling.stage.web_ui();
    telling.remark("");
    telling.remark(&language.demo_interactive(&address));
    let mut person = Person::at_terminal(agent.ear());
    if person.is_some() {
        telling.remark(language.demo_enter());
    }
    telling.remark("");
    telling.remark(&telling.stage.device.describe());
    let mut newest: Option<Arc<Snapshot>> = None;
    let mut headline = String::new();
    loop {
        match agent.next(LONG)? {
            Some(Heard::Update(Update::Notice(notice))) => {
                let words = telling.words();
                let text = words.notice(&notice);
                telling.remark(&words.timed(notice.at, &format!("» {}", text.title)));
                telling.remark(&format!("            {}", text.body));
            }
            Some(Heard::Update(Update::Snapshot(snapshot))) => {
                let words = telling.words();
                let line = words.headline(&snapshot);
                if line != headline {
                    telling.remark(&words.timed(snapshot.taken, &line));
                    headline = line;
                }
                newest = Some(snapshot);
            }
            Some(Heard::Update(Update::Settings(error))) => {
                log::warn!("settings of the demo: {error}");
            }
            Some(Heard::Enter) => {
                if let Some(person) = &mut person {
                    enter(telling, agent, person, newest.as_deref())?;
                    person.listen();
                }
            }
            None => {}
        }
    }
}

/// Takes over the changed password of the first account that needs one.
fn enter(
    telling: &mut Telling<'_>,
    agent: &Agent<'_>,
    person: &mut Person,
    newest: Option<&Snapshot>,
) -> Result<(), Stopped> {
    let console = &mut *telling.console;
    let drifted = newest.into_iter().flat_map(Snapshot::accounts);
    let drifted = drifted.into_iter().find(|(_, view)| view.health.is_drift());
    let Some((connector, view)) = drifted else {
        console.line(console.language.demo_nothing_to_enter());
        return Ok(());
    };
    let (account, terminal) = (&view.account, &mut person.terminal);
    let Ok(password) = adopt::at_prompt(console, terminal, &connector.profile.name, account) else {
        return Ok(());
    };
    let adopted = once::adopt(&telling.stage.setup, account, password, &mut |question| {
        console.ask(terminal, &console.language.adopt_question(account, question))
    })?;
    if let Err(failure) = adopt::told(console, account, &adopted) {
        console.fail(&failure);
    }
    agent.tell(Command::Reread);
    let question = console.language.entered_question(account.plane);
    if adopted.is_stored() && console.ask(terminal, &question) {
        agent.tell(Command::TaskDone(account.clone()));
    }
    Ok(())
}

/// Somebody at the terminal. One thread waits for Enter; it rests while a question is asked.
struct Person {
    terminal: Terminal,
    again: Sender<()>,
}

impl Person {
    fn at_terminal(ear: Sender<Came>) -> Option<Self> {
        let (mut waiting, terminal) = (Terminal::open()?, Terminal::open()?);
        let (again, may_go_on) = mpsc::channel();
        thread::spawn(move || {
            while waiting.ask("").is_ok() && ear.send(Came::Enter).is_ok() {
                if may_go_on.recv().is_err() {
                    break;
                }
            }
        });
        Some(Self { terminal, again })
    }

    fn listen(&self) {
        // The thread has ended if the terminal is gone.
        let _ = self.again.send(());
    }
}
