//! What every page with a password field has to hold (DESKTOP 7): nothing of what is typed gets out of it,
//! by keys, mouse, both clipboards, the accessibility tree, the title or the picture; not even while it is
//! shown.

use std::ops::ControlFlow;

use i_slint_backend_testing::{ElementHandle, ElementRoot};
use slint::ComponentHandle;
use slint::platform::Key;

use crate::compare;
use crate::stage::{Scene, clipboards, set_clipboard};

/// What is typed, shown and looked for, and its pieces.
pub const SECRET: &str = "Geheim-4711";
const PIECES: [&str; 3] = ["Geheim", "eheim-4", "4711"];
/// As long, and with letters of other widths; the last one is small, as with the caps lock off.
const OTHER: &str = "WMWMii-8888";
/// What a screen reader gets, whatever was typed.
const DOTS: &str = "●●●●●●●●";

/// Types a password into the empty field of a page and tries to get it out again; the field is empty
/// afterwards. `field` and `reveal` are the names of the field and of its button to hold.
pub fn gives_nothing_away<C: ComponentHandle>(scene: &Scene<C>, field: &str, reveal: &str) {
    let value = || scene.control(field).accessible_value().unwrap_or_default();
    let (x, y) = scene.middle(field);
    scene.click(x, y);
    assert_eq!(value(), "", "the field is empty at first");
    scene.text("x");
    assert_eq!(value(), DOTS, "not even the length");
    scene.key(Key::Backspace);
    scene.type_in(OTHER);
    let other = rested(scene);
    erase(scene, OTHER);
    scene.type_in(SECRET);
    let hidden = rested(scene);
    assert!(other == hidden, "dots, the same for every password of this length");
    let is_kept = |why: &str| {
        assert_eq!(clipboards(), [Some("before".to_owned()), None], "{why}");
        assert_eq!(value(), DOTS, "{why}");
        nothing_tells(scene);
    };

    set_clipboard("before");
    take_by_keys(scene);
    is_kept("by keys");
    drag_over(scene, field);
    is_kept("by mouse");
    scene.key(Key::End);
    assert!(rested(scene) == hidden, "it is still there, nothing is selected");

    let (x, y) = scene.middle(reveal);
    scene.point(x, y);
    scene.press(x, y, true);
    assert!(scene.picture() != hidden, "the mouse shows it");
    is_kept("shown by mouse");
    take_by_keys(scene);
    is_kept("by keys while it is shown");
    scene.key(Key::End);
    scene.press(x, y, false);
    // In wider letters the field scrolls to its end.
    let let_go = rested(scene);
    if compare::has_its_font("the dots once the mouse has let go") {
        assert!(let_go == hidden, "dots once the mouse has let go");
    }

    scene.key(Key::Tab);
    assert_eq!(scene.focused().map(|(name, _)| name).as_deref(), Some(reveal));
    let waiting = rested(scene);
    scene.hold(" ", true);
    assert!(rested(scene) != waiting, "the space bar shows it");
    is_kept("shown by the space bar");
    take_by_keys(scene);
    is_kept("by keys while the space bar shows it");
    scene.hold(" ", false);
    assert!(rested(scene) == waiting, "dots once the space bar is up");

    let (x, y) = scene.middle(field);
    scene.click(x, y);
    erase(scene, SECRET);
    assert_eq!(value(), "", "copy and cut left it whole, and erasing empties it");
}

/// Asserts that a screen reader finds no piece of the secret, and the title holds none.
pub fn nothing_tells<C: ComponentHandle>(scene: &Scene<C>) {
    for text in spoken(&scene.page).into_iter().chain([scene.title()]) {
        assert!(!PIECES.iter().any(|piece| text.contains(piece)), "{text:?} tells it");
    }
}

/// Names, values and descriptions of everything that a screen reader can reach.
pub fn spoken(page: &impl ElementRoot) -> Vec<String> {
    let mut found = Vec::new();
    page.root_element().visit_descendants(&mut |element: ElementHandle| {
        let told = [
            element.accessible_label(),
            element.accessible_value(),
            element.accessible_description(),
            element.accessible_placeholder_text(),
        ];
        found.extend(told.into_iter().flatten().map(|text| text.to_string()));
        ControlFlow::<()>::Continue(())
    });
    found
}

/// Presses all that copies or cuts elsewhere.
pub fn take_by_keys<C: ComponentHandle>(scene: &Scene<C>) {
    for letter in ["a", "c", "x", "A", "C", "X"] {
        scene.with(Key::Control, letter);
    }
    let key = |key: Key| char::from(key).to_string();
    scene.with(Key::Control, &key(Key::Insert));
    scene.with(Key::Shift, &key(Key::Delete));
    for reached in [Key::Home, Key::End] {
        scene.with(Key::Shift, &key(reached));
        scene.with(Key::Control, "c");
    }
}

/// Drags over the control, and clicks it twice and three times.
fn drag_over<C: ComponentHandle>(scene: &Scene<C>, label: &str) {
    let control = scene.control(label);
    let (place, size) = (control.absolute_position(), control.size());
    let y = place.y + size.height / 2.0;
    for (from, to) in [(4.0, size.width - 4.0), (size.width - 4.0, 4.0), (40.0, 12.0)] {
        scene.point(place.x + from, y);
        scene.press(place.x + from, y, true);
        scene.point(place.x + to, y);
        scene.press(place.x + to, y, false);
    }
    (0..3).for_each(|_| scene.click(place.x + 20.0, y));
}

fn erase<C: ComponentHandle>(scene: &Scene<C>, typed: &str) {
    scene.key(Key::End);
    typed.chars().for_each(|_| scene.key(Key::Backspace));
}

/// The picture with the mouse elsewhere.
fn rested<C: ComponentHandle>(scene: &Scene<C>) -> crate::picture::Picture {
    scene.point(1.0, 1.0);
    scene.picture()
}
