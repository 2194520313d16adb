//! The three files: where they lie, which of them count (SAFETY S23), and whether they changed.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::layer::Layer;
use super::{
    Error, Loaded, MOST_BYTES, Notice, Origin, Problem, Revision, UserFile, merge, read, user_file,
};
use crate::domain::identity::AccountId;
use crate::platform::folders::Folders;
use crate::platform::{files, policy};
use crate::store::{accounts, journal};

/// Names the present content of all files; one that cannot be read counts as absent.
pub fn revision(folders: &Folders) -> Revision {
    let mut ignored = Vec::new();
    let texts = Texts {
        policy: policy_text(folders, &mut ignored).ok().flatten(),
        user: text_of(&user_file(folders)).ok().flatten(),
        system: system_text(folders, &mut ignored),
    };
    texts.revision()
}

/// Reads all files, the user's from `user`, and merges them.
pub fn assemble(folders: &Folders, user: Option<String>) -> Result<Loaded, Error> {
    let mut notices = Vec::new();
    let texts = Texts {
        policy: policy_text(folders, &mut notices)?,
        user,
        system: system_text(folders, &mut notices),
    };
    let user_name = user_file(folders).display().to_string();
    let layers = [
        layer(
            Origin::Policy,
            policy_name(folders),
            texts.policy.as_deref(),
        )?,
        layer(Origin::User, user_name, texts.user.as_deref())?,
        layer(
            Origin::System,
            system_name(folders),
            texts.system.as_deref(),
        )?,
    ];
    let mut problems: Vec<Problem> = layers
        .iter()
        .flat_map(|layer| layer.problems.iter().cloned())
        .collect();
    let journals = accounts::journals(folders);
    let has_records = |account: &AccountId| journal::exists(&journals, account);
    let mut merge_problems = Vec::new();
    let (settings, merge_notices) = merge::merge(&layers, &has_records, &mut merge_problems);
    // A key that is there with a wrong value is not missing as well.
    merge_problems.retain(|late| problems.iter().all(|early| early.key != late.key));
    problems.extend(merge_problems);
    if !problems.is_empty() {
        return Err(Error::Mistakes(problems));
    }
    notices.extend(merge_notices);
    let user_file = match texts.user {
        Some(_) => UserFile::Readable,
        None => UserFile::Absent,
    };
    Ok(Loaded {
        settings,
        user_file,
        notices,
        revision: texts.revision(),
    })
}

fn layer(origin: Origin, file: String, text: Option<&str>) -> Result<Layer, Error> {
    match text {
        Some(text) => read::layer(origin, file, text),
        None => Ok(Layer::empty(origin, file)),
    }
}

struct Texts {
    policy: Option<String>,
    user: Option<String>,
    system: Option<String>,
}

impl Texts {
    fn revision(&self) -> Revision {
        let mut hash = Sha256::new();
        for text in [&self.policy, &self.user, &self.system] {
            let length = text.as_ref().map_or(u64::MAX, |text| text.len() as u64);
            hash.update(length.to_le_bytes());
            hash.update(text.as_deref().unwrap_or_default());
        }
        Revision(hash.finalize().into())
    }
}

pub fn text_of(path: &Path) -> Result<Option<String>, Error> {
    match files::read_bounded(path, MOST_BYTES) {
        Err(files::Error::Absent) => Ok(None),
        Err(error) => Err(error.into()),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Error::NotText(path.display().to_string())),
        },
    }
}

fn policy_text(folders: &Folders, notices: &mut Vec<Notice>) -> Result<Option<String>, Error> {
    match policy::read(&folders.policy) {
        Ok(text) => Ok(text),
        Err(policy::Error::NotAdministratorsOnly) => {
            notices.push(Notice::NotAdministratorsOnly(policy_name(folders).into()));
            Ok(None)
        }
        Err(error) => Err(Error::Policy(error)),
    }
}

fn system_text(folders: &Folders, notices: &mut Vec<Notice>) -> Option<String> {
    let path = &folders.system_settings;
    let text = match text_of(path) {
        Ok(text) => text?,
        Err(_) => {
            notices.push(Notice::Unreadable(path.clone()));
            return None;
        }
    };
    match files::owned_by_administrators_only(path) {
        Ok(true) => Some(text),
        Ok(false) => {
            notices.push(Notice::NotAdministratorsOnly(path.clone()));
            None
        }
        Err(_) => {
            notices.push(Notice::Unreadable(path.clone()));
            None
        }
    }
}

fn policy_name(folders: &Folders) -> String {
    match &folders.policy {
        policy::PolicySource::File(path) => path.display().to_string(),
        policy::PolicySource::Registry(key) => key.clone(),
    }
}

fn system_name(folders: &Folders) -> String {
    folders.system_settings.display().to_string()
}
