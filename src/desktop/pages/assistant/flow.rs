//! Where the assistant stands. A value without a window: what was typed, what was found, what was
//! confirmed, and which step that leads to.
//!
//! Nothing is written before the question who watches is answered; then everything is, as one edit. From
//! there on there is no way back, only on: what is stored is changed in the Konnektor-Konfiguration.

use std::collections::BTreeSet;

use crate::desktop::pages::password::flow::{Told, Tone};
use crate::desktop::pages::password::outcome::Onward;
use crate::desktop::pages::ports;
use crate::domain::device::{Fingerprint, Vendor};
use crate::domain::draft::{AccountDraft, Draft, Field, Mistake};
use crate::domain::identity::{AccountRef, ConnectorId, MachineName, Plane};
use crate::domain::profile::ConnectorProfile;
use crate::text::{Message, PinState, System};
use crate::watch::connection::{PlannedStep, StepReport};
use crate::watch::{Found, Port, Question};

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Find,
    Certificate,
    Users,
    Elsewhere,
    Password,
    Test,
    Start,
    Done,
}

/// What is being done aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Busy {
    Searching,
    Storing,
    Checking,
    Testing,
}

/// Whose user of the management plane it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The one that x.concept uses.
    Practice,
    /// A separate Lokaler Admin.
    Admin,
}

/// The answer to SAFETY S6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Elsewhere {
    Yes,
    No,
    Unknown,
}

impl Elsewhere {
    pub(super) const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];
}

/// Something to say that leads to no other page.
pub(super) const fn plain(tone: Tone, message: Message) -> Told {
    Told { tone, message, onward: Onward::Again }
}

/// What is typed about the accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Users {
    pub(super) maintenance: bool,
    pub(super) cards: bool,
    pub(super) role: Role,
    pub(super) user: String,
    pub(super) benutzerkennung: String,
}

/// One account whose password is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) account: AccountRef,
    /// The spare attempts by our count; none: not known.
    pub(super) spare: Option<u8>,
}

/// What the settings know at the beginning.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    /// The connectors that the provider has prepared and nobody has set up yet.
    pub(super) provided: Vec<ConnectorProfile>,
    /// All identifiers that are taken.
    pub(super) taken: Vec<ConnectorId>,
}

/// The assistant's state.
#[derive(Debug, Clone)]
pub(super) struct Flow {
    pub(super) step: Step,
    pub(super) busy: Option<Busy>,
    pub(super) told: Option<Told>,
    pub(super) settings: Settings,
    /// Which of the provider's connectors; none: another one, typed here.
    pub(super) chosen: Option<usize>,
    /// Something of the provider's list was chosen, or there is none.
    pub(super) decided: bool,
    pub(super) draft: Draft,
    pub(super) users: Users,
    /// Empty fields are mistakes only after a try to go on.
    pub(super) tried: bool,
    pub(super) found: Option<Found>,
    pub(super) ticked: BTreeSet<Plane>,
    pub(super) elsewhere: Option<Elsewhere>,
    pub(super) machine: String,
    /// This machine.
    pub(super) here: Option<MachineName>,
    /// The connector as it is stored.
    pub(super) saved: Option<ConnectorProfile>,
    /// The accounts whose passwords are still to be typed; the first one now.
    pub(super) open: Vec<Asked>,
    /// An attempt that costs something else than was shown; the typed text has spaces around it.
    pub(super) question: Option<(Question, bool)>,
    pub(super) plan: Vec<PlannedStep>,
    pub(super) reports: Vec<StepReport>,
    /// Whether the test has ended, and how.
    pub(super) tested: Option<bool>,
    /// Whether the program starts at log-on; none: not known, or not to be changed.
    pub(super) autostart: Option<bool>,
    /// By whose words the icon is kept in sight.
    pub(super) system: System,
}

impl Flow {
    pub(super) fn new() -> Self {
        Self {
            step: Step::Find,
            busy: None,
            told: None,
            settings: Settings::default(),
            chosen: None,
            decided: true,
            draft: Draft::new([]),
            users: Users {
                maintenance: true,
                cards: false,
                role: Role::Practice,
                user: String::new(),
                benutzerkennung: String::new(),
            },
            tried: false,
            found: None,
            ticked: BTreeSet::new(),
            elsewhere: None,
            machine: String::new(),
            here: None,
            saved: None,
            open: Vec::new(),
            question: None,
            plan: Vec::new(),
            reports: Vec::new(),
            tested: None,
            autostart: None,
            system: System::of_this_program(),
        }
    }

    /// The settings have been read.
    pub(super) fn known(&mut self, settings: Settings, here: MachineName) {
        let typed = self.draft.clone();
        self.draft = Draft::new(settings.taken.iter().cloned());
        (self.draft.name, self.draft.address) = (typed.name, typed.address);
        (self.draft.port, self.draft.management_port) = (typed.port, typed.management_port);
        self.decided = settings.provided.is_empty();
        self.settings = settings;
        self.here = Some(here);
    }

    /// The provider's connector that was chosen.
    pub(super) fn provided(&self) -> Option<&ConnectorProfile> {
        self.settings.provided.get(self.chosen?)
    }

    /// Chooses of the provider's list; its end is "another one".
    pub(super) fn choose(&mut self, index: usize) {
        self.decided = true;
        self.chosen = (index < self.settings.provided.len()).then_some(index);
        self.draft = match self.provided() {
            Some(profile) => Draft::of(profile),
            None => Draft::new(self.settings.taken.iter().cloned()),
        };
        self.told = None;
        self.tried = false;
    }

    /// Whether name and address are typed.
    pub(super) const fn types(&self) -> bool {
        self.decided && self.chosen.is_none()
    }

    /// The provider has named the accounts as well.
    pub(super) fn has_given_accounts(&self) -> bool {
        self.provided().is_some_and(|profile| !profile.accounts.is_empty())
    }

    /// The draft with the accounts as they are typed, and what is wrong with them.
    pub(super) fn with_users(&self) -> Draft {
        let mut draft = self.draft.clone();
        if self.has_given_accounts() {
            for account in &mut draft.accounts {
                account.watched_on = self.watcher();
            }
            return draft;
        }
        draft.accounts.clear();
        let watcher = self.watcher();
        let mut add = |plane, user: &String| {
            let mut account = AccountDraft::new(plane, watcher.clone());
            account.user.clone_from(user);
            draft.accounts.push(account);
        };
        if self.users.maintenance {
            add(Plane::Management, &self.users.user);
        }
        if self.users.cards {
            add(Plane::Client, &self.users.benutzerkennung);
        }
        if !self.users.cards {
            for part in [&mut draft.mandant, &mut draft.clientsystem, &mut draft.arbeitsplatz] {
                part.clear();
            }
        }
        draft
    }

    /// Where the typed user of a plane stands among the draft's accounts.
    pub(super) fn place_of(&self, plane: Plane) -> usize {
        usize::from(plane == Plane::Client && self.users.maintenance)
    }

    /// The machine that watches, by the answer to S6.
    pub(super) fn watcher(&self) -> Option<MachineName> {
        match self.elsewhere {
            Some(Elsewhere::No) => self.here.clone(),
            Some(Elsewhere::Yes) => self.machine.trim().parse().ok(),
            Some(Elsewhere::Unknown) | None => None,
        }
    }

    /// Whether the typed machine cannot be one, or is this one.
    pub(super) fn is_machine_wrong(&self) -> bool {
        let typed = self.machine.trim();
        let parsed = typed.parse::<MachineName>();
        self.elsewhere == Some(Elsewhere::Yes)
            && !typed.is_empty()
            && parsed.map_or(true, |name| Some(name) == self.here)
    }

    /// What is wrong with a field, as far as it is to be said already.
    pub(super) fn mistake(&self, field: Field, typed: &str) -> Option<Mistake> {
        if typed.trim().is_empty() && !self.tried {
            return None;
        }
        let draft = match self.step {
            Step::Find | Step::Certificate => self.draft.clone(),
            Step::Users
            | Step::Elsewhere
            | Step::Password
            | Step::Test
            | Step::Start
            | Step::Done => self.with_users(),
        };
        draft.checked(None).mistake(field)
    }

    /// Another part of the call context is needed as soon as Kartenzugriff is chosen.
    pub(super) fn context_mistake(&self, field: Field, typed: &str) -> Option<Mistake> {
        let is_missing = typed.trim().is_empty() && self.tried;
        self.mistake(field, typed).or(is_missing.then_some(Mistake::Empty))
    }

    /// The profile to look for; none while something is wrong.
    pub(super) fn wanted(&self) -> Option<ConnectorProfile> {
        if !self.decided {
            return None;
        }
        self.draft.checked(self.provided()).profile
    }

    /// The profile to store; none while something is wrong.
    pub(super) fn complete(&self) -> Option<ConnectorProfile> {
        if !self.has_given_accounts() && !self.users.maintenance && !self.users.cards {
            return None;
        }
        let draft = self.with_users();
        let parts = [&draft.mandant, &draft.clientsystem, &draft.arbeitsplatz];
        let lacks_context = self.users.cards
            && !self.has_given_accounts()
            && parts.iter().any(|part| part.trim().is_empty());
        draft.checked(self.provided()).profile.filter(|_| !lacks_context)
    }

    /// What answers at the address.
    pub(super) fn found(&mut self, found: Found) {
        self.draft.take_vendor(found.profile.vendor);
        self.draft.management_port = found.profile.management_port.to_string();
        self.ticked.clear();
        self.found = Some(found);
        self.go(Step::Certificate);
    }

    /// The ports of what was found.
    pub(super) fn ports(&self) -> &[Port] {
        self.found.as_ref().map_or(&[], |found| &found.ports)
    }

    pub(super) const fn vendor(&self) -> Vendor {
        self.draft.vendor
    }

    /// The certificates that a person confirmed.
    pub(super) fn confirmed(&self) -> Vec<(Plane, Fingerprint)> {
        let ticked = self.ports().iter().filter(|port| self.ticked.contains(&port.plane));
        let pin = |port: &Port| Some((port.plane, port.seen.as_ref().ok()?.fingerprint));
        ticked.filter_map(pin).collect()
    }

    /// Whether a plane's certificate is confirmed, here or before.
    pub(super) fn is_plane_confirmed(&self, plane: Plane) -> bool {
        let port = self.ports().iter().find(|port| port.plane == plane);
        port.is_some_and(|port| {
            self.ticked.contains(&plane) || ports::state(port) == Some(PinState::Same)
        })
    }

    /// The step after the certificate.
    pub(super) fn after_certificate(&self) -> Step {
        match self.has_given_accounts() {
            true => Step::Elsewhere,
            false => Step::Users,
        }
    }

    /// The way back; none where there is none.
    pub(super) fn before(&self) -> Option<Step> {
        match self.step {
            Step::Certificate => Some(Step::Find),
            Step::Users => Some(Step::Certificate),
            Step::Elsewhere if self.has_given_accounts() => Some(Step::Certificate),
            Step::Elsewhere => Some(Step::Users),
            Step::Find | Step::Password | Step::Test | Step::Start | Step::Done => None,
        }
    }

    /// Goes to a step; what was said of the one before is gone.
    pub(super) fn go(&mut self, step: Step) {
        self.step = step;
        self.told = None;
        self.tried = false;
        self.busy = None;
        self.question = None;
    }

    /// The connector is stored.
    pub(super) fn stored(&mut self, profile: ConnectorProfile, open: Vec<Asked>) {
        self.saved = Some(profile);
        self.open = open;
        self.go(self.next_password());
    }

    /// The first password is stored or left for later.
    pub(super) fn password_done(&mut self) {
        if !self.open.is_empty() {
            self.open.remove(0);
        }
        let told = self.told.take();
        self.go(self.next_password());
        self.told = told;
    }

    const fn next_password(&self) -> Step {
        match self.open.is_empty() {
            true => Step::Test,
            false => Step::Password,
        }
    }

    /// Says something, and ends what was being done.
    pub(super) fn say(&mut self, told: Told) {
        self.told = Some(told);
        self.busy = None;
    }

    /// A step of the test has changed.
    pub(super) fn reported(&mut self, report: StepReport) {
        match self.reports.iter_mut().find(|known| known.step == report.step) {
            Some(known) => *known = report,
            None => self.reports.push(report),
        }
    }
}
