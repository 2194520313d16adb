//! The desktop portal's file chooser, where a desktop has one.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::thread;

use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::zvariant::{OwnedValue, Value};

use super::bus;
use crate::platform::choose::{OnChosen, Question};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const CHOOSER: &str = "org.freedesktop.portal.FileChooser";

/// A portal without a chooser of its desktop does not know the interface.
pub(in crate::platform) fn is_available() -> bool {
    let version = bus::session()
        .and_then(|bus| Proxy::new(&bus, PORTAL, PATH, CHOOSER)?.get_property::<u32>("version"));
    version.is_ok()
}

pub(in crate::platform) fn file(question: Question, on_chosen: OnChosen) -> io::Result<()> {
    let ask = move || {
        let chosen = bus::session().and_then(|bus| chosen(&bus, &question));
        on_chosen(chosen.unwrap_or_else(|error| {
            log::warn!("no file could be chosen: {error}");
            None
        }));
    };
    thread::Builder::new().name("choose".into()).stack_size(256 * 1024).spawn(ask).map(|_| ())
}

/// Asks and waits for the person, on a connection of its own.
fn chosen(bus: &Connection, question: &Question) -> zbus::Result<Option<PathBuf>> {
    const TOKEN: &str = "konnektorwart";
    let us = bus.unique_name().map(|name| name.trim_start_matches(':').replace('.', "_"));
    let rule = zbus::MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .interface("org.freedesktop.portal.Request")?
        .member("Response")?
        .path(format!("{PATH}/request/{}/{TOKEN}", us.unwrap_or_default()))?
        .build();
    // Heard from before the question on: the answer may be quicker than the call's return.
    let mut answers = MessageIterator::for_match_rule(rule, bus, None)?;
    let patterns: Vec<(u32, String)> =
        question.extensions.iter().flat_map(|ending| patterns(ending)).collect();
    let filters = vec![(question.kind.as_str(), patterns), ("*", vec![(0, "*".to_owned())])];
    let options =
        HashMap::from([("handle_token", Value::from(TOKEN)), ("filters", Value::from(filters))]);
    bus.call_method(
        Some(PORTAL),
        PATH,
        Some(CHOOSER),
        "OpenFile",
        &("", &question.title, options),
    )?;
    let Some(answer) = answers.next() else {
        return Ok(None);
    };
    let (code, results) = answer?.body().deserialize::<(u32, HashMap<String, OwnedValue>)>()?;
    let uris = results.get("uris").map(|uris| Vec::<String>::try_from(uris.clone())).transpose()?;
    Ok(uris.filter(|_| code == 0).and_then(|uris| path_in(uris.first()?)))
}

/// `*.p12` in both cases.
fn patterns(ending: &str) -> [(u32, String); 2] {
    [(0, format!("*.{}", ending.to_lowercase())), (0, format!("*.{}", ending.to_uppercase()))]
}

/// The path in a `file://` address of this machine.
fn path_in(uri: &str) -> Option<PathBuf> {
    let mut encoded = uri.strip_prefix("file://")?.bytes();
    let mut path = Vec::new();
    while let Some(byte) = encoded.next() {
        path.push(match byte {
            b'%' => {
                let mut digit = || char::from(encoded.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            other => other,
        });
    }
    let path = PathBuf::from(OsString::from_vec(path));
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_taken_from_an_address() {
        let path = path_in("file:///home/praxis/Zugang%20Gr%C3%B6%C3%9Fe.p12");
        assert_eq!(path, Some(PathBuf::from("/home/praxis/Zugang Größe.p12")));
        for refused in ["https://a/b.p12", "file://other/b.p12", "file:///a%2", "file:///a%zz"] {
            assert_eq!(path_in(refused), None, "{refused}");
        }
    }
}
