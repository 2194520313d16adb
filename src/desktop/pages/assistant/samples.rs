//! Every place of the page, for the tests that look at it.

use super::flow::{Asked, Busy, Elsewhere, Flow, Role, Settings, Step, plain};
use super::{Assistant, paint};
use crate::connector::sds::Product;
use crate::desktop::pages::certificate::samples::{fingerprint, new_port};
use crate::desktop::pages::password::flow::Tone;
use crate::desktop::pages::password::outcome;
use crate::domain::device::{Pin, Vendor};
use crate::domain::identity::Plane;
use crate::domain::probe::Refusal;
use crate::domain::profile::ConnectorProfile;
use crate::text::pages::AssistantWords;
use crate::text::samples::connector;
use crate::text::{Message, System, Words};
use crate::watch::connection::{Cost, Detail, PlannedStep, State, Step as TestStep, StepReport};
use crate::watch::{Adopted, Found, Question};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desktop::pages) enum Place {
    Find,
    Mistakes,
    Provided,
    Silent,
    Certificate,
    Users,
    Cards,
    Elsewhere,
    Password,
    Refused,
    Asking,
    Test,
    Tested,
    Start,
    Done,
}

pub(in crate::desktop::pages) const ALL: [Place; 15] = [
    Place::Find,
    Place::Mistakes,
    Place::Provided,
    Place::Silent,
    Place::Certificate,
    Place::Users,
    Place::Cards,
    Place::Elsewhere,
    Place::Password,
    Place::Refused,
    Place::Asking,
    Place::Test,
    Place::Tested,
    Place::Start,
    Place::Done,
];

impl Place {
    pub(in crate::desktop::pages) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

impl Assistant {
    pub(in crate::desktop::pages) fn component(&self) -> konnektorwart_ui::AssistantPage {
        slint::ComponentHandle::clone_strong(&self.window)
    }

    /// Goes where a person and the work aside would have led.
    pub(in crate::desktop::pages) fn set_place(&self, place: Place, words: &Words) {
        {
            let mut flow = self.flow.borrow_mut();
            *flow = at(place, words);
            paint::fill(&self.window, &flow);
        }
        self.draw(words);
        self.move_keyboard();
    }

    pub(super) fn flow(&self) -> std::cell::RefMut<'_, Flow> {
        self.flow.borrow_mut()
    }
}

/// The stored connector: both accounts, watched here.
pub(super) fn saved() -> ConnectorProfile {
    let health = crate::domain::health::Health::Checking;
    let accounts = vec![("management/local", health.clone()), ("client/praxis", health)];
    let mut profile = connector("praxis-koeln", "Praxis K\u{f6}ln", accounts).profile;
    for account in &mut profile.accounts {
        account.watched_on = Some("EMPFANG-1".parse().unwrap());
    }
    profile.pins.client = Some(Pin::Certificate(fingerprint(Plane::Client, 1)));
    profile.pins.management = Some(Pin::Certificate(fingerprint(Plane::Management, 1)));
    profile
}

/// What was found at the address.
pub(super) fn found() -> Found {
    let mut profile = saved();
    profile.accounts.clear();
    profile.pins = crate::domain::profile::Pins::default();
    profile.vendor = Vendor::Secunet;
    let product = Product {
        vendor_name: "secunet Security Networks AG".to_owned(),
        name: "secunet konnektor 2.1.0".to_owned(),
        firmware: "5.50.4".to_owned(),
        ..Product::default()
    };
    let ports = vec![new_port(Plane::Client), new_port(Plane::Management)];
    Found { profile, ports, product: Some(product) }
}

fn at(place: Place, words: &Words) -> Flow {
    let mut flow = Flow::new();
    flow.known(Settings::default(), "EMPFANG-1".parse().unwrap());
    flow.autostart = Some(true);
    flow.system = System::Windows;
    flow.draft.name = "Praxis K\u{f6}ln".to_owned();
    flow.draft.address = "10.1.112.210".to_owned();
    flow.users.user = "local".to_owned();
    let step = match place {
        Place::Find | Place::Mistakes | Place::Provided | Place::Silent => Step::Find,
        Place::Certificate => Step::Certificate,
        Place::Users | Place::Cards => Step::Users,
        Place::Elsewhere => Step::Elsewhere,
        Place::Password | Place::Refused | Place::Asking => Step::Password,
        Place::Test | Place::Tested => Step::Test,
        Place::Start => Step::Start,
        Place::Done => Step::Done,
    };
    if step >= Step::Certificate {
        flow.found(found());
        flow.ticked.insert(Plane::Client);
    }
    if step >= Step::Password {
        let account = |name: &str| Asked { account: name.parse().unwrap(), spare: Some(3) };
        flow.elsewhere = Some(Elsewhere::No);
        flow.stored(saved(), vec![account("praxis-koeln/management/local")]);
    }
    flow.go(step);
    finish(&mut flow, place, words);
    flow
}

fn finish(flow: &mut Flow, place: Place, words: &Words) {
    match place {
        Place::Find => {
            flow.draft.name.clear();
            flow.draft.address.clear();
        }
        Place::Mistakes => {
            flow.draft.name.clear();
            flow.draft.address = "10.1.112.999".to_owned();
            flow.tried = true;
        }
        Place::Provided => {
            let mut provided = saved();
            provided.pins = crate::domain::profile::Pins::default();
            let mut bonn = provided.clone();
            (bonn.id, bonn.name) = ("bonn".parse().unwrap(), "Zweigpraxis Bonn".to_owned());
            bonn.accounts.clear();
            let settings = Settings { provided: vec![provided, bonn], taken: Vec::new() };
            flow.known(settings, "EMPFANG-1".parse().unwrap());
        }
        Place::Silent => {
            let fixed = AssistantWords::of(words.language);
            let why = crate::domain::probe::Unreached::ConnectTimeout;
            let told = words.language.unreached(&why);
            let what = fixed.no_answer.to_owned();
            let message = Message { what, meaning: told.what, next: told.next };
            flow.say(plain(Tone::Warning, message));
        }
        Place::Cards => {
            flow.users.cards = true;
            flow.users.role = Role::Admin;
            flow.users.benutzerkennung = "praxis".to_owned();
            flow.draft.mandant = "Praxis".to_owned();
        }
        Place::Elsewhere => flow.elsewhere = Some(Elsewhere::Yes),
        Place::Refused => {
            flow.open[0].spare = Some(1);
            let refused = Adopted::Refused(Refusal::Credential(401), 1);
            flow.say(outcome::told(&refused, words));
        }
        Place::Asking => {
            flow.busy = Some(Busy::Checking);
            let question = Question {
                spare: 2,
                failures: 1,
                same_as_refused: true,
                unverifiable: false,
                disagreement: false,
            };
            flow.question = Some((question, false));
        }
        Place::Test => flow.plan = plan(),
        Place::Tested => {
            flow.plan = plan();
            flow.reports = reports(true);
            flow.tested = Some(true);
            let what = AssistantWords::of(words.language).test_fine.to_owned();
            let message = Message { what, meaning: String::new(), next: String::new() };
            flow.say(plain(Tone::Good, message));
        }
        Place::Certificate | Place::Users | Place::Password | Place::Start | Place::Done => {}
    }
}

fn plan() -> Vec<PlannedStep> {
    let cost = |step: &TestStep| match step {
        TestStep::Login(_) => Cost::Attempt { spare: 3 },
        _ => Cost::Nothing,
    };
    let steps = reports(false).into_iter().map(|report| report.step);
    steps.map(|step| PlannedStep { cost: cost(&step), step }).collect()
}

fn reports(done: bool) -> Vec<StepReport> {
    let address = "10.1.112.210".parse().unwrap();
    let passed = |step, detail| StepReport {
        step,
        state: if done { State::Passed(detail) } else { State::Waiting },
        took: done.then_some(std::time::Duration::from_millis(4)),
    };
    vec![
        passed(TestStep::Resolve, Detail::Addresses { found: vec![address], also: Vec::new() }),
        passed(TestStep::Connect(Plane::Client), Detail::Connected(address)),
        passed(TestStep::Connect(Plane::Management), Detail::Connected(address)),
        passed(
            TestStep::Login("praxis-koeln/management/local".parse().unwrap()),
            Detail::LoggedIn { firmware: Some("5.50.4".to_owned()) },
        ),
    ]
}
