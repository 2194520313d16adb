//! `certificate`: takes the password of a client certificate's file into the keyring, once it opens
//! the file. Nothing is sent.

use serde_json::json;

use super::console::{Console, Failure};
use super::exit::Exit;
use super::{adopt, args, small};
use crate::platform::terminal::Terminal;
use crate::text::Usage;
use crate::watch::{Setup, once, profiles};

/// Asks for the password, or reads it from standard input, and keeps it.
pub fn run(
    console: &mut Console,
    setup: &Setup,
    typed: &args::Certificate,
) -> Result<Exit, Failure> {
    let profile = small::connector(console, setup, &typed.connector)?;
    let password = if typed.stdin {
        adopt::from_stdin(console)?
    } else {
        let mut terminal = Terminal::open().ok_or(Usage::NoTerminal("--stdin"))?;
        let intro = console.language.certificate_intro(&profile.name);
        adopt::secret_at_prompt(console, &mut terminal, &intro)?
    };
    once::unlock_certificate(setup, &profile.id, &password)?;
    profiles::ring(setup);
    let value = json!({ "connector": profile.id.to_string(), "certificate": "readable" });
    console.say(console.language.certificate_opened(), &value);
    Ok(Exit::Ok)
}
