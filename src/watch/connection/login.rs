//! The steps with a secret, and what they tell about the call context.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use super::judge::{Ended, of_context, of_finding};
use super::run::{Known, Run};
use super::{Detail, Fault, Skip, Step, UnderWay, gate};
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::lockout::Withheld;
use crate::domain::monitor::Finding;
use crate::domain::probe::{Acceptance, Demand, Unreached, Unverifiable, Verdict};
use crate::domain::profile::Encryption;
use crate::watch::check;
use crate::watch::directory::Reached;
use crate::watch::station::{Station, Target};

impl Run<'_> {
    /// One login; answers what it tells about the call context.
    pub(super) async fn login(
        &mut self,
        station: &Arc<Station>,
        account: &AccountRef,
        known: Option<&Known>,
        is_paused: bool,
    ) -> Option<Result<(), u32>> {
        let step = Step::Login(account.clone());
        let target = match self.target(account, known, is_paused) {
            Ok(target) => target,
            Err(skip) => {
                self.skipped(&step, skip);
                return None;
            }
        };
        self.begin(&step);
        let firmware_of = target.profile.id.clone();
        let finding = self.check(station, account, target).await;
        let Some(finding) = finding else {
            let trouble = Unreached::Local("the login did not start".to_owned());
            self.failed(&step, Fault::Unreached(trouble));
            return None;
        };
        let is_closed = matches!(known, Some(Known::Confirmed(Reached::Closed(_))));
        let told = match &finding {
            Finding::Judged(Verdict::Accepted(acceptance)) if account.plane == Plane::Client => {
                match acceptance {
                    Acceptance::Full => (!is_closed).then_some(Ok(())),
                    Acceptance::ContextWrong(code) => Some(Err(*code)),
                }
            }
            _ => None,
        };
        match of_finding(finding) {
            Ended::Accepted => {
                let firmware = match account.plane {
                    Plane::Management => station.firmware(&firmware_of),
                    Plane::Client => None,
                };
                self.passed(&step, Detail::LoggedIn { firmware });
            }
            Ended::Failed(fault) => self.failed(&step, fault),
            Ended::Skipped(skip) => self.skipped(&step, skip),
        }
        told
    }

    fn target(
        &self,
        account: &AccountRef,
        known: Option<&Known>,
        is_paused: bool,
    ) -> Result<Target, Skip> {
        let usable = gate::usable(&self.typed, self.saved, account)?;
        let certificate = Step::Certificate(account.plane);
        if !self.is_passed(&certificate) {
            return Err(self.unpassed(&[Step::Resolve, Step::Connect(account.plane), certificate]));
        }
        if account.plane == Plane::Client {
            match known {
                Some(Known::Confirmed(reached)) if reached.checks_nothing() => {
                    return Err(Skip::Unverifiable(Unverifiable::NotDemanded));
                }
                Some(Known::Confirmed(_)) => {}
                Some(Known::Unconfirmed) => return Err(Skip::NotConfirmed),
                None => return Err(Skip::After(Step::Directory)),
            }
        }
        if is_paused {
            return Err(Skip::Withheld(Withheld::Paused));
        }
        Ok(Target { profile: Arc::clone(&self.typed), account: usable.clone() })
    }

    /// The one way of every check, on a thread of its own, which nobody cuts off.
    async fn check(
        &mut self,
        station: &Arc<Station>,
        account: &AccountRef,
        target: Target,
    ) -> Option<Finding> {
        let (result, answer) = oneshot::channel();
        let (ended, end) = mpsc::channel::<()>();
        let station = Arc::clone(station);
        let work = move || {
            match crate::watch::runtime() {
                Ok(runtime) => {
                    let checked = runtime.block_on(check::check(&station, &target));
                    runtime.shutdown_timeout(Duration::from_millis(200));
                    // A cancelled test does not wait for it.
                    let _ = result.send(checked.finding);
                }
                Err(error) => log::error!("a login cannot start: {error}"),
            }
            drop(ended);
        };
        self.under_way = Some(UnderWay { account: account.clone(), ended: end });
        if let Err(error) = thread::Builder::new().name("login".to_owned()).spawn(work) {
            log::error!("a login cannot start: {error}");
        }
        let finding = answer.await.ok();
        self.under_way = None;
        finding
    }

    pub(super) async fn context(
        &mut self,
        station: &Station,
        known: Option<&Known>,
        told: Option<Result<(), u32>>,
    ) {
        let step = Step::Context;
        if let Some(told) = told {
            return match told {
                Ok(()) => self.passed(&step, Detail::ContextAccepted),
                Err(code) => self.failed(&step, Fault::ContextWrong(code)),
            };
        }
        let typed = Arc::clone(&self.typed);
        let reached = match known {
            _ if typed.context.is_none() => return self.skipped(&step, Skip::NoContext),
            None => return self.skipped(&step, Skip::After(Step::Directory)),
            Some(Known::Unconfirmed) => return self.skipped(&step, Skip::NotConfirmed),
            Some(Known::Confirmed(reached)) => reached,
        };
        let Reached::Client(route) = reached else {
            return self.skipped(&step, Skip::NotTold);
        };
        let by_certificate = matches!(typed.encryption, Encryption::TlsCertificate { .. });
        if route.directory.demand == Demand::Demanded && !by_certificate {
            return self.skipped(&step, Skip::NotTold);
        }
        self.begin(&step);
        match of_context(station.prove_without_password(&typed, reached).await) {
            None => self.passed(&step, Detail::ContextAccepted),
            Some(fault) => self.failed(&step, fault),
        }
    }
}
