//! The demo that leaves the changes to the person.

use std::time::Duration;

use super::play::{Agent, Stopped};
use super::story::{self, Telling};
use crate::text::ToastText;
use crate::watch::Update;

/// Nothing is due that often; it only bounds one wait.
const LONG: Duration = Duration::from_secs(3600);

/// Sets up as the story does, then shows what the agent says until the person ends it.
pub fn tell(telling: &mut Telling<'_>, agent: &mut Agent<'_>) -> Result<(), Stopped> {
    story::set_up(telling, agent)?;
    let words = telling
        .words()
        .language
        .demo_interactive(&telling.stage.web_ui());
    telling.remark("");
    telling.remark(&words);
    telling.remark("");
    telling.remark(&telling.stage.device.describe());
    let mut headline = String::new();
    loop {
        match agent.next(LONG)? {
            Some(Update::Notice(notice)) => {
                let words = telling.words();
                let ToastText { title, body } = words.notice(&notice);
                telling.remark(&words.timed(notice.at, &format!("» {title}")));
                telling.remark(&format!("            {body}"));
            }
            Some(Update::Snapshot(snapshot)) => {
                let words = telling.words();
                let line = words.headline(&snapshot);
                if line != headline {
                    telling.remark(&words.timed(snapshot.taken, &line));
                    headline = line;
                }
            }
            Some(Update::Settings(error)) => log::warn!("settings of the demo: {error}"),
            None => {}
        }
    }
}
