//! Our rules for passwords against those of the simulated device, which were written from the same
//! table of the manual, but apart.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use konnektorwart::domain::device::Vendor;
use konnektorwart::domain::identity::{Plane, UserName};
use konnektorwart::domain::password::{Policy, generate};
use konnektorwart::simulator::{accepts_administrator, accepts_benutzerkennung};
use proptest::prelude::*;
use secrecy::ExposeSecret;

/// So many for each policy.
const MANY: u32 = 1_000_000;

/// What the device says.
fn device_accepts(plane: Plane, password: &str, user: &UserName) -> bool {
    match plane {
        Plane::Management => accepts_administrator(password, user.as_str()),
        Plane::Client => accepts_benutzerkennung(password),
    }
}

fn all_accepted(plane: Plane) {
    let policy = Policy::of(Vendor::Secunet, plane);
    let users: Vec<UserName> =
        ["local", "super", "e", "-", "Abc", "praxis2"].map(|name| name.parse().unwrap()).into();
    let accepted = AtomicU32::new(0);
    let threads = thread::available_parallelism().map_or(2, |count| count.get() as u32);
    thread::scope(|scope| {
        for one in 0..threads {
            let (policy, users, accepted) = (&policy, &users, &accepted);
            scope.spawn(move || {
                let mut random = Buffered { bytes: vec![0; 1 << 16], next: 1 << 16 };
                let mine = MANY / threads + u32::from(one < MANY % threads);
                for (_, user) in (0..mine).zip(users.iter().cycle()) {
                    let made = generate(policy, user, None, &mut |to| random.fill(to)).unwrap();
                    let made = made.expose_secret();
                    assert!(device_accepts(plane, made, user), "{made} of {user}");
                    accepted.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let accepted = accepted.into_inner();
    println!("{accepted} generated passwords for {}, all accepted", plane.as_str());
    assert_eq!(accepted, MANY);
}

/// The operating system's random bytes, a call for many passwords at once.
struct Buffered {
    bytes: Vec<u8>,
    next: usize,
}

impl Buffered {
    fn fill(&mut self, to: &mut [u8]) -> Result<(), getrandom::Error> {
        if self.next + to.len() > self.bytes.len() {
            getrandom::fill(&mut self.bytes)?;
            self.next = 0;
        }
        to.copy_from_slice(&self.bytes[self.next..self.next + to.len()]);
        self.next += to.len();
        Ok(())
    }
}

#[test]
fn a_million_generated_administrator_passwords_are_accepted_by_the_device() {
    all_accepted(Plane::Management);
}

#[test]
fn a_million_generated_passwords_of_a_benutzerkennung_are_accepted_by_the_device() {
    all_accepted(Plane::Client);
}

/// Passwords near the borders of the rules, and anything at all.
fn password() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,30}",
        any::<String>(),
        "[A-Za-z0-9ÄÖÜäöüß#?!@$%^&*-]{6,26}",
        "[a-zäöü]{2,10}[A-ZÄÖÜ]{0,9}[0-9]{0,9}[ß#?!@$%^&*-]{0,3}",
        "[A-Za-z0-9ÄÖÜäöüß#?!@$%^&*-]{0,12}[ẞ§/:;.,_+~€ıſK\\t]{0,1}[A-Za-z0-9#]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_sets_of_rules_agree_on_every_text(
        password in password(),
        name in "[A-Za-z0-9ÄÖÜäöüß#?!-]{1,6}|\\PC{1,8}",
        inside in proptest::option::of((0_usize..8, 0_u8..4)),
    ) {
        let Ok(user) = name.parse::<UserName>() else {
            return Ok(());
        };
        let password = inside.map_or(password.clone(), |how| with_name(&password, &user, how));
        for plane in Plane::ALL {
            let check = Policy::of(Vendor::Secunet, plane).check(&password, &user, Some(false));
            let device = device_accepts(plane, &password, &user);
            prop_assert_eq!(check.is_met(), device, "{:?} of {:?}", password, name);
        }
    }
}

/// Puts the user name into a password: as it is, backwards, and in other cases.
fn with_name(password: &str, user: &UserName, (place, form): (usize, u8)) -> String {
    let name = match form {
        0 => user.as_str().to_owned(),
        1 => user.as_str().chars().rev().collect(),
        2 => user.as_str().to_uppercase(),
        _ => user.as_str().to_lowercase().chars().rev().collect(),
    };
    let split = password.char_indices().nth(place).map_or(password.len(), |(at, _)| at);
    let (before, after) = password.split_at(split);
    format!("{before}{name}{after}")
}
