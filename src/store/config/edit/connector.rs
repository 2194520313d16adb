//! Connectors and accounts in the document: where their tables are, and how each value is written.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike};

use super::written::{context_value, pin_key, pin_value, put, put_or_clear};
use super::{AccountChange, ConnectorChange};
use crate::domain::identity::{AccountRef, ConnectorId, MachineName, Plane};
use crate::domain::profile::{AccountProfile, ConnectorProfile, Encryption};
use crate::store::config::Error;
use crate::store::config::layer::{AccountLayer, ConnectorLayer};
use crate::store::config::value::{NONE, span_text};

/// Writes a whole connector, which must not be there.
pub fn add_connector(document: &mut DocumentMut, profile: &ConnectorProfile) -> Result<(), Error> {
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
        ConnectorChange::OnlineCheck(profile.online_check),
        ConnectorChange::Encryption(profile.encryption.clone()),
        ConnectorChange::CardService(profile.card_service),
        ConnectorChange::Context(profile.context.clone()),
        ConnectorChange::Device(profile.device),
        ConnectorChange::Pin(Plane::Client, profile.pins.client.clone()),
        ConnectorChange::Pin(Plane::Management, profile.pins.management.clone()),
    ];
    // A new table says everything outright, so nothing of it is the system's.
    for change in &changes {
        change_connector(table, change, None);
    }
    if !profile.accounts.is_empty() {
        let accounts = accounts(document, id)?;
        profile.accounts.iter().for_each(|account| accounts.push(account_table(account)));
    }
    Ok(())
}

/// Writes one value of a connector; `system` is what the system's file says of it.
pub fn change_connector(
    table: &mut dyn TableLike,
    change: &ConnectorChange,
    system: Option<&ConnectorLayer>,
) {
    match change {
        ConnectorChange::Name(name) => put(table, "name", name.as_str()),
        ConnectorChange::Host(host) => put(table, "host", host.to_string()),
        ConnectorChange::Port(port) => put(table, "port", i64::from(*port)),
        ConnectorChange::ManagementPort(port) => put(table, "management_port", i64::from(*port)),
        ConnectorChange::Vendor(vendor) => put(table, "vendor", vendor.as_str()),
        ConnectorChange::Timeout(limit) => put(table, "timeout", span_text(*limit)),
        ConnectorChange::OnlineCheck(choice) => put(table, "online_check", choice.as_str()),
        ConnectorChange::CardService(version) => put(table, "card_service", version.to_string()),
        ConnectorChange::Encryption(encryption) => {
            let (word, file) = match encryption {
                Encryption::None => ("none", None),
                Encryption::Tls => ("tls", None),
                Encryption::TlsPassword => ("tls-password", None),
                Encryption::TlsCertificate { file } => ("tls-certificate", Some(file.as_str())),
            };
            put(table, "encryption", word);
            put_or_clear(table, "certificate_file", file, None);
        }
        ConnectorChange::Context(context) => {
            let hidden = system.is_some_and(|system| matches!(system.context, Some(Some(_))));
            let none = hidden.then_some(NONE);
            put_or_clear(table, "context", context.as_ref().map(context_value), none);
        }
        ConnectorChange::Pin(plane, pin) => {
            put_or_clear(table, pin_key(*plane), pin.as_ref().map(pin_value), None);
        }
        ConnectorChange::Device(device) => {
            put_or_clear(table, "device", device.map(|device| device.to_string()), None);
        }
    }
}

/// Writes one value of an account; `system` is what the system's file says of it.
pub fn change_account(table: &mut Table, change: &AccountChange, system: Option<&AccountLayer>) {
    match change {
        AccountChange::WatchedOn(machine) => {
            let hidden = system.is_some_and(|system| matches!(system.watched_on, Some(Some(_))));
            let machine = machine.as_ref().map(MachineName::as_str);
            put_or_clear(table, "watched_on", machine, hidden.then_some(""));
        }
        AccountChange::Interval(interval) => put(table, "interval", span_text(*interval)),
        AccountChange::Limit(limit) => put(table, "limit", i64::from(limit.attempts())),
    }
}

/// The connector's table in the user's file, made if it is not there.
pub fn connector<'a>(
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

pub fn accounts<'a>(
    document: &'a mut DocumentMut,
    id: &ConnectorId,
) -> Result<&'a mut ArrayOfTables, Error> {
    let item = connector(document, id)?
        .entry("account")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    item.as_array_of_tables_mut().ok_or_else(|| Error::Unknown(id.to_string()))
}

/// The account's table in the user's file, made if it is not there.
pub fn account<'a>(
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

pub fn find(accounts: &ArrayOfTables, reference: &AccountRef) -> Option<usize> {
    accounts.iter().position(|table| {
        let text = |key: &str| table.get(key).and_then(Item::as_str);
        let user = text("user").and_then(|user| user.parse().ok());
        text("plane") == Some(reference.plane.as_str()) && user.as_ref() == Some(&reference.user)
    })
}

pub fn account_table(account: &AccountProfile) -> Table {
    let mut table = Table::new();
    put(&mut table, "plane", account.plane.as_str());
    put(&mut table, "user", account.user.as_str());
    for change in [
        AccountChange::WatchedOn(account.watched_on.clone()),
        AccountChange::Interval(account.interval),
        AccountChange::Limit(account.limit),
    ] {
        change_account(&mut table, &change, None);
    }
    table
}
