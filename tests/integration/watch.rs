//! What really reaches a device, proven by the device's own log (SAFETY S1 to S9, S24).

mod certificate;
pub mod crash;
mod doubt;
mod many;
mod preferences;
mod records;
mod sessions;

use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use konnektorwart::domain::command::{Command, Scope};
use konnektorwart::domain::health::Health;
use konnektorwart::domain::lockout::Withheld;
use konnektorwart::domain::monitor::Finding;
use konnektorwart::domain::notice::What;
use konnektorwart::domain::probe::{Acceptance, Refusal, Unreached, Verdict};
use konnektorwart::simulator::Port;
use konnektorwart::watch::{self, Adopted, Meaning, Setup, Update, Worker, once};

use crate::practice::{CHANGED, Practice, check, client, connector, management};

/// Only a broken program reaches this limit.
const LIMIT: Duration = Duration::from_secs(60);

const ACCEPTED: Finding = Finding::Judged(Verdict::Accepted(Acceptance::Full));

fn refused(finding: &Finding) -> bool {
    matches!(finding, Finding::Withheld(Withheld::Refused { .. }, None))
}

/// A running background task and what it says.
struct Running {
    worker: Worker,
    updates: mpsc::Receiver<Update>,
}

impl Running {
    fn start(setup: &Setup) -> Self {
        let (sender, updates) = mpsc::channel();
        let deliver = Box::new(move |update| {
            let _ = sender.send(update);
        });
        Self { worker: watch::start(setup.clone(), deliver).expect("it starts"), updates }
    }

    fn wait<T>(&self, mut wanted: impl FnMut(Update) -> Option<T>) -> T {
        loop {
            let update = self.updates.recv_timeout(LIMIT).expect("an update in time");
            if let Some(found) = wanted(update) {
                return found;
            }
        }
    }

    fn wait_for_health(&self, wanted: impl Fn(&Health) -> bool) {
        let account = management();
        self.wait(|update| match update {
            Update::Snapshot(snapshot) => {
                let view = snapshot.account(&account)?;
                wanted(&view.health).then_some(())
            }
            Update::Notice(_) | Update::Settings(_) => None,
        });
    }

    fn wait_for_notice(&self) -> What {
        self.wait(|update| match update {
            Update::Notice(notice) => Some(notice.what),
            Update::Snapshot(_) | Update::Settings(_) => None,
        })
    }

    fn stop(self) {
        assert!(self.worker.stop(LIMIT), "the task ends in time");
    }
}

#[test]
fn s2_a_change_in_the_web_ui_costs_one_refused_login_and_none_after_three_restarts() {
    let practice = Practice::new();
    let since = practice.change_password(&management());
    for _ in 0..3 {
        let running = Running::start(&practice.setup);
        running.wait_for_health(Health::is_drift);
        running.worker.handle().send(Command::Check(Scope::All));
        running.stop();
    }
    assert_eq!(practice.secrets(since, &management()), 1);
}

#[test]
fn a_drift_is_told_once_and_ends_with_the_changed_password() {
    let practice = Practice::new();
    let running = Running::start(&practice.setup);
    running.wait_for_health(|health| *health == Health::Proven);
    practice.change_password(&management());
    // A check just ended: clicks within three seconds of it are the same wish.
    let trouble = loop {
        running.worker.handle().send(Command::Check(Scope::All));
        if let Ok(Update::Notice(notice)) = running.updates.recv_timeout(Duration::from_millis(200))
        {
            break notice.what;
        }
    };
    let What::Trouble { account, health, .. } = trouble else { panic!("{trouble:?}") };
    assert_eq!((account, health), (management(), Health::Refused(Refusal::Credential(401))));
    running.stop();

    let running = Running::start(&practice.setup);
    running.wait_for_health(Health::is_drift);
    let adopted = practice.adopt(&practice.setup, &management(), CHANGED.into());
    assert!(matches!(adopted, Adopted::Proven(_)), "{adopted:?}");
    running.worker.handle().send(Command::Reread);
    let clear = running.wait_for_notice();
    assert!(
        matches!(clear, What::AllClear { .. }),
        "the first notice after the restart: {clear:?}"
    );
    running.stop();
}

#[test]
fn three_impatient_clicks_send_nothing_again() {
    let practice = Practice::new();
    let since = practice.change_password(&management());
    let running = Running::start(&practice.setup);
    running.wait_for_health(Health::is_drift);
    for _ in 0..3 {
        running.worker.handle().send(Command::Check(Scope::All));
    }
    running.stop();
    assert_eq!(practice.secrets(since, &management()), 1);
}

#[test]
fn a_monitoring_system_that_checks_every_minute_sends_a_refused_password_once() {
    let practice = Practice::new();
    let since = practice.change_password(&client());
    let first = check(&practice.setup, &client());
    assert_eq!(first, Finding::Judged(Verdict::Refused(Refusal::Credential(401))));
    for _ in 0..20 {
        let finding = check(&practice.setup, &client());
        assert!(refused(&finding), "{finding:?}");
    }
    assert_eq!(practice.secrets(since, &client()), 1);
}

#[test]
fn nothing_secret_is_sent_while_the_connector_is_unreachable_and_it_recovers_by_itself() {
    let practice = Practice::new();
    practice.sim.go_down().expect("down");
    let since = practice.mark();
    for account in [client(), management()] {
        let finding = check(&practice.setup, &account);
        assert!(matches!(finding, Finding::Judged(Verdict::Unreachable(_))), "{finding:?}");
    }
    assert_eq!(practice.all_secrets(since), 0);
    practice.sim.come_up().expect("up");
    assert_eq!(check(&practice.setup, &client()), ACCEPTED);
    assert_eq!(check(&practice.setup, &management()), ACCEPTED);
}

#[test]
fn a_connector_that_is_silent_in_a_foreign_network_is_no_news() {
    let practice = Practice::new();
    let places = practice.setup.folders.data.join("places.json");
    let known = std::fs::read_to_string(&places).expect("the network of the first contact");
    assert_eq!(known, r#"{"koeln":["127.0.0.0"]}"#);
    std::fs::write(&places, r#"{"koeln":["10.1.112.0"]}"#).expect("written");
    practice.sim.go_down().expect("down");
    let _deaf = Deaf::at(practice.sim.pvs_address());
    let finding = check(&practice.setup, &client());
    let outside = Verdict::Unreachable(Unreached::OutsideNetwork);
    assert_eq!(finding, Finding::Judged(outside));
}

#[test]
fn s9_a_changed_certificate_gets_no_request_with_a_password_until_a_person_confirms_it() {
    let practice = Practice::new();
    for port in [Port::Pvs, Port::Management] {
        practice.sim.renew_certificate(port, None).expect("renewed");
    }
    let since = practice.mark();
    for account in [client(), management()] {
        for _ in 0..2 {
            let finding = check(&practice.setup, &account);
            assert!(matches!(finding, Finding::Judged(Verdict::Untrusted(_))), "{finding:?}");
        }
        let adopted = practice.adopt(&practice.setup, &account, CHANGED.into());
        assert!(matches!(adopted, Adopted::Unreached(Verdict::Untrusted(_))), "{adopted:?}");
    }
    assert_eq!(practice.all_secrets(since), 0);
    practice.trust(&practice.setup, Meaning::SameDevice);
    assert_eq!(check(&practice.setup, &client()), ACCEPTED);
    assert_eq!(check(&practice.setup, &management()), ACCEPTED);
}

#[test]
fn s9_a_certificate_of_another_device_takes_no_stored_password_with_it() {
    let practice = Practice::new();
    for port in [Port::Pvs, Port::Management] {
        practice.sim.renew_certificate(port, None).expect("renewed");
    }
    practice.trust(&practice.setup, Meaning::NewDevice);
    let since = practice.mark();
    for account in [client(), management()] {
        let finding = check(&practice.setup, &account);
        assert_eq!(finding, Finding::Withheld(Withheld::NoPassword, None));
    }
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn s9_what_is_pinned_is_what_the_port_shows() {
    let practice = Practice::new();
    let wrong = "ab".repeat(32).parse().expect("a fingerprint");
    let confirmed = [(konnektorwart::domain::identity::Plane::Client, wrong)];
    let trusted = once::trust(&practice.setup, &connector(), &confirmed, Meaning::SameDevice);
    assert!(matches!(trusted, Err(watch::Error::CertificateDiffers(_))), "{trusted:?}");
}

#[test]
fn s24_a_pause_stops_every_unasked_attempt() {
    let practice = Practice::new();
    let until = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
    once::pause(&practice.setup, until, "Umzug des Konnektors").expect("paused");
    let since = practice.mark();
    assert_eq!(check(&practice.setup, &client()), Finding::Withheld(Withheld::Paused, None));
    let running = Running::start(&practice.setup);
    running.worker.handle().send(Command::Check(Scope::All));
    running.worker.handle().send(Command::Resume);
    running.wait_for_health(|health| *health == Health::Proven);
    running.stop();
    let log = &practice.sim.log();
    assert!(practice.all_secrets(since) <= 2, "one check each after the pause: {log:?}");
}

#[test]
fn s5_a_refused_typed_password_is_counted_and_not_stored() {
    let practice = Practice::new();
    practice.change_password(&management());
    check(&practice.setup, &management());
    let adopted = practice.adopt(&practice.setup, &management(), "Ganz-Falsch-1".into());
    assert_eq!(adopted, Adopted::Refused(Refusal::Credential(401), 1));
    let snapshot = once::overview(&practice.setup).expect("a picture");
    let view = snapshot.account(&management()).expect("the account");
    assert_eq!(view.spare, 1);
    let mut asked = None;
    once::adopt(&practice.setup, &management(), CHANGED.into(), &mut |question| {
        asked = Some(question.clone());
        true
    })
    .expect("no error");
    assert_eq!(asked.map(|question| question.spare), Some(1));
    assert_eq!(check(&practice.setup, &management()), ACCEPTED);
}

#[test]
fn a_typed_password_that_was_refused_before_is_recognized() {
    let practice = Practice::new();
    let old = practice.password(&management());
    practice.change_password(&management());
    check(&practice.setup, &management());
    let since = practice.mark();
    let mut asked = None;
    let adopted = once::adopt(&practice.setup, &management(), old, &mut |question| {
        asked = Some(question.clone());
        false
    });
    assert_eq!(adopted.expect("no error"), Adopted::Declined);
    assert!(asked.expect("a question").same_as_refused);
    assert_eq!(practice.all_secrets(since), 0);
}

/// A port that answers no attempt to connect: its queue is full.
pub struct Deaf {
    listener: socket2::Socket,
    _queued: Vec<TcpStream>,
}

impl Deaf {
    /// At a free port.
    pub fn bind() -> Self {
        Self::at(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// The port.
    pub fn port(&self) -> u16 {
        let address = self.listener.local_addr().expect("an address");
        address.as_socket().expect("a TCP port").port()
    }

    fn at(address: SocketAddr) -> Self {
        use socket2::{Domain, Socket, Type};
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        listener.set_reuse_address(true).expect("an option");
        listener.bind(&address.into()).expect("the port is free");
        listener.listen(0).expect("it listens");
        let address = listener.local_addr().expect("an address").as_socket().expect("TCP");
        let wait = Duration::from_millis(300);
        let queue = std::iter::from_fn(|| TcpStream::connect_timeout(&address, wait).ok());
        Self { _queued: queue.collect(), listener }
    }
}
