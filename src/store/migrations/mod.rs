//! Old versions of the settings file, brought to the present one step by step.
//!
//! Decides the order and keeps the old text beside the new one. Each step lives in a file of its own,
//! `vN.rs`, works on the bare document, imports nothing of this package and is never changed once it
//! was released. Version 1 is the first one, so there is no step yet.

use std::path::Path;

use toml_edit::DocumentMut;

use super::config::{Error, VERSION};
use crate::platform::files::{self, Access};

/// Turns a document of one version into the next one, the key `version` excepted.
type Step = fn(&mut DocumentMut);

/// The step at index `n` starts from version `n + 1`.
const STEPS: [Step; 0] = [];

const _: () = assert!(STEPS.len() as i64 + 1 == VERSION);

/// Brings the text of a settings file to the present version. A text that needs nothing, that is
/// damaged or that is newer comes back as it is: whoever reads it says so.
///
/// # Errors
/// [`Error::Files`] if the old text cannot be kept or the new one not be written; the file is then
/// unchanged.
pub fn to_current(path: &Path, text: String) -> Result<String, Error> {
    migrate(path, text, &STEPS)
}

fn migrate(path: &Path, text: String, steps: &[Step]) -> Result<String, Error> {
    let Ok(mut document) = text.parse::<DocumentMut>() else {
        return Ok(text);
    };
    let version = document.get("version").and_then(toml_edit::Item::as_integer);
    let Some(version) = version.and_then(|version| usize::try_from(version).ok()) else {
        return Ok(text);
    };
    let Some(due) = version.checked_sub(1).and_then(|done| steps.get(done..)) else {
        return Ok(text);
    };
    if due.is_empty() {
        return Ok(text);
    }
    for step in due {
        step(&mut document);
    }
    let current = i64::try_from(steps.len() + 1).expect("there are few versions");
    document["version"] = toml_edit::value(current);
    let kept = path.with_extension(format!("v{version}.toml"));
    files::replace_atomically(&kept, text.as_bytes(), Access::OwnerOnly)?;
    let migrated = document.to_string();
    files::replace_atomically(path, migrated.as_bytes(), Access::OwnerOnly)?;
    Ok(migrated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename_port(document: &mut DocumentMut) {
        if let Some(port) = document.remove("pvs_port") {
            document.insert("port", port);
        }
    }

    #[test]
    fn old_file_is_migrated_and_its_text_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        let old = "# mine\nversion = 1\npvs_port = 443\n".to_owned();
        std::fs::write(&path, &old).unwrap();
        let migrated = migrate(&path, old.clone(), &[rename_port]).unwrap();
        assert_eq!(migrated, "# mine\nversion = 2\nport = 443\n");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), migrated);
        let kept = std::fs::read_to_string(folder.path().join("settings.v1.toml")).unwrap();
        assert_eq!(kept, old);
    }

    #[test]
    fn damaged_and_newer_files_come_back_untouched() {
        let path = Path::new("/nowhere/settings.toml");
        for text in ["version = 9\n", "version = ", "port = 1\n", "version = 0\n", "version = -3\n"]
        {
            let same = migrate(path, text.to_owned(), &[rename_port]).unwrap();
            assert_eq!(same, text);
        }
    }
}
