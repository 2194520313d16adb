//! The demo with tray and toasts: the event loop on the main thread, the story on another one.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use super::super::console::{Console, Failure};
use super::super::exit::Exit;
use super::play::{self, Came, Present};
use crate::desktop::{self, Deliver, Nudge, Opening, Options, Start, Watch};
use crate::watch::{Setup, Update};

/// Plays with tray and toasts; where no event loop can be made, without.
pub fn run(console: &mut Console, is_interactive: bool) -> Result<Exit, Failure> {
    let mut own = Console::new(console.language, console.json);
    let (result, told) = mpsc::channel();
    let (sender, receiver) = mpsc::channel();
    let present = Present::default();
    let end = sender.clone();
    let options = Options {
        language: console.language,
        auto: None,
        zone: console.zone.clone(),
        agent: None,
        start: Start::ByHand,
        opening: Opening::Icon,
        program: None,
    };
    let ran = desktop::run(options, move |remote| {
        play::end_on_signal(&sender);
        let tell = present.clone();
        let story = move |deliver| {
            let channel = (sender, receiver);
            let serving = remote.clone();
            let audience = Some(audience(deliver, move |setup| serving.serve(setup)));
            let played = play::play(&mut own, is_interactive, audience, present, channel);
            // The main thread waits for it or has failed already.
            let _ = result.send(played);
            remote.quit();
        };
        let story = Mutex::new(Some(story));
        Box::new(move |deliver| {
            // The watch of the demo starts once: the story tells what goes wrong by itself.
            let story = story.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(story) = story {
                thread::spawn(move || story(deliver));
            }
            let (tell, end) = (tell.clone(), end.clone());
            let nudge = move |nudge| match nudge {
                Nudge::Wish(command) => tell.tell(command),
                Nudge::Resumed => tell.resumed(),
            };
            Ok(Watch::new(nudge, move |_| {
                // The story may have ended by itself.
                let _ = end.send(Came::End);
            }))
        })
    });
    match ran {
        Ok(()) => told.recv().unwrap_or(Ok(Exit::Ok)),
        Err(error) => {
            log::warn!("no tray: {error}");
            play::headless(console, is_interactive)
        }
    }
}

/// Successive agents share the one way to tray and toasts.
fn audience(deliver: Deliver, serve: impl Fn(Setup) + Send + Sync + 'static) -> play::Audience {
    let deliver = Mutex::new(deliver);
    let watch = Arc::new(move |update: Update| {
        let deliver = deliver.lock().unwrap_or_else(PoisonError::into_inner);
        deliver(update);
    });
    play::Audience { watch, serve: Arc::new(serve) }
}
