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
const STEP: i64 = 18;
/// So many squares may differ more.
const SQUARES: usize = 3;
/// Colors that cover less than one in so many pixels are the seams of letters and shapes.
const SMALLEST_SHARE: usize = 1500;

/// The font of the references, which Slint brings along; `tests/session/windows` sets it.
const FONT: &str = "Inter-VariableFont.ttf";

/// Compares the page with `docs/pictures/windows/NAME.png`, or writes that file where
/// `KONNEKTORWART_PICTURES=write`. With another `SLINT_DEFAULT_FONT` than the references', or none, lines
/// would break elsewhere: then the page is painted and not compared, unless `KONNEKTOR_TESTS_COMPLETE=1`
/// forbids it.
pub fn check<C: ComponentHandle>(name: &str, scene: &Scene<C>) {
    let picture = scene.picture();
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("docs/pictures/windows/{name}.png"));
    if !has_its_font(name) {
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

/// Whether letters are as wide as those that the pages are measured with. Where they are not, it says what
/// is left out; a complete run does not allow that.
pub fn has_its_font(what: &str) -> bool {
    if std::env::var("SLINT_DEFAULT_FONT").is_ok_and(|font| font.ends_with(FONT)) {
        return true;
    }
    let complete = std::env::var_os("KONNEKTOR_TESTS_COMPLETE").is_some_and(|v| v == "1");
    assert!(!complete, "SLINT_DEFAULT_FONT is not {FONT}; see tests/session/font");
    eprintln!("left out: {what}, SLINT_DEFAULT_FONT is not {FONT}");
    false
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
    let half = (SQUARE * scale / 2.0).round() as usize;
    let (one, other) = (cells(reference, half), cells(picture, half));
    let mut different = Vec::new();
    // Each square is four cells and overlaps its neighbors by half: an edge lies in the middle of one of
    // them.
    for (top, rows) in one.windows(2).zip(other.windows(2)).enumerate() {
        for left in 0..rows.0[0].len() - 1 {
            let mean = |rows: &[Vec<[i64; 3]>], part: usize| {
                let sum: i64 =
                    rows.iter().flat_map(|row| &row[left..left + 2]).map(|c| c[part]).sum();
                sum / (4 * half * half) as i64
            };
            if (0..3).any(|part| (mean(rows.0, part) - mean(rows.1, part)).abs() > STEP) {
                different.push((left * half, top * half));
            }
        }
    }
    let (left, top) = *different.first()?;
    (different.len() > SQUARES)
        .then(|| format!("{} squares differ, the first one at {left}, {top}", different.len()))
}

/// The sums of red, green, blue in each cell, rows from the top.
fn cells(picture: &Picture, side: usize) -> Vec<Vec<[i64; 3]>> {
    let columns = picture.width.div_ceil(side);
    let mut cells = vec![vec![[0; 3]; columns]; picture.height.div_ceil(side)];
    for (y, row) in picture.rgb.chunks_exact(picture.width * 3).enumerate() {
        let line = &mut cells[y / side];
        for (pixels, cell) in row.chunks(side * 3).zip(line) {
            for (at, value) in pixels.iter().enumerate() {
                cell[at % 3] += i64::from(*value);
            }
        }
    }
    cells
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
    for run in picture.rgb.as_chunks::<3>().0.chunk_by(|one, other| one == other) {
        *colors.entry(run[0]).or_default() += run.len();
    }
    colors
}
