//! A menu as a plain value, and when another one can take its place without being built anew.

use crate::desktop::action::Action;
use crate::text::Shape;

/// The whole menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// From top to bottom.
    pub entries: Vec<Entry>,
}

/// One line of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A line that can be clicked, or only be read.
    Item {
        /// Its words.
        label: String,
        /// What is drawn left of it.
        mark: Mark,
        /// What a click means; none: it is there to be read.
        action: Option<Action>,
        /// Whether it can be clicked.
        reach: Reach,
    },
    /// A menu behind a line.
    Submenu {
        /// Its words.
        label: String,
        /// The shape left of it.
        mark: Mark,
        /// What is behind it.
        entries: Vec<Entry>,
    },
    /// A line between groups.
    Separator,
}

/// What stands left of a line's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// A state.
    Shape(Shape),
    /// A tick that is set.
    Ticked,
    /// A tick that is not set.
    Unticked,
}

/// Whether a line can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It can.
    Enabled,
    /// It cannot at the moment.
    Disabled,
    /// It can, and it is what a double click does: bold where menus can show that.
    Default,
}

impl Menu {
    /// Whether another menu has the same lines in the same places, with the same meaning: then its
    /// words can be changed in place, while it is open as well.
    pub fn has_shape_of(&self, other: &Self) -> bool {
        same_shape(&self.entries, &other.entries)
    }
}

fn same_shape(ours: &[Entry], theirs: &[Entry]) -> bool {
    ours.len() == theirs.len()
        && ours.iter().zip(theirs).all(|(our, their)| match (our, their) {
            (Entry::Separator, Entry::Separator) => true,
            (
                Entry::Submenu { mark: our, entries: ours, .. },
                Entry::Submenu { mark: their, entries: theirs, .. },
            ) => our.kind() == their.kind() && same_shape(ours, theirs),
            (
                Entry::Item { mark: our_mark, action: our, .. },
                Entry::Item { mark: their_mark, action: their, .. },
            ) => our_mark.kind() == their_mark.kind() && our == their,
            (Entry::Separator | Entry::Submenu { .. } | Entry::Item { .. }, _) => false,
        })
}

impl Mark {
    /// What a native entry cannot change in place.
    const fn kind(self) -> Kind {
        match self {
            Self::None => Kind::Plain,
            Self::Shape(_) => Kind::Shape,
            Self::Ticked | Self::Unticked => Kind::Tick,
        }
    }
}

#[derive(PartialEq, Eq)]
enum Kind {
    Plain,
    Shape,
    Tick,
}
