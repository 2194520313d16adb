//! Finds text that a person cannot read: cut off, broken within a word, outside its window or lying on
//! other text. It asks every text of the page how much room it needs at the width it has, and compares
//! with what it got.

use i_slint_core::item_tree::ItemRc;
use i_slint_core::items::{Clip, ComplexText, Flickable, Orientation, SimpleText, TextWrap};
use i_slint_core::lengths::LogicalRect;
use i_slint_core::window::WindowInner;
use slint::ComponentHandle;

use crate::stage::Scene;

/// Half a logical pixel is rounding.
const SLACK: f32 = 0.51;

struct Seen {
    text: String,
    /// What is seen of it, in the window's logical pixels.
    place: LogicalRect,
}

/// What is wrong with the texts of a page, one line each; empty when everything can be read. A text that
/// can be scrolled to counts as seen.
pub fn cut_texts<C: ComponentHandle>(scene: &Scene<C>) -> Vec<String> {
    let window = WindowInner::from_pub(scene.page.window());
    let root = ItemRc::new_root(window.component());
    let size = root.geometry();
    let mut walk = Walk { complaints: Vec::new(), seen: Vec::new() };
    walk.visit(&root, Bounds { area: Some(size), scrolls: false });
    walk.overlaps();
    walk.complaints
}

/// Where something can be seen.
#[derive(Clone, Copy)]
struct Bounds {
    /// None where all of it is scrolled out of sight.
    area: Option<LogicalRect>,
    /// What lies below or above can be scrolled to.
    scrolls: bool,
}

struct Walk {
    complaints: Vec<String>,
    seen: Vec<Seen>,
}

impl Bounds {
    fn within(self, item: &ItemRc) -> Self {
        let area = self.area.and_then(|area| area.intersection(&place_of(item)));
        Self { area: if self.scrolls { area } else { Some(area.unwrap_or_default()) }, ..self }
    }
}

impl Walk {
    fn visit(&mut self, item: &ItemRc, bounds: Bounds) {
        let mut bounds = bounds;
        if let Some(clip) = item.downcast::<Clip>() {
            let clip = clip.as_pin_ref();
            if clip.clip() {
                // A clip of no size is how something invisible is written.
                if clip.is_visibility_clip() {
                    return;
                }
                bounds = bounds.within(item);
            }
        }
        if item.downcast::<Flickable>().is_some() {
            bounds = Bounds { scrolls: true, ..bounds.within(item) };
        }
        self.look_at(item, bounds);
        let mut child = item.first_child();
        while let Some(current) = child {
            self.visit(&current, bounds);
            child = current.next_sibling();
        }
    }

    fn look_at(&mut self, item: &ItemRc, bounds: Bounds) {
        let (text, wraps) = if let Some(text) = item.downcast::<ComplexText>() {
            let text = text.as_pin_ref();
            (text.text().to_string(), text.wrap() != TextWrap::NoWrap)
        } else if let Some(text) = item.downcast::<SimpleText>() {
            (text.as_pin_ref().text().to_string(), false)
        } else {
            return;
        };
        if text.trim().is_empty() {
            return;
        }
        let adapter = item.window_adapter().expect("the page is shown");
        let wanted =
            |orientation| item.borrow().as_ref().layout_info(orientation, -1.0, &adapter, item);
        let place = place_of(item);
        let width = wanted(Orientation::Horizontal);
        let needed = if wraps { width.min } else { width.preferred };
        if needed > place.width() + SLACK {
            let what = if wraps { "a word is broken" } else { "cut at the right" };
            self.complain(&text, what, needed, place.width());
        }
        let height = wanted(Orientation::Vertical).preferred;
        if height > place.height() + SLACK {
            self.complain(&text, "cut below", height, place.height());
        }
        let Some(area) = bounds.area else { return };
        let beside = place.min_x() < area.min_x() - SLACK || place.max_x() > area.max_x() + SLACK;
        let below = place.min_y() < area.min_y() - SLACK || place.max_y() > area.max_y() + SLACK;
        if beside || (below && !bounds.scrolls) {
            self.complain(&text, "outside what is seen", place.max_x(), area.max_x());
        }
        if let Some(place) = place.intersection(&area) {
            self.seen.push(Seen { text, place });
        }
    }

    fn overlaps(&mut self) {
        for (at, one) in self.seen.iter().enumerate() {
            for other in &self.seen[at + 1..] {
                let common = one.place.intersection(&other.place);
                if common.is_some_and(|area| area.width() > 2.0 && area.height() > 2.0) {
                    self.complaints.push(format!("“{}” lies on “{}”", one.text, other.text));
                }
            }
        }
    }

    fn complain(&mut self, text: &str, what: &str, wanted: f32, got: f32) {
        self.complaints.push(format!("“{text}”: {what} ({wanted:.1} of {got:.1})"));
    }
}

fn place_of(item: &ItemRc) -> LogicalRect {
    let own = item.geometry();
    LogicalRect::new(item.map_to_window(own.origin), own.size)
}
