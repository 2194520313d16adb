//! From three files to one meaning: who wins, and what of the system's file does not count (S23).

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Key;
use super::layer::{AccountLayer, ConnectorLayer, EncryptionWord, Layer, Named as Said, Spot};
use super::mistake::{Mistake, Problem};
use super::{
    ClosedDays, Connector, Contact, Language, Notice, Operators, Origin, Reveal, Settings, Valued,
};
use crate::domain::identity::{AccountId, ConnectorId, Plane, UserName};
use crate::domain::profile::{AccountProfile, ConnectorProfile, Encryption, Host, Pins};
use crate::platform::groups::Membership;

/// Merges the files, strongest first.
pub fn merge(
    layers: &[Layer; 3],
    has_records: &dyn Fn(&AccountId) -> bool,
    membership: &dyn Fn(&str) -> Option<Membership>,
    problems: &mut Vec<Problem>,
) -> (Settings, Vec<Notice>) {
    let mut notices = Vec::new();
    let ids: BTreeSet<&ConnectorId> =
        layers.iter().flat_map(|layer| layer.connectors.keys()).collect();
    let mut connectors = Vec::new();
    for id in ids {
        let named = Named::of(id, layers);
        connectors.extend(named.merge(has_records, problems, &mut notices));
    }
    check_together(&connectors, layers, problems);
    let settings = Settings {
        language: pick(layers, |layer| layer.language, Language::default()),
        log: pick(layers, |layer| layer.log, log::LevelFilter::Info),
        autostart: pick(layers, |layer| layer.autostart, true),
        start_minimised: pick(layers, |layer| layer.start_minimised, true),
        toast_trouble: pick(layers, |layer| layer.notifications.trouble, true),
        toast_all_clear: pick(layers, |layer| layer.notifications.all_clear, true),
        quiet_hours: pick(layers, |layer| layer.notifications.quiet_hours, None),
        closed_days: pick(
            layers,
            |layer| layer.notifications.closed_days.clone(),
            ClosedDays::default(),
        ),
        contact: contact(layers, &mut notices),
        reveal: Reveal {
            copy: pick(layers, |layer| layer.reveal_copy, true),
            show: pick(layers, |layer| layer.reveal_show, true),
        },
        operators: operators(layers, membership, &mut notices),
        connectors,
    };
    (settings, notices)
}

fn pick<T>(layers: &[Layer; 3], of: impl Fn(&Layer) -> Option<T>, default: T) -> Valued<T> {
    let named = layers.iter().find_map(|layer| {
        let origin = layer.origin;
        of(layer).map(|value| Valued { value, origin })
    });
    let origin = Origin::Default;
    named.unwrap_or(Valued { value: default, origin })
}

fn contact(layers: &[Layer; 3], notices: &mut Vec<Notice>) -> Contact {
    let text = |of: fn(&super::layer::Contact) -> &Said<String>| {
        layers.iter().find_map(|layer| of(&layer.contact).clone()).flatten()
    };
    let mut remote_help = None;
    for layer in layers {
        match (&layer.contact.remote_help, layer.origin) {
            (None, _) => {}
            (Some(path), Origin::Policy | Origin::User) => {
                remote_help = remote_help.or_else(|| Some(path.clone()));
            }
            // It is a program that a click starts, like a hook.
            (Some(_), Origin::System | Origin::Default) => {
                let (connector, key) = (None, "contact.remote_help");
                notices.push(Notice::KeyIgnored { connector, key });
            }
        }
    }
    Contact {
        name: text(|contact| &contact.name),
        telephone: text(|contact| &contact.telephone),
        email: text(|contact| &contact.email),
        remote_help: remote_help.flatten(),
    }
}

/// Whoever could write another file could let himself in.
fn operators(
    layers: &[Layer; 3],
    membership: &dyn Fn(&str) -> Option<Membership>,
    notices: &mut Vec<Notice>,
) -> Operators {
    let mut operators = Operators::Everybody;
    for layer in layers {
        match (&layer.operators, layer.origin) {
            (None, _) => {}
            (Some(name), Origin::Policy) => {
                let (name, membership) = (name.clone(), membership(name));
                match membership {
                    Some(Membership::Member | Membership::NotMember) => {}
                    Some(Membership::NoSuchGroup) => {
                        notices.push(Notice::NoSuchGroup(name.clone()))
                    }
                    None => notices.push(Notice::GroupUnknown(name.clone())),
                }
                operators = Operators::Group { name, membership };
            }
            (Some(_), Origin::User | Origin::System | Origin::Default) => {
                let (file, key) = (layer.file.clone(), Key::Operators.as_str());
                notices.push(Notice::PolicyOnly { file, key });
            }
        }
    }
    operators
}

/// What each file says about one connector, strongest first.
struct Named<'a> {
    id: &'a ConnectorId,
    layers: Vec<(&'a Layer, &'a ConnectorLayer)>,
}

impl<'a> Named<'a> {
    fn of(id: &'a ConnectorId, layers: &'a [Layer; 3]) -> Self {
        let named = layers.iter().filter_map(|layer| Some((layer, layer.connectors.get(id)?)));
        let layers = named.collect();
        Self { id, layers }
    }

    fn merge(
        &self,
        has_records: &dyn Fn(&AccountId) -> bool,
        problems: &mut Vec<Problem>,
        notices: &mut Vec<Notice>,
    ) -> Option<Connector> {
        let device = self.trusted(|connector| connector.device);
        if self.system(|connector| connector.device).is_some() {
            let (connector, key) = (Some(self.id.clone()), "device");
            notices.push(Notice::KeyIgnored { connector, key });
        }
        let accounts = self.accounts(problems);
        let is_bound = device.is_some_and(|device| {
            accounts.iter().any(|account| {
                let (plane, user) = (account.plane, account.user.clone());
                has_records(&AccountId { device, plane, user })
            })
        });
        let host = self.address(|connector| connector.host.clone(), is_bound, notices);
        let port = self.address(|connector| connector.port, is_bound, notices);
        let management_port =
            self.address(|connector| connector.management_port, is_bound, notices);
        let Some(host) = host else {
            if !notices.contains(&Notice::AddressIgnored(self.id.clone())) {
                let (layer, connector) = self.layers.first()?;
                problems.push(self.problem(layer, connector.spot, "host", Mistake::Missing));
            }
            return None;
        };
        let vendor = self.any(|connector| connector.vendor).unwrap_or_default();
        let profile = ConnectorProfile {
            id: self.id.clone(),
            name: self.any(|c| c.name.clone()).unwrap_or_else(|| named_by(&host)),
            host,
            port: port.unwrap_or(ConnectorProfile::PORT),
            management_port: management_port.unwrap_or(vendor.management_port()),
            vendor,
            timeout: self.any(|c| c.timeout).unwrap_or(ConnectorProfile::TIMEOUT),
            online_check: self.any(|c| c.online_check).unwrap_or_default(),
            encryption: self.encryption(problems)?,
            card_service: self.any(|c| c.card_service).unwrap_or_default(),
            context: self.any(|connector| connector.context.clone()).flatten(),
            device,
            pins: Pins {
                client: self.trusted(|connector| connector.client_pin.clone()),
                management: self.trusted(|connector| connector.management_pin.clone()),
            },
            accounts,
        };
        let proposed = Pins {
            client: self.proposed(profile.pins.client.is_none(), |c| c.client_pin.clone()),
            management: self
                .proposed(profile.pins.management.is_none(), |c| c.management_pin.clone()),
        };
        let origin = self.layers.first().map_or(Origin::Default, |(layer, _)| layer.origin);
        Some(Connector { profile, origin, proposed })
    }

    fn any<T>(&self, of: impl Fn(&ConnectorLayer) -> Option<T>) -> Option<T> {
        self.layers.iter().find_map(|(_, connector)| of(connector))
    }

    /// From policy or the user's own file only.
    fn trusted<T>(&self, of: impl Fn(&ConnectorLayer) -> Option<T>) -> Option<T> {
        let trusted = self.layers.iter().filter(|(layer, _)| layer.origin > Origin::System);
        trusted.map(|(_, connector)| connector).find_map(|connector| of(connector))
    }

    fn system<T>(&self, of: impl Fn(&ConnectorLayer) -> Option<T>) -> Option<T> {
        let system = self.layers.iter().find(|(layer, _)| layer.origin == Origin::System);
        system.and_then(|(_, connector)| of(connector))
    }

    fn proposed<T>(&self, wanted: bool, of: impl Fn(&ConnectorLayer) -> Option<T>) -> Option<T> {
        if wanted { self.system(of) } else { None }
    }

    /// Part of the address: the system's does not count for a connector with records of an account.
    fn address<T>(
        &self,
        of: impl Fn(&ConnectorLayer) -> Option<T>,
        is_bound: bool,
        notices: &mut Vec<Notice>,
    ) -> Option<T> {
        let trusted = self.trusted(&of);
        if trusted.is_some() {
            return trusted;
        }
        let system = self.system(of)?;
        if !is_bound {
            return Some(system);
        }
        let notice = Notice::AddressIgnored(self.id.clone());
        if !notices.contains(&notice) {
            notices.push(notice);
        }
        None
    }

    fn encryption(&self, problems: &mut Vec<Problem>) -> Option<Encryption> {
        let file = self.any(|connector| connector.certificate_file.clone());
        Some(match self.any(|connector| connector.encryption) {
            None | Some(EncryptionWord::TlsPassword) => Encryption::TlsPassword,
            Some(EncryptionWord::None) => Encryption::None,
            Some(EncryptionWord::Tls) => Encryption::Tls,
            Some(EncryptionWord::TlsCertificate) => match file {
                Some(file) => Encryption::TlsCertificate { file },
                None => {
                    let (layer, connector) = self.layers.first()?;
                    let key = "certificate_file";
                    problems.push(self.problem(layer, connector.spot, key, Mistake::Missing));
                    return None;
                }
            },
        })
    }

    /// The accounts of all files, in the order in which they are first named, strongest file first.
    fn accounts(&self, problems: &mut Vec<Problem>) -> Vec<AccountProfile> {
        let mut order: Vec<(Plane, UserName)> = Vec::new();
        let mut found: BTreeMap<(Plane, UserName), Vec<&AccountLayer>> = BTreeMap::new();
        for (layer, connector) in &self.layers {
            let mut here = BTreeSet::new();
            for account in &connector.accounts {
                let key = (account.plane, account.user.clone());
                if !here.insert(key.clone()) {
                    let connector = self.id.to_string();
                    let mistake = Mistake::AccountTwice { connector };
                    problems.push(self.problem(layer, account.spot, "account", mistake));
                    continue;
                }
                if !found.contains_key(&key) {
                    order.push(key.clone());
                }
                found.entry(key).or_default().push(account);
            }
        }
        let merged = order.into_iter().filter_map(|key| {
            let named = found.get(&key)?;
            let (plane, user) = key;
            Some(AccountProfile {
                plane,
                user,
                watched_on: named.iter().find_map(|account| account.watched_on.clone()).flatten(),
                interval: named
                    .iter()
                    .find_map(|account| account.interval)
                    .unwrap_or(AccountProfile::default_interval(plane)),
                limit: named.iter().find_map(|account| account.limit).unwrap_or_default(),
            })
        });
        merged.collect()
    }

    fn problem(&self, layer: &Layer, spot: Spot, key: &str, mistake: Mistake) -> Problem {
        problem(layer, spot, format!("connector.{}.{key}", self.id), mistake)
    }
}

fn problem(layer: &Layer, spot: Spot, key: String, mistake: Mistake) -> Problem {
    Problem { file: layer.file.clone(), line: spot.line, column: spot.column, key, mistake }
}

fn named_by(host: &Host) -> String {
    format!("Konnektor {host}")
}

/// Two connectors may not share an account, nor be one device under two ids: each would have its own
/// journal and count attempts on its own (SAFETY 1).
fn check_together(connectors: &[Connector], layers: &[Layer; 3], problems: &mut Vec<Problem>) {
    for (index, later) in connectors.iter().enumerate() {
        let profile = &later.profile;
        for earlier in &connectors[..index] {
            let connector = earlier.profile.id.to_string();
            if super::device::is_split(&earlier.profile, profile) {
                let mistake = Mistake::SplitDevice { connector: connector.clone() };
                report(layers, &profile.id, "device", mistake, problems);
            }
            let shared = profile.device.is_some() && profile.device == earlier.profile.device;
            let is_known = |account: &AccountProfile| {
                earlier.profile.account(account.plane, &account.user).is_some()
            };
            if shared && profile.accounts.iter().any(is_known) {
                let mistake = Mistake::AccountTwice { connector };
                report(layers, &profile.id, "account", mistake, problems);
            }
        }
    }
}

fn report(
    layers: &[Layer; 3],
    id: &ConnectorId,
    key: &str,
    mistake: Mistake,
    problems: &mut Vec<Problem>,
) {
    let named = Named::of(id, layers);
    if let Some((layer, connector)) = named.layers.first() {
        problems.push(named.problem(layer, connector.spot, key, mistake));
    }
}

#[cfg(test)]
mod tests;
