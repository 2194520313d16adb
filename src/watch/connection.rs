//! The connection test: a profile as typed, step by step, each with its result and its duration.
//!
//! Decides the order of the steps, and that everything without a secret comes first. A stored password is
//! used only for the unchanged device, plane and user, over the confirmed certificate, by the one way of
//! every check (`check`, `attempt`), and unasked in the sense of SAFETY 1. Cancelling ends the report at
//! once; an attempt that may have left goes on by itself until its outcome is durable.

mod cancel;
mod gate;
mod judge;
mod login;
mod reach;
mod run;

use std::net::IpAddr;
use std::time::Duration;

use super::Error;
use super::station::Setup;
use crate::connector::sds::Version;
use crate::connector::tls::SeenCertificate;
use crate::domain::device::{Fingerprint, Vendor};
use crate::domain::health::Health;
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::lockout::Withheld;
use crate::domain::probe::{Demand, Doubt, Refusal, Unreached, Unverifiable};
use crate::domain::profile::ConnectorProfile;

pub use cancel::{Cancel, UnderWay};

/// One step of the test, in the order in which they are reported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The host name's addresses.
    Resolve,
    /// A TCP connection to the plane's port.
    Connect(Plane),
    /// The TLS handshake with the plane's port, and the certificate held against the confirmed one.
    Certificate(Plane),
    /// `connector.sds`, without a secret.
    Directory,
    /// What the directory says.
    Services,
    /// One login with the stored password.
    Login(AccountRef),
    /// Whether the device accepts Mandant and Clientsystem. The call that proves a login is one for the
    /// whole Mandant: devices do not look at its Arbeitsplatz, and a second login is not made for it.
    Context,
}

/// How far a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its turn has not come.
    Waiting,
    /// Under way.
    Running,
    /// All is well.
    Passed(Detail),
    /// Something is wrong.
    Failed(Fault),
    /// Not tried.
    Skipped(Skip),
}

/// One step as it is at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepReport {
    /// The step.
    pub step: Step,
    /// How far it is.
    pub state: State,
    /// How long it took, by the monotonic clock; none before its end and where nothing was tried.
    pub took: Option<Duration>,
}

/// What a passed step found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// The host's addresses, each once.
    Addresses {
        /// In the resolver's order.
        found: Vec<IpAddr>,
        /// Names of other connectors of the settings with the same host and port.
        also: Vec<String>,
    },
    /// The address that answered.
    Connected(IpAddr),
    /// The certificate is the confirmed one.
    Certificate(Box<SeenCertificate>),
    /// The directory could be read.
    Directory(Demand),
    /// The device keeps its directory closed: the login is made at the directory itself.
    DirectoryClosed,
    /// What the device says it is and offers.
    Services(Box<Services>),
    /// The device accepted user and password; its firmware, where it told one in the session.
    LoggedIn {
        /// Firmware version.
        firmware: Option<String>,
    },
    /// The device knows Mandant and Clientsystem.
    ContextAccepted,
}

/// What a service directory says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Services {
    /// How many services, whatever their versions.
    pub count: usize,
    /// The offered versions of the CardService, the lowest first, each once.
    pub card_service: Vec<Version>,
    /// The recognized vendor.
    pub vendor: Vendor,
    /// `ProductVendorName`, as sent.
    pub vendor_name: String,
    /// `ProductName`, as sent.
    pub product: String,
    /// `FWVersion`, as sent.
    pub firmware: String,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The device was not reached, or something else answers.
    Unreached(Unreached),
    /// Nobody has confirmed this certificate; nothing secret is sent.
    Unconfirmed(Box<SeenCertificate>),
    /// Another certificate than the confirmed one; nothing was sent.
    Untrusted(Fingerprint),
    /// The directory lacks the chosen version of the CardService; those it offers.
    CardServiceMissing(Box<Services>),
    /// The device said no.
    Refused(Refusal),
    /// Nobody knows what the device thought of the password.
    Doubtful(Doubt),
    /// Keyring, journal or disk is in the way.
    Store(Health),
    /// The device knows the user, but not the call context; the fault's code.
    ContextWrong(u32),
    /// The device reported another error; the fault's code, where there was one.
    Context(Option<u32>),
}

/// Why a step was not tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
    /// This step has to pass first.
    After(Step),
    /// Somebody cancelled the test.
    Cancelled,
    /// Plain HTTP has no certificate.
    Plain,
    /// No account of this plane is in the profile.
    NoAccount(Plane),
    /// The connector, or this account of it, is not saved yet: no password is stored for it.
    NotSaved,
    /// The account is saved for another device or with another address or port.
    Changed,
    /// The certificate of the plane's port is not confirmed.
    NotConfirmed,
    /// The saved Clientsystem is another one: the device would refuse the password because of that, and
    /// the refusal would count.
    ClientsystemChanged,
    /// SAFETY S2 to S8 or S24 forbid a login unasked.
    Withheld(Withheld),
    /// A login proves nothing here.
    Unverifiable(Unverifiable),
    /// Only a login to the client plane tells it, and none was accepted.
    NotTold,
    /// The profile has no call context.
    NoContext,
}

/// What a step will cost, told before the test begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cost {
    /// Nothing secret is sent.
    Nothing,
    /// One login; if it is not accepted, one of the spare attempts is gone.
    Attempt {
        /// The spare attempts before it, by our count.
        spare: u8,
    },
    /// It will not be tried.
    Skipped(Skip),
}

/// One step of a test that has not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// The step.
    pub step: Step,
    /// What it will cost.
    pub cost: Cost,
}

/// How a test ended.
#[derive(Debug)]
pub struct Report {
    /// All steps, none of them waiting or running.
    pub steps: Vec<StepReport>,
    /// Whether somebody cancelled it.
    pub cancelled: bool,
    /// A login that a cancelled test left to itself.
    pub under_way: Option<UnderWay>,
}

impl Report {
    /// Whether every step passed or had no reason to be tried.
    pub fn is_fine(&self) -> bool {
        let fine = |step: &StepReport| match &step.state {
            State::Passed(_) => true,
            State::Skipped(why) => why.is_harmless(),
            State::Waiting | State::Running | State::Failed(_) => false,
        };
        self.steps.iter().all(fine)
    }
}

impl Skip {
    /// Whether nothing is amiss.
    pub const fn is_harmless(&self) -> bool {
        match self {
            Self::Plain | Self::NoAccount(_) | Self::Withheld(Withheld::WatchedElsewhere(_)) => {
                true
            }
            Self::After(_)
            | Self::Cancelled
            | Self::NotSaved
            | Self::Changed
            | Self::NotConfirmed
            | Self::ClientsystemChanged
            | Self::Withheld(_)
            | Self::Unverifiable(_)
            | Self::NotTold
            | Self::NoContext => false,
        }
    }
}

/// Tells the steps of a test before it begins, and which of them would spend an attempt. Nothing is
/// sent, no lock is kept, the keyring is not asked.
///
/// # Errors
/// [`Error::Accounts`].
pub fn plan(
    setup: &Setup,
    typed: &ConnectorProfile,
    saved: Option<&ConnectorProfile>,
) -> Result<Vec<PlannedStep>, Error> {
    gate::plan(setup, typed, saved)
}

/// Tests the profile as typed, on the caller's thread. `saved` is the connector of the settings that it
/// was made of. `on_step` is called with each change of a step, first with all of them waiting.
///
/// It is not *asking* in the sense of SAFETY 1: what S2 to S4 forbid is not sent. Within 100 ms after
/// `cancel` the report ends.
///
/// # Errors
/// [`Error::Accounts`], [`Error::Start`]; nothing was sent.
pub fn test(
    setup: &Setup,
    typed: &ConnectorProfile,
    saved: Option<&ConnectorProfile>,
    on_step: &mut dyn FnMut(StepReport),
    cancel: &Cancel,
) -> Result<Report, Error> {
    run::test(setup, typed, saved, on_step, cancel)
}
