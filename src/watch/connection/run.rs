//! The order of the steps, and the book of their states.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Cancel, Detail, Error, Fault, Report, Skip, State, Step, StepReport, UnderWay, gate};
use crate::domain::device::Pin;
use crate::domain::identity::Plane;
use crate::domain::profile::ConnectorProfile;
use crate::store::config::Settings;
use crate::watch::aside;
use crate::watch::directory::Reached;
use crate::watch::station::{Setup, Station};

/// How long a login waits for another program of ours that is at the same account.
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) fn test(
    setup: &Setup,
    typed: &ConnectorProfile,
    saved: Option<&ConnectorProfile>,
    on_step: &mut dyn FnMut(StepReport),
    cancel: &Cancel,
) -> Result<Report, Error> {
    let runtime = crate::watch::runtime()?;
    let mut run = Run::new(typed, saved, on_step, cancel);
    let ended = runtime.block_on(async {
        tokio::select! {
            biased;
            () = cancel.cancelled() => None,
            ended = run.all(setup) => Some(ended),
        }
    });
    // What still asks a name server or a disk is not waited for.
    runtime.shutdown_background();
    let cancelled = ended.is_none();
    ended.transpose()?;
    run.close();
    let Run { steps, under_way, .. } = run;
    Ok(Report { steps, cancelled, under_way: under_way.filter(|_| cancelled) })
}

/// A test under way.
pub(super) struct Run<'a> {
    pub(super) typed: Arc<ConnectorProfile>,
    pub(super) saved: Option<&'a ConnectorProfile>,
    pub(super) under_way: Option<UnderWay>,
    on_step: &'a mut dyn FnMut(StepReport),
    cancel: &'a Cancel,
    steps: Vec<StepReport>,
    began: Instant,
}

/// How a port that accepts connections is known.
pub(super) enum Seen {
    /// Its certificate is the confirmed one.
    Confirmed,
    /// It has a certificate that nobody confirmed: this one.
    Unconfirmed(Pin),
    /// It is spoken to in plain HTTP.
    Plain,
}

/// What is known of the client plane for the login and the call context.
pub(super) enum Known {
    /// The directory was read over the confirmed certificate, or over plain HTTP.
    Confirmed(Reached),
    /// It was read over a certificate that nobody confirmed.
    Unconfirmed,
}

impl<'a> Run<'a> {
    fn new(
        typed: &ConnectorProfile,
        saved: Option<&'a ConnectorProfile>,
        on_step: &'a mut dyn FnMut(StepReport),
        cancel: &'a Cancel,
    ) -> Self {
        let waiting = |step| StepReport { step, state: State::Waiting, took: None };
        let steps: Vec<_> = gate::steps(typed).into_iter().map(waiting).collect();
        steps.iter().for_each(|step| on_step(step.clone()));
        let (typed, began, under_way) = (Arc::new(typed.clone()), Instant::now(), None);
        Self { typed, saved, on_step, cancel, steps, began, under_way }
    }

    async fn all(&mut self, setup: &Setup) -> Result<(), Error> {
        let (ours, stop) = (setup.clone(), self.cancel.clone());
        let made = aside(move || {
            let others = connectors(&ours);
            let is_paused = gate::is_paused(&ours);
            let station = Station::new(ours, PATIENCE)?.stopped_by(stop);
            Ok::<_, Error>((Arc::new(station), others, is_paused))
        });
        let (station, others, is_paused) = made.await?;
        let addresses = self.resolve(&others).await;
        let certificates = [
            self.port(&station, Plane::Client, addresses.as_deref()).await,
            self.port(&station, Plane::Management, addresses.as_deref()).await,
        ];
        let known = self.directory(&station, certificates[0].as_ref()).await;
        let mut context = None;
        for account in gate::accounts(&self.typed) {
            let told = self.login(&station, &account, known.as_ref(), is_paused).await;
            context = told.or(context);
        }
        self.context(&station, known.as_ref(), context).await;
        Ok(())
    }

    /// The first of the steps that did not pass, as the reason for which the next is not tried.
    pub(super) fn unpassed(&self, before: &[Step]) -> Skip {
        let failed = before.iter().find(|step| !self.is_passed(step));
        failed.map_or(Skip::NotConfirmed, |step| Skip::After(step.clone()))
    }

    pub(super) fn is_passed(&self, step: &Step) -> bool {
        self.steps
            .iter()
            .any(|known| known.step == *step && matches!(known.state, State::Passed(_)))
    }

    pub(super) fn begin(&mut self, step: &Step) {
        self.began = Instant::now();
        self.set(step, State::Running, None);
    }

    pub(super) fn passed(&mut self, step: &Step, detail: Detail) {
        self.set(step, State::Passed(detail), Some(self.began.elapsed()));
    }

    pub(super) fn failed(&mut self, step: &Step, fault: Fault) {
        self.set(step, State::Failed(fault), Some(self.began.elapsed()));
    }

    pub(super) fn skipped(&mut self, step: &Step, skip: Skip) {
        self.set(step, State::Skipped(skip), None);
    }

    fn set(&mut self, step: &Step, state: State, took: Option<Duration>) {
        if let Some(known) = self.steps.iter_mut().find(|known| known.step == *step) {
            (known.state, known.took) = (state, took);
            (self.on_step)(known.clone());
        }
    }

    /// What did not end was cancelled.
    fn close(&mut self) {
        let open = |step: &&StepReport| matches!(step.state, State::Waiting | State::Running);
        let open: Vec<Step> = self.steps.iter().filter(open).map(|one| one.step.clone()).collect();
        for step in open {
            self.skipped(&step, Skip::Cancelled);
        }
    }
}

/// The connectors of the settings; settings that cannot be read name none.
fn connectors(setup: &Setup) -> Vec<ConnectorProfile> {
    match Settings::load(&setup.folders) {
        Ok(loaded) => loaded.settings.connectors.into_iter().map(|known| known.profile).collect(),
        Err(error) => {
            log::debug!("other connectors are not compared: {error}");
            Vec::new()
        }
    }
}
