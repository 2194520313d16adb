//! Work that a page has done aside: a thread for it, and the way back to the page.
//!
//! What the work tells reaches the page on the main thread, in order. A page that has been closed is
//! told nothing; its work goes on to its end, because an attempt must not be cut off.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::mpsc;
use std::thread;

/// Takes what the work tells. Answers whether more is to come.
type Receiver = Box<dyn FnMut(Box<dyn Any + Send>) -> More>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    Follows,
    Never,
}

thread_local! {
    static RECEIVERS: RefCell<(u64, BTreeMap<u64, Receiver>)> =
        const { RefCell::new((0, BTreeMap::new())) };
}

enum Told<S, T> {
    Step(S),
    Done(T),
}

/// The way from the work to its page, and back for questions.
pub(in crate::desktop) struct Progress<S> {
    tell: Box<dyn Fn(S) + Send>,
    steps: PhantomData<fn(S)>,
}

impl<S> Progress<S> {
    /// Tells the page something.
    pub(in crate::desktop) fn tell(&self, step: S) {
        (self.tell)(step);
    }

    /// Asks the person something and waits. `question` makes the step from where the answer is to be
    /// sent; a closed page answers with nothing.
    pub(in crate::desktop) fn ask<A: Send>(
        &self,
        question: impl FnOnce(mpsc::Sender<A>) -> S,
    ) -> Option<A> {
        let (sender, answer) = mpsc::channel();
        self.tell(question(sender));
        answer.recv().ok()
    }
}

/// Starts the work. Only on the main thread.
pub(super) fn start<P: 'static, S: Send + 'static, T: Send + 'static>(
    page: &Rc<P>,
    work: impl FnOnce(&Progress<S>) -> T + Send + 'static,
    step: impl Fn(&Rc<P>, S) + 'static,
    then: impl FnOnce(&Rc<P>, T) + 'static,
) {
    let page = Rc::downgrade(page);
    let mut then = Some(then);
    let receiver: Receiver = Box::new(move |told| {
        let (Some(page), Ok(told)) = (page.upgrade(), told.downcast::<Told<S, T>>()) else {
            return More::Never;
        };
        match *told {
            Told::Step(told) => step(&page, told),
            Told::Done(result) => {
                if let Some(then) = then.take() {
                    then(&page, result);
                }
                return More::Never;
            }
        }
        More::Follows
    });
    let id = RECEIVERS.with_borrow_mut(|(last, receivers)| {
        *last += 1;
        receivers.insert(*last, receiver);
        *last
    });
    let progress = Progress {
        tell: Box::new(move |step| hand_over(id, Box::new(Told::<S, T>::Step(step)))),
        steps: PhantomData,
    };
    let thread = thread::Builder::new().name("errand".to_owned());
    let spawned = thread.spawn(move || {
        let result = work(&progress);
        hand_over(id, Box::new(Told::<S, T>::Done(result)));
    });
    if let Err(error) = spawned {
        log::error!("no thread for a page's work: {error}");
        forget(id);
    }
}

/// Hands something to the receiver of a work, on the main thread.
fn hand_over(id: u64, told: Box<dyn Any + Send>) {
    if let Err(error) = slint::invoke_from_event_loop(move || receive(id, told)) {
        log::debug!("the event loop has ended: {error}");
    }
}

fn receive(id: u64, told: Box<dyn Any + Send>) {
    // Taken out while it runs: what it does may start or end other works.
    let receiver = RECEIVERS.with_borrow_mut(|(_, receivers)| receivers.remove(&id));
    let Some(mut receiver) = receiver else {
        return;
    };
    if receiver(told) == More::Follows {
        RECEIVERS.with_borrow_mut(|(_, receivers)| receivers.insert(id, receiver));
    }
}

fn forget(id: u64) {
    RECEIVERS.with_borrow_mut(|(_, receivers)| receivers.remove(&id));
}
