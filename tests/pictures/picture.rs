//! A picture in memory and as a PNG file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::Path;

/// A color of more than one in so many pixels is no seam; `compare` looks at those of one in 1,500.
const FLAT: u64 = 2000;
/// So many colors a file has at most.
const COLORS: usize = 128;

/// Rows of red, green, blue from the top left.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

impl Picture {
    /// Writes it with at most 128 colors: all the flat ones, and for the seams of letters those from which
    /// the others differ least. Makes the folder where it is missing.
    pub fn write(&self, path: &Path) {
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the folder");
        let file = BufWriter::new(File::create(path).expect("the file"));
        let width = u32::try_from(self.width).expect("a width");
        let height = u32::try_from(self.height).expect("a height");
        let (palette, pixels) = self.indexed();
        let mut encoder = png::Encoder::new(file, width, height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.as_flattened().to_vec());
        // Flat areas and letters are smallest unfiltered.
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(&pixels).expect("the pixels");
    }

    /// A palette, and for each pixel its place in it.
    fn indexed(&self) -> (Vec<[u8; 3]>, Vec<u8>) {
        let pixels = self.rgb.as_chunks::<3>().0;
        let flat = pixels.len() as u64 / FLAT;
        let mut counts: BTreeMap<[u8; 3], u64> = BTreeMap::new();
        for run in pixels.chunk_by(|one, other| one == other) {
            *counts.entry(run[0]).or_default() += run.len() as u64;
        }
        let colors: Vec<([u8; 3], u64)> = counts.into_iter().collect();
        // Of each color the nearest in the palette, and how far that is.
        let mut nearest = vec![(0_u8, u64::MAX); colors.len()];
        let mut palette = Vec::new();
        while palette.len() < COLORS {
            // A flat color always comes before a seam, however near another one it is.
            let loss = |((_, count), (_, far)): (&([u8; 3], u64), &(u8, u64))| {
                (*far > 0).then_some((*count >= flat, count.saturating_mul(*far)))
            };
            let worst = colors.iter().zip(&nearest).map(loss).enumerate().max_by_key(|(_, l)| *l);
            let Some((worst, Some(_))) = worst else { break };
            let place = u8::try_from(palette.len()).expect("fewer than 256 colors");
            let chosen = colors[worst].0;
            palette.push(chosen);
            for ((color, _), known) in colors.iter().zip(&mut nearest) {
                let apart = color.iter().zip(chosen).map(|(a, b)| u64::from(a.abs_diff(b)).pow(2));
                let far = apart.sum();
                if far < known.1 {
                    *known = (place, far);
                }
            }
        }
        let places: BTreeMap<[u8; 3], u8> =
            colors.iter().zip(&nearest).map(|((color, _), (place, _))| (*color, *place)).collect();
        let pixels = pixels.iter().map(|color| places[color]).collect();
        (palette, pixels)
    }

    /// Reads it; `None` where there is none.
    pub fn read(path: &Path) -> Option<Self> {
        let file = BufReader::new(File::open(path).ok()?);
        let mut decoder = png::Decoder::new(file);
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a picture");
        let mut rgb = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut rgb).expect("its pixels");
        rgb.truncate(frame.buffer_size());
        Some(Self { width: frame.width as usize, height: frame.height as usize, rgb })
    }
}
