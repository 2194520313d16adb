//! Where the page stands: looking, comparing, written. A value without a window.
//!
//! Decides what a confirmation covers: each ticked port on a first contact; of a changed certificate
//! everything that is shown, with the meaning that a person chose (SAFETY S9).

use std::collections::BTreeSet;

use crate::desktop::pages::ports;
use crate::domain::device::Fingerprint;
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::profile::ConnectorProfile;
use crate::text::pages::CertificateWords;
use crate::text::{Message, PinState, Words};
use crate::watch::{Error, Meaning, Port};

/// What a changed certificate may mean; in the order in which the page lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    SameDevice,
    NewDevice,
    Unknown,
}

impl Choice {
    pub(super) const ALL: [Self; 3] = [Self::SameDevice, Self::NewDevice, Self::Unknown];
}

/// Where the page stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// The ports are being looked at.
    Looking,
    /// What they show is to be compared.
    Comparing(Vec<Port>),
    /// The confirmation is being written.
    Writing(Vec<Port>),
    /// It could not even be looked.
    Failed,
    /// Written; the accounts whose passwords have to be entered.
    Done(Vec<AccountRef>),
}

/// How a banner looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
}

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Confirmed {
    pub(super) pins: Vec<(Plane, Fingerprint)>,
    pub(super) meaning: Meaning,
}

/// What the primary button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Press {
    Confirm(Confirmed),
    Support,
    Enter(AccountRef),
    Close,
    Nothing,
}

/// The page's state.
#[derive(Debug, Clone)]
pub(super) struct Flow {
    /// None: not known yet, or gone.
    pub(super) profile: Option<ConnectorProfile>,
    pub(super) at: At,
    pub(super) ticked: BTreeSet<Plane>,
    pub(super) choice: Option<Choice>,
    /// What came of the last try.
    pub(super) told: Option<(Tone, Message)>,
    /// The records say that address and certificate belong to different devices: a person says which.
    several: bool,
}

impl Flow {
    pub(super) const fn new() -> Self {
        Self {
            profile: None,
            at: At::Looking,
            ticked: BTreeSet::new(),
            choice: None,
            told: None,
            several: false,
        }
    }

    /// The ports that are shown.
    pub(super) fn ports(&self) -> &[Port] {
        match &self.at {
            At::Comparing(ports) | At::Writing(ports) => ports,
            At::Looking | At::Failed | At::Done(_) => &[],
        }
    }

    /// The ports are looked at anew: what was ticked or chosen was said of something else.
    pub(super) fn look(&mut self) {
        self.at = At::Looking;
        self.forget();
    }

    fn forget(&mut self) {
        self.ticked.clear();
        self.choice = None;
    }

    /// The ports have been looked at.
    pub(super) fn looked(&mut self, result: Result<Vec<Port>, Error>, words: &Words) {
        self.at = match result {
            Ok(ports) => At::Comparing(ports),
            Err(error) => {
                self.told = Some((Tone::Bad, words.failure(&error)));
                At::Failed
            }
        };
    }

    /// Whether a confirmed certificate has changed, so that three choices are offered.
    pub(super) fn is_change(&self) -> bool {
        let changed = |port: &Port| ports::state(port) == Some(PinState::Changed);
        self.several || self.ports().iter().any(changed)
    }

    /// Whether there is something to confirm.
    pub(super) fn is_open(&self) -> bool {
        let open =
            |port: &Port| matches!(ports::state(port), Some(PinState::New | PinState::Changed));
        self.ports().iter().any(open)
    }

    /// What a click on the primary button does now.
    pub(super) fn press(&self) -> Press {
        match &self.at {
            At::Looking | At::Writing(_) | At::Failed => Press::Nothing,
            At::Done(accounts) => match accounts.first() {
                Some(account) => Press::Enter(account.clone()),
                None => Press::Close,
            },
            At::Comparing(_) if !self.is_open() => Press::Close,
            At::Comparing(ports) if self.is_change() => match self.choice {
                None => Press::Nothing,
                Some(Choice::Unknown) => Press::Support,
                Some(Choice::SameDevice) => Press::Confirm(Confirmed {
                    pins: shown(ports.iter().filter(|port| self.counts_for_same(port))),
                    meaning: Meaning::SameDevice,
                }),
                Some(Choice::NewDevice) => Press::Confirm(Confirmed {
                    pins: shown(ports.iter()),
                    meaning: Meaning::NewDevice,
                }),
            },
            At::Comparing(ports) => {
                let pins = shown(ports.iter().filter(|port| self.ticked.contains(&port.plane)));
                match pins.is_empty() {
                    true => Press::Nothing,
                    false => Press::Confirm(Confirmed { pins, meaning: Meaning::FirstContact }),
                }
            }
        }
    }

    /// A port without a confirmed certificate is compared by itself even while another has changed.
    fn counts_for_same(&self, port: &Port) -> bool {
        match ports::state(port) {
            Some(PinState::Changed) => true,
            Some(PinState::New) => self.ticked.contains(&port.plane),
            Some(PinState::Same) | None => false,
        }
    }

    /// The confirmation is being written.
    pub(super) fn write(&mut self) {
        if let At::Comparing(ports) = &self.at {
            self.at = At::Writing(ports.clone());
        }
    }

    /// It was written, or not. Answers whether the ports are to be looked at again.
    pub(super) fn written(
        &mut self,
        result: Result<Vec<AccountRef>, Error>,
        words: &Words,
    ) -> bool {
        match result {
            Ok(accounts) => {
                let fixed = CertificateWords::of(words.language);
                let ports = self.ports().len();
                let meaning = match accounts.is_empty() {
                    true => fixed.watching,
                    false => fixed.passwords,
                };
                let what = words.language.trusted(self.confirmed_ports().unwrap_or(ports));
                let message = Message { what, meaning: meaning.to_owned(), next: String::new() };
                self.told = Some((Tone::Good, message));
                self.at = At::Done(accounts);
                false
            }
            Err(Error::CertificateDiffers(port)) => {
                self.told = Some((Tone::Bad, words.language.certificate_changed_again(port)));
                self.look();
                true
            }
            Err(error) => {
                self.several |= matches!(error, Error::SeveralDevices(_));
                self.told = Some((Tone::Bad, words.failure(&error)));
                if let At::Writing(ports) = &self.at {
                    self.at = At::Comparing(ports.clone());
                }
                self.choice = None;
                false
            }
        }
    }

    fn confirmed_ports(&self) -> Option<usize> {
        let At::Writing(ports) = &self.at else { return None };
        let before = Self { at: At::Comparing(ports.clone()), ..self.clone() };
        match before.press() {
            Press::Confirm(confirmed) => Some(confirmed.pins.len()),
            Press::Support | Press::Enter(_) | Press::Close | Press::Nothing => None,
        }
    }
}

fn shown<'a>(ports: impl Iterator<Item = &'a Port>) -> Vec<(Plane, Fingerprint)> {
    let pin = |port: &Port| Some((port.plane, port.seen.as_ref().ok()?.fingerprint));
    ports.filter_map(pin).collect()
}
