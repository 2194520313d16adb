//! What the steps have done aside, and what follows from it: finding, storing, checking, testing.

use std::rc::Rc;

use secrecy::{ExposeSecret, SecretString};

use super::flow::{Asked, Busy, Step, plain};
use super::{Assistant, paint, work};
use crate::desktop::action::Action;
use crate::desktop::pages::password::flow::Tone;
use crate::desktop::pages::password::outcome;
use crate::domain::command::Command;
use crate::domain::device::Vendor;
use crate::domain::identity::Plane;
use crate::domain::profile::ConnectorProfile;
use crate::text::Message;
use crate::text::pages::AssistantWords;
use crate::watch::connection::{Cancel, Report, Skip, State};
use crate::watch::{Adopted, Error, Found, once};

impl Assistant {
    pub(super) fn find(self: &Rc<Self>) {
        self.change(|flow, _| {
            if flow.types() {
                flow.draft.take_address_apart();
            }
            flow.tried = true;
        });
        paint::fill(&self.window, &self.flow.borrow());
        let Some(profile) = self.flow.borrow().wanted() else {
            self.move_keyboard();
            return;
        };
        self.look(profile);
    }

    /// Looks at the connector; nothing secret is sent.
    fn look(self: &Rc<Self>, profile: ConnectorProfile) {
        self.change(|flow, _| {
            flow.told = None;
            flow.busy = Some(Busy::Searching);
        });
        self.context.errand(
            self,
            move |setup| once::find(setup, &profile),
            |page, found| page.looked(found),
        );
    }

    fn looked(self: &Rc<Self>, found: Result<Found, Error>) {
        self.change(|flow, words| match found {
            Ok(found) if found.ports.iter().any(|port| port.seen.is_ok()) => flow.found(found),
            Ok(found) => {
                let fixed = AssistantWords::of(words.language);
                let why = found.ports.iter().find_map(|port| port.seen.as_ref().err());
                let (meaning, next) = why
                    .map(|why| words.language.unreached(why))
                    .map_or_else(Default::default, |message| (message.what, message.next));
                let message = Message { what: fixed.no_answer.to_owned(), meaning, next };
                flow.go(Step::Find);
                flow.say(plain(Tone::Warning, message));
            }
            Err(error) => flow.say(outcome::failed(&error, words)),
        });
        paint::fill(&self.window, &self.flow.borrow());
        self.move_keyboard();
    }

    /// Another vendor has another port of the web UI: that one is looked at.
    pub(super) fn choose_vendor(self: &Rc<Self>, vendor: Vendor) {
        let before = self.flow.borrow().draft.management_port.clone();
        self.change(|flow, _| {
            flow.draft.take_vendor(vendor);
            if let Some(found) = &mut flow.found {
                found.profile.vendor = vendor;
            }
        });
        let flow = self.flow.borrow();
        let is_other = flow.draft.management_port != before;
        let Some(profile) = flow.wanted().filter(|_| is_other) else { return };
        drop(flow);
        self.look(profile);
    }

    pub(super) fn take_users(self: &Rc<Self>) {
        let mut is_complete = false;
        self.change(|flow, words| {
            flow.tried = true;
            is_complete = flow.complete().is_some();
            let fixed = AssistantWords::of(words.language);
            if !flow.users.maintenance && !flow.users.cards {
                let what = fixed.no_user.to_owned();
                let message = Message { what, meaning: String::new(), next: String::new() };
                flow.say(plain(Tone::Warning, message));
            }
        });
        match is_complete {
            true => self.move_to(|_| Step::Elsewhere),
            false => self.move_keyboard(),
        }
    }

    /// Writes the connector, as one edit, with what was confirmed.
    pub(super) fn store(self: &Rc<Self>) {
        let (profile, confirmed) = {
            let flow = self.flow.borrow();
            let Some(profile) = flow.complete() else { return };
            (profile, flow.confirmed())
        };
        self.change(|flow, _| {
            flow.told = None;
            flow.busy = Some(Busy::Storing);
        });
        self.context.errand(
            self,
            move |setup| work::store(setup, &profile, &confirmed),
            |page, stored| page.stored(stored),
        );
    }

    fn stored(self: &Rc<Self>, stored: Result<(ConnectorProfile, Vec<Asked>), Error>) {
        match stored {
            Ok((profile, open)) => {
                self.change(|flow, _| flow.stored(profile, open));
                self.context.act(Action::Tell(Command::Reread));
                self.arrived();
            }
            Err(Error::CertificateDiffers(port)) => {
                let Some(profile) = self.flow.borrow().wanted() else { return };
                self.look_again(port, profile);
            }
            Err(error) => {
                self.change(|flow, words| flow.say(outcome::failed(&error, words)));
                self.move_keyboard();
            }
        }
    }

    /// A certificate changed after it was compared: it is shown anew, and has to be compared anew.
    fn look_again(self: &Rc<Self>, port: u16, profile: ConnectorProfile) {
        self.context.errand(
            self,
            move |setup| once::find(setup, &profile),
            move |page, found| {
                page.looked(found);
                page.change(|flow, words| {
                    let message = words.language.certificate_changed_again(port);
                    flow.say(plain(Tone::Bad, message));
                });
            },
        );
    }

    /// Has what was typed checked aside: one login.
    pub(super) fn check(self: &Rc<Self>, password: SecretString) {
        let asked = {
            let flow = self.flow.borrow();
            flow.open
                .first()
                .filter(|_| flow.busy.is_none() && flow.step == Step::Password)
                .cloned()
        };
        let Some(asked) = asked.filter(|_| !password.expose_secret().is_empty()) else { return };
        self.change(|flow, _| {
            flow.told = None;
            flow.busy = Some(Busy::Checking);
        });
        self.context.long_errand(
            self,
            move |setup, progress| work::check(setup, &asked, password, progress),
            |page, work::Asks(question, spaces, sender)| {
                page.answer.replace(Some(sender));
                page.change(|flow, _| {
                    if let Some(asked) = flow.open.first_mut() {
                        asked.spare = Some(question.spare);
                    }
                    flow.question = Some((question, spaces));
                });
                page.move_keyboard();
            },
            |page, adopted| page.checked(adopted),
        );
    }

    pub(super) fn answer(&self, yes: bool) {
        self.change(|flow, _| flow.question = None);
        if let Some(sender) = self.answer.take()
            && sender.send(yes).is_err()
        {
            log::debug!("nobody waits for the answer any more");
        }
    }

    fn checked(self: &Rc<Self>, adopted: Result<Adopted, Error>) {
        let mut is_stored = false;
        self.change(|flow, words| {
            flow.question = None;
            let told = match &adopted {
                Ok(adopted) => {
                    if let (Adopted::Refused(_, spare) | Adopted::Doubtful(_, spare), Some(asked)) =
                        (adopted, flow.open.first_mut())
                    {
                        asked.spare = Some(*spare);
                    }
                    is_stored = adopted.is_stored();
                    outcome::told(adopted, words)
                }
                Err(error) => outcome::failed(error, words),
            };
            flow.say(told);
            if is_stored {
                flow.password_done();
            }
        });
        if is_stored {
            self.context.act(Action::Tell(Command::Reread));
        }
        self.arrived();
    }

    pub(super) fn test(self: &Rc<Self>) {
        if self.flow.borrow().plan.is_empty() {
            // What it costs has not been shown.
            return;
        }
        let Some(profile) = self.flow.borrow().saved.clone() else { return };
        let cancel = Cancel::new();
        self.cancel.replace(Some(cancel.clone()));
        self.change(|flow, _| {
            flow.told = None;
            flow.reports.clear();
            flow.busy = Some(Busy::Testing);
        });
        self.context.long_errand(
            self,
            move |setup, progress| work::test(setup, &profile, &cancel, progress),
            |page, report| page.change(|flow, _| flow.reported(report)),
            |page, report| page.tested(report),
        );
    }

    pub(super) fn stop_test(&self) {
        if let Some(cancel) = self.cancel.borrow().as_ref() {
            cancel.cancel();
        }
    }

    fn tested(self: &Rc<Self>, report: Result<Report, Error>) {
        self.cancel.replace(None);
        self.change(|flow, words| match report {
            Ok(report) => {
                let fixed = AssistantWords::of(words.language);
                let fine = is_fine(&report, flow.saved.as_ref());
                flow.reports = report.steps;
                flow.tested = Some(fine);
                let what = if fine { fixed.test_fine } else { fixed.test_not_fine };
                let meaning = if fine { "" } else { fixed.test_remedy };
                let message = Message {
                    what: what.to_owned(),
                    meaning: meaning.to_owned(),
                    next: String::new(),
                };
                let tone = if fine { Tone::Good } else { Tone::Warning };
                flow.say(plain(tone, message));
            }
            Err(error) => flow.say(outcome::failed(&error, words)),
        });
        self.context.act(Action::Tell(Command::Reread));
        self.arrived();
    }
}

/// Whether nothing is amiss. Without an account of Kartenzugriff nobody misses a call context.
fn is_fine(report: &Report, profile: Option<&ConnectorProfile>) -> bool {
    let has_cards = profile.is_some_and(|profile| {
        profile.accounts.iter().any(|account| account.plane == Plane::Client)
    });
    report.steps.iter().all(|step| match &step.state {
        State::Passed(_) => true,
        State::Skipped(Skip::NoContext) => !has_cards,
        State::Skipped(why) => why.is_harmless(),
        State::Waiting | State::Running | State::Failed(_) => false,
    })
}
