//! The connection test: planned while nothing runs, run aside on the values as typed, cancelled at once.

use std::rc::Rc;

use super::form::{Form, Test};
use super::{Configuration, work};
use crate::domain::profile::ConnectorProfile;
use crate::text::pages::ConfigurationWords;
use crate::watch::Error;
use crate::watch::connection::{self, Cancel, Detail, PlannedStep, Report, State, StepReport};

impl Configuration {
    /// Finds out what a test of the typed values would do and cost. One plan is made at a time; what is
    /// typed meanwhile is planned afterwards.
    pub(super) fn plan(self: &Rc<Self>) {
        let Some((typed, saved)) = self.to_test() else { return };
        if self.is_planning.get() || self.planned.borrow().as_ref() == Some(&typed) {
            return;
        }
        self.is_planning.set(true);
        *self.planned.borrow_mut() = Some(typed.clone());
        self.context.errand(
            self,
            move |setup| connection::plan(setup, &typed, Some(&saved)),
            |page, planned| page.planned(planned),
        );
    }

    pub(super) fn run_test(self: &Rc<Self>) {
        let Some((typed, saved)) = self.to_test() else { return };
        let cancel = Cancel::new();
        *self.cancel.borrow_mut() = Some(cancel.clone());
        self.change(|form| form.test = Test::Running(Vec::new()));
        self.context.long_errand(
            self,
            move |setup, progress| {
                connection::test(
                    setup,
                    &typed,
                    Some(&saved),
                    &mut |step| progress.tell(step),
                    &cancel,
                )
            },
            |page, step: StepReport| page.change(|form| form.take_step(step)),
            |page, report| page.tested(report),
        );
    }

    /// Ends the test; its page shows that at once.
    pub(super) fn cancel_test(self: &Rc<Self>) {
        let Some(cancel) = self.cancel.borrow_mut().take() else { return };
        cancel.cancel();
        self.change(|form| {
            if let Test::Running(steps) = &mut form.test {
                form.test = Test::Cancelling(std::mem::take(steps));
            }
        });
    }

    /// The typed profile and the one in force, while no test runs and nothing is wrong.
    fn to_test(&self) -> Option<(ConnectorProfile, ConnectorProfile)> {
        let form = self.form.borrow();
        let form = form.as_ref().filter(|form| form.ground.is_loaded && !form.is_testing())?;
        Some((form.judged().profile()?.clone(), form.ground.profile.clone()))
    }

    fn planned(self: &Rc<Self>, planned: Result<Vec<PlannedStep>, Error>) {
        self.is_planning.set(false);
        match planned {
            Ok(plan) => self.change(|form| {
                if let Test::Resting(shown) = &mut form.test {
                    *shown = plan;
                }
            }),
            Err(error) => log::warn!("the steps of a test are not known: {error}"),
        }
    }

    fn tested(self: &Rc<Self>, report: Result<Report, Error>) {
        *self.cancel.borrow_mut() = None;
        // A login changes what the next test costs.
        *self.planned.borrow_mut() = None;
        let language = self.context.language();
        match report {
            Ok(report) => {
                let end = language.test_ended(&report);
                self.change(|form| form.test = Test::Ended(report.steps, end));
            }
            Err(error) => {
                let says = ConfigurationWords::of(language);
                let text = self.context.words().failure(&error);
                let end = format!("{} {text}", says.not_tested);
                self.change(|form| form.test = Test::Ended(Vec::new(), end));
            }
        }
    }
}

impl Form {
    /// Takes what a step of the test under way says.
    pub fn take_step(&mut self, step: StepReport) {
        if let State::Passed(Detail::Services(services)) = &step.state {
            let versions = work::versions(services);
            self.learn(versions, services.vendor);
        }
        let (Test::Running(steps) | Test::Cancelling(steps)) = &mut self.test else { return };
        match steps.iter_mut().find(|known| known.step == step.step) {
            Some(known) => *known = step,
            None => steps.push(step),
        }
    }
}
