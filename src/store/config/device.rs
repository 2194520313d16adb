//! Which connectors are the same device: those that meet in a pin or in an address (SAFETY 1).

use std::collections::BTreeSet;

use crate::domain::device::Pin;
use crate::domain::identity::{DeviceId, Plane};
use crate::domain::profile::{ConnectorProfile, Host};

/// What is known of the device at an address with a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Neither pin nor address belongs to a device: make a new one.
    New,
    /// All that is known belongs to this device.
    Device(DeviceId),
    /// Pin and address belong to different devices; a person says which one it is (S9).
    Several(BTreeSet<DeviceId>),
}

/// Finds the device that has this pin on any port, or this address.
///
/// An address is host and port: behind one router several devices may share a host.
pub fn device_of<'a>(
    profiles: impl IntoIterator<Item = &'a ConnectorProfile>,
    host: &Host,
    port: u16,
    pin: &Pin,
) -> Known {
    let devices: BTreeSet<DeviceId> = profiles
        .into_iter()
        .filter(|profile| has_pin(profile, pin) || has_address(profile, host, port))
        .filter_map(|profile| profile.device)
        .collect();
    match devices.first() {
        None => Known::New,
        Some(device) if devices.len() == 1 => Known::Device(*device),
        Some(_) => Known::Several(devices),
    }
}

/// Whether two profiles are one device under two ids.
pub fn is_split(a: &ConnectorProfile, b: &ConnectorProfile) -> bool {
    let (Some(first), Some(second)) = (a.device, b.device) else {
        return false;
    };
    let pins = Plane::ALL.into_iter().filter_map(|plane| a.pins.of(plane));
    let ports = [a.port, a.management_port];
    let meet = pins.into_iter().any(|pin| has_pin(b, pin))
        || ports.into_iter().any(|port| has_address(b, &a.host, port));
    first != second && meet
}

fn has_pin(profile: &ConnectorProfile, pin: &Pin) -> bool {
    Plane::ALL.into_iter().any(|plane| profile.pins.of(plane) == Some(pin))
}

fn has_address(profile: &ConnectorProfile, host: &Host, port: u16) -> bool {
    profile.host == *host && [profile.port, profile.management_port].contains(&port)
}
