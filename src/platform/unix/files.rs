//! File rights and durability after POSIX.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::platform::files::{Access, Error, UserId};

/// What a file is opened for.
#[derive(Debug, Clone, Copy)]
pub(in crate::platform) enum Purpose {
    Read,
    ReadAndWrite,
}

pub(in crate::platform) fn create_private_folder(path: &Path) -> Result<(), Error> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|error| {
        match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => Error::NotAFolder,
            _ => Error::Io(error),
        }
    })?;
    let found = fs::metadata(path)?;
    if !found.is_dir() {
        return Err(Error::NotAFolder);
    }
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(Error::ForeignOwner(UserId(found.uid().to_string())));
    }
    if found.mode() & 0o077 != 0 {
        fs::set_permissions(path, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

pub(in crate::platform) fn create(path: &Path, access: Access) -> io::Result<File> {
    let mode = match access {
        Access::OwnerOnly => 0o600,
        Access::OwnerWritesAllRead => 0o644,
    };
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(mode).open(path)?;
    // The process' mask may have taken away what others need to read.
    if file.metadata()?.mode() & 0o777 != mode {
        file.set_permissions(Permissions::from_mode(mode))?;
    }
    Ok(file)
}

pub(in crate::platform) fn open(path: &Path, purpose: Purpose) -> io::Result<File> {
    // NONBLOCK: a planted pipe must not stop us; it means nothing for a regular file.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let write = match purpose {
        Purpose::Read => false,
        Purpose::ReadAndWrite => true,
    };
    OpenOptions::new().read(true).write(write).custom_flags(flags.bits().cast_signed()).open(path)
}

pub(in crate::platform) fn rename_over(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

pub(in crate::platform) fn sync_directory(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(in crate::platform) fn owner_of(file: &File) -> io::Result<UserId> {
    Ok(UserId(file.metadata()?.uid().to_string()))
}

pub(in crate::platform) fn owned_by_administrators_only(path: &Path) -> io::Result<bool> {
    let named = std::path::absolute(path)?;
    // What the name says and what it leads to: a link may be swapped in the one, its target's folder
    // in the other.
    let real = fs::canonicalize(&named)?;
    Ok(is_chain_of_root(&named)? && is_chain_of_root(&real)?)
}

fn is_chain_of_root(path: &Path) -> io::Result<bool> {
    for place in path.ancestors() {
        let found = fs::symlink_metadata(place)?;
        // The mode of a link says nothing. With an access list the group's bits are its mask, so a
        // clear bit rules out every entry.
        let is_writable_by_others = !found.is_symlink() && found.mode() & 0o022 != 0;
        if found.uid() != 0 || is_writable_by_others {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The machine's folder if root made it for everybody like `/tmp`: others may add files and cannot
/// touch those of another user.
pub(in crate::platform) fn shared_folder(path: &Path) -> Option<PathBuf> {
    let found = fs::symlink_metadata(path).ok()?;
    let is_shared = found.is_dir() && found.uid() == 0 && found.mode() & 0o1777 == 0o1777;
    let parent = path.parent()?;
    (is_shared && owned_by_administrators_only(parent).unwrap_or(false)).then(|| path.to_owned())
}

#[cfg(test)]
mod tests;
