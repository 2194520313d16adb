use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::platform::files::{
    Access, Error, append_durably, create, create_private_folder, open_or_create,
    owned_by_administrators_only, read_bounded, replace_atomically,
};
use crate::platform::testing::leave_out;

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o777
}

#[test]
fn folders_are_entered_by_their_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b");
    create_private_folder(&path).unwrap();
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o700, 0o700));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    create_private_folder(&path).unwrap();
    assert_eq!(mode(&path), 0o700);
}

#[test]
fn foreign_folder_is_not_used() {
    if !rustix::process::geteuid().is_root() {
        return leave_out("only root can give a folder away");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs::create_dir(&path).unwrap();
    std::os::unix::fs::chown(&path, Some(12_345), None).unwrap();
    let answer = create_private_folder(&path);
    assert!(matches!(&answer, Err(Error::ForeignOwner(id)) if id.as_str() == "12345"));
}

#[test]
fn files_have_the_rights_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (private, public) = (folder.path().join("private"), folder.path().join("public"));
    replace_atomically(&private, b"x", Access::OwnerOnly).unwrap();
    replace_atomically(&public, b"x", Access::OwnerWritesAllRead).unwrap();
    assert_eq!((mode(&private), mode(&public)), (0o600, 0o644));
    fs::set_permissions(&private, fs::Permissions::from_mode(0o666)).unwrap();
    replace_atomically(&private, b"y", Access::OwnerOnly).unwrap();
    assert_eq!(mode(&private), 0o600);
}

#[test]
fn link_is_neither_read_nor_written_and_is_replaced_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (target, link) = (folder.path().join("target"), folder.path().join("link"));
    fs::write(&target, "kept").unwrap();
    symlink(&target, &link).unwrap();
    assert!(matches!(read_bounded(&link, 10), Err(Error::NotRegular)));
    assert!(matches!(open_or_create(&link, Access::OwnerOnly), Err(Error::NotRegular)));
    assert!(matches!(create(&link, Access::OwnerOnly), Err(Error::Exists)));
    replace_atomically(&link, b"new", Access::OwnerOnly).unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"kept");
    assert_eq!(read_bounded(&link, 10).unwrap(), b"new");
}

#[test]
fn link_to_nothing_creates_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (target, link) = (folder.path().join("target"), folder.path().join("link"));
    symlink(&target, &link).unwrap();
    let answer = open_or_create(&link, Access::OwnerOnly);
    assert!(matches!(answer, Err(Error::NotRegular)), "{answer:?}");
    assert!(!target.exists());
}

#[test]
fn planted_pipe_does_not_stop_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(matches!(read_bounded(&pipe, 10), Err(Error::NotRegular)));
}

/// SAFETY S23.
#[test]
fn administrators_files_are_told_from_others() {
    let Ok(true) = owned_by_administrators_only(Path::new("/etc/passwd")) else {
        return leave_out("/etc/passwd does not belong to root alone");
    };
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    fs::write(&own, "x").unwrap();
    assert!(!owned_by_administrators_only(&own).unwrap());
    // A link to an administrator's file in a folder that others may write can be turned elsewhere.
    let link = folder.path().join("link");
    symlink("/etc/passwd", &link).unwrap();
    assert!(!owned_by_administrators_only(&link).unwrap());
    let absent = owned_by_administrators_only(Path::new("/etc/konnektorwart-absent"));
    assert!(matches!(absent, Err(Error::Absent)));
}

#[test]
fn full_disk_leaves_the_old_file_and_no_temporary_one() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let path = disk.folder.path().join("settings.toml");
    replace_atomically(&path, b"old", Access::OwnerOnly).unwrap();
    let answer = replace_atomically(&path, &vec![b'x'; 1024 * 1024], Access::OwnerOnly);
    let error = answer.unwrap_err();
    assert!(error.is_disk_full(), "{error:?}");
    assert_eq!(read_bounded(&path, 100).unwrap(), b"old");
    assert_eq!(fs::read_dir(disk.folder.path()).unwrap().count(), 1);
}

#[test]
fn full_disk_cuts_a_journal_back_to_its_last_whole_line() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let path = disk.folder.path().join("journal");
    let journal = create(&path, Access::OwnerOnly).unwrap();
    append_durably(&journal, b"one\n").unwrap();
    let mut filler = create(&disk.folder.path().join("filler"), Access::OwnerOnly).unwrap();
    while filler.write_all(&[b'x'; 1024]).is_ok() {}
    let error = append_durably(&journal, &vec![b'y'; 64 * 1024]).unwrap_err();
    assert!(error.is_disk_full(), "{error:?}");
    assert_eq!(read_bounded(&path, 100).unwrap(), b"one\n");
}

/// 64 KiB in memory.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "none"])
            .arg(folder.path())
            .output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            leave_out("a small disk needs root and `mount`");
            return None;
        }
        Some(Self { folder })
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}
