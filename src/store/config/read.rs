//! Reads one settings file completely: every mistake is collected with its line, none stops the rest.

use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Duration;

use toml_edit::{Document, Item};

use super::layer::{AccountLayer, ConnectorLayer, Contact, Layer, Notifications, Spot};
use super::mistake::{Allowed, Mistake};
use super::scope::{Reader, Scope};
use super::value;
use super::{Error, Origin, QuietHours, VERSION};
use crate::domain::context::CallContext;
use crate::domain::device::Pin;
use crate::domain::identity::ConnectorId;
use crate::domain::profile::AccountProfile;

/// Reads a file's text.
///
/// # Errors
/// [`Error::Newer`]. Mistakes are in the layer.
pub fn layer(origin: Origin, file: String, text: &str) -> Result<Layer, Error> {
    let reader = Reader { text, file: &file, problems: RefCell::default() };
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let spot = reader.spot(error.span());
            let words = error.message().lines().collect::<Vec<_>>().join(", ");
            reader.report(spot, String::new(), Mistake::Syntax(words));
            let problems = reader.problems.into_inner();
            let mut layer = Layer::empty(origin, file.clone());
            layer.problems = problems;
            return Ok(layer);
        }
    };
    let root = Scope {
        reader: &reader,
        table: document.as_table(),
        path: String::new(),
        spot: Spot { line: 1, column: 1 },
    };
    if let Some(version) = newer_version(&root) {
        return Err(Error::Newer { file, version });
    }
    root.known(&[
        "version",
        "language",
        "log",
        "autostart",
        "start_minimised",
        "notifications",
        "contact",
        "reveal",
        "operators",
        "connector",
    ]);
    let version = Allowed::Number { from: 1, to: VERSION };
    if root.value("version", &version, |item| value::number(item, 1, VERSION)).is_none()
        && root.table.get("version").is_none()
    {
        root.missing("version");
    }
    let mut layer = Layer::empty(origin, String::new());
    layer.language = root.value("language", &value::LANGUAGE, value::parsed);
    layer.log = root.value("log", &value::LOG, value::log_level);
    layer.autostart = root.switch("autostart");
    layer.start_minimised = root.switch("start_minimised");
    layer.notifications = root.table("notifications").map(notifications).unwrap_or_default();
    layer.contact = root.table("contact").map(contact).unwrap_or_default();
    if let Some(reveal) = root.table("reveal") {
        reveal.known(&["copy", "show"]);
        (layer.reveal_copy, layer.reveal_show) = (reveal.switch("copy"), reveal.switch("show"));
    }
    if let Some(operators) = root.table("operators") {
        operators.known(&["group"]);
        layer.operators = operators.text("group", 256);
    }
    if let Some(connectors) = root.table("connector") {
        for (key, _) in connectors.table.iter() {
            match key.parse::<ConnectorId>() {
                Ok(id) => {
                    if let Some(connector) = connectors.table(key).map(connector) {
                        layer.connectors.insert(id, connector);
                    }
                }
                Err(_) => connectors.unacceptable_key(key),
            }
        }
    }
    layer.problems = reader.problems.take();
    layer.file = file;
    Ok(layer)
}

fn newer_version(root: &Scope<'_, '_>) -> Option<i64> {
    let version = root.table.get("version")?.as_integer()?;
    (version > VERSION).then_some(version)
}

fn notifications(table: Scope<'_, '_>) -> Notifications {
    table.known(&["trouble", "all_clear", "quiet_hours", "closed_days"]);
    let quiet = table.table_or_none("quiet_hours", |hours| {
        hours.known(&["from", "until"]);
        let (from, until) = (hours.time_of_day("from"), hours.time_of_day("until"));
        Some(QuietHours { from: from?, until: until? })
    });
    Notifications {
        trouble: table.switch("trouble"),
        all_clear: table.switch("all_clear"),
        quiet_hours: quiet,
        closed_days: table.value("closed_days", &Allowed::Day, value::closed_days),
    }
}

fn contact(table: Scope<'_, '_>) -> Contact {
    table.known(&["name", "telephone", "email", "remote_help"]);
    let path = |item: &Item| item.as_str().map(PathBuf::from).filter(|path| path.is_absolute());
    let text = |key: &str| {
        let allowed = Allowed::Text { from: 0, to: 200 };
        table.value_or_empty(key, &allowed, |item| value::text(item, 200))
    };
    Contact {
        name: text("name"),
        telephone: text("telephone"),
        email: text("email"),
        remote_help: table.value_or_empty("remote_help", &Allowed::AbsolutePath, path),
    }
}

fn connector(table: Scope<'_, '_>) -> ConnectorLayer {
    table.known(&[
        "name",
        "host",
        "port",
        "management_port",
        "vendor",
        "timeout",
        "online_check",
        "encryption",
        "certificate_file",
        "card_service",
        "context",
        "device",
        "client_pin",
        "management_pin",
        "account",
    ]);
    let port = |key| {
        let port = |item: &Item| u16::try_from(value::number(item, 1, 65535)?).ok();
        table.value(key, &Allowed::Number { from: 1, to: 65535 }, port)
    };
    let second = Duration::from_secs(1);
    ConnectorLayer {
        spot: table.spot,
        name: table.text("name", 100),
        host: table.value("host", &Allowed::Host, value::parsed),
        port: port("port"),
        management_port: port("management_port"),
        vendor: table.value("vendor", &value::VENDOR, value::vendor),
        timeout: table.span("timeout", second, 120 * second),
        online_check: table.value("online_check", &value::ONLINE_CHECK, value::parsed),
        encryption: table.value("encryption", &value::ENCRYPTION, value::encryption),
        certificate_file: table.text("certificate_file", 4096),
        card_service: table.value("card_service", &Allowed::CardService, value::parsed),
        context: table.table_or_none("context", context),
        device: table.value("device", &Allowed::Hex32, value::parsed),
        client_pin: pin(&table, "client_pin"),
        management_pin: pin(&table, "management_pin"),
        accounts: table.tables("account").into_iter().filter_map(account).collect(),
    }
}

fn context(table: Scope<'_, '_>) -> Option<CallContext> {
    table.known(&["mandant", "clientsystem", "arbeitsplatz"]);
    let allowed = Allowed::Text { from: 1, to: 64 };
    let mandant = table.required("mandant", &allowed, value::parsed);
    let clientsystem = table.required("clientsystem", &allowed, value::parsed);
    let arbeitsplatz = table.required("arbeitsplatz", &allowed, value::parsed);
    Some(CallContext {
        mandant: mandant?,
        clientsystem: clientsystem?,
        arbeitsplatz: arbeitsplatz?,
    })
}

fn pin(table: &Scope<'_, '_>, key: &str) -> Option<Pin> {
    if table.table.get(key)?.is_str() {
        return table.value(key, &Allowed::Pin, value::parsed).map(Pin::Certificate);
    }
    let pin = table.table(key)?;
    if pin.table.contains_key("public_key") {
        pin.known(&["public_key"]);
        return pin.value("public_key", &Allowed::Pin, value::parsed).map(Pin::PublicKey);
    }
    pin.known(&["authority", "subject", "public_key"]);
    let authority = pin.required("authority", &Allowed::Pin, value::parsed);
    // A certificate authority alone is no pin (SAFETY S9).
    let subject = Allowed::Text { from: 1, to: 1000 };
    let subject = pin.required("subject", &subject, |item| value::text(item, 1000));
    Some(Pin::Authority { authority: authority?, subject: subject? })
}

fn account(table: Scope<'_, '_>) -> Option<AccountLayer> {
    table.known(&["plane", "user", "watched_on", "interval", "limit"]);
    let plane = table.required("plane", &value::PLANE, value::parsed);
    let user = table.required("user", &Allowed::User, value::parsed);
    let (shortest, longest) = (AccountProfile::SHORTEST, AccountProfile::LONGEST);
    let interval = table.span("interval", shortest, longest);
    let limit = table.value("limit", &Allowed::Number { from: 1, to: 99 }, value::limit);
    let machine = Allowed::Text { from: 0, to: 255 };
    let watched_on = table.value_or_empty("watched_on", &machine, value::parsed);
    Some(AccountLayer { spot: table.spot, plane: plane?, user: user?, watched_on, interval, limit })
}
