//! What would be written, and what becomes of it on the disk.

use std::fs;
use std::path::Path;

use super::form::{Form, Ground};
use super::work::{self, Saved};
use crate::domain::practice::{Access, Language};
use crate::domain::preferences::Mistake;
use crate::platform::folders::Folders;
use crate::platform::machine;
use crate::platform::presence::Presence;
use crate::store::config::{self, Edit, Key, Settings};
use crate::store::keyring::Keyring;
use crate::text;
use crate::watch::{Error, Setup};

const TYPED: &str = "version = 1\n# the night\n[notifications]\nquiet_hours = { from = \"20:00\", \
                     until = \"07:00\" }\nclosed_days = [\"sunday\", \"saturday\", \"2026-12-24\"]\n";

fn setup(root: &Path, settings: &str) -> Setup {
    let folders = Folders::under(root);
    fs::create_dir_all(&folders.settings).unwrap();
    fs::write(config::user_file(&folders), settings).unwrap();
    Setup {
        folders,
        keyring: Keyring::with_store(keyring::mock::Store::new().unwrap()),
        machine: "EMPFANG-1".parse().unwrap(),
        user: machine::user().unwrap(),
        program: "test",
        presence: Presence::now(),
    }
}

fn form(setup: &Setup) -> Form {
    Form::new(work::load(setup).unwrap(), text::Language::German)
}

fn save(setup: &Setup, form: &Form, overrules: bool) -> Result<Saved, Error> {
    work::save(setup, &form.ground.values, &form.values().unwrap(), overrules)
}

fn on_disk(setup: &Setup) -> String {
    fs::read_to_string(config::user_file(&setup.folders)).unwrap()
}

#[test]
fn what_nobody_touched_is_not_written() {
    let home = tempfile::tempdir().unwrap();
    let setup = setup(home.path(), TYPED);
    let form = form(&setup);
    assert_eq!((form.is_changed(), form.can_save()), (false, true));
    assert_eq!(form.typed.dates, "24.12.2026");
    assert_eq!(save(&setup, &form, false).unwrap(), Saved::Yes);
    assert_eq!(on_disk(&setup), TYPED);
}

#[test]
fn only_what_was_changed_is_written() {
    let home = tempfile::tempdir().unwrap();
    let setup = setup(home.path(), TYPED);
    let mut form = form(&setup);
    form.typed.language = Language::English;
    form.typed.email = " hilfe@it.example ".to_owned();
    form.typed.weekdays[4] = true;
    let mut closed = form.ground.values.closed.clone();
    closed.weekdays.insert(0, jiff::civil::Weekday::Friday);
    let expected = [
        Edit::Language(Language::English),
        Edit::ClosedDays(closed),
        Edit::ContactEmail(Some("hilfe@it.example".to_owned())),
    ];
    assert_eq!(form.values().unwrap().edits(&form.ground.values), expected);
    assert_eq!(save(&setup, &form, false).unwrap(), Saved::Yes);
    let loaded = Settings::load(&setup.folders).unwrap();
    assert_eq!(Ground::of(&loaded).values, form.values().unwrap());
    assert!(on_disk(&setup).contains("# the night"));
}

#[test]
fn one_mistake_keeps_everything_from_being_saved() {
    let home = tempfile::tempdir().unwrap();
    let mut form = form(&setup(home.path(), TYPED));
    form.typed.language = Language::English;
    form.typed.quiet_until = "7:60".to_owned();
    let wrong = form.values().unwrap_err();
    assert_eq!((&wrong.quiet_from, &wrong.quiet_until), (&None, &Some(Mistake::NotATime)));
    assert_eq!((form.is_changed(), form.can_save()), (true, false));
}

#[test]
fn the_policy_s_values_are_locked_and_stay() {
    let home = tempfile::tempdir().unwrap();
    let setup = setup(home.path(), TYPED);
    let mut form = form(&setup);
    form.ground.locked = [Key::QuietHours].into_iter().collect();
    assert!(!form.is_locked(Key::ClosedDays));
    form.typed.quiet_from = "nonsense".to_owned();
    assert_eq!(form.values().unwrap(), form.ground.values);
    form.access = Access::MembersOf("Leitung".to_owned());
    assert!(form.is_locked(Key::ClosedDays) && !form.can_save());
}

#[test]
fn a_value_changed_elsewhere_is_not_overwritten_unasked() {
    let home = tempfile::tempdir().unwrap();
    let setup = setup(home.path(), TYPED);
    let mut form = form(&setup);
    form.typed.telephone = "1".to_owned();
    let edit = |edit| config::edit(&setup.folders, &[edit]).map(drop).unwrap();
    edit(Edit::ToastTrouble(false));
    edit(Edit::ContactTelephone(Some("2".to_owned())));
    let before = on_disk(&setup);
    assert_eq!(save(&setup, &form, false).unwrap(), Saved::Elsewhere);
    assert_eq!(on_disk(&setup), before);
    assert_eq!(save(&setup, &form, true).unwrap(), Saved::Yes);
    let settings = Settings::load(&setup.folders).unwrap().settings;
    assert_eq!(settings.contact.telephone.as_deref(), Some("1"));
    assert!(!settings.toast_trouble.value, "what only others changed stays");
}

#[test]
fn a_file_that_was_damaged_meanwhile_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let setup = setup(home.path(), TYPED);
    let mut form = form(&setup);
    form.typed.telephone = "1".to_owned();
    fs::write(config::user_file(&setup.folders), "version = = 1").unwrap();
    let error = save(&setup, &form, true).unwrap_err();
    assert!(matches!(error, Error::Settings(config::Error::Mistakes(_))), "{error:?}");
    assert_eq!(on_disk(&setup), "version = = 1");
    assert_eq!(form.typed.telephone, "1");
}

#[test]
fn where_nothing_can_be_written_it_is_said() {
    let home = tempfile::tempdir().unwrap();
    let setup = setup(home.path(), TYPED);
    let mut form = form(&setup);
    form.typed.telephone = "1".to_owned();
    // A folder in the file's place cannot be replaced, whoever asks.
    let file = config::user_file(&setup.folders);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let error = save(&setup, &form, true).unwrap_err();
    assert!(matches!(error, Error::Settings(config::Error::Files(_))), "{error:?}");
}
