//! The pause of the whole machine (SAFETY S24): until when, and why.
//!
//! Decides whose word counts: a pause stops others only if an administrator owns its file; a user's
//! own pause stops this user. It lies in the machine's folder, where all sessions see it, or in the
//! data folder where there is no such folder.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use toml_edit::{DocumentMut, value};

use crate::platform::files::{self, Access};
use crate::platform::folders::Folders;
use crate::platform::machine::User;

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 200;

/// A pause: no unasked attempt and no toast until then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// When it ends by itself, UTC.
    pub until: Timestamp,
    /// Why, at most 200 characters, without control characters.
    pub reason: String,
    /// Who paused: `user@machine program`.
    pub by: String,
}

/// What kept a pause from being written or ended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An administrator paused the machine; only an administrator ends that.
    #[error("the pause was set by an administrator")]
    Administrators(Pause),
    /// The disk or the rights.
    #[error("the pause cannot be written")]
    Files(#[from] files::Error),
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The pause that ends last; it may be over already.
    pub pause: Option<Pause>,
    /// Files that do not count: damaged, or of another user who is no administrator.
    pub ignored: Vec<PathBuf>,
}

/// Reads the pauses that count for `user`.
#[must_use]
pub fn load(folders: &Folders, user: &User) -> Found {
    let mut found = Found::default();
    for path in candidates(place(folders)) {
        match read(&path, user) {
            Some(pause) => {
                let later = found.pause.as_ref().is_none_or(|known| pause.until > known.until);
                found.pause = if later { Some(pause) } else { found.pause };
            }
            None => found.ignored.push(path),
        }
    }
    found
}

/// Pauses, durably: the machine if an administrator runs this, otherwise this user.
///
/// # Errors
/// [`Error::Files`]; an earlier pause of the same user then stands.
pub fn set(folders: &Folders, user: &User, pause: &Pause) -> Result<(), Error> {
    let reason: String =
        pause.reason.chars().filter(|c| !c.is_control()).take(LONGEST_REASON).collect();
    let mut document = DocumentMut::new();
    document["version"] = value(1);
    document["until"] = value(pause.until.to_string());
    document["reason"] = value(reason);
    document["by"] = value(pause.by.as_str());
    let (path, access) = match &folders.machine {
        Some(folder) if folder.is_dir() => (own_path(folder, user), Access::OwnerWritesAllRead),
        Some(_) | None => {
            // A pause may be the first thing that a new computer is told.
            files::create_private_folder(&folders.data)?;
            (own_path(&folders.data, user), Access::OwnerOnly)
        }
    };
    Ok(files::replace_atomically(&path, document.to_string().as_bytes(), access)?)
}

/// Ends this user's pause.
///
/// # Errors
/// [`Error::Administrators`] if another one still counts at `now`; [`Error::Files`].
pub fn end(folders: &Folders, user: &User, now: Timestamp) -> Result<(), Error> {
    for folder in place(folders) {
        match fs::remove_file(own_path(folder, user)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            removed => {
                removed.map_err(files::Error::from)?;
                files::sync_directory(folder)?;
            }
        }
    }
    match load(folders, user).pause {
        Some(pause) if pause.until > now => Err(Error::Administrators(pause)),
        Some(_) | None => Ok(()),
    }
}

const MOST_BYTES: u64 = 16 * 1024;
const MOST_FILES: usize = 10_000;
const PREFIX: &str = "pause-";
const SUFFIX: &str = ".toml";

fn place(folders: &Folders) -> impl Iterator<Item = &Path> {
    folders.machine.as_deref().into_iter().chain([folders.data.as_path()])
}

fn own_path(folder: &Path, user: &User) -> PathBuf {
    folder.join(format!("{PREFIX}{}{SUFFIX}", user.id))
}

fn candidates<'a>(folders: impl Iterator<Item = &'a Path>) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(folder).into_iter().flatten().take(MOST_FILES).flatten();
        paths.extend(entries.map(|entry| entry.path()).filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
        }));
    }
    paths.sort();
    paths
}

/// The pause in a file, if its owner may pause this user's sessions.
fn read(path: &Path, user: &User) -> Option<Pause> {
    let file = files::open_to_read(path).ok()?;
    let owner = files::owner_of(&file).ok()?;
    if owner != user.id && !owner.is_administrator() {
        return None;
    }
    let bytes = files::read_rest_bounded(&file, MOST_BYTES).ok()?;
    let document: DocumentMut = String::from_utf8(bytes).ok()?.parse().ok()?;
    let text = |key: &str| document.get(key).and_then(toml_edit::Item::as_str).map(str::to_owned);
    let pause = Pause {
        until: text("until")?.parse().ok()?,
        reason: text("reason").unwrap_or_default(),
        by: text("by").unwrap_or_default(),
    };
    Some(pause)
}

#[cfg(test)]
mod tests;
