//! What the settings page has done aside: reading, writing, other programs' windows.

use std::io;
use std::mem::discriminant;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use super::form::{Ground, Values};
use crate::platform::{choose, open};
use crate::watch::{Error, Setup, profiles};

/// How saving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Saved {
    /// Everything is written.
    Yes,
    /// Nothing is: a value that was changed here has been changed elsewhere too, to another one.
    Elsewhere,
}

/// What is in force.
pub(super) fn load(setup: &Setup) -> Result<Ground, Error> {
    profiles::load(&setup.folders).map(|loaded| Ground::of(&loaded))
}

/// Writes what differs between `from`, which the page was filled with, and `to`; all or none. Values
/// that were changed elsewhere only stay as they are by now.
pub(super) fn save(
    setup: &Setup,
    from: &Values,
    to: &Values,
    overrules: bool,
) -> Result<Saved, Error> {
    let edits = to.edits(from);
    if edits.is_empty() {
        return Ok(Saved::Yes);
    }
    let elsewhere = Values::of(&profiles::load(&setup.folders)?.settings).edits(from);
    let is_disputed = edits.iter().any(|here| {
        elsewhere.iter().any(|there| discriminant(here) == discriminant(there) && here != there)
    });
    if is_disputed && !overrules {
        return Ok(Saved::Elsewhere);
    }
    profiles::edit(setup, &edits).map(|_| Saved::Yes)
}

/// Whether a program can be chosen in a window of the system's.
pub(super) fn can_choose() -> bool {
    choose::is_available()
}

/// Has the person choose a program; none was chosen, or there is no window.
pub(super) fn choose(title: String, kind: String) -> Option<PathBuf> {
    let (sender, chosen) = mpsc::channel();
    let extensions = vec!["exe".to_owned()];
    let question = choose::Question { title, kind, extensions };
    if let Err(error) = choose::file(question, move |path| drop(sender.send(path))) {
        log::warn!("no window for choosing a program: {error}");
        return None;
    }
    chosen.recv().ok().flatten()
}

/// Opens a folder in the file manager; where it is not there, answers which one with the reason.
pub(super) fn open(folder: &Path) -> Result<(), (PathBuf, io::Error)> {
    open::folder(folder).map_err(|error| (folder.to_owned(), error))
}
