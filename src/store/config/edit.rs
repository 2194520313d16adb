//! Changes of the user's settings file: typed, comment-preserving, all or none.
//!
//! Decides how a value is written. A file that is damaged is not changed; a change whose result would
//! be damaged is not written.

use std::time::Duration;

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::sources::{assemble, text_of};
use super::value::span_text;
use super::{Error, Language, Loaded, user_file};
use crate::domain::context::CallContext;
use crate::domain::device::{Pin, Vendor};
use crate::domain::identity::{AccountRef, ConnectorId, DeviceId, MachineName, Plane};
use crate::domain::profile::{AccountProfile, AttemptLimit, ConnectorProfile, Encryption, Host};
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
    /// Removes an account from the user's file.
    RemoveAccount(AccountRef),
    /// Changes one value of an account. An account of another file gets a table in the user's.
    Account(AccountRef, AccountChange),
    /// Sets the language.
    Language(Language),
    /// Sets whether the tray program starts at log-on.
    Autostart(bool),
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
/// [`Error::Refused`] if the changed one would not be; [`Error::Unknown`], [`Error::Taken`]; [`Error::Files`]. The file
/// is unchanged in each case.
pub fn edit(folders: &Folders, edits: &[Edit]) -> Result<Loaded, Error> {
    files::create_private_folder(&folders.settings)?;
    // The tray program and a console command may write at the same time.
    let _lock = Lock::exclusive(&folders.settings.join("settings.lock"), Access::OwnerOnly)?;
    let path = user_file(folders);
    let present = match text_of(&path)? {
        Some(text) => super::migrations::to_current(&path, text)?,
        None => "version = 1\n".to_owned(),
    };
    assemble(folders, Some(present.clone()))?;
    let mut document: DocumentMut = present.parse().expect("the text was just read as settings");
    for edit in edits {
        apply(&mut document, edit)?;
    }
    let changed = document.to_string();
    let loaded = assemble(folders, Some(changed.clone())).map_err(|error| match error {
        Error::Mistakes(mut problems) => Error::Refused(Box::new(problems.remove(0))),
        other => other,
    })?;
    files::replace_atomically(&path, changed.as_bytes(), Access::OwnerOnly)?;
    Ok(loaded)
}

fn apply(document: &mut DocumentMut, edit: &Edit) -> Result<(), Error> {
    match edit {
        Edit::AddConnector(profile) => add_connector(document, profile),
        Edit::RemoveConnector(id) => {
            let connectors = document.get_mut("connector").and_then(Item::as_table_like_mut);
            let removed = connectors.and_then(|connectors| connectors.remove(id.as_str()));
            removed.map(drop).ok_or_else(|| Error::Unknown(id.to_string()))
        }
        Edit::Connector(id, change) => {
            change_connector(connector(document, id)?, change);
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
            change_account(account(document, reference)?, change);
            Ok(())
        }
        Edit::Language(language) => {
            put(document.as_table_mut(), "language", language_word(*language));
            Ok(())
        }
        Edit::Autostart(on) => {
            put(document.as_table_mut(), "autostart", *on);
            Ok(())
        }
    }
}

fn add_connector(document: &mut DocumentMut, profile: &ConnectorProfile) -> Result<(), Error> {
    let id = &profile.id;
    let connectors = document.get("connector").and_then(Item::as_table_like);
    if connectors.is_some_and(|connectors| connectors.contains_key(id.as_str())) {
        return Err(Error::Taken(id.to_string()));
    }
    let table = connector(document, id)?;
    let changes = [
        ConnectorChange::Name(profile.name.clone()),
        ConnectorChange::Host(profile.host.clone()),
        ConnectorChange::Port(profile.port),
        ConnectorChange::ManagementPort(profile.management_port),
        ConnectorChange::Vendor(profile.vendor),
        ConnectorChange::Timeout(profile.timeout),
        ConnectorChange::Encryption(profile.encryption.clone()),
        ConnectorChange::Context(profile.context.clone()),
        ConnectorChange::Device(profile.device),
        ConnectorChange::Pin(Plane::Client, profile.pins.client.clone()),
        ConnectorChange::Pin(Plane::Management, profile.pins.management.clone()),
    ];
    for change in &changes {
        change_connector(table, change);
    }
    if !profile.accounts.is_empty() {
        let accounts = accounts(document, id)?;
        profile.accounts.iter().for_each(|account| accounts.push(account_table(account)));
    }
    Ok(())
}

fn change_connector(table: &mut dyn TableLike, change: &ConnectorChange) {
    match change {
        ConnectorChange::Name(name) => put(table, "name", name.as_str()),
        ConnectorChange::Host(host) => put(table, "host", host.to_string()),
        ConnectorChange::Port(port) => put(table, "port", i64::from(*port)),
        ConnectorChange::ManagementPort(port) => put(table, "management_port", i64::from(*port)),
        ConnectorChange::Vendor(vendor) => put(table, "vendor", vendor.as_str()),
        ConnectorChange::Timeout(limit) => put(table, "timeout", span_text(*limit)),
        ConnectorChange::Encryption(encryption) => {
            let (word, file) = match encryption {
                Encryption::None => ("none", None),
                Encryption::Tls => ("tls", None),
                Encryption::TlsPassword => ("tls-password", None),
                Encryption::TlsCertificate { file } => ("tls-certificate", Some(file.as_str())),
            };
            put(table, "encryption", word);
            put_or_remove(table, "certificate_file", file);
        }
        ConnectorChange::Context(context) => {
            put_or_remove(table, "context", context.as_ref().map(context_value));
        }
        ConnectorChange::Pin(plane, pin) => {
            put_or_remove(table, pin_key(*plane), pin.as_ref().map(pin_value));
        }
        ConnectorChange::Device(device) => {
            put_or_remove(table, "device", device.map(|device| device.to_string()));
        }
    }
}

fn change_account(table: &mut Table, change: &AccountChange) {
    match change {
        AccountChange::WatchedOn(machine) => {
            put_or_remove(table, "watched_on", machine.as_ref().map(MachineName::as_str));
        }
        AccountChange::Interval(interval) => put(table, "interval", span_text(*interval)),
        AccountChange::Limit(limit) => put(table, "limit", i64::from(limit.attempts())),
    }
}

/// The connector's table in the user's file, made if it is not there.
fn connector<'a>(
    document: &'a mut DocumentMut,
    id: &ConnectorId,
) -> Result<&'a mut dyn TableLike, Error> {
    let unknown = || Error::Unknown(id.to_string());
    let connectors = document.entry("connector").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let connectors = connectors.as_table_like_mut().ok_or_else(unknown)?;
    let item = connectors.entry(id.as_str()).or_insert_with(|| Item::Table(Table::new()));
    item.as_table_like_mut().ok_or_else(unknown)
}

fn accounts<'a>(
    document: &'a mut DocumentMut,
    id: &ConnectorId,
) -> Result<&'a mut ArrayOfTables, Error> {
    let item = connector(document, id)?
        .entry("account")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    item.as_array_of_tables_mut().ok_or_else(|| Error::Unknown(id.to_string()))
}

/// The account's table in the user's file, made if it is not there.
fn account<'a>(
    document: &'a mut DocumentMut,
    reference: &AccountRef,
) -> Result<&'a mut Table, Error> {
    let accounts = accounts(document, &reference.connector)?;
    let index = find(accounts, reference).unwrap_or_else(|| {
        let mut table = Table::new();
        put(&mut table, "plane", reference.plane.as_str());
        put(&mut table, "user", reference.user.as_str());
        accounts.push(table);
        accounts.len() - 1
    });
    accounts.get_mut(index).ok_or_else(|| Error::Unknown(reference.to_string()))
}

fn find(accounts: &ArrayOfTables, reference: &AccountRef) -> Option<usize> {
    accounts.iter().position(|table| {
        let text = |key: &str| table.get(key).and_then(Item::as_str);
        let user = text("user").and_then(|user| user.parse().ok());
        text("plane") == Some(reference.plane.as_str()) && user.as_ref() == Some(&reference.user)
    })
}

fn account_table(account: &AccountProfile) -> Table {
    let mut table = Table::new();
    put(&mut table, "plane", account.plane.as_str());
    put(&mut table, "user", account.user.as_str());
    for change in [
        AccountChange::WatchedOn(account.watched_on.clone()),
        AccountChange::Interval(account.interval),
        AccountChange::Limit(account.limit),
    ] {
        change_account(&mut table, &change);
    }
    table
}

fn pin_key(plane: Plane) -> &'static str {
    match plane {
        Plane::Management => "management_pin",
        Plane::Client => "client_pin",
    }
}

fn pin_value(pin: &Pin) -> Value {
    let mut table = InlineTable::new();
    match pin {
        Pin::Certificate(fingerprint) => return fingerprint.to_string().into(),
        Pin::Authority { authority, subject } => {
            table.insert("authority", authority.to_string().into());
            table.insert("subject", subject.as_str().into());
        }
        Pin::PublicKey(key) => {
            table.insert("public_key", key.to_string().into());
        }
    }
    table.into()
}

fn context_value(context: &CallContext) -> Value {
    let mut table = InlineTable::new();
    table.insert("mandant", context.mandant.as_str().into());
    table.insert("clientsystem", context.clientsystem.as_str().into());
    table.insert("arbeitsplatz", context.arbeitsplatz.as_str().into());
    table.into()
}

fn language_word(language: Language) -> &'static str {
    match language {
        Language::Auto => "auto",
        Language::German => "de",
        Language::English => "en",
    }
}

fn put_or_remove(table: &mut dyn TableLike, key: &str, value: Option<impl Into<Value>>) {
    match value {
        Some(value) => put(table, key, value),
        None => drop(table.remove(key)),
    }
}

/// Sets a value and keeps the comment and the blanks around the one that was there.
fn put(table: &mut dyn TableLike, key: &str, value: impl Into<Value>) {
    let mut value = value.into();
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(present) => {
            *value.decor_mut() = present.decor().clone();
            *present = value;
        }
        None => drop(table.insert(key, Item::Value(value))),
    }
}

#[cfg(test)]
mod tests;
