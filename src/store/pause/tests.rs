use super::*;
use crate::platform::machine;

#[test]
fn pause_is_seen_until_it_is_ended() {
    for has_machine_folder in [true, false] {
        let home = Home::new(has_machine_folder);
        assert_eq!(load(&home.folders, &home.user), Found::default());
        set(&home.folders, &home.user, &pause(9)).unwrap();
        assert_eq!(load(&home.folders, &home.user).pause, Some(pause(9)));
        set(&home.folders, &home.user, &pause(3)).unwrap();
        assert_eq!(load(&home.folders, &home.user).pause, Some(pause(3)));
        end(&home.folders, &home.user, at(1)).unwrap();
        assert_eq!(load(&home.folders, &home.user), Found::default());
    }
}

#[test]
fn damaged_pause_does_not_count_and_is_named() {
    let home = Home::new(true);
    set(&home.folders, &home.user, &pause(9)).unwrap();
    let path = own_path(home.folders.machine.as_deref().unwrap(), &home.user);
    for text in ["until = 1", "version = 1\n", "until = \"tomorrow\"\n", "\u{0}"] {
        fs::write(&path, text).unwrap();
        let ignored = vec![path.clone()];
        assert_eq!(load(&home.folders, &home.user), Found { pause: None, ignored });
    }
}

#[test]
fn reason_is_kept_short_and_on_one_line() {
    let home = Home::new(true);
    let reason = format!("Wartung\n{}", "x".repeat(500));
    let long = Pause { reason, ..pause(9) };
    set(&home.folders, &home.user, &long).unwrap();
    let reason = load(&home.folders, &home.user).pause.unwrap().reason;
    assert_eq!(reason, format!("Wartung{}", "x".repeat(193)));
}

struct Home {
    _root: tempfile::TempDir,
    folders: Folders,
    user: User,
}

impl Home {
    fn new(has_machine_folder: bool) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folders = Folders::under(root.path());
        fs::create_dir(&folders.data).unwrap();
        if has_machine_folder {
            fs::create_dir(folders.machine.as_deref().unwrap()).unwrap();
        }
        let user = machine::user().unwrap();
        Self { _root: root, folders, user }
    }
}

fn pause(hours: i64) -> Pause {
    Pause {
        until: at(hours),
        reason: "Firmware-Update".into(),
        by: "admin@SERVER konnektorwart".into(),
    }
}

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + 3600 * hours).unwrap()
}
