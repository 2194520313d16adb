use std::fs;
use std::time::Duration;

use super::edit::Edit;
use super::*;
use crate::domain::device::{Fingerprint, Pin, Vendor};
use crate::domain::identity::Plane;
use crate::domain::profile::{AccountProfile, CardServiceVersion, Encryption, OnlineCheck};

pub const FULL: &str = r#"# Praxis Köln
version = 1
language = "de" # Deutsch
log = "debug"
autostart = false

[notifications]
trouble = true
all_clear = false
quiet_hours = { from = "20:00", until = "07:30" }
closed_days = ["saturday", "2026-12-24"]

[contact]
name = "IT Müller"
telephone = "0221 4711"
email = "hilfe@it-mueller.example"

[connector.koeln]
name = "Praxis Köln"
host = "10.1.112.210"   # Keller, links
port = 443
management_port = 8500
vendor = "secunet"
timeout = "5s"
encryption = "tls-password"
context = { mandant = "Praxis", clientsystem = "xconcept", arbeitsplatz = "Empfang" }
device = "07070707070707070707070707070707"
client_pin = "0101010101010101010101010101010101010101010101010101010101010101"

# Der Zugang der Wartungsseite
[[connector.koeln.account]]
plane = "management"
user = "local"
watched_on = "EMPFANG-1"
interval = "30m"

[[connector.koeln.account]]
plane = "client"
user = "xconcept"
limit = 5
"#;

#[test]
fn full_file_is_understood() {
    let home = Home::with(FULL);
    let loaded = home.load();
    let settings = &loaded.settings;
    assert_eq!(settings.language.value, Language::German);
    assert_eq!(settings.language.origin, Origin::User);
    assert!(!settings.toast_all_clear.value);
    assert_eq!(settings.toast_trouble.origin, Origin::User);
    let hours = settings.quiet_hours.value.unwrap();
    assert_eq!((hours.from.hour(), hours.until.minute()), (20, 30));
    assert_eq!(settings.closed_days.value.weekdays, [Weekday::Saturday]);
    assert_eq!(settings.contact.name.as_deref(), Some("IT Müller"));
    let profile = &settings.connectors[0].profile;
    assert_eq!(profile.pins.client, Some(Pin::Certificate(Fingerprint::from_bytes([1; 32]))));
    let intervals: Vec<_> = profile.accounts.iter().map(|account| account.interval).collect();
    assert_eq!(intervals, [Duration::from_secs(1800), Duration::from_secs(300)]);
    assert_eq!(profile.accounts[1].limit.attempts(), 5);
    assert_eq!(settings.accounts()[0].to_string(), "koeln/management/local");
    assert_eq!(loaded.user_file, UserFile::Readable);
}

#[test]
fn absent_file_gives_the_defaults_and_is_not_created() {
    let home = Home::new();
    let loaded = home.load();
    assert_eq!(loaded.user_file, UserFile::Absent);
    assert_eq!(loaded.settings.autostart.origin, Origin::Default);
    assert_eq!(loaded.settings.connectors, []);
    assert!(!home.file().exists());
}

#[test]
fn every_mistake_is_told_with_line_column_and_what_is_allowed() {
    let text = "version = 1\n\
                langauge = \"de\"\n\
                log = \"loud\"\n\
                [connector.koeln]\n\
                host = \"10.1.112.210\"\n\
                port = 70000\n\
                timeout = \"3 weeks\"\n\
                [[connector.koeln.account]]\n\
                plane = \"managment\"\n\
                users = \"local\"\n";
    let problems = Home::with(text).mistakes();
    let found: Vec<_> = problems
        .iter()
        .map(|problem| (problem.line, problem.column, problem.key.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (2, 1, "langauge"),
            (3, 7, "log"),
            (6, 8, "connector.koeln.port"),
            (7, 11, "connector.koeln.timeout"),
            (10, 1, "connector.koeln.account.users"),
            (9, 9, "connector.koeln.account.plane"),
            (8, 1, "connector.koeln.account.user"),
        ]
    );
    let suggestion = Some("language".to_owned());
    assert_eq!(problems[0].mistake, Mistake::UnknownKey { suggestion });
    let allowed = Allowed::Number { from: 1, to: 65535 };
    let found = "70000".to_owned();
    assert_eq!(problems[2].mistake, Mistake::Value { found, allowed });
    assert!(problems[0].to_string().ends_with("langauge: unknown key, did you mean `language`?"));
}

#[test]
fn damaged_files_are_errors_and_stay_as_they_are() {
    let cases = [
        "version = 1\n[connector.koeln\n",
        "version = 2\nfuture = true\n",
        "language = \"de\"\n",
        "version = 1\n[connector.koeln]\nname = \"ohne Adresse\"\n",
        "version = 1\n[connector.\"Köln\"]\nhost = \"a\"\n",
        "version = 1\nconnector = 5\n",
        "version = 1\n[connector.a]\nhost = \"a\"\nclient_pin = { authority = \"\" }\n",
        "version = 1\n[connector.a]\nhost = \"a\"\nencryption = \"tls-certificate\"\n",
    ];
    for text in cases {
        let home = Home::with(text);
        assert!(Settings::load(&home.folders()).is_err(), "{text}");
        assert!(edit(&home.folders(), &[Edit::Autostart(false)]).is_err(), "{text}");
        assert_eq!(home.text(), text);
    }
    let newer = Settings::load(&Home::with(cases[1]).folders());
    assert!(matches!(newer, Err(Error::Newer { version: 2, .. })), "{newer:?}");
}

/// RELIABILITY R6: whatever part of a file a crash leaves, it is read as it stands or is an error.
#[test]
fn settings_torn_at_any_byte_are_never_overwritten() {
    let home = Home::new();
    for end in 0..FULL.len() {
        if !FULL.is_char_boundary(end) {
            continue;
        }
        home.write(&FULL[..end]);
        if Settings::load(&home.folders()).is_err() {
            let edited = edit(&home.folders(), &[Edit::Autostart(true)]);
            assert!(edited.is_err(), "{end}");
            assert_eq!(home.text(), FULL[..end], "{end}");
        }
    }
}

#[test]
fn text_that_is_not_utf8_is_an_answer_of_its_own() {
    let home = Home::new();
    fs::create_dir_all(home.folders().settings).unwrap();
    fs::write(home.file(), b"version = 1\nlanguage = \"d\xe4\"\n").unwrap();
    assert!(matches!(Settings::load(&home.folders()), Err(Error::NotText(_))));
}

#[test]
fn change_of_any_file_is_noticed() {
    let home = Home::new();
    let absent = Settings::revision(&home.folders());
    assert_eq!(home.load().revision, absent);
    home.write("version = 1\n");
    let written = Settings::revision(&home.folders());
    assert_ne!(written, absent);
    home.write("version = 1\n#\n");
    assert_ne!(Settings::revision(&home.folders()), written);
    home.write("version = 1\n");
    assert_eq!(Settings::revision(&home.folders()), written);
}

#[test]
fn file_at_rest_is_read_once_and_its_change_is_noticed() {
    let home = Home::new();
    let mut lookout = Lookout::default();
    assert_eq!(lookout.revision(&home.folders()), home.load().revision);
    let write = |text: &str, since_1970: u64| {
        home.write(text);
        let mut options = std::fs::File::options();
        let file = options.append(true).open(user_file(&home.folders())).unwrap();
        let changed = std::time::UNIX_EPOCH + std::time::Duration::from_secs(since_1970);
        file.set_modified(changed).unwrap();
    };
    write("version = 1\n#1\n", 1_700_000_000);
    let first = lookout.revision(&home.folders());
    assert_eq!(first, Settings::revision(&home.folders()));
    write("version = 1\n#2\n", 1_700_000_001);
    let second = lookout.revision(&home.folders());
    assert_eq!(second, Settings::revision(&home.folders()));
    // The same length and time: no sign of a change, so nothing is read.
    write("version = 1\n#3\n", 1_700_000_001);
    assert_eq!(lookout.revision(&home.folders()), second);
    // A file that changed a moment ago is read each time.
    for text in ["version = 1\n#4\n", "version = 1\n#5\n"] {
        home.write(text);
        let seen = lookout.revision(&home.folders());
        assert_eq!(seen, Settings::revision(&home.folders()));
    }
}

#[test]
fn same_account_of_one_device_in_two_connectors_is_refused() {
    let second = FULL
        .split_once("[connector.koeln]")
        .map(|(_, rest)| rest.replace("connector.koeln", "connector.filiale"))
        .unwrap();
    let problems = Home::with(&format!("{FULL}[connector.filiale]{second}")).mistakes();
    let connector = "filiale".to_owned();
    assert_eq!(problems[0].mistake, Mistake::AccountTwice { connector });
    assert_eq!(problems[0].key, "connector.koeln.account");
    let twice = FULL.replace("user = \"xconcept\"", "user = \"LOCAL\"");
    let twice = twice.replace("plane = \"client\"", "plane = \"management\"");
    assert!(matches!(Home::with(&twice).mistakes()[0].mistake, Mistake::AccountTwice { .. }));
}

#[test]
fn one_device_under_two_ids_is_refused() {
    let text = "version = 1\n\
        [connector.a]\nhost = \"h\"\ndevice = \"01010101010101010101010101010101\"\n\
        [connector.b]\nhost = \"h\"\ndevice = \"02020202020202020202020202020202\"\n";
    let problems = Home::with(text).mistakes();
    let connector = "a".to_owned();
    assert_eq!(problems[0].mistake, Mistake::SplitDevice { connector });
    let apart = text.replacen("host = \"h\"", "host = \"h\"\nport = 4443\nmanagement_port = 1", 1);
    assert_eq!(Home::with(&apart).load().settings.connectors.len(), 2);
}

#[test]
fn profiles_that_meet_in_pin_or_address_share_the_device() {
    let mut known = profile("alt", "10.0.0.1");
    let device = known.device.unwrap();
    let pin = Pin::Certificate(Fingerprint::from_bytes([1; 32]));
    let other = Pin::Certificate(Fingerprint::from_bytes([2; 32]));
    known.pins.client = Some(pin.clone());
    let mut second = profile("zwei", "10.0.0.2");
    second.device = Some(DeviceId::from_random([8; 16]));
    let profiles = [known, second];
    let host = |text: &str| text.parse().unwrap();
    let of = |text: &str, port, pin| device_of(&profiles, &host(text), port, pin);
    assert_eq!(of("10.0.0.1", 8500, &other), Known::Device(device));
    assert_eq!(of("10.9.9.9", 443, &pin), Known::Device(device));
    assert_eq!(of("10.0.0.1", 9999, &other), Known::New);
    assert!(matches!(of("10.0.0.2", 443, &pin), Known::Several(both) if both.len() == 2));
}

/// A file of the system that anybody could have written does not count, and a person hears of it.
#[test]
fn files_that_are_not_the_administrators_are_ignored_with_a_notice() {
    let home = Home::with("version = 1\n");
    let folders = home.folders();
    fs::create_dir_all(folders.system_settings.parent().unwrap()).unwrap();
    fs::write(&folders.system_settings, "version = 1\nlanguage = \"en\"\n").unwrap();
    fs::write(folders.system_settings.with_file_name("policy.toml"), "version = 1\n").unwrap();
    let loaded = home.load();
    assert_eq!(loaded.settings.language.origin, Origin::Default);
    assert_eq!(loaded.notices.len(), 2, "{:?}", loaded.notices);
}

#[test]
fn mistyped_secret_key_is_not_repeated_in_the_message() {
    let text = "version = 1\npassword = \"hunter2\"\n[connector.a]\nhost = \"h\"\n\
                [[connector.a.account]]\nplane = \"client\"\nuser = \"u\"\npasswort = \"hunter2\"\n";
    let error = Settings::load(&Home::with(text).folders()).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn with(text: &str) -> Self {
        let home = Self::new();
        home.write(text);
        home
    }

    fn write(&self, text: &str) {
        fs::create_dir_all(self.folders().settings).unwrap();
        fs::write(self.file(), text).unwrap();
    }

    pub fn folders(&self) -> Folders {
        Folders::under(self.0.path())
    }

    fn file(&self) -> PathBuf {
        user_file(&self.folders())
    }

    pub fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    pub fn load(&self) -> Loaded {
        Settings::load(&self.folders()).unwrap()
    }

    fn mistakes(&self) -> Vec<Problem> {
        match Settings::load(&self.folders()) {
            Err(Error::Mistakes(problems)) => problems,
            other => panic!("no mistakes: {other:?}"),
        }
    }
}

pub fn profile(id: &str, host: &str) -> ConnectorProfile {
    let account = AccountProfile {
        plane: Plane::Management,
        user: "lokal".parse().unwrap(),
        watched_on: Some("EMPFANG-1".parse().unwrap()),
        interval: Duration::from_secs(90),
        limit: Default::default(),
    };
    ConnectorProfile {
        id: id.parse().unwrap(),
        name: "Praxis \"Süd\"".into(),
        host: host.parse().unwrap(),
        port: 443,
        management_port: 8500,
        vendor: Vendor::Secunet,
        timeout: Duration::from_secs(5),
        online_check: OnlineCheck::Always,
        encryption: Encryption::TlsCertificate { file: "C:\\k.p12".into() },
        card_service: CardServiceVersion::Auto,
        context: None,
        device: Some(DeviceId::from_random([7; 16])),
        pins: Pins::default(),
        accounts: vec![account],
    }
}
