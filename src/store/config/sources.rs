//! The three files: where they lie, which of them count (SAFETY S23), and whether they changed.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use super::layer::Layer;
use super::{
    Error, Loaded, Locked, MOST_BYTES, Notice, Origin, Problem, Revision, UserFile, merge, read,
    user_file,
};
use crate::domain::identity::AccountId;
use crate::platform::folders::Folders;
use crate::platform::groups::{self, Membership};
use crate::platform::{files, policy};
use crate::store::{accounts, journal};

/// Names the present content of all files, again and again: the user's file, by far the longest, is
/// read only if the file system says that it may have changed.
#[derive(Debug, Default)]
pub struct Lookout {
    user: Option<(Stamp, Digested)>,
}

impl Lookout {
    /// The revision as [`Settings::revision`](super::Settings::revision) names it.
    pub fn revision(&mut self, folders: &Folders) -> Revision {
        let mut ignored = Vec::new();
        revision_of([
            digest(policy_text(folders, &mut ignored).ok().flatten().as_deref()),
            self.user(&user_file(folders)),
            digest(system_text(folders, &mut ignored).as_deref()),
        ])
    }

    fn user(&mut self, path: &Path) -> Digested {
        // Before the file is read: a file that is replaced in between is then read once more.
        let stamp = Stamp::of(path);
        match (&stamp, &self.user) {
            (Some(stamp), Some((known, digest))) if stamp == known => return *digest,
            (Some(_) | None, Some(_) | None) => {}
        }
        let digest = digest(text_of(path).ok().flatten().as_deref());
        self.user = stamp.filter(Stamp::is_at_rest).map(|stamp| (stamp, digest));
        digest
    }
}

/// Length and time of change.
#[derive(Debug, PartialEq, Eq)]
struct Stamp(u64, SystemTime);

/// Longer than the tick of any file system's clock (FAT: two seconds): two replacements within one
/// tick would look alike.
const AT_REST: Duration = Duration::from_secs(3);

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::symlink_metadata(path).ok()?;
        Some(Self(metadata.len(), metadata.modified().ok()?))
    }

    fn is_at_rest(&self) -> bool {
        let age = SystemTime::now().duration_since(self.1);
        age.is_ok_and(|age| age > AT_REST)
    }
}

/// Reads all files, the user's from `user`, and merges them.
pub fn assemble(folders: &Folders, user: Option<String>) -> Result<Loaded, Error> {
    assemble_with(folders, user).map(|(loaded, _)| loaded)
}

/// Like [`assemble`]; answers also what the system's file alone says.
pub fn assemble_with(folders: &Folders, user: Option<String>) -> Result<(Loaded, Layer), Error> {
    let mut notices = Vec::new();
    let texts = Texts {
        policy: policy_text(folders, &mut notices)?,
        user,
        system: system_text(folders, &mut notices),
    };
    let user_name = user_file(folders).display().to_string();
    let layers = [
        layer(Origin::Policy, policy_name(folders), texts.policy.as_deref())?,
        layer(Origin::User, user_name, texts.user.as_deref())?,
        layer(Origin::System, system_name(folders), texts.system.as_deref())?,
    ];
    let mut problems: Vec<Problem> =
        layers.iter().flat_map(|layer| layer.problems.iter().cloned()).collect();
    let journals = accounts::journals(folders);
    let has_records = |account: &AccountId| journal::exists(&journals, account);
    let mut merge_problems = Vec::new();
    let (settings, merge_notices) =
        merge::merge(&layers, &has_records, &membership, &mut merge_problems);
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
    let revision = texts.revision();
    let [policy, _, system] = layers;
    let locked = Locked::by(&policy);
    Ok((Loaded { settings, user_file, notices, revision, locked }, system))
}

/// A system that cannot say lets nobody in.
fn membership(group: &str) -> Option<Membership> {
    let answer = groups::membership(group);
    if let Err(error) = &answer {
        log::warn!("whether this user may act is not known: {error}");
    }
    answer.ok()
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
        revision_of([&self.policy, &self.user, &self.system].map(|text| digest(text.as_deref())))
    }
}

type Digested = [u8; 32];

fn digest(text: Option<&str>) -> Digested {
    let length = text.map_or(u64::MAX, |text| text.len() as u64);
    Sha256::new()
        .chain_update(length.to_le_bytes())
        .chain_update(text.unwrap_or_default())
        .finalize()
        .into()
}

fn revision_of(files: [Digested; 3]) -> Revision {
    Revision(Sha256::digest(files.as_flattened()).into())
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
