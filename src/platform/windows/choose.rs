//! The common dialog for opening a file, on a thread of its own.

use std::io;
use std::mem;
use std::path::PathBuf;
use std::ptr;
use std::thread;

use windows_sys::Win32::System::Com::{
    COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoInitializeEx, CoUninitialize,
};
use windows_sys::Win32::UI::Controls::Dialogs::{
    CommDlgExtendedError, GetOpenFileNameW, OFN_DONTADDTORECENT, OFN_EXPLORER, OFN_FILEMUSTEXIST,
    OFN_HIDEREADONLY, OFN_NOCHANGEDIR, OFN_PATHMUSTEXIST, OPENFILENAMEW,
};

use super::wide::{narrow, wide};
use crate::platform::choose::{OnChosen, Question};

/// The longest path that Windows knows, with its zero, in UTF-16 units.
const LONGEST: usize = 32_768;

pub(in crate::platform) fn is_available() -> bool {
    true
}

pub(in crate::platform) fn file(question: Question, on_chosen: OnChosen) -> io::Result<()> {
    let ask = move || on_chosen(chosen(&question));
    thread::Builder::new().name("choose".into()).spawn(ask).map(|_| ())
}

/// Shows the dialog and waits for the person. It has no owner: its thread would share the input of
/// the pages' thread.
#[allow(unsafe_code)]
fn chosen(question: &Question) -> Option<PathBuf> {
    let (title, filter) = (wide(&question.title), filter(question));
    let mut path = vec![0_u16; LONGEST];
    let mut description = OPENFILENAMEW {
        lStructSize: mem::size_of::<OPENFILENAMEW>() as u32,
        lpstrFilter: filter.as_ptr(),
        lpstrFile: path.as_mut_ptr(),
        nMaxFile: LONGEST as u32,
        lpstrTitle: title.as_ptr(),
        Flags: OFN_EXPLORER
            | OFN_FILEMUSTEXIST
            | OFN_PATHMUSTEXIST
            | OFN_NOCHANGEDIR
            | OFN_HIDEREADONLY
            | OFN_DONTADDTORECENT,
        ..Default::default()
    };
    // SAFETY: every text lives through the call and ends with a zero (the filter with two), the
    // path's room is as long as said; the shell's extensions get their apartment.
    let error = unsafe {
        let model = (COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE).cast_unsigned();
        let is_initialized = CoInitializeEx(ptr::null(), model) >= 0;
        let is_chosen = GetOpenFileNameW(&raw mut description) != 0;
        // Zero when the person chose none.
        let error = if is_chosen { None } else { Some(CommDlgExtendedError()) };
        if is_initialized {
            CoUninitialize();
        }
        error
    };
    match error {
        None => Some(PathBuf::from(narrow(&path))).filter(|path| path.is_absolute()),
        Some(0) => None,
        Some(number) => {
            log::warn!("no file could be chosen: {number:#x}");
            None
        }
    }
}

/// Pairs of a name and its patterns, each with a zero, and one more at the end.
fn filter(question: &Question) -> Vec<u16> {
    let patterns: Vec<String> =
        question.extensions.iter().map(|ending| format!("*.{ending}")).collect();
    let mut all = Vec::new();
    for text in [question.kind.as_str(), &patterns.join(";"), "*.*", "*.*"] {
        all.extend(wide(text));
    }
    all.push(0);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filter_has_two_pairs_and_two_zeros_at_the_end() {
        let question = Question {
            title: "Zertifikat wählen".into(),
            kind: "PKCS#12".into(),
            extensions: vec!["p12".into(), "pfx".into()],
        };
        let expected = "PKCS#12\0*.p12;*.pfx\0*.*\0*.*\0\0";
        assert_eq!(String::from_utf16(&filter(&question)).unwrap(), expected);
    }
}
