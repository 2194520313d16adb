//! The measures themselves: a picture test that could not fail would say nothing.

use konnektorwart_ui::Look;
use slint::ComponentHandle;

use crate::compare::difference;
use crate::cut::cut_texts;
use crate::gallery::{WHOLE, gallery};

use crate::picture::Picture;
use crate::stage::Scene;

/// Enough of the gallery for what is proven, painted faster.
const PART: (f32, f32) = (860.0, 720.0);

/// The color at a place.
fn at(picture: &Picture, x: usize, y: usize) -> [u8; 3] {
    let start = (y * picture.width + x) * 3;
    [picture.rgb[start], picture.rgb[start + 1], picture.rgb[start + 2]]
}

/// The picture with a rectangle of it, logical, moved to the right.
fn moved(picture: &Picture, place: (f32, f32), size: (f32, f32), by: usize) -> Picture {
    let mut result = picture.clone();
    let (left, top) = (place.0 as usize, place.1 as usize);
    for y in top..top + size.1 as usize {
        for x in left..left + size.0 as usize + by {
            let from = if x < left + by { left - 1 } else { x - by };
            let start = (y * picture.width + x) * 3;
            result.rgb[start..start + 3].copy_from_slice(&at(picture, from, y));
        }
    }
    result
}

fn moved_button<C: ComponentHandle>(scene: &Scene<C>, label: &str, by: usize) -> Option<String> {
    let picture = scene.picture();
    let element = scene.control(label);
    let (place, size) = (element.absolute_position(), element.size());
    let other = moved(&picture, (place.x, place.y), (size.width, size.height), by);
    difference(&picture, &other, 1.0)
}

#[test]
fn a_picture_is_like_itself() {
    let scene = gallery(Look::Light, WHOLE, 1.0);
    assert_eq!(difference(&scene.picture(), &scene.picture(), 1.0), None);
}

#[test]
fn a_button_moved_by_8_pixels_is_a_difference() {
    for look in [Look::Light, Look::Dark, Look::Contrast] {
        let scene = gallery(look, PART, 1.0);
        // A standard button is hardly darker than its ground: its letters give it away.
        for label in ["Abbrechen", "Prüfen und speichern", "Später"] {
            let what = moved_button(&scene, label, 8);
            assert!(what.is_some(), "{look:?}: {label} moved unseen");
        }
    }
}

#[test]
fn a_color_off_by_one_step_is_a_difference() {
    let picture = gallery(Look::Light, PART, 1.0).picture();
    // Window, card, hairline, accent, the grounds of the banners, the warning edge, the good blocks.
    for color in
        [0xf3_f3f3, 0xff_ffff, 0xe5_e5e5, 0x00_5fb8, 0xff_f4ce, 0xfd_e7e9, 0x9d_5d00, 0x0f_7b0f]
    {
        let [_, red, green, blue] = u32::to_be_bytes(color);
        let mut other = picture.clone();
        for pixel in other.rgb.chunks_exact_mut(3).filter(|pixel| **pixel == [red, green, blue]) {
            pixel[2] ^= 1;
        }
        assert!(difference(&picture, &other, 1.0).is_some(), "#{color:06x} changed unseen");
    }
}

#[test]
fn letters_painted_softer_are_no_difference() {
    let picture = gallery(Look::Light, PART, 1.0).picture();
    let mut softer = picture.clone();
    for y in 0..picture.height {
        for x in 0..picture.width - 1 {
            let (one, other) = (at(&picture, x, y), at(&picture, x + 1, y));
            let start = (y * picture.width + x) * 3;
            for part in 0..3 {
                // A quarter of the neighbor: another filter, or another hinting.
                let mixed = (u16::from(one[part]) * 3 + u16::from(other[part])) / 4;
                softer.rgb[start + part] = u8::try_from(mixed).expect("a mean");
            }
        }
    }
    assert_eq!(difference(&picture, &softer, 1.0), None);
}

#[test]
fn another_size_is_a_difference() {
    let one = gallery(Look::Light, (860.0, 720.0), 1.0).picture();
    let other = gallery(Look::Light, (860.0, 721.0), 1.0).picture();
    assert!(difference(&one, &other, 1.0).is_some());
}

slint::slint! {
    export component Cramped inherits Window {
        in property <length> room: 220px;
        in property <length> lines: 60px;
        in property <length> second: 90px;

        Text {
            x: 8px;
            y: 8px;
            width: root.room;
            height: root.lines;
            font-size: 14px;
            text: "Konnektor-Konfiguration öffnen und das Passwort eintragen";
            wrap: word-wrap;
        }

        Text {
            x: 300px;
            y: root.second;
            font-size: 14px;
            text: "Praxis Köln";
        }
    }
}

/// What is found in a window of 480 × 220.
fn found(change: impl FnOnce(&Cramped)) -> Vec<String> {
    let scene = Scene::new(Cramped::new, (480.0, 220.0), 1.0);
    change(&scene.page);
    scene.picture();
    cut_texts(&scene)
}

#[test]
fn text_with_room_is_no_complaint() {
    assert_eq!(found(|_| ()), Vec::<String>::new());
}

#[test]
fn text_without_room_is_found() {
    let one = |found: Vec<String>, what: &str| {
        assert!(found.len() == 1 && found[0].contains(what), "{what}: {found:#?}");
    };
    one(found(|page| page.set_lines(20.0)), "cut below");
    one(
        found(|page| {
            page.set_room(60.0);
            page.set_lines(200.0);
        }),
        "a word is broken",
    );
    one(
        found(|page| {
            page.set_room(400.0);
            page.set_second(12.0);
        }),
        "lies on",
    );
    one(found(|page| page.set_second(210.0)), "outside what is seen");
}

#[test]
fn a_line_longer_than_its_card_is_found() {
    let scene = gallery(Look::Light, WHOLE, 1.0);
    let mut words = scene.page.get_words();
    words.first_line = "a81f00c3 54d9be72 0e6c91aa 3b7df418 92e54c0d 6f1183ba".into();
    scene.page.set_words(words);
    scene.picture();
    let found = cut_texts(&scene);
    assert!(!found.is_empty(), "not found");
}
