//! Changes of the user's settings file: typed, comment-preserving, all or none.
//!
//! Decides how a value is written. A file that is damaged is not changed; a change whose result would
//! be damaged is not written.

mod connector;
mod places;
mod written;

use std::time::Duration;

use toml_edit::{DocumentMut, Item, Table, TableLike};

use self::connector::{
    account, account_table, accounts, add_connector, change_account, change_connector, connector,
    find,
};
use self::written::{days_value, log_word, pin_key, pin_value, put, put_or_clear, quiet_value};
use super::layer::{AccountLayer, Layer, Named};
use super::sources::{assemble, assemble_with, text_of};
use super::value::NONE;
use super::{ClosedDays, Error, Language, Loaded, QuietHours, user_file};
use crate::domain::context::CallContext;
use crate::domain::device::{Pin, Vendor};
use crate::domain::identity::{AccountRef, ConnectorId, DeviceId, MachineName, Plane};
use crate::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, Host,
    OnlineCheck,
};
use crate::platform::files::{self, Access};
use crate::platform::folders::Folders;
use crate::platform::locks::Lock;

/// One change of the user's settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Adds a connector with its accounts; its table must not exist in the user's file.
    AddConnector(Box<ConnectorProfile>),
    /// Removes a connector's table from the user's file.
    RemoveConnector(ConnectorId),
    /// Changes one value of a connector. A connector of another file gets a table in the user's.
    Connector(ConnectorId, ConnectorChange),
    /// Takes over what a person confirmed: address, device and the pin of one port. From then on the
    /// address does not depend on the system's file (SAFETY S23).
    Trust {
        /// The connector as it is in force.
        profile: Box<ConnectorProfile>,
        /// Whose port.
        plane: Plane,
        /// What the person confirmed.
        pin: Pin,
        /// The device that it is.
        device: DeviceId,
    },
    /// Adds an account to a connector; it must not exist in the user's file.
    AddAccount(ConnectorId, AccountProfile),
    /// Removes an account from the user's file. Its stored passwords and its records stay (S16).
    RemoveAccount(AccountRef),
    /// Changes one value of an account. An account of another file gets a table in the user's.
    Account(AccountRef, AccountChange),
    /// Sets the language.
    Language(Language),
    /// Sets the level of the log.
    Log(log::LevelFilter),
    /// Sets whether the tray program starts at log-on.
    Autostart(bool),
    /// Sets whether no window opens at log-on.
    StartMinimised(bool),
    /// Sets whether trouble shows a toast.
    ToastTrouble(bool),
    /// Sets whether the end of a trouble shows a toast.
    ToastAllClear(bool),
    /// Sets when toasts wait; none: never.
    QuietHours(Option<QuietHours>),
    /// Sets when the practice is closed; the weekdays are written first.
    ClosedDays(ClosedDays),
    /// Sets who the service provider is: 1 to 200 characters, or none.
    ContactName(Option<String>),
    /// Sets where to call: 1 to 200 characters, or none.
    ContactTelephone(Option<String>),
    /// Sets where to write: 1 to 200 characters, or none.
    ContactEmail(Option<String>),
    /// Sets the program that lets the provider see this screen: an absolute path, or none.
    ContactRemoteHelp(Option<String>),
    /// Sets whether *Passwort kopieren* is offered.
    RevealCopy(bool),
    /// Sets whether *Passwort anzeigen* is offered.
    RevealShow(bool),
}

/// One value of a connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectorChange {
    /// What people call it.
    Name(String),
    /// Where it is.
    Host(Host),
    /// PVS-Port.
    Port(u16),
    /// Web UI and REST.
    ManagementPort(u16),
    /// The vendor.
    Vendor(Vendor),
    /// The limit of a request.
    Timeout(Duration),
    /// When its accounts are checked.
    OnlineCheck(OnlineCheck),
    /// Which CardService is spoken.
    CardService(CardServiceVersion),
    /// How the client plane is spoken to.
    Encryption(Encryption),
    /// The call context.
    Context(Option<CallContext>),
    /// The pin of one port.
    Pin(Plane, Option<Pin>),
    /// The device; `None` forgets it, and with it which records belong to the accounts.
    Device(Option<DeviceId>),
}

/// One value of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountChange {
    /// The machine that watches it (S6).
    WatchedOn(Option<MachineName>),
    /// The time between two proofs.
    Interval(Duration),
    /// The device's limit of attempts.
    Limit(AttemptLimit),
}

/// Carries out changes, all or none, and answers the settings that are then in force.
///
/// # Errors
/// [`Error::Mistakes`], [`Error::Newer`], [`Error::NotText`] if the present file is not readable;
/// [`Error::Refused`] if the changed one would not be; [`Error::Locked`] if the policy fixes one of the
/// values, whatever they are; [`Error::Unknown`], [`Error::Taken`]; [`Error::Files`]. The file is
/// unchanged in each case.
pub fn edit(folders: &Folders, edits: &[Edit]) -> Result<Loaded, Error> {
    files::create_private_folder(&folders.settings)?;
    // The tray program and a console command may write at the same time.
    let _lock = Lock::exclusive(&folders.settings.join("settings.lock"), Access::OwnerOnly)?;
    let path = user_file(folders);
    let present = match text_of(&path)? {
        Some(text) => super::migrations::to_current(&path, text)?,
        None => "version = 1\n".to_owned(),
    };
    let (loaded, system) = assemble_with(folders, Some(present.clone()))?;
    if let Some(place) = edits.iter().find_map(|edit| places::locked(edit, loaded.locked())) {
        return Err(Error::Locked(place));
    }
    let mut document: DocumentMut = present.parse().expect("the text was just read as settings");
    for edit in edits {
        apply(&mut document, edit, &system)?;
    }
    let changed = document.to_string();
    let loaded = assemble(folders, Some(changed.clone())).map_err(|error| match error {
        Error::Mistakes(mut problems) => Error::Refused(Box::new(problems.remove(0))),
        other => other,
    })?;
    files::replace_atomically(&path, changed.as_bytes(), Access::OwnerOnly)?;
    Ok(loaded)
}

/// `system` is what the system's file says: where it would then count, none is written outright.
fn apply(document: &mut DocumentMut, edit: &Edit, system: &Layer) -> Result<(), Error> {
    match edit {
        Edit::AddConnector(profile) => add_connector(document, profile),
        Edit::RemoveConnector(id) => {
            let connectors = document.get_mut("connector").and_then(Item::as_table_like_mut);
            let removed = connectors.and_then(|connectors| connectors.remove(id.as_str()));
            removed.map(drop).ok_or_else(|| Error::Unknown(id.to_string()))
        }
        Edit::Connector(id, change) => {
            change_connector(connector(document, id)?, change, system.connectors.get(id));
            Ok(())
        }
        Edit::Trust { profile, plane, pin, device } => {
            let table = connector(document, &profile.id)?;
            put(table, "host", profile.host.to_string());
            put(table, "port", i64::from(profile.port));
            put(table, "management_port", i64::from(profile.management_port));
            put(table, "device", device.to_string());
            put(table, pin_key(*plane), pin_value(pin));
            Ok(())
        }
        Edit::AddAccount(id, account) => {
            let reference = AccountRef {
                connector: id.clone(),
                plane: account.plane,
                user: account.user.clone(),
            };
            let accounts = accounts(document, id)?;
            if find(accounts, &reference).is_some() {
                return Err(Error::Taken(reference.to_string()));
            }
            accounts.push(account_table(account));
            Ok(())
        }
        Edit::RemoveAccount(reference) => {
            let accounts = accounts(document, &reference.connector)?;
            let index =
                find(accounts, reference).ok_or_else(|| Error::Unknown(reference.to_string()))?;
            accounts.remove(index);
            if accounts.is_empty() {
                connector(document, &reference.connector)?.remove("account");
            }
            Ok(())
        }
        Edit::Account(reference, change) => {
            let system = account_of(system, reference);
            change_account(account(document, reference)?, change, system);
            Ok(())
        }
        Edit::Language(language) => {
            put(document.as_table_mut(), "language", language.as_str());
            Ok(())
        }
        Edit::Log(level) => {
            put(document.as_table_mut(), "log", log_word(*level));
            Ok(())
        }
        Edit::Autostart(on) => {
            put(document.as_table_mut(), "autostart", *on);
            Ok(())
        }
        Edit::StartMinimised(on) => {
            put(document.as_table_mut(), "start_minimised", *on);
            Ok(())
        }
        Edit::ToastTrouble(on) => {
            put(section(document, "notifications")?, "trouble", *on);
            Ok(())
        }
        Edit::ToastAllClear(on) => {
            put(section(document, "notifications")?, "all_clear", *on);
            Ok(())
        }
        Edit::QuietHours(hours) => {
            let none = is_named(&system.notifications.quiet_hours).then_some(NONE);
            let hours = hours.as_ref().map(quiet_value);
            put_or_clear(section(document, "notifications")?, "quiet_hours", hours, none);
            Ok(())
        }
        Edit::ClosedDays(days) => {
            put(section(document, "notifications")?, "closed_days", days_value(days));
            Ok(())
        }
        Edit::ContactName(text) => {
            contact(document, "name", text.as_deref(), is_named(&system.contact.name))
        }
        Edit::ContactTelephone(text) => {
            contact(document, "telephone", text.as_deref(), is_named(&system.contact.telephone))
        }
        Edit::ContactEmail(text) => {
            contact(document, "email", text.as_deref(), is_named(&system.contact.email))
        }
        // The system's does not count anyway.
        Edit::ContactRemoteHelp(path) => contact(document, "remote_help", path.as_deref(), false),
        Edit::RevealCopy(on) => {
            put(section(document, "reveal")?, "copy", *on);
            Ok(())
        }
        Edit::RevealShow(on) => {
            put(section(document, "reveal")?, "show", *on);
            Ok(())
        }
    }
}

fn contact(
    document: &mut DocumentMut,
    key: &str,
    text: Option<&str>,
    is_hidden: bool,
) -> Result<(), Error> {
    let text = text.map(str::trim);
    put_or_clear(section(document, "contact")?, key, text, is_hidden.then_some(""));
    Ok(())
}

fn is_named<T>(said: &Named<T>) -> bool {
    matches!(said, Some(Some(_)))
}

fn account_of<'a>(system: &'a Layer, reference: &AccountRef) -> Option<&'a AccountLayer> {
    let known = system.connectors.get(&reference.connector)?.accounts.iter();
    known.into_iter().find(|one| one.plane == reference.plane && one.user == reference.user)
}

/// A table of the user's file, made before the connectors if it is not there.
fn section<'a>(document: &'a mut DocumentMut, name: &str) -> Result<&'a mut dyn TableLike, Error> {
    let item = document.entry(name).or_insert_with(|| Item::Table(Table::new()));
    item.as_table_like_mut().ok_or_else(|| Error::Unknown(name.to_owned()))
}

#[cfg(test)]
mod tests;
