//! The agent on the session bus and in front of logind. Both are opened on a thread of their own: a
//! bus that hangs must not keep the icon from appearing. Both sleep until a message comes.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use zbus::blocking::{Connection, MessageIterator};
use zbus::fdo::RequestNameFlags;

use crate::platform::agent::{Doorbell, Event, OnEvent, Page};
use crate::platform::linux::bus;

/// The agent's name on the session bus. Who owns it is of no consequence: the lock decides.
const NAME: &str = "de.konnektorwart.Agent";
const PATH: &str = "/de/konnektorwart/Agent";

/// Open connections; `None` once nobody listens any more.
type Shared = Arc<Mutex<Option<Vec<Connection>>>>;

/// The connections, closed when dropped.
#[derive(Debug)]
pub(in crate::platform) struct Buses(Shared);

pub(in crate::platform) fn listen(on_event: OnEvent) -> io::Result<Buses> {
    let shared: Shared = Arc::new(Mutex::new(Some(Vec::new())));
    let held = Arc::clone(&shared);
    thread::Builder::new().name("buses".into()).stack_size(256 * 1024).spawn(move || {
        if let Err(error) = appear_on_session_bus(&held, OnEvent::clone(&on_event)) {
            log::debug!("the agent is not on the session bus: {error}");
        }
        if let Err(error) = wait_for_resumes(&held, &on_event) {
            log::debug!("logind tells no resume: {error}");
        }
    })?;
    Ok(Buses(shared))
}

impl Drop for Buses {
    fn drop(&mut self) {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        for connection in open.into_iter().flatten() {
            // Ends the waiting thread as well.
            if let Err(error) = connection.close() {
                log::debug!("a bus could not be left: {error}");
            }
        }
    }
}

fn appear_on_session_bus(shared: &Shared, on_event: OnEvent) -> zbus::Result<()> {
    let session = bus::session()?;
    session.object_server().at(PATH, Bell(on_event))?;
    if !hold(shared, &session) {
        return session.close();
    }
    session.request_name_with_flags(NAME, RequestNameFlags::DoNotQueue.into())?;
    Ok(())
}

fn wait_for_resumes(shared: &Shared, on_event: &OnEvent) -> zbus::Result<()> {
    let system = bus::system()?;
    let rule = zbus::MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .sender("org.freedesktop.login1")?
        .path("/org/freedesktop/login1")?
        .interface("org.freedesktop.login1.Manager")?
        .member("PrepareForSleep")?
        .build();
    let signals = MessageIterator::for_match_rule(rule, &system, None)?;
    if !hold(shared, &system) {
        return system.close();
    }
    drop(system);
    for signal in signals {
        // True before the standby, false after it.
        if signal?.body().deserialize::<bool>().is_ok_and(|is_before| !is_before) {
            on_event(Event::Resumed);
        }
    }
    Ok(())
}

fn hold(shared: &Shared, connection: &Connection) -> bool {
    let mut open = shared.lock().unwrap_or_else(PoisonError::into_inner);
    open.as_mut().map(|open| open.push(connection.clone())).is_some()
}

struct Bell(OnEvent);

#[zbus::interface(name = "de.konnektorwart.Agent")]
impl Bell {
    fn show(&self, page: &str) -> zbus::fdo::Result<()> {
        let page = Page::new(page)
            .ok_or_else(|| zbus::fdo::Error::InvalidArgs("not the name of a page".into()))?;
        (self.0)(Event::Doorbell(Doorbell::Show(page)));
        Ok(())
    }

    fn reread(&self) {
        (self.0)(Event::Doorbell(Doorbell::Reread));
    }

    fn quit(&self) {
        (self.0)(Event::Doorbell(Doorbell::Quit));
    }
}
