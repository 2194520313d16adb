//! The overview as a practice sees it while one account has drifted, and when all is well.

use std::time::Duration;

use jiff::{Timestamp, ToSpan, tz};
use konnektorwart::desktop::pages;
use konnektorwart::domain::days::DayState;
use konnektorwart::domain::device::Vendor;
use konnektorwart::domain::expiry::{Expiry, PasswordDate, Taking};
use konnektorwart::domain::health::Health;
use konnektorwart::domain::identity::{AccountRef, Generation};
use konnektorwart::domain::practice::{Contact, Practice};
use konnektorwart::domain::probe::{Refusal, Unreached};
use konnektorwart::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, OnlineCheck,
    Pins,
};
use konnektorwart::domain::record::{Record, Step, Subject};
use konnektorwart::domain::snapshot::{AccountView, ConnectorView, Snapshot};
use konnektorwart::text::{Language, Words};
use konnektorwart::watch::{AccountDays, HistoryEntry};
use konnektorwart_ui::{ExplainPage, HistoryPage, Look, OverviewPage, SupportPage, Tokens};
use slint::ComponentHandle;

use crate::stage::Scene;

fn at(text: &str) -> Timestamp {
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

#[test]
fn looking() {
    let Some(folder) = std::env::var_os("LOOK") else { return };
    let folder = std::path::PathBuf::from(folder);
    let write = |name: &str, picture: Option<&Snapshot>, style, size, scale| {
        overview(picture, style, size, scale).picture().write(&folder.join(name));
    };
    let (german, english) = (Language::German, Language::English);
    let whole = (860.0, 720.0);
    write("overview-light.png", Some(&drifted()), (Look::Light, german), whole, 1.0);
    write("overview-dark.png", Some(&drifted()), (Look::Dark, german), whole, 1.0);
    write("overview-contrast.png", Some(&drifted()), (Look::Contrast, german), whole, 1.0);
    write("overview-en.png", Some(&drifted()), (Look::Light, english), whole, 1.0);
    write("overview-2x.png", Some(&drifted()), (Look::Light, german), whole, 2.0);
    write("overview-narrow.png", Some(&drifted()), (Look::Light, german), (560.0, 420.0), 1.0);
    write("overview-tall.png", Some(&drifted()), (Look::Light, german), (560.0, 1100.0), 1.0);
    write("overview-calm.png", Some(&calm()), (Look::Light, german), whole, 1.0);
    write("overview-many.png", Some(&many()), (Look::Light, german), whole, 1.0);
    let none = Snapshot { connectors: Vec::new(), ..calm() };
    write("overview-empty.png", Some(&none), (Look::Light, german), whole, 1.0);

    let machine = "EMPFANG-1".parse().unwrap();
    let local = "koeln/management/local".parse().unwrap();
    let mut known = drifted();
    known.practice.contact = Contact {
        name: Some("Systemhaus Rhein, Frau Weber".into()),
        telephone: Some("0221 555 01".into()),
        email: Some("hilfe@systemhaus.example".into()),
        remote_help: Some("/opt/fernhilfe".into()),
    };
    for (name, picture) in [("support", &known), ("support-none", &drifted())] {
        let scene = Scene::new(SupportPage::new, (560.0, 480.0), 1.0);
        scene.page.global::<Tokens>().set_look(Look::Light);
        pages::support::fill(&scene.page, Some(picture), Some(&local), &machine, &words(german));
        scene.picture().write(&folder.join(format!("{name}.png")));
    }
    let scene = Scene::new(ExplainPage::new, (560.0, 520.0), 1.0);
    scene.page.global::<Tokens>().set_look(Look::Light);
    pages::explain::fill(&scene.page, Some(&drifted()), &local, &words(german));
    scene.picture().write(&folder.join("explain.png"));
    let scene = Scene::new(HistoryPage::new, (760.0, 600.0), 1.0);
    scene.page.global::<Tokens>().set_look(Look::Dark);
    pages::history::teach(&scene.page, &words(german));
    pages::history::fill(&scene.page, &happened(), &words(german));
    scene.picture().write(&folder.join("history.png"));
}

/// Two thousand things that happened.
fn happened() -> Vec<HistoryEntry> {
    let subject = Subject::Stored(Generation::from_random([7; 16]));
    let entry = |n: u64| HistoryEntry {
        account: "koeln/management/local".parse().unwrap(),
        place: "Praxis Köln".to_owned(),
        record: Record {
            counter: 2000 - n,
            at: at("2026-11-24T08:14:00Z") - jiff::SignedDuration::from_mins(17 * n.cast_signed()),
            by: if n.is_multiple_of(3) { "anna@EMPFANG-1 tray".to_owned() } else { String::new() },
            step: match n % 4 {
                0 => Step::Refused { subject, refusal: Refusal::Credential(401) },
                1 => Step::Proven { subject },
                2 => Step::Asked,
                _ => Step::TaskDone,
            },
        },
    };
    (0..2000).map(entry).collect()
}
