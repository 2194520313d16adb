//! From a state to pixels: which file, which size, decoded when it is shown.

use std::io::Cursor;

use crate::platform::session::Theme;
use crate::text::Shape;

/// An icon's pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    /// Width and height.
    pub(super) size: u32,
    /// Red, green, blue and alpha of each pixel, row by row.
    pub(super) rgba: Vec<u8>,
}

/// The tray icon: the key, and at its lower right the state's badge. `wanted` is the size at which it
/// will be drawn; the next larger one is taken, or the largest (48). What was proven long ago is an arc
/// there: a badge has no room for more.
pub(super) fn tray(shape: Shape, theme: Theme, wanted: u32) -> Option<Pixels> {
    let [any, dark, light] = tray_files(shape);
    let files = match theme {
        Theme::Unknown => any,
        Theme::Dark => dark,
        Theme::Light => light,
    };
    decode(pick(&files, &TRAY_SIZES, wanted))
}

/// The shape of a state as it stands in a menu. `wanted` as for [`tray`], the largest is 32.
pub(super) fn shape(shape: Shape, theme: Theme, wanted: u32) -> Option<Pixels> {
    let [any, dark, light] = shape_files(shape);
    let files = match theme {
        Theme::Unknown => any,
        Theme::Dark => dark,
        Theme::Light => light,
    };
    decode(pick(&files, &SHAPE_SIZES, wanted))
}

/// The program's own icon, for toasts that are about no state.
pub(super) fn program() -> Option<Pixels> {
    decode(include_bytes!("../../icons/png/konnektorwart-48.png"))
}

type File = &'static [u8];

const TRAY_SIZES: [u32; 5] = [16, 20, 24, 32, 48];
const SHAPE_SIZES: [u32; 4] = [16, 20, 24, 32];

fn pick<const N: usize>(files: &[File; N], sizes: &[u32; N], wanted: u32) -> File {
    let index = sizes.iter().position(|size| *size >= wanted).unwrap_or(N - 1);
    files[index]
}

fn decode(file: File) -> Option<Pixels> {
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().ok()?;
    let mut rgba = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut rgba).ok()?;
    let is_expected = frame.color_type == png::ColorType::Rgba && frame.width == frame.height;
    is_expected.then_some(Pixels { size: frame.width, rgba })
}

macro_rules! sizes {
    ($folder:literal, $name:literal, $($size:literal),*) => {
        [$(
            include_bytes!(concat!("../../icons/", $folder, "/", $name, "-", $size, ".png")) as File
        ),*]
    };
}

macro_rules! files {
    ($($shape:ident $tray:literal $name:literal)*) => {
        fn tray_files(shape: Shape) -> [[File; 5]; 3] {
            match shape {
                $(Shape::$shape => [
                    sizes!("tray/any", $tray, 16, 20, 24, 32, 48),
                    sizes!("tray/dark", $tray, 16, 20, 24, 32, 48),
                    sizes!("tray/light", $tray, 16, 20, 24, 32, 48),
                ],)*
            }
        }

        fn shape_files(shape: Shape) -> [[File; 4]; 3] {
            match shape {
                $(Shape::$shape => [
                    sizes!("shape/any", $name, 16, 20, 24, 32),
                    sizes!("shape/dark", $name, 16, 20, 24, 32),
                    sizes!("shape/light", $name, 16, 20, 24, 32),
                ],)*
            }
        }

        #[cfg(test)]
        const NAMES: &[(Shape, &str)] = &[$((Shape::$shape, $name)),*];
    };
}

files! {
    Proven "proven" "proven"
    Refused "refused" "refused"
    ChangeDemanded "change-demanded" "change-demanded"
    Locked "locked" "locked"
    Unreachable "unreachable" "unreachable"
    Unclear "unclear" "unclear"
    CertificateChanged "certificate-changed" "certificate-changed"
    Unverifiable "unverifiable" "unverifiable"
    TaskOpen "task-open" "task-open"
    Disagreement "disagreement" "disagreement"
    KeyringUnavailable "keyring-unavailable" "keyring-unavailable"
    WatchedElsewhere "watched-elsewhere" "watched-elsewhere"
    NotSetUp "not-set-up" "not-set-up"
    Checking "checking" "checking"
    Paused "paused" "paused"
    Away "away" "away"
    Stale "checking" "stale"
    Expiring "expiring" "expiring"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_icon_in_every_size_and_theme() {
        for (state, name) in NAMES {
            assert_eq!(state.name(), *name);
            for theme in [Theme::Unknown, Theme::Dark, Theme::Light] {
                for size in TRAY_SIZES {
                    let pixels = tray(*state, theme, size).unwrap();
                    assert_eq!((pixels.size, pixels.rgba.len() as u32), (size, 4 * size * size));
                }
                for size in SHAPE_SIZES {
                    let pixels = shape(*state, theme, size).unwrap();
                    assert_eq!((pixels.size, pixels.rgba.len() as u32), (size, 4 * size * size));
                }
            }
        }
        assert_eq!(NAMES.len(), Shape::ALL.len());
        assert_eq!(program().unwrap().size, 48);
    }

    #[test]
    fn the_next_larger_size_is_taken() {
        let size_of = |wanted| tray(Shape::Proven, Theme::Unknown, wanted).unwrap().size;
        assert_eq!([1, 16, 17, 30, 33, 256].map(size_of), [16, 16, 20, 32, 48, 48]);
    }

    #[test]
    fn no_two_states_look_alike() {
        for theme in [Theme::Unknown, Theme::Dark, Theme::Light] {
            for (index, a) in Shape::ALL.iter().enumerate() {
                for b in &Shape::ALL[..index] {
                    if *a != Shape::Stale {
                        assert_ne!(tray(*a, theme, 16), tray(*b, theme, 16), "{a:?} {b:?}");
                    }
                    assert_ne!(shape(*a, theme, 16), shape(*b, theme, 16), "{a:?} {b:?}");
                }
            }
        }
    }
}
