use std::io::Write;
use std::os::unix::net::UnixStream;

use crate::platform::agent::tests::{LIMIT, listen, own_folders};
use crate::platform::agent::{Claim, Doorbell, Event, claim, ring};
use crate::platform::folders::Folders;

#[test]
fn message_before_the_agent_listens_waits_for_it() {
    let (_root, folders) = own_folders();
    let Claim::First(first) = claim(&folders).unwrap() else { panic!("nobody else claims") };
    assert!(ring(&folders, &Doorbell::Reread).unwrap());
    let (_listening, heard) = listen(first);
    assert_eq!(heard.recv_timeout(LIMIT).unwrap(), Event::Doorbell(Doorbell::Reread));
}

#[test]
fn socket_of_a_killed_agent_is_nobody_and_is_taken_over() {
    let (_root, folders) = own_folders();
    // Dropped without a farewell, the socket stays as after a kill.
    drop(claim(&folders).unwrap());
    assert!(folders.runtime.join(super::SOCKET).exists());
    assert!(!ring(&folders, &Doorbell::Reread).unwrap());
    let Claim::First(first) = claim(&folders).unwrap() else { panic!("nobody else claims") };
    let (_listening, heard) = listen(first);
    assert!(ring(&folders, &Doorbell::Quit).unwrap());
    assert_eq!(heard.recv_timeout(LIMIT).unwrap(), Event::Doorbell(Doorbell::Quit));
}

#[test]
fn garbage_is_ignored_and_the_next_message_heard() {
    let (_root, folders) = own_folders();
    let Claim::First(first) = claim(&folders).unwrap() else { panic!("nobody else claims") };
    let (_listening, heard) = listen(first);
    for garbage in [&b"\xff\xfe"[..], b"", b"show \0", &[b'a'; 100_000]] {
        let mut stream = UnixStream::connect(folders.runtime.join(super::SOCKET)).unwrap();
        // The agent hangs up when it has seen enough.
        let _ = stream.write_all(garbage);
    }
    assert!(ring(&folders, &Doorbell::Reread).unwrap());
    assert_eq!(heard.recv_timeout(LIMIT).unwrap(), Event::Doorbell(Doorbell::Reread));
    assert!(heard.try_recv().is_err());
}

#[test]
#[cfg(target_os = "linux")]
fn deep_folder_has_a_doorbell_too() {
    let root = tempfile::tempdir().unwrap();
    let folders = Folders::under(&root.path().join("x".repeat(120)));
    let Claim::First(first) = claim(&folders).unwrap() else { panic!("nobody else claims") };
    let (listening, heard) = listen(first);
    assert!(ring(&folders, &Doorbell::Reread).unwrap());
    assert_eq!(heard.recv_timeout(LIMIT).unwrap(), Event::Doorbell(Doorbell::Reread));
    drop(listening);
    assert!(!folders.runtime.join(super::SOCKET).exists());
}
