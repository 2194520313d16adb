use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn message_is_read_as_it_was_written(page in "[^\\p{C}]{1,200}") {
        let bells = [Doorbell::Show(Page::new(&page).unwrap()), Doorbell::Reread, Doorbell::Quit];
        for bell in bells {
            prop_assert!(bell.to_string().len() <= MAXIMUM_MESSAGE);
            prop_assert_eq!(Doorbell::parse(&bell.to_string()), Some(bell));
        }
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in ".*") {
        let _ = Doorbell::parse(&text);
    }
}

#[test]
fn nothing_but_the_three_messages_is_taken() {
    for refused in ["", "show", "show ", "quit now", "QUIT", "reread\n", "show a\u{7}", "login x"] {
        assert_eq!(Doorbell::parse(refused), None, "{refused:?}");
    }
}

#[test]
fn second_agent_is_told_and_rings_the_first() {
    let (_root, folders) = own_folders();
    let Claim::First(first) = claim(&folders).unwrap() else { panic!("nobody else claims") };
    assert!(matches!(claim(&folders).unwrap(), Claim::Second));
    let (listening, heard) = listen(first);
    for bell in [Doorbell::Show(Page::new("Übersicht").unwrap()), Doorbell::Reread] {
        assert!(ring(&folders, &bell).unwrap());
        assert_eq!(heard.recv_timeout(LIMIT).unwrap(), Event::Doorbell(bell));
    }
    drop(listening);
    assert!(!ring(&folders, &Doorbell::Quit).unwrap());
    assert!(matches!(claim(&folders).unwrap(), Claim::First(_)));
}

#[test]
fn without_an_agent_nobody_hears() {
    let (_root, folders) = own_folders();
    assert!(!ring(&folders, &Doorbell::Reread).unwrap());
}

#[test]
fn agents_of_two_roots_do_not_meet() {
    let ((_root, one), (_other, two)) = (own_folders(), own_folders());
    let Claim::First(first) = claim(&one).unwrap() else { panic!("nobody else claims") };
    let (_listening, heard) = listen(first);
    assert!(matches!(claim(&two).unwrap(), Claim::First(_)));
    assert!(!ring(&two, &Doorbell::Quit).unwrap());
    assert!(heard.try_recv().is_err());
}

pub(in crate::platform) const LIMIT: Duration = Duration::from_secs(60);

pub(in crate::platform) fn own_folders() -> (tempfile::TempDir, Folders) {
    let root = tempfile::tempdir().unwrap();
    let folders = Folders::under(root.path());
    (root, folders)
}

pub(in crate::platform) fn listen(agent: Agent) -> (Listening, Receiver<Event>) {
    let (sender, heard) = channel();
    let sender = std::sync::Mutex::new(sender);
    let listening = agent.listen(move |event| {
        // The test may have ended.
        let _ = sender.lock().unwrap().send(event);
    });
    (listening.unwrap(), heard)
}
