//! Files that survive a crash and that nobody else can read or plant. Decides who may see a file, in
//! which order bytes reach the disk, and which files are not opened at all (links, devices, giants).

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use super::os;

/// Who may use a file that we create. Administrators may always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Its owner reads and writes, nobody else (mode 0600; folders 0700).
    OwnerOnly,
    /// Its owner writes, everybody on the machine reads (mode 0644): the ledger and the locks in the
    /// machine's folder.
    OwnerWritesAllRead,
}

/// An operating system user: the decimal uid on Unix (`1000`), the SID on Windows (`S-1-5-21-…`).
/// Consists of ASCII letters, digits and `-`, so it can be part of a file name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(pub(in crate::platform) String);

impl UserId {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether files of this owner are an administrator's: root, SYSTEM, the Administrators group.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        ["0", "S-1-5-18", "S-1-5-32-544"].contains(&self.as_str())
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes sure that `path` is a folder which only this user may enter, parents included if missing.
/// A wider right on an existing folder of this user is taken away.
///
/// # Errors
/// [`Error::ForeignOwner`] if the folder belongs to another user, [`Error::NotAFolder`],
/// [`Error::Io`].
pub fn create_private_folder(path: &Path) -> Result<(), Error> {
    os::files::create_private_folder(path)
}

/// Creates a new file for reading and writing. An existing file of that name, a link included, is
/// left alone.
///
/// # Errors
/// [`Error::Exists`], [`Error::Absent`] if the folder is missing, [`Error::Io`].
pub fn create(path: &Path, access: Access) -> Result<File, Error> {
    os::files::create(path, access).map_err(|error| Error::of(path, error))
}

/// Opens an existing regular file for reading and writing, or creates it.
///
/// The folder entry of a new file is not durable before [`sync_directory`].
///
/// # Errors
/// [`Error::NotRegular`] for a link, folder or device; [`Error::Absent`] if the folder is missing;
/// [`Error::Io`].
pub fn open_or_create(path: &Path, access: Access) -> Result<File, Error> {
    // Opened before created: Linux refuses O_CREAT on another user's file in a sticky folder.
    match os::files::open(path, os::files::Purpose::ReadAndWrite) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match create(path, access) {
            Err(Error::Exists) => {
                let file = os::files::open(path, os::files::Purpose::ReadAndWrite);
                regular(path, file)
            }
            created => created,
        },
        opened => regular(path, opened),
    }
}

/// Opens an existing regular file for reading, following no link in the last place of `path`.
///
/// # Errors
/// [`Error::Absent`], [`Error::NotRegular`], [`Error::Io`].
pub fn open_to_read(path: &Path) -> Result<File, Error> {
    regular(path, os::files::open(path, os::files::Purpose::Read))
}

/// Reads a whole regular file of at most `limit` bytes, following no link.
///
/// # Errors
/// [`Error::TooLarge`] with nothing kept; otherwise as [`open_to_read`].
pub fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    read_rest_bounded(&open_to_read(path)?, limit)
}

/// Reads an open file from its present position to its end, at most `limit` bytes.
///
/// # Errors
/// [`Error::TooLarge`] with nothing kept, [`Error::Io`].
pub fn read_rest_bounded(file: &File, limit: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Error::TooLarge { limit });
    }
    Ok(bytes)
}

/// Replaces the content of `path` as one step: whoever reads, and whatever crashes, finds the old
/// bytes or the new ones, whole. On return the new ones survive a power cut.
///
/// The new file has the rights of `access`; a link at `path` is replaced, not followed. On Windows
/// a reader or a virus scanner may hold the old file: the replacement is tried for two seconds.
///
/// # Errors
/// [`Error::Io`], also for a full disk; the old file is then untouched and the temporary one
/// removed. If only the last step failed (the folder's sync) the new content stands already.
pub fn replace_atomically(path: &Path, bytes: &[u8], access: Access) -> Result<(), Error> {
    replace(path, bytes, access, File::sync_all)?;
    sync_directory(folder_of(path))
}

/// Like [`replace_atomically`], but waits for no disk: whoever reads finds the old bytes or the new
/// ones, whole; after a power cut the file may be old, empty or torn. For what is written anew all the
/// time.
///
/// # Errors
/// [`Error::Io`]; the old file is then untouched and the temporary one removed.
pub fn replace_without_sync(path: &Path, bytes: &[u8], access: Access) -> Result<(), Error> {
    replace(path, bytes, access, |_| Ok(()))
}

/// Removes temporary files that a killed [`replace_atomically`] left in `folder`, if they are older
/// than an hour. Answers how many.
///
/// # Errors
/// [`Error::Absent`], [`Error::Io`]; some may have been removed by then.
pub fn remove_leftovers(folder: &Path) -> Result<usize, Error> {
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let ours = name
            .to_str()
            .is_some_and(|name| name.starts_with('.') && name.ends_with(TEMPORARY_SUFFIX));
        if ours && is_older_than(&entry, Duration::from_secs(3600)) {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Writes `bytes` at the end of an open file and waits until they are on the disk. The caller holds
/// the lock that keeps others from appending.
///
/// # Errors
/// [`Error::Io`], also for a full disk. The file is then cut to its earlier length if the system
/// allows; if not, the last line is torn. After a failed sync the bytes may or may not be durable.
pub fn append_durably(mut file: &File, bytes: &[u8]) -> Result<(), Error> {
    let end = file.seek(SeekFrom::End(0))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_data());
    if written.is_err() {
        // Best effort: the reader ignores a torn last line anyway.
        let _ = file.set_len(end);
    }
    Ok(written?)
}

/// Waits until names created, replaced or removed in `folder` are on the disk.
///
/// # Errors
/// [`Error::Absent`], [`Error::Io`].
pub fn sync_directory(folder: &Path) -> Result<(), Error> {
    Ok(os::files::sync_directory(folder)?)
}

/// Answers who owns an open file.
///
/// # Errors
/// [`Error::Io`].
pub fn owner_of(file: &File) -> Result<UserId, Error> {
    Ok(os::files::owner_of(file)?)
}

/// Answers whether an administrator (root; on Windows the Administrators group, SYSTEM or the
/// installer service) owns `path` and nobody else may change it, nor swap it or one of its parent
/// folders (SAFETY S23). Links on the way count as a place of their own and as what they point to.
///
/// # Errors
/// [`Error::Absent`], [`Error::Io`]. No error means "yes".
pub fn owned_by_administrators_only(path: &Path) -> Result<bool, Error> {
    Ok(os::files::owned_by_administrators_only(path)?)
}

/// What kept a file from being used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file or folder.
    #[error("no such file")]
    Absent,
    /// A file of that name is there already.
    #[error("the file exists already")]
    Exists,
    /// It is a link, a folder, a device or a pipe.
    #[error("not a regular file")]
    NotRegular,
    /// It is something else than a folder.
    #[error("not a folder")]
    NotAFolder,
    /// It is longer than `limit` bytes.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The bytes that would have been read.
        limit: u64,
    },
    /// It belongs to another user.
    #[error("it belongs to user {0}")]
    ForeignOwner(UserId),
    /// The operating system's answer.
    #[error("input or output failed")]
    Io(#[source] io::Error),
}

impl Error {
    /// Reads the system's answer to opening or creating the file `path`.
    fn of(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            io::ErrorKind::AlreadyExists => Self::Exists,
            _ if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) => Self::NotRegular,
            _ => Self::Io(error),
        }
    }

    /// Whether the disk, or this user's share of it, is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Io(error) if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        ))
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            _ => Self::Io(error),
        }
    }
}

const TEMPORARY_SUFFIX: &str = ".konnektorwart-tmp";

fn replace(
    path: &Path,
    bytes: &[u8],
    access: Access,
    settle: impl FnOnce(&File) -> io::Result<()>,
) -> Result<(), Error> {
    let (temporary, file) = create_temporary(path, access)?;
    let written = (|| {
        (&file).write_all(bytes)?;
        settle(&file)?;
        drop(file);
        os::files::rename_over(&temporary, path)
    })();
    if let Err(error) = written {
        // The first failure is the one to report; a leftover is harmless and swept later.
        let _ = fs::remove_file(&temporary);
        return Err(error.into());
    }
    Ok(())
}

fn create_temporary(path: &Path, access: Access) -> Result<(PathBuf, File), Error> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let name = path.file_name().ok_or(Error::NotRegular)?;
    loop {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(
            ".{}-{}{TEMPORARY_SUFFIX}",
            std::process::id(),
            COUNTER.fetch_add(1, Ordering::Relaxed)
        ));
        let temporary = folder_of(path).join(hidden);
        match create(&temporary, access) {
            // Left by a killed process that had the same number.
            Err(Error::Exists) => {}
            created => return created.map(|file| (temporary, file)),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

fn regular(path: &Path, opened: io::Result<File>) -> Result<File, Error> {
    let file = opened.map_err(|error| Error::of(path, error))?;
    // Asked of the open file, so nobody can swap it between question and use.
    if !file.metadata()?.file_type().is_file() {
        return Err(Error::NotRegular);
    }
    Ok(file)
}

fn is_older_than(entry: &fs::DirEntry, age: Duration) -> bool {
    let modified = entry.metadata().and_then(|metadata| metadata.modified());
    modified.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|past| past > age))
}

#[cfg(test)]
mod tests;
