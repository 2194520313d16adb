//! The story, step by step. Each step is told only after the device's log has shown it.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::json;

use super::super::console::Console;
use super::browser::Browser;
use super::device_log::{self, Reader};
use super::play::{Agent, Stopped};
use super::stage::Stage;
use crate::domain::command::{Command, Scope};
use crate::domain::health::Health;
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::lockout::Withheld;
use crate::domain::notice::What;
use crate::domain::snapshot::{AccountView, Snapshot};
use crate::simulator::{Plane as DevicePlane, Port, generate_password};
use crate::text::{DemoLine, Saw, Words};
use crate::watch::Adopted;

/// Clicks within this time after a check are the same wish to the agent; the story waits a bit longer.
const AFTER_A_CHECK: Duration = Duration::from_millis(3200);

/// A password that wanted to be sent would have been sent within this time after the request before it.
const SETTLED: Duration = Duration::from_millis(500);

/// With tray and toasts a person looks at each step.
const LOOK: Duration = Duration::from_secs(2);

/// Who tells, and to whom.
pub struct Telling<'a> {
    pub console: &'a mut Console,
    pub stage: &'a Stage,
    has_audience: bool,
    began: Instant,
    reader: Reader,
    step: DemoLine,
}

impl<'a> Telling<'a> {
    /// The timeline begins.
    pub fn new(console: &'a mut Console, stage: &'a Stage, has_audience: bool) -> Self {
        let (began, reader, step) = (Instant::now(), Reader::new(), DemoLine::Staged);
        Self { console, stage, has_audience, began, reader, step }
    }

    /// The step that is being played.
    pub const fn step(&self) -> DemoLine {
        self.step
    }

    pub fn words(&self) -> Words {
        self.console.words()
    }

    /// Names the step that is played from here on: a deviation is told with it.
    pub const fn begin(&mut self, step: DemoLine) {
        self.step = step;
    }

    /// Writes a line that is no step.
    pub fn remark(&mut self, text: &str) {
        if !self.console.json {
            self.console.line(text);
        }
    }

    /// Tells the step, with words of the agent below it and what the device saw.
    pub fn tell(&mut self, details: &[String]) -> Saw {
        let saw = self.reader.since(&self.stage.device);
        let (language, seconds) = (self.console.language, self.began.elapsed().as_secs_f64());
        let text = language.demo_line(self.step);
        if self.console.json {
            self.console.value(&json!({
                "step": self.step.word(),
                "at": Timestamp::now(),
                "seconds": (seconds * 1000.0).round() / 1000.0,
                "text": text,
                "details": details,
                "device": {
                    "with_password": saw.with_password,
                    "browser": saw.browser,
                    "accepted": saw.accepted,
                    "refused": saw.refused,
                },
            }));
            return saw;
        }
        let seconds = language.number(seconds, 1);
        self.console.line(&format!("{seconds:>6} s  {text}"));
        for detail in details {
            self.console.line(&format!("          » {detail}"));
        }
        self.console.line(&format!("          [{}]", language.demo_saw(saw)));
        saw
    }

    /// With tray and toasts: time to look.
    pub fn look(&self, agent: &mut Agent<'_>) -> Result<(), Stopped> {
        if self.has_audience { agent.rest(LOOK) } else { Ok(()) }
    }
}

/// From a fresh set-up to "in sync"; the interactive demo begins the same way.
pub fn set_up(telling: &mut Telling<'_>, agent: &mut Agent<'_>) -> Result<(), Stopped> {
    let stage = telling.stage;
    telling.remark(telling.console.language.demo_title());
    telling.remark("");
    telling.begin(DemoLine::Staged);
    let address = stage.web_ui();
    expect(telling.tell(&[address]), Saw::default())?;

    telling.begin(DemoLine::Trusted);
    stage.trust()?.map_err(Stopped::Deviates)?;
    expect(telling.tell(&[]), Saw::default())?;

    telling.begin(DemoLine::Entered);
    for account in [&stage.client, &stage.management] {
        let adopted = stage.adopt(account)?;
        if !matches!(adopted, Adopted::Proven(_)) {
            return Err(Stopped::Deviates(format!("{account}: {adopted:?}")));
        }
    }
    let once_each = Saw { with_password: 2, accepted: 2, ..Saw::default() };
    expect(telling.tell(&[]), once_each)?;

    telling.begin(DemoLine::InSync);
    agent.start()?;
    let is_proven = |view: &AccountView| view.health == Health::Proven && view.checked.is_some();
    let picture = agent.picture(|picture| {
        picture.accounts().count() == 2 && picture.accounts().all(|(_, view)| is_proven(view))
    })?;
    let saw = telling.tell(&[telling.words().headline(&picture)]);
    expect(Saw { with_password: 0, accepted: 0, ..saw }, Saw::default())?;
    telling.look(agent)
}

/// Tells the whole story.
pub fn tell(telling: &mut Telling<'_>, agent: &mut Agent<'_>) -> Result<(), Stopped> {
    set_up(telling, agent)?;
    let stage = telling.stage;
    let account = stage.management.clone();

    telling.begin(DemoLine::Changed);
    change_in_the_browser(stage)?;
    let saw = telling.tell(&[]);
    expect(Saw { with_password: 0, ..saw }, Saw { browser: 2, accepted: 2, ..Saw::default() })?;

    telling.begin(DemoLine::Warned);
    agent.rest(AFTER_A_CHECK)?;
    agent.tell(Command::Check(Scope::All));
    let notice = agent.notice(|notice| matches!(notice.what, What::Trouble { .. }))?;
    agent
        .picture(|picture| picture.account(&account).is_some_and(|view| view.health.is_drift()))?;
    let text = telling.words().notice(&notice);
    let saw = telling.tell(&[text.title, text.body]);
    expect(Saw { with_password: 0, accepted: 0, ..saw }, Saw { refused: 1, ..Saw::default() })?;
    telling.look(agent)?;

    telling.begin(DemoLine::Restarted);
    agent.stop();
    agent.start()?;
    let picture = agent.picture(|picture| is_withheld(picture, &account))?;
    let saw = telling.tell(&[telling.words().headline(&picture)]);
    expect(Saw { with_password: 0, accepted: 0, ..saw }, Saw::default())?;

    telling.begin(DemoLine::NotSentAgain);
    agent.rest(AFTER_A_CHECK)?;
    let asked = device_log::requests(&stage.device, Port::Management);
    agent.tell(Command::Check(Scope::Account(account.clone())));
    // A check that changes nothing gives no new picture; the device sees that it was asked.
    agent.until(|| device_log::requests(&stage.device, Port::Management) > asked)?;
    agent.rest(SETTLED)?;
    let picture = agent.picture(|picture| is_withheld(picture, &account))?;
    let withheld = picture.account(&account).and_then(|view| view.withheld.as_ref());
    let withheld = withheld.map(|withheld| telling.words().withheld(withheld));
    expect(telling.tell(&Vec::from_iter(withheld)), Saw::default())?;
    if agent.unheard() > 0 {
        return Err(Stopped::Deviates("a second warning for one episode".into()));
    }
    telling.look(agent)?;
    repaired(telling, agent, &account)
}

/// From the changed password to the end.
fn repaired(
    telling: &mut Telling<'_>,
    agent: &mut Agent<'_>,
    account: &AccountRef,
) -> Result<(), Stopped> {
    let stage = telling.stage;
    telling.begin(DemoLine::Adopted);
    let adopted = stage.adopt(account)?;
    if !matches!(adopted, Adopted::Proven(_)) {
        return Err(Stopped::Deviates(format!("{adopted:?}")));
    }
    let once = Saw { with_password: 1, accepted: 1, ..Saw::default() };
    expect(telling.tell(&[]), once)?;

    telling.begin(DemoLine::AllClear);
    agent.tell(Command::Reread);
    let notice = agent.notice(|notice| matches!(notice.what, What::AllClear { .. }))?;
    let text = telling.words().notice(&notice);
    let saw = telling.tell(&[text.title, text.body]);
    expect(Saw { with_password: 0, accepted: 0, ..saw }, Saw::default())?;
    telling.look(agent)?;

    telling.begin(DemoLine::Question);
    let has_task = |picture: &Snapshot, wanted| {
        picture.account(account).is_some_and(|view| view.task == wanted)
            && picture.accounts().all(|(_, view)| view.health == Health::Proven)
    };
    let picture = agent.picture(|picture| has_task(picture, true))?;
    telling.tell(&[telling.words().headline(&picture)]);
    telling.look(agent)?;

    telling.begin(DemoLine::TaskDone);
    agent.tell(Command::TaskDone(account.clone()));
    let picture = agent.picture(|picture| has_task(picture, false))?;
    telling.tell(&[telling.words().headline(&picture)]);
    telling.look(agent)?;

    telling.begin(DemoLine::Finished);
    let refused = device_log::refused(&stage.device);
    if refused != 1 || device_log::is_anything_locked(&stage.device) {
        return Err(Stopped::Deviates(format!("{refused} refused logins")));
    }
    telling.tell(&[]);
    Ok(())
}

fn change_in_the_browser(stage: &Stage) -> Result<(), Stopped> {
    let old = stage.device.password(DevicePlane::Management, "local");
    let certificate = stage.fingerprint(Plane::Management);
    let (Some(old), Some(certificate)) = (old, certificate) else {
        return Err(Stopped::Deviates("the device has no account `local`".into()));
    };
    let mut browser = Browser::new(stage.device.management_address(), certificate);
    let changed = browser.change_own_password("local", &old, &generate_password(16));
    changed.map_err(|error| Stopped::Deviates(error.to_string()))
}

fn is_withheld(picture: &Snapshot, account: &AccountRef) -> bool {
    let view = picture.account(account);
    view.is_some_and(|view| matches!(view.withheld, Some(Withheld::Refused { .. })))
}

/// The agent checks on its own too, so accepted logins are compared only where they cannot happen.
fn expect(saw: Saw, wanted: Saw) -> Result<(), Stopped> {
    if saw == wanted { Ok(()) } else { Err(Stopped::Deviates(format!("{saw:?} ≠ {wanted:?}"))) }
}
