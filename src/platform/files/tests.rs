use super::*;
use crate::platform::machine;

#[test]
fn replaced_file_is_whole_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    replace_atomically(&path, b"old", Access::OwnerOnly).unwrap();
    replace_atomically(&path, b"new", Access::OwnerOnly).unwrap();
    assert_eq!(read_bounded(&path, 3).unwrap(), b"new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn reader_finds_old_or_new_bytes_while_they_are_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let contents = [vec![b'a'; 100_000], vec![b'b'; 50_000]];
    replace_atomically(&path, &contents[0], Access::OwnerOnly).unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for turn in 0..50 {
                replace_atomically(&path, &contents[turn % 2], Access::OwnerOnly).unwrap();
            }
        });
        while !writer.is_finished() {
            let read = read_bounded(&path, 200_000).unwrap();
            assert!(contents.contains(&read), "{} bytes", read.len());
            // Some file systems of Windows refuse to replace a file while it is read.
            std::thread::sleep(Duration::from_millis(1));
        }
    });
}

#[test]
fn replacing_in_a_missing_folder_is_absent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("file");
    let answer = replace_atomically(&path, b"x", Access::OwnerOnly);
    assert!(matches!(answer, Err(Error::Absent)), "{answer:?}");
}

#[test]
fn file_is_read_up_to_the_limit_and_not_beyond() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, b"12345").unwrap();
    assert_eq!(read_bounded(&path, 5).unwrap(), b"12345");
    assert!(matches!(read_bounded(&path, 4), Err(Error::TooLarge { limit: 4 })));
    assert!(matches!(read_bounded(&path.with_extension("x"), 4), Err(Error::Absent)));
    assert!(matches!(read_bounded(folder.path(), 4), Err(Error::NotRegular | Error::Io(_))));
}

#[test]
fn created_file_is_never_an_existing_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    create(&path, Access::OwnerOnly).unwrap().write_all(b"kept").unwrap();
    assert!(matches!(create(&path, Access::OwnerOnly), Err(Error::Exists)));
    let mut opened = open_or_create(&path, Access::OwnerOnly).unwrap();
    let mut text = String::new();
    opened.read_to_string(&mut text).unwrap();
    assert_eq!(text, "kept");
}

#[test]
fn appended_lines_follow_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = create(&folder.path().join("journal"), Access::OwnerOnly).unwrap();
    append_durably(&file, b"one\n").unwrap();
    (&file).rewind().unwrap();
    append_durably(&file, b"two\n").unwrap();
    sync_directory(folder.path()).unwrap();
    (&file).rewind().unwrap();
    assert_eq!(read_rest_bounded(&file, 100).unwrap(), b"one\ntwo\n");
}

#[test]
fn own_file_belongs_to_this_user() {
    let folder = tempfile::tempdir().unwrap();
    let file = create(&folder.path().join("file"), Access::OwnerOnly).unwrap();
    assert_eq!(owner_of(&file).unwrap(), machine::user().unwrap().id);
}

#[test]
fn only_old_leftovers_of_ours_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, age: u64| {
        let file = File::create(folder.path().join(name)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    };
    let (old, new) = (".a.1-0.konnektorwart-tmp", ".a.1-1.konnektorwart-tmp");
    make(old, 4000);
    make(new, 10);
    make("settings.toml", 4000);
    assert_eq!(remove_leftovers(folder.path()).unwrap(), 1);
    assert!(!folder.path().join(old).exists());
    assert!(folder.path().join(new).exists());
    assert!(folder.path().join("settings.toml").exists());
}

#[test]
fn private_folder_is_made_with_its_parents_and_may_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a").join("b");
    create_private_folder(&path).unwrap();
    create_private_folder(&path).unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let answer = create_private_folder(&folder.path().join("file"));
    assert!(matches!(answer, Err(Error::NotAFolder)), "{answer:?}");
}
