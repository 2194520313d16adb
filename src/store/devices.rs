//! What is remembered of devices beside their settings, in one small file of the data folder: the facts
//! of confirmed certificates, and which devices stood behind a connector before the present one.
//!
//! Nothing in it is secret, and nothing is decided by it: what is sent where follows pins and device
//! identities alone (SAFETY S9). Losing it costs the comparison with an old certificate and the names of
//! earlier devices.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::kept_aside;
use crate::domain::certificate::CertificateFacts;
use crate::domain::device::Fingerprint;
use crate::domain::identity::{ConnectorId, DeviceId};
use crate::platform::files::{self, Access};
use crate::platform::folders::Folders;
use crate::platform::locks::Lock;

const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The newest certificates and replacements that are kept.
const MOST_ENTRIES: usize = 2_000;

/// A device that another one took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The device.
    pub device: DeviceId,
    /// The connector that it stood behind.
    pub connector: ConnectorId,
    /// What people called it.
    pub name: String,
    /// Where it was: host and port.
    pub address: String,
    /// When it was replaced.
    pub at: Timestamp,
    /// The certificates that were confirmed last, one for each port.
    pub certificates: Vec<Fingerprint>,
}

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    format: u32,
    certificates: Vec<CertificateFacts>,
    replaced: Vec<Replaced>,
}

impl Remembered {
    /// The facts of a certificate.
    #[must_use]
    pub fn certificate(&self, fingerprint: &Fingerprint) -> Option<&CertificateFacts> {
        self.certificates.iter().find(|facts| facts.fingerprint == *fingerprint)
    }

    /// The devices that were replaced, the oldest first.
    #[must_use]
    pub fn replaced(&self) -> &[Replaced] {
        &self.replaced
    }

    fn add(&mut self, certificates: &[CertificateFacts], replaced: Option<Replaced>) {
        for facts in certificates {
            self.certificates.retain(|known| known.fingerprint != facts.fingerprint);
            self.certificates.push(facts.clone());
        }
        self.replaced.extend(replaced);
        let surplus = |length: usize| length.saturating_sub(MOST_ENTRIES);
        self.certificates.drain(..surplus(self.certificates.len()));
        self.replaced.drain(..surplus(self.replaced.len()));
    }
}

/// Reads what is remembered; what cannot be read counts as nothing.
#[must_use]
pub fn load(folders: &Folders) -> Remembered {
    kept_aside::read(&path(folders), MOST_BYTES).unwrap_or_else(|error: files::Error| {
        log::warn!("what is remembered of devices cannot be read: {error}");
        Remembered::default()
    })
}

/// Adds certificates that were confirmed, and a device that was replaced.
///
/// # Errors
/// The disk or the rights; the earlier file stands.
pub fn remember(
    folders: &Folders,
    certificates: &[CertificateFacts],
    replaced: Option<Replaced>,
) -> Result<(), files::Error> {
    files::create_private_folder(&folders.data)?;
    let _lock = Lock::exclusive(&folders.data.join("devices.lock"), Access::OwnerOnly)?;
    let mut known: Remembered = kept_aside::read(&path(folders), MOST_BYTES)?;
    let before = known.clone();
    known.format = FORMAT;
    known.add(certificates, replaced);
    if known == before {
        return Ok(());
    }
    let mut bytes = serde_json::to_vec(&known).expect("names and hashes are plain text");
    bytes.push(b'\n');
    files::replace_atomically(&path(folders), &bytes, Access::OwnerOnly)
}

const FORMAT: u32 = 1;

fn path(folders: &Folders) -> PathBuf {
    folders.data.join("devices.json")
}
