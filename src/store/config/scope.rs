//! A table of a settings file under the reader's eyes: takes values out, collects mistakes with places.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

use toml_edit::{Item, TableLike};

use super::layer::{Named, Spot};
use super::mistake::{Allowed, Mistake, Problem};
use super::value::{self, NONE};

pub struct Reader<'a> {
    pub text: &'a str,
    pub file: &'a str,
    pub problems: RefCell<Vec<Problem>>,
}

impl Reader<'_> {
    pub fn report(&self, spot: Spot, key: String, mistake: Mistake) {
        self.problems.borrow_mut().push(Problem {
            file: self.file.to_owned(),
            line: spot.line,
            column: spot.column,
            key,
            mistake,
        });
    }

    pub fn spot(&self, span: Option<Range<usize>>) -> Spot {
        let start = span.map_or(0, |span| span.start).min(self.text.len());
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Spot {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    fn shown(&self, item: &Item) -> String {
        let text = item.span().and_then(|span| self.text.get(span)).unwrap_or_default();
        let shown: String = text.trim().chars().take(60).filter(|c| !c.is_control()).collect();
        if shown.is_empty() { item.type_name().to_owned() } else { shown }
    }
}

/// A table of the file, with the path to it.
pub struct Scope<'r, 'a> {
    pub reader: &'r Reader<'a>,
    pub table: &'r dyn TableLike,
    pub path: String,
    pub spot: Spot,
}

impl<'r, 'a> Scope<'r, 'a> {
    /// Reports every key that is not among these.
    pub fn known(&self, known: &[&'static str]) {
        let mut seen = BTreeSet::new();
        for (key, _) in self.table.iter() {
            if known.contains(&key) || !seen.insert(key) {
                continue;
            }
            let suggestion = value::similar(key, known);
            self.reader.report(self.spot_of(key), self.at(key), Mistake::UnknownKey { suggestion });
        }
    }

    pub fn value<T>(
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

    pub fn required<T>(
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

    pub fn switch(&self, key: &str) -> Option<bool> {
        self.value(key, &Allowed::Switch, Item::as_bool)
    }

    pub fn text(&self, key: &str, most: usize) -> Option<String> {
        self.value(key, &Allowed::Text { from: 1, to: most }, |item| value::text(item, most))
    }

    pub fn span(&self, key: &str, from: Duration, to: Duration) -> Option<Duration> {
        let allowed = Allowed::Span { from: from.as_secs(), to: to.as_secs() };
        self.value(key, &allowed, |item| value::span(item, from, to))
    }

    pub fn time_of_day(&self, key: &str) -> Option<jiff::civil::Time> {
        self.required(key, &Allowed::TimeOfDay, value::time_of_day)
    }

    pub fn table(&self, key: &str) -> Option<Scope<'r, 'a>> {
        let item = self.table.get(key)?;
        let Some(table) = item.as_table_like() else {
            self.unacceptable(key, item, Allowed::Table);
            return None;
        };
        Some(Scope { reader: self.reader, table, path: self.at(key), spot: self.spot_of(key) })
    }

    /// A table, or the word `none`.
    pub fn table_or_none<T>(
        &self,
        key: &str,
        read: impl FnOnce(Scope<'r, 'a>) -> Option<T>,
    ) -> Named<T> {
        if self.table.get(key)?.as_str() == Some(NONE) {
            return Some(None);
        }
        self.table(key).and_then(read).map(Some)
    }

    /// A value, or an empty text for none.
    pub fn value_or_empty<T>(
        &self,
        key: &str,
        allowed: &Allowed,
        parse: impl FnOnce(&Item) -> Option<T>,
    ) -> Named<T> {
        let empty = |item: &Item| item.as_str().is_some_and(|text| text.trim().is_empty());
        if self.table.get(key).is_some_and(empty) {
            return Some(None);
        }
        self.value(key, allowed, parse).map(Some)
    }

    pub fn tables(&self, key: &str) -> Vec<Scope<'r, 'a>> {
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

    pub fn missing(&self, key: &str) {
        self.reader.report(self.spot, self.at(key), Mistake::Missing);
    }

    pub fn unacceptable_key(&self, key: &str) {
        let mistake =
            Mistake::Value { found: key.chars().take(60).collect(), allowed: Allowed::ConnectorId };
        self.reader.report(self.spot_of(key), self.at(key), mistake);
    }

    fn unacceptable(&self, key: &str, item: &Item, allowed: Allowed) {
        let found = self.reader.shown(item);
        let spot = item.span().map_or(self.spot_of(key), |span| self.reader.spot(Some(span)));
        self.reader.report(spot, self.at(key), Mistake::Value { found, allowed });
    }

    fn spot_of(&self, key: &str) -> Spot {
        let named = self.table.get_key_value(key);
        let span = named.and_then(|(key, item)| key.span().or_else(|| item.span()));
        span.map_or(self.spot, |span| self.reader.spot(Some(span)))
    }

    fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}
