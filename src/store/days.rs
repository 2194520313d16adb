//! The days of every account of this user, in one small file of the data folder.
//!
//! Decides how several programs of one user share it: under a lock, each takes in what the others
//! wrote, and the worse state of a day stays. Losing it costs nothing but the strips of the overview: a
//! damaged file is set aside.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::kept_aside;
use crate::domain::days::Days;
use crate::domain::identity::AccountId;
use crate::platform::files::{self, Access};
use crate::platform::folders::Folders;
use crate::platform::locks::Lock;

/// The longest file that is read: some 4,000 accounts.
pub const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// What is kept of every account.
pub type Kept = BTreeMap<AccountId, Days>;

/// Reads what is kept; what cannot be read counts as nothing.
#[must_use]
pub fn load(folders: &Folders) -> Kept {
    match read(folders) {
        Ok(kept) => kept,
        Err(error) => {
            log::warn!("the days of the accounts cannot be read: {error}");
            Kept::new()
        }
    }
}

/// Writes what is known, together with what other programs of this user wrote; answers the sum. Days
/// that are too old on `today` go.
///
/// # Errors
/// The disk or the rights; the earlier file stands.
pub fn save(folders: &Folders, known: &Kept, today: Date) -> Result<Kept, files::Error> {
    let _lock = Lock::exclusive(&folders.data.join("days.lock"), Access::OwnerOnly)?;
    let mut all = read(folders)?;
    for (account, days) in known {
        all.entry(account.clone()).or_default().merge(days);
    }
    for days in all.values_mut() {
        days.forget_old(today);
    }
    all.retain(|_, days| !days.is_empty());
    let accounts =
        all.iter().map(|(account, days)| Line { account: account.clone(), days: days.clone() });
    let text = Text { format: FORMAT, accounts: accounts.collect() };
    let mut bytes = serde_json::to_vec(&text).expect("days are plain text");
    bytes.push(b'\n');
    files::replace_atomically(&path(folders), &bytes, Access::OwnerOnly)?;
    Ok(all)
}

const FORMAT: u32 = 1;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Text {
    format: u32,
    accounts: Vec<Line>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    account: AccountId,
    days: Days,
}

fn read(folders: &Folders) -> Result<Kept, files::Error> {
    let text: Text = kept_aside::read(&path(folders), MOST_BYTES)?;
    // A newer version's days are not ours to judge; ours begin anew beside its own next writing.
    let lines = if text.format <= FORMAT { text.accounts } else { Vec::new() };
    Ok(lines.into_iter().map(|line| (line.account, line.days)).collect())
}

fn path(folders: &Folders) -> PathBuf {
    folders.data.join("days.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::DayState;
    use crate::domain::device::Fingerprint;
    use crate::domain::identity::{DeviceId, Plane};

    fn account(user: &str) -> AccountId {
        let device = DeviceId::of_certificate(&Fingerprint::from_bytes([7; 32]));
        AccountId { device, plane: Plane::Management, user: user.parse().unwrap() }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn folders() -> (tempfile::TempDir, Folders) {
        let root = tempfile::tempdir().unwrap();
        let folders = Folders::under(root.path());
        std::fs::create_dir_all(&folders.data).unwrap();
        (root, folders)
    }

    #[test]
    fn two_programs_of_one_user_keep_the_worse_state_of_each_day() {
        let (_root, folders) = folders();
        let today = day("2026-11-24");
        let kept = |user: &str, state| {
            let mut days = Days::default();
            days.take_in(today, state);
            Kept::from([(account(user), days)])
        };
        save(&folders, &kept("local", DayState::Refused), today).unwrap();
        save(&folders, &kept("local", DayState::Proven), today).unwrap();
        let all = save(&folders, &kept("praxis", DayState::Proven), today).unwrap();
        assert_eq!(load(&folders), all);
        assert_eq!(all[&account("local")].of(today), Some(DayState::Refused));
        assert_eq!(all[&account("praxis")].of(today), Some(DayState::Proven));
        let later = save(&folders, &Kept::new(), day("2027-03-01")).unwrap();
        assert_eq!(later, Kept::new());
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_nothing_else_is_lost() {
        let (_root, folders) = folders();
        std::fs::write(path(&folders), b"{\"format\": 1, \"acc").unwrap();
        assert_eq!(load(&folders), Kept::new());
        let aside = std::fs::read(kept_aside::aside(&path(&folders))).unwrap();
        assert_eq!(aside, b"{\"format\": 1, \"acc");
        let mut days = Days::default();
        days.take_in(day("2026-11-24"), DayState::Proven);
        let known = Kept::from([(account("local"), days)]);
        save(&folders, &known, day("2026-11-24")).unwrap();
        assert_eq!(load(&folders), known);
    }
}
