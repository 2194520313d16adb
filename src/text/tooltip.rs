//! The tray icon's tooltip: the headline, then a line for each connector with a problem.

use super::{Shape, Words};
use crate::domain::health::Urgency;
use crate::domain::snapshot::Snapshot;

/// The most UTF-16 units that Windows shows.
pub const TOOLTIP_LIMIT: usize = 127;

impl Words {
    /// At most [`TOOLTIP_LIMIT`] UTF-16 units, cut at a word.
    pub fn tooltip(&self, snapshot: &Snapshot) -> String {
        let headline = self.headline(snapshot);
        let mut text = headline.clone();
        for connector in &snapshot.connectors {
            if Shape::of_connector(connector).urgency() < Urgency::Waiting {
                continue;
            }
            let line = format!("{}: {}", connector.profile.name, self.connector_line(connector));
            if line != headline {
                text.push('\n');
                text.push_str(&line);
            }
        }
        cut(&text, TOOLTIP_LIMIT)
    }
}

/// Cuts a text at a word so that it has at most `limit` UTF-16 units; an ellipsis shows the cut.
pub fn cut(text: &str, limit: usize) -> String {
    if text.encode_utf16().count() <= limit {
        return text.to_owned();
    }
    let mut units = 0;
    let fits = |&(_, c): &(usize, char)| {
        units += c.len_utf16();
        units < limit
    };
    let end = text.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8());
    let kept = &text[..end];
    let is_between_words = text[end..].starts_with(char::is_whitespace);
    let word = match kept.rfind(char::is_whitespace) {
        Some(at) if !is_between_words => &kept[..at],
        Some(_) | None => kept,
    };
    format!("{}…", word.trim_end_matches(|c: char| c.is_whitespace() || ",;:·".contains(c)))
}
