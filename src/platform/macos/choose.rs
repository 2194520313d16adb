//! None: the open panel belongs to the main thread's own loop.

use std::io;

use crate::platform::choose::{OnChosen, Question};

pub(in crate::platform) fn is_available() -> bool {
    false
}

pub(in crate::platform) fn file(_question: Question, _on_chosen: OnChosen) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
