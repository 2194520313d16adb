//! What stands in the Konnektor-Konfiguration at one moment, and what typing and choosing make of it.
//!
//! A value without a window: texts as typed, what is known of the connector, the state of the test. What
//! it looks like is `view`'s matter.

use konnektorwart_ui::{ConfigurationEntry as Entry, ConfigurationList as List};

use super::message::Message;
use crate::domain::device::Vendor;
use crate::domain::draft::{AccountDraft, Draft, EncryptionChoice};
use crate::domain::identity::{AccountRef, MachineName, Plane};
use crate::domain::practice::Access;
use crate::domain::profile::{CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck};
use crate::domain::snapshot::ConnectorView;
use crate::store::config::{Locked, Origin};
use crate::watch::connection::{PlannedStep, StepReport};

/// What the page stands on: the connector as it is in force, and who may change what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The connector as it is in force.
    pub profile: ConnectorProfile,
    /// The strongest file that names it.
    pub origin: Origin,
    /// What the policy fixes.
    pub locked: Locked,
    /// Whether the settings were read; before that nothing is saved.
    pub is_loaded: bool,
}

/// Who watches an account, as chosen and typed (SAFETY S6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watching {
    /// This machine.
    Here,
    /// The machine of that name, as typed.
    Elsewhere(String),
    /// None.
    Nobody,
}

/// What of an account is typed beside its draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Who watches it.
    pub watching: Watching,
    /// The limit of attempts, as typed.
    pub limit: String,
}

/// How far the connection test is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// None has been made of what is typed; its steps, once they are planned.
    Resting(Vec<PlannedStep>),
    /// Under way.
    Running(Vec<StepReport>),
    /// Under way, somebody cancelled it.
    Cancelling(Vec<StepReport>),
    /// It has ended; the sentence about its end.
    Ended(Vec<StepReport>, String),
}

/// What is known of the client certificate's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// Nothing yet.
    Unknown,
    /// It is not there, or not ours to read.
    Unreadable,
    /// It needs a password, or is no certificate.
    Closed,
    /// The password that was just typed does not open it.
    WrongPassword,
    /// It opens.
    Open,
    /// It opens with the password that was just stored.
    Stored,
}

/// The page's state.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it stands on.
    pub ground: Ground,
    /// The fields as typed.
    pub draft: Draft,
    /// Beside each account of the draft.
    pub beside: Vec<Beside>,
    /// This machine.
    pub machine: MachineName,
    /// Who may act here.
    pub access: Access,
    /// What the snapshot says of it.
    pub seen: Option<ConnectorView>,
    /// The versions of the CardService that the device offers.
    pub offered: Vec<CardServiceVersion>,
    /// The vendor that the device says it is of.
    pub detected: Option<Vendor>,
    /// The connection test.
    pub test: Test,
    /// The client certificate's file.
    pub file: FileState,
    /// Whether the system can show a window for choosing a file.
    pub can_choose: bool,
    /// What is said or asked above the buttons.
    pub message: Message,
}

impl Form {
    /// The connector as it is in force.
    pub fn new(ground: Ground, machine: MachineName) -> Self {
        let draft = Draft::of(&ground.profile);
        let beside = beside(&draft, &machine);
        Self {
            ground,
            draft,
            beside,
            machine,
            access: Access::Granted,
            seen: None,
            offered: Vec::new(),
            detected: None,
            test: Test::Resting(Vec::new()),
            file: FileState::Unknown,
            can_choose: false,
            message: Message::None,
        }
    }

    /// Takes over what was loaded. What was typed by then stays, unless nothing was.
    pub fn load(&mut self, ground: Ground) {
        let is_untouched = !self.is_changed();
        self.ground = ground;
        if is_untouched {
            self.start_over();
        }
    }

    /// Throws away what was typed.
    pub fn start_over(&mut self) {
        self.draft = Draft::of(&self.ground.profile);
        self.beside = beside(&self.draft, &self.machine);
        self.touched();
    }

    /// Whether something differs from what is in force.
    pub fn is_changed(&self) -> bool {
        let draft = Draft::of(&self.ground.profile);
        self.beside != beside(&draft, &self.machine) || self.draft != draft
    }

    /// The account whose user name stands among the CardManager's fields: the first one of the client
    /// plane.
    pub fn main_account(&self) -> Option<usize> {
        self.draft.accounts.iter().position(|account| account.plane == Plane::Client)
    }

    /// An account of the draft as it is saved; none while it differs in plane or user.
    pub fn saved_account(&self, place: usize) -> Option<AccountRef> {
        let typed = self.draft.accounts.get(place)?;
        let user = typed.user.parse().ok()?;
        let profile = &self.ground.profile;
        profile.account(typed.plane, &user).map(|account| profile.reference(account))
    }

    /// Takes a text that was typed. `row` is the account's place in the fields of an account.
    pub fn type_in(&mut self, entry: Entry, row: usize, text: &str) {
        let text = text.to_owned();
        match entry {
            Entry::Name => self.draft.name = text,
            Entry::Address => self.type_address(text),
            Entry::Port => self.draft.port = text,
            Entry::Timeout => self.draft.timeout = text,
            Entry::User => self.type_main_user(text),
            Entry::ManagementPort => self.draft.management_port = text,
            Entry::CertificateFile => {
                self.draft.certificate_file = text;
                self.file = FileState::Unknown;
            }
            Entry::Mandant => self.draft.mandant = text,
            Entry::Clientsystem => self.draft.clientsystem = text,
            Entry::Arbeitsplatz => self.draft.arbeitsplatz = text,
            Entry::AccountUser => self.at(row, |account, _| account.user = text),
            Entry::AccountInterval => self.at(row, |account, _| account.interval = text),
            Entry::AccountLimit => self.at(row, |_, beside| beside.limit = text),
            Entry::AccountMachine => {
                self.at(row, |_, beside| beside.watching = Watching::Elsewhere(text));
            }
        }
        self.touched();
    }

    /// Takes what was chosen from a list.
    pub fn choose(&mut self, list: List, row: usize, index: usize) {
        match list {
            List::OnlineCheck => {
                self.draft.online_check = OnlineCheck::ALL.get(index).copied().unwrap_or_default();
            }
            List::Encryption => {
                self.draft.encryption =
                    EncryptionChoice::ALL.get(index).copied().unwrap_or_default();
            }
            List::CardService => {
                self.draft.card_service =
                    self.card_services().get(index).copied().unwrap_or_default();
            }
            List::Vendor => {
                self.draft.take_vendor(VENDORS.get(index).copied().unwrap_or_default());
            }
            List::Watcher => self.at(row, |_, beside| {
                beside.watching = match index {
                    0 => Watching::Here,
                    1 => match &beside.watching {
                        Watching::Elsewhere(name) => Watching::Elsewhere(name.clone()),
                        Watching::Here | Watching::Nobody => Watching::Elsewhere(String::new()),
                    },
                    _ => Watching::Nobody,
                };
            }),
        }
        self.touched();
    }

    /// The versions of the CardService to choose from: AUTO, what the device offers, what is chosen.
    pub fn card_services(&self) -> Vec<CardServiceVersion> {
        let mut all = vec![CardServiceVersion::Auto];
        let chosen = [self.draft.card_service, self.ground.profile.card_service];
        for version in self.offered.iter().chain(&chosen) {
            if !all.contains(version) {
                all.push(*version);
            }
        }
        all
    }

    /// The address field was left: a port in it moves into its own field.
    pub fn leave_address(&mut self) {
        self.draft.take_address_apart();
    }

    /// Adds an account without a name, which nobody watches until somebody says who (SAFETY S6).
    pub fn add_account(&mut self, plane: Plane) {
        let account = AccountDraft::new(plane, None);
        let limit = account.limit.attempts().to_string();
        self.draft.accounts.push(account);
        self.beside.push(Beside { watching: Watching::Nobody, limit });
        self.touched();
    }

    /// Takes an account out of the list.
    pub fn remove_account(&mut self, row: usize) {
        if row < self.draft.accounts.len() {
            self.draft.accounts.remove(row);
            self.beside.remove(row);
            self.touched();
        }
    }

    /// Takes over what the device says of itself. A vendor that was chosen stays.
    pub fn learn(&mut self, offered: Vec<CardServiceVersion>, vendor: Vendor) {
        self.offered = offered;
        if vendor != Vendor::Unknown {
            self.detected = Some(vendor);
            if self.draft.vendor == Vendor::Unknown && self.can_change() {
                self.draft.take_vendor(vendor);
            }
        }
    }

    /// Whether this person may change anything.
    pub fn can_change(&self) -> bool {
        self.access == Access::Granted
    }

    /// The profile with the file that is typed, for opening it before anything is saved.
    pub fn with_typed_file(&self) -> ConnectorProfile {
        let file = self.draft.certificate_file.trim().to_owned();
        let encryption = Encryption::TlsCertificate { file };
        ConnectorProfile { encryption, ..self.ground.profile.clone() }
    }

    /// What was tested is not what stands there any more.
    fn touched(&mut self) {
        if matches!(self.test, Test::Ended(..)) {
            self.test = Test::Resting(Vec::new());
        }
        if self.message.is_passing() {
            self.message = Message::None;
        }
    }

    /// A pasted address is taken apart at once, a typed one when its field is left.
    fn type_address(&mut self, text: String) {
        let was = self.draft.address.chars().count();
        let is_pasted = text.chars().count() > was + 1 || text.contains("://");
        self.draft.address = text;
        if is_pasted {
            self.draft.take_address_apart();
        }
    }

    fn type_main_user(&mut self, text: String) {
        match self.main_account() {
            Some(place) => {
                let is_new = !self.has_saved_client();
                if text.is_empty() && is_new {
                    self.remove_account(place);
                } else {
                    self.at(place, |account, _| account.user = text);
                }
            }
            None if text.is_empty() => {}
            None => {
                self.add_account(Plane::Client);
                let place = self.draft.accounts.len() - 1;
                self.at(place, |account, _| account.user = text);
            }
        }
    }

    fn has_saved_client(&self) -> bool {
        self.ground.profile.accounts.iter().any(|account| account.plane == Plane::Client)
    }

    fn at(&mut self, place: usize, change: impl FnOnce(&mut AccountDraft, &mut Beside)) {
        if let (Some(account), Some(beside)) =
            (self.draft.accounts.get_mut(place), self.beside.get_mut(place))
        {
            change(account, beside);
        }
    }
}

/// The vendors in the order of the list.
pub const VENDORS: [Vendor; 4] = [Vendor::Unknown, Vendor::Secunet, Vendor::Kocobox, Vendor::Rise];

fn beside(draft: &Draft, machine: &MachineName) -> Vec<Beside> {
    let of = |account: &AccountDraft| Beside {
        watching: match &account.watched_on {
            None => Watching::Nobody,
            Some(named) if named == machine => Watching::Here,
            Some(named) => Watching::Elsewhere(named.to_string()),
        },
        limit: account.limit.attempts().to_string(),
    };
    draft.accounts.iter().map(of).collect()
}
