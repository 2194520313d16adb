//! What other threads leave for the event loop.
//!
//! Snapshots replace each other in one slot, everything else queues; the loop is woken once for
//! whatever lies here. Nothing waits on either side.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::action::Action;
use super::menu::{Autostart, Toasts};
use crate::domain::notice::Notice;
use crate::domain::snapshot::Snapshot;
use crate::platform::agent::Event;
use crate::platform::clipboard::Held;
use crate::store::config;
use crate::text::ToastText;
use crate::watch::Setup;

/// Something to deal with on the main thread.
#[derive(Debug)]
pub(super) enum Item {
    /// A person must hear something.
    Notice(Box<Notice>),
    /// A menu entry or a toast's button was clicked: an action as text.
    Clicked(String),
    /// The icon was clicked.
    Activated,
    /// The icon was clicked with the other button: the menu is wanted where we open it ourselves.
    MenuWanted,
    /// The platform or another program of ours told something.
    Told(Event),
    /// Something to do, as if it was clicked in the menu.
    Act(Action),
    /// The window of this page was closed.
    Closed(Action),
    /// Where pages work; none are opened before this is known.
    Serve(Box<Setup>),
    /// Whether the program starts at log-on was found out.
    Autostart(Autostart),
    /// Whether the program shall start at log-on: `On` or `Off`.
    WantAutostart(Autostart),
    /// Whether toasts can be shown, when that has changed.
    Toasts(Toasts),
    /// Nobody shows tray icons.
    NoTrayHost,
    /// The settings on the disk cannot be used; those of before stay in force.
    Refused(Arc<config::Error>),
    /// A password lies on the clipboard.
    Held(Box<Held>),
    /// The answer to a click: in the window where the person looks, otherwise as a toast.
    Answer(ToastText),
    /// Words to show as a toast.
    Say(ToastText),
    /// The end.
    Quit,
}

/// The board; cheap to clone.
#[derive(Clone)]
pub(super) struct Board(Arc<Shared>);

struct Shared {
    content: Mutex<Content>,
    wake: Box<dyn Fn() + Send + Sync>,
}

struct Content {
    snapshot: Option<Arc<Snapshot>>,
    items: VecDeque<Item>,
    is_woken: bool,
}

impl Board {
    /// An empty board. `wake` is called once for everything that is left until the next
    /// [`Board::take`]; not before the first one, which the loop makes by itself when it starts.
    pub(super) fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let content = Content { snapshot: None, items: VecDeque::new(), is_woken: true };
        Self(Arc::new(Shared { content: Mutex::new(content), wake: Box::new(wake) }))
    }

    /// Leaves something.
    pub(super) fn leave(&self, item: Item) {
        self.change(|content| content.items.push_back(item));
    }

    /// Leaves the newest snapshot; one that lies here still is replaced.
    pub(super) fn leave_snapshot(&self, snapshot: Arc<Snapshot>) {
        self.change(|content| content.snapshot = Some(snapshot));
    }

    /// Takes everything that lies here.
    pub(super) fn take(&self) -> (Option<Arc<Snapshot>>, VecDeque<Item>) {
        let mut content = self.0.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.is_woken = false;
        (content.snapshot.take(), std::mem::take(&mut content.items))
    }

    /// Whether nothing lies here.
    pub(super) fn is_empty(&self) -> bool {
        let content = self.0.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.snapshot.is_none() && content.items.is_empty()
    }

    fn change(&self, change: impl FnOnce(&mut Content)) {
        let mut content = self.0.content.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut content);
        let was_woken = std::mem::replace(&mut content.is_woken, true);
        drop(content);
        if !was_woken {
            (self.0.wake)();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::practice::Practice;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_wake_up_for_everything_that_lies_here() {
        let wake_ups = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&wake_ups);
        let board = Board::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        });
        board.leave(Item::Activated);
        assert_eq!(wake_ups.load(Ordering::SeqCst), 0, "the loop has not started");
        assert_eq!(board.take().1.len(), 1);
        let snapshot = |second| {
            let taken = jiff::Timestamp::from_second(second).unwrap();
            Arc::new(Snapshot {
                taken,
                connectors: Vec::new(),
                pause: None,
                next_check: None,
                practice: Practice::default(),
            })
        };
        board.leave_snapshot(snapshot(1));
        board.leave(Item::Activated);
        board.leave_snapshot(snapshot(2));
        board.leave(Item::NoTrayHost);
        assert_eq!(wake_ups.load(Ordering::SeqCst), 1);
        let (newest, items) = board.take();
        assert_eq!((newest, items.len()), (Some(snapshot(2)), 2));
        board.leave(Item::Activated);
        assert_eq!(wake_ups.load(Ordering::SeqCst), 2);
    }
}
