//! Reads one settings file completely: every mistake is collected with its line, none stops the rest.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use toml_edit::{Document, Item, TableLike};

use super::layer::{AccountLayer, ConnectorLayer, Contact, Layer, Notifications, Spot};
use super::mistake::{Allowed, Mistake, Problem};
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
    let reader = Reader {
        text,
        file: &file,
        problems: RefCell::default(),
    };
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
        "notifications",
        "contact",
        "connector",
    ]);
    let version = Allowed::Number {
        from: 1,
        to: VERSION,
    };
    if root
        .value("version", &version, |item| value::number(item, 1, VERSION))
        .is_none()
        && root.table.get("version").is_none()
    {
        root.missing("version");
    }
    let mut layer = Layer::empty(origin, String::new());
    layer.language = root.value("language", &value::LANGUAGE, value::language);
    layer.log = root.value("log", &value::LOG, value::log_level);
    layer.autostart = root.switch("autostart");
    layer.notifications = root
        .table("notifications")
        .map(notifications)
        .unwrap_or_default();
    layer.contact = root.table("contact").map(contact).unwrap_or_default();
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
    let quiet = table.table("quiet_hours").and_then(|hours| {
        hours.known(&["from", "until"]);
        let (from, until) = (hours.time_of_day("from"), hours.time_of_day("until"));
        Some(QuietHours {
            from: from?,
            until: until?,
        })
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
    let path = |item: &Item| {
        item.as_str()
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    Contact {
        name: table.text("name", 200),
        telephone: table.text("telephone", 200),
        email: table.text("email", 200),
        remote_help: table.value("remote_help", &Allowed::AbsolutePath, path),
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
        "encryption",
        "certificate_file",
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
        encryption: table.value("encryption", &value::ENCRYPTION, value::encryption),
        certificate_file: table.text("certificate_file", 4096),
        context: table.table("context").and_then(context),
        device: table.value("device", &Allowed::Hex32, value::parsed),
        client_pin: pin(&table, "client_pin"),
        management_pin: pin(&table, "management_pin"),
        accounts: table
            .tables("account")
            .into_iter()
            .filter_map(account)
            .collect(),
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
        return table
            .value(key, &Allowed::Pin, value::parsed)
            .map(Pin::Certificate);
    }
    let pin = table.table(key)?;
    if pin.table.contains_key("public_key") {
        pin.known(&["public_key"]);
        return pin
            .value("public_key", &Allowed::Pin, value::parsed)
            .map(Pin::PublicKey);
    }
    pin.known(&["authority", "subject", "public_key"]);
    let authority = pin.required("authority", &Allowed::Pin, value::parsed);
    // A certificate authority alone is no pin (SAFETY S9).
    let subject = Allowed::Text { from: 1, to: 1000 };
    let subject = pin.required("subject", &subject, |item| value::text(item, 1000));
    Some(Pin::Authority {
        authority: authority?,
        subject: subject?,
    })
}

fn account(table: Scope<'_, '_>) -> Option<AccountLayer> {
    table.known(&["plane", "user", "watched_on", "interval", "limit"]);
    let plane = table.required("plane", &value::PLANE, value::parsed);
    let user = table.required("user", &Allowed::User, value::parsed);
    let (shortest, longest) = (AccountProfile::SHORTEST, AccountProfile::LONGEST);
    let interval = table.span("interval", shortest, longest);
    let limit = table.value("limit", &Allowed::Number { from: 1, to: 99 }, value::limit);
    let machine = Allowed::Text { from: 1, to: 255 };
    let watched_on = table.value("watched_on", &machine, value::parsed);
    Some(AccountLayer {
        spot: table.spot,
        plane: plane?,
        user: user?,
        watched_on,
        interval,
        limit,
    })
}

struct Reader<'a> {
    text: &'a str,
    file: &'a str,
    problems: RefCell<Vec<Problem>>,
}

impl Reader<'_> {
    fn report(&self, spot: Spot, key: String, mistake: Mistake) {
        self.problems.borrow_mut().push(Problem {
            file: self.file.to_owned(),
            line: spot.line,
            column: spot.column,
            key,
            mistake,
        });
    }

    fn spot(&self, span: Option<Range<usize>>) -> Spot {
        let start = span.map_or(0, |span| span.start).min(self.text.len());
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Spot {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    fn shown(&self, item: &Item) -> String {
        let text = item
            .span()
            .and_then(|span| self.text.get(span))
            .unwrap_or_default();
        let shown: String = text
            .trim()
            .chars()
            .take(60)
            .filter(|c| !c.is_control())
            .collect();
        if shown.is_empty() {
            item.type_name().to_owned()
        } else {
            shown
        }
    }
}

/// A table of the file, with the path to it.
struct Scope<'r, 'a> {
    reader: &'r Reader<'a>,
    table: &'r dyn TableLike,
    path: String,
    spot: Spot,
}

impl<'r, 'a> Scope<'r, 'a> {
    /// Reports every key that is not among these.
    fn known(&self, known: &[&'static str]) {
        let mut seen = BTreeSet::new();
        for (key, _) in self.table.iter() {
            if known.contains(&key) || !seen.insert(key) {
                continue;
            }
            let suggestion = value::similar(key, known);
            self.reader.report(
                self.spot_of(key),
                self.at(key),
                Mistake::UnknownKey { suggestion },
            );
        }
    }

    fn value<T>(
        &self,
        key: &str,
        allowed: &Allowed,
        parse: impl FnOnce(&Item) -> Option<T>,
    ) -> Option<T> {
        let item = self.table.get(key)?;
        let parsed = parse(item);
        if parsed.is_none() {
            self.unacceptable(key, item, allowed.clone());
        }
        parsed
    }

    fn required<T>(
        &self,
        key: &str,
        allowed: &Allowed,
        parse: impl FnOnce(&Item) -> Option<T>,
    ) -> Option<T> {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.value(key, allowed, parse)
    }

    fn switch(&self, key: &str) -> Option<bool> {
        self.value(key, &Allowed::Switch, Item::as_bool)
    }

    fn text(&self, key: &str, most: usize) -> Option<String> {
        self.value(key, &Allowed::Text { from: 1, to: most }, |item| {
            value::text(item, most)
        })
    }

    fn span(&self, key: &str, from: Duration, to: Duration) -> Option<Duration> {
        let allowed = Allowed::Span {
            from: from.as_secs(),
            to: to.as_secs(),
        };
        self.value(key, &allowed, |item| value::span(item, from, to))
    }

    fn time_of_day(&self, key: &str) -> Option<jiff::civil::Time> {
        self.required(key, &Allowed::TimeOfDay, value::time_of_day)
    }

    fn table(&self, key: &str) -> Option<Scope<'r, 'a>> {
        let item = self.table.get(key)?;
        let Some(table) = item.as_table_like() else {
            self.unacceptable(key, item, Allowed::Table);
            return None;
        };
        Some(Scope {
            reader: self.reader,
            table,
            path: self.at(key),
            spot: self.spot_of(key),
        })
    }

    fn tables(&self, key: &str) -> Vec<Scope<'r, 'a>> {
        let Some(item) = self.table.get(key) else {
            return Vec::new();
        };
        let Some(tables) = item.as_array_of_tables() else {
            self.unacceptable(key, item, Allowed::Tables);
            return Vec::new();
        };
        let scopes = tables.iter().map(|table| Scope {
            reader: self.reader,
            table,
            path: self.at(key),
            spot: self.reader.spot(table.span()),
        });
        scopes.collect()
    }

    fn missing(&self, key: &str) {
        self.reader
            .report(self.spot, self.at(key), Mistake::Missing);
    }

    fn unacceptable_key(&self, key: &str) {
        let mistake = Mistake::Value {
            found: key.chars().take(60).collect(),
            allowed: Allowed::ConnectorId,
        };
        self.reader.report(self.spot_of(key), self.at(key), mistake);
    }

    fn unacceptable(&self, key: &str, item: &Item, allowed: Allowed) {
        let found = self.reader.shown(item);
        let spot = item
            .span()
            .map_or(self.spot_of(key), |span| self.reader.spot(Some(span)));
        self.reader
            .report(spot, self.at(key), Mistake::Value { found, allowed });
    }

    fn spot_of(&self, key: &str) -> Spot {
        let named = self.table.get_key_value(key);
        let span = named.and_then(|(key, item)| key.span().or_else(|| item.span()));
        span.map_or(self.spot, |span| self.reader.spot(Some(span)))
    }

    fn at(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }
}
