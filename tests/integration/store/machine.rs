//! Several users of one machine, one of them hostile (SAFETY S8, S23, S24). Needs root to own files
//! as somebody else.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use konnektorwart::domain::ledger::LedgerView;
use konnektorwart::platform::folders::Folders;
use konnektorwart::platform::machine::user;
use konnektorwart::store::config::{Notice as ConfigNotice, Origin, Settings};
use konnektorwart::store::ledger::Notice;
use konnektorwart::store::pause::{self, Pause};

use super::{account, accounts, adopt};
use crate::left_out;

const MARIA: u32 = 64_001;
const EVE: u32 = 64_002;

/// SAFETY S8: another user's refusal holds us back, another user's acceptance allows nothing.
#[test]
fn refusal_of_another_user_is_heard() {
    let Some(home) = Home::new() else {
        return;
    };
    home.plant("ledger-64001.json", MARIA, &ledger("maria", 0, 70));
    let view = home.view();
    assert_eq!((view.refused, view.by.as_deref()), (70, Some("maria (64001)")));
    home.plant("ledger-64001.json", MARIA, &ledger("maria", 90, 0));
    let view = home.view();
    assert_eq!((view.refused, view.counter), (0, 90));
    // While the account is open, too.
    let accounts = accounts(&home.folders);
    let mut opened = accounts.open(&account(1)).unwrap();
    home.plant("ledger-64001.json", MARIA, &ledger("maria", 90, 91));
    opened.reread_ledger().unwrap();
    assert_eq!(opened.ledger().refused, 91);
}

#[test]
fn hostile_user_can_only_hold_us_back() {
    let Some(home) = Home::new() else {
        return;
    };
    let machine = home.folders.machine.clone().unwrap();
    // Under Maria's name, with a refusal and with an acceptance that would outrank ours.
    home.plant("ledger-64001.json", EVE, &ledger("maria", 1, 2));
    // A link to a file that Maria owns.
    let secret = home.root.path().join("marias");
    fs::write(&secret, ledger("maria", 0, 77)).unwrap();
    chown(&secret, Some(MARIA), None).unwrap();
    symlink(&secret, machine.join("ledger-64003.json")).unwrap();
    // A pipe that never ends, and a folder.
    let pipe = machine.join("ledger-64004.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::create_dir(machine.join("ledger-64005.json")).unwrap();
    let accounts = accounts(&home.folders);
    adopt(&accounts, &account(1), "eins");
    let opened = accounts.open(&account(1)).unwrap();
    let expected = LedgerView::default();
    assert_eq!(opened.ledger(), &expected);
    let mut notices = opened.notices().to_vec();
    notices.sort();
    let file = |name: &str| machine.join(name);
    let expected = [
        Notice::NotItsOwner(file("ledger-64001.json")),
        Notice::NotReadable(file("ledger-64003.json")),
        Notice::NotReadable(file("ledger-64004.json")),
        Notice::NotReadable(file("ledger-64005.json")),
    ];
    assert_eq!(notices, expected);
    drop(opened);
    // Under Eve's own name: too large, no ledger, a counter beyond all reason.
    let texts = [
        "x".repeat(2 * 1024 * 1024),
        "{}".into(),
        ledger("eve", u64::MAX, 1),
        ledger("eve", 1 << 52, 1),
    ];
    for text in texts {
        home.plant("ledger-64002.json", EVE, &text);
        let view = home.view();
        assert!(view.damaged.is_some_and(|owner| owner.contains("64002")));
        assert_eq!((view.refused, view.counter), (0, 0));
    }
}

/// A file of ours that somebody planted before us cannot be replaced in a sticky folder; our own
/// entry counts all the same, and a person hears that nobody else learns of it.
#[test]
fn planted_file_under_our_name_is_never_believed() {
    let Some(home) = Home::new() else {
        return;
    };
    let name = format!("ledger-{}.json", user().unwrap().id);
    home.plant(&name, EVE, &ledger("root", 0, 99));
    assert_eq!(home.view().refused, 0);
}

/// SAFETY S24: an administrator's pause stops everybody, another user's stops only that user.
#[test]
fn pause_of_another_user_stops_nobody_else() {
    let Some(home) = Home::new() else {
        return;
    };
    let until = "2026-11-24T22:00:00Z".parse().unwrap();
    let pause =
        Pause { until, reason: "Firmware-Update".into(), by: "admin@SERVER konnektorwart".into() };
    let me = user().unwrap();
    pause::set(&home.folders, &me, &pause).unwrap();
    assert_eq!(pause::load(&home.folders, &me).pause, Some(pause));
    let own = home.folders.machine.as_ref().unwrap().join(format!("pause-{}.toml", me.id));
    chown(&own, Some(EVE), None).unwrap();
    let found = pause::load(&home.folders, &me);
    assert_eq!((found.pause, found.ignored), (None, vec![own]));
}

/// SAFETY S23, with files that really are an administrator's.
#[test]
fn administrators_files_count_until_somebody_else_may_write_them() {
    let Some(folder) = AdministratorsFolder::new() else {
        return;
    };
    let folders = Folders::under(&folder.0);
    let system = &folders.system_settings;
    fs::create_dir(system.parent().unwrap()).unwrap();
    fs::write(system, "version = 1\nlanguage = \"en\"\nlog = \"warn\"\n").unwrap();
    let policy = system.with_file_name("policy.toml");
    fs::write(&policy, "version = 1\nlog = \"error\"\n").unwrap();
    let loaded = Settings::load(&folders).unwrap();
    assert_eq!(loaded.settings.language.origin, Origin::System);
    assert_eq!(loaded.settings.log.origin, Origin::Policy);
    assert_eq!(loaded.notices, []);
    fs::set_permissions(system, fs::Permissions::from_mode(0o666)).unwrap();
    chown(&policy, Some(EVE), None).unwrap();
    let loaded = Settings::load(&folders).unwrap();
    assert_eq!(loaded.settings.language.origin, Origin::Default);
    let ignored = [&policy, system].map(|path| ConfigNotice::NotAdministratorsOnly(path.clone()));
    assert_eq!(loaded.notices, ignored);
}

struct Home {
    root: tempfile::TempDir,
    folders: Folders,
}

impl Home {
    fn new() -> Option<Self> {
        let root = tempfile::tempdir().unwrap();
        let folders = Folders::under(root.path());
        let machine = folders.machine.as_ref().unwrap();
        fs::create_dir(machine).unwrap();
        fs::set_permissions(machine, fs::Permissions::from_mode(0o1777)).unwrap();
        if chown(root.path(), Some(0), None).is_err() {
            left_out("files of other users", "run the tests as root");
            return None;
        }
        Some(Self { root, folders })
    }

    fn plant(&self, name: &str, owner: u32, text: &str) {
        let path = self.folders.machine.as_ref().unwrap().join(name);
        let _ = fs::remove_file(&path);
        fs::write(&path, text).unwrap();
        chown(&path, Some(owner), None).unwrap();
    }

    fn view(&self) -> LedgerView {
        accounts(&self.folders).open(&account(1)).unwrap().ledger().clone()
    }
}

/// A folder all of whose parents are root's, which a temporary one never is.
struct AdministratorsFolder(PathBuf);

impl AdministratorsFolder {
    fn new() -> Option<Self> {
        let path = Path::new("/run").join(format!("konnektorwart-test-{}", std::process::id()));
        if user().unwrap().id.is_administrator() && fs::create_dir(&path).is_ok() {
            return Some(Self(path));
        }
        left_out("an administrator's settings", "run the tests as root");
        None
    }
}

impl Drop for AdministratorsFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn ledger(name: &str, accepted: u64, refused: u64) -> String {
    let device = account(1).device;
    format!(
        r#"{{"format":1,"user":"{name}","entries":[{{"device":"{device}","plane":"management","user":"LOCAL","accepted":{accepted},"refused":{refused},"at":null}}]}}"#
    )
}
