//! README's first command.

use std::collections::BTreeMap;
use std::fs;

use super::{Ran, command};

#[test]
fn demo_tells_the_story_as_the_device_saw_it_and_leaves_nothing_behind() {
    let root = tempfile::tempdir().unwrap();
    let ran = command(&root.path().join("home"), &["demo", "--json"])
        .env("TMPDIR", root.path())
        .env("HOME", root.path())
        .output()
        .unwrap();
    let ran = Ran::of(ran);
    assert_eq!(ran.code, Some(0), "{} {}", ran.out, ran.err);
    let lines = ran.lines();
    let steps: Vec<&str> = lines.iter().filter_map(|line| line["step"].as_str()).collect();
    let expected = [
        "staged",
        "trusted",
        "entered",
        "in-sync",
        "changed",
        "warned",
        "restarted",
        "not-sent-again",
        "adopted",
        "all-clear",
        "question",
        "task-done",
        "finished",
    ];
    assert_eq!(steps, expected);
    let refused: BTreeMap<&str, u64> = lines
        .iter()
        .filter_map(|line| Some((line["step"].as_str()?, line["device"]["refused"].as_u64()?)))
        .filter(|(_, refused)| *refused > 0)
        .collect();
    assert_eq!(refused, BTreeMap::from([("warned", 1)]));
    let left: Vec<_> = fs::read_dir(root.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn demo_speaks_both_languages_without_json() {
    let root = tempfile::tempdir().unwrap();
    let ran = Ran::of(command(root.path(), &["demo", "--language", "en"]).output().unwrap());
    assert_eq!(ran.code, Some(0), "{} {}", ran.out, ran.err);
    assert!(ran.out.contains("Exactly one login with the old password"), "{}", ran.out);
    assert!(ran.out.contains("Has the new password been entered in x.concept too?"), "{}", ran.out);
}
