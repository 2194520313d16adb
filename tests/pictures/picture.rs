//! A picture in memory and as a PNG file.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::Path;

/// Rows of red, green, blue from the top left.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

impl Picture {
    /// Writes it; makes the folder where it is missing.
    pub fn write(&self, path: &Path) {
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the folder");
        let file = BufWriter::new(File::create(path).expect("the file"));
        let width = u32::try_from(self.width).expect("a width");
        let height = u32::try_from(self.height).expect("a height");
        let mut encoder = png::Encoder::new(file, width, height);
        encoder.set_color(png::ColorType::Rgb);
        // Flat areas and letters are smallest unfiltered.
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(&self.rgb).expect("the pixels");
    }

    /// Reads it; `None` where there is none.
    pub fn read(path: &Path) -> Option<Self> {
        let file = BufReader::new(File::open(path).ok()?);
        let mut reader = png::Decoder::new(file).read_info().expect("a picture");
        let mut rgb = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut rgb).expect("its pixels");
        rgb.truncate(frame.buffer_size());
        Some(Self { width: frame.width as usize, height: frame.height as usize, rgb })
    }
}
