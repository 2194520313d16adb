//! *Konnektor einrichten*: the first run, step by step, in one window.
//!
//! Decides what each click leads to. What is seen follows from [`flow`]; all work is done aside. A window
//! closed before the connector is stored leaves nothing, closed later a valid connector.

mod doing;
mod flow;
mod paint;
#[cfg(test)]
pub(super) mod samples;
#[cfg(test)]
mod tests;
mod view;
mod work;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::mpsc;

use konnektorwart_ui as ui;
use secrecy::SecretString;
use slint::ComponentHandle;

use super::{Context, Moment, Page, window};
use crate::desktop::action::Action;
use crate::domain::snapshot::Snapshot;
use crate::platform::{open, session, web};
use crate::text::Words;
use crate::watch::connection::Cancel;
use flow::{Busy, Flow, Step};
use view::VENDORS;

/// The open page.
pub(super) struct Assistant {
    window: ui::AssistantPage,
    context: Context,
    flow: RefCell<Flow>,
    snapshot: RefCell<Option<Snapshot>>,
    /// The way back into a login that asks.
    answer: RefCell<Option<mpsc::Sender<bool>>>,
    /// Ends the test under way.
    cancel: RefCell<Option<Cancel>>,
    turn: Cell<i32>,
}

impl Assistant {
    pub(super) fn new(context: Context) -> Result<Rc<Self>, slint::PlatformError> {
        let page = Rc::new(Self {
            window: ui::AssistantPage::new()?,
            context,
            flow: RefCell::new(Flow::new()),
            snapshot: RefCell::new(None),
            answer: RefCell::new(None),
            cancel: RefCell::new(None),
            turn: Cell::new(0),
        });
        window::teach(&page.window, page.context.language());
        paint::words(&page.window, page.context.language());
        paint::fill(&page.window, &page.flow.borrow());
        page.listen();
        page.read();
        Ok(page)
    }

    fn listen(self: &Rc<Self>) {
        let state = self.window.global::<ui::Assistant>();
        state.set_caps_lock(session::caps_lock().unwrap_or(false));
        let on = |what: fn(&Rc<Self>)| {
            let page = Rc::downgrade(self);
            move || page.upgrade().iter().for_each(what)
        };
        state.on_edited(on(|page| page.change(|flow, _| flow.told = None)));
        state.on_next(on(Self::next));
        state.on_back(on(Self::back));
        state.on_left(on(|page| page.context.close()));
        state.on_web_ui(on(Self::open_web_ui));
        state.on_onward(on(|page| {
            let onward = view::onward(&page.flow.borrow(), page.context.language());
            if let Some((_, action)) = onward {
                page.context.act(action);
            }
        }));
        state.on_open_tray(on(|page| {
            page.context.errand(
                page,
                |_| open::tray_settings(),
                |_, opened| {
                    if let Err(error) = opened {
                        log::warn!("Windows' setting was not opened: {error}");
                    }
                },
            );
        }));
        state.on_autostart_toggled(on(|page| {
            page.context.act(Action::Autostart);
            page.change(|flow, _| flow.autostart = flow.autostart.map(|on| !on));
        }));
        state.on_address_left(on(|page| {
            page.change(|flow, _| {
                if flow.step == Step::Find && flow.types() {
                    flow.draft.take_address_apart();
                }
            });
            paint::fill(&page.window, &page.flow.borrow());
        }));
        state.on_provided_chosen(on(|page| {
            let chosen = page.window.global::<ui::Assistant>().get_chosen();
            page.change(|flow, _| flow.choose(usize::try_from(chosen).unwrap_or(usize::MAX)));
            paint::fill(&page.window, &page.flow.borrow());
        }));
        self.listen_with_values(&state);
        window::close_with(self.window.window(), &self.context);
    }

    fn listen_with_values(self: &Rc<Self>, state: &ui::Assistant<'_>) {
        let page = Rc::downgrade(self);
        state.on_vendor_chosen(move |index| {
            let Some(page) = page.upgrade() else { return };
            let vendor = usize::try_from(index).ok().and_then(|at| VENDORS.get(at).copied());
            page.choose_vendor(vendor.unwrap_or_default());
        });
        let page = Rc::downgrade(self);
        state.on_ticked(move |port, confirmed| {
            let Some(page) = page.upgrade() else { return };
            page.change(|flow, _| {
                let port = usize::try_from(port).ok().and_then(|at| flow.ports().get(at));
                let Some(plane) = port.map(|port| port.plane) else { return };
                match confirmed {
                    true => flow.ticked.insert(plane),
                    false => flow.ticked.remove(&plane),
                };
            });
        });
        let page = Rc::downgrade(self);
        state.on_check(move |typed| {
            let password = SecretString::from(typed.as_str());
            drop(typed);
            if let Some(page) = page.upgrade() {
                page.check(password);
            }
        });
        let page = Rc::downgrade(self);
        state.on_letter(move |capital, shift| {
            if let Some(page) = page.upgrade() {
                // Where the system does not tell: a capital without Shift, or a small letter with it.
                let is_on = session::caps_lock().unwrap_or(capital != shift);
                page.window.global::<ui::Assistant>().set_caps_lock(is_on);
            }
        });
    }

    /// Reads aside what the settings and the system know already.
    fn read(self: &Rc<Self>) {
        self.context.errand(
            self,
            |setup| (work::settings(setup), work::autostart()),
            |page, (settings, autostart)| {
                page.change(|flow, words| {
                    flow.autostart = autostart;
                    match settings {
                        Ok((settings, here)) => flow.known(settings, here),
                        Err(error) => {
                            flow.decided = false;
                            flow.say(super::password::outcome::failed(&error, words));
                        }
                    }
                });
                paint::fill(&page.window, &page.flow.borrow());
            },
        );
    }

    /// The primary button.
    fn next(self: &Rc<Self>) {
        let (step, busy) = {
            let flow = self.flow.borrow();
            (flow.step, flow.busy)
        };
        match (step, busy) {
            (Step::Password, Some(Busy::Checking)) => self.answer(true),
            (Step::Test, Some(Busy::Testing)) => self.stop_test(),
            (_, Some(_)) => {}
            (Step::Find, None) => self.find(),
            (Step::Certificate, None) => self.move_to(Flow::after_certificate),
            (Step::Users, None) => self.take_users(),
            (Step::Elsewhere, None) => self.store(),
            // The field gives the password with it, see `check`.
            (Step::Password, None) => {}
            (Step::Test, None) => {
                let is_tested = self.flow.borrow().tested.is_some();
                match is_tested {
                    true => self.move_to(|_| Step::Start),
                    false => self.test(),
                }
            }
            (Step::Start, None) => self.move_to(|_| Step::Done),
            (Step::Done, None) => self.context.close(),
        }
    }

    /// The secondary button: back, or past this step.
    fn back(self: &Rc<Self>) {
        let (step, busy) = {
            let flow = self.flow.borrow();
            (flow.step, flow.busy)
        };
        match (step, busy) {
            (Step::Password, Some(Busy::Checking)) => self.answer(false),
            (_, Some(_)) => {}
            (Step::Password, None) => {
                self.change(|flow, _| flow.password_done());
                self.arrived();
            }
            (Step::Test, None) => {
                let is_tested = self.flow.borrow().tested.is_some();
                match is_tested {
                    true => self.test(),
                    false => self.move_to(|_| Step::Start),
                }
            }
            (Step::Find | Step::Certificate | Step::Users | Step::Elsewhere, None) => {
                self.move_to(|flow| flow.before().unwrap_or(flow.step));
            }
            (Step::Start | Step::Done, None) => {}
        }
    }

    fn move_to(self: &Rc<Self>, step: impl FnOnce(&Flow) -> Step) {
        self.change(|flow, _| {
            let step = step(flow);
            flow.go(step);
        });
        self.arrived();
    }

    /// A step was reached: the keyboard moves, and what it needs is found out.
    fn arrived(self: &Rc<Self>) {
        let (step, saved) = {
            let flow = self.flow.borrow();
            (flow.step, flow.saved.clone())
        };
        self.move_keyboard();
        if let (Step::Test, Some(profile)) = (step, saved) {
            self.context.errand(
                self,
                move |setup| work::plan(setup, &profile),
                |page, plan| {
                    page.change(|flow, _| flow.plan = plan);
                    page.move_keyboard();
                },
            );
        }
    }

    fn open_web_ui(self: &Rc<Self>) {
        let flow = self.flow.borrow();
        let Some(profile) = flow.found.as_ref().map(|found| &found.profile) else { return };
        let address = profile.admin_url();
        drop(flow);
        self.context.errand(
            self,
            move |_| web::open(&address),
            |_, opened| {
                if let Err(error) = opened {
                    log::warn!("the browser was not opened: {error}");
                }
            },
        );
    }

    /// Changes the flow, with what is typed, and shows it.
    fn change(&self, change: impl FnOnce(&mut Flow, &Words)) {
        let words = self.context.words();
        {
            let mut flow = self.flow.borrow_mut();
            paint::take(&self.window, &mut flow);
            change(&mut flow, &words);
        }
        self.draw(&words);
    }

    fn draw(&self, words: &Words) {
        let (flow, snapshot) = (self.flow.borrow(), self.snapshot.borrow());
        paint::draw(&self.window, &flow, snapshot.as_ref(), words);
    }

    fn move_keyboard(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.window.global::<ui::Assistant>().set_turn(self.turn.get());
    }
}

impl Page for Assistant {
    fn show(&self, now: &Moment<'_>) {
        self.snapshot.replace(now.snapshot.cloned());
        self.draw(now.words);
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}

impl Drop for Assistant {
    /// A test does not outlive its window. A login that has begun is followed to its end.
    fn drop(&mut self) {
        if let Some(cancel) = self.cancel.get_mut() {
            cancel.cancel();
        }
    }
}
