//! Settings: which files count, in which order, and what they mean.
//!
//! Hides TOML. Policy stands above the user's file, that above the file of the whole system, that
//! above the defaults, key by key; each value knows where it comes from. Files of the system count
//! only if administrators alone could have written them (SAFETY S23). A damaged file is an error that
//! names every mistake with its line; it is never overwritten. `docs/settings.md` is the reference.

mod changes;
mod device;
mod edit;
mod hours;
mod keys;
mod layer;
mod locked;
mod merge;
mod mistake;
mod read;
mod scope;
mod sources;
mod value;

use std::path::PathBuf;

use jiff::civil::{Date, Time, Weekday};

use crate::domain::identity::{AccountRef, ConnectorId, DeviceId};
use crate::domain::profile::{ConnectorProfile, Pins};
use crate::platform::files;
use crate::platform::folders::Folders;
use crate::platform::groups::Membership;
use crate::platform::policy;

use super::migrations;

pub use crate::domain::practice::{Contact, Language};
pub use changes::changes;
pub use device::{Known, device_of};
pub use edit::{AccountChange, ConnectorChange, Edit, edit};
pub use hours::Unreadable;
pub use keys::{AccountKey, ConnectorKey, Key};
pub use locked::{Locked, Place};
pub use mistake::{Allowed, Mistake, Problem};
pub use sources::Lookout;

/// The version of the settings file that this program writes.
pub const VERSION: i64 = 1;

/// The longest settings file that is read.
pub const MOST_BYTES: u64 = 1024 * 1024;

/// Which file a value comes from; a later one is stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// No file names it.
    Default,
    /// The file of the whole system.
    System,
    /// The user's own file.
    User,
    /// What an administrator enforces.
    Policy,
}

/// A value and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valued<T> {
    /// The value.
    pub value: T,
    /// Its file.
    pub origin: Origin,
}

/// When no toast is shown; both ends on the practice's clock, over midnight if `from` is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// Their beginning, to the minute.
    pub from: Time,
    /// Their end, to the minute.
    pub until: Time,
}

/// Days on which the practice is closed: weekdays and single dates, in the settings' order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClosedDays {
    /// Every week.
    pub weekdays: Vec<Weekday>,
    /// Once.
    pub dates: Vec<Date>,
}

/// Which ways a stored password may leave by, on a person's wish (SAFETY S22).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reveal {
    /// Whether *Passwort kopieren* is offered; default true.
    pub copy: Valued<bool>,
    /// Whether *Passwort anzeigen* is offered; default true.
    pub show: Valued<bool>,
}

/// Who may act here ("Bedienung").
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Operators {
    /// Everybody.
    #[default]
    Everybody,
    /// The members of this group of the operating system.
    Group {
        /// Its name, 1 to 256 characters.
        name: String,
        /// How this user stood to it when the settings were loaded; none if the system could not say,
        /// which allows nothing.
        membership: Option<Membership>,
    },
}

impl Operators {
    /// Whether this user may act.
    #[must_use]
    pub fn include_this_user(&self) -> bool {
        match self {
            Self::Everybody => true,
            Self::Group { name: _, membership } => *membership == Some(Membership::Member),
        }
    }
}

/// All settings, merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language of messages; default: as the operating system speaks.
    pub language: Valued<Language>,
    /// The level of the log; default `info`.
    pub log: Valued<log::LevelFilter>,
    /// Whether the tray program starts at log-on; default true.
    pub autostart: Valued<bool>,
    /// Whether no window opens at log-on; default true. With false the overview does.
    pub start_minimised: Valued<bool>,
    /// Whether trouble shows a toast; default true. The tray icon shows it in any case.
    pub toast_trouble: Valued<bool>,
    /// Whether the end of a trouble shows a toast; default true.
    pub toast_all_clear: Valued<bool>,
    /// When toasts wait; default never.
    pub quiet_hours: Valued<Option<QuietHours>>,
    /// When the practice is closed; default never.
    pub closed_days: Valued<ClosedDays>,
    /// The service provider; each text comes from the strongest file that names it.
    pub contact: Contact,
    /// Which ways a stored password may leave by.
    pub reveal: Reveal,
    /// Who may act here; the others see the state. From policy only.
    pub operators: Operators,
    /// The connectors, in the order of their identifiers.
    pub connectors: Vec<Connector>,
}

/// One connector of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connector {
    /// What counts. Its pins are the confirmed ones only: those of policy and of the user's own file.
    pub profile: ConnectorProfile,
    /// The strongest file that names it.
    pub origin: Origin,
    /// Pins that the system's file proposes and nobody here has confirmed (SAFETY S23).
    pub proposed: Pins,
}

/// What was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    /// Whether the user has a settings file.
    pub user_file: UserFile,
    /// What was ignored, for a person.
    pub notices: Vec<Notice>,
    /// Names the content of all files; another one after a change.
    pub revision: Revision,
    locked: Locked,
}

impl Loaded {
    /// What an administrator enforces: pages show it locked, and [`edit`] refuses to change it.
    #[must_use]
    pub const fn locked(&self) -> &Locked {
        &self.locked
    }
}

/// Whether the user's file is there. A damaged one is an error of [`Settings::load`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserFile {
    /// It is not.
    Absent,
    /// It is, and was read.
    Readable,
}

/// What of the files does not count, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Somebody other than an administrator could have written the system's file or the policy.
    NotAdministratorsOnly(PathBuf),
    /// The system's file is there and cannot be read.
    Unreadable(PathBuf),
    /// The system's address for a connector is ignored: an account with records here belongs to it,
    /// and such an address comes from policy or the user's own file only.
    AddressIgnored(ConnectorId),
    /// The system's file names a key that only policy and the user's own file may.
    KeyIgnored {
        /// The connector, where the key stands in one.
        connector: Option<ConnectorId>,
        /// The key.
        key: &'static str,
    },
    /// A file other than the policy names a key that only the policy may.
    PolicyOnly {
        /// The file.
        file: String,
        /// The key.
        key: &'static str,
    },
    /// The group of `operators` does not exist here, so nobody may act.
    NoSuchGroup(String),
    /// The operating system could not say whether this user is in the group of `operators`, so this
    /// user may not act.
    GroupUnknown(String),
}

/// SHA-256 over all files that settings come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Revision([u8; 32]);

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One or more files have mistakes; nothing was changed.
    #[error("{} mistakes in the settings, the first one: {}", .0.len(), .0[0])]
    Mistakes(Vec<Problem>),
    /// A newer version of this program wrote the file; nothing was changed.
    #[error("{file} has version {version}, this program knows {VERSION}")]
    Newer {
        /// The file.
        file: String,
        /// Its version.
        version: i64,
    },
    /// A file is no UTF-8 text; nothing was changed.
    #[error("{0} is not text")]
    NotText(String),
    /// The policy is there and cannot be read: what it enforces is not known.
    #[error("the policy cannot be read")]
    Policy(#[source] policy::Error),
    /// The user's file cannot be read or written.
    #[error("the settings file cannot be used")]
    Files(#[from] files::Error),
    /// The change would have made the file unreadable; nothing was written.
    #[error("the change is not possible: {0}")]
    Refused(Box<Problem>),
    /// There is no connector, or no account, of that name in the user's file.
    #[error("{0} is not in the settings")]
    Unknown(String),
    /// A connector, or an account, of that name is in the user's file already.
    #[error("{0} is in the settings already")]
    Taken(String),
    /// The policy fixes this value.
    #[error("{0} is fixed by the policy")]
    Locked(Place),
}

impl Settings {
    /// Loads and merges all files. Blocks on the disk.
    ///
    /// # Errors
    /// See [`Error`]; whatever happens, no file is changed, except that a file of an older version is
    /// migrated, with its old text kept beside it.
    pub fn load(folders: &Folders) -> Result<Loaded, Error> {
        let user = match sources::text_of(&user_file(folders))? {
            Some(text) => Some(migrations::to_current(&user_file(folders), text)?),
            None => None,
        };
        sources::assemble(folders, user)
    }

    /// Names the present content of all files, without judging it, to see whether they changed. A
    /// file that cannot be read counts as absent here.
    #[must_use]
    pub fn revision(folders: &Folders) -> Revision {
        Lookout::default().revision(folders)
    }

    /// The connector of that identifier.
    #[must_use]
    pub fn connector(&self, id: &ConnectorId) -> Option<&Connector> {
        self.connectors.iter().find(|connector| connector.profile.id == *id)
    }

    /// All accounts of all connectors, trusted or not, in the settings' order.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountRef> {
        let of = |connector: &Connector| {
            let profile = connector.profile.clone();
            let references = profile.accounts.iter().map(|account| profile.reference(account));
            references.collect::<Vec<_>>()
        };
        self.connectors.iter().flat_map(of).collect()
    }

    /// All devices that a person trusted.
    #[must_use]
    pub fn devices(&self) -> std::collections::BTreeSet<DeviceId> {
        self.connectors.iter().filter_map(|connector| connector.profile.device).collect()
    }
}

/// The user's settings file.
#[must_use]
pub fn user_file(folders: &Folders) -> PathBuf {
    folders.settings.join("settings.toml")
}

#[cfg(test)]
mod tests;
