//! The overview as a practice sees it: drifted, calm, paused, with many connectors, with none.

use std::time::Duration;

use jiff::{Timestamp, ToSpan, tz};
use konnektorwart::desktop::pages;
use konnektorwart::domain::days::DayState;
use konnektorwart::domain::device::Vendor;
use konnektorwart::domain::expiry::{Expiry, PasswordDate, Taking};
use konnektorwart::domain::health::Health;
use konnektorwart::domain::identity::AccountRef;
use konnektorwart::domain::practice::Practice;
use konnektorwart::domain::probe::{Refusal, Unreached};
use konnektorwart::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck,
    Pins,
};
use konnektorwart::domain::snapshot::{AccountView, ConnectorView, Pause, Snapshot};
use konnektorwart::text::{Language, Words};
use konnektorwart::watch::AccountDays;
use konnektorwart_ui::{Look, OverviewPage, Tokens};
use slint::ComponentHandle;

use crate::compare;
use crate::cut::cut_texts;
use crate::stage::Scene;

const SIZE: (f32, f32) = (860.0, 720.0);
const SMALLEST: (f32, f32) = (560.0, 420.0);

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Tuesday, 24 November 2026, 09:14 in the practice.
pub fn words(language: Language) -> Words {
    Words::new(language, tz::offset(1).to_time_zone(), at("2026-11-24T08:14:00Z"))
}

fn account(name: &str, health: Health, accepted: &str, changed: Option<&str>) -> AccountView {
    AccountView {
        account: name.parse().unwrap(),
        health,
        since: Some(at("2026-11-24T07:12:00Z")),
        accepted: Some(at(accepted)),
        checked: Some(at("2026-11-24T08:13:00Z")),
        checking: false,
        spare: 2,
        withheld: None,
        task: false,
        stale: false,
        changed: changed.map(|at| PasswordDate { at: at.parse().unwrap(), taking: Taking::Change }),
        expires: None,
        expiring: false,
    }
}

fn place(
    id: &str,
    name: &str,
    host: &str,
    (vendor, firmware): (Vendor, &str),
    accounts: Vec<AccountView>,
) -> ConnectorView {
    let profile = |account: &AccountRef| AccountProfile {
        plane: account.plane,
        user: account.user.clone(),
        watched_on: None,
        interval: Duration::from_secs(300),
        limit: AttemptLimit::default(),
    };
    ConnectorView {
        profile: ConnectorProfile {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            host: host.parse().unwrap(),
            port: 443,
            management_port: 8500,
            vendor,
            timeout: ConnectorProfile::TIMEOUT,
            online_check: OnlineCheck::Always,
            encryption: Encryption::TlsPassword,
            card_service: CardServiceVersion::Auto,
            context: None,
            device: None,
            pins: Pins::default(),
            accounts: accounts.iter().map(|view| profile(&view.account)).collect(),
        },
        firmware: Some(firmware.to_owned()),
        accounts,
        away: false,
        rolled_out: false,
    }
}

/// Two places: one with a drift, one with an end in sight and a silent plane.
pub fn drifted() -> Snapshot {
    let refused = Health::Refused(Refusal::Credential(401));
    let local = account(
        "koeln/management/local",
        refused,
        "2026-11-23T17:02:00Z",
        Some("2026-08-20T08:00:00Z"),
    );
    let doc = account(
        "koeln/client/doc",
        Health::Proven,
        "2026-11-24T08:12:00Z",
        Some("2026-10-20T08:00:00Z"),
    );
    let mut wart = account("bruehl/management/wart", Health::Proven, "2026-11-24T08:13:00Z", None);
    wart.expires = Some(Expiry { on: "2026-12-12".parse().unwrap(), estimated: true });
    wart.expiring = true;
    let silent = Health::Unreachable(Unreached::ConnectTimeout);
    let mut zweig = account(
        "bruehl/client/zweig",
        silent,
        "2026-11-24T08:04:00Z",
        Some("2026-11-11T08:00:00Z"),
    );
    zweig.since = Some(at("2026-11-24T08:09:00Z"));
    Snapshot {
        taken: at("2026-11-24T08:14:00Z"),
        connectors: vec![
            place(
                "koeln",
                "Praxis Köln",
                "10.1.112.210",
                (Vendor::Secunet, "5.50.4"),
                vec![local, doc],
            ),
            place(
                "bruehl",
                "Zweigpraxis Brühl",
                "10.1.113.20",
                (Vendor::Kocobox, "5.5.2"),
                vec![wart, zweig],
            ),
        ],
        pause: None,
        next_check: Some(at("2026-11-24T08:18:20Z")),
        practice: Practice::default(),
    }
}

/// The same with everything in order.
pub fn calm() -> Snapshot {
    let mut picture = drifted();
    for connector in &mut picture.connectors {
        for account in &mut connector.accounts {
            account.health = Health::Proven;
            account.accepted = Some(at("2026-11-24T08:12:00Z"));
            account.expires = None;
            account.expiring = false;
        }
    }
    picture
}

/// More than six.
pub fn many() -> Snapshot {
    let mut picture = drifted();
    for n in 1..8 {
        let id = format!("mvz-{n}");
        let doc =
            account(&format!("{id}/client/praxis"), Health::Proven, "2026-11-24T08:12:00Z", None);
        let host = format!("10.2.{n}.10");
        picture.connectors.insert(
            0,
            place(&id, &format!("MVZ Rheinland {n}"), &host, (Vendor::Rise, "6.0.1"), vec![doc]),
        );
    }
    picture
}

/// Days as the drawing has them.
pub fn days(picture: &Snapshot) -> Vec<AccountDays> {
    let today: jiff::civil::Date = "2026-11-24".parse().unwrap();
    let cell = |row: usize, n: i64| match (row, n) {
        (0, 0) => Some(DayState::Refused),
        (1, 16) => Some(DayState::Unreachable),
        (2, 26..) => None,
        (2, 20 | 19) => Some(DayState::Refused),
        (3, 0 | 1) => Some(DayState::Unreachable),
        _ => Some(DayState::Proven),
    };
    let row = |(row, (_, view)): (usize, (&ConnectorView, &AccountView))| AccountDays {
        account: view.account.clone(),
        days: (0..30).rev().map(|n| (today - n.days(), cell(row, n))).collect(),
    };
    picture.accounts().enumerate().map(row).collect()
}

/// The page.
pub fn overview(
    picture: Option<&Snapshot>,
    (look, language): (Look, Language),
    size: (f32, f32),
    scale: f32,
) -> Scene<OverviewPage> {
    let scene = Scene::new(OverviewPage::new, size, scale);
    let tokens = scene.page.global::<Tokens>();
    tokens.set_look(look);
    tokens.set_still(true);
    let days = picture.map(days).unwrap_or_default();
    pages::overview::fill(&scene.page, picture, &days, &words(language));
    scene
}

/// What it is compared in: its name, and the practice it shows.
fn states() -> [(&'static str, Snapshot); 5] {
    let mut paused = calm();
    let reason = "Wartung des Konnektors".to_owned();
    paused.pause = Some(Pause { until: at("2026-11-24T21:00:00Z"), reason });
    paused.next_check = None;
    [
        ("calm", calm()),
        ("empty", Snapshot { connectors: Vec::new(), ..calm() }),
        ("many", many()),
        ("paused", paused),
        ("drifted", drifted()),
    ]
}

#[test]
fn looks_as_it_did() {
    for language in Language::ALL {
        for (name, look) in [("light", Look::Light), ("dark", Look::Dark)] {
            let scene = overview(Some(&drifted()), (look, language), SIZE, 1.0);
            compare::check(&format!("overview-drifted-{}-{name}", language.as_str()), &scene);
        }
    }
    let contrast = overview(Some(&drifted()), (Look::Contrast, Language::German), SIZE, 1.0);
    compare::check("overview-drifted-de-contrast", &contrast);
}

#[test]
fn each_state_and_the_smallest_window_look_as_they_did() {
    let light = (Look::Light, Language::German);
    for (name, practice) in states().iter().filter(|(name, _)| *name != "drifted") {
        let scene = overview(Some(practice), light, SIZE, 1.0);
        compare::check(&format!("overview-{name}-de-light"), &scene);
    }
    compare::check(
        "overview-narrow-de-light",
        &overview(Some(&drifted()), light, (SMALLEST.0, 1000.0), 1.0),
    );
}

#[test]
fn no_text_is_cut_at_any_scale_and_width() {
    for scale in [1.0, 1.5, 2.0] {
        for language in Language::ALL {
            for size in [SIZE, SMALLEST] {
                for (name, practice) in states() {
                    let scene = overview(Some(&practice), (Look::Light, language), size, scale);
                    scene.picture();
                    let found = cut_texts(&scene);
                    assert_eq!(found, Vec::<String>::new(), "{name}: {size:?} at {scale}");
                }
            }
        }
    }
}
