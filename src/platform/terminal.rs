//! The person at the terminal. Decides where a question is put and an answer read while standard
//! input and output belong to another program: at the terminal itself, never at a pipe.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};

use secrecy::SecretString;
use zeroize::Zeroize;

use super::os;

/// The longest answer that is read, in bytes.
const LONGEST: usize = 4096;

/// The terminal that this process was started from.
#[derive(Debug)]
pub struct Terminal {
    input: File,
    output: File,
}

impl Terminal {
    /// Opens the terminal; `None` without one (service, scheduler, pipe without a session).
    #[must_use]
    pub fn open() -> Option<Self> {
        let open = |path| OpenOptions::new().read(true).write(true).open(path).ok();
        Some(Self { input: open(os::terminal::INPUT)?, output: open(os::terminal::OUTPUT)? })
    }

    /// Writes to the terminal.
    ///
    /// # Errors
    /// The operating system's.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.output.write_all(text.as_bytes())?;
        self.output.flush()
    }

    /// Writes a question and reads one line, without its end and the white space around it.
    ///
    /// # Errors
    /// The operating system's; `UnexpectedEof` if the person ended the input instead.
    pub fn ask(&mut self, question: &str) -> io::Result<String> {
        self.write(question)?;
        let mut line = Vec::new();
        let mut byte = [0];
        // One byte at a time: what was typed ahead stays in the terminal for the next question.
        while line.len() < LONGEST && self.input.read(&mut byte)? == 1 {
            if byte[0] == b'\n' {
                return Ok(String::from_utf8_lossy(&line).trim().to_owned());
            }
            line.push(byte[0]);
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }

    /// Writes a question and reads one line that is not shown.
    ///
    /// # Errors
    /// The operating system's; `UnexpectedEof` if the person ended the input instead.
    pub fn ask_secret(&mut self, question: &str) -> io::Result<SecretString> {
        // Hidden before the question is seen: somebody who types at once is not shown either.
        let _hidden = os::terminal::hide_typing(&self.input)?;
        (&self.output).write_all(question.as_bytes())?;
        let config = rpassword::ConfigBuilder::new()
            .input_file_path(os::terminal::INPUT)
            .output_file_path(os::terminal::OUTPUT)
            .password_feedback_hide()
            .build();
        let mut typed = rpassword::read_password_with_config(config)?;
        let secret = SecretString::from(typed.as_str());
        typed.zeroize();
        Ok(secret)
    }
}
