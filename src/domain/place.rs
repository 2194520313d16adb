//! In which networks a connector was reached: whether this computer is in the practice at all.
//!
//! A place is the network of this computer's own address on the way to the connector. A connector that
//! does not answer while the computer is somewhere it never answered from is no news.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

/// Practice, branch, VPN: more places are not remembered.
const MOST: usize = 4;

/// A network: the first 24 bits of an IPv4 address, the first 64 bits of an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place(IpAddr);

/// The networks from which a connector was reached, the newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places(Vec<Place>);

impl Place {
    /// The network of an address.
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                Self(Ipv4Addr::new(a, b, c, 0).into())
            }
            IpAddr::V6(v6) => Self(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into()),
        }
    }
}

impl Places {
    /// Remembers a place; says whether it was new.
    pub fn remember(&mut self, place: Place) -> bool {
        if self.0.contains(&place) {
            return false;
        }
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(place);
        true
    }

    /// Whether the computer is known to be elsewhere; nobody knows before the connector was reached once.
    pub fn is_outside(&self, place: Option<Place>) -> bool {
        !self.0.is_empty() && place.is_none_or(|place| !self.0.contains(&place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(address: &str) -> Place {
        Place::of(address.parse().unwrap())
    }

    #[test]
    fn addresses_of_one_network_are_one_place() {
        assert_eq!(place("10.1.112.7"), place("10.1.112.210"));
        assert_ne!(place("10.1.112.7"), place("192.168.178.20"));
        assert_eq!(place("fd00::1"), place("fd00::ffff:1"));
    }

    #[test]
    fn nobody_is_outside_before_the_connector_was_reached_once() {
        let mut places = Places::default();
        assert!(!places.is_outside(Some(place("10.0.0.1"))));
        assert!(places.remember(place("10.1.112.7")));
        assert!(!places.remember(place("10.1.112.8")));
        assert!(places.is_outside(Some(place("192.168.178.20"))));
        assert!(places.is_outside(None));
        assert!(!places.is_outside(Some(place("10.1.112.9"))));
    }
}
