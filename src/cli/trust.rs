//! `trust`: shows what each port's certificate is, asks a person who compared it, and has it written
//! down. Decides what counts as an answer: a word at the terminal, or the exact fingerprint given
//! beforehand.

use serde_json::json;

use super::args;
use super::console::{Console, Failure};
use super::exit::Exit;
use super::{names, report};
use crate::connector::tls::SeenCertificate;
use crate::domain::device::{Fingerprint, Pin};
use crate::domain::identity::Plane;
use crate::domain::profile::ConnectorProfile;
use crate::platform::terminal::Terminal;
use crate::text::{PinState, Usage};
use crate::watch::{Meaning, Port, Setup, once, profiles};

/// What a person confirmed.
struct Confirmed {
    pins: Vec<(Plane, Fingerprint)>,
    meaning: Meaning,
}

/// Shows, asks, pins.
pub fn run(console: &mut Console, setup: &Setup, typed: &args::Trust) -> Result<Exit, Failure> {
    let all = report::known(console, setup)?;
    let found = names::connector(&all, &typed.connector);
    let profile = found.map_err(|error| report::unclear(error, &typed.connector))?;
    let expected = expected(&typed.fingerprints)?;
    let meaning = meaning(typed.meaning.as_deref())?;
    let ports = once::look(setup, &profile.id)?;
    if console.json && expected.is_empty() {
        return Ok(shapes(console, profile, &ports));
    }
    if !console.json {
        show(console, &ports);
    }
    let unreached = ports.iter().find_map(|port| port.seen.as_ref().err());
    let open: Vec<(&Port, &SeenCertificate)> = ports
        .iter()
        .filter_map(|port| Some((port, port.seen.as_ref().ok()?)))
        .filter(|(port, seen)| state(port, seen) != PinState::Same)
        .collect();
    if let (Some(why), true) = (unreached, open.is_empty()) {
        return Err(Failure::Told(console.language.unreached(why), Exit::Unknown));
    }
    if open.is_empty() {
        let words = console.language.all_trusted();
        console.say(words, &json!({ "connector": profile.id.as_str(), "confirmed": [] }));
        return Ok(Exit::Ok);
    }
    let confirmed = match expected.is_empty() {
        true => ask(console, profile, &open)?,
        false => Some(compare(console, &open, &expected, meaning)?),
    };
    let Some(confirmed) = confirmed else {
        console.line(console.language.not_trusted());
        return Ok(Exit::Critical);
    };
    once::trust(setup, &profile.id, &confirmed.pins, confirmed.meaning)?;
    profiles::ring(setup);
    let pins: Vec<_> = confirmed
        .pins
        .iter()
        .map(|(plane, pin)| json!({ "plane": plane.as_str(), "fingerprint": pin.to_string() }))
        .collect();
    let words = console.language.trusted(pins.len());
    console.say(&words, &json!({ "connector": profile.id.as_str(), "confirmed": pins }));
    if !console.json && confirmed.meaning != Meaning::SameDevice {
        for account in &profile.accounts {
            let account = profile.reference(account).to_string();
            console.line(&console.language.now_adopt(&account));
        }
    }
    Ok(match unreached {
        Some(_) => Exit::Unknown,
        None => Exit::Ok,
    })
}

fn expected(typed: &[String]) -> Result<Vec<Fingerprint>, Failure> {
    let wrong = |_| Usage::Value("--fingerprint", "SHA-256, 64 × 0-9 a-f");
    let parsed = typed.iter().map(|text| text.parse().map_err(wrong));
    Ok(parsed.collect::<Result<_, _>>()?)
}

fn meaning(typed: Option<&str>) -> Result<Option<Meaning>, Failure> {
    match typed {
        None => Ok(None),
        Some("same-device") => Ok(Some(Meaning::SameDevice)),
        Some("new-device") => Ok(Some(Meaning::NewDevice)),
        Some(_) => Err(Usage::Value("--meaning", "same-device, new-device").into()),
    }
}

fn state(port: &Port, seen: &SeenCertificate) -> PinState {
    match &port.pinned {
        None => PinState::New,
        Some(Pin::Certificate(pinned)) if *pinned == seen.fingerprint => PinState::Same,
        // What a CA or a key pin accepts is decided in the handshake; here only what stands there.
        Some(Pin::Authority { .. } | Pin::PublicKey(_)) => PinState::Same,
        Some(Pin::Certificate(_)) => PinState::Changed,
    }
}

fn show(console: &mut Console, ports: &[Port]) {
    let language = console.language;
    for port in ports {
        let line = language.port_line(port.plane, port.port);
        match &port.seen {
            Ok(seen) => {
                console.line(&format!("{line}: {}", language.pin_state(state(port, seen))));
                console.line(&format!("  {}", language.fingerprint()));
                console.line(&format!("  {}", seen.fingerprint.grouped()));
                console.line(&format!("  {}", seen.subject));
            }
            Err(why) => console.line(&format!("{line}: {}", language.unreached(why).what)),
        }
    }
    console.line(language.where_to_compare());
}

/// Asks at the terminal; `None` if the person did not confirm.
fn ask(
    console: &mut Console,
    profile: &ConnectorProfile,
    open: &[(&Port, &SeenCertificate)],
) -> Result<Option<Confirmed>, Failure> {
    let mut terminal = console.terminal("--fingerprint")?;
    let pins = open.iter().map(|(port, seen)| (port.plane, seen.fingerprint)).collect();
    let changed: Vec<_> =
        open.iter().filter(|(port, seen)| state(port, seen) == PinState::Changed).collect();
    if changed.is_empty() {
        let question = format!("\n{}", console.language.is_it_right());
        let is_right = console.ask(&mut terminal, &question);
        return Ok(is_right.then_some(Confirmed { pins, meaning: Meaning::FirstContact }));
    }
    console.line(console.language.certificate_changed());
    let meaning = choose(&mut terminal, console.language.three_meanings());
    if let Some(meaning) = meaning {
        return Ok(Some(Confirmed { pins, meaning }));
    }
    for (port, seen) in changed {
        let old = match &port.pinned {
            Some(Pin::Certificate(old)) => old.grouped(),
            Some(Pin::Authority { .. } | Pin::PublicKey(_)) | None => String::new(),
        };
        let place = format!("{}, {}", profile.name, profile.host);
        let new = seen.fingerprint.grouped();
        console.line(&console.language.ask_support(&place, port.port, &old, &new));
    }
    Ok(None)
}

/// None of the three choices is preselected; the end of the input is "I do not know".
fn choose(terminal: &mut Terminal, question: &str) -> Option<Meaning> {
    loop {
        match terminal.ask(question).ok()?.as_str() {
            "1" => return Some(Meaning::SameDevice),
            "2" => return Some(Meaning::NewDevice),
            "3" => return None,
            _ => {}
        }
    }
}

/// Confirms the ports that show an expected fingerprint. One that shows another is left alone, but
/// only if every expected one was seen: otherwise something is wrong.
fn compare(
    console: &Console,
    open: &[(&Port, &SeenCertificate)],
    expected: &[Fingerprint],
    meaning: Option<Meaning>,
) -> Result<Confirmed, Failure> {
    let is_seen = |one: &Fingerprint| open.iter().any(|(_, seen)| seen.fingerprint == *one);
    let fits = |seen: &SeenCertificate| expected.contains(&seen.fingerprint);
    if !expected.iter().all(is_seen) || !open.iter().any(|(_, seen)| fits(seen)) {
        let (port, seen) = open.iter().find(|(_, seen)| !fits(seen)).unwrap_or(&open[0]);
        let message = console.language.fingerprint_differs(port.port, &seen.fingerprint.grouped());
        return Err(Failure::Told(message, Exit::Critical));
    }
    let pins = open
        .iter()
        .filter(|(_, seen)| fits(seen))
        .map(|(port, seen)| (port.plane, seen.fingerprint))
        .collect();
    // A changed certificate without a meaning is refused by the one who writes it down.
    Ok(Confirmed { pins, meaning: meaning.unwrap_or(Meaning::FirstContact) })
}

/// What `--json` shows of the ports; it asks nothing.
fn shapes(console: &mut Console, profile: &ConnectorProfile, ports: &[Port]) -> Exit {
    let mut exit = Exit::Ok;
    let mut shapes = Vec::new();
    for port in ports {
        let (word, bad) = match &port.seen {
            Ok(seen) => match state(port, seen) {
                PinState::Same => ("confirmed", Exit::Ok),
                PinState::New => ("new", Exit::Warning),
                PinState::Changed => ("changed", Exit::Critical),
            },
            Err(_) => ("unreachable", Exit::Unknown),
        };
        exit = exit.worse(bad);
        shapes.push(json!({
            "plane": port.plane.as_str(),
            "port": port.port,
            "state": word,
            "fingerprint": port.seen.as_ref().ok().map(|seen| seen.fingerprint.to_string()),
            "subject": port.seen.as_ref().ok().map(|seen| seen.subject.clone()),
            "problem": port.seen.as_ref().err().map(|why| console.language.unreached(why).what),
        }));
    }
    let id = profile.id.as_str();
    console.value(&json!({ "connector": id, "exit": exit.word(), "ports": shapes }));
    exit
}
