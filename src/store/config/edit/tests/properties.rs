//! What holds for every sequence of edits: what was written is read, and what else stands in the file
//! stays.

use std::time::Duration;

use jiff::civil::{Date, Time, Weekday};
use proptest::prelude::*;

use super::*;
use crate::domain::device::Vendor;
use crate::domain::identity::Plane;
use crate::store::config::tests::{FULL, Home};
use crate::store::config::{Contact, Origin, Settings};

const TEXT: &str =
    "[A-Za-zäöüß0-9#\"'\\\\=\\[\\]][A-Za-zäöüß0-9 #\"'\\\\=\\[\\]]{0,20}[a-zäöüß0-9]";

fn texts() -> impl Strategy<Value = Option<String>> {
    prop::option::of(TEXT)
}

fn time() -> impl Strategy<Value = Time> {
    (0_i8..24, 0_i8..60).prop_map(|(hour, minute)| Time::new(hour, minute, 0, 0).unwrap())
}

fn general() -> impl Strategy<Value = Edit> {
    let language = prop::sample::select(vec![Language::Auto, Language::German, Language::English]);
    let level = prop::sample::select(log::LevelFilter::iter().collect::<Vec<_>>());
    let hours = (time(), time()).prop_map(|(from, until)| QuietHours { from, until });
    let weekday = (1_i8..=7).prop_map(|day| Weekday::from_monday_one_offset(day).unwrap());
    let date = (2020_i16..2040, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap());
    let days = (prop::collection::vec(weekday, 0..4), prop::collection::vec(date, 0..4))
        .prop_map(|(weekdays, dates)| ClosedDays { weekdays, dates });
    let program = prop::option::of("/[a-zäöü ]{1,20}[a-z]");
    prop_oneof![
        language.prop_map(Edit::Language),
        level.prop_map(Edit::Log),
        any::<bool>().prop_map(Edit::Autostart),
        any::<bool>().prop_map(Edit::StartMinimised),
        any::<bool>().prop_map(Edit::ToastTrouble),
        any::<bool>().prop_map(Edit::ToastAllClear),
        prop::option::of(hours).prop_map(Edit::QuietHours),
        days.prop_map(Edit::ClosedDays),
        texts().prop_map(Edit::ContactName),
        texts().prop_map(Edit::ContactTelephone),
        texts().prop_map(Edit::ContactEmail),
        program.prop_map(Edit::ContactRemoteHelp),
        any::<bool>().prop_map(Edit::RevealCopy),
        any::<bool>().prop_map(Edit::RevealShow),
    ]
}

/// What the file says after an edit.
fn expect(settings: &mut Settings, edit: &Edit) {
    let Settings { contact: Contact { name, telephone, email, remote_help }, .. } =
        &mut settings.clone();
    match edit {
        Edit::Language(value) => settings.language.value = *value,
        Edit::Log(value) => settings.log.value = *value,
        Edit::Autostart(value) => settings.autostart.value = *value,
        Edit::StartMinimised(value) => settings.start_minimised.value = *value,
        Edit::ToastTrouble(value) => settings.toast_trouble.value = *value,
        Edit::ToastAllClear(value) => settings.toast_all_clear.value = *value,
        Edit::QuietHours(value) => settings.quiet_hours.value = *value,
        Edit::ClosedDays(value) => settings.closed_days.value = value.clone(),
        Edit::ContactName(value) => name.clone_from(value),
        Edit::ContactTelephone(value) => telephone.clone_from(value),
        Edit::ContactEmail(value) => email.clone_from(value),
        Edit::ContactRemoteHelp(value) => *remote_help = value.as_ref().map(Into::into),
        Edit::RevealCopy(value) => settings.reveal.copy.value = *value,
        Edit::RevealShow(value) => settings.reveal.show.value = *value,
        Edit::AddConnector(_)
        | Edit::RemoveConnector(_)
        | Edit::Connector(..)
        | Edit::Trust { .. }
        | Edit::AddAccount(..)
        | Edit::RemoveAccount(_)
        | Edit::Account(..) => unreachable!("not among the general ones"),
    }
    settings.contact = Contact {
        name: name.clone(),
        telephone: telephone.clone(),
        email: email.clone(),
        remote_help: remote_help.clone(),
    };
}

/// The same values, wherever they come from.
fn values(settings: &Settings) -> Settings {
    let mut settings = settings.clone();
    settings.language.origin = Origin::User;
    settings.log.origin = Origin::User;
    settings.autostart.origin = Origin::User;
    settings.start_minimised.origin = Origin::User;
    settings.toast_trouble.origin = Origin::User;
    settings.toast_all_clear.origin = Origin::User;
    settings.quiet_hours.origin = Origin::User;
    settings.closed_days.origin = Origin::User;
    settings.reveal.copy.origin = Origin::User;
    settings.reveal.show.origin = Origin::User;
    settings
}

fn account() -> impl Strategy<Value = AccountProfile> {
    let user = prop::sample::select(vec!["local", "LOCAL", "xconcept", "Dr. Müller", "neu"]);
    let watched_on = prop::option::of("[A-Z]{1,8}-[1-9]");
    (any::<bool>(), user, watched_on, 60_u64..=86_400, 1_u8..=99).prop_map(
        |(client, user, watched_on, seconds, limit)| AccountProfile {
            plane: if client { Plane::Client } else { Plane::Management },
            user: user.parse().unwrap(),
            watched_on: watched_on.map(|name| name.parse().unwrap()),
            interval: Duration::from_secs(seconds),
            limit: AttemptLimit::new(limit).unwrap(),
        },
    )
}

fn connector() -> impl Strategy<Value = ConnectorProfile> {
    let host = prop::sample::select(vec!["10.1.112.210", "fd00::1", "konnektor.praxis.local"]);
    let vendor = prop::sample::select(vec![Vendor::Secunet, Vendor::Rise, Vendor::Unknown]);
    let encryption = prop_oneof![
        Just(Encryption::None),
        Just(Encryption::Tls),
        Just(Encryption::TlsPassword),
        TEXT.prop_map(|file| Encryption::TlsCertificate { file }),
    ];
    let online_check = prop::sample::select(OnlineCheck::ALL.to_vec());
    let version = prop_oneof![
        Just(CardServiceVersion::Auto),
        any::<(u16, u16, u16)>().prop_map(|(a, b, c)| CardServiceVersion::Exactly(a, b, c)),
    ];
    let context = prop::option::of("[A-Za-zäöü0-9]{1,64}").prop_map(|part| {
        part.map(|part| CallContext {
            mandant: part.parse().unwrap(),
            clientsystem: "x.concept".parse().unwrap(),
            arbeitsplatz: "Empfang".parse().unwrap(),
        })
    });
    let ports = (1_u16.., 1_u16.., 1_u64..=120);
    let accounts = prop::collection::vec(account(), 0..5);
    let way = (host, ports, vendor, encryption, online_check);
    (TEXT, way, version, context, accounts).prop_map(|(name, way, card_service, context, all)| {
        let (host, (port, management_port, seconds), vendor, encryption, online_check) = way;
        let mut profile = ConnectorProfile {
            name,
            host: host.parse().unwrap(),
            port,
            management_port,
            vendor,
            timeout: Duration::from_secs(seconds),
            online_check,
            encryption,
            card_service,
            context,
            accounts: Vec::new(),
            ..crate::store::config::tests::profile("koeln", "h")
        };
        for account in all {
            if profile.account(account.plane, &account.user).is_none() {
                profile.accounts.push(account);
            }
        }
        profile
    })
}

/// Removals come first, so what stays keeps its order and what is new follows.
fn sorted(profile: &ConnectorProfile) -> ConnectorProfile {
    let mut profile = profile.clone();
    profile.accounts.sort_by_key(|one| (one.plane, one.user.to_string().to_lowercase()));
    profile
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_sequence_of_edits_is_read_as_written_and_keeps_the_comments(
        batches in prop::collection::vec(prop::collection::vec(general(), 1..5), 1..6),
    ) {
        let home = Home::with(FULL);
        let mut expected = home.load().settings;
        for batch in batches {
            let loaded = edit(&home.folders(), &batch).unwrap();
            batch.iter().for_each(|edit| expect(&mut expected, edit));
            prop_assert_eq!(values(&loaded.settings), values(&expected));
            prop_assert_eq!(loaded, home.load());
        }
        let text = home.text();
        for comment in ["# Praxis Köln\n", " # Deutsch\n", "   # Keller, links\n", "# Der Zugang"] {
            prop_assert!(text.contains(comment), "{}", text);
        }
    }

    #[test]
    fn changes_lead_from_any_connector_to_any_other_and_then_there_are_none(
        wanted in prop::collection::vec(connector(), 1..4),
    ) {
        let home = Home::with(FULL);
        for to in wanted {
            let from = home.load().settings.connectors[0].profile.clone();
            let loaded = edit(&home.folders(), &changes(&from, &to)).unwrap();
            let reached = &loaded.settings.connectors[0].profile;
            let (device, pins) = (from.device, from.pins.clone());
            let expected = ConnectorProfile { device, pins, ..to.clone() };
            prop_assert_eq!(sorted(reached), sorted(&expected));
            prop_assert_eq!(changes(reached, &to), Vec::new());
            prop_assert!(home.text().contains("   # Keller, links\n"), "{}", home.text());
        }
    }
}
