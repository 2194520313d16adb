//! The page's state and its view, without a window.

use std::time::Duration;

use konnektorwart_ui::{ConfigurationEntry as Entry, ConfigurationList as List, Mark};

use super::form::{Form, Ground, Test, Watching};
use super::message::Message;
use super::view::View;
use super::work::{self, Saved};
use crate::domain::device::Vendor;
use crate::domain::health::Health;
use crate::domain::identity::Plane;
use crate::domain::practice::Access;
use crate::domain::profile::{AttemptLimit, CardServiceVersion};
use crate::store::config::{Locked, Origin};
use crate::text::samples::{connector, words};
use crate::text::{Language, System};
use crate::watch::connection::{State, Step, StepReport};

fn form() -> Form {
    let seen = connector(
        "koeln",
        "Praxis Köln",
        vec![("client/doc", Health::Proven), ("management/local", Health::Proven)],
    );
    let ground = Ground {
        profile: seen.profile.clone(),
        origin: Origin::User,
        locked: Locked::default(),
        is_loaded: true,
    };
    let mut form = Form::new(ground, "EMPFANG-1".parse().unwrap());
    form.seen = Some(seen);
    form
}

fn view(form: &Form) -> View {
    View::of(form, &words(Language::German), System::Windows)
}

#[test]
fn what_is_in_force_is_shown_unchanged_and_can_be_closed_or_saved() {
    let form = form();
    let view = view(&form);
    let texts = [&view.name, &view.address, &view.port, &view.timeout, &view.user];
    let texts: Vec<&str> = texts.into_iter().map(|field| field.text.as_str()).collect();
    assert_eq!(texts, ["Praxis Köln", "10.1.112.210", "443", "5", "doc"]);
    assert_eq!(view.title, "Konnektor-Konfiguration – Praxis Köln");
    assert_eq!((view.can_save, view.save_note.as_str()), (true, ""));
    assert!(!form.is_changed());
}

#[test]
fn a_pasted_url_becomes_host_and_port_at_once_and_a_typed_port_when_the_field_is_left() {
    let mut form = form();
    form.type_in(Entry::Address, 0, "https://Konnektor.Praxis.local:9443/administration");
    let after = view(&form);
    assert_eq!(after.address.text, "konnektor.praxis.local");
    assert_eq!(after.management_port.text, "9443");
    let mut typed = String::new();
    form.type_in(Entry::Address, 0, "");
    for letter in "10.0.0.1:444".chars() {
        typed.push(letter);
        form.type_in(Entry::Address, 0, &typed);
    }
    assert_eq!(form.draft.address, "10.0.0.1:444");
    form.leave_address();
    assert_eq!((form.draft.address.as_str(), form.draft.port.as_str()), ("10.0.0.1", "444"));
}

#[test]
fn every_bad_input_is_explained_under_its_field_and_keeps_it_from_being_saved() {
    let long = "x".repeat(300);
    let cases = [
        (Entry::Name, ""),
        (Entry::Name, long.as_str()),
        (Entry::Address, "praxis köln"),
        (Entry::Address, "konnektor praxis"),
        (Entry::Address, "10.1.112.2100"),
        (Entry::Address, long.as_str()),
        (Entry::Address, "fd00:::1"),
        (Entry::Port, "0"),
        (Entry::Port, "70000"),
        (Entry::Timeout, "fünf"),
        (Entry::ManagementPort, "443"),
        (Entry::Mandant, "m1"),
        (Entry::User, "do:c"),
    ];
    for (entry, text) in cases {
        let mut form = form();
        form.type_in(entry, 0, text);
        let after = view(&form);
        let fields = [
            &after.name,
            &after.address,
            &after.port,
            &after.timeout,
            &after.management_port,
            &after.clientsystem,
            &after.user,
        ];
        assert!(fields.iter().any(|field| !field.note.error.is_empty()), "{entry:?} {text}");
        assert!(!after.can_save && !after.can_test, "{entry:?} {text}");
        assert!(after.save_note.starts_with("Vor dem Speichern noch zu berichtigen: "), "{text}");
        assert!(form.judged().profile().is_none());
    }
}

#[test]
fn umlauts_and_ipv6_are_taken_as_they_are() {
    let mut form = form();
    form.type_in(Entry::Name, 0, "Praxis Dr. Müßig-Öztürk");
    form.type_in(Entry::Address, 0, "[fd00::1]:444");
    let profile = form.judged().profile().cloned().unwrap();
    assert_eq!(profile.name, "Praxis Dr. Müßig-Öztürk");
    assert_eq!((profile.host.to_string().as_str(), profile.port), ("fd00::1", 444));
}

#[test]
fn s9_another_user_is_another_account_whose_password_is_entered_after_saving() {
    let mut form = form();
    form.type_in(Entry::User, 0, "doktor");
    let after = view(&form);
    assert_eq!(
        (after.password.as_str(), after.password_link.as_str()),
        ("nach dem Speichern einzutragen", "")
    );
    assert!(after.user.note.hint.contains("„doktor“"), "{:?}", after.user.note);
    assert!(after.accounts_note.contains("„doc“"), "{}", after.accounts_note);
    assert!(after.can_save);
}

#[test]
fn s6_a_new_account_is_watched_by_nobody_until_somebody_says_who() {
    let mut form = form();
    form.add_account(Plane::Management);
    form.type_in(Entry::AccountUser, 2, "zweiter");
    let profile = form.judged().profile().cloned().unwrap();
    assert_eq!(profile.accounts[2].watched_on, None);
    assert!(!view(&form).accounts[2].watcher_note.hint.is_empty());
    form.choose(List::Watcher, 2, 1);
    assert!(form.judged().profile().is_none(), "the other machine has no name yet");
    form.type_in(Entry::AccountMachine, 2, "SERVER");
    let profile = form.judged().profile().cloned().unwrap();
    assert_eq!(profile.accounts[2].watched_on, Some("SERVER".parse().unwrap()));
    form.choose(List::Watcher, 2, 0);
    assert_eq!(form.beside[2].watching, Watching::Here);
    form.type_in(Entry::AccountLimit, 2, "0");
    assert!(form.judged().profile().is_none());
    form.type_in(Entry::AccountLimit, 2, "5");
    let profile = form.judged().profile().cloned().unwrap();
    assert_eq!(profile.accounts[2].limit, AttemptLimit::new(5).unwrap());
}

#[test]
fn who_may_not_act_sees_everything_and_changes_nothing() {
    let mut form = form();
    form.access = Access::MembersOf("Leitung".to_owned());
    let view = view(&form);
    assert!(
        view.name.note.locked && view.encryption.note.locked && view.accounts[0].limit_note.locked
    );
    assert!(!view.can_save && !view.can_change);
    assert_eq!(view.save_mark, Mark::Locked);
    assert!(view.save_note.contains("„Leitung“"));
}

#[test]
fn what_a_test_tells_is_taken_over_and_typing_afterwards_makes_it_old() {
    let mut form = form();
    form.test = Test::Running(Vec::new());
    let running = StepReport { step: Step::Resolve, state: State::Running, took: None };
    form.take_step(running);
    let took = Some(Duration::from_millis(3));
    let skipped = crate::watch::connection::Skip::Cancelled;
    form.take_step(StepReport { step: Step::Resolve, state: State::Skipped(skipped), took });
    assert_eq!(view(&form).steps.len(), 1);
    form.learn(vec![CardServiceVersion::Exactly(8, 1, 3)], Vendor::Rise);
    let after = view(&form);
    assert_eq!(after.card_service.entries, ["AUTO (8.1.3)", "8.1.3"]);
    assert!(after.vendor.note.hint.contains("RISE"), "{:?}", after.vendor.note);
    form.test = Test::Ended(Vec::new(), "Ende".to_owned());
    form.type_in(Entry::Port, 0, "444");
    assert_eq!(form.test, Test::Resting(Vec::new()));
}

#[test]
fn questions_take_the_buttons_place_and_removing_deletes_nothing_by_itself() {
    let mut form = form();
    form.message = Message::Remove(
        form.ground
            .profile
            .accounts
            .iter()
            .map(|account| (form.ground.profile.reference(account), false))
            .collect(),
    );
    let view = view(&form);
    assert!(view.is_question && !view.enter_answers);
    assert_eq!(view.ticks.len(), 2);
    assert!(view.ticks.iter().all(|(_, is_ticked)| !is_ticked));
}

mod with_a_disk {
    use super::*;
    use crate::platform::folders::Folders;
    use crate::platform::machine;
    use crate::platform::presence::Presence;
    use crate::store::config::{self, Edit};
    use crate::store::keyring::Keyring;
    use crate::watch::Setup;

    struct Home {
        _folder: tempfile::TempDir,
        setup: Setup,
    }

    fn home() -> Home {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::under(folder.path());
        let setup = Setup {
            folders,
            keyring: Keyring::with_store(::keyring::mock::Store::new().unwrap()),
            machine: "EMPFANG-1".parse().unwrap(),
            user: machine::user().unwrap(),
            program: "test",
            presence: Presence::now(),
        };
        let profile = Box::new(form().ground.profile);
        config::edit(&setup.folders, &[Edit::AddConnector(profile)]).unwrap();
        Home { _folder: folder, setup }
    }

    #[test]
    fn a_change_made_elsewhere_is_asked_about_and_then_only_the_typed_fields_are_written() {
        let home = home();
        let from = work::load(&home.setup, &"koeln".parse().unwrap()).unwrap().unwrap().profile;
        let mut other = from.clone();
        other.port = 444;
        config::edit(&home.setup.folders, &config::changes(&from, &other)).unwrap();
        let mut mine = from.clone();
        mine.name = "Praxis Süd".to_owned();
        let saved = work::save(&home.setup, &from, &mine, false).unwrap();
        assert!(matches!(saved, Saved::Elsewhere(present) if present.port == 444));
        let Saved::Yes(ground) = work::save(&home.setup, &from, &mine, true).unwrap() else {
            panic!("it is saved")
        };
        assert_eq!((ground.profile.name.as_str(), ground.profile.port), ("Praxis Süd", 444));
    }

    #[test]
    fn a_connector_removed_elsewhere_is_told_and_not_made_again() {
        let home = home();
        let from = work::load(&home.setup, &"koeln".parse().unwrap()).unwrap().unwrap().profile;
        config::edit(&home.setup.folders, &[Edit::RemoveConnector(from.id.clone())]).unwrap();
        let mut mine = from.clone();
        mine.port = 444;
        assert!(matches!(work::save(&home.setup, &from, &mine, true).unwrap(), Saved::Gone));
    }
}
