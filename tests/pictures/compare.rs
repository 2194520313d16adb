//! Compares a painted page with its reference, tolerant to how a font's letters are painted, and to
//! nothing else. Two measures, and a picture has to pass both:
//!
//! - The mean color of each square of 8 × 8 logical pixels. Letters painted a little differently change a
//!   mean little; whatever moved by a square changes it much.
//! - How much of the picture each flat color covers. A wrong token takes the place of the right one
//!   everywhere, be it by one step only.

use std::collections::BTreeMap;
use std::path::PathBuf;

use slint::ComponentHandle;

use crate::picture::Picture;
use crate::stage::Scene;

/// The side of a square, in logical pixels.
const SQUARE: f32 = 8.0;
/// How far the means of a square may differ, of 255.
const STEP: i64 = 26;
/// So many squares may differ more.
const SQUARES: usize = 2;
/// Colors that cover less than one in so many pixels are the seams of letters and shapes.
const SMALLEST_SHARE: usize = 1500;

/// Compares the page with `docs/pictures/windows/NAME.png`, or writes that file where
/// `KONNEKTORWART_PICTURES=write`. Without `SLINT_DEFAULT_FONT` the letters would be this machine's: then
/// the picture is painted and not compared, unless `KONNEKTOR_TESTS_COMPLETE=1` forbids it.
pub fn check<C: ComponentHandle>(name: &str, scene: &Scene<C>) {
    let picture = scene.picture();
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("docs/pictures/windows/{name}.png"));
    if std::env::var_os("SLINT_DEFAULT_FONT").is_none() {
        let complete = std::env::var_os("KONNEKTOR_TESTS_COMPLETE").is_some_and(|v| v == "1");
        assert!(!complete, "SLINT_DEFAULT_FONT is not set; tests/session/windows sets it");
        eprintln!("left out: {name} is not compared, SLINT_DEFAULT_FONT is not set");
        return;
    }
    if std::env::var_os("KONNEKTORWART_PICTURES").is_some_and(|wish| wish == "write") {
        picture.write(&path);
        return;
    }
    let reference = Picture::read(&path).unwrap_or_else(|| {
        panic!("{} is missing; tests/session/windows writes it", path.display())
    });
    if let Some(what) = difference(&reference, &picture, scene.scale()) {
        let seen = std::env::temp_dir().join(format!("konnektorwart-{name}.png"));
        picture.write(&seen);
        panic!("{name} looks different: {what}; painted: {}", seen.display());
    }
}

/// What makes two pictures different, in words; `None` when nothing does.
pub fn difference(reference: &Picture, picture: &Picture, scale: f32) -> Option<String> {
    if (reference.width, reference.height) != (picture.width, picture.height) {
        return Some(format!(
            "{} × {} pixels instead of {} × {}",
            picture.width, picture.height, reference.width, reference.height
        ));
    }
    moved(reference, picture, scale).or_else(|| recolored(reference, picture))
}

fn moved(reference: &Picture, picture: &Picture, scale: f32) -> Option<String> {
    let side = (SQUARE * scale).round() as usize;
    let mut different = Vec::new();
    for top in (0..reference.height).step_by(side) {
        for left in (0..reference.width).step_by(side) {
            let (one, other) = (mean(reference, left, top, side), mean(picture, left, top, side));
            if one.iter().zip(other).any(|(one, other)| (one - other).abs() > STEP) {
                different.push((left, top));
            }
        }
    }
    let (left, top) = *different.first()?;
    (different.len() > SQUARES)
        .then(|| format!("{} squares differ, the first one at {left}, {top}", different.len()))
}

fn mean(picture: &Picture, left: usize, top: usize, side: usize) -> [i64; 3] {
    let (right, bottom) = ((left + side).min(picture.width), (top + side).min(picture.height));
    let mut sum = [0_i64; 3];
    for y in top..bottom {
        for x in left..right {
            for (sum, value) in sum.iter_mut().zip(picture.at(x, y)) {
                *sum += i64::from(value);
            }
        }
    }
    let count = ((right - left) * (bottom - top)) as i64;
    sum.map(|sum| sum / count)
}

fn recolored(reference: &Picture, picture: &Picture) -> Option<String> {
    let (one, other) = (colors(reference), colors(picture));
    let least = reference.width * reference.height / SMALLEST_SHARE;
    let share = |colors: &BTreeMap<[u8; 3], usize>, color: &[u8; 3]| {
        colors.get(color).copied().unwrap_or(0)
    };
    // A letter's color is flat only within its strokes: painted otherwise much of it is gone, and some of
    // it is left. Of a color that nothing asks for any more nothing is left.
    let lost = |from: &BTreeMap<[u8; 3], usize>, to: &BTreeMap<[u8; 3], usize>| {
        from.iter()
            .find(|(color, count)| **count >= least && share(to, color) * 50 < **count)
            .map(|(color, _)| *color)
    };
    let hex = |[red, green, blue]: [u8; 3]| format!("#{red:02x}{green:02x}{blue:02x}");
    if let Some(color) = lost(&one, &other) {
        return Some(format!("the color {} is gone", hex(color)));
    }
    lost(&other, &one).map(|color| format!("the color {} is new", hex(color)))
}

fn colors(picture: &Picture) -> BTreeMap<[u8; 3], usize> {
    let mut colors = BTreeMap::new();
    for pixel in picture.rgb.chunks_exact(3) {
        *colors.entry([pixel[0], pixel[1], pixel[2]]).or_default() += 1;
    }
    colors
}
